"""Arguments of the commands that the DAGs run, from the parameters of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

Params = Mapping[str, Any]


class ReplayCommands(TypedDict):
    """The same replay twice: only made and compared, and put in force."""

    dry_run: list[str]
    swap: list[str]


def replay(params: Params) -> ReplayCommands:
    """`params`: `dataset`, `definition` or None, `lake` or None."""
    definition = params["definition"]
    common = ["replay", params["dataset"], *(["--definition", definition] if definition else []), *lake(params)]
    return {"dry_run": [*common, "--no-swap", "--json"], "swap": [*common, "--yes", "--json"]}


def list_tables(params: Params) -> list[str]:
    """Starts no Spark; `names` understands the answer."""
    return ["maintain", "--list", *lake(params), "--json"]


def names(answer: Mapping[str, Iterable[Mapping[str, str]]]) -> list[str]:
    """The names in what the command of `list_tables` answered, such as `silver.clickstream`."""
    return [table["table"] for table in answer["tables"]]


def maintain(params: Params, tables: Iterable[str]) -> list[list[str]]:
    """One command per table. `params`: `vacuum`, `retain_hours`, `lake` or None."""
    vacuum = ["--vacuum", "--retain-hours", str(params["retain_hours"]), "--yes"] if params["vacuum"] else []
    return [["maintain", table, "--optimize", "--checkpoint", *vacuum, *lake(params), "--json"] for table in tables]


def sql(params: Params, query: str) -> list[str]:
    """Asks Spark: the ledger is unknown to Trino."""
    return ["sql", query, "--engine", "spark", *lake(params), "--json"]


def lake(params: Params) -> list[str]:
    """Which lake; none named means the platform's."""
    return ["--lake", params["lake"]] if params["lake"] else []

"""All three DAGs, run by Airflow on a lake that the real command made. In this order: the later need the earlier."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from sluice_airflow import page, table
from sluice_airflow.command import sluice_command

Dags = dict[str, Any]
Script = Callable[[str], None]
TABLES = {"bronze.clickstream", "silver.clickstream", "quarantine.clickstream"}
UNCHANGED = {"definition": None, "swap": False, "max_differences": 0, "lake": None}


def run(dag: Any, conf: dict[str, Any]) -> dict[str, list[Any]]:
    """Runs a DAG to its end; gives state by task, one for each mapped run."""
    # In one process, parameters of a run would be the defaults of the next.
    defaults = UNCHANGED if dag.dag_id == "replay" else {}
    states: dict[str, list[Any]] = {}
    for instance in dag.test(run_conf={**defaults, **conf}).get_task_instances():
        states.setdefault(instance.task_id, []).append(str(instance.state))
    return states


def ask(lake: Path, query: str) -> list[dict[str, Any]]:
    command = [sluice_command(), "sql", query, "--lake", str(lake), "--json"]
    rows: list[dict[str, Any]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return rows


def generations(lake: Path) -> set[int]:
    return {row["generation"] for row in ask(lake, "select distinct generation from ledger")}


def test_the_report_has_the_lakes_own_numbers(dags: Dags, lake: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports of the lake"
    states = run(dags["quality_report"], {"lake": str(lake), "reports": str(reports)})
    assert {state for found in states.values() for state in found} == {"success"}
    rows = ask(lake, f"select part, measure, value from delta.`{reports / table.NAME}`")
    values = {(row["part"], row["measure"]): row["value"] for row in rows}
    (ledger,) = ask(lake, "select sum(read) as read, sum(good) as good, sum(quarantined) as bad from ledger")
    (silver,) = ask(lake, "select count(*) as rows from silver.clickstream")
    assert values["accounting", "read"] == ledger["read"] > 0
    assert values["accounting", "flushes_that_do_not_add_up"] == 0
    assert values["freshness", "silver_rows"] == silver["rows"] == ledger["good"]
    assert sum(value for (part, _), value in values.items() if part == "quarantine") == ledger["bad"] > 0
    assert "Every flush adds up." in (reports / page.NAME).read_text(encoding="utf-8")


def test_an_equal_replay_is_put_in_force(dags: Dags, lake: Path) -> None:
    states = run(dags["replay"], {"dataset": "clickstream", "swap": True, "lake": str(lake)})
    assert {state for found in states.values() for state in found} == {"success"}
    (generation,) = generations(lake)
    assert generation > 1


def test_a_replay_that_differs_stays_out_of_force(dags: Dags, lake: Path, changed_definition: Path) -> None:
    before = generations(lake)
    conf = {"dataset": "clickstream", "definition": str(changed_definition), "swap": True, "lake": str(lake)}
    states = run(dags["replay"], conf)
    assert states["dry_run"] == ["success"]
    assert states["compare"] == ["failed"]
    assert states["swap"] == ["upstream_failed"]
    assert generations(lake) == before


def test_every_table_is_maintained_by_a_task_of_its_own(dags: Dags, lake: Path) -> None:
    before = ask(lake, "select count(*) as rows from silver.clickstream")
    states = run(dags["table_maintenance"], {"lake": str(lake)})
    assert len(states["maintain"]) >= len(TABLES) + 1
    assert set(states["maintain"]) == {"success"}
    assert ask(lake, "select count(*) as rows from silver.clickstream") == before
    live = max((lake / "silver" / "clickstream").iterdir(), key=lambda folder: int(folder.name[1:]))
    assert (live / "_delta_log" / "_last_checkpoint").exists()
    assert DeltaTable(str(live)).history(1)[0]["operation"] == "OPTIMIZE"


EQUAL = {
    "dataset": "clicks",
    "generation": 2,
    "accounting_mismatches": 0,
    "only_old": 0,
    "only_new": 0,
    "changed_cells": 0,
    "verdicts": [],
    "swapped": True,
}


def test_a_replay_without_a_wish_to_swap_only_compares(dags: Dags, scripted: Script) -> None:
    scripted(f"echo '{json.dumps(EQUAL)}'")
    states = run(dags["replay"], {"dataset": "clicks"})
    assert states["compare"] == ["success"]
    assert states["swap"] == states["confirm"] == ["skipped"]


def test_a_swap_to_what_nobody_compared_is_reported(dags: Dags, scripted: Script) -> None:
    other = json.dumps({**EQUAL, "generation": 3})
    scripted(f"""case "$*" in *--yes*) echo '{other}' ;; *) echo '{json.dumps(EQUAL)}' ;; esac""")
    states = run(dags["replay"], {"dataset": "clicks", "swap": True})
    assert states["swap"] == ["success"]
    assert states["confirm"] == ["failed"]

"""All three DAGs, run by Airflow on a lake that the real command made. In this order: the later need the earlier."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deltalake import DeltaTable, QueryBuilder

from sluice_airflow import page, table
from tests import how_to

Dags = dict[str, Any]
Script = Callable[[str], None]
LAYERS = {"bronze": "read", "silver": "good", "quarantine": "quarantined"}
UNCHANGED = {"definition": None, "swap": False, "max_differences": 0, "lake": None}


def run(dag: Any, conf: dict[str, Any]) -> dict[str, list[Any]]:
    """Runs a DAG to its end; gives state by task, one for each mapped run."""
    # In one process, parameters of a run would be the defaults of the next.
    defaults = UNCHANGED if dag.dag_id == "replay" else {}
    states: dict[str, list[Any]] = {}
    for instance in dag.test(run_conf={**defaults, **conf}).get_task_instances():
        states.setdefault(instance.task_id, []).append(str(instance.state))
    return states


def generation(lake: Path) -> int:
    """The one in force: what the newest move of the pointer says."""
    moves = sorted((lake / "_sluice" / "generations" / "clickstream").glob("*.json"))
    return int(json.loads(moves[-1].read_text(encoding="utf-8"))["generation"]) if moves else 1


def in_force(lake: Path, layer: str) -> Path:
    return lake / layer / "clickstream" / f"g{1 if layer == 'bronze' else generation(lake)}"


def rows(folder: Path, select: str) -> list[dict[str, Any]]:
    """What Delta's own reader, neither Spark nor Sluice, finds; the table is `t`."""
    answer = QueryBuilder().register("t", DeltaTable(str(folder))).execute(select).read_all()
    names = answer.schema.names
    return [
        dict(zip(names, values, strict=True)) for values in zip(*(answer[n].to_pylist() for n in names), strict=True)
    ]


def counts(lake: Path) -> dict[str, int]:
    return {layer: rows(in_force(lake, layer), "select count(*) as n from t")[0]["n"] for layer in LAYERS}


def test_the_report_has_the_lakes_own_numbers(installed: None, folder: Path, lake: Path) -> None:
    (dags_test,) = how_to.typed("airflow dags test ")
    how_to.type_in(folder, dags_test)
    reports = folder / ".sluice" / "reports"
    found = rows(reports / table.NAME, "select part, measure, value from t")
    values = {(row["part"], row["measure"]): row["value"] for row in found}
    counted = counts(lake)
    assert {layer: values["accounting", measure] for layer, measure in LAYERS.items()} == counted
    assert counted["silver"] == values["freshness", "silver_rows"] > 0
    assert values["accounting", "flushes_that_do_not_add_up"] == 0
    reasons = rows(in_force(lake, "quarantine"), "select reason, count(*) as n from t group by reason")
    reported = {measure: value for (part, measure), value in values.items() if part == "quarantine"}
    assert reported == {row["reason"]: row["n"] for row in reasons} != {}
    by_rule = how_to.asked_through_the_launcher("quarantine", "stats", "--lake", str(lake))
    assert sum(row["quarantined"] for row in by_rule) == counted["quarantine"]
    assert "Every flush adds up." in (reports / page.NAME).read_text(encoding="utf-8")


def test_every_table_is_maintained_by_a_task_of_its_own(dags: Dags, lake: Path) -> None:
    before = counts(lake)
    states = run(dags["table_maintenance"], {"lake": str(lake)})
    gold = len(list((lake / "gold").iterdir()))
    assert states["maintain"] == ["success"] * (len(LAYERS) + gold)
    assert counts(lake) == before
    for layer in LAYERS:
        folder = in_force(lake, layer)
        compacted = DeltaTable(str(folder))
        assert len(compacted.file_uris()) == max(1, len(compacted.partitions()))
        assert (folder / "_delta_log" / "_last_checkpoint").exists()


def test_an_equal_replay_is_put_in_force(dags: Dags, lake: Path) -> None:
    before = counts(lake)
    states = run(dags["replay"], {"dataset": "clickstream", "swap": True, "lake": str(lake)})
    assert {state for found in states.values() for state in found} == {"success"}
    assert generation(lake) == 2
    assert counts(lake) == before


def test_a_replay_that_differs_stays_out_of_force(dags: Dags, lake: Path, changed_definition: Path) -> None:
    conf = {"dataset": "clickstream", "definition": str(changed_definition), "swap": True, "lake": str(lake)}
    states = run(dags["replay"], conf)
    assert states["dry_run"] == ["success"]
    assert states["compare"] == ["failed"]
    assert states["swap"] == ["upstream_failed"]
    assert generation(lake) == 2


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

"""What the DAGs are made of, without running them."""

from __future__ import annotations

import copy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk.exceptions import ParamValidationError

from sluice_airflow import arguments
from tests import how_to

AIRFLOW = Path(__file__).resolve().parents[1]

EDGES = {
    "replay": {
        "commands": {"dry_run", "swap"},
        "dry_run": {"compare", "confirm"},
        "compare": {"is_swap_wanted"},
        "is_swap_wanted": {"swap"},
        "swap": {"confirm"},
        "confirm": set(),
    },
    "table_maintenance": {
        "question": {"tables"},
        "tables": {"commands"},
        "commands": {"maintain"},
        "maintain": set(),
    },
    "quality_report": {
        "question": {"tables"},
        "tables": {"queries"},
        "queries": {"accounting", "quarantine", "freshness"},
        "accounting": {"write_table", "write_page", "accounting_adds_up"},
        "quarantine": {"write_table", "write_page", "accounting_adds_up"},
        "freshness": {"write_table", "write_page", "accounting_adds_up"},
        "write_table": {"accounting_adds_up"},
        "write_page": {"accounting_adds_up"},
        "accounting_adds_up": set(),
    },
}


def test_every_dag_is_known_and_no_other(dags: dict[str, Any]) -> None:
    assert set(dags) == set(EDGES)


@pytest.mark.parametrize("name", EDGES)
def test_tasks_follow_one_another_as_drawn(dags: dict[str, Any], name: str) -> None:
    assert {task.task_id: task.downstream_task_ids for task in dags[name].tasks} == EDGES[name]


@pytest.mark.parametrize("name", EDGES)
def test_two_runs_never_overlap_and_missed_ones_stay_missed(dags: dict[str, Any], name: str) -> None:
    assert dags[name].max_active_runs == 1
    assert not dags[name].catchup


def test_a_swap_is_not_repeated_and_everything_else_is(dags: dict[str, Any]) -> None:
    retries = {task.task_id: task.retries for dag in dags.values() for task in dag.tasks}
    assert {name for name, count in retries.items() if count == 0} == {"swap"}


def test_each_table_is_maintained_by_a_task_of_its_own(dags: dict[str, Any]) -> None:
    assert dags["table_maintenance"].get_task("maintain").is_mapped


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("replay", {}),
        ("replay", {"dataset": "click stream"}),
        ("replay", {"dataset": "--yes"}),
        ("replay", {"dataset": "clickstream", "swap": "yes"}),
        ("replay", {"dataset": "clickstream", "max_differences": -1}),
        ("replay", {"dataset": "clickstream", "definition": ""}),
        ("table_maintenance", {"retain_hours": 0}),
        ("table_maintenance", {"vacuum": None}),
        ("quality_report", {"reports": ""}),
    ],
)
def test_parameters_that_make_no_sense_are_refused(dags: dict[str, Any], name: str, wrong: dict[str, Any]) -> None:
    params = copy.deepcopy(dags[name].params)
    with pytest.raises(ParamValidationError):
        params.update(wrong)
        params.validate()


def test_the_page_names_every_parameter_and_its_default(dags: dict[str, Any]) -> None:
    params = dags["replay"].params
    shown = how_to.parameters("replay")
    assert {*shown, "lake"} == set(params)
    assert shown.pop("dataset") == ""
    assert shown == {name: str(params[name]).lower() for name in shown}


def test_the_page_shows_what_the_dags_run() -> None:
    run = {"dataset": "clickstream", "definition": None, "lake": None, "vacuum": True, "retain_hours": 168}
    expected = [
        arguments.replay(run)["dry_run"],
        arguments.list_tables(run),
        *arguments.maintain(run, ["silver.clickstream"]),
    ]
    assert [shlex.split(line)[1:] for line in how_to.typed("./sluice ")[1:]] == expected


def test_parsing_starts_nothing_and_loads_nothing_heavy() -> None:
    program = """
import sys, pathlib, runpy
started = []
sys.addaudithook(lambda event, what: started.append(what[1]) if event == "subprocess.Popen" else None)
for dag in sorted(pathlib.Path("dags").glob("*.py")):
    runpy.run_path(str(dag))
# Airflow itself asks `file` what machine this is.
assert not [command for command in started if command[0] != "file"], started
heavy = {"deltalake", "boto3", "airflow.providers.amazon.aws.hooks.emr", "pandas"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=AIRFLOW)

"""Few files of many, checkpoints of the logs, no files that nobody needs: one task per table."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Param, dag, task

from sluice_airflow import arguments
from sluice_airflow.operator import SluiceOperator
from sluice_airflow.settings import DEFAULTS, START, TAGS, lake_param


@dag(
    schedule="0 3 * * *",
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=TAGS,
    doc_md=__doc__,
    params={
        "vacuum": Param(True, type="boolean", title="VACUUM", description="Delete files that nobody needs any more."),
        "retain_hours": Param(168, type="integer", minimum=1, title="Hours that VACUUM leaves files for"),
        "lake": lake_param(),
    },
)
def table_maintenance() -> None:
    @task
    def question(params: dict[str, Any]) -> list[str]:
        return arguments.list_tables(params)

    @task
    def commands(answer: dict[str, list[dict[str, str]]], params: dict[str, Any]) -> list[list[str]]:
        return arguments.maintain(params, arguments.names(answer))

    tables = SluiceOperator(task_id="tables", arguments=question())
    # One after the other: without a driver each needs the lake's lease, with one it works off one request at a time.
    SluiceOperator.partial(
        task_id="maintain", max_active_tis_per_dagrun=1, map_index_template="{{ task.arguments[1] }}"
    ).expand(arguments=commands(tables.output))


table_maintenance()

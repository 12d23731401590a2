"""Where the rows went, what was quarantined and why, how fresh the tables are: as a table and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowFailException
from airflow.sdk.types import DagRunProtocol

from sluice_airflow import arguments, page, quality, table
from sluice_airflow.command import REPOSITORY
from sluice_airflow.operator import SluiceOperator
from sluice_airflow.settings import DEFAULTS, START, TAGS, lake_param


@dag(
    schedule="@hourly",
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=TAGS,
    doc_md=__doc__,
    params={
        "reports": Param(
            str(REPOSITORY / ".sluice" / "reports"), type="string", minLength=1, title="Folder for table and page"
        ),
        "lake": lake_param(),
    },
)
def quality_report() -> None:
    @task
    def question(params: dict[str, Any]) -> list[str]:
        return arguments.list_tables(params)

    @task(multiple_outputs=True)
    def queries(answer: dict[str, list[dict[str, str]]], params: dict[str, Any]) -> dict[str, list[str]]:
        names = arguments.names(answer)
        return {
            "accounting": arguments.sql(params, quality.ACCOUNTING),
            "quarantine": arguments.sql(params, quality.quarantine_query(names)),
            "freshness": arguments.sql(params, quality.freshness_query(names)),
        }

    @task
    def write_table(answers: dict[str, quality.Answer], params: dict[str, Any], dag_run: DagRunProtocol) -> int:
        rows = quality.Report(**answers).rows()
        return table.write(Path(params["reports"]), dag_run.run_id, dag_run.run_after, rows)

    @task
    def write_page(answers: dict[str, quality.Answer], params: dict[str, Any], dag_run: DagRunProtocol) -> str:
        return str(page.write(Path(params["reports"]), dag_run.run_after, quality.Report(**answers)))

    @task
    def accounting_adds_up(answers: dict[str, quality.Answer]) -> None:
        unaccounted = quality.Report(**answers).unaccounted()
        if unaccounted:
            raise AirflowFailException(f"flushes do not add up: {', '.join(unaccounted)} (see `ledger`)")

    tables = SluiceOperator(task_id="tables", arguments=question())
    asked = queries(tables.output)
    answers: Any = {
        part: SluiceOperator(task_id=part, arguments=asked[part]).output
        for part in ("accounting", "quarantine", "freshness")
    }
    [write_table(answers), write_page(answers)] >> accounting_adds_up(answers)


quality_report()

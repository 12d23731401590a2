"""History again from bronze: made and compared first, put in force only if it differs no more than allowed."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowFailException

from sluice_airflow import arguments
from sluice_airflow.gate import differences, objections
from sluice_airflow.operator import SluiceOperator
from sluice_airflow.settings import DEFAULTS, START, TAGS, lake_param


@dag(
    schedule=None,
    start_date=START,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=TAGS,
    doc_md=__doc__,
    params={
        "dataset": Param(type="string", pattern="^[A-Za-z][A-Za-z0-9_]*$", title="Dataset"),
        "definition": Param(
            None,
            type=["null", "string"],
            minLength=1,
            title="Definition",
            description="A dataset file to replay with; without it, the definition in force.",
        ),
        "swap": Param(False, type="boolean", title="Put it in force", description="Otherwise only made and compared."),
        "max_differences": Param(
            0,
            type=["null", "integer"],
            minimum=0,
            title="Differences allowed",
            description="At most so many rows in one only, changed cells, changed verdicts, of each; null: any.",
        ),
        "lake": lake_param(),
    },
)
def replay() -> None:
    @task(multiple_outputs=True)
    def commands(params: dict[str, Any]) -> arguments.ReplayCommands:
        return arguments.replay(params)

    @task
    def compare(report: dict[str, Any], params: dict[str, Any]) -> dict[str, int]:
        found = objections(report, params["max_differences"])
        if found:
            raise AirflowFailException(f"generation {report['generation']} stays out of force: {'; '.join(found)}")
        return differences(report)

    @task.short_circuit
    def is_swap_wanted(params: dict[str, Any]) -> bool:
        return bool(params["swap"])

    @task
    def confirm(compared: dict[str, Any], swapped: dict[str, Any]) -> int:
        """A definition that changes between the two commands makes another generation, which nobody compared."""
        if swapped["generation"] != compared["generation"] or not swapped["swapped"]:
            raise AirflowFailException(
                f"compared was generation {compared['generation']}, put in force {swapped['generation']} "
                f"(swapped: {swapped['swapped']}); `sluice replay rollback {swapped['dataset']}` takes it back"
            )
        return int(swapped["generation"])

    prepared = commands()
    dry_run = SluiceOperator(task_id="dry_run", arguments=prepared["dry_run"])
    # A swap that may have happened is looked into by a person, not repeated.
    swap = SluiceOperator(task_id="swap", arguments=prepared["swap"], retries=0)
    compare(dry_run.output) >> is_swap_wanted() >> swap
    confirm(dry_run.output, swap.output)


replay()

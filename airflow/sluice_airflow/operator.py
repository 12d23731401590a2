"""The operator that the DAGs are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from airflow.sdk import BaseOperator, Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from sluice_airflow.command import Command, Outcome
from sluice_airflow.emr import EmrRun, EmrStep


class SluiceOperator(BaseOperator):
    """Runs `sluice` here, or Sluice's driver as an EMR step.

    :param arguments: (templated) of the command, such as `["maintain", "silver.clickstream", "--json"]`; with `emr`,
        those of the driver, such as `["--platform", "s3://…/platform.yaml", "s3://…/dataset.yaml"]`
    :param emr: the cluster to run on; None for this machine

    Here, stderr goes to the task's log line by line, and stdout is the result: parsed when `--json` is among the
    arguments, else as text. Exit codes 2, 3 and 5 (usage, invalid definition, quality gate) fail the task for good; all
    others (failed, dependency missing, fenced, a signal) fail the attempt, and `retries` decides.
    """

    template_fields: Sequence[str] = ("arguments",)

    def __init__(self, *, arguments: Sequence[str], emr: EmrStep | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.arguments = arguments
        self.emr = emr
        self._running: Command | EmrRun | None = None

    def execute(self, context: Context) -> Any:
        """Runs to the end and returns the result."""
        if self.emr is not None:
            step = EmrRun(self.emr)
            self._running = step
            return step.run(self.arguments)
        command = Command(self.arguments)
        self._running = command
        return self._result(command.run(lambda line: self.log.info("%s", line)))

    def on_kill(self) -> None:
        """Asks what runs to finish the step in hand and end."""
        if self._running is not None:
            self._running.terminate()

    def _result(self, outcome: Outcome) -> Any:
        if outcome.code != 0:
            kind = AirflowFailException if outcome.is_final else AirflowException
            raise kind(f"sluice {self.arguments[0]} ended with exit code {outcome.code}:\n{outcome.last_words}")
        if "--json" not in self.arguments:
            return outcome.out
        try:
            return outcome.json()
        except ValueError as not_json:
            raise AirflowException(f"sluice {self.arguments[0]} wrote no JSON: {outcome.out[:200]!r}") from not_json

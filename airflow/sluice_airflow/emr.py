"""The driver as a step of a running EMR cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DRIVER = "dev.sluice.lanes.Driver"
NAME = "sluice"


@dataclass(frozen=True)
class EmrStep:
    """Where a driver is to run.

    `jar` is what `sluice package` makes, on S3. `seconds_between_looks` times `looks` is how long a task waits for the
    end of the step; a driver that streams ends only when somebody stops it.
    """

    cluster_id: str
    jar: str
    aws_conn_id: str = "aws_default"
    seconds_between_looks: int = 30
    looks: int = 2880

    def request(self, arguments: Sequence[str]) -> dict[str, Any]:
        """The step for `AddJobFlowSteps`; `arguments` are the driver's: platform file, profile, dataset files."""
        submit = ["spark-submit", "--deploy-mode", "cluster", "--class", DRIVER, self.jar]
        return {
            "Name": NAME,
            "ActionOnFailure": "CONTINUE",
            "HadoopJarStep": {"Jar": "command-runner.jar", "Args": [*submit, *arguments]},
        }


class EmrRun:
    """One step, from its submission to its end."""

    def __init__(self, step: EmrStep) -> None:
        from airflow.providers.amazon.aws.hooks.emr import EmrHook

        self._step = step
        self._hook = EmrHook(aws_conn_id=step.aws_conn_id)
        self._step_id: str | None = None

    def run(self, arguments: Sequence[str]) -> dict[str, str]:
        """Adds the step and waits for its end; gives its ids.

        Raises `botocore.exceptions.WaiterError` when it fails, is cancelled or takes too long.
        """
        cluster = self._step.cluster_id
        steps = self._hook.add_job_flow_steps(cluster, [self._step.request(arguments)])
        self._step_id = steps[0]
        self._hook.get_conn().get_waiter("step_complete").wait(
            ClusterId=cluster,
            StepId=self._step_id,
            WaiterConfig={"Delay": self._step.seconds_between_looks, "MaxAttempts": self._step.looks},
        )
        return {"cluster_id": cluster, "step_id": self._step_id}

    def terminate(self) -> None:
        """Asks EMR to cancel the step with SIGTERM, on which a driver flushes and ends."""
        if self._step_id is not None:
            self._hook.get_conn().cancel_steps(
                ClusterId=self._step.cluster_id, StepIds=[self._step_id], StepCancellationOption="SEND_INTERRUPT"
            )

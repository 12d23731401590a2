"""What the operator makes of what a command or a cluster does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from botocore.exceptions import WaiterError

from sluice_airflow.command import Command
from sluice_airflow.emr import EmrStep
from sluice_airflow.operator import SluiceOperator

Script = Callable[[str], None]
NO_CONTEXT = Context()


def operator(*arguments: str, emr: EmrStep | None = None) -> SluiceOperator:
    return SluiceOperator(task_id="it", arguments=list(arguments), emr=emr)


def test_json_of_stdout_is_the_result(scripted: Script) -> None:
    scripted("""echo progress >&2; echo '{"arguments": "'"$*"'"}'""")
    assert operator("status", "--json").execute(NO_CONTEXT) == {"arguments": "status --json"}


def test_without_json_the_result_is_text(scripted: Script) -> None:
    scripted("echo Grüße")
    assert operator("status").execute(NO_CONTEXT) == "Grüße\n"


def test_stderr_is_said_line_by_line_as_it_comes(scripted: Script, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    scripted(f"echo one >&2; while [ ! -e {heard} ]; do sleep 0.01; done; echo '100 % two' >&2")
    lines: list[str] = []

    def listen(line: str) -> None:
        lines.append(line)
        heard.touch()

    Command(["status"]).run(listen)
    assert lines == ["one", "100 % two"]


@pytest.mark.parametrize("code", [2, 3, 5])
def test_what_would_fail_again_is_not_repeated(scripted: Script, code: int) -> None:
    scripted(f"echo 'SL-1001 it is wrong' >&2; exit {code}")
    with pytest.raises(AirflowFailException, match=f"exit code {code}:\nSL-1001"):
        operator("replay").execute(NO_CONTEXT)


@pytest.mark.parametrize("code", [1, 4, 6, 130])
def test_what_may_pass_is_left_to_retries(scripted: Script, code: int) -> None:
    scripted(f"exit {code}")
    with pytest.raises(AirflowException) as failure:
        operator("replay").execute(NO_CONTEXT)
    assert not isinstance(failure.value, AirflowFailException)


def test_a_command_that_a_signal_ended_is_left_to_retries(scripted: Script) -> None:
    scripted("kill -9 $$")
    with pytest.raises(AirflowException, match="exit code -9"):
        operator("replay").execute(NO_CONTEXT)


def test_stdout_that_is_no_json_fails(scripted: Script) -> None:
    scripted("echo oops")
    with pytest.raises(AirflowException, match="wrote no JSON: 'oops"):
        operator("status", "--json").execute(NO_CONTEXT)


def test_more_output_than_a_pipe_holds_blocks_nobody(scripted: Script) -> None:
    scripted("for i in $(seq 20000); do echo 0123456789; echo 0123456789 >&2; done")
    assert len(operator("sql").execute(NO_CONTEXT)) == 220_000


def test_killing_the_task_asks_the_command_to_end(scripted: Script, tmp_path: Path) -> None:
    began, ended = tmp_path / "began", tmp_path / "ended"
    scripted(f"trap 'touch {ended}; exit 143' TERM; touch {began}; while :; do sleep 0.05; done")
    it = operator("replay")
    failures: list[BaseException] = []
    running = threading.Thread(target=_catching, args=(it, failures))
    running.start()
    _wait_for(began.exists)
    it.on_kill()
    running.join(timeout=10)
    assert ended.exists()
    assert "exit code 143" in str(failures[0])


def test_killing_a_task_that_has_not_begun_does_nothing() -> None:
    operator("replay").on_kill()


def test_the_driver_runs_as_a_step_of_the_cluster(emr: Emr) -> None:
    emr.states = ["PENDING", "RUNNING", "COMPLETED"]
    result = operator("--platform", "s3://b/platform.yaml", "s3://b/dataset.yaml", emr=STEP).execute(NO_CONTEXT)
    assert result == {"cluster_id": "j-1", "step_id": "s-1"}
    (added,) = emr.asked("AddJobFlowSteps")
    assert added["JobFlowId"] == "j-1"
    assert added["Steps"][0]["ActionOnFailure"] == "CONTINUE"
    assert added["Steps"][0]["HadoopJarStep"] == {
        "Jar": "command-runner.jar",
        "Args": [
            *("spark-submit", "--deploy-mode", "cluster", "--class", "dev.sluice.lanes.Driver", "s3://b/sluice.jar"),
            *("--platform", "s3://b/platform.yaml", "s3://b/dataset.yaml"),
        ],
    }


def test_a_failed_step_fails_the_task(emr: Emr) -> None:
    emr.states = ["FAILED"]
    with pytest.raises(WaiterError):
        operator("--platform", "p", "d", emr=STEP).execute(NO_CONTEXT)


def test_killing_the_task_cancels_the_step_with_sigterm(emr: Emr) -> None:
    emr.states = ["COMPLETED"]
    it = operator("--platform", "p", "d", emr=STEP)
    it.execute(NO_CONTEXT)
    it.on_kill()
    assert emr.asked("CancelSteps") == [
        {"ClusterId": "j-1", "StepIds": ["s-1"], "StepCancellationOption": "SEND_INTERRUPT"}
    ]


STEP = EmrStep(cluster_id="j-1", jar="s3://b/sluice.jar", aws_conn_id="emr_stub", seconds_between_looks=0)


class Emr:
    """Answers as EMR does, by HTTP; a step goes through `states`, one at each look, and stays in the last."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.requests: list[tuple[str, dict[str, Any]]] = []

    def asked(self, action: str) -> list[dict[str, Any]]:
        return [body for name, body in self.requests if name == action]

    def answer(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        self.requests.append((action, body))
        if action == "AddJobFlowSteps":
            return {"StepIds": ["s-1"]}
        if action == "CancelSteps":
            return {"CancelStepsInfoList": [{"StepId": "s-1", "Status": "SUBMITTED"}]}
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return {"Step": {"Id": "s-1", "Status": {"State": state}}}


@pytest.fixture
def emr(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emr]:
    stub = Emr()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(stub.answer(self.headers["X-Amz-Target"].split(".")[1], body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        extra = {"endpoint_url": f"http://127.0.0.1:{server.server_port}", "region_name": "eu-central-1"}
        monkeypatch.setenv("AIRFLOW_CONN_EMR_STUB", json.dumps({"conn_type": "aws", "extra": extra}))
        yield stub
        server.shutdown()


def _catching(it: SluiceOperator, failures: list[BaseException]) -> None:
    try:
        it.execute(NO_CONTEXT)
    except BaseException as failure:
        failures.append(failure)


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)

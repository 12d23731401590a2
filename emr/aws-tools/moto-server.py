"""A pretended AWS for tests: moto's server on a free port, which is printed; ends with its standard input.

It differs from `moto_server` in three things. It takes one request at a time: moto looks whether an object is there and
makes it in two steps, where S3 does it in one. It knows EMR's CancelSteps, which moto does not. And a step ends when a
test says so: POST /_sluice/steps/<id>/<state>.
"""

import os
import sys
import threading
from datetime import datetime, timezone

from moto.core.responses import ActionResult
from moto.emr.models import emr_backends
from moto.emr.responses import ElasticMapReduceResponse
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

STEPS = "/_sluice/steps/"


def all_steps():
    for account in emr_backends.values():
        for backend in account.values():
            for cluster in backend.clusters.values():
                yield from cluster.steps


def end(step, state):
    step.state = state
    step.end_date_time = datetime.now(timezone.utc)


def cancel_steps(response):
    """As EMR does by default: only steps that have not begun can be cancelled."""
    asked = response._get_param("StepIds", [])
    answers = []
    for step in all_steps():
        if step.id in asked:
            pending = step.state == "PENDING"
            if pending:
                end(step, "CANCELLED")
            answers.append({"StepId": step.id, "Status": "SUBMITTED" if pending else "FAILED"})
    return ActionResult({"CancelStepsInfoList": answers})


def ending_steps(application):
    def answer(environ, start_response):
        path = environ["PATH_INFO"]
        if not path.startswith(STEPS):
            return application(environ, start_response)
        step_id, state = path[len(STEPS) :].split("/")
        found = [step for step in all_steps() if step.id == step_id]
        for step in found:
            end(step, state)
        start_response("200 OK" if found else "404 Not Found", [("Content-Length", "0")])
        return [b""]

    return answer


def end_with_standard_input():
    sys.stdin.read()
    os._exit(0)


ElasticMapReduceResponse.cancel_steps = cancel_steps
server = make_server(
    "127.0.0.1",
    0,
    ending_steps(DomainDispatcherApplication(create_backend_app)),
    threaded=False,
    request_handler=MotoRequestHandler,
)
threading.Thread(target=end_with_standard_input, daemon=True).start()
print(server.port, flush=True)
server.serve_forever()

"""The maintenance of a lake that a driver is writing to, started by Airflow."""

from __future__ import annotations

import json
from typing import Any

from airflow.models.xcom import XComModel
from airflow.utils.session import create_session

from tests import how_to
from tests.driver import AGGREGATES, LAYERS, Driver

WHERE_ROWS_WENT = """
select * from (
  select sum(read) as read, sum(good + duplicate + quarantined + filtered) as judged, bool_and(adds_up) as adds_up
  from ledger)
cross join (select count(*) as stored, count(distinct partition, offset) as different from bronze.clickstream)
"""


def test_the_driver_maintains_its_tables_and_no_row_is_lost(dags: dict[str, Any], driver: Driver) -> None:
    sending = driver.send(seconds=20)
    driver.wait_for_tables()
    before = driver.status()["driver"]["pid"]

    run = dags["table_maintenance"].test(run_conf={"lake": str(driver.lake)})

    assert {instance.state for instance in run.get_task_instances()} == {"success"}
    tables = [table for result in results(run, "maintain") for table in result["tables"]]
    names = [f"{layer}.clickstream" for layer in LAYERS] + [f"gold.{aggregate}" for aggregate in AGGREGATES]
    assert sorted(table["table"] for table in tables) == sorted(names)
    assert {table["done_by"] for table in tables} == {"driver"}
    after = driver.status()
    assert after["driver"]["pid"] == before
    assert {(lane["restarts"], lane["accounting_mismatches"]) for lane in after["lanes"]} == {(0, 0)}

    sent = sending.sent()
    driver.wait_for(lambda: driver.rows("bronze.clickstream") == sent)
    driver.stop()
    everything = {"read": sent, "judged": sent, "adds_up": True, "stored": sent, "different": sent}
    assert ask(driver, WHERE_ROWS_WENT) == [everything]


def results(run: Any, task: str) -> list[Any]:
    """What the mapped runs of a task gave back."""
    query = XComModel.get_many(run_id=run.run_id, task_ids=task, dag_ids=run.dag_id, key="return_value")
    with create_session() as session:
        return [XComModel.deserialize_value(one) for one in session.scalars(query)]


def ask(driver: Driver, query: str) -> Any:
    """What the lake answers."""
    return json.loads(how_to.type_in(driver.folder, f'./sluice sql "{query}" --engine spark --json'))

"""The Delta table of quality reports. This DAG is its only writer; it lies beside the lake, not in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sluice_airflow.quality import Row

NAME = "quality_report"


def write(folder: Path, run_id: str, reported_at: datetime, rows: list[Row]) -> int:
    """Puts the rows of a run in the place of those that an earlier attempt wrote; gives the table's version.

    Columns: `run_id`, `reported_at` (UTC), `dataset`, `part` (accounting, quarantine, freshness), `measure`, `value`.
    """
    # Imported here: the scheduler parses DAGs all the time and never writes.
    from arro3.core import Array, DataType, Table
    from deltalake import DeltaTable, write_deltalake

    text, number, instant = DataType.utf8(), DataType.int64(), DataType.timestamp("us", tz="UTC")
    micros = round(reported_at.timestamp() * 1_000_000)
    columns: dict[str, Any] = {
        "run_id": Array([run_id] * len(rows), type=text),
        # Arrays of instants cannot be made from Python's, only cast.
        "reported_at": Array([micros] * len(rows), type=number).cast(instant),
        "dataset": Array([row.dataset for row in rows], type=text),
        "part": Array([row.part for row in rows], type=text),
        "measure": Array([row.measure for row in rows], type=text),
        "value": Array([row.value for row in rows], type=number),
    }
    table = Table.from_pydict(columns)
    quoted = run_id.replace("'", "''")
    path = str(folder / NAME)
    if DeltaTable.is_deltatable(path):
        write_deltalake(path, table, mode="overwrite", predicate=f"run_id = '{quoted}'")
    else:
        write_deltalake(path, table)
    return DeltaTable(path).version()

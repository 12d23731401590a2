"""What is asked, and what is made of the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from arro3.core import Table
from deltalake import DeltaTable, QueryBuilder

from sluice_airflow import arguments, page, table
from sluice_airflow.gate import differences, objections
from sluice_airflow.quality import Report, Row, freshness_query, quarantine_query

QUERY = "select run_id, value from t order by value desc"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def report(**changed: Any) -> dict[str, Any]:
    equal = {"only_old": 0, "only_new": 0, "changed_cells": 0, "accounting_mismatches": 0, "verdicts": []}
    return {**equal, **changed}


def test_a_replay_without_difference_may_be_put_in_force() -> None:
    assert objections(report(), 0) == []


@pytest.mark.parametrize("count", ["only_old", "only_new", "changed_cells"])
def test_each_count_has_to_keep_within_what_is_allowed(count: str) -> None:
    assert objections(report(**{count: 3}), 3) == []
    assert objections(report(**{count: 4}), 3) == [f"{count} is 4, and at most 3 was allowed"]
    assert objections(report(**{count: 4}), None) == []


def test_changed_verdicts_count_even_if_no_row_of_silver_changes() -> None:
    changed = report(verdicts=[{"from": "BAD_ENCODING", "to": "MALFORMED", "rows": 2}, {"rows": 3}])
    assert differences(changed)["changed_verdicts"] == 5
    assert objections(changed, 4) == ["changed_verdicts is 5, and at most 4 was allowed"]


def test_counts_that_do_not_add_up_are_never_allowed() -> None:
    assert objections(report(accounting_mismatches=1), None) == ["1 slices whose counts do not add up"]


def test_a_replay_is_asked_for_twice_and_swaps_once() -> None:
    params = {"dataset": "clicks", "definition": "new rules.yaml", "lake": None}
    asked = arguments.replay(params)
    assert asked["dry_run"] == ["replay", "clicks", "--definition", "new rules.yaml", "--no-swap", "--json"]
    assert asked["swap"] == ["replay", "clicks", "--definition", "new rules.yaml", "--yes", "--json"]


def test_a_table_is_vacuumed_only_on_request() -> None:
    params = {"vacuum": False, "retain_hours": 168, "lake": "/a lake"}
    assert arguments.maintain(params, ["silver.clicks"]) == [
        ["maintain", "silver.clicks", "--optimize", "--checkpoint", "--lake", "/a lake", "--json"]
    ]
    assert "--vacuum" in arguments.maintain({**params, "vacuum": True}, ["silver.clicks"])[0]


def test_the_names_of_tables_are_those_in_the_list() -> None:
    assert arguments.list_tables({"lake": "/a lake"}) == ["maintain", "--list", "--lake", "/a lake", "--json"]
    assert arguments.names({"tables": [{"table": "silver.a"}, {"table": "gold.b"}]}) == ["silver.a", "gold.b"]


def test_queries_take_the_tables_of_their_layer() -> None:
    tables = ["silver.a", "quarantine.a", "silver.b"]
    assert freshness_query(tables).count("from silver.") == 2
    assert quarantine_query(tables).count("from quarantine.`a`") == 1
    assert quarantine_query(["silver.a"]) == "select '' as dataset where false"


ACCOUNTED = {"dataset": "a", "flushes": 2, "read": 9, "flushes_that_do_not_add_up": 0, "last_flush": "2026"}
REPORT = Report(
    accounting=[ACCOUNTED],
    quarantine=[{"dataset": "a", "reason": "MAL<FORMED>", "quarantined": 3, "first_at": "2026"}],
    freshness=[{"dataset": "a", "silver_rows": 0, "newest_event": None, "seconds": None}],
)


def test_every_number_becomes_a_row_and_nothing_else() -> None:
    assert REPORT.rows() == [
        Row("a", "accounting", "flushes", 2),
        Row("a", "accounting", "read", 9),
        Row("a", "accounting", "flushes_that_do_not_add_up", 0),
        Row("a", "quarantine", "MAL<FORMED>", 3),
        Row("a", "freshness", "silver_rows", 0),
    ]


def test_a_flush_that_does_not_add_up_is_named() -> None:
    assert REPORT.unaccounted() == []
    assert Report([{**ACCOUNTED, "flushes_that_do_not_add_up": 1}], [], []).unaccounted() == ["a"]


def test_a_second_attempt_replaces_the_rows_of_the_first(tmp_path: Path) -> None:
    run = "it's 2026-11-21T12:00:00+00:00"
    table.write(tmp_path, "another run", NOON, [Row("a", "p", "m", 7)])
    table.write(tmp_path, run, NOON, [Row("a", "p", "m", 1), Row("a", "p", "n", 2)])
    table.write(tmp_path, run, NOON, [Row("a", "p", "m", 3)])
    assert _values(tmp_path) == [("another run", 7), (run, 3)]


def test_the_table_is_one_that_every_engine_reads(tmp_path: Path) -> None:
    table.write(tmp_path, "run", NOON, [Row("a", "p", "m", 1)])
    protocol = DeltaTable(str(tmp_path / table.NAME)).protocol()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)


def test_the_page_shows_what_was_answered_and_no_markup_of_others(tmp_path: Path) -> None:
    text = page.write(tmp_path / "reports", NOON, REPORT).read_text(encoding="utf-8")
    assert "Every flush adds up." in text
    assert "MAL&lt;FORMED&gt;" in text
    assert [path.name for path in (tmp_path / "reports").iterdir()] == [page.NAME]


def _values(folder: Path) -> list[tuple[str, int]]:
    rows = Table.from_arrow(
        QueryBuilder().register("t", DeltaTable(str(folder / table.NAME))).execute(QUERY).read_all()
    )
    return list(zip(rows["run_id"].to_pylist(), rows["value"].to_pylist(), strict=True))

"""The quality report: what to ask the lake, and the answers as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Answer = list[dict[str, Any]]

ACCOUNTING = """
select dataset, count(*) as flushes, sum(read) as read, sum(good) as good, sum(duplicate) as duplicate,
  sum(quarantined) as quarantined, sum(filtered) as filtered, sum(late) as late,
  count_if(not adds_up) as flushes_that_do_not_add_up, max(committed_at) as last_flush
from ledger group by dataset order by dataset
""".strip()
UNACCOUNTED = "flushes_that_do_not_add_up"

_QUARANTINE = """
select '{name}' as dataset, reason, count(*) as quarantined, min(quarantined_at) as first_at,
  max(quarantined_at) as last_at
from {table} where coalesce(state, 'open') = 'open' group by reason
""".strip()

_FRESHNESS = """
select '{name}' as dataset, count(*) as silver_rows, max(event_time) as newest_event, max(arrived_at) as newest_arrival,
  timestampdiff(SECOND, max(arrived_at), current_timestamp()) as seconds
from {table}
""".strip()

_NOTHING = "select '' as dataset where false"


class Row(NamedTuple):
    """One number of a report, such as `clickstream, quarantine, MALFORMED, 18`."""

    dataset: str
    part: str
    measure: str
    value: int


@dataclass(frozen=True)
class Report:
    """The answers to the three questions, one object per row."""

    accounting: Answer
    quarantine: Answer
    freshness: Answer

    def rows(self) -> list[Row]:
        """Every number of the report, unless nothing is known (a dataset without rows has no age)."""
        return [
            *_numbers("accounting", self.accounting),
            *(Row(row["dataset"], "quarantine", row["reason"], row["quarantined"]) for row in self.quarantine),
            *_numbers("freshness", self.freshness),
        ]

    def unaccounted(self) -> list[str]:
        """The datasets with a flush whose counts do not add up."""
        return [row["dataset"] for row in self.accounting if row[UNACCOUNTED]]


def quarantine_query(tables: Iterable[str]) -> str:
    """Counts by dataset and reason, over the quarantine tables among `tables`."""
    return _union(_QUARANTINE, "quarantine", tables)


def freshness_query(tables: Iterable[str]) -> str:
    """How far each dataset has come, over the silver tables among `tables`."""
    return _union(_FRESHNESS, "silver", tables)


def _union(query: str, layer: str, tables: Iterable[str]) -> str:
    split = [table.split(".", 1) for table in tables]
    parts = [query.format(name=name, table=f"{layer}.`{name}`") for found, name in split if found == layer]
    return "\nunion all\n".join(parts) or _NOTHING


def _numbers(part: str, answer: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [
        Row(row["dataset"], part, measure, value)
        for row in answer
        for measure, value in row.items()
        if isinstance(value, int)
    ]

"""Whether what a replay made may be put in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COUNTS = ("only_old", "only_new", "changed_cells")


def differences(report: Mapping[str, Any]) -> dict[str, int]:
    """What differs between the generation in force and the one made, from the JSON of `sluice replay`."""
    counts = {name: int(report[name]) for name in COUNTS}
    counts["changed_verdicts"] = sum(int(change["rows"]) for change in report["verdicts"])
    return counts


def objections(report: Mapping[str, Any], max_differences: int | None) -> list[str]:
    """Why not to swap, or nothing. `max_differences` bounds each count; None lets any pass."""
    found = []
    if report["accounting_mismatches"]:
        found.append(f"{report['accounting_mismatches']} slices whose counts do not add up")
    if max_differences is not None:
        found += [
            f"{name} is {count}, and at most {max_differences} was allowed"
            for name, count in differences(report).items()
            if count > max_differences
        ]
    return found

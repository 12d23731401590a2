"""What all DAGs of Sluice have in common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Param

START = datetime(2026, 1, 1, tzinfo=UTC)
TAGS = ["sluice"]
DEFAULTS: dict[str, Any] = {"retries": 2, "retry_delay": timedelta(minutes=1)}


def lake_param() -> Param:
    """Which lake a run is about."""
    return Param(
        None, type=["null", "string"], minLength=1, title="Lake", description="Root folder; without it, .sluice/lake."
    )

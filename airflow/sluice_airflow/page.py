"""The quality report as a page for people."""

from __future__ import annotations

import os
from datetime import datetime
from html import escape
from pathlib import Path

from sluice_airflow.quality import Answer, Report

NAME = "quality_report.html"

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Quality report</title>
<style>
  body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }}
  table {{ border-collapse: collapse; }}
  th, td {{ border-bottom: 1px solid #ccc; padding: .2rem .8rem .2rem 0; text-align: left; }}
</style>
<h1>Quality report</h1>
<p>{reported_at}. {verdict}</p>
<h2>Where the rows went</h2>
{accounting}
<h2>Quarantine by reason</h2>
{quarantine}
<h2>Freshness</h2>
{freshness}
</html>
"""


def write(folder: Path, reported_at: datetime, report: Report) -> Path:
    """Puts the page in the place of the one before, in one step."""
    unaccounted = report.unaccounted()
    text = _PAGE.format(
        reported_at=reported_at.isoformat(timespec="seconds"),
        verdict=f"Flushes do not add up: {escape(', '.join(unaccounted))}" if unaccounted else "Every flush adds up.",
        accounting=_table(report.accounting),
        quarantine=_table(report.quarantine),
        freshness=_table(report.freshness),
    )
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / NAME
    draft = page.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, page)
    return page


def _table(answer: Answer) -> str:
    if not answer:
        return "<p>None.</p>"
    head = "".join(f"<th>{escape(column)}" for column in answer[0])
    body = "".join("<tr>" + "".join(f"<td>{_cell(value)}" for value in row.values()) + "\n" for row in answer)
    return f"<table>\n<tr>{head}\n{body}</table>"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else escape(str(value))

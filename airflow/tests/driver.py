"""`sluice up` in a work folder of its own, with clicks coming in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import how_to

LAYERS = ("bronze", "silver", "quarantine")
AGGREGATES = ("sales_by_country_1m", "views_by_page_1m")
LIMIT_SECONDS = 120


@dataclass(frozen=True)
class Driver:
    """A stack that runs until it is asked to stop."""

    folder: Path
    up: subprocess.Popen[bytes]

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Driver]:
        """Starts it, and stops it at the end, whatever happened."""
        folder = Path(tempfile.mkdtemp(prefix="sluice driver "))
        how_to.work_folder(folder)
        with (folder / "up.log").open("wb") as log:
            command = ["./sluice", "up", "examples/clickstream/dataset.yaml"]
            up = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            running = cls(folder, up)
            try:
                running.wait_for(lambda: "lanes start" in running.log())
                yield running
            finally:
                running.stop()
                shutil.rmtree(folder, ignore_errors=True)

    @property
    def lake(self) -> Path:
        """The root folder of its lake."""
        return self.folder / ".sluice" / "lake"

    def log(self) -> str:
        """What `up` has said so far."""
        return (self.folder / "up.log").read_text(encoding="utf-8", errors="replace")

    def send(self, seconds: int) -> Sending:
        """Begins to send clicks."""
        command = ["./sluice", "generate", "clickstream", "--rate", "100", "--seconds", str(seconds)]
        return Sending(subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE))

    def wait_for_tables(self) -> None:
        """Waits until each table has its first commit."""
        tables = [f"{layer}/clickstream" for layer in LAYERS] + [f"gold/{aggregate}" for aggregate in AGGREGATES]
        commit = "_delta_log/00000000000000000001.json"
        self.wait_for(lambda: all((self.lake / table / "g1" / commit).exists() for table in tables))

    def status(self) -> Any:
        """What `sluice status` says."""
        return json.loads(how_to.type_in(self.folder, "./sluice status --json"))

    def rows(self, stage: str) -> int:
        """How many rows a stage has written."""
        return next((int(shown["rows"]) for shown in self.status()["stages"] if shown["stage"] == stage), 0)

    def stop(self) -> None:
        """Has it finish and flush what it has, and waits for its end."""
        if self.up.poll() is None:
            how_to.type_in(self.folder, "./sluice down")
        self.up.wait(timeout=LIMIT_SECONDS)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Waits until something holds, as long as the stack runs."""
        end = time.monotonic() + LIMIT_SECONDS
        while not condition():
            assert self.up.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.1)


@dataclass(frozen=True)
class Sending:
    """A generator at work."""

    process: subprocess.Popen[bytes]

    def sent(self) -> int:
        """Waits for its end; gives how many events Kafka has."""
        out, _ = self.process.communicate(timeout=LIMIT_SECONDS)
        found = re.search(r"sent ([\d,]+) events", out.decode())
        assert self.process.returncode == 0 and found, out
        return int(found.group(1).replace(",", ""))

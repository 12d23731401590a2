"""The `sluice` command as a child process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).absolute().parents[2]
WORDS_KEPT = 20


class ExitCode(IntEnum):
    """Exit codes of every command: a contract of `docs/reference/commands.md`."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INVALID_DEFINITION = 3
    DEPENDENCY_MISSING = 4
    QUALITY_GATE_FAILED = 5
    FENCED = 6


# Trying again changes nothing about these.
FINAL = frozenset({ExitCode.USAGE, ExitCode.INVALID_DEFINITION, ExitCode.QUALITY_GATE_FAILED})


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code (negative: the signal that ended it), its stdout, its last lines of stderr."""

    code: int
    out: str
    last_words: str

    @property
    def is_final(self) -> bool:
        """Whether the same command would fail again."""
        return self.code in FINAL

    def json(self) -> Any:
        """What stdout says.

        Raises `ValueError` when it is not JSON.
        """
        return json.loads(self.out)


def sluice_command() -> str:
    """The launcher: `SLUICE_COMMAND`, or else the one of this repository."""
    return os.environ.get("SLUICE_COMMAND") or str(REPOSITORY / "sluice")


class Command:
    """One run of `sluice`. `terminate` may be called from another thread or a signal handler."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = [sluice_command(), *arguments]
        self._process: subprocess.Popen[str] | None = None

    def run(self, say: Callable[[str], None]) -> Outcome:
        """Runs it to its end; `say` is given each line of stderr as it comes."""
        with subprocess.Popen(
            self._arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            # A group of its own: a signal then reaches what the launcher has started too.
            start_new_session=True,
        ) as process:
            self._process = process
            assert process.stdout is not None and process.stderr is not None
            last_words: deque[str] = deque(maxlen=WORDS_KEPT)
            reader = threading.Thread(target=_read_lines, args=(process.stderr, say, last_words))
            reader.start()
            try:
                out = process.stdout.read()
                process.wait()
            except BaseException:
                self.terminate()
                raise
            finally:
                reader.join()
            return Outcome(process.returncode, out, "\n".join(last_words))

    def terminate(self) -> None:
        """Sends SIGTERM, on which Sluice finishes the step in hand. Does nothing when it does not run."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)


def _read_lines(lines: Any, say: Callable[[str], None], last_words: deque[str]) -> None:
    for line in lines:
        say(line.rstrip())
        last_words.append(line.rstrip())

"""What `docs/how-to/airflow.md` tells a reader, and a work folder to type it in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "how-to" / "airflow.md").read_text(encoding="utf-8")
BUILD = REPOSITORY / ".sluice" / "build"

# Left out: the environment is there already, and a server would run for ever.
NOT_TYPED = ("python3.11 -m venv ", "airflow standalone")


def typed(start: str) -> list[str]:
    """The lines of the page's shell blocks that begin so, in their order."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(start) and not line.startswith(NOT_TYPED)]


def parameters(dag: str) -> dict[str, str]:
    """What the page's table says of a DAG's parameters: default by name."""
    table = PAGE.split(f"Parameters of `{dag}`:", 1)[1].split("\n\n")[1]
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) ?\|", table, re.MULTILINE))


def work_folder(folder: Path) -> None:
    """Makes of an empty folder what a clone looks like to who types the page, with a `.sluice` of its own."""
    for borrowed in ("airflow", "examples", "local-kafka"):
        (folder / borrowed).symlink_to(REPOSITORY / borrowed)
    (folder / ".sluice").mkdir()
    (folder / ".sluice" / "airflow").symlink_to(sys.prefix)
    java = Path(os.environ["JAVA_17_HOME"], "bin", "java")
    launcher = folder / "sluice"
    launcher.write_text(
        f"""#!/bin/sh
exec "{java}" -Xmx1536m -XX:+UseSerialGC "-XX:SharedArchiveFile={BUILD / "sluice.jsa"}" -Xlog:disable \\
  "@{BUILD / "java.args"}" "-Dsluice.home={folder}" dev.sluice.cli.Main "$@"
""",
        encoding="utf-8",
    )
    launcher.chmod(0o755)


def exported(folder: Path) -> dict[str, str]:
    """What the page's exports make of the variables they name."""
    exports = typed("export ")
    names = re.findall(r" (\w+)=", "\n".join(exports))
    values = type_in(folder, "\n".join([*exports, *(f'printf "%s\\0" "${name}"' for name in names)])).split("\0")
    return dict(zip(names, values, strict=False))


def type_in(folder: Path, line: str) -> str:
    """Types a line in a folder and gives what it wrote to stdout; what it wrote to stderr is shown when it fails."""
    done = subprocess.run(["bash", "-euc", line], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{line}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def asked_through_the_launcher(*words: str) -> Any:
    """What a query answers in the memory that the real launcher gives it."""
    command = [str(REPOSITORY / "sluice"), *words, "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)

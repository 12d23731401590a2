"""A home for Airflow, and a lake made by the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

AIRFLOW = Path(__file__).resolve().parents[1]
REPOSITORY = AIRFLOW.parent

# Airflow reads them when it is imported.
_HOME = tempfile.mkdtemp(prefix="sluice-airflow-")
os.environ.update(
    AIRFLOW_HOME=_HOME,
    AIRFLOW__CORE__DAGS_FOLDER=str(AIRFLOW / "dags"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__UNIT_TEST_MODE="False",
    AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS="False",
    AIRFLOW__LOGGING__BASE_LOG_FOLDER=str(Path(_HOME, "logs")),
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-central-1",
    SLUICE_BUILD="never",
)


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def dags() -> dict[str, Any]:
    """The DAGs by their names, in an Airflow whose database knows them."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
    from airflow.utils.db import initdb

    initdb()
    DagBundlesManager().sync_bundles_to_db()
    bag = DagBag(AIRFLOW / "dags", bundle_path=AIRFLOW / "dags", bundle_name="dags-folder")
    assert bag.import_errors == {}
    sync_bag_to_db(bag, "dags-folder", None)
    return dict(bag.dags)


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A lake of a few thousand clicks, made by `sluice demo` in a home of its own."""
    home = tmp_path_factory.mktemp("a home")
    for borrowed in ("examples", "local-kafka"):
        (home / borrowed).symlink_to(REPOSITORY / borrowed)
    java = Path(os.environ["JAVA_17_HOME"], "bin", "java")
    build = REPOSITORY / ".sluice" / "build"
    subprocess.run(
        [
            *(java, "-Xmx1536m", f"-XX:SharedArchiveFile={build / 'sluice.jsa'}", "-Xlog:disable"),
            *(f"@{build / 'java.args'}", f"-Dsluice.home={home}", "dev.sluice.cli.Main"),
            *("demo", "--seconds", "5", "--keep", "--json"),
        ],
        check=True,
        cwd=home,
        stdout=subprocess.DEVNULL,
    )
    yield home / ".sluice" / "lake"


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of `sluice`."""

    def script(text: str) -> None:
        command = tmp_path / "sluice"
        command.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        command.chmod(0o755)
        monkeypatch.setenv("SLUICE_COMMAND", str(command))

    return script


@pytest.fixture(scope="session")
def changed_definition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clickstream with a stricter rule."""
    example = REPOSITORY / "examples" / "clickstream"
    folder = tmp_path_factory.mktemp("changed rules")
    shutil.copy(example / "click.schema.json", folder)
    text = (example / "dataset.yaml").read_text(encoding="utf-8")
    assert "price >= 0" in text
    changed = folder / "dataset.yaml"
    changed.write_text(text.replace("price >= 0", "price >= 20"), encoding="utf-8")
    return changed

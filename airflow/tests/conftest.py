"""A home for Airflow, and a lake made by the real command, both as the how-to page says."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import how_to
from tests.driver import Driver

FOLDER = Path(tempfile.mkdtemp(prefix="sluice airflow "))
how_to.work_folder(FOLDER)
# Airflow reads them when it is imported.
os.environ.update(
    how_to.exported(FOLDER),
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-central-1",
    SLUICE_BUILD="never",
    # On a small lake nothing lives long enough for the optimizing compiler.
    JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1",
)


def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where the page's commands are typed."""
    return FOLDER


@pytest.fixture(scope="session")
def installed(folder: Path) -> None:
    """An Airflow with the locked versions, and its database."""
    (install,) = how_to.typed(".sluice/airflow/bin/pip ")
    how_to.type_in(folder, f"{install} --no-index")
    (migrate,) = how_to.typed("airflow db ")
    how_to.type_in(folder, migrate)


@pytest.fixture(scope="session")
def dags(installed: None) -> dict[str, Any]:
    """The DAGs by their names."""
    from airflow.dag_processing.dagbag import DagBag

    dags = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    bag = DagBag(dags, bundle_path=dags, bundle_name="dags-folder")
    assert bag.import_errors == {}
    return dict(bag.dags)


@pytest.fixture(scope="session")
def lake(folder: Path) -> Path:
    """A lake of a few thousand clicks."""
    (demo,) = how_to.typed("./sluice demo ")
    how_to.type_in(folder, demo)
    return folder / ".sluice" / "lake"


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    """A driver that streams the clickstream, on a lake and a Kafka of its own."""
    with Driver.started() as running:
        yield running


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
    example = how_to.REPOSITORY / "examples" / "clickstream"
    folder = tmp_path_factory.mktemp("changed rules")
    shutil.copy(example / "click.schema.json", folder)
    text = (example / "dataset.yaml").read_text(encoding="utf-8")
    assert "price >= 0" in text
    changed = folder / "dataset.yaml"
    changed.write_text(text.replace("price >= 0", "price >= 20"), encoding="utf-8")
    return changed

"""The sample case over HTTP: the real application in process, on a real data directory."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.archive import Archive, Deposit, initialise, open_archive
from loaders.batch import Batch, read_batch
from server import Settings, create_app

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LOADED_AT = 1_757_200_000
"""2025-09-06, the day after the newer of the two reports speaks of."""


def load(data: Path, *names: str, at: int = LOADED_AT) -> Archive:
    """Load these reports of the sample case into `data`, making it when it is absent."""
    archive = open_archive(data) if data.exists() else initialise(data)
    paths = [SAMPLE / f"{name}.txt" for name in names]
    items = read_batch(Batch(paths, [SAMPLE / f"{name}.annotations.json" for name in names]))
    archive.load([Deposit(item.read.content, item.document.content) for item in items], at=at)
    return archive


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with both reports; nobody writes to it."""
    data = tmp_path_factory.mktemp("sample") / "data"
    load(data, "courier", "dispatch")
    return data


@pytest.fixture(scope="session")
def client(sample: Path) -> TestClient:
    """Return a client of the sample case."""
    return TestClient(create_app(Settings(data=sample)))

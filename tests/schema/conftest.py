"""The sample case as the schema sees it, without HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.archive import Deposit, initialise
from graph.decisions import NONE
from graph.plain import open_plain
from graph.states import Past, States
from loaders.batch import Batch, read_batch
from schema import Context, execute

if TYPE_CHECKING:
    from graph.view import View

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


class Asker:
    """Asks one view. Calling it returns the data of an answer without errors; `errors` returns those of one with."""

    def __init__(self, view: View, states: States | None = None) -> None:
        self.view = view
        self.states = states

    def response(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the whole response object."""
        return execute(query, Context(self.view, "0.0.0", states=self.states), variables).response

    def __call__(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data of an answer that has no errors."""
        response = self.response(query, **variables)
        assert "errors" not in response, response["errors"]
        found: dict[str, Any] = response["data"]
        return found

    def errors(self, query: str, **variables: object) -> list[dict[str, Any]]:
        """Return the errors of an answer that has some."""
        found: list[dict[str, Any]] = self.response(query, **variables)["errors"]
        return found

    def codes(self, query: str, **variables: object) -> list[str]:
        """Return the code of each error of an answer that has some."""
        return [error["extensions"]["code"] for error in self.errors(query, **variables)]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Return how to ask the sample case."""
    archive = initialise(tmp_path_factory.mktemp("sample") / "data")
    items = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive.load([Deposit(item.read.content, item.document.content) for item in items], at=1_757_200_000)
    view = open_plain(archive, archive.current())
    return Asker(view, States(Past.of(archive), archive.current(), NONE, view))

"""The examples of `docs/examples`: three questions over the sample case, with the answers that the service gives.

`.venv/bin/python tests/test_examples.py` writes the answers anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from cli import main
from graph.archive import open_archive
from graph.indexed import open_view
from schema import Context, execute
from server import VERSION

if TYPE_CHECKING:
    from graph.view import View

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
QUESTIONS = sorted(file.stem for file in EXAMPLES.glob("*.graphql"))


def sample(folder: Path) -> View:
    """Return the sample case, loaded into `folder`."""
    assert main(["--data", str(folder), "--json", "demo", "--no-serve"]) == 0
    archive = open_archive(folder)
    return open_view(archive, archive.current())


def answer(view: View, name: str) -> dict[str, Any]:
    """Return the answer to an example, without what it cost."""
    variables = EXAMPLES / f"{name}.variables.json"
    given = json.loads(variables.read_text("utf-8")) if variables.exists() else None
    response = execute((EXAMPLES / f"{name}.graphql").read_text("utf-8"), Context(view, VERSION), given).response
    assert "errors" not in response, response
    return {"data": response["data"]}


def written(found: dict[str, Any]) -> str:
    """Return an answer as it stands in its file."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return sample(tmp_path_factory.mktemp("examples") / "data")


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_example_has_the_answer_that_is_given_today(view: View, name: str) -> None:
    assert (EXAMPLES / f"{name}.json").read_text("utf-8") == written(answer(view, name))


def test_there_is_an_example_for_each_of_the_three_users() -> None:
    assert QUESTIONS == ["app", "fact-checker", "researcher"]
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f"({name}.graphql)" in page and f"({name}.json)" in page for name in QUESTIONS)


def test_a_path_in_words_names_subject_property_object_day_and_claimant_of_each_hop(view: View) -> None:
    (edge,) = answer(view, "researcher")["data"]["paths"]["edges"]
    told = edge["node"]["sentence"].split("; ")
    assert len(told) == len(edge["node"]["hops"]) == 3
    for words, hop in zip(told, edge["node"]["hops"], strict=True):
        step = " – ".join((hop["from"]["name"], hop["property"]["label"], hop["to"]["name"]))
        day = f", “{hop['when']['sourceText']['text']}”" if hop["when"] else ""
        assert words == f"{step}{day} (says {hop['claims'][0]['claimant']['name']})"
    assert [hop["when"] and hop["when"]["display"] for hop in edge["node"]["hops"]] == [None, "summer 2020", None]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        shown = sample(Path(folder) / "data")
        for question in QUESTIONS:
            (EXAMPLES / f"{question}.json").write_text(written(answer(shown, question)), "utf-8")

"""The examples of `docs/examples`: three questions over the sample case, with the answers that the service gives.

`.venv/bin/python tests/test_examples.py` writes the answers anew.
"""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from cli import main
from tests.web.conftest import load

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
QUESTIONS = sorted(file.stem for file in EXAMPLES.glob("*.graphql"))


def answer(data: Path, name: str) -> dict[str, Any]:
    """Return the answer to an example, without what it cost."""
    variables, seen = EXAMPLES / f"{name}.variables.json", StringIO()
    given = ["--variables", variables.read_text("utf-8")] if variables.exists() else []
    with redirect_stdout(seen):
        assert main(["--data", str(data), "query", str(EXAMPLES / f"{name}.graphql"), *given]) == 0
    return {"data": json.loads(seen.getvalue())["data"]}


def written(found: dict[str, Any]) -> str:
    """Return an answer as it stands in its file."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "data"
    load(folder, "courier", "dispatch")
    return folder


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_example_has_the_answer_that_is_given_today(data: Path, name: str) -> None:
    assert (EXAMPLES / f"{name}.json").read_text("utf-8") == written(answer(data, name))


def test_there_is_an_example_for_each_of_the_three_users() -> None:
    assert QUESTIONS == ["app", "fact-checker", "researcher"]
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f"({name}.graphql)" in page and f"({name}.json)" in page for name in QUESTIONS)


def test_a_path_in_words_names_subject_property_object_day_and_claimant_of_each_hop(data: Path) -> None:
    (edge,) = answer(data, "researcher")["data"]["paths"]["edges"]
    told = edge["node"]["sentence"].split("; ")
    assert len(told) == len(edge["node"]["hops"]) == 3
    for words, hop in zip(told, edge["node"]["hops"], strict=True):
        step = " – ".join((hop["from"]["name"], hop["property"]["label"], hop["to"]["name"]))
        day = f", “{hop['when']['sourceText']['text']}”" if hop["when"] else ""
        assert words == f"{step}{day} (says {hop['claims'][0]['claimant']['name']})"
    assert [hop["when"] and hop["when"]["display"] for hop in edge["node"]["hops"]] == [None, "summer 2020", None]


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        load(Path(temporary) / "data", "courier", "dispatch")
        for question in QUESTIONS:
            shown = written(answer(Path(temporary) / "data", question))
            (EXAMPLES / f"{question}.json").write_text(shown, "utf-8")

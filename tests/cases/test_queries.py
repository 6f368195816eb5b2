"""The cases of `queries/`: a question, and the whole answer that the sources give to it.

The answers were written from the texts and their annotations, and nothing here writes them anew. A case is
`queries/<set>/<question>.graphql` with `.json` (the response) or `.csv` (the body) beside it.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from server import Settings, create_app
from tests.cases.sets import NEEDS_SHARED, SETS, SHARED, built

if TYPE_CHECKING:
    from collections.abc import Callable


QUERIES = Path(__file__).parent / "queries"
CASES = sorted(str(file.relative_to(QUERIES).with_suffix("")) for file in QUERIES.rglob("*.graphql"))
FEATURES = tuple((QUERIES / "features.txt").read_text("utf-8").split())


class NotThereYetError(Exception):
    """The schema has no such field, argument or value."""


def listed(name: str) -> dict[str, str]:
    """Return the cases that a file lists, each with the reason."""
    lines = (QUERIES / name).read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {case: reason for case, _, reason in pairs}


AWAITED, FAULTY = listed("awaited.txt"), listed("faulty.txt")


def marked(case: str) -> Any:  # noqa: ANN401 - pytest does not name the type
    """Return a case with what is known of it: that its field is awaited, or that the code is at fault."""
    marks = [pytest.mark.shared] if case.split("/", maxsplit=1)[0] in NEEDS_SHARED else []
    if case in AWAITED:
        marks.append(pytest.mark.xfail(raises=NotThereYetError, strict=True, reason="the field is awaited"))
    if case in FAULTY:
        marks.append(pytest.mark.xfail(raises=AssertionError, strict=True, reason=FAULTY[case]))
    return pytest.param(case, marks=marks, id=case)


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], TestClient]:
    """Return what gives a client of a set; each set is built once."""
    folder, clients = tmp_path_factory.mktemp("sets"), dict[str, TestClient]()

    def of(name: str) -> TestClient:
        if name in NEEDS_SHARED and not SHARED.is_dir():
            pytest.skip("the case files are not beside this checkout")
        if name not in clients:
            clients[name] = TestClient(create_app(Settings(data=built(name, folder))))
        return clients[name]

    return of


def answer(client: TestClient, query: str) -> dict[str, Any]:
    """Return the response to `query` but for what it cost.

    Raises:
        NotThereYetError: the query does not fit the schema.
    """
    response: dict[str, Any] = client.post("/graphql", json={"query": query}).json()
    response.pop("extensions", None)
    if any(error["extensions"]["code"] == "VALIDATION" for error in response.get("errors", ())):
        raise NotThereYetError(response["errors"][0]["message"])
    return response


def table(client: TestClient, query: str) -> str:
    """Return the CSV that answers `query`, without its mark of byte order, its lines ended by newlines alone."""
    response = client.post("/graphql", json={"query": query}, headers={"accept": "text/csv"})
    if not response.headers["content-type"].startswith("text/csv"):
        raise NotThereYetError(response.text)
    assert response.content.startswith(BOM_UTF8)
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert not any("\n" in line for line in lines)
    return "\n".join(lines)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_question_has_the_answer_that_the_sources_give(case: str, client: Callable[[str], TestClient]) -> None:
    file = QUERIES / f"{case}.graphql"
    asked, query = client(case.split("/", maxsplit=1)[0]), file.read_text("utf-8")
    if file.with_suffix(".csv").exists():
        assert table(asked, query) == file.with_suffix(".csv").read_text("utf-8")
    else:
        assert answer(asked, query) == json.loads(file.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_a_case_says_in_words_what_it_asks_and_where_the_answer_stands(case: str) -> None:
    first, second, *_ = (QUERIES / f"{case}.graphql").read_text("utf-8").splitlines()
    assert first.startswith("# ")
    assert first.endswith("?")
    assert second.startswith("# From ")


def test_each_question_has_one_answer_and_each_answer_a_question() -> None:
    answers = [file for file in QUERIES.rglob("*") if file.suffix in {".json", ".csv"} and file.parent != QUERIES]
    assert sorted(str(file.relative_to(QUERIES).with_suffix("")) for file in answers) == CASES
    assert {case.split("/")[0] for case in CASES} == set(SETS)


def test_each_feature_is_asked_for_twice_or_more() -> None:
    def feature(case: str) -> str:
        found = [name for name in FEATURES if f"{case.split('/')[1]}-".startswith(f"{name}-")]
        assert found, f"{case} begins with no feature of features.txt"
        return max(found, key=len)

    counted = Counter(map(feature, CASES))
    assert [name for name in FEATURES if counted[name] < 2] == []


def test_what_is_awaited_or_faulty_is_a_case() -> None:
    assert {*AWAITED, *FAULTY} <= set(CASES)
    assert not {*AWAITED} & {*FAULTY}

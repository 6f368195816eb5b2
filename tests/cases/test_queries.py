"""The cases of `queries/`: a question, and the whole answer that the sources give to it.

The answers were written from the texts and their annotations, and nothing here writes them anew. A case is
`queries/<set>/<question>.graphql` with `.json` (the response) or `.csv` (the body) beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.cases.asking import AWAITED, CASES, FAULTY, QUERIES, NotThereYetError, asked, clients
from tests.cases.sets import NEEDS_SHARED, SETS, SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

FEATURES = tuple((QUERIES / "features.txt").read_text("utf-8").split())


def marked(case: str) -> Any:  # noqa: ANN401 - pytest does not name the type
    """Return a case with what is known of it: that its field is awaited, or that the code is at fault."""
    marks = [pytest.mark.shared] if case.split("/", maxsplit=1)[0] in NEEDS_SHARED else []
    if case in AWAITED:
        marks.append(pytest.mark.xfail(raises=NotThereYetError, strict=True, reason="the field is awaited"))
    if case in FAULTY:
        marks.append(pytest.mark.xfail(raises=AssertionError, strict=True, reason=FAULTY[case]))
    return pytest.param(case, marks=marks, id=case)


@pytest.fixture(scope="session")
def client_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], TestClient]:
    """Return what gives a client of a set."""
    return clients(tmp_path_factory.mktemp("sets"))


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_question_has_the_answer_that_the_sources_give(case: str, client_of: Callable[[str], TestClient]) -> None:
    name = case.split("/", maxsplit=1)[0]
    if name in NEEDS_SHARED and not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    seen, expected = asked(client_of(name), case)
    assert seen == expected


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

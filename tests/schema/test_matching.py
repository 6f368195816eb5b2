"""Finding people by any spelling, and matching descriptions, through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

MATCH = """
query ($queries: [MatchQuery!]!, $limit: Int! = 5, $threshold: Float! = 0.7) {
  match(queries: $queries, limit: $limit, threshold: $threshold) {
    candidates { node { name } score match features { name score detail } }
  }
}
"""
SEARCH = "query ($text: String!) { search(text: $text) { edges { node { name } score how matchedName { text } } } }"


def test_a_description_is_answered_with_candidates_and_reasons(ask: Asker) -> None:
    found = ask(MATCH, queries=[{"name": "Мария Колесникова", "kinds": ["Person"]}, {"name": "Nobody At All"}])
    (candidate,) = found["match"][0]["candidates"]
    assert 0.89 < candidate.pop("score") < 1
    (feature,) = candidate.pop("features")
    assert (feature["name"], feature["detail"]) == ("name", "Мария Колесникова ~ Maria Kolesnikova")
    assert candidate == {"node": {"name": "Maryya Kalesnikava"}, "match": True}
    assert found["match"][1] == {"candidates": []}


def test_a_kind_that_is_not_asked_for_is_no_candidate(ask: Asker) -> None:
    (found,) = ask(MATCH, queries=[{"name": "Мария Колесникова", "kinds": ["Organization"]}])["match"]
    assert found == {"candidates": []}


def test_spouses_are_told_apart(ask: Asker) -> None:
    queries = [{"name": "Сергей Тихановский"}, {"name": "Светлана Тихановская"}]
    found = ask(MATCH, queries=queries, threshold=0.85)["match"]
    names = [[one["node"]["name"] for one in some["candidates"]] for some in found]
    assert names == [["Syarhey Tsikhanouski"], ["Svyatlana Tsikhanouskaya"]]
    assert all(some["candidates"][0]["match"] for some in found)


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("maryya kalesnikava", "Maryya Kalesnikava", "WHOLE"),
        ("kalesnikava maryya", "Maryya Kalesnikava", "WORDS"),
        ("Колесникова", "Maryya Kalesnikava", "SPELLING"),
        ("Kalesnikva", "Maryya Kalesnikava", "TYPO"),
        ("Maryya Kales", "Maryya Kalesnikava", "PREFIX"),
        ("Колес", "Maryya Kalesnikava", "PREFIX"),
    ],
)
def test_search_says_how_it_found_a_name(ask: Asker, text: str, name: str, how: str) -> None:
    best = ask(SEARCH, text=text)["search"]["edges"][0]
    assert (best["node"]["name"], best["how"]) == (name, how)


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"queries": [{"name": "x"}] * 51}, "LIMIT"),
        ({"queries": [{"name": "x" * 201}]}, "LIMIT"),
        ({"queries": [{"name": "x", "identifiers": ["a:b"] * 101}]}, "LIMIT"),
        ({"queries": [{"name": "x", "identifiers": ["a:" + "b" * 200]}]}, "LIMIT"),
        ({"queries": [{"name": "x", "gender": "y" * 201}]}, "LIMIT"),
        ({"queries": [{"name": "x"}], "limit": 0}, "INVALID_INPUT"),
        ({"queries": [{"name": "x"}], "limit": 21}, "INVALID_INPUT"),
        ({"queries": [{"name": "x"}], "threshold": 1.01}, "INVALID_INPUT"),
        ({"queries": [{"name": "x"}], "threshold": -0.1}, "INVALID_INPUT"),
    ],
)
def test_what_asks_for_too_much_is_refused(ask: Asker, variables: dict[str, object], code: str) -> None:
    assert ask.codes(MATCH, **variables) == [code]


def test_a_day_of_birth_that_is_none_is_refused(ask: Asker) -> None:
    (error,) = ask.errors(MATCH, queries=[{"name": "x", "born": "yesterday"}])
    assert "yesterday" in error["message"]


@pytest.mark.parametrize("name", ["", "—", "\x00\x1f", "\u202e", "q " * 100, "*" * 200, "[" * 200, "日" * 200])
def test_a_name_that_is_none_means_nobody(ask: Asker, name: str) -> None:
    assert ask(MATCH, queries=[{"name": name}], threshold=0.01)["match"] == [{"candidates": []}]
    assert ask(SEARCH, text=name)["search"]["edges"] == []


def test_nothing_asked_is_nothing_answered(ask: Asker) -> None:
    assert ask(MATCH, queries=[])["match"] == []

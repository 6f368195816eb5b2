"""Entities found by name: beginnings of words, whole names, and names that several carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import AmbiguousError
from graph.ids import KindId
from graph.model import Iri, Status, Text
from graph.search import by_identifier, by_name, search
from graph.vocabulary import EVENT, SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

PERSON = KindId(SCHEMA + "Person")


@pytest.fixture
def named(press: Press) -> Press:
    """Print the names of two people and a group."""
    press.say("anna", "name", "Anna Kowal")
    press.say("anna", "alternateName", "Ania")
    press.say("jan", "name", "Jan Kowal")
    press.say("vesta", "name", "Vesta")
    press.say("vesta", "description", "Kowal's group")
    press.say("anna", "type", Iri(PERSON))
    return press


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kowal", ["anna", "jan"]),
        ("kow", ["anna", "jan"]),
        ("KOW ann", ["anna"]),
        ("kówal", ["anna", "jan"]),
        ("ania", ["anna"]),
        ("owal", []),
        ("Anna Nowak", []),
        ("group", []),
        ("", []),
        ("—", []),
    ],
)
def test_every_word_begins_a_word_of_the_name(named: Press, text: str, expected: list[str]) -> None:
    assert sorted(match.entity for match in search(named.view(), text)) == expected


def test_the_whole_name_scores_one_and_comes_first(press: Press) -> None:
    press.say("long", "name", "Anna Kowal Nowak")
    press.say("whole", "name", "Anna Kowal")
    press.say("part", "name", "Annamaria Kowalska")
    matches = search(press.view(), "anna KOWAL")
    assert [match.entity for match in matches] == ["whole", "long", "part"]
    assert matches[0].score == 1
    assert all(0 < match.score < 1 for match in matches[1:])


def test_an_entity_is_found_once_by_its_best_name(named: Press) -> None:
    named.say("anna", "alternateName", "Anna")
    (match,) = search(named.view(), "anna")
    assert (match.entity, match.score, match.claim.value) == ("anna", 1, Text("Anna"))


def test_the_wanted_kinds_are_kept(named: Press) -> None:
    view = named.view()
    assert [match.entity for match in search(view, "kowal", frozenset({PERSON}))] == ["anna"]
    assert [match.entity for match in search(view, "kowal", frozenset({KindId(SCHEMA + "Thing")}))] == ["anna", "jan"]
    assert search(view, "kowal", frozenset({EVENT})) == []


def test_a_whole_name_or_alias_gives_its_entity(named: Press) -> None:
    asked = ["anna kowal", "ANIA", "Jan", "nobody", " Vésta "]
    assert by_name(named.view(), asked) == ["anna", "anna", None, None, "vesta"]


def test_a_name_of_several_is_ambiguous_and_shows_them(named: Press) -> None:
    named.say("other", "alternateName", "Anna Kowal")
    named.say("other", "name", "Anna K.")
    with pytest.raises(AmbiguousError) as refused:
        by_name(named.view(), ["Vesta", "anna kowal"])
    assert refused.value.code == "AMBIGUOUS"
    assert refused.value.name == "anna kowal"
    assert refused.value.candidates == ["Anna Kowal <anna>", "Anna K. <other>"]


def test_one_entity_named_by_several_sources_is_not_ambiguous(named: Press) -> None:
    named.say("anna", "name", "Anna Kowal", source="courier")
    assert by_name(named.view(), ["Anna Kowal"]) == ["anna"]


def test_an_identifier_gives_its_entity(named: Press) -> None:
    named.say("anna", "identifier", "wikidata:Q42")
    named.say("anna", "identifier", "wikidata:Q42", source="courier")
    assert by_identifier(named.view(), ["wikidata:Q43", "wikidata:Q42", "Q42"]) == [None, "anna", None]


def test_an_identifier_of_several_is_ambiguous(named: Press) -> None:
    named.say("anna", "identifier", "list:42")
    named.say("jan", "identifier", "list:42")
    with pytest.raises(AmbiguousError) as refused:
        by_identifier(named.view(), ["list:42"])
    assert refused.value.candidates == ["Anna Kowal <anna>", "Jan Kowal <jan>"]


def test_a_rejected_name_finds_nobody(press: Press) -> None:
    press.say("anna", "name", "Wrong", status=Status.REJECTED)
    view = press.view()
    assert (search(view, "wrong"), by_name(view, ["wrong"])) == ([], [None])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Tatsiana Homich", "homich"),
        ("syarhey tsikhanouski", "syarhey"),
        ("Колесникова", "kalesnikava"),
        ("RFE/RL", "rferl"),
        ("US", "us"),
        ("Viasna", "vyasna"),
    ],
)
def test_the_articles_people_are_found_by_name(seed: Seed, name: str, local: str) -> None:
    assert by_name(seed.view, [name]) == [seed[local]]


@pytest.mark.shared
def test_tsikhanous_finds_husband_and_wife(seed: Seed) -> None:
    matches = search(seed.view, "tsikhanous", frozenset({PERSON}))
    assert {match.entity for match in matches} == {seed["syarhey"], seed["svyatlana"]}


@pytest.mark.shared
def test_an_entity_that_nobody_named_has_no_name(seed: Seed) -> None:
    assert by_name(seed.view, ["father of Kalesnikava"]) == [None]

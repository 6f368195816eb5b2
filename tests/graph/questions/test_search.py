"""Entities found by name, by description and by quote, and names that several carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.archive import initialise
from graph.errors import AmbiguousError, LimitError
from graph.finding import How
from graph.ids import EntityId, KindId, SourceId
from graph.indexed import open_view
from graph.model import Certainty, Characters, Evidence, Iri, Status, Text
from graph.provenance import ProvenanceFilter
from graph.search import by_identifier, by_name, search
from graph.view import SearchIn
from graph.vocabulary import EVENT, SCHEMA
from tests.graph.builders import deposit

if TYPE_CHECKING:
    from pathlib import Path

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


# ---------------------------------------------------------------------- descriptions and quotes


@pytest.fixture
def told(press: Press) -> Press:
    """Print what is said of Anna and Jan by two papers."""
    press.say("anna", "name", "Anna Kowal", evidence=quote("times", "Anna Kowal was held"))
    press.say("anna", "description", "leader of a trade union", evidence=quote("times", "she leads the union"))
    press.say("anna", "sibling", "jan", source="courier", evidence=quote("courier", "Jan, her brother, was held too"))
    press.say("jan", "name", "Jan Kowal", source="courier", evidence=quote("courier", "Jan"))
    return press


def quote(source: str, words: str) -> tuple[Evidence, ...]:
    return (Evidence(SourceId(source), Characters(0, len(words)), words),)


def hits(press: Press, text: str, *places: SearchIn, **members: object) -> list[tuple[str, SearchIn, float]]:
    found = search(press.view(), text, None, places, ProvenanceFilter(**members))  # type: ignore[arg-type]  # by name
    return [(hit.entity, hit.place, hit.score) for hit in found]


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("trade union", [SearchIn.DESCRIPTIONS], [("anna", SearchIn.DESCRIPTIONS, 0.6)]),
        ("union leader", [SearchIn.DESCRIPTIONS], [("anna", SearchIn.DESCRIPTIONS, 0.48)]),
        ("uni", [SearchIn.DESCRIPTIONS], [("anna", SearchIn.DESCRIPTIONS, 0.3)]),
        ("un", [SearchIn.DESCRIPTIONS], []),
        ("trade union", [SearchIn.NAMES], []),
        ("trade union", [SearchIn.QUOTES], []),
        ("kowal", [SearchIn.DESCRIPTIONS], []),
        ("brother", [SearchIn.QUOTES], [("anna", SearchIn.QUOTES, 0.3), ("jan", SearchIn.QUOTES, 0.3)]),
        ("WAS héld", [SearchIn.QUOTES], [("anna", SearchIn.QUOTES, 0.3), ("jan", SearchIn.QUOTES, 0.3)]),
        ("rother", [SearchIn.QUOTES], []),
        ("—", [SearchIn.QUOTES], []),
        ("jan", list(SearchIn), [("jan", SearchIn.NAMES, 0.45), ("anna", SearchIn.QUOTES, 0.3)]),
        ("jan", [], []),
    ],
)
def test_words_of_descriptions_and_quotes_find_whom_they_speak_of(
    told: Press, text: str, places: list[SearchIn], expected: list[object]
) -> None:
    assert hits(told, text, *places) == expected


def test_of_equal_ones_comes_first_who_is_found_by_more_claims(told: Press) -> None:
    assert [hit.entity for hit in search(told.view(), "held", None, [SearchIn.QUOTES])] == ["anna", "jan"]
    told.say("jan", "description", "x", evidence=quote("times", "held"))
    told.say("jan", "description", "y", evidence=quote("times", "held"))
    assert [hit.entity for hit in search(told.view(), "held", None, [SearchIn.QUOTES])] == ["jan", "anna"]


def test_the_claim_in_whose_words_the_text_stands_is_shown(told: Press) -> None:
    (anna, jan) = search(told.view(), "held", None, [SearchIn.QUOTES])
    assert [len(hit.claims) for hit in (anna, jan)] == [2, 1]
    assert jan.claims == (jan.claim,)
    assert jan.claim.evidence[0].exact == "Jan, her brother, was held too"
    assert (jan.how, search(told.view(), "jan")[0].how) == (None, How.WORDS)


def test_a_name_that_nobody_who_counts_gives_finds_nobody(told: Press) -> None:
    times = frozenset({EntityId("times")})
    assert hits(told, "kowal", SearchIn.NAMES, publishers=times) == [("anna", SearchIn.NAMES, 0.45)]
    assert hits(told, "kowal", SearchIn.NAMES, not_publishers=times) == [("jan", SearchIn.NAMES, 0.45)]
    assert hits(told, "held", SearchIn.QUOTES, publishers=times) == [("anna", SearchIn.QUOTES, 0.3)]


def test_what_one_paper_alone_says_finds_nobody_who_asks_for_two(told: Press) -> None:
    assert hits(told, "kowal", *SearchIn, min_independent_sources=2) == []
    told.say("jan", "name", "Jan Kowal", source="times", evidence=quote("times", "Jan"))
    assert hits(told, "kowal", *SearchIn, min_independent_sources=2) == [("jan", SearchIn.NAMES, 0.45)]


def test_a_denial_supports_no_quote_of_what_it_denies(told: Press) -> None:
    told.say("anna", "sibling", "jan", evidence=quote("times", "no brother"), certainty=Certainty.NEGATED)
    assert hits(told, "brother", SearchIn.QUOTES, min_independent_sources=2) == []
    told.say("jan", "sibling", "anna", evidence=quote("times", "his sister"))
    assert [one for one, *_ in hits(told, "brother", SearchIn.QUOTES, min_independent_sources=2)] == ["anna", "jan"]


def test_common_words_are_too_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([deposit("times", "Anna Jan Ola")], at=1)
    view = open_view(archive, archive.current())
    monkeypatch.setattr("graph.worded.MOST_WORDED", 0)
    with pytest.raises(LimitError, match="rarer words"):
        search(view, "anna", None, list(SearchIn))
    assert search(view, "anna")

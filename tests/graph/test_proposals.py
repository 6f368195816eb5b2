"""Who may be whom: which pairs are proposed, and which never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.ids import PropertyId
from graph.indexed import open_view
from graph.model import Certainty, Iri, Ref, Stance, Status, Text, Time
from graph.plain import open_plain
from graph.proposals import MOST_ALIKE, Proposal, proposals
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, KG, NAME, ORGANIZATION, PERSON, SCHEMA, TYPE
from tests.graph.people import Said, archive_of, entity, persons_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from graph.view import View

    Ask = Callable[..., list[Proposal]]

BORN = PropertyId(SCHEMA + "birthDate")
SPOUSE, SIBLING, PARENT = (PropertyId(SCHEMA + name) for name in ("spouse", "sibling", "children"))


@pytest.fixture(params=["plain", "indexed"])
def proposed(request: pytest.FixtureRequest, tmp_path: Path) -> Ask:
    def ask(*sources: Iterable[Said], of: list[str] | None = None) -> list[Proposal]:
        archive = archive_of(tmp_path / f"data-{len([*tmp_path.iterdir()])}", *sources)
        generation = archive.current()
        plain = request.param == "plain"
        view: View = open_plain(archive, generation) if plain else open_view(archive, generation)
        return list(proposals(view, None if of is None else [entity(name) for name in of]))

    return ask


def pairs(found: list[Proposal]) -> set[tuple[str, str]]:
    return {(proposal.one.rsplit("/", 1)[1], proposal.other.rsplit("/", 1)[1]) for proposal in found}


def test_two_spellings_are_proposed_with_the_reason(proposed: Ask) -> None:
    (found,) = proposed(
        persons_named({"b": ["Maryia Kalesnikava"], "c": ["Ihar Losik"]}),
        persons_named({"a": ["Мария Колесникова"]}),
    )
    assert (found.one, found.other) == (entity("a"), entity("b"))
    assert [feature.name for feature in found.features] == ["name"]


def test_the_best_come_first_and_some_may_be_asked_for(proposed: Ask) -> None:
    told = persons_named({"a": ["Igor Losik"], "b": ["Ihar Losik"], "c": ["Anna Kowal"], "d": ["Anna Kowal"]})
    found = proposed(told)
    assert [(one.one, one.score) for one in found] == [(entity("c"), 1.0), (entity("a"), found[1].score)]
    assert pairs(found) == {("c", "d"), ("a", "b")}


def test_those_of_some_are_those_that_they_are_part_of(proposed: Ask) -> None:
    told = persons_named({"a": ["Igor Losik"], "b": ["Ihar Losik"], "c": ["Anna Kowal"], "d": ["Anna Kowal"]})
    assert pairs(proposed(told, of=["b", "nobody"])) == {("a", "b")}


@pytest.mark.parametrize("property_", [SPOUSE, SIBLING, PARENT, PropertyId(KG + "opponent")])
@pytest.mark.parametrize("turned", [False, True])
def test_a_claim_that_connects_two_tells_them_apart(proposed: Ask, property_: PropertyId, *, turned: bool) -> None:
    ends = ("b", "a") if turned else ("a", "b")
    told = persons_named({"a": ["V. Tsapkala", "Valeryia Tsapkala"], "b": ["Valeriya Tsepkalo"]})
    assert pairs(proposed([*told, Said(ends[0], property_, Ref(entity(ends[1])))])) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"certainty": Certainty.NEGATED, "stance": Stance.DENIES},
        {"status": Status.REJECTED},
    ],
)
def test_what_is_denied_or_rejected_tells_nobody_apart(proposed: Ask, more: dict[str, object]) -> None:
    told = persons_named({"a": ["Ihar Losik"], "b": ["Igor Losik"]})
    assert pairs(proposed([*told, Said("a", SIBLING, Ref(entity("b")), more)])) == {("a", "b")}


def test_the_kin_of_one_is_not_proposed_for_the_other_under_another_id(proposed: Ask) -> None:
    first = persons_named({"he": ["Valery Tsapkala", "V. Tsapkala"], "she": ["Veranika Tsapkala"]})
    second = persons_named({"her": ["Veronika Tsepkalo", "V. Tsapkala"]})
    found = proposed([*first, Said("he", SPOUSE, Ref(entity("she")))], second)
    assert pairs(found) == {("her", "she")}


def test_words_tell_kin_too(proposed: Ask) -> None:
    told = [
        *persons_named({"a": ["A. Losik"], "b": ["Ihar Losik"], "c": ["Darya Losik"]}),
        Said("a", ALIAS, Text("Ihara Losik")),
        Said("a", DESCRIPTION, Text("wife of the journalist Ihar Losik")),
        Said("c", ALIAS, Text("wife of Ihar Losik")),
    ]
    assert pairs(proposed(told)) == set()


def test_a_man_and_his_wife_are_two_whatever_is_said(proposed: Ask) -> None:
    told = {
        "he": ["Siarhei Tsikhanouski", "Сергей Тихановский", "Syarhey Tsikhanouski"],
        "she": ["Sviatlana Tsikhanouskaya", "Светлана Тихановская", "Svyatlana Tsikhanouskaya"],
        "maria": ["Maryia Kalesnikava", "Мария Колесникова"],
        "tatsiana": ["Tatsiana Homich", "Татьяна Хомич"],
    }
    assert pairs(proposed(persons_named(told))) == set()


def test_persons_and_organisations_are_never_one(proposed: Ask) -> None:
    told = [
        *persons_named({"a": ["Viasna Human Rights"], "p": ["Anna Vasilevich"]}),
        *persons_named({"b": ["Вясна Human Rights"], "c": ["Viasna Human Rights"]}, ORGANIZATION),
        *persons_named({"d": ["Viasna Human Rights"]}, KG + "Arrest"),
        Said("e", NAME, Text("Viasna Human Rights")),
    ]
    assert pairs(proposed(told)) == {("b", "c")}


def test_a_kind_below_is_of_the_kind_above(proposed: Ask) -> None:
    told = [*persons_named({"a": ["Ihar Losik"], "b": ["Ihar Losik"]}), Said("a", TYPE, Iri("urn:Blogger"))]
    assert pairs(proposed(told)) == {("a", "b")}


def test_an_identifier_finds_those_who_are_called_otherwise(proposed: Ask) -> None:
    told = persons_named({"a": ["Liliya Lukashenka"], "b": ["Лілія Сямашка"]})
    ids = [Said(name, IDENTIFIER, Text("passport:AB1")) for name in "ab"]
    (found,) = proposed([*told, *ids])
    assert found.score == 1
    assert found.features[-1].detail == "passport:AB1"


def test_the_day_of_birth_lifts_what_a_name_leaves_open_and_another_day_speaks_against(proposed: Ask) -> None:
    told = persons_named({"a": ["Zmitser Kovach"], "b": ["Dmitri Kovach"], "c": ["Anna Kowal"], "d": ["Anna Kowal"]})
    days = {"a": "1979-03-01", "b": "1979-03-01", "c": "1950-01-01", "d": "1990-01-01"}
    assert pairs(proposed(told)) == {("c", "d")}
    assert pairs(proposed([*told, *(Said(name, BORN, Time(day)) for name, day in days.items())])) == {("a", "b")}


def test_a_word_that_many_share_is_looked_at_with_another(proposed: Ask, caplog: pytest.LogCaptureFixture) -> None:
    syllables = ["ba", "ko", "mi", "tu", "re", "sa", "lo", "ni"]
    surnames = [f"{a}{b}{c}" for a in syllables for b in syllables for c in syllables]
    many = {f"n{number}": [f"Aliaksandr {surname}"] for number, surname in enumerate(surnames)}
    twins = {"x": ["Aliaksandr Kamiloni"], "y": ["Александр Камилони"]}
    assert ("x", "y") in pairs(proposed(persons_named({**many, **twins})))
    assert not caplog.records


def test_of_more_than_can_be_compared_it_says_so(proposed: Ask, caplog: pytest.LogCaptureFixture) -> None:
    told = persons_named({f"n{number}": ["Ivan Ivanov"] for number in range(MOST_ALIKE + 1)})
    assert proposed(told) == []
    assert "not compared" in caplog.text


def test_nothing_is_proposed_of_nothing(proposed: Ask) -> None:
    assert proposed([], of=[]) == []
    assert PERSON

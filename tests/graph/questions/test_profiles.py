"""What is said of an entity: values with their support, kinds, names, and what to call it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Iri, Quantity, Rank, Ref, Status, Text, Time, Value
from graph.profiles import Claimed, identifiers, kinds, labels, names, values
from graph.provenance import EVERYTHING, FACTS, ProvenanceFilter
from graph.view import Said
from graph.vocabulary import ALIAS, KG, NAME, SCHEMA, TYPE, WHEN

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

ANNA = EntityId("anna")
SIBLING = PropertyId(SCHEMA + "sibling")
PERSON, ARREST = Iri(SCHEMA + "Person"), Iri(KG + "Arrest")


def said(press: Press, prop: PropertyId = SIBLING, provenance: ProvenanceFilter = EVERYTHING) -> list[Claimed]:
    return values(press.view(), [ANNA], prop, provenance)[0]


def texts(sides: list[Claimed]) -> list[str]:
    return [side.value.text for side in sides if isinstance(side.value, Text)]


def kinds_of(press: Press, entity: str = "anna") -> list[str | None]:
    return [kind.name for kind in kinds(press.view(), [EntityId(entity)])[0]]


def test_a_value_comes_with_its_claims_and_independent_sources(press: Press) -> None:
    claims = [press.say("anna", "sibling", "jan", source=source) for source in ("times", "courier")]
    assert said(press) == [Claimed(Ref(EntityId("jan")), tuple(claims), 2)]


def test_the_best_supported_value_comes_first(press: Press) -> None:
    press.say("anna", "sibling", "a")
    press.say("anna", "sibling", "b")
    press.say("anna", "sibling", "b")
    for source in ("times", "courier"):
        press.say("anna", "sibling", "c", source=source)
    assert [side.value for side in said(press)] == [Ref(EntityId(name)) for name in "cba"]


def test_what_nobody_asserts_comes_last_however_often_it_is_said(press: Press) -> None:
    for source in ("times", "courier"):
        press.say("anna", "sibling", "rumour", source=source, certainty=Certainty.ALLEGED)
    press.say("anna", "sibling", "jan")
    assert [side.value for side in said(press)] == [Ref(EntityId("jan")), Ref(EntityId("rumour"))]


@pytest.mark.parametrize(
    ("prop", "one", "other"),
    [
        ("when", Time("2021-05-03", "3 May"), Time("2021-05-03", "the third of May")),
        ("affectedCount", Quantity(Decimal("20.0"), wording="20.0"), Quantity(Decimal(20))),
    ],
)
def test_the_wording_does_not_make_two_values(press: Press, prop: str, one: Value, other: Value) -> None:
    press.say("anna", prop, one)
    press.say("anna", prop, other, source="courier")
    (side,) = said(press, PropertyId(KG + prop))
    assert side.independent_sources == 2


def test_the_filter_decides_which_claims_stand_behind_a_value(press: Press) -> None:
    press.say("anna", "sibling", "jan")
    press.say("anna", "sibling", "jan", source="courier")
    press.say("anna", "sibling", "ola", source="courier")
    only = ProvenanceFilter(publishers=frozenset({EntityId("times")}))
    assert [(side.value, len(side.claims)) for side in said(press, SIBLING, only)] == [(Ref(EntityId("jan")), 1)]
    two = ProvenanceFilter(min_independent_sources=2)
    assert [side.value for side in said(press, SIBLING, two)] == [Ref(EntityId("jan"))]


def test_many_are_answered_in_their_order(press: Press) -> None:
    press.say("anna", "when", "2021")
    found = values(press.view(), [EntityId("nobody"), ANNA], WHEN, EVERYTHING)
    assert [[side.value for side in sides] for sides in found] == [[], [Time("2021")]]


# Kinds


def test_the_most_specific_kind_comes_first(press: Press) -> None:
    press.say("anna", "type", Iri(SCHEMA + "Thing"))
    press.say("anna", "type", PERSON)
    press.say("anna", "type", Iri(KG + "Actor"))
    assert kinds_of(press) == ["Person", None, "Thing"]


def test_an_asserted_kind_comes_before_a_possible_one_of_any_depth(press: Press) -> None:
    press.say("anna", "type", Iri(KG + "Community"), certainty=Certainty.POSSIBLE)
    press.say("anna", "type", Iri(SCHEMA + "Thing"))
    assert kinds_of(press) == ["Thing", "Community"]


@pytest.mark.parametrize("kind", [None, Iri("https://example.org/Unheard")])
def test_what_has_no_known_kind_is_a_thing(press: Press, kind: Iri | None) -> None:
    if kind:
        press.say("anna", "type", kind)
    assert kinds_of(press) == ["Thing"]


@pytest.mark.parametrize("more", [{"status": Status.REJECTED}, {"rank": Rank.DEPRECATED}])
def test_a_rejected_kind_is_none(press: Press, more: dict[str, object]) -> None:
    press.say("anna", "type", ARREST, **more)
    press.say("anna", "type", PERSON)
    assert kinds_of(press) == ["Person"]


# Names


def test_names_come_before_other_names_and_the_best_supported_first(press: Press) -> None:
    press.say("anna", "alternateName", "Ania")
    press.say("anna", "alternateName", "Ania", source="courier")
    press.say("anna", "name", "Hanna")
    for source in ("times", "courier"):
        press.say("anna", "name", "Anna", source=source)
    assert texts(names(press.view(), [ANNA])[0]) == ["Anna", "Hanna", "Ania"]


def test_identifiers_are_texts_with_their_scheme(press: Press) -> None:
    press.say("anna", "identifier", "wikidata:Q42")
    assert texts(identifiers(press.view(), [ANNA])[0]) == ["wikidata:Q42"]


def label(press: Press, entity: str = "anna", *languages: str) -> str:
    return labels(press.view(), [EntityId(entity)], languages)[0]


def test_a_name_is_chosen_by_language(press: Press) -> None:
    press.say("anna", "name", Text("Anna", "en"))
    press.say("anna", "name", Text("Anna", "en"), source="courier")
    press.say("anna", "name", Text("Ганна", "be-tarask"))
    view = press.view()
    asked = [(), ("be",), ("BE-latn",), ("ru", "be"), ("ru",), ("en", "be")]
    assert [labels(view, [ANNA], languages)[0] for languages in asked] == [
        "Anna",
        "Ганна",
        "Ганна",
        "Ганна",
        "Anna",
        "Anna",
    ]


def test_a_rejected_name_is_no_name(press: Press) -> None:
    press.say("anna", "name", "Wrong", status=Status.REJECTED)
    assert label(press) == "anna"


def test_without_a_name_the_description_serves(press: Press) -> None:
    press.say("anna", "description", "a teacher")
    assert label(press) == "a teacher"


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("http://example.org/id/anna", "anna"),
        ("http://example.org/id/anna/", "anna"),
        ("http://example.org/id#anna", "anna"),
        ("onrecord:entity/anna-x1", "anna-x1"),
    ],
)
def test_without_anything_the_end_of_the_iri_serves(press: Press, entity: str, expected: str) -> None:
    assert label(press, entity) == expected


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("Arrest", {"affectedPerson": "anna", "when": "2021-05-03"}, "Arrest of Anna, 3 May 2021"),
        ("Arrest", {"affectedPerson": "anna"}, "Arrest of Anna"),
        ("Arrest", {"affectedPersonText": "others", "when": "2021-09~"}, "Arrest of others, about September 2021"),
        ("Arrest", {"affectedPerson": "who"}, "Arrest of who"),
        ("Arrest", {"when": "2021"}, "Arrest, 2021"),
        ("Visit", {"visitor": "anna"}, "Visit to Anna"),
        ("Interview", {"speaker": "anna", "host": "who"}, "Interview with Anna"),
        ("PetitionSigning", {"signatory": "anna"}, "Petition signing by Anna"),
        ("Protest", {"place": "anna"}, "Protest by Anna"),
    ],
)
def test_an_event_is_called_by_its_kind_first_participant_and_day(
    press: Press, kind: str, said: dict[str, str], expected: str
) -> None:
    press.say("anna", "name", "Anna")
    press.event("event", kind, **said)
    assert label(press, "event") == expected


def test_two_events_that_name_each_other_have_names(press: Press) -> None:
    press.event("one", "Candidacy", election="two")
    press.event("two", "ElectionFraud", concerns="one")
    assert labels(press.view(), [EntityId("one"), EntityId("two")]) == ["Candidacy of two", "Election fraud in one"]


# The real article


@pytest.mark.shared
def test_kalesnikava_is_called_by_her_name_and_known_by_others(seed: Seed) -> None:
    assert labels(seed.view, [seed["kalesnikava"]]) == ["Maryya Kalesnikava"]
    found = texts(names(seed.view, [seed["kalesnikava"]])[0])
    assert found[0] == "Maryya Kalesnikava"
    assert set(found[1:]) == {"Kalesnikava", "Maryya", "Калеснікава", "Колесникова", "Kolesnikova"}


@pytest.mark.shared
def test_her_father_is_described(seed: Seed) -> None:
    assert labels(seed.view, [seed["father"]]) == ["father of Kalesnikava"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("local", "kind"),
    [
        ("kalesnikava", "Person"),
        ("rferl", "Organization"),
        ("staffers", "Group"),
        ("release_now", "Campaign"),
        ("nobel_lit", "Prize"),
        ("belarus", "Place"),
        ("election", "Election"),
    ],
)
def test_each_is_of_the_kind_that_the_article_says(seed: Seed, local: str, kind: str) -> None:
    assert kinds(seed.view, [seed[local]])[0][0].name == kind


def bare(press: Press, provenance: ProvenanceFilter = EVERYTHING) -> list[Said]:
    return press.view().values([ANNA], {NAME, ALIAS, TYPE}, provenance)[0]


def test_bare_values_are_the_distinct_ones_best_supported_first(press: Press) -> None:
    press.say("anna", "name", "Anna", source="herald")
    for source in ("times", "courier"):
        press.say("anna", "name", "Ann", source=source)
    press.say("anna", "name", "Hanna", source="herald", certainty=Certainty.NEGATED)
    press.say("anna", "alternateName", "Anya", certainty=Certainty.ALLEGED)
    asserted = [Said(NAME, Text(text), Certainty.ASSERTED, denied=False) for text in ("Ann", "Anna")]
    denied = Said(NAME, Text("Hanna"), Certainty.NEGATED, denied=True)
    assert bare(press) == sorted(
        [*asserted, denied, Said(ALIAS, Text("Anya"), Certainty.ALLEGED, denied=False)], key=lambda one: one.property
    )
    assert bare(press, FACTS) == asserted
    assert bare(press, ProvenanceFilter(min_independent_sources=2)) == asserted[:1]


def test_a_name_in_two_languages_is_a_label_in_both(press: Press) -> None:
    press.say("anna", "name", Text("Ann", "be"), source="herald")
    for source in ("times", "courier"):
        press.say("anna", "name", Text("Anna", "en"), source=source)
    press.say("anna", "name", Text("Anna", "be"), source="times")
    assert [labels(press.view(), [ANNA], [language]) for language in ("be", "en", "pl")] == [["Anna"]] * 3


def test_who_is_said_to_be_their_own_sibling_is_said_to_be_so_once(press: Press) -> None:
    told = press.say("anna", "sibling", "anna")
    assert [side.claims for side in values(press.view(), [EntityId("anna")], SIBLING, EVERYTHING)[0]] == [(told,)]

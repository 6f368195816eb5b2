"""What is a hop and what never is; the hops of an entity and the claims of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.hops import Ends, ends_of, grouped, hops_from
from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Iri, Stance, Text, Unknown
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

ANNA = EntityId("anna")


@pytest.mark.parametrize(
    "prop", ["sibling", "spouse", "children", "memberOf", "supports", "campaignedFor", "opponent", "partOf", "location"]
)
def test_a_relation_is_a_hop(press: Press, prop: str) -> None:
    assert ends_of(press.say("anna", prop, "jan")) is not None


@pytest.mark.parametrize("prop", ["affectedPerson", "perpetrator", "place", "election", "campaign", "concerns"])
def test_a_role_of_an_event_is_a_hop(press: Press, prop: str) -> None:
    ends = ends_of(press.say("arrest", prop, "anna"))
    assert ends == ("arrest", KG + prop, "anna")


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("type", Iri(KG + "Arrest")),
        ("name", "Anna"),
        ("alternateName", "A."),
        ("description", "a teacher"),
        ("identifier", "wikidata:Q42"),
        ("when", "2021"),
        ("term", "P2Y"),
        ("affectedCount", "20"),
        ("politicalPrisonersHeld", "1200"),
        ("heldRole", "President"),
        ("affectedPersonText", "others"),
        ("siblingText", "a brother"),
    ],
)
def test_kinds_names_dates_texts_and_numbers_are_no_hops(press: Press, prop: str, value: str | Iri) -> None:
    assert ends_of(press.say("anna", prop, value)) is None


@pytest.mark.parametrize("value", [Unknown(), Text("somebody")])
def test_a_relation_to_nobody_known_is_no_hop(press: Press, value: Unknown | Text) -> None:
    assert ends_of(press.say("anna", "sibling", value)) is None


def test_what_leads_back_to_itself_is_no_hop(press: Press) -> None:
    assert ends_of(press.say("anna", "sibling", "anna")) is None


def test_a_symmetric_relation_is_one_hop_whoever_is_named_first(press: Press) -> None:
    claims = [press.say("anna", "sibling", "jan"), press.say("jan", "sibling", "anna")]
    assert grouped(claims) == {(Ends(EntityId("anna"), PropertyId(SCHEMA + "sibling"), EntityId("jan")), False): claims}


def test_what_is_denied_is_a_hop_of_its_own(press: Press) -> None:
    said = press.say("anna", "sibling", "jan")
    denied = press.say("anna", "sibling", "jan", source="courier", certainty=Certainty.NEGATED, stance=Stance.DENIES)
    assert list(grouped([said, denied]).values()) == [[said], [denied]]


def test_other_relations_keep_their_direction(press: Press) -> None:
    claims = [press.say("anna", "supports", "jan"), press.say("jan", "supports", "anna")]
    assert len(grouped(claims)) == 2


def test_two_kinds_of_connection_to_one_neighbour_are_two_hops(press: Press) -> None:
    press.say("anna", "supports", "jan")
    press.say("jan", "sibling", "anna")
    press.say("jan", "sibling", "anna", source="courier")
    press.say("arrest", "affectedPerson", "anna")
    (hops,) = hops_from(press.view(), [ANNA], EVERYTHING)
    found = [
        (hop.end, hop.property.rsplit("#", 1)[-1].rsplit("/", 1)[-1], hop.forward, len(hop.claims)) for hop in hops
    ]
    assert found == [
        ("jan", "sibling", False, 2),
        ("arrest", "affectedPerson", False, 1),
        ("jan", "supports", True, 1),
    ]
    assert {hop.start for hop in hops} == {"anna"}


def test_claimants_and_publishers_are_no_neighbours(press: Press) -> None:
    press.say("arrest", "when", "2021", claimant=ANNA)
    assert hops_from(press.view(), [ANNA, EntityId("times")], EVERYTHING) == [[], []]


@pytest.mark.shared
def test_a_place_in_a_qualifier_is_no_neighbour(seed: Seed) -> None:
    """The article holds that Trump is President of the US: the US qualifies the role and is no step away."""
    (hops,) = hops_from(seed.view, [seed["trump"]], EVERYTHING)
    assert seed["us"] not in {hop.end for hop in hops}


def test_what_is_not_asserted_is_no_hop_unless_asked(press: Press) -> None:
    press.say("release", "affectedPerson", "anna", certainty=Certainty.POSSIBLE)
    view = press.view()
    assert hops_from(view, [ANNA], EVERYTHING) == [[]]
    asked = ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}))
    assert [hop.end for hop in hops_from(view, [ANNA], asked)[0]] == ["release"]


def test_a_hop_has_as_many_independent_sources_as_asked(press: Press) -> None:
    press.say("anna", "sibling", "jan")
    press.say("anna", "sibling", "piotr")
    press.say("piotr", "sibling", "anna", source="courier")
    (hops,) = hops_from(press.view(), [ANNA], ProvenanceFilter(min_independent_sources=2))
    assert [hop.end for hop in hops] == ["piotr"]


def test_many_are_answered_in_their_order(press: Press) -> None:
    press.say("anna", "sibling", "jan")
    found = hops_from(press.view(), [EntityId("jan"), EntityId("nobody"), ANNA], EVERYTHING)
    assert [[hop.end for hop in hops] for hops in found] == [["anna"], [], ["jan"]]

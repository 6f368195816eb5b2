"""Claims that say the same have their sources together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.claims import ClaimFilter, claims_about, claims_in, find_claims
from graph.ids import EntityId, SourceId
from graph.model import Certainty, Text
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.statements import counting, statement

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press

TWO = ProvenanceFilter(min_independent_sources=2)


def test_what_is_said_of_a_symmetric_property_is_one_statement_either_way(press: Press) -> None:
    one, other = press.say("anna", "sibling", "jan"), press.say("jan", "sibling", "anna", source="courier")
    supports = [press.say("anna", "supports", "jan"), press.say("jan", "supports", "anna", source="courier")]
    assert statement(one) == statement(other)
    assert statement(supports[0]) != statement(supports[1])
    assert counting(press.view(), [one, *supports], TWO) == [one]


def test_a_language_makes_no_other_statement_and_a_denial_does(press: Press) -> None:
    told = press.say("anna", "name", Text("Anna", "en"))
    assert statement(told) == statement(press.say("anna", "name", Text("Anna", "pl"), source="courier"))
    assert statement(told) != statement(press.say("anna", "name", "Anna", certainty=Certainty.NEGATED))


def test_only_claims_that_may_count_support_a_statement(press: Press) -> None:
    told = press.say("anna", "supports", "jan")
    press.say("anna", "supports", "jan", source="courier", certainty=Certainty.POSSIBLE)
    view = press.view()
    assert counting(view, [told], TWO) == [told]
    assert counting(view, [told], TWO.connected()) == []


def test_sources_that_are_not_asked_for_support_what_is_asked_for(press: Press) -> None:
    press.say("anna", "name", "Anna")
    told = press.say("anna", "supports", "jan")
    press.say("anna", "supports", "jan", source="courier")
    view = press.view()
    assert claims_in(view, [SourceId("times"), SourceId("none")], TWO) == [[told], []]
    assert find_claims(view, ClaimFilter(claimants=frozenset({EntityId("times")})), TWO) == [told]
    assert [len(claims) for claims in claims_about(view, [EntityId("anna"), EntityId("jan")], TWO)] == [2, 0]
    assert [len(claims) for claims in claims_about(view, [EntityId("anna")], EVERYTHING)] == [3]

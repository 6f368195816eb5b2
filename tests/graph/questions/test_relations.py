"""Which hops of an entity are listed, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.edtf import Match, parse
from graph.hops import hops_from
from graph.ids import EntityId, KindId
from graph.model import Iri, Time
from graph.provenance import EVERYTHING
from graph.relations import RelationFilter, RelationOrder, relations
from graph.view import Window
from graph.vocabulary import SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press

ANNA = EntityId("anna")


@pytest.fixture
def told(press: Press) -> Press:
    """Anna's sister, of whom two papers tell; her club since 2019; her party, undated; whom she is the sister of."""
    press.say("anna", "type", Iri(SCHEMA + "Person"))
    press.say("anna", "sibling", "boris")
    press.say("boris", "type", Iri(SCHEMA + "Person"))
    press.say("anna", "memberOf", "club", valid=Time("2019"), source="courier")
    press.say("anna", "memberOf", "club", valid=Time("2019"))
    press.say("club", "type", Iri(SCHEMA + "Organization"))
    press.say("anna", "memberOf", "party", valid=Time("2021-05"))
    press.say("party", "type", Iri(SCHEMA + "Organization"))
    press.say("chess", "partOf", "anna")
    return press


def listed(press: Press, where: RelationFilter, order: RelationOrder = RelationOrder.PROPERTY) -> list[str]:
    """Return at whose ends the wanted hops of Anna are."""
    view = press.view()
    (found,) = relations(view, hops_from(view, [ANNA], EVERYTHING), where, order, EVERYTHING)
    return [one.hop.end for one in found]


def test_without_a_filter_all_are_listed_by_property_and_neighbour(told: Press) -> None:
    assert listed(told, RelationFilter()) == ["club", "party", "boris", "chess"]


def test_only_those_of_a_direction(told: Press) -> None:
    assert listed(told, RelationFilter(forward=False)) == ["chess"]
    assert "chess" not in listed(told, RelationFilter(forward=True))


def test_only_to_neighbours_of_a_kind(told: Press) -> None:
    assert listed(told, RelationFilter(neighbour_kinds=frozenset({KindId(SCHEMA + "Person")}))) == ["boris"]


@pytest.mark.parametrize(("match", "found"), [(Match.POSSIBLE, ["club"]), (Match.CERTAIN, [])])
def test_only_those_with_a_time_in_a_window(told: Press, match: Match, found: list[str]) -> None:
    window = Window(parse("2019-06/2020"), match)
    assert listed(told, RelationFilter(during=window)) == found


def test_by_time_what_nobody_dates_comes_last(told: Press) -> None:
    assert listed(told, RelationFilter(), RelationOrder.TIME)[:2] == ["club", "party"]


def test_by_support_what_two_papers_tell_comes_first(told: Press) -> None:
    assert listed(told, RelationFilter(), RelationOrder.SUPPORT)[0] == "club"

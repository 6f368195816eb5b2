"""Who stands around entities, and what several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from graph.connections import MAX_AROUND, common, neighbourhood
from graph.errors import LimitError
from graph.ids import EntityId, PropertyId
from graph.model import Certainty
from graph.provenance import EVERYTHING
from graph.view import PathSpec
from graph.vocabulary import SCHEMA

if TYPE_CHECKING:
    from graph.view import View
    from tests.graph.questions.conftest import Press, Seed

ANNA, JAN, OLA, PIOTR, UNION = map(EntityId, ("anna", "jan", "ola", "piotr", "union"))
ONE, TWO = PathSpec(max_length=1), PathSpec(max_length=2)


@pytest.fixture
def view(press: Press) -> View:
    """Print anna, jan and ola in one union, jan twice so; ola and piotr at one arrest."""
    for who, source in ((ANNA, "times"), (JAN, "times"), (JAN, "courier"), (OLA, "times")):
        press.say(who, "memberOf", UNION, source=source)
    press.event("arrest", "Arrest", affectedPerson=OLA)
    press.say("arrest", "affectedPerson", PIOTR)
    press.say(ANNA, "sibling", PIOTR, certainty=Certainty.ALLEGED)
    return press.view()


def around(view: View, of: EntityId, spec: PathSpec, cap: int = MAX_AROUND) -> list[tuple[str, int]]:
    found = neighbourhood(view, [of], spec, EVERYTHING, cap)
    return [(one.entity, one.distance) for one in found.around]


def test_the_nearest_come_first_and_then_by_id(view: View) -> None:
    assert around(view, ANNA, PathSpec(max_length=4)) == [
        ("union", 1),
        ("jan", 2),
        ("ola", 2),
        ("arrest", 3),
        ("piotr", 4),
    ]
    assert around(view, ANNA, TWO) == [("union", 1), ("jan", 2), ("ola", 2)]


def test_what_is_cut_off_is_said_to_be(view: View) -> None:
    found = neighbourhood(view, [ANNA], TWO, EVERYTHING, 2)
    assert ([one.entity for one in found.around], found.complete) == ([UNION, JAN], False)
    assert neighbourhood(view, [ANNA], TWO, EVERYTHING, 3).complete


def test_only_facts_connect_unless_more_is_asked_for(view: View) -> None:
    assert around(view, PIOTR, ONE) == [("arrest", 1)]
    alleged = replace(EVERYTHING, certainties=frozenset(Certainty))
    assert [one.entity for one in neighbourhood(view, [PIOTR], ONE, alleged).around] == [ANNA, "arrest"]


def test_a_hub_is_found_and_not_crossed(view: View) -> None:
    assert around(view, ANNA, PathSpec(max_length=2, hub_limit=2)) == [("union", 1)]


@pytest.mark.parametrize(("longest", "cap"), [(0, 1), (5, 1), (1, 0), (1, MAX_AROUND + 1)])
def test_a_neighbourhood_has_limits(view: View, longest: int, cap: int) -> None:
    with pytest.raises(LimitError, match="expected 1 to"):
        neighbourhood(view, [ANNA], PathSpec(max_length=longest), EVERYTHING, cap)


def test_what_most_of_them_share_comes_first(view: View) -> None:
    found = common(view, [ANNA, JAN, OLA, PIOTR], EVERYTHING)
    assert [(one.entity, [hop.start for hop in one.hops]) for one in found.shared] == [
        (UNION, [ANNA, JAN, OLA]),
        ("arrest", [OLA, PIOTR]),
    ]
    assert found.complete
    assert [one.entity for one in common(view, [ANNA, JAN, OLA, PIOTR], EVERYTHING, at_least=3).shared] == [UNION]


def test_every_hop_has_its_claims(view: View) -> None:
    (shared,) = common(view, [ANNA, JAN], EVERYTHING).shared
    assert [len(hop.claims) for hop in shared.hops] == [1, 2]


def test_what_they_share_has_as_many_sources_as_are_asked_for(view: View) -> None:
    assert common(view, [ANNA, JAN], replace(EVERYTHING, min_independent_sources=2)).shared == ()


def test_only_the_properties_asked_for_connect(view: View) -> None:
    members = PathSpec(not_properties=frozenset({PropertyId(SCHEMA + "memberOf")}))
    assert common(view, [ANNA, JAN], EVERYTHING, members).shared == ()
    siblings = PathSpec(properties=frozenset({PropertyId(SCHEMA + "sibling")}))
    assert common(view, [ANNA, JAN], EVERYTHING, siblings).shared == ()


@pytest.mark.parametrize("at_least", [1, 3])
def test_sharing_takes_two_and_no_more_than_are_asked_about(view: View, at_least: int) -> None:
    with pytest.raises(LimitError, match="expected 2 to 2"):
        common(view, [ANNA, JAN, ANNA], EVERYTHING, at_least=at_least)


@pytest.mark.shared
def test_kalesnikava_and_tsikhanouski_share_what_the_article_tells(seed: Seed) -> None:
    found = common(seed.view, [seed["kalesnikava"], seed["tsikhanouski"]], EVERYTHING)
    for shared in found.shared:
        assert [hop.start for hop in shared.hops] == [seed["kalesnikava"], seed["tsikhanouski"]]
        assert all(hop.end == shared.entity and hop.claims for hop in shared.hops)

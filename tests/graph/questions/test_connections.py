"""What several entities share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from graph import connections
from graph.connections import common
from graph.errors import LimitError
from graph.ids import EntityId, KindId, PropertyId
from graph.model import Certainty
from graph.provenance import EVERYTHING
from graph.view import PathSpec
from graph.vocabulary import EVENT, KG, SCHEMA

if TYPE_CHECKING:
    from graph.view import View
    from tests.graph.questions.conftest import Press, Seed

ANNA, JAN, OLA, PIOTR, UNION = map(EntityId, ("anna", "jan", "ola", "piotr", "union"))


@pytest.fixture
def view(press: Press) -> View:
    """Print anna, jan and ola in one union, jan twice so; ola and piotr at one arrest."""
    for who, source in ((ANNA, "times"), (JAN, "times"), (JAN, "courier"), (OLA, "times")):
        press.say(who, "memberOf", UNION, source=source)
    press.event("arrest", "Arrest", affectedPerson=OLA)
    press.say("arrest", "affectedPerson", PIOTR)
    press.say(ANNA, "sibling", PIOTR, certainty=Certainty.ALLEGED)
    return press.view()


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


def test_shared_events_are_those_of_an_event_kind(view: View) -> None:
    everyone = [ANNA, JAN, OLA, PIOTR]
    events = common(view, everyone, EVERYTHING, wanted=frozenset({KindId(EVENT)}))
    assert [one.entity for one in events.shared] == ["arrest"]
    assert common(view, everyone, EVERYTHING, wanted=frozenset({KindId(KG + "Trial")})).shared == ()


def test_what_they_share_is_cut_off_openly(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_SHARED", 1)
    found = common(view, [ANNA, JAN, OLA, PIOTR], EVERYTHING)
    assert ([one.entity for one in found.shared], found.complete) == ([UNION], False)


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

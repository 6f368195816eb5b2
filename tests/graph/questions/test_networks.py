"""Answers as networkx graphs, networks around some, and what engines say of networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph import networks
from graph.errors import LimitError
from graph.ids import EntityId
from graph.measures import betweenness, communities, components, ranks
from graph.networks import Wanted, find_network, network, network_of
from graph.paths import find_paths
from graph.provenance import EVERYTHING
from graph.view import PathSpec

if TYPE_CHECKING:
    from graph.view import View
    from tests.graph.questions.conftest import Press

ANYWHERE = PathSpec()
ANNA, JAN, OLA, PIOTR, UNION = map(EntityId, ("anna", "jan", "ola", "piotr", "union"))


@pytest.fixture
def view(press: Press) -> View:
    """Print a union of three, one of them told twice, and two who are siblings."""
    for who, source in ((ANNA, "times"), (JAN, "times"), (JAN, "courier"), (OLA, "times")):
        press.say(who, "memberOf", UNION, source=source)
    press.say(PIOTR, "sibling", "zofia")
    return press.view()


def test_a_network_has_every_connection_with_its_sources(view: View) -> None:
    graph = network(view, PathSpec(), EVERYTHING)
    assert sorted(graph.edges(data="support")) == [
        ("anna", "union", 1),
        ("jan", "union", 2),
        ("ola", "union", 1),
        ("piotr", "zofia", 1),
    ]


def test_a_network_that_is_too_large_is_refused(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "MAX_PAIRS", 3)
    with pytest.raises(LimitError, match="more than 3 pairs"):
        network(view, PathSpec(), EVERYTHING)


def test_a_path_is_a_graph_with_the_claims_of_its_hops(view: View) -> None:
    (path,) = find_paths(view, ANNA, JAN, PathSpec(), EVERYTHING).paths
    graph = network_of(path.hops)
    assert {(one, other) for one, other in graph.edges()} == {(ANNA, UNION), (JAN, UNION)}
    assert sorted(len(data["claims"]) for _, _, data in graph.edges(data=True)) == [1, 2]


def test_the_largest_component_comes_first(view: View) -> None:
    assert components(network(view, PathSpec(), EVERYTHING)) == [{ANNA, JAN, OLA, UNION}, {PIOTR, "zofia"}]


def test_communities_keep_those_together_who_are_connected(view: View) -> None:
    found = communities(network(view, PathSpec(), EVERYTHING))
    assert {PIOTR, "zofia"} in found
    assert sum(map(len, found)) == 6


def test_whoever_stands_between_others_ranks_first(view: View) -> None:
    graph = network(view, PathSpec(), EVERYTHING)
    assert max(ranks(graph), key=ranks(graph).__getitem__) == UNION
    assert max(betweenness(graph), key=betweenness(graph).__getitem__) == UNION


def around(view: View, hops: int, spec: PathSpec = ANYWHERE) -> list[tuple[str, str]]:
    found = find_network(view, Wanted(spec=spec, provenance=EVERYTHING, around=(ANNA,), hops=hops))
    return [(found.entities[one], found.entities[other]) for one, other in found.pairs]


def test_a_network_around_some_has_the_connections_among_those_who_are_near(view: View) -> None:
    assert around(view, 1) == [("anna", "union")]
    assert around(view, 2) == [("anna", "union"), ("jan", "union"), ("ola", "union")]


def test_whom_a_path_may_not_cross_is_not_in_the_network_around(view: View) -> None:
    assert around(view, 2, PathSpec(hub_limit=2)) == []


def test_a_network_around_nobody_known_is_empty(view: View) -> None:
    nobody = Wanted(provenance=EVERYTHING, around=(EntityId("urn:nobody"),))
    assert find_network(view, nobody).entities == []
    assert find_network(view, Wanted(provenance=EVERYTHING, around=())).entities == []


def test_a_network_around_too_many_is_refused(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "MAX_REACHED", 2)
    with pytest.raises(LimitError, match="more than 2 entities"):
        around(view, 2)
    with pytest.raises(LimitError, match="hops is 5"):
        around(view, 5)

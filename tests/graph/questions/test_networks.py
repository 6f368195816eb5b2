"""Answers as networkx graphs, and what engines say of whole networks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph import networks
from graph.errors import LimitError, UnavailableError
from graph.ids import EntityId
from graph.networks import Analyst, betweenness, communities, components, network, network_of, ranks
from graph.paths import find_paths
from graph.provenance import EVERYTHING
from graph.view import PathSpec

if TYPE_CHECKING:
    from graph.view import View
    from tests.graph.questions.conftest import Press

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


def test_without_scipy_ranks_say_what_to_install(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "find_spec", lambda _: None)
    with pytest.raises(UnavailableError, match="pip install scipy"):
        ranks(network(view, PathSpec(), EVERYTHING))


def test_an_analysis_runs_in_another_process(view: View) -> None:
    graph = network(view, PathSpec(), EVERYTHING)
    with Analyst() as analyst:
        assert analyst.run(_where, graph).result(timeout=60) != os.getpid()
        assert analyst.run(components, graph).result(timeout=60)[0] == {ANNA, JAN, OLA, UNION}


def _where(_: nx.Graph[EntityId]) -> int:
    return os.getpid()

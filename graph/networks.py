"""Answers as networkx graphs, and what engines that many keep well say of whole networks.

Analyses take seconds: they run in a process of their own, never in the thread that answers a request.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TYPE_CHECKING, Self, TypeVar

import networkx as nx

from graph.errors import LimitError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future
    from types import TracebackType

    from graph.ids import EntityId
    from graph.model import Hop
    from graph.provenance import ProvenanceFilter
    from graph.view import PathSpec, View

MAX_PAIRS = 1_000_000
_Answer = TypeVar("_Answer")


def network(view: View, spec: PathSpec, provenance: ProvenanceFilter) -> nx.Graph[EntityId]:
    """Return every two connected entities as a graph; `support` of an edge is how many independent sources it has.

    Of `spec` its length, its limit and what concerns single paths do not count. Memory: about 0.5 kB a pair.

    Raises:
        LimitError: there are more than a million pairs.
    """
    found = view.connected(spec, provenance.connected(), MAX_PAIRS)
    if found is None:
        raise LimitError(f"more than {MAX_PAIRS:,} pairs are connected: ask for less, by kinds, properties or sources")
    graph: nx.Graph[EntityId] = nx.Graph()
    graph.add_nodes_from(found.entities)
    for (one, other), support in zip(found.pairs, found.support, strict=True):
        graph.add_edge(found.entities[one], found.entities[other], support=support)
    return graph


def network_of(hops: Iterable[Hop]) -> nx.MultiDiGraph[EntityId]:
    """Return hops (of paths, of a timeline, of what entities share) as a graph, from subject to value.

    An edge has the property as its key, and the ids of its claims as `claims`.
    """
    graph: nx.MultiDiGraph[EntityId] = nx.MultiDiGraph()
    for hop in hops:
        subject, value = (hop.start, hop.end) if hop.forward else (hop.end, hop.start)
        graph.add_edge(subject, value, key=hop.property, claims=[claim.id for claim in hop.claims])
    return graph


# ---------------------------------------------------------------------- what a network tells


def ranks(graph: nx.Graph[EntityId]) -> dict[EntityId, float]:
    """Return the PageRank of each entity, connections weighted by their sources (networkx, with scipy).

    Raises:
        UnavailableError: scipy is not installed.
    """
    if find_spec("scipy") is None:
        raise UnavailableError("ranks are computed by scipy, which is not installed: `.venv/bin/pip install scipy`")
    return dict(nx.pagerank(graph, weight="support"))


def components(graph: nx.Graph[EntityId]) -> list[set[EntityId]]:
    """Return the entities that are connected with each other, the largest set first."""
    return sorted(nx.connected_components(graph), key=lambda one: (-len(one), min(one)))


def communities(graph: nx.Graph[EntityId], seed: int = 1) -> list[set[EntityId]]:
    """Return the entities that are more connected with each other than with others (Louvain), the largest set first."""
    found = nx.community.louvain_communities(graph, weight="support", seed=seed)
    return sorted(found, key=lambda one: (-len(one), min(one)))


def betweenness(graph: nx.Graph[EntityId], samples: int = 200, seed: int = 1) -> dict[EntityId, float]:
    """Return how often each entity stands between others, estimated from the paths of `samples` entities."""
    return dict(nx.betweenness_centrality(graph, k=min(samples, len(graph)) or None, seed=seed))


class Analyst:
    """A process in which analyses run, one at a time. A context manager: leaving it waits for none."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def run(self, analysis: Callable[[nx.Graph[EntityId]], _Answer], graph: nx.Graph[EntityId]) -> Future[_Answer]:
        """Begin `analysis` of `graph` (a function of this module) and return where its answer will be."""
        return self._pool.submit(analysis, graph)

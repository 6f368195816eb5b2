"""What a network tells as a whole, by engines that many keep well: networkx, and scipy for ranks.

They take seconds on large networks: `graph.analyst` runs them in a process of its own.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, TypeVar

import networkx as nx

from graph.errors import UnavailableError

Node = TypeVar("Node", bound=Any)
"""Whatever sorts: an id, or a place."""


def ranks(graph: nx.Graph[Node]) -> dict[Node, float]:
    """Return the PageRank of each entity, connections weighted by their sources.

    Raises:
        UnavailableError: scipy is not installed.
    """
    if find_spec("scipy") is None:
        raise UnavailableError("ranks are computed by scipy, which is not installed: `.venv/bin/pip install scipy`")
    return dict(nx.pagerank(graph, weight="support"))


def components(graph: nx.Graph[Node]) -> list[set[Node]]:
    """Return the entities that are connected with each other, the largest set first."""
    return sorted(nx.connected_components(graph), key=lambda one: (-len(one), min(one)))


def communities(graph: nx.Graph[Node], seed: int = 1) -> list[set[Node]]:
    """Return the entities that are more connected with each other than with others (Louvain), the largest set first."""
    found = nx.community.louvain_communities(graph, weight="support", seed=seed)
    return sorted(found, key=lambda one: (-len(one), min(one)))


def betweenness(graph: nx.Graph[Node], samples: int = 200, seed: int = 1) -> dict[Node, float]:
    """Return how often each entity stands between others, estimated from the paths of `samples` entities."""
    return dict(nx.betweenness_centrality(graph, k=min(samples, len(graph)) or None, seed=seed))

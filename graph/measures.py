"""What a network tells as a whole, by engines that many keep well: networkx, and scipy for ranks.

They take seconds on large networks: `graph.analyst` runs them in a process of its own.
"""

from __future__ import annotations

from typing import Any, TypeVar

import networkx as nx

Node = TypeVar("Node", bound=Any)
"""Whatever sorts: an id, or a place."""


def ranks(graph: nx.Graph[Node]) -> dict[Node, float]:
    """Return the PageRank of each entity, connections weighted by their sources."""
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

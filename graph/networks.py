"""Networks: who is connected with whom, in all of a graph or around some, and answers as networkx graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import LimitError
from graph.neighbourhood import MAX_DISTANCE, MAX_REACHED
from graph.view import PathSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

    from graph.ids import EntityId
    from graph.model import Hop
    from graph.provenance import ProvenanceFilter
    from graph.view import Connected, View

MAX_PAIRS = 1_000_000


class Wanted(Struct, frozen=True, kw_only=True):
    """Which network: all that `spec` and `provenance` connect, or what lies within `hops` hops `around` some.

    Around nobody is nothing.

    Of `spec` its length, its limit and what concerns single paths do not count.
    """

    provenance: ProvenanceFilter
    spec: PathSpec = PathSpec()
    around: tuple[EntityId, ...] | None = None
    hops: int = 1


def find_network(view: View, wanted: Wanted) -> Connected:
    """Return every two connected entities of the network that is wanted.

    The entities are those that a path may cross under `spec`, and those that it lies around.

    Raises:
        LimitError: there are more than a million pairs, or more than 20,000 entities are around.
    """
    standing = wanted.provenance.connected()
    if wanted.around is not None:
        return _around(view, wanted, wanted.around, standing)
    found = view.connected(wanted.spec, standing, MAX_PAIRS)
    if found is None:
        raise LimitError(
            f"more than {MAX_PAIRS:,} pairs are connected: ask for less, by kinds, properties or sources, or around"
            " some entities"
        )
    return found


def _around(view: View, wanted: Wanted, entities: Sequence[EntityId], standing: ProvenanceFilter) -> Connected:
    if not 1 <= wanted.hops <= MAX_DISTANCE:
        raise LimitError(f"hops is {wanted.hops}: expected 1 to {MAX_DISTANCE}")
    spec = replace(wanted.spec, max_length=wanted.hops)
    near = view.around(entities, spec, standing, MAX_REACHED)
    if not near.complete:
        raise LimitError(
            f"more than {MAX_REACHED:,} entities, or too many connections, are within {wanted.hops} hops: ask for fewer"
            " hops, for less by kinds, properties or sources, or give a hubLimit"
        )
    crossed = [entity for entity, may in zip(near.entities, near.crossed, strict=True) if may]
    return view.among([*entities, *crossed], spec, standing)


def network(view: View, spec: PathSpec, provenance: ProvenanceFilter) -> nx.Graph[EntityId]:
    """Return every two connected entities as a graph; `support` of an edge is how many independent sources it has.

    Memory: about 0.5 kB a pair.

    Raises:
        LimitError: there are more than a million pairs.
    """
    import networkx as nx

    found = find_network(view, Wanted(spec=spec, provenance=provenance))
    graph: nx.Graph[EntityId] = nx.Graph()
    graph.add_nodes_from(found.entities)
    for (one, other), support in zip(found.pairs, found.support, strict=True):
        graph.add_edge(found.entities[one], found.entities[other], support=support)
    return graph


def network_of(hops: Iterable[Hop]) -> nx.MultiDiGraph[EntityId]:
    """Return hops (of paths, of a timeline, of what entities share) as a graph, from subject to value.

    An edge has the property as its key, and the ids of its claims as `claims`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[EntityId] = nx.MultiDiGraph()
    for hop in hops:
        subject, value = (hop.start, hop.end) if hop.forward else (hop.end, hop.start)
        graph.add_edge(subject, value, key=hop.property, claims=[claim.id for claim in hop.claims])
    return graph

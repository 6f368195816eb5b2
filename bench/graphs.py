"""Graphs to search for paths: one made up from a seed, and real ones from `../shared/data/graphs.tar.xz`."""

from __future__ import annotations

import gzip
import tarfile
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.index.adjacency import Adjacency, Edges, layer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import networkx as nx
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

PROPERTIES = 7
"""The properties of the made-up graph are 0 to 6; 6 leads to the hub."""
_ENTITIES_PER_EDGE = 0.25
_SHARES = {"person": 0.55, "event": 0.33, "body": 0.10, "place": 0.02}
_HUB = 0.05
_PACK = "graphs.tar.xz"


class Graph(NamedTuple):
    """Edges, none twice and none from an entity to itself; `sources` is how many tell of each.

    `among`: the entities that pairs are drawn from; each has an edge.
    """

    entities: int
    subject: Ints
    value: Ints
    prop: Ints
    sources: Ints
    among: Ints

    def adjacency(self) -> Adjacency:
        """Return it as the index has it: a place for every entity, since most have edges."""
        unset = np.empty(0, np.int64)
        columns = (self.subject.astype(np.int32), self.value.astype(np.int32), self.prop.astype(np.uint16))
        edges = Edges(*columns, unset, unset)
        return Adjacency([layer(0, edges, self.entities)], self.entities)

    def pairs(self, count: int, seed: int) -> list[tuple[int, int]]:
        """Return pairs of different entities, each as likely."""
        random = np.random.default_rng(seed)
        ends = self.among[random.integers(0, len(self.among), (4 * count, 2))]
        different = ends[ends[:, 0] != ends[:, 1]][:count]
        return [(int(one), int(other)) for one, other in different]


def made_up(edges: int, seed: int) -> Graph:
    """Return people, events, bodies and places, connected by a power law, with one place that 5 % of edges lead to."""
    random = np.random.default_rng(seed)
    entities = int(edges * _ENTITIES_PER_EDGE)
    sizes = {kind: int(entities * share) for kind, share in _SHARES.items()}
    sizes["place"] += entities - sum(sizes.values())
    first = dict(zip(sizes, np.cumsum([0, *sizes.values()]), strict=False))
    renamed = {kind: random.permutation(size) for kind, size in sizes.items()}

    def some(kind: str, count: int, skew: float) -> Ints:
        drawn = (sizes[kind] * random.random(count) ** (1 / (1 - skew))).astype(np.int64)
        return np.asarray(first[kind] + renamed[kind][drawn])

    part, member, host, hub = (int(edges * share) for share in (0.45, 0.25, 0.15, _HUB))
    where = edges - part - member - host - hub
    parts = [
        (some("person", part, 0.45), some("event", part, 0.35), np.zeros(part)),
        (some("person", member, 0.5), some("body", member, 0.6), random.integers(1, 4, member)),
        (some("event", host, 0.0), some("body", host, 0.6), np.full(host, 4)),
        (some("event", where, 0.0), some("place", where, 0.6), np.full(where, 5)),
        (some("person", hub, 0.0), np.full(hub, first["place"]), np.full(hub, 6)),
    ]
    subject, value, prop = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
    return _graph(entities, subject, value, prop, random, among=sizes["person"])


def _graph(  # noqa: PLR0913 - the parts of a graph
    entities: int, subject: Ints, value: Ints, prop: Ints, random: np.random.Generator, *, among: int
) -> Graph:
    key = np.unique((subject * entities + value) * PROPERTIES + prop)
    ends, prop = key // PROPERTIES, key % PROPERTIES
    subject, value = ends // entities, ends % entities
    there = np.unique(np.concatenate([subject, value]))
    sources = np.minimum(random.geometric(0.6, len(key)), 255)
    return Graph(entities, subject, value, prop, sources, there[there < among])


def networkx_graph(graph: Graph) -> nx.Graph[int]:
    """Return `graph` for networkx; the data of an edge are the sources of each of its properties."""
    import networkx as nx

    found: nx.Graph[int] = nx.Graph()
    columns = (column.tolist() for column in (graph.subject, graph.value, graph.prop, graph.sources))
    for subject, value, prop, sources in zip(*columns, strict=True):
        found.add_edge(subject, value)
        found[subject][value][prop] = max(sources, found[subject][value].get(prop, 0))
    return found


# ---------------------------------------------------------------------- real graphs


def real(name: str, shared: Path) -> Graph | None:
    """Return a real graph; None where the pack is not there."""
    pack = shared / "data" / _PACK
    if not pack.exists():
        return None
    member, read = _REAL[name]
    with tarfile.open(pack) as tar:
        file = tar.extractfile(member)
        assert file is not None
        content = file.read()
    numbers: dict[bytes, int] = {}
    ends = [(numbers.setdefault(a, len(numbers)), numbers.setdefault(b, len(numbers))) for a, b in read(content)]
    pairs = np.sort(np.array(ends, np.int64), axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    entities = len(numbers)
    nothing = np.zeros(len(pairs), np.int64)
    return _graph(entities, pairs[:, 0], pairs[:, 1], nothing, np.random.default_rng(0), among=entities)


def _edge_list(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    """Yield the first two columns; lines of one number are headings."""
    for line in content.splitlines():
        one, _, rest = line.partition(b"\t" if b"\t" in line else b" ")
        if rest:
            yield one, rest.split()[0]


def _packages(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    """Yield the triples of a Debian release that lead from one package to another."""
    for line in gzip.decompress(content).splitlines():
        subject, _, value = line.split(b" ", 2)
        if value.startswith(_PACKAGE):
            yield subject, value.removesuffix(b" .")


_PACKAGE = b"<https://example.org/deb/pkg/"
_REAL = {
    "wiki-vote": ("graphs_snap/Wiki-Vote.txt", _edge_list),
    "facebook": ("graphs_snap/facebook_combined.txt", _edge_list),
    "debian": ("debian_graph/debian_bookworm.nt.gz", _packages),
}
REAL = tuple(_REAL)

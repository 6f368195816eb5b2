"""The graph as N-Quads for other programs: claims in the graph of their source version, direct triples in one more.

IRIs are absolute. A reader of the files needs `graph.codec` alone: `contents` gives back what was exported.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf

from graph.codec import Content, decode, direct_quads, stored_lines
from graph.errors import InvalidInputError
from graph.ids import ASSERTED, OWN
from graph.packing import absolute, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Archive, Generation


def nquads(archive: Archive, generation: Generation) -> Iterator[bytes]:
    """Yield `generation` as N-Quads, a source at a time in the order of their ids, then the direct triples, sorted.

    Raises:
        DamagedError: a file is not what was written.
    """
    for name, content in archive.quads_files(generation):
        yield absolute(quads_of(content, name), archive.base)
    claims = (claim for stored in archive.read(generation) for claim in stored.content.claims)
    lines = absolute(direct_quads(claims).encode(), archive.base).splitlines(keepends=True)
    yield b"".join(sorted(set(lines)))


def contents(exported: bytes, base: str) -> list[Content]:
    """Return the sources and claims of exported N-Quads: the inverse of `nquads`, from whichever program wrote them.

    Raises:
        InvalidInputError: they are not N-Quads.
        DamagedError: a graph is not the shape of claims.
    """
    graphs: defaultdict[str, list[str]] = defaultdict(list)
    try:
        for quad in parse_rdf(exported, format=RdfFormat.N_QUADS):
            graphs[str(quad.graph_name)] += stored_lines(quad, base)
    except SyntaxError as cause:
        raise InvalidInputError(f"not N-Quads: {cause}") from cause
    graphs.pop(str(NamedNode(base + ASSERTED.removeprefix(OWN))), None)
    return sorted((decode(lines, graph) for graph, lines in graphs.items()), key=lambda content: content.source.id)

"""The graph as N-Quads for other programs: claims in the graph of their source version, direct triples in one more.

IRIs are absolute. A reader of the files needs `graph.codec` alone: `contents` gives back what was exported.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf

from graph.codec import Content, decode, direct_quads, stored_lines
from graph.decisions import NONE
from graph.errors import InvalidInputError
from graph.ids import ASSERTED, OWN
from graph.packing import absolute, ruled_quads
from graph.verdicts import as_ruled, ruled_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions


def nquads(archive: Archive, generation: Generation, decisions: Decisions = NONE) -> Iterator[bytes]:
    """Yield `generation` as N-Quads, a source at a time in the order of their ids, then the direct triples, sorted.

    Claims have the status and the rank that `decisions` gave them; whom they judged to be one is left as it is told.

    Raises:
        DamagedError: a file is not what was written.
    """
    ruled = ruled_by(decisions)
    for name, content in archive.quads_files(generation):
        yield absolute(ruled_quads(content, name, ruled), archive.base)
    told = (stored.content.claims for stored in archive.read(generation))
    claims = (claim for some in told for claim in as_ruled(some, ruled))
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

"""Parts of a version of a source, found in its lines (`graph.codec`) without taking all of them apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain as joined
from typing import TYPE_CHECKING

from graph.ids import source_iri
from graph.ntriples import iri
from graph.vocabulary import KG, RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.ids import EntityId, SourceId

_OBJECT, _SUBJECT, _TYPE = (iri(RDF + name) for name in ("object", "subject", "type"))
_CLAIM, _EVIDENCE, _EXACT = (iri(KG + name) for name in ("Claim", "evidence", "exact"))

Blocks = Iterable[Sequence[str]]
"""The lines of a version, in their order, some thousands at a time; they can be gone through again."""


def claim_nodes(blocks: Blocks, entities: Collection[EntityId] | None = None) -> set[str]:
    """Return the nodes of the claims of a version; only of those with one of `entities` as subject or value."""
    if entities is None:
        kind = f" {_TYPE} {_CLAIM}"
        return {line.removesuffix(kind) for lines in blocks for line in lines if line.endswith(kind)}
    ends = tuple(f" {where} {iri(entity)}" for entity in entities for where in (_SUBJECT, _OBJECT))
    parts = (line.split(" ", 2) for lines in blocks for line in lines if line.endswith(ends))
    # a text may end as a line does, so the predicate is looked at
    return {node for node, predicate, _ in parts if predicate in {_SUBJECT, _OBJECT}}


def touched(before: Blocks, after: Blocks) -> set[str]:
    """Return the nodes of the claims, and of the source, of which two versions of a source do not say just the same."""
    parts = [line.split(" ", 2) for line in _differing(joined.from_iterable(before), joined.from_iterable(after))]
    places = {node for node, predicate, _ in parts if predicate == _EXACT}
    nodes = {node for node, *_ in parts} - places
    if places:
        lines = (line for some in joined(before, after) for line in some if _EVIDENCE in line)
        pointing = (line.split(" ", 2) for line in lines)
        nodes |= {node for node, predicate, place in pointing if predicate == _EVIDENCE and place in places}
    return nodes


def part(blocks: Blocks, nodes: Iterable[str], source: SourceId) -> list[str]:
    """Return the lines of a version that tell of `source`, of the claims at `nodes` and of their evidence."""
    found = _lines_at(blocks, {*nodes, iri(source_iri(source))})
    places = {place for _, predicate, place in (line.split(" ", 2) for line in found) if predicate == _EVIDENCE}
    return found + _lines_at(blocks, places)


def _lines_at(blocks: Blocks, nodes: Collection[str]) -> list[str]:
    starts, found = sorted(f"{node} " for node in nodes), []
    for lines in blocks if nodes else ():
        # what begins in one block may go on in the next
        first = bisect_right(starts, lines[0]) - 1 if lines else len(starts)
        for start in starts[max(first, 0) : bisect_right(starts, lines[-1]) if lines else 0]:
            place = bisect_left(lines, start)
            while place < len(lines) and lines[place].startswith(start):
                found.append(lines[place])
                place += 1
    return found


def _differing(before: Iterator[str], after: Iterator[str]) -> Iterator[str]:
    """Yield the lines that only one of two versions has."""
    one, other = next(before, None), next(after, None)
    while one is not None and other is not None:
        if one == other:
            one, other = next(before, None), next(after, None)
        elif one < other:
            yield one
            one = next(before, None)
        else:
            yield other
            other = next(after, None)
    yield from (line for line in (one, other) if line is not None)
    yield from joined(before, after)

"""Edges: what claims that share subject, property and value are together, numbered over all segments.

A claim that denies belongs to another edge than one that does not: a denial supports nothing but itself. The ends of
a symmetric property are in the order of their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from graph.ids import PropertyId
from graph.index.adjacency import half_edges
from graph.index.arrow import coded, lists, numbers
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.index.arrow import Columns
    from graph.index.stack import Stack


_SPARSE = 4
"""Entities are listed one by one where fewer than one in so many has an edge."""


class Edges(NamedTuple):
    """The edges that a segment adds, and the half-edges at their ends."""

    columns: Columns
    adjacency: Columns


def number_edges(
    stack: Stack, claims: Columns, properties: Sequence[str], entities: int
) -> tuple[NDArray[np.int32], Edges]:
    """Return of each claim the number of its edge, -1 where it is none, and the edges that `stack` has not.

    `entities` is how many there are, with those that come with these claims.
    """
    known = [vocabulary().properties.get(PropertyId(prop)) for prop in properties]
    projects = np.array([prop is not None and prop.projects for prop in known], bool)
    symmetric = np.array([prop is not None and prop.symmetric for prop in known], bool)
    subject, value = claims["subject"].to_numpy(), claims["value_entity"].to_numpy()
    prop = claims["property"].indices.to_numpy()
    denies = claims["denies"].to_numpy(zero_copy_only=False)
    steps = np.flatnonzero((value >= 0) & (value != subject) & (projects[prop] if known else False))
    turned = symmetric[prop[steps]] & (subject[steps] > value[steps]) if len(steps) else np.empty(0, bool)
    first, second = np.where(turned, value[steps], subject[steps]), np.where(turned, subject[steps], value[steps])
    kept, which = distinct(first, second, prop[steps].astype(np.int64) * 2 + denies[steps])
    ends = first[kept], second[kept], prop[steps][kept], denies[steps][kept]
    numbered = stack.edge_numbers(*ends[:2], [properties[code] for code in ends[2]], ends[3])
    fresh = numbered < 0
    numbered[fresh] = stack.bases.edges + np.arange(fresh.sum())
    edge = np.full(len(subject), -1, np.int32)
    edge[steps] = numbered[which]
    first, second, prop, denies = (part[fresh] for part in ends)
    columns = {
        "subject": numbers(first, pa.int32()),
        "property": coded(prop, properties),
        "value": numbers(second, pa.int32()),
        "denies": pa.array(denies),
    }
    return edge, Edges(columns, _adjacency(first, second, stack.bases.edges, entities))


def _adjacency(first: NDArray[np.int32], second: NDArray[np.int32], base: int, entities: int) -> Columns:
    """Return what lies at both ends of edges that are numbered from `base` on: of each entity its neighbours.

    Where more than a quarter of the `entities` have some, all are listed: then an entity is its own place.
    """
    touched = np.count_nonzero(np.bincount(np.concatenate([first, second]), minlength=entities))
    halves = half_edges(base, first, second, entities if touched * _SPARSE > entities else None)
    listed = np.arange(entities, dtype=np.int32) if halves.rows is None else halves.rows
    return {
        "entity": numbers(listed, pa.int32()),
        "neighbours": lists(halves.offsets, halves.neighbour),
        "edges": lists(halves.offsets, halves.edge),
    }


def distinct(*columns: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first place of each distinct row, in the order of the rows, and of every row which of these it is."""
    order = np.lexsort(columns[::-1])
    if not len(order):
        return order, order
    differs = np.zeros(len(order), bool)
    differs[0] = True
    for column in columns:
        ordered = column[order]
        differs[1:] |= ordered[1:] != ordered[:-1]
    which = np.empty(len(order), np.int64)
    which[order] = np.cumsum(differs) - 1
    return order[differs], which

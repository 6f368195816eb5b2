"""Who is connected with whom, as the segments of a generation have it: a layer a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.index.adjacency import Adjacency, Edges, HalfEdges, Layer, Merged
from graph.index.merged import MergedStack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.index.stack import Segment, Stack

_NO_TIME = np.empty(0, np.int64)


def adjacency_of(stack: Stack) -> Adjacency:
    """Return who is connected with whom in all segments of `stack`, as its identity has them."""
    layers = [_layer(segment) for segment in stack.segments]
    adjacency = Adjacency(layers, stack.bases.entities)
    if not isinstance(stack, MergedStack):
        return adjacency
    return Adjacency(layers, stack.bases.entities, Merged(stack.shown, stack.moved(adjacency)))


def _layer(segment: Segment) -> Layer:
    edges, halves = segment["edges"], segment["adjacency"]
    ends, properties = (edges.numbers("subject"), edges.numbers("value")), edges.codes("property").astype(np.uint16)
    offsets, neighbours = halves.lists("neighbours")
    entities = halves.numbers("entity")
    # where all are listed, from the first one on, each is its own place
    rows = None if len(entities) and entities[-1] == len(entities) - 1 else entities
    around = HalfEdges(rows, offsets, neighbours, halves.lists("edges")[1])
    return Layer(segment.bases.edges, Edges(*ends, properties, _NO_TIME, _NO_TIME), around)


def timed(layer: Layer, earliest: NDArray[np.int64], latest: NDArray[np.int64]) -> Layer:
    """Return `layer` with the times of its edges, given those of all edges."""
    own = slice(layer.first, layer.first + len(layer.edges.subject))
    return layer._replace(edges=layer.edges._replace(earliest=earliest[own], latest=latest[own]))

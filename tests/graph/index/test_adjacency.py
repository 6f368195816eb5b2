"""Half-edges by entity: the same answers however the edges are laid in layers, also from read-only memory maps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.index.adjacency import Adjacency, Edges, HalfEdges, Layer, layer

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

law = settings(derandomize=True, deadline=None, database=None, max_examples=100)

ROWS = 8
Edge = tuple[int, int, int, int, int]

pairs = st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)).filter(lambda pair: pair[0] != pair[1])
times = st.integers(-5, 5)
edges = st.lists(st.builds(lambda pair, *rest: (*pair, *rest), pairs, st.integers(0, 3), times, times), max_size=20)
cuts = st.lists(st.integers(0, 20), max_size=2).map(sorted)


def table(found: list[Edge]) -> Edges:
    """Return `found` as columns."""
    columns = np.array(found, dtype=np.int64).reshape(-1, 5).T
    return Edges(
        columns[0].astype(np.int32),
        columns[1].astype(np.int32),
        columns[2].astype(np.uint16),
        columns[3].copy(),
        columns[4].copy(),
    )


def layered(found: list[Edge], at: list[int], entities: int = ROWS) -> Adjacency:
    """Return the adjacency of `found`, a new layer beginning at each of `at`; the first one is dense."""
    bounds = [0, *(min(cut, len(found)) for cut in at), len(found)]
    layers = [
        layer(first, table(found[first:last]), entities if number == 0 else None)
        for number, (first, last) in enumerate(pairwise(bounds))
    ]
    return Adjacency(layers, entities)


def seen_from(found: list[Edge], row: int) -> list[tuple[int, int]]:
    """Return neighbour and number of each edge around `row`."""
    forth = [(edge[1], number) for number, edge in enumerate(found) if edge[0] == row]
    return sorted(forth + [(edge[0], number) for number, edge in enumerate(found) if edge[1] == row])


@law
@given(edges, cuts, st.lists(st.integers(0, ROWS - 1), max_size=ROWS))
def test_each_end_of_an_edge_sees_the_other(found: list[Edge], at: list[int], rows: list[int]) -> None:
    around = layered(found, at).around(np.array(rows, dtype=np.int64))
    listed = sorted(zip(around.owner.tolist(), around.neighbour.tolist(), around.edge.tolist(), strict=True))
    assert listed == sorted((place, *half) for place, row in enumerate(rows) for half in seen_from(found, row))


@law
@given(edges, cuts)
def test_one_row_is_seen_as_many_are(found: list[Edge], at: list[int]) -> None:
    adjacency = layered(found, at)
    for row in range(ROWS):
        assert sorted(zip(adjacency.neighbours_of(row), adjacency.edges_of(row), strict=True)) == seen_from(found, row)


@law
@given(edges, cuts, st.lists(st.integers(0, ROWS - 1), max_size=ROWS))
def test_a_degree_is_the_number_of_half_edges(found: list[Edge], at: list[int], rows: list[int]) -> None:
    adjacency = layered(found, at)
    expected = [len(seen_from(found, row)) for row in rows]
    assert adjacency.degrees(np.array(rows, dtype=np.int32)).tolist() == expected
    assert [adjacency.degree(row) for row in rows] == expected


@law
@given(edges, cuts, st.randoms(use_true_random=False))
def test_columns_of_an_edge_are_found_in_whichever_layer_it_is(
    found: list[Edge], at: list[int], random: object
) -> None:
    numbers = list(range(len(found)))
    getattr(random, "shuffle")(numbers)  # noqa: B009 - hypothesis does not type its random
    columns = layered(found, at).edges(np.array(numbers, dtype=np.int64))
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == [found[number] for number in numbers]


def test_a_row_that_came_after_the_first_layer_is_seen_in_later_ones() -> None:
    first = layer(0, table([(0, 1, 0, 0, 0)]), 2)
    later = layer(1, table([(4, 1, 0, 0, 0)]))
    adjacency = Adjacency([first, later], 6)
    assert [adjacency.neighbours_of(row) for row in range(6)] == [[1], [0, 4], [], [], [1], []]
    assert adjacency.degrees(np.arange(6)).tolist() == [1, 2, 0, 0, 1, 0]


def test_the_half_edges_of_a_row_are_ordered_by_neighbour() -> None:
    assert layered([(2, 3, 0, 0, 0), (1, 2, 0, 0, 0), (2, 0, 0, 0, 0)], []).neighbours_of(2) == [0, 1, 3]


def test_no_layer_is_a_graph_without_edges() -> None:
    adjacency = Adjacency([], 3)
    assert adjacency.neighbours_of(1) == []
    assert adjacency.around(np.array([0, 1])).edge.tolist() == []
    assert adjacency.edge_count == 0


def test_it_reads_from_memory_maps_that_may_not_be_written(tmp_path: Path) -> None:
    def mapped(name: str, array: NDArray[np.generic]) -> NDArray[np.generic]:
        np.save(tmp_path / f"{name}.npy", array)
        return np.asanyarray(np.load(tmp_path / f"{name}.npy", mmap_mode="r"))

    built = layer(0, table([(0, 1, 0, 1, 2), (1, 2, 5, 3, 4)]))
    kept = Layer(
        0,
        Edges(*(mapped(f"edges{number}", column) for number, column in enumerate(built.edges))),  # type: ignore[arg-type] # columns of several types
        HalfEdges(*(mapped(f"halves{number}", np.asarray(column)) for number, column in enumerate(built.halves))),  # type: ignore[arg-type] # columns of several types
    )
    adjacency = Adjacency([kept], 3)
    assert adjacency.neighbours_of(1) == [0, 2]
    assert adjacency.around(np.array([1])).edge.tolist() == [0, 1]
    assert adjacency.edges(np.array([1])).prop.tolist() == [5]


def test_a_half_edge_takes_at_most_48_bytes_at_eight_a_row() -> None:
    rng = np.random.default_rng(1)
    found = [(int(one), int(other), 0, 0, 0) for one, other in rng.integers(0, 500, (2000, 2)) if one != other]
    assert 21 < layered(found, [1500], 500).bytes_per_half_edge <= 48

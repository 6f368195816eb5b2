"""The path kernel: its answers are those of networkx, whatever the filters and however the edges are laid in layers."""

from __future__ import annotations

import tarfile
import threading
from itertools import combinations, pairwise
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.index import kernel
from graph.index.adjacency import OPEN_END, OPEN_START, Adjacency, Edges, layer
from graph.index.kernel import Bounds, Chain, Found, Reached, Walk
from graph.index.kernel import steps as kernel_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

law = settings(derandomize=True, deadline=None, database=None, max_examples=100)

ANY = Walk()
ALL = 10_000
"""More chains than any test graph has."""


class Edge(NamedTuple):
    """An edge of a test graph; `allowed` is what the mask says of it."""

    subject: int
    value: int
    earliest: int
    latest: int
    support: int
    allowed: bool


class Case(NamedTuple):
    """A graph in layers, and what is asked of it; `few` as in `graph.index.kernel.steps`."""

    rows: int
    edges: list[Edge]
    cuts: list[int]
    entities: list[bool] | None
    hub: int | None
    masked: bool
    max_length: int
    few: int

    @property
    def adjacency(self) -> Adjacency:
        return layered(self.rows, self.edges, self.cuts)

    @property
    def bounds(self) -> Bounds:
        return Bounds(max_length=self.max_length)

    def walk(self, *, chronological: bool = False) -> Walk:
        mask = np.array([edge.allowed for edge in self.edges], dtype=np.bool_)
        entities = None if self.entities is None else np.array(self.entities)
        return Walk(edges=mask if self.masked else None, entities=entities, hub=self.hub, chronological=chronological)

    @property
    def walkable(self) -> list[Edge]:
        return [edge for edge in self.edges if edge.allowed or not self.masked]

    def crossed(self, row: int) -> bool:
        """Say whether a chain may go through `row`."""
        degree = sum(row in edge[:2] for edge in self.edges)
        return (self.entities is None or self.entities[row]) and (self.hub is None or degree <= self.hub)

    def chains(self, *, chronological: bool = False) -> list[Chain]:
        """Return the simple chains from 0 to 1 that networkx finds, in the order of the kernel."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from([0, 1])
        graph.add_edges_from(edge[:2] for edge in self.walkable)
        graph.remove_nodes_from([row for row in graph if row > 1 and not self.crossed(row)])
        found = [list(chain) for chain in nx.all_simple_paths(graph, 0, 1, cutoff=self.max_length)]
        kept = [chain for chain in found if not chronological or in_time(self.hops(chain))]
        return sorted(kept, key=lambda chain: (len(chain), chain))

    def hops(self, chain: Chain) -> list[list[Edge]]:
        """Return the walkable edges of each hop."""
        return [[edge for edge in self.walkable if {*edge[:2]} == {*hop}] for hop in pairwise(chain)]


def layered(rows: int, edges: Sequence[Edge], cuts: Sequence[int] = ()) -> Adjacency:
    bounds = [0, *(min(cut, len(edges)) for cut in sorted(cuts)), len(edges)]
    layers = []
    for number, (first, last) in enumerate(pairwise(bounds)):
        columns = np.array([edge[:4] for edge in edges[first:last]], dtype=np.int64).reshape(-1, 4).T
        ends = columns[:2].astype(np.int32)
        table = Edges(ends[0], ends[1], np.zeros(last - first, dtype=np.uint16), columns[2].copy(), columns[3].copy())
        layers.append(layer(first, table, rows if number == 0 else None))
    return Adjacency(layers, rows)


def joined(rows: int, pairs: Sequence[tuple[int, int]]) -> Adjacency:
    """Return the graph of `pairs`, whose edges hold at any time."""
    return layered(rows, [Edge(*pair, OPEN_START, OPEN_END, support=1, allowed=True) for pair in pairs])


def in_time(hops: list[list[Edge]]) -> bool:
    """Say whether times in whole seconds can be chosen for `hops`, by trying all."""
    times = {0}
    for hop in hops:
        times = {
            after for time in times for after in range(time, 12) if any(edge[2] <= after <= edge[3] for edge in hop)
        }
    return bool(times)


def shortest_of(chains: list[Chain]) -> list[Chain]:
    return [chain for chain in chains if len(chain) == len(chains[0])]


def complete(chains: list[Chain]) -> tuple[list[Chain], bool]:
    return chains, True


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows = draw(st.integers(2, 9))
    row = st.integers(0, rows - 1)
    pairs = st.tuples(row, row).filter(lambda pair: pair[0] != pair[1])
    start, duration = st.integers(0, 5), st.integers(0, 4)
    edge = st.builds(
        lambda pair, first, lasts, *rest: Edge(pair[0], pair[1], first, first + lasts, *rest),
        pairs,
        start,
        duration,
        st.integers(0, 4),
        st.sampled_from([True, True, False]),
    )
    return Case(
        rows,
        draw(st.lists(edge, min_size=min(6, rows), max_size=18)),
        draw(st.lists(st.integers(0, 18), max_size=2)),
        draw(st.none() | st.lists(st.sampled_from([True, True, True, False]), min_size=rows, max_size=rows)),
        draw(st.sampled_from([None, None, 3, 5])),
        draw(st.booleans()),
        draw(st.integers(1, 7)),
        draw(st.sampled_from([kernel_steps.FEW, -1])),
    )


@law
@given(cases(), st.booleans())
def test_a_shortest_chain_is_one_of_networkx(case: Case, chronological: bool) -> None:  # noqa: FBT001 - drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_steps, "FEW", case.few)
        found = kernel.shortest(case.adjacency, case.walk(chronological=chronological), case.bounds, 0, 1)
    expected = shortest_of(case.chains(chronological=chronological))
    assert found.complete
    assert len(found.chains) == min(1, len(expected))
    assert all(chain in expected for chain in found.chains)


@law
@given(cases(), st.booleans())
def test_all_shortest_chains_are_those_of_networkx(case: Case, chronological: bool) -> None:  # noqa: FBT001 - drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_steps, "FEW", case.few)
        walk = case.walk(chronological=chronological)
        found = kernel.all_shortest(case.adjacency, walk, case.bounds, 0, 1, limit=ALL)
        first = kernel.all_shortest(case.adjacency, walk, case.bounds, 0, 1, limit=1)
    expected = shortest_of(case.chains(chronological=chronological))
    assert found[:2] == complete(expected)
    assert first[:2] == (expected[:1], len(expected) < 2)


@law
@given(cases(), st.booleans(), st.integers(0, 5))
def test_simple_chains_are_those_of_networkx(case: Case, chronological: bool, limit: int) -> None:  # noqa: FBT001 - drawn
    walk = case.walk(chronological=chronological)
    found = kernel.simple(case.adjacency, walk, case.bounds, 0, 1, limit=ALL)
    cut = kernel.simple(case.adjacency, walk, case.bounds, 0, 1, limit=limit)
    expected = case.chains(chronological=chronological)
    assert found[:2] == complete(expected)
    assert cut[:2] == (expected[:limit], len(expected) <= limit)


@law
@given(cases(), st.sets(st.integers(0, 8), max_size=3))
def test_chains_through_entities_contain_each(case: Case, through: set[int]) -> None:
    asked = {row % case.rows for row in through}
    found = kernel.simple(case.adjacency, case.walk(), case.bounds, 0, 1, limit=ALL, through=asked)
    assert found[:2] == complete([chain for chain in case.chains() if asked <= set(chain)])


@law
@given(cases(), st.integers(1, 4))
def test_disjoint_chains_are_as_many_as_exist_and_together_the_shortest(case: Case, limit: int) -> None:
    found = kernel.disjoint(case.adjacency, case.walk(), case.bounds, 0, 1, limit=limit)
    chains = case.chains()
    assert share_nothing(found.chains)
    assert all(chain in chains for chain in found.chains)
    assert not chains or found.chains
    if found.complete and len(chains) < 25:
        sets = (some for size in range(limit + 1) for some in combinations(chains, size) if share_nothing(some))
        assert measure(found.chains) == max(map(measure, sets))


@law
@given(cases())
def test_disjoint_chains_of_any_length_have_the_cost_of_the_cheapest_flow(case: Case) -> None:
    found = kernel.disjoint(case.adjacency, Walk(), Bounds(max_length=case.rows), 0, 1, limit=ALL)
    split: nx.DiGraph[tuple[int, str]] = nx.DiGraph()
    for row in range(case.rows):
        split.add_edge((row, "in"), (row, "out"), capacity=ALL if row < 2 else 1, weight=0)
    for one, other in {pair for edge in case.edges for pair in (edge[:2], edge[1::-1])}:
        split.add_edge((one, "out"), (other, "in"), capacity=1, weight=1)
    flow = nx.max_flow_min_cost(split, (0, "out"), (1, "in"))
    assert found.complete
    assert sum(len(chain) - 1 for chain in found.chains) == nx.cost_of_flow(split, flow)
    assert len(found.chains) == sum(flow[0, "out"].values())


@law
@given(cases(), st.integers(1, 3))
def test_disjoint_chronological_chains_share_nothing(case: Case, limit: int) -> None:
    found = kernel.disjoint(case.adjacency, case.walk(chronological=True), case.bounds, 0, 1, limit=limit)
    chains = case.chains(chronological=True)
    assert share_nothing(found.chains)
    assert all(chain in chains for chain in found.chains)
    assert found.chains[:1] == chains[:1]


def test_a_chain_that_is_too_long_is_none_of_the_disjoint_ones() -> None:
    adjacency = joined(6, [(0, 2), (2, 1), (0, 3), (3, 4), (4, 5), (5, 1)])
    short = kernel.disjoint(adjacency, ANY, Bounds(max_length=3), 0, 1, limit=5)
    assert short[:2] == complete([[0, 2, 1]])
    longer = kernel.disjoint(adjacency, ANY, Bounds(max_length=4), 0, 1, limit=5)
    assert longer[:2] == complete([[0, 2, 1], [0, 3, 4, 5, 1]])


def test_disjoint_chains_are_not_all_where_the_cheapest_have_one_that_is_too_long() -> None:
    # 0-3-4-6-5-1 runs over hops of chains that are short enough, each of them through 2.
    hops = [(0, 2), (2, 1), (0, 3), (3, 4), (4, 6), (6, 5), (5, 1), (2, 3), (2, 4), (2, 6)]
    found = kernel.disjoint(joined(7, hops), ANY, Bounds(max_length=4), 0, 1, limit=4)
    assert found[:2] == ([[0, 2, 1]], False)


@law
@given(cases(), st.booleans(), st.sampled_from([np.int64, np.uint8]))
def test_the_best_supported_chains_have_the_strongest_weakest_hop(
    case: Case,
    chronological: bool,  # noqa: FBT001 - drawn
    kind: type[np.integer],
) -> None:
    support = np.array([edge.support for edge in case.edges], dtype=kind)
    walk = case.walk(chronological=chronological)
    found = kernel.best_supported(case.adjacency, walk, case.bounds, 0, 1, support=support, limit=ALL)
    chains = case.chains(chronological=chronological)
    strengths = [strength(case.hops(chain), chronological=chronological) for chain in chains]
    best = [chain for chain, each in zip(chains, strengths, strict=True) if each == max(strengths)]
    assert found[:2] == complete(shortest_of(best))


@law
@given(cases(), st.integers(0, 4), st.integers(0, 5), st.sets(st.integers(0, 1), min_size=1))
def test_what_lies_around_is_as_far_as_networkx_says(case: Case, hops: int, cap: int, starts: set[int]) -> None:
    found = kernel.ego(case.adjacency, case.walk(), case.bounds, sorted(starts), hops=hops, cap=ALL)
    cut = kernel.ego(case.adjacency, case.walk(), case.bounds, sorted(starts), hops=hops, cap=cap)
    # Only what may be crossed leads on: a directed graph says so.
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(case.rows))
    for one, other in [pair for edge in case.walkable for pair in (edge[:2], edge[1::-1])]:
        if one in starts or case.crossed(one):
            graph.add_edge(one, other)
    far = nx.multi_source_dijkstra_path_length(graph, starts, cutoff=hops, weight=None)
    expected = sorted((int(distance), row) for row, distance in far.items() if distance)
    assert list(zip(found.distances, found.rows, strict=True)) == expected
    assert found.complete
    assert list(zip(cut.distances, cut.rows, strict=True)) == expected[:cap]
    assert cut.complete == (len(expected) <= cap)


@law
@given(cases())
def test_what_lies_around_in_time_is_where_a_chronological_chain_leads(case: Case) -> None:
    walk = case.walk(chronological=True)
    found = kernel.ego(case.adjacency, walk, case.bounds, [0], hops=case.max_length, cap=ALL)
    far = dict(zip(found.rows, found.distances, strict=True))
    chains = case.chains(chronological=True)
    assert far.get(1, inf) == (len(chains[0]) - 1 if chains else inf)


@law
@given(cases(), st.booleans())
def test_common_neighbours_are_the_middles_of_chains_of_two_hops(
    case: Case,
    chronological: bool,  # noqa: FBT001 - drawn
) -> None:
    found = kernel.common(case.adjacency, case.walk(chronological=chronological), case.bounds, 0, 1)
    chains = case._replace(max_length=2).chains(chronological=chronological)
    assert found[:2] == complete([chain for chain in chains if len(chain) == 3])


def share_nothing(chains: Sequence[Chain]) -> bool:
    between = [row for chain in chains for row in chain[1:-1]]
    return len(between) == len(set(between)) and len(chains) == len({*map(tuple, chains)})


def measure(chains: Sequence[Chain]) -> tuple[int, int]:
    """Return what a set of chains is judged by: how many, then how short together."""
    return len(chains), -sum(map(len, chains))


def strength(hops: list[list[Edge]], *, chronological: bool) -> int:
    """Return the greatest support that can be asked of all `hops`."""
    for least in range(4, -1, -1):
        kept = [[edge for edge in hop if edge.support >= least] for hop in hops]
        if all(kept) and (not chronological or in_time(kept)):
            return least
    return -1


def test_from_an_entity_to_itself_there_is_no_chain() -> None:
    assert kernel.shortest(joined(2, [(0, 1)]), ANY, Bounds(max_length=3), 0, 0) == Found([], complete=True, explored=0)


def test_times_that_are_open_follow_each_other() -> None:
    found = kernel.shortest(joined(3, [(0, 1), (1, 2)]), Walk(chronological=True), Bounds(max_length=3), 0, 2)
    assert found.chains == [[0, 1, 2]]


def test_a_later_way_is_walked_where_the_earlier_one_comes_too_late() -> None:
    # 0-2 is direct but late; 0-3-2 arrives in time for 2-1.
    hops = [(0, 2, 9, 9), (0, 3, 1, 1), (3, 2, 2, 2), (2, 1, 3, 4)]
    adjacency = layered(4, [Edge(*hop, support=1, allowed=True) for hop in hops])
    found = kernel.all_shortest(adjacency, Walk(chronological=True), Bounds(max_length=5), 0, 1, limit=5)
    assert found[:2] == complete([[0, 3, 2, 1]])


def grid(side: int) -> Adjacency:
    """Return a square of entities, each with its neighbours: corner to corner there are very many chains."""
    across = [(row, row + 1) for row in range(side * side) if (row + 1) % side]
    return joined(side * side, across + [(row, row + side) for row in range(side * (side - 1))])


SIDE = 12
SEARCHES = ["shortest", "all_shortest", "simple", "disjoint", "best_supported", "common", "ego"]


def ask(name: str, bounds: Bounds, *, chronological: bool = False) -> tuple[list[Chain] | list[int], bool, int]:
    """Ask for what lies between two corners of the grid; return what was found, whether that is all, and the cost."""
    adjacency, walk, last = grid(SIDE), Walk(chronological=chronological), SIDE * SIDE - 1
    support = np.ones(adjacency.edge_count, dtype=np.int64)
    searches: dict[str, Callable[[], Found | Reached]] = {
        "shortest": lambda: kernel.shortest(adjacency, walk, bounds, 0, last),
        "all_shortest": lambda: kernel.all_shortest(adjacency, walk, bounds, 0, last, limit=5),
        "simple": lambda: kernel.simple(adjacency, walk, bounds, 0, last, limit=10**9),
        "disjoint": lambda: kernel.disjoint(adjacency, walk, bounds, 0, last, limit=2),
        "best_supported": lambda: kernel.best_supported(adjacency, walk, bounds, 0, last, support=support, limit=5),
        "common": lambda: kernel.common(adjacency, walk, bounds, 0, SIDE + 1),
        "ego": lambda: kernel.ego(adjacency, walk, bounds, [0], hops=30, cap=ALL),
    }
    found = searches[name]()
    return found[0], found.complete, found.explored


@pytest.mark.parametrize("chronological", [False, True])
@pytest.mark.parametrize("name", SEARCHES)
def test_a_budget_is_kept_and_told(name: str, chronological: bool) -> None:  # noqa: FBT001 - a parameter
    _, whole, explored = ask(name, Bounds(max_length=30, budget=3), chronological=chronological)
    assert (whole, explored <= 3) == (False, True)


@pytest.mark.parametrize("name", SEARCHES)
def test_a_deadline_that_is_past_ends_the_search(name: str) -> None:
    assert ask(name, Bounds(max_length=30, deadline=monotonic() - 1)) == ([], False, 0)


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_that_was_cancelled_does_nothing(name: str) -> None:
    assert ask(name, Bounds(max_length=30, cancelled=lambda: True)) == ([], False, 0)


@pytest.mark.parametrize("chronological", [False, True])
def test_another_thread_can_cancel(chronological: bool) -> None:  # noqa: FBT001 - a parameter
    begun, cancel = threading.Event(), threading.Event()

    def cancelled() -> bool:
        begun.set()
        return cancel.is_set()

    def search() -> None:
        bounds = Bounds(max_length=40, budget=10**15, cancelled=cancelled)
        found = kernel.simple(grid(SIDE), walk, bounds, 0, SIDE * SIDE - 1, limit=10**12, through=[SIDE - 1, SIDE * 5])
        answers.append(found.complete)

    answers: list[bool] = []
    walk = Walk(chronological=chronological)
    thread = threading.Thread(target=search)
    thread.start()
    assert begun.wait(10)
    cancel.set()
    thread.join(10)
    assert answers == [False]


def test_chains_found_before_the_budget_was_spent_are_given() -> None:
    chains, whole, _ = ask("simple", Bounds(max_length=30, budget=20_000))
    assert chains
    assert not whole
    assert all(len(set(chain)) == len(chain) == 2 * SIDE - 1 for chain in chains if isinstance(chain, list))


def test_threads_may_search_at_the_same_time() -> None:
    adjacency, bounds = grid(20), Bounds(max_length=40)

    def search(start: int) -> None:
        for end in range(start + 1, start + 60):
            chain = kernel.shortest(adjacency, ANY, bounds, start, end).chains[0]
            far = abs(start // 20 - end // 20) + abs(start % 20 - end % 20)
            answers.append(len(chain) - 1 == far)

    answers: list[bool] = []
    threads = [threading.Thread(target=search, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 177


@pytest.fixture(scope="module")
def votes() -> nx.Graph[int]:
    """Return who voted on whom in the early Wikipedia: 7,115 people."""
    archive = Path(__file__).resolve().parents[4] / "shared" / "data" / "graphs.tar.xz"
    if not archive.is_file():
        pytest.skip("the graphs are not beside this checkout")
    with tarfile.open(archive) as files:
        listed = files.extractfile("graphs_snap/Wiki-Vote.txt")
        assert listed is not None
        pairs = [line.split() for line in listed.read().decode().splitlines()[2:]]
    people = {name: row for row, name in enumerate(sorted({name for pair in pairs for name in pair}))}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(people.values())
    graph.add_edges_from((people[one], people[other]) for one, other in pairs if one != other)
    return graph


@pytest.fixture(scope="module")
def voting(votes: nx.Graph[int]) -> Adjacency:
    """Return `votes` in two layers."""
    edges = [Edge(*pair, OPEN_START, OPEN_END, support=1, allowed=True) for pair in votes.edges]
    return layered(len(votes), edges, [len(edges) - 1000])


def some_pairs(graph: nx.Graph[int], count: int) -> list[tuple[int, int]]:
    rng = np.random.default_rng(4)
    drawn = [(int(one), int(other)) for one, other in rng.integers(0, len(graph), (count, 2))]
    return [(one, other) for one, other in drawn if one != other and nx.has_path(graph, one, other)]


@pytest.mark.shared
def test_on_a_real_graph_shortest_chains_are_those_of_networkx(votes: nx.Graph[int], voting: Adjacency) -> None:
    for start, end in some_pairs(votes, 60):
        found = kernel.all_shortest(voting, ANY, Bounds(max_length=20), start, end, limit=ALL)
        one = kernel.shortest(voting, ANY, Bounds(max_length=20), start, end)
        assert found[:2] == complete(sorted(nx.all_shortest_paths(votes, start, end)))
        assert one.chains[0] in found.chains


@pytest.mark.shared
def test_on_a_real_graph_simple_chains_are_those_of_networkx(votes: nx.Graph[int], voting: Adjacency) -> None:
    for start, end in some_pairs(votes, 6):
        found = kernel.simple(voting, ANY, Bounds(max_length=3), start, end, limit=10**6)
        expected = sorted(nx.all_simple_paths(votes, start, end, cutoff=3), key=lambda chain: (len(chain), chain))
        assert found[:2] == complete(expected)


@pytest.mark.shared
def test_on_a_real_graph_what_lies_around_is_as_far_as_networkx_says(votes: nx.Graph[int], voting: Adjacency) -> None:
    for start, _ in some_pairs(votes, 10):
        found = kernel.ego(voting, ANY, Bounds(max_length=2), [start], hops=2, cap=10**6)
        far = nx.single_source_shortest_path_length(votes, start, cutoff=2)
        assert dict(zip(found.rows, found.distances, strict=True)) | {start: 0} == dict(far)


@pytest.mark.shared
def test_on_a_real_graph_three_disjoint_chains_are_the_cheapest(votes: nx.Graph[int], voting: Adjacency) -> None:
    (start, end), *_ = [pair for pair in some_pairs(votes, 500) if min(votes.degree(row) for row in pair) > 60]
    found = kernel.disjoint(voting, ANY, Bounds(max_length=20), start, end, limit=3)
    split: nx.DiGraph[tuple[int, str]] = nx.DiGraph()
    split.add_nodes_from([((start, "out"), {"demand": -3}), ((end, "in"), {"demand": 3})])
    # Among chains of at most 3 hops, all entities are at most 2 hops from either end.
    near = nx.ego_graph(votes, start, 2).nodes & nx.ego_graph(votes, end, 2).nodes | {start, end}
    for row in near:
        split.add_edge((row, "in"), (row, "out"), capacity=1, weight=0)
    for one, other in votes.subgraph(near).to_directed().edges:
        split.add_edge((one, "out"), (other, "in"), capacity=1, weight=1)
    assert found.complete
    assert share_nothing(found.chains)
    assert max(map(len, found.chains)) <= 4
    assert sum(len(chain) - 1 for chain in found.chains) == nx.min_cost_flow_cost(split)

"""Rows of paths: the kernel on an adjacency against networkx on the same graph, every answer compared."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np

from bench.graphs import REAL, made_up, networkx_graph, real
from bench.measurement import at_least, measured
from bench.plan import SEED
from bench.timing import alternate, spent
from graph.index import kernel
from graph.index.kernel import Bounds, Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bench.graphs import Graph
    from bench.measurement import Goal, Measurement
    from bench.plan import Plan
    from bench.timing import Times
    from graph.index.adjacency import Adjacency

    Pair = tuple[int, int]
    Network = nx.Graph[int]

_ANY_LENGTH = Bounds(max_length=1_000)
_ALL = 1_000_000
_FILTERED_PROPERTIES = 6
_FILTERED_SOURCES = 2
_CAP_S = 30


class Searched(NamedTuple):
    """A graph, ready to be searched in both ways."""

    graph: Graph
    adjacency: Adjacency
    network: Network


def searched_in(graph: Graph) -> Searched:
    """Return `graph` in all its forms."""
    return Searched(graph, graph.adjacency(), networkx_graph(graph))


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure paths in the made-up graph."""
    graph = made_up(plan.edges, SEED)
    searched = searched_in(graph)
    pairs = graph.pairs(plan.pairs, SEED)
    times = compared(searched, pairs, plan.rounds(10, 4))
    sizes = f"{len(graph.subject):,} edges, {graph.entities:,} entities, {len(pairs)} pairs"
    against = f"networkx bidirectional_shortest_path, {sizes}"
    yield _row("path-median", times, 50, against, at_least(1))
    yield _row("path-p99", times, 99, against, at_least(5))
    times, found = _filtered(searched, pairs, plan.rounds(5, 2))
    note = f"property and ≥ {_FILTERED_SOURCES} sources as a mask made before; {found} pairs have a path"
    against = f"networkx bidirectional_shortest_path on subgraph_view, {sizes}"
    yield _row("path-filtered-median", times, 50, against, at_least(5), note)
    yield _all_shortest(searched, pairs[: plan.rounds(40, 12)])


def real_rows(plan: Plan) -> Iterator[Measurement]:
    """Measure paths in real graphs; none where they are not there."""
    for name in REAL:
        graph = real(name, plan.shared)
        if graph is None:
            continue
        searched = searched_in(graph)
        pairs = graph.pairs(plan.pairs, SEED)
        times = compared(searched, pairs, plan.rounds(10, 4))
        sizes = f"{len(graph.subject):,} edges, {graph.entities:,} entities, {len(pairs)} pairs"
        yield _row(f"path-{name}", times, 50, f"networkx bidirectional_shortest_path, {sizes}", None)


# ---------------------------------------------------------------------- one shortest path


def compared(searched: Searched, pairs: list[Pair], rounds: int = 1) -> dict[str, Times]:
    """Return the times of one shortest path for each of `pairs`; stops where any answer differs."""
    network = searched.network

    for pair in pairs:
        path = _path(network, pair)
        _same_length(pair, _chain(searched.adjacency, Walk(), pair), path, network.has_edge)
    contenders: dict[str, Callable[[Pair], object]] = {
        "ours": partial(_chain, searched.adjacency, Walk()),
        "networkx": partial(_path, network),
    }
    return alternate(contenders, pairs, rounds)


def _filtered(searched: Searched, pairs: list[Pair], rounds: int) -> tuple[dict[str, Times], int]:
    """Return the times, and how many pairs have a path."""
    graph, network = searched.graph, searched.network
    told: Mapping[int, Mapping[int, Mapping[int, int]]] = network.adj  # type: ignore[assignment]  # keys are properties
    walk = Walk(edges=(graph.prop < _FILTERED_PROPERTIES) & (graph.sources >= _FILTERED_SOURCES))

    def may(one: int, other: int) -> bool:
        return any(
            prop < _FILTERED_PROPERTIES and sources >= _FILTERED_SOURCES for prop, sources in told[one][other].items()
        )

    seen = nx.subgraph_view(network, filter_edge=may)

    answers = [(pair, _chain(searched.adjacency, walk, pair)) for pair in pairs]
    for pair, chain in answers:
        joined = partial(_joined, network, may)
        _same_length(pair, chain, _path(seen, pair), joined)
    contenders: dict[str, Callable[[Pair], object]] = {
        "ours": partial(_chain, searched.adjacency, walk),
        "networkx": partial(_path, seen),
    }
    return alternate(contenders, pairs, rounds), sum(chain is not None for _, chain in answers)


def _joined(network: Network, may: Callable[[int, int], bool], one: int, other: int) -> bool:
    return network.has_edge(one, other) and may(one, other)


def _chain(adjacency: Adjacency, walk: Walk, pair: Pair) -> list[int] | None:
    found = kernel.shortest(adjacency, walk, _ANY_LENGTH, *pair)
    return found.chains[0] if found.chains else None


def _path(network: Network, pair: Pair) -> list[int] | None:
    try:
        path: list[int] = nx.bidirectional_shortest_path(network, *pair)
    except nx.NetworkXNoPath:
        return None
    return path


def _same_length(
    pair: Pair, chain: list[int] | None, path: list[int] | None, joined: Callable[[int, int], bool]
) -> None:
    """Stop where the answers differ, or the chain does not lead from one to the other hop by hop."""
    assert (chain is None) == (path is None), f"only one finds a path: {pair}"
    if chain is not None and path is not None:
        assert len(chain) == len(path), f"lengths differ: {pair}"
        assert (chain[0], chain[-1]) == pair, f"it leads elsewhere: {pair}"
        assert all(joined(one, other) for one, other in pairwise(chain)), f"a hop is no edge: {pair}"


def _row(  # noqa: PLR0913, PLR0917 - the parts of a row
    name: str, times: dict[str, Times], percentile: float, against: str, goal: Goal | None, note: str = ""
) -> Measurement:
    ours, theirs = times["ours"], times["networkx"]
    return measured(
        name,
        ours=ours.cpu(percentile),
        baseline=theirs.cpu(percentile),
        ratio=theirs.cpu(percentile) / ours.cpu(percentile),
        unit=f"CPU s a path, {'median' if percentile == 50 else f'p{percentile:g}'}",  # noqa: PLR2004 - the middle
        against=against,
        goal=goal,
        note=note,
        more={
            "ratio_p99": theirs.cpu(99) / ours.cpu(99),
            "ratio_mean": float(np.sum([r.cpu for r in theirs.runs]) / np.sum([r.cpu for r in ours.runs])),
            "ratio_wall": theirs.wall(percentile) / ours.wall(percentile),
            "wall_ours": ours.wall(percentile),
            "wall_baseline": theirs.wall(percentile),
            "n": len(ours.runs),
        },
    )


# ---------------------------------------------------------------------- all shortest paths


def _all_shortest(searched: Searched, pairs: list[Pair]) -> Measurement:
    """Measure the pairs that networkx finishes in time; of the others it is only said how many they are."""
    network = searched.network
    answers: dict[Pair, tuple[set[tuple[int, ...]], float]] = {}
    for pair in pairs:
        paths: set[tuple[int, ...]] = set()
        try:
            with _at_most(_CAP_S):
                took = spent(lambda asked, kept=paths: kept.update(map(tuple, _paths(network, asked))), pair)  # type: ignore[misc]  # the default binds it
        except TimeoutError:
            continue
        answers[pair] = paths, took.cpu

    def ours(pair: Pair) -> set[tuple[int, ...]]:
        found = kernel.all_shortest(searched.adjacency, Walk(), _ANY_LENGTH, *pair, limit=_ALL)
        assert found.complete, pair
        return set(map(tuple, found.chains))

    for pair, (paths, _) in answers.items():
        assert ours(pair) == paths, f"path sets differ: {pair}"
    times = alternate({"ours": ours}, list(answers), 3)["ours"]
    theirs = [took for _, took in answers.values()]
    counts = [len(paths) for paths, _ in answers.values()]
    skipped = len(pairs) - len(answers)
    note = (
        f"{len(answers)} pairs, {min(counts)} to {max(counts)} paths each; {skipped} more took networkx over {_CAP_S} s"
    )
    return measured(
        "all-shortest",
        ours=times.cpu(),
        baseline=float(np.median(theirs)),
        ratio=float(np.median(theirs)) / times.cpu(),
        unit="CPU s a pair, median",
        against="networkx all_shortest_paths, the same graph",
        goal=at_least(100),
        note=note,
        more={
            "ratio_mean": float(np.mean(theirs) / np.mean([run.cpu for run in times.runs])),
            "p99_ours": times.cpu(99),
            "p99_baseline": float(np.percentile(theirs, 99)),
            "n": len(answers),
            "skipped": skipped,
        },
    )


def _paths(network: Network, pair: Pair) -> Iterator[list[int]]:
    try:
        yield from nx.all_shortest_paths(network, *pair)
    except nx.NetworkXNoPath:
        return


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what runs inside after some seconds, with a TimeoutError."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

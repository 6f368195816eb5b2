"""Shortest chains, whether or not the times of their hops count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.index.kernel.all_chains import AllShortest, chains_over
from graph.index.kernel.asked import Chain, StoppedError
from graph.index.kernel.listing import simple_chains
from graph.index.kernel.one_chain import shortest_chain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.index.kernel.steps import Steps


def one_shortest(steps: Steps, start: int, end: int) -> Chain | None:
    """Return one shortest chain, or None.

    Raises:
        StoppedError: as `Meter.look`.
    """
    if steps.chronological:
        return next(simple_chains(steps, start, end, shortest_only=True), None)
    return shortest_chain(steps, start, end)


def every_shortest(steps: Steps, start: int, end: int, limit: int) -> tuple[list[Chain], bool]:
    """Return at most `limit` shortest chains by rows, and whether these are all."""
    if steps.chronological:
        return up_to(limit, simple_chains(steps, start, end, shortest_only=True))
    search = AllShortest(steps, start, end)
    searched = search.search()
    chains, complete = up_to(limit, chains_over(search.hops(), start, end))
    return chains, searched and complete


def up_to(limit: int, chains: Iterable[Chain]) -> tuple[list[Chain], bool]:
    """Return at most `limit` of `chains`, and whether these are all; what stops the search ends them."""
    found: list[Chain] = []
    try:
        for chain in chains:
            if len(found) == limit:
                return found, False
            found.append(chain)
    except StoppedError:
        return found, False
    return found, True

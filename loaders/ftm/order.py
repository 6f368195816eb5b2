"""Which records of a stream count: the last state of a changed entity, and how often an id came before.

It is kept as a number of 64 bits a line, so that a stream of millions takes tens of megabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray


class Order(NamedTuple):
    """What a first pass over a stream found, by position of the line among those that hold anything, from 0.

    `starts: bool[lines]` tells where a record begins: everywhere, but among statements only where another entity is
    spoken of than on the line before. `again` holds the positions of records whose id came before, with how often.
    `dropped: bool[lines]` tells those that a later change replaced or deleted, and deletions; `unknown` are deletions
    of what was not there.
    """

    starts: NDArray[np.bool_]
    again: dict[int, int]
    dropped: NDArray[np.bool_]
    unknown: frozenset[int] = frozenset()


def ordered(keys: Iterable[tuple[int, bool]], *, changes: bool = False, statements: bool = False) -> Order:
    """Return the order of a stream whose lines have `keys`: the number of the id, and whether the line deletes it.

    O(n log n). With `changes` the lines are applied one after the other, and the last of an id counts. With
    `statements` the lines of one id that stand together are one record. A line with the number 0 holds no record.
    """
    deletes: list[int] = []
    ids = np.fromiter(_numbers(keys, deletes), np.uint64)
    starts, none = np.ones(len(ids), np.bool_), np.zeros(len(ids), np.bool_)
    if statements:
        starts[1:] = ids[1:] != ids[:-1]
        began = np.flatnonzero(starts)
        return Order(starts, {int(began[at]): often for at, often in _again(*_by_id(ids[starts])).items()}, none)
    by_id, after = _by_id(ids)
    if not changes:
        return Order(starts, _again(by_id, after), none)
    dropped = none
    dropped[deletes] = True
    unknown = _unknown(by_id, after, dropped)
    dropped[by_id[:-1][after]] = True
    return Order(starts, {}, dropped, unknown)


def _numbers(keys: Iterable[tuple[int, bool]], deletes: list[int]) -> Iterator[int]:
    for position, (number, is_deleted) in enumerate(keys):
        if is_deleted:
            deletes.append(position)
        yield number


def _by_id(ids: NDArray[np.uint64]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the positions by id, in order, and for each but the last whether the next has the same id."""
    by_id = np.argsort(ids, kind="stable").astype(np.uint32)
    in_order = ids[by_id]
    return by_id, (in_order[1:] == in_order[:-1]) & (in_order[1:] != 0)


def _again(by_id: NDArray[np.uint32], after: NDArray[np.bool_]) -> dict[int, int]:
    again: dict[int, int] = {}
    for place in np.flatnonzero(after).tolist():
        again[int(by_id[place + 1])] = again.get(int(by_id[place]), 0) + 1
    return again


def _unknown(by_id: NDArray[np.uint32], after: NDArray[np.bool_], deletes: NDArray[np.bool_]) -> frozenset[int]:
    """Return the positions of deletions before which their id was not there."""
    known = np.zeros(len(by_id), np.bool_)
    known[1:] = after & ~deletes[by_id[:-1]]
    return frozenset(by_id[deletes[by_id] & ~known].tolist())

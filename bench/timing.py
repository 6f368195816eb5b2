"""Timing two or more ways of doing one thing, by turns, so that other work on the machine meets each alike."""

from __future__ import annotations

import gc
import resource
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_T = TypeVar("_T")


class Spent(NamedTuple):
    """Seconds of one run: of all threads and children on a processor, and by the clock on the wall."""

    cpu: float
    wall: float


class Times:
    """The runs of one contender."""

    def __init__(self) -> None:
        self.runs: list[Spent] = []

    def cpu(self, percentile: float = 50) -> float:
        """Return a percentile of the seconds on a processor."""
        return float(np.percentile([run.cpu for run in self.runs], percentile))

    def wall(self, percentile: float = 50) -> float:
        """Return a percentile of the seconds by the clock."""
        return float(np.percentile([run.wall for run in self.runs], percentile))


def alternate(
    contenders: Mapping[str, Callable[[_T], object]], tasks: Sequence[_T], rounds: int = 1
) -> dict[str, Times]:
    """Let every contender do every task, `rounds` times; whoever begins changes from task to task.

    What is alive at the start is left out of garbage collection: a graph of a million dictionaries belongs to one of
    them, and would be walked through at the cost of whoever is running.
    """
    times = {name: Times() for name in contenders}
    order = list(contenders)
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        for number, task in enumerate(tasks):
            first = (turn + number) % len(order)
            for name in (*order[first:], *order[:first]):
                times[name].runs.append(spent(contenders[name], task))
    gc.unfreeze()
    return times


def spent(work: Callable[[_T], object], task: _T) -> Spent:
    """Return what `work` on `task` takes."""
    children, cpu, wall = _of_children(), time.process_time(), time.perf_counter()
    work(task)
    ended = time.perf_counter()
    return Spent(time.process_time() - cpu + _of_children() - children, ended - wall)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

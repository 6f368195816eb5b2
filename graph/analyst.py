"""Analyses of networks for many who ask: in one process of their own, one at a time, and kept.

The process starts when it is first needed. It is killed when an analysis takes too long, or with this one, and another
is started when it is needed again, as when it ended by itself. It gets and gives numbers only (`graph.analyst_child`).
"""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from socket import socket, socketpair
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar
from weakref import finalize

import numpy as np
from msgspec import MsgspecError, msgpack
from msgspec.structs import replace

from graph.analyst_child import MOST, Job, Measure, Measured, Pairs, read, write
from graph.errors import LimitError, UnavailableError
from graph.networks import Wanted, find_network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from graph.ids import EntityId
    from graph.view import Connected, View

__all__ = ["MOST", "Analyst", "Cluster", "Measure", "Ranked"]

MAX_SAMPLES = 1_000
MAX_WAITING = 1
"""Who waits while another's network is analysed; more are told to come again."""
_NETWORKS_KEPT, _ANSWERS_KEPT = 4, 64
_BOOT = "import sys; sys.path[:] = sys.argv[1:-1]; from graph.analyst_child import serve; serve()"
_Kept = TypeVar("_Kept")


class Cluster(NamedTuple):
    """Entities that belong together: how many, and up to a hundred of them, the most connected first."""

    size: int
    entities: list[EntityId]


class Ranked(NamedTuple):
    """An entity and its score: the greater, the more it counts in its network."""

    entity: EntityId
    score: float


class Analyst:
    """Answers what networks tell. A context manager: leaving it ends the process, and any analysis that still runs."""

    def __init__(self) -> None:
        self._networks: _Memory[Connected] = _Memory(_NETWORKS_KEPT)
        self._answers: _Memory[Measured] = _Memory(_ANSWERS_KEPT)
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; who waits for an answer is told that there is none."""
        if self._child is not None:
            self._child.end()

    def network(self, view: View, wanted: Wanted) -> Connected:
        """Return the network that is wanted (`graph.networks.find_network`)."""
        return self._networks.get(_key(view, wanted), lambda: find_network(view, wanted))

    def groups(self, view: View, wanted: Wanted, measure: Measure, seconds: float) -> list[Cluster]:
        """Return the COMPONENTS or the COMMUNITIES of a network, the largest first, at most a hundred.

        Raises:
            LimitError: the network is too large, or `seconds` are not enough.
            UnavailableError: others wait already, or the process ended.
        """
        found, entities = self._measured(view, wanted, measure, seconds), self.network(view, wanted).entities
        return [Cluster(group.size, [entities[place] for place in group.members]) for group in found.groups]

    def scores(self, view: View, wanted: Wanted, measure: Measure, seconds: float, samples: int = 200) -> list[Ranked]:
        """Return the hundred entities of a network with the highest RANKS or BETWEENNESS, the highest first.

        Betweenness is estimated from the paths of `samples` entities.

        Raises:
            LimitError: as `groups`, or there are not 1 to 1,000 samples.
            UnavailableError: as `groups`, or what computes ranks is not installed.
        """
        if not 1 <= samples <= MAX_SAMPLES:
            raise LimitError(f"samples is {samples}: expected 1 to {MAX_SAMPLES:,}")
        found = self._measured(view, wanted, measure, seconds, samples)
        entities = self.network(view, wanted).entities
        return [Ranked(entities[place], score) for place, score in found.scores]

    def _measured(self, view: View, wanted: Wanted, measure: Measure, seconds: float, samples: int = 0) -> Measured:
        key, deadline = _key(view, wanted), monotonic() + seconds
        asked = key, measure, samples
        known = self._answers.known(asked)
        if known is not None:
            return known
        network = self.network(view, wanted)
        with self._turn_until(deadline):
            return self._answers.get(asked, lambda: self._ask(key, network, measure, samples, deadline))

    @contextmanager
    def _turn_until(self, deadline: float) -> Iterator[None]:
        if not self._turn.acquire(blocking=False):
            with self._counting:
                if self._waiting >= MAX_WAITING:
                    raise UnavailableError("other networks are being analysed: ask again in some seconds")
                self._waiting += 1
            try:
                if not self._turn.acquire(timeout=max(0.0, deadline - monotonic())):
                    raise UnavailableError("another network is being analysed: ask again in some seconds")
            finally:
                with self._counting:
                    self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    def _ask(self, key: Hashable, network: Connected, measure: Measure, samples: int, deadline: float) -> Measured:
        if self._child is None or self._child.ended:
            self._child = _Child()
        found = self._child.measured(key, network, Job(measure, samples, max(0.1, deadline - monotonic())))
        if found.code == UnavailableError.code:
            raise UnavailableError(found.reason)
        if found.code:
            raise LimitError(f"{_much(network)} cannot be analysed: {found.reason}")
        return found


class _Child:
    """The process, from its start to its end."""

    def __init__(self) -> None:
        self._end, theirs = socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                [sys.executable, "-P", "-s", "-c", _BOOT, *sys.path, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._held: Hashable = None
        self.end = finalize(self, _end, self._process, self._end)

    @property
    def ended(self) -> bool:
        """Whether it has ended, by itself or not."""
        return not self.end.alive or self._process.poll() is not None

    def measured(self, key: Hashable, network: Connected, job: Job) -> Measured:
        """Return what it answers; `key` tells networks apart: the one that it was told last is not told again.

        Raises:
            LimitError: it took too long, and was ended.
            UnavailableError: it ended.
        """
        pairs = None if key == self._held else _pairs(network)
        request = msgpack.encode(Job(job.measure, job.samples, job.seconds, pairs))
        try:
            self._end.settimeout(job.seconds)
            write(self._end, request)
            self._held = key
            return msgpack.decode(read(self._end), type=Measured)
        except TimeoutError as cause:
            self.end()
            fewer = "with fewer samples, " if job.measure is Measure.BETWEENNESS else ""
            raise LimitError(
                f"{_much(network)} are not analysed in {job.seconds:.0f} seconds: ask for less, {fewer}by kinds,"
                " properties or sources, or around some entities"
            ) from cause
        except (OSError, MsgspecError) as cause:
            self.end()
            raise UnavailableError("the process that analyses networks ended: ask again") from cause


class _Memory(Generic[_Kept]):
    """What was found last, by key: at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def known(self, key: Hashable) -> _Kept | None:
        """Return what was found for `key`, if it is still here."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def get(self, key: Hashable, find: Callable[[], _Kept]) -> _Kept:
        """Return what was found for `key`, or what `find` finds."""
        known = self.known(key)
        found = find() if known is None else known
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


def _end(process: subprocess.Popen[bytes], end: socket) -> None:
    process.kill()
    process.wait()
    end.close()


def _pairs(network: Connected) -> Pairs:
    ends, support = (np.array(some, np.int32).tobytes() for some in (network.pairs, network.support))
    return Pairs(len(network.entities), ends, support)


def _much(network: Connected) -> str:
    return f"{len(network.pairs):,} connections of {len(network.entities):,} entities"


def _key(view: View, wanted: Wanted) -> Hashable:
    # how long a search may take is not what it is for
    return str(view.state), replace(wanted, spec=replace(wanted.spec, seconds=0.0))

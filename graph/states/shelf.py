"""Things that take long to make, made once however many ask, one at a time, and a few of them kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

from graph.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Keeps the things that were asked for last. Any number of threads may ask.

    They are made in a thread of their own, so that whoever asked may go and come back for what is made by then.
    """

    def __init__(self, keep: int, waiting: int) -> None:
        """Keep `keep` things; at most `waiting` are being made or wait for it, and nobody else is let in."""
        self._keep = keep
        self._waiting = waiting
        self._lock = threading.Lock()
        self._one = threading.Lock()
        self._kept: OrderedDict[Hashable, Thing] = OrderedDict()
        self._pending: dict[Hashable, Future[Thing]] = {}

    def kept(self) -> list[Thing]:
        """Return what is kept, what was asked for last at the end."""
        with self._lock:
            return list(self._kept.values())

    def take(self, key: Hashable, make: Callable[[], Thing], *, called: str, patience: float | None) -> Thing:
        """Return what is kept under `key`, else what `make` makes; wait for that as many seconds as there is patience.

        What `make` raises is raised to all who wait for it, and the next who asks has it made again.

        Raises:
            UnavailableError: it is not made yet, or too many others are; the message says how it is `called`.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            future = self._pending.get(key)
            if future is None:
                if len(self._pending) >= self._waiting:
                    raise UnavailableError(f"{called} waits for others to be laid out: ask again in a moment")
                future = self._pending[key] = Future()
                threading.Thread(target=self._fill, args=(key, make, future), name="shelf", daemon=True).start()
        try:
            return future.result(patience)
        except TimeoutError:
            if future.done():
                # what was raised is no TimeoutError of ours
                return future.result()
            raise UnavailableError(f"{called} is being laid out: ask again in a moment") from None

    def _fill(self, key: Hashable, make: Callable[[], Thing], future: Future[Thing]) -> None:
        try:
            with self._one:
                made = make()
        except BaseException as error:  # noqa: BLE001 - whoever waits shall know it, whatever it is
            with self._lock:
                del self._pending[key]
            future.set_exception(error)
        else:
            with self._lock:
                del self._pending[key]
                self._kept[key] = made
                while len(self._kept) > self._keep:
                    self._kept.popitem(last=False)
            future.set_result(made)

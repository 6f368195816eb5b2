"""Turns: so many questions are answered at once, some wait, and who comes on top of these is told to come again.

Threads of one process share one interpreter: forty searches at once end no sooner than four at a time, and meanwhile
nothing else is answered. What is not a question, as whether the server lives, takes no turn.
"""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, move_on_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AT_ONCE = 4
WAITING_FOR_EACH = 8
COME_AGAIN_S = 5


class OverloadedError(Exception):
    """More questions are asked than can be answered in time."""

    def __init__(self) -> None:
        super().__init__(f"too many questions are being answered: ask again in {COME_AGAIN_S} seconds")


class Turns:
    """Lets `at_once` questions be answered at a time, and eight times as many wait."""

    def __init__(self, at_once: int) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._most_waiting = at_once * WAITING_FOR_EACH

    @asynccontextmanager
    async def turn(self, deadline: float) -> AsyncIterator[None]:
        """Wait for a turn, until `deadline` by the monotonic clock at the latest, and hold it.

        Raises:
            OverloadedError: too many wait already, or none came.
        """
        if self._limiter.statistics().tasks_waiting >= self._most_waiting:
            raise OverloadedError
        holder = object()
        with move_on_after(max(0.0, deadline - time.monotonic())) as waiting:
            await self._limiter.acquire_on_behalf_of(holder)
        if waiting.cancelled_caught:
            raise OverloadedError
        try:
            yield
        finally:
            self._limiter.release_on_behalf_of(holder)

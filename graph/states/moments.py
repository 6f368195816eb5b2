"""When the graph became another: its generations and decisions in the order of time, and the state after each.

Clocks may be set back. So what came later in the archive is never told to have been earlier: a moment counts from the
earliest time that stands at it or at one after it, as `Archive.as_of` has it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from graph.decisions import Decision, Decisions, named_state

if TYPE_CHECKING:
    from graph.decisions import State
    from graph.states import States
    from graph.states.annals import Step

FOREVER = 1 << 62


class Moment(NamedTuple):
    """A generation or a decision: since when it counts, and after it how many decisions stand over which generation."""

    at: int
    what: Step | Decision
    generation: int
    digest: str
    decisions: int

    @property
    def key(self) -> tuple[int, int, int]:
        """By what moments are put in order: in one second generations come first."""
        return (self.at, int(isinstance(self.what, Decision)), self.what.number)


def moments(states: States, since: int, until: int) -> list[Moment]:
    """Return the moments after `since` and not after `until`, in order.

    Cost: one manifest for each generation after `since`, the first time.

    Raises:
        DamagedError: a manifest is missing, or not what was written.
    """
    decided = _decided(states.decisions)
    before = bisect_right(decided, since)
    ruled = zip(decided, states.decisions.made, strict=True)
    happened: list[tuple[int, Step | Decision]]
    happened, generation, digest = _loaded(states, since, until)
    happened += ((at, ruling) for at, ruling in ruled if since < at <= until)
    found = []
    count = before
    for at, what in sorted(happened, key=lambda each: (each[0], isinstance(each[1], Decision), each[1].number)):
        if isinstance(what, Decision):
            # of several that were made at once, none stood without the others
            count = what.last or what.number
        else:
            generation, digest = what.number, what.digest
        found.append(Moment(at, what, generation, digest, count))
    return found


def states_around(states: States, moment: Moment) -> tuple[State, State]:
    """Return the state after `moment`, and the one before."""
    number, digest, count = moment.generation, moment.digest, moment.decisions
    if isinstance(moment.what, Decision):
        batch = [one.number for one in states.decisions.made[:count] if one.last == count] or [count]
        before = number, digest, batch[0] - 1
    else:
        before = number - 1, moment.what.before, count
    return _state(states, number, digest, count), _state(states, *before)


def _state(states: States, number: int, digest: str, count: int) -> State:
    made = states.decisions.made
    head = made[count].previous if count < len(made) else states.decisions.head
    return named_state(number, digest, Decisions(made[:count], head))


def _decided(decisions: Decisions) -> list[int]:
    """Return since when each decision counts."""
    found, at = [], FOREVER
    for decision in reversed(decisions.made):
        at = min(at, decision.at)
        found.append(at)
    return found[::-1]


def _loaded(states: States, since: int, until: int) -> tuple[list[tuple[int, Step | Decision]], int, str]:
    """Return the generations after `since` and not after `until`; and number and digest of the one before them."""
    found: list[tuple[int, Step | Decision]] = []
    at = FOREVER
    for step in states.past.annals.back(states.generation.number):
        at = min(at, step.created)
        if at <= since:
            return found, step.number, step.digest
        if at <= until:
            found.append((at, step))
    return found, 0, "0" * 64

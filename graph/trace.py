"""The way of a claim back to where it comes from: what it repeats, and where the same voice said the same before.

Where a claim says what it repeats (`origin`), that is the next step. Where it says nothing, and its claimant is quoted
in somebody else's work, the next step is the same statement of the same claimant in a work of that one's own, else in
the earliest work that surely came before. Nobody said that it was taken from there, so that step is marked, and has no
part in how independence is counted.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.ids import EntityId
from graph.model import Claim
from graph.provenance import EVERYTHING
from graph.statements import Statement, saying, statement
from graph.support import admitted, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.ids import ClaimId, SourceId
    from graph.model import Source
    from graph.view import View

MAX_STEPS = 100


class TraceHow(StrEnum):
    """How a step was reached from the one before: ORIGIN as that claim itself says, SAME_VOICE as said above."""

    ITSELF = "ITSELF"
    ORIGIN = "ORIGIN"
    SAME_VOICE = "SAME_VOICE"


class TraceStep(Struct, frozen=True):
    """A claim on the way, and how it was reached."""

    claim: Claim
    how: TraceHow


class Trace(Struct, frozen=True):
    """The steps from a claim (the first) back to its origin (the last).

    Not `complete`: the last one repeats a claim that is not here or one that is on the way already, or the way is
    longer than `MAX_STEPS`.
    """

    steps: tuple[TraceStep, ...]
    complete: bool


def trace(view: View, claims: Sequence[Claim]) -> list[Trace]:
    """Return the way back of each of `claims`; as many calls of `view` as the longest way has steps, of each kind."""
    ways = [_Way(claim) for claim in claims]
    while open_ := [way for way in ways if way.is_open]:
        repeating = [way for way in open_ if way.last.origin is not None]
        saying = [way for way in open_ if way.last.origin is None]
        origins = _origins(view, {way.last.origin for way in repeating if way.last.origin is not None})
        for way in repeating:
            way.repeat(origins.get(way.last.origin or way.last.id))
        for way, before in zip(saying, _said_before(view, saying), strict=True):
            way.go_on(before)
    return [Trace(tuple(way.steps), way.complete) for way in ways]


class _Way:
    """A way that is still looked for."""

    def __init__(self, claim: Claim) -> None:
        self.steps = [TraceStep(claim, TraceHow.ITSELF)]
        self.passed = {claim.id}
        self.is_open = True
        self.complete = True

    @property
    def last(self) -> Claim:
        return self.steps[-1].claim

    def repeat(self, origin: Claim | None) -> None:
        """Go on to the claim that the last one repeats; None where it is not here."""
        if origin is None or origin.id in self.passed:
            self.is_open = self.complete = False
        else:
            self._step(origin, TraceHow.ORIGIN)

    def go_on(self, before: Claim | None) -> None:
        """Go on to where the same voice said it before; None where it did not, and the way ends well."""
        if before is None:
            self.is_open = False
        else:
            self._step(before, TraceHow.SAME_VOICE)

    def _step(self, claim: Claim, how: TraceHow) -> None:
        self.steps.append(TraceStep(claim, how))
        self.passed.add(claim.id)
        if len(self.steps) == MAX_STEPS:
            self.is_open = self.complete = False


def _origins(view: View, ids: Iterable[ClaimId]) -> dict[ClaimId, Claim]:
    asked = sorted(ids)
    return {claim.id: claim for claim in view.claims(asked) if claim} if asked else {}


def _said_before(view: View, ways: Sequence[_Way]) -> list[Claim | None]:
    """Return where the claimant of the last claim of each of `ways` says the same in a work of its own, or earlier."""
    sources = sources_of(view, (way.last for way in ways))
    quoted = [way for way in ways if sources[way.last.source].publisher != way.last.claimant]
    said = _said_alike(view, [way.last for way in quoted])
    sources |= sources_of(view, (claim for claims in said.values() for claim in claims))
    found: dict[int, Claim | None] = {}
    for way in quoted:
        others = (claim for claim in said[_voiced(way.last)] if claim.id not in way.passed)
        found[id(way)] = _best(way.last, others, sources)
    return [found.get(id(way)) for way in ways]


def _best(claim: Claim, others: Iterable[Claim], sources: Mapping[SourceId, Source]) -> Claim | None:
    """Return which of `others` comes before `claim`: of a work of the claimant's own, else the earliest."""
    own, earlier = [], []
    for other in others:
        if sources[other.source].publisher == claim.claimant:
            own.append(other)
        elif _came_before(sources[other.source], sources[claim.source]):
            earlier.append(other)
    return min(own or earlier, key=lambda other: (*_day(sources[other.source]), other.id), default=None)


def _came_before(one: Source, other: Source) -> bool:
    """Say whether `one` surely was published before `other`."""
    if one.published is None or other.published is None:
        return False
    end, start = one.published.span.latest_end, other.published.span.earliest_start
    return end is not None and start is not None and end <= start


def _day(source: Source) -> tuple[bool, tuple[bool, int, bool, int, str]]:
    """Return a key of the order in which works came; those without a date are last."""
    return source.published is None, source.published.span.sort_key() if source.published else (True, 0, True, 0, "")


_Voiced = tuple[Statement, EntityId]
"""What is said, and who says it."""


def _voiced(claim: Claim) -> _Voiced:
    return statement(claim), claim.claimant


def _said_alike(view: View, claims: Sequence[Claim]) -> dict[_Voiced, list[Claim]]:
    """Return every claim by which the claimant of each of `claims` says the same, but for those that are not shown."""
    found: defaultdict[_Voiced, list[Claim]] = defaultdict(list)
    wanted = {_voiced(claim) for claim in claims}
    told = saying(view, {said for said, _ in wanted}) if wanted else []
    for claim in admitted(view, [one for one in told if _voiced(one) in wanted], EVERYTHING):
        found[_voiced(claim)].append(claim)
    return found

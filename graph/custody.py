"""The state of custody of a person on a day, derived from the latest event that surely had begun, with its claims.

An arrest, an abduction, a detention, a surrender lead to DETAINED; a sentencing to a term and an imprisonment to
IMPRISONED, until a release, a pardon or the end that is told; a death ends all of it. The ontology says which
(`kg:leadsTo`). An imprisonment that nobody dates holds on the day of its source only. Only what is asserted counts: a
hope is not a release.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.edtf import certainly_began_by
from graph.model import Claim, Duration, Time
from graph.profiles import kinds, values
from graph.support import admitted, best_first
from graph.timeline import Entry, timeline
from graph.vocabulary import AFFECTED_PERSON, TERM, TYPE, WHEN, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_TERM = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ALWAYS = -(1 << 62)


class CustodyState(StrEnum):
    """In what custody a person is. UNKNOWN: nobody tells. DISPUTED: told differently, or in no clear order."""

    FREE = "FREE"
    DETAINED = "DETAINED"
    INCOMMUNICADO = "INCOMMUNICADO"
    IMPRISONED = "IMPRISONED"
    HOUSE_ARREST = "HOUSE_ARREST"
    EXILED = "EXILED"
    DECEASED = "DECEASED"
    UNKNOWN = "UNKNOWN"
    DISPUTED = "DISPUTED"


class CustodyStatus(Struct, frozen=True):
    """A state of custody, since when, by which event, and the claims that say so, best first."""

    state: CustodyState
    since: Time | None = None
    event: EntityId | None = None
    claims: tuple[Claim, ...] = ()


class _Candidate(Struct, frozen=True):
    """An event that had surely begun, at `earliest` or later and before `begun`; `until` is when it was surely over."""

    earliest: int
    begun: int
    until: int | None
    state: CustodyState
    entry: Entry


def custody(view: View, people: Sequence[EntityId], at: int, provenance: ProvenanceFilter) -> list[CustodyStatus]:
    """Return the custody of each of `people` at the second `at`."""
    return [_custody(view, person, at, provenance.connected()) for person in people]


def _custody(view: View, person: EntityId, at: int, provenance: ProvenanceFilter) -> CustodyStatus:
    entries = [e for e in timeline(view, [person], provenance) if e.hop.property == AFFECTED_PERSON]
    found = kinds(view, [entry.hop.end for entry in entries])
    told = [_candidate(view, entry, some[0], at, provenance) for entry, some in zip(entries, found, strict=True)]
    candidates = sorted((one for one in told if one), key=lambda one: (one.begun, one.state, one.entry.key))
    freed = [one for one in candidates if one.state is CustodyState.FREE]
    dead = [one for one in candidates if one.state is CustodyState.DECEASED]
    held = [one for one in candidates if one not in freed]
    # a sentence or a pardon after a death holds or frees nobody
    state, latest = (CustodyState.DECEASED, dead[-1:]) if dead else _state(freed, held, at)
    if not latest:
        return CustodyStatus(state)
    claims = best_first(view, {claim for one in latest for claim in _claims(view, one.entry, provenance)})
    since = latest[-1].entry.when if state is not CustodyState.UNKNOWN else None
    return CustodyStatus(state, since, latest[-1].entry.hop.end, tuple(claims))


def _state(
    freed: Sequence[_Candidate], held: Sequence[_Candidate], at: int
) -> tuple[CustodyState, Sequence[_Candidate]]:
    """Return the state and the events that it rests on, the deciding one last; both lists are in the order of time.

    What surely was before a release is ended by it. Of the rest the latest that is not over decides. What may have
    been before a release or after it leaves the state disputed, unless something else holds in either order.
    """
    since = [one for one in held if not any(release.earliest >= one.begun for release in freed)]
    # what has no told end holds until the next event, what has one until then
    running = [one for one in since if (at < one.until if one.until is not None else one.begun == since[-1].begun)]
    surely = [one for one in running if all(release.begun <= one.earliest for release in freed)]
    if surely:
        return surely[-1].state, [one for one in surely if one.begun == surely[-1].begun]
    if running:
        return CustodyState.DISPUTED, [*running, *freed[-1:]]
    over = [one for one in since if all(release.begun <= one.earliest for release in freed)]
    if over:
        return CustodyState.UNKNOWN, over[-1:]
    return (CustodyState.FREE, freed[-1:]) if freed else (CustodyState.UNKNOWN, [])


def _candidate(view: View, entry: Entry, kind: Kind, at: int, provenance: ProvenanceFilter) -> _Candidate | None:
    if kind.leads_to is None:
        return None
    terms = values(view, [entry.hop.end], TERM, provenance)[0]
    if kind.needs == TERM and not terms:
        return None
    state = CustodyState(kind.leads_to)
    if entry.when is None:
        day = _source_day(view, entry, at) if kind.holds_undated else None
        return _Candidate(day, day, None, state, entry) if day is not None else None
    span = entry.when.span
    begun = span.latest_start
    if begun is None or not certainly_began_by(span, at):
        return None
    ends = [_end(begun, side.value) for side in terms if isinstance(side.value, Duration)]
    until = max((end for end in ends if end is not None), default=None)
    # an interval without a beginning ("before 2021") is no time that it lasted
    lasted = "/" in span.text and not span.text.startswith(("..", "/"))
    told_end = span.latest_end if lasted else None
    earliest = span.earliest_start if span.earliest_start is not None else _ALWAYS
    return _Candidate(earliest, begun, told_end if until is None else until, state, entry)


def _source_day(view: View, entry: Entry, at: int) -> int | None:
    """Return the beginning of the day of one of its sources when `at` lies in that day."""
    for source in view.sources([claim.source for claim in entry.hop.claims]):
        span = source.published.span if source and source.published else None
        if span and span.certain and span.earliest_start is not None and span.latest_end is not None:
            is_day = span.latest_end - span.earliest_start <= timedelta(days=1).total_seconds()
            if is_day and span.earliest_start <= at < span.latest_end:
                return span.earliest_start
    return None


def _end(begun: int, term: Duration) -> int | None:
    """Return when a term that began by `begun` is surely over; None where the calendar cannot tell."""
    found = _TERM.fullmatch(term.duration)
    if not found:
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(days=days + 7 * weeks, hours=hours, minutes=minutes, seconds=seconds)
    try:
        start = datetime.fromtimestamp(begun, UTC)
        carried, month = divmod(start.month - 1 + months, 12)
        first = start.replace(year=start.year + years + carried, month=month + 1, day=1)
        return int((first + timedelta(days=start.day - 1) + length).timestamp())
    except (OverflowError, ValueError, OSError):
        return None


def _claims(view: View, entry: Entry, provenance: ProvenanceFilter) -> list[Claim]:
    """Return what the state rests on: who was affected, by what kind of event, when, and for how long."""
    event = view.about([entry.hop.end], {TYPE, WHEN, TERM})[0]
    return [*entry.hop.claims, *admitted(view, event, provenance)]

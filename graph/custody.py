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
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.calendar_days import SECONDS_PER_DAY
from graph.edtf import certainly_began_by
from graph.model import Claim, Duration, Time
from graph.profiles import kinds, values
from graph.support import admitted_each
from graph.timeline import Entry, timelines
from graph.vocabulary import AFFECTED_PERSON, TERM, TYPE, WHEN, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.ids import EntityId, SourceId
    from graph.model import Source
    from graph.profiles import Claimed
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


class Told(NamedTuple):
    """An event of somebody's life: its kind, what terms are told, and the days of its sources where no date is."""

    entry: Entry
    kind: Kind
    terms: tuple[Duration, ...]
    days: tuple[tuple[int, int], ...]


class Candidate(Struct, frozen=True):
    """An event that had surely begun, at `earliest` or later and before `begun`; `until` is when it was surely over.

    `lasts` says that it surely goes on at the moment asked about: it has a told end after that, or none of its dates
    is told and its source is of that day.
    """

    earliest: int
    begun: int
    until: int | None
    state: CustodyState
    entry: Entry
    lasts: bool = False

    @property
    def outlasts(self) -> bool:
        """Whether it is told to have lasted until after the moment asked about, whoever tells of a release before."""
        return self.lasts and self.until is not None


def custody(view: View, people: Sequence[EntityId], at: int, provenance: ProvenanceFilter) -> list[CustodyStatus]:
    """Return the custody of each of `people` at the second `at`."""
    standing = provenance.connected()
    found = [_custody(told, at) for told in told_of(view, people, standing)]
    claims = claims_behind(view, [[one.entry for one in latest] for _, latest in found], standing)
    return [_status(state, latest, said) for (state, latest), said in zip(found, claims, strict=True)]


def told_of(view: View, people: Sequence[EntityId], standing: ProvenanceFilter) -> list[list[Told]]:
    """Return the events that affected each of `people` and lead to a state of custody, with what decides about it."""
    lists = [
        [entry for entry in entries if entry.hop.property == AFFECTED_PERSON]
        for entries in timelines(view, [[person] for person in people], standing)
    ]
    entries = [entry for some in lists for entry in some]
    events = [entry.hop.end for entry in entries]
    claims = [claim.source for entry in entries for claim in entry.hop.claims]
    sources = dict(zip(claims, view.sources(claims), strict=True))
    made = iter(
        [
            Told(entry, some[0], _durations(terms), _days(entry, some[0], sources))
            for entry, some, terms in zip(
                entries, kinds(view, events), values(view, events, TERM, standing), strict=True
            )
        ]
    )
    return [[told for told in (next(made) for _ in some) if told.kind.leads_to] for some in lists]


def _custody(told: Sequence[Told], at: int) -> tuple[CustodyState, Sequence[Candidate]]:
    """Return the state at `at`, and the events that it rests on, the deciding one last."""
    found = [one for one in (candidate(event, at) for event in told) if one]
    candidates = sorted(found, key=lambda one: (one.begun, one.state, one.entry.key))
    freed = [one for one in candidates if one.state is CustodyState.FREE]
    dead = [one for one in candidates if one.state is CustodyState.DECEASED]
    held = [one for one in candidates if one not in freed]
    # a sentence or a pardon after a death holds or frees nobody
    return (CustodyState.DECEASED, dead[-1:]) if dead else _state(freed, held, at)


def _status(state: CustodyState, latest: Sequence[Candidate], claims: Sequence[Claim]) -> CustodyStatus:
    if not latest:
        return CustodyStatus(state)
    since = latest[-1].entry.when if state is not CustodyState.UNKNOWN else None
    return CustodyStatus(state, since, latest[-1].entry.hop.end, tuple(claims))


def _state(freed: Sequence[Candidate], held: Sequence[Candidate], at: int) -> tuple[CustodyState, Sequence[Candidate]]:
    """Return the state and the events that it rests on, the deciding one last; both lists are in the order of time.

    What surely was before a release is ended by it, unless it is told to have lasted until after the moment. Of the
    rest the latest that is not over decides. What may have been before a release or after it, or is told to have lasted
    beyond one, leaves the state disputed, unless something else holds in either order.
    """
    since = [one for one in held if one.outlasts or not any(release.earliest >= one.begun for release in freed)]
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


def candidate(told: Told, at: int) -> Candidate | None:
    """Return what an event says of custody at the second `at`; None when it says nothing."""
    entry, kind = told.entry, told.kind
    if kind.leads_to is None or (kind.needs == TERM and not told.terms):
        return None
    state = CustodyState(kind.leads_to)
    if entry.when is None:
        day = next((start for start, end in told.days if start <= at < end), None)
        return Candidate(day, day, None, state, entry, lasts=True) if day is not None else None
    span = entry.when.span
    begun = span.latest_start
    if begun is None or not certainly_began_by(span, at):
        return None
    ends = [_end(begun, term) for term in told.terms]
    until = max((end for end in ends if end is not None), default=None)
    # an interval without a beginning ("before 2021") is no time that it lasted
    lasted = "/" in span.text and not span.text.startswith(("..", "/"))
    told_end = span.latest_end if lasted else None
    earliest = span.earliest_start if span.earliest_start is not None else _ALWAYS
    lasts = lasted and span.earliest_end is not None and at < span.earliest_end
    return Candidate(earliest, begun, told_end if until is None else until, state, entry, lasts)


def _durations(sides: Iterable[Claimed]) -> tuple[Duration, ...]:
    return tuple(side.value for side in sides if isinstance(side.value, Duration))


def _days(entry: Entry, kind: Kind, sources: Mapping[SourceId, Source | None]) -> tuple[tuple[int, int], ...]:
    """Return the days, from when to when, of which an event speaks that nobody dates: those of its sources."""
    if entry.when is not None or not kind.holds_undated:
        return ()
    found = []
    for source in (sources[claim.source] for claim in entry.hop.claims):
        span = source.published.span if source and source.published else None
        if span and span.certain and span.earliest_start is not None and span.latest_end is not None:
            found.append((span.earliest_start, span.latest_end))
    return tuple((start, end) for start, end in found if end - start <= SECONDS_PER_DAY)


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


def claims_behind(view: View, groups: Sequence[Sequence[Entry]], standing: ProvenanceFilter) -> list[list[Claim]]:
    """Return what states rest on, best first: who was affected, by what kind of event, when, and for how long."""
    events = [entry.hop.end for entries in groups for entry in entries]
    said = iter(view.about(events, {TYPE, WHEN, TERM}) if events else [])
    claims = [{claim for entry in entries for claim in (*entry.hop.claims, *next(said))} for entries in groups]
    return admitted_each(view, list(map(list, claims)), standing)

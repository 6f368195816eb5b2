"""States of custody that exclude each other on one day: in prison by one account, free or dead by another.

Derived as `graph.custody` derives them, but only from what speaks of that day itself: an imprisonment with a told end
after it, or one that a source of that day tells of without a date. That an old article knows of no release is no
account of today.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from graph.calendar_days import written
from graph.custody import CustodyState, candidate, claims_behind, told_of
from graph.differing import Accounts, AccountsKind, Side
from graph.model import Text, Time
from graph.profiles import by_support
from graph.support import independent_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.custody import Candidate, Told
    from graph.differing.lives import Happened
    from graph.ids import EntityId
    from graph.model import Claim
    from graph.provenance import ProvenanceFilter
    from graph.timeline import Entry
    from graph.view import View
    from graph.vocabulary import Kind

_ENDS = frozenset({CustodyState.FREE, CustodyState.DECEASED})


class _Clash(NamedTuple):
    """An event after which a person was free or dead, since which moment others say otherwise, and by what events."""

    end: Candidate
    at: int
    held: list[Candidate]


def exclusive_states(
    view: View, lives: Mapping[EntityId, Sequence[Happened]], standing: ProvenanceFilter
) -> list[Accounts]:
    """Return whose states of custody exclude each other, of those whose `lives` are told; in no order."""
    people = [who for who, events in lives.items() if _may_clash(events)]
    told = zip(people, told_of(view, people, standing), strict=True)
    return list(_accounts(view, [(who, clash) for who, events in told for clash in _clashes(events)], standing))


def _ends(kind: Kind) -> bool:
    return kind.leads_to is not None and CustodyState(kind.leads_to) in _ENDS


def _may_clash(events: Iterable[Happened]) -> bool:
    ends = any(_ends(one.kind) and one.times for one in events)
    return ends and any(
        any("/" in time.edtf for time in one.times) if one.times else one.kind.holds_undated
        for one in events
        if not _ends(one.kind)
    )


def _clashes(told: Sequence[Told]) -> list[_Clash]:
    """Return for each end of custody the moment from which others say otherwise, if any, and by what events."""
    clashes: dict[EntityId, _Clash] = {}
    held: defaultdict[EntityId, dict[EntityId, Candidate]] = defaultdict(dict)
    for at in _moments(told):
        states = [found for one in told if (found := candidate(one, at))]
        for end in (one for one in states if one.state in _ENDS):
            against = [one for one in states if one.state not in _ENDS and _contradicts(one, end, at, told)]
            if against:
                event = end.entry.hop.end
                clashes.setdefault(event, _Clash(end, at, []))
                held[event] |= {one.entry.hop.end: one for one in against}
    return [clash._replace(held=list(held[event].values())) for event, clash in clashes.items()]


def _moments(told: Sequence[Told]) -> list[int]:
    """Return the moments to ask about: when an end of custody is surely over, and days of sources."""
    over = {one.entry.when.span.latest_end for one in told if _ends(one.kind) and one.entry.when}
    days = {start for one in told for start, _ in one.days}
    return sorted(moment for moment in over | days if moment is not None)


def _contradicts(held: Candidate, end: Candidate, at: int, told: Sequence[Told]) -> bool:
    """Say whether `held` goes on at `at`, though `end` was before, and nothing since then that is told explains it."""
    if not held.lasts:
        return False
    if end.state is CustodyState.DECEASED:
        return True
    if held.entry.when is not None and end.earliest < held.begun:
        return False
    return not any(
        _may_begin(one.entry.when, end.earliest, at)
        for one in told
        if not _ends(one.kind) and one.entry.when is not None and one.entry.hop.end != held.entry.hop.end
    )


def _may_begin(when: Time, after: int, by: int) -> bool:
    """Say whether what was at `when` may have begun between two moments; a bound that is not there may be any."""
    earliest, latest = when.span.earliest_start, when.span.latest_start
    return (latest is None or latest > after) and (earliest is None or earliest <= by)


def _by_state(clash: _Clash) -> list[tuple[CustodyState, list[Entry]]]:
    found: defaultdict[CustodyState, list[Entry]] = defaultdict(list)
    for one in (clash.end, *clash.held):
        found[one.state].append(one.entry)
    return list(found.items())


def _accounts(view: View, found: Sequence[tuple[EntityId, _Clash]], standing: ProvenanceFilter) -> Iterator[Accounts]:
    states = [_by_state(clash) for _, clash in found]
    groups = [entries for some in states for _, entries in some]
    claims = iter(claims_behind(view, groups, standing))
    support = iter(
        independent_each(view, [[claim for entry in entries for claim in entry.hop.claims] for entries in groups])
    )
    for (who, clash), some in zip(found, states, strict=True):
        sides = [_side(state, entries[0].hop.end, next(claims), next(support)) for state, entries in some]
        ordered = tuple(sorted(sides, key=by_support))
        apart = clash.end.entry.hop.end
        yield Accounts(AccountsKind.EXCLUSIVE_STATE, who, None, ordered, _day(clash.at), apart)


def _side(state: CustodyState, event: EntityId, claims: Sequence[Claim], support: int) -> Side:
    value = Text(state.value.lower().replace("_", " "), "en")
    return Side(value, tuple(claims), support, event=event, state=state)


def _day(at: int) -> Time | None:
    """Return the day of a moment; None for one in a year of more than four digits, which EDTF writes otherwise."""
    day = written(at).partition("T")[0]
    return None if day.startswith("+") else Time(day)

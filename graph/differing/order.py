"""Events of one person that are told in an order that cannot be: released before arrested, interviewed after death.

The ontology says which (`kg:comesAfter`, `kg:mayComeAfter`, `kg:comesAfterEvery`). Only what is surely out of order,
however each date is understood, counts; and where a life has several arrests, only what fits none of them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from graph.differing import Accounts, AccountsKind, Side
from graph.model import Time
from graph.profiles import by_support, values
from graph.vocabulary import WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.differing.lives import Happened
    from graph.ids import EntityId, KindId
    from graph.provenance import ProvenanceFilter
    from graph.view import View
    from graph.vocabulary import Kind

    Dated = tuple[EntityId, Time]


class _Reversal(NamedTuple):
    """A kind of event that is told too early or too late, and the dates that cannot all hold."""

    kind: KindId
    dates: set[Dated]


def disorders(view: View, told: Mapping[EntityId, Sequence[Happened]], standing: ProvenanceFilter) -> list[Accounts]:
    """Return whose events, of those that are `told` (`graph.differing.lives`), are out of order; in no order."""
    ruled = [kind for kind in vocabulary().kinds.values() if kind.comes_after or kind.comes_after_every]
    found = [(who, reversal) for who, events in told.items() for reversal in _reversals(ruled, events)]
    events = sorted({event for _, reversal in found for event, _ in reversal.dates})
    sides = dict(zip(events, values(view, events, WHEN, standing), strict=True))
    accounts = []
    for who, reversal in found:
        listed = [
            Side(side.value, side.claims, side.independent_sources, event=event)
            for event in sorted({event for event, _ in reversal.dates})
            for side in sides[event]
            if not side.claims[0].denies and isinstance(side.value, Time) and _has(reversal, event, side.value)
        ]
        ordered = tuple(sorted(listed, key=by_support))
        accounts.append(Accounts(AccountsKind.TIME_ORDER, who, None, ordered, apart=reversal.kind))
    return accounts


def _has(reversal: _Reversal, event: EntityId, time: Time) -> bool:
    return any(event == dated and time.edtf == when.edtf for dated, when in reversal.dates)


def _reversals(ruled: Iterable[Kind], events: Sequence[Happened]) -> Iterator[_Reversal]:
    for kind in ruled:
        these = _of(events, {kind.id})
        if not these:
            continue
        dates = _before_all(these, _of(events, kind.comes_after), _of(events, kind.may_come_after))
        dates |= _reversed(these, _of(events, kind.comes_after_every))
        if dates:
            yield _Reversal(kind.id, dates)


def _before_all(these: Sequence[Happened], first: Sequence[Happened], may: Sequence[Happened]) -> set[Dated]:
    """Return the dates by which each of `these` was surely before each of `first`, and nothing of `may` before it."""
    if not first or not all(_reversed([one], [other]) for one, other in product(these, first)):
        return set()
    if not all(_is_surely_before(one, other) for one, other in product(these, may)):
        return set()
    return _reversed(these, first)


def _reversed(late: Iterable[Happened], early: Iterable[Happened]) -> set[Dated]:
    """Return those dates by which one of `late` was surely over before one of `early` began."""
    found: set[Dated] = set()
    for one, other in product(late, early):
        for over, begins in product(one.times, other.times):
            if one.event != other.event and _is_over_before(over, begins):
                found |= {(one.event, over), (other.event, begins)}
    return found


def _is_surely_before(one: Happened, other: Happened) -> bool:
    """Say whether by every date that anybody gives `one` was before `other`; not where nobody gives any."""
    dates = list(product(one.times, other.times))
    return bool(dates) and all(_is_over_before(over, begins) for over, begins in dates)


def _is_over_before(over: Time, begins: Time) -> bool:
    end, start = over.span.latest_end, begins.span.earliest_start
    return end is not None and start is not None and end <= start


def _of(events: Iterable[Happened], kinds: Iterable[KindId]) -> list[Happened]:
    wanted = frozenset(kinds)
    return [one for one in events if wanted.intersection(one.kind.lineage)]

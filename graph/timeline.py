"""The events that entities take part in, in the order of their imprecise dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from graph.edtf import during
from graph.hops import hops_from
from graph.ids import KindId
from graph.model import Hop, Time
from graph.profiles import of_kinds, values
from graph.vocabulary import WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View, Window


class Entry(Struct, frozen=True):
    """An event of the timeline: the hop by which somebody takes part in it, when, and what else is said of when."""

    hop: Hop
    when: Time | None
    others: tuple[Time, ...]

    @property
    def key(self) -> Key:
        """Its place in the timeline: dated events by time, then those without a date."""
        dated = self.when.span.sort_key() if self.when else (True, 0, True, 0, "")
        return (self.when is None, *dated, self.hop.end, self.hop.property, self.hop.start)


def hop_times(view: View, hops: Sequence[Hop], provenance: ProvenanceFilter) -> list[list[Time]]:
    """Return when each of `hops` was, best supported first: the dates of an event, or when a relation held."""
    events = sorted({event for hop in hops if (event := event_of(hop))})
    dates = dict(zip(events, values(view, events, WHEN, provenance.connected()), strict=True))
    answers = []
    for hop in hops:
        event = event_of(hop)
        said = [side.value for side in dates[event]] if event else [claim.valid for claim in hop.claims]
        answers.append(list(dict.fromkeys(time for time in said if isinstance(time, Time))))
    return answers


def event_of(hop: Hop) -> EntityId | None:
    """Return the event that `hop` is a part in, or None for a relation."""
    if not vocabulary().properties[hop.property].is_role:
        return None
    return hop.start if hop.forward else hop.end


def timeline(
    view: View,
    about: Sequence[EntityId],
    provenance: ProvenanceFilter,
    window: Window | None = None,
    wanted: frozenset[KindId] | None = None,
) -> list[Entry]:
    """Return the events in which any of `about` takes part, in order; those that nobody dates come last.

    A `window` keeps the events whose best supported date lies in it; an event that nobody dates is in no window.
    `wanted` keeps events of these kinds and the kinds below them.
    """
    return timelines(view, [about], provenance, window, wanted)[0]


def timelines(
    view: View,
    groups: Sequence[Sequence[EntityId]],
    provenance: ProvenanceFilter,
    window: Window | None = None,
    wanted: frozenset[KindId] | None = None,
) -> list[list[Entry]]:
    """Return of each of `groups` what `timeline` does, for all of them at once."""
    left = iter(hops_from(view, [entity for about in groups for entity in about], provenance))
    parts = [
        [hop for _ in about for hop in next(left) if not hop.forward and event_of(hop) is not None] for about in groups
    ]
    fitting = {*of_kinds(view, [hop.end for hops in parts for hop in hops], wanted)}
    parts = [[hop for hop in hops if hop.end in fitting] for hops in parts]
    times = iter(hop_times(view, [hop for hops in parts for hop in hops], provenance))
    told = [[_entry(hop, next(times)) for hop in hops] for hops in parts]
    if window is not None:
        told = [[e for e in some if e.when and during(e.when.span, window.span, window.match)] for some in told]
    return [sorted(some, key=lambda entry: entry.key) for some in told]


def _entry(hop: Hop, times: Sequence[Time]) -> Entry:
    return Entry(hop, times[0] if times else None, tuple(times[1:]))

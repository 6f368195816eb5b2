"""The events that entities take part in, in the order of their imprecise dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from graph.edtf import during
from graph.hops import hops_from
from graph.ids import KindId
from graph.model import Hop, Time
from graph.profiles import kinds, values
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
    hops = [hop for found in hops_from(view, about, provenance) for hop in found if not hop.forward and event_of(hop)]
    if wanted is not None:
        found = kinds(view, [hop.end for hop in hops])
        lineages = ({above for kind in some for above in kind.lineage} for some in found)
        hops = [hop for hop, lineage in zip(hops, lineages, strict=True) if wanted & lineage]
    dated = zip(hops, hop_times(view, hops, provenance), strict=True)
    entries = [Entry(hop, times[0] if times else None, tuple(times[1:])) for hop, times in dated]
    if window is not None:
        entries = [e for e in entries if e.when and during(e.when.span, window.span, window.match)]
    return sorted(entries, key=lambda entry: entry.key)

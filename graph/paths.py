"""How two entities are connected: chains of hops, with the claims that each hop stands on."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from graph.edtf import during
from graph.errors import LimitError
from graph.hops import grouped, hop_from
from graph.model import Certainty, Claim, Hop, Path, Time
from graph.profiles import labels
from graph.support import admitted_each, independent_each
from graph.timeline import hop_times
from graph.view import PathMode, PathSpec
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.ids import EntityId
    from graph.provenance import ProvenanceFilter
    from graph.view import View, Window

MAX_LENGTH = 10


class Paths(NamedTuple):
    """Paths, best supported first; `complete` is false when the search stopped before it had all of them.

    `explored` is the number of connections that the search looked at.
    """

    paths: list[Path]
    complete: bool
    explored: int


def find_paths(view: View, start: EntityId, end: EntityId, spec: PathSpec, provenance: ProvenanceFilter) -> Paths:
    """Return the paths from `start` to `end` that `spec` wants, over claims that `provenance` lets count.

    Every hop has at least one claim, and as many independent sources as the filter asks for. Of several connections
    between two neighbours a path takes the best supported; one chain of entities is one path. No path: an empty list.

    Raises:
        LimitError: `spec.max_length` is not 1–10, or its hub limit is below 1.
    """
    if not 1 <= spec.max_length <= MAX_LENGTH:
        raise LimitError(f"maxLength is {spec.max_length}: expected 1 to {MAX_LENGTH}")
    if spec.hub_limit is not None and spec.hub_limit < 1:
        raise LimitError(f"hubLimit is {spec.hub_limit}: expected 1 or more")
    if start == end:
        return Paths([], complete=True, explored=1)
    standing = provenance.connected()
    found = view.chains(start, end, spec, standing)
    steps = sorted({step for chain in found.chains for step in pairwise(chain)})
    hops = dict(zip(steps, _hops(view, steps, spec, standing), strict=True))
    chosen = ([hops[step] for step in pairwise(chain)] for chain in found.chains)
    if spec.chronological:
        walked = [tuple(_in_order(view, options, standing)) for options in chosen]
    else:
        walked = [tuple(several[0] for several in options) for options in chosen]
    behind = iter(independent_each(view, [hop.claims for hops in walked for hop in hops]))
    paths = [Path(hops, min(next(behind) for _ in hops)) for hops in walked]
    ordered = sorted(paths, key=lambda path: path.key)
    return Paths(ordered[:1] if spec.mode is PathMode.SHORTEST else ordered, found.complete, found.explored)


def sentences(view: View, paths: Sequence[Path], provenance: ProvenanceFilter) -> list[str]:
    """Return each of `paths` in words: each hop from subject to value, when as the source puts it, and who says so.

    The day stands in quotation marks where it is in the words of a source, and not at all where a name has it already.
    """
    hops = [hop for path in paths for hop in path.hops]
    ids = list(dict.fromkeys(id_ for hop in hops for id_ in (hop.start, hop.end, hop.claims[0].claimant)))
    called = dict(zip(ids, labels(view, ids), strict=True))
    days = zip(hops, _times(view, hops, provenance.connected()), strict=True)
    told = iter([_in_words(hop, called, times[0] if times else None) for hop, times in days])
    return ["; ".join(next(told) for _ in path.hops) for path in paths]


def _in_words(hop: Hop, called: Mapping[EntityId, str], when: Time | None) -> str:
    subject, value = (hop.start, hop.end) if hop.forward else (hop.end, hop.start)
    step = f"{called[subject]} – {vocabulary().properties[hop.property].label} – {called[value]}"
    day = (when.wording or when.span.display()) if when else ""
    if day and day not in step:
        step += f", “{day}”" if when and when.wording else f", {day}"
    return f"{step} ({told_by(hop.claims[0], called[hop.claims[0].claimant])})"


def told_by(claim: Claim, claimant: str) -> str:
    """Return in words who tells a claim and how sure that one is."""
    words = {Certainty.ALLEGED: "alleged by", Certainty.POSSIBLE: "possible, says", Certainty.NEGATED: "denied by"}
    return f"{words.get(claim.certainty, 'says')} {claimant}"


def best_hops(
    view: View, steps: Sequence[tuple[EntityId, EntityId]], spec: PathSpec, provenance: ProvenanceFilter
) -> list[Hop]:
    """Return for each step the connection with the most independent sources, of those that `spec` allows."""
    return [hops[0] for hops in _hops(view, steps, spec, provenance)]


def _hops(
    view: View, steps: Sequence[tuple[EntityId, EntityId]], spec: PathSpec, provenance: ProvenanceFilter
) -> list[list[Hop]]:
    """Return for each step the connections that `spec` allows, best supported first: at least one."""
    allowed = [[claim for claim in claims if spec.allows(claim.property)] for claims in view.between(steps)]
    found = [
        [hop_from(start, group) for group in grouped(claims).values()]
        for (start, _), claims in zip(steps, admitted_each(view, allowed, provenance), strict=True)
    ]
    if spec.during:
        inside = iter(_inside(view, [hop for hops in found for hop in hops], spec.during, provenance))
        found = [[hop for hop in hops if next(inside)] or hops for hops in found]
    support = iter(independent_each(view, [hop.claims for hops in found for hop in hops]))
    weighed = ([(next(support), hop) for hop in hops] for hops in found)
    return [_supported(hops, provenance.min_independent_sources) for hops in weighed]


def _supported(weighed: Sequence[tuple[int, Hop]], at_least: int) -> list[Hop]:
    kept = [one for one in weighed if one[0] >= at_least] or weighed
    return [hop for _, hop in sorted(kept, key=lambda one: (-one[0], -len(one[1].claims), one[1].property))]


def _in_order(view: View, options: Sequence[Sequence[Hop]], provenance: ProvenanceFilter) -> list[Hop]:
    """Return for each step the best supported connection with which none comes before the one ahead of it."""
    spans = [[_span(times) for times in _times(view, hops, provenance)] for hops in options]
    # until when each step may be, so that those after it can follow
    until = [inf]
    for several in reversed(spans):
        until.append(
            max((min(latest, until[-1]) for earliest, latest in several if earliest <= until[-1]), default=inf)
        )
    now, chosen = -inf, []
    for hops, several, limit in zip(options, spans, reversed(until[:-1]), strict=True):
        places = (place for place, span in enumerate(several) if max(now, span[0]) <= min(span[1], limit))
        place = next(places, 0)
        now = max(now, several[place][0])
        chosen.append(hops[place])
    return chosen


def _span(times: Sequence[Time]) -> tuple[float, float]:
    """Return the first and the last second at which something may be that `times` are given for; any, where none is."""
    starts, ends = [time.span.earliest_start for time in times], [time.span.latest_end for time in times]
    return (
        min((-inf if start is None else start for start in starts), default=-inf),
        max((inf if end is None else end - 1 for end in ends), default=inf),
    )


def _times(view: View, hops: Sequence[Hop], provenance: ProvenanceFilter) -> list[list[Time]]:
    return hop_times(view, hops, replace(provenance, min_independent_sources=1))


def _inside(view: View, hops: Sequence[Hop], window: Window, provenance: ProvenanceFilter) -> list[bool]:
    dated = _times(view, hops, provenance)
    return [any(during(time.span, window.span, window.match) for time in times) for times in dated]

"""How two entities are connected: chains of hops, with the claims that each hop stands on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from graph.edtf import during
from graph.errors import LimitError
from graph.hops import grouped, hop_from
from graph.model import Certainty, Claim, Hop, Path
from graph.profiles import labels
from graph.support import admitted, independent_sources
from graph.timeline import hop_times
from graph.view import PathMode, PathSpec
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId
    from graph.paging import Key
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
    hops = dict(zip(steps, best_hops(view, steps, spec, standing), strict=True))
    paths = [Path(tuple(hops[step] for step in pairwise(chain))) for chain in found.chains]
    ordered = sorted(paths, key=lambda path: path_key(view, path))
    return Paths(ordered[:1] if spec.mode is PathMode.SHORTEST else ordered, found.complete, found.explored)


def support(view: View, path: Path) -> int:
    """Return the fewest independent sources behind any hop of `path`: a chain is as strong as its weakest link."""
    return min((independent_sources(view, hop.claims) for hop in path.hops), default=0)


def path_key(view: View, path: Path) -> Key:
    """Return the place of `path` in an answer: best supported first, then by the ids of its entities."""
    return (-support(view, path), *path.entities)


def sentence(view: View, path: Path) -> str:
    """Return `path` in words: each hop from subject to value, and who says so."""
    ids = [id_ for hop in path.hops for id_ in (hop.start, hop.end, hop.claims[0].claimant)]
    called = dict(zip(ids, labels(view, ids), strict=True))
    parts = []
    for hop in path.hops:
        subject, value = (hop.start, hop.end) if hop.forward else (hop.end, hop.start)
        label = vocabulary().properties[hop.property].label
        parts.append(
            f"{called[subject]} – {label} – {called[value]} ({told_by(hop.claims[0], called[hop.claims[0].claimant])})"
        )
    return "; ".join(parts)


def told_by(claim: Claim, claimant: str) -> str:
    """Return in words who tells a claim and how sure that one is."""
    words = {Certainty.ALLEGED: "alleged by", Certainty.POSSIBLE: "possible, says", Certainty.NEGATED: "denied by"}
    return f"{words.get(claim.certainty, 'says')} {claimant}"


def best_hops(
    view: View, steps: Sequence[tuple[EntityId, EntityId]], spec: PathSpec, provenance: ProvenanceFilter
) -> list[Hop]:
    """Return for each step the connection with the most independent sources, of those that `spec` allows."""
    chosen = []
    for (start, _), claims in zip(steps, view.between(steps), strict=True):
        allowed = [claim for claim in claims if spec.allows(claim.property)]
        hops = [hop_from(start, group) for group in grouped(admitted(view, allowed, provenance)).values()]
        hops = _inside(view, hops, spec.during, provenance) if spec.during else hops
        chosen.append(
            min(hops, key=lambda hop: (-independent_sources(view, hop.claims), -len(hop.claims), hop.property))
        )
    return chosen


def _inside(view: View, hops: Sequence[Hop], window: Window, provenance: ProvenanceFilter) -> list[Hop]:
    dated = zip(hops, hop_times(view, hops, replace(provenance, min_independent_sources=1)), strict=True)
    return [hop for hop, times in dated if any(during(time.span, window.span, window.match) for time in times)]

"""What a new version of a source changes in the index: claims that are there as they are stay where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.index.records import read_claims

if TYPE_CHECKING:
    from graph.index.arrow import Rows
    from graph.index.stack import Stack
    from graph.manifest import Stored

WORTH_KEEPING = 0.5
"""Of the claims of a source: where fewer stay, the whole of it is written anew, and one number says so."""


class Difference(NamedTuple):
    """What of a source is to be written, and the claims that no longer count; None when that is all it has."""

    fresh: Stored
    gone: Rows | None


def difference(stack: Stack, stored: Stored) -> Difference:
    """Return what is to be done, so that `stack` with it shows of a source what `stored` says.

    A claim stays that is equal in all that is stored, when it was recorded included. Cost: some µs a claim of both.
    """
    content = stored.content
    rows = stack.claims_of(content.source.id)
    now = {claim.id: claim for claim in content.claims}
    times = stack.take("claims", "recorded_at", rows).tolist()
    before = read_claims(stack, rows)
    stays = np.array(
        [now.get(was.id) == was and stored.recorded_at(was.id) == at for was, at in zip(before, times, strict=True)],
        bool,
    )
    if not stays.any() or stays.mean() < WORTH_KEEPING:
        return Difference(stored, None)
    there = {was.id for was, stay in zip(before, stays.tolist(), strict=True) if stay}
    fresh = content._replace(claims=[claim for claim in content.claims if claim.id not in there])
    return Difference(stored._replace(content=fresh), rows[~stays])

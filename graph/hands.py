"""Claims that somebody added by hand, carried over when their source is loaded again.

A loader knows nothing of them. They stay as long as their words stand in the text: at their offsets, or wherever they
stand now. What no longer does is retracted like any claim, and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from graph.codec import Content
from graph.model import Characters, Claim, Evidence, Ref, Row
from graph.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.ids import ClaimId, EntityId
    from graph.manifest import Stored


class Carried(NamedTuple):
    """What became of the claims that were added by hand: how many are still there, and of these how many were moved.

    `lost` are those whose words the text no longer has; `adrift` those that are still there and name an entity of
    which this source said more before, and says nothing now.
    """

    kept: int
    moved: int
    lost: tuple[Claim, ...]
    adrift: tuple[Claim, ...]


def carry(
    content: Content, text: bytes | None, before: Stored, taken_back: Collection[ClaimId]
) -> tuple[Content, Carried]:
    """Return `content` with those claims of the version before that were added by hand, but for those taken back."""
    given = {claim.id: claim for claim in content.claims}
    hands = [claim for claim in before.content.claims if claim.id in before.history.by_hand]
    waiting = [claim for claim in hands if claim.id not in given and claim.id not in taken_back]
    words = text.decode() if text is not None else ""
    placed = [(claim, _placed(claim, words)) for claim in waiting]
    there = [found for _, found in placed if found is not None]
    lost = tuple(claim for claim, found in placed if found is None)
    moved = sum(found is not None and found.evidence != claim.evidence for claim, found in placed)
    before_ids = {claim.subject for claim in before.content.claims}
    now = {claim.subject for claim in (*content.claims, *there)}
    adrift = tuple(claim for claim in there if any(e in before_ids and e not in now for e in _named(claim)))
    kept = len(there) + sum(claim.id in given for claim in hands)
    return Content(content.source, [*content.claims, *there]), Carried(kept, moved, lost, adrift)


def _named(claim: Claim) -> Iterator[EntityId]:
    yield from (claim.subject, claim.claimant)
    if isinstance(claim.value, Ref):
        yield claim.value.entity


def _placed(claim: Claim, text: str) -> Claim | None:
    """Return `claim` with its evidence where it stands in `text`, None where any of it stands nowhere."""
    found = [_stands(piece, text) for piece in claim.evidence]
    evidence = tuple(piece for piece in found if piece is not None)
    return replace(claim, evidence=evidence) if len(evidence) == len(found) else None


def _stands(piece: Evidence, text: str) -> Evidence | None:
    place = piece.place
    if isinstance(place, Row):
        block = row_of(text, place.number)
        start, end = place.start or 0, len(block or "") if place.end is None else place.end
        return piece if block is not None and block[start:end] == piece.exact else None
    found = nearest(text, piece.exact, place.start)
    return None if found is None else replace(piece, place=Characters(found, found + len(piece.exact)))


def nearest(text: str, words: str, start: int) -> int | None:
    """Return where `words` stand in `text`, nearest to `start`; None where they do not.

    >>> nearest("no visits, no calls, no visits", "no visits", 18)
    21
    """
    found = [text.rfind(words, 0, start + len(words)), text.find(words, start)]
    return min((place for place in found if place >= 0), key=lambda place: abs(place - start), default=None)

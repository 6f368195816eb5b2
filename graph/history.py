"""When claims were taken up and let go, from one version of a source to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from graph.ids import ClaimId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet


class Gone(Struct, frozen=True):
    """A claim that a source no longer makes: recorded then, retracted then, by the version that lacks it."""

    recorded_at: int
    retracted_at: int
    version: str


class Hand(Struct, frozen=True):
    """Who added a claim by hand, and when; and who took it back, where somebody did."""

    by: str
    at: int
    taken_back_by: str | None = None


class History(Struct, frozen=True):
    """What the versions before leave to a version: claims older than it, and claims that it lacks.

    `by_hand` are those of its claims, and of those that are gone, that no loader read: somebody added them.
    """

    earlier: dict[ClaimId, int] = {}
    gone: dict[ClaimId, Gone] = {}
    by_hand: dict[ClaimId, Hand] = {}

    def to_bytes(self) -> bytes:
        """Return it as JSON; equal histories give equal bytes."""
        found = msgspec.to_builtins(self)
        if not self.by_hand:
            # as it was written before there were such claims
            del found["by_hand"]
        return msgspec.json.format(msgspec.json.encode(found, order="sorted"), indent=1) + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes) -> History:
        """Return what `to_bytes` wrote."""
        return msgspec.json.decode(content, type=cls)


class Before(Struct, frozen=True):
    """The version that a new one follows."""

    claims: frozenset[ClaimId]
    recorded_at: int
    history: History


def follow(
    before: Before, claims: AbstractSet[ClaimId], version: str, at: int, by_hand: Mapping[ClaimId, Hand] | None = None
) -> History:
    """Return the history of `version`, whose claims are `claims`, taken up at `at`; `by_hand` is what it adds by hand.

    A claim that was there keeps the time at which it was recorded; one that is missing is retracted now; one that was
    retracted and is back counts as new.
    """
    earlier = before.history.earlier

    def recorded(claim: ClaimId) -> int:
        return earlier.get(claim, before.recorded_at)

    lost = {claim: Gone(recorded(claim), at, version) for claim in before.claims - claims}
    still_gone = {claim: gone for claim, gone in before.history.gone.items() if claim not in claims}
    kept, gone = {claim: recorded(claim) for claim in before.claims & claims}, still_gone | lost
    hands = before.history.by_hand | dict(by_hand or {})
    return History(kept, gone, {claim: hand for claim, hand in hands.items() if claim in claims or claim in gone})

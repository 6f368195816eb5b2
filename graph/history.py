"""When claims were taken up and let go, from one version of a source to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from graph.ids import ClaimId

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class Gone(Struct, frozen=True):
    """A claim that a source no longer makes: recorded then, retracted then, by the version that lacks it."""

    recorded_at: int
    retracted_at: int
    version: str


class History(Struct, frozen=True):
    """What the versions before leave to a version: claims older than it, and claims that it lacks."""

    earlier: dict[ClaimId, int] = {}
    gone: dict[ClaimId, Gone] = {}

    def to_bytes(self) -> bytes:
        """Return it as JSON; equal histories give equal bytes."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes) -> History:
        """Return what `to_bytes` wrote."""
        return msgspec.json.decode(content, type=cls)


class Before(Struct, frozen=True):
    """The version that a new one follows."""

    claims: frozenset[ClaimId]
    recorded_at: int
    history: History


def follow(before: Before, claims: AbstractSet[ClaimId], version: str, at: int) -> History:
    """Return the history of `version`, whose claims are `claims`, taken up at `at`.

    A claim that was there keeps the time at which it was recorded; one that is missing is retracted now; one that was
    retracted and is back counts as new.
    """
    earlier = before.history.earlier

    def recorded(claim: ClaimId) -> int:
        return earlier.get(claim, before.recorded_at)

    lost = {claim: Gone(recorded(claim), at, version) for claim in before.claims - claims}
    still_gone = {claim: gone for claim, gone in before.history.gone.items() if claim not in claims}
    return History({claim: recorded(claim) for claim in before.claims & claims}, still_gone | lost)

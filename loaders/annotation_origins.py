"""Which claims of an annotation file repeat another: a claim of the same file by its id, or any claim by its IRI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from graph.ids import CLAIM_NAME, OWN, ClaimId
from graph.model import Claim, value_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loaders.annotation_file import AnnotatedClaim

_CLAIM_IRI = re.compile(rf"(?:{OWN}|https?://[^\s<>\"]+/)claim/({CLAIM_NAME})")


def refusals_of_origins(claims: Sequence[AnnotatedClaim], is_sound: Callable[[AnnotatedClaim], bool]) -> dict[str, str]:
    """Return which of `claims` cannot be let in for what they say they repeat, and why.

    `is_sound` says whether a claim will be let in whatever it repeats: asked only of those that others repeat.
    """
    known = {claim.id: claim for claim in claims}
    repeated = {claim.origin for claim in claims if claim.origin is not None} & known.keys()
    sound = {name: is_sound(known[name]) for name in repeated}
    settled: dict[str, str | None] = {}
    """Of each claim that was looked at why it is refused, None where it is not."""
    for claim in claims:
        way, circle = _way(claim, known, settled)
        for one in reversed(way):
            settled[one.id] = _refusal(one, one.id in circle, sound, settled)
    return {name: reason for name, reason in settled.items() if reason is not None}


def _way(
    claim: AnnotatedClaim, known: Mapping[str, AnnotatedClaim], settled: Mapping[str, str | None]
) -> tuple[list[AnnotatedClaim], set[str]]:
    """Return `claim` and what it repeats, up to what is settled, and which of them repeat each other in a circle."""
    way: dict[str, AnnotatedClaim] = {}
    last: AnnotatedClaim | None = claim
    while last is not None and last.id not in settled and last.id not in way:
        way[last.id] = last
        last = None if last.origin is None else known.get(last.origin)
    names = list(way)
    circle = set(names[names.index(last.id) :]) if last is not None and last.id in way else set()
    return list(way.values()), circle


def _refusal(
    claim: AnnotatedClaim,
    in_circle: bool,  # noqa: FBT001 - what is known of it
    sound: Mapping[str, bool],
    settled: Mapping[str, str | None],
) -> str | None:
    if claim.origin is None:
        return None
    if claim.origin not in sound:
        expected = "expected a claim of the file, or the IRI of a claim"
        return None if _CLAIM_IRI.fullmatch(claim.origin) else f"unknown origin {claim.origin!r}: {expected}"
    if in_circle:
        return f"its origin {claim.origin!r} leads back to it: expected a claim that it repeats"
    if settled[claim.origin] is not None or not sound[claim.origin]:
        return f"its origin {claim.origin!r} is refused itself"
    return None


def with_origin(claim: Claim, origin: str, made: Mapping[str, Sequence[Claim]]) -> Claim:
    """Return `claim`, made of an annotated claim that repeats `origin`, as one that repeats another.

    `made` are the claims that were made of each annotated claim. Of several that were made of the origin it repeats
    the one that says the same, else the first.
    """
    if origin not in made:
        found = _CLAIM_IRI.fullmatch(origin)
        assert found is not None
        return replace(claim, origin=ClaimId(f"{OWN}claim/{found[1]}"))
    return replace(claim, origin=max(made[origin], key=lambda other: _likeness(claim, other)).id)


def _likeness(claim: Claim, other: Claim) -> tuple[bool, bool]:
    says_the_same = claim.property == other.property and value_key(claim.value) == value_key(other.value)
    return says_the_same, says_the_same and claim.subject == other.subject

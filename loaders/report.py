"""What a load did, told to people line by line and to programs as one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import Status
from graph.names import printable
from loaders import entities_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.deposits import Difference
    from graph.model import Claim
    from loaders.batch import Item


def as_object(item: Item, difference: Difference) -> dict[str, Any]:
    """Return what a load did to one file: counts, every refusal, every remark."""
    claims = item.read.content.claims
    return {
        "file": item.document.name,
        "source": difference.source,
        "claims": len(claims),
        "proposed": _proposed(claims),
        "entities": entities_of(claims),
        "added": difference.added,
        "kept": difference.kept,
        "altered": difference.altered,
        "retracted": difference.retracted,
        **_by_hand(difference),
        "refused": [{"place": refusal.place, "reason": refusal.reason} for refusal in item.read.refused],
        "remarks": [{"place": remark.place, "text": remark.text} for remark in item.read.remarks],
    }


def as_line(item: Item, difference: Difference) -> str:
    """Return in one line what a load did to one file."""
    claims = item.read.content.claims
    numbers = f"{len(claims)} claims about {entities_of(claims)} entities"
    numbers += f", {proposed} of them proposed" if (proposed := _proposed(claims)) else ""
    kept = f"{difference.kept} kept" + (f", of them {difference.altered} altered" if difference.altered else "")
    hands = f", {difference.by_hand.kept} by hand" if difference.by_hand else ""
    change = f"{difference.added} added, {kept}, {difference.retracted} retracted{hands}"
    return printable(
        f"{item.document.name}: {numbers} ({change}), {len(item.read.refused)} refused, source {difference.source}"
    )


def of_hands(difference: Difference) -> list[str]:
    """Return what to know of claims that were added by hand and are not as they were, a line each."""
    found = difference.by_hand
    if found is None:
        return []
    lost = [f"lost {claim.id}: added by hand, and its words no longer stand in the text" for claim in found.lost]
    adrift = [
        f"note {claim.id}: added by hand, and names an entity of which nothing more is said" for claim in found.adrift
    ]
    return [printable(f"{difference.source}: {line}") for line in (*lost, *adrift)]


def _by_hand(difference: Difference) -> dict[str, Any]:
    found = difference.by_hand
    if found is None:
        return {}
    lost, adrift = ([claim.id for claim in claims] for claims in (found.lost, found.adrift))
    return {"byHand": {"kept": found.kept, "moved": found.moved, "lost": lost, "adrift": adrift}}


def _proposed(claims: Sequence[Claim]) -> int:
    return sum(claim.status is Status.PROPOSED for claim in claims)


def oddities(items: Sequence[Item]) -> list[str]:
    """Return what was refused, and what was let in and should be looked at, a line each."""
    return [
        printable(line)
        for item in items
        for line in (
            *([f"onrecord: {item.warning}"] if item.warning else []),
            *(f"refused {refusal.place}: {refusal.reason}" for refusal in item.read.refused),
            *(f"note {remark.place}: {remark.text}" for remark in item.read.remarks),
        )
    ]

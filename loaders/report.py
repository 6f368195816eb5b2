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
        "refused": [{"place": refusal.place, "reason": refusal.reason} for refusal in item.read.refused],
        "remarks": [{"place": remark.place, "text": remark.text} for remark in item.read.remarks],
    }


def as_line(item: Item, difference: Difference) -> str:
    """Return in one line what a load did to one file."""
    claims = item.read.content.claims
    numbers = f"{len(claims)} claims about {entities_of(claims)} entities"
    numbers += f", {proposed} of them proposed" if (proposed := _proposed(claims)) else ""
    kept = f"{difference.kept} kept" + (f", of them {difference.altered} altered" if difference.altered else "")
    change = f"{difference.added} added, {kept}, {difference.retracted} retracted"
    return printable(
        f"{item.document.name}: {numbers} ({change}), {len(item.read.refused)} refused, source {difference.source}"
    )


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

"""The way of a claim back to its origin, and how to take it along, as the API shows them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.citing import CitationStyle
from graph.exporting import ExportFormat
from graph.model import Claim as ClaimModel
from graph.trace import TraceHow, trace
from graph.view import View

if TYPE_CHECKING:
    from schema.claims import Claim

strawberry.enum(
    CitationStyle,
    description="TEXT: one line, of who says it, the exact words, title, publisher, day and address."
    " CSL_JSON: an item of CSL-JSON 1.0.2; a list of them is a file for reference managers.",
)
strawberry.enum(
    ExportFormat,
    description="NQUADS, TURTLE, TRIG, JSON_LD: RDF in the full shape. NANOPUB: a nanopublication in TriG."
    " CLAIM_REVIEW: a schema.org Claim in JSON-LD for those who review claims; no ClaimReview, which rates a claim.",
)
strawberry.enum(
    TraceHow,
    description="How a step was reached from the one before. ITSELF: the first. ORIGIN: that claim says that it repeats"
    " this one. SAME_VOICE: the same claimant says the same in a work of its own, else in the earliest one before;"
    " nobody said that it was taken from there.",
)


@strawberry.type(description="A claim on the way back.")
class TraceStep:
    claim: Annotated["Claim", strawberry.lazy("schema.claims")] = strawberry.field(description="The claim.")
    how: TraceHow = strawberry.field(description="How it was reached from the step before.")


@strawberry.type(description="The way of a claim back to where it comes from.")
class Trace:
    steps: list[TraceStep] = strawberry.field(description="The claim itself first, its origin last.")
    complete: bool = strawberry.field(
        description="False when the last step repeats a claim that is not here, or one on the way already, or the way"
        " has more than 100 steps."
    )


def traces(
    view: View, claims: Sequence[ClaimModel], show: "Callable[[View, Sequence[ClaimModel]], list[Claim]]"
) -> list[Trace]:
    """Return the way of each of `claims`; `show` makes claims of the API, those of all ways one batch."""
    found = trace(view, claims)
    shown = iter(show(view, [step.claim for one in found for step in one.steps]))
    return [
        Trace(steps=[TraceStep(claim=next(shown), how=step.how) for step in one.steps], complete=one.complete)
        for one in found
    ]

"""Enums of the graph that inputs and answers share, described for the API."""

from enum import StrEnum

import strawberry

from graph.claims import ClaimOrderField
from graph.custody import CustodyState
from graph.differing import AccountsKind
from graph.edtf import Match
from graph.model import Certainty, DerivationKind, Rank, Stance, Status
from graph.relations import RelationOrder
from graph.view import PathMode

strawberry.enum(Certainty, description="How sure the claimant is.")
strawberry.enum(Stance, description="What the claimant does with the claim.")
strawberry.enum(Rank, description="What an editor thinks of the claim.")
strawberry.enum(Status, description="Where the claim stands in review.")
strawberry.enum(DerivationKind, description="How a claim came from its words.")
strawberry.enum(Match, name="TimeMatch", description="Whether what is asked for lies in the range surely, or possibly.")
strawberry.enum(
    ClaimOrderField,
    description="By what claims are put in order. HELD: by the time that a claim says, else at which it holds.",
)
strawberry.enum(
    RelationOrder,
    description="By what connections are put in order: property; time, undated ones last; most independent sources.",
)
strawberry.enum(PathMode, description="Which paths are wanted.")
strawberry.enum(
    CustodyState,
    description="In what custody a person is. UNKNOWN: nobody says. DISPUTED: told differently, or in no clear order.",
)
strawberry.enum(
    AccountsKind,
    description="In what accounts differ. VALUE: values of a property that can have one at a time. TIME_ORDER: events"
    " of a person, dated in an order that cannot be. STANCE: one value, asserted and denied. EXCLUSIVE_STATE: states"
    " of custody that exclude each other on one day.",
)


@strawberry.enum(description="OUT from the subject of the property to its value, IN from the value to the subject.")
class Direction(StrEnum):
    OUT = "OUT"
    IN = "IN"


__all__ = [
    "AccountsKind",
    "Certainty",
    "ClaimOrderField",
    "CustodyState",
    "DerivationKind",
    "Direction",
    "Match",
    "PathMode",
    "Rank",
    "RelationOrder",
    "Stance",
    "Status",
]

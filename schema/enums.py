"""Enums of the graph that inputs and answers share, described for the API."""

import strawberry

from graph.edtf import Match
from graph.model import Certainty, DerivationKind, Rank, Stance, Status
from graph.view import PathMode

strawberry.enum(Certainty, description="How sure the claimant is.")
strawberry.enum(Stance, description="What the claimant does with the claim.")
strawberry.enum(Rank, description="What an editor thinks of the claim.")
strawberry.enum(Status, description="Where the claim stands in review.")
strawberry.enum(DerivationKind, description="How a claim came from its words.")
strawberry.enum(Match, name="TimeMatch", description="Whether what is asked for lies in the range surely, or possibly.")
strawberry.enum(PathMode, description="Which paths are wanted.")

__all__ = ["Certainty", "DerivationKind", "Match", "PathMode", "Rank", "Stance", "Status"]

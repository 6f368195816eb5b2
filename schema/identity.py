"""Who is whom, as the API shows it."""

import strawberry

from graph.identity import Bond as BondModel
from graph.identity import Reason
from schema.global_ids import Sort, to_id
from schema.scalars import DateTime

strawberry.enum(
    Reason,
    name="BondReason",
    description="Why two records are one: somebody decided it, they share a strong identifier, or they are events of "
    "one kind and person on one day.",
)


@strawberry.type(description="Two records that are shown as one entity, and why.")
class Bond:
    one: strawberry.ID = strawberry.field(description="The id of a record.")
    other: strawberry.ID = strawberry.field(description="The id of the other.")
    reason: Reason = strawberry.field(description="Why they are one.")
    detail: str | None = strawberry.field(
        description="The identifier or the day that they share, or a person's reason."
    )
    decision: int | None = strawberry.field(description="The number of the decision.")
    decided_by: str | None = strawberry.field(description="Who decided.")
    decided_at: DateTime | None = strawberry.field(description="When it was decided.")

    @classmethod
    def of(cls, bond: BondModel) -> "Bond":
        """Show `bond`."""
        made = bond.decision
        return cls(
            one=to_id(Sort.ENTITY, bond.one),
            other=to_id(Sort.ENTITY, bond.other),
            reason=bond.reason,
            detail=bond.detail or (made.reason if made else None),
            decision=made.number if made else None,
            decided_by=made.by if made else None,
            decided_at=DateTime(made.at) if made else None,
        )

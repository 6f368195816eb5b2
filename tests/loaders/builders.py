"""Words of the small article, and what its tests look at of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ids import ClaimId, SourceId, entity_id
from graph.model import Claim, Derivation, DerivationKind, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

ARRESTED = "Anna Kowal, a teacher from Brest, was arrested on 3 May 2021"
JAILED = "more than 20 people were jailed in Brest"
HELD = "I was held in Brest for two days,"
INFERRED = Derivation(DerivationKind.INFERRED)


def the(local: str) -> Ref:
    """Return the entity that the article calls `local`, as a value."""
    return Ref(entity_id(SourceId("courier-1"), local))


def ids(claims: Iterable[Claim]) -> set[ClaimId]:
    """Return the ids of `claims`."""
    return {claim.id for claim in claims}

"""Claims by what they say, who says it, where and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from graph.edtf import during
from graph.model import Claim, Ref, Time
from graph.names import folded
from graph.support import admitted, says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ids import EntityId, PropertyId
    from graph.provenance import ProvenanceFilter
    from graph.view import View, Window


class ClaimFilter(Struct, frozen=True, kw_only=True):
    """Which claims are wanted; None does not restrict, and all that are given must hold.

    `during` looks at the time a claim says, else at the time it holds. `text` must stand in its words or its value.
    """

    properties: frozenset[PropertyId] | None = None
    subjects: frozenset[EntityId] | None = None
    objects: frozenset[EntityId] | None = None
    claimants: frozenset[EntityId] | None = None
    during: Window | None = None
    text: str | None = None


def find_claims(view: View, where: ClaimFilter, provenance: ProvenanceFilter) -> list[Claim]:
    """Return the wanted claims that may count, by id.

    O(claims) unless subjects, objects, claimants or a text are given.
    """
    named = {name: getattr(where, name) for name in ("subjects", "objects", "claimants")}
    shown = {name: frozenset(map(view.identity.of, some)) for name, some in named.items() if some is not None}
    where = replace(where, text=folded(where.text) if where.text is not None else None, **shown)
    wanted = [claim for claim in _candidates(view, where) if _is_wanted(claim, where)]
    return sorted(admitted(view, wanted, provenance), key=lambda claim: claim.id)


def _candidates(view: View, where: ClaimFilter) -> Iterable[Claim]:
    """Return the smallest set of claims at hand that holds all that are wanted."""
    if where.subjects is not None:
        return (claim for claims in view.about(sorted(where.subjects), where.properties) for claim in claims)
    if where.objects is not None:
        return (claim for claims in view.naming(sorted(where.objects)) for claim in claims)
    if where.claimants is not None:
        return (claim for claims in view.said_by(sorted(where.claimants)) for claim in claims)
    return view.containing(where.text) if where.text is not None else view.scan()


def _is_wanted(claim: Claim, where: ClaimFilter) -> bool:
    return (
        (where.properties is None or claim.property in where.properties)
        and (where.subjects is None or claim.subject in where.subjects)
        and (where.objects is None or (isinstance(claim.value, Ref) and claim.value.entity in where.objects))
        and (where.claimants is None or claim.claimant in where.claimants)
        and (where.during is None or _lies_in(claim, where.during))
        and (where.text is None or says(claim, where.text))
    )


def _lies_in(claim: Claim, window: Window) -> bool:
    time = claim.value if isinstance(claim.value, Time) else claim.valid
    return time is not None and during(time.span, window.span, window.match)

"""What people ruled of claims, as views lay it over them: the status of a claim, its rank.

Nothing is rewritten: a source says what it says. A claim that a newer version of its source still makes keeps what was
ruled of it, and one that is gone has it again when it is back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from graph.decisions import Verdict
from graph.files import digest
from graph.model import Rank, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.decisions import Decisions
    from graph.ids import ClaimId
    from graph.model import Claim

STATUSES = {Verdict.ACCEPT: Status.ACCEPTED, Verdict.REJECT: Status.REJECTED}
RANKS = {Verdict.PREFER: Rank.PREFERRED, Verdict.DEPRECATE: Rank.DEPRECATED, Verdict.NORMAL: Rank.NORMAL}


class Ruled(NamedTuple):
    """What was ruled of one claim last; None where nothing was, and what its source says holds."""

    status: Status | None = None
    rank: Rank | None = None


def ruled_by(decisions: Decisions) -> dict[ClaimId, Ruled]:
    """Return what stands of each claim that anything was ruled of."""
    found: dict[ClaimId, Ruled] = {}
    for decision in decisions.standing:
        if decision.claim is not None and decision.verdict is not None:
            before = found.get(decision.claim, Ruled())
            status, rank = STATUSES.get(decision.verdict), RANKS.get(decision.verdict)
            found[decision.claim] = Ruled(status or before.status, rank or before.rank)
    return found


def as_ruled(claims: Sequence[Claim], ruled: Mapping[ClaimId, Ruled]) -> list[Claim]:
    """Return `claims` with the status and the rank that people gave them."""
    if not ruled:
        return list(claims)
    return [_under(claim, ruled[claim.id]) if claim.id in ruled else claim for claim in claims]


def digest_of(ruled: Mapping[ClaimId, Ruled]) -> str:
    """Return a name for what was ruled: of what is derived from claims under it; empty where nothing was."""
    return digest(msgspec.json.encode(sorted(ruled.items()))).sha256 if ruled else ""


def _under(claim: Claim, ruled: Ruled) -> Claim:
    return replace(claim, status=ruled.status or claim.status, rank=ruled.rank or claim.rank)

"""Which claims may count.

One `ProvenanceFilter` serves every question. It is applied while a question is answered, never to a finished answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from graph.edtf import Match, Span, during
from graph.ids import EntityId, SourceId
from graph.model import Certainty, Claim, DerivationKind, Rank, Source, Stance, Status

if TYPE_CHECKING:
    from graph.identity import Identity

_SHOWN = frozenset({Status.ACCEPTED, Status.PROPOSED})
_STANDING = frozenset({Rank.PREFERRED, Rank.NORMAL})
_FACTUAL = frozenset({Certainty.ASSERTED})
_SAID_SO = frozenset({Stance.ASSERTS, Stance.REPORTS})


class ProvenanceFilter(Struct, frozen=True, kw_only=True):
    """Which claims may count. None means that the member does not restrict; all that are given must hold.

    A claim is kept by `published_until` only when its source surely was published by the end of that day, and by
    `asserted_on` when the text gives no day of utterance, or one that lies in the span as `asserted_match` says.
    """

    sources: frozenset[SourceId] | None = None
    publishers: frozenset[EntityId] | None = None
    not_publishers: frozenset[EntityId] = frozenset()
    claimants: frozenset[EntityId] | None = None
    not_claimants: frozenset[EntityId] = frozenset()
    published_until: Span | None = None
    asserted_on: Span | None = None
    asserted_match: Match = Match.POSSIBLE
    certainties: frozenset[Certainty] | None = None
    stances: frozenset[Stance] | None = None
    ranks: frozenset[Rank] = _STANDING
    statuses: frozenset[Status] = _SHOWN
    derivations: frozenset[DerivationKind] | None = None
    min_independent_sources: int = 1

    def admits(self, claim: Claim, source: Source) -> bool:
        """Say whether `claim`, which stands in `source`, may count; independence is for sets of claims."""
        return (
            claim.rank in self.ranks
            and claim.status in self.statuses
            and (self.certainties is None or claim.certainty in self.certainties)
            and (self.stances is None or claim.stance in self.stances)
            and (self.derivations is None or claim.derived in self.derivations)
            and (self.sources is None or source.id in self.sources)
            and (self.publishers is None or source.publisher in self.publishers)
            and source.publisher not in self.not_publishers
            and (self.claimants is None or claim.claimant in self.claimants)
            and claim.claimant not in self.not_claimants
            and (
                self.published_until is None
                or (source.published is not None and published_by(source.published.span, self.published_until))
            )
            and (self.asserted_on is None or _said_in(claim, self.asserted_on, self.asserted_match))
        )

    def as_shown(self, identity: Identity) -> ProvenanceFilter:
        """Return this filter with every entity that it names, by whatever id, under the one it is shown by."""
        if not identity:
            return self
        named = {name: getattr(self, name) for name in ("publishers", "not_publishers", "claimants", "not_claimants")}
        return replace(
            self, **{name: frozenset(map(identity.of, some)) for name, some in named.items() if some is not None}
        )

    def connected(self) -> ProvenanceFilter:
        """Return this filter for questions that rest on facts (paths, relations, timeline, accounts, custody).

        Where it leaves certainty and stance open, only what is asserted by one who asserts or reports counts; who asks
        for certainties gets them whatever the stance, since to allege or deny is a stance of its own.
        """
        return replace(
            self,
            certainties=self.certainties if self.certainties is not None else _FACTUAL,
            stances=_SAID_SO if self.stances is None and self.certainties is None else self.stances,
        )

    def disputed(self) -> ProvenanceFilter:
        """Return this filter for what is said and denied: `connected`, and denials where it leaves them open."""
        return replace(
            self,
            certainties=self.certainties if self.certainties is not None else _FACTUAL | {Certainty.NEGATED},
            stances=_SAID_SO | {Stance.DENIES} if self.stances is None and self.certainties is None else self.stances,
        )

    def denials(self) -> list[ProvenanceFilter]:
        """Return filters that together keep what this one keeps and is a denial (`Claim.denies`)."""
        certainties = frozenset(Certainty) if self.certainties is None else self.certainties
        stances = frozenset(Stance) if self.stances is None else self.stances
        return [
            replace(self, certainties=certainties & {Certainty.NEGATED}),
            replace(self, stances=stances & {Stance.DENIES}),
        ]


EVERYTHING = ProvenanceFilter()
"""The default of `claims`, `search` and `node`: every certainty, marked; nothing rejected, superseded or deprecated."""

STANDING = EVERYTHING.connected()
"""The default of questions that rest on facts: asserted by one who asserts or reports, whether reviewed or not."""

FACTS = ProvenanceFilter(certainties=_FACTUAL, stances=_SAID_SO, statuses=frozenset({Status.ACCEPTED}))
"""What may stand as a fact without its claims: `Claim.is_fact` says it of one."""


def published_by(published: Span, day: Span) -> bool:
    """Say whether what was published at `published` surely was by the end of `day`."""
    return published.latest_end is not None and day.latest_end is not None and published.latest_end <= day.latest_end


def _said_in(claim: Claim, window: Span, match: Match) -> bool:
    return claim.asserted_on is None or during(claim.asserted_on.span, window, match)

"""Which entities are meant by a description: candidates with their reasons, and whether one of them is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.described import described, kin_in
from graph.likeness import Described, Feature, likeness
from graph.likeness_of_names import SAME_NAME, most_alike
from graph.model import Text
from graph.profiles import kinds
from graph.vocabulary import ALIAS, NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.ids import EntityId, KindId
    from graph.view import View

CLEAR = 0.05
"""A candidate is clear when the next one is so much less alike; else there are two, and it does not guess."""
MOST_COMPARED = 50
"""So many candidates of one description are compared in full: those whose names are most alike."""


class MatchQuery(Struct, frozen=True, kw_only=True):
    """What is known of whom is looked for; an identifier is written SCHEME:VALUE."""

    name: str
    kinds: frozenset[KindId] | None = None
    born: str | None = None
    gender: str | None = None
    identifiers: frozenset[str] = frozenset()

    @property
    def described(self) -> Described:
        """What entities are compared with; a name that says whose wife somebody is names nobody else."""
        kin = kin_in(self.name)
        return Described(
            names=() if kin else (self.name,),
            kin=kin,
            births=frozenset({self.born} if self.born else ()),
            genders=frozenset({self.gender} if self.gender else ()),
            identifiers=self.identifiers,
        )


class Candidate(NamedTuple):
    """An entity that may be meant, how well it fits, whether it alone does, and why."""

    entity: EntityId
    score: float
    match: bool
    features: list[Feature]


def match(view: View, queries: Sequence[MatchQuery], limit: int = 5, threshold: float = 0.7) -> list[list[Candidate]]:
    """Return the candidates for each of `queries`, best first: up to `limit`, of a score of `threshold` or more.

    At most one of them is a match: it fits as two spellings of a name do, and no other comes close. What is cut off
    counts for that too. A handful of calls of the view, whatever the number of queries.
    """
    found = _candidates(view, queries)
    entities = sorted({entity for some in found for entity in some})
    about = dict(zip(entities, described(view, entities), strict=True))
    return [
        _best(query, [about[entity] for entity in some], threshold)[:limit]
        for query, some in zip(queries, found, strict=True)
    ]


def _best(query: MatchQuery, candidates: Sequence[Described], threshold: float) -> list[Candidate]:
    asked = query.described
    scored = sorted(
        ((likeness(asked, one), one.entity) for one in candidates if one.entity),
        key=lambda pair: (-pair[0].score, pair[1]),
    )
    first, second, *_ = [*(one.score for one, _ in scored), 0.0, 0.0]
    clear = first >= SAME_NAME and first - second >= CLEAR
    return [
        Candidate(entity, one.score, clear and place == 0, one.features)
        for place, (one, entity) in enumerate(scored)
        if one.score >= threshold and not one.is_vetoed
    ]


def _candidates(view: View, queries: Sequence[MatchQuery]) -> list[list[EntityId]]:
    """Return who may be meant by each of `queries`: by name, by how it sounds, by an identifier; of the kinds asked."""
    names = [query.name for query in queries]
    identifiers = sorted({text for query in queries for text in query.identifiers})
    identified = dict(zip(identifiers, view.identified(identifiers), strict=True))
    sure = [{entity for text in query.identifiers for entity in identified[text]} for query in queries]
    pairs = zip(view.named(names), view.sounding(names), strict=True)
    called = [{*named, *sounding} for named, sounding in pairs]
    everybody = sorted({entity for some in (*sure, *called) for entity in some})
    lineages = {
        entity: {above for kind in some for above in kind.lineage}
        for entity, some in zip(everybody, kinds(view, everybody), strict=True)
    }
    likely = _most_likely(view, names, called)
    return [
        [one for one in sorted(known | some) if query.kinds is None or query.kinds & lineages[one]]
        for query, known, some in zip(queries, sure, likely, strict=True)
    ]


def _most_likely(view: View, names: Sequence[str], called: Sequence[set[EntityId]]) -> list[set[EntityId]]:
    """Return, of each set of more than can be compared, those whose names are most like the one asked for."""
    many = sorted({entity for some in called if len(some) > MOST_COMPARED for entity in some})
    said = view.about(many, {NAME, ALIAS})
    texts = {
        entity: [claim.value.text for claim in claims if isinstance(claim.value, Text)]
        for entity, claims in zip(many, said, strict=True)
    }
    return [_likest(name, some, texts) for name, some in zip(names, called, strict=True)]


def _likest(name: str, some: set[EntityId], texts: Mapping[EntityId, Sequence[str]]) -> set[EntityId]:
    if len(some) <= MOST_COMPARED:
        return some
    return {*sorted(some, key=lambda one: (-most_alike([name], texts[one]).score, one))[:MOST_COMPARED]}

"""Matching: whom a description means, as questions and answers of the API."""

from typing import Self

import strawberry

from graph.errors import InvalidInputError, LimitError
from graph.likeness import Feature
from graph.match import Candidate
from graph.match import MatchQuery as Sought
from graph.view import View
from schema.batch import Member
from schema.context import Info, LazyEntity, shown
from schema.inputs import MAX_LIST, kinds_of, words
from schema.scalars import EDTF

MAX_QUERIES = 50
MAX_CANDIDATES = 20


@strawberry.input(description="What is known of somebody, or of an organisation. What is not given does not count.")
class MatchQuery:
    name: str = strawberry.field(description="A name, in any spelling, script and order; at most 200 characters.")
    kinds: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Only entities of one of these kinds, or of a kind below."
    )
    born: EDTF | None = strawberry.field(default=None, description="When a person was born, as well as it is known.")
    gender: str | None = strawberry.field(default=None, description="female, male, or other words.")
    identifiers: list[str] | None = strawberry.field(
        default=None,
        description="Identifiers, written SCHEME:VALUE as in wikidata:Q184. One that fits outweighs names.",
    )

    def read(self) -> Sought:
        """Return what this asks for."""
        identifiers = self.identifiers or []
        if len(identifiers) > MAX_LIST:
            raise LimitError(f"a list has {len(identifiers)} identifiers: expected at most {MAX_LIST}")
        return Sought(
            name=words(self.name),
            kinds=kinds_of(self.kinds),
            born=self.born,
            gender=words(self.gender) if self.gender else None,
            identifiers=frozenset(words(text) for text in identifiers),
        )


@strawberry.type(description="One reason for a score: what was compared, and what it adds or takes away.")
class MatchFeature:
    name: str = strawberry.field(
        description="What was compared: name, born, gender, surname (forms for men and women), neighbours, identifier."
    )
    score: float = strawberry.field(description="What it adds to the score; below 0, what it takes away.")
    detail: str = strawberry.field(description="The values, side by side.")

    @classmethod
    def of(cls, feature: Feature) -> Self:
        """Show a feature."""
        return cls(name=feature.name, score=feature.score, detail=feature.detail)


@strawberry.type(description="An entity that may be meant.")
class MatchCandidate(Member[Candidate]):
    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [one.entity for one in some]))

    @strawberry.field(description="How well it fits, from 0 to 1: the sum of the features, cut off at both ends.")
    def score(self) -> float:
        return self.item.score

    @strawberry.field(
        description="Whether it is the one: it fits well, and no other comes close. Of two that do, neither is."
    )
    def match(self) -> bool:
        return self.item.match

    @strawberry.field(description="Why: what was compared.")
    def features(self) -> list[MatchFeature]:
        return [MatchFeature.of(feature) for feature in self.item.features]


@strawberry.type(description="Whom one description may mean.")
class MatchResult:
    candidates: list[MatchCandidate] = strawberry.field(description="Candidates, best first; none when nobody fits.")

    @classmethod
    def of(cls, view: View, found: list[list[Candidate]]) -> list[Self]:
        """Show the candidates of each description."""
        return [cls(candidates=candidates) for candidates in MatchCandidate.lists(view, found)]


def asked(queries: list[MatchQuery], limit: int, threshold: float) -> list[Sought]:
    """Return what is asked for.

    Raises:
        LimitError: there are more than 50 queries.
        InvalidInputError: `limit` is not 1 to 20, or `threshold` not 0 to 1.
    """
    if len(queries) > MAX_QUERIES:
        raise LimitError(f"there are {len(queries)} queries: expected at most {MAX_QUERIES}")
    if not 1 <= limit <= MAX_CANDIDATES:
        raise InvalidInputError(f"limit is {limit}: expected 1 to {MAX_CANDIDATES}")
    if not 0 <= threshold <= 1:
        raise InvalidInputError(f"threshold is {threshold}: expected 0 to 1")
    return [query.read() for query in queries]

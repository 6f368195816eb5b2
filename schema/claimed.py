"""Values with the claims they stand on: what a field of the ontology answers."""

from enum import StrEnum

import strawberry

from graph.model import Certainty, Quantity, Ref, Status, Time
from graph.model import Duration as DurationModel
from graph.model import Text as TextModel
from graph.profiles import Claimed
from graph.vocabulary import NAME, Range
from schema.claims import Claim, claims
from schema.context import Info, LazyEntity, shown
from schema.scalars import Duration, LanguageTag
from schema.values import QuantityValue, Term, Text, TimeValue


@strawberry.enum(description="Whether a name is the one given first, or another.")
class NameKind(StrEnum):
    PRIMARY = "PRIMARY"
    ALIAS = "ALIAS"


@strawberry.interface(description="A value and what it stands on.")
class Supported:
    claimed: strawberry.Private[Claimed]

    @strawberry.field(description="The claims, best first.")
    def claims(self) -> list[Claim]:
        return claims(self.claimed.claims)

    @strawberry.field(description="How sure the best claim is: what is not ASSERTED is no fact.")
    def certainty(self) -> Certainty:
        return self.claimed.claims[0].certainty

    @strawberry.field(description="Where the best claim stands in review.")
    def status(self) -> Status:
        return self.claimed.claims[0].status

    @strawberry.field(description="How many claims there are.")
    def claim_count(self) -> int:
        return len(self.claimed.claims)

    @strawberry.field(
        description="How many independent sources: the lesser of distinct publishers (one owner is one) and claimants."
    )
    def independent_sources(self) -> int:
        return self.claimed.independent_sources


@strawberry.type(description="An entity that is said.")
class ClaimedEntity(Supported):
    @strawberry.field(description="The entity.")
    def value(self, info: Info) -> LazyEntity:
        assert isinstance(self.claimed.value, Ref)
        return shown(info, [self.claimed.value.entity])[0]


@strawberry.type(description="Words that are said.")
class ClaimedText(Supported):
    @strawberry.field(description="The words.")
    def value(self) -> Text:
        assert isinstance(self.claimed.value, TextModel)
        return Text.of(self.claimed.value)


@strawberry.type(description="A time that is said.")
class ClaimedTime(Supported):
    @strawberry.field(description="The time.")
    def value(self) -> TimeValue:
        assert isinstance(self.claimed.value, Time)
        return TimeValue(time=self.claimed.value)


@strawberry.type(description="A number that is said.")
class ClaimedQuantity(Supported):
    @strawberry.field(description="The number.")
    def value(self) -> QuantityValue:
        assert isinstance(self.claimed.value, Quantity)
        return QuantityValue.of(self.claimed.value)


@strawberry.type(description="A term that is said.")
class ClaimedTerm(Supported):
    @strawberry.field(description="The term.")
    def value(self) -> Term:
        assert isinstance(self.claimed.value, DurationModel)
        return Term(length=Duration(self.claimed.value.duration))


@strawberry.type(description="A name that is said.")
class Name(Supported):
    @strawberry.field(description="The name.")
    def text(self) -> str:
        return _words(self.claimed).text

    @strawberry.field(description="Its language, where it is known.")
    def language(self) -> LanguageTag | None:
        found = _words(self.claimed).language
        return LanguageTag(found) if found else None

    @strawberry.field(description="Whether it is the name given first, or another.")
    def kind(self) -> NameKind:
        return NameKind.PRIMARY if self.claimed.claims[0].property == NAME else NameKind.ALIAS


@strawberry.type(description="An identifier that is said.")
class Identifier(Supported):
    @strawberry.field(description="Whose identifier it is: wikidata …")
    def scheme(self) -> str:
        return _words(self.claimed).text.partition(":")[0]

    @strawberry.field(description="The identifier: Q184 …")
    def value(self) -> str:
        return _words(self.claimed).text.partition(":")[2]


CLAIMED: dict[Range, tuple[type[Supported], type]] = {
    Range.ENTITY: (ClaimedEntity, Ref),
    Range.TEXT: (ClaimedText, TextModel),
    Range.TIME: (ClaimedTime, Time),
    Range.QUANTITY: (ClaimedQuantity, Quantity),
    Range.DURATION: (ClaimedTerm, DurationModel),
}
"""The type that answers for a property of each range, and the values it can show."""


def _words(claimed: Claimed) -> TextModel:
    assert isinstance(claimed.value, TextModel)
    return claimed.value

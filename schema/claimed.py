"""Values with the claims they stand on: what a field of the ontology answers."""

from enum import StrEnum

import strawberry

from graph.ids import EntityId
from graph.model import Duration as DurationModel
from graph.model import Quantity, Ref, Time
from graph.model import Text as TextModel
from graph.profiles import Claimed
from graph.vocabulary import NAME, Range
from schema.batch import Member
from schema.claims import Claim
from schema.context import Info, LazyEntity, shown
from schema.enums import Certainty, Status
from schema.scalars import Duration, LanguageTag
from schema.values import QuantityValue, Term, Text, TimeValue


@strawberry.enum(description="Whether a name is the one given first, or another.")
class NameKind(StrEnum):
    PRIMARY = "PRIMARY"
    ALIAS = "ALIAS"


@strawberry.interface(description="A value and what it stands on.")
class Supported(Member[Claimed]):
    @strawberry.field(description="The claims, best first.")
    def claims(self, info: Info) -> list[Claim]:
        return self.ask(info, lambda view, some: Claim.lists(view, [claimed.claims for claimed in some]))

    @strawberry.field(description="How sure the best claim is: what is not ASSERTED is no fact.")
    def certainty(self) -> Certainty:
        return self.item.claims[0].certainty

    @strawberry.field(description="Where the best claim stands in review.")
    def status(self) -> Status:
        return self.item.claims[0].status

    @strawberry.field(description="How many claims there are.")
    def claim_count(self) -> int:
        return len(self.item.claims)

    @strawberry.field(
        description="How many independent sources: the lesser of distinct publishers (one owner is one) and claimants."
    )
    def independent_sources(self) -> int:
        return self.item.independent_sources


@strawberry.type(description="An entity that is said.")
class ClaimedEntity(Supported):
    @strawberry.field(description="The entity.")
    def value(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [_entity(claimed) for claimed in some]))


@strawberry.type(description="Words that are said.")
class ClaimedText(Supported):
    @strawberry.field(description="The words.")
    def value(self) -> Text:
        assert isinstance(self.item.value, TextModel)
        return Text.of(self.item.value)


@strawberry.type(description="A time that is said.")
class ClaimedTime(Supported):
    @strawberry.field(description="The time.")
    def value(self) -> TimeValue:
        assert isinstance(self.item.value, Time)
        return TimeValue(time=self.item.value)


@strawberry.type(description="A number that is said.")
class ClaimedQuantity(Supported):
    @strawberry.field(description="The number.")
    def value(self) -> QuantityValue:
        assert isinstance(self.item.value, Quantity)
        return QuantityValue.of(self.item.value)


@strawberry.type(description="A term that is said.")
class ClaimedTerm(Supported):
    @strawberry.field(description="The term.")
    def value(self) -> Term:
        assert isinstance(self.item.value, DurationModel)
        return Term(length=Duration(self.item.value.duration))


@strawberry.type(description="A name that is said.")
class Name(Supported):
    @strawberry.field(description="The name.")
    def text(self) -> str:
        return _words(self.item).text

    @strawberry.field(description="Its language, where it is known.")
    def language(self) -> LanguageTag | None:
        found = _words(self.item).language
        return LanguageTag(found) if found else None

    @strawberry.field(description="Whether it is the name given first, or another.")
    def kind(self) -> NameKind:
        return NameKind.PRIMARY if self.item.claims[0].property == NAME else NameKind.ALIAS


@strawberry.type(description="An identifier that is said.")
class Identifier(Supported):
    @strawberry.field(description="Whose identifier it is: wikidata …")
    def scheme(self) -> str:
        return _words(self.item).text.partition(":")[0]

    @strawberry.field(description="The identifier: Q184 …")
    def value(self) -> str:
        return _words(self.item).text.partition(":")[2]


CLAIMED: dict[Range, tuple[type[Supported], type]] = {
    Range.ENTITY: (ClaimedEntity, Ref),
    Range.TEXT: (ClaimedText, TextModel),
    Range.TIME: (ClaimedTime, Time),
    Range.QUANTITY: (ClaimedQuantity, Quantity),
    Range.DURATION: (ClaimedTerm, DurationModel),
}
"""The type that answers for a property of each range, and the values it can show."""


def _entity(claimed: Claimed) -> EntityId:
    assert isinstance(claimed.value, Ref)
    return claimed.value.entity


def _words(claimed: Claimed) -> TextModel:
    assert isinstance(claimed.value, TextModel)
    return claimed.value

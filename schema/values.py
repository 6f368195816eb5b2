"""Values of claims as the API shows them."""

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from graph.edtf import Precision
from graph.model import Duration as DurationModel
from graph.model import Iri, Quantity, Ref, Time, Truth, Unknown, Value
from graph.model import Text as TextModel
from graph.view import View
from schema.batch import Member
from schema.context import Info, LazyEntity, shown
from schema.scalars import EDTF, IRI, DateTime, Duration, LanguageTag

strawberry.enum(Precision, name="TimePrecision", description="The unit of the first date written.")


@strawberry.type(description="Words, with their language where it is known.")
class Text:
    text: str
    language: LanguageTag | None = None

    @classmethod
    def of(cls, value: TextModel) -> Self:
        return cls(text=value.text, language=LanguageTag(value.language) if value.language else None)


@strawberry.type(description="An entity as a value.")
class EntityValue(Member[Ref]):
    @strawberry.field(description="The entity.")
    def entity(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, refs: shown(info, view, [ref.entity for ref in refs]))


@strawberry.type(description="Words as a value.")
class TextValue:
    text: str
    language: LanguageTag | None


@strawberry.type(description="A number as a value, or the bounds that are said of it.")
class QuantityValue:
    amount: float | None = strawberry.field(description="The number; null when only a bound is said ('more than 20').")
    approximate: bool = strawberry.field(description="Whether the source says 'about'.")
    lower: float | None = strawberry.field(description="A lower bound, when one is said.")
    upper: float | None = strawberry.field(description="An upper bound, when one is said.")
    wording: str | None = strawberry.field(description="How the source writes it, where that differs.")

    @classmethod
    def of(cls, value: Quantity) -> Self:
        amount, lower, upper = (float(n) if n is not None else None for n in (value.amount, value.lower, value.upper))
        return cls(amount=amount, approximate=value.approximate, lower=lower, upper=upper, wording=value.wording)


@strawberry.type(description="An imprecise time: what the source says, and the bounds that it leaves open.")
class TimeValue:
    time: strawberry.Private[Time]

    @strawberry.field(description="The time as EDTF.")
    def edtf(self) -> EDTF:
        return EDTF(self.time.edtf)

    @strawberry.field(description="As the source puts it: 'A year later'.")
    def source_text(self) -> Text | None:
        return Text(text=self.time.wording) if self.time.wording else None

    @strawberry.field(description="The unit of the first date written.")
    def precision(self) -> Precision:
        return self.time.span.precision

    @strawberry.field(description="Whether it is marked as approximate.")
    def approximate(self) -> bool:
        return self.time.span.approximate

    @strawberry.field(description="Whether it is marked as uncertain.")
    def uncertain(self) -> bool:
        return self.time.span.uncertain

    @strawberry.field(description="It begins at this moment or later; null without bound.")
    def earliest_start(self) -> DateTime | None:
        return _moment(self.time.span.earliest_start)

    @strawberry.field(description="It begins before this moment; null without bound.")
    def latest_start(self) -> DateTime | None:
        return _moment(self.time.span.latest_start)

    @strawberry.field(description="It ends at this moment or later; null without bound.")
    def earliest_end(self) -> DateTime | None:
        return _moment(self.time.span.earliest_end)

    @strawberry.field(description="It ends before this moment; null without bound.")
    def latest_end(self) -> DateTime | None:
        return _moment(self.time.span.latest_end)

    @strawberry.field(description="In English words: 'about September 2021'.")
    def display(self) -> str:
        return self.time.span.display()


@strawberry.type(description="A length of time as a value.")
class DurationValue:
    duration: Duration


@strawberry.type(description="The length of a sentence or of an imprisonment.")
class Term:
    length: Duration = strawberry.field(description="ISO 8601: P11Y is eleven years.")


@strawberry.type(description="Yes or no as a value.")
class BooleanValue:
    truth: bool


@strawberry.type(description="An IRI as a value: a kind, a page.")
class UrlValue:
    url: IRI


@strawberry.type(description="A value that exists but is not said, or is said not to exist.")
class UnknownValue:
    no_value: bool


AnyValue = Annotated[
    EntityValue | TextValue | QuantityValue | TimeValue | DurationValue | BooleanValue | UrlValue | UnknownValue,
    strawberry.union("Value", description="What a claim says of its subject."),
]


def to_values(view: View, values: Sequence[Value]) -> list[AnyValue]:
    """Return `values` as the API shows them; the entities among them are one batch."""
    entities = iter(EntityValue.all(view, [value for value in values if isinstance(value, Ref)]))
    return [next(entities) if isinstance(value, Ref) else _plain(value) for value in values]


def _plain(value: TextModel | Quantity | Time | DurationModel | Iri | Truth | Unknown) -> AnyValue:  # noqa: PLR0911 - one return a type of value
    match value:
        case TextModel():
            return TextValue(text=value.text, language=LanguageTag(value.language) if value.language else None)
        case Quantity():
            return QuantityValue.of(value)
        case Time():
            return TimeValue(time=value)
        case DurationModel():
            return DurationValue(duration=Duration(value.duration))
        case Iri():
            return UrlValue(url=IRI(value.iri))
        case Truth():
            return BooleanValue(truth=value.truth)
        case Unknown():
            return UnknownValue(no_value=value.none)


def times(values: Sequence[Time]) -> list[TimeValue]:
    """Return `values` as the API shows them."""
    return [TimeValue(time=value) for value in values]


def _moment(second: int | None) -> DateTime | None:
    return DateTime(second) if second is not None else None

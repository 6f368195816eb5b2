"""What the graph is made of: claims, their values, their evidence, their sources.

All types are immutable. A claim says that `claimant` said `subject` – `property` – `value`, and `evidence` holds the
words. Names, kinds and identifiers of an entity are claims like any other.
"""

from __future__ import annotations

import builtins
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from graph.edtf import Span, parse
from graph.ids import ClaimId, EntityId, KindId, PropertyId, SourceId


class Certainty(StrEnum):
    """How sure the claimant is."""

    ASSERTED = "ASSERTED"
    ALLEGED = "ALLEGED"
    POSSIBLE = "POSSIBLE"
    NEGATED = "NEGATED"


class Stance(StrEnum):
    """What the claimant does with the claim."""

    ASSERTS = "ASSERTS"
    REPORTS = "REPORTS"
    ALLEGES = "ALLEGES"
    DENIES = "DENIES"
    PREDICTS = "PREDICTS"
    DEMANDS = "DEMANDS"
    DOUBTS = "DOUBTS"


class Rank(StrEnum):
    """What an editor thinks of the claim."""

    PREFERRED = "PREFERRED"
    NORMAL = "NORMAL"
    DEPRECATED = "DEPRECATED"


class Status(StrEnum):
    """Where the claim stands in review."""

    ACCEPTED = "ACCEPTED"
    PROPOSED = "PROPOSED"
    REJECTED = "REJECTED"
    SUPERSEDED = "SUPERSEDED"


class DerivationKind(StrEnum):
    """How the claim came from the words."""

    STATED = "STATED"
    INFERRED = "INFERRED"
    COMPUTED = "COMPUTED"
    TRANSLATED = "TRANSLATED"
    EXTRACTED = "EXTRACTED"


class Ref(Struct, frozen=True, tag="entity"):
    """An entity as a value."""

    entity: EntityId


class Text(Struct, frozen=True, tag="text"):
    """Words as a value, with their language where it is known."""

    text: str
    language: str | None = None


class Quantity(Struct, frozen=True, tag="quantity"):
    """A number as a value: exact, approximate, or only bounded ('more than 20').

    `lower` and `upper` are exclusive bounds when `amount` is absent and they stand alone, inclusive when both are
    given ('20 to 30'). `wording` is how the source writes it, where that differs.
    """

    amount: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    approximate: bool = False
    wording: str | None = None


class Time(Struct, frozen=True, tag="time"):
    """An imprecise time: EDTF, and the words of the source that it stands for."""

    edtf: str
    wording: str | None = None

    @property
    def span(self) -> Span:
        """The bounds that the EDTF text leaves open."""
        return parse(self.edtf)


class Duration(Struct, frozen=True, tag="duration"):
    """A length of time: an ISO 8601 duration such as `P11Y`."""

    duration: str


class Iri(Struct, frozen=True, tag="iri"):
    """An IRI that is no entity of the graph: a kind, a page."""

    iri: str


class Truth(Struct, frozen=True, tag="truth"):
    """Yes or no."""

    truth: bool


class Unknown(Struct, frozen=True, tag="unknown"):
    """A value that exists but is not said, or, with `none`, is said not to exist."""

    none: bool = False


Value = Ref | Text | Quantity | Time | Duration | Iri | Truth | Unknown


def value_key(value: Value) -> tuple[str, ...]:
    """Return what makes two values one: their type and content, without the wording of the source or the language."""
    match value:
        case Ref(entity=text) | Text(text=text) | Time(edtf=text) | Duration(duration=text) | Iri(iri=text):
            return (type(value).__name__, text)
        case Quantity():
            numbers = (value.amount, value.lower, value.upper)
            return ("Quantity", *("" if n is None else written_number(n) for n in numbers), str(value.approximate))
        case Truth():
            return ("Truth", str(value.truth))
        case Unknown():
            return ("Unknown", str(value.none))


def written_number(number: Decimal) -> str:
    """Return `number` in digits, whatever its length: equal numbers are written alike.

    >>> written_number(Decimal("1.50")), written_number(Decimal("1E+3")), written_number(Decimal("-0"))
    ('1.5', '1000', '0')
    """
    text = f"{number:f}"
    shortest = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if shortest in {"-0", ""} else shortest


def written_quantity(value: Quantity) -> str:
    """Return the number or the bounds of `value` in short.

    >>> written_quantity(Quantity(amount=Decimal(20), approximate=True)), written_quantity(Quantity(lower=Decimal(20)))
    ('~20', '>20')
    """
    match value:
        case Quantity(amount=Decimal() as amount):
            return f"{'~' if value.approximate else ''}{written_number(amount)}"
        case Quantity(lower=Decimal() as lower, upper=Decimal() as upper):
            return f"{written_number(lower)}..{written_number(upper)}"
        case Quantity(lower=Decimal() as lower):
            return f">{written_number(lower)}"
        case _:
            return f"<{written_number(value.upper or Decimal())}"


def read_quantity(text: str, wording: str | None) -> Quantity:
    """Return what `written_quantity` wrote, as the source words it."""
    if text[0] == "~":
        return Quantity(amount=Decimal(text[1:]), approximate=True, wording=wording)
    if text[0] == ">":
        return Quantity(lower=Decimal(text[1:]), wording=wording)
    if text[0] == "<":
        return Quantity(upper=Decimal(text[1:]), wording=wording)
    if ".." in text:
        lower, upper = text.split("..")
        return Quantity(lower=Decimal(lower), upper=Decimal(upper), wording=wording)
    return Quantity(amount=Decimal(text), wording=wording)


class Characters(Struct, frozen=True, tag="characters", order=True):
    """A stretch of a stored text: code points `start` to `end`, half open (RFC 5147 `char=start,end`)."""

    start: int
    end: int


class Row(Struct, frozen=True, tag="row"):
    """A row of a dataset, counted from 1 as a person would: all of it, or a stretch of its stored block.

    `start` and `end` are code points into the block of the row, half open, so that they stay what they are when other
    rows change; either both are given or neither.
    """

    number: int
    start: int | None = None
    end: int | None = None


def place_order(place: Characters | Row) -> tuple[int, int, int]:
    """Return by what places of one source are put in order; a whole row comes before its stretches.

    >>> sorted([Row(2), Row(1, 4, 9), Row(1)], key=place_order)[:2]
    [Row(number=1, start=None, end=None), Row(number=1, start=4, end=9)]
    """
    if isinstance(place, Characters):
        return (0, place.start, place.end)
    return (place.number, -1 if place.start is None else place.start, -1 if place.end is None else place.end)


class Evidence(Struct, frozen=True):
    """Why a claim is here: which source says it, where, and in which words."""

    source: SourceId
    place: Characters | Row
    exact: str


class Derivation(Struct, frozen=True):
    """How a claim came from its words, and by which rule or extractor."""

    kind: DerivationKind
    method: str | None = None


class Claim(Struct, frozen=True, kw_only=True):
    """One assertion by one claimant in one source. The same fact in ten sources is ten claims."""

    id: ClaimId
    subject: EntityId
    property: PropertyId
    value: Value
    claimant: EntityId
    evidence: tuple[Evidence, ...]
    certainty: Certainty = Certainty.ASSERTED
    stance: Stance = Stance.ASSERTS
    rank: Rank = Rank.NORMAL
    status: Status = Status.ACCEPTED
    derivation: Derivation | None = None
    valid: Time | None = None
    asserted_on: Time | None = None
    origin: ClaimId | None = None
    qualifiers: tuple[tuple[PropertyId, Value], ...] = ()

    @builtins.property
    def source(self) -> SourceId:
        """The one source that all its evidence stands in."""
        return self.evidence[0].source

    @builtins.property
    def speaks_of(self) -> frozenset[EntityId]:
        """Whom it is about: its subject, and its value where that is an entity."""
        return frozenset({self.subject, self.value.entity} if isinstance(self.value, Ref) else {self.subject})

    @builtins.property
    def derived(self) -> DerivationKind:
        """How it came from its words."""
        return self.derivation.kind if self.derivation else DerivationKind.STATED

    @builtins.property
    def denies(self) -> bool:
        """Whether the claimant says that it is not so: such a claim supports nothing but the denial."""
        return self.certainty is Certainty.NEGATED or self.stance is Stance.DENIES

    @builtins.property
    def is_fact(self) -> bool:
        """Whether it may stand as a direct triple: asserted by one who asserts or reports, accepted, not deprecated."""
        return (
            self.certainty is Certainty.ASSERTED
            and self.stance in {Stance.ASSERTS, Stance.REPORTS}
            and self.status is Status.ACCEPTED
            and self.rank is not Rank.DEPRECATED
        )


class Source(Struct, frozen=True, kw_only=True):
    """A work that claims stand in: an article, a report, a dataset."""

    id: SourceId
    title: str
    publisher: EntityId
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: Time | None = None
    language: str | None = None
    text_sha256: str | None = None
    loader: str = ""


class Hop(Struct, frozen=True):
    """One step between two entities, in walking order, and the claims it stands on (at least one, best first).

    `forward` says whether the step goes from the subject of the property to its value.
    """

    start: EntityId
    end: EntityId
    property: PropertyId
    forward: bool
    claims: tuple[Claim, ...]


class Path(Struct, frozen=True):
    """A chain of hops: each begins where the one before ended.

    `support` is the fewest independent sources behind any of them: a chain is as strong as its weakest link.
    """

    hops: tuple[Hop, ...]
    support: int

    @property
    def entities(self) -> list[EntityId]:
        """The entities on the way, both ends included."""
        return [self.hops[0].start, *(hop.end for hop in self.hops)] if self.hops else []

    @property
    def key(self) -> tuple[int | str, ...]:
        """Its place in an answer: best supported first, then the shorter, then by the ids of its entities."""
        return (-self.support, len(self.hops), *self.entities)


class Refused(Struct, frozen=True):
    """A record that a loader or the door check did not let in: where it stands and what was expected."""

    place: str
    reason: str


class Remark(Struct, frozen=True):
    """Something that a loader let in, and that its user should look at: where it stands, and what is odd about it."""

    place: str
    text: str


__all__ = [
    "Certainty",
    "Characters",
    "Claim",
    "ClaimId",
    "Derivation",
    "DerivationKind",
    "Duration",
    "EntityId",
    "Evidence",
    "Hop",
    "Iri",
    "KindId",
    "Path",
    "PropertyId",
    "Quantity",
    "Rank",
    "Ref",
    "Refused",
    "Remark",
    "Row",
    "Source",
    "SourceId",
    "Stance",
    "Status",
    "Text",
    "Time",
    "Truth",
    "Unknown",
    "Value",
    "place_order",
    "read_quantity",
    "value_key",
    "written_number",
    "written_quantity",
]

"""The JSON of Wikidata as it is published: entities, statements, snaks and their values."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw, Struct, field

# Where there is nothing, older files have an empty list in place of an object.
Nothing = list[None]


class Term(Struct):
    """A label, a description or an alias."""

    value: str
    language: str | None = None


class DataValue(Struct):
    """A value and its type; what the value looks like depends on the type."""

    type: str
    value: Any


class Snak(Struct):
    """A property with a value, with some value that nobody knows, or with none."""

    snaktype: str
    property: str
    datavalue: DataValue | None = None
    datatype: str | None = None


class Reference(Struct):
    """What a statement stands on."""

    snaks: dict[str, list[Snak]] | Nothing = field(default_factory=dict)


class Statement(Struct):
    """A claim of Wikidata: the main snak, its rank, qualifiers and references."""

    mainsnak: Snak
    rank: str = "normal"
    id: str | None = None
    qualifiers: dict[str, list[Snak]] | Nothing = field(default_factory=dict)
    references: list[Reference] = []


class Item(Struct):
    """An entity; each statement is decoded by itself, so that a bad one costs only itself."""

    id: str | None = None
    type: str | None = None
    labels: dict[str, Term] | Nothing = field(default_factory=dict)
    descriptions: dict[str, Term] | Nothing = field(default_factory=dict)
    aliases: dict[str, list[Term]] | Nothing = field(default_factory=dict)
    claims: dict[str, list[Raw]] | Nothing = field(default_factory=dict)
    missing: Any = None


class TimeValue(Struct):
    """A time; `precision` 0 is a thousand million years, 6 a millennium, 9 a year, 11 a day, 14 a second."""

    time: str
    precision: int
    calendarmodel: str = ""
    before: int = 0
    after: int = 0


class QuantityValue(Struct):
    """A number with bounds; `unit` is an entity, or 1."""

    amount: str
    unit: str = "1"
    lowerBound: str | None = None  # noqa: N815 - as it is published
    upperBound: str | None = None  # noqa: N815


class EntityValue(Struct):
    """An entity; older files have its number alone."""

    id: str | None = None
    numeric_id: int | None = field(name="numeric-id", default=None)
    entity_type: str | None = field(name="entity-type", default=None)


class MonolingualValue(Struct):
    """Words in a language."""

    text: str
    language: str


STATEMENTS = msgspec.json.Decoder(Statement)

"""The values of Wikidata: as words for the stored text, and as the value that a property of ours takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

import msgspec

from graph.ids import EntityId, PropertyId
from graph.model import Quantity, Ref, Text, Unknown
from graph.vocabulary import KG, Range
from graph.vocabulary.door import is_language
from loaders.wikidata.mapping import ENTITY, mapping
from loaders.wikidata.shapes import EntityValue, MonolingualValue, QuantityValue, TimeValue
from loaders.wikidata.times import read_time, time_words

if TYPE_CHECKING:
    from graph.model import Value
    from graph.vocabulary import Property
    from loaders.wikidata.shapes import Snak

Shape = TypeVar("Shape")

UNIT = PropertyId(KG + "unit")
SOMEVALUE, NOVALUE = "somevalue", "novalue"
_ITEM = re.compile(r"[QPLM][1-9][0-9]{0,11}(?:-[FS][1-9][0-9]{0,5})?")
_LETTERS = {"item": "Q", "property": "P"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,120}(?:\.[0-9]{1,120})?(?:[eE][+-]?[0-9]{1,3})?")
_NO_UNIT = "1"


class UnreadableValueError(ValueError):
    """A value that is not what its type says, or that no property of ours can hold."""


def snak_words(snak: Snak) -> str:
    """Return a snak's value for people.

    Raises:
        UnreadableValueError: it is not what its type says.
    """
    if snak.snaktype == SOMEVALUE:
        return "unknown value"
    if snak.snaktype == NOVALUE or snak.datavalue is None:
        return "no value"
    if (words := _WORDS.get(snak.datavalue.type)) is None:
        raise UnreadableValueError(f"unknown type of value {snak.datavalue.type[:40]!r}")
    return words(snak)


def entity_named(snak: Snak) -> str:
    """Return the id of the entity that a snak names, such as Q42.

    Raises:
        UnreadableValueError: it names none.
    """
    value = _as(snak, EntityValue)
    own = value.id
    if own is None and value.numeric_id is not None:
        own = f"{_LETTERS.get(value.entity_type or '', '?')}{value.numeric_id}"
    if own is None or not _ITEM.fullmatch(own):
        raise UnreadableValueError(f"{str(own)[:40]!r} is no entity: expected an id such as Q42")
    return own


def time_of(snak: Snak) -> TimeValue | None:
    """Return the time of a snak; None where it has another value, or none that is known."""
    if snak.snaktype != "value" or snak.datavalue is None or snak.datavalue.type != "time":
        return None
    return _as(snak, TimeValue)


def read_value(snak: Snak, prop: Property, *, approximate: bool = False) -> Value:
    """Return the value of `snak` as `prop` takes it.

    Raises:
        UnreadableValueError: it cannot take it.
    """
    if snak.snaktype in {SOMEVALUE, NOVALUE}:
        return Unknown(none=snak.snaktype == NOVALUE)
    if snak.datavalue is None:
        raise UnreadableValueError(f"a {snak.snaktype[:20]!r} without a value")
    kind = snak.datavalue.type
    if prop.range is Range.ENTITY and kind == "wikibase-entityid":
        return Ref(EntityId(ENTITY + entity_named(snak)))
    if prop.range is Range.TIME and kind == "time":
        time = read_time(_as(snak, TimeValue), approximate=approximate)
        if time is None:
            raise UnreadableValueError(f"{snak_words(snak)} is no time that EDTF can write")
        return time
    if prop.range is Range.QUANTITY and kind == "quantity":
        return read_quantity(_as(snak, QuantityValue), approximate=approximate)
    if prop.range is Range.TEXT:
        return _text(snak, kind)
    raise UnreadableValueError(f"{prop.label!r} cannot be a {kind}")


def _text(snak: Snak, kind: str) -> Text:
    if kind == "monolingualtext":
        words = _as(snak, MonolingualValue)
        language = words.language.lower()
        return Text(words.text, language if is_language(language) else None)
    if kind == "wikibase-entityid":
        own = entity_named(snak)
        if own not in mapping().words:
            raise UnreadableValueError(f"{own}: expected one of {', '.join(sorted(mapping().words))}")
        return Text(mapping().words[own])
    return Text(snak_words(snak))


def read_quantity(value: QuantityValue, *, approximate: bool = False) -> Quantity:
    """Return a number; where bounds around it are said, these bounds, and the number in the wording.

    Raises:
        UnreadableValueError: it is no number.
    """
    amount, lower, upper = (_decimal(text) for text in (value.amount, value.lowerBound, value.upperBound))
    if amount is None:
        raise UnreadableValueError("a quantity without an amount")
    if lower is None or upper is None or lower == upper:
        return Quantity(amount=amount, approximate=approximate)
    return Quantity(lower=lower, upper=upper, wording=_quantity_words(value))


def unit_of(snak: Snak) -> Text | None:
    """Return the unit of a number: a currency's code, else the id of the unit; None where it has none."""
    if snak.datavalue is None or snak.datavalue.type != "quantity":
        return None
    unit = _as(snak, QuantityValue).unit.rsplit("/", 1)[-1]
    return Text(mapping().units.get(unit, f"wikidata:{unit}")) if unit and unit != _NO_UNIT else None


def _quantity_words(value: QuantityValue) -> str:
    unit = value.unit.rsplit("/", 1)[-1]
    bounds = f" ({value.lowerBound} to {value.upperBound})" if value.lowerBound and value.upperBound else ""
    return f"{value.amount}{bounds}{f' {unit}' if unit != _NO_UNIT else ''}"


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise UnreadableValueError(f"{text[:40]!r} is no number")
    try:
        return Decimal(text)
    except InvalidOperation as cause:
        raise UnreadableValueError(f"{text[:40]!r} is no number") from cause


def _as(snak: Snak, shape: type[Shape]) -> Shape:
    assert snak.datavalue is not None
    try:
        return msgspec.convert(snak.datavalue.value, shape)
    except msgspec.ValidationError as cause:
        raise UnreadableValueError(f"a {snak.datavalue.type[:40]} that is none: {cause}") from cause


def _monolingual_words(snak: Snak) -> str:
    words = _as(snak, MonolingualValue)
    return f"{words.text} ({words.language})"


def _place_words(snak: Snak) -> str:
    place = _as(snak, dict[str, object])
    return f"{place.get('latitude')}, {place.get('longitude')}"


_WORDS: dict[str, Callable[[Snak], str]] = {
    "wikibase-entityid": entity_named,
    "time": lambda snak: time_words(_as(snak, TimeValue)),
    "quantity": lambda snak: _quantity_words(_as(snak, QuantityValue)),
    "monolingualtext": _monolingual_words,
    "string": lambda snak: _as(snak, str),
    "globecoordinate": _place_words,
}

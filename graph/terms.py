"""Values ⇄ terms of RDF: the type of a value is seen from its datatype, or is an IRI (`docs/rdf.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ids import EntityId
from graph.model import Duration, Iri, Quantity, Ref, Text, Time, Truth, Unknown, read_quantity, written_quantity
from graph.ntriples import datatype, known_iri, literal, read, tag
from graph.vocabulary import EDTF, KG, XSD, Range, vocabulary

if TYPE_CHECKING:
    from graph.ids import PropertyId
    from graph.model import Value

_INTEGER, _DECIMAL, _BOOLEAN, _DURATION = (
    datatype(XSD + name) for name in ("integer", "decimal", "boolean", "duration")
)
_TIME, _QUANTITY, _UNKNOWN = datatype(EDTF), datatype(KG + "Quantity"), datatype(KG + "Unknown")


def value_term(value: Value) -> str:  # noqa: PLR0911 - one return a type of value
    """Return `value` as a term, without the wording of its source.

    >>> from decimal import Decimal
    >>> value_term(Text("Менск", "be")), value_term(Quantity(lower=Decimal(20)))
    ('"Менск"@be', '">20"^^<https://w3id.org/onrecord/ns#Quantity>')
    """
    match value:
        case Ref():
            return known_iri(value.entity)
        case Iri():
            return known_iri(value.iri)
        case Text():
            return literal(value.text) + (tag(value.language) if value.language is not None else "")
        case Time():
            return literal(value.edtf) + _TIME
        case Duration():
            return literal(value.duration) + _DURATION
        case Truth():
            return f'"{str(value.truth).lower()}"{_BOOLEAN}'
        case Unknown():
            return f'"{"no value" if value.none else "some value"}"{_UNKNOWN}'
        case Quantity():
            return _quantity_term(value)


def _quantity_term(value: Quantity) -> str:
    text = written_quantity(value)
    if value.amount is None or value.approximate:
        return f'"{text}"{_QUANTITY}'
    return f'"{text}"{_DECIMAL if "." in text else _INTEGER}'


def term_value(term: str, prop: PropertyId, wording: str | None) -> Value:  # noqa: PLR0911 - one return a datatype
    """Return the value that `term` stands for at `prop`: the inverse of `value_term`.

    Raises:
        LookupError, ValueError, ArithmeticError: no value is written so.
    """
    text = read(term)
    if term[0] == "<":
        return Iri(text) if takes_kinds(prop) else Ref(EntityId(text))
    kind = term[term.rindex('"') + 1 :]
    if kind in {_INTEGER, _DECIMAL, _QUANTITY}:
        return read_quantity(text, wording)
    if kind == _TIME:
        return Time(text, wording)
    if kind == _DURATION:
        return Duration(text)
    if kind == _BOOLEAN:
        return Truth(text == "true")
    if kind == _UNKNOWN:
        return Unknown(none=text == "no value")
    return Text(text, kind[1:] if kind.startswith("@") else None)


def takes_kinds(prop: PropertyId) -> bool:
    """Say whether an IRI at `prop` is a kind, not an entity."""
    known = vocabulary().properties.get(prop)
    return known is not None and known.range is Range.KIND


__all__ = ["takes_kinds", "term_value", "value_term"]

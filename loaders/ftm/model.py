"""The schemata of FollowTheMoney in the words of the ontology, as `model.toml` beside this file maps them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, convert, field

from graph.ids import KindId, PropertyId
from graph.vocabulary import vocabulary
from loaders.ontology_names import iri

if TYPE_CHECKING:
    from collections.abc import Iterable

_IDENTIFIER = "id:"
_ABSTRACT = "it is no schema of its own, others extend it"


class Place(NamedTuple):
    """Where the values of a property of FollowTheMoney go.

    To `property`, of the value where `inverse`; or to an identifier of `scheme`, `by_country` with the country's code.
    `currency` is that of a sum, in braces the property that names it.
    """

    property: PropertyId | None = None
    inverse: bool = False
    scheme: str | None = None
    by_country: bool = False
    currency: str | None = None


class Link(NamedTuple):
    """A schema that is no entity: the properties that hold its two ends, and what relates them."""

    subject: str
    property: PropertyId
    value: str


class Document(NamedTuple):
    """A schema that is an identity document: who holds it, its number, and the scheme of the identifier."""

    holder: str
    numbers: tuple[str, ...]
    scheme: str


class Times(Struct, frozen=True):
    """Which properties say when something begins, ends, or happens: the first with a value counts."""

    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class Schema(NamedTuple):
    """A schema with all that it takes over from those above it."""

    name: str
    kind: KindId | None
    link: Link | None
    document: Document | None
    refused: str | None
    places: dict[str, Place]
    times: Times


class _Written(Struct, forbid_unknown_fields=True):
    extends: list[str] = []
    kind: str | None = None
    relation: dict[str, str] | None = None
    identifies: dict[str, str | list[str]] | None = None
    refused: str | None = None
    times: Times | None = None
    properties: dict[str, str | list[str]] = field(default_factory=dict)


@cache
def model() -> dict[str, Schema]:
    """Return every schema that is read, by name."""
    with (Path(__file__).parent / "model.toml").open("rb") as file:
        written = convert(tomllib.load(file), dict[str, _Written])
    return {name: _schema(name, written) for name in written}


def _schema(name: str, written: dict[str, _Written]) -> Schema:
    lineage = [written[each] for each in _lineage(name, written)]
    kind = next((KindId(iri(each.kind)) for each in lineage if each.kind), None)
    document = next((_document(each.identifies) for each in lineage if each.identifies), None)
    forms = {prop: form for each in reversed(lineage) for prop, form in each.properties.items()}
    return Schema(
        name=name,
        kind=kind,
        link=_link(written[name].relation),
        document=document,
        refused=written[name].refused or (None if kind or written[name].relation or document else _ABSTRACT),
        places={
            prop: place
            for prop, form in forms.items()
            if (place := _place([form] if isinstance(form, str) else form, kind))
        },
        times=next((each.times for each in lineage if each.times is not None), Times()),
    )


def _lineage(name: str, written: dict[str, _Written]) -> list[str]:
    """Return a schema and those above it, nearest first."""
    above = [_lineage(parent, written) for parent in written[name].extends]
    return list(dict.fromkeys([name, *(each for line in above for each in line)]))


def _link(written: dict[str, str] | None) -> Link | None:
    return Link(written["subject"], PropertyId(iri(written["property"])), written["value"]) if written else None


def _document(written: dict[str, str | list[str]] | None) -> Document | None:
    return Document(str(written["of"]), tuple(written["number"]), str(written["scheme"])) if written else None


def _place(forms: Iterable[str], kind: KindId | None) -> Place | None:
    """Return the first of `forms` that an entity of `kind` can have, if any; of a link, the first."""
    places = [_read(form) for form in forms]
    if kind is None:
        return places[0]
    takes = vocabulary().kinds[kind].takes
    return next((each for each in places if each.inverse or each.property is None or each.property in takes), None)


def _read(form: str) -> Place:
    if form.startswith(_IDENTIFIER):
        scheme = form.removeprefix(_IDENTIFIER)
        return Place(scheme=scheme.removesuffix("/"), by_country=scheme.endswith("/"))
    name, _, currency = form.partition(" ")
    return Place(PropertyId(iri(name.removeprefix("^"))), inverse=name.startswith("^"), currency=currency or None)

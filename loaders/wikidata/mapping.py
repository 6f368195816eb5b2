"""The properties, classes and qualifiers of Wikidata in the words of the ontology, as `properties.toml` maps them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, convert

from graph.ids import KindId, PropertyId
from graph.vocabulary import vocabulary
from loaders.ontology_names import iri

ENTITY = "http://www.wikidata.org/entity/"


class Place(NamedTuple):
    """A property of ours that a statement goes to, read from its value to its item where `inverse`."""

    property: PropertyId
    inverse: bool


class Mapping(NamedTuple):
    """What `properties.toml` says. `passed_over` are properties that have no place and are not worth a remark."""

    places: dict[str, tuple[Place, ...]]
    passed_over: frozenset[str]
    qualifiers: dict[str, PropertyId]
    schemes: dict[str, str]
    kinds: dict[str, KindId]
    words: dict[str, str]
    circumstances: dict[str, str]
    units: dict[str, str]

    def place(self, prop: str, kinds: frozenset[KindId]) -> Place | None:
        """Return where the statements of `prop` go for an item of `kinds`: the first place that one of them can have.

        Of an item of unknown kind, and where none fits, it is the first: the door says what is wrong with it.
        """
        places = self.places.get(prop, ())
        takes = {each for kind in kinds for each in vocabulary().kinds[kind].takes}
        fitting = (place for place in places if place.inverse or not kinds or place.property in takes)
        return next(fitting, places[0] if places else None)


class _Written(Struct, forbid_unknown_fields=True):
    properties: dict[str, str | list[str]]
    qualifiers: dict[str, str]
    identifiers: dict[str, str]
    kinds: dict[str, str]
    words: dict[str, str]
    circumstances: dict[str, str]
    units: dict[str, str]


@cache
def mapping() -> Mapping:
    """Return the mapping; the file is read on the first call."""
    with (Path(__file__).parent / "properties.toml").open("rb") as file:
        written = convert(tomllib.load(file), _Written)
    return Mapping(
        places={name: tuple(map(_place, _forms(forms))) for name, forms in written.properties.items() if forms},
        passed_over=frozenset(name for name, forms in written.properties.items() if not forms),
        qualifiers={name: PropertyId(iri(prop)) for name, prop in written.qualifiers.items()},
        schemes=written.identifiers,
        kinds={name: KindId(iri(kind)) for name, kind in written.kinds.items()},
        words=written.words,
        circumstances=written.circumstances,
        units=written.units,
    )


def _forms(forms: str | list[str]) -> list[str]:
    return [forms] if isinstance(forms, str) else forms


def _place(form: str) -> Place:
    return Place(PropertyId(iri(form.removeprefix("^"))), form.startswith("^"))

"""The words that the rules know, read from `names.toml`, `first_names.toml` and `places.toml`: data, not code.

A misspelt key or a frame of an unknown shape is an error when the lexicon is read, which a test does.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

_HERE = Path(__file__).parent
_T = TypeVar("_T")


class Heads(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that a name ends in, by what they make it."""

    org: frozenset[str]
    place: frozenset[str]
    event: frozenset[str]
    award: frozenset[str]
    law: frozenset[str]

    def kind(self, word: str) -> str | None:
        """Return what a name whose deciding word is `word` names."""
        return _kinds_of_heads().get(word)


class Leads(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that a name begins with, by what they make it, and what is a surname as well as the end of a place."""

    place: frozenset[str]
    event: frozenset[str]
    storm: frozenset[str]
    surnames: frozenset[str]


class Beside(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand beside or between the words of a name."""

    before: frozenset[str]
    never: frozenset[str]
    owners: frozenset[str]
    loud: frozenset[str]
    members: frozenset[str]
    numbered: frozenset[str]
    parties: frozenset[str]
    after: frozenset[str]
    lowered: frozenset[str]
    heads_of: frozenset[str]
    place_nouns: frozenset[str]
    particles: frozenset[str]
    inside: frozenset[str]
    fields: frozenset[str]


class FirstNames(Struct, frozen=True, forbid_unknown_fields=True):
    """First names that tell a person, and whether a woman or a man."""

    female: frozenset[str]
    male: frozenset[str]

    def known(self, name: str) -> bool:
        """Say whether `name` is a first name."""
        bare = plain(name)
        return bare in self.female or bare in self.male

    def gender(self, name: str) -> str | None:
        """Return `f` or `m` for a first name that only women or only men carry."""
        bare = plain(name)
        if (bare in self.female) == (bare in self.male):
            return None
        return "f" if bare in self.female else "m"


class Short(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that may be left out when something is named again."""

    alone: frozenset[str]
    left_out: frozenset[str]
    small: frozenset[str]
    endings: frozenset[str]
    before_places: tuple[str, ...]
    suffixes: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]


class Around(Struct, frozen=True, forbid_unknown_fields=True):
    """Words and signs around a name that tell places from people and months."""

    into: frozenset[str]
    dating: frozenset[str]
    months: frozenset[str]
    leaning: tuple[str, ...]
    days: frozenset[str]
    quarters: frozenset[str]
    breaks: frozenset[str]


class Bodies(Struct, frozen=True, forbid_unknown_fields=True):
    """Common nouns that name one thing after a country, its people or another place."""

    national: frozenset[str]
    shared: frozenset[str]
    local: frozenset[str]
    sites: frozenset[str]
    laws: frozenset[str]


class Occasions(Struct, frozen=True, forbid_unknown_fields=True):
    """Common nouns that name one event after a year or a proper name."""

    dated: frozenset[str]
    of_people: frozenset[str]
    between: frozenset[str]
    named: frozenset[str]


class People(Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside a name that tell that it names a person."""

    subject: frozenset[str]
    passive: frozenset[str]
    endings: tuple[str, ...]
    surnames: tuple[str, ...]
    relatives: frozenset[str]
    honorifics: frozenset[str]
    surname_titles: frozenset[str]


class Foreign(Struct, frozen=True, forbid_unknown_fields=True):
    """Small words of other languages."""

    words: frozenset[str]


class Known(Struct, frozen=True, forbid_unknown_fields=True):
    """Names by what they name."""

    org: frozenset[str]
    event: frozenset[str]
    law: frozenset[str]
    work: frozenset[str]
    award: frozenset[str]
    campaign: frozenset[str]


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """`names.toml`."""

    heads: Heads
    leads: Leads
    beside: Beside
    short: Short
    around: Around
    bodies: Bodies
    occasions: Occasions
    people: People
    foreign: Foreign
    known: Known
    same: dict[str, str]


class PlaceLists(Struct, frozen=True, forbid_unknown_fields=True):
    """Places by what they are."""

    regions: frozenset[str]
    states: frozenset[str]
    cities: frozenset[str]


class Places(Struct, frozen=True, forbid_unknown_fields=True):
    """`places.toml`."""

    countries: dict[str, tuple[str, ...]]
    aliases: dict[str, str]
    places: PlaceLists

    def all(self) -> frozenset[str]:
        """Return every name of a place."""
        lists = self.places
        abroad = {alias for alias, name in self.aliases.items() if name in self.countries}
        return frozenset(self.countries) | lists.regions | lists.states | lists.cities | abroad

    def peoples(self) -> dict[str, str]:
        """Return the country of each adjective and people ("Belarusian": "Belarus")."""
        return {people: country for country, peoples in self.countries.items() for people in peoples}


@cache
def names() -> Names:
    """Return the words of names."""
    return _read("names.toml", Names)


@cache
def _kinds_of_heads() -> dict[str, str]:
    """Return what each head word makes a name; of a word with several meanings the last here holds."""
    heads = names().heads
    kinds = {"event": heads.event, "place": heads.place, "law": heads.law, "org": heads.org, "award": heads.award}
    return {word: kind for kind, words in kinds.items() for word in words}


@cache
def first_names() -> FirstNames:
    """Return the first names, each with its accents and without them."""
    read = _read("first_names.toml", FirstNames)
    return FirstNames(read.female | set(map(plain, read.female)), read.male | set(map(plain, read.male)))


@cache
def places() -> Places:
    """Return the places."""
    return _read("places.toml", Places)


@cache
def known_places() -> frozenset[str]:
    """Return every place of the lexicon."""
    return places().all()


@cache
def known_kinds() -> dict[str, str]:
    """Return the type of each name of the lexicon that is no place ("BBC": "org")."""
    known = names().known
    lists = {"work": known.work, "law": known.law, "event": known.event, "org": known.org}
    lists |= {"award": known.award, "campaign": known.campaign}
    return {name: kind for kind, listed in lists.items() for name in listed} | {
        alias: "org" for alias, name in places().aliases.items() if name in {"European Union", "United Nations"}
    }


@cache
def peoples() -> dict[str, str]:
    """Return the country of each people of the lexicon."""
    return places().peoples()


def plain(name: str) -> str:
    """Return `name` without accents.

    >>> plain("Łukasz Vázquez")
    'Lukasz Vazquez'
    """
    if name.isascii():
        return name
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return bare.translate(_STROKES)


_STROKES = str.maketrans("łŁøØđĐı", "lLoOdDi")


def _read(name: str, shape: type[_T]) -> _T:
    return msgspec.toml.decode((_HERE / name).read_bytes(), type=shape)

"""How alike two entities are, with the reasons: what the sum is made of, and what forbids that they are one.

Nothing is one by its name alone, and nothing here decides: a score orders what a person looks at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.edtf import parse, possibly_same
from graph.edtf_date import Precision
from graph.errors import InvalidDateError
from graph.ids import EntityId, KindId
from graph.likeness_of_names import SAME_NAME, NamesAlike, most_alike
from graph.names import folded
from graph.spelling import spelled
from graph.vocabulary import ORGANIZATION, PERSON, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.edtf import Span

EQUAL_DAY = 0.2
COMPATIBLE_DATE = 0.02
DIFFERENT_DATE = -0.3
DIFFERENT_GENDER = -0.3
GENDERED_SURNAME = -0.1
DIFFERENT_IDENTIFIER = -0.2
SHARED_NEIGHBOUR = 0.02
_MOST_NEIGHBOURS = 3
_SHOWN = 3
_MOST_NAMES = 24
"""So many names of an entity are compared, the shortest list of a hundred spellings being no use to anybody."""
_GENDERS = {"male": "male", "m": "male", "man": "male", "female": "female", "f": "female", "woman": "female"}
_FEMININE = re.compile("(?:ski|v|n)$")


class Feature(NamedTuple):
    """One reason: what was compared, what it adds to the score or takes away, and the values in words."""

    name: str
    score: float
    detail: str


class Likeness(NamedTuple):
    """How alike two are, from 0 to 1, and why. The scores of the features add up to it, cut off at both ends."""

    score: float
    features: list[Feature]

    @property
    def is_vetoed(self) -> bool:
        """Whether something says that they are two."""
        return any(feature.name in _VETOES for feature in self.features)


class Described(Struct, frozen=True, kw_only=True):
    """What two entities are compared by.

    `kinds` are their kinds and those above; `genders` as the sources word them. `ties` are the entities that a claim
    connects this one with directly, by the label of what connects them, `kin` the names of its kin likewise.
    """

    entity: EntityId | None = None
    names: tuple[str, ...] = ()
    kinds: frozenset[KindId] = frozenset()
    births: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    neighbours: frozenset[EntityId] = frozenset()
    ties: dict[EntityId, str] = {}
    kin: dict[str, str] = {}


def likeness(one: Described, other: Described) -> Likeness:
    """Return how alike two described entities are.

    Whoever is kin of the other, or tied to it by a claim, is never the same: the score is 0, and a feature says so.
    """
    best = most_alike(one.names[:_MOST_NAMES], other.names[:_MOST_NAMES])
    vetoes = [*_of_kinds(one, other), *_of_ties(one, other), *_of_kin(one, other, best)]
    name = Feature("name", round(best.score, 3), f"{best.one} ~ {best.other}" if best.score else "no names to compare")
    if vetoes:
        return Likeness(0.0, [name, *vetoes])
    features = [
        name,
        *_of_births(one.births, other.births),
        *_of_genders(one.genders, other.genders),
        *_of_surnames(best),
        *_of_neighbours(one, other),
    ]
    features += _of_identifiers(one, other, sum(feature.score for feature in features))
    return Likeness(round(min(1.0, max(0.0, sum(feature.score for feature in features))), 3), features)


def comparable(one: frozenset[KindId], other: frozenset[KindId]) -> bool:
    """Say whether entities of these kinds and those above may be one: both persons, or both organisations."""
    return any(kind in one and kind in other for kind in (PERSON, ORGANIZATION))


_VETOES = frozenset({"kind", "tie", "kinship"})


def _of_kinds(one: Described, other: Described) -> list[Feature]:
    if not one.kinds or not other.kinds or comparable(one.kinds, other.kinds):
        return []
    return [Feature("kind", -1.0, f"{_kind_label(one.kinds)} / {_kind_label(other.kinds)}")]


def _kind_label(kinds: frozenset[KindId]) -> str:
    found = vocabulary().most_specific(kinds)
    return found[0].label if found else "of no known kind"


def _of_ties(one: Described, other: Described) -> list[Feature]:
    """Return a veto where a claim connects both: whoever connects two tells them apart."""
    said = [ties[end.entity] for ties, end in ((one.ties, other), (other.ties, one)) if end.entity in ties]
    return [Feature("tie", -1.0, f"a claim connects them: {said[0]}")] if said else []


def _of_kin(one: Described, other: Described, best: NamesAlike) -> list[Feature]:
    """Return a veto where one is called as the kin of the other is, rather than as the other itself."""
    for mine, theirs in ((one, other), (other, one)):
        found = most_alike(mine.kin, theirs.names[:_MOST_NAMES])
        if found.score >= SAME_NAME and found.score > best.score:
            return [Feature("kinship", -1.0, f"{found.other} is the name of its kin: {mine.kin[found.one]}")]
    return []


def _of_births(ones: frozenset[str], others: frozenset[str]) -> list[Feature]:
    pairs = [(a, b, _dates(a, b)) for a in sorted(ones) for b in sorted(others)]
    if not pairs:
        return []
    one, other, score = max(pairs, key=lambda pair: pair[2])
    return [Feature("born", score, one if one == other else f"{one} / {other}")]


def _dates(one: str, other: str) -> float:
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return 0.0
    if not possibly_same(first, second):
        return DIFFERENT_DATE
    exact = one.strip() == other.strip() and first.certain and first.precision is Precision.DAY
    return EQUAL_DAY if exact else COMPATIBLE_DATE


def _span(text: str) -> Span | None:
    try:
        return parse(text)
    except InvalidDateError:
        return None


def _of_genders(ones: frozenset[str], others: frozenset[str]) -> list[Feature]:
    mine, theirs = _genders(ones), _genders(others)
    if not mine or not theirs or mine & theirs:
        return []
    return [Feature("gender", DIFFERENT_GENDER, f"{', '.join(sorted(mine))} / {', '.join(sorted(theirs))}")]


def _genders(words: Iterable[str]) -> set[str]:
    return {_GENDERS.get(folded(word), folded(word)) for word in words}


def _of_surnames(best: NamesAlike) -> list[Feature]:
    """Return what it takes away that a surname has the form for a man on one side, for a woman on the other."""
    for mine in spelled(best.one):
        for theirs in spelled(best.other):
            man, woman = sorted((mine.skeleton, theirs.skeleton), key=lambda word: word.endswith("a"))
            if not man.endswith("a") and _FEMININE.search(man) and woman == man.removesuffix("i") + "a":
                return [Feature("surname", GENDERED_SURNAME, f"{mine.plain} / {theirs.plain}")]
    return []


def _of_neighbours(one: Described, other: Described) -> list[Feature]:
    shared = sorted(one.neighbours & other.neighbours)
    if not shared:
        return []
    added = round(SHARED_NEIGHBOUR * min(len(shared), _MOST_NEIGHBOURS), 3)
    more = f" and {len(shared) - _SHOWN} more" if len(shared) > _SHOWN else ""
    return [Feature("neighbours", added, ", ".join(shared[:_SHOWN]) + more)]


def _of_identifiers(one: Described, other: Described, so_far: float) -> list[Feature]:
    shared = sorted(one.identifiers & other.identifiers)
    if shared:
        return [Feature("identifier", round(max(0.0, 1 - so_far), 3), ", ".join(shared[:_SHOWN]))]
    mine, theirs = _by_scheme(one.identifiers), _by_scheme(other.identifiers)
    both = sorted(mine.keys() & theirs.keys())[:1]
    return [Feature("identifier", DIFFERENT_IDENTIFIER, f"{mine[scheme]} / {theirs[scheme]}") for scheme in both]


def _by_scheme(identifiers: Iterable[str]) -> dict[str, str]:
    return {text.split(":", 1)[0]: text for text in sorted(identifiers, reverse=True)}

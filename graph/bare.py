"""Values without their claims: what labels and kinds are chosen from, where nobody asks who says so.

The same from claims, as any view can answer it, and from rows of the index, where thousands of claims that give a
country its name are two numbers each.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.index.records import distinct_values
from graph.model import Certainty, Quantity, Text, Time, value_key
from graph.support import admitted, independent_sources
from graph.view import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from graph.ids import EntityId, PropertyId
    from graph.index.arrow import Rows
    from graph.index.records import Distinct
    from graph.index.stack import Stack
    from graph.model import Value
    from graph.provenance import ProvenanceFilter
    from graph.view import View

    Independent = Callable[[Rows, Rows, int], NDArray[np.int32]]

_CERTAINTIES = list(Certainty)


class _Side(NamedTuple):
    """What speaks for one value, however it is worded: the claims are counted, the surest is a place in Certainty."""

    property: PropertyId
    denied: bool
    surest: int
    independent_sources: int
    claims: int
    values: Collection[Value]


def values_by_claims(
    view: View, subjects: Sequence[EntityId], properties: Collection[PropertyId] | None, provenance: ProvenanceFilter
) -> list[list[Said]]:
    """Answer `View.values` by reading the claims of `view`; without `properties`, all of them."""
    answers = []
    for claims in view.about(subjects, properties):
        groups = defaultdict(list)
        for claim in admitted(view, claims, provenance):
            groups[claim.property, claim.denies, value_key(claim.value)].append(claim)
        sides = [
            _Side(
                prop,
                denied,
                min(_CERTAINTIES.index(claim.certainty) for claim in group),
                independent_sources(view, group),
                len(group),
                {claim.value for claim in group},
            )
            for (prop, denied, _), group in groups.items()
        ]
        answers.append(_in_order(side for side in sides if side.independent_sources >= _enough(provenance)))
    return answers


def values_by_rows(
    stack: Stack, owned: tuple[Rows, Rows], provenance: ProvenanceFilter, independent: Independent
) -> dict[int, list[Said]]:
    """Answer `View.values` from rows of claims that may count: of each owner, by its number, what it is said to have.

    `owned` are the owners and their rows; `independent` counts the independent sources behind groups of rows: it is
    asked only of what there are several of.
    """
    which, found = distinct_values(stack, *owned)
    of: defaultdict[tuple[int, PropertyId], list[int]] = defaultdict(list)
    for number, value in enumerate(found):
        of[value.owner, value.property].append(number)
    answers: defaultdict[int, list[Said]] = defaultdict(list)
    several = []
    for (owner, prop), numbers in of.items():
        if len(numbers) > 1 or _enough(provenance) > 1:
            several += numbers
        else:
            value = found[numbers[0]]
            answers[owner].append(Said(prop, value.value, _CERTAINTIES[value.certainty], value.denied))
    if several:
        for owner, sides in _sides(found, several, which, owned[1], independent).items():
            answers[owner] += _in_order(side for side in sides if side.independent_sources >= _enough(provenance))
    for said in answers.values():
        said.sort(key=lambda one: one.property)
    return answers


def _enough(provenance: ProvenanceFilter) -> int:
    return max(provenance.min_independent_sources, 1)


def _sides(
    found: Sequence[Distinct], several: Iterable[int], which: Rows, rows: Rows, independent: Independent
) -> dict[int, list[_Side]]:
    """Return by their owners the sides of `several` of the values `found`; `which` of these each of `rows` gives."""
    groups: defaultdict[tuple[int, PropertyId, bool, tuple[str, ...]], list[int]] = defaultdict(list)
    for number in several:
        value = found[number]
        groups[value.owner, value.property, value.denied, value_key(value.value)].append(number)
    group_of = np.full(len(found), -1, np.int64)
    for place, numbers in enumerate(groups.values()):
        group_of[numbers] = place
    group = group_of[which]
    asked = group >= 0
    counts = np.bincount(group[asked], minlength=len(groups)).tolist()
    support = independent(rows[asked], group[asked], len(groups)).tolist()
    sides: defaultdict[int, list[_Side]] = defaultdict(list)
    for place, ((owner, prop, denied, _), numbers) in enumerate(groups.items()):
        values = {found[number].value for number in numbers}
        surest = min(found[number].certainty for number in numbers)
        sides[owner].append(_Side(prop, denied, surest, support[place], counts[place], values))
    return sides


def _in_order(sides: Iterable[_Side]) -> list[Said]:
    """Return the values of `sides`: by property, best supported first, as `graph.profiles.supported` orders them."""

    def key(side: _Side) -> tuple[PropertyId, int, int, int, tuple[str, ...], bool]:
        value = value_key(next(iter(side.values)))
        return side.property, side.surest, -side.independent_sources, -side.claims, value, side.denied

    return [
        Said(side.property, value, _CERTAINTIES[side.surest], side.denied)
        for side in sorted(sides, key=key)
        for value in sorted(side.values, key=_manner)
    ]


def _manner(value: Value) -> tuple[str, str]:
    """Return what may differ between two that are one value."""
    language = value.language if isinstance(value, Text) else None
    wording = value.wording if isinstance(value, Time | Quantity) else None
    return language or "", wording or ""

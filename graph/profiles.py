"""What is said of an entity: its kinds, names, and the values of its properties with the claims behind them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.edtf import parse
from graph.ids import KindId
from graph.kept import kept
from graph.model import Certainty, Claim, Iri, Ref, Text, Time, value_key
from graph.provenance import EVERYTHING
from graph.support import admitted, independent_sources
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, NAME, THING, TYPE, WHEN, Kind, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from graph.ids import ClaimId, EntityId, PropertyId
    from graph.model import Value
    from graph.provenance import ProvenanceFilter
    from graph.view import Said, View

_CERTAINTIES = list(Certainty)
_CALLED = frozenset({NAME, ALIAS, DESCRIPTION})


class Claimed(Struct, frozen=True):
    """A value and what it stands on: its claims, best first, and how many independent sources they have."""

    value: Value
    claims: tuple[Claim, ...]
    independent_sources: int


def values(
    view: View, subjects: Sequence[EntityId], prop: PropertyId, provenance: ProvenanceFilter
) -> list[list[Claimed]]:
    """Return the values that each of `subjects` is said to have of `prop`, best supported first.

    What is said of a symmetric property holds both ways: whoever is said to be a sibling of the subject is a value.
    """
    about = view.about(subjects, {prop})
    known = vocabulary().properties.get(prop)
    naming = view.naming(subjects) if known and known.symmetric else [[] for _ in subjects]
    answers = []
    for said, turned in zip(about, naming, strict=True):
        claims = admitted(view, [claim for claim in (*said, *turned) if claim.property == prop], provenance)
        ends = {claim.id for claim in turned} - {claim.id for claim in said}
        answers.append(supported(view, claims, provenance.min_independent_sources, _turning(ends)))
    return answers


def _turning(ends: AbstractSet[ClaimId]) -> Callable[[Claim], Value]:
    """Return what gives the value of a claim, or, for one of `ends`, its subject."""
    return lambda claim: Ref(claim.subject) if claim.id in ends else claim.value


def supported(
    view: View, claims: Iterable[Claim], at_least: int = 1, value: Callable[[Claim], Value] = lambda claim: claim.value
) -> list[Claimed]:
    """Return the distinct values of `claims` with at least that many independent sources, best supported first.

    A value that is asserted and denied stands twice: a denial supports nothing but itself.
    """
    groups: defaultdict[tuple[bool, tuple[str, ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.denies, value_key(value(claim))].append(claim)
    sides = [Claimed(value(group[0]), tuple(group), independent_sources(view, group)) for group in groups.values()]
    kept = [side for side in sides if side.independent_sources >= at_least]
    return sorted(kept, key=_by_support)


def _by_support(side: Claimed) -> tuple[int, int, int, tuple[str, ...]]:
    surest = min(_CERTAINTIES.index(claim.certainty) for claim in side.claims)
    return surest, -side.independent_sources, -len(side.claims), value_key(side.value)


@kept
def kinds(view: View, entities: Sequence[EntityId]) -> list[list[Kind]]:
    """Return the kinds of each of `entities`, most specific first; one of no known kind is a thing.

    A kind that is asserted comes before one that is only alleged or possible, whatever its depth.
    """
    answers = []
    for said in view.values(entities, {TYPE}, EVERYTHING):
        certain = _kinds_of(one for one in said if one.certainty is Certainty.ASSERTED)
        found = vocabulary().most_specific(certain)
        found += [kind for kind in vocabulary().most_specific(_kinds_of(said)) if kind not in found]
        answers.append(found or [vocabulary().kinds[THING]])
    return answers


def _kinds_of(said: Iterable[Said]) -> frozenset[KindId]:
    return frozenset(KindId(one.value.iri) for one in said if isinstance(one.value, Iri))


def names(view: View, entities: Sequence[EntityId]) -> list[list[Claimed]]:
    """Return the names of each of `entities`: those given as its name first, then the others, best supported first."""
    return [
        supported(view, [c for c in said if c.property == NAME])
        + supported(view, [c for c in said if c.property == ALIAS])
        for said in (admitted(view, claims, EVERYTHING) for claims in view.about(entities, {NAME, ALIAS}))
    ]


@kept
def labels(view: View, entities: Sequence[EntityId], languages: Sequence[str] = ()) -> list[str]:
    """Return what to call each of `entities`: never empty.

    The best name in the first of `languages` that has one, else the best name; else its description; for an event its
    kind, first participant and day; else the end of its IRI.
    """
    called = (_called(said, languages) for said in view.values(entities, _CALLED, EVERYTHING))
    return [text or _event_label(view, entity) for entity, text in zip(entities, called, strict=True)]


def _called(said: Sequence[Said], languages: Sequence[str]) -> str | None:
    """Return the best name or description among what is said of one entity."""
    names = [one.value for prop in (NAME, ALIAS) for one in said if one.property == prop]
    described = (one.value.text for one in said if one.property == DESCRIPTION and isinstance(one.value, Text))
    return _name_in([name for name in names if isinstance(name, Text)], languages) or next(described, None)


def _name_in(texts: Sequence[Text], languages: Sequence[str]) -> str | None:
    for language in languages:
        for text in texts:
            if text.language and text.language.lower().split("-")[0] == language.lower().split("-")[0]:
                return text.text
    return texts[0].text if texts else None


def _event_label(view: View, entity: EntityId) -> str:
    kind = kinds(view, [entity])[0][0]
    if not kind.is_event:
        return entity.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    roles = [prop for prop in kind.takes if vocabulary().properties[prop].is_role or prop in _text_forms()]
    said = view.values([entity], {*roles, WHEN}, EVERYTHING)[0]
    participant = _first_participant(
        view, entity, [one.value for prop in roles for one in said if one.property == prop]
    )
    when = next((one.value for one in said if one.property == WHEN), None)
    label = kind.label[0].upper() + kind.label[1:]
    named = f"{label} {kind.joins} {participant}" if participant else label
    return f"{named}, {parse(when.edtf).display()}" if isinstance(when, Time) else named


def _first_participant(view: View, event: EntityId, values: Iterable[Value]) -> str | None:
    """Return what to call the first of `values`, those of the roles of `event`, that is another or a text."""
    for value in values:
        if isinstance(value, Ref) and value.entity != event:
            return _plain_label(view, value.entity)
        if isinstance(value, Text):
            return value.text
    return None


def _plain_label(view: View, entity: EntityId) -> str:
    """Return a name or description without asking further, so that two events that name each other end."""
    return _called(view.values([entity], _CALLED, EVERYTHING)[0], ()) or entity.rstrip("/").rsplit("/", 1)[-1]


def _text_forms() -> frozenset[PropertyId]:
    return frozenset(prop.text_form for prop in vocabulary().properties.values() if prop.text_form)


def identifiers(view: View, entities: Sequence[EntityId]) -> list[list[Claimed]]:
    """Return the identifiers of each of `entities`, as texts SCHEME:VALUE."""
    return values(view, entities, IDENTIFIER, EVERYTHING)

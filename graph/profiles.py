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
from graph.support import admitted_each, independent_each
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
    others = [
        [claim for claim in some if claim.property == prop and claim.value != Ref(claim.subject)] for some in naming
    ]
    said = [[*told, *turned] for told, turned in zip(about, others, strict=True)]
    ends = [{claim.id for claim in turned} for turned in others]
    claims = admitted_each(view, said, provenance)
    return supported_each(view, claims, provenance.min_independent_sources, list(map(_turning, ends)))


def _turning(ends: AbstractSet[ClaimId]) -> Callable[[Claim], Value]:
    """Return what gives the value of a claim, or, for one of `ends`, its subject."""
    return lambda claim: Ref(claim.subject) if claim.id in ends else claim.value


def supported(view: View, claims: Iterable[Claim], at_least: int = 1) -> list[Claimed]:
    """Return the distinct values of `claims` with at least that many independent sources, best supported first.

    A value that is asserted and denied stands twice: a denial supports nothing but itself.
    """
    return supported_each(view, [list(claims)], at_least)[0]


def supported_each(
    view: View,
    groups: Sequence[Sequence[Claim]],
    at_least: int = 1,
    values_of: Sequence[Callable[[Claim], Value]] | None = None,
) -> list[list[Claimed]]:
    """Return of each of `groups` what `supported` does, for all at once; `values_of` give the values of claims."""
    sides = []
    for group, value_of in zip(groups, values_of or [_value] * len(groups), strict=True):
        by_value: defaultdict[tuple[bool, tuple[str, ...]], list[Claim]] = defaultdict(list)
        for claim in group:
            by_value[claim.denies, value_key(value_of(claim))].append(claim)
        sides.append([(value_of(some[0]), tuple(some)) for some in by_value.values()])
    support = iter(independent_each(view, [claims for some in sides for _, claims in some]))
    made = ([Claimed(value, claims, next(support)) for value, claims in some] for some in sides)
    return [sorted((one for one in some if one.independent_sources >= at_least), key=by_support) for some in made]


def _value(claim: Claim) -> Value:
    return claim.value


def by_support(side: Claimed) -> tuple[int, int, int, tuple[str, ...]]:
    """Return a key that orders values by the surest claim, then independent sources, then claims, then the value."""
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


def of_kinds(view: View, entities: Sequence[EntityId], wanted: frozenset[KindId] | None) -> list[EntityId]:
    """Return those of `entities` that are of one of the `wanted` kinds, or of a kind below; all when None is given."""
    if wanted is None:
        return list(entities)
    lineages = ({above for kind in some for above in kind.lineage} for some in kinds(view, entities))
    return [entity for entity, lineage in zip(entities, lineages, strict=True) if wanted & lineage]


def _kinds_of(said: Iterable[Said]) -> frozenset[KindId]:
    return frozenset(KindId(one.value.iri) for one in said if isinstance(one.value, Iri))


def names(view: View, entities: Sequence[EntityId], provenance: ProvenanceFilter = EVERYTHING) -> list[list[Claimed]]:
    """Return the names of each of `entities`: those given as its name first, then the others, best supported first."""
    given, others = (values(view, entities, prop, provenance) for prop in (NAME, ALIAS))
    return [[*first, *then] for first, then in zip(given, others, strict=True)]


@kept
def labels(view: View, entities: Sequence[EntityId], languages: Sequence[str] = ()) -> list[str]:
    """Return what to call each of `entities`: never empty.

    The best name in the first of `languages` that has one, else the best name; else its description; for an event its
    kind, first participant and day; else the end of its IRI.
    """
    called = [_called(said, languages) for said in view.values(entities, _CALLED, EVERYTHING)]
    nameless = [entity for entity, text in zip(entities, called, strict=True) if not text]
    derived = iter(_event_labels(view, nameless))
    return [text or next(derived) for text in called]


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


def _event_labels(view: View, entities: Sequence[EntityId]) -> list[str]:
    """Return what to call entities that have no name: events by kind, first participant and day."""
    found = [some[0] for some in kinds(view, entities)] if entities else []
    events = [(entity, kind) for entity, kind in zip(entities, found, strict=True) if kind.is_event]
    roles = [_roles(kind) for _, kind in events]
    asked = {prop for some in roles for prop in some} | {WHEN}
    said = view.values([entity for entity, _ in events], asked, EVERYTHING) if events else []
    first = [_first_participant(*one) for one in zip(said, roles, (entity for entity, _ in events), strict=True)]
    people = [one.entity for one in first if isinstance(one, Ref)]
    called = iter(_plain_labels(view, people))
    named = [next(called) if isinstance(one, Ref) else one.text if one else None for one in first]
    labelled = iter([_event_label(*one) for one in zip((kind for _, kind in events), named, said, strict=True)])
    return [next(labelled) if kind.is_event else _end(entity) for entity, kind in zip(entities, found, strict=True)]


def _event_label(kind: Kind, participant: str | None, said: Sequence[Said]) -> str:
    when = next((one.value for one in said if one.property == WHEN), None)
    label = kind.label[0].upper() + kind.label[1:]
    named = f"{label} {kind.joins} {participant}" if participant else label
    return f"{named}, {parse(when.edtf).display()}" if isinstance(when, Time) else named


def _roles(kind: Kind) -> list[PropertyId]:
    return [prop for prop in kind.takes if vocabulary().properties[prop].is_role or prop in _text_forms()]


def _first_participant(said: Sequence[Said], roles: Sequence[PropertyId], event: EntityId) -> Ref | Text | None:
    """Return the first in a role of `event` that is another entity, or a text."""
    values = (one.value for prop in roles for one in said if one.property == prop)
    others = (v for v in values if isinstance(v, Text) or (isinstance(v, Ref) and v.entity != event))
    return next(others, None)


def _plain_labels(view: View, entities: Sequence[EntityId]) -> list[str]:
    """Return names or descriptions without asking further, so that two events that name each other end."""
    said = view.values(entities, _CALLED, EVERYTHING) if entities else []
    return [_called(some, ()) or _tail(entity) for some, entity in zip(said, entities, strict=True)]


def _tail(entity: EntityId) -> str:
    return entity.rstrip("/").rsplit("/", 1)[-1]


def _end(entity: EntityId) -> str:
    return _tail(entity).rsplit("#", 1)[-1]


def _text_forms() -> frozenset[PropertyId]:
    return frozenset(prop.text_form for prop in vocabulary().properties.values() if prop.text_form)


def identifiers(
    view: View, entities: Sequence[EntityId], provenance: ProvenanceFilter = EVERYTHING
) -> list[list[Claimed]]:
    """Return the identifiers of each of `entities`, as texts SCHEME:VALUE."""
    return values(view, entities, IDENTIFIER, provenance)

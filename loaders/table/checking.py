"""A mapping held against the ontology and against itself, before any row is read: so that a slip is told at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import LoadError, RefusedClaimError
from graph.vocabulary import Range
from loaders.table.kinds import kind_named, property_named, role_named, roles_of
from loaders.table.mapping import (
    CLAIMANT,
    PUBLISHER,
    Condition,
    EntitySpec,
    EventSpec,
    Mapping,
    RelationSpec,
    Value,
    listed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.table.mapping import Values

__all__ = ["checked"]


def checked(mapping: Mapping) -> Mapping:
    """Return `mapping` if it can be read with.

    Raises:
        LoadError: it names a kind, a property, a role or an entity that is not there, or a pattern that is none.
    """
    for where, problem in _problems(mapping):
        raise LoadError(mapping.name, f"{where}: {problem}")
    return mapping


def _problems(mapping: Mapping) -> Iterator[tuple[str, str]]:
    known = {*mapping.entities, *mapping.events, PUBLISHER, CLAIMANT}
    if mapping.entities.keys() & mapping.events.keys():
        shared = ", ".join(sorted(mapping.entities.keys() & mapping.events.keys()))
        yield "events", f"{shared} names an entity too: expected names of their own"
    for name, entity in mapping.entities.items():
        yield from _described(f"entities.{name}", entity)
        yield from _values(f"entities.{name}.aliases", entity.aliases)
    for name, event in mapping.events.items():
        where = f"events.{name}"
        yield from _described(where, event)
        yield from _values(f"{where}.when", event.happens or ())
        for role, given in event.roles.items():
            yield from _refs(f"{where}.roles.{role}", (given,) if isinstance(given, str) else given, known)
            if isinstance(event.kind, str) and not _fails(kind_named, event.kind) and not role_named(event.kind, role):
                known_roles = ", ".join(roles_of(event.kind))
                problem = f"an event of the kind {event.kind!r} has no role {role!r}: expected one of {known_roles}"
                yield f"{where}.roles", problem
    for number, relation in enumerate(mapping.relations, start=1):
        yield from _relation(f"relations, number {number}", relation, known)
    named = mapping.source.claimant_entity
    yield from _refs("source.claimant_entity", (named,) if named else (), set(mapping.entities))
    for text in mapping.texts:
        yield from _refs("texts.about", (text.about,) if text.about else (), set(mapping.entities))


def _described(where: str, spec: EntitySpec | EventSpec) -> Iterator[tuple[str, str]]:
    if isinstance(spec.kind, str):
        problem = _fails(kind_named, spec.kind)
        if problem:
            yield f"{where}.kind", problem
    else:
        yield from _values(f"{where}.kind", spec.kind)
        for kind in spec.kind.map.values():
            if problem := _fails(kind_named, kind):
                yield f"{where}.kind.map", problem
    yield from _conditions(where, spec)
    yield from _values(f"{where}.name", spec.name)
    yield from _values(f"{where}.each", spec.each or ())
    for scheme, values in spec.identifiers.items():
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", scheme):
            yield f"{where}.identifiers", f"{scheme!r} is no scheme: expected one such as eu-sanctions"
        yield from _values(f"{where}.identifiers.{scheme}", values)
    for name, values in spec.properties.items():
        yield from _property(f"{where}.properties.{name}", name, values)


def _property(where: str, name: str, values: Values) -> Iterator[tuple[str, str]]:
    if problem := _fails(property_named, name):
        yield where, problem
        return
    if property_named(name).range is Range.ENTITY:
        yield where, "its value is an entity: expected it in [[relations]] or in the roles of an event"
    yield from _values(where, values)


def _relation(where: str, spec: RelationSpec, known: set[str]) -> Iterator[tuple[str, str]]:
    yield from _refs(where, (spec.subject, *([spec.value] if isinstance(spec.value, str) else [])), known)
    if isinstance(spec.value, Value):
        yield from _property(where, spec.property, spec.value)
    elif problem := _fails(property_named, spec.property):
        yield where, problem
    elif property_named(spec.property).range is not Range.ENTITY:
        yield where, f"the value of {spec.property!r} is no entity: expected words, as in value = {{ column = … }}"
    yield from _values(f"{where}.valid", spec.valid or ())
    yield from _qualifiers(where, spec.qualifiers)
    yield from _conditions(where, spec)
    yield from _values(f"{where}.each", spec.each or ())


def _values(where: str, values: Values) -> Iterator[tuple[str, str]]:
    for value in listed(values):
        if isinstance(value, str):
            continue
        ways = [value.column, value.text, value.start or value.end]
        if sum(way is not None for way in ways) != 1:
            yield where, "expected one of column, text, or from and to"
        if value.pattern is not None and (problem := _pattern(value.pattern)):
            yield where, problem
        yield from _conditions(where, value)
        yield from _values(f"{where}.valid", value.valid or ())
        yield from _qualifiers(where, value.qualifiers)


def _qualifiers(where: str, given: dict[str, str | Value]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        yield from _property(f"{where}.qualifiers.{name}", name, value)


def _conditions(where: str, spec: object) -> Iterator[tuple[str, str]]:
    for name in ("when", "unless"):
        given = getattr(spec, name)
        for condition in given if isinstance(given, tuple) else (given,):
            assert isinstance(condition, Condition)
            if condition.pattern is not None and (problem := _pattern(condition.pattern)):
                yield where, problem


def _refs(where: str, names: tuple[str, ...], known: set[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield where, f"there is no entity {name!r}: expected one of {', '.join(sorted(known))}"


def _pattern(pattern: str) -> str | None:
    try:
        re.compile(pattern)
    except re.error as error:
        return f"{pattern!r} is no pattern: {error}"
    return None


def _fails(look: object, name: str) -> str | None:
    assert callable(look)
    try:
        look(name)
    except RefusedClaimError as error:
        return error.reason
    return None

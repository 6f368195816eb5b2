"""Kinds and properties by the names that a mapping uses: as annotation files write them, or as the ontology does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.errors import RefusedClaimError
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from graph.vocabulary import Kind, Property


@cache
def kind_named(name: str) -> Kind:
    """Return the kind called `name`: `person`, `Person`, `sentence`, or its IRI.

    Raises:
        RefusedClaimError: the ontology has none.
    """
    known = vocabulary()
    found = known.entity_types.get(name) or known.event_types.get(name)
    kinds = (kind for kind in known.kinds.values() if name in {kind.id, kind.name, _local(kind.id)})
    found = found or next(kinds, None)
    if found is None:
        raise RefusedClaimError(f"unknown kind {name!r}: expected one of the ontology, such as person or org")
    return found


@cache
def property_named(name: str) -> Property:
    """Return the property called `name`: `birthDate`, `lives_in`, or its IRI.

    Raises:
        RefusedClaimError: the ontology has none.
    """
    known = vocabulary()
    found = next((prop for prop in known.properties.values() if name in {prop.id, prop.name}), None)
    found = found or known.relations.get(name) or known.counts.get(name)
    if found is None:
        raise RefusedClaimError(f"unknown property {name!r}: expected one of the ontology, such as birthDate")
    return found


@cache
def role_named(kind: str, name: str) -> Property | None:
    """Return the role called `name` of events of `kind`, by its notation there or its own name; None without one."""
    event = kind_named(kind)
    found = vocabulary().role(event, name)
    if found is not None:
        return found
    return next((prop for p in event.takes if (prop := vocabulary().properties[p]).is_role and prop.name == name), None)


def roles_of(kind: str) -> list[str]:
    """Return what the roles of events of `kind` are called."""
    event, known = kind_named(kind), vocabulary()
    return sorted({prop.notation or prop.name for each in event.takes if (prop := known.properties[each]).is_role})


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]

"""Ids of the API: opaque to clients, the same for ever, and readable here without a table."""

import base64
import binascii
from enum import StrEnum
from typing import NamedTuple

from strawberry import ID

from graph.codec import to_stored
from graph.errors import InvalidInputError
from graph.ids import EntityId, KindId, PropertyId, SourceId, source_id
from graph.vocabulary import EVENT, vocabulary


class Sort(StrEnum):
    """What an id stands for."""

    ENTITY = "e"
    CLAIM = "c"
    SOURCE = "s"
    PROPERTY = "p"
    KIND = "k"


class GlobalId(NamedTuple):
    """An id taken apart."""

    sort: Sort
    key: str


def to_id(sort: Sort, key: str) -> ID:
    """Return the id of the thing of that sort whose stored key is `key`."""
    return ID(base64.urlsafe_b64encode(f"{sort.value}:{key}".encode()).decode().rstrip("="))


def from_id(text: str) -> GlobalId | None:
    """Return what an id stands for, or None when it is none of ours."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        sort, _, key = found.partition(":")
        return GlobalId(Sort(sort), key) if key else None
    except (binascii.Error, ValueError):
        return None


def entity_key(text: str, base: str) -> EntityId:
    """Return the entity that an id or an IRI names.

    Raises:
        InvalidInputError: it is the id of something else, or neither an id nor an IRI.
    """
    return EntityId(_key(text, Sort.ENTITY, _iri(text, base)))


def source_key(text: str, base: str) -> SourceId:
    """Return the source that an id, an IRI or a source id names."""
    return SourceId(_key(text, Sort.SOURCE, source_id(to_stored(text, base))))


def property_key(text: str) -> PropertyId:
    """Return the property that an id, an IRI or a name such as `sibling` names.

    Raises:
        InvalidInputError: the ontology has none of that name.
    """
    iri = PropertyId(_key(text, Sort.PROPERTY, text))
    by_name = {prop.name: prop.id for prop in vocabulary().properties.values()}
    found = iri if iri in vocabulary().properties else by_name.get(iri)
    if found is None:
        raise InvalidInputError(f"unknown property {text!r}: expected the id, IRI or name of one, such as sibling")
    return found


def kind_key(text: str) -> KindId:
    """Return the kind that an id, an IRI or a type name such as `Person` names; `Event` names those of every event.

    Raises:
        InvalidInputError: the ontology has none of that name.
    """
    iri = KindId(_key(text, Sort.KIND, text))
    by_name = {kind.name: kind.id for kind in vocabulary().kinds.values()} | {"Event": EVENT}
    found = iri if iri in vocabulary().kinds else by_name.get(iri)
    if found is None:
        raise InvalidInputError(f"unknown kind {text!r}: expected the id, IRI or type name of one, such as Person")
    return found


def _iri(text: str, base: str) -> str:
    if from_id(text) is None and ":" not in text:
        raise InvalidInputError(
            f"{text!r} is neither an id nor an IRI: expected one of an entity, as `entity` or `search` gives for a name"
        )
    return to_stored(text, base)


def _key(text: str, wanted: Sort, otherwise: str) -> str:
    found = from_id(text)
    if found is None:
        return otherwise
    if found.sort is not wanted:
        raise InvalidInputError(f"{text!r} is the id of another kind of thing: expected one of {wanted.name.lower()}")
    return found.key

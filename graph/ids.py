"""Identifiers: how stored IRIs are made, and nothing about what they name.

A stored IRI of our own begins with `onrecord:` and is relative to the base that `onrecord init --base` fixed: it
becomes `<base>entity/…` on export and over HTTP (`docs/decisions/0003-stored-iris.md`). IRIs of others are kept as
they are.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, NewType
from unicodedata import category
from urllib.parse import quote, unquote

import msgspec
from pyoxigraph import NamedNode

from graph.errors import InvalidIriError

if TYPE_CHECKING:
    from collections.abc import Sequence

EntityId = NewType("EntityId", str)
"""The stored IRI of an entity."""
ClaimId = NewType("ClaimId", str)
"""The stored IRI of a claim: `onrecord:claim/` and a hash of its content."""
SourceId = NewType("SourceId", str)
"""What a source is called: its address, or the id that was given for it. Not an IRI: see `source_iri`."""
PropertyId = NewType("PropertyId", str)
"""The IRI of a property."""
KindId = NewType("KindId", str)
"""The IRI of a class."""

OWN = "onrecord:"
ASSERTED = OWN + "asserted"
"""The one graph that holds direct triples."""
DEFAULT_BASE = "http://localhost:8000/"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"https?://[^/?#\s]+[^#\s]*", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z0-9]+")
MAX_IRI_LENGTH = 2_000
CLAIM_NAME = "[0-9a-v]{26}"
"""What the id of a claim ends with, as a regular expression."""
_DIGEST_BYTES = 20
_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_PAIR = len(_PAIRS) - 1
_PLACES = range(8 * _DIGEST_BYTES - 10, -1, -10)


def check_iri(text: str) -> str:
    """Return `text` if it is an absolute IRI that every RDF engine takes.

    >>> check_iri("https://www.wikidata.org/entity/Q184")
    'https://www.wikidata.org/entity/Q184'

    Raises:
        InvalidIriError: no scheme, a space or another forbidden character, longer than `MAX_IRI_LENGTH`, or in our
            own namespace, which only this program mints.
    """
    if len(text) > MAX_IRI_LENGTH:
        raise InvalidIriError(text[:80] + "…", f"longer than {MAX_IRI_LENGTH} characters")
    if not _is_iri(text):
        raise InvalidIriError(
            text, 'expected an absolute IRI such as https://example.org/id/1, without spaces or <>"{}|\\^`'
        )
    if text.lower().startswith(OWN):
        raise InvalidIriError(text, f"{OWN} is reserved for ids that this service mints")
    return text


def entity_id(source: SourceId, local: str) -> EntityId:
    """Return the IRI minted for the entity that `source` calls `local`; equal input, equal IRI, for ever.

    >>> entity_id(SourceId("seed"), "kalesnikava")
    'onrecord:entity/kalesnikava-h8r73ip6nr64f4d3'
    """
    return EntityId(f"{OWN}entity/{_slug(local)}-{_digest('entity', source, local)[:16]}")


def event_id(source: SourceId, local: str) -> EntityId:
    """Return the IRI minted for the event that the record `local` of `source` tells."""
    return EntityId(f"{OWN}entity/{_slug(local)}-{_digest('event', source, local)[:16]}")


def publisher_id(name: str) -> EntityId:
    """Return the IRI of a publisher known by name only, so that one outlet is one entity in all its articles."""
    folded = " ".join(name.casefold().split())
    return EntityId(f"{OWN}entity/{_slug(folded)}-{_digest('publisher', folded)[:16]}")


def source_iri(source: SourceId) -> str:
    """Return the IRI of a source: its address, or its id below `onrecord:source/`."""
    return source if is_address(source) else f"{OWN}source/{quote(source, safe='')}"


def source_id(iri: str) -> SourceId:
    """Return the source whose IRI is `iri`: the inverse of `source_iri`."""
    head = OWN + "source/"
    return SourceId(unquote(iri.removeprefix(head)) if iri.startswith(head) else iri)


def is_address(text: str) -> bool:
    """Say whether `text` is a web address that can be an IRI as it stands (no fragment)."""
    return bool(_ADDRESS.fullmatch(text)) and _is_iri(text)


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    # a character that nobody sees would make two addresses look like one
    blank = any(char.isspace() or category(char) == "Cf" for char in text)
    return bool(_SCHEME.fullmatch(text)) and not blank and not _BAD_PERCENT.search(text)


def folder_name(source: SourceId) -> str:
    """Return a file name for a source: readable, safe on every file system, never equal for two sources."""
    return f"{_slug(source.removeprefix('https://').removeprefix('http://'))}-{_digest('source', source)[:12]}"


class ClaimIds:
    """Gives the claims of one source their ids, numbering equals in the order they come.

    The id is a hash of (source, subject, property, value, claimant, ordinal among equals) and of nothing else, so a
    claim keeps it when offsets, certainty, status or the version of the source change.
    """

    def __init__(self, source: SourceId) -> None:
        self._source = source
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next(self, subject: EntityId, prop: PropertyId, value: Sequence[str], claimant: EntityId) -> ClaimId:
        """Return the id of one more claim; `value` is the key of its value (`model.value_key`)."""
        key = (subject, prop, *value, claimant)
        ordinal = self._seen[key]
        self._seen[key] += 1
        return claim_id(self._source, key, str(ordinal))


def claim_id(source: SourceId, key: Sequence[str], among_equals: str) -> ClaimId:
    """Return the id of a claim; `key` is its subject, property, the key of its value, and its claimant.

    `among_equals` tells it from the claims of `source` with an equal key: their number in the order they come, or for
    records with ids of their own that of the record, so that no other record has a say in it.
    """
    return ClaimId(f"{OWN}claim/{_digest('claim', source, *key, among_equals)[:26]}")


def _digest(*parts: str) -> str:
    """Return the first 32 letters and digits, in base 32 with the extended alphabet (RFC 4648), of the hash of `parts`.

    What is hashed is their JSON without spaces. Each claim has such a hash: written by msgspec and in steps of two
    letters it takes a third of the time that `json` and `base64` take for the same one.
    """
    number = int.from_bytes(hashlib.sha256(msgspec.json.encode(parts)).digest()[:_DIGEST_BYTES])
    return "".join([_PAIRS[number >> place & _PAIR] for place in _PLACES])


def _slug(text: str) -> str:
    return _SLUG.sub("-", text.casefold())[:40].strip("-") or "x"

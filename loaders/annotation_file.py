"""The shape of an annotation file, and how it is read (`docs/annotations.md`).

The shape of the whole is checked here; a single entity, claim or quote is checked when it is turned into claims, so
that one bad record refuses itself and no more.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Raw, Struct, field

from graph.errors import LoadError

if TYPE_CHECKING:
    from pathlib import Path

MAX_ANNOTATION_BYTES = 64 << 20


class Doc(Struct, frozen=True):
    """What the file says of the article: `sha256` ties it to the bytes of the text."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    file: str | None = None
    sha256: str | None = None
    url: str | None = None


class Mention(Struct, frozen=True):
    """A place where the text speaks of an entity."""

    start: int
    end: int
    text: str
    form: str = "name"


class AnnotatedEntity(Struct, frozen=True):
    """An entity of the article under a local id; `iri` or an identifier joins it with other files."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unnamed: bool = False
    iri: str | None = None
    identifiers: dict[str, str] = {}


class Date(Struct, frozen=True):
    """When it happened: EDTF, and the words of the text."""

    edtf: str
    text: str | None = None


class Quoted(Struct, frozen=True):
    """Words of the text and where they stand."""

    start: int
    end: int
    quote: str


class AnnotatedClaim(Struct, frozen=True):
    """What the text says: an event, a relation, an attribute or a count.

    `origin` is the claim that it repeats, by its id in the file or its IRI; `rule` is what found it, if a machine did.
    """

    id: str
    kind: str
    type: str
    args: dict[str, str | tuple[str, ...]]
    evidence: tuple[Quoted, ...]
    value: Raw = Raw()
    date: Date | None = None
    place: str | None = None
    speaker: str = "@article"
    certainty: str = "asserted"
    implicit: bool = False
    origin: str | None = None
    rule: str | None = None


class Utterance(Struct, frozen=True):
    """A quotation: who said it, None where the text does not let one know, and on which day."""

    start: int
    end: int
    quote: str
    speaker: str | None
    date: str | None = None


class _File(Struct, frozen=True):
    doc: Doc
    entities: tuple[Raw, ...]
    claims: tuple[Raw, ...]
    quotes: tuple[Raw, ...] = field(default_factory=tuple)
    extractor: str | None = None
    refused: Raw = Raw()


class AnnotationFile(Struct, frozen=True):
    """An annotation file: `doc`, and its records still as bytes, to be read one by one with `record`.

    `extractor` is the name and version of the machine that wrote it, None where people did.
    """

    name: str
    doc: Doc
    entities: tuple[Raw, ...]
    claims: tuple[Raw, ...]
    quotes: tuple[Raw, ...]
    extractor: str | None = None


def read_annotations(path: Path) -> AnnotationFile:
    """Read the annotation file at `path`.

    Raises:
        LoadError: it cannot be read, is not JSON, too large, or has not the shape of an annotation file.
    """
    return parse_annotations(path.name, read_content(path))


def read_content(path: Path) -> bytes:
    """Return the bytes of the annotation file at `path`.

    Raises:
        LoadError: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > MAX_ANNOTATION_BYTES:
            raise LoadError(path.name, f"it has {path.stat().st_size} bytes: expected at most {MAX_ANNOTATION_BYTES}")
        return path.read_bytes()
    except OSError as cause:
        raise LoadError(path.name, f"it cannot be read: {cause.strerror}") from cause


def parse_annotations(name: str, content: bytes) -> AnnotationFile:
    """Return the annotation file that `content` is.

    Raises:
        LoadError: it is not JSON, or has not the shape of an annotation file.
    """
    try:
        given = msgspec.json.decode(content)
        for part, shape in ((given, _File), (given.get("doc") if isinstance(given, dict) else None, Doc)):
            if isinstance(part, dict):
                check_names(part, shape)
        file = msgspec.json.decode(content, type=_File)
    except (ValueError, RecursionError) as cause:
        raise LoadError(name, f"it is not an annotation file: {cause}") from cause
    return AnnotationFile(name, file.doc, file.entities, file.claims, file.quotes, file.extractor)


_NOTES = {"accept", "attribution", "comment", "core", "cue", "quote"}
"""Fields of a record that annotators keep for themselves or for scoring."""

_BELOW: dict[str, type[Struct]] = {"date": Date, "evidence": Quoted, "mentions": Mention}


def check_names(given: dict[str, object], shape: type[Struct]) -> None:
    """Refuse a field that looks like a misspelt one of `shape`: left unread, it could make a hope a fact.

    Raises:
        ValueError: there is such a field.
    """
    fields = shape.__struct_fields__
    for name in _foreign(given, shape):
        meant = get_close_matches(name, fields, n=1, cutoff=0.8)
        if meant and meant[0] not in given:
            raise ValueError(f"unknown field {name!r}: expected {meant[0]!r}")
    for name, below in _BELOW.items():
        found = given.get(name) if name in fields else None
        for item in found if isinstance(found, list) else [found]:
            if isinstance(item, dict):
                check_names(item, below)


def unread(raw: Raw, shape: type[Struct]) -> list[str]:
    """Return the fields of a record that nothing reads and that are no notes (`note`, `…_note`, `_…`)."""
    return [name for name in _foreign(msgspec.json.decode(raw), shape) if name not in _NOTES]


def _foreign(given: dict[str, object], shape: type[Struct]) -> list[str]:
    names = sorted(given.keys() - set(shape.__struct_fields__))
    return [name for name in names if not name.startswith("_") and not name.endswith("note")]


_Record = TypeVar("_Record", AnnotatedEntity, AnnotatedClaim, Utterance)


def record(raw: Raw, shape: type[_Record]) -> _Record:
    """Return one record of the file.

    Raises:
        ValueError: it has not the shape that was asked for; the message says where.
    """
    try:
        given = msgspec.json.decode(raw)
        if isinstance(given, dict):
            check_names(given, shape)
        found = msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, RecursionError) as cause:
        raise ValueError(str(cause)) from cause
    return found


def name_of(raw: Raw, position: int) -> str:
    """Return the id of a record that may be broken, or its position."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return f"number {position}"
    return str(found["id"]) if isinstance(found, dict) and "id" in found else f"number {position}"

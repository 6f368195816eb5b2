"""A mapping file: what the columns of a table mean. The language is described in `docs/tables.md`.

Everything here is the TOML as it is written, decoded and checked; `plan` turns it into what rows are read with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct, field

from graph.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHIPPED = Path(__file__).parent.parent / "mappings"
MAX_MAPPING_BYTES = 1 << 20

PUBLISHER, CLAIMANT = "@publisher", "@claimant"
"""What a mapping calls the publisher and the claimant of the table where an entity is named."""

Otherwise = Literal["refuse", "skip", "keep"]
Reader = Literal[
    "text",
    "person-names",
    "organisation-names",
    "date",
    "date-month-first",
    "edtf",
    "number",
    "duration",
]


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """What a cell must hold: anything, one of some words, or what a pattern finds."""

    column: str
    equals: str | tuple[str, ...] | None = None
    pattern: str | None = None


class Value(Struct, frozen=True, forbid_unknown_fields=True, rename={"when": "if", "start": "from", "end": "to"}):
    """How values are read out of a row: from which cells, in which pieces, by which reader."""

    column: str | tuple[str, ...] | None = None
    text: str | None = None
    start: str | None = None
    end: str | None = None
    span: str | None = None
    spans: dict[str, Literal["lasts", "within"]] = {}
    split: str | tuple[str, ...] = ()
    pattern: str | None = None
    map: dict[str, str] = {}
    otherwise: Otherwise = "refuse"
    null: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    read: Reader | None = None
    language: str | None = None
    valid: str | Value | None = None
    qualifiers: dict[str, str | Value] = {}
    when: Condition | tuple[Condition, ...] = ()
    unless: Condition | tuple[Condition, ...] = ()


Values = str | Value | tuple[str | Value, ...]


class EntitySpec(Struct, frozen=True, forbid_unknown_fields=True, rename={"when": "if"}):
    """An entity that a row speaks of: one, or one for each piece of a cell or item of a list."""

    kind: str | Value
    name: Values = ()
    aliases: Values = ()
    key: str | tuple[str, ...] | None = None
    iri: str | None = None
    each: str | Value | None = None
    outlet: bool = False
    identifiers: dict[str, Values] = {}
    properties: dict[str, Values] = {}
    when: Condition | tuple[Condition, ...] = ()
    unless: Condition | tuple[Condition, ...] = ()


class EventSpec(Struct, frozen=True, forbid_unknown_fields=True, rename={"happens": "when", "when": "if"}):
    """An event that a row tells of, who takes part in it as what, and what else is said of it."""

    kind: str | Value
    happens: str | Value | None = None
    roles: dict[str, str | tuple[str, ...]] = {}
    properties: dict[str, Values] = {}
    identifiers: dict[str, Values] = {}
    name: Values = ()
    key: str | tuple[str, ...] | None = None
    each: str | Value | None = None
    when: Condition | tuple[Condition, ...] = ()
    unless: Condition | tuple[Condition, ...] = ()


class RelationSpec(Struct, frozen=True, forbid_unknown_fields=True, rename={"when": "if"}):
    """What holds between two entities of a row, or what is said of one, for how long, and what is said of that."""

    subject: str
    property: str
    value: str | Value
    valid: str | Value | None = None
    qualifiers: dict[str, str | Value] = {}
    each: str | Value | None = None
    when: Condition | tuple[Condition, ...] = ()
    unless: Condition | tuple[Condition, ...] = ()


class TextSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A column of prose that is read as an article is; `about` is the entity that it speaks of as he, she or it."""

    column: str
    about: str | None = None
    published: str | Value | None = None


class SourceSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """What the table is: its title, who published it, who claims what it says, where it lies. Texts are templates.

    `extracted_by` names the machine that made the records out of words, where one did.
    """

    title: str
    publisher: str
    claimant: str | None = None
    claimant_entity: str | None = None
    id: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    extracted_by: str | None = None


class TableSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """How the file is read: what a row is called, where rows lie, how cells are parted, which words mean nothing."""

    key: tuple[str, ...] = ()
    rows: str | None = None
    sheet: str | None = None
    header_row: int = 1
    delimiter: str | None = None
    quotes: bool = True
    encoding: Literal["utf-8", "utf-16", "windows-1251", "windows-1252", "iso-8859-1"] = "utf-8"
    null: tuple[str, ...] = ()
    whole_numbers: bool = False
    columns: tuple[str, ...] = ()


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole mapping file."""

    source: SourceSpec
    table: TableSpec = TableSpec()
    entities: dict[str, EntitySpec] = {}
    events: dict[str, EventSpec] = {}
    relations: tuple[RelationSpec, ...] = ()
    texts: tuple[TextSpec, ...] = ()
    name: str = field(default="", name="mapping")


def shipped() -> list[str]:
    """Return the names of the mappings that are shipped."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def is_shipped(given: str) -> bool:
    """Say whether `given` names a mapping that is shipped: a file of that name goes first."""
    return given in shipped() and not Path(given).is_file()


def read_mapping(given: str) -> Mapping:
    """Return the mapping that `given` names: a file, or one that is shipped.

    Raises:
        LoadError: there is none, or it is no mapping; the message says where in the file.
    """
    path = Path(given)
    if is_shipped(given):
        path = SHIPPED / f"{given}.toml"
    try:
        if not path.is_file():
            names = ", ".join(shipped())
            raise LoadError(given, f"there is no such mapping: expected a file, or one of those shipped: {names}")
        if path.stat().st_size > MAX_MAPPING_BYTES:
            raise LoadError(given, f"it has {path.stat().st_size} bytes: expected a mapping of at most 1 MiB")
        return decoded(path.read_bytes(), path.name)
    except OSError as cause:
        raise LoadError(given, f"it cannot be read: {cause.strerror}") from cause


def decoded(content: bytes, name: str) -> Mapping:
    """Return the mapping that `content` is.

    Raises:
        LoadError: it is not TOML, or not of the shape of a mapping.
    """
    try:
        found = msgspec.toml.decode(content, type=Mapping)
    except msgspec.ValidationError as cause:
        raise LoadError(name, f"it is no mapping: {_located(content) or cause}") from cause
    except msgspec.DecodeError as cause:
        raise LoadError(name, f"it is no mapping: {cause}") from cause
    except UnicodeDecodeError as cause:
        raise LoadError(name, f"it is no mapping: not UTF-8 (byte {cause.start})") from cause
    except RecursionError as cause:
        raise LoadError(name, "it is no mapping: it nests too deep") from cause
    if not (found.entities or found.events):
        raise LoadError(name, "it maps nothing: expected [entities.NAME] or [events.NAME]")
    return msgspec.structs.replace(found, name=found.name or name)


def _located(content: bytes) -> str | None:
    """Return which part of a mapping is not as it has to be, and why; None where that is none with a name."""
    whole = msgspec.toml.decode(content)
    known = [each.encode_name for each in msgspec.structs.fields(Mapping)]
    if unknown := sorted(whole.keys() - set(known)):
        return f"unknown part [{unknown[0]}]: expected {', '.join(known)}"
    for where, given, form in _parts(whole):
        try:
            msgspec.convert(given, form)
        except msgspec.ValidationError as cause:
            reason = str(cause).replace("Object contains", "it has").replace("Object missing", "it lacks the")
            keys = ", ".join(each.encode_name for each in msgspec.structs.fields(form))
            expected = f": expected {keys}" if " unknown field " in reason and " - at " not in reason else ""
            return f"{where}: {reason.replace(' - at `$', ', at `').replace('`.', '`')}{expected}"
    return None


def _parts(whole: dict[str, Any]) -> Iterator[tuple[str, object, type[Struct]]]:
    yield "source", whole.get("source", {}), SourceSpec
    yield "table", whole.get("table", {}), TableSpec
    forms: dict[str, type[Struct]] = {"entities": EntitySpec, "events": EventSpec}
    for part, form in forms.items():
        named = whole.get(part)
        yield from (
            (f"{part}.{name}", given, form) for name, given in (named if isinstance(named, dict) else {}).items()
        )
    forms = {"relations": RelationSpec, "texts": TextSpec}
    for part, form in forms.items():
        given = whole.get(part)
        numbered = enumerate(given if isinstance(given, list) else (), start=1)
        yield from ((f"{part}, number {number}", each, form) for number, each in numbered)


def listed(values: Values) -> Sequence[str | Value]:
    """Return one or several values as several."""
    return values if isinstance(values, tuple) else (values,)

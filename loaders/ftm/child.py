"""Lines of a stream of FollowTheMoney read in the sandbox: entities, changes and statements, JSON or CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.ids import EntityId, SourceId, entity_id, publisher_id
from graph.vocabulary import vocabulary
from loaders.ftm.drafts import drafted
from loaders.ftm.model import model
from loaders.ftm.said import Entity, Said, seen_between
from loaders.records import Problem, Record, broken, packed_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.model import Time

Scalar = str | int | float | bool | None
_REASON = 200
_TRUE = {"t", "true", "1", "yes"}


class Given(NamedTuple):
    """A line of a stream: its number, whether a record begins there, how many of its id came before, and its bytes."""

    number: int
    begins: bool
    again: int
    content: bytes


class Batch(Struct, frozen=True, array_like=True):
    """Some lines of a stream; `header` is that of a CSV."""

    source: SourceId
    publisher: EntityId
    lines: list[Given]
    header: list[str] = []


class Key(Struct, frozen=True, array_like=True):
    """What a first look at a line finds: a number that stands for its id, and whether it deletes it. 0: no record."""

    id: int
    deletes: bool = False


class _Entity(Struct):
    id: str
    schema: str | None = None
    properties: dict[str, list[Scalar] | Scalar] = {}
    datasets: list[str] = []
    referents: list[str] = []
    first_seen: str | None = None
    last_seen: str | None = None


class _Line(Struct):
    """An entity, or a change of one."""

    op: str | None = None
    entity: _Entity | None = None
    id: str | None = None


class _Statement(Struct):
    entity_id: str
    prop: str
    schema: str
    value: str | None = None
    dataset: str = ""
    canonical_id: str | None = None
    lang: str | None = None
    original_value: str | None = None
    external: bool | str | int | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    id: str | None = None


class _Head(Struct):
    op: str | None = None
    entity: _Id | None = None
    id: str | None = None
    canonical_id: str | None = None
    entity_id: str | None = None


class _Id(Struct):
    id: str


_LINES = msgspec.json.Decoder(_Line)
_ENTITIES = msgspec.json.Decoder(_Entity)
_STATEMENTS = msgspec.json.Decoder(_Statement)
_HEADS = msgspec.json.Decoder(_Head)


def prepare() -> None:
    """Read before the limits fall what is read from files."""
    model()
    vocabulary()


def survey(batch: Batch) -> list[Key]:
    """Return the key of each line."""
    return [_key(line.content, batch.header) for line in batch.lines]


def _key(content: bytes, header: list[str]) -> Key:
    try:
        found = msgspec.convert(_cells(content, header), _Head) if header else _HEADS.decode(content)
    except (ValueError, RecursionError):
        return Key(0)
    own = found.entity.id if found.entity else found.canonical_id or found.entity_id or found.id
    return Key(_number(own), (found.op or "").upper() == "DEL") if own else Key(0)


def _number(own: str) -> int:
    """Return a number of 64 bits for an id, never 0: two of a billion ids share one with a chance of 1 in 37."""
    return int.from_bytes(hashlib.blake2b(own.encode(), digest_size=8).digest()) or 1


def entities(batch: Batch) -> list[Record]:
    """Return what each line, an entity or a change that adds or alters one, claims."""
    return [_of_entity(line, batch) for line in batch.lines]


def _of_entity(given: Given, batch: Batch) -> Record:
    line = given.number
    try:
        found = _entity(given.content)
    except ValueError as cause:
        return broken(line, "", f"it cannot be read as an entity: {cause}"[:_REASON])
    except RecursionError:
        return broken(line, "", "it nests too deep: expected an entity on a line")
    if not found.id.strip():
        return broken(line, "", "its id is empty: expected the id of an entity")
    if not found.schema:
        return broken(line, found.id, "it has no schema: expected one of FollowTheMoney's")
    voice = found.datasets[0] if len(found.datasets) == 1 and found.datasets[0].strip() else None
    seen, problems = _seen(found.first_seen, found.last_seen)
    head, others, properties = _head_cells(found), _referent_cells(found), list(_property_cells(found))
    rows, places = packed_rows([*head, *others, *properties])
    claimant = publisher_id(voice) if voice else batch.publisher
    said = [
        Said(words, claimant, stands, seen=seen)
        for (_, words), stands in zip([*head, *others, *properties], places, strict=True)
    ]
    values: dict[str, list[Said]] = {}
    for (name, _), each in zip(properties, said[len(head) + len(others) :], strict=True):
        values.setdefault(name, []).append(each)
    entity = Entity(found.id, found.schema, said[:1], said[len(head) : len(head) + len(others)], values)
    return _record(line, entity, rows, batch, given.again, {claimant: voice} if voice else {}, problems)


def _record(  # noqa: PLR0913, PLR0917 - the parts of one record
    line: int,
    entity: Entity,
    rows: list[str],
    batch: Batch,
    again: int,
    voices: dict[EntityId, str],
    problems: list[Problem],
) -> Record:
    made = drafted(entity, batch.source, again)
    schema = model().get(entity.schema)
    kind = schema.kind if schema else None
    kinds = {entity_id(batch.source, entity.id): [kind]} if kind else {}
    if not made.drafts and not made.problems:
        problems = [*problems, Problem("", "nothing that it says has a place in the ontology")]
    shown = rows if made.drafts else []
    return Record(line, entity.id, shown, made.drafts, kinds, voices, [*problems, *made.problems], dict(made.unread))


def _entity(content: bytes) -> _Entity:
    """Return the entity of a line, alone or as what a change adds or alters."""
    found = _LINES.decode(content)
    return found.entity if found.entity is not None else _ENTITIES.decode(content)


def _head_cells(found: _Entity) -> list[tuple[str, str]]:
    cells = [("id", found.id), ("schema", found.schema or ""), ("datasets", ", ".join(found.datasets))]
    return [*cells, ("first_seen", found.first_seen or ""), ("last_seen", found.last_seen or "")]


def _referent_cells(found: _Entity) -> list[tuple[str, str]]:
    return [("referents", other) for other in found.referents if other.strip() and other != found.id]


def _property_cells(found: _Entity) -> Iterator[tuple[str, str]]:
    for name, values in found.properties.items():
        for value in values if isinstance(values, list) else [values]:
            words = value if isinstance(value, str) else "" if value is None else str(value)
            if words.strip():
                yield name, words


def _seen(first: str | None, last: str | None) -> tuple[Time | None, list[Problem]]:
    """Return when something was seen; days that are none are told and left out."""
    seen = seen_between(first, last)
    if seen is None:
        return None, []
    try:
        parse(seen.edtf)
    except InvalidDateError as cause:
        return None, [Problem("first_seen", str(cause), refused=False)]
    return seen, []


def statements(batch: Batch) -> list[Record]:
    """Return what the statements of each entity claim; those of one entity stand together in the batch."""
    read: list[tuple[int, int, _Statement]] = []
    made: list[Record] = []
    for line, _, again, content in batch.lines:
        try:
            read.append((line, again, _statement(content, batch.header)))
        except (ValueError, RecursionError) as cause:
            reason = "it nests too deep" if isinstance(cause, RecursionError) else str(cause)
            made.append(broken(line, "", f"it cannot be read as a statement: {reason}"[:_REASON]))
    groups: dict[tuple[str, int], list[tuple[int, _Statement]]] = {}
    for line, again, statement in read:
        groups.setdefault((statement.canonical_id or statement.entity_id, again), []).append((line, statement))
    made += [_of_statements(own, again, group, batch) for (own, again), group in groups.items()]
    return made


def _statement(content: bytes, header: list[str]) -> _Statement:
    found = msgspec.convert(_cells(content, header), _Statement) if header else _STATEMENTS.decode(content)
    for name, words in (("entity_id", found.entity_id), ("prop", found.prop), ("schema", found.schema)):
        if not words.strip():
            raise ValueError(f"its {name} is empty")
    return found


def _cells(content: bytes, header: list[str]) -> dict[str, str | None]:
    """Return a line of CSV by column; empty cells are left out where a statement need not have them."""
    (cells,) = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    if len(cells) != len(header):
        raise ValueError(f"it has {len(cells)} columns: expected {len(header)}")
    return {name: cell or None for name, cell in zip(header, cells, strict=True)}


def _of_statements(own: str, again: int, group: list[tuple[int, _Statement]], batch: Batch) -> Record:
    rows: list[str] = []
    values: dict[str, list[Said]] = {}
    kind_said: dict[EntityId, Said] = {}
    others: dict[str, Said] = {}
    voices: dict[EntityId, str] = {}
    problems: list[Problem] = []
    for line, statement in group:
        stands, seen, odd = _row(line, statement, rows)
        problems += odd
        claimant = publisher_id(statement.dataset) if statement.dataset.strip() else batch.publisher
        if statement.dataset.strip():
            voices[claimant] = statement.dataset
        said = Said(
            statement.value or statement.original_value or "",
            claimant,
            stands,
            statement.original_value or None,
            statement.lang or None,
            seen,
            str(statement.external or "").lower() in _TRUE,
        )
        if claimant not in kind_said or statement.prop == "id":
            kind_said[claimant] = said
        if statement.entity_id != own:
            others.setdefault(statement.entity_id, said._replace(words=statement.entity_id))
        if statement.prop != "id" and said.words.strip():
            values.setdefault(statement.prop, []).append(said)
    schema = _schema_of({statement.schema for _, statement in group})
    entity = Entity(own, schema, list(kind_said.values()), list(others.values()), values)
    return _record(group[0][0], entity, rows, batch, again, voices, problems)


def _row(line: int, statement: _Statement, rows: list[str]) -> tuple[tuple[int, ...], Time | None, list[Problem]]:
    """Add the rows of a statement, and return their positions, and when it was seen."""
    told, places = packed_rows(
        (name, str(getattr(statement, name) or ""))
        for name in (
            "entity_id",
            "canonical_id",
            "schema",
            "dataset",
            "prop",
            "value",
            "original_value",
            "lang",
            "external",
            "first_seen",
            "last_seen",
        )
    )
    start = len(rows)
    rows += told
    seen, odd = _seen(statement.first_seen, statement.last_seen)
    stands = tuple(sorted({start + place for cell in places for place in cell}))
    return stands, seen, [Problem(f"line {line}", each.reason, refused=False) for each in odd]


def _schema_of(names: Iterable[str]) -> str:
    """Return the schema that says most: the one that all others stand above, else the first by name."""
    known = model()
    ranked = sorted(names, key=lambda name: (-len(known[name].places) if name in known else 1, name))
    return ranked[0]

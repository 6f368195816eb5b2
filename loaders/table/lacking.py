"""Which columns a mapping reads that a table has nothing in: a slip in a heading, or a mapping of another table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import LoadError
from graph.model import Remark
from loaders.table.mapping import Condition, EntitySpec, EventSpec, Value, listed
from loaders.table.record import EACH, heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.table.mapping import Mapping, RelationSpec, Values
    from loaders.table.record import Record

_IN_BRACES = re.compile(r"\{([^{}]+)\}")
_SHOWN = 8

Read = tuple[str, tuple[str, ...]]
"""Where a mapping reads, and the columns of which one at least has to be there."""


class Lacking:
    """Takes in the columns of row after row, and says which of those that a mapping reads were in none."""

    def __init__(self, mapping: Mapping) -> None:
        self._name = mapping.name
        self._reads = list(dict.fromkeys(_reads(mapping)))
        self._there: set[str] = set()
        self._headings: dict[str, None] = {}

    def see(self, record: Record) -> None:
        """Take in the columns that a row has something in."""
        self._there.update(record.columns)
        self._headings |= dict.fromkeys(heading(path) for path, _ in record.cells)

    def check_some(self, file: str) -> None:
        """Let a table pass that has something to read.

        Raises:
            LoadError: rows can be read, and have nothing in any column that the mapping reads.
        """
        if self._reads and self._there and len(self._missing()) == len(self._reads):
            raise LoadError(file, f"it has nothing in any column that {self._name} reads: {self._words()}")

    def remarks(self, file: str) -> Iterator[Remark]:
        """Yield which columns no row has anything in, if there are such."""
        if self._missing():
            yield Remark(file, f"no row has anything in columns that {self._name} reads: {self._words()}")

    def _words(self) -> str:
        missing = [f"{' or '.join(map(repr, columns))} ({where})" for where, columns in self._missing()]
        return f"{_some(missing)}; its columns are {_some([repr(column) for column in self._headings])}"

    def _missing(self) -> list[Read]:
        starts = {column[:at] for column in self._there for at, mark in enumerate(column) if mark in "./["}
        there = self._there | starts
        return [(where, columns) for where, columns in self._reads if there.isdisjoint(columns)]


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _reads(mapping: Mapping) -> Iterator[Read]:
    for where, columns in _all_reads(mapping):
        if columns and not any(column == EACH or column.startswith(f"{EACH}.") for column in columns):
            yield where, columns


def _all_reads(mapping: Mapping) -> Iterator[Read]:
    yield from (("table.key", tuple(column.split("|"))) for column in mapping.table.key)
    for name, entity in mapping.entities.items():
        where = f"entities.{name}"
        yield from _of_thing(where, entity)
        yield from _of_values(f"{where}.aliases", entity.aliases)
        yield from _of_template(f"{where}.iri", entity.iri or "")
    for name, event in mapping.events.items():
        yield from _of_thing(f"events.{name}", event)
        yield from _of_values(f"events.{name}.when", event.happens or ())
    for number, relation in enumerate(mapping.relations, start=1):
        yield from _of_relation(f"relations, number {number}", relation)
    for text in mapping.texts:
        yield "texts.column", (text.column,)
        yield from _of_values("texts.published", text.published or ())


def _of_thing(where: str, spec: EntitySpec | EventSpec) -> Iterator[Read]:
    if isinstance(spec.kind, Value):
        yield from _of_values(f"{where}.kind", spec.kind)
    yield from _of_values(f"{where}.name", spec.name)
    yield from _of_values(f"{where}.each", spec.each or ())
    yield from _of_key(f"{where}.key", spec.key)
    for part in ("properties", "identifiers"):
        for name, values in getattr(spec, part).items():
            yield from _of_values(f"{where}.{part}.{name}", values)
    yield from _of_conditions(where, spec)


def _of_relation(where: str, spec: RelationSpec) -> Iterator[Read]:
    if isinstance(spec.value, Value):
        yield from _of_values(f"{where}.value", spec.value)
    yield from _of_values(f"{where}.valid", spec.valid or ())
    yield from _of_values(f"{where}.each", spec.each or ())
    yield from _of_values(f"{where}.qualifiers", tuple(spec.qualifiers.values()))
    yield from _of_conditions(where, spec)


def _of_values(where: str, values: Values) -> Iterator[Read]:
    for value in listed(values):
        if isinstance(value, str):
            yield where, (value,)
            continue
        yield where, value.column if isinstance(value.column, tuple) else (value.column,) if value.column else ()
        yield from _of_template(where, value.text or "")
        yield from ((where, (column,)) for column in (value.start, value.end, value.span) if column)
        yield from _of_values(f"{where}.valid", value.valid or ())
        yield from _of_values(f"{where}.qualifiers", tuple(value.qualifiers.values()))
        yield from _of_conditions(where, value)


def _of_template(where: str, template: str) -> Iterator[Read]:
    yield from ((where, tuple(names.split("|"))) for names in _IN_BRACES.findall(template))


def _of_key(where: str, key: str | tuple[str, ...] | None) -> Iterator[Read]:
    """Yield what a key reads: columns, or templates of which any will do."""
    given = (key,) if isinstance(key, str) else key or ()
    named = [columns for template in given for _, columns in _of_template(where, template)]
    if named:
        yield where, tuple(column for columns in named for column in columns)
    else:
        yield from ((where, (column,)) for column in given)


def _of_conditions(where: str, spec: object) -> Iterator[Read]:
    for name in ("when", "unless"):
        given = getattr(spec, name)
        for condition in given if isinstance(given, tuple) else (given,):
            assert isinstance(condition, Condition)
            yield f"{where}.{'if' if name == 'when' else name}", (condition.column,)

"""What a mapping finds in the cells of one row, as words and then as values of the ontology."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from graph.edtf import parse
from graph.errors import InvalidInputError, RefusedClaimError
from graph.model import Duration, Iri, Text, Time
from graph.vocabulary import Range
from loaders.free_dates import lasting, within
from loaders.table.dates import read_date
from loaders.table.kinds import kind_named
from loaders.table.mapping import Condition, Value, listed
from loaders.table.numbers import bounds, read_duration, read_number
from loaders.table.record import Found, Item, Record
from loaders.table.spellings import language_of, organisation_names, person_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Value as Typed
    from graph.vocabulary import Property
    from loaders.table.mapping import Values

_IN_BRACES = re.compile(r"\{([^{}]+)\}")
BY_SCRIPT = "by-script"
_NAMES = {"person-names": person_names, "organisation-names": organisation_names}


class Said(NamedTuple):
    """A value of the ontology, the cells that say it, when it holds, and what is said of it."""

    value: Typed
    cells: tuple[int, ...]
    spec: Value


class Looking:
    """Looks into one row; `item` is what `each` stands for. What cannot be read is told in `problems`."""

    def __init__(self, record: Record, problems: list[str], item: Item | None = None) -> None:
        self.record, self.problems, self.item = record, problems, item

    def within(self, item: Item | None) -> Looking:
        """Return the same row seen from another item."""
        return self if item is self.item else Looking(self.record, self.problems, item)

    def holds(self, spec: object) -> bool:
        """Say whether the conditions `if` and `unless` of a part of a mapping are met."""
        needed, excluded = (_conditions(getattr(spec, name, ())) for name in ("when", "unless"))
        return all(map(self._met, needed)) and not any(map(self._met, excluded))

    def words(self, given: Values) -> list[Found]:
        """Return the words that each of `given` finds, without repeats."""
        found = [each for value in listed(given) for each in self._words(value)]
        return list({each.words: each for each in reversed(found)}.values())[::-1]

    def filled(self, template: str) -> Found | None:
        """Return `template` filled with what the row has at each `{column}` or `{one|other}`; None if one is empty."""
        cells: list[int] = []

        def fill(match: re.Match[str]) -> str:
            found = next((each for name in match[1].split("|") if (each := self.record.find(name, self.item))), None)
            if found is None:
                raise LookupError(match[1])
            cells.extend(found[0].cells)
            return found[0].words

        try:
            return Found(_IN_BRACES.sub(fill, template), tuple(cells))
        except LookupError:
            return None

    def said(self, given: Values, prop: Property) -> list[Said]:
        """Return what `given` says as values that `prop` takes."""
        found = []
        for value in listed(given):
            spec = Value(column=value) if isinstance(value, str) else value
            if spec.start is not None or spec.end is not None:
                found += self._span(spec, prop)
                continue
            for each in self._words(spec):
                found += [Said(typed, each.cells, spec) for typed in self._typed(each, spec, prop)]
        return found

    def time(self, given: str | Value | None, prop: Property) -> tuple[Time | None, tuple[int, ...]]:
        """Return the one time that `given` says, and its cells."""
        for each in self.said(given, prop) if given is not None else ():
            if isinstance(each.value, Time):
                return each.value, each.cells
        return None, ()

    def _words(self, value: str | Value) -> list[Found]:
        if isinstance(value, str):
            return self.record.find(value, self.item)
        if not self.holds(value):
            return []
        found = self._pieces(self._cells(value), value)
        found = [each for each in found if each.words not in value.null]
        if value.pattern is not None:
            found = list(self._matched(found, value))
        for mark in value.remove:
            found = [Found(each.words.replace(mark, ""), each.cells) for each in found]
        return list(self._mapped(found, value)) if value.map else found

    def _cells(self, value: Value) -> list[Found]:
        if value.text is not None:
            whole = self.filled(value.text)
            return [whole] if whole else []
        names = (value.column,) if isinstance(value.column, str) else value.column or ()
        return next((found for name in names if (found := self.record.find(name, self.item))), [])

    def _pieces(self, found: Iterable[Found], value: Value) -> list[Found]:
        marks = (value.split,) if isinstance(value.split, str) else value.split
        if not marks:
            return list(found)
        return [
            Found(piece, each.cells)
            for each in found
            for part in _parted(each.words, marks)
            if (piece := " ".join(part.split()))
        ]

    def _matched(self, found: Iterable[Found], value: Value) -> Iterable[Found]:
        for each in found:
            match = re.search(value.pattern or "", each.words)
            if match is not None:
                named = match.groupdict().get("value") or (match[1] if match.re.groups else match[0])
                if named:
                    yield Found(named.strip(), each.cells)
            elif value.otherwise == "keep":
                yield each
            elif value.otherwise == "refuse":
                self._tell(each, f"{each.words[:80]!r} is not of the form {value.pattern}")

    def _mapped(self, found: Iterable[Found], value: Value) -> Iterable[Found]:
        for each in found:
            words = value.map.get(each.words, value.map.get(each.words.casefold()))
            if words is not None:
                yield Found(words, each.cells)
            elif value.otherwise == "keep":
                yield each
            elif value.otherwise == "refuse":
                self._tell(each, f"{each.words[:80]!r} is none of {', '.join(map(repr, value.map))[:200]}")

    def _typed(self, each: Found, spec: Value, prop: Property) -> list[Typed]:
        try:
            return _typed(each.words, spec, prop)
        except InvalidInputError as error:
            self._tell(each, str(error))
            return []

    def _span(self, spec: Value, prop: Property) -> list[Said]:
        """Return what lies from one cell to another: a time or a number."""
        if not self.holds(spec):
            return []
        start, end = (self._one(column) for column in (spec.start, spec.end))
        if start is None and end is None:
            return []
        cells = tuple(cell for each in (start, end) if each for cell in each.cells)
        try:
            if prop.range is Range.QUANTITY:
                return [Said(bounds(start.words if start else "", end.words if end else ""), cells, spec)]
            return [Said(self._time_span(start, end, spec), cells, spec)]
        except InvalidInputError as error:
            self._tell(Found("", cells), str(error))
            return []

    def _time_span(self, start: Found | None, end: Found | None, spec: Value) -> Time:
        month_first = spec.read == "date-month-first"
        dates = [read_date(each.words, month_first=month_first) if each else None for each in (start, end)]
        meaning = "lasts"
        if spec.span is not None:
            told = self._one(spec.span)
            known = spec.spans.get(told.words) if told else None
            if known is None:
                words = told.words if told else "empty"
                raise RefusedClaimError(f"{spec.span} is {words!r}: expected one of {', '.join(spec.spans)}")
            meaning = known
        elif spec.spans:
            meaning = next(iter(spec.spans.values()))
        if dates[0] and dates[1] and _is_later(dates[0], dates[1]):
            raise RefusedClaimError(f"it ends on {dates[1]}, before it begins on {dates[0]}")
        if meaning == "within" and dates[0] and dates[1]:
            return Time(within(dates[0], dates[1]))
        return Time(lasting(*dates))

    def _one(self, column: str | None) -> Found | None:
        return next(iter(self.record.find(column, self.item)), None) if column else None

    def _met(self, condition: Condition) -> bool:
        found = self.record.find(condition.column, self.item)
        if condition.equals is not None:
            wanted = (condition.equals,) if isinstance(condition.equals, str) else condition.equals
            return any(each.words in wanted for each in found)
        if condition.pattern is not None:
            return any(re.search(condition.pattern, each.words) for each in found)
        return bool(found)

    def _tell(self, each: Found, reason: str) -> None:
        columns = dict.fromkeys(self.record.cells[cell][0] for cell in each.cells)
        self.problems.append(f"{', '.join(columns)}: {reason}" if columns else reason)


def _typed(words: str, spec: Value, prop: Property) -> list[Typed]:
    if spec.read == "text" and prop.range is not Range.TEXT:
        raise RefusedClaimError(f"{prop.label!r} is no text: expected another reader")
    match prop.range:
        case Range.TIME if spec.read == "edtf":
            return [Time(parse(words).text)]
        case Range.TIME:
            edtf = read_date(words, month_first=spec.read == "date-month-first")
            return [Time(edtf, None if edtf == words else words)]
        case Range.QUANTITY:
            return [read_number(words)]
        case Range.DURATION:
            return [Duration(read_duration(words))]
        case Range.KIND:
            return [Iri(kind_named(words).id)]
        case _:
            names = _NAMES[spec.read](words) if spec.read in _NAMES else [words]
            return [Text(name, language_of(name) if spec.language == BY_SCRIPT else spec.language) for name in names]


def _parted(words: str, marks: Sequence[str]) -> list[str]:
    """Return `words` in pieces; where a piece is quoted, as in CSV, a mark inside the quotes parts nothing."""
    if len(marks) == 1 and len(marks[0]) == 1 and '"' in words:
        try:
            return next(csv.reader([words], delimiter=marks[0], skipinitialspace=True, strict=True))
        except (csv.Error, StopIteration):
            pass
    return re.split("|".join(map(re.escape, marks)), words)


def _is_later(start: str, end: str) -> bool:
    first, last = parse(start).earliest_start, parse(end).latest_end
    return first is not None and last is not None and first >= last


def _conditions(given: Condition | tuple[Condition, ...]) -> tuple[Condition, ...]:
    return given if isinstance(given, tuple) else (given,)

"""A stream of FollowTheMoney from its file to claims: a pass that finds out what counts, and one that reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.errors import LoadError
from loaders.datasets import each_answer, origin_of, taken_in
from loaders.ftm.child import Batch, Given, Key, entities, prepare, statements, survey
from loaders.ftm.form import CHANGE, FORMAT, STATEMENT, header
from loaders.ftm.order import Order, ordered
from loaders.records import Problem, Record, broken
from loaders.streams import BATCH_BYTES, MAX_LINE_BYTES, lines, quoted_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from loaders import Item, Options, Reading
    from loaders.datasets import Origin
    from loaders.streams import Line

_TOO_LONG = f"it has more than {MAX_LINE_BYTES} bytes: expected a record on a line"
_MAX_LINES = 2_000
_KEPT = "; the words are in the stored text"
_UNKNOWN = Problem("", "it deletes an entity that is not there", refused=False)


def read_stream(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
    """Yield the claims of the stream at `path`, what is refused or odd, the stored text, and last the source.

    Raises:
        LoadError: the file as a whole cannot be read, or nobody says who published it.
    """
    stream = _Stream(path, origin_of(path, options), reading, *_shape(path))
    yield from taken_in(stream.records(), stream.origin, options, loader=FORMAT, name=path.name, kept=_KEPT)


def _shape(path: Path) -> tuple[list[str], bool, bool]:
    """Return the columns of a CSV, and whether the file at `path` holds changes, or statements."""
    first = next((line.content for line in lines(path) if line.content is not None), None)
    if first is None:
        raise LoadError(path.name, "it is empty: expected entities, changes or statements of FollowTheMoney")
    columns = header(first) or []
    return columns, bool(CHANGE.match(first)), bool(columns or STATEMENT.match(first))


class _Stream(NamedTuple):
    """A file that is read twice."""

    path: Path
    origin: Origin
    reading: Reading
    columns: list[str]
    changes: bool
    statements: bool

    def records(self) -> Iterator[Record]:
        """Yield what each record claims, in their order, and after them the lines that are not read."""
        order = ordered(self._keys(), changes=self.changes, statements=self.statements)
        aside: list[Record] = []
        yield from each_answer(
            statements if self.statements else entities,
            self._batches(order, aside),
            Record,
            prepare=prepare,
            name=self.path.name,
            reading=self.reading,
            apart=_apart,
            failed=_failed,
        )
        yield from aside

    def _keys(self) -> Iterator[tuple[int, bool]]:
        batches = self._together((True, 0, line) for line in self._lines())
        found = each_answer(
            survey,
            batches,
            Key,
            prepare=prepare,
            name=self.path.name,
            reading=self.reading,
            apart=_apart,
            failed=_no_key,
        )
        return ((key.id, key.deletes) for key in found)

    def _lines(self) -> Iterator[Line]:
        if not self.columns:
            return lines(self.path)
        records = quoted_lines(lines(self.path))
        next(records)
        return records

    def _batches(self, order: Order, aside: list[Record]) -> Iterator[Batch]:
        """Yield the lines that count; those that are too long, and deletions of what was not there, go `aside`."""
        return self._together(self._counting(order, aside))

    def _counting(self, order: Order, aside: list[Record]) -> Iterator[tuple[bool, int, Line]]:
        again = 0
        for position, line in enumerate(self._lines()):
            begins = bool(order.starts[position])
            again = order.again.get(position, 0) if begins else again
            if line.content is None:
                aside.append(broken(line.number, "", _TOO_LONG))
            elif position in order.unknown:
                aside.append(Record(line.number, "", [], [], {}, {}, [_UNKNOWN], {}))
            elif not order.dropped[position]:
                yield begins, again, line

    def _together(self, found: Iterable[tuple[bool, int, Line]]) -> Iterator[Batch]:
        """Yield lines in batches: each with whether a record begins there, which is never parted."""
        held: list[Given] = []
        size = 0
        for begins, again, line in found:
            is_full = size >= BATCH_BYTES or len(held) >= _MAX_LINES
            if held and ((is_full and begins) or size >= MAX_LINE_BYTES):
                yield self._batch(held)
                held, size = [], 0
            held.append(Given(line.number, begins, again, line.content or b""))
            size += len(line.content or b"")
        if held:
            yield self._batch(held)

    def _batch(self, held: list[Given]) -> Batch:
        return Batch(self.origin.source, self.origin.publisher, held, self.columns)


def _apart(batch: Batch) -> list[Batch]:
    """Return a batch for each record of `batch`."""
    records: list[list[Given]] = []
    for line in batch.lines:
        if line.begins or not records:
            records.append([])
        records[-1].append(line)
    return [Batch(batch.source, batch.publisher, lines, batch.header) for lines in records]


def _failed(batch: Batch, reason: str) -> Record:
    return broken(batch.lines[0].number, "", reason)


def _no_key(_batch: Batch, _reason: str) -> Key:
    return Key(0)

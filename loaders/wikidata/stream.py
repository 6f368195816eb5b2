"""A file of Wikidata from its bytes to claims: a dump, one entity a line, or a file of some entities."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from graph.errors import LoadError
from graph.ids import EntityId
from loaders.datasets import each_answer, origin_of, taken_in
from loaders.records import Record, broken
from loaders.streams import BATCH_BYTES, MAX_LINE_BYTES, Line, lines, pieces
from loaders.wikidata.child import Batch, items, prepare
from loaders.wikidata.form import FORMAT, is_by_line
from loaders.wikidata.mapping import ENTITY
from loaders.wikidata.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from loaders import Item, Options, Reading
    from loaders.datasets import Origin

PUBLISHER = (EntityId(ENTITY + "Q2013"), "Wikidata")
_TOO_LONG = f"it has more than {MAX_LINE_BYTES} bytes: expected an entity on a line"
_BRACKETS = {b"[", b"]"}


def read_stream(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
    """Yield the claims of the file at `path`, what is refused or odd, the stored text, and last the source.

    Raises:
        LoadError: the file as a whole cannot be read.
    """
    origin = origin_of(path, options, PUBLISHER)
    aside: list[Record] = []
    records = each_answer(
        items,
        _batches(_lines(path), origin, aside),
        Record,
        prepare=prepare,
        name=path.name,
        reading=reading,
        apart=_apart,
        failed=_failed,
    )
    yield from taken_in(
        _once(chain(records, _each(aside))),
        origin,
        options,
        loader=FORMAT,
        name=path.name,
        kept=", nor in the stored text",
    )


def _lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a dump; a file of some entities, however its lines are broken, as one.

    Raises:
        LoadError: it is empty, or it is no dump and too large.
    """
    found = lines(path)
    head = list(islice(found, 2))
    if not head:
        raise LoadError(path.name, "it is empty: expected entities of Wikidata")
    # a line that is too long is refused where the lines are read
    if is_by_line(*(b"{}" if line.content is None else line.content for line in head)):
        yield from chain(head, found)
        return
    held = bytearray()
    for piece in pieces(path):
        held += piece
        if len(held) > MAX_LINE_BYTES:
            raise LoadError(path.name, f"it has more than {MAX_LINE_BYTES} bytes, and not an entity on each line")
    yield Line(1, bytes(held))


def _batches(found: Iterable[Line], origin: Origin, aside: list[Record]) -> Iterator[Batch]:
    """Yield lines in batches; those that are too long go `aside`."""
    held: list[tuple[int, bytes]] = []
    size = 0
    for line in found:
        if line.content is None:
            aside.append(broken(line.number, "", _TOO_LONG))
        elif line.content.strip() not in _BRACKETS:
            held.append((line.number, line.content))
            size += len(line.content)
        if size >= BATCH_BYTES:
            yield Batch(origin.source, origin.publisher, held)
            held, size = [], 0
    if held:
        yield Batch(origin.source, origin.publisher, held)


def _each(aside: list[Record]) -> Iterator[Record]:
    yield from aside


def _once(records: Iterable[Record]) -> Iterator[Record]:
    """Yield each item once; the others are told."""
    seen = Seen()
    for record in records:
        if record.drafts and seen.add(int(record.name[1:])):
            yield broken(record.line, record.name, "it is told before in this file: expected each item once")
        else:
            yield record


def _apart(batch: Batch) -> list[Batch]:
    return [Batch(batch.source, batch.publisher, [line]) for line in batch.lines]


def _failed(batch: Batch, reason: str) -> Record:
    return broken(batch.lines[0][0], "", reason)

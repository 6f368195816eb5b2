"""Tables: CSV, TSV, JSON, JSON lines, YAML and Excel, read by a mapping file. Evidence is the row, a cell of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import structs

from graph.errors import LoadError
from loaders import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model import Source
    from loaders import Item, Options, Reading
    from loaders.table.prose import Prose

FORMAT = "table"
MAX_ROWS = 2_000_000
"""A table is held in memory while it is read. One with more rows is refused: load it in parts."""


def recognises(name: str, head: bytes, options: Options) -> bool:  # noqa: ARG001 - what a loader offers
    """Read whatever comes with a mapping: without one nobody knows what columns mean."""
    return options.mapping is not None


def read_dataset(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
    """Yield the table as a source, its claims, what of it was refused, and its rows as stored text.

    Raises:
        LoadError: the mapping or the table as a whole cannot be read.
    """
    from loaders.rows import stored
    from loaders.table.checking import checked
    from loaders.table.claims import Table
    from loaders.table.files import read_rows
    from loaders.table.lacking import Lacking
    from loaders.table.mapping import is_shipped, read_mapping
    from loaders.table.prose import prose_of, read_prose
    from loaders.table.record import Record
    from loaders.table.sourcing import source_of, voice_of

    mapping = checked(read_mapping(options.mapping or ""))
    lacking = Lacking(mapping)
    blocks: list[str] = []
    prose: list[Prose] = []
    table: Table | None = None
    source: Source | None = None
    for number, row in enumerate(read_rows(path, mapping.table, reading), start=1):
        if number > MAX_ROWS:
            raise LoadError(path.name, f"it has more than {MAX_ROWS} rows: load it in parts")
        record = Record(number, row.cells, None if row.refused else mapping.table)
        blocks.append(record.block)
        if not row.refused:
            lacking.see(record)
        if table is None:
            source = source_of(path, options, mapping, record)
            table = Table(mapping, source.id, voice_of(options, mapping))
        if row.refused:
            table.refuse(number, row.refused)
        elif (telling := table.add(record)) is not None and options.prose:
            prose += prose_of(mapping, record, telling)
    if table is None or source is None:
        raise LoadError(path.name, "it has no rows: expected at least one")
    lacking.check_some(path.name)
    for told in read_prose(prose, source.id, voice_of(options, mapping), reading) if prose else ():
        table.admit(told.claims, told.record)
        table.refused += told.refused
    text = stored(blocks)
    yield structs.replace(source, text_sha256=hashlib.sha256(text).hexdigest())
    yield Document(f"{path.name}.txt", text)
    yield from table.claims()
    yield from table.refused
    if not is_shipped(options.mapping or ""):
        yield from lacking.remarks(path.name)

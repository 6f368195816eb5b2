"""The files of a table cut into pieces, and their rows, read by a child process a piece at a time.

Delimited text and JSON lines are cut where a row ends, so that such a file may have up to 1 GiB; other forms are read
whole, up to `MAX_WHOLE_BYTES`. A folder is one table in many files: their rows follow each other in the order of the
files' names, and each row begins with the file that it stands in.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from graph.errors import LoadError
from loaders import MAX_DATASET_BYTES, TABLE_ENDINGS
from loaders.sandbox import DEFAULT_LIMITS, Failure, run_each
from loaders.table.parsing import Asked, Parsed, Row, parse, prepare, prepare_for_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders import Reading
    from loaders.table.mapping import TableSpec

MAX_WHOLE_BYTES = 64 << 20
MAX_FILES = 200_000
PIECE_BYTES = 4 << 20
_MAX_PIECE_BYTES = 32 << 20
_FORMS = {".tab": "tsv", ".ndjson": "jsonl", ".yml": "yaml"}
_WIDE = {"utf-16"}
_PLAIN = {".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson"}


class Piece(NamedTuple):
    """A piece of a file, and the file's name in its folder, where the table is one."""

    asked: Asked
    file: str | None


def read_rows(path: Path, table: TableSpec, reading: Reading) -> Iterator[Row]:
    """Yield the rows of the table at `path`, in their order; blank ones are left out.

    Raises:
        LoadError: a file cannot be read, or not within the time or memory that a piece of one may have.
    """
    files: list[str | None] = []

    def asked() -> Iterator[Asked]:
        for piece in _pieces(path, table):
            files.append(piece.file)
            yield piece.asked

    limits = structs.replace(DEFAULT_LIMITS, seconds=reading.seconds)
    # a sequence is asked for, and gone through once: pieces need not all be there at a time
    plain = path.suffix.lower() in _PLAIN
    answers = run_each(parse, asked(), Parsed, prepare=prepare if plain else prepare_for_all, limits=limits)
    with closing(answers):
        for number, answer in enumerate(answers):
            file = files[number]
            if isinstance(answer, Failure):
                raise LoadError(file or path.name, answer.reason)
            for row in answer.rows:
                yield row if file is None else Row([("file", file), *row.cells], row.refused)


def _pieces(path: Path, table: TableSpec) -> Iterator[Piece]:
    if not path.is_dir():
        yield from (Piece(asked, None) for asked in _cut(path, path.name, table))
        return
    files = sorted(each for each in path.rglob("*") if each.is_file() and each.name.lower().endswith(TABLE_ENDINGS))
    if not 0 < len(files) <= MAX_FILES:
        raise LoadError(path.name, f"the folder has {len(files)} tables: expected 1 to {MAX_FILES}")
    for file in files:
        name = file.relative_to(path).as_posix()
        yield from (Piece(asked, name) for asked in _cut(file, name, table))


def _cut(path: Path, name: str, table: TableSpec) -> Iterator[Asked]:
    ending = path.suffix.lower()
    form = _FORMS.get(ending, ending[1:])
    if ending not in TABLE_ENDINGS:
        endings = ", ".join(TABLE_ENDINGS)
        raise LoadError(name, f"it is no table by its name: expected {endings} (load other files without --mapping)")
    asked = Asked(
        name,
        b"",
        form,
        encoding=table.encoding,
        delimiter=table.delimiter,
        quotes=table.quotes,
        columns=table.columns,
        rows=table.rows,
        sheet=table.sheet,
        header_row=table.header_row,
    )
    try:
        size = path.stat().st_size
        streamed = form in {"csv", "tsv", "jsonl"} and table.encoding not in _WIDE
        limit = MAX_DATASET_BYTES if streamed else MAX_WHOLE_BYTES
        if size > limit:
            raise LoadError(name, f"it has {size} bytes: expected at most {limit}")
        if not streamed:
            content = path.read_bytes()
            if form in {"csv", "tsv"}:
                yield from _wide(asked, content, table)
            else:
                yield structs.replace(asked, content=content)
        else:
            yield from _streamed(path, asked, table)
    except OSError as cause:
        raise LoadError(name, f"it cannot be read: {cause.strerror}") from cause


def _wide(asked: Asked, content: bytes, table: TableSpec) -> Iterator[Asked]:
    """Yield a file of two-byte characters as UTF-8."""
    try:
        text = content.decode(table.encoding).encode()
    except UnicodeError as cause:
        raise LoadError(asked.name, f"it is not {table.encoding}: say its encoding in the mapping") from cause
    lines = text.split(b"\n", table.header_row)
    head, body = (b"", text) if table.columns else (lines[table.header_row - 1], lines[-1])
    yield structs.replace(asked, content=body, head=head, encoding="utf-8")


def _streamed(path: Path, asked: Asked, table: TableSpec) -> Iterator[Asked]:
    parted = asked.form != "jsonl"
    with path.open("rb") as file:
        head = b""
        if parted and not table.columns:
            for _ in range(table.header_row):
                head = _whole_line(file.readline(_MAX_PIECE_BYTES), file.readline, asked)
            if b"\n" not in head and b"\r" in head.strip():
                raise LoadError(asked.name, "its lines end in carriage returns alone: expected line feeds")
            if not head.strip():
                raise LoadError(asked.name, "it has no header: expected the names of its columns")
        rest = b""
        while chunk := file.read(PIECE_BYTES):
            rest += chunk
            end = _row_end(rest, quotes=parted and asked.quotes)
            if end:
                yield structs.replace(asked, content=rest[:end], head=head)
                rest = rest[end:]
            elif len(rest) > _MAX_PIECE_BYTES:
                raise LoadError(
                    asked.name, f"a row of it has more than {_MAX_PIECE_BYTES} bytes: is a quote left open?"
                )
        if rest.strip() or parted:
            yield structs.replace(asked, content=rest, head=head)


def _whole_line(line: bytes, more: object, asked: Asked) -> bytes:
    """Return a line of the header with the lines that a quoted name of a column goes on over."""
    while asked.quotes and line.count(b'"') % 2 and len(line) < _MAX_PIECE_BYTES:
        assert callable(more)
        found = more(_MAX_PIECE_BYTES)
        if not found:
            break
        line += found
    return line


def _row_end(content: bytes, *, quotes: bool) -> int:
    """Return where the last whole row of `content` ends, 0 where none does: at a line end outside quotes."""
    end = content.rfind(b"\n") + 1
    if not quotes:
        return end
    odd = content.count(b'"', 0, end) % 2
    while end and odd:
        before = content.rfind(b"\n", 0, end - 1) + 1
        odd ^= content.count(b'"', before, end) % 2
        end = before
    return end

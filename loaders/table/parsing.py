"""Bytes of a table as rows of cells: the side that runs in a child process, for the bytes are foreign.

A row is a list of cells, each a path and its words, in the order of the file. A cell of a flat table is called as its
column; what nests is called `prison.title`, an item of a list of records `roles.1.type`, and the items of a list of
words share its name. Words are on one line, whatever white space they had, and cells without words are left out.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from graph.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_CELL = 1 << 20
MAX_CELLS = 20_000
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "windows-1251", "windows-1252", "iso-8859-1")
_DELIMITERS = ",;\t|"
_YAML_NULLS = frozenset({"~", "null"})
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")

Cells = list[tuple[str, str]]


class Asked(Struct, frozen=True):
    """A piece of a file: its bytes, how it is written, and, of delimited text, the line that names the columns."""

    name: str
    content: bytes
    form: str
    head: bytes = b""
    encoding: str = "utf-8"
    delimiter: str | None = None
    quotes: bool = True
    columns: tuple[str, ...] = ()
    rows: str | None = None
    sheet: str | None = None
    header_row: int = 1


class Row(Struct, frozen=True, array_like=True):
    """One row: its cells, and why it cannot be read, where it cannot."""

    cells: Cells
    refused: str = ""


class Parsed(Struct, frozen=True, array_like=True):
    """The rows of one piece, in their order."""

    rows: list[Row]


def prepare() -> None:
    """Look up what delimited text and JSON need before the limits fall: the child can open no file then."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)


def prepare_for_all() -> None:
    """Import what YAML and workbooks need too."""
    from srsly.ruamel_yaml import YAML

    from loaders.table import workbook  # noqa: F401 - for what it imports

    prepare()
    codecs.lookup("cp437")  # the names inside a ZIP file
    _yaml(YAML, "a: [1, 'b']")


def parse(asked: Asked) -> Parsed:
    """Return the rows of a piece.

    Raises:
        LoadError: it is not what its name says.
    """
    csv.field_size_limit(MAX_CELL)
    return Parsed(list(_READERS[asked.form](asked)))


def _delimited(asked: Asked) -> Iterator[Row]:
    head = _text(asked.head, asked)
    delimiter = asked.delimiter or ("\t" if asked.form == "tsv" else _guessed(head))
    columns = asked.columns or _columns(next(_records(head, delimiter, asked), []), asked)
    records = _records(_text(asked.content, asked), delimiter, asked)
    while True:
        try:
            fields = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            more = (
                ": a quote is left open, and nothing after it is read" if "end of data" in str(error) else f": {error}"
            )
            yield Row([], f"it is not parted into cells as the table is{more}")
            continue
        if not fields:
            continue
        cells = [
            (columns[i] if i < len(columns) else f"column {i + 1}", words)
            for i, words in enumerate(map(_words, fields))
        ]
        wrong = len(fields) != len(columns)
        yield _row(cells, f"it has {len(fields)} cells: expected {len(columns)}, as the header has" if wrong else "")


def _columns(fields: Sequence[str], asked: Asked) -> tuple[str, ...]:
    if not any(field.strip() for field in fields):
        raise LoadError(asked.name, "it has no header: expected the names of its columns")
    seen: dict[str, int] = {}
    names = []
    for number, field in enumerate(fields, start=1):
        name = _words(field) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return tuple(names)


def _records(text: str, delimiter: str, asked: Asked) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if asked.quotes:
        return csv.reader(lines, delimiter=delimiter, strict=True)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _guessed(head: str) -> str:
    return max(_DELIMITERS, key=head.count)


def _lines(asked: Asked) -> Iterator[Row]:
    for line in _text(asked.content, asked).splitlines():
        if line.strip():
            try:
                yield _record(_json(line))
            except ValueError as error:
                yield Row([], f"it is not JSON: {error}")


def _json_document(asked: Asked) -> Iterator[Row]:
    try:
        found = _json(_text(asked.content, asked))
    except ValueError as error:
        raise LoadError(asked.name, f"it is not JSON: {error}") from error
    yield from map(_record, _listed(found, asked))


def _yaml_document(asked: Asked) -> Iterator[Row]:
    from srsly.ruamel_yaml import YAML
    from srsly.ruamel_yaml.constructor import DuplicateKeyError
    from srsly.ruamel_yaml.error import MarkedYAMLError, YAMLError

    try:
        documents = _yaml(YAML, _text(asked.content, asked))
    except (MarkedYAMLError, DuplicateKeyError) as error:
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise LoadError(asked.name, f"it is not YAML: {error.problem}{where}") from error
    except (YAMLError, ValueError) as error:
        raise LoadError(asked.name, f"it is not YAML: {error}") from error
    for document in documents:
        yield from (_record(found, _YAML_NULLS) for found in _listed(document, asked))


def _yaml(maker: Any, text: str) -> list[Any]:  # noqa: ANN401 - a library without types
    """Return the documents of `text`, every scalar as it is written: no tag makes anything, no date is read."""
    return list(maker(typ="base", pure=True).load_all(text))


def _workbook(asked: Asked) -> Iterator[Row]:
    from loaders.table.workbook import sheet

    found = iter(sheet(asked.content, asked.name, asked.sheet))
    columns = asked.columns
    for number, fields in enumerate(found, start=1):
        if not asked.columns and number < asked.header_row:
            continue
        if not columns:
            columns = _columns(fields, asked)
        elif any(fields):
            cells = [(columns[i] if i < len(columns) else f"column {i + 1}", _words(f)) for i, f in enumerate(fields)]
            more = any(words for _, words in cells[len(columns) :])
            yield _row(cells, f"it has cells beyond the {len(columns)} of the header" if more else "")
    if not columns:
        raise LoadError(asked.name, "it has no header: expected the names of its columns")


_READERS = {
    "csv": _delimited,
    "tsv": _delimited,
    "jsonl": _lines,
    "json": _json_document,
    "yaml": _yaml_document,
    "xlsx": _workbook,
}


def _json(text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    """Return what `text` says, numbers as they are written."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_named_once)


def _named_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one record")
    return found


def _listed(found: Any, asked: Asked) -> Iterable[Any]:  # noqa: ANN401 - whatever a file holds
    for step in asked.rows.split(".") if asked.rows else ():
        found = found.get(step) if isinstance(found, dict) else None
        if found is None:
            raise LoadError(asked.name, f"there is nothing at {asked.rows}: expected its rows there")
    return found if isinstance(found, list) else [found]


def _record(found: Any, null: frozenset[str] = frozenset()) -> Row:  # noqa: ANN401 - whatever a file holds
    if not isinstance(found, dict):
        return _row([("value", _words(json.dumps(found)))], "it is no record: expected names and values")
    return _row(list(islice(_flat(found, "", null), MAX_CELLS + 1)), "")


def _flat(found: Any, path: str, null: frozenset[str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever a file holds
    match found:
        case dict():
            for name, value in found.items():
                yield from _flat(value, f"{path}.{_words(str(name))}" if path else _words(str(name)), null)
        case list():
            for number, value in enumerate(found, start=1):
                yield from _flat(value, f"{path}.{number}" if isinstance(value, dict | list) else path, null)
        case None:
            return
        case str() if found in null:
            return
        case bool():
            yield path, str(found).lower()
        case _:
            yield path, _words(str(found))


def _row(cells: Cells, refused: str) -> Row:
    kept = [(path, words) for path, words in cells if words]
    if len(kept) > MAX_CELLS:
        return Row(kept[:1], f"it has more than {MAX_CELLS} cells")
    try:
        for path, words in kept:
            path.encode()
            words.encode()
    except UnicodeEncodeError:
        whole = [tuple(text.encode(errors="replace").decode() for text in cell) for cell in kept]
        return Row([(path, words) for path, words in whole], "a text holds half a character (a lone surrogate)")
    return Row(kept, refused)


def _words(text: str) -> str:
    """Return `text` on one line, without control characters."""
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    return " ".join(text.split())


def _text(content: bytes, asked: Asked) -> str:
    """Return `content` as text.

    Raises:
        LoadError: it is none in its encoding.
    """
    encoding = "utf-8-sig" if asked.encoding == "utf-8" else asked.encoding
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as cause:
        raise LoadError(
            asked.name, f"it is not {asked.encoding} (byte {cause.start}): say its encoding in the mapping"
        ) from cause
    if "\x00" in text:
        raise LoadError(asked.name, "it is binary (a NUL byte): expected a table")
    return text

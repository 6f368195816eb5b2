"""A table as CSV (RFC 4180) that a spreadsheet opens without harm: no cell of it is taken for a formula.

UTF-8 with a byte order mark, without which Excel reads Cyrillic as something else. Every text stands in quotes;
numbers, `true`, `false` and nothing at all do not.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schema.table import Cell, Table

MEDIA_TYPE = "text/csv"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8; header=present"
_BOM = "\ufeff"
_END = "\r\n"
_LINE = "\n"
_BETWEEN = "; "
_FORMULA = frozenset("=+-@")
_ODD_STARTS = frozenset("\t\r\n")
_SEEN_NO_MORE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), "\ufffd")
_MAX_NAME = 60
_EXACT = 1 << 53


def as_csv(table: Table) -> bytes:
    """Return `table` in bytes: a line of names, then a line a row."""
    names = [column.name for column in table.columns]
    rows = [
        [_cell(cell, of_list=column.of_list) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    if len(names) == 1:
        # a line of nothing is no line to many readers
        rows = [[cell or '""'] for (cell,) in rows]
    lines = [[_quoted(name) for name in names], *rows]
    return (_BOM + "".join(",".join(line) + _END for line in lines)).encode()


def file_name(name: str, table: Table) -> str:
    """Return what to call the file: it says when it is a part of the list, or the search stopped early."""
    part = "" if table.whole else f"-{len(table.rows)}-of-{table.total or 'more'}"
    return f"{name[:_MAX_NAME]}{part}{'' if table.complete else '-incomplete'}.csv"


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it when a spreadsheet may take it for a formula.

    Spaces and what nobody sees do not hide a beginning, and another form of `=` is one too.

    >>> harmless("=1+1"), harmless(" @here"), harmless("1+1=2")
    ("'=1+1", "' @here", '1+1=2')
    """
    start = next((char for char in text if not (char.isspace() or unicodedata.category(char) in {"Cf", "Cc"})), "")
    is_formula = unicodedata.normalize("NFKC", start)[:1] in _FORMULA if start else False
    return f"'{text}" if is_formula or text[:1] in _ODD_STARTS else text


def _cell(value: Cell, *, of_list: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return _words(value)
    if isinstance(value, list):
        return _list(value, _LINE if of_list else _BETWEEN)
    return _quoted(harmless(_words(value)))


def _list(items: Sequence[Cell], between: str) -> str:
    """Return items in one cell; one that stands alone is as it would be without a list."""
    if not items:
        return ""
    if len(items) == 1:
        return _cell(items[0], of_list=False)
    said = [_words(item) for item in items]
    if between == _LINE:
        # a line is an item
        said = [" ".join(text.splitlines()) for text in said]
    return _quoted(harmless(between.join(map(harmless, said)))) if any(said) else ""


def _words(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.translate(_SEEN_NO_MORE)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return _BETWEEN.join(map(_words, value))
    return msgspec.json.encode(value).decode()


def _number(value: float) -> str:
    return str(int(value)) if value % 1 == 0 and abs(value) < _EXACT else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

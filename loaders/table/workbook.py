"""A sheet of an Excel workbook (.xlsx) as rows of words: values as they were last computed, never formulas.

Read from ECMA-376: shared strings, inline strings, numbers, truth values, and numbers that a style shows as dates.
Left out: charts, comments, merged cells beyond their first, workbooks with a password. Nothing outside is fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]  # lxml has no types of its own

from graph.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PART_BYTES = 128 << 20
MAX_COLUMNS = 16_384
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_DATES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_CELL = re.compile(r"([A-Z]{1,3})\d+")


def sheet(content: bytes, name: str, wanted: str | None) -> Iterator[list[str]]:
    """Yield the rows of the sheet `wanted`, of the first where none is named.

    Raises:
        LoadError: it is no workbook, has no such sheet, or unpacks to more than `MAX_PART_BYTES` a part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Book(archive, name)
            yield from book.rows(book.part_of(wanted))
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError) as cause:
        raise LoadError(name, f"it is no Excel workbook (.xlsx): {cause}") from cause
    except etree.XMLSyntaxError as cause:
        raise LoadError(name, f"a part of it is not XML: {cause}") from cause
    except (ValueError, IndexError, OverflowError) as cause:
        raise LoadError(name, f"a cell of it is not what a workbook has: {cause}") from cause


class _Book:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self._strings = self._read_strings()
        workbook = self._tree("xl/workbook.xml")
        properties = workbook.find(f"{_MAIN}workbookPr")
        late = properties is not None and properties.get("date1904") in {"1", "true"}
        self._epoch = datetime(1904, 1, 1) if late else datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zones
        self._sheets = {str(each.get("name")): each.get(_LINK_ID) for each in workbook.iter(f"{_MAIN}sheet")}
        self._dates = self._read_date_styles()

    def part_of(self, wanted: str | None) -> str:
        if wanted is not None and wanted not in self._sheets:
            raise LoadError(self._name, f"it has no sheet {wanted!r}: expected one of {', '.join(self._sheets)}")
        links = {each.get("Id"): each.get("Target") for each in self._tree("xl/_rels/workbook.xml.rels")}
        link = next(iter(self._sheets.values()), None) if wanted is None else self._sheets[wanted]
        if link is None or links.get(link) is None:
            raise LoadError(self._name, "it has no sheet")
        target = str(links[link])
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def rows(self, part: str) -> Iterator[list[str]]:
        for row in self._tree(part).iter(f"{_MAIN}row"):
            found: list[str] = []
            for cell in row.iter(f"{_MAIN}c"):
                place = _CELL.fullmatch(cell.get("r") or "")
                at = _column(place[1]) if place else len(found)
                if at >= MAX_COLUMNS:
                    raise LoadError(self._name, f"it has more than {MAX_COLUMNS} columns")
                found += [""] * (at + 1 - len(found))
                found[at] = self._words(cell)
            yield found

    def _words(self, cell: etree._Element) -> str:
        kind, value = cell.get("t") or "n", cell.findtext(f"{_MAIN}v")
        if kind == "inlineStr":
            return _said(cell)
        if value is None:
            return ""
        match kind:
            case "s":
                words = self._strings[int(value)]
            case "b":
                words = "true" if value == "1" else "false"
            case "n":
                words = self._number(str(value), int(cell.get("s") or 0))
            case _:
                words = "" if kind == "e" else str(value)
        return words

    def _number(self, value: str, style: int) -> str:
        number = float(value)
        if style in self._dates:
            moment = self._epoch + timedelta(days=number)
            whole = moment.hour == moment.minute == moment.second == 0
            return moment.date().isoformat() if whole else moment.isoformat(timespec="seconds")
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else value

    def _read_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return [_said(each) for each in self._tree("xl/sharedStrings.xml").iter(f"{_MAIN}si")]

    def _read_date_styles(self) -> frozenset[int]:
        if "xl/styles.xml" not in self._archive.namelist():
            return frozenset()
        styles = self._tree("xl/styles.xml")
        own = {
            int(each.get("numFmtId") or 0): _NOT_DATES.sub("", each.get("formatCode") or "")
            for each in styles.iter(f"{_MAIN}numFmt")
        }
        dated = _DATE_FORMATS | {number for number, code in own.items() if re.search("[yYdD]", code)}
        formats = styles.find(f"{_MAIN}cellXfs")
        found = [] if formats is None else [int(each.get("numFmtId") or 0) for each in formats]
        return frozenset(number for number, code in enumerate(found) if code in dated)

    def _tree(self, part: str) -> etree._Element:
        info = self._archive.getinfo(part)
        with self._archive.open(info) as file:
            content = file.read(MAX_PART_BYTES + 1)
        if len(content) > MAX_PART_BYTES:
            raise LoadError(self._name, f"{part} unpacks to more than {MAX_PART_BYTES} bytes")
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _said(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{_MAIN}t"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

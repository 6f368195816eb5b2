"""A PDF becomes the text of its article: the text layer only, nothing is read from pictures.

Lines become paragraphs by where they stand: a gap wider than between other lines, an indented line, or another size of
letters begins one. A word that a line end divides is put together; running heads and page numbers are left out.

pypdf reads it: pure Python under the BSD licence, without dependencies, so that nothing has to be built and a broken
file breaks no native code; PDFium and MuPDF are faster, but are native, and MuPDF is under the AGPL.
"""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from collections import Counter
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from itertools import pairwise
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import LoadError
from loaders.article.credits import byline, dateline, read_byline, written_day
from loaders.article.extraction import Described
from loaders.article.page import Page, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject, PdfReader

MAX_BYTES = 16 << 20
MAX_PAGES = 500
MAX_CHARACTERS = 4 << 20
_NAME = "the PDF"
_MIN_WORDS_PER_PAGE = 3
_MARGIN = 0.08
# in shares of a usual step between lines, of the height of letters, and of the length of a full line
_APART = 1.35
_FAR = 2.3
_OTHER_SIZE = 0.15
_INDENTED = 0.8
_SHORT = 0.6
_MAX_TITLE_WORDS = 30
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PAGE_NUMBER = re.compile(r"[-–—]? ?(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})? ?[-–—]?", re.IGNORECASE)
_PRINTED = re.compile(r"(?:https?|file)://\S*|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}.*")
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft |powerpoint |slide |document\d*$|.*\.(?:docx?|pdf|indd|odt|rtf|html?)$)", re.IGNORECASE
)
_MADE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_DIVIDED = re.compile(r"([^\W\d_]+)([-\u00ad\u2010])$")
_GOES_ON = re.compile(r"[^\W\d_]+")
_FINAL = (".", "!", "?", "”", '"', "’", ":", "…")
# What the library raises when it meets a file that breaks off or contradicts itself.
_BROKEN = (
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OSError,
    struct.error,
    zlib.error,
)


class _Line(NamedTuple):
    """A line of a page: where it begins in points, from the left and from the bottom, and the size of its letters."""

    text: str
    x: float
    y: float
    size: float
    margin: bool


def prepare() -> None:
    """Import what reading PDFs needs, for a process that can open no file later."""
    import pypdf

    for module in walk_packages(pypdf.__path__, "pypdf."):
        # some are for libraries that are not there
        with suppress(ImportError):
            import_module(module.name)
    for charset in ("charmap", "utf-16-be", "utf-16-le", "mac-roman", "cp1252", "gb18030", "gbk", "big5", "shift-jis"):
        codecs.lookup(charset)


def read_pdf(content: bytes) -> Page:
    """Return the article of a PDF. Its day is inferred: of a line that says it, else of when the file was made.

    Raises:
        LoadError: it is too large, encrypted, broken, or has no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if len(content) > MAX_BYTES:
        raise LoadError(_NAME, f"it has {len(content)} bytes: expected at most {MAX_BYTES}")
    try:
        reader = PdfReader(BytesIO(content))
        _check(reader)
        pages = _pages(reader)
        paragraphs = _paragraphs(pages)
        described = _described(reader, paragraphs)
    except (PyPdfError, *_BROKEN) as cause:
        raise LoadError(_NAME, f"it is broken: {str(cause)[:100] or type(cause).__name__}") from cause
    if sum(len(words.split()) for words in paragraphs) < _MIN_WORDS_PER_PAGE * len(pages):
        raise LoadError(_NAME, "it has no text layer, only pictures: expected text (a scan needs OCR before)")
    return Page("\n\n".join(paragraphs), described)


def _check(reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise LoadError(_NAME, "it is encrypted: expected a file that needs no password")
    if len(reader.pages) > MAX_PAGES:
        raise LoadError(_NAME, f"it has {len(reader.pages)} pages: expected at most {MAX_PAGES}")


def _pages(reader: PdfReader) -> list[list[_Line]]:
    """Return the lines of every page."""
    found, left = [], MAX_CHARACTERS
    for page in reader.pages:
        found.append(list(_lines(page)))
        left -= sum(len(line.text) for line in found[-1])
        if left < 0:
            raise LoadError(_NAME, f"it has more than {MAX_CHARACTERS} characters: expected an article")
    return found


def _lines(page: PageObject) -> Iterator[_Line]:
    """Yield the lines of a page in the order of the file, which is that of reading in what programs print."""
    pieces: list[tuple[str, float, float, float]] = []
    bottom, height = float(page.mediabox.bottom), float(page.mediabox.height) or 1.0

    def visit(text: str, matrix: list[float], place: list[float], _font: object, size: float) -> None:
        x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        pieces.append((text, x, y, size * abs(matrix[3] or 1.0) * abs(place[3] or 1.0)))

    page.extract_text(visitor_text=visit)
    line: list[tuple[str, float, float, float]] = []
    for text, x, y, size in [*pieces, ("\n", 0.0, 0.0, 0.0)]:
        for number, part in enumerate(text.split("\n")):
            if number and line:
                words = seen("".join(piece[0] for piece in line).translate(_LIGATURES), keep="\u00ad")
                _, at, up, letters = next((piece for piece in line if piece[0].strip()), line[0])
                if words:
                    yield _Line(words, at, up, letters, not _MARGIN < (up - bottom) / height < 1 - _MARGIN)
                line = []
            if part:
                line.append((part, x, y, size))


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> list[str]:
    """Return the paragraphs of all pages; one that a page ends in the midst of goes on with the next."""
    known = Counter(word for page in pages for line in page for word in re.findall(r"[\w-]+", line.text))
    running = _running(pages)
    found: list[list[str]] = []
    open_end = False
    for page in pages:
        blocks = _blocks([line for line in page if not _is_running(line, running)])
        if open_end and blocks and (len(found[-1]) > 1 or blocks[0][0][0].islower()):
            found[-1].extend(blocks.pop(0))
        found.extend(blocks)
        open_end = bool(found) and not found[-1][-1].endswith(_FINAL)
    return [_joined(lines, known) for lines in found]


def _running(pages: Sequence[Sequence[_Line]]) -> set[str]:
    """Return what stands in the margin of at least half of the pages, with its numbers taken out."""
    seen_on = Counter(words for page in pages for words in {_numberless(line.text) for line in page if line.margin})
    return {words for words, times in seen_on.items() if times > 1 and 2 * times >= len(pages)}


def _is_running(line: _Line, running: set[str]) -> bool:
    words = line.text
    return line.margin and bool(
        _numberless(words) in running or _PAGE_NUMBER.fullmatch(words) or _PRINTED.fullmatch(words)
    )


def _numberless(words: str) -> str:
    return re.sub(r"\d+", "#", words)


def _blocks(lines: Sequence[_Line]) -> list[list[str]]:
    """Return the lines of a page, paragraph by paragraph."""
    steps = sorted(above.y - below.y for above, below in pairwise(lines) if above.y > below.y)
    usual = steps[len(steps) // 4] if steps else 0.0
    widest = max((len(line.text) for line in lines), default=0)
    found: list[list[_Line]] = []
    for line in lines:
        if found and not _begins(line, found[-1], usual, widest):
            found[-1].append(line)
        else:
            found.append([line])
    return [[line.text for line in block] for block in found]


def _begins(line: _Line, block: Sequence[_Line], usual: float, widest: int) -> bool:
    """Say whether `line` begins a paragraph after `block`; lines are `usual` points apart and `widest` characters."""
    before = block[-1]
    ended = before.text.endswith(_FINAL)
    step = before.y - line.y
    apart = step > _APART * max(usual, before.size) or step > _FAR * before.size
    if apart or abs(line.size - before.size) > _OTHER_SIZE * before.size:
        return True
    if step < -before.size:
        # the top of another column: its text goes on unless it was at an end
        return ended
    left = block[1].x if len(block) > 1 else before.x
    short = len(before.text) < _SHORT * widest
    return line.x > left + _INDENTED * line.size or (ended and short) or _is_bullet(line.text)


def _is_bullet(words: str) -> bool:
    return words.startswith(("•", "●", "▪", "◦", "– ", "- "))


def _joined(lines: Sequence[str], known: Counter[str]) -> str:
    """Return a paragraph as one line, each word that a line end divides put together.

    The rest of the document tells whether it is written with a hyphen; where it does not, it is not.
    """
    pieces = [lines[0]]
    for line in lines[1:]:
        before = pieces[-1]
        divided, rest = _DIVIDED.search(before[-60:]), _GOES_ON.match(line)
        if divided is None or rest is None:
            pieces.extend([line] if before.endswith(("—", "/")) else [" ", line])
        else:
            if divided[2] == "\u00ad" or _is_one_word(divided[1], rest[0], known):
                pieces[-1] = before[:-1]
            pieces.append(line)
    return "".join(pieces).replace("\u00ad", "")


def _is_one_word(first: str, second: str, known: Counter[str]) -> bool:
    if known[first + second] or not second[0].islower():
        return bool(known[first + second])
    return not known[f"{first}-{second}"]


def _described(reader: PdfReader, paragraphs: Sequence[str]) -> Described:
    """Return what the file says of itself; its day, when it says one, is inferred."""
    about: Any = reader.metadata or {}
    text = "\n\n".join(paragraphs[:20])
    title = seen(str(about.get("/Title") or ""))
    if (not title or _NO_TITLE.match(title)) and paragraphs:
        first = paragraphs[0]
        title = first if len(first.split()) <= _MAX_TITLE_WORDS and not first.endswith(".") else ""
    made = _MADE.match(str(about.get("/CreationDate") or ""))
    published = dateline(text) or (written_day("-".join(made.groups())) if made else None)
    named = byline(text) or read_byline(f"By {seen(str(about.get('/Author') or ''))}")
    language = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", str(reader.root_object.get("/Lang") or ""))
    return Described(
        title=title or None,
        authors=tuple(named.authors) if named else (),
        published=published,
        inferred=("published",) if published else (),
        language=language[0].lower() if language else None,
    )

"""Where the paragraphs of a plain text begin and end, whatever its line ends mean.

A blank line always divides. A single line end divides where each line is a paragraph, and does not where lines are
broken at a width: which of the two a text does is seen by how its lines end and begin. An indented line and a bullet
begin a paragraph. Cost: linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.credits import is_day, read_byline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FINAL = (".", "!", "?", ".”", ".’", '."', ".'", "!”", '!"', "?”", '?"', ",”", ',"', ".)", ":", ";", "…")
_BULLET = re.compile(r"(?:[•·▪◦‣●○■□►▶➤*–—-][ \t\u00a0]+|[•▪◦‣●■►▶➤█—–]+[ \t\u00a0]*)")
_UNSEEN_ENDS = "\ufeff\u200b\u200e\u200f\u2060"
_MIN_WRAPPED = 40
_MAX_WRAPPED = 120
_WRAPPED_SHARE = 0.5
_SMALL_LETTER_SHARE = 0.3
_HEAD = 5
_ADDRESS = ("http://", "https://", "www.")


class Paragraph(NamedTuple):
    """A paragraph without its bullet and without white space around it: `text` stands at `start`."""

    start: int
    text: str
    bullet: str


class _Line(NamedTuple):
    """A line that is not blank: where its words begin, and how far its bullet, or else they, are from the left edge."""

    start: int
    words: str
    indent: int
    bullet: str
    after_blank: bool

    @property
    def width(self) -> int:
        return self.indent + len(self.bullet) + len(self.words)


class _Layout(NamedTuple):
    """How a text is set: the width at which lines are broken, and by how much first lines of paragraphs are indented.

    Zero says that it is not so.
    """

    width: int
    indent: int


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of `text` in its order."""
    lines = list(_lines(text))
    layout = _Layout(_width(lines), _indent(lines))
    found: list[list[_Line]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, layout) and not (len(found) < _HEAD and _stands_alone(found[-1], line)):
            found[-1].append(line)
        else:
            found.append([line])
    return [_paragraph(text, block) for block in found]


def _paragraph(text: str, block: Sequence[_Line]) -> Paragraph:
    start, last = block[0].start, block[-1]
    return Paragraph(start, text[start : last.start + len(last.words)], block[0].bullet)


def _lines(text: str) -> Iterator[_Line]:
    start, blank = 0, True
    for raw in text.splitlines(keepends=True):
        words = _stripped(raw)
        bullet = _BULLET.match(words)
        rest = words[bullet.end() :] if bullet else words
        if rest:
            begin = raw.index(words)
            mark = bullet[0] if bullet else ""
            yield _Line(start + begin + len(mark), rest, begin, mark, blank)
        blank = not rest
        start += len(raw)


def _stripped(raw: str) -> str:
    """Return `raw` without white space and characters that nobody sees at its ends, in whatever order they stand."""
    words = raw
    while (less := words.strip().strip(_UNSEEN_ENDS)) != words:
        words = less
    return words


def _width(lines: Sequence[_Line]) -> int:
    """Return the width at which lines are broken; 0 where each line is a paragraph.

    In a text of broken lines most of those in the midst of a block end without a full stop, and many begin with a small
    letter.
    """
    inner = [(line, below) for line, below in pairwise(lines) if not below.after_blank]
    inner = [(line, below) for line, below in inner if line.width >= _MIN_WRAPPED and not below.bullet]
    unended = [below for line, below in inner if not line.words.endswith(FINAL)]
    small = sum(below.words[0].islower() for below in unended)
    widths = sorted(line.width for line, _ in inner)
    if not unended or len(unended) < _WRAPPED_SHARE * len(inner) or small < _SMALL_LETTER_SHARE * len(unended):
        return 0
    width = widths[-1 - len(widths) // 10]
    return width if width <= _MAX_WRAPPED else 0


def _indent(lines: Sequence[_Line]) -> int:
    """Return by how much the first lines of paragraphs are indented more than the lines below them."""
    first = Counter(line.indent for line, below in pairwise(lines) if not below.after_blank and _hangs(line, below))
    return first.most_common(1)[0][0] if first else 0


def _hangs(line: _Line, below: _Line) -> bool:
    return not line.bullet and below.indent < line.indent


def _goes_on(block: Sequence[_Line], line: _Line, layout: _Layout) -> bool:
    """Say whether `line` goes on with the paragraph of `block`."""
    before = block[-1]
    ended = before.words.endswith(FINAL)
    # a dash at the begin of a broken line may be one within a sentence
    dash = layout.width and line.bullet[:1] in "–—-" and not ended
    if line.after_blank or (line.bullet and not dash):
        return False
    if not layout.width:
        # a sentence broken once, in a text that breaks no other
        small = line.words[0].islower() and not line.words.startswith(_ADDRESS)
        return small and _MIN_WRAPPED <= before.width <= _MAX_WRAPPED and not ended
    if line.indent > (block[1].indent if len(block) > 1 else before.indent + len(before.bullet)):
        return False
    hanging = block[0].bullet and line.indent > block[0].indent
    if layout.indent and line.indent >= layout.indent and not hanging:
        return False
    # where its first word would have had room, the line before was ended on purpose
    return before.width + 1 + len(line.words.split(None, 1)[0]) > layout.width


def _stands_alone(block: Sequence[_Line], line: _Line) -> bool:
    """Say whether a line of the head of a text is a day or names who wrote it."""
    lines = (line.words, block[-1].words)
    return any(is_day(words) or read_byline(words) is not None for words in lines)

"""Words found again in a text however quotation marks, dashes and blanks are set, and never by mere likeness.

Who repeats words from a text often sets them anew: straight marks for curly ones, one blank for a line break. Both
sides are levelled alike and compared whole; what is found are always characters of the text itself.
"""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from loaders.article.extraction import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEVELLED = {
    **dict.fromkeys("‘’‚‛′‹›`´ʼ", "'"),  # noqa: RUF001 - these are the marks that are levelled
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - as above
}
MAX_FOUND = 200
"""Places of the same words. More tell nothing, and a text may be one word over and over."""

_FIRST_MARK = "\u0300"
"""Nothing below it ever melts into the character before."""
_LONGEST_LETTER = 16
"""Characters. To put thousands of accents in order takes the square of their number."""


def fold(words: str) -> str:
    r"""Return `words` in NFC with plain quotation marks, dashes and single blanks; letters and their case stay.

    >>> fold("“Let’s  go”\u00a0– now\u00ad")
    '"Let\'s go" - now'
    """
    return "".join(piece for piece, _, _ in _pieces(words)).strip()


class Folded:
    """A text that is searched again and again."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = list(_pieces(text))
        self._folded = "".join(piece for piece, _, _ in pieces)
        self._starts = [start for piece, start, _ in pieces for _ in piece]
        self._ends = [end for piece, _, end in pieces for _ in piece]

    def find(self, words: str) -> list[Span]:
        """Return where `words` stand as whole words, at most `MAX_FOUND` places in order: exactly so, or else levelled.

        >>> Folded("“Let’s go,” he said. Let’s!").find("Let's")
        [Span(start=1, end=6), Span(start=21, end=26)]
        """
        words = words.strip()
        exact = (Span(start, start + len(words)) for start in _places(self.text, words))
        found = list(islice(filter(self._is_whole, exact), MAX_FOUND))
        return found or list(islice(filter(self._is_whole, self._levelled(fold(words))), MAX_FOUND))

    def _levelled(self, words: str) -> Iterator[Span]:
        for start in _places(self._folded, words):
            span = Span(self._starts[start], self._ends[start + len(words) - 1])
            if fold(self.text[span.start : span.end]) == words:  # not half of a letter and its accent
                yield span

    def _is_whole(self, span: Span) -> bool:
        text = self.text
        begins = span.start == 0 or not (_in_word(text[span.start - 1]) and _in_word(text[span.start]))
        ends = span.end == len(text) or not (_in_word(text[span.end - 1]) and _in_word(text[span.end]))
        return begins and ends


def _places(text: str, words: str) -> Iterator[int]:
    """Yield where `words` begin in `text`; they do not overlap themselves."""
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + len(words))


def _in_word(char: str) -> bool:
    return char.isalnum() or bool(unicodedata.combining(char))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the text levelled, piece by piece, each with its place: a run of blanks is one, the invisible is none."""
    blank_from = None
    for start, end in _letters(text):
        letter = text[start:end]
        if letter.isspace():
            blank_from = start if blank_from is None else blank_from
            continue
        if unicodedata.category(letter[0]) == "Cf":
            continue
        if blank_from is not None:
            yield " ", blank_from, start
            blank_from = None
        yield _LEVELLED.get(letter, letter) if letter.isascii() else _level(letter), start, end
    if blank_from is not None:
        yield " ", blank_from, len(text)


def _level(letter: str) -> str:
    return "".join(_LEVELLED.get(char, char) for char in unicodedata.normalize("NFC", letter))


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each character with the marks that belong to it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or _begins(text, start, place):
            yield start, place
            start = place


def _begins(text: str, start: int, place: int) -> bool:
    char = text[place]
    if char < _FIRST_MARK or place - start >= _LONGEST_LETTER:
        return True
    if unicodedata.combining(char):
        return False
    before = text[start:place]
    composed = unicodedata.normalize("NFC", before + char)
    return composed == unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", char)

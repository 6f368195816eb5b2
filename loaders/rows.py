"""The stored text of a dataset: one block of lines for each row, as a person reads it.

A block has one line for each cell that holds anything, `column: words`; an empty line ends it. The words of a cell are
on one line, whatever white space they had. Row `n` of a source is the `n`-th block, counted from 1, so that evidence
by rows can be looked up again in the stored text, as evidence by characters is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = "\n\n"


def block(cells: Iterable[tuple[str, str]]) -> str:
    r"""Return one row as it is stored; cells without words are left out.

    >>> block([("name", "Anna  K."), ("born", ""), ("reason", "two\nlines")])
    'name: Anna K.\nreason: two lines'
    """
    lines = ((" ".join(column.split()), " ".join(words.split())) for column, words in cells)
    return "\n".join(f"{column}: {words}" for column, words in lines if words)


def stored(blocks: Iterable[str]) -> bytes:
    """Return the stored text of a dataset that has `blocks`; none of them is empty."""
    return (_BETWEEN.join(blocks) + "\n").encode()


def row_of(text: str, number: int) -> str | None:
    """Return block `number` of a stored text, or None where there is none. O(text).

    >>> row_of(stored(["a: 1", "a: 2"]).decode(), 2)
    'a: 2'
    """
    blocks = text.removesuffix("\n").split(_BETWEEN)
    return blocks[number - 1] if 0 < number <= len(blocks) else None

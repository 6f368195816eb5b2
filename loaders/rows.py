"""The stored text of a dataset: one block of lines for each row, as a person reads it.

A block has one line for each cell that holds anything, `column: words`; an empty line ends it. The words of a cell are
on one line, whatever white space they had. Row `n` of a source is the `n`-th block, counted from 1, so that evidence
by rows can be looked up again in the stored text, as evidence by characters is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.rows import BETWEEN, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["block", "row_of", "stored"]


def block(cells: Iterable[tuple[str, str]]) -> str:
    r"""Return one row as it is stored; cells without words are left out.

    >>> block([("name", "Anna  K."), ("born", ""), ("reason", "two\nlines")])
    'name: Anna K.\nreason: two lines'
    """
    lines = ((" ".join(column.split()), " ".join(words.split())) for column, words in cells)
    return "\n".join(f"{column}: {words}" for column, words in lines if words)


def stored(blocks: Iterable[str]) -> bytes:
    """Return the stored text of a dataset that has `blocks`; none of them is empty."""
    return (BETWEEN.join(blocks) + "\n").encode()

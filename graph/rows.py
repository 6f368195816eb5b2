"""The blocks of a stored text of a dataset: row `n` is the `n`-th block, counted from 1; empty lines part them.

What writes them is `loaders.rows`; what a row says is found again here, for the door and for readers.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache

BETWEEN = "\n\n"
_BETWEEN = re.compile(BETWEEN)


def row_of(text: str, number: int) -> str | None:
    r"""Return block `number` of a stored text, or None where there is none.

    Cost: O(text) for the first row of a text, then that of the block, as long as few texts are asked of in turn.

    >>> row_of("a: 1\n\na: 2\n", 2)
    'a: 2'
    """
    ends = _ends(text)
    if not 0 < number <= len(ends):
        return None
    start = ends[number - 2] + len(BETWEEN) if number > 1 else 0
    return text[start : ends[number - 1]]


@lru_cache(4)
def _ends(text: str) -> array[int]:
    """Return where each block of `text` ends."""
    ends = array("q", (found.start() for found in _BETWEEN.finditer(text)))
    ends.append(len(text.removesuffix("\n")))
    return ends

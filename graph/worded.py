"""Rows of claims in whose words a text may stand, over all segments: whoever asks reads them and looks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import LimitError
from graph.index.numbering import keys_of
from graph.index.words import Words
from graph.names import folded, words
from graph.view import SearchIn
from graph.vocabulary import DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from numpy.typing import NDArray

    from graph.index.arrow import Rows
    from graph.index.stack import Stack

MOST_WORDED = 20_000
"""So many descriptions and quotes are read for one text."""
_NONE = np.empty(0, np.int64)


def worded_rows(stack: Stack, text: str, places: Collection[SearchIn], counts: NDArray[np.bool_]) -> Rows:
    """Return the claims that `text` may match in one of `places`, of those that `counts` says may.

    Raises:
        LimitError: there are more than 20,000 descriptions or quotes among them.
    """
    named = _names(stack, text) if SearchIn.NAMES in places else _NONE
    worded = _texts(stack, text, quotes=SearchIn.QUOTES in places) if {*places} - {SearchIn.NAMES} else _NONE
    worded = worded[counts[worded]]
    if len(worded) > MOST_WORDED:
        raise LimitError(f"the words stand in more than {MOST_WORDED:,} texts: expected rarer words, or more of them")
    return np.union1d(named[counts[named]], worded)


def sounding_rows(stack: Stack, name: str) -> Rows:
    """Return the claims that give a name which may be `name` in another spelling."""
    return _found(stack, partial(Words.sounding, text=name))


def _names(stack: Stack, text: str) -> Rows:
    if words(text):
        return _found(stack, partial(Words.names, text=text))
    # a name may be all dashes: it is found whole
    return stack.keyed("names", keys_of([folded(text)]))[1]


def _texts(stack: Stack, text: str, *, quotes: bool) -> Rows:
    rows = _found(stack, partial(Words.speaking, text=text))
    return rows if quotes else rows[stack.are_among("claims", "property", rows, {DESCRIPTION})]


def _found(stack: Stack, ask: Callable[[Words], Iterable[int]]) -> Rows:
    return np.array([row for segment in stack.segments for row in ask(segment.words)], np.int64)

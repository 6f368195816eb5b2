"""How the words of a text stand in a description or a quote: whole or begun, together or apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.finding import LEAST_BEGUN
from graph.names import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE, _BEGUN, _APART = 1.0, 0.5, 0.8


def stands_in(text: str, wording: str) -> float | None:
    """Return how well the words of `text` stand in `wording`, above 0 and up to 1; None where one does not.

    Case, accents and what stands between words do not count. A word of three letters or more may be only begun.

    >>> stands_in("trade union", "leader of a Trade-Union"), stands_in("union trade", "a trade union")
    (1.0, 0.8)
    >>> stands_in("uni", "a trade union"), stands_in("nion", "a trade union"), stands_in("a u", "a union")
    (0.5, None, None)
    """
    sought, there = words(text), words(wording)
    every = frozenset(there)
    if not sought or not all(_finds_one(word, every, there) for word in sought):
        return None
    weight = sum(_WHOLE if word in every else _BEGUN for word in sought) / len(sought)
    return round(weight * (_WHOLE if _together(sought, there) else _APART), 3)


def may_begin(word: str) -> bool:
    """Say whether `word` may be the beginning of a longer one: with fewer letters it would be one of too many."""
    return len(word) >= LEAST_BEGUN


def _finds_one(word: str, every: frozenset[str], there: Sequence[str]) -> bool:
    return word in every or (may_begin(word) and any(other.startswith(word) for other in there))


def _together(sought: Sequence[str], there: Sequence[str]) -> bool:
    """Say whether the words stand one after the other, the last one perhaps begun."""
    length = len(sought)
    runs = (there[start : start + length] for start in range(len(there) - length + 1))
    return any(run[:-1] == sought[:-1] and _finds_one(sought[-1], frozenset(run[-1:]), run[-1:]) for run in runs)

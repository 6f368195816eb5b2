"""How alike two names are, whatever their language, script and order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.spelling import Word

SAME_NAME = 0.86
"""From here on two names are taken for spellings of one.

Set on half of the persons of the EU's list of Belarus, in four spellings each (F1 .995). Of the pairs in the other half
97 % are found, and nothing else (F1 .982): `tests/graph/test_names_of_the_eu.py`. Names of elsewhere: `docs/names.md`.
"""
_SKELETON_WEIGHT = 0.85
"""The rest is the plain spelling: with the skeleton alone Lee and Lie are one. Set as `SAME_NAME` was."""
_LEFT_OVER = 0.05
_ONE_OF_SEVERAL = 0.6
_OTHER_SURNAME = 0.8
_UNLIKE = 0.6
_INITIAL = 0.8
_KEPT = 1 << 17


class NamesAlike(NamedTuple):
    """The two names that are most alike, and how much, from 0 to 1."""

    score: float
    one: str
    other: str


def most_alike(ones: Iterable[str], others: Sequence[str]) -> NamesAlike:
    """Return the pair of names, one of each side, that is most alike; 0 and empty names where a side has none."""
    pairs = (NamesAlike(alike(one, other), one, other) for one in ones for other in others)
    return max(pairs, key=lambda pair: pair.score, default=NamesAlike(0.0, "", ""))


def alike(one: str, other: str) -> float:
    """Return how alike two names are: 1 for the same words, spelled and ordered as may be.

    Each word of the shorter name is laid beside one of the longer: half of the score is the worst of these pairs, half
    their mean. Words that are left over cost a little, a patronymic nothing; where only one word can be compared, of
    several, the score is low: a surname names a family. An initial says little, even beside the same one.

    >>> alike("Сергей Тихановский", "TSIKHANOUSKI Siarhei") > SAME_NAME
    True
    >>> alike("Siarhei Tsikhanouski", "Sviatlana Tsikhanouskaya") < SAME_NAME
    True
    """
    return _alike(*sorted((spelled(one), spelled(other)), key=len))


def _alike(fewer: Sequence[Word], more: Sequence[Word]) -> float:
    if not fewer:
        return 0.0
    both_marked = any(word.marked for word in fewer) and any(word.marked for word in more)
    pairs = sorted(
        (
            (-_word_likeness(mine, theirs, both_marked=both_marked), place, there)
            for place, mine in enumerate(fewer)
            for there, theirs in enumerate(more)
        ),
    )
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for cost, place, there in pairs:
        if place not in taken and there not in used:
            taken[place] = (there, -cost)
            used.add(there)
    scores = [score for _, score in taken.values()]
    whole = min(scores) / 2 + sum(scores) / len(scores) / 2
    left = sum(not word.is_patronymic for there, word in enumerate(more) if there not in used)
    if len(scores) == 1 and len(more) > 1:
        whole = min(whole, _ONE_OF_SEVERAL)
    return max(0.0, whole - _LEFT_OVER * left)


def _word_likeness(mine: Word, theirs: Word, *, both_marked: bool) -> float:
    score = _likeness(mine.plain, theirs.plain, mine.skeleton, theirs.skeleton)
    return score * _OTHER_SURNAME if both_marked and mine.marked != theirs.marked else score


@lru_cache(_KEPT)
def _likeness(mine: str, theirs: str, my_skeleton: str, their_skeleton: str) -> float:
    if 1 in {len(mine), len(theirs)} and mine[0] == theirs[0] and mine.isascii():
        return _INITIAL
    if mine == theirs:
        return 1.0
    skeletons = _letters(my_skeleton, their_skeleton)
    if skeletons < _UNLIKE * _UNLIKE:
        return skeletons
    return _SKELETON_WEIGHT * skeletons + (1 - _SKELETON_WEIGHT) * _letters(mine, theirs)


def _letters(one: str, other: str) -> float:
    """Return the mean of two measures: Winkler's forgives what differs at the end, the other what is moved about."""
    first = jaro_winkler(one, other)
    if first == 1:
        return first
    if first < _UNLIKE:
        return first * _UNLIKE  # about what the mean would be, without counting edits
    return (first + 1 - edits(one, other) / max(len(one), len(other))) / 2


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, left out or changed to come from `one` to `other` (Levenshtein).

    >>> edits("kitten", "sitting")
    3
    """
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, there in enumerate(other):
            line.append(min(above[column + 1] + 1, line[column] + 1, above[column] + (letter != there)))
        above = line
    return above[-1]


def jaro_winkler(one: str, other: str) -> float:
    """Return how alike two words are (Winkler 1990, four letters of the beginning, from .7 on).

    >>> round(jaro_winkler("martha", "marhta"), 3), round(jaro_winkler("dixon", "dicksonx"), 3)
    (0.961, 0.813)
    """
    if one == other:
        return 1.0
    score = _jaro(one, other)
    if score <= _WINKLER_FROM:
        return score
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 4)
    return score + min(same, 4) * 0.1 * (1 - score)


_WINKLER_FROM = 0.7


def _jaro(one: str, other: str) -> float:
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    free = list(other)
    mine = []
    theirs = [False] * len(other)
    for place, letter in enumerate(one):
        for there in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not theirs[there] and free[there] == letter:
                theirs[there] = True
                mine.append(letter)
                break
    common = len(mine)
    if not common:
        return 0.0
    turned = [letter for letter, matched in zip(other, theirs, strict=True) if matched]
    swaps = sum(a != b for a, b in zip(mine, turned, strict=True)) / 2
    return (common / len(one) + common / len(other) + (common - swaps) / common) / 3

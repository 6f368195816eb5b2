"""How a text that somebody looks for finds a name: whole, by its words, as it sounds, with a typing error, begun."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from graph.names import folded, words
from graph.spelling import skeleton, spelled, telling

LEAST_FOR_TYPO = 5
"""A word of fewer letters has too many neighbours: of Anna those are Hanna, Inna, Ann and Nan."""
MOST_FOR_TYPO = 40
LEAST_BEGUN = 3
"""So many sounds must be there before a word may be begun in another spelling."""
MOST_TELLING = 6
_KEPT = 1 << 14
_MOST = 0.9


class How(StrEnum):
    """How a text finds a name, the surest first.

    WHOLE: they are the same, case and accents aside. WORDS: every word is one of the name. SPELLING: in another
    spelling or script. TYPO: with one letter too many, missing, wrong, or two changed about, in a word of five letters
    or more. PREFIX: a word is only begun.
    """

    WHOLE = "WHOLE"
    WORDS = "WORDS"
    SPELLING = "SPELLING"
    TYPO = "TYPO"
    PREFIX = "PREFIX"


class Found(NamedTuple):
    """How well a text finds a name, above 0 and up to 1, and how: as the least sure of its words does."""

    score: float
    how: How


class Part(NamedTuple):
    """A word that is looked for, and its skeleton."""

    word: str
    skeleton: str


class Named(NamedTuple):
    """The words of a name by which it is found: in two readings, since an apostrophe may end a word or stand in it.

    `words` and `skeletons` are those of both; `telling` are the first that tell who is named, with no patronymic.
    """

    whole: str
    readings: tuple[tuple[Part, ...], ...]
    words: frozenset[str]
    skeletons: frozenset[str]
    telling: tuple[Part, ...]


class _Weighed(NamedTuple):
    weight: float
    how: How


_SURE = _Weighed(1.0, How.WORDS)
_SOUNDS = _Weighed(0.9, How.SPELLING)
_MISTYPED = _Weighed(0.75, How.TYPO)
_BEGUN = _Weighed(0.5, How.PREFIX)
_SOUNDS_BEGUN = _Weighed(0.4, How.PREFIX)
_ORDER = list(How)


@lru_cache(_KEPT)
def read(name: str) -> Named:
    """Return the words of `name`, or of a text that is looked for."""
    plain = tuple(Part(word, skeleton(word)) for word in words(name))
    joined = tuple(Part(word.folded, word.skeleton) for word in spelled(name))
    tell = dict.fromkeys(Part(word.folded, word.skeleton) for word in telling(spelled(name)) if word.skeleton)
    every = {*plain, *joined}
    return Named(
        folded(name),
        (plain,) if plain == joined or not joined else (plain, joined),
        frozenset(part.word for part in every),
        frozenset(part.skeleton for part in every if part.skeleton),
        tuple(tell)[:MOST_TELLING],
    )


def finds(text: str, name: str) -> Found | None:
    """Return how `text` finds `name`; None where it does not. Every word of the text must find one of the name.

    The score falls with what is left over of the name, and with how each word finds one.

    >>> finds("homich", "Tatsiana Homich").score, finds("Хомич Татьяна", "Tatsiana Homich").how.value
    (0.45, 'SPELLING')
    """
    sought, there = read(text), read(name)
    if sought.whole == there.whole:
        return Found(1.0, How.WHOLE)
    readings = [_reading(reading, there) for reading in sought.readings]
    found = [one for one in readings if one]
    return max(found, key=lambda one: (one.score, -_ORDER.index(one.how)), default=None)


def sounds_like(text: str, name: str) -> bool:
    """Say whether two names may be one in two spellings: they share two words that tell who is named.

    As they sound, or but for a slip in one of `text`. Where both have only one such word, they share it; a name of one
    word is not compared with a longer one.
    """
    sought, there = read(text).telling, read(name).telling
    needed = min(2, len(sought))
    if not sought or needed != min(2, len(there)):
        return False
    return sum(any(_same_sound(part, other) for other in there) for part in sought) >= needed


def _same_sound(part: Part, other: Part) -> bool:
    return (
        part.skeleton == other.skeleton
        or is_mistyped(part.word, other.word)
        or is_mistyped(part.skeleton, other.skeleton)
    )


def _reading(parts: tuple[Part, ...], there: Named) -> Found | None:
    best = {part: _best(part, there) for part in dict.fromkeys(parts)}
    weighed = [one for part in parts if (one := best[part])]
    if not weighed or len(weighed) < len(parts):
        return None
    longest = max(min(map(len, there.readings)), len(parts))
    how = max((one.how for one in weighed), key=_ORDER.index)
    return Found(round(_MOST * sum(one.weight for one in weighed) / longest, 3), how)


def _best(part: Part, there: Named) -> _Weighed | None:
    if part.word in there.words:
        return _SURE
    if part.skeleton in there.skeletons:
        return _SOUNDS
    pairs = (((part.word, word) for word in there.words), ((part.skeleton, sound) for sound in there.skeletons))
    if any(is_mistyped(*pair) for some in pairs for pair in some):
        return _MISTYPED
    if any(word.startswith(part.word) for word in there.words):
        return _BEGUN
    begun = len(part.skeleton) >= LEAST_BEGUN and any(sound.startswith(part.skeleton) for sound in there.skeletons)
    return _SOUNDS_BEGUN if begun else None


def is_mistyped(word: str, meant: str) -> bool:
    """Say whether `word`, of five letters or more, is `meant` but for one letter, or two that have changed places.

    >>> is_mistyped("homcih", "homich"), is_mistyped("homic", "homich"), is_mistyped("home", "homes")
    (True, True, False)
    """
    if not LEAST_FOR_TYPO <= len(word) <= MOST_FOR_TYPO or abs(len(word) - len(meant)) > 1 or word == meant:
        return False
    same = next((place for place, pair in enumerate(zip(word, meant, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return True
    rest, wanted = word[same:], meant[same:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[2:] == wanted[2:] and rest[:2] == wanted[1::-1])
    )

"""Whether two names may name the same: surnames, misspellings, acronyms, a court with its country and without it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from loaders.article.lexicon import first_names, known_places, names, peoples, places, plain

_ALIKE = 0.8
_MISSPELT = 0.85
_LONG = 6
_LETTERS = 2
_ARTICLE = re.compile(r"^(?:[aA]l|[eE]l|[aA]n|[aA]s|[aA]sh)-(?=[^\W\d_a-z])")
_VOWELS = frozenset("AEIOUYÉÓÖÜ")


def person_short(short: str, full: str) -> bool:
    """Say whether `short` may be a way to speak of the person `full`: a surname, a first name, a fuller form."""
    words, whole = _plain_words(short), _plain_words(full)
    if words == whole:
        return True
    if not words or len(whole) == 1:
        return False
    if len(words) == 1:
        return words[0] in whole and len(words[0]) > 1
    if words[0] == whole[0] or _initial(words[0], whole[0]) or _close(words[0], whole[0]):
        one, other = (first_names().gender(name) for name in (words[0], whole[0]))
        return not (one and other and one != other) and (
            words[-1] in whole[1:] or whole[-1] in words[1:] or _slip(words[-1], whole[-1])
        )
    return len(words) < len(whole) and whole[-len(words) :] == words


def _slip(one: str, other: str) -> bool:
    """Say whether two surnames after one first name are one: Laden and Ladin, Pohiva and Pōhiva."""
    one, other = plain(one), plain(other)
    if one == other or misspelt(one, other):
        return True
    differ = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= _LONG - 1 and one[0] == other[0] and differ == 1


def misspelt(one: str, other: str) -> bool:
    """Say whether two surnames differ as a slip of the pen does, and not as a wife's does from her husband's.

    >>> misspelt("Pierliusi", "Pierluisi"), misspelt("Tsikhanouski", "Tsikhanouskaya")
    (True, False)
    """
    if min(len(one), len(other)) < _LONG or one[0] != other[0] or one[-1] != other[-1]:
        return False
    if one == other or abs(len(one) - len(other)) > 1 or len(set(one) ^ set(other)) > _LETTERS:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _MISSPELT


def body_short(short: str, full: str, kind: str) -> bool:
    """Say whether `short` may name what `full` names, if both are of the type `kind` and no person."""
    if kind in {"place", "org"} and short == deciding_word(full):
        return True
    if kind == "place":
        return any(full == before + short or short == before + full for before in names().short.before_places)
    if kind == "event" and _own_name(short) == _own_name(full) is not None:
        return True
    if kind not in {"org", "law", "event", "award"}:
        return False
    acronym = acronym_of(short)
    if acronym:
        return acronym in initials(full)
    return _fewer_words(short, full)


def deciding_word(name: str) -> str | None:
    """Return the word for what a body or building is, by which it is called again: the Department, the Palace."""
    words = re.split(r" (?:of|for|on|in) ", name)[0].split()
    return words[-1] if len(words) + name.count(" of ") > 1 and names().heads.kind(words[-1]) is not None else None


def _own_name(event: str) -> str | None:
    """Return the name by which a storm is called while it grows: Tropical Storm Roe, Hurricane Roe."""
    words = event.split()
    stormy = len(words) > 1 and words[0] in names().leads.storm and words[-1] not in names().leads.storm
    return words[-1] if stormy else None


def _fewer_words(short: str, full: str) -> bool:
    """Say whether `short` is `full` without its place: UK Supreme Court, Supreme Court of the United Kingdom."""
    if short == "House":
        return "House of " in full
    one, other = _content(short), _content(full)
    before, _, last = full.rpartition(" ")
    if one == other or (before == short and last in names().short.endings):
        return True
    if not one < other or (len(one) == 1 and not one <= names().short.alone):
        return False
    if other - one <= _place_words():
        return True
    ends = full.endswith(" " + short) or full.startswith((short + " of ", short + " for "))
    return ends and len(one) > 1 and "Party" not in one


def acronym_of(text: str) -> str | None:
    """Return the letters of an acronym without its full stops, or None if `text` is none."""
    letters = text.replace(".", "")
    return letters if letters.isupper() and len(letters) > 1 and " " not in text else None


def _plain_words(name: str) -> list[str]:
    return [bare(word) for word in name.split() if word not in names().short.suffixes]


@cache
def bare(word: str) -> str:
    """Return a word of a name without accents and without an Arabic article, with a capital: Assad of al-Assad."""
    told = _ARTICLE.sub("", plain(word)) or word
    return told[0].upper() + told[1:]


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and (len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1)


def _close(one: str, other: str) -> bool:
    vowels = one[0] in _VOWELS and other[0] in _VOWELS and min(len(one), len(other)) >= _LONG - 1
    return (one[0] == other[0] or vowels) and SequenceMatcher(None, one, other).ratio() >= _ALIKE


@cache
def initials(name: str) -> frozenset[str]:
    """Return the acronyms that `name` may have."""
    words = name.replace("-", " ").split()
    capitals = [word[0] for word in words if word[0].isupper()]
    return frozenset({"".join(capitals), "".join(word[0].upper() for word in words), "".join(capitals[1:])})


@cache
def _content(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others; UK and British are told as the United Kingdom."""
    text = name.replace("'s ", " ").replace("' ", " ")
    words = text.split()
    out: list[str] = []
    for word in words:
        country = places().aliases.get(word) or peoples().get(word)
        out.extend((country or word).split())
    return frozenset(
        word if word.isupper() else word.capitalize() for word in out if word.lower() not in names().short.small
    )


@cache
def _place_words() -> frozenset[str]:
    return frozenset(word for place in known_places() for word in place.split()) | names().short.left_out

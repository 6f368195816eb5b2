"""The skeleton of a name: what stays the same when a person is written in another language or script.

A Belarusian has one name in Belarusian and another in Russian, each in Cyrillic and in several Latin spellings:
Сяргей Ціханоўскі, Siarhei Tsikhanouski, Сергей Тихановский, Sergey Tikhanovskiy. The rules here follow the sounds that
differ: akanne (unstressed o and e become a), soft t and d (ts, dz), h for g, the short u (v), iotated vowels, endings.

The rules fold names of other languages too, where they lose more than they gain. So whoever compares names looks at the
plain Latin spelling as well (`graph.likeness_of_names`); a skeleton finds candidates, it decides nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.letters import in_english_letters, one_script, romanised
from graph.names import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 24
"""A name is compared by so many of its words, each by so many letters: nobody is called longer."""
LONGEST_WORD = 64
_LONGEST = MOST_WORDS * LONGEST_WORD
_KEPT = 1 << 16
_SHORT = 3
"""A word of at most so many letters keeps its vowels and its doubles: else Lee and Lao were one, and Jan and Ann."""

_SOUNDS = (
    ("shch", "C"), ("tch", "C"), ("tsch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("dzh", "Z"),
    ("kh", "h"), ("ph", "f"), ("ts", "t"), ("tz", "t"), ("dz", "d"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("ija", "a"), ("iia", "a"), ("iya", "a"), ("yja", "a"), ("yia", "a"), ("yya", "a"),
    ("ja", "a"), ("ya", "a"), ("ia", "a"),
    ("iju", "u"), ("iyu", "u"), ("ju", "u"), ("yu", "u"), ("iu", "u"),
    ("je", "e"), ("ye", "e"), ("ie", "e"), ("jo", "o"), ("yo", "o"), ("io", "o"),
    ("g", "h"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_IOTATED = re.compile("[jyi][aeou]")
_INITIAL_U = re.compile("^u(?=[bdfhklmnprstvzSCZ])")
_SHORT_U = re.compile("(?<=[aeo])u(?=[^aeoiu]|$)")
_DOUBLED = re.compile(r"(.)\1+")
_ADJECTIVE = re.compile("sk$")
_WORD = re.compile(r"[^\W_]+")
_BROAD = str.maketrans("eo", "aa")
_APOSTROPHE = re.compile("(?<=[^\\W_])['\u2019\u2018\u02bc`\u00b4](?=[^\\W_])")
_PATRONYMIC = re.compile("(?:[aeiouy](?:vi|vy|)t?ch|[aeiouy](?:v|u|w)na|[iy]chna)$")
_SHORTEST_PATRONYMIC = 6


class Word(NamedTuple):
    """A word of a name: folded, in plain Latin letters, its skeleton, and whether capitals mark it as the surname."""

    folded: str
    plain: str
    skeleton: str
    marked: bool = False

    @property
    def is_patronymic(self) -> bool:
        """Whether it may be a patronymic by its ending; many surnames end so too."""
        return len(self.plain) >= _SHORTEST_PATRONYMIC and bool(_PATRONYMIC.search(self.plain))


def telling(words: Sequence[Word]) -> list[Word]:
    """Return the words that tell who is named: patronymics only where there is little else."""
    first = [word for word in words if not word.is_patronymic]
    return first if len(first) > 1 else list(words)


@lru_cache(_KEPT)
def skeleton(word: str) -> str:
    """Return the skeleton of a folded word. Capitals in it are sounds written with several letters.

    >>> [skeleton(word) for word in ("ціханоўскі", "tsikhanouski", "тихановский", "tikhanovskiy")]
    ['tihanavski', 'tihanavski', 'tihanavski', 'tihanavski']
    >>> {skeleton(word) for word in ("марыя", "мария", "maryia", "maryya", "maria", "mariya", "maryja")}
    {'mara'}
    """
    text = romanised(word[:LONGEST_WORD])
    if len(word) <= _SHORT:
        return "i" + _sounds(text[1:]) if _IOTATED.match(text) else _sounds(text)
    text = _DOUBLED.sub(r"\1", _INITIAL_U.sub("v", _sounds(text)))
    return _DOUBLED.sub(r"\1", _ADJECTIVE.sub("ski", text).translate(_BROAD))


def _sounds(text: str) -> str:
    for written, sound in _SOUNDS:
        if written in text:
            text = text.replace(written, sound)
    return _SHORT_U.sub("v", text)


@lru_cache(_KEPT)
def spelled(name: str) -> tuple[Word, ...]:
    """Return the words of `name`, in its order; an apostrophe is no end of a word.

    >>> [word.plain for word in spelled("Валер’евіч НАВУМАЎ")], spelled("Ivan DANILOV")[1].marked
    (['valerevich', 'navumau'], True)
    """
    text = in_english_letters(_APOSTROPHE.sub("", one_script(name[:_LONGEST])))
    written = _WORD.findall(bare(text))[:MOST_WORDS]
    marks = [len(word) > 1 and word.isupper() for word in written]
    telling = not all(mark or len(word) == 1 for mark, word in zip(marks, written, strict=True))
    folds = [word.casefold()[:LONGEST_WORD] for word in written]
    return tuple(
        Word(word, romanised(word), skeleton(word), telling and mark) for word, mark in zip(folds, marks, strict=True)
    )

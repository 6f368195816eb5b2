"""Letters of names: look-alikes put right, Cyrillic and the Slavic Latin alphabets written as English does.

Belarusian, Russian and Ukrainian, as newspapers write them in English, so that what is left to fold is how one person
is written in two of these languages (`graph.spelling`). Other scripts stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u0138]")
_WORD = re.compile(r"[^\W\d_]+")

_LOOK_ALIKES = dict(
    zip("AaBCcEeHIiJjKKkMOoPpSsTXxYy\u0138", "АаВСсЕеНІіЈјККкМОоРрЅѕТХхУук", strict=True),
)
_TO_CYRILLIC = str.maketrans(_LOOK_ALIKES)
_TO_LATIN = str.maketrans({there: here for here, there in _LOOK_ALIKES.items() if here != "\u0138"})

_ROMAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ё": "io", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ј": "i", "ѕ": "dz", "љ": "li", "њ": "ni", "ћ": "ch",
    "ђ": "dzh", "џ": "dzh", "ѓ": "g", "ќ": "k",
}  # fmt: skip
_ROMAN_OF = str.maketrans(_ROMAN)

_SLAVIC_LATIN = re.compile("[čšžŭśźćńłąężđ]", re.IGNORECASE)
_SLAVIC_SOUNDS = {
    "ch": "kh", "cz": "ch", "sz": "sh", "c": "ts", "č": "ch", "ć": "ts", "š": "sh", "ś": "s", "ž": "zh", "ź": "z",
    "ż": "zh", "ŭ": "u", "ł": "l", "ń": "n", "ą": "on", "ę": "en", "đ": "dzh",
}  # fmt: skip
_SLAVIC_LETTERS = re.compile("|".join(_SLAVIC_SOUNDS), re.IGNORECASE)


def in_english_letters(name: str) -> str:
    """Return a name in a Slavic Latin alphabet (Belarusian łacinka, Polish, Czech, Croatian …) as English spells it.

    Only where a letter shows that it is in one: there c and ch are other sounds than in English.

    >>> in_english_letters("Śviatłana Cichanoŭskaja"), in_english_letters("Charles de Michel")
    ('Sviatlana Tsikhanouskaja', 'Charles de Michel')
    """
    if name.isascii():
        return name
    composed = unicodedata.normalize("NFC", name)
    return _SLAVIC_LETTERS.sub(_sound, composed) if _SLAVIC_LATIN.search(composed) else name


def _sound(found: re.Match[str]) -> str:
    written = found[0]
    sound = _SLAVIC_SOUNDS[written.lower()]
    if not written[0].isupper():
        return sound
    beside = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    return sound.upper() if any(letter.isupper() for letter in beside) else sound.title()


def one_script(name: str) -> str:
    """Return `name` with each word in one script: a letter that only looks like one of that script becomes it.

    A word is of the script that most of its letters are of, Cyrillic where they are as many.

    >>> one_script("НАСКЕВ" + "I" + "Ч") == "НАСКЕВІЧ", one_script("Luk" + "а" + "shenka").isascii()
    (True, True)
    """
    if name.isascii() or not _CYRILLIC.search(name):
        return name
    return _WORD.sub(lambda found: _of_one_script(found[0]), name)


def _of_one_script(word: str) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not cyrillic or not latin:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def romanised(word: str) -> str:
    """Return a folded word in Latin letters, where it is in Cyrillic ones.

    >>> romanised("цихановская"), romanised("anna")
    ('tsikhanovskaia', 'anna')
    """
    return word if word.isascii() else word.translate(_ROMAN_OF)

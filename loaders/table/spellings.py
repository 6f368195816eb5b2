"""Names as registers print them: further spellings in parentheses and behind slashes, several scripts in one list."""

from __future__ import annotations

import re
from unicodedata import name as name_of

_LABEL = re.compile(r"^(?:in \w+|\w+ spelling|\w+)\s*:\s*", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+(?=[^)]*(?:\(|$))")
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_SLASH = re.compile(r"\s*/\s*")
_BETWEEN_BODIES = re.compile(r"\s+/\s+|(?<=[’”\"'])/(?=\S)")
_FEW = 3
_DOTTED = "\u0456"  # the Cyrillic letter that looks like the Latin i


def person_names(words: str) -> list[str]:
    """Return each spelling of a person's name, the first as it would be written alone.

    >>> person_names("Alexander (Alexandr) Petrovich BARSUKOV")
    ['Alexander Petrovich BARSUKOV', 'Alexandr Petrovich BARSUKOV']
    >>> person_names("Iury Leanidavich SIVAKAU (Yuri Leanidavich SIVAKAU, SIVAKOU)")
    ['Iury Leanidavich SIVAKAU', 'Yuri Leanidavich SIVAKAU', 'Iury Leanidavich SIVAKOU']
    >>> person_names("Mikalai Mikalaevich VARABEI/VERABEI"), person_names("Siarhei Piatrovich, RUBNIKOVICH")
    (['Mikalai Mikalaevich VARABEI', 'Mikalai Mikalaevich VERABEI'], ['Siarhei Piatrovich RUBNIKOVICH'])
    >>> person_names("Kirsanova (Russian spelling: Кирсанова) or Selyun (Russian spelling: Селюн)")
    ['Kirsanova', 'Кирсанова', 'Selyun', 'Селюн']
    """
    found: list[str] = []
    for part in _OR.split(words):
        found += _spelt(part)
    return list(dict.fromkeys(name for name in map(_tidy, found) if name))


def organisation_names(words: str) -> list[str]:
    """Return each name of a body: what stands in parentheses at the end, and what slashes part, are names too.

    >>> organisation_names("Belarusski Avtomobilnyi Zavod (BelAZ) / OJSC BELAZ")
    ['Belarusski Avtomobilnyi Zavod', 'BelAZ', 'OJSC BELAZ']
    >>> organisation_names("BSW (BMZ) – management company")
    ['BSW (BMZ) – management company']
    """
    found = []
    for part in _BETWEEN_BODIES.split(words):
        match = re.fullmatch(r"(.*?\S)\s*\(([^()]+)\)", part)
        found += [match[1], match[2]] if match else [part]
    return list(dict.fromkeys(name for name in map(_tidy, found) if name))


def language_of(words: str) -> str | None:
    """Return the language of a name where its letters tell it, else None: most names could be of several.

    >>> language_of("Уладзіміравіч НАВУМАЎ"), language_of("Юрый"), language_of("Виктория Марьяновна РЫЖОВА")
    ('be', None, 'ru')
    """
    letters = set(words.lower())
    if letters & set("їєґ"):
        return "uk"
    if "ў" in letters or (_DOTTED in letters and letters & set("ыэё")):
        return "be"
    if letters & set("ищ") and letters & set("ыэё") and not letters & set("\u0456ўњђћ"):
        return "ru"
    return None


def _spelt(words: str) -> list[str]:
    """Return the spellings of one name: bracketed words are all of it, its surname, or the word before them."""
    match = _IN_BRACKETS.search(words)
    if match is None:
        return _varied(words)
    before, after = words[: match.start()].strip(), words[match.end() :].strip()
    inside = _LABEL.sub("", match[1]).strip()
    outside = _varied(f"{before} {after}".strip())
    if _script(inside) != _script(before) or not before:
        return [*outside, inside]
    if after:
        kept = before.rsplit(" ", 1)[0] if " " in before else ""
        return [*outside, *_spelt(f"{kept} {inside} {after}".strip())]
    spellings = [part.strip() for part in inside.split(",") if part.strip()]
    return [*outside, *(_instead(outside[0], each) for each in spellings)]


def _varied(words: str) -> list[str]:
    """Return a name whose last word is given in several spellings, in each of them."""
    parts = _SLASH.split(words)
    if len(parts) > 1 and all(" " not in part for part in parts[1:]):
        return [parts[0], *(_instead(parts[0], part) for part in parts[1:])]
    if len(parts) > 1:
        return parts
    listed = [part.strip() for part in words.split(",") if part.strip()]
    surname = listed[0].rsplit(" ", 1)[-1] if listed else ""
    if len(listed) > 1 and surname.isupper() and all(part.isupper() and " " not in part for part in listed[1:]):
        return [listed[0], *(_instead(listed[0], part) for part in listed[1:])]
    return [" ".join(listed)]


def _instead(name: str, spelling: str) -> str:
    """Return `name` with a single word in place of its last; several words are a whole name."""
    kept = name.rsplit(" ", 1)[0] if " " in name else ""
    return spelling if " " in spelling else f"{kept} {spelling}".strip()


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" ,;")


def _script(words: str) -> str:
    letters = [letter for letter in words if letter.isalpha()][:_FEW]
    return name_of(letters[0], "").split(" ")[0] if letters else ""

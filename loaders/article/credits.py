"""Who wrote an article and when, by the lines of its text that say nothing else.

These lines are left out of its segments, or are segments that no claim is read from.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.edtf import parse
from graph.errors import InvalidDateError

_MAX_LINE = 200
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY_OF_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_ZONE = r"(?: ?\(?(?:Z|[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?){0,2}"
_CLOCK = rf"\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?:\.\d{{1,6}})?(?: ?[ap]\.?m\.?)?{_ZONE}"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_SHAPES = (
    rf"{_WEEKDAY}{_MONTH} {_DAY_OF_MONTH},? {_YEAR}",
    rf"{_WEEKDAY}{_DAY_OF_MONTH} {_MONTH},? {_YEAR}",
    r"(?P<year>\d{4})[-/.](?P<month>\d{2})[-/.](?P<day>\d{2})",
)
_LABEL = (
    r"(?:(?:first |last |originally )?"
    r"(?P<label>published|posted|issued|released|date|updated|modified)(?: on| at)?:? ?)"
)
_PLACE = r"(?:[^\W\d_][^\d,\n]{1,30}, )"
"""Before a day: the city it was written in."""
_DAYS = [
    re.compile(
        rf"{_PLACE}?{_LABEL}?(?:{_CLOCK},?(?: on)? )?{shape}(?:(?:,|T| at| -| –| \|)? ?{_CLOCK})?\.?", re.IGNORECASE
    )
    for shape in _SHAPES
]
_NAME = r"(?:[^\W\d_][\w.’'-]*|de|von|van|der|bin|al|el)"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,4}}"
_OUTLET = r"(?P<outlet>[A-Z][^,;|.\n]{1,60})"
_AND = re.compile(r",? and |, | & |; ")
_BY = re.compile(
    r"(?:reported by|reporting by|written by|story by|words by|text by|by|author:|authors:) ?:? ?(?P<rest>\S.*)",
    re.IGNORECASE,
)
_CREDIT = re.compile(rf"(?P<rest>{_NAMES}(?:(?:,? and | & ){_NAMES})?) ?[,|/–—] ?{_OUTLET}")
_AGENCY = re.compile(
    r"(?:the )?(?:associated press|reuters|afp|ap|agence france-presse|bbc(?: news)?|rfe/rl|radio free europe.*|dpa"
    r"|tass|interfax|cnn|npr|al jazeera|the guardian|bloomberg(?: news)?|voice of america|voa|deutsche welle|dw"
    r"|wikinews|the (?:new york |washington |moscow )?(?:times|post|telegraph|independent)"
    r"|.{1,40} (?:news(?: agency)?|service|press|times|post|herald|tribune|gazette|journal|courier|chronicle|staff"
    r"|correspondent|reporter|writer|editor))",
    re.IGNORECASE,
)
_PLACE_OR_ROLE = re.compile(r" (?:in|for|at) (?P<tail>.{2,60})$")


class Byline(NamedTuple):
    """Who a line says wrote the text, and for whom when it says that too."""

    authors: list[str]
    outlet: str | None = None


def written_day(text: str) -> str | None:
    """Return the day that `text`, and nothing else in it, writes in English or as ISO 8601; None for any other text.

    >>> [written_day(text) for text in ("Sunday, March 17, 2019", "7 Sept 2020", "2019-03-17", "March 2019")]
    ['2019-03-17', '2020-09-07', '2019-03-17', None]
    """
    found = _found_day(text)
    return found[0] if found else None


def is_day(line: str) -> bool:
    """Say whether a line is a day and nothing else but what it is the day of."""
    return _found_day(line) is not None


def _found_day(text: str) -> tuple[str, str] | None:
    """Return the day and the word before it, in small letters."""
    words = " ".join(text[: _MAX_LINE + 1].split())
    if len(words) > _MAX_LINE:
        return None
    for shape in _DAYS:
        found = shape.fullmatch(words)
        if found:
            month = found["month"].lower()
            number = int(month) if month.isdecimal() else _MONTHS[month]
            day = f"{found['year']}-{number:02d}-{int(found['day']):02d}"
            try:
                return parse(day).text, (found["label"] or "").lower()
            except InvalidDateError:
                return None
    return None


def dateline(text: str) -> str | None:
    """Return the day (EDTF) of the first line near the top of `text` that is a day and nothing else.

    A line that says when the text was updated counts only where no other does.
    """
    updated = None
    for line in _top(text):
        found = _found_day(line)
        if found and found[1] not in {"updated", "modified"}:
            return found[0]
        updated = updated or (found and found[0])
    return updated


def byline(text: str) -> Byline | None:
    r"""Return who wrote `text` by the first line near its top that says so.

    >>> byline("Storm Hits Coast\n\nBy Jane Doe and John Roe, The Courier")
    Byline(authors=['Jane Doe', 'John Roe'], outlet='The Courier')
    """
    return next((found for found in map(read_byline, _top(text)) if found), None)


def read_byline(line: str) -> Byline | None:
    """Return who wrote it when `line` says that and no more.

    >>> read_byline("Jane Doe, Reuters")
    Byline(authors=['Jane Doe'], outlet='Reuters')
    >>> read_byline("By Monday the water was gone.")
    """
    words = " ".join(line[: _MAX_LINE + 1].split()).strip("()")
    if not words or len(words) > _MAX_LINE:
        return None
    by = _BY.fullmatch(words)
    if by and not by["rest"].endswith("."):
        head, *tail = re.split(r" ?[|;•·] ?| [–—-] ", by["rest"])
        outlet = next((piece for piece in tail if _AGENCY.fullmatch(piece)), None)
        return _named(f"{head}, {outlet}" if outlet else head)
    credit = _CREDIT.fullmatch(words)
    if credit and _AGENCY.fullmatch(credit["outlet"].strip()):
        return _named(f"{credit['rest']}, {credit['outlet'].strip()}")
    return None


def _named(words: str) -> Byline | None:
    """Read "Jane Doe and John Roe in Minsk, The Courier"; None when what stands there are no names."""
    words = _PLACE_OR_ROLE.sub("", words.rstrip(". "))
    parts = [part.strip() for part in _AND.split(words) if part.strip()]
    outlet = None
    if len(parts) > 1 and (_AGENCY.fullmatch(parts[-1]) or not re.fullmatch(_NAMES, parts[-1])):
        last = parts.pop()
        outlet = last if last[0].isupper() else None
    if not parts or not all(_is_name(part) for part in parts):
        return None
    return Byline(parts, outlet)


def _is_name(words: str) -> bool:
    """Say whether `words` may be a person's or a newsroom's name: every longer word begins with a capital."""
    return (
        bool(re.fullmatch(_NAMES, words))
        and all(
            word[0].isupper()
            for word in words.split()
            if len(word) > 3 or word[0].isupper()  # noqa: PLR2004
        )
        and words[0].isupper()
        and written_day(words) is None
    )


def _top(text: str) -> list[str]:
    """Return the first lines of a text that are not empty; more are no part of its head."""
    head = text[:5000].split("\n", 60)
    return [line.strip() for line in head[:60] if line.strip()][:15]

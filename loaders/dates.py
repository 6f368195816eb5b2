"""One date as people write it, read as EDTF: `circa 1982`, `2018-Q3`, `28.2.2011`, `6 March 1955`, `late 1950s`.

A day, a month or a year stays as precise and as sure as it is written. What may be read in two ways is not read:
`06/03/1955` is June in one country and March in another, unless the caller knows which.
"""

from __future__ import annotations

import re

from graph.edtf import parse
from graph.errors import InvalidDateError

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, start=1) for length in (3, len(name))} | {
    "sept": 9
}
_NAME = rf"(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_BEFORE_QUARTERS = 32  # EDTF writes the first quarter of a year as its month 33


def _forms(*forms: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE | re.ASCII) for form in forms)


_FORMS = _forms(
    rf"{_YEAR}(?:-00-00|-(?P<month>\d\d)-00)",
    rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.]{_DAY}",
    rf"(?P<month>0?[1-9]|1[0-2])[./]{_YEAR}",
    rf"{_DAY}[\s.-]+(?:of\s+)?{_NAME}[\s,.-]+{_YEAR}",
    rf"{_NAME}\s+{_DAY}[\s,]+{_YEAR}",
    rf"{_NAME}[\s,.-]+{_YEAR}",
    rf"{_YEAR}[\s-]+{_NAME}(?:[\s-]+{_DAY})?",
)
_QUARTERS = _forms(
    r"(?P<year>\d{4})[\s/-]*Q(?P<quarter>[1-4])",
    r"Q(?P<quarter>[1-4])[\s/-]*(?P<year>\d{4})",
    r"(?P<quarter>[1-4])(?:st|nd|rd|th)\s+quarter(?:\s+of)?\s+(?P<year>\d{4})",
)
_PARTED, _DECADE, _CENTURY, _CLOCK = _forms(
    r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./ -]\s*(\d{4})",
    r"(?P<part>early|mid|late)?[\s-]*(?:the\s+)?(?P<decade>\d{3})0'?s",
    r"(?:the\s+)?(?P<number>\d{1,2})(?:st|nd|rd|th)\s+century",
    r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)",
)
_ABOUT_WORDS = r"\b(?:circa|ca|c|about|abt|around|approximately|approx|roughly|estimated|est)(?:\b\.?|(?=\d))\s*"
_PERHAPS_WORDS = r"\b(?:possibly|perhaps|probably|maybe)\s+"
_ABOUT, _PERHAPS, MARKS_BEFORE = _forms(
    rf"^~\s*|{_ABOUT_WORDS}|\s*\((?:approximately|approx\.?|circa|estimated|est\.?)\)$",
    rf"{_PERHAPS_WORDS}|\s*\(\?\)$|\s*\?$",
    rf"(?:~\s*|{_ABOUT_WORDS}|{_PERHAPS_WORDS})+",
)


def one_date(words: str, *, month_first: bool | None = None) -> str | None:
    """Return the EDTF text for the one date that `words` tell, with its marks; None where they tell none.

    `month_first` says whether 3/4/2020 is in March or in April; None that nobody knows. Then it is not read, unless
    only one order names a day, and dots, as in 3.4.2020, part a day from its month.

    >>> [one_date(words) for words in ("7.2.1956", "26 Feb. 2011", "circa 1957", "possibly March 1957", "2018-Q3")]
    ['1956-02-07', '2011-02-26', '1957~', '1957-03?', '2018-35']
    >>> one_date("3/4/2020"), one_date("3/4/2020", month_first=True), one_date("25/4/2020")
    (None, '2020-03-04', '2020-04-25')
    """
    text = words.strip().rstrip(".")
    if (found := _single(text)) and text[0] not in "~?%":
        return found
    bare, about = _ABOUT.subn("", text)
    bare, perhaps = _PERHAPS.subn("", bare)
    bare = bare.strip()
    found = _single(bare) or _single(_written(bare, month_first))
    if found is None:
        return None
    about, perhaps = about or found[-1] in "~%", perhaps or found[-1] in "?%"
    return _single(found.rstrip("~?%") + ("%" if about and perhaps else "~" if about else "?" if perhaps else ""))


def _single(edtf: str | None) -> str | None:
    """Return `edtf` if it is one date of EDTF."""
    if not edtf or "/" in edtf or edtf[0] in "[{":
        return None
    try:
        return parse(edtf).text
    except InvalidDateError:
        return None


def _written(text: str, month_first: bool | None) -> str | None:  # noqa: FBT001 - one caller
    """Return the EDTF text for one date that is not written as EDTF."""
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            return _numbers(parts["year"], parts.get("month"), parts.get("day"))
    for form in _QUARTERS:
        if match := form.fullmatch(text):
            return f"{match['year']}-{_BEFORE_QUARTERS + int(match['quarter'])}"
    if match := _DECADE.fullmatch(text):
        return f"{match['decade']}X{'~' if match['part'] else ''}"
    if (match := _CENTURY.fullmatch(text)) and int(match["number"]):
        return f"{int(match['number']) - 1:02}XX"
    if match := _CLOCK.fullmatch(text):
        return f"{match[1]}T{match[2]}"
    return _parted(text, month_first)


def _numbers(year: str, month: str | None, day: str | None) -> str:
    if month is None:
        return year
    number = _MONTH.get(month.lower()) or int(month)
    return f"{year}-{number:02}" if day is None else f"{year}-{number:02}-{int(day):02}"


def _parted(text: str, month_first: bool | None) -> str | None:  # noqa: FBT001 - one caller
    """Return a day with its year last, where its two other numbers can be told apart or are the same."""
    match = _PARTED.fullmatch(text)
    if match is None:
        return None
    first, mark, second, year = match.groups()
    if month_first is None and mark == ".":
        month_first = False
    orders = {True: [(first, second)], False: [(second, first)], None: [(first, second), (second, first)]}
    found = {day for order in orders[month_first] if (day := _single(_numbers(year, *order)))}
    return found.pop() if len(found) == 1 else None

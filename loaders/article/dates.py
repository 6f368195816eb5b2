"""Dates as English news says them, read as EDTF: `September 7`, `last month`, `since 2020`, `two days later`.

The parts of a year are its thirds (`early 2025` is 2025-37); a month has none, so `early March` is that month. A week
is the interval from Monday to Sunday. What names no day (`in recent months`, `the 21st century`) is not found.
"""

from __future__ import annotations

import re
from bisect import bisect
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from msgspec import structs

from graph.edtf import parse
from graph.errors import InvalidDateError
from loaders.article.date_cores import (
    DAY_WORDS,
    MONTH_NUMBERS,
    PARTS,
    START,
    TO_PREVIOUS,
    TO_PUBLISHED,
    WEEKDAYS,
    Expression,
    Form,
    find_cores,
)
from loaders.article.numbers import NUMBER, ORDINAL, around, number, ordinal

_T = TypeVar("_T")


class Anchors(NamedTuple):
    """What a date is read against: the days of publication and of what was told before; `future`: it lies ahead."""

    published: date | None = None
    previous: date | None = None
    future: bool = False


_ENDS = r"(?=\s*(?:[.,;:!?)]|$)|\s(?:and|but|when|or|he|she|it|they|the)\b)"
_LEADS: tuple[tuple[Form, str, str], ...] = (
    ("since", r"\b(?:ever\s)?since\s(?:the\s)?$", ""),
    ("since", r"\bfrom\s(?:the\s)?$", r"\s(?:onwards?|on(?=\s?[.,;])|forward)"),
    ("since", r"(?<![hksy]\s)\bafter\s$", _ENDS),
    ("until", r"\b(?:until|till|through|by|up\sto)\s(?:the\s)?$", ""),
    ("until", r"(?<![hksy]\s)\b(?:before|prior\sto)\s$", _ENDS),
    ("about", r"\b(?:circa|ca?\.|around|approximately|roughly|(?<=\bin\s)about|(?<=\bfrom\s)about)\s$", ""),
)
"""The form that a date takes with certain words before and after it; `days after September 7` leaves it as it is."""

_GLUE = {"from": r"\s?[-–—]\s?|\s(?:to|until|till|through(?:\sto)?)\s(?:the\s)?", "between": r"\sand\s(?:the\s)?"}
_GLUE |= {"": r"\s?[-–—]\s?|\s(?:to|through)\s"}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_OF_A_DAY, _HALF_A_DAY = {"minute": 1, "hour": 60}, 12 * 60
_ANNIVERSARY = re.compile(
    rf"{START}(?i:(?:(?:on\s)?(?:the\s)?(?P<eve>eve)\sof\s|(?P<near>before|after|ahead\sof)\s|on\s|to\smark\s)?"
    rf"(?:the\s|its\s|his\s|her\s|their\s)?(?P<nth>{ORDINAL}|{NUMBER}(?=-year))(?:-year)?\sanniversary)(?!\w)"
)
_ON_THE_DAY = re.compile(r",?\s(?:which\s)?(?:(?:was|is|marks|marked)\s)?")
_OF_WHAT = re.compile(r"\s(?:of|since)\s[^.,;:!?\n]{0,150}")


def find_dates(text: str) -> list[Expression]:
    """Return the dates of `text` in their order, with the words that belong to them; none overlaps another.

    >>> [(found.text, found.form) for found in find_dates("Jailed since 2020, she fell ill on Friday, November 28")]
    [('since 2020', 'since'), ('Friday, November 28', 'day')]
    """
    dates: list[Expression] = []
    for core in find_cores(text):
        between = _between(text, dates[-1], core) if dates else None
        dates[-1:] = [between] if between else [*dates[-1:], core]
    return _with_anniversaries(text, [_led(text, _led(text, found)) for found in dates])


def resolve(expression: Expression, anchors: Anchors) -> str | None:
    """Return `expression` as EDTF; None if `anchors` lack what it is read against, or no calendar has it.

    An `occasion` is the day on which an anniversary is kept, or `the eve of` it; an `anniversary` the day recalled.

    >>> eve, day = find_dates("on the eve of the 5th anniversary of her arrest on September 7")
    >>> resolve(eve, Anchors(date(2025, 9, 6))), resolve(day, Anchors(date(2025, 9, 6)))
    ('2025-09-06', '2020-09-07')
    """
    return _edtf(_READERS[expression.form], expression, anchors)


def event_day(expression: Expression, anchors: Anchors) -> str | None:
    """Return what an `occasion` or an `anniversary` looks back to: a day, or a year if the day is not said."""
    return _edtf(_event, expression, anchors)


def published_day(edtf: str) -> date | None:
    """Return the day that `edtf` is, None unless it is one full day: `2025-09` is none."""
    with suppress(ValueError):
        return date.fromisoformat(edtf) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", edtf) else None
    return None


def as_day(edtf: str | None) -> date | None:
    """Return the day that `edtf` is, also one that is only about right: what `Anchors.previous` takes."""
    return published_day(edtf.rstrip("~?%")) if edtf else None


def _between(text: str, first: Expression, second: Expression) -> Expression | None:
    """Return `first` and `second` as one interval if the words around them say so."""
    lead = re.search(r"(?i:\b(from|between)\s(?:the\s)?$)", around(text, first.start, first.end)[0])
    glued = re.fullmatch(_GLUE[lead[1].lower() if lead else ""], text[first.end : second.start])
    if not glued or not (lead or first.form == second.form):
        return None
    start = first.start - len(lead[0]) if lead else first.start
    return Expression(start, second.end, text[start : second.end], "between", parts=(first, second))


def _led(text: str, date_: Expression) -> Expression:
    """Return `date_` with the word before it that opens it to one side, or makes it approximate."""
    before, after = around(text, date_.start, date_.end)
    for form, lead, rest in _LEADS if date_.form != "between" else ():
        found, follows = re.search(lead, before, re.IGNORECASE), re.match(rest, after)
        if found and follows:
            start, end = date_.start - len(found[0]), date_.end + follows.end()
            part = structs.replace(date_, said={**date_.said, "lead": form})
            return Expression(start, end, text[start:end], form, parts=(part,))
    return date_


def _with_anniversaries(text: str, dates: list[Expression]) -> list[Expression]:
    """Return `dates` and the anniversaries of `text`; a day that follows one in its clause is what it recalls."""
    found, occasions = list(dates), []
    for match in _ANNIVERSARY.finditer(text) if "anniversary" in text.lower() else ():
        (start, end), said = match.span(), {name: words.lower() for name, words in match.groupdict().items() if words}
        said["years"] = str(ordinal(said["nth"]) or number(said["nth"]))
        i = bisect(dates, end, key=lambda day: day.start)
        parts: tuple[Expression, ...] = ()
        if i < len(dates) and dates[i].form == "day" and _OF_WHAT.fullmatch(text, end, dates[i].start):
            parts = (dates[i],)
            found[i] = structs.replace(dates[i], form="anniversary", said=said, parts=parts)
        elif i and dates[i - 1].form == "day" and _ON_THE_DAY.fullmatch(text, dates[i - 1].end, start):
            parts = (dates[i - 1],)
        occasions.append(Expression(start, end, text[start:end], "occasion", said, parts))
    return sorted([*found, *occasions], key=lambda day: day.start)


def _edtf(read: _Reader, date_: Expression, anchors: Anchors) -> str | None:
    try:
        return parse(read(date_, anchors)).text
    except (InvalidDateError, LookupError, OverflowError, ValueError):  # nothing to count from, or no such day
        return None


def _known(value: _T | None) -> _T:
    if value is None:
        raise ValueError
    return value


def _anchor(which: str, anchors: Anchors) -> tuple[date, int]:
    """Return what `last` or `the following` counts from, and how many of what is counted."""
    if which in TO_PUBLISHED:
        return _known(anchors.published), TO_PUBLISHED[which]
    if which == "in the":  # "earlier in the month": of what is told, else of the article
        return _known(anchors.previous or anchors.published), 0
    return _known(anchors.previous), TO_PREVIOUS[which]


def _steps(now: int, then: int, cycle: int, turn: int, *, ahead: bool) -> int:
    """Return how many months or days it is from `now` to `then`; where no turn says it, `ahead` does."""
    if turn == 0:
        return (then - now) % cycle if ahead else -((now - then) % cycle)
    return (then - now - 1) % cycle + 1 if turn > 0 else -((now - then - 1) % cycle + 1)


def _month_away(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def _year_of(words: str, anchors: Anchors) -> int:
    if words.isdigit():
        return int(words)
    day, years = _anchor(words.removesuffix(" year"), anchors)
    return day.year + years


def _day(date_: Expression, anchors: Anchors) -> str:
    """Return a day: without a year the nearest to publication, at most 60 days after it; if `future`, not before it."""
    said, month, day = date_.said, MONTH_NUMBERS[date_.said["month"][:3]], int(date_.said["day"])
    if "year" in said:
        first = date(_year_of(said["year"], anchors), month, day)
    else:
        now = _known(anchors.published)
        years = range(now.year - 4, now.year + 5)  # 29 February comes every 4 years
        days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
        latest = now + timedelta(183 if said.get("lead") == "until" else 60)
        fit = [then for then in days if (then >= now if anchors.future else then <= latest)]
        first = min(fit, key=lambda then: abs(then - now))
    return f"{first}/{first.replace(day=int(said['last']))}" if "last" in said else f"{first}"


def _month(date_: Expression, anchors: Anchors) -> str:
    """Return a month: without a year the latest that had begun by publication, after `until` one soon to come."""
    said, month = date_.said, MONTH_NUMBERS[date_.said["month"][:3]]
    if "year" in said:
        return f"{_year_of(said['year'], anchors):04}-{month:02}"
    day, turn = _anchor(said.get("which", "this"), anchors)
    if said.get("which") == "this":
        return f"{day.year:04}-{month:02}"
    most_ahead = 9 if said.get("lead") == "until" else 6 if "which" in said else -1
    ahead = anchors.future or (month - day.month) % 12 <= most_ahead
    return _month_away(day, _steps(day.month, month, 12, turn, ahead=ahead))


def _year(date_: Expression, anchors: Anchors) -> str:
    if "decade" in date_.said:
        return f"{date_.said['decade']}X"
    if "side" in date_.said:
        return f"{_known(anchors.previous).year + (-1 if date_.said['side'] == 'before' else 1):04}"
    year = f"{_year_of(date_.said['year'], anchors):04}"
    return next((f"{year}-{code}" for word, code in PARTS.items() if word in date_.said.get("part", "")), year)


def _weekday(date_: Expression, anchors: Anchors) -> str:
    said, then = date_.said, WEEKDAYS.index(date_.said["weekday"][:3])
    which = said.get("week", said.get("which", "this"))
    if which in ("the previous", "the preceding") and anchors.previous is None:
        which = "last"
    day, turn = _anchor(which, anchors)
    now = day.weekday()
    if "week" in said:
        return f"{day + timedelta(7 * turn + then - now)}"
    ahead = (then - now) % 7 < len(WEEKDAYS) / 2 if which in TO_PREVIOUS else anchors.future
    return f"{day + timedelta(_steps(now, then, 7, turn, ahead=ahead))}"


def _near(date_: Expression, anchors: Anchors) -> str:
    said, unit = date_.said, date_.said.get("unit", "day")
    if "side" in said:
        day, turn = _known(anchors.previous), -1 if said["side"] == "before" else 1
    else:
        day, turn = _anchor(said.get("which", "this"), anchors)
    if unit == "month":
        return _month_away(day, turn)
    if unit not in ("week", "weekend"):
        return f"{day + timedelta(DAY_WORDS.get(said.get('word', ''), turn))}"
    monday = day - timedelta(day.weekday())
    first, days = (monday, 6) if unit == "week" else (monday + timedelta(5), 1)
    is_ahead = day < first and (turn > 0 or (turn == 0 and not anchors.future))  # `this weekend` on a weekday has been
    first += timedelta(7 * (turn - is_ahead))
    return f"{first}/{first + timedelta(days)}"


def _away(date_: Expression, anchors: Anchors) -> str:
    """Return a day if days are counted; else to about a day, a month or, for more than one year, a year."""
    said, unit, half = date_.said, date_.said["unit"], "half" in date_.said or "rest" in date_.said
    day = _known(anchors.published if said["way"] == "ago" else anchors.previous)
    if "many" not in said:
        return f"{day}"  # moments later
    many = 1 if said["many"] in ("a", "an") else _known(number(said["many"]))
    way = 1 if said["way"] in ("later", "after") else -1
    if unit in _OF_A_DAY:
        return f"{_known(day if many * _OF_A_DAY[unit] < _HALF_A_DAY else None)}"
    if unit in _DAYS:
        then = day + timedelta(way * many * _DAYS[unit])
        return f"{then}~" if unit != "day" or half else f"{then}"
    size = {"month": 1, "year": 12, "decade": 120}[unit]
    month = _month_away(day, way * (size * many + (size // 2 if half else 0)))
    return f"{month}~" if unit == "month" or half or (unit == "year" and many == 1) else f"{month[:4]}~"


def _open(date_: Expression, anchors: Anchors) -> str:
    first, _, last = _READERS[date_.parts[0].form](date_.parts[0], anchors).partition("/")
    if date_.form == "about":
        return f"{first}/{last}" if last else f"{first.rstrip('~')}~"
    return f"{first}/.." if date_.form == "since" else f"../{last or first}"


def _interval(date_: Expression, anchors: Anchors) -> str:
    """Return both dates of an interval; the first, if no year is said, is the last such before the second."""
    first, last = date_.parts
    end = _READERS[last.form](last, anchors).split("/")[-1]
    if first.form in ("day", "month", "weekday") and not {"year", "which", "week"} & first.said.keys():
        anchors = Anchors(published_day(end + "-12-28"[len(end) - 4 :]))
    return f"{_READERS[first.form](first, anchors).split('/')[0]}/{end}"


def _kept(date_: Expression, anchors: Anchors) -> date:
    """Return the day on which an anniversary is kept; a year said after it is most likely that of the event."""
    (part,) = date_.parts
    day = date.fromisoformat(_day(part, anchors))
    then = day.year + int(date_.said["years"])
    now = anchors.published.year if anchors.published else then
    is_event = "year" in part.said and part.start >= date_.start and abs(then - now) <= abs(day.year - now)
    return day.replace(year=then) if is_event else day


def _occasion(date_: Expression, anchors: Anchors) -> str:
    kept = _known(None if "near" in date_.said else _kept(date_, anchors))
    return f"{kept - timedelta('eve' in date_.said)}"


def _event(date_: Expression, anchors: Anchors) -> str:
    years = int(date_.said["years"])
    if not date_.parts:
        return f"{_known(anchors.published).year - years:04}"
    kept = _kept(date_, anchors)
    return f"{kept.replace(year=kept.year - years)}"


_Reader = Callable[[Expression, Anchors], str]
_READERS: dict[Form, _Reader] = {"day": _day, "month": _month, "year": _year, "weekday": _weekday, "near": _near}
_READERS |= {"away": _away, "between": _interval, "since": _open, "until": _open, "about": _open}
_READERS |= {"occasion": _occasion, "anniversary": _event}

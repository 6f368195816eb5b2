"""Which dates the words of an article give: those it says, and those it counts from another ("two days later")."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from graph.edtf import Precision, parse
from graph.errors import InvalidDateError
from loaders.article.dates import Anchors, find_dates, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.edtf import Span as Time
    from loaders.article.date_cores import Expression
    from loaders.article.extraction import Span

_MOST_ANCHORS = 40
_MOST_DATES = 400
_SOME_DAY, _OTHER_DAY = date(2001, 2, 3), date(2002, 5, 6)


class Given(Enum):
    """How far from its evidence the words stand that give a date."""

    HERE = auto()
    ELSEWHERE = auto()
    NOWHERE = auto()


class Dates:
    """The dates that one article gives. A date that is less precise than one of them is given too."""

    def __init__(self, text: str, published: str | None) -> None:
        self._text = text
        self._published = _day(published)

    def given(self, edtf: str, places: Iterable[Span], *, lasts: bool = False) -> Given:
        """Say where the article gives the date `edtf`: in `places`, elsewhere, or not at all.

        What `lasts` may have begun on a day that is said: who joined in 2014 is a member from 2014.
        """
        try:
            wanted = parse(edtf)
        except InvalidDateError:
            return Given.NOWHERE
        said = [
            expression
            for expression, times in self._times
            if any(_says_less(wanted, time, lasts=lasts) for time in times)
        ]
        if any(place.holds(expression.start) for place in places for expression in said):
            return Given.HERE
        return Given.ELSEWHERE if said else Given.NOWHERE

    @cached_property
    def _times(self) -> list[tuple[Expression, list[Time]]]:
        """Return what each expression may mean: against the day of publication, and against each day told elsewhere."""
        found = find_dates(self._text)[:_MOST_DATES]
        alone = [set(self._readings(expression, [None])) for expression in found]
        days = sorted({day for readings in alone for edtf in readings if (day := _day(edtf))})[:_MOST_ANCHORS]
        if self._published in days:
            days.remove(self._published)
        for _ in range(2):  # a day may be counted from one that was itself counted: "two days later", "a year later"
            for expression, readings in zip(found, alone, strict=True):
                if self._is_counted(expression):
                    readings.update(self._readings(expression, days))
            days = sorted({day for readings in alone for edtf in readings if (day := _day(edtf))})[:_MOST_ANCHORS]
        return [(expression, list(_parsed(readings))) for expression, readings in zip(found, alone, strict=True)]

    def _readings(self, expression: Expression, days: Iterable[date | None]) -> Iterator[str]:
        for day in days:
            for future in (False, True):
                if edtf := resolve(expression, Anchors(self._published, day, future)):
                    yield edtf

    def _is_counted(self, expression: Expression) -> bool:
        some, other = (resolve(expression, Anchors(self._published, day)) for day in (_SOME_DAY, _OTHER_DAY))
        return some != other


def _parsed(readings: Iterable[str]) -> Iterator[Time]:
    for edtf in sorted(readings):
        try:
            yield parse(edtf)
        except InvalidDateError:
            continue


def _says_less(wanted: Time, given: Time, *, lasts: bool) -> bool:
    """Say whether `wanted` is `given` or a less precise way to say it: 2020 where the text has 7 September 2020.

    "Since then" is no less than "then", and since 2014 no less than since 2020.
    """
    if wanted.text == given.text:
        return True
    starts = _within(given.earliest_start, given.latest_start, wanted.earliest_start, wanted.latest_start)
    ends = _within(given.earliest_end, given.latest_end, wanted.earliest_end, wanted.latest_end)
    if "/" not in wanted.text:
        return _within(given.earliest_start, given.latest_end, wanted.earliest_start, wanted.latest_end)
    if "/" not in given.text:
        return lasts and starts and wanted.latest_end is None
    return starts and ends


def _within(start: int | None, end: int | None, earliest: int | None, latest: int | None) -> bool:
    """Say whether what lies between `start` and `end` lies between `earliest` and `latest`; None is no bound."""
    begins = earliest is None or (start is not None and earliest <= start)
    return begins and (latest is None or (end is not None and end <= latest))


def _day(edtf: str | None) -> date | None:
    """Return the day that `edtf` names, whatever qualifies it; None where it names none."""
    try:
        time = parse(edtf) if edtf else None
        return date.fromisoformat(time.text[:10]) if time and time.precision is Precision.DAY else None
    except (InvalidDateError, ValueError):
        return None

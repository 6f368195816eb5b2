"""Calendar arithmetic in whole numbers: the proleptic Gregorian calendar without the bounds of `datetime`.

Years are astronomical, as in ISO 8601: year 0 is 1 BC, year -1 is 2 BC. Days and seconds count from 1970-01-01.
"""

from __future__ import annotations

SECONDS_PER_DAY = 86_400
MONTHS_PER_YEAR = 12

_DAYS_PER_ERA = 146_097  # an era is 400 years, after which the calendar repeats
_DAYS_BEFORE_1970 = 719_468  # from 0000-03-01


def days_from_civil(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 to a day; a month outside 1 to 12 carries into the years.

    >>> days_from_civil(1970, 1, 2)
    1
    >>> days_from_civil(2020, 13, 1) == days_from_civil(2021, 1, 1)
    True
    """
    # a year that begins in March has its leap day last, so one formula serves every month
    carry, months_since_march = divmod(month - 3, MONTHS_PER_YEAR)
    era, year_of_era = divmod(year + carry, 400)
    day_of_year = (153 * months_since_march + 2) // 5 + day - 1
    day_of_era = 365 * year_of_era + year_of_era // 4 - year_of_era // 100 + day_of_year
    return _DAYS_PER_ERA * era + day_of_era - _DAYS_BEFORE_1970


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has.

    >>> days_in_month(2000, 2), days_in_month(1900, 2)
    (29, 28)
    """
    return days_from_civil(year, month + 1, 1) - days_from_civil(year, month, 1)


def midnight(year: int, month: int, day: int) -> int:
    """Return the second at which a day begins, in UTC.

    >>> midnight(2020, 9, 7)
    1599436800
    """
    return SECONDS_PER_DAY * days_from_civil(year, month, day)

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


def written(second: int) -> str:
    """Return a second as an RFC 3339 date-time in UTC; years outside 0–9999 have a sign and more digits (ISO 8601).

    >>> written(1599436800), written(midnight(-43, 3, 15))
    ('2020-09-07T00:00:00Z', '-0043-03-15T00:00:00Z')
    """
    days, rest = divmod(second, SECONDS_PER_DAY)
    era, day_of_era = divmod(days + _DAYS_BEFORE_1970, _DAYS_PER_ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    months_since_march = (5 * day_of_year + 2) // 153
    month = (months_since_march + 2) % MONTHS_PER_YEAR + 1
    year = 400 * era + year_of_era + (month <= 2)  # noqa: PLR2004 - a year that begins in March
    day = day_of_year - (153 * months_since_march + 2) // 5 + 1
    sign = "-" if year < 0 else "+" if year > 9999 else ""  # noqa: PLR2004 - four digits need no sign
    return f"{sign}{abs(year):04}-{month:02}-{day:02}T{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}Z"

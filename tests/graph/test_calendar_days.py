"""Calendar arithmetic agrees with `datetime.date` where that reaches, and with the 400-year cycle beyond."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.calendar_days import days_from_civil, days_in_month, midnight

law = settings(derandomize=True, deadline=None, database=None)
EPOCH = date(1970, 1, 1)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ((1970, 1, 1), 0),
        ((1969, 12, 31), -1),
        ((2000, 2, 29), 11_016),
        ((2000, 3, 1), 11_017),
        ((1, 1, 1), -719_162),
        ((0, 12, 31), -719_163),
        ((0, 2, 29), -719_469),
        ((0, 1, 1), -719_528),
        ((-1, 12, 31), -719_529),
        ((-400, 1, 1), -865_625),
        ((-170_000_000, 1, 1), -62_091_944_528),
    ],
)
def test_days_count_from_1970(day: tuple[int, int, int], days: int) -> None:
    assert days_from_civil(*day) == days


@pytest.mark.parametrize(
    ("month", "days"),
    [
        pytest.param(13, 18_628, id="2021-01-01"),
        pytest.param(25, 18_993, id="2022-01-01"),
        pytest.param(0, 18_231, id="2019-12-01"),
        pytest.param(-11, 17_897, id="2019-01-01"),
    ],
)
def test_a_month_outside_2020_carries_into_its_neighbours(month: int, days: int) -> None:
    assert days_from_civil(2020, month, 1) == days


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [
        (2020, 2, 29),
        (2021, 2, 28),
        (1900, 2, 28),
        (2000, 2, 29),
        (0, 2, 29),
        (-1, 2, 28),
        (2020, 12, 31),
        (2020, 4, 30),
    ],
)
def test_months_have_their_length(year: int, month: int, days: int) -> None:
    assert days_in_month(year, month) == days


def test_a_day_begins_at_midnight_in_utc() -> None:
    assert midnight(2020, 9, 7) == 1_599_436_800


@law
@given(st.dates())
def test_days_agree_with_datetime(day: date) -> None:
    assert days_from_civil(day.year, day.month, day.day) == (day - EPOCH).days


def test_every_first_of_a_month_agrees_with_datetime() -> None:
    ours = [days_from_civil(year, month, 1) for year in range(1, 10_000) for month in range(1, 13)]
    assert ours == [(date(year, month, 1) - EPOCH).days for year in range(1, 10_000) for month in range(1, 13)]


@law
@given(st.integers(1, 9999), st.integers(1, 12))
def test_month_lengths_agree_with_calendar(year: int, month: int) -> None:
    assert days_in_month(year, month) == calendar.monthrange(year, month)[1]


@law
@given(st.dates(), st.integers(-500_000_000, 500_000_000))
def test_the_calendar_repeats_after_400_years(day: date, eras: int) -> None:
    moved = days_from_civil(day.year + 400 * eras, day.month, day.day)
    assert moved == (day - EPOCH).days + 146_097 * eras

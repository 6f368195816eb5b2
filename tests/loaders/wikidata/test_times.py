"""Times of Wikidata are as precise in EDTF as they are said: years before Christ, centuries, ages of the earth."""

from __future__ import annotations

import pytest

from graph.edtf import parse
from loaders.wikidata.shapes import TimeValue
from loaders.wikidata.times import is_julian, read_time, time_words

JULIAN = "http://www.wikidata.org/entity/Q1985786"


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+1952-03-11T00:00:00Z", 11, "1952-03-11"),
        ("+1952-03-00T00:00:00Z", 10, "1952-03"),
        ("+1952-03-11T00:00:00Z", 10, "1952-03"),
        ("+1952-00-00T00:00:00Z", 9, "1952"),
        ("+1990-00-00T00:00:00Z", 8, "199X"),
        ("+1995-00-00T00:00:00Z", 8, "199X"),
        ("+2000-00-00T00:00:00Z", 7, "19XX"),
        ("+1901-00-00T00:00:00Z", 7, "19XX"),
        ("+1900-00-00T00:00:00Z", 7, "18XX"),
        ("+0070-00-00T00:00:00Z", 7, "00XX"),
        ("+2000-00-00T00:00:00Z", 6, "1XXX"),
        ("+2001-00-00T00:00:00Z", 6, "2XXX"),
        ("+1952-01-01T13:00:00Z", 12, "1952-01-01T13Z"),
        ("+1952-01-01T13:14:00Z", 13, "1952-01-01T13:14Z"),
        ("+1952-01-01T13:14:15Z", 14, "1952-01-01T13:14:15Z"),
        ("+00000002013-10-28T00:00:00Z", 11, "2013-10-28"),
        ("-0001-00-00T00:00:00Z", 9, "0000"),
        ("-0044-03-15T00:00:00Z", 11, "-0043-03-15"),
        ("-0500-00-00T00:00:00Z", 7, "-04XX"),
        ("-0401-00-00T00:00:00Z", 7, "-04XX"),
        ("-0400-00-00T00:00:00Z", 7, "-03XX"),
        ("-0050-00-00T00:00:00Z", 7, "[-0099..0000]"),
        ("-0430-00-00T00:00:00Z", 8, "[-0438..-0429]"),
        ("-0500-00-00T00:00:00Z", 6, "[-0999..0000]"),
        ("-1001-00-00T00:00:00Z", 6, "[-1999..-1000]"),
        ("-12000-00-00T00:00:00Z", 9, "Y-11999"),
        ("-13798000000-00-00T00:00:00Z", 3, "Y-13798000000S5"),
        ("-70000000-00-00T00:00:00Z", 3, "Y-70000000S2"),
    ],
)
def test_a_time_is_as_precise_as_it_is_said(time: str, precision: int, edtf: str) -> None:
    found = read_time(TimeValue(time, precision))
    assert found
    assert found.edtf == edtf
    assert parse(found.edtf).text == edtf


def test_the_years_of_a_century_before_christ_are_those_of_historians() -> None:
    first, last = (read_time(TimeValue(f"-0{year}-00-00T00:00:00Z", 9)) for year in (500, 401))
    century = read_time(TimeValue("-0450-00-00T00:00:00Z", 7))
    assert first and last and century  # noqa: PT018 - each is a time
    assert century.span.earliest_start == first.span.earliest_start
    assert century.span.latest_end == last.span.latest_end


@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("+1952-13-11T00:00:00Z", 11),
        ("+1952-02-30T00:00:00Z", 11),
        ("+1952-00-00T00:00:00Z", 11),
        ("+0000-00-00T00:00:00Z", 9),
        ("1952", 9),
        ("+1952-03-11", 11),
        ("", 11),
        ("+1952-03-11T00:00:00Z", 99),
        ("+1952-03-11T00:00:00Z", -5),
        ("-8000-00-00T00:00:00Z", 5),
        ("-9999999999999999-00-00T00:00:00Z", 0),
        ("+" + "9" * 5_000 + "-00-00T00:00:00Z", 9),
    ],
)
def test_what_edtf_cannot_say_is_none(time: str, precision: int) -> None:
    assert read_time(TimeValue(time, precision)) is None


def test_a_time_that_is_about_is_marked() -> None:
    found = read_time(TimeValue("+1510-00-00T00:00:00Z", 9), approximate=True)
    assert found
    assert found.edtf == "1510~"


def test_a_day_of_the_julian_calendar_is_kept_as_it_is_said() -> None:
    value = TimeValue("+1452-04-15T00:00:00Z", 11, JULIAN)
    found = read_time(value)
    assert found
    assert (found.edtf, found.wording) == ("1452-04-15", "+1452-04-15T00:00:00Z, precise to the day, Julian calendar")
    assert is_julian(value)
    assert not is_julian(TimeValue("+1452-00-00T00:00:00Z", 9, JULIAN))


def test_the_words_name_the_precision() -> None:
    assert time_words(TimeValue("-70000000-00-00T00:00:00Z", 3)) == (
        "-70000000-00-00T00:00:00Z, precise to the 1000000 years"
    )

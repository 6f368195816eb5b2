"""Dates as people write them become EDTF, as precise and as sure as they are written, or are not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.edtf import parse
from graph.model import Time
from loaders.dates import one_date
from loaders.free_dates import free_edtf, free_time


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1982", "1982"),
        ("1982-03", "1982-03"),
        ("1982-03-05", "1982-03-05"),
        ("1982-03-05T10:46:16", "1982-03-05T10:46:16"),
        ("1982-03-05 10:46:16", "1982-03-05T10:46:16"),
        ("1982-00-00", "1982"),
        ("1982-03-00", "1982-03"),
        ("198X", "198X"),
        ("2020-09-07/2020-09-09", "2020-09-07/2020-09-09"),
        ("2023/2024", "2023/2024"),
        ("1960-1965", "1960/1965"),
        ("from 3 March 1990 to 5 May 1991", "1990-03-03/1991-05-05"),
        ("between 1960 and 1965", "[1960..1965]"),
        ("before 1990", "[..1990]"),
        ("after March 1990", "[1990-03..]"),
        ("circa 1982", "1982~"),
        ("ca. 1982", "1982~"),
        ("c. 1982", "1982~"),
        ("about March 1982", "1982-03~"),
        ("~2020", "2020~"),
        ("1957 (approx.)", "1957~"),
        ("2018-Q3", "2018-35"),
        ("Q1 2018", "2018-33"),
        ("4th quarter of 2018", "2018-36"),
        ("1950s", "195X"),
        ("late 1950s", "195X~"),
        ("20th century", "19XX"),
        ("6.3.1955", "1955-03-06"),
        ("06.03.1955", "1955-03-06"),
        ("3 March 1955", "1955-03-03"),
        ("3rd of March, 1955", "1955-03-03"),
        ("March 3, 1955", "1955-03-03"),
        ("Mar. 1955", "1955-03"),
        ("Sept 1955", "1955-09"),
        ("1955 March 3", "1955-03-03"),
        ("1955/03/06", "1955-03-06"),
        ("25/03/1955", "1955-03-25"),
        ("03/25/1955", "1955-03-25"),
        ("05/05/1955", "1955-05-05"),
        ("03/1955", "1955-03"),
        ("6.3.1955 or 15.3.1955", "[1955-03-06,1955-03-15]"),
        ("1979, 1980 or 1981", "[1979,1980,1981]"),
        ("1979; 1980", "[1979,1980]"),
        ("circa 1957 or 1958", "[1957~,1958~]"),
        ("1955?", "1955?"),
        ("possibly March 1955", "1955-03?"),
        ("1955 (?)", "1955?"),
        ("perhaps circa 1955", "1955%"),
        ("late 1950s?", "195X%"),
        ("possibly 1957 or 1958", "[1957?,1958?]"),
        ("March 3, 1955 or March 4, 1955", "[1955-03-03,1955-03-04]"),
        ("3 March 1955, 4 March 1955", "[1955-03-03,1955-03-04]"),
    ],
)
def test_a_date_is_read(words: str, edtf: str) -> None:
    assert free_edtf(words) == edtf


@pytest.mark.parametrize(
    "words",
    [
        "",
        "unknown",
        "06/03/1955",
        "1982-13-45",
        "30 February 1982",
        "1982 or later",
        "55",
        "1957-March 3, 1960",
        "circa",
        "0th century",
        "3 March",
        "1982 or unknown",
        "2020 to 2010 or so",
        "x" * 10_000,
        "1" * 10_000,
        "or " * 5_000,
    ],
)
def test_what_is_no_date_or_may_be_two_is_not_read(words: str) -> None:
    assert free_edtf(words) is None


@pytest.mark.parametrize(
    ("words", "lasts", "once"),
    [
        ("2020/2021", "2020/2021", "[2020,2021]"),
        ("21.11.1964 / 1965", "1964-11-21/1965", "[1964-11-21,1965]"),
        ("1960-1965", "1960/1965", "[1960..1965]"),
        ("from 1 March 1960 to 31 March 1960", "1960-03-01/1960-03-31", "1960-03"),
        ("between 1960 and 1965", "[1960..1965]", "[1960..1965]"),
        ("1960 - 1960", "1960", "1960"),
        ("since 1990", "[1990..]", "[1990..]"),
        ("until 1990", None, "[..1990]"),
        ("from 1990", None, "[1990..]"),
        ("1990/..", "1990/..", None),
        ("[1955..1960]", "[1955..1960]", "[1955..1960]"),
    ],
)
def test_a_range_is_how_long_it_lasts_or_some_moment_between(words: str, lasts: str | None, once: str | None) -> None:
    assert (free_edtf(words), free_edtf(words, once=True)) == (lasts, once)


@pytest.mark.parametrize(
    ("words", "unknown", "day_first", "month_first"),
    [
        ("3/4/1980", None, "1980-04-03", "1980-03-04"),
        ("3-4-1980", None, "1980-04-03", "1980-03-04"),
        ("3.4.1980", "1980-04-03", "1980-04-03", "1980-03-04"),
        ("28.01 1966", "1966-01-28", "1966-01-28", None),
        ("2/28/2011", "2011-02-28", None, "2011-02-28"),
        ("30/2/2011", None, None, None),
    ],
)
def test_the_order_of_day_and_month_is_known_or_found_but_never_guessed(
    words: str, unknown: str | None, day_first: str | None, month_first: str | None
) -> None:
    found = [one_date(words, month_first=order) for order in (None, False, True)]
    assert found == [unknown, day_first, month_first]


def test_the_words_are_kept_where_edtf_differs() -> None:
    assert free_time("circa 1982") == Time("1982~", "circa 1982")
    assert free_time("1982") == Time("1982")
    assert free_time("soon") is None


@given(st.text("0123456789-/.,~?X TQcaors", max_size=24))
def test_whatever_is_read_is_edtf(words: str) -> None:
    for once in (False, True):
        found = free_edtf(words, once=once)
        assert found is None or parse(found).text == found

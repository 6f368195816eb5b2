"""Dates as people write them become EDTF, as precise and as sure as they are written, or are not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.edtf import parse
from graph.model import Time
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


def test_the_words_are_kept_where_edtf_differs() -> None:
    assert free_time("circa 1982") == Time("1982~", "circa 1982")
    assert free_time("1982") == Time("1982")
    assert free_time("soon") is None


@given(st.text("0123456789-/.,~?X TQcaors", max_size=24))
def test_whatever_is_read_is_edtf(words: str) -> None:
    found = free_edtf(words)
    assert found is None or parse(found).text == found

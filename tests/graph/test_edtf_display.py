"""Imprecise dates read as English."""

from __future__ import annotations

import pytest

from graph.edtf import parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-09-07", "7 September 2020"),
        ("2020-09", "September 2020"),
        ("2020-09-XX", "September 2020"),
        ("2020", "2020"),
        ("2020-XX", "2020"),
        ("1980-12-31", "31 December 1980"),
        ("198X", "1980s"),
        ("18XX", "19th century"),
        ("20XX", "21st century"),
        ("10XX", "11th century"),
        ("11XX", "12th century"),
        ("21XX", "22nd century"),
        ("00XX", "1st century"),
        ("1XXX", "2nd millennium"),
        ("2XXX", "3rd millennium"),
        ("2025-21", "spring 2025"),
        ("2025-22", "summer 2025"),
        ("2025-23", "autumn 2025"),
        ("2025-24", "winter 2025"),
        ("2025-25", "spring 2025"),
        ("2025-28", "winter 2025"),
        ("2025-29", "southern spring 2025"),
        ("2025-32", "southern winter 2025"),
        ("2018-33", "1st quarter of 2018"),
        ("2018-34", "2nd quarter of 2018"),
        ("2018-35", "3rd quarter of 2018"),
        ("2018-36", "4th quarter of 2018"),
        ("2018-38", "2nd third of 2018"),
        ("2018-41", "2nd half of 2018"),
        ("2020-09-07T10:15:00Z", "7 September 2020, 10:15:00 UTC"),
        ("2020-09-07T10:15+02:00", "7 September 2020, 10:15 UTC+02:00"),
        ("2020-09-07T10:15", "7 September 2020, 10:15"),
        ("2020-09-07T10", "7 September 2020, 10h"),
    ],
)
def test_a_date_reads_as_english(text: str, words: str) -> None:
    assert parse(text).display() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0476", "AD 476"),
        ("047X", "AD 470s"),
        ("0000", "1 BC"),
        ("-0043", "44 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("-000X", "10\N{EN DASH}1 BC"),
        ("-199X", "2000\N{EN DASH}1991 BC"),
        ("-00XX", "1st century BC"),
        ("-04XX", "5th century BC"),
        ("-1XXX", "2nd millennium BC"),
        ("-9999", "10000 BC"),
        ("Y-17E7", "170,000,000 BC"),
        ("Y170000002", "170,000,002"),
        ("1950S2", "1950 (between 1900 and 1999)"),
        ("1950S4", "1950"),
        ("Y3388E2S3", "338,800 (between 338,000 and 338,999)"),
    ],
)
def test_far_and_rounded_years_read_as_english(text: str, words: str) -> None:
    assert parse(text).display() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-09~", "about September 2021"),
        ("2020?", "2020, uncertain"),
        ("2020%", "about 2020, uncertain"),
        ("2025-21~", "about spring 2025"),
        ("2004-06~-11", "about 11 June 2004"),
        ("2020~/2021", "about 2020 \N{EN DASH} 2021"),
        ("2020?/2021", "2020 (uncertain) \N{EN DASH} 2021"),
        ("2023~/..", "since about 2023"),
        ("[2020?,2021%]", "2020 (uncertain) or about 2021 (uncertain)"),
    ],
)
def test_qualifiers_are_said(text: str, words: str) -> None:
    assert parse(text).display() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-01-01/2025-09", "1 January 2025 \N{EN DASH} September 2025"),
        ("2023/..", "since 2023"),
        ("../2023", "until 2023"),
        ("2023/", "from 2023, end unknown"),
        ("/2023", "until 2023, start unknown"),
        ("[1955-03-06,1955-03-15]", "6 March 1955 or 15 March 1955"),
        ("[1667,1668,1670]", "1667, 1668 or 1670"),
        ("[2025-01..2025-09]", "between January 2025 and September 2025"),
        ("[..2020-08]", "August 2020 or earlier"),
        ("[2020-08..]", "August 2020 or later"),
        ("[1667,1760-12..]", "1667 or December 1760 or later"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("{1667,1668..1670}", "1667 and 1668 \N{EN DASH} 1670"),
        ("{..1984}", "until 1984"),
    ],
)
def test_intervals_and_sets_read_as_english(text: str, words: str) -> None:
    assert parse(text).display() == words

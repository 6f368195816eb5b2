"""Imprecise dates: the bounds of every form of EDTF, refusals with their reasons, and the laws of the questions."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import graph.edtf
from graph.edtf import (
    Match,
    Precision,
    Span,
    certainly_began_by,
    day,
    during,
    parse,
    possibly_same,
    seconds,
)
from graph.errors import InvalidDateError

law = settings(derandomize=True, deadline=None, database=None)

Bounds = tuple[int | None, int | None, int | None, int | None]


def at(iso: str) -> int:
    """Return the second that `iso` names, by `datetime`; a day is its midnight in UTC."""
    moment = datetime.fromisoformat(iso)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def times(*isos: str | None) -> tuple[int | None, ...]:
    """Return the seconds that `isos` name; None stays None."""
    return tuple(None if iso is None else at(iso) for iso in isos)


def bounds(span: Span) -> Bounds:
    """Return the four bounds of `span`."""
    return span.earliest_start, span.latest_start, span.earliest_end, span.latest_end


def inside(start: int, end: int) -> Bounds:
    """Return the bounds of what happened somewhere from `start` to `end`."""
    return start, end, start, end


def reason(text: str) -> str:
    """Return why `parse` refuses `text`."""
    with pytest.raises(InvalidDateError) as refused:
        parse(text)
    return refused.value.reason


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2020", Precision.YEAR, "2020-01-01", "2021-01-01"),
        ("2020-09", Precision.MONTH, "2020-09-01", "2020-10-01"),
        ("2020-12", Precision.MONTH, "2020-12-01", "2021-01-01"),
        ("2020-09-07", Precision.DAY, "2020-09-07", "2020-09-08"),
        ("2020-02-29", Precision.DAY, "2020-02-29", "2020-03-01"),
        ("2020-12-31", Precision.DAY, "2020-12-31", "2021-01-01"),
        ("0330", Precision.YEAR, "0330-01-01", "0331-01-01"),
        (" 2020-09\n", Precision.MONTH, "2020-09-01", "2020-10-01"),
    ],
)
def test_a_date_is_somewhere_inside_what_is_written(text: str, precision: Precision, start: str, end: str) -> None:
    span = parse(text)
    assert (span.precision, bounds(span)) == (precision, inside(at(start), at(end)))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2020-09-07T10:15:00Z", Precision.SECOND, "2020-09-07T10:15:00Z", "2020-09-07T10:15:01Z"),
        ("2020-09-07T10:15:00.999Z", Precision.SECOND, "2020-09-07T10:15:00Z", "2020-09-07T10:15:01Z"),
        ("2020-09-07T10:15:00", Precision.SECOND, "2020-09-07T10:15:00Z", "2020-09-07T10:15:01Z"),
        ("2020-09-07T10:15:00+02:00", Precision.SECOND, "2020-09-07T08:15:00Z", "2020-09-07T08:15:01Z"),
        ("2020-09-07T22:15:00-03:30", Precision.SECOND, "2020-09-08T01:45:00Z", "2020-09-08T01:45:01Z"),
        ("2020-09-07T10:15:00+0200", Precision.SECOND, "2020-09-07T08:15:00Z", "2020-09-07T08:15:01Z"),
        ("2020-09-07T10:15Z", Precision.MINUTE, "2020-09-07T10:15:00Z", "2020-09-07T10:16:00Z"),
        ("2020-09-07T10:15+02", Precision.MINUTE, "2020-09-07T08:15:00Z", "2020-09-07T08:16:00Z"),
        ("2020-09-07T23", Precision.HOUR, "2020-09-07T23:00:00Z", "2020-09-08T00:00:00Z"),
        ("2020-09-07T10:15~", Precision.MINUTE, "2020-09-07T10:14:00Z", "2020-09-07T10:17:00Z"),
    ],
)
def test_a_time_is_somewhere_inside_what_is_written(text: str, precision: Precision, start: str, end: str) -> None:
    span = parse(text)
    assert (span.precision, bounds(span)) == (precision, inside(at(start), at(end)))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("199X", Precision.DECADE, "1990-01-01", "2000-01-01"),
        ("19XX", Precision.CENTURY, "1900-01-01", "2000-01-01"),
        ("1XXX", Precision.MILLENNIUM, "1000-01-01", "2000-01-01"),
        ("2020-XX", Precision.YEAR, "2020-01-01", "2021-01-01"),
        ("2020-XX-XX", Precision.YEAR, "2020-01-01", "2021-01-01"),
        ("2020-09-XX", Precision.MONTH, "2020-09-01", "2020-10-01"),
        ("199X-XX", Precision.DECADE, "1990-01-01", "2000-01-01"),
        ("1950S2", Precision.CENTURY, "1900-01-01", "2000-01-01"),
        ("1950S3", Precision.DECADE, "1950-01-01", "1960-01-01"),
        ("1950S1", Precision.MILLENNIUM, "1000-01-01", "2000-01-01"),
        ("1950S4", Precision.YEAR, "1950-01-01", "1951-01-01"),
        ("0150S2", Precision.CENTURY, "0100-01-01", "0200-01-01"),
    ],
)
def test_unspecified_digits_leave_all_their_years_open(text: str, precision: Precision, start: str, end: str) -> None:
    span = parse(text)
    assert (span.precision, bounds(span)) == (precision, inside(at(start), at(end)))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2025-21", Precision.SEASON, "2025-03-01", "2025-06-01"),
        ("2025-22", Precision.SEASON, "2025-06-01", "2025-09-01"),
        ("2025-23", Precision.SEASON, "2025-09-01", "2025-12-01"),
        ("2025-24", Precision.SEASON, "2025-12-01", "2026-03-01"),
        ("2025-25", Precision.SEASON, "2025-03-01", "2025-06-01"),
        ("2025-26", Precision.SEASON, "2025-06-01", "2025-09-01"),
        ("2025-27", Precision.SEASON, "2025-09-01", "2025-12-01"),
        ("2025-28", Precision.SEASON, "2025-12-01", "2026-03-01"),
        ("2025-29", Precision.SEASON, "2025-09-01", "2025-12-01"),
        ("2025-30", Precision.SEASON, "2025-12-01", "2026-03-01"),
        ("2025-31", Precision.SEASON, "2025-03-01", "2025-06-01"),
        ("2025-32", Precision.SEASON, "2025-06-01", "2025-09-01"),
        ("2018-33", Precision.QUARTER, "2018-01-01", "2018-04-01"),
        ("2018-34", Precision.QUARTER, "2018-04-01", "2018-07-01"),
        ("2018-35", Precision.QUARTER, "2018-07-01", "2018-10-01"),
        ("2018-36", Precision.QUARTER, "2018-10-01", "2019-01-01"),
        ("2018-37", Precision.SEASON, "2018-01-01", "2018-05-01"),
        ("2018-38", Precision.SEASON, "2018-05-01", "2018-09-01"),
        ("2018-39", Precision.SEASON, "2018-09-01", "2019-01-01"),
        ("2018-40", Precision.SEASON, "2018-01-01", "2018-07-01"),
        ("2018-41", Precision.SEASON, "2018-07-01", "2019-01-01"),
    ],
)
def test_a_part_of_the_year_covers_its_months(text: str, precision: Precision, start: str, end: str) -> None:
    span = parse(text)
    assert (span.precision, bounds(span)) == (precision, inside(at(start), at(end)))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("0000", Precision.YEAR, -62_167_219_200, -62_135_596_800),
        ("-0044", Precision.YEAR, -63_555_753_600, -63_524_131_200),
        ("-0001-12-31", Precision.DAY, -62_167_305_600, -62_167_219_200),
        ("0000-02-29", Precision.DAY, -62_162_121_600, -62_162_035_200),
        ("-000X", Precision.DECADE, -62_451_216_000, -62_135_596_800),
        ("-03XX", Precision.CENTURY, -74_758_377_600, -71_602_704_000),
        ("Y-17E7", Precision.YEAR, -5_364_744_007_219_200, -5_364_743_975_596_800),
        ("Y-170000000", Precision.YEAR, -5_364_744_007_219_200, -5_364_743_975_596_800),
        ("Y-4000E6", Precision.YEAR, -126_227_870_167_219_200, -126_227_870_135_596_800),
        ("Y-40E8S1", Precision.MILLENNIUM, -157_784_822_135_596_800, -126_227_870_135_596_800),
        ("Y10000", Precision.YEAR, 253_402_300_800, 253_433_923_200),
    ],
)
def test_years_before_christ_and_long_years_are_counted(text: str, precision: Precision, start: int, end: int) -> None:
    span = parse(text)
    assert (span.precision, bounds(span)) == (precision, inside(start, end))


@pytest.mark.parametrize("text", ["Y99999999999~", "Y-99999999999~", "Y-99999999999S1~", "Y99999999999S1~"])
def test_the_bounds_of_the_longest_years_fit_in_64_bits(text: str) -> None:
    assert all(bound is not None and -(2**63) <= bound < 2**63 for bound in bounds(parse(text)))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021-09~", "2021-08-01", "2021-11-01"),
        ("2021-09?", "2021-08-01", "2021-11-01"),
        ("2021-09%", "2021-08-01", "2021-11-01"),
        ("2021~", "2020-01-01", "2023-01-01"),
        ("2021-XX~", "2020-01-01", "2023-01-01"),
        ("2021-01~", "2020-12-01", "2021-03-01"),
        ("2021-03-01~", "2021-02-28", "2021-03-03"),
        ("2025-21~", "2024-12-01", "2025-09-01"),
        ("2018-33?", "2017-10-01", "2018-07-01"),
        ("2018-40~", "2017-07-01", "2019-01-01"),
        ("2018-37~", "2017-09-01", "2018-09-01"),
        ("199X~", "1980-01-01", "2010-01-01"),
        ("19XX?", "1800-01-01", "2100-01-01"),
        ("1950S2~", "1800-01-01", "2100-01-01"),
        ("2004-06~-11", "2004-06-10", "2004-06-13"),
        ("?2004-06-~11", "2004-06-10", "2004-06-13"),
        ("2004?-06-11", "2004-06-10", "2004-06-13"),
        ("%2004-06", "2004-05-01", "2004-08-01"),
        ("2020-09-07T10:15:00Z?", "2020-09-07T10:14:59Z", "2020-09-07T10:15:02Z"),
    ],
)
def test_a_qualified_date_is_wider_by_one_unit_on_each_side(text: str, start: str, end: str) -> None:
    assert bounds(parse(text)) == inside(at(start), at(end))


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain", "certain"),
    [
        ("2020", False, False, True),
        ("2020~", True, False, False),
        ("2020?", False, True, False),
        ("2020%", True, True, False),
        ("?2004-06-~11", True, True, False),
        ("2020/2021~", True, False, False),
        ("[2020,2021?]", False, True, False),
        ("{2020~,2021?}", True, True, False),
        ("2020/..", False, False, True),
    ],
)
def test_a_qualifier_anywhere_is_remembered(text: str, approximate: bool, uncertain: bool, certain: bool) -> None:  # noqa: FBT001 - values of a table
    span = parse(text)
    assert (span.approximate, span.uncertain, span.certain) == (approximate, uncertain, certain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-01/2025-09", ("2025-01-01", "2025-01-02", "2025-09-01", "2025-10-01")),
        ("2020/2022", ("2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01")),
        ("2020-09-07/2020-09-07", ("2020-09-07", "2020-09-08", "2020-09-07", "2020-09-08")),
        ("2020-01~/2020-05", ("2019-12-01", "2020-03-01", "2020-05-01", "2020-06-01")),
        ("2020-01/2020-05?", ("2020-01-01", "2020-02-01", "2020-04-01", "2020-07-01")),
        ("2020~/2022%", ("2019-01-01", "2022-01-01", "2021-01-01", "2024-01-01")),
        ("2023/..", ("2023-01-01", "2024-01-01", "2023-01-01", None)),
        ("2023/", ("2023-01-01", "2024-01-01", "2023-01-01", None)),
        ("../2023", (None, "2024-01-01", "2023-01-01", "2024-01-01")),
        ("/2023", (None, "2024-01-01", "2023-01-01", "2024-01-01")),
        ("2023-05~/..", ("2023-04-01", "2023-07-01", "2023-04-01", None)),
        (
            "2020-09-07T10:00Z/2020-09-07T11:00Z",
            tuple(f"2020-09-07T{t}Z" for t in ("10:00", "10:01", "11:00", "11:01")),
        ),
    ],
)
def test_an_interval_starts_within_one_date_and_ends_within_another(
    text: str, expected: tuple[str | None, ...]
) -> None:
    assert bounds(parse(text)) == times(*expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020/2020-05", ("2020-01-01", "2020-06-01", "2020-05-01", "2020-06-01")),
        ("2020-05/2020", ("2020-05-01", "2020-06-01", "2020-05-01", "2021-01-01")),
        ("2022~/2020~", ("2021-01-01", "2022-01-01", "2021-01-01", "2022-01-01")),
    ],
)
def test_nothing_starts_after_its_end(text: str, expected: tuple[str, ...]) -> None:
    assert bounds(parse(text)) == times(*expected)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("[1955-03-06,1955-03-15]", "1955-03-06", "1955-03-16"),
        ("[1955-03-15,1955-03-06]", "1955-03-06", "1955-03-16"),
        ("[1667, 1760-12]", "1667-01-01", "1761-01-01"),
        ("[2020]", "2020-01-01", "2021-01-01"),
        ("[2025-01..2025-09]", "2025-01-01", "2025-10-01"),
        ("[2020,2021~]", "2020-01-01", "2023-01-01"),
        ("[..2020-08]", None, "2020-09-01"),
        ("[2020-08..]", "2020-08-01", None),
        ("[1667,1760-12..]", "1667-01-01", None),
        ("[..1760-12,1800]", None, "1801-01-01"),
        ("[..1760-12,1800..]", None, None),
    ],
)
def test_one_of_a_set_lies_within_its_widest_bounds(text: str, start: str | None, end: str | None) -> None:
    assert bounds(parse(text)) == times(start, end, start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{1960,1961-12}", ("1960-01-01", "1961-01-01", "1961-12-01", "1962-01-01")),
        ("{1961-12,1960}", ("1960-01-01", "1961-01-01", "1961-12-01", "1962-01-01")),
        ("{1667,1668..1670}", ("1667-01-01", "1668-01-01", "1670-01-01", "1671-01-01")),
        ("{..1984}", (None, "1985-01-01", "1984-01-01", "1985-01-01")),
        ("{1984..}", ("1984-01-01", "1985-01-01", "1984-01-01", None)),
        ("{2020-01,2020-03~}", ("2020-01-01", "2020-02-01", "2020-02-01", "2020-05-01")),
    ],
)
def test_all_of_a_set_starts_in_the_first_and_ends_in_the_last(text: str, expected: tuple[str | None, ...]) -> None:
    assert bounds(parse(text)) == times(*expected)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2020/2021-05-07", Precision.YEAR),
        ("../2021-05-07", Precision.DAY),
        ("[..2020-08]", Precision.MONTH),
        ("[2020-08,1990]", Precision.MONTH),
        ("{199X,2020-08}", Precision.DECADE),
    ],
)
def test_the_precision_is_that_of_the_first_date_written(text: str, precision: Precision) -> None:
    assert parse(text).precision is precision


_FORMS = "expected a date such as 2020, 2020-09, 2020-09-07 or 2020-09-07T10:15:00Z"
_FOUR_DIGITS = "a year has four digits, as in 0330; a longer one begins with Y"
_UNSPECIFIED = "unspecified digits come last, after a known one: 199X, 2020-XX or 2020-09-XX"
_ONE_SIDE = "a date is expected on one side at least"
_ASCII = "only ASCII characters and the digits 0 to 9 are read"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("330", _FOUR_DIGITS),
        ("-44", _FOUR_DIGITS),
        ("20200907", _FOUR_DIGITS),
        ("2020-13", "month 13, expected 01 to 12, or 21 to 41 for a part of the year"),
        ("2020-00", "month 00, expected 01 to 12, or 21 to 41 for a part of the year"),
        ("2020-42", "month 42, expected 01 to 12, or 21 to 41 for a part of the year"),
        ("2020-13-01", "month 13, expected 01 to 12, or 21 to 41 for a part of the year"),
        ("2020-02-30", "day 30, but February 2020 has 29 days"),
        ("2021-02-29", "day 29, but February 2021 has 28 days"),
        ("1900-02-29", "day 29, but February 1900 has 28 days"),
        ("2020-09-31", "day 31, but September 2020 has 30 days"),
        ("2020-09-00", "day 00, but September 2020 has 30 days"),
        ("2025-21-05", "21 is a part of the year, which takes no day"),
        ("2025-21-XX", "21 is a part of the year, which takes no day"),
        ("XXXX", _UNSPECIFIED),
        ("XXXX-12-XX", _UNSPECIFIED),
        ("XX20", _UNSPECIFIED),
        ("199X-05", _UNSPECIFIED),
        ("2020-XX-15", _UNSPECIFIED),
        ("2020-1X", _UNSPECIFIED),
        ("2020-09-XXT10:00Z", _UNSPECIFIED),
        ("2020-09-07T24:00:00Z", "hour 24, expected 00 to 23"),
        ("2020-09-07T10:60Z", "minute 60, expected 00 to 59"),
        ("2016-12-31T23:59:60Z", "second 60, expected 00 to 59"),
        ("2020-09-07T10:00+24:00", "offset hour 24, expected 00 to 23"),
        ("2020-09-07T10:00+02:60", "offset minute 60, expected 00 to 59"),
        ("2020-09-31T10:00", "day 31, but September 2020 has 30 days"),
        ("-0000", "the year 0000 has no sign"),
        ("-0000-01", "the year 0000 has no sign"),
        ("-0000S2", "the year 0000 has no sign"),
        ("Y2020", "a year of 4 digits, expected 5 to 11 after Y"),
        ("Y100000000000", "a year of 12 digits, expected 5 to 11 after Y"),
        ("Y1E99", "a year of 100 digits, expected 5 to 11 after Y"),
        ("1950S0", "0 significant digits, expected 1 to 4"),
        ("1950S5", "5 significant digits, expected 1 to 4"),
        ("Y0123456", _FORMS),
        ("Y12345-06", _FORMS),
        ("1950S2-05", _FORMS),
        ("2020-9-7", _FORMS),
        ("2020~?", _FORMS),
        ("7 September 2020", _FORMS),
        ("2020-09-07T", _FORMS),
        ("[2020", _FORMS),
        ("2020]", _FORMS),
    ],
)
def test_what_is_not_a_date_is_refused_with_a_reason(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("../..", _ONE_SIDE),
        ("/", _ONE_SIDE),
        ("../", _ONE_SIDE),
        ("/..", _ONE_SIDE),
        ("2021/2020", "it ends before it starts"),
        ("2020-09-07/2020-09-06", "it ends before it starts"),
        ("2020-10/2020-09-30", "it ends before it starts"),
        ("2024~/2020~", "it ends before it starts"),
        ("2020/2020-13", "'2020-13': month 13, expected 01 to 12, or 21 to 41 for a part of the year"),
        ("7/9/2020", f"'7': {_FOUR_DIGITS}"),
        ("2020/2021/2022", f"'2021/2022': {_FORMS}"),
        ("2020/open", f"'open': {_FORMS}"),
        ("[]", "'': it is empty"),
        ("{}", "'': it is empty"),
        ("[2020,]", "'': it is empty"),
        ("[..]", f"'..': {_ONE_SIDE}"),
        ("[2020....]", f"'..': {_FORMS}"),
        ("[2021..2020]", "'2021..2020': it ends before it starts"),
        ("[2020/2021]", f"'2020/2021': {_FORMS}"),
        ("[[2020]]", f"'[2020]': {_FORMS}"),
        ("{2020,330}", f"'330': {_FOUR_DIGITS}"),
    ],
)
def test_what_is_not_an_interval_or_set_is_refused_with_a_reason(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize(
    "text",
    ["\N{FULLWIDTH DIGIT TWO}020", "202\N{ARABIC-INDIC DIGIT ZERO}", "2020\N{EN DASH}2021", "199\N{SUPERSCRIPT TWO}"],
)
def test_other_digits_and_dashes_are_refused(text: str) -> None:
    assert reason(text) == _ASCII


def test_a_refusal_names_the_whole_text() -> None:
    with pytest.raises(InvalidDateError) as refused:
        parse("[2020,2020-13]")
    assert refused.value.text == "[2020,2020-13]"


def test_a_long_text_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidDateError) as refused:
        parse("2" * 10_000)
    assert (len(refused.value.text), refused.value.reason) == (200, "10000 characters, expected at most 200")


def test_a_text_of_200_characters_is_read() -> None:
    assert parse("[" + "2020," * 38 + "2020-09~]").latest_end == at("2021-01-01")


def test_the_public_names_are_these() -> None:
    assert graph.edtf.__all__ == [
        "Match",
        "Precision",
        "Span",
        "certainly_began_by",
        "day",
        "during",
        "parse",
        "possibly_same",
        "seconds",
    ]


@pytest.mark.parametrize("text", ["2020-09~", "../2023", "[2020,2021]"])
def test_a_span_survives_pickling(text: str) -> None:
    assert pickle.loads(pickle.dumps(parse(text))) == parse(text)  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("span", "window", "certain", "possible"),
    [
        ("2020-09-07", "2020-09", True, True),
        ("2020-09-07", "2020-09-07", True, True),
        ("2020-09-07", "2020-10", False, False),
        ("2020-09-30", "2020-10", False, False),
        ("2020", "2020-09", False, True),
        ("2020-09", "2020", True, True),
        ("2020-09~", "2020-09", False, True),
        ("2020-09~", "2020", False, True),
        ("2020-09~", "2020-08", False, True),
        ("2020-09~", "2020-07", False, False),
        ("2020-09-07", "2020-09~", True, True),
        ("2020-10-07", "2020-09~", False, True),
        ("2020-12-07", "2020-09~", False, False),
        ("2020-09-07", "2020-01-01/2020-12-31", True, True),
        ("2020/2023", "2021", False, True),
        ("2020/2023", "2019/2024", True, True),
        ("2023/..", "2024", False, True),
        ("2023/..", "2022", False, False),
        ("2023/..", "2022/..", True, True),
        ("../2023", "2024", False, False),
        ("../2023", "../2023", True, True),
        ("2024", "2023/..", True, True),
        ("[1955-03-06,1955-03-15]", "1955-03", True, True),
        ("[1955-03-06,1955-04-15]", "1955-03", False, True),
        ("2020-09-07T23:30:00-02:00", "2020-09-07", False, False),
        ("2020-09-07T23:30:00-02:00", "2020-09-08", True, True),
        ("[..1760,1800..]", "2020", False, True),
    ],
)
def test_during_says_what_surely_and_what_possibly_lies_in_a_window(
    span: str,
    window: str,
    certain: bool,  # noqa: FBT001 - values of a table
    possible: bool,  # noqa: FBT001
) -> None:
    found = [during(parse(span), parse(window), match) for match in (Match.CERTAIN, Match.POSSIBLE)]
    assert found == [certain, possible]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2020-09-07", "2020-09-08"),
        ("2020-09", "2020-10-01"),
        ("2020-09~", "2020-11-01"),
        ("2023/..", "2024-01-01"),
        ("../2023", "2024-01-01"),
        ("[2020,2022]", "2023-01-01"),
        ("{2020,2022}", "2021-01-01"),
    ],
)
def test_what_began_certainly_has_begun_from_its_latest_start_on(text: str, first: str) -> None:
    span = parse(text)
    assert [certainly_began_by(span, at(first) - 1), certainly_began_by(span, at(first))] == [False, True]


def test_what_may_begin_at_any_time_has_never_certainly_begun() -> None:
    assert not certainly_began_by(parse("[2020..]"), at("9999-12-31"))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2020", "2020-09", True),
        ("2020-09", "2020-10", False),
        ("2020-09~", "2020-10", True),
        ("2020-09~", "2020-11~", True),
        ("2020-09~", "2020-12~", False),
        ("2023/..", "2030", True),
        ("../2020", "2021/..", False),
        ("[..2020]", "2019-05-05", True),
    ],
)
def test_what_is_possibly_the_same_has_a_common_moment(a: str, b: str, same: bool) -> None:  # noqa: FBT001 - values of a table
    assert [possibly_same(parse(a), parse(b)), possibly_same(parse(b), parse(a))] == [same, same]


def test_spans_sort_by_start_then_end_then_text() -> None:
    ordered = [
        "../2019",
        "../2020",
        "Y-17E7",
        "-0044",
        "0000",
        "2020-01-01",
        "2020-01",
        "2020",
        "2020?",
        "2020~",
        "2020/2021",
        "2020/..",
        "2020-02",
        "Y170000002",
    ]
    assert sorted(set(ordered), key=lambda text: parse(text).sort_key()) == ordered


@pytest.mark.parametrize(
    "text",
    ["2020-09", "2020-09-07~", " 2020-09-07", "2020-09-07T10:00Z", "-0044-03-15", "2020-09-31", "2020-09-07\n", ""],
)
def test_day_takes_a_calendar_day_only(text: str) -> None:
    with pytest.raises(InvalidDateError):
        day(text)


def test_a_day_is_the_span_of_that_day() -> None:
    assert bounds(day("2020-09-07")) == inside(at("2020-09-07"), at("2020-09-08"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2020-09-07", 1_599_436_800),
        ("2020-09-07T10:15:00Z", 1_599_473_700),
        ("2020-09-07t10:15:00z", 1_599_473_700),
        ("2020-09-07T10:15:00.75Z", 1_599_473_700),
        ("2020-09-07T10:15Z", 1_599_473_700),
        ("2020-09-07T12:15:00+02:00", 1_599_473_700),
        ("2020-09-07T10:15:00-00:00", 1_599_473_700),
        ("2020-09-06T23:45:00-10:30", 1_599_473_700),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("-0044-01-01", -63_555_753_600),
    ],
)
def test_a_moment_is_counted_in_seconds(moment: str, expected: int) -> None:
    assert seconds(moment) == expected


@pytest.mark.parametrize(
    "moment",
    [
        "",
        "2020",
        "2020-09",
        "2020-09-07T10:15:00",
        "2020-09-07~",
        "2020-09-07T10:15:00Z~",
        "2020-09-31",
        "2020-09-07T25:00:00Z",
        "2020-09-07T10:15:0:0Z",
        "2020-09-07T...Z",
        "2020-09-07/2020-09-08",
        " 2020-09-07",
        "\N{FULLWIDTH DIGIT TWO}020-09-07",
        "2020-09-07T" + "0" * 10_000 + "Z",
    ],
)
def test_what_is_no_moment_is_refused(moment: str) -> None:
    with pytest.raises(InvalidDateError):
        seconds(moment)


def attempt(text: str) -> Span | None:
    """Return the span of `text`, None when it is refused."""
    try:
        return parse(text)
    except InvalidDateError:
        return None


qualifiers = st.sampled_from(["", "", "~", "?", "%"])
years = st.integers(-9999, 9999).map(lambda year: f"{year:05}" if year < 0 else f"{year:04}")
bare_dates = st.one_of(
    years,
    st.builds("{}-{:02}".format, years, st.integers(1, 12) | st.integers(21, 41)),
    st.builds("{}-{:02}-{:02}".format, years, st.integers(1, 12), st.integers(1, 28)),
    st.builds("{}-{:02}-{:02}T{:02}:{:02}Z".format, years, *(st.integers(1, n) for n in (12, 28, 23, 59))),
    st.builds("{}S{}".format, years, st.integers(1, 4)),
    st.sampled_from(["199X", "19XX", "1XXX", "-02XX", "2020-XX", "2020-09-XX", "Y-17E7", "Y170000002", "Y-45E8"]),
)
dates = st.builds("{}{}".format, bare_dates, qualifiers)
near_dates = st.builds("20{}-{:02}{}".format, st.integers(18, 22), st.integers(1, 12), qualifiers)
sides = st.one_of(dates, near_dates, st.sampled_from(["..", ""]))
members = st.one_of(
    dates, near_dates, st.builds("{}..{}".format, near_dates, near_dates), near_dates.map("..{}".format)
)
lists = st.lists(members, min_size=1, max_size=4).map(",".join)
texts = st.one_of(
    dates, near_dates, st.builds("{}/{}".format, sides, sides), lists.map("[{}]".format), lists.map("{{{}}}".format)
)
spans = texts.map(attempt).filter(bool)


@law
@given(bare_dates, qualifiers)
def test_every_built_date_is_read(text: str, qualifier: str) -> None:
    assert attempt(text + qualifier)


@law
@given(spans)
def test_the_earliest_is_never_after_the_latest(span: Span) -> None:
    pairs = [
        (span.earliest_start, span.latest_start),
        (span.earliest_end, span.latest_end),
        (span.earliest_start, span.earliest_end),
        (span.latest_start, span.latest_end),
    ]
    known = [(low, high) for low, high in pairs if low is not None and high is not None]
    assert all(low <= high for low, high in known)


@law
@given(spans)
def test_a_span_is_that_of_its_own_text(span: Span) -> None:
    assert parse(f" {span.text} ") == span


@law
@given(spans)
def test_a_span_has_words(span: Span) -> None:
    assert span.display().strip()


@law
@given(spans, spans)
def test_certain_implies_possible(span: Span, window: Span) -> None:
    assert during(span, window, Match.POSSIBLE) or not during(span, window, Match.CERTAIN)


@law
@given(spans, spans)
def test_a_qualified_span_is_never_certain(span: Span, window: Span) -> None:
    assume(not span.certain)
    assert not during(span, window, Match.CERTAIN)


@law
@given(spans)
def test_a_certain_span_is_during_itself(span: Span) -> None:
    assert during(span, span, Match.CERTAIN) is span.certain


@law
@given(spans, spans)
def test_possibly_same_is_symmetric(a: Span, b: Span) -> None:
    assert possibly_same(a, b) is possibly_same(b, a)


@law
@given(st.dates())
def test_a_day_is_certainly_during_its_month_and_year(when: date) -> None:
    windows = [parse(f"{when:%Y-%m}".zfill(7)), parse(f"{when.year:04}")]
    assert [during(day(when.isoformat()), window, Match.CERTAIN) for window in windows] == [True, True]


@law
@given(st.dates(max_value=date(9999, 12, 30)))
def test_a_day_agrees_with_datetime(when: date) -> None:
    start = (when - date(1970, 1, 1)).days * 86_400
    assert bounds(day(when.isoformat())) == inside(start, start + 86_400)


@law
@given(st.datetimes(), st.integers(-1439, 1439))
def test_seconds_agree_with_datetime(local: datetime, minutes_ahead: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes_ahead)))
    assert seconds(moment.isoformat()) == (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


@law
@given(bare_dates, bare_dates, st.sampled_from("~?%"))
def test_widening_never_narrows(a: str, b: str, qualifier: str) -> None:
    for plain, qualified in (
        (a, a + qualifier),
        (f"{a}/{b}", f"{a}{qualifier}/{b}"),
        (f"[{a},{b}]", f"[{a},{b}{qualifier}]"),
        (f"{{{a},{b}}}", f"{{{a}{qualifier},{b}}}"),
    ):
        narrow = attempt(plain)
        if narrow:
            assert covers(parse(qualified), narrow)


def covers(wide: Span, narrow: Span) -> bool:
    """Say whether every bound of `wide` lies outside that of `narrow`."""
    lows = [(wide.earliest_start, narrow.earliest_start), (wide.earliest_end, narrow.earliest_end)]
    highs = [(narrow.latest_start, wide.latest_start), (narrow.latest_end, wide.latest_end)]
    return all(low is None or high is None or low <= high for low, high in lows + highs)


@law
@given(st.lists(spans, max_size=6), st.randoms(use_true_random=False))
def test_sort_keys_are_a_total_order(found: list[Span], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis gives a Random
    assert sorted(shuffled, key=Span.sort_key) == sorted(found, key=Span.sort_key)


@law
@given(spans, spans)
def test_only_equal_texts_have_equal_sort_keys(a: Span, b: Span) -> None:
    assert (a.sort_key() == b.sort_key()) is (a.text == b.text)


@law
@given(st.text() | st.text(alphabet="0123456789-/.,[]{}XYESTZ:+~?% ", max_size=40) | texts)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse, day, seconds):
        with suppress(InvalidDateError):
            read(text)

"""Dates in news: where they stand, what they mean on the day of publication, and that nothing else is taken for one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.edtf import parse
from loaders.article.date_cores import Expression
from loaders.article.dates import (
    Anchors,
    as_day,
    event_day,
    find_dates,
    published_day,
    resolve,
)

law = settings(derandomize=True, deadline=None, database=None)

SATURDAY = date(2025, 9, 6)
TUESDAY = date(2019, 7, 23)
ARREST = date(2020, 9, 7)

WORDS = [
    *("since", "until", "from", "to", "and", "between", "by", "around", "through", "onwards", "before", "after", "on"),
    *("September", "May", "Sept.", "February", "June", "Friday", "7", "29", "31", "2019", "2020,", "1999", "1990s"),
    *(
        "the",
        "last",
        "this",
        "next",
        "previous",
        "following",
        "same",
        "that",
        "week",
        "weekend",
        "month",
        "year",
        "day",
    ),
    *("early", "mid-", "late", "end", "of", "spring", "yesterday", "two", "a", "half", "years", "decades", "ago"),
    *("later", "earlier", "eve", "5th", "anniversary", "–", "-", "1,400", "999999999999999", "2019-02-30", "\n", "."),
]
TEXTS = (
    st.text(max_size=120)
    | st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
    | st.lists(st.sampled_from([*WORDS, " "]), max_size=30).map("".join)
)
DAYS = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2020, 2, 29)])


class Read(NamedTuple):
    """A date of a text: its words and what they mean."""

    words: str
    edtf: str | None


def read(
    text: str, published: date | None = SATURDAY, previous: date | None = None, *, future: bool = False
) -> list[Read]:
    """Return the dates of `text` and what they mean."""
    anchors = Anchors(published, previous, future)
    return [Read(found.text, resolve(found, anchors)) for found in find_dates(text)]


def only(text: str) -> Expression:
    """Return the only date of `text`."""
    (found,) = find_dates(text)
    return found


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("born on September 7, 2019 in", "September 7, 2019", "2019-09-07"),
        ("on 7 September 2019", "7 September 2019", "2019-09-07"),
        ("on the 7th of September, 2019", "the 7th of September, 2019", "2019-09-07"),
        ("on September 7th 2019", "September 7th 2019", "2019-09-07"),
        ("on October 2 2018, seeking", "October 2 2018", "2018-10-02"),
        ("on Friday, August 30, 2019", "Friday, August 30, 2019", "2019-08-30"),
        ("Sept. 11, 2001", "Sept. 11, 2001", "2001-09-11"),
        ("20 Nov 2019", "20 Nov 2019", "2019-11-20"),
        ("2019-09-07", "2019-09-07", "2019-09-07"),
        ("in June 1968, while", "June 1968", "1968-06"),
        ("arrested in May, 2018", "May, 2018", "2018-05"),
        ("in March of 2016.", "March of 2016", "2016-03"),
        ("early March 2019", "early March 2019", "2019-03"),
        ("in late February 1944", "late February 1944", "1944-02"),
        ("in 2016", "2016", "2016"),
        ("a 2020 presidential election", "2020", "2020"),
        ("the 2015 Nobel Prize", "2015", "2015"),
        ("ahead of the 2018 elections", "2018", "2018"),
        ("in the year 2000", "the year 2000", "2000"),
        ("in early 2025.", "early 2025", "2025-37"),
        ("in mid-2019", "mid-2019", "2019-38"),
        ("in late 2019", "late 2019", "2019-39"),
        ("at the end of 2019", "the end of 2019", "2019-39"),
        ("in spring 2019", "spring 2019", "2019-21"),
        ("in the summer of 2019", "the summer of 2019", "2019-22"),
        ("in fall 2019", "fall 2019", "2019-23"),
        ("since the winter of 2006", "since the winter of 2006", "2006-24/.."),
        ("in the 1990s", "the 1990s", "199X"),
        ("the late 1960s", "late 1960s", "196X"),
        ("a 1950s atomic bomb", "1950s", "195X"),
        ("in the 2000s", "the 2000s", "200X"),
    ],
)
def test_a_date_that_says_its_year_needs_no_anchor(text: str, words: str, edtf: str) -> None:
    found = only(text)
    assert (found.text, resolve(found, Anchors())) == (words, edtf)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("since 2020 some 330 prisoners", "since 2020", "2020/.."),
        ("ever since 2020", "ever since 2020", "2020/.."),
        ("since September 2020", "since September 2020", "2020-09/.."),
        ("since the 1970s according to", "since the 1970s", "197X/.."),
        ("from 2019 onwards", "from 2019 onwards", "2019/.."),
        ("after 2016, he", "after 2016", "2016/.."),
        ("since around 2010", "since around 2010", "2010~/.."),
        ("around 2015", "around 2015", "2015~"),
        ("circa 1900", "circa 1900", "1900~"),
        ("until 2016", "until 2016", "../2016"),
        ("through October 8, 2019", "through October 8, 2019", "../2019-10-08"),
        ("by 1946.", "by 1946", "../1946"),
        ("up to 2015 on the network", "up to 2015", "../2015"),
        ("before 2016.", "before 2016", "../2016"),
        ("from 2014 to 2016", "from 2014 to 2016", "2014/2016"),
        ("from 2008 until 2016.", "from 2008 until 2016", "2008/2016"),
        ("between 2014 and 2016", "between 2014 and 2016", "2014/2016"),
        ("2014–2016", "2014–2016", "2014/2016"),
        ("as president, 1987-2017;", "1987-2017", "1987/2017"),
        ("from March to May 2019", "from March to May 2019", "2019-03/2019-05"),
        ("from November to March 2019", "from November to March 2019", "2018-11/2019-03"),
        ("from May to July 2019", "from May to July 2019", "2019-05/2019-07"),
        ("from August 28 to September 2, 2018", "from August 28 to September 2, 2018", "2018-08-28/2018-09-02"),
        ("on July 27–28, 2019", "July 27–28, 2019", "2019-07-27/2019-07-28"),
        ("from March 15 to 17, 2019", "March 15 to 17, 2019", "2019-03-15/2019-03-17"),
    ],
)
def test_a_date_may_open_or_close_an_interval(text: str, words: str, edtf: str) -> None:
    found = only(text)
    assert (found.text, resolve(found, Anchors())) == (words, edtf)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("told reporters on September 5, adding", "September 5", "2025-09-05"),
        ("on Sept. 7", "Sept. 7", "2025-09-07"),
        ("said on August 7 at a briefing", "August 7", "2025-08-07"),
        ("scheduled for November 4", "November 4", "2025-11-04"),
        ("on November 6", "November 6", "2024-11-06"),
        ("on December 22, last year", "December 22, last year", "2024-12-22"),
        ("on September 20 of this year", "September 20 of this year", "2025-09-20"),
        ("until December 31", "until December 31", "../2025-12-31"),
        ("on February 29", "February 29", "2024-02-29"),
        ("in February — just a couple of", "February", "2025-02"),
        ("in June, while 14 political prisoners", "June", "2025-06"),
        ("In June 14 prisoners were pardoned", "June", "2025-06"),
        ("in May", "May", "2025-05"),
        ("in September", "September", "2025-09"),
        ("in October", "October", "2024-10"),
        ("last June", "last June", "2025-06"),
        ("last September", "last September", "2024-09"),
        ("this June", "this June", "2025-06"),
        ("this December", "this December", "2025-12"),
        ("this past December", "this past December", "2024-12"),
        ("next June", "next June", "2026-06"),
        ("late last July", "late last July", "2025-07"),
        ("in mid-August", "mid-August", "2025-08"),
        ("at the end of July", "the end of July", "2025-07"),
        ("in January of last year", "January of last year", "2024-01"),
        ("since early this June", "since early this June", "2025-06/.."),
        ("until December", "until December", "../2025-12"),
        ("until July", "until July", "../2025-07"),
        ("from November to March", "from November to March", "2024-11/2025-03"),
        ("last year", "last year", "2024"),
        ("this year", "this year", "2025"),
        ("next year", "next year", "2026"),
        ("launched earlier this year, called", "earlier this year", "2025"),
        ("later this year", "later this year", "2025"),
        ("early this year", "early this year", "2025-37"),
        ("late last year", "late last year", "2024-39"),
        ("last summer", "last summer", "2024-22"),
        ("this spring", "this spring", "2025-21"),
        ("by phone last month, said", "last month", "2025-08"),
        ("earlier this month", "earlier this month", "2025-09"),
        ("next month", "next month", "2025-10"),
        ("last week's protests", "last week", "2025-08-25/2025-08-31"),
        ("this week", "this week", "2025-09-01/2025-09-07"),
        ("later this week", "later this week", "2025-09-01/2025-09-07"),
        ("next week", "next week", "2025-09-08/2025-09-14"),
        ("last weekend", "last weekend", "2025-08-30/2025-08-31"),
        ("this weekend", "this weekend", "2025-09-06/2025-09-07"),
        ("over the weekend", "over the weekend", "2025-09-06/2025-09-07"),
        ("yesterday", "yesterday", "2025-09-05"),
        ("yesterday morning", "yesterday morning", "2025-09-05"),
        ("early yesterday afternoon", "early yesterday afternoon", "2025-09-05"),
        ("the day before yesterday", "the day before yesterday", "2025-09-04"),
        ("Today we are trying", "Today", "2025-09-06"),
        ("earlier today", "earlier today", "2025-09-06"),
        ("tonight", "tonight", "2025-09-06"),
        ("this morning", "this morning", "2025-09-06"),
        ("last night's attack", "last night", "2025-09-05"),
        ("tomorrow night", "tomorrow night", "2025-09-07"),
        ("two days ago", "two days ago", "2025-09-04"),
        ("three weeks ago", "three weeks ago", "2025-08-16~"),
        ("two months ago", "two months ago", "2025-07~"),
        ("A year ago", "A year ago", "2024-09~"),
        ("a year-and-a-half ago", "a year-and-a-half ago", "2024-03~"),
        ("about twenty years ago", "about twenty years ago", "2005~"),
        ("Two decades ago", "Two decades ago", "2005~"),
        ("900 years ago", "900 years ago", "1125~"),
    ],
)
def test_a_date_is_read_against_the_day_of_publication(text: str, words: str, edtf: str) -> None:
    assert read(text) == [Read(words, edtf)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("on Friday", "Friday", "2019-07-19"),
        ("Friday night", "Friday night", "2019-07-19"),
        ("Early Saturday morning, somewhat", "Early Saturday morning", "2019-07-20"),
        ("late on Monday", "late on Monday", "2019-07-22"),
        ("on Tuesday", "Tuesday", "2019-07-23"),
        ("last Tuesday", "last Tuesday", "2019-07-16"),
        ("last Friday", "last Friday", "2019-07-19"),
        ("this past Friday", "This past Friday", "2019-07-19"),
        ("this Wednesday the minister said", "This Wednesday", "2019-07-17"),
        ("the previous Friday", "the previous Friday", "2019-07-19"),
        ("next Monday", "next Monday", "2019-07-29"),
        ("next Tuesday", "next Tuesday", "2019-07-30"),
        ("by this coming Friday", "by this coming Friday", "../2019-07-26"),
        ("Wednesday last week", "Wednesday last week", "2019-07-17"),
        ("Monday of next week", "Monday of next week", "2019-07-29"),
        ("since Wednesday", "since Wednesday", "2019-07-17/.."),
        ("from Thursday through to Sunday", "from Thursday through to Sunday", "2019-07-18/2019-07-21"),
        ("next Wednesday, July 31", "next Wednesday, July 31", "2019-07-31"),
        ("the preceding Saturday, June 15, after", "the preceding Saturday, June 15", "2019-06-15"),
        ("this weekend", "this weekend", "2019-07-20/2019-07-21"),
        ("this past weekend", "this past weekend", "2019-07-20/2019-07-21"),
        ("next weekend", "next weekend", "2019-07-27/2019-07-28"),
    ],
)
def test_a_weekday_is_counted_back_from_publication(text: str, words: str, edtf: str) -> None:
    ((found, meaning),) = read(text, TUESDAY)
    assert (found.lower(), meaning) == (words.lower(), edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on Friday", "2019-07-26"),
        ("on Tuesday", "2019-07-23"),
        ("in November", "2019-11"),
        ("in July", "2019-07"),
        ("in February", "2020-02"),
        ("on July 22", "2020-07-22"),
        ("on July 23", "2019-07-23"),
        ("on February 4", "2020-02-04"),
        ("this weekend", "2019-07-27/2019-07-28"),
        ("last Friday", "2019-07-19"),
        ("yesterday", "2019-07-22"),
    ],
)
def test_what_lies_ahead_is_counted_forward(text: str, edtf: str) -> None:
    assert [found.edtf for found in read(text, TUESDAY, future=True)] == [edtf]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("Two days later, she was driven", "Two days later", "2020-09-09"),
        ("A year later, she was sentenced", "A year later", "2021-09~"),
        ("ten years later", "ten years later", "2030~"),
        ("three weeks later", "three weeks later", "2020-09-28~"),
        ("a week earlier", "a week earlier", "2020-08-31~"),
        ("a month earlier", "a month earlier", "2020-08~"),
        ("the next day", "the next day", "2020-09-08"),
        ("Next morning", "Next morning", "2020-09-08"),
        ("the following day", "the following day", "2020-09-08"),
        ("on the same day", "the same day", "2020-09-07"),
        ("later that day", "later that day", "2020-09-07"),
        ("that same evening", "that same evening", "2020-09-07"),
        ("the previous day", "the previous day", "2020-09-06"),
        ("the day before.", "the day before", "2020-09-06"),
        ("the day after, he", "the day after", "2020-09-08"),
        ("that week", "that week", "2020-09-07/2020-09-13"),
        ("the following month", "the following month", "2020-10"),
        ("that month", "that month", "2020-09"),
        ("in the same year", "the same year", "2020"),
        ("the following year", "the following year", "2021"),
        ("the previous Friday", "the previous Friday", "2020-09-04"),
        ("the following Monday", "the following Monday", "2020-09-14"),
        ("earlier in the month", "earlier in the month", "2020-09"),
        ("later in the day, he", "later in the day", "2020-09-07"),
        ("earlier in the year", "earlier in the year", "2020"),
        ("hours later", "hours later", "2020-09-07"),
        ("ten minutes earlier", "ten minutes earlier", "2020-09-07"),
        ("seven hours later", "seven hours later", "2020-09-07"),
        ("three days before.", "three days before", "2020-09-04"),
        ("one day after, he", "one day after", "2020-09-08"),
        ("a fortnight later", "a fortnight later", "2020-09-21~"),
        ("the night before.", "the night before", "2020-09-06"),
        ("the month before.", "the month before", "2020-08"),
        ("the year after.", "the year after", "2021"),
        ("That September, the", "That September", "2020-09"),
        ("That November, the", "That November", "2020-11"),
    ],
)
def test_a_date_may_be_counted_from_what_was_told_before(text: str, words: str, edtf: str) -> None:
    assert read(text, SATURDAY, ARREST) == [Read(words, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        *("September 7", "in June", "last month", "on Friday", "yesterday", "two days ago", "last year", "since June"),
        *("two days later", "the next day", "the day before.", "that year", "the following Monday", "this weekend"),
        *("hours later", "20 hours later", "the year before.", "earlier in the week"),
        *("from March to May", "between Friday and Sunday", "the 5th anniversary", "1.5 years ago"),
        *("February 30, 2019", "2019-02-30", "September 31, 2019", "from 2016 to 2014", "May 7–2, 2019"),
    ],
)
def test_a_date_without_its_anchor_or_that_no_calendar_has_means_nothing(text: str) -> None:
    assert [found.edtf for found in read(text, None)] == [None]


@pytest.mark.parametrize(
    ("text", "published", "dates"),
    [
        (
            "told RFE/RL on the eve of the 5th anniversary of Kalesnikava’s arrest on September 7.",
            SATURDAY,
            [("on the eve of the 5th anniversary", "2025-09-06"), ("September 7", "2020-09-07")],
        ),
        (
            "on the fifth anniversary of her arrest on September 7",
            SATURDAY,
            [("on the fifth anniversary", "2025-09-07"), ("September 7", "2020-09-07")],
        ),
        (
            "the 30th anniversary of the massacre on June 4, 1989",
            date(2019, 6, 5),
            [("the 30th anniversary", "2019-06-04"), ("June 4, 1989", "1989-06-04")],
        ),
        (
            "the 30th anniversary of the massacre on June 4, 1989",
            None,
            [("the 30th anniversary", "2019-06-04"), ("June 4, 1989", "1989-06-04")],
        ),
        (
            "the one-year anniversary of the vote on August 9, 2021",
            date(2021, 8, 10),
            [("the one-year anniversary", "2021-08-09"), ("August 9, 2021", "2020-08-09")],
        ),
        (
            "On July 25, which was the 110th anniversary of the first flight,",
            date(2019, 8, 6),
            [("July 25", "2019-07-25"), ("the 110th anniversary", "2019-07-25")],
        ),
        (
            "ahead of the second anniversary of the invasion on February 24",
            date(2024, 2, 20),
            [("ahead of the second anniversary", None), ("February 24", "2022-02-24")],
        ),
        (
            "to mark the 30th anniversary of the massacre, he said on June 3",
            date(2019, 6, 5),
            [("to mark the 30th anniversary", None), ("June 3", "2019-06-03")],
        ),
    ],
)
def test_an_anniversary_gives_the_day_it_is_kept_and_the_day_it_recalls(
    text: str, published: date | None, dates: list[tuple[str, str | None]]
) -> None:
    assert read(text, published) == dates


@pytest.mark.parametrize(
    ("text", "published", "event"),
    [
        ("on the eve of the 5th anniversary of her arrest on September 7", SATURDAY, "2020-09-07"),
        ("ahead of the second anniversary of the invasion on February 24", date(2024, 2, 20), "2022-02-24"),
        ("On July 25, which was the 110th anniversary of the flight", date(2019, 8, 6), "1909-07-25"),
        ("to mark the 30th anniversary of the massacre", date(2019, 6, 5), "1989"),
        ("to mark the 30th anniversary of the massacre", None, None),
        ("the first anniversary of her arrest on February 29", date(2024, 2, 29), None),
    ],
)
def test_an_occasion_knows_what_it_recalls(text: str, published: date | None, event: str | None) -> None:
    (occasion,) = [found for found in find_dates(text) if found.form == "occasion"]
    assert event_day(occasion, Anchors(published)) == event


def test_only_an_anniversary_recalls_a_day() -> None:
    assert event_day(only("in 2016"), Anchors(SATURDAY)) is None


@pytest.mark.parametrize(
    "text",
    [
        *("Theresa May said", "by May, who", "May he rest in peace", "protest to May's deal", "he may"),
        *("they march on", "the March on Washington", "Women's March for peace", "an august body", "Mr April said"),
        *("The Sun", "Mon dieu", "the jan", "Judge August Lamm", "Black Friday", "Good Friday", "the Sunday Times"),
        *("2,020 people", "nearly 2000 people", "1,400", "1700 UTC", "Route 2019", "No. 1430/2019", "2300 miles"),
        *("MI5", "in 20 minutes", "$2019", "in 1200 BC", "aged 28", "9/11", "07/09/2019", "2014-16", "0:00 0:02:05"),
        *("the 21st century", "in the 1800s", "recent months", "in recent years", "since then", "the past year"),
        *("for the last month", "the last week of the trial", "over the next year", "in the following week"),
        *(
            "three days of mourning",
            "the day before the blast",
            "each year",
            "a year",
            "years later",
            "USA Today",
            "Brest Today",
        ),
        *("the fall of Aleppo", "the spring", "Vyasna (Spring)", "ahead of the anniversary"),
        *("", " ", "-", "\n\n"),
    ],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Earlier this week on Wednesday on live television", ["Earlier this week", "Wednesday"]),
        ("in 2015 and 2016 and, in 2017, again", ["2015", "2016", "2017"]),
        ("either December 27 or December 28", ["December 27", "December 28"]),
        ("this past December and January", ["this past December", "January"]),
        ("A few days later, on July 2, Trump announced", ["July 2"]),
        ("on Saturday and again that evening", ["Saturday", "that evening"]),
        ("A decade later, in 2008, Hagan", ["A decade later", "2008"]),
        ("Magnitogorsk on Monday. On\u00a0September\u00a07 it", ["Monday", "September\u00a07"]),
        ("On March 3, 2000 people marched", ["March 3"]),
        ("In August, 1500 people marched", ["August"]),
        ("in the week of October 21", ["October"]),
    ],
)
def test_the_dates_of_a_text_stand_in_their_order(text: str, words: list[str]) -> None:
    assert [found.text for found in find_dates(text)] == words


@pytest.mark.parametrize(
    ("edtf", "published", "day"),
    [
        ("2025-09-06", date(2025, 9, 6), date(2025, 9, 6)),
        ("2025-09-06~", None, date(2025, 9, 6)),
        ("2025-09", None, None),
        ("2025", None, None),
        ("2025-02-30", None, None),
        ("2025-09-06/2025-09-07", None, None),
        ("", None, None),
    ],
)
def test_only_a_full_day_is_a_day(edtf: str, published: date | None, day: date | None) -> None:
    assert (published_day(edtf), as_day(edtf)) == (published, day)


def test_no_date_is_no_day() -> None:
    assert as_day(None) is None


@law
@given(TEXTS)
def test_a_date_repeats_the_text_and_none_overlaps_another(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end
        assert found.text == text[found.start : found.end]
        end = found.end


@law
@given(TEXTS, DAYS, DAYS, st.booleans())
def test_whatever_a_date_means_is_edtf(text: str, published: date | None, previous: date | None, future: bool) -> None:  # noqa: FBT001 - given by hypothesis
    anchors = Anchors(published, previous, future)
    for found in find_dates(text):
        for edtf in (resolve(found, anchors), event_day(found, anchors)):
            assert edtf is None or parse(edtf).text == edtf


@pytest.mark.parametrize(
    "unit",
    [
        *("a year and ", "two hundred and ", "from 2019 to ", "19 May ", "2019-", "the 5th anniversary of ", "early "),
        *("September 7, ", "on the eve of the ", "the day before ", "from January to ", "1,", "1", " ", "\n"),
    ],
)
def test_a_long_monotonous_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(text.startswith(found.text, found.start) for found in find_dates(text))

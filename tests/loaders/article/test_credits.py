"""Lines that say who wrote a text, and when, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.article.credits import Byline, byline, dateline, is_day, read_byline, written_day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Sunday, March 17, 2019\u00a0", "2019-03-17"),
        ("2019-03-17", "2019-03-17"),
        ("2019/03/17", "2019-03-17"),
        ("7 September 2020", "2020-09-07"),
        ("MINSK, 7 September 2020", "2020-09-07"),
        ("Sept. 7, 2020", "2020-09-07"),
        ("March 17th, 2019", "2019-03-17"),
        ("Sat 7 Sep 2020 12.30 BST", "2020-09-07"),
        ("Published: 14 March 2019 10:00 GMT", "2019-03-14"),
        ("Last updated on September 8, 2020 at 10:15 a.m. EDT", "2020-09-08"),
        ("10:30 GMT, 5 March 2019", "2019-03-05"),
        ("2020-09-07T10:11:12Z", "2020-09-07"),
        ("2019-02-30", None),
        ("31 April 2020", None),
        ("March 2019", None),
        ("She was arrested on 7 September 2020", None),
        ("7 September 2020 was a Monday.", None),
        ("", None),
    ],
)
def test_a_line_that_is_a_day_is_read(line: str, day: str | None) -> None:
    assert written_day(line) == day
    assert is_day(line) == (day is not None)


@pytest.mark.parametrize(
    ("line", "authors", "outlet"),
    [
        ("By Jane Doe", ["Jane Doe"], None),
        ("BY JANE DOE", ["JANE DOE"], None),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"], None),
        ("By Jane Doe, John Roe and Anna Kowal in Minsk", ["Jane Doe", "John Roe", "Anna Kowal"], None),
        ("by Jane Doe in Minsk", ["Jane Doe"], None),
        ("By Jane Doe, The Associated Press", ["Jane Doe"], "The Associated Press"),
        ("By Jane Doe | The Courier", ["Jane Doe"], "The Courier"),
        ("By Jane Doe | 7 September 2020", ["Jane Doe"], None),
        ("Written by Jane Doe, senior reporter", ["Jane Doe"], None),
        ("Jane Doe, Reuters", ["Jane Doe"], "Reuters"),
        ("Jane Doe / AP", ["Jane Doe"], "AP"),
        ("(Reporting by Jane Doe; Editing by John Roe)", ["Jane Doe"], None),
        ("Author: Ludwig van der Berg", ["Ludwig van der Berg"], None),
    ],
)
def test_a_line_that_names_the_authors_is_read(line: str, authors: list[str], outlet: str | None) -> None:
    assert read_byline(line) == Byline(authors, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the water was gone.",
        "By hook or by crook",
        "By the river",
        "By 2019",
        "Anna Kowal, a teacher from Brest",
        "Minsk, Belarus",
        "Christmas Eve, his family told the press. Associated Press",
        "Jane Doe",
        "",
    ],
)
def test_other_lines_name_no_author(line: str) -> None:
    assert read_byline(line) is None


def test_the_day_of_publication_wins_over_that_of_an_update() -> None:
    text = "A title\nUpdated: 8 September 2020\nPublished: 7 September 2020\n\nWords."
    assert dateline(text) == "2020-09-07"
    assert dateline(text.replace("Published: 7 September 2020", "")) == "2020-09-08"


def test_a_day_far_below_the_top_is_not_when_it_was_published() -> None:
    assert dateline("A title\n\n" + "Words of the article stand here.\n\n" * 20 + "7 September 2020\n") is None


def test_the_first_line_that_names_authors_is_the_byline() -> None:
    assert byline("A title\n\nBy Jane Doe\n\nJohn Roe, Reuters") == Byline(["Jane Doe"])
    assert byline("A title\n\nWords of the article.") is None


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    day = dateline(text)
    assert day is None or len(day) == 10
    byline(text)

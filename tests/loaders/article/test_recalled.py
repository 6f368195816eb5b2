"""The day of an event that is told without one. The article is of Friday, May 10, 2024; such a day has no words."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract


def days(body: str, kind: str) -> list[tuple[str, str | None] | None]:
    """Return the day of each event of `kind`, with the words that tell it."""
    claims = extract(f"A day of news\n\n\n{body}\n", "2024-05-10").claims
    return [(c.date.edtf, c.date.text) if c.date else None for c in claims if c.type == kind and c.kind == "event"]


@pytest.mark.parametrize(
    "body",
    [
        "Jan Novak was arrested on Monday. Police took Ewa Nowak into custody.",
        "On Monday, Jan Novak was sentenced. Ewa Nowak was arrested.",
        "Jan Novak was sentenced on Monday to two years. He was freed after six months. Ewa Nowak was arrested.",
    ],
)
def test_what_goes_on_in_the_next_sentence_is_of_the_same_day(body: str) -> None:
    assert days(body, "arrest")[-1] == ("2024-05-06", None)


@pytest.mark.parametrize(
    "body",
    [
        "Jan Novak was sentenced on Monday. Ewa Nowak was arrested later.",
        "Jan Novak was sentenced on Monday. Earlier, Ewa Nowak was arrested.",
        "Jan Novak was sentenced on Monday. Ewa Nowak has been arrested.",
        "Jan Novak was sentenced on Monday. Shortly afterwards Ewa Nowak was arrested.",
        "Jan Novak has been in prison since Monday. Ewa Nowak was arrested.",
        "Jan Novak was sentenced on Monday. The mayor spoke of the arrest of Ewa Nowak.",
        "Jan Novak was sentenced on Monday. It was cold. Ewa Nowak was arrested.",
        "Jan Novak was sentenced on Monday.\n\nEwa Nowak was arrested.",
        "Jan Novak was sentenced. Ewa Nowak was arrested.",
    ],
)
def test_a_sentence_that_leaves_the_day_or_the_paragraph_has_no_day(body: str) -> None:
    assert days(body, "arrest") == [None]


def test_two_days_later_counts_from_an_arrest_told_again() -> None:
    body = (
        "Jan Novak was arrested on May 3.\n\nEwa Nowak was arrested on May 7.\n\n"
        "The arrest of Jan Novak shocked the town. Two days later he was freed."
    )
    assert days(body, "release") == [("2024-05-05", "Two days later")]


def test_who_died_on_a_day_did_not_die_on_the_next_one_named() -> None:
    body = "Jan Novak died on Friday.\n\nA last vote was held on May 3. At noon, Jan Novak died in his house."
    assert days(body, "death") == [("2024-05-10", "Friday"), ("2024-05-10", None)]


@pytest.mark.parametrize("word", ["as", "when", "while"])
def test_what_happened_at_once_happened_on_one_day(word: str) -> None:
    body = f"Ewa Nowak died {word} Jan Novak was arrested on Monday."
    assert days(body, "arrest") == [("2024-05-06", "Monday")]
    assert days(body, "death") == [("2024-05-06", None)]

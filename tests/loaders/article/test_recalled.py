"""The day of an event that is told without one. The article is of Friday, May 10, 2024; such a day has no words."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract
from loaders.article.extraction import ExtractedClaim, Span, When
from loaders.article.recalled import told_again


def days(body: str, kind: str) -> list[tuple[str, str | None] | None]:
    """Return the day of each event of `kind`, with the words that tell it."""
    claims = extract(f"A day of news\n\n\n{body}\n", "2024-05-10").claims
    return [(c.date.edtf, c.date.text) if c.date else None for c in claims if c.type == kind and c.kind == "event"]


@pytest.mark.parametrize(
    "body",
    [
        "Jan Novak was arrested on Monday. Police took Ewa Nowak into custody.",
        "On Monday, Jan Novak was sentenced. Ewa Nowak was arrested.",
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
        "Jan Novak was sentenced on Monday. It was cold. Ewa Nowak was arrested.",
        "Jan Novak was sentenced on Monday.\n\nEwa Nowak was arrested.",
        "Jan Novak was sentenced. Ewa Nowak was arrested.",
    ],
)
def test_a_sentence_that_leaves_the_day_or_the_paragraph_has_no_day(body: str) -> None:
    assert days(body, "arrest") == [None]


def test_an_event_told_again_has_the_day_of_its_other_telling() -> None:
    body = "Jan Novak was arrested on Monday.\n\nThe sun shone.\n\nThe arrest of Jan Novak shocked the town."
    assert days(body, "arrest") == [("2024-05-06", "Monday"), ("2024-05-06", None)]


def test_an_event_told_with_two_days_lends_neither() -> None:
    told = "Jan Novak was arrested on Monday.", "Jan Novak was arrested in 2019.", "The arrest of Jan Novak was sudden."
    assert days("\n\n".join(told), "arrest")[-1] is None


def test_two_days_later_counts_from_an_arrest_told_again() -> None:
    body = (
        "Jan Novak was arrested on May 3.\n\nEwa Nowak was arrested on May 7.\n\n"
        "The arrest of Jan Novak shocked the town. Two days later he was freed."
    )
    assert days(body, "release") == [("2024-05-05", "Two days later")]


@pytest.mark.parametrize("word", ["as", "when", "while"])
def test_what_happened_at_once_happened_on_one_day(word: str) -> None:
    body = f"Ewa Nowak died {word} Jan Novak was arrested on Monday."
    assert days(body, "arrest") == [("2024-05-06", "Monday")]
    assert days(body, "death") == [("2024-05-06", None)]


def claim(kind: str, person: str, edtf: str | None = None, certainty: str = "asserted") -> ExtractedClaim:
    return ExtractedClaim(
        id="",
        kind="event",
        type=kind,
        args={"person": person},
        evidence=(Span(0, 1),),
        rule="",
        date=When(edtf, edtf) if edtf else None,
        certainty="asserted" if certainty == "asserted" else "alleged",
    )


@pytest.mark.parametrize(
    ("first", "second", "edtf"),
    [
        (claim("arrest", "a", "2024-05-06"), claim("arrest", "a"), "2024-05-06"),
        (claim("arrest", "a", "2024-05-06"), claim("abduction", "a"), "2024-05-06"),
        (claim("conviction", "a", "2024-05-06"), claim("sentence", "a"), "2024-05-06"),
        (claim("attack", "a", "2024-05-06"), claim("death", "#two people"), "2024-05-06"),
        (claim("arrest", "a", "2024-05-06"), claim("arrest", "b"), None),
        (claim("arrest", "a", "2024-05-06"), claim("arrest", "a", certainty="alleged"), None),
        (claim("arrest", "a", "2024-05-06", "alleged"), claim("arrest", "a"), None),
        (claim("visit", "a", "2024-05-06"), claim("visit", "a"), None),
    ],
)
def test_only_a_fact_that_happens_once_is_told_again(
    first: ExtractedClaim, second: ExtractedClaim, edtf: str | None
) -> None:
    again = told_again([first, second])[1]
    assert (again.date.edtf if again.date else None) == edtf

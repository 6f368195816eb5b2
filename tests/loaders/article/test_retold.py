"""The day of an event that is dated elsewhere. The article is of Friday, May 10, 2024; such a day has no words."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract


def days(body: str, kind: str, title: str = "A day of news") -> list[tuple[str, str | None] | None]:
    """Return the day of each event of `kind`, with the words that tell it."""
    claims = extract(f"{title}\n\n\n{body}\n", "2024-05-10").claims
    return [(c.date.edtf, c.date.text) if c.date else None for c in claims if c.type == kind and c.kind == "event"]


def test_an_event_told_again_has_the_day_of_its_other_telling() -> None:
    body = "Jan Novak was arrested on Monday.\n\nThe sun shone.\n\nThe arrest of Jan Novak shocked the town."
    assert days(body, "arrest") == [("2024-05-06", "Monday"), ("2024-05-06", None)]


def test_an_event_told_with_two_days_lends_neither() -> None:
    told = "Jan Novak was arrested on Monday.", "Jan Novak was arrested in 2019.", "The arrest of Jan Novak was sudden."
    assert days("\n\n".join(told), "arrest")[-1] is None


@pytest.mark.parametrize(
    ("told", "again", "kind"),
    [
        ("Jan Novak was arrested on Monday.", "Jan Novak was detained by police.", "arrest"),
        ("Jan Novak was arrested on Monday.", "Jan Novak was reportedly arrested.", "arrest"),
        ("Jan Novak was convicted of theft on Monday.", "Jan Novak was sentenced to two years in prison.", "sentence"),
        ("Militants attacked Brest on Monday.", "The attack in Brest shocked the country.", "attack"),
    ],
)
def test_one_event_may_be_told_in_two_ways(told: str, again: str, kind: str) -> None:
    assert days(f"{told}\n\nThe sun shone.\n\n{again}", kind)[-1] == ("2024-05-06", None)


@pytest.mark.parametrize(
    ("told", "again", "kind"),
    [
        ("Jan Novak was arrested on Monday.", "Ewa Nowak was arrested.", "arrest"),
        ("Jan Novak may be arrested on Monday.", "Jan Novak was arrested.", "arrest"),
        ("Jan Novak visited Brest on Monday.", "Jan Novak visited Minsk.", "visit"),
        ("Militants attacked Brest on Monday.", "Another attack took place in Minsk.", "attack"),
    ],
)
def test_what_need_not_be_the_same_event_stays_without_a_day(told: str, again: str, kind: str) -> None:
    assert days(f"{told}\n\nThe sun shone.\n\n{again}", kind)[-1] is None


@pytest.mark.parametrize(
    ("title", "lead", "kind"),
    [
        ("Jan Novak arrested in Brest", "Police arrested Jan Novak in Brest on Monday.", "arrest"),
        ("Court jails union leader", "A court on Monday sentenced Jan Novak to two years in prison.", "sentence"),
        ("Union leader Jan Novak freed", "The gates opened on Monday for Jan Novak, a union leader.", "release"),
    ],
)
def test_a_headline_has_the_day_of_the_lead(title: str, lead: str, kind: str) -> None:
    assert days(lead, kind, title)[0] == ("2024-05-06", None)


def test_of_two_attacks_it_is_the_one_in_the_lead_that_is_told_again() -> None:
    body = "Militants attacked Brest on Monday.\n\nThe attack on Minsk was in 2016.\n\nThe attack in Brest was sudden."
    assert days(body, "attack")[-1] == ("2024-05-06", None)


def test_an_attack_told_beside_another_year_is_not_that_of_the_news() -> None:
    body = "Militants attacked Brest on Monday.\n\nIn 1968 there was a war. The attack on Minsk was sudden."
    assert days(body, "attack")[-1] is None


def test_what_a_headline_tells_as_gone_before_has_no_day() -> None:
    found = days("Jan Novak resigned on Monday.", "arrest", "Jan Novak resigns after arrest of Ewa Nowak")
    assert found == [None]

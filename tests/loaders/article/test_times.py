"""When a told event happened. The article is of Friday, May 10, 2024; the asked word tells the event."""

from __future__ import annotations

import pytest

from loaders.article.extract import understood

PUBLISHED = "2024-05-10"


def when(body: str, word: str, published: str | None = PUBLISHED) -> str | None:
    """Return when what `word` tells happened; the words before it are asked first, as when an article is read."""
    reading, _ = understood(f"A day of news\n\n\n{body}\n", published)
    found = None
    for token in reading.parsed.doc:
        if token.pos_ == "VERB" or token.text == word:
            found = reading.times.of(token)
        if token.text == word:
            return found.edtf if found else None
    raise LookupError(word)


@pytest.mark.parametrize(
    ("body", "word", "edtf"),
    [
        ("Jan Novak was arrested on Monday.", "arrested", "2024-05-06"),
        ("On Monday, Jan Novak was arrested.", "arrested", "2024-05-06"),
        ("Jan Novak was arrested in May 2019.", "arrested", "2019-05"),
        ("The arrest on Monday was sudden.", "arrest", "2024-05-06"),
        ("Jan Novak, who was arrested in 2019, spoke on Monday.", "arrested", "2019"),
        ("Jan Novak, who was arrested in 2019, spoke on Monday.", "spoke", "2024-05-06"),
        ("Jan Novak said on Monday that the road was closed.", "said", "2024-05-06"),
        ("On Monday, Jan Novak was arrested and jailed.", "jailed", "2024-05-06"),
        ("Jan Novak was arrested and, on Monday, jailed.", "arrested", None),
        ("Jan Novak was jailed after his arrest in 2019.", "jailed", None),
        ("The last message I received was in February.", "received", "2024-02"),
        ("Jan Novak spoke.", "spoke", None),
        ("Jan Novak was arrested and jailed on Monday.", "arrested", "2024-05-06"),
        ("Jan Novak was arrested, and police searched his house on Monday.", "arrested", None),
        ("Jan Novak confessed to killing his brother by strangling him in 2016.", "killing", "2016"),
        ("Police said on Monday they arrested Jan Novak.", "said", "2024-05-06"),
        ("Police said on Monday they arrested Jan Novak.", "arrested", None),
        ("Police said that on Monday they arrested Jan Novak.", "arrested", "2024-05-06"),
        ("The mayor spoke on Monday of a priest jailed in Brest.", "jailed", None),
        ("The mayor on Monday signed an order banning all rallies.", "banning", "2024-05-06"),
        ("The group on Monday claimed the attack.", "claimed", None),
        ("The group claimed responsibility for the attack on Monday.", "claimed", "2024-05-06"),
        ("A rally was held in Brest on Monday.", "rally", "2024-05-06"),
        ("A series of bombings took place on Monday.", "bombings", "2024-05-06"),
        ("Ten men were arrested during a rally on Monday.", "arrested", "2024-05-06"),
        ("Ten men were arrested in last week's protests.", "arrested", "2024-04-29/2024-05-05"),
        ("After his conviction in that case last summer, he was freed.", "conviction", "2023-22"),
        ("They walked at the August 2017 Pride rally on the river.", "rally", "2017-08"),
    ],
)
def test_a_date_belongs_to_the_word_that_it_hangs_on(body: str, word: str, edtf: str | None) -> None:
    assert when(body, word) == edtf


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("The minister on Monday condemned the murder of Jan Novak.", "murder"),
        ("Jan Novak pleaded guilty on Monday to seven counts of murder.", "murder"),
        ("The party dropped Jan Novak as its candidate on Monday.", "candidate"),
        ("Jan Novak is held until a hearing on May 20.", "held"),
        ("Jan Novak left the race ahead of the vote on May 20.", "left"),
    ],
)
def test_a_date_of_the_verb_or_of_another_occasion_is_not_that_of_a_noun_beside_it(body: str, word: str) -> None:
    assert when(body, word) is None


@pytest.mark.parametrize(
    ("body", "edtf"),
    [
        ("Jan Novak will speak on May 20. Ewa Nowak will be freed the next day.", "2024-05-21"),
        ("Jan Novak was hurt on May 3. He will speak on May 20.\n\nEwa Nowak was freed the next day.", "2024-05-04"),
    ],
)
def test_a_story_goes_on_from_a_day_that_lies_ahead_only_within_its_paragraph(body: str, edtf: str) -> None:
    assert when(body, "freed") == edtf


@pytest.mark.parametrize(
    ("body", "word", "edtf"),
    [
        ("Jan Novak will be freed on Monday.", "freed", "2024-05-13"),
        ("Jan Novak was freed on Monday.", "freed", "2024-05-06"),
        ("The trial is due to begin on Monday.", "begin", "2024-05-13"),
    ],
)
def test_a_weekday_lies_ahead_of_what_will_be(body: str, word: str, edtf: str) -> None:
    assert when(body, word) == edtf


def test_two_days_later_counts_from_the_day_told_before() -> None:
    assert when("Jan Novak was arrested on May 3. Two days later he was freed.", "freed") == "2024-05-05"


def test_a_near_day_inside_a_quotation_is_not_of_the_article() -> None:
    body = "“My friend Jan was arrested yesterday in our street,” Ewa Nowak said."
    assert when(body, "arrested") is None


@pytest.mark.parametrize(
    ("body", "edtf"),
    [
        (
            "Jan Novak was hurt on May 3. The mayor's car was there on May 7. Ewa Nowak was freed the next day.",
            "2024-05-08",
        ),
        ("Jan Novak was hurt on May 3. His car was there on May 20. Ewa Nowak was freed the next day.", "2024-05-04"),
        ("It was cold on May 3, and on the same day Ewa Nowak was freed.", "2024-05-03"),
    ],
)
def test_the_next_day_counts_from_the_day_last_named(body: str, edtf: str) -> None:
    assert when(body, "freed") == edtf


def test_an_anniversary_dates_the_noun_that_it_is_of() -> None:
    body = "They met on the eve of the 5th anniversary of his arrest on May 11."
    assert when(body, "arrest") == "2019-05-11"
    assert when(body, "met") == "2024-05-10"


def test_without_a_day_of_publication_yesterday_is_no_day() -> None:
    assert when("Jan Novak was arrested yesterday.", "arrested", None) is None


@pytest.mark.parametrize(
    ("edtf", "ahead"),
    [
        ("2024-05-11", True),
        ("2024-05-10", False),
        ("2024-05", False),
        ("2024-06", True),
        ("2025", True),
        ("2024", False),
        ("2024-05-11/2024-05-12", True),
        ("../2030", False),
    ],
)
def test_a_date_is_ahead_if_it_begins_after_the_day_of_publication(edtf: str, ahead: bool) -> None:  # noqa: FBT001 - given by pytest
    reading, _ = understood("A day of news\n\n\nThe sun shone.\n", PUBLISHED)
    assert reading.times.is_ahead(edtf) is ahead


def test_nothing_is_ahead_of_a_day_that_is_not_known() -> None:
    reading, _ = understood("A day of news\n\n\nThe sun shone.\n", None)
    assert not reading.times.is_ahead("2999")

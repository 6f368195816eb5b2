"""Whom pronouns and descriptions mean. The sentences are made up."""

from __future__ import annotations

import pytest

from tests.loaders.article.reading_of import read

EWA, JAN = "Ewa Nowak", "Jan Kowal"
PRONOUNS = [
    ("Ewa Nowak met Jan Kowal on Monday. She was arrested a day later.", "She", EWA),
    ("Ewa Nowak met Jan Kowal on Monday. He was arrested a day later.", "He", JAN),
    ("Jan Kowal lost his job on Monday.", "his", JAN),
    ("Through his lawyers, Jan Kowal denied the charges.", "his", JAN),
    ("Judge Adam Wilk sentenced Jan Kowal to life in prison for driving his car into a crowd.", "his", JAN),
    ("Jan Kowal blamed himself.", "himself", JAN),
    ("Adam Wilk met Jan Kowal and his son in May.", "his", JAN),
    ("Judge Adam Wilk convicted Jan Kowal in May. He was fined and released.", "He", JAN),
    ("Ewa Nowak said that her brother Jan Kowal was beaten. She has left the country.", "She", EWA),
    (
        "Amnesty International published a report on Monday. It accused the army of torture.",
        "It",
        "Amnesty International",
    ),
]


@pytest.mark.parametrize(("text", "word", "who"), PRONOUNS)
def test_a_pronoun_means_whom_a_reader_takes_it_to_mean(text: str, word: str, who: str) -> None:
    assert read(text).meant(word) == who


@pytest.mark.parametrize(
    "text", ["It was raining in Brest when Ewa Nowak left.", "It is likely that Ewa Nowak will leave."]
)
def test_it_that_stands_for_nothing_means_nobody(text: str) -> None:
    assert read(text).meant("It") is None


def test_somebody_without_a_name_is_nobody_else() -> None:
    article = read("Ewa Nowak leads the town. A teacher went on a shooting spree in May. He was shot by police.")
    assert article.meant("He") == "(teacher)"


DESCRIPTIONS = [
    ("Jan Kowal was arrested on Friday. The judge ordered that the suspect stay in custody.", "suspect", JAN),
    ("A man killed Ewa Nowak in May. The victim was thirty years old.", "victim", EWA),
    ("Ewa Nowak, the mayor of Lublin, arrived late. The mayor apologised.", "mayor", EWA),
    ("The Supreme Court met on Monday. The court upheld the ruling.", "court", "Supreme Court"),
    ("Jan Kowal left in May. His wife, Ewa Nowak, stayed. His wife was arrested in June.", "wife", EWA),
    ("Ewa Nowak, sister of Jan Kowal, spoke on Monday. The sister of Jan Kowal was arrested.", "sister", EWA),
]


@pytest.mark.parametrize(("text", "word", "who"), DESCRIPTIONS)
def test_a_description_means_whoever_the_article_put_in_that_place(text: str, word: str, who: str) -> None:
    article = read(text)
    last = sum(token.text == word for token in article.cast.parsed.doc)
    assert article.meant(word, last) == who


def test_the_attacker_is_not_whom_he_attacked() -> None:
    article = read("Jan Kowal was convicted in 1968. On Friday a man stabbed Jan Kowal. The attacker was isolated.")
    assert article.meant("attacker") != JAN


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ewa Nowak wrote to her husband, the jailed reporter Jan Nowak. Nowak was moved to a cell.", "Jan Nowak"),
        ("Ewa Nowak wrote to her husband, the jailed reporter Jan Nowak. Nowak said it was cold.", "Ewa Nowak"),
        ("Ewa Nowak wrote to her husband, the reporter Jan Nowak. Nowak was moved to a cell.", "Ewa Nowak"),
    ],
)
def test_a_shared_surname_means_who_is_in_prison_unless_it_speaks(text: str, who: str) -> None:
    assert read(text).meant("Nowak", 3) == who


def test_police_name_the_suspect() -> None:
    article = read(
        "Police identified the suspect as Jan Kowal. Adam Wilk was injured. The suspect was taken to hospital."
    )
    assert article.meant("suspect", 2) == JAN


def test_of_two_accused_together_neither_is_the_suspect() -> None:
    article = read("Jan Kowal and Ewa Nowak were charged with murder. The suspect stayed in custody.")
    assert article.meant("suspect") is None


def test_i_in_a_quote_is_its_speaker() -> None:
    assert read("“I will never leave my town,” said Ewa Nowak.").meant("I") == EWA


def test_he_in_a_quote_is_not_its_speaker() -> None:
    assert read("Jan Kowal was jailed. Adam Wilk said, “I pray that he comes home.”").meant("he") == JAN

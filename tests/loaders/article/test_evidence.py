"""The exact words that a telling stands on: verbatim, short, within one paragraph."""

from __future__ import annotations

import pytest

from loaders.article.evidence import LONGEST, evidence
from tests.loaders.article.reading_of import read


def quoted(text: str, word: str, *others: str) -> str:
    """Return the words that the telling by `word` with `others` stands on."""
    article = read(text)
    span = evidence(article.cast.parsed, article.token(word), [article.token(other) for other in others])
    return article.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "word", "others", "words"),
    [
        (
            "Jan Novak was arrested in Minsk on Monday.",
            "arrested",
            ["Novak"],
            "Jan Novak was arrested in Minsk on Monday",
        ),
        (
            "Ewa Nowak said that Jan Novak was arrested in Minsk.",
            "arrested",
            ["Novak"],
            "Jan Novak was arrested in Minsk",
        ),
        ("The crash was bad, killing three.", "killing", [], "The crash was bad, killing three"),
        (
            "Jan Novak was arrested in the old town, and Ewa Nowak, who had come, left.",
            "arrested",
            ["Novak"],
            "Jan Novak was arrested in the old town",
        ),
        (
            "“Jan Novak was arrested in the town,” she said.",
            "arrested",
            ["Novak"],
            "Jan Novak was arrested in the town",
        ),
    ],
)
def test_a_telling_stands_on_its_clause(text: str, word: str, others: list[str], words: str) -> None:
    assert quoted(text, word, *others) == words


def test_a_word_of_another_sentence_is_no_part_of_it() -> None:
    text = "Ewa Nowak left early. Jan Novak was arrested in the town."
    assert quoted(text, "arrested", "Novak", "Nowak") == "Jan Novak was arrested in the town"


def test_a_long_clause_is_cut_to_its_participants_and_the_words_around_them() -> None:
    aside = " and ".join(f"the house of number {n}" for n in range(30))
    text = f"Jan Novak was arrested in the town near {aside}."
    assert quoted(text, "arrested", "Novak") == "Jan Novak was arrested in the town near the house"


def test_participants_far_apart_are_cut_at_a_word() -> None:
    aside = " and ".join(f"the house of number {n}" for n in range(30))
    text = f"Jan Novak, who saw {aside}, was arrested."
    words = quoted(text, "arrested", "Novak")
    assert len(words) <= LONGEST
    assert words.startswith("Jan Novak, who saw the house of number 0")
    assert text[text.index(words) + len(words)] in " ,"

"""What a noun phrase means as a participant: an entity, or its words. The asked word is the head of the phrase."""

from __future__ import annotations

import pytest

from loaders.article.participants import entity, has_number, including, is_people, is_vague, joined, literal
from tests.loaders.article.reading_of import read


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Jan Novak left.", "Novak", "Jan Novak"),
        ("Jan Novak left. He is ill.", "He", "Jan Novak"),
        ("Jan Novak, who left, is ill.", "who", "Jan Novak"),
        ("A woman named Heather Roe left.", "woman", "Heather Roe"),
        ("Jan Novak is among those who left.", "who", "Jan Novak"),
        ("Jan Novak, the suspect, left.", "suspect", "Jan Novak"),
        ("The mayor, Jan Novak, left.", "mayor", "Jan Novak"),
        ("The New York Times newspaper said so.", "newspaper", "The New York Times"),
        ("A woman left.", "woman", None),
    ],
)
def test_a_phrase_speaks_of_whom_it_names_or_means(text: str, word: str, name: str | None) -> None:
    article = read(text)
    member = entity(article.cast, article.token(word))
    assert (member.name if member is not None else None) == name


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("The two tall staffers left.", "staffers", "#two tall staffers"),
        ("At least five people left.", "people", "#At least five people"),
        ("A group of students left.", "group", "#group of students"),
        ("The man whom they met left.", "man", "#man"),
        ("Everyone saw them.", "them", None),
        ("They ran quickly.", "quickly", None),
    ],
)
def test_who_has_no_name_is_told_by_the_words_of_the_phrase(text: str, word: str, words: str | None) -> None:
    assert literal(read(text).token(word)) == words


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Two staffers left.", "staffers", True),
        ("The mayor left.", "mayor", True),
        ("Only 42 left.", "42", True),
        ("A number of students left.", "number", True),
        ("A number of books fell.", "number", False),
        ("The book fell.", "book", False),
        ("It fell in 2020.", "2020", False),
    ],
)
def test_people_are_told_from_things(text: str, word: str, expected: bool) -> None:  # noqa: FBT001 - given by pytest
    assert is_people(read(text).token(word)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Sixteen states sued.", "states", True),
        ("The states sued.", "states", False),
        ("He faces three charges.", "charges", False),
        ("He waited four years.", "years", False),
    ],
)
def test_what_is_counted_has_a_number(text: str, word: str, expected: bool) -> None:  # noqa: FBT001 - given by pytest
    assert has_number(read(text).token(word)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Many people left.", "people", True),
        ("Hundreds left.", "Hundreds", True),
        ("Two people left.", "people", False),
        ("The people left.", "people", False),
    ],
)
def test_many_and_hundreds_are_nobody_in_particular(text: str, word: str, expected: bool) -> None:  # noqa: FBT001 - given by pytest
    assert is_vague(read(text).token(word)) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Two staffers, including Jan Novak and Ewa Nowak, left.", ["Novak", "Nowak"]),
        ("Two staffers left. Three, including Jan Novak, stayed.", []),
        ("Two staffers left.", []),
    ],
)
def test_those_whom_including_names_are_of_the_group(text: str, names: list[str]) -> None:
    assert [token.text for token in including(read(text).token("staffers"))] == names


def test_a_name_joined_before_another_is_found_below_it() -> None:
    article = read("Philosopher Jan Novak and singer Ewa Nowak were freed.")
    heads = [token for token in article.cast.parsed.doc if token.dep_ == "nsubjpass"]
    found = {token.text for head in heads for token in (head, *head.conjuncts, *joined(article.cast, head))}
    assert {"Novak", "Nowak"} <= found


def test_one_name_alone_has_nobody_joined_to_it() -> None:
    article = read("Jan Novak was freed.")
    assert joined(article.cast, article.token("Novak")) == []

"""Who does what to whom: the parse read through passives, relative clauses, co-ordination and control.

In each sentence the word in brackets is the one that is asked about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc

from loaders.article.grammar import (
    MAX_STEPS,
    agents,
    ancestors,
    antecedent,
    chain_below,
    clause,
    is_passive,
    objects,
    parts,
    signs_below,
    subjects,
    with_preposition,
)
from loaders.article.language import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token


def asked(marked: str) -> Token:
    """Return the token in brackets."""
    at = marked.index("[")
    doc = pipeline()(re.sub(r"[\[\]]", "", marked))
    return next(token for token in doc if token.idx == at)


def words(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens]


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("He was [arrested].", True),
        ("He has been [arrested].", True),
        ("The man [arrested] by police is ill.", True),
        ("He was tried and [sentenced].", True),
        ("Police [arrested] him.", False),
        ("Police have [arrested] him.", False),
        ("He was [sleeping].", False),
        ("The [sleep] was long.", False),
    ],
)
def test_a_passive_is_known_by_its_helpers(sentence: str, passive: bool) -> None:  # noqa: FBT001 - given by pytest
    assert is_passive(asked(sentence)) is passive


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Anna [met] Jan.", ["Anna"]),
        ("Anna and Jan [left].", ["Anna", "Jan"]),
        ("Anna, who [met] Jan, left.", ["Anna"]),
        ("Anna came and [met] Jan.", ["Anna"]),
        ("Anna wants to [meet] Jan.", ["Anna"]),
        ("Anna told Jan to [leave].", ["Jan"]),
        ("Jan was told to [leave].", ["Jan"]),
        ("Anna left, [taking] the book.", ["Anna"]),
        ("Jan was [met] by Anna and Ewa.", ["Anna", "Ewa"]),
        ("Jan was [met].", []),
        ("[Leave] now.", []),
        ("She came back after Jan Novak [stepped] down.", ["Novak"]),
    ],
)
def test_who_does_it_is_the_subject_or_whoever_shares_it(sentence: str, who: list[str]) -> None:
    assert words(subjects(asked(sentence))) == who


@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("Anna [met] Jan and Ewa.", ["Jan", "Ewa"]),
        ("Jan was [met] by Anna.", ["Jan"]),
        ("Jan was seen and [met].", ["Jan"]),
        ("The man [met] by Anna left.", ["man"]),
        ("The man whom Anna [met] left.", ["man"]),
        ("The man who was [met] by Anna left.", ["man"]),
        ("Anna [left].", []),
        ("Anna, who [left], is ill.", []),
    ],
)
def test_to_whom_it_is_done_is_the_object_in_the_active_and_the_passive(sentence: str, whom: list[str]) -> None:
    assert words(objects(asked(sentence))) == whom


def test_by_whom_it_is_done_is_each_one_named_after_by() -> None:
    assert words(agents(asked("Jan was [met] by Anna and Ewa."))) == ["Anna", "Ewa"]


@pytest.mark.parametrize(
    ("sentence", "preposition", "found"),
    [
        ("She [spoke] with Jan and Ewa.", "with", ["Jan", "Ewa"]),
        ("She [spoke] to Jan about Ewa.", "about", ["Ewa"]),
        ("She [spoke] to Jan.", "with", []),
    ],
)
def test_a_preposition_governs_everybody_after_it(sentence: str, preposition: str, found: list[str]) -> None:
    assert words(with_preposition(asked(sentence), preposition)) == found


def test_what_is_coordinated_comes_apart_in_order() -> None:
    assert words(parts(asked("[Anna], Jan and Ewa left."))) == ["Anna", "Jan", "Ewa"]


def test_a_long_list_ends() -> None:
    names = " and ".join(["Anna"] * 60)
    assert 1 < len(parts(asked(f"[Anna] and {names} left."))) <= 2 * MAX_STEPS


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("The man [who] left is ill.", "man"),
        ("[Who] left?", "Who"),
        ("[That] is good.", "That"),
        ("[Jan] left.", "Jan"),
    ],
)
def test_a_relative_pronoun_stands_for_the_noun_before_it(sentence: str, noun: str) -> None:
    assert antecedent(asked(sentence)).text == noun


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [("Jan left the [town] on Monday.", "left"), ("She said that [Jan] had left.", "left"), ("A [town].", "town")],
)
def test_a_word_stands_in_the_clause_of_its_verb(sentence: str, verb: str) -> None:
    assert clause(asked(sentence)).text == verb


@pytest.mark.parametrize(
    ("sentence", "chain", "found"),
    [
        ("Police [took] him into custody.", ("into", "custody"), ["took", "into", "custody"]),
        ("Police [took] him home.", ("into", "custody"), None),
        ("They [called] it a farce.", (":oprd",), ["called", "farce"]),
        ("He was [held] in a large prison colony.", ("in", "~colony"), ["held", "in", "colony"]),
        ("The sentence that he [received] was long.", ("sentence",), ["received", "sentence"]),
        ("On Monday she [spoke] on the phone.", ("on", "phone"), ["spoke", "on", "phone"]),
        ("Anna [left].", (), ["left"]),
    ],
)
def test_a_chain_is_found_below_its_word(sentence: str, chain: tuple[str, ...], found: list[str] | None) -> None:
    below = chain_below(asked(sentence), chain)
    assert (words(below) if below is not None else None) == found


def test_the_signs_below_a_word_are_lemmas_words_and_what_something_is_called() -> None:
    assert {"book", "books"} <= signs_below(asked("Anna [reads] books."), {})
    assert {":oprd", "farce"} <= signs_below(asked("They [called] it a farce."), {})


BROKEN = [
    "and and and and and and and",
    "who who who who who who",
    "police arrested a man and " * 30,
    "the man who arrested " * 30,
    "he said that " * 40,
    ", , . . ( ( “ “ ’ — —",
    "12 " * 100,
]


@pytest.mark.parametrize("text", BROKEN)
def test_every_question_ends_on_a_sentence_that_is_none(text: str) -> None:
    for token in pipeline()(text):
        steps = sum(1 for _ in ancestors(token))
        assert steps <= 3 * MAX_STEPS
        assert clause(token) is not None
        for question in (subjects, objects, agents, parts):
            assert all(found.doc is token.doc for found in question(token))


@pytest.mark.parametrize("dependencies", [["nsubj", "relcl", "dobj"], ["xcomp", "xcomp", "dobj"]])
def test_every_question_ends_on_a_parse_that_turns_in_a_circle(dependencies: list[str]) -> None:
    circle = Doc(
        pipeline().vocab,
        words=["who", "arrested", "him"],
        heads=[1, 0, 1],
        deps=dependencies,
        tags=["WP", "VBN", "PRP"],
        pos=["PRON", "VERB", "PRON"],
        lemmas=["who", "arrest", "him"],
    )
    for token in circle:
        assert sum(1 for _ in ancestors(token)) <= 3 * MAX_STEPS
        assert clause(token).text == "arrested"
        for question in (subjects, objects, agents, parts):
            assert len(question(token)) <= MAX_STEPS

"""Where participants stand around the word that tells an event. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.matches import Match, matches
from loaders.article.slots import along, doers, standing
from tests.loaders.article.reading_of import read


def matched(text: str, word: str, kind: str) -> Match:
    """Return how `word` tells an event of `kind`."""
    return next(match for match in matches(read(text).token(word)) if match.frame.type == kind)


@pytest.mark.parametrize(
    ("text", "word", "kind", "place", "found"),
    [
        ("Police arrested Jan Novak.", "arrested", "arrest", "object", ["Novak"]),
        ("Police arrested Jan Novak.", "arrested", "arrest", "subject", ["Police"]),
        ("Jan Novak was arrested by police.", "arrested", "arrest", "object", ["Novak"]),
        ("Jan Novak was arrested by police.", "arrested", "arrest", "agent", ["police"]),
        ("Jan Novak was killed by a bear.", "killed", "death", "subject", []),
        ("Jan Novak went on trial.", "went", "trial", "subject", ["Novak"]),
        ("An appeal was lodged by Jan Novak.", "lodged", "appeal", "subject", ["Novak"]),
        ("A court gave Jan Novak a sentence.", "gave", "sentence", "object", ["Novak"]),
        ("His arrest was sudden.", "arrest", "arrest", "poss", ["His"]),
        ("The arrest of Jan Novak was sudden.", "arrest", "arrest", "of", ["Novak"]),
        ("The arrest was sudden.", "arrest", "arrest", "of", []),
        ("Jan Novak faced trial.", "trial", "trial", "light", ["Novak"]),
        ("Jan Novak announced an inquiry.", "inquiry", "investigation", "light", []),
        ("Jan Novak announced an inquiry.", "inquiry", "investigation", "doer", ["Novak"]),
        ("The talks between Poland and Ukraine failed.", "talks", "negotiation", "between", ["Poland"]),
        ("The talks between Poland and Ukraine failed.", "talks", "negotiation", "other", ["Ukraine"]),
        ("Jan Novak sent a letter to Ewa Nowak.", "sent", "message", "sender", ["Novak"]),
        ("Jan Novak sent a letter to Ewa Nowak.", "sent", "message", "receiver", ["Nowak"]),
        ("Ewa Nowak received a letter from Jan Novak.", "received", "message", "sender", ["Novak"]),
        ("Ewa Nowak received a letter from Jan Novak.", "received", "message", "receiver", ["Nowak"]),
        ("Jan Novak spoke to Reuters.", "spoke", "interview", "press", ["Reuters"]),
        ("Jan Novak, a candidate, left.", "candidate", "candidacy", "holder", ["candidate"]),
        ("The jailed Jan Novak left.", "jailed", "imprisonment", "object", ["Novak"]),
    ],
)
def test_each_place_has_its_words(text: str, word: str, kind: str, place: str, found: list[str]) -> None:
    assert [token.text for token in standing(matched(text, word, kind), place)] == found


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ("Jan Novak stood trial.", "stood", ["Novak"]),
        ("Jan Novak was put on trial.", "put", ["Novak"]),
        ("Jan Novak and Ewa Nowak stood trial.", "stood", ["Novak", "Nowak"]),
    ],
)
def test_the_doer_is_the_subject_in_the_active_and_the_passive(text: str, word: str, who: list[str]) -> None:
    assert [token.text for token in doers(read(text).token(word))] == who


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ("Jan Novak was arrested along with two staffers.", "arrested", ["staffers"]),
        ("Jan Novak was arrested together with Ewa Nowak.", "arrested", ["Nowak"]),
        ("Jan Novak was arrested alongside two staffers and a guard.", "arrested", ["staffers", "guard"]),
        ("Jan Novak was arrested with care.", "arrested", []),
    ],
)
def test_those_along_with_somebody_are_found(text: str, word: str, who: list[str]) -> None:
    assert [token.text for token in along(read(text).token(word))] == who


@pytest.mark.parametrize(
    ("text", "word", "rules"),
    [
        ("He was taken into custody.", "taken", ["phrase take>into>custody"]),
        ("He was jailed for two years.", "jailed", ["phrase jail>for", "verb jail", "verb jail"]),
        ("There was election fraud.", "fraud", ["noun fraud>election"]),
        ("He tried to leave.", "tried", []),
        ("They crossed the road.", "crossed", []),
        ("He surrendered the keys.", "surrendered", []),
        ("The trial lawyer left.", "trial", []),
    ],
)
def test_a_word_fits_the_triggers_whose_grammar_it_has(text: str, word: str, rules: list[str]) -> None:
    token = read(text).token(word)
    found = [f"{match.part} {'>'.join((token.lemma_, *match.trigger.chain))}" for match in matches(token)]
    assert found == rules

"""Names folded for comparison, and how well a query finds a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import folded, score, words

law = settings(derandomize=True, deadline=None, database=None, max_examples=300)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maryya Kalesnikava", "maryya kalesnikava"),
        ("  Ján \t NOWÁK\n", "jan nowak"),
        ("Jan\u0301", "jan"),
        ("Калеснікава", "калеснікава"),
        ("Ёлкин", "елкин"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("\uff21\uff4e\uff4e\uff41", "anna"),
        ("Va\u00adc\u200bl\u200dav", "vaclav"),
        ("a\x00b", "ab"),
        ("\u202eanna", "anna"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_case_accents_and_what_is_invisible_do_not_count(name: str, expected: str) -> None:
    assert folded(name) == expected


@law
@given(st.text())
def test_a_folded_name_is_folded(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@law
@given(st.text(alphabet="abcXYZ éüßñ"))
def test_case_does_not_count(name: str) -> None:
    assert folded(name.upper()) == folded(name.lower()) == folded(name)


@law
@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_names_in_ascii_are_folded_and_cut_by_the_same_rule(name: str) -> None:
    # a character that nobody sees takes the name off the short way, and does not count
    assert folded(name) == folded(name + "\u200b")
    assert words(name) == re.findall(r"[^\W_]+", folded(name + "\u200b"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RFE/RL’s", ["rfe", "rl", "s"]),
        ("a_b-c", ["a", "b", "c"]),
        ("2020 election", ["2020", "election"]),
        ("Белсат TV", ["белсат", "tv"]),
        ("—", []),
    ],
)
def test_a_name_falls_into_words(name: str, expected: list[str]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("Tatsiana Homich", "tatsiana homich", 1.0),
        ("homich", "Tatsiana Homich", 0.45),
        ("homi", "Tatsiana Homich", 0.225),
        ("homich tats", "Tatsiana Homich", 0.675),
        ("omich", "Tatsiana Homich", 0.0),
        ("x", "Minsk", 0.0),
        ("", "Minsk", 0.0),
        ("—", "Minsk", 0.0),
        ("Minsk Minsk", "Minsk", 0.9),
    ],
)
def test_a_score_falls_with_what_is_left_over(query: str, name: str, expected: float) -> None:
    assert score(query, name) == pytest.approx(expected)


@law
@given(st.text(), st.text())
def test_a_score_lies_between_none_and_one_and_only_a_whole_name_has_one(query: str, name: str) -> None:
    found = score(query, name)
    assert 0 <= found <= 1
    assert (found == 1) == (folded(query) == folded(name))


@law
@given(st.lists(st.sampled_from(["anna", "annamaria", "kowal", "jan"]), min_size=1, max_size=4))
def test_each_word_of_a_name_finds_it(parts: list[str]) -> None:
    assert all(score(part, " ".join(parts)) > 0 for part in parts)

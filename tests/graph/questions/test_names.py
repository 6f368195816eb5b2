"""Names folded for comparison."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import folded, words

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

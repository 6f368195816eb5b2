"""An outline shows everything that a response says, in its order, for people."""

from __future__ import annotations

import pytest

from schema.outline import Json, outline


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"a": 1, "b": "two"}, "a: 1 · b: two"),
        ({"a": {"b": {"c": 1}}}, "1"),
        ({"a": {"b": 1, "c": 2}, "d": 3}, "d: 3\na\n  b: 1 · c: 2"),
        ([{"a": 1, "b": 2}, {"a": 3, "b": 4}], "- a: 1 · b: 2\n- a: 3 · b: 4"),
        ({"edges": [{"node": {"name": "A"}}, {"node": {"name": "B"}}]}, "- A\n- B"),
        ({"a": 1, "below": [{"b": 2, "more": ["x", "y"]}]}, "a: 1\nbelow\n- b: 2\n  more\n  - x\n  - y"),
        ([], ""),
        ({"edges": []}, ""),
    ],
)
def test_plain_fields_stand_beside_one_another_and_others_below(response: Json, expected: str) -> None:
    assert outline(response) == expected


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, "–"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1200.0, "1200"),
        (0.5, "0.5"),
        ("Калеснікава", "Калеснікава"),
    ],
)
def test_a_value_is_a_word(value: Json, word: str) -> None:
    assert outline({"a": value, "b": 1}) == f"a: {word} · b: 1"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1_400_000.0, "1400000"),
        (1_234_567.0, "1234567"),
        (123_456.5, "123456.5"),
        (-0.5, "-0.5"),
        (1e15, "1" + "0" * 15),
    ],
)
def test_a_large_number_is_shown_whole(number: float, word: str) -> None:
    assert outline({"a": number, "b": 1}) == f"a: {word} · b: 1"

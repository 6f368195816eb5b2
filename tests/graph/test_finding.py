"""How a text finds a name, and how well."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.finding import LEAST_FOR_TYPO, Found, How, finds, is_mistyped
from graph.names import folded, words

law = settings(max_examples=300)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Tatsiana Homich", "tatsiana homich", Found(1.0, How.WHOLE)),
        ("homich", "Tatsiana Homich", Found(0.45, How.WORDS)),
        ("Homich Tatsiana", "Tatsiana Homich", Found(0.9, How.WORDS)),
        ("Minsk Minsk", "Minsk", Found(0.9, How.WORDS)),
        ("Хомич Татьяна", "Tatsiana Homich", Found(0.81, How.SPELLING)),
        ("Khomich", "Tatsiana Homich", Found(0.405, How.SPELLING)),
        ("Tatsiana Hommich", "Tatsiana Homich", Found(0.855, How.SPELLING)),
        ("Tatsiana Homihc", "Tatsiana Homich", Found(0.787, How.TYPO)),
        ("Хомичт", "Tatsiana Homich", Found(0.338, How.TYPO)),
        ("homi", "Tatsiana Homich", Found(0.225, How.PREFIX)),
        ("homich tats", "Tatsiana Homich", Found(0.675, How.PREFIX)),
        ("Хоми", "Tatsiana Homich", Found(0.18, How.PREFIX)),
        ("darc", "Jan d’Arc", Found(0.45, How.WORDS)),
        ("arc", "Jan d’Arc", Found(0.45, How.WORDS)),
        ("Валеревич", "Валер’евіч Навумаў", Found(0.405, How.SPELLING)),
        ("Ane", "Anna Kowal", None),
        ("omich", "Tatsiana Homich", Found(0.338, How.TYPO)),
        ("mich", "Tatsiana Homich", None),
        ("x", "Minsk", None),
        ("", "Minsk", None),
        ("—", "Minsk", None),
        ("—", "—", Found(1.0, How.WHOLE)),
    ],
)
def test_a_text_finds_a_name(text: str, name: str, expected: Found | None) -> None:
    assert finds(text, name) == expected


@law
@given(st.text(), st.text())
def test_a_score_lies_between_none_and_one_and_only_a_whole_name_has_one(text: str, name: str) -> None:
    found = finds(text, name)
    assert found is None or 0 < found.score <= 1
    assert (found is not None and found.score == 1) == (folded(text) == folded(name))
    assert (found is not None and found.how is How.WHOLE) == (folded(text) == folded(name))


@law
@given(st.lists(st.sampled_from(["anna", "annamaria", "kowal", "jan"]), min_size=1, max_size=4))
def test_each_word_of_a_name_and_each_beginning_finds_it(parts: list[str]) -> None:
    assert all(finds(part[:length], " ".join(parts)) for part in parts for length in range(1, len(part) + 1))


@law
@given(
    st.text(alphabet=st.characters(categories=["L", "N"]), min_size=LEAST_FOR_TYPO, max_size=12),
    st.integers(0, 12),
    st.sampled_from(["drop", "add", "change", "turn"]),
)
def test_one_slip_in_a_word_of_five_letters_still_finds_it(name: str, place: int, slip: str) -> None:
    (word,) = words(name)[:1] or [""]
    typed = {
        "drop": word[:place] + word[place + 1 :],
        "add": word[:place] + "q" + word[place:],
        "change": word[:place] + "q" + word[place + 1 :],
        "turn": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[slip]
    if len(typed) >= LEAST_FOR_TYPO and words(typed) == [typed]:
        assert finds(typed, word)
        assert typed == word or is_mistyped(typed, word)


@given(st.text(alphabet="ab", max_size=8), st.text(alphabet="ab", max_size=8))
def test_a_slip_is_one_edit(word: str, meant: str) -> None:
    edits = {word[:at] + word[at + 1 :] for at in range(len(word))}
    edits |= {word[:at] + letter + word[at + cut :] for at in range(len(word) + 1) for letter in "ab" for cut in (0, 1)}
    edits |= {word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in range(len(word))}
    assert is_mistyped(word, meant) == (len(word) >= LEAST_FOR_TYPO and word != meant and meant in edits)


@pytest.mark.parametrize(
    "text", ["x " * 10_000, "x" * 100_000, "\ud800", "\x00\x01", "\u202eanna", "ь", "’", "*.*", "["]
)
def test_a_hostile_text_finds_nobody(text: str) -> None:
    assert finds(text, "Maryia Kalesnikava") is None


def test_a_text_turned_about_is_read_as_it_stands() -> None:
    assert finds("\u202eMaryia Kalesnikava", "Maryia Kalesnikava") == Found(1.0, How.WHOLE)

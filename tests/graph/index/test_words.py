"""The text index finds every claim in which something may stand; whoever asks looks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DamagedError
from graph.finding import finds, sounds_like
from graph.index.words import Words, write_words
from graph.names import folded, words

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.lists(st.text(alphabet="aAbBéÉß日1.*\\[ _-’\u0301\u200bΣς", max_size=12), max_size=6)
BASE = 40


@settings(max_examples=60)
@given(TEXTS, st.text(alphabet="aBéß日1.*\\[ -Σ", max_size=5))
def test_all_that_hold_a_text_are_found(tmp_path_factory: pytest.TempPathFactory, texts: list[str], asked: str) -> None:
    folder = tmp_path_factory.mktemp("index") / "words"
    write_words(folder, enumerate(texts, BASE), texts, BASE)
    index = Words(folder)
    holding, names = index.holding(asked), set(index.names(asked))
    expected = {BASE + place for place, text in enumerate(texts) if folded(asked) in folded(text)}
    assert holding is None or expected <= set(holding)
    assert (holding is None) == (words(asked) == [])
    found = {BASE + place for place, text in enumerate(texts) if finds(asked, text)}
    assert found <= names or not words(asked)
    assert words(asked) or not names


def test_nothing_written_holds_nothing(tmp_path: Path) -> None:
    write_words(tmp_path / "words", [], [], 0)
    assert (list(Words(tmp_path / "words").names("anna")), list(Words(tmp_path / "words").holding("a") or [])) == (
        [],
        [],
    )


@pytest.mark.parametrize("made", [False, True])
def test_what_is_no_text_index_is_damaged(tmp_path: Path, *, made: bool) -> None:
    if made:
        (tmp_path / "words").mkdir()
    with pytest.raises(DamagedError, match="no text index"):
        Words(tmp_path / "words")


NAMES = [
    "Maryia Kalesnikava", "Мария Колесникова", "Марыя Калеснікава", "Siarhei Tsikhanouski", "Светлана Тихановская",
    "Jan d’Arc", "Валер’евіч НАВУМАЎ", "Lee Wei", "王小明", "محمد علي", "Straße 5", "RFE/RL", "e\u0301a", "Őű Ça",
]  # fmt: skip


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    """Draw a name, or words of it, with up to two letters changed."""
    text = draw(st.sampled_from(NAMES))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(text)))
        letter = draw(st.sampled_from(["", "a", "к", "’", " ", "x"]))
        text = text[:place] + letter + text[place + draw(st.integers(0, 1)) :]
    return text[draw(st.integers(0, 4)) :][: draw(st.integers(1, 30))]


@settings(max_examples=400)
@given(st.lists(mistyped(), min_size=1, max_size=4))
def test_every_name_that_a_text_finds_is_among_those_of_the_engine(
    tmp_path_factory: pytest.TempPathFactory, asked: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "names" / "words"
    if not folder.exists():
        folder.parent.mkdir()
        write_words(folder, enumerate(NAMES, BASE), [], BASE)
    index = Words(folder)
    for text in asked:
        assert {BASE + place for place, name in enumerate(NAMES) if finds(text, name) and words(text)} <= {
            *index.names(text)
        }
        assert {BASE + place for place, name in enumerate(NAMES) if sounds_like(text, name)} <= {*index.sounding(text)}

"""The text index finds every claim in which something may stand; whoever asks looks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DamagedError
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
    parts = words(asked)
    begun = [all(any(word.startswith(part) for word in words(text)) for part in parts) for text in texts]
    assert names == {BASE + place for place, fits in enumerate(begun) if fits and parts}


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

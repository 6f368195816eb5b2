"""The stored text of a dataset: rows are found again by their number."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from loaders.rows import block, row_of, stored

WORDS = st.text(string.printable + "é\u2028\x85")
CELLS = st.lists(st.tuples(st.sampled_from(["a", "b c", "d\ne"]), WORDS), min_size=1)


@given(st.lists(CELLS, min_size=1))
def test_every_row_is_found_by_its_number(rows: list[list[tuple[str, str]]]) -> None:
    blocks = [found for found in map(block, rows) if found]
    text = stored(blocks).decode()
    if blocks:
        assert [row_of(text, number) for number in range(1, len(blocks) + 1)] == blocks
        assert row_of(text, len(blocks) + 1) is None
    assert row_of(text, 0) is None


def test_words_on_several_lines_are_one_line() -> None:
    assert block([("reason", "one\r\n\r\ntwo")]) == "reason: one two"

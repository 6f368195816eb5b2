"""Columns on disk are read back as they were written, whatever is absent."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DamagedError
from graph.index.arrow import Table, coded, gathered, grouped, lists, numbers, write_table

if TYPE_CHECKING:
    from pathlib import Path

texts = st.lists(st.none() | st.text(max_size=5), max_size=20)


@settings(max_examples=60)
@given(texts, st.data())
def test_texts_and_codes_are_read_as_written(
    tmp_path_factory: pytest.TempPathFactory, written: list[str | None], data: st.DataObject
) -> None:
    words = sorted({text for text in written if text is not None})
    codes = np.array([-1 if text is None else words.index(text) for text in written], np.int32)
    path = tmp_path_factory.mktemp("columns") / "table.arrow"
    write_table(path, {"plain": pa.array(written, pa.string()), "coded": coded(codes, words)})
    table = Table(path)
    rows = np.array(data.draw(st.lists(st.integers(0, len(written) - 1))) if written else [], np.int64)
    expected = [written[row] for row in rows.tolist()]
    assert table.texts("plain", rows) == table.texts("coded", rows) == expected
    assert table.is_there("plain", rows).tolist() == [text is not None for text in expected]
    assert table.is_there("coded").tolist() == [text is not None for text in written]
    assert (table.codes("coded").tolist(), table.words("coded"), len(table)) == (codes.tolist(), words, len(written))


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=8), st.data())
def test_lists_are_read_one_after_another(
    tmp_path_factory: pytest.TempPathFactory, written: list[list[int]], data: st.DataObject
) -> None:
    offsets = np.cumsum([0, *map(len, written)])
    path = tmp_path_factory.mktemp("columns") / "table.arrow"
    write_table(path, {"lists": lists(offsets, np.array([n for some in written for n in some], np.int32))})
    rows = data.draw(st.lists(st.integers(0, len(written) - 1))) if written else []
    owners, values = gathered(*Table(path).lists("lists"), np.array(rows, np.int64))
    expected = [(place, number) for place, row in enumerate(rows) for number in written[row]]
    assert list(zip(owners.tolist(), values.tolist(), strict=True)) == expected


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99))))
def test_grouped_values_keep_their_order(pairs: list[tuple[int, int]]) -> None:
    keys, values = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    distinct, offsets, found = grouped(keys, values)
    groups = [found[start:end].tolist() for start, end in pairwise(offsets)]
    expected = {key: [value for other, value in pairs if other == key] for key in sorted({key for key, _ in pairs})}
    assert dict(zip(distinct.tolist(), groups, strict=True)) == expected


def test_numbers_and_flags_are_read_as_written(tmp_path: Path) -> None:
    bound = numbers([1, None, -(2**63)], pa.int64())
    write_table(tmp_path / "t", {"bound": bound, "denies": pa.array([True, False, True])})
    table = Table(tmp_path / "t")
    assert table.numbers("bound")[[0, 2]].tolist() == [1, -(2**63)]
    assert (table.is_there("bound").tolist(), table.flags("denies").tolist()) == ([True, False, True],) * 2


@pytest.mark.parametrize("content", [None, b"", b"ARROW1\0\0", b"no columns at all, but some bytes"])
def test_what_is_no_table_is_damaged(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "t").write_bytes(content)
    with pytest.raises(DamagedError, match="no file of columns"):
        Table(tmp_path / "t")


def test_a_column_that_is_not_there_is_damage(tmp_path: Path) -> None:
    write_table(tmp_path / "t", {"one": numbers([1], pa.int32())})
    with pytest.raises(DamagedError, match="no column other"):
        Table(tmp_path / "t").numbers("other")


def test_a_column_in_which_nothing_stands_may_be_left_out_and_reads_as_one(tmp_path: Path) -> None:
    nothing = np.full(2, -1, np.int32)
    columns = {
        "id": pa.array(["a", "b"], pa.string()),
        "origin": pa.array([None, None], pa.string()),
        "language": coded(nothing, ["en"]),
        "bound": numbers([None, None], pa.int64()),
    }
    for name, briefly in (("whole", False), ("brief", True)):
        write_table(tmp_path / name, columns, briefly=briefly)
    whole, brief = Table(tmp_path / "whole"), Table(tmp_path / "brief")
    assert (tmp_path / "brief").stat().st_size < (tmp_path / "whole").stat().st_size
    assert pa.ipc.open_file(tmp_path / "brief").schema.names == ["id"]
    rows = np.array([1, 0, 1])
    for table in (whole, brief):
        assert (len(table), table.texts("id", rows)) == (2, ["b", "a", "b"])
        assert table.texts("origin", rows) == table.texts("language", rows) == [None] * 3
        assert table.codes("language").tolist() == table.numbers("language").tolist() == [-1, -1]
        assert table.is_there("bound", rows).tolist() == [False] * 3
        assert table.is_there("bound").tolist() == [False] * 2
    with pytest.raises(DamagedError, match="no column other"):
        brief.numbers("other")


def test_a_table_without_rows_has_its_columns_all_the_same(tmp_path: Path) -> None:
    columns = {
        "entity": numbers([], pa.int32()),
        "claims": lists(np.zeros(1, np.int64), np.empty(0, np.int32)),
        "denies": pa.array([], pa.bool_()),
        "property": coded(np.empty(0, np.int32), []),
    }
    write_table(tmp_path / "t", columns, briefly=True)
    table, none = Table(tmp_path / "t"), np.empty(0, np.int64)
    assert (len(table), len(table.numbers("entity")), len(table.flags("denies"))) == (0, 0, 0)
    assert [part.tolist() for part in table.lists("claims")] == [[0], []]
    assert (table.words("property"), table.texts("property", none), len(table.codes("property"))) == ([], [], 0)
    assert table.are_among("property", none, {"x"}).tolist() == []

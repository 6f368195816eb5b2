"""Tables of columns on disk, as Arrow IPC files mapped into memory: opening one reads only where columns lie."""

from __future__ import annotations

from ctypes import c_char
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa

from graph.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Ints = NDArray[np.integer[Any]]
    Rows = NDArray[np.int64]

Columns = dict[str, pa.Array]
_NO_TEXT = (c_char * 0)()
_LEFT_OUT = b"left_out"
_ALL = 20_000
"""Words of a coded column that are made at once when any is asked for: a millisecond or two."""
_NUMBERS = {kind: np.dtype(kind.to_pandas_dtype()) for kind in (pa.int8(), pa.int32(), pa.int64(), pa.uint64())}


def write_table(path: Path, columns: Mapping[str, pa.Array], *, briefly: bool = False) -> None:
    """Write `columns`, all of one length, as one record batch. What is derived is not synced: its digest tells.

    `briefly` leaves out the columns in which nothing stands, and notes their names in the file: of a few rows, what
    describes a column takes more bytes than what is in it. A table that has rows has a column in which something does.
    """
    left_out = [name for name, column in columns.items() if briefly and column.null_count == len(column)]
    kept = {name: column for name, column in columns.items() if name not in left_out}
    notes = {_LEFT_OUT: " ".join(left_out)} if left_out else None
    batch = pa.record_batch(list(kept.values()), names=list(kept)).replace_schema_metadata(notes)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)


def numbers(values: object, kind: pa.DataType) -> pa.Array:
    """Return numbers as a column."""
    return pa.array(values, type=kind)


def coded(codes: Ints, words: Sequence[str]) -> pa.Array:
    """Return texts as a column that holds each of `words` once; a code of -1 is no text, and is kept."""
    indices = (
        pa.array(codes.astype(np.int32), mask=codes < 0)
        if len(codes) and codes.min() < 0
        else pa.array(codes, pa.int32())
    )
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def lists(offsets: Ints, values: Ints) -> pa.Array:
    """Return lists of numbers as a column: list i is `values[offsets[i]:offsets[i + 1]]`."""
    return pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), pa.array(values, pa.int32()))


class _Column:
    """A column with its parts at hand: making them anew takes longer than reading some rows."""

    def __init__(self, array: pa.Array) -> None:
        """Take up a column; an array of nulls and no type is one that was left out."""
        self.array = array
        plain = array.indices if isinstance(array, pa.DictionaryArray) else array
        buffers = plain.buffers()
        self.bits = np.frombuffer(buffers[0], np.uint8) if plain.null_count and buffers[0] else None
        if plain.type == pa.null():
            self.bits = np.zeros(len(plain) // 8 + 1, np.uint8)
        is_text = pa.types.is_string(plain.type)
        kind = np.dtype(np.int32) if is_text else _NUMBERS.get(plain.type)
        whole = np.frombuffer(buffers[1], kind) if kind and buffers[1] else np.empty(0, np.int32)
        self.numbers: NDArray[Any] = (
            whole[: len(plain)] if plain.type != pa.null() else np.full(len(plain), -1, np.int64)
        )
        self._ends = whole[1:] if is_text else None
        # the same memory as characters: its slices are bytes, in two thirds of the time of those of a buffer
        text = buffers[2] if is_text else None
        self._text = (c_char * text.size).from_address(text.address) if text else _NO_TEXT
        self.words = array.dictionary if isinstance(array, pa.DictionaryArray) else None
        self._are_few = self.words is not None and len(self.words) <= _ALL
        self._known: dict[int, str] = {}
        self._all: list[str] | None = None
        self._is_empty = plain.null_count == len(plain)

    def is_there(self, rows: Rows | None) -> NDArray[np.bool_]:
        if self.bits is None:
            return np.ones(len(self.array) if rows is None else len(rows), bool)
        if rows is None:
            return np.unpackbits(self.bits, bitorder="little", count=len(self.array)).astype(bool)
        found: NDArray[np.bool_] = (self.bits[rows >> 3] >> (rows & 7) & 1).astype(bool)
        return found

    def texts(self, rows: Rows) -> list[str | None]:
        if self._is_empty:
            return [None] * len(rows)
        if self.words is not None:
            return self._coded_texts(rows)
        assert self._ends is not None
        text: Any = self._text
        spans = zip(self.numbers[rows].tolist(), self._ends[rows].tolist(), strict=True)
        found: list[str | None] = [text[start:end].decode() for start, end in spans]
        if self.bits is not None:
            for place in np.flatnonzero(~self.is_there(rows)).tolist():
                found[place] = None
        return found

    def _coded_texts(self, rows: Rows) -> list[str | None]:
        """Return the words of `rows`; where there is none the code is -1 (`coded`)."""
        codes = self.numbers[rows].tolist()
        if self._are_few:
            return list(map(self._words_and_none.__getitem__, codes))
        return [None if code < 0 else self._word(code) for code in codes]

    def every_word(self) -> list[str]:
        """Return the texts that a coded column is made of, none for another column."""
        if self._all is None:
            self._all = self.words.to_pylist() if self.words is not None else []
        return self._all

    @cached_property
    def _words_and_none(self) -> list[str | None]:
        """Every word, and what a code of -1 means."""
        return [*self.every_word(), None]

    def _word(self, code: int) -> str:
        known = self._known.get(code)
        if known is None:
            assert self.words is not None
            known = self._known[code] = self.words[code].as_py()
        return known


class Table:
    """One file of columns, mapped. Number columns are read without a copy; texts are made for the rows asked."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises:
            DamagedError: it is missing, or no such file.
        """
        try:
            self._batch = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
        except (OSError, ValueError, pa.ArrowException) as cause:
            raise DamagedError(str(path), f"it is no file of columns: {cause}") from cause
        self._path = path
        self._left_out = {*(self._batch.schema.metadata or {}).get(_LEFT_OUT, b"").decode().split()}
        self._columns: dict[str, _Column] = {}
        self._lists: dict[str, tuple[NDArray[np.int64], NDArray[np.int32]]] = {}

    def __len__(self) -> int:
        return int(self._batch.num_rows)

    def column(self, name: str) -> pa.Array:
        """Return a column as Arrow has it."""
        return self._column(name).array

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers, mapped; where it is null the number means nothing."""
        return self._column(name).numbers

    def flags(self, name: str) -> NDArray[np.bool_]:
        """Return a column of yes and no."""
        return cast("NDArray[np.bool_]", self.column(name).to_numpy(zero_copy_only=False).astype(bool))

    def is_there(self, name: str, rows: Rows | None = None) -> NDArray[np.bool_]:
        """Say of each of `rows`, or of all, whether `name` has a value there."""
        return self._column(name).is_there(rows)

    def texts(self, name: str, rows: Rows) -> list[str | None]:
        """Return the texts of `rows`, None where there is none."""
        return self._column(name).texts(rows)

    def words(self, name: str) -> list[str]:
        """Return the texts that a coded column is made of."""
        return self._column(name).every_word()

    def are_among(self, name: str, rows: Rows, texts: Collection[str]) -> NDArray[np.bool_]:
        """Say of each of `rows` whether its text, in a coded column without gaps, is among `texts`."""
        wanted = np.array([word in texts for word in self.words(name)], bool)
        found: NDArray[np.bool_] = wanted[self.numbers(name)[rows]]
        return found

    def codes(self, name: str) -> NDArray[np.int32]:
        """Return the whole of a coded column: places in `words`, -1 where there is none."""
        column = self._column(name)
        if column.bits is None:
            return column.numbers
        return np.where(column.is_there(None), column.numbers, -1).astype(np.int32)

    def lists(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return a column of lists: where each begins (one more than there are lists), and their numbers."""
        if name not in self._lists:
            self._lists[name] = _lists(self.column(name))
        return self._lists[name]

    def _column(self, name: str) -> _Column:
        found = self._columns.get(name)
        if found is None:
            try:
                column = self._batch.column(name)
            except KeyError as cause:
                if name not in self._left_out:
                    raise DamagedError(str(self._path), f"it has no column {name}") from cause
                column = pa.nulls(len(self))
            found = self._columns[name] = _Column(column)
        return found


def _lists(column: pa.LargeListArray) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    if not len(column):
        return np.zeros(1, np.int64), np.empty(0, np.int32)
    offsets, values = column.offsets, column.values
    return (
        np.frombuffer(offsets.buffers()[1], np.int64)[: len(offsets)],
        np.frombuffer(values.buffers()[1], np.int32)[: len(values)] if len(values) else np.empty(0, np.int32),
    )


def gathered(offsets: NDArray[np.int64], values: NDArray[Any], places: Rows) -> tuple[Rows, NDArray[Any]]:
    """Return the lists at `places` one after another: which of `places` each number belongs to, and the number."""
    owners, at = spread(offsets[places], offsets[places + 1])
    return owners, values[at]


def spread(low: Rows, high: Rows) -> tuple[Rows, Rows]:
    """Return the places from each `low` to its `high`, half open: whose each is, and the place."""
    lengths = high - low
    if len(low) == 1:
        return np.zeros(int(lengths[0]), np.int64), np.arange(int(low[0]), int(high[0]))
    if len(low) and lengths.max() <= 1:
        owners = np.flatnonzero(lengths)
        return owners, low[owners]
    owners = np.repeat(np.arange(len(low)), lengths)
    return owners, np.repeat(low, lengths) + np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def grouped(keys: Ints, values: Ints) -> tuple[Ints, NDArray[np.int64], Ints]:
    """Return `values` by their keys: the distinct keys in order, where the list of each begins, and the lists."""
    order = np.argsort(keys, kind="stable")
    distinct, starts = np.unique(keys[order], return_index=True)
    return distinct, np.append(starts, len(keys)).astype(np.int64), values[order]

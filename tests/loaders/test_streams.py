"""Lines come out of files piece by piece, whatever the file is packed in, and nothing too large is held."""

from __future__ import annotations

import bz2
import gzip
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LoadError
from loaders.streams import MAX_LINE_BYTES, Line, lines, quoted_lines, unpacked_head

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lines"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n \n", []),
        (b"a", [(1, b"a")]),
        (b"a\nb\n", [(1, b"a"), (2, b"b")]),
        (b"\xef\xbb\xbfa\r\n\n c", [(1, b"a\r"), (3, b" c")]),
    ],
)
def test_lines_are_numbered_as_a_person_counts_and_empty_ones_left_out(
    path: Path, content: bytes, expected: list[tuple[int, bytes]]
) -> None:
    path.write_bytes(content)
    assert list(lines(path)) == [Line(*each) for each in expected]


def test_a_line_that_is_too_long_is_told_and_passed_over(path: Path) -> None:
    path.write_bytes(b"a\n" + b"x" * 11 + b"\n" + b"y" * 10 + b"\n" + b"z" * 30)
    assert list(lines(path, limit=10)) == [Line(1, b"a"), Line(2, None), Line(3, b"y" * 10), Line(4, None)]


def test_a_line_over_many_pieces_is_whole(path: Path) -> None:
    path.write_bytes(b"x" * 3_000_000 + b"\ny")
    assert [(line.number, len(line.content or b"")) for line in lines(path)] == [(1, 3_000_000), (2, 1)]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
@pytest.mark.parametrize("kept", [0.5, 0.97])
def test_a_packed_file_without_its_end_stops_the_load(path: Path, pack: object, kept: float) -> None:
    assert callable(pack)
    packed = pack(b"".join(b"line %d of many\n" % number for number in range(20_000)))
    path.write_bytes(packed[: int(len(packed) * kept)])
    with pytest.raises(LoadError, match="it cannot be unpacked, perhaps its end is missing"):
        list(lines(path))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_bytes_that_are_no_packing_stop_the_load(path: Path, pack: object) -> None:
    assert callable(pack)
    path.write_bytes(pack(b"a\n" * 1_000)[:20] + b"\x00" * 200)
    with pytest.raises(LoadError, match="it cannot be"):
        list(lines(path))


def test_a_bomb_stops_the_load_before_it_unpacks_far(path: Path) -> None:
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb") as packed:
        for _ in range(100):
            packed.write(b"\x00" * (1 << 20))
    path.write_bytes(held.getvalue())
    with pytest.raises(LoadError, match="it unpacks to more than 200 times its size"):
        list(lines(path))
    assert len(held.getvalue()) * 200 + MAX_LINE_BYTES < 100 << 20


def test_a_bomb_of_bzip2_stops_the_load_too(path: Path) -> None:
    path.write_bytes(bz2.compress(b"\x00" * (60 << 20)))
    with pytest.raises(LoadError, match="it unpacks to more than 200 times its size"):
        list(lines(path))


def test_no_file_is_a_load_error(path: Path) -> None:
    with pytest.raises(LoadError, match="it cannot be read: No such file or directory"):
        list(lines(path))


@given(st.lists(st.binary(max_size=6).map(lambda each: each.replace(b"\r", b"")), max_size=8))
def test_lines_are_those_of_python(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("lines") / "file"
    content = b"x" + b"\n".join(parts)  # so that no packing begins it
    path.write_bytes(content)
    expected = [Line(number, each) for number, each in enumerate(content.split(b"\n"), start=1) if each.strip()]
    assert list(lines(path)) == expected


def test_a_quotation_over_several_lines_is_one_record() -> None:
    found = [Line(1, b'a,"b'), Line(2, b'c",d'), Line(3, b"e"), Line(4, b'"f')]
    assert list(quoted_lines(found)) == [Line(1, b'a,"b\nc",d'), Line(3, b"e"), Line(4, b'"f')]


def test_a_record_that_is_too_long_is_told_by_its_first_line() -> None:
    found = [Line(1, b'"aaaa'), Line(2, b"bbbb"), Line(3, b'cccc"'), Line(4, b"d")]
    assert list(quoted_lines(found, limit=12)) == [Line(1, None), Line(4, b"d")]


@pytest.mark.parametrize("head", [b"\x1f\x8b", b"\x1f\x8b\x00\xff", b"BZh", b"BZh9nonsense", b""])
def test_a_head_that_cannot_be_unpacked_is_none(head: bytes) -> None:
    assert unpacked_head(head) == b""


def test_the_head_of_a_bomb_is_short() -> None:
    assert len(unpacked_head(gzip.compress(b"\x00" * (8 << 20)))) == 1 << 16

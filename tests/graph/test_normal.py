"""What an index is built from while a load writes is what one is built from that reads the files."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.codec import Content
from graph.normal import as_stored
from graph.packing import pack, unpack
from tests.graph.strategies import contents, lossy_contents


def written_and_read(content: Content) -> Content:
    return unpack(pack(content).content, "file")


@settings(max_examples=60)
@given(contents())
def test_what_files_keep_is_left_as_it_is(content: Content) -> None:
    assert as_stored(content) == written_and_read(content) == content


@settings(max_examples=150)
@given(lossy_contents())
def test_what_files_do_not_keep_is_left_out(content: Content) -> None:
    assert as_stored(content) == written_and_read(content)


@settings(max_examples=50)
@given(st.one_of(contents(), lossy_contents()))
def test_what_comes_from_files_stays(content: Content) -> None:
    assert as_stored(as_stored(content)) == as_stored(content)

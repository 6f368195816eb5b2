"""Terms are written as Oxigraph writes them, character for character, and read back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from graph.ntriples import datatype, iri, literal, read, tag
from tests.graph.strategies import law

ODD = st.text(
    st.sampled_from('\x00\x08\t\n\x0b\x0c\r\x1f "\\\x7f\x80\x85\u2028\ufeff\ufffd\ufffe\uffffuU0é😀\U0010ffff')
)
EVERY = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x110000))]
"""Every character that a text may have: no half of a pair."""


@given(st.text() | ODD)
@law
def test_a_literal_is_written_as_oxigraph_writes_it_and_read_as_it_was(text: str) -> None:
    assert literal(text) == str(Literal(text))
    assert read(literal(text)) == text


def test_every_character_is_written_as_oxigraph_writes_it() -> None:
    wrong = [char for char in EVERY if literal(char) != str(Literal(char)) or read(literal(char)) != char]
    assert wrong == []


@given(ODD, st.sampled_from(["en", "EN", "zh-Hant", "be-tarask", "x-A"]))
@law
def test_a_text_in_a_language_is_written_as_oxigraph_writes_it(text: str, language: str) -> None:
    assert literal(text) + tag(language) == str(Literal(text, language=language))
    assert read(literal(text) + tag(language)) == text


@given(ODD)
@law
def test_a_literal_with_a_datatype_is_written_as_oxigraph_writes_it(text: str) -> None:
    assert literal(text) + datatype("urn:kind") == str(Literal(text, datatype=NamedNode("urn:kind")))
    assert read(literal(text) + datatype("urn:kind")) == text


@pytest.mark.parametrize("text", ["urn:a", "HTTP://Example.org/é?a=%D0#b", "http://a/../b", "onrecord:entity/a"])
def test_an_iri_is_written_as_it_is_and_read_as_it_was(text: str) -> None:
    assert iri(text) == f"<{text}>"
    assert read(iri(text)) == text


@pytest.mark.parametrize("text", ["", "a", "urn:a b", "urn:<a>", 'urn:"', "urn:\\u0041", "urn:a\n", "urn:%zz"])
def test_what_is_no_iri_is_not_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        iri(text)


@pytest.mark.parametrize("language", ["", "a_b", "en-", "-", "ab cd"])
def test_what_is_no_language_tag_is_not_written(language: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        tag(language)


@pytest.mark.parametrize("term", ["", '"', '"a', 'a"', r'"\q"', r'"\u00"', '"a\\"'])
def test_what_is_no_term_is_not_read(term: str) -> None:
    with pytest.raises((LookupError, ValueError)):
        read(term)

"""Documents: what can be read as text, which loader reads it, and what the source is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.model import Time
from loaders import Document, Options, loaders, read_document

if TYPE_CHECKING:
    from tests.loaders.conftest import Annotated


def test_the_text_is_the_file_unchanged() -> None:
    assert Document("a.txt", "\ufeffÄ\r\nb\n".encode()).text == "\ufeffÄ\r\nb\n"


def test_the_digest_is_of_the_bytes() -> None:
    assert Document("a.txt", b"abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty: expected an article's text"),
        (b" \n\t\r\n", "it is empty: expected an article's text"),
        (b"ab\x00c", "it is binary (a NUL byte at 2): expected UTF-8 text"),
        (b"ab\xffc", "it is not UTF-8 (byte 2): expected UTF-8 text"),
    ],
)
def test_what_is_not_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        _ = Document("a.txt", content).text
    assert (refused.value.name, refused.value.reason) == ("a.txt", reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"An article.", "no loader reads it: expected an article as .txt, .html or .pdf, any text with"),
        (b"", "it is empty"),
        (b' {"doc": {}, "claims": []}', "it is an annotation file: load the article's text and give this file with"),
    ],
)
def test_a_document_that_no_loader_reads_is_refused_with_advice(content: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        read_document(Document("a.md", content), Options())
    assert refused.value.reason.startswith(reason)


def test_every_loader_names_its_format() -> None:
    formats = [loader.FORMAT for loader in loaders()]
    assert {"annotated article", "article"} <= set(formats)
    assert len(set(formats)) == len(formats)


@pytest.mark.parametrize(
    ("flag", "doc", "expected"),
    [
        ("given", {"url": "https://courier.example/1", "id": "c-1"}, "given"),
        (None, {"url": "https://courier.example/1", "id": "c-1"}, "https://courier.example/1"),
        (None, {"url": "https://courier.example/1#top", "id": "c-1"}, "https://courier.example/1"),
        (None, {"url": "no address", "id": "c-1"}, "c-1"),
        (None, {"id": "c-1"}, "c-1"),
        (None, {"id": None}, "courier"),
    ],
)
def test_the_source_is_called_by_flag_address_id_or_file(
    article: Annotated, flag: str | None, doc: dict[str, object], expected: str
) -> None:
    article.doc |= doc
    assert article.read(**({"source": flag} if flag else {})).content.source.id == expected


def test_the_source_carries_what_the_file_says_of_the_article(article: Annotated) -> None:
    article.doc |= {"title": "Arrests", "authors": ["A", "B"], "published": "2021-05-10", "language": "en"}
    source = article.read().content.source
    assert (source.title, source.authors, source.published) == ("Arrests", ("A", "B"), Time("2021-05-10"))
    assert (source.language, source.loader, source.url) == ("en", "annotated article", None)
    assert source.text_sha256 == Document("", article.text.encode()).sha256


def test_an_article_without_a_title_is_called_by_its_first_line(article: Annotated) -> None:
    assert article.read().content.source.title == "The Courier"


def test_a_day_of_publication_by_flag_wins(article: Annotated) -> None:
    article.doc["published"] = "2021-05-10"
    assert article.read(published="2021-05-11").content.source.published == Time("2021-05-11")


@pytest.mark.parametrize("published", ["10 May", "2021-13", "soon"])
def test_a_bad_day_of_publication_stops_the_load(article: Annotated, published: str) -> None:
    article.doc["published"] = published
    with pytest.raises(LoadError, match=f"published: '{published}' is not a date"):
        article.read()

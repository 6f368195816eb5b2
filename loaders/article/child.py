"""What a child process does with one article: its bytes become a text, and the text what the rules find in it."""

from __future__ import annotations

import sys
from inspect import signature

from msgspec import Struct

from graph.errors import LoadError
from loaders import Document
from loaders.article.credits import byline, dateline
from loaders.article.extract import extract
from loaders.article.extraction import Described, Extraction
from loaders.article.form import Form
from loaders.article.page import prepare as prepare_pages
from loaders.article.page import read_page
from loaders.article.pdf import prepare as prepare_pdfs
from loaders.article.pdf import read_pdf

_WARM_UP = """\
Two Held In Brest

The teacher Anna Kowal, 34, was arrested in Brest on Monday. Her brother, Jan Kowal, may be sentenced to two years.

“More than 40 people were hurt,” said Piotr Nowak, the head of Vesta, a year after the first protest in May 2020.
"""


class Given(Struct, frozen=True):
    """An article as it comes, and what the command line says of it; that wins over what the article says of itself."""

    name: str
    content: bytes
    form: Form
    published: str | None = None
    url: str | None = None


class Found(Struct, frozen=True):
    """The text of an article, what the article says of itself, and what the rules find in it."""

    text: str
    described: Described
    extraction: Extraction


def prepare() -> None:
    """Read what texts, pages and PDFs need of files and models, before the limits fall."""
    prepare_pages()
    prepare_pdfs()
    prepare_for_texts()


def prepare_for_texts() -> None:
    """Read what texts need of files and models, before the limits fall: all that the rules read once and keep."""
    for module in [module for name, module in sys.modules.items() if name.startswith(f"{__package__}.")]:
        for kept in list(vars(module).values()):
            if hasattr(kept, "cache_clear") and not signature(kept).parameters:
                kept()
    # what a rule imports when it is first needed
    extract(_WARM_UP, "2021-05-09")


def read_one(given: Given) -> Found:
    """Read one article.

    Raises:
        LoadError: its bytes are not what they seem to be, or hold no text.
    """
    text, described = _READERS[given.form](given)
    if not text.strip():
        raise LoadError(given.name, "no article's text was found in it")
    return Found(text, described, extract(text, given.published or described.published))


def _read_text(given: Given) -> tuple[str, Described]:
    text = Document(given.name, given.content).text
    day, by = dateline(text), byline(text)
    return text, Described(
        authors=tuple(by.authors) if by else (), published=day, inferred=("published",) if day else ()
    )


def _read_page(given: Given) -> tuple[str, Described]:
    page = read_page(given.content, given.url)
    return page.text, page.described


def _read_pdf(given: Given) -> tuple[str, Described]:
    page = read_pdf(given.content)
    return page.text, page.described


_READERS = {Form.TEXT: _read_text, Form.PAGE: _read_page, Form.PDF: _read_pdf}

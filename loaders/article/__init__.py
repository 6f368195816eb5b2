"""Articles read by machine: text, pages and PDFs become proposed claims with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders import Document, Item, Options

FORMAT = "article"


def accepts(document: Document, options: Options) -> bool:
    """Accept a text, a page or a PDF that comes without an annotation file."""
    return options.annotations is None and form_of(document) is not None


def read(document: Document, options: Options) -> Iterator[Item]:
    """Yield the text of an article, the article as a source, what it claims, and what was refused."""
    # what reads articles stands on files beside this one, and is not needed to know that one is an article
    from loaders.article.reading import claims_of, read_articles

    for article in read_articles([(document, options)]):
        yield from claims_of(article, options)

"""From articles as they come to claims: read in child processes, gated, written as annotation files, read as such.

Nothing that a child or a language model says is trusted: the gate looks at each claim, and the reader of annotation
files, which people's files go through too, checks all of it against the text.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from graph.edtf import parse
from graph.errors import InvalidInputError, LoadError, UnavailableError
from graph.ids import is_address
from graph.model import Refused, Remark, Source
from graph.vocabulary.door import is_language
from loaders import AS_USUAL, Document, Reading
from loaders.annotations import read as read_annotated
from loaders.article.child import Found, Given, prepare, prepare_for_texts, read_one
from loaders.article.english import is_english
from loaders.article.form import Form, form_of
from loaders.article.gate import gate
from loaders.article.gate_codes import LEFT_OUT, Code
from loaders.article.llm_combine import combine
from loaders.article.written import as_annotations, written
from loaders.sandbox import DEFAULT_LIMITS, Failure, run_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders import Item, Options
    from loaders.article.extraction import Described, Extraction, Rejection
    from loaders.article.llm import LanguageModel

_NO_DAY = "nobody says when it was published: a date such as “last month” stays open (give --published)"
_NOT_ENGLISH = "it does not look like English: nothing else is read, so do not rely on what was found"


class Article(NamedTuple):
    """An article that was read: its text under its file's name, what is known of it, was found, and is odd."""

    text: Document
    described: Described
    extraction: Extraction
    remarks: tuple[str, ...]


def read_articles(asked: Sequence[tuple[Document, Options]], reading: Reading = AS_USUAL) -> Iterator[Article]:
    """Yield what stands in each document, in their order. Cost: seconds to begin with, then about one for each.

    Raises:
        LoadError: one of them cannot be read, or not within the time or memory that one may have.
        UnavailableError: no child process can be started, or no English model is there.
    """
    given = [_given(document, options) for document, options in asked]
    limits = structs.replace(DEFAULT_LIMITS, seconds=reading.seconds)
    jobs = max(1, min(reading.jobs, len(given)))
    warm_up = prepare_for_texts if all(each.form is Form.TEXT for each in given) else prepare
    answers = run_each(read_one, given, Found, prepare=warm_up, limits=limits, jobs=jobs)
    with closing(answers):
        for (document, options), answer in zip(asked, answers, strict=True):
            if isinstance(answer, Failure):
                raise LoadError(document.name, _words(answer))
            yield _article(document, answer, options, reading.model)


def claims_of(article: Article, options: Options) -> Iterator[Item]:
    """Yield the text of `article`, it as a source, what it claims, and what was refused.

    Raises:
        LoadError: nobody says who published it.
    """
    yield article.text
    place = article.text.name
    file = as_annotations(written(article.text, article.described, article.extraction))
    for item in read_annotated(article.text, structs.replace(options, annotations=file)):
        if isinstance(item, Source):
            place = item.id
        yield item
    for rejection in article.extraction.refused:
        yield from _told(rejection, place)
    for remark in article.remarks:
        yield Remark(article.text.name, remark)


def _is_refusal(rejection: Rejection) -> bool:
    """Say whether `rejection` is of a claim that was not let in: not of a part of one, and not of one said twice."""
    return rejection.code not in LEFT_OUT and rejection.code != Code.CORROBORATES


def _told(rejection: Rejection, source: str) -> Iterator[Refused | Remark]:
    place, words = f"{source}: claim {rejection.claim}", f"{rejection.reason} ({rejection.code})"
    if _is_refusal(rejection):
        yield Refused(place, words)
    elif rejection.code in LEFT_OUT:
        yield Remark(place, words)


def _given(document: Document, options: Options) -> Given:
    try:
        if options.published:
            parse(options.published)
    except InvalidInputError as cause:
        raise LoadError(document.name, f"published: {cause}") from cause
    form = form_of(document)
    assert form is not None, "only what is an article in some form is given to be read as one"
    return Given(document.name, document.content, form, options.published, options.url)


def _words(failure: Failure) -> str:
    return f"{failure.reason}: give it more with --seconds" if failure.code == "TIMEOUT" else failure.reason


def _article(document: Document, found: Found, options: Options, model: LanguageModel | None) -> Article:
    page = _sound(found.described)
    described, remarks = _described(page, found.text, options)
    day = options.published or page.published
    extraction = gate(found.text, day, found.extraction)
    if model is not None:
        try:
            extraction = gate(found.text, day, combine(extraction, model.extract(found.text, described)))
        except UnavailableError as error:
            remarks.append(f"{error}: only the rules have read it")
    return Article(Document(document.name, found.text.encode(), document.source), described, extraction, tuple(remarks))


def _sound(page: Described) -> Described:
    """Return what an article says of itself without what is no date, no language or no address."""
    language = (page.language or "").lower()
    return structs.replace(
        page,
        published=page.published if page.published and _is_date(page.published) else None,
        language=language if language and is_language(language) else None,
        url=page.url if page.url and is_address(page.url.split("#")[0]) else None,
    )


def _is_date(text: str) -> bool:
    try:
        return bool(parse(text))
    except InvalidInputError:
        return False


def _described(page: Described, text: str, options: Options) -> tuple[Described, list[str]]:
    """Return what is known of the article, options first, and what its user should look at."""
    remarks: list[str] = []
    published, english = options.published or page.published, is_english(text)
    if published is None:
        remarks.append(_NO_DAY)
    elif not options.published and "published" in page.inferred:
        remarks.append(f"published {published} was read from the article and may be wrong (give --published)")
        published = f"{published}?"
    if page.publisher and not options.publisher and "publisher" in page.inferred:
        remarks.append(f"published by {page.publisher} was read from the article and may be wrong (give --publisher)")
    if not english:
        remarks.append(_NOT_ENGLISH)
    known = structs.replace(
        page,
        published=published,
        publisher=options.publisher or page.publisher,
        url=options.url or page.url,
        language=page.language or ("en" if english else None),
    )
    return known, remarks

"""Several files as one load: read, tied to their annotation files, and ready to be published as one generation.

Articles without an annotation file are read by machine, together, in as many processes as are asked for. A dataset is
read by the loader that recognises it, which is given its path: it may be too large to be held as bytes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from graph.errors import InvalidInputError, LoadError
from loaders import (
    AS_USUAL,
    HEAD_BYTES,
    MAX_DATASET_BYTES,
    MAX_DOCUMENT_BYTES,
    Document,
    Options,
    Read,
    Reading,
    article,
    collected,
    dataset_loader,
    read_document,
)
from loaders.annotation_file import AnnotationFile, read_annotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from loaders import DatasetLoader


_NAMED = 10


class Batch(NamedTuple):
    """What the command line asks to load. `source`, `published`, `publisher` and `url` win over what the files say."""

    paths: Sequence[Path]
    annotations: Sequence[Path] = ()
    source: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    reading: Reading = AS_USUAL
    mapping: str | None = None
    prose: bool = True


class Item(NamedTuple):
    """One file of a batch, read; `warning` is what its user should know."""

    document: Document
    read: Read
    warning: str | None


def read_batch(batch: Batch, shown: Callable[[Sequence[Document]], Iterator[Document]] = iter) -> list[Item]:
    """Read every file of `batch`; nothing is written. `shown` wraps the files, for a progress bar.

    Raises:
        InvalidInputError: one source id or one address for several files.
        LoadError: a file or an annotation file cannot be read, or they do not belong together.
    """
    paths = list(dict.fromkeys(batch.paths))
    for option, given in (("--source", batch.source), ("--url", batch.url)):
        if given and len(paths) > 1:
            raise InvalidInputError(f"{option} names one source, and {len(paths)} files are given")
    if batch.mapping is not None and batch.annotations:
        raise InvalidInputError("--mapping is for tables and --annotations for articles: expected one of them")
    options = Options(
        published=batch.published,
        publisher=batch.publisher,
        url=batch.url,
        source=batch.source,
        mapping=batch.mapping,
        prose=batch.prose,
    )
    datasets = {path: loader for path in paths if (loader := _dataset_loader(path, options)) is not None}
    documents = [open_document(path, batch.source) for path in paths if path not in datasets]
    _check_texts(documents)
    annotated = _matched(documents, [read_annotations(path) for path in batch.annotations])
    articles = _articles([each for each in documents if each.sha256 not in annotated], options, batch.reading)
    texts = iter(documents)
    asked = [Document(path.name, b"", batch.source) if path in datasets else next(texts) for path in paths]
    items = []
    for path, document in zip(paths, shown(asked), strict=True):
        annotations = None if path in datasets else annotated.get(document.sha256)
        if path in datasets:
            read = collected(datasets[path].read_dataset(path, options, batch.reading), document)
        elif annotations is None and article.accepts(document, options):
            read = next(articles)
        else:
            read = read_document(document, structs.replace(options, annotations=annotations))
        items.append(Item(document, read, _warning(document, annotations, read)))
    _check_sources(items, tables=batch.mapping is not None)
    return items


def _dataset_loader(path: Path, options: Options) -> DatasetLoader | None:
    """Return the loader of the dataset at `path`, None where it is none.

    Raises:
        LoadError: it is one, and cannot be read or is too large.
    """
    try:
        head = b""
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
        elif not (path.is_dir() and options.mapping):
            return None
        loader = dataset_loader(path.name, head, options)
        size = path.stat().st_size
    except OSError as cause:
        raise LoadError(str(path), f"it cannot be read: {cause.strerror}") from cause
    if loader is not None and size > MAX_DATASET_BYTES:
        raise LoadError(path.name, f"it has {size} bytes: expected at most {MAX_DATASET_BYTES}")
    return loader


def _articles(documents: Sequence[Document], options: Options, reading: Reading) -> Iterator[Read]:
    """Yield what is read by machine of those of `documents` that can be, in their order."""
    asked = [(document, options) for document in documents if article.accepts(document, options)]
    if asked:
        # a load of annotated articles needs nothing of what reads others
        from loaders.article.reading import claims_of, read_articles

        for read in read_articles(asked, reading):
            yield collected(claims_of(read, options), read.text)


def _check_texts(documents: Sequence[Document]) -> None:
    seen: dict[str, Document] = {}
    for document in documents:
        first = seen.setdefault(document.sha256, document)
        if first is not document:
            raise LoadError(document.name, f"it holds the same bytes as {first.name}: expected each text once")


def open_document(path: Path, source: str | None = None) -> Document:
    """Return the file at `path`.

    Raises:
        LoadError: it is none, cannot be read, or is too large.
    """
    try:
        if not path.is_file():
            raise LoadError(str(path), "it is a folder: expected files" if path.is_dir() else "there is no such file")
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            raise LoadError(path.name, f"it has {path.stat().st_size} bytes: expected at most {MAX_DOCUMENT_BYTES}")
        return Document(path.name, path.read_bytes(), source)
    except OSError as cause:
        raise LoadError(str(path), f"it cannot be read: {cause.strerror}") from cause


def _matched(documents: Sequence[Document], annotations: Sequence[AnnotationFile]) -> dict[str, AnnotationFile]:
    """Return the annotation file of each document, by the digest of its text.

    `doc.sha256` decides; without a text of that digest `doc.file` does, and the loader then says that they differ.
    """
    by_digest = {document.sha256: document for document in documents}
    by_name = {document.name: document for document in documents}
    found: dict[str, AnnotationFile] = {}
    for file in annotations:
        document = by_digest.get((file.doc.sha256 or "").lower()) or by_name.get(file.doc.file or "")
        names_none = not file.doc.file and not file.doc.sha256
        if document is None and len(documents) == len(annotations) == 1 and (names_none or file.doc.sha256):
            document = documents[0]
        if document is None and names_none:
            raise LoadError(file.name, "it does not say which text it annotates: give doc.file or doc.sha256")
        if document is None:
            raise LoadError(file.name, f"it annotates {file.doc.file}: expected one of {', '.join(by_name)}")
        if document.sha256 in found:
            raise LoadError(file.name, f"{document.name} has an annotation file already: {found[document.sha256].name}")
        found[document.sha256] = file
    return found


def _warning(document: Document, annotations: AnnotationFile | None, read: Read) -> str | None:
    named = document.source or (annotations and annotations.doc.id)
    if named or read.content.source.id != document.stem:
        return None
    table = (read.content.source.loader or "").startswith("table ")
    where = "doc.id" if annotations else "--url, or id in the mapping" if table else "--url"
    return f"{document.name}: nobody says its source id, so it is {read.content.source.id!r} (give --source or {where})"


def _check_sources(items: Sequence[Item], *, tables: bool) -> None:
    counted = Counter(item.read.content.source.id for item in items)
    for source, times in counted.items():
        if times > 1:
            named = [item.document.name for item in items if item.read.content.source.id == source]
            names = ", ".join(named[:_NAMED]) + (", …" if times > _NAMED else "")
            advice = ", or their folder as one table" if tables else ""
            raise LoadError(names, f"{times} files are the source {source!r}: expected one file for each{advice}")

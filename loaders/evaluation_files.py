"""The files of an evaluation: annotations, the texts that they annotate, and what a machine found in them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import structs

from graph.errors import LoadError
from loaders.annotation_file import read_content
from loaders.batch import open_document
from loaders.evaluation import Annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders import Document


class Gold(NamedTuple):
    """An annotation under its file's name without endings, and its article's text as a document, named as one."""

    name: str
    annotated: Annotated
    text: Document


class Texts:
    """Where the texts of annotations are looked for: beside each of them, then in a folder, by name or by digest."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def of(self, path: Path, annotated: Annotated) -> Document:
        """Return the text that the annotation at `path` is of.

        Raises:
            LoadError: there is none, or only one with another digest.
        """
        name, digest = annotated.doc.file, (annotated.doc.sha256 or "").lower()
        others = []
        for found in self._named(path, name):
            document = open_document(found)
            if not digest or document.sha256 == digest:
                return document
            others.append(document.name)
        if digest in self._by_digest:
            return self._by_digest[digest]
        if others:
            raise LoadError(path.name, f"it annotates another text than {others[0]}: their digests differ")
        raise LoadError(path.name, f"its text {name or 'without a name'} is not beside it: give its folder as --texts")

    def _named(self, path: Path, name: str | None) -> Iterator[Path]:
        for folder in (path.parent, self._folder):
            if name and folder is not None and (folder / Path(name).name).is_file():
                yield folder / Path(name).name

    @cached_property
    def _by_digest(self) -> dict[str, Document]:
        files = sorted(self._folder.rglob("*.txt")) if self._folder else []
        return {document.sha256: document for document in map(open_document, files)}


def read_golds(paths: Sequence[Path], folder: Path | None) -> list[Gold]:
    """Read annotations and their texts, which stand beside them or in `folder`.

    Raises:
        LoadError: a file is no annotation, or its text is not found.
    """
    texts = Texts(folder)
    read = [(path, read_annotated(path)) for path in paths]
    golds = [Gold(path.name.split(".")[0], annotated, texts.of(path, annotated)) for path, annotated in read]
    # what was annotated is a text, whatever its file is called
    return [gold._replace(text=structs.replace(gold.text, name=f"{gold.text.stem}.txt")) for gold in golds]


def as_annotated(found: object) -> Annotated:
    """Return what JSON holds as an annotation that can be scored.

    Raises:
        ValueError: it has not that shape.
    """
    return msgspec.convert(found, Annotated)


def read_annotated(path: Path) -> Annotated:
    """Read an annotation, or what a machine found, as far as it is scored.

    Raises:
        LoadError: it cannot be read, or has not that shape.
    """
    try:
        return as_annotated(msgspec.json.decode(read_content(path)))
    except (ValueError, RecursionError) as cause:
        raise LoadError(path.name, f"it is not an annotation file: {cause}") from cause

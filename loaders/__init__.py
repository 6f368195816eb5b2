"""Formats coming in. A loader is a module here: `read_document` and `dataset_loader` find it by what it offers.

One of articles has `FORMAT`, `accepts` and `read`; one of datasets has `FORMAT`, `recognises` and `read_dataset`.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from msgspec import Struct

from graph.codec import Content
from graph.errors import LoadError
from graph.model import Claim, Refused, Remark, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    from loaders.annotation_file import AnnotationFile
    from loaders.article.llm import LanguageModel

MAX_DOCUMENT_BYTES = 16 << 20
"""An article is text. More than this is refused, not read."""

MAX_DATASET_BYTES = 1 << 30
"""A larger file of a dataset is refused, not read. What a loader holds of one in memory it says itself."""

TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".xlsx")
"""How the names of tables end."""

HEAD_BYTES = 64 << 10
"""How much of a file a loader of datasets is shown to recognise it by."""


class Document(Struct, frozen=True):
    """A file to load: its name, its bytes, and the source id that the command line gave."""

    name: str
    content: bytes
    source: str | None = None

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return self.name.rsplit(".", 1)[0]

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """Its bytes as UTF-8, unchanged: offsets of evidence count its code points.

        Raises:
            LoadError: it is empty, binary or not UTF-8.
        """
        if not self.content.strip():
            raise LoadError(self.name, "it is empty: expected an article's text")
        if b"\x00" in self.content:
            raise LoadError(self.name, f"it is binary (a NUL byte at {self.content.index(0)}): expected UTF-8 text")
        try:
            text = self.content.decode()
        except UnicodeDecodeError as cause:
            raise LoadError(self.name, f"it is not UTF-8 (byte {cause.start}): expected UTF-8 text") from cause
        if not text.strip():
            raise LoadError(self.name, "it is empty: expected an article's text")
        return text


class Options(Struct, frozen=True):
    """What the command line says of a document; it wins over what the document says."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    annotations: AnnotationFile | None = None
    source: str | None = None
    mapping: str | None = None
    prose: bool = True


class Reading(NamedTuple):
    """How what no person annotated is read: how many files at a time, for how long each, with which language model."""

    jobs: int = 1
    seconds: float = 60.0
    model: LanguageModel | None = None


AS_USUAL = Reading()

Item = Source | Claim | Refused | Remark | Document
"""One thing that a loader reads out of a document."""


class Loader(Protocol):
    """What a module in `loaders/` offers to be a loader."""

    FORMAT: str
    """What the format is called in messages and in the description of a source."""

    def accepts(self, document: Document, options: Options) -> bool:
        """Say whether this loader reads `document`. Cheap: it looks at the name and the first bytes."""
        ...

    def read(self, document: Document, options: Options) -> Iterator[Item]:
        """Yield the one source, then its claims, a `Refused` for each record that is not let in, and remarks.

        A claim is yielded only after the door check let it in, with its final id. Where the text that evidence stands
        in is not the file itself, it is yielded too, as a `Document`.

        Raises:
            LoadError: the document as a whole cannot be read.
        """
        ...


class DatasetLoader(Protocol):
    """What a module in `loaders/` offers to be a loader of datasets: tables, streams of entities, dumps."""

    FORMAT: str
    """What the format is called in messages and in the description of a source."""

    def recognises(self, name: str, head: bytes, options: Options) -> bool:
        """Say whether this loader reads the file `name`, by its name and its first bytes (`HEAD_BYTES`)."""
        ...

    def read_dataset(self, path: Path, options: Options, reading: Reading) -> Iterator[Item]:
        """Yield the one source, its claims with their final ids, a `Refused` for each record not let in, and remarks.

        One `Document` is yielded too, at any time: the stored text (`loaders.rows`), whose rows are the evidence.

        Raises:
            LoadError: the file as a whole cannot be read.
        """
        ...


class Read(NamedTuple):
    """What a document says, what of it was refused, and the text that its evidence stands in, to be stored."""

    content: Content
    refused: list[Refused]
    remarks: list[Remark]
    text: bytes


def loaders() -> list[Loader]:
    """Return every loader, by name."""
    return [cast("Loader", module) for module in _modules() if hasattr(module, "accepts")]


def dataset_loader(name: str, head: bytes, options: Options) -> DatasetLoader | None:
    """Return the loader of datasets that reads the file `name`, or None; where a mapping is given, that of tables."""
    known = [cast("DatasetLoader", module) for module in _modules() if hasattr(module, "read_dataset")]
    if options.mapping is not None:
        known = [loader for loader in known if loader.FORMAT == "table"]
    return next((loader for loader in known if loader.recognises(name, head, options)), None)


def _modules() -> Iterator[ModuleType]:
    """Yield every module here that is a loader, by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return (module for module in modules if hasattr(module, "FORMAT"))


def read_document(document: Document, options: Options) -> Read:
    """Read `document` with the loader that accepts it.

    Raises:
        LoadError: no loader reads it, or the one that does cannot.
    """
    loader = next((loader for loader in loaders() if loader.accepts(document, options)), None)
    if loader is None:
        raise LoadError(document.name, _unread(document))
    return collected(loader.read(document, options), document)


def collected(items: Iterable[Item], document: Document) -> Read:
    """Return as one what a loader yields of `document`."""
    text = document
    found: list[Source] = []
    claims: list[Claim] = []
    refused: list[Refused] = []
    remarks: list[Remark] = []
    for item in items:
        match item:
            case Source():
                found.append(item)
            case Claim():
                claims.append(item)
            case Refused():
                refused.append(item)
            case Remark():
                remarks.append(item)
            case Document():
                text = item
    if len(found) != 1:
        raise LoadError(document.name, f"it describes {len(found)} sources: expected one")
    return Read(Content(found[0], claims), refused, remarks, text.content)


def _unread(document: Document) -> str:
    """Return why no loader reads `document`; one that is empty, binary or not UTF-8 says so itself."""
    table = "it is a table: say with --mapping what its columns mean (onrecord map proposes a mapping)"
    if document.name.lower().endswith(".xlsx"):
        return table
    _ = document.text
    if document.content.lstrip().startswith(b"{") and b'"claims"' in document.content:
        return "it is an annotation file: load the article's text and give this file with --annotations"
    if document.name.lower().endswith(TABLE_ENDINGS):
        return table
    return (
        "no loader reads it: expected an article as .txt, .html or .pdf, any text with --annotations FILE, "
        "or a table with --mapping"
    )


def entities_of(claims: Sequence[Claim]) -> int:
    """Return how many entities `claims` speak of."""
    return len({claim.subject for claim in claims})

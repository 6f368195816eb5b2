"""The text index of a segment: names by the beginnings of their words, claims by what stands in their words.

Texts are cut into words by `graph.names.words`, as they are compared everywhere else, so that the engine (tantivy) and
the plain view find the same. It keeps numbers of claims: it belongs to one segment, and is made and removed with it.
"""

from __future__ import annotations

import re
import shutil
import weakref
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import tantivy

from graph.errors import DamagedError, UnavailableError
from graph.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPACES = "spaces"
_READABLE = 0o644
_HEAP_BYTES = 64 << 20
_SMALL_HEAP_BYTES = 15_000_000
_MANY = 20_000
_SPECIAL = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
_ANY = ".*"
_LONGEST = 24
"""How much of a word is asked for: the engine takes patterns of at most 1,000 bytes, whoever asks looks at the rest."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=False, tokenizer_name=_SPACES, index_option="basic")
    builder.add_text_field("quote", stored=False, tokenizer_name=_SPACES, index_option="basic")
    builder.add_unsigned_field("claim", stored=True, indexed=False)
    return builder.build()


_SCHEMA = _schema()


def write_words(folder: Path, names: Iterable[tuple[int, str]], quotes: Sequence[str], base: int) -> None:
    """Make the text index of a segment: of names their claims, and the words of each claim, numbered from `base`.

    Raises:
        UnavailableError: the disk is full, or may not be written.
    """
    folder.mkdir()
    try:
        _write(folder, names, quotes, base)
    except ValueError as cause:  # the engine has no other error, whatever went wrong
        raise UnavailableError(f"cannot use {folder}: {cause}") from cause


def _write(folder: Path, names: Iterable[tuple[int, str]], quotes: Sequence[str], base: int) -> None:
    index = _opened(tantivy.Index(_SCHEMA, path=str(folder)))
    heap = _HEAP_BYTES if len(quotes) > _MANY else _SMALL_HEAP_BYTES
    writer = index.writer(heap_size=heap, num_threads=1)
    for claim, name in names:
        _put(writer, "name", name, claim)
    for place, quote in enumerate(quotes):
        _put(writer, "quote", quote, base + place)
    writer.commit()
    writer.wait_merging_threads()
    for path in folder.iterdir():  # some files the engine makes for its own user alone
        path.chmod(_READABLE)


def _put(writer: tantivy.IndexWriter, field: str, text: str, claim: int) -> None:
    document = tantivy.Document()
    document.add_text(field, " ".join(words(text)))
    document.add_unsigned("claim", claim)
    writer.add_document(document)


def _opened(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class Words:
    """The text index of a segment, read."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`.

        Raises:
            DamagedError: there is none, or it cannot be read.
        """
        self._folder = folder
        with _engine(folder):
            try:
                self._searcher = _searcher(folder)
            except ValueError as cause:
                if "lock" not in str(cause).lower():
                    raise
                self._searcher = _searcher(self._links_to(folder))

    def _links_to(self, folder: Path) -> Path:
        """Return a folder of links to the files of one that may only be read: the engine makes a lock beside them."""
        files = [path for path in folder.iterdir() if not path.name.endswith(".lock")]
        links = Path(mkdtemp(prefix="onrecord-words-"))
        weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
        for path in files:
            (links / path.name).symlink_to(path.resolve())
        return links

    def names(self, text: str) -> Iterator[int]:
        """Yield the claims that give a name in which every word of `text` begins a word."""
        parts = words(text)
        if parts:
            wanted = [(tantivy.Occur.Must, _beginning("name", part)) for part in parts]
            yield from self._claims(tantivy.Query.boolean_query(wanted))

    def holding(self, text: str) -> Iterator[int] | None:
        """Yield the claims in whose words `text` may stand: whoever asks looks. None when any may, as for a comma."""
        parts = words(text)
        if not parts:
            return None
        first, *between, last = parts if len(parts) > 1 else (parts[0], parts[0])
        wanted = [_inside("quote", first) if len(parts) == 1 else _ending("quote", first)]
        wanted += [tantivy.Query.term_query(_SCHEMA, "quote", part) for part in between]
        wanted += [_beginning("quote", last)] if len(parts) > 1 else []
        return self._claims(tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in wanted]))

    def _claims(self, query: tantivy.Query) -> Iterator[int]:
        most = self._searcher.num_docs
        with _engine(self._folder):
            hits = self._searcher.search(query, limit=most, count=False).hits if most else []
            found = [int(self._searcher.doc(address)["claim"][0]) for _, address in hits]
        yield from found


def _searcher(folder: Path) -> tantivy.Searcher:
    found = _opened(tantivy.Index.open(str(folder))).searcher()
    # a field is opened when it is first asked for: now, while its files are there
    for field in ("name", "quote"):
        found.search(tantivy.Query.term_query(_SCHEMA, field, ""), limit=1)
    return found


@contextmanager
def _engine(folder: Path) -> Iterator[None]:
    """Translate what the engine says of files that are not as written; where it panics, that is no `Exception`."""
    try:
        yield
    except BaseException as cause:
        if isinstance(cause, OSError | ValueError) or type(cause).__name__ == "PanicException":
            raise DamagedError(str(folder), f"it is no text index: {cause}") from cause
        raise


def _beginning(field: str, part: str) -> tantivy.Query:
    return _matching(field, _plain(part[:_LONGEST]) + _ANY)


def _ending(field: str, part: str) -> tantivy.Query:
    return _matching(field, _ANY + _plain(part[-_LONGEST:]))


def _inside(field: str, part: str) -> tantivy.Query:
    return _matching(field, _ANY + _plain(part[:_LONGEST]) + _ANY)


def _matching(field: str, pattern: str) -> tantivy.Query:
    return tantivy.Query.regex_query(_SCHEMA, field, pattern)


def _plain(part: str) -> str:
    """Return the pattern that only `part` fits; its words have letters and digits alone."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], part)

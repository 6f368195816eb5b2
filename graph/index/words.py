"""The text index of a segment: names by their words and how these sound, claims by what stands in their words.

Names are cut into words by `graph.finding.read`, other texts by `graph.names.words`, as they are compared everywhere
else, so that the engine (tantivy) and the plain view find the same. It keeps numbers of claims: it belongs to one
segment, and is made and removed with it.
"""

from __future__ import annotations

import re
import shutil
import weakref
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import tantivy

from graph.errors import DamagedError, UnavailableError
from graph.finding import LEAST_BEGUN, LEAST_FOR_TYPO, MOST_FOR_TYPO, read
from graph.names import words
from graph.wording import may_begin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.finding import Part

_SPACES = "spaces"
_READABLE = 0o644
_HEAP_BYTES = 64 << 20
_SMALL_HEAP_BYTES = 15_000_000
_MANY = 20_000
_SPECIAL = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
_ANY = ".*"
_ALONE = "*"
"""Stands among the sounds of a name that has only one word to tell who is named."""
_MOST_ASKED = 24
"""So many words of a text are asked for: no name has more, and whoever asks looks at the rest."""
_LONGEST = 24
"""How much of a word is asked for: the engine takes patterns of at most 1,000 bytes, whoever asks looks at the rest."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=False, tokenizer_name=_SPACES, index_option="basic")
    builder.add_text_field("sound", stored=False, tokenizer_name=_SPACES, index_option="basic")
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
        there = read(name)
        alone = [_ALONE] if len(there.telling) == 1 else []
        _put(writer, {"name": sorted(there.words), "sound": [*alone, *sorted(there.skeletons)]}, claim)
    for place, quote in enumerate(quotes):
        _put(writer, {"quote": words(quote)}, base + place)
    writer.commit()
    writer.wait_merging_threads()
    for path in folder.iterdir():  # some files the engine makes for its own user alone
        path.chmod(_READABLE)


def _put(writer: tantivy.IndexWriter, fields: Mapping[str, Sequence[str]], claim: int) -> None:
    document = tantivy.Document()
    for field, found in fields.items():
        document.add_text(field, " ".join(found))
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
        """Yield the claims that give a name which `text` may find: whoever asks looks (`graph.finding.finds`)."""
        readings = [_all(map(_finding, dict.fromkeys(parts[:_MOST_ASKED]))) for parts in read(text).readings if parts]
        if readings:
            yield from self._claims(_any(readings))

    def sounding(self, text: str) -> Iterator[int]:
        """Yield the claims that give a name which may be `text` in another spelling (`graph.finding.sounds_like`)."""
        parts = [_any(_spelled(part)) for part in read(text).telling]
        if len(parts) == 1:
            yield from self._claims(_all([parts[0], _exactly("sound", _ALONE)]))
        elif parts:
            yield from self._claims(_any(_all(pair) for pair in combinations(parts, 2)))

    def speaking(self, text: str) -> Iterator[int]:
        """Yield the claims in whose words those of `text` may stand, whole or begun (`graph.wording.stands_in`)."""
        parts = list(dict.fromkeys(words(text)))[:_MOST_ASKED]
        if parts:
            yield from self._claims(
                _all(_beginning("quote", part) if may_begin(part) else _exactly("quote", part) for part in parts)
            )

    def holding(self, text: str) -> Iterator[int] | None:
        """Yield the claims in whose words `text` may stand: whoever asks looks. None when any may, as for a comma."""
        parts = words(text)
        if not parts:
            return None
        first, *between, last = parts if len(parts) > 1 else (parts[0], parts[0])
        wanted = [_inside("quote", first) if len(parts) == 1 else _ending("quote", first)]
        wanted += [tantivy.Query.term_query(_SCHEMA, "quote", part) for part in between]
        wanted += [_beginning("quote", last)] if len(parts) > 1 else []
        return self._claims(_all(wanted))

    def _claims(self, query: tantivy.Query) -> Iterator[int]:
        most = self._searcher.num_docs
        with _engine(self._folder):
            hits = self._searcher.search(query, limit=most, count=False).hits if most else []
            found = [int(self._searcher.doc(address)["claim"][0]) for _, address in hits]
        yield from found


def _searcher(folder: Path) -> tantivy.Searcher:
    found = _opened(tantivy.Index.open(str(folder))).searcher()
    # a field is opened when it is first asked for: now, while its files are there
    for field in ("name", "sound", "quote"):
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


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _finding(part: Part) -> tantivy.Query:
    """Return what finds the names with a word that `part` is, begins, sounds like, or is but for one letter."""
    begun = [_beginning("sound", part.skeleton)] if len(part.skeleton) >= LEAST_BEGUN else []
    return _any([_beginning("name", part.word), *begun, *_spelled(part)])


def _spelled(part: Part) -> list[tantivy.Query]:
    """Return what finds the names with a word that sounds as `part` does, or is it but for one letter."""
    found = [_exactly("sound", part.skeleton)] if part.skeleton else []
    for field, word in (("name", part.word), ("sound", part.skeleton)):
        if LEAST_FOR_TYPO <= len(word) <= MOST_FOR_TYPO:
            found.append(tantivy.Query.fuzzy_term_query(_SCHEMA, field, word, 1, transposition_cost_one=True))
    return found


def _exactly(field: str, word: str) -> tantivy.Query:
    return tantivy.Query.term_query(_SCHEMA, field, word)


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

"""Small claims and whole sources, made by hand through the public model."""

from __future__ import annotations

import hashlib
import re
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.archive import Archive, Deposit, Generation
from graph.codec import Content
from graph.ids import ClaimId, ClaimIds, EntityId, PropertyId, SourceId
from graph.model import Characters, Claim, Evidence, Ref, Source, Text, value_key
from graph.vocabulary import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLISHER = EntityId("onrecord:entity/the-courier-0000000000000000")
SIBLING = PropertyId("https://schema.org/sibling")

TEXT = "Anna, sister of Борис 😀, was held."
"""A text whose code points, UTF-8 bytes and UTF-16 units differ in number."""
WORDS = Evidence(SourceId("seed"), Characters(0, 21), "Anna, sister of Борис")

SIBLINGS = Claim(
    id=ClaimId("onrecord:claim/one"),
    subject=EntityId("onrecord:entity/anna-0000000000000000"),
    property=SIBLING,
    value=Ref(EntityId("onrecord:entity/boris-0000000000000000")),
    claimant=PUBLISHER,
    evidence=(WORDS,),
)
"""A claim with nothing but what a claim must have."""

State = dict[str, tuple[list[str], str | None]]
"""What a generation says: of each source the names that it gives, in their order, and its text."""

HOLD_LOCK = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
"""What another process runs to hold a lock until its input ends."""


def person(name: str) -> EntityId:
    """Return the id of a person of the tests."""
    return EntityId(f"onrecord:entity/{name.lower()}-0000000000000000")


def deposit(source: str, words: str) -> Deposit:
    """Return a source whose text is `words` and which claims, of each word, that a person is named so."""
    ids = ClaimIds(SourceId(source))
    claims = []
    for found in re.finditer(r"\w+", words):
        name, who = Text(found[0]), person(found[0])
        place = Characters(found.start(), found.end())
        claims.append(
            Claim(
                id=ids.next(who, NAME, value_key(name), PUBLISHER),
                subject=who,
                property=NAME,
                value=name,
                claimant=PUBLISHER,
                evidence=(Evidence(SourceId(source), place, found[0]),),
            )
        )
    text = words.encode()
    description = Source(
        id=SourceId(source),
        title=f"The {source}",
        publisher=PUBLISHER,
        text_sha256=hashlib.sha256(text).hexdigest(),
        loader="by hand",
    )
    return Deposit(Content(description, claims), text)


def name_claim(source: str, name: str) -> ClaimId:
    """Return the id of the claim of `source` that a person is named `name`."""
    return deposit(source, name).content.claims[0].id


def said(archive: Archive, generation: Generation | None = None) -> State:
    """Return what a generation of `archive` says, read from its files; without one, the current generation."""
    return {
        stored.content.source.id: (
            sorted(claim.value.text for claim in stored.content.claims if isinstance(claim.value, Text)),
            stored.text,
        )
        for stored in archive.read(generation or archive.current())
    }


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below `root`: its bytes, and when it was last written."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def unnamed(archive: Archive) -> set[str]:
    """Return the files that are neither the archive's own nor named by a published manifest."""
    numbers = range(1, archive.current().number + 1)
    own = {"CURRENT", "LOCK", "onrecord.json", *(f"generations/{number}.json" for number in numbers)}
    versions = (version for number in numbers for version in archive.generation(number).sources.values())
    return tree(archive.root).keys() - own - {f"sources/{name}" for version in versions for name, _ in version.files}


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

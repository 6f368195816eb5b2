"""A small article and its annotation file, written in the test itself; and the real ones beside this checkout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Claim
from loaders import Document, Options, Read, read_document
from loaders.annotation_file import read_annotations

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

TEXT = """\
The Courier

Anna Kowal, a teacher from Brest, was arrested on 3 May 2021 with her brother Jan Kowal.
"I was held in Brest for two days," Kowal said on 9 May.
The group Vesta says more than 20 people were jailed in Brest in May. Kowal leads Vesta.
Jan Kowal may be released. The election was won by Piotr Nowak, some say falsely.
"""


class Annotated:
    """An article and its annotations, put together record by record; offsets are those of the words in the text."""

    def __init__(self, folder: Path, text: str = TEXT) -> None:
        self._folder = folder
        self.text = text
        self.doc: dict[str, object] = {"id": "courier-1", "publisher": "courier"}
        self.entities: list[dict[str, object]] = []
        self.claims: list[dict[str, object]] = []
        self.quotes: list[dict[str, object]] = []
        self.entity("courier", "The Courier", "org")

    def piece(self, words: str, key: str) -> dict[str, object]:
        """Return the first place of `words` in the text."""
        start = self.text.index(words)
        return {"start": start, "end": start + len(words), key: words}

    def entity(self, local: str, name: str, kind: str, *, mentions: tuple[str, ...] = (), **more: object) -> None:
        """Annotate an entity; without `mentions` its name is its one mention."""
        found = [self.piece(words, "text") for words in mentions or (name,)]
        self.entities.append({"id": local, "name": name, "type": kind, "mentions": found, **more})

    def people(self) -> None:
        """Annotate everybody and everything that the article names."""
        self.entity("anna", "Anna Kowal", "person")
        self.entity("jan", "Jan Kowal", "person")
        self.entity("piotr", "Piotr Nowak", "person")
        self.entity("brest", "Brest", "place")
        self.entity("vesta", "Vesta", "org")
        self.entity("vote", "The election", "event")

    def claim(self, local: str, kind: str, args: dict[str, object], words: str, **more: object) -> None:
        """Annotate a claim on `words`; `kind` is KIND:TYPE as in `event:arrest`."""
        kind, _, name = kind.partition(":")
        evidence = [self.piece(words, "quote")]
        self.claims.append({"id": local, "kind": kind, "type": name, "args": args, "evidence": evidence, **more})

    def quote(self, words: str, speaker: str, **more: object) -> None:
        """Annotate a quotation."""
        self.quotes.append({**self.piece(words, "quote"), "speaker": speaker, **more})

    def read(self, **options: str) -> Read:
        """Write the file, and load article and annotations as the command does."""
        file = self._folder / "annotations.json"
        content = {"doc": self.doc, "entities": self.entities, "claims": self.claims, "quotes": self.quotes}
        file.write_text(json.dumps(content), encoding="utf-8")
        document = Document("courier.txt", self.text.encode(), options.pop("source", None))
        return read_document(document, Options(annotations=read_annotations(file), **options))  # type: ignore[arg-type]

    def said(self, prop: str, **options: str) -> list[Claim]:
        """Return the claims whose property ends in `prop`, of a file that has nothing to refuse."""
        read = self.read(**options)
        assert read.refused == []
        return [claim for claim in read.content.claims if claim.property.endswith(("#" + prop, "/" + prop))]

    def refusals(self) -> list[tuple[str, str]]:
        """Return the place and the reason of whatever is refused."""
        return [(refused.place, refused.reason) for refused in self.read().refused]


Make = Callable[..., Annotated]


@pytest.fixture
def blank(tmp_path: Path) -> Make:
    """Make an article with nothing annotated but its publisher."""
    return lambda *text: Annotated(tmp_path, *text)


@pytest.fixture
def article(tmp_path: Path) -> Annotated:
    """Make an article whose people and places are annotated, and no claim."""
    made = Annotated(tmp_path)
    made.people()
    return made


@pytest.fixture(scope="session")
def seed_folder() -> Path:
    """Return the folder of the real article and its annotations."""
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder


@pytest.fixture(scope="session")
def seed(seed_folder: Path) -> Read:
    """Return what the loader makes of the real article."""
    document = Document("000_c529104a15918ff4.txt", (seed_folder / "000_c529104a15918ff4.txt").read_bytes())
    return read_document(document, Options(annotations=read_annotations(seed_folder / "gold.json")))

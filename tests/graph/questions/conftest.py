"""A press that prints claims for small views, and the view of the real article beside this checkout."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from graph.archive import Deposit, Stored, Version, initialise
from graph.codec import Content
from graph.decisions import NONE, Decisions, State
from graph.files import digest
from graph.history import History
from graph.ids import ClaimId, EntityId, SourceId, entity_id
from graph.model import Characters, Claim, Duration, Evidence, Iri, Quantity, Ref, Source, Text, Time, Value
from graph.plain import PlainView, open_plain
from graph.vocabulary import KG, Property, Range, vocabulary
from loaders import Document, Options, read_document
from loaders.annotation_file import read_annotations

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
_VERSION = Version(
    folder="", version="", quads_file=digest(b""), text_file=None, history_file=None, recorded_at=7, claims=0, quads=0
)


class Press:
    """Prints claims, and makes a view of them. Ids are the bare names that a test uses.

    A source that nobody described has a publisher of its own name and is of 1 June 2021. A claim that says no claimant
    is the publisher's own.
    """

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._claims: list[Claim] = []

    def source(self, name: str, *, publisher: str | None = None, published: str | None = "2021-06-01") -> None:
        """Describe a source."""
        self._sources[name] = Source(
            id=SourceId(name),
            title=name,
            publisher=EntityId(publisher or name),
            published=Time(published) if published else None,
        )

    def describe(self, name: str, **more: Any) -> None:  # noqa: ANN401 - members of a source
        """Say more of a source that is described."""
        self._sources[name] = replace(self._sources[name], **more)

    def say(self, subject: str, prop: str, value: str | Value, **more: object) -> Claim:
        """Print a claim in the source `source` ("times" where none is given); `more` are its other members.

        `prop` is the last part of the property's IRI; a bare value is of the property's range.
        """
        found = next(known for known in vocabulary().properties.values() if known.name == prop)
        source = more.pop("source", "times")
        assert isinstance(source, str)
        if source not in self._sources:
            self.source(source)
        number = len(self._claims)
        defaults: dict[str, object] = {
            "id": ClaimId(f"claim-{number:04}"),
            "claimant": self._sources[source].publisher,
            "evidence": (Evidence(SourceId(source), Characters(number, number + 1), f"words {number}"),),
        }
        typed = _typed(found, value) if isinstance(value, str) else value
        claim = Claim(subject=EntityId(subject), property=found.id, value=typed, **(defaults | more))  # type: ignore[arg-type]  # the members of a claim, by name
        self._claims.append(claim)
        return claim

    def event(self, event: str, kind: str, *, source: str = "times", **said: str | Value) -> None:
        """Print an event: its kind, and whatever is said of it, by property."""
        self.say(event, "type", Iri(KG + kind), source=source)
        for prop, value in said.items():
            self.say(event, prop, value, source=source)

    def view(self, decisions: Decisions = NONE) -> PlainView:
        """Return a view of all that was printed, as `decisions` say who is whom."""
        contents = [
            Content(source, [c for c in self._claims if c.source == name]) for name, source in self._sources.items()
        ]
        return self.of(contents, decisions)

    @staticmethod
    def of(contents: Sequence[Content], decisions: Decisions = NONE) -> PlainView:
        """Return a view of `contents`."""
        stored = [Stored(_VERSION, content, None, History()) for content in contents]
        return PlainView(State(1, 0, "0" * 64), "http://localhost:8000/", 7, stored, decisions)


def _typed(prop: Property, value: str) -> Value:  # noqa: PLR0911 - one return a range
    match prop.range:
        case Range.ENTITY:
            return Ref(EntityId(value))
        case Range.KIND:
            return Iri(value)
        case Range.TIME:
            return Time(value)
        case Range.DURATION:
            return Duration(value)
        case Range.QUANTITY if value[0] == ">":
            return Quantity(lower=Decimal(value[1:]))
        case Range.QUANTITY if value[0] == "<":
            return Quantity(upper=Decimal(value[1:]))
        case Range.QUANTITY:
            return Quantity(amount=Decimal(value))
        case Range.TEXT:
            return Text(value)


@pytest.fixture
def press() -> Press:
    """Make a press."""
    return Press()


@pytest.fixture(scope="session")
def new_press() -> type[Press]:
    """Return how to make a press, for tests that need one an example."""
    return Press


class Seed:
    """The real article, loaded into an archive and opened: its view, its text, and its entities by local id."""

    def __init__(self, folder: Path, data: Path) -> None:
        content = (folder / "000_c529104a15918ff4.txt").read_bytes()
        options = Options(annotations=read_annotations(folder / "gold.json"))
        read = read_document(Document("000_c529104a15918ff4.txt", content), options)
        archive = initialise(data)
        archive.load([Deposit(read.content, content)], at=1_757_200_000)
        self.view = open_plain(archive, archive.current())
        self.text = content.decode()

    def __getitem__(self, local: str) -> EntityId:
        return entity_id(SourceId("seed"), local)


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """Return the real article as the questions see it."""
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return Seed(folder, tmp_path_factory.mktemp("seed") / "data")

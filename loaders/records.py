"""What a child makes of the records of a stream, and how the parent lets it in: rows stored, claims checked.

A record (an entity of FollowTheMoney, an item of Wikidata) is told as blocks of lines, its rows, and as drafts, each of
which stands on some of these rows. The parent numbers the rows of the whole source, gives each draft its evidence,
and checks it at the door. It keeps the stored text in a temporary file: its memory does not grow with the stream.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, cast

from msgspec import Struct

from graph.errors import RefusedClaimError
from graph.ids import ClaimId, EntityId, KindId, PropertyId, SourceId, claim_id
from graph.model import (
    Certainty,
    Claim,
    Derivation,
    DerivationKind,
    Evidence,
    Iri,
    Rank,
    Refused,
    Remark,
    Row,
    Stance,
    Status,
    Text,
    Time,
    Value,
    value_key,
)
from graph.vocabulary import NAME, ORGANIZATION, TYPE
from graph.vocabulary.door import MAX_EVIDENCE_LENGTH, check
from loaders import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders import Item

_BETWEEN = b"\n\n"
_MAX_NAME = 60
_MAX_COLUMN = 200
_MAX_TOLD = 200
_INFERRED = Derivation(DerivationKind.INFERRED)


class Draft(Struct, frozen=True, array_like=True, kw_only=True):
    """A claim without its evidence: `rows` are the positions, from 0, of its words among the rows of its record."""

    id: ClaimId
    subject: EntityId
    property: PropertyId
    value: Value
    claimant: EntityId
    rows: tuple[int, ...] = (0,)
    rank: Rank = Rank.NORMAL
    status: Status = Status.ACCEPTED
    certainty: Certainty = Certainty.ASSERTED
    stance: Stance = Stance.ASSERTS
    derivation: Derivation | None = None
    valid: Time | None = None
    asserted_on: Time | None = None
    qualifiers: tuple[tuple[PropertyId, Value], ...] = ()


class Problem(Struct, frozen=True, array_like=True):
    """A part of a record that is not let in, or that is let in and odd: `refused` says which."""

    part: str
    reason: str
    refused: bool = True


class Record(Struct, array_like=True):
    """What a child makes of one record.

    `line` is where it stands in the file and `name` what it calls itself. `kinds` are those of the entities that it
    describes, `voices` the names of the claimants that it introduces, `unread` how many values of which property have
    no place in the ontology.
    """

    line: int
    name: str
    rows: list[str]
    drafts: list[Draft]
    kinds: dict[EntityId, list[KindId]]
    voices: dict[EntityId, str]
    problems: list[Problem]
    unread: dict[str, int]

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return place(self.line, self.name)


def place(line: int, name: str) -> str:
    """Return for people where a record stands.

    >>> place(3, "NK-1")
    'line 3, NK-1'
    """
    return f"line {line}, {name[:_MAX_NAME]}" if name else f"line {line}"


def broken(line: int, name: str, reason: str) -> Record:
    """Return a record of which nothing is let in."""
    return Record(line, name, [], [], {}, {}, [Problem("", reason)], {})


def packed_rows(cells: Iterable[tuple[str, str]]) -> tuple[list[str], list[tuple[int, ...]]]:
    """Return the rows that hold `cells`, as `loaders.rows.block` writes them, and for each cell the rows it stands in.

    No row is longer than evidence may be: a longer cell goes on in further rows. One without words is in the first.
    """
    rows: list[list[str]] = [[]]
    places: list[tuple[int, ...]] = []
    size = 0
    for column, words in cells:
        head = f"{_on_a_line(column)[:_MAX_COLUMN]}: "
        told = _on_a_line(words)
        stands: list[int] = []
        room = MAX_EVIDENCE_LENGTH - len(head)
        for start in range(0, len(told), room):
            line = head + told[start : start + room]
            if size and size + len(line) > MAX_EVIDENCE_LENGTH:
                rows.append([])
                size = 0
            rows[-1].append(line)
            size += len(line) + 1
            stands.append(len(rows) - 1)
        places.append(tuple(stands) or (0,))
    return ["\n".join(row) for row in rows if row], places


def _on_a_line(words: str) -> str:
    """Return `words` on one line; characters that control a terminal or end a text are shown as replaced."""
    told = " ".join(words.split())
    return told if told.isprintable() else "".join("\ufffd" if _is_control(char) else char for char in told)


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff"


class Ids:
    """Gives the drafts of one record their ids, so that no other record has a say in them.

    Claims about the record's own entity are told from equal ones by their number; those about others, and all of a
    record that comes again, by what `again` and `name` say too.
    """

    def __init__(self, source: SourceId, own: EntityId, name: str, again: int = 0) -> None:
        self._source = source
        self._own = own
        self._name = f"{name}#{again}#" if again else f"{name}#"
        self._again = f"{again}#" if again else ""
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next(self, subject: EntityId, prop: PropertyId, value: Value, claimant: EntityId) -> ClaimId:
        """Return the id of one more claim."""
        key = (subject, prop, *value_key(value), claimant)
        number = self._seen[key]
        self._seen[key] += 1
        return claim_id(self._source, key, f"{self._again if subject == self._own else self._name}{number}")


class Intake:
    """Lets the records of one source in, one after the other, and keeps what they have in common."""

    def __init__(self, source: SourceId, publisher: EntityId, publisher_name: str) -> None:
        self._source = source
        self._publisher = publisher
        self._known: set[EntityId] = set()
        self._first = {publisher: publisher_name}
        self._text = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as this
        self._rows = 0
        self._unread: Counter[str] = Counter()

    def admit(self, record: Record) -> Iterator[Item]:
        """Yield the claims of `record` that the door lets in, and what is refused or odd."""
        for problem in record.problems:
            where = f"{record.place}: {problem.part}" if problem.part else record.place
            yield (Refused if problem.refused else Remark)(where, problem.reason)
        self._unread.update(record.unread)
        evidence = [self._store(row) for row in record.rows]
        if not evidence:
            return
        kinds = {entity: frozenset(found) for entity, found in record.kinds.items()}
        yield from self._voices(record, evidence[0])
        for draft in record.drafts:
            claim = _claim(draft, evidence)
            try:
                check(claim, kinds, None)
            except RefusedClaimError as cause:
                yield Refused(record.place, cause.reason)
            else:
                yield claim

    def _store(self, row: str) -> Evidence:
        content = row.encode()
        self._text.write(_BETWEEN + content if self._rows else content)
        self._rows += 1
        return Evidence(self._source, Row(self._rows), row)

    def _voices(self, record: Record, evidence: Evidence) -> Iterator[Claim]:
        """Yield once of each claimant what it is and what it is called."""
        for voice, name in (self._first | record.voices).items():
            if voice in self._known:
                continue
            self._known.add(voice)
            derivation = None if name in evidence.exact else _INFERRED
            said: tuple[tuple[PropertyId, Value], ...] = ((TYPE, Iri(ORGANIZATION)), (NAME, Text(name)))
            for prop, value in said:
                ids = Ids(self._source, EntityId(""), "voice")
                yield Claim(
                    id=ids.next(voice, prop, value, self._publisher),
                    subject=voice,
                    property=prop,
                    value=value,
                    claimant=self._publisher,
                    evidence=(evidence,),
                    derivation=derivation,
                )
        self._first = {}

    def remarks(self, place: str, kept: str) -> Iterator[Remark]:
        """Yield what has no place in the ontology: the properties with most values each, the others as one.

        `kept` says what becomes of the words.
        """
        counted = sorted(self._unread.items(), key=lambda each: (-each[1], each[0]))
        for name, values in counted[:_MAX_TOLD]:
            many = "1 value has" if values == 1 else f"{values} values have"
            yield Remark(place, f"{name}: {many} no place in the ontology{kept}")
        if others := counted[_MAX_TOLD:]:
            values = sum(each for _, each in others)
            yield Remark(place, f"{len(others)} more properties: {values} values have no place in the ontology{kept}")

    def text(self, name: str) -> Document:
        """Return the stored text of all that was let in."""
        self._text.write(b"\n")
        self._text.seek(0)
        return Document(name, self._text.read())

    @property
    def rows(self) -> int:
        """How many rows are stored."""
        return self._rows

    def close(self) -> None:
        """Give the temporary file back."""
        self._text.close()


def _claim(draft: Draft, evidence: Sequence[Evidence]) -> Claim:
    return Claim(
        id=draft.id,
        subject=draft.subject,
        property=draft.property,
        value=draft.value,
        claimant=draft.claimant,
        evidence=tuple(evidence[row] for row in draft.rows if row < len(evidence)),
        rank=draft.rank,
        status=draft.status,
        certainty=draft.certainty,
        stance=draft.stance,
        derivation=draft.derivation,
        valid=draft.valid,
        asserted_on=draft.asserted_on,
        qualifiers=draft.qualifiers,
    )

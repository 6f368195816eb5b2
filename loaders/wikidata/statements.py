"""The statements of an item made into drafts: each with its rank, qualifiers, time, and a row with its references."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.ids import EntityId, KindId, PropertyId
from graph.model import Certainty, Iri, Rank, Ref, Stance, Text, Time
from graph.vocabulary import IDENTIFIER, TYPE, Range, vocabulary
from loaders.records import Draft, Problem, packed_rows
from loaders.wikidata.mapping import ENTITY, mapping
from loaders.wikidata.shapes import STATEMENTS
from loaders.wikidata.times import is_julian, read_time, time_words
from loaders.wikidata.values import (
    UNIT,
    UnreadableValueError,
    entity_named,
    read_value,
    snak_words,
    time_of,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.model import Value
    from graph.vocabulary import Property
    from loaders.records import Ids
    from loaders.wikidata.shapes import Item, Snak, Statement

INSTANCE_OF, HUMAN = "P31", "Q5"
START, END, AT = "P580", "P582", "P585"
EARLIEST, LATEST = "P1319", "P1326"
CIRCUMSTANCES = ("P1480", "P5102")
_TIMES = frozenset({START, END, AT, EARLIEST, LATEST, *CIRCUMSTANCES})
_RANKS = {"preferred": Rank.PREFERRED, "normal": Rank.NORMAL, "deprecated": Rank.DEPRECATED}
_REASON = 200


class Voice(NamedTuple):
    """Whose drafts are made: the item, what it is called, how ids are given, who says it, and what its kinds are."""

    item: EntityId
    label: str
    ids: Ids
    claimant: EntityId
    kinds: frozenset[KindId]


class Frame(NamedTuple):
    """What a statement says beside its value: how it is ranked, how sure it is, when it holds, and its qualifiers."""

    rank: Rank = Rank.NORMAL
    certainty: Certainty = Certainty.ASSERTED
    stance: Stance = Stance.ASSERTS
    valid: Time | None = None
    qualifiers: tuple[tuple[PropertyId, Value], ...] = ()


class Said(NamedTuple):
    """A property and a value; `subject` is the entity that has it, where that is not the item."""

    property: PropertyId
    value: Value
    subject: EntityId | None = None


class Work:
    """The making of one item's rows and drafts."""

    def __init__(self, voice: Voice) -> None:
        self.rows: list[str] = []
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.unread: Counter[str] = Counter()
        self._voice = voice

    def tell(self, values: list[tuple[str, str, Said]]) -> None:
        """Draft what is said of the item itself, in rows of their own: each with its column and its words there."""
        rows, places = packed_rows([("item", self._voice.label), *((column, words) for column, words, _ in values)])
        start = len(self.rows)
        self.rows += rows
        for (_, _, said), stands in zip(values, places[1:], strict=True):
            self._draft(said, tuple(start + row for row in stands), Frame())

    def state(self, statement: Statement) -> None:
        """Draft what a statement says, in a row of its own.

        Raises:
            UnreadableValueError: it, or what qualifies it, is not what its type says.
        """
        prop, rank = statement.mainsnak.property, _RANKS.get(statement.rank)
        if rank is None:
            raise UnreadableValueError(
                f"unknown rank {statement.rank[:20]!r}: expected preferred, normal or deprecated"
            )
        said = list(self._said(statement))
        if not said:
            self.unread[prop] += prop not in mapping().passed_over
            return
        frame = self._frame(statement, rank)
        rows, _ = packed_rows(_cells(self._voice.label, statement))
        stands = tuple(range(len(self.rows), len(self.rows) + len(rows)))
        self.rows += rows
        for each in said:
            self._draft(each, stands, frame)

    def _said(self, statement: Statement) -> Iterator[Said]:
        """Yield what the main snak says of the item, or of its value; nothing where it has no place."""
        snak = statement.mainsnak
        if snak.datatype == "external-id" or snak.property in mapping().schemes:
            if snak.snaktype == "value":
                scheme = mapping().schemes.get(snak.property, snak.property)
                yield Said(IDENTIFIER, Text(f"{scheme}:{snak_words(snak)}"))
            return
        if snak.property == INSTANCE_OF and snak.snaktype == "value":
            kind = mapping().kinds.get(entity_named(snak))
            if kind is not None:
                yield Said(TYPE, Iri(kind))
            if entity_named(snak) == HUMAN:
                return
        place = mapping().place(snak.property, self._voice.kinds)
        if place is None:
            return
        prop = vocabulary().properties[place.property]
        if not place.inverse:
            yield Said(prop.id, self._main_value(statement, prop))
        elif snak.snaktype == "value":
            yield Said(prop.id, self._itself(), EntityId(ENTITY + entity_named(snak)))

    def _itself(self) -> Value:
        return Ref(self._voice.item)

    def _main_value(self, statement: Statement, prop: Property) -> Value:
        """Return the value, about where circumstances say so; between bounds where it is known only by these."""
        about = "approximate" in _circumstances(statement)
        if prop.range is Range.TIME:
            self._tell_julian(statement.mainsnak)
            if statement.mainsnak.snaktype == "somevalue" and (time := self._bounded(statement)):
                return time
        return read_value(statement.mainsnak, prop, approximate=about)

    def _bounded(self, statement: Statement) -> Time | None:
        """Return the time that is said to lie between an earliest and a latest one."""
        earliest, latest = (self._one_time(statement, name) for name in (EARLIEST, LATEST))
        if earliest is None and latest is None:
            return None
        edtf = f"[{earliest.edtf if earliest else ''}..{latest.edtf if latest else ''}]"
        words = " – ".join(time.wording or time.edtf for time in (earliest, latest) if time)
        return _sound(edtf, words)

    def _frame(self, statement: Statement, rank: Rank) -> Frame:
        circumstances = _circumstances(statement)
        certainty, stance = Certainty.ASSERTED, Stance.ASSERTS
        if "alleged" in circumstances:
            certainty, stance = Certainty.ALLEGED, Stance.ALLEGES
        elif "possible" in circumstances:
            certainty = Certainty.POSSIBLE
        return Frame(rank, certainty, stance, self._valid(statement), tuple(self._qualifiers(statement)))

    def _valid(self, statement: Statement) -> Time | None:
        """Return when a statement holds: a point, or from a start to an end, of which an unknown one is left open."""
        if (point := self._one_time(statement, AT)) is not None:
            return point
        start, end = (self._one_time(statement, name) for name in (START, END))
        if start is None and end is None:
            return None
        words = " – ".join(time.wording or time.edtf for time in (start, end) if time)
        return _sound(f"{start.edtf if start else ''}/{end.edtf if end else ''}", words)

    def _one_time(self, statement: Statement, name: str) -> Time | None:
        """Return the time of a qualifier; several are told, and the first counts."""
        found = _snaks(statement.qualifiers, name)
        values = [(snak, value) for snak in found if (value := time_of(snak)) is not None]
        if not values:
            return None
        if len(values) > 1:
            words = ", ".join(time_words(value) for _, value in values)
            self._remark(statement, f"several times qualify it as {name}, the first counts: {words}")
        snak, value = values[0]
        self._tell_julian(snak)
        time = read_time(value)
        if time is None:
            self._remark(statement, f"{name}: {time_words(value)} is no time that EDTF can write")
        return time

    def _qualifiers(self, statement: Statement) -> Iterator[tuple[PropertyId, Value]]:
        if (unit := unit_of(statement.mainsnak)) is not None:
            yield UNIT, unit
        if not isinstance(statement.qualifiers, dict):
            return
        for name, snaks in statement.qualifiers.items():
            prop = mapping().qualifiers.get(name)
            if prop is None:
                self.unread[f"{name} as a qualifier"] += 0 if name in _TIMES else len(snaks)
                continue
            for snak in snaks:
                yield prop, read_value(snak, vocabulary().properties[prop])

    def _tell_julian(self, snak: Snak) -> None:
        value = time_of(snak)
        if value is not None and is_julian(value):
            self.problems.append(
                Problem(
                    snak.property,
                    f"{time_words(value)}: kept as it is said, not turned into our calendar",
                    refused=False,
                )
            )

    def _remark(self, statement: Statement, words: str) -> None:
        self.problems.append(Problem(statement.mainsnak.property, words, refused=False))

    def _draft(self, said: Said, rows: tuple[int, ...], frame: Frame) -> None:
        subject = said.subject or self._voice.item
        self.drafts.append(
            Draft(
                id=self._voice.ids.next(subject, said.property, said.value, self._voice.claimant),
                subject=subject,
                property=said.property,
                value=said.value,
                claimant=self._voice.claimant,
                rows=rows,
                **frame._asdict(),
            )
        )


def kinds_of(item: Item) -> frozenset[KindId]:
    """Return the kinds of ours that an item is said to be an instance of, at a rank that counts."""
    found = set()
    for raw in item.claims.get(INSTANCE_OF, []) if isinstance(item.claims, dict) else []:
        try:
            statement = STATEMENTS.decode(raw)
            kind = mapping().kinds.get(entity_named(statement.mainsnak)) if statement.mainsnak.datavalue else None
        except ValueError:
            continue  # it is refused where it is read
        if kind is not None and statement.rank != "deprecated":
            found.add(kind)
    return frozenset(found)


def read_statements(item: Item, work: Work) -> None:
    """Draft every statement of `item`; one that cannot be read is told, and costs only itself."""
    if not isinstance(item.claims, dict):
        return
    for name, statements in item.claims.items():
        for raw in statements:
            try:
                work.state(STATEMENTS.decode(raw))
            except ValueError as cause:
                work.problems.append(Problem(name, str(cause)[:_REASON]))


def _cells(label: str, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the cells of a statement's row: the item, the property and its value, rank, qualifiers and references."""
    yield "item", label
    yield statement.mainsnak.property, snak_words(statement.mainsnak)
    if statement.rank != "normal":
        yield "rank", statement.rank
    yield from _snak_cells("", statement.qualifiers)
    for reference in statement.references:
        yield from _snak_cells("reference ", reference.snaks)


def _snak_cells(before: str, snaks: Mapping[str, list[Snak]] | list[None]) -> Iterator[tuple[str, str]]:
    if isinstance(snaks, list):
        return
    for name, each in snaks.items():
        for snak in each:
            yield f"{before}{name}", snak_words(snak)


def _circumstances(statement: Statement) -> set[str]:
    """Return what the qualifiers of circumstances make of a statement."""
    snaks = chain.from_iterable(_snaks(statement.qualifiers, name) for name in CIRCUMSTANCES)
    named = (entity_named(snak) for snak in snaks if snak.datavalue and snak.datavalue.type == "wikibase-entityid")
    return {mapping().circumstances[name] for name in named if name in mapping().circumstances}


def _snaks(snaks: Mapping[str, list[Snak]] | list[None], name: str) -> list[Snak]:
    return snaks.get(name, []) if not isinstance(snaks, list) else []


def _sound(edtf: str, words: str) -> Time | None:
    try:
        parse(edtf)
    except InvalidDateError:
        return None
    return Time(edtf, words)

"""An entity of FollowTheMoney made into drafts of claims: a person or a payment as such, a link as a relation."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.ids import PropertyId, entity_id
from graph.model import Derivation, DerivationKind, Iri, Ref, Status, Text, Time
from graph.vocabulary import ALIAS, IDENTIFIER, KG, NAME, TYPE, WHEN, Range, vocabulary
from graph.vocabulary.door import is_language
from loaders.free_dates import free_time
from loaders.free_numbers import read_number
from loaders.ftm.model import Place, Schema, model
from loaders.records import Draft, Ids, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ids import EntityId, SourceId
    from graph.model import Value
    from loaders.ftm.said import Entity, Said

CURRENCY = PropertyId(KG + "currency")
COUNTRIES = ("jurisdiction", "mainCountry", "country", "citizenship", "nationality")
MAX_PAIRS = 400
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")
_INFERRED = Derivation(DerivationKind.INFERRED)
_MAX_TIMES = 4


class Drafted(NamedTuple):
    """The drafts of one entity, what of it is not let in or odd, and how many values of which property had no place."""

    drafts: list[Draft]
    problems: list[Problem]
    unread: Counter[str]


def drafted(entity: Entity, source: SourceId, again: int = 0) -> Drafted:
    """Return what `entity` claims; `again` is how many records with its id came before."""
    schema = model().get(entity.schema)
    if schema is None or schema.refused:
        reason = (
            schema.refused
            if schema and schema.refused
            else f"unknown schema {entity.schema!r}: expected one of FollowTheMoney's"
        )
        return Drafted([], [Problem("", reason)], Counter())
    work = _Work(entity, schema, source, again)
    if schema.link:
        work.relate()
    elif schema.document:
        work.identify()
    else:
        work.describe()
    return Drafted(work.drafts, work.problems, work.unread)


class _Work:
    """The making of one entity's drafts."""

    def __init__(self, entity: Entity, schema: Schema, source: SourceId, again: int) -> None:
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.unread: Counter[str] = Counter()
        self._entity = entity
        self._schema = schema
        self._source = source
        self._own = entity_id(source, entity.id)
        self._ids = Ids(source, self._own, entity.id, again)
        self._read: set[str] = set()

    def describe(self) -> None:
        """Draft what is said of the entity itself."""
        assert self._schema.kind is not None
        for said in self._entity.kind_said:
            self._draft(said, TYPE, Iri(self._schema.kind))
        self._identifiers()
        if vocabulary().kinds[self._schema.kind].is_event:
            self._when()
        for name, values in self._entity.values.items():
            place = self._schema.places.get(name)
            if place is None:
                self._tell_unread(name)
                continue
            for said in values:
                self._place(name, said, place)

    def _identifiers(self) -> None:
        (first, *_) = self._entity.kind_said
        for text, said in [(self._entity.id, first), *((other.words, other) for other in self._entity.other_ids)]:
            self._draft(said, IDENTIFIER, Text(f"ftm:{text}"))
            if _WIKIDATA.fullmatch(text):
                # an id of this form is one of Wikidata by the custom of those who publish such streams
                self._draft(said, IDENTIFIER, Text(f"wikidata:{text}"), derivation=_INFERRED)

    def relate(self) -> None:
        """Draft the relation that a link stands for, for each claimant that names both ends."""
        link = self._schema.link
        assert link is not None
        subjects, values = self._take(link.subject), self._take(link.value)
        pairs = [(a, b) for a, b in product(subjects, values) if a.claimant == b.claimant][: MAX_PAIRS + 1]
        if not pairs or len(pairs) > MAX_PAIRS:
            self.problems.append(Problem("", _no_pair(link.subject, link.value, subjects, values, pairs)))
            return
        times = self._times()
        qualifying = self._qualifying()
        undated: list[tuple[Time | None, list[Said]]] = [(None, [])]
        for subject, value in pairs:
            qualifiers = [(prop, read, said) for prop, read, said in qualifying if said.claimant == subject.claimant]
            for time, told in [each for each in times if each[1][0].claimant == subject.claimant] or undated:
                self._relation(subject, value, qualifiers, time, told)
        self._rest()

    def _relation(
        self,
        subject: Said,
        value: Said,
        qualifiers: list[tuple[PropertyId, Value, Said]],
        time: Time | None,
        told: list[Said],
    ) -> None:
        link = self._schema.link
        assert link is not None
        read = self._value(link.value, value, link.property)
        if read is None:
            return
        rows = (row for said in (subject, value, *told, *(said for _, _, said in qualifiers)) for row in said.rows)
        self._draft(
            subject,
            link.property,
            read,
            subject=entity_id(self._source, subject.words),
            rows=tuple(sorted(set(rows))),
            valid=time,
            qualifiers=tuple(dict.fromkeys((prop, each) for prop, each, _ in qualifiers)),
        )

    def _qualifying(self) -> list[tuple[PropertyId, Value, Said]]:
        """Return what the other properties of a link say of the relation."""
        found: list[tuple[PropertyId, Value, Said]] = []
        for name, place in self._schema.places.items():
            if place.property is None or place.property in {NAME, ALIAS} or name not in self._entity.values:
                continue
            if vocabulary().properties[place.property].range is Range.ENTITY or name in self._read:
                continue
            # the general description of an entity may not qualify a claim
            for said in self._take(name):
                if place.property.endswith("/description"):
                    self.unread[name] += 1
                    continue
                read = self._value(name, said, place.property)
                if read is not None:
                    found.append((place.property, read, said))
                    found += [(CURRENCY, Text(code), said) for code in self._currency(place)]
        return found

    def identify(self) -> None:
        """Draft the number of an identity document as an identifier of its holder."""
        document = self._schema.document
        assert document is not None
        holders = self._take(document.holder)
        numbers = [said for name in document.numbers for said in self._take(name)]
        pairs = [(a, b) for a, b in product(holders, numbers) if a.claimant == b.claimant][: MAX_PAIRS + 1]
        if not pairs or len(pairs) > MAX_PAIRS:
            self.problems.append(Problem("", _no_pair(document.holder, "number", holders, numbers, pairs)))
            return
        country = self._country()
        self._read.add("country")
        times = self._times()
        for holder, number in pairs:
            text = Text(
                f"{document.scheme}:{country}/{number.words}" if country else f"{document.scheme}:{number.words}"
            )
            self._draft(
                number,
                IDENTIFIER,
                text,
                subject=entity_id(self._source, holder.words),
                rows=tuple(sorted({*holder.rows, *number.rows})),
                valid=times[0][0] if times else None,
            )
        self._rest()

    def _place(self, name: str, said: Said, place: Place) -> None:
        """Draft one value of one property of the entity."""
        if place.scheme is not None:
            country = self._country() if place.by_country else None
            words = " ".join(said.words.split())
            text = f"{place.scheme}:{country}/{words}" if country else f"{place.scheme}:{words}"
            self._draft(said, IDENTIFIER, Text(text))
            return
        assert place.property is not None
        if place.inverse:
            self._draft(said, place.property, Ref(self._own), subject=entity_id(self._source, said.words))
            return
        read = self._value(name, said, place.property)
        if read is not None:
            currency = tuple((CURRENCY, Text(code)) for code in self._currency(place))
            self._draft(said, place.property, read, qualifiers=currency)

    def _value(self, name: str, said: Said, prop: PropertyId) -> Value | None:
        """Return the value that a property of ours takes of `said`; None, and a problem, where it is none."""
        match vocabulary().properties[prop].range:
            case Range.ENTITY:
                return Ref(entity_id(self._source, said.words))
            case Range.TIME:
                time = _time(said)
                if time is None:
                    self._odd(name, f"{said.wording[:80]!r} is no date that can be read in one way only")
                return time
            case Range.QUANTITY:
                number = read_number(said.words)
                if number is None:
                    self._odd(name, f"{said.words[:80]!r} is no number")
                return number
            case _:
                language = (said.language or "").lower()
                return Text(said.words, language if language and is_language(language) else None)

    def _currency(self, place: Place) -> list[str]:
        if place.currency is None:
            return []
        if not place.currency.startswith("{"):
            return [place.currency]
        name = place.currency.strip("{}")
        self._read.add(name)
        return list(dict.fromkeys(said.words for said in self._entity.values.get(name, [])))[:1]

    def _country(self) -> str | None:
        """Return the one country that the record names, most telling property first; None where it names several."""
        for name in COUNTRIES:
            codes = {said.words for said in self._entity.values.get(name, [])}
            if len(codes) == 1:
                (code,) = codes
                return code.strip().lower()
            if codes:
                return None
        return None

    def _when(self) -> None:
        for time, told in self._times():
            rows = tuple(sorted({row for said in told for row in said.rows}))
            self._draft(told[0], WHEN, time, rows=rows)

    def _times(self) -> list[tuple[Time, list[Said]]]:
        """Return the times that the record says, each with what says it: one interval for each start and end."""
        spoken = self._schema.times
        starts, ends, at = (self._first(names) for names in (spoken.start, spoken.end, spoken.at))
        none: list[Said | None] = [None]
        found: list[tuple[Time, list[Said]]] = []
        for start, end in product(starts or none, ends or none):
            told = [each for each in (start, end) if each is not None]
            if not told or len({each.claimant for each in told}) > 1:
                continue
            time = _interval(start, end)
            if time is None:
                words = " – ".join(each.wording[:40] for each in told)
                self._odd("dates", f"{words!r} is no time that can be read in one way only")
            else:
                found.append((time, told))
        if not found:
            for said in at:
                time = _time(said)
                if time is None:
                    self._odd("date", f"{said.wording[:80]!r} is no date that can be read in one way only")
                else:
                    found.append((time, [said]))
        return found if len(found) <= _MAX_TIMES else found[:_MAX_TIMES]

    def _first(self, names: Iterable[str]) -> list[Said]:
        for name in names:
            if self._entity.values.get(name):
                return self._take(name)
        return []

    def _take(self, name: str) -> list[Said]:
        self._read.add(name)
        return self._entity.values.get(name, [])

    def _rest(self) -> None:
        for name in self._entity.values:
            if name not in self._read:
                self._tell_unread(name)

    def _tell_unread(self, name: str) -> None:
        times = self._schema.times
        if name not in self._read and name not in {*times.start, *times.end, *times.at} and name != "currency":
            self.unread[name] += len(self._entity.values[name])

    def _odd(self, name: str, reason: str) -> None:
        self.problems.append(Problem(name, reason))

    def _draft(  # noqa: PLR0913 - what a claim is made of, by name
        self,
        said: Said,
        prop: PropertyId,
        value: Value,
        *,
        subject: EntityId | None = None,
        rows: tuple[int, ...] | None = None,
        valid: Time | None = None,
        qualifiers: tuple[tuple[PropertyId, Value], ...] = (),
        derivation: Derivation | None = None,
    ) -> None:
        about = self._own if subject is None else subject
        self.drafts.append(
            Draft(
                id=self._ids.next(about, prop, value, said.claimant),
                subject=about,
                property=prop,
                value=value,
                claimant=said.claimant,
                rows=said.rows if rows is None else rows,
                status=Status.PROPOSED if said.external else Status.ACCEPTED,
                derivation=derivation,
                valid=valid,
                asserted_on=said.seen,
                qualifiers=qualifiers,
            )
        )


def _time(said: Said) -> Time | None:
    """Return the time that `said` tells: as the source wrote it, and where that cannot be read, as it was cleaned."""
    time = free_time(said.wording)
    if time is None and said.original and (cleaned := free_time(said.words)):
        return Time(cleaned.edtf, said.original)
    return time


def _interval(start: Said | None, end: Said | None) -> Time | None:
    """Return the time from `start` to `end`; where one is not said it is unknown, as EDTF writes it, with nothing."""
    first, last = (_time(start) if start else None), (_time(end) if end else None)
    if (start and first is None) or (end and last is None):
        return None
    if first and "/" in first.edtf and last is None:
        return first
    edtf = f"{first.edtf if first else ''}/{last.edtf if last else ''}"
    try:
        parse(edtf)
    except InvalidDateError:
        return None
    worded = any(time and time.wording for time in (first, last))
    said = [time.wording or time.edtf for time in (first, last) if time]
    return Time(edtf, " – ".join(said) if worded else None)


def _no_pair(first: str, second: str, firsts: list[Said], seconds: list[Said], pairs: list[tuple[Said, Said]]) -> str:
    if len(pairs) > MAX_PAIRS:
        return f"it links {len(firsts)} entities with {len(seconds)}: expected at most {MAX_PAIRS} pairs"
    missing = [name for name, found in ((first, firsts), (second, seconds)) if not found]
    if missing:
        return f"no {' and no '.join(missing)}: expected both ends of the link"
    return f"no dataset names both {first} and {second}: expected both ends of the link from one"

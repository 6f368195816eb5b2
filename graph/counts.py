"""How many claims, or entities, there are by property, kind, place, time, voice, publisher, source or certainty.

An imprecise date is counted only where it settles the year or the month: `2020` is in no month, `2020~` in no year,
since it may be December 2019 too. What settles nothing, and what nobody says, is counted under None.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.calendar_days import written
from graph.edtf import Span, parse
from graph.errors import InvalidInputError
from graph.ids import EntityId, KindId, PropertyId, SourceId
from graph.model import Ref, Text, Time
from graph.profiles import kinds as kinds_of
from graph.profiles import labels
from graph.view_tally import Bucket, ClaimFilter, Column, Grouping, Tally
from graph.vocabulary import KG, PLACE, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.provenance import ProvenanceFilter
    from graph.view import Said, View

MAX_BY = 3
_LOCATION = PropertyId(KG + "location")
_YEAR_DIGITS = 4
"""A longer year begins with a Y (EDTF)."""
_AFTER_YEAR, _AFTER_MONTH = len("-01-01T00:00:00Z"), len("-01T00:00:00Z")
_IN_WORDS = '"'
"""What the key of a place begins with that is told in words only: no IRI does."""


class Counted(StrEnum):
    """What is counted: claims, or the entities that they are about (events are entities)."""

    CLAIMS = "CLAIMS"
    ENTITIES = "ENTITIES"


class CountBy(StrEnum):
    """What claims are counted by.

    KIND and PLACE are of the entity that a claim is about: its most specific kind, and every place where it is said to
    be. YEAR and MONTH are of the time that a claim says, else when it holds, else the best supported date of the event
    that it is about; of an entity the last alone.
    """

    PROPERTY = "PROPERTY"
    KIND = "KIND"
    PLACE = "PLACE"
    YEAR = "YEAR"
    MONTH = "MONTH"
    CLAIMANT = "CLAIMANT"
    PUBLISHER = "PUBLISHER"
    SOURCE = "SOURCE"
    CERTAINTY = "CERTAINTY"
    STANCE = "STANCE"


_ENTITIES = {CountBy.PLACE, CountBy.CLAIMANT, CountBy.PUBLISHER}


def counts(  # noqa: PLR0913, PLR0917 - the whole question
    view: View,
    of: Counted,
    by: Sequence[CountBy],
    provenance: ProvenanceFilter,
    where: ClaimFilter = ClaimFilter(),  # noqa: B008 - it is immutable
    kinds: frozenset[KindId] | None = None,
) -> list[Bucket]:
    """Return how many claims that are wanted there are by each of `by` together, in the order of `Bucket.order`.

    With ENTITIES those that the claims are about, each once a bucket, and only what is asserted counts unless
    `provenance` asks for more. `kinds` keeps what is about entities of these kinds, or of a kind below. Of a value that
    too few independent sources give (`provenance`) no claim counts.

    A key is the IRI of a property, kind or entity, the id of a source, a year (`2020`), a month (`2020-09`) or a state,
    and None where nobody says. A place in words alone is a quotation mark and the words.

    Raises:
        InvalidInputError: `by` is empty, longer than three or has something twice.
        LimitError: too much falls into too many buckets.
    """
    if not 1 <= len(by) <= MAX_BY or len(set(by)) < len(by):
        found = f"[{', '.join(by)}]" if len(by) <= len(CountBy) else f"a list of {len(by)}"
        raise InvalidInputError(f"by is {found}: expected one to {MAX_BY} different ones")
    entities = of is Counted.ENTITIES
    provenance = provenance.connected() if entities else provenance
    groupings = tuple(_grouping(view, each, provenance, entities=entities) for each in by)
    return view.tally(Tally(where, groupings, kinds, entities), provenance)


def count_labels(
    view: View, by: Sequence[CountBy], buckets: Sequence[Bucket], languages: Sequence[str] = ()
) -> list[list[str | None]]:
    """Return what to call each key of each of `buckets`, None for what nobody says; asked for all at once.

    A year or a month is called as EDTF has it, so that who shows them can put them in order.
    """
    columns = [_labels(view, each, [bucket.keys[n] for bucket in buckets], languages) for n, each in enumerate(by)]
    return [list(row) for row in zip(*columns, strict=True)]


def entity_of(by: CountBy, key: str | None) -> EntityId | None:
    """Return the entity that a key is, None where it is none."""
    return EntityId(key) if key is not None and by in _ENTITIES and not key.startswith(_IN_WORDS) else None


# ---------------------------------------------------------------------- keys


def _grouping(view: View, by: CountBy, provenance: ProvenanceFilter, *, entities: bool) -> Grouping:
    match by:
        case CountBy.KIND:
            return Grouping(Column.SUBJECT, lambda some: [[found[0].id] for found in kinds_of(view, _ids(some))])
        case CountBy.PLACE:
            return Grouping(Column.SUBJECT, lambda some: _places(view, some, provenance))
        case CountBy.YEAR | CountBy.MONTH:
            settled = year_of if by is CountBy.YEAR else _month
            dated = Grouping(Column.SUBJECT, lambda some: _dates(view, some, provenance, settled))
            return dated if entities else Grouping(Column.TIME, lambda some: [[settled(parse(t))] for t in some], dated)
        case _:
            return Grouping(Column(by.lower()), lambda some: [[key] for key in some])


def _ids(iris: Sequence[str]) -> list[EntityId]:
    return [EntityId(iri) for iri in iris]


def _places(view: View, entities: Sequence[str], provenance: ProvenanceFilter) -> list[list[str | None]]:
    """Return where each of `entities` is said to be; its places in words where no other is said."""
    known = vocabulary().properties
    in_words = {form for prop in (PLACE, _LOCATION) if (form := known[prop].text_form)}
    found: list[list[str | None]] = []
    for said in view.values(_ids(entities), {PLACE, _LOCATION, *in_words}, provenance):
        values = [one.value for one in said if not one.denied]
        places = [value.entity for value in values if isinstance(value, Ref)]
        words = [_IN_WORDS + value.text for value in values if isinstance(value, Text)]
        found.append(list(dict.fromkeys(places or words)) or [None])
    return found


def _dates(
    view: View, entities: Sequence[str], provenance: ProvenanceFilter, settled: Callable[[Span], str | None]
) -> list[list[str | None]]:
    """Return what the best supported date of each of `entities` settles."""
    dates = map(_best, view.values(_ids(entities), {WHEN}, provenance))
    return [[settled(date.span) if date else None] for date in dates]


def _best(said: Sequence[Said]) -> Time | None:
    return next((one.value for one in said if isinstance(one.value, Time) and not one.denied), None)


def year_of(span: Span) -> str | None:
    """Return the year in which all that `span` may mean lies.

    >>> [year_of(parse(text)) for text in ("2020-09", "2020", "2020~", "2019/2020", "-0043", "Y12345", "2021/..")]
    ['2020', '2020', None, None, '-0043', 'Y12345', None]
    """
    return _common(span, _AFTER_YEAR)


def _month(span: Span) -> str | None:
    """Return the month in which all that `span` may mean lies.

    >>> [_month(parse(text)) for text in ("2020-09-07", "2020-09", "2020", "2020-09-15?", "2020-09-30?")]
    ['2020-09', '2020-09', None, '2020-09', None]
    """
    return _common(span, _AFTER_MONTH)


def _common(span: Span, rest: int) -> str | None:
    if span.earliest_start is None or span.latest_end is None:
        return None
    first, last = (written(second)[:-rest] for second in (span.earliest_start, span.latest_end - 1))
    if first != last:
        return None
    year = written(span.earliest_start)[:-_AFTER_YEAR]
    return first if len(year.lstrip("+-")) <= _YEAR_DIGITS else "Y" + first.removeprefix("+")


# ---------------------------------------------------------------------- labels


def _labels(view: View, by: CountBy, keys: Sequence[str | None], languages: Sequence[str]) -> list[str | None]:
    known = sorted({key for key in keys if key is not None})
    named = _named(view, by, known, languages)
    return [None if key is None else named[key] for key in keys]


def _named(view: View, by: CountBy, keys: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    named: defaultdict[str, str] = defaultdict(str, {key: key.removeprefix(_IN_WORDS) for key in keys})
    match by:
        case CountBy.PROPERTY:
            terms = vocabulary().properties
            named |= {key: terms[PropertyId(key)].label for key in keys if key in terms}
        case CountBy.KIND:
            classes = vocabulary().kinds
            named |= {key: classes[KindId(key)].label for key in keys if key in classes}
        case CountBy.SOURCE:
            found = view.sources([SourceId(key) for key in keys])
            named |= {key: source.title for key, source in zip(keys, found, strict=True) if source}
        case _ if by in _ENTITIES:
            entities = [entity for key in keys if (entity := entity_of(by, key))]
            named |= dict(zip(entities, labels(view, entities, languages), strict=True))
    return named

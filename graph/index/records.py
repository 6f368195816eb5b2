"""Rows of the index as the objects that questions read: many at a time, a column at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from msgspec import Struct

from graph.identity import shown_claim
from graph.ids import EntityId, PropertyId, SourceId
from graph.index.arrow import gathered
from graph.index.press import STATES, VALUE_KINDS
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Duration,
    Evidence,
    Iri,
    Rank,
    Ref,
    Row,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    Unknown,
    Value,
    read_quantity,
)
from graph.verdicts import as_ruled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.index.arrow import Rows, Table
    from graph.index.stack import Segment, Stack

_KEPT = 4_096
_Qualifiers = tuple[tuple[PropertyId, Value], ...]
_CERTAINTIES, _STANCES, _RANKS, _STATUSES = list(Certainty), list(Stance), list(Rank), list(Status)
_DERIVATIONS = list(DerivationKind)
_NEGATED, _DENIES = _CERTAINTIES.index(Certainty.NEGATED), _STANCES.index(Stance.DENIES)
assert list(STATES.values()) == [_CERTAINTIES, _STANCES, _RANKS, _STATUSES, _DERIVATIONS]
_VALUES: dict[str, Callable[[str, str | None, str | None], Value]] = {
    "text": lambda text, language, _: Text(text, language),
    "quantity": lambda text, _, wording: read_quantity(text, wording),
    "time": lambda text, _, wording: Time(text, wording),
    "duration": lambda text, _, __: Duration(text),
    "iri": lambda text, _, __: Iri(text),
    "truth": lambda text, _, __: Truth(text == "true"),
    "unknown": lambda text, _, __: Unknown(none=text == "none"),
}
_MAKERS = [_VALUES.get(kind) for kind in VALUE_KINDS]
_decoder = msgspec.json.Decoder(_Qualifiers)


def read_claims(stack: Stack, rows: Rows) -> list[Claim]:
    """Return the claims in `rows`, in their order. Cost: about a µs a claim, whatever the size of the index."""
    if not len(rows):
        return []
    parts = stack.parts("claims", rows)
    if len(parts) == 1:
        return _read(stack, parts[0][0], parts[0][2])
    found: list[Any] = [None] * len(rows)
    for segment, places, local in parts:
        for place, claim in zip(places.tolist(), _read(stack, segment, local), strict=True):
            found[place] = claim
    return found


def _read(stack: Stack, segment: Segment, rows: Rows) -> list[Claim]:
    """Return the claims in `rows` of one segment."""
    table = segment["claims"]

    def texts(column: str) -> list[Any]:
        return table.texts(column, rows)

    def states(column: str, known: Sequence[Any]) -> Iterator[Any]:
        return map(known.__getitem__, table.numbers(column)[rows].tolist())

    ends = (stack.as_shown(table.numbers(name)[rows]) for name in ("subject", "value_entity", "claimant"))
    subject, value, claimant = (numbers.tolist() for numbers in ends)
    named = sorted({*subject, *value, *claimant} - {-1})
    iris: Any = dict(zip(named, stack.iris(np.array(named, np.int64)), strict=True))
    columns = zip(
        texts("id"),
        map(iris.__getitem__, subject),
        texts("property"),
        _values(table, rows, value, iris),
        map(iris.__getitem__, claimant),
        _evidence(stack, segment, rows),
        states("certainty", _CERTAINTIES),
        states("stance", _STANCES),
        states("rank", _RANKS),
        states("status", _STATUSES),
        map(_derivation, states("derivation", _DERIVATIONS), texts("method")),
        _times(table, "valid", rows),
        _times(table, "asserted_on", rows),
        texts("origin"),
        map(_qualifiers, texts("qualifiers")),
        strict=True,
    )
    claims = [
        Claim(
            id=id_,
            subject=said_of,
            property=prop,
            value=value,
            claimant=voice,
            evidence=evidence,
            certainty=certainty,
            stance=stance,
            rank=rank,
            status=status,
            derivation=derivation,
            valid=valid,
            asserted_on=asserted_on,
            origin=origin,
            qualifiers=qualifiers,
        )
        for (id_, said_of, prop, value, voice, evidence, certainty, stance, rank, status, derivation, valid,
             asserted_on, origin, qualifiers) in columns
    ]  # fmt: skip
    claims = as_ruled(claims, stack.overlay.ruled)
    if not stack.identity:
        return claims
    return [shown_claim(claim, stack.identity) if claim.qualifiers else claim for claim in claims]


class Distinct(Struct, frozen=True):
    """A value that claims of one owner give: certainty is a place in `Certainty`."""

    owner: int
    property: PropertyId
    value: Value
    certainty: int
    denied: bool


def distinct_values(stack: Stack, owners: Rows, rows: Rows) -> tuple[Rows, list[Distinct]]:
    """Return the distinct values of the claims in `rows`, which have `owners`, and which of them each row gives.

    Those of one value that differ in certainty, or deny it, are several. Cost: a third of a µs a row, and two a value.
    """
    which = np.empty(len(rows), np.int64)
    numbers: dict[Distinct, int] = {}
    for segment, places, local in stack.parts("claims", rows):
        here, found = _distinct(stack, segment["claims"], owners[places], local)
        if len(here) == len(rows):
            return here, found
        number = np.array([numbers.setdefault(value, len(numbers)) for value in found], np.int64)
        which[places] = number[here]
    return which, list(numbers)


def _distinct(stack: Stack, table: Table, owners: Rows, rows: Rows) -> tuple[Rows, list[Distinct]]:
    """Do the same in one segment, where codes and numbers stand for texts."""
    certainty, stance = (table.numbers(name)[rows] for name in ("certainty", "stance"))
    denied = (certainty == _NEGATED) | (stance == _DENIES)
    columns = [owners, certainty, denied]
    columns.append(table.numbers("value_kind")[rows])
    columns.append(stack.as_shown(table.numbers("value_entity")[rows]))
    columns += [table.numbers(f"value_{name}")[rows] for name in ("iri", "language")]
    columns.append(table.numbers("property")[rows])
    texts = (table.texts(f"value_{name}", rows) for name in ("text", "wording"))
    numbers: dict[tuple[Any, ...], int] = {}
    keys = zip(*(column.tolist() for column in columns), *texts, strict=True)
    which = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
    properties, kinds, languages = (table.words(name) for name in ("property", "value_iri", "value_language"))
    entities = sorted({key[4] for key in numbers if key[4] >= 0})
    iris = dict(zip(entities, map(EntityId, stack.iris(np.array(entities, np.int64))), strict=True))
    found = []
    for owner, sure, denies, kind, entity, iri, language, prop, text, wording in numbers:
        maker = _MAKERS[kind]
        if maker is None:
            value: Value = Ref(iris[entity])
        else:
            tongue = languages[language] if language >= 0 else None
            value = maker(text if iri < 0 else kinds[iri], tongue, wording)
        found.append(Distinct(owner, PropertyId(properties[prop]), value, sure, denies))
    return which, found


def read_source(stack: Stack, row: int) -> Source:
    """Return a source."""
    at = np.array([row])

    def text(column: str) -> str | None:
        return stack.texts("sources", column, at)[0]

    published = text("published")
    return Source(
        id=SourceId(text("id") or ""),
        title=text("title") or "",
        publisher=EntityId(text("publisher") or ""),
        url=text("url"),
        authors=tuple(msgspec.json.decode(text("authors") or "[]", type=list[str])),
        published=Time(published) if published else None,
        language=text("language"),
        text_sha256=text("text_sha256"),
        loader=text("loader") or "",
    )


def _values(table: Table, rows: Rows, entities: Sequence[int], iris: dict[int, EntityId]) -> list[Value]:
    kinds = table.numbers("value_kind")[rows].tolist()
    texts = (table.texts(f"value_{name}", rows) for name in ("text", "iri", "language", "wording"))
    return [
        Ref(iris[entity]) if (maker := _MAKERS[kind]) is None else maker(text or iri or "", language, wording)
        for kind, entity, text, iri, language, wording in zip(kinds, entities, *texts, strict=True)
    ]


def _evidence(stack: Stack, segment: Segment, rows: Rows) -> list[tuple[Evidence, ...]]:
    owners, pieces = gathered(*segment["claims"].lists("evidence"), rows)
    made = _pieces(stack, segment["evidence"], pieces.astype(np.int64) - segment.bases.evidence)
    if len(owners) == len(rows):
        # a claim has evidence: as many pieces as claims are one each
        return [(piece,) for piece in made]
    found: list[list[Evidence]] = [[] for _ in range(len(rows))]
    for owner, piece in zip(owners.tolist(), made, strict=True):
        found[owner].append(piece)
    return [tuple(evidence) for evidence in found]


def _pieces(stack: Stack, table: Table, rows: Rows) -> Iterator[Evidence]:
    ids: Any = map(stack.source_names.__getitem__, table.numbers("source")[rows].tolist())
    starts, ends = (table.numbers(name)[rows].tolist() for name in ("start", "end"))
    of_row = table.is_there("row", rows)
    if not of_row.any():
        places: Iterator[Characters | Row] = map(Characters, starts, ends)
    else:
        numbers, parts = table.numbers("row")[rows].tolist(), table.is_there("start", rows).tolist()
        places = map(_place, of_row.tolist(), parts, starts, ends, numbers)
    exact: Any = table.texts("exact", rows)
    return map(Evidence, ids, places, exact)


def _place(of_row: bool, part: bool, start: int, end: int, number: int) -> Characters | Row:  # noqa: FBT001 - columns
    if not of_row:
        return Characters(start, end)
    return Row(number, start, end) if part else Row(number)


@lru_cache(_KEPT)
def _derivation(kind: DerivationKind, method: str | None) -> Derivation | None:
    return Derivation(kind, method) if kind is not DerivationKind.STATED or method else None


def _times(table: Table, column: str, rows: Rows) -> Iterable[Time | None]:
    edtf = table.texts(column, rows)
    return map(_time, edtf, table.texts(f"{column}_wording", rows)) if any(edtf) else [None] * len(edtf)


@lru_cache(_KEPT)
def _time(edtf: str | None, wording: str | None) -> Time | None:
    return Time(edtf, wording) if edtf else None


def _qualifiers(text: str | None) -> _Qualifiers:
    return _decoder.decode(text) if text else ()

"""Rows of the index as the objects that questions read: many at a time, a column at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from graph.identity import shown_claim
from graph.ids import EntityId, PropertyId, SourceId
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.index.arrow import Rows
    from graph.index.stack import Stack

_KEPT = 4_096
_Qualifiers = tuple[tuple[PropertyId, Value], ...]
_CERTAINTIES, _STANCES, _RANKS, _STATUSES = list(Certainty), list(Stance), list(Rank), list(Status)
_DERIVATIONS = list(DerivationKind)
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
    """Return the claims in `rows`, in their order. Cost: some µs a claim, whatever the size of the index."""
    if not len(rows):
        return []

    def texts(column: str) -> list[Any]:
        return stack.texts("claims", column, rows)

    def states(column: str, known: Sequence[Any]) -> Iterator[Any]:
        return map(known.__getitem__, stack.take("claims", column, rows).tolist())

    subject, value, claimant = (stack.take("claims", name, rows) for name in ("subject", "value_entity", "claimant"))
    entities = np.unique(np.concatenate([subject, value, claimant])).astype(np.int64)
    entities = entities[entities >= 0]
    iris: Any = dict(zip(entities.tolist(), stack.iris(entities), strict=True))
    columns = zip(
        texts("id"),
        map(iris.__getitem__, subject.tolist()),
        texts("property"),
        _values(stack, rows, value.tolist(), iris),
        map(iris.__getitem__, claimant.tolist()),
        _evidence(stack, rows),
        states("certainty", _CERTAINTIES),
        states("stance", _STANCES),
        states("rank", _RANKS),
        states("status", _STATUSES),
        map(_derivation, states("derivation", _DERIVATIONS), texts("method")),
        map(_time, texts("valid"), texts("valid_wording")),
        map(_time, texts("asserted_on"), texts("asserted_on_wording")),
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
    return [shown_claim(claim, stack.identity) for claim in claims] if stack.identity else claims


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


def _values(stack: Stack, rows: Rows, entities: Sequence[int], iris: dict[int, EntityId]) -> list[Value]:
    kinds = stack.take("claims", "value_kind", rows).tolist()
    texts = (stack.texts("claims", f"value_{name}", rows) for name in ("text", "iri", "language", "wording"))
    return [
        Ref(iris[entity]) if (maker := _MAKERS[kind]) is None else maker(text or iri or "", language, wording)
        for kind, entity, text, iri, language, wording in zip(kinds, entities, *texts, strict=True)
    ]


def _evidence(stack: Stack, rows: Rows) -> list[tuple[Evidence, ...]]:
    owners, pieces = stack.lists("claims", "evidence", rows)
    pieces = pieces.astype(np.int64)
    ids: Any = map(stack.source_names.__getitem__, stack.take("evidence", "source", pieces).tolist())
    starts, ends, numbers = (stack.take("evidence", name, pieces).tolist() for name in ("start", "end", "row"))
    of_row, parts = (stack.is_there("evidence", name, pieces) for name in ("row", "start"))
    texts_only = not of_row.any()
    places = (
        map(Characters, starts, ends)
        if texts_only
        else map(_place, of_row.tolist(), parts.tolist(), starts, ends, numbers)
    )
    made = map(Evidence, ids, places, stack.texts("evidence", "exact", pieces))  # type: ignore[arg-type] # never null
    if len(owners) == len(rows) and (owners == np.arange(len(rows))).all():
        return [(piece,) for piece in made]
    found: list[list[Evidence]] = [[] for _ in range(len(rows))]
    for owner, piece in zip(owners.tolist(), made, strict=True):
        found[owner].append(piece)
    return [tuple(evidence) for evidence in found]


def _place(of_row: bool, part: bool, start: int, end: int, number: int) -> Characters | Row:  # noqa: FBT001 - columns
    if not of_row:
        return Characters(start, end)
    return Row(number, start, end) if part else Row(number)


@lru_cache(_KEPT)
def _derivation(kind: DerivationKind, method: str | None) -> Derivation | None:
    return Derivation(kind, method) if kind is not DerivationKind.STATED or method else None


@lru_cache(_KEPT)
def _time(edtf: str | None, wording: str | None) -> Time | None:
    return Time(edtf, wording) if edtf else None


def _qualifiers(text: str | None) -> _Qualifiers:
    return _decoder.decode(text) if text else ()

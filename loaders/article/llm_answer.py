"""A language model's answer made into an extraction: its words are looked up in the text, which alone gives places.

What is not found word for word is refused with its reason. Nothing here says that a claim is right: that is the gate's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from graph.vocabulary import vocabulary
from loaders.article.extraction import (
    ARTICLE,
    Attribution,
    Bounds,
    Certainty,
    ClaimKind,
    ExtractedClaim,
    ExtractedEntity,
    Extraction,
    Rejection,
    When,
)
from loaders.article.folding import Folded
from loaders.article.gate_codes import MODEL_RULE, Code
from loaders.article.llm_places import Missing, Named, locate, place_entities

if TYPE_CHECKING:
    from loaders.article.extraction import Span

_Few = Annotated[list[str], Meta(max_length=20)]


class _Entity(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    type: str
    mentions: _Few
    unnamed: bool = False


class _Argument(Struct, frozen=True, forbid_unknown_fields=True):
    role: Annotated[str, Meta(pattern="^[a-z_]{1,30}$")]
    values: Annotated[list[str], Meta(min_length=1, max_length=50)]


class _Date(Struct, frozen=True, forbid_unknown_fields=True):
    edtf: str
    text: str | None = None


class _Bounds(Struct, frozen=True, forbid_unknown_fields=True):
    min: int
    max: int


class _Claim(Struct, frozen=True, forbid_unknown_fields=True):
    kind: ClaimKind
    type: str
    args: Annotated[list[_Argument], Meta(max_length=20)]
    quotes: _Few
    certainty: Certainty
    speaker: str = ARTICLE
    attribution: Attribution = "narration"
    value: int | float | str | _Bounds | None = None
    date: _Date | None = None
    place: str | None = None


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the whole; each record is read on its own, so that a bad one refuses itself and no more."""

    entities: Annotated[list[Raw], Meta(max_length=300)]
    claims: Annotated[list[Raw], Meta(max_length=500)]


def read_answer(content: str) -> Answer:
    """Return the answer that a model wrote, with or without words around its one JSON object.

    Raises:
        ValueError: there is no such object, or it has not the shape; the message says where.
    """
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        raise ValueError("there is no JSON object")
    try:
        return msgspec.json.decode(content[start : end + 1].encode(), type=Answer)
    except RecursionError as cause:
        raise ValueError("it is nested too deep") from cause


def understand(answer: Answer, text: str, extractor: str) -> Extraction:
    """Return what `answer` says of `text`, its ids made anew; claims on words that are not there are refused."""
    folded = Folded(text)
    entities = _entities(answer, folded)
    ids = {given: entity.id for given, entity in entities.items()}
    records, refused = _records(answer)
    claims = []
    for (local, record), found in zip(records, locate([claim.quotes for _, claim in records], folded), strict=True):
        if isinstance(found, Missing):
            refused.append(Rejection(local, found.code, found.reason))
        else:
            claims.append(_claim(local, record, found, ids))
    return Extraction(extractor, tuple(entities.values()), tuple(claims), refused=tuple(refused))


def _entities(answer: Answer, folded: Folded) -> dict[str, ExtractedEntity]:
    """Return the entities that the text does speak of, by the id that the model gave them; the first of an id stays."""
    named: dict[str, Named] = {}
    for raw in answer.entities:
        try:
            record = msgspec.json.decode(raw, type=_Entity)
        except (ValueError, RecursionError):
            continue  # claims that name it are refused, and say so
        if record.type in vocabulary().entity_types and record.id not in named:
            named[record.id] = Named(record.name, record.type, record.mentions, record.unnamed)
    found = place_entities(list(named.values()), folded, f"{MODEL_RULE}-e")
    return {given: entity for given, entity in zip(named, found, strict=True) if entity}


def _records(answer: Answer) -> tuple[list[tuple[str, _Claim]], list[Rejection]]:
    records: list[tuple[str, _Claim]] = []
    refused: list[Rejection] = []
    for number, raw in enumerate(answer.claims, start=1):
        local = f"{MODEL_RULE}-{number}"
        try:
            records.append((local, msgspec.json.decode(raw, type=_Claim)))
        except (ValueError, RecursionError) as cause:
            refused.append(Rejection(local, Code.MALFORMED, str(cause)))
    return records, refused


def _claim(local: str, record: _Claim, evidence: tuple[Span, ...], ids: dict[str, str]) -> ExtractedClaim:
    def known(value: str) -> str:
        return value if value.startswith(("#", "@")) else ids.get(value, value)

    roles: dict[str, list[str]] = {}
    for argument in record.args:
        roles.setdefault(argument.role, []).extend(map(known, argument.values))
    value = Bounds(record.value.min, record.value.max) if isinstance(record.value, _Bounds) else record.value
    return ExtractedClaim(
        id=local,
        kind=record.kind,
        type=record.type,
        args={role: tuple(values) if len(values) > 1 else values[0] for role, values in roles.items()},
        evidence=evidence,
        rule=MODEL_RULE,
        value=value,
        date=When(record.date.edtf, record.date.text) if record.date else None,
        place=known(record.place) if record.place else None,
        speaker=known(record.speaker),
        attribution=record.attribution,
        certainty=record.certainty,
    )

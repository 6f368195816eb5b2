"""Decisions as files: JSON lines of our own, and those of nomenklatura, in and out.

    onrecord        {"one": "…", "other": "…", "judgement": "SAME", "by": "anna", "reason": "one birth date"}
                    {"claim": "…", "verdict": "REJECT", "by": "anna", "reason": "another person of that name"}
    nomenklatura    ["NK-…", "Q123", "positive", null, "anna", "2024-05-17T10:15:00"]

nomenklatura joins records over ids of its own (`NK-…`) that no record has: here the records that such an id joins are
joined with each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct

from graph.calendar_days import written
from graph.codec import to_absolute, to_stored
from graph.decisions import Judgement, Ruling, Verdict, check_id, check_words, pair_of
from graph.errors import InvalidInputError, LoadError
from graph.identity import Bond, Clusters, Reason
from graph.ids import ClaimId, EntityId
from graph.model import Text
from graph.vocabulary import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.decisions import Decision, Decisions, Pair
    from graph.view import View

ONRECORD, NOMENKLATURA = FORMATS = ("onrecord", "nomenklatura")
_WORDS = {"positive": Judgement.SAME, "negative": Judgement.NOT_SAME, "unsure": Judgement.UNSURE}
_IN_WORDS = {judgement: word for word, judgement in _WORDS.items()}
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_SCHEMES = ("ftm", "opensanctions")
_AN_ID = "NK-"
_SHOWN = 80


class Imported(NamedTuple):
    """What a file rules, and the lines that were left out: number and reason."""

    rulings: list[Ruling]
    left_out: list[tuple[int, str]]


class _Line(Struct, forbid_unknown_fields=True):
    """A line of our own."""

    one: str | None = None
    other: str | None = None
    judgement: Judgement | None = None
    claim: str | None = None
    verdict: Verdict | None = None
    by: str | None = None
    at: str | None = None
    reason: str | None = None


def exported(view: View, decisions: Decisions, form: str) -> Iterator[bytes]:
    """Yield a line for each decision that stands, in the order they were made; `view` is one under no decisions.

    nomenklatura knows no verdicts on claims: they are left out there.
    """
    if form != NOMENKLATURA:
        yield from (msgspec.json.encode(_ours(view, decision)) + b"\n" for decision in decisions.standing)
        return
    standing = [(decision, decision.pair) for decision in decisions.standing if decision.pair]
    ids = _ids_elsewhere(view, [entity for _, pair in standing for entity in pair])
    for decision, (one, other) in standing:
        told = ids[one], ids[other]
        if ids[one] == ids[other]:
            told = to_absolute(one, view.base), to_absolute(other, view.base)
        source, target = sorted(told)
        word = _IN_WORDS[decision.judgement or Judgement.UNSURE]
        line: Any = [target, source, word, None, decision.by, written(decision.at).removesuffix("Z")]
        yield msgspec.json.encode(line) + b"\n"


def imported(view: View, content: bytes, form: str, by: str) -> Imported:
    """Return what `content` rules; `by` is who does where a line does not say, `view` is one under no decisions.

    Raises:
        LoadError: a line is none of this format.
    """
    lines = [(number, line) for number, line in enumerate(content.splitlines(), start=1) if line.strip()]
    if form == NOMENKLATURA:
        return _of_nomenklatura(view, lines, by)
    rulings = []
    for number, line in lines:
        try:
            found = msgspec.json.decode(line, type=_Line)
            rulings.append(_read(view, found, by))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, InvalidInputError) as cause:
            raise LoadError(f"line {number}", f"it is no judgement: {cause}") from cause
    return Imported(rulings, [])


def _read(view: View, line: _Line, by: str) -> Ruling:
    """Return what a line of our own rules."""
    match line:
        case _Line(one=str(one), other=str(other), judgement=Judgement(), claim=None, verdict=None):
            pair = pair_of(*(EntityId(to_stored(entity, view.base)) for entity in (one, other)))
            found = Ruling(line.by or by, pair, line.judgement, reason=line.reason)
        case _Line(claim=str(claim), verdict=Verdict(), one=None, other=None, judgement=None):
            stored = ClaimId(to_stored(claim, view.base))
            check_id(stored, "claim")
            found = Ruling(line.by or by, reason=line.reason, claim=stored, verdict=line.verdict)
        case _:
            raise InvalidInputError("expected one, other and judgement, or claim and verdict")
    check_words(found)
    return found


def _ours(view: View, decision: Decision) -> dict[str, Any]:
    if decision.claim is not None:
        line: dict[str, Any] = {"claim": to_absolute(decision.claim, view.base), "verdict": decision.verdict}
    else:
        one, other = (to_absolute(entity, view.base) for entity in decision.pair or ())
        line = {"one": one, "other": other, "judgement": decision.judgement}
    line |= {"by": decision.by, "at": written(decision.at)}
    return line | ({"reason": decision.reason} if decision.reason else {})


# ---------------------------------------------------------------------- nomenklatura


class _Edge(NamedTuple):
    number: int
    one: str
    other: str
    judgement: Judgement
    by: str


def _of_nomenklatura(view: View, lines: Sequence[tuple[int, bytes]], by: str) -> Imported:
    edges = [edge for number, line in lines if (edge := _edge(number, line, by))]
    records = _records(view, {end for edge in edges for end in (edge.one, edge.other)})
    same = [edge for edge in edges if edge.judgement is Judgement.SAME]
    clusters = Clusters()
    for edge in same:
        clusters.join(Bond(EntityId(edge.one), EntityId(edge.other), Reason.DECISION))
    standing: dict[EntityId, EntityId] = {}
    for name in sorted(records):
        standing.setdefault(clusters.leader(EntityId(name)), records[name])
    rulings: list[Ruling] = []
    left_out = []
    for edge in edges:
        ends = edge.one, edge.other
        # an id that no record has stands for the first record that is joined with it
        some = [records.get(end) or standing.get(clusters.leader(EntityId(end))) for end in ends]
        one, other = some
        strangers = [end for end in ends if end not in records and not end.startswith(_AN_ID)]
        if strangers or one is None or other is None:
            left_out.append((edge.number, f"no record has the id {' or '.join(map(_short, strangers or ends))}"))
        elif one != other:
            rulings.append(_ruling(edge, pair_of(one, other)))
        elif edge.judgement is not Judgement.SAME:
            left_out.append((edge.number, f"{' and '.join(map(_short, ends))} are one record, or one by a rule"))
    return Imported(rulings, left_out)


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else name[:_SHOWN] + "…"


def _ruling(edge: _Edge, pair: Pair) -> Ruling:
    found = Ruling(edge.by, pair, edge.judgement)
    try:
        check_words(found)
    except InvalidInputError as cause:
        raise LoadError(f"line {edge.number}", f"it is no judgement: {cause}") from cause
    return found


def _edge(number: int, line: bytes, by: str) -> _Edge | None:
    """Return a line of nomenklatura, None where it judges nothing."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as cause:
        raise LoadError(f"line {number}", f"it is not JSON: {cause}") from cause
    match found:
        case [str() as one, str() as other, str() as word, *rest] if word in {*_WORDS, "no_judgement"}:
            who = rest[1] if len(rest) > 1 and isinstance(rest[1], str) and rest[1].strip() else by
            return _Edge(number, one, other, _WORDS[word], who) if word in _WORDS else None
    reason = 'expected ["id", "id", "positive", score, user, time], with positive, negative, unsure or no_judgement'
    raise LoadError(f"line {number}", reason)


def _records(view: View, ids: set[str]) -> dict[str, EntityId]:
    """Return the record that has each of `ids`, of those that one has: as its address, or as an identifier."""
    found: dict[str, EntityId] = {}
    ordered = sorted(ids)
    addresses = [EntityId(to_stored(name, view.base)) for name in ordered]
    found |= {name: iri for name, iri, known in zip(ordered, addresses, view.known(addresses), strict=True) if known}
    asked = [(name, f"{scheme}:{name}") for name in ordered if name not in found for scheme in _schemes(name)]
    for (name, _), carriers in zip(asked, view.identified([text for _, text in asked]), strict=True):
        if carriers:
            found.setdefault(name, carriers[0])
    return found


def _schemes(name: str) -> tuple[str, ...]:
    return ("wikidata", *_SCHEMES) if _WIKIDATA.fullmatch(name) else _SCHEMES


def _ids_elsewhere(view: View, entities: Sequence[EntityId]) -> Mapping[EntityId, str]:
    """Return the id that FollowTheMoney or Wikidata gives each of `entities`, else its address."""
    found: dict[EntityId, str] = {}
    for entity, claims in zip(entities, view.about(entities, {IDENTIFIER}), strict=True):
        texts = sorted(claim.value.text for claim in claims if isinstance(claim.value, Text))
        known = {scheme: text for scheme, _, text in (text.partition(":") for text in reversed(texts))}
        ids = (known.get(scheme) for scheme in (*_SCHEMES, "wikidata"))
        found[entity] = next((name for name in ids if name), to_absolute(entity, view.base))
    return found

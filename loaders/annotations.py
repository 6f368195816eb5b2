"""The loader of an article's text with an annotation file beside it, and the order in which things are read.

The rules are those of `docs/annotations.md`: `loaders.annotation_entities` makes names and kinds into claims,
`loaders.annotation_claims` events, relations and counts. A file that a machine wrote is read by the same rules, but
for two: its claims are marked, and no two of its events are taken for one.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from graph.edtf import parse
from graph.errors import InvalidInputError, LoadError, RefusedClaimError
from graph.ids import ClaimIds, KindId, SourceId, event_id, is_address
from graph.model import (
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Iri,
    Refused,
    Remark,
    Source,
    Status,
    Time,
    value_key,
)
from graph.vocabulary import vocabulary
from graph.vocabulary.door import check, not_verbatim
from loaders.annotation_claims import Place, drafts_of, event_key
from loaders.annotation_entities import People, first_line, read_entities
from loaders.annotation_file import AnnotatedClaim, AnnotatedEntity, Utterance, name_of, record, unread
from loaders.annotation_origins import refusals_of_origins, with_origin
from loaders.article.gate_codes import MODEL_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.ids import EntityId
    from loaders import Document, Options
    from loaders.annotation_file import AnnotationFile

FORMAT = "annotated article"
MACHINE_READ = "article"
"""What the format is called where a machine annotated the article."""


def accepts(document: Document, options: Options) -> bool:
    """Accept whatever comes with an annotation file."""
    del document
    return options.annotations is not None


def read(document: Document, options: Options) -> Iterator[Source | Claim | Refused | Remark]:
    """Yield the article as a source, what its annotation claims, and what was refused."""
    annotations = options.annotations
    if annotations is None:
        raise LoadError(document.name, "expected an annotation file")
    text = document.text
    if annotations.doc.sha256 and annotations.doc.sha256.lower() != document.sha256:
        expected, found = annotations.doc.sha256[:12], document.sha256[:12]
        raise LoadError(
            annotations.name,
            f"it annotates another text than {document.name}: doc.sha256 is {expected}…, the text's is {found}…",
        )
    source_id = _source_id(document, annotations, options)
    people = read_entities(source_id, text, annotations, options)
    yield _source(document, annotations, options, people)
    yield from people.refused
    door = _Door(source_id, text, people.kinds, annotations.extractor)
    for local, drafts in people.drafts.items():
        admitted = list(door.admit(f"entity {local}", drafts, "entity"))
        if any(isinstance(item, Refused) for item in admitted):
            people.forget(local)
        yield from admitted
    yield from _claims(annotations, people, door)
    yield from _remarks(annotations, source_id)


def _remarks(annotations: AnnotationFile, source: SourceId) -> Iterator[Remark]:
    """Say what stands in the records and is not read, such as a word of the annotator's own for certainty."""
    parts = (("entity", annotations.entities, AnnotatedEntity), ("claim", annotations.claims, AnnotatedClaim))
    for what, records, shape in (*parts, ("quote", annotations.quotes, Utterance)):
        for position, raw in enumerate(records, start=1):
            if isinstance(msgspec.json.decode(raw), dict) and (names := unread(raw, shape)):
                listed = ", ".join(map(repr, names))
                yield Remark(f"{source}: {what} {name_of(raw, position)}", f"not read: {listed}")


def _source_id(document: Document, annotations: AnnotationFile, options: Options) -> SourceId:
    address = ((options.url or annotations.doc.url) or "").split("#")[0]
    named = address if is_address(address) else annotations.doc.id
    return SourceId(document.source or named or document.stem)


def _source(document: Document, annotations: AnnotationFile, options: Options, people: People) -> Source:
    doc, published = annotations.doc, options.published or annotations.doc.published
    try:
        if published:
            parse(published)
    except InvalidInputError as cause:
        raise LoadError(document.name, f"published: {cause}") from cause
    return Source(
        id=people.source,
        title=doc.title or first_line(people.text),
        publisher=people.publisher,
        url=options.url or doc.url or (people.source if is_address(people.source) else None),
        authors=doc.authors,
        published=Time(published) if published else None,
        language=people.language,
        text_sha256=document.sha256,
        loader=FORMAT if annotations.extractor is None else MACHINE_READ,
    )


class _Door:
    """Lets the claims of one record in, all or none, gives them their ids, and marks those that a machine made."""

    def __init__(
        self, source: SourceId, text: str, kinds: dict[EntityId, frozenset[KindId]], extractor: str | None
    ) -> None:
        self.source = source
        self._extractor = extractor
        self._ids = ClaimIds(source)
        self._text = text
        self._kinds = kinds

    def check(self, drafts: Sequence[Claim]) -> None:
        """Pass if every draft may come in, noting of what kind they make their subjects.

        Raises:
            RefusedClaimError: one of them may not.
        """
        told = _kinds_told(drafts, self._kinds)
        for claim in drafts:
            check(claim, ChainMap(told, self._kinds), self._text)
        self._kinds.update(told)

    def admit(self, place: str, drafts: Sequence[Claim], rule: str | None) -> Iterator[Claim | Refused]:
        """Yield the drafts with their ids, or one refusal. `rule` is what found them, where a machine did."""
        try:
            self.check(drafts)
        except RefusedClaimError as refusal:
            yield Refused(f"{self.source}: {place}", refusal.reason)
            return
        for claim in drafts:
            key = claim.subject, claim.property, value_key(claim.value), claim.claimant
            named = structs.replace(claim, id=self._ids.next(*key))
            yield named if self._extractor is None else _proposed(named, _found_by(self._extractor, rule))


def _found_by(extractor: str, rule: str | None) -> str:
    """Return which extractor found a claim, in which version, and by which rule: of two that worked together, which.

    >>> _found_by("rules 1", "verb arrest")
    'rules 1 verb arrest'
    >>> [_found_by("rules 1 + llm qwen3", rule) for rule in ("verb arrest", "llm")]
    ['rules 1 verb arrest', 'llm qwen3']
    """
    rules, _, model = extractor.partition(" + ")
    return model if model and rule == MODEL_RULE else f"{rules} {rule or ''}".strip()


def _proposed(claim: Claim, found_by: str) -> Claim:
    """Return `claim` as one that a machine proposes; that it inferred something stays in the words for its method."""
    if claim.derivation:
        words = f" from “{claim.derivation.method}”" if claim.derivation.method else ""
        found_by = f"{found_by}, inferred{words}"
    return structs.replace(claim, status=Status.PROPOSED, derivation=Derivation(DerivationKind.EXTRACTED, found_by))


def _claims(annotations: AnnotationFile, people: People, door: _Door) -> Iterator[Claim | Refused]:
    quotes, bad_quotes = _quotes(annotations, people, door.source)
    annotated, bad_claims = _records(annotations, door.source)
    yield from chain(bad_quotes, bad_claims)
    places = {claim.id: Place(people, quotes, event_id(door.source, claim.id)) for claim in annotated}
    refused = refusals_of_origins(annotated, lambda claim: _is_sound(claim, places[claim.id], door))
    events = (claim for claim in annotated if claim.kind == "event" and claim.id not in refused)
    told = [claim for claim in events if _is_sound(claim, places[claim.id], door)]
    if annotations.extractor is None:
        for claim_id, event in _events(told, door.source).items():
            places[claim_id] = places[claim_id]._replace(event=event)
    admitted: list[tuple[AnnotatedClaim, Claim | Refused]] = []
    for claim in annotated:
        found = _admitted(claim, places[claim.id], door, refused.get(claim.id))
        admitted += ((claim, item) for item in found)
    yield from _with_origins(admitted)


def _admitted(claim: AnnotatedClaim, place: Place, door: _Door, refusal: str | None) -> Iterator[Claim | Refused]:
    """Yield what the door lets in of `claim`, or one refusal: that which is known already, if any."""
    drafts: list[Claim] = []
    try:
        drafts = drafts_of(claim, place)
    except RefusedClaimError as cause:
        refusal = cause.reason
    if refusal is not None:
        yield Refused(f"{door.source}: claim {claim.id}", refusal)
    else:
        yield from door.admit(f"claim {claim.id}", drafts, claim.rule)


def _with_origins(admitted: Sequence[tuple[AnnotatedClaim, Claim | Refused]]) -> Iterator[Claim | Refused]:
    """Yield what was admitted of each annotated claim, and say of each claim what it repeats."""
    made: defaultdict[str, list[Claim]] = defaultdict(list)
    for annotated, item in admitted:
        if isinstance(item, Claim):
            made[annotated.id].append(item)
    for annotated, item in admitted:
        if isinstance(item, Claim) and annotated.origin is not None:
            yield with_origin(item, annotated.origin, made)
        else:
            yield item


def _is_sound(claim: AnnotatedClaim, place: Place, door: _Door) -> bool:
    """Say whether an event claim will be let in: one that is refused names no event of others."""
    try:
        door.check(drafts_of(claim, place))
    except RefusedClaimError:
        return False
    return True


def _kinds_told(
    drafts: Sequence[Claim], known: Mapping[EntityId, frozenset[KindId]]
) -> dict[EntityId, frozenset[KindId]]:
    """Return of what kind the subjects of `drafts` are, with what is known of them already."""
    told: dict[EntityId, frozenset[KindId]] = {}
    for claim in drafts:
        kind = vocabulary().kinds.get(KindId(claim.value.iri)) if isinstance(claim.value, Iri) else None
        if kind is not None:
            told[claim.subject] = told.get(claim.subject, known.get(claim.subject, frozenset())) | {kind.id}
    return told


def _records(annotations: AnnotationFile, source: SourceId) -> tuple[list[AnnotatedClaim], list[Refused]]:
    claims: dict[str, AnnotatedClaim] = {}
    refused = []
    for position, raw in enumerate(annotations.claims, start=1):
        place = f"{source}: claim {name_of(raw, position)}"
        try:
            claim = record(raw, AnnotatedClaim)
        except ValueError as cause:
            refused.append(Refused(place, str(cause)))
            continue
        if claim.id in claims:
            refused.append(Refused(place, "its id is taken by an earlier claim: expected ids to be unique"))
            continue
        claims[claim.id] = claim
    return list(claims.values()), refused


def _quotes(
    annotations: AnnotationFile, people: People, source: SourceId
) -> tuple[list[tuple[Utterance, EntityId]], list[Refused]]:
    quotes, refused = [], []
    for position, raw in enumerate(annotations.quotes, start=1):
        place = f"{source}: quote number {position}"
        try:
            quote = record(raw, Utterance)
            _check_quote(quote, people.text)
            if quote.speaker is not None:
                quotes.append((quote, people.voice(quote.speaker)))
        except (ValueError, InvalidInputError) as cause:
            refused.append(Refused(place, str(cause)))
    return quotes, refused


def _check_quote(quote: Utterance, text: str) -> None:
    if text[quote.start : quote.end] != quote.quote:
        raise ValueError(not_verbatim(Characters(quote.start, quote.end), quote.quote, text))
    if quote.date:
        parse(quote.date)


def _events(claims: Sequence[AnnotatedClaim], source: SourceId) -> dict[str, EntityId]:
    """Return the event that each event claim tells.

    Two claims of equal type, speaker and certainty tell one event when the evidence of one contains the other's; it
    is named after the one whose id sorts first, so that the order of the file does not matter.
    """
    first = {claim.id: claim.id for claim in claims}

    def root(claim_id: str) -> str:
        while first[claim_id] != claim_id:
            first[claim_id] = first[first[claim_id]]
            claim_id = first[claim_id]
        return claim_id

    groups: defaultdict[tuple[str, str, str], list[AnnotatedClaim]] = defaultdict(list)
    for claim in claims:
        if claim.evidence:
            groups[event_key(claim)].append(claim)
    for group in groups.values():
        for one, other in _nested(group):
            earlier, later = sorted((root(one.id), root(other.id)))
            first[later] = earlier
    return {claim.id: event_id(source, root(claim.id)) for claim in claims}


def _nested(group: Sequence[AnnotatedClaim]) -> Iterator[tuple[AnnotatedClaim, AnnotatedClaim]]:
    """Yield the pairs of which the first's evidence contains the second's."""
    ordered = sorted(group, key=lambda claim: (_hull(claim)[0], -_hull(claim)[1]))
    for position, outer in enumerate(ordered):
        for inner in ordered[position + 1 :]:
            if _hull(inner)[0] >= _hull(outer)[1]:
                break
            if all(any(o.start <= i.start and i.end <= o.end for o in outer.evidence) for i in inner.evidence):
                yield outer, inner


def _hull(claim: AnnotatedClaim) -> tuple[int, int]:
    return min(e.start for e in claim.evidence), max(e.end for e in claim.evidence)

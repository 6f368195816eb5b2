"""The loader of an article's text with an annotation file beside it, and the order in which things are read.

The rules are those of `docs/annotations.md`: `loaders.annotation_entities` makes names and kinds into claims,
`loaders.annotation_claims` events, relations and counts.
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
from graph.model import Characters, Claim, Iri, Refused, Remark, Source, Time, value_key
from graph.vocabulary import vocabulary
from graph.vocabulary.door import check, not_verbatim
from loaders.annotation_claims import Place, drafts_of, event_key
from loaders.annotation_entities import People, first_line, read_entities
from loaders.annotation_file import AnnotatedClaim, AnnotatedEntity, Doc, Utterance, name_of, record, unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.ids import EntityId
    from loaders import Document, Options
    from loaders.annotation_file import AnnotationFile

FORMAT = "annotated article"


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
    source_id = _source_id(document, annotations)
    people = read_entities(source_id, text, annotations, options)
    yield _source(document, annotations.doc, options.published or annotations.doc.published, people)
    yield from people.refused
    door = _Door(source_id, text, people.kinds)
    for local, drafts in people.drafts.items():
        admitted = list(door.admit(f"entity {local}", drafts))
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


def _source_id(document: Document, annotations: AnnotationFile) -> SourceId:
    doc = annotations.doc
    address = doc.url.split("#")[0] if doc.url and is_address(doc.url.split("#")[0]) else None
    return SourceId(document.source or address or doc.id or document.stem)


def _source(document: Document, doc: Doc, published: str | None, people: People) -> Source:
    try:
        if published:
            parse(published)
    except InvalidInputError as cause:
        raise LoadError(document.name, f"published: {cause}") from cause
    return Source(
        id=people.source,
        title=doc.title or first_line(people.text),
        publisher=people.publisher,
        url=doc.url or (people.source if is_address(people.source) else None),
        authors=doc.authors,
        published=Time(published) if published else None,
        language=people.language,
        text_sha256=document.sha256,
        loader=FORMAT,
    )


class _Door:
    """Lets the claims of one record in, all or none, and gives them their ids."""

    def __init__(self, source: SourceId, text: str, kinds: dict[EntityId, frozenset[KindId]]) -> None:
        self.source = source
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

    def admit(self, place: str, drafts: Sequence[Claim]) -> Iterator[Claim | Refused]:
        """Yield the drafts with their ids, or one refusal."""
        try:
            self.check(drafts)
        except RefusedClaimError as refusal:
            yield Refused(f"{self.source}: {place}", refusal.reason)
            return
        for claim in drafts:
            key = claim.subject, claim.property, value_key(claim.value), claim.claimant
            yield structs.replace(claim, id=self._ids.next(*key))


def _claims(annotations: AnnotationFile, people: People, door: _Door) -> Iterator[Claim | Refused]:
    quotes, bad_quotes = _quotes(annotations, people, door.source)
    annotated, bad_claims = _records(annotations, door.source)
    yield from chain(bad_quotes, bad_claims)
    places = {claim.id: Place(people, quotes, event_id(door.source, claim.id)) for claim in annotated}
    told = [claim for claim in annotated if claim.kind == "event" and _is_sound(claim, places[claim.id], door)]
    for claim_id, event in _events(told, door.source).items():
        places[claim_id] = places[claim_id]._replace(event=event)
    for claim in annotated:
        try:
            drafts = drafts_of(claim, places[claim.id])
        except RefusedClaimError as refusal:
            yield Refused(f"{door.source}: claim {claim.id}", refusal.reason)
            continue
        yield from door.admit(f"claim {claim.id}", drafts)


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
            quotes.append(_quote(record(raw, Utterance), people))
        except (ValueError, InvalidInputError) as cause:
            refused.append(Refused(place, str(cause)))
    return quotes, refused


def _quote(quote: Utterance, people: People) -> tuple[Utterance, EntityId]:
    if people.text[quote.start : quote.end] != quote.quote:
        raise ValueError(not_verbatim(Characters(quote.start, quote.end), quote.quote, people.text))
    if quote.date:
        parse(quote.date)
    return quote, people.voice(quote.speaker)


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

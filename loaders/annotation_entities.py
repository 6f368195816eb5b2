"""The entities of an annotation file: their IRIs, and their names, kinds and identifiers as claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.errors import InvalidIriError, LoadError, RefusedClaimError
from graph.ids import ClaimId, EntityId, SourceId, check_iri, entity_id, publisher_id
from graph.model import Characters, Claim, Derivation, DerivationKind, Evidence, Iri, Refused, Text
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, NAME, ORGANIZATION, TYPE, vocabulary
from graph.vocabulary.door import is_language, not_verbatim
from loaders.annotation_file import AnnotatedEntity, name_of, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ids import KindId, PropertyId
    from graph.model import Value
    from loaders import Options
    from loaders.annotation_file import AnnotationFile

ARTICLE = "@article"
_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")
_INFERRED = Derivation(DerivationKind.INFERRED)
_MAX_LINE = 300


class _Said(NamedTuple):
    subject: EntityId
    property: PropertyId
    value: Value


class People(Struct):
    """Everybody and everything the file names: local ids to IRIs, and by local id what is said of them, as drafts."""

    source: SourceId
    text: str
    language: str | None
    publisher: EntityId
    ids: dict[str, EntityId]
    kinds: dict[EntityId, frozenset[KindId]]
    drafts: dict[str, list[Claim]]
    refused: list[Refused]

    def find(self, local: str) -> EntityId:
        """Return the entity with the id `local`.

        Raises:
            RefusedClaimError: there is none.
        """
        if local not in self.ids:
            raise RefusedClaimError(f"unknown id {local!r}: expected an entity of the file, or #words")
        return self.ids[local]

    def forget(self, local: str) -> None:
        """Take back an entity that is refused, so that claims that name it are refused too.

        Raises:
            LoadError: it is who published the text.
        """
        if local == ARTICLE or self.ids.get(local) == self.publisher:
            raise LoadError(self.source, f"what is said of its publisher {local!r} is refused: mend it first")
        del self.ids[local]

    def voice(self, speaker: str) -> EntityId:
        """Return who speaks: an entity, or for `@article` the publisher."""
        return self.publisher if speaker == ARTICLE else self.find(speaker)


def read_entities(source: SourceId, text: str, annotations: AnnotationFile, options: Options) -> People:
    """Read the entities of `annotations`, refusing those that are broken, and settle who the publisher is.

    Raises:
        LoadError: nobody says who published the text.
    """
    entities, refused = _records(annotations, source, text)
    ids = {entity.id: _iri(entity, source) for entity in entities}
    publisher = _publisher(annotations, options, ids)
    language = annotations.doc.language.lower() if annotations.doc.language else None
    if language is not None and not is_language(language):
        raise LoadError(annotations.name, f"doc.language is {annotations.doc.language!r}: expected one such as en")
    people = People(source, text, language, publisher, ids, {}, {}, refused)
    for entity in entities:
        iri = ids[entity.id]
        kind = vocabulary().entity_types[entity.type].id
        people.kinds[iri] = people.kinds.get(iri, frozenset()) | {kind}
        people.drafts[entity.id] = list(_describe(entity, kind, people))
    people.drafts[ARTICLE] = list(_describe_publisher(annotations, options, entities, people))
    return people


def _records(annotations: AnnotationFile, source: SourceId, text: str) -> tuple[list[AnnotatedEntity], list[Refused]]:
    entities: dict[str, AnnotatedEntity] = {}
    refused: list[Refused] = []
    for position, raw in enumerate(annotations.entities, start=1):
        place = f"{source}: entity {name_of(raw, position)}"
        try:
            entity = record(raw, AnnotatedEntity)
            _check(entity, entities, text, is_publisher=entity.id == annotations.doc.publisher)
        except (ValueError, InvalidIriError) as cause:
            refused.append(Refused(place, str(cause)))
            continue
        entities[entity.id] = entity
    return list(entities.values()), refused


def _check(entity: AnnotatedEntity, others: dict[str, AnnotatedEntity], text: str, *, is_publisher: bool) -> None:
    types = vocabulary().entity_types
    if entity.id in others:
        raise ValueError("its id is taken by an earlier entity: expected ids to be unique")
    if not entity.id.strip() or entity.id.startswith(("#", "@")):
        raise ValueError(f"{entity.id!r} cannot be its id: expected one that is not empty, without # or @ in front")
    if entity.type not in types:
        raise ValueError(f"unknown type {entity.type!r}: expected one of {', '.join(sorted(types))}")
    if not entity.name.strip():
        raise ValueError("its name is empty: expected the name that the text gives it")
    if not entity.mentions and not is_publisher:
        raise ValueError("no mention: expected at least one place where the text speaks of it")
    for mention in entity.mentions:
        if not mention.text.strip() or text[max(mention.start, 0) : max(mention.end, 0)] != mention.text:
            place = Characters(mention.start, mention.end)
            raise ValueError(f"a mention: {not_verbatim(place, mention.text, text)}")
    if entity.iri:
        check_iri(entity.iri)
    if "wikidata" in entity.identifiers and not _WIKIDATA.fullmatch(entity.identifiers["wikidata"]):
        raise ValueError(f"{entity.identifiers['wikidata']!r} is no Wikidata id: expected one such as Q184")


def _iri(entity: AnnotatedEntity, source: SourceId) -> EntityId:
    if entity.iri:
        return EntityId(entity.iri)
    if "wikidata" in entity.identifiers:
        return EntityId("http://www.wikidata.org/entity/" + entity.identifiers["wikidata"])
    return entity_id(source, entity.id)


def _publisher(annotations: AnnotationFile, options: Options, ids: dict[str, EntityId]) -> EntityId:
    declared = annotations.doc.publisher
    if declared in ids:
        return ids[declared]
    if declared in {name_of(raw, 0) for raw in annotations.entities}:
        raise LoadError(annotations.name, f"the entity {declared!r} is refused, and it is doc.publisher: mend it first")
    name = options.publisher or declared
    if not name or not name.strip():
        raise LoadError(annotations.name, "nobody says who published the text: give --publisher NAME or doc.publisher")
    return publisher_id(name)


def _describe(entity: AnnotatedEntity, kind: KindId, people: People) -> Iterator[Claim]:
    yield _draft(entity, people, TYPE, Iri(kind), entity.mentions[0].text if entity.mentions else "")
    if entity.unnamed:
        words = entity.name.strip().removeprefix("(").removesuffix(")")
        yield _draft(entity, people, DESCRIPTION, Text(words, people.language), words)
    else:
        names = dict.fromkeys((entity.name, *(alias for alias in entity.aliases if alias.strip())))
        for position, name in enumerate(names):
            language = people.language if any(name in mention.text for mention in entity.mentions) else None
            yield _draft(entity, people, ALIAS if position else NAME, Text(name, language), name)
    for scheme, value in sorted(entity.identifiers.items()):
        yield _draft(entity, people, IDENTIFIER, Text(f"{scheme}:{value}"), value)


def _draft(entity: AnnotatedEntity, people: People, prop: PropertyId, value: Value, words: str) -> Claim:
    """Return a claim on the first mention that carries `words`; where none does, on the first, inferred."""
    said = _Said(people.ids[entity.id], prop, value)
    carrying = sorted((m for m in entity.mentions if words in m.text), key=lambda m: (m.text != words, m.start))
    mentions = carrying or entity.mentions
    if not mentions:
        return _on_page(people, said, words)
    place = Characters(mentions[0].start, mentions[0].end)
    return _claim(people, said, Evidence(people.source, place, mentions[0].text), stated=bool(carrying))


def _describe_publisher(
    annotations: AnnotationFile, options: Options, entities: list[AnnotatedEntity], people: People
) -> Iterator[Claim]:
    declared = next((entity for entity in entities if entity.id == annotations.doc.publisher), None)
    if declared is None:
        name = (options.publisher or annotations.doc.publisher or "").strip()
        people.kinds[people.publisher] = frozenset({ORGANIZATION})
        yield _on_page(people, _Said(people.publisher, TYPE, Iri(ORGANIZATION)), name)
        yield _on_page(people, _Said(people.publisher, NAME, Text(name)), name)
    elif options.publisher and options.publisher not in (declared.name, *declared.aliases):
        yield _draft(declared, people, ALIAS, Text(options.publisher), options.publisher)


def _on_page(people: People, said: _Said, words: str) -> Claim:
    """Return a claim on the first place where the text has `words`, or, inferred, on its first line."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", people.text) if words else None
    start, stated = (found.start(), True) if found else (0, False)
    if not stated:
        words = first_line(people.text)
        start = people.text.index(words)
    evidence = Evidence(people.source, Characters(start, start + len(words)), words)
    return _claim(people, said, evidence, stated=stated)


def _claim(people: People, said: _Said, evidence: Evidence, *, stated: bool) -> Claim:
    return Claim(
        id=ClaimId(""),
        subject=said.subject,
        property=said.property,
        value=said.value,
        claimant=people.publisher,
        evidence=(evidence,),
        derivation=None if stated else _INFERRED,
    )


def first_line(text: str) -> str:
    """Return the first line of `text` that is not blank, at most 300 characters of it."""
    return next(line.strip() for line in text.splitlines() if line.strip())[:_MAX_LINE]

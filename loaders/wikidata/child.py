"""Entities of Wikidata read in the sandbox: an item on a line, or a file of one or several."""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw, Struct

from graph.ids import EntityId, SourceId
from graph.model import Text
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, NAME, vocabulary
from graph.vocabulary.door import is_language
from loaders.records import Ids, Record, broken
from loaders.wikidata.mapping import ENTITY, mapping
from loaders.wikidata.shapes import Item, Term
from loaders.wikidata.statements import Said, Voice, Work, kinds_of, read_statements

_ID = re.compile(r"([QPLM])[1-9][0-9]{0,11}")
_OTHERS = {"P": "a property", "L": "a lexeme", "M": "a media file"}
_REASON = 200
_SHOWN = 60
_OBJECTS = msgspec.json.Decoder(dict[str, Raw])
_LISTS = msgspec.json.Decoder(list[Raw])
_ITEMS = msgspec.json.Decoder(Item)


class Batch(Struct, frozen=True, array_like=True):
    """Some lines of a dump, each with its number, or a whole file as one."""

    source: SourceId
    publisher: EntityId
    lines: list[tuple[int, bytes]]


def prepare() -> None:
    """Read before the limits fall what is read from files."""
    mapping()
    vocabulary()


def items(batch: Batch) -> list[Record]:
    """Return what the entities of each line claim."""
    return [record for line, content in batch.lines for record in _of_line(line, content, batch)]


def _of_line(line: int, content: bytes, batch: Batch) -> list[Record]:
    try:
        entities = _entities(content.strip().removesuffix(b","))
    except RecursionError:
        return [broken(line, "", "it nests too deep: expected an entity of Wikidata")]
    except ValueError as cause:
        return [broken(line, "", f"it cannot be read as JSON: {cause}"[:_REASON])]
    return [_record(line, own, raw, batch) for own, raw in entities]


def _entities(content: bytes) -> list[tuple[str, Raw]]:
    """Return the entities of a line or a file, each with the id that stands in front of it, if one does."""
    if content.startswith(b"["):
        return [("", raw) for raw in _LISTS.decode(content)]
    found = _OBJECTS.decode(content)
    if "entities" in found:
        return list(_OBJECTS.decode(found["entities"]).items())
    if found and "id" not in found and all(_ID.fullmatch(own) for own in found):
        return list(found.items())
    return [("", Raw(content))]


def _record(line: int, own: str, raw: Raw, batch: Batch) -> Record:
    try:
        item = _ITEMS.decode(raw)
    except RecursionError:
        return broken(line, own, "it nests too deep: expected an entity of Wikidata")
    except ValueError as cause:
        return broken(line, own, f"it cannot be read as an entity: {cause}"[:_REASON])
    own = item.id or own
    letter = _ID.fullmatch(own)
    if item.missing is not None:
        return broken(line, own, "Wikidata has no such entity: it is marked as missing")
    if letter is None:
        return broken(line, own, f"{own[:_SHOWN]!r} is no id of Wikidata: expected one such as Q42")
    if letter[1] in _OTHERS:
        return broken(line, own, f"it is {_OTHERS[letter[1]]} of Wikidata: expected an item, such as Q42")
    return _of_item(line, own, item, batch)


def _of_item(line: int, own: str, item: Item, batch: Batch) -> Record:
    entity = EntityId(ENTITY + own)
    kinds = kinds_of(item)
    work = Work(Voice(entity, _label(own, item), Ids(batch.source, entity, own), batch.publisher, kinds))
    named = [("id", own, Said(IDENTIFIER, Text(f"wikidata:{own}")))]
    labels = [
        (f"label {term.language or ''}".strip(), term.value, Said(NAME, _text(term))) for term in _terms(item.labels)
    ]
    work.tell([*named, *labels])
    for column, prop, terms in (
        ("alias", ALIAS, _all_aliases(item)),
        ("description", DESCRIPTION, _terms(item.descriptions)),
    ):
        told = [(f"{column} {term.language or ''}".strip(), term.value, Said(prop, _text(term))) for term in terms]
        if told:
            work.tell(told)
    read_statements(item, work)
    return Record(
        line, own, work.rows, work.drafts, {entity: sorted(kinds)} if kinds else {}, {}, work.problems, +work.unread
    )


def _label(own: str, item: Item) -> str:
    terms = _terms(item.labels)
    english = next((term for term in terms if term.language == "en"), terms[0] if terms else None)
    return f"{own} ({english.value[:_SHOWN]})" if english else own


def _terms(terms: dict[str, Term] | list[None]) -> list[Term]:
    """Return the terms that have words; where one does not say its language, it is the one it is filed under."""
    if isinstance(terms, list):
        return []
    return [Term(term.value, term.language or language) for language, term in terms.items() if term.value.strip()]


def _all_aliases(item: Item) -> list[Term]:
    if isinstance(item.aliases, list):
        return []
    return [
        Term(term.value, term.language or language)
        for language, terms in item.aliases.items()
        for term in terms
        if term.value.strip()
    ]


def _text(term: Term) -> Text:
    language = (term.language or "").lower()
    return Text(term.value, language if language and is_language(language) else None)

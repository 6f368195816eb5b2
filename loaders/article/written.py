"""What a machine found in an article, written as an annotation file: the one way from words to claims.

The shape is that of `docs/annotations.md`, with what found each claim (`rule`), who wrote the file (`extractor`) and
what the gate did not let in (`refused`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from loaders.annotation_file import parse_annotations
from loaders.article.extraction import Bounds

if TYPE_CHECKING:
    from loaders import Document
    from loaders.annotation_file import AnnotationFile
    from loaders.article.extraction import (
        Described,
        ExtractedClaim,
        ExtractedEntity,
        ExtractedQuote,
        Extraction,
        Span,
    )


def written(document: Document, described: Described, extraction: Extraction) -> dict[str, Any]:
    """Return `extraction` as the object that is printed as JSON. `document` is the article's text, under its name."""
    text = document.text
    return {
        "extractor": extraction.extractor,
        "doc": _doc(document, described),
        "entities": [_entity(entity, text) for entity in extraction.entities],
        "claims": [_claim(claim, text) for claim in extraction.claims],
        "quotes": [_quote(quote, text) for quote in extraction.quotes],
        "refused": [msgspec.to_builtins(rejection) for rejection in extraction.refused],
    }


def as_annotations(found: dict[str, Any]) -> AnnotationFile:
    """Return what `written` made as an annotation file that has been read."""
    return parse_annotations(found["doc"]["file"], msgspec.json.encode(found))


def _doc(document: Document, described: Described) -> dict[str, Any]:
    said = {
        "title": described.title,
        "publisher": described.publisher,
        "authors": list(described.authors),
        "published": described.published,
        "language": described.language,
        "url": described.url,
    }
    about = {"file": document.name, "chars": len(document.text), "sha256": document.sha256}
    return {name: value for name, value in said.items() if value} | about


def _entity(entity: ExtractedEntity, text: str) -> dict[str, Any]:
    mentions = [_place(mention.span, text, "text") | {"form": mention.form} for mention in entity.mentions]
    unnamed = {"unnamed": True} if entity.unnamed else {}
    aliases = list(entity.aliases)
    return {"id": entity.id, "name": entity.name, "type": entity.type, "aliases": aliases, **unnamed} | {
        "mentions": mentions
    }


def _claim(claim: ExtractedClaim, text: str) -> dict[str, Any]:
    said = {
        "value": msgspec.to_builtins(claim.value) if isinstance(claim.value, Bounds) else claim.value,
        "date": {"edtf": claim.date.edtf, "text": claim.date.text} if claim.date else None,
        "place": claim.place,
    }
    return {
        "id": claim.id,
        "kind": claim.kind,
        "type": claim.type,
        "args": {role: list(who) if isinstance(who, tuple) else who for role, who in claim.args.items()},
        **{name: value for name, value in said.items() if value is not None},
        "speaker": claim.speaker,
        "attribution": claim.attribution,
        "certainty": claim.certainty,
        "rule": claim.rule,
        "evidence": [_place(span, text, "quote") for span in claim.evidence],
    }


def _quote(quote: ExtractedQuote, text: str) -> dict[str, Any]:
    said = {"cue": quote.cue, "date": quote.date}
    known = {name: value for name, value in said.items() if value is not None}
    return _place(quote.span, text, "quote") | {"speaker": quote.speaker} | known


def _place(span: Span, text: str, key: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, key: text[span.start : span.end]}

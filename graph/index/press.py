"""Claims taken up for a segment: one pass over the claims of a load, texts that repeat become numbers.

What is taken up here becomes whole columns in `graph.index.tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from graph.index.numbering import key_of, name_key
from graph.model import (
    Certainty,
    Characters,
    Claim,
    DerivationKind,
    Duration,
    Iri,
    Quantity,
    Rank,
    Ref,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    written_quantity,
)
from graph.vocabulary import ALIAS, IDENTIFIER, NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from graph.manifest import Stored
    from graph.model import Evidence, Source, Value

VALUE_KINDS = ["entity", "text", "quantity", "time", "duration", "iri", "truth", "unknown"]
STATES: dict[str, list[str]] = {
    "certainty": list(Certainty),
    "stance": list(Stance),
    "rank": list(Rank),
    "status": list(Status),
    "derivation": list(DerivationKind),
}
_STATE_CODES = {state: code for states in STATES.values() for code, state in enumerate(states)}
_NAMES = frozenset({NAME, ALIAS})
_ENTITY, _TEXT, _QUANTITY, _TIME, _DURATION, _IRI, _TRUTH, _UNKNOWN = range(len(VALUE_KINDS))


class Coder:
    """Gives each distinct text a number, in the order they come."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def __call__(self, text: str | None) -> int:
        """Return the number of `text`; -1 for None."""
        return -1 if text is None else self._codes.setdefault(text, len(self._codes))

    @property
    def texts(self) -> list[str]:
        """The texts by their numbers."""
        return list(self._codes)


class Sheet:
    """Rows under named columns."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._rows: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, *row: object) -> None:
        """Add a row: a value under each name."""
        self._rows.append(row)

    def columns(self) -> dict[str, Sequence[Any]]:
        """Return the values of each column."""
        columns: Sequence[Sequence[Any]] = list(zip(*self._rows, strict=True)) or [()] * len(self._names)
        return dict(zip(self._names, columns, strict=True))


class Press:
    """Takes up sources with their claims. Entities, texts and sources are numbered in the order they come."""

    def __init__(self) -> None:
        self.entities, self.properties, self.methods, self.languages = Coder(), Coder(), Coder(), Coder()
        self.times, self.iris = Coder(), Coder()
        self.claims = Sheet(
            *("id", "subject", "property", "value_kind", "value_entity", "value_text", "value_language", "value_iri"),
            *("value_wording", "claimant", *STATES, "method", "valid", "valid_wording", "asserted_on"),
            *("asserted_on_wording", "time", "origin", "qualifiers", "source", "recorded_at", "denies"),
        )
        self.evidence = Sheet("source", "start", "end", "row", "exact")
        self.sources = Sheet(
            *("id", "title", "publisher", "url", "authors", "published", "language", "text_sha256", "loader"),
            *("folder", "version", "text_file", "first_claim", "claims", "proposed"),
        )
        self.names, self.identifiers = Sheet("key", "claim"), Sheet("key", "claim")
        self.pieces: list[list[int]] = []
        """Of each claim its evidence."""
        self.named: list[tuple[int, str]] = []
        """The claims that give a name, and the names."""
        self.quotes: list[str] = []
        """Of each claim the words that the text index finds it by."""

    def __len__(self) -> int:
        return len(self.claims)

    def add(self, stored: Stored) -> None:
        """Take up one source."""
        content, number = stored.content, len(self.sources)
        self._add_source(content.source, stored)
        places: dict[Evidence, int] = {}
        for claim in content.claims:
            self._add_claim(claim, number, stored.recorded_at(claim.id))
            pieces = []
            for piece in claim.evidence:
                if piece not in places:
                    places[piece] = len(self.evidence)
                    self._add_evidence(piece, number)
                pieces.append(places[piece])
            self.pieces.append(pieces)

    def _add_source(self, source: Source, stored: Stored) -> None:
        version = stored.version
        self.sources.add(
            source.id,
            source.title,
            source.publisher,
            source.url,
            msgspec.json.encode(source.authors).decode(),
            source.published.edtf if source.published else None,
            source.language,
            source.text_sha256,
            source.loader,
            version.folder,
            version.version,
            f"{version.folder}/{version.text_file.sha256}.txt" if version.text_file else None,
            len(self.claims),
            len(stored.content.claims),
            sum(claim.status is Status.PROPOSED for claim in stored.content.claims),
        )

    def _add_evidence(self, piece: Evidence, source: int) -> None:
        place = piece.place
        row = None if isinstance(place, Characters) else place.number
        self.evidence.add(source, place.start, place.end, row, piece.exact)

    def _add_claim(self, claim: Claim, source: int, recorded_at: int) -> None:
        kind, entity, text, language, wording = self._value(claim.value)
        valid, asserted, derivation = claim.valid, claim.asserted_on, claim.derivation
        self._add_words(claim, text if kind == _TEXT else None)
        self.claims.add(
            claim.id,
            self.entities(claim.subject),
            self.properties(claim.property),
            kind,
            entity,
            text,
            self.languages(language),
            self.iris(claim.value.iri if isinstance(claim.value, Iri) else None),
            wording,
            self.entities(claim.claimant),
            _STATE_CODES[claim.certainty],
            _STATE_CODES[claim.stance],
            _STATE_CODES[claim.rank],
            _STATE_CODES[claim.status],
            _STATE_CODES[claim.derived],
            self.methods(derivation.method if derivation else None),
            self.times(valid.edtf if valid else None),
            valid.wording if valid else None,
            self.times(asserted.edtf if asserted else None),
            asserted.wording if asserted else None,
            self.times(claim.value.edtf if isinstance(claim.value, Time) else valid.edtf if valid else None),
            claim.origin,
            msgspec.json.encode(claim.qualifiers).decode() if claim.qualifiers else None,
            source,
            recorded_at,
            claim.denies,
        )

    def _add_words(self, claim: Claim, text: str | None) -> None:
        """Take up what `claim`, which is added next, is found by: its words, and a name or an identifier."""
        number = len(self.claims)
        if text is not None and claim.property in _NAMES:
            self.names.add(name_key(text), number)
            self.named.append((number, text))
        elif text is not None and claim.property == IDENTIFIER:
            self.identifiers.add(key_of(text), number)
        self.quotes.append(" ".join([*(piece.exact for piece in claim.evidence), text or ""]))

    def _value(  # noqa: PLR0911 - one return a type of value
        self, value: Value
    ) -> tuple[int, int, str | None, str | None, str | None]:
        """Return the kind of a value, its entity, its text, its language and how the source words it."""
        if isinstance(value, Ref):
            return _ENTITY, self.entities(value.entity), None, None, None
        if isinstance(value, Text):
            return _TEXT, -1, value.text, value.language, None
        if isinstance(value, Time):
            return _TIME, -1, value.edtf, None, value.wording
        if isinstance(value, Quantity):
            return _QUANTITY, -1, written_quantity(value), None, value.wording
        if isinstance(value, Duration):
            return _DURATION, -1, value.duration, None, None
        if isinstance(value, Iri):
            return _IRI, -1, None, None, None
        if isinstance(value, Truth):
            return _TRUTH, -1, str(value.truth).lower(), None, None
        return _UNKNOWN, -1, "none" if value.none else "some", None, None

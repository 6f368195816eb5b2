"""The claims of a whole table: rows told one by one, let in at the door, equal ones joined, with their ids."""

from __future__ import annotations

import hashlib
from collections import ChainMap, Counter
from typing import TYPE_CHECKING

from msgspec import structs

from graph.errors import RefusedClaimError
from graph.ids import ClaimId, ClaimIds, EntityId, KindId, SourceId, publisher_id
from graph.model import Claim, Derivation, DerivationKind, Iri, Refused, Text, value_key
from graph.vocabulary import NAME, ORGANIZATION, TYPE, vocabulary
from graph.vocabulary.door import check
from loaders.table.record import MAX_PLACES
from loaders.table.telling import Draft, Telling, Voice
from loaders.table.values import Looking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping

    from loaders.table.mapping import Mapping
    from loaders.table.record import Record


class Table:
    """Takes rows in and gives their claims out; a claim that several rows make is one claim."""

    def __init__(self, mapping: Mapping, source: SourceId, voice: Voice) -> None:
        self._mapping, self._source, self._voice = mapping, source, voice
        self._ids = ClaimIds(source)
        self._keys: Counter[str] = Counter()
        self._blocks: dict[bytes, int] = {}
        self._claims: dict[tuple[object, ...], Claim] = {}
        self._kinds: dict[EntityId, frozenset[KindId]] = {}
        method = mapping.source.extracted_by
        self._derivation = Derivation(DerivationKind.EXTRACTED, method) if method else None
        self.refused: list[Refused] = []

    def add(self, record: Record) -> Telling | None:
        """Take in a row and return how it was told; one that repeats an earlier row is refused."""
        digest = hashlib.sha256(record.block.encode()).digest()
        first = self._blocks.setdefault(digest, record.number)
        if first != record.number:
            self.refuse(record.number, f"it says what row {first} says, word for word")
            return None
        if len(self._blocks) == 1:
            self._describe(record)
        problems: list[str] = []
        telling = Telling(self._mapping, self._source, Looking(record, problems), self._key(record), self._voice)
        drafts = list(telling.drafts())
        claimant = self._claimant(telling)
        for draft in drafts:
            self._admit(draft, self._voice.claimant_id if draft.describes else claimant, record)
        for problem in problems:
            self.refuse(record.number, problem)
        if not drafts and not problems:
            self.refuse(record.number, "it says nothing that the mapping reads")
        return telling

    def refuse(self, number: int, reason: str) -> None:
        """Say that something of a row is not let in."""
        self.refused.append(Refused(f"{self._source}: row {number}", reason))

    def admit(self, claims: Iterable[Claim], record: Record) -> None:
        """Let in finished claims of a row, such as those of its prose; each gets its id here."""
        claims = list(claims)
        told = {claim.subject: frozenset({KindId(claim.value.iri)}) for claim in claims if isinstance(claim.value, Iri)}
        for claim in claims:
            self._enter(claim, record, ChainMap(told, self._kinds))
        self._kinds |= {entity: kinds for entity, kinds in told.items() if entity not in self._kinds}

    def claims(self) -> Iterator[Claim]:
        """Yield every claim."""
        yield from self._claims.values()

    def _key(self, record: Record) -> str:
        """Return what a row is called: its key, or what it names; rows called alike are numbered as they come."""
        look = Looking(record, [])
        columns = self._mapping.table.key
        parts = [cell.words for column in columns if (cell := look.filled(f"{{{column}}}"))]
        if parts and len(parts) == len(columns):
            called = "/".join(parts)
        else:
            named = (found for spec in self._mapping.entities.values() if (found := look.words(spec.name)))
            names = [each.words for each in next(named, [])]
            whole = hashlib.sha256(record.block.encode()).hexdigest()[:24]
            called = "/".join([*parts, *(names or [whole])])
        self._keys[called] += 1
        return called if self._keys[called] == 1 else f"{called}#{self._keys[called]}"

    def _claimant(self, telling: Telling) -> EntityId:
        named = self._mapping.source.claimant_entity
        made = telling.made.get(named, []) if named else []
        return made[0].entity if made else self._voice.claimant_id

    def _describe(self, record: Record) -> None:
        """Say who publisher and claimant are: the mapping knows it, so it is inferred, on the first row."""
        for name in dict.fromkeys(self._voice):
            who = publisher_id(name)
            for prop, value in ((TYPE, Iri(ORGANIZATION)), (NAME, Text(name))):
                claim = self._claim(Draft(who, prop, value, ()), self._voice.publisher_id, record)
                inferred = Derivation(DerivationKind.INFERRED, f"mapping {self._mapping.name}")
                self._enter(structs.replace(claim, derivation=inferred), record, self._kinds)

    def _admit(self, draft: Draft, claimant: EntityId, record: Record) -> None:
        if isinstance(draft.value, Iri) and draft.property == TYPE:
            kind = vocabulary().kinds[KindId(draft.value.iri)]
            known = self._kinds.get(draft.subject, frozenset())
            self._kinds[draft.subject] = known | {kind.id}
        self._enter(self._claim(draft, claimant, record), record, self._kinds)

    def _claim(self, draft: Draft, claimant: EntityId, record: Record) -> Claim:
        return Claim(
            id=ClaimId(""),
            subject=draft.subject,
            property=draft.property,
            value=draft.value,
            claimant=claimant,
            evidence=record.evidence(self._source, draft.cells),
            derivation=self._derivation,
            valid=draft.valid,
            qualifiers=draft.qualifiers,
        )

    def _enter(
        self,
        claim: Claim,
        record: Record,
        kinds: MutableMapping[EntityId, frozenset[KindId]],
    ) -> None:
        value = value_key(claim.value)
        key = (
            *(claim.subject, claim.property, value, claim.claimant, claim.valid, claim.qualifiers),
            *(claim.certainty, claim.status, claim.derivation),
        )
        first = self._claims.get(key)
        if first is not None:
            more = tuple(piece for piece in claim.evidence if piece not in first.evidence)
            if more and len(first.evidence) + len(more) <= MAX_PLACES:
                self._claims[key] = structs.replace(first, evidence=(*first.evidence, *more))
            return
        try:
            check(claim, kinds, {record.number: record.block})
        except RefusedClaimError as refusal:
            self.refuse(record.number, refusal.reason)
            return
        named = self._ids.next(claim.subject, claim.property, value, claim.claimant)
        self._claims[key] = structs.replace(claim, id=named)

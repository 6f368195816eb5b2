"""The gate: what every extracted claim must prove by the words around it before it may even be proposed.

A claim is let in with verbatim evidence, a type and roles of the ontology, and nothing in it that its words do not
give: whom it names is mentioned in the paragraph, numbers, lengths of time and words stand there, its date is said by
the article, its speaker is there. Certainty is only ever lowered. Nothing is added, mended or guessed.

Rules and language models are not held to the same. A model that gives one thing that is not there may have made up the
rest, so its claim is refused whole. A rule looks each thing up on its own, by syntax: what is not there in a later
role, and a date that nothing yields, is left out with a remark and the claim stays, which says less and is still said.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import structs

from loaders.article.extraction import ARTICLE, Bounds, Rejection, Span, When
from loaders.article.gate_codes import MAX_EVIDENCE, MODEL_RULE, Code
from loaders.article.gate_dates import Dates, Given
from loaders.article.gate_hedges import doubt
from loaders.article.gate_ontology import Door, RefusalError, each, roles_of
from loaders.article.paragraphs import paragraphs
from loaders.article.values import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.article.extraction import (
        Arguments,
        ExtractedClaim,
        ExtractedEntity,
        ExtractedQuote,
        Extraction,
    )
    from loaders.article.gate_ontology import Role

_FAR = 4_000
"""Characters before and after evidence that a paragraph may have: one that is longer is no paragraph."""
_SETTINGS = frozenset({"place", "event"})
_SHOWN = 80


def gate(text: str, published: str | None, extraction: Extraction) -> Extraction:
    """Return `extraction` with the claims that may be proposed, and the others in `refused` with their code.

    `text` is what the evidence stands in; `published` is the day, as EDTF, that "last month" is counted from. A second
    time changes nothing but to refuse what a second extraction brought. A `Rejection` of a claim that stayed has a code
    of `LEFT_OUT` and says what it lost. Cost: some 20 ms for an article of a thousand words.
    """
    article = _Article(text, published, extraction)
    claims: list[ExtractedClaim] = []
    refused: list[Rejection] = []
    for claim in extraction.claims:
        remarks: list[Rejection] = []
        try:
            claims.append(article.judged(claim, remarks))
        except RefusalError as refusal:
            remarks = [Rejection(claim.id, refusal.code, refusal.reason)]
        refused += remarks
    return extraction.only(claims, refused)


class _Article:
    """One article under the gate: its paragraphs, whom it mentions where, who is quoted, which dates it gives."""

    def __init__(self, text: str, published: str | None, extraction: Extraction) -> None:
        self._text = text
        self._paragraphs = [Span(found.start, found.start + len(found.text)) for found in paragraphs(text)]
        self._starts = [paragraph.start for paragraph in self._paragraphs]
        self._entities = {entity.id: entity for entity in extraction.entities}
        self._quotes = extraction.quotes
        self._dates = Dates(text, published)
        self._door = Door(text, extraction.entities)
        self._by_rules = extraction.extractor.startswith("rules")

    def judged(self, claim: ExtractedClaim, remarks: list[Rejection]) -> ExtractedClaim:
        """Return `claim` as it is let in, noting what it lost.

        Raises:
            RefusalError: it is not let in.
        """
        strictly = not self._by_rules or claim.rule == MODEL_RULE
        around = self._around(claim)
        claim = self._with_roles(claim, around, remarks, strictly=strictly)
        self._check_value(claim, around, strictly=strictly)
        self._check_speaker(claim, around, strictly=strictly)
        claim = self._with_date(claim, around, remarks, strictly=strictly)
        self._door.check(claim)
        return self._with_certainty(claim, remarks, strictly=strictly)

    def _around(self, claim: ExtractedClaim) -> Surroundings:
        if not claim.evidence:
            raise RefusalError(Code.NO_EVIDENCE, "no evidence: expected the words that it stands on")
        for span in claim.evidence:
            if not 0 <= span.start < span.end <= len(self._text) or not self._text[span.start : span.end].strip():
                raise RefusalError(Code.NO_EVIDENCE, f"no words stand at {span.start}–{span.end}")
            if span.end - span.start > MAX_EVIDENCE:
                reason = f"evidence of {span.end - span.start} characters: expected at most {MAX_EVIDENCE}"
                raise RefusalError(Code.EVIDENCE_TOO_LONG, reason)
        return Surroundings(self._text, claim.evidence, [self._paragraph(span) for span in claim.evidence])

    def _paragraph(self, span: Span) -> Span:
        """Return the paragraph around `span`, or all that it stands in where it stands in several."""
        first, last = (bisect_right(self._starts, place) - 1 for place in (span.start, span.end - 1))
        start = self._starts[first] if first >= 0 else 0
        end = max(self._paragraphs[last].end, span.end) if last >= 0 else span.end
        return Span(max(start, span.start - _FAR), min(end, span.end + _FAR))

    def _and_before(self, place: Span) -> Span:
        """Return `place` with the paragraph before it: an article goes on at the time that it has come to."""
        before = bisect_right(self._starts, place.start) - 2
        start = self._starts[before] if before >= 0 else 0
        return Span(max(start, place.start - _FAR), place.end)

    def _with_roles(
        self, claim: ExtractedClaim, around: Surroundings, remarks: list[Rejection], *, strictly: bool
    ) -> ExtractedClaim:
        """Return `claim` without what a rule put into a later role and its paragraph does not have."""
        later = 2 if claim.kind == "relation" else 1
        lost: list[Role] = []
        roles = roles_of(claim)
        if claim.kind == "relation" and len({role.value for role in roles if role.position < later}) < later:
            raise RefusalError(Code.SAME_ENTITY, f"{claim.type!r} has {roles[0].value!r} on both sides")
        for role in roles:
            missing = self._missing(role, around)
            if missing is None:
                continue
            if strictly or role.position < later or missing.code is Code.UNKNOWN_ENTITY:
                raise missing
            lost.append(role)
            reason = f"{missing.reason}: the role {role.name!r} is left out"
            remarks.append(Rejection(claim.id, Code.ARGUMENT_LEFT_OUT, reason))
        return _without(claim, lost) if lost else claim

    def _missing(self, role: Role, around: Surroundings) -> RefusalError | None:
        """Return why what stands in `role` is not there, None where it is."""
        if role.is_words:
            there = around.give_duration(role.words) if role.is_duration else around.give_words(role.words)
            shown = role.words[:_SHOWN]
            return None if there else RefusalError(Code.VALUE_NOT_IN_QUOTE, f"its paragraph does not have {shown!r}")
        entity = self._entities.get(role.value)
        if entity is None:
            return RefusalError(Code.UNKNOWN_ENTITY, f"unknown entity {role.value[:_SHOWN]!r}")
        if not role.takes(entity):
            reason = f"the role {role.name!r} takes no {entity.type!r}: it is {entity.name[:_SHOWN]!r}"
            return RefusalError(Code.UNKNOWN_ROLE, reason)
        if _is_there(entity, around):
            return None
        # an article says once where it happens, and goes on; the words before are what its readers know by then
        told_before = any(m.form == "name" and m.span.start < around.end for m in entity.mentions)
        if role.setting and entity.type in _SETTINGS and told_before:
            return None
        return RefusalError(Code.ENTITY_NOT_MENTIONED, f"its paragraph does not speak of {entity.name[:_SHOWN]!r}")

    def _check_value(self, claim: ExtractedClaim, around: Surroundings, *, strictly: bool) -> None:
        value = claim.value
        if value is None:
            there = claim.kind != "count"
        elif claim.kind == "relation":
            there = isinstance(value, str) and around.give_duration(value)
        elif isinstance(value, str) and f"#{value}" in {one for values in claim.args.values() for one in each(values)}:
            there = True
        else:
            there = around.give_number(value, strictly=strictly)
        if not there:
            raise RefusalError(Code.VALUE_NOT_IN_QUOTE, f"its words do not give {_shown(value)}")

    def _check_speaker(self, claim: ExtractedClaim, around: Surroundings, *, strictly: bool) -> None:
        quoted = {quote.speaker for quote in self._holding(claim) if quote.speaker is not None}
        if claim.speaker in quoted:
            return
        if strictly and quoted:
            raise RefusalError(Code.WORDS_OF_ANOTHER, f"{min(quoted)!r} is quoted with it, not {claim.speaker!r}")
        if claim.speaker == ARTICLE:
            return
        entity = self._entities.get(claim.speaker)
        if entity is None:
            raise RefusalError(Code.UNKNOWN_ENTITY, f"unknown speaker {claim.speaker[:_SHOWN]!r}")
        if not _is_there(entity, around):
            reason = f"{entity.name[:_SHOWN]!r} is neither quoted with it nor in its paragraph"
            raise RefusalError(Code.SPEAKER_NOT_THERE, reason)

    def _holding(self, claim: ExtractedClaim) -> Iterator[ExtractedQuote]:
        """Yield the quotations that hold all evidence of `claim`."""
        for quote in self._quotes:
            if all(span.within(quote.span) for span in claim.evidence):
                yield quote

    def _with_date(
        self, claim: ExtractedClaim, around: Surroundings, remarks: list[Rejection], *, strictly: bool
    ) -> ExtractedClaim:
        """Return `claim` without a date that its words do not give; a rule may take one from anywhere in the text."""
        if claim.date is None:
            return claim
        if strictly and claim.date.text and claim.date.text not in self._text:  # a model's own words go nowhere
            claim = structs.replace(claim, date=When(claim.date.edtf))
        assert claim.date is not None, "it has one"
        places, shown = [self._and_before(place) for place in around.places], claim.date.edtf[:_SHOWN]
        given = self._dates.given(claim.date.edtf, places, lasts=claim.kind == "relation")
        if given is Given.HERE or (given is Given.ELSEWHERE and not strictly):
            return claim
        if given is Given.NOWHERE and strictly:
            raise RefusalError(Code.DATE_NOT_IN_TEXT, f"nothing in the article gives the date {shown}")
        where = "the paragraphs before it" if given is Given.ELSEWHERE else "the article"
        remarks.append(Rejection(claim.id, Code.DATE_LEFT_OUT, f"nothing in {where} gives the date {shown}: left out"))
        return structs.replace(claim, date=None)

    def _with_certainty(self, claim: ExtractedClaim, remarks: list[Rejection], *, strictly: bool) -> ExtractedClaim:
        if claim.certainty != "asserted":
            return claim
        people = [role.value for role in roles_of(claim) if not role.setting and not role.is_words]
        mentions = [mention.span for one in people for mention in self._entities[one].mentions]
        found = doubt(self._text, claim, mentions, strictly=strictly)
        if found is None:
            return claim
        reason = f"its words have {found.word!r}: {found.at_most}, not asserted"
        remarks.append(Rejection(claim.id, Code.CERTAINTY_LOWERED, reason))
        return structs.replace(claim, certainty=found.at_most)


def _is_there(entity: ExtractedEntity, around: Surroundings) -> bool:
    """Say whether the paragraphs speak of `entity`; a name within another name is one too."""
    if any(around.touches(mention.span) for mention in entity.mentions):
        return True
    return not entity.unnamed and any(around.have_name(name) for name in (entity.name, *entity.aliases))


def _without(claim: ExtractedClaim, lost: Sequence[Role]) -> ExtractedClaim:
    gone = {(role.name, role.value) for role in lost}
    args: Arguments = {}
    for name, values in claim.args.items():
        left = tuple(value for value in each(values) if (name, value) not in gone)
        if left:
            args[name] = left if len(left) > 1 else left[0]
    place = None if ("place", claim.place) in gone else claim.place
    repeats = isinstance(claim.value, str) and f"#{claim.value}" in {role.value for role in lost}
    return structs.replace(claim, args=args, place=place, value=None if repeats else claim.value)


def _shown(value: float | str | Bounds | None) -> str:
    if isinstance(value, Bounds):
        return f"{value.min} to {value.max}"
    return "a number" if value is None else repr(value)[:_SHOWN]

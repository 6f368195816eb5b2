"""What comes of a telling: a claim with its speaker, certainty, day and words, under an id."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from loaders.article.cast import slug
from loaders.article.evidence import LONGEST, evidence
from loaders.article.extraction import ExtractedClaim, about
from loaders.article.hedges import certainty, less_sure
from loaders.article.recalled import Recalled
from loaders.article.retold import Retold
from loaders.article.second_look import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast
    from loaders.article.extraction import Arguments, Bounds, Certainty, ClaimKind, Span, When
    from loaders.article.parsed import Parsed
    from loaders.article.scenes import Scenes
    from loaders.article.times import Times
    from loaders.article.voices import Voices


class Reading(NamedTuple):
    """Everything that is known of an article when its claims are read."""

    parsed: Parsed
    cast: Cast
    voices: Voices
    times: Times
    scenes: Scenes


class Told(NamedTuple):
    """One telling, before it is a claim: `trigger` tells it, `tokens` are its participants and other words."""

    kind: ClaimKind
    type: str
    args: Arguments
    trigger: Token
    tokens: Sequence[Token]
    rule: str
    value: int | str | Bounds | None = None
    when: When | None = None
    dated: bool = True
    place: str | None = None
    at_most: Certainty | None = None
    sure: Certainty | None = None
    evidence: Span | None = None


class Ledger:
    """The claims of one article as they are found: each gets its speaker, certainty, day, words and id."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._told: list[tuple[ExtractedClaim, Token]] = []
        self._seen: set[tuple[object, ...]] = set()
        self._recalled = Recalled(reading.parsed, reading.times)

    def tell(self, told: Told) -> None:
        """Take in one telling. What is only demanded, or said by nobody knows whom, is not a claim."""
        voice = self._reading.voices.of(told.trigger)
        sure = told.sure or certainty(told.trigger)
        if voice is None or sure is None:
            return
        sure = less_sure(sure, told.at_most or sure)
        when = self._when(told, sure)
        if told.kind == "event":
            if _is_about_nobody(told, sure):
                return
            if sure == "asserted" and when is not None and self._reading.times.is_ahead(when.edtf):
                sure = "possible"
        span = told.evidence or evidence(self._reading.parsed, told.trigger, told.tokens)
        key = told.kind, told.type, str(told.args), str(told.value), span, voice.speaker
        if key in self._seen or span.end - span.start > LONGEST:
            return
        self._seen.add(key)
        claim = ExtractedClaim(
            id="",
            kind=told.kind,
            type=told.type,
            args=told.args,
            evidence=(span,),
            rule=told.rule,
            value=told.value,
            date=when,
            place=told.place,
            speaker=voice.speaker,
            attribution=voice.attribution,
            certainty=sure,
        )
        self._told.append((claim, told.trigger))

    def _when(self, told: Told, sure: Certainty) -> When | None:
        """Return when it happened: as its sentence says, else for a fact as the sentences before let one know."""
        when = (self._reading.times.of(told.trigger) if told.dated else None) or told.when
        if told.kind == "event" and sure == "asserted":
            if when is None and told.dated:
                when = self._recalled.day(told.trigger, told.type, about(told.args))
            self._recalled.note(told.trigger, told.type, about(told.args), when)
        return when

    def claims(self) -> list[ExtractedClaim]:
        """Return the claims in the order of the text, each under an id made of its type and whom it is about."""
        told, tokens = [claim for claim, _ in self._told], [token for _, token in self._told]
        again = list(zip(filled(told, self._reading.cast), tokens, strict=True))
        found = Retold(self._reading.parsed, self._reading.times).dated(again)
        ordinals: Counter[tuple[str, str]] = Counter()
        numbered = []
        for claim in sorted(found, key=lambda claim: (claim.evidence[0].start, claim.kind, claim.type)):
            name = slug(about(claim.args))
            ordinals[claim.type, name] += 1
            numbered.append(structs.replace(claim, id=f"{claim.type}:{name}:{ordinals[claim.type, name]}"))
        return numbered


def _is_about_nobody(told: Told, sure: Certainty) -> bool:
    """Say whether it is a hope or a fear about nobody in particular, or a rule: people are arrested every year."""
    if not about(told.args).startswith("#"):
        return False
    return (sure != "asserted" and not (sure != "possible" and _is_particular(told.tokens[0]))) or _is_general(told)


def _is_particular(noun: Token) -> bool:
    """Say whether a phrase means somebody in particular: a third defendant, two men; not prisoners."""
    said = noun.pos_ == "VERB" or noun.tag_ == "NN"
    return said or any(child.dep_ in {"det", "nummod", "poss"} for child in noun.children)


def _is_general(told: Told) -> bool:
    """Say whether the simple present tells of nobody in particular: officials are removed when convicted."""
    token = told.trigger
    if token.tag_ != "VBN" or told.value is not None or any(char.isdigit() for char in about(told.args)):
        return False
    helpers = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
    present = any(child.dep_ == "auxpass" and child.tag_ in {"VBP", "VBZ"} for child in helpers)
    return present and all(child.dep_ == "auxpass" for child in helpers)

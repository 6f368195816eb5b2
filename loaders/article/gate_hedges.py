"""Which words take a fact away from a claim: what may be, is hoped, alleged or denied was not said to be so.

No parser stands behind this, so it only ever takes assurance away, and a denial only makes a claim possible: to say
that somebody denies something is a statement of its own. Rules have read the syntax, so their claims are doubted only
where the doubt stands between two of those who take part, in one clause with both: "the court did not try Kowal". A
claim of a language model is doubted wherever such a word comes before, or right after, the word that tells the event.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.article.extraction import Certainty, ExtractedClaim


class Hedge(NamedTuple):
    """Words that hedge, as a pattern; what a claim under them is at most; the types that are told by these very words.

    `between`: they also count in a claim of the rules.
    """

    words: str
    makes: Certainty
    told_by: frozenset[str] = frozenset()
    between: bool = False


_TOLD_BY_CHARGES = frozenset({"accusation", "charge", "investigation", "lawsuit", "plea", "trial"})
_TOLD_BY_PLANS = frozenset({"attempt", "candidacy", "campaign_launch", "deportation_attempt", "nomination"})

HEDGES = (
    Hedge(r"(?-i:may|might|will)|could|would|shall|should|must|’ll|'ll|won['’]t|going to", "possible", between=True),
    Hedge(r"(?-i:hop(?:e|es|ed|ing))|fear(?:s|ed)?|expect(?:s|ed|ing)?|anticipat(?:es?|ed)|predict(?:s|ed)?",
          "possible"),
    Hedge(r"plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)?|prepar(?:es?|ed|ing) to", "possible", _TOLD_BY_PLANS),
    Hedge(r"threaten(?:s|ed|ing)?|promis(?:es?|ed)|vow(?:s|ed)?|pledg(?:es?|ed)|offer(?:s|ed) to", "possible"),
    Hedge(r"want(?:s|ed)?|seek(?:s|ing)?|sought|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:for|on)",
          "possible"),
    Hedge(r"ask(?:s|ed|ing)? (?:for|to)|propos(?:es?|ed|al)|consider(?:s|ed|ing)?|request(?:s|ed)?", "possible"),
    Hedge(r"tr(?:y|ies|ied|ying) to|attempt(?:s|ed|ing)? to|(?:set|due|about|scheduled|yet|likely|ready) to",
          "possible", _TOLD_BY_PLANS),
    Hedge(r"likely|unlikely|possibl[ey]|perhaps|maybe|probabl[ey]|potential(?:ly)?|if|unless|whether", "possible"),
    Hedge(r"allegedly|reportedly|purportedly|supposedly|apparently", "alleged", between=True),
    Hedge(r"alleg(?:es?|ed|ing)|allegations?|purported|supposed|rumou?r(?:s|ed)?|claim(?:s|ed|ing)? (?:that|to)",
          "alleged", _TOLD_BY_CHARGES | {"election_fraud"}),
    Hedge(r"accus(?:es?|ed|ing|ations?)|suspect(?:s|ed)? of|suspected|suspicion", "alleged", _TOLD_BY_CHARGES),
    Hedge(r"(?:did|does|do|was|were|is|are|has|have|had|could|would)n['’]t|not(?! only| just| least| far)|never|cannot",
          "possible", between=True),
    Hedge(r"no one|nobody|none|neither|nor|without|no longer|no(?! longer| less| fewer| more| later)", "possible"),
    Hedge(r"den(?:y|ies|ied|ying)|refut(?:es?|ed)|refus(?:es?|ed|ing)|fail(?:s|ed) to|declin(?:es?|ed) to|falsely",
          "possible"),
)  # fmt: skip
"""Where case counts, it keeps apart what may be and what is in May, what will be and Will, what is hoped and Hope."""

_WORDS = [(hedge, re.compile(rf"(?<![\w’'-])(?:{hedge.words})(?![\w-])", re.IGNORECASE)) for hedge in HEDGES]
_CLAUSE = re.compile(
    r"[,;:()“”\"–—\n]|\b(?:who|whom|whose|which|that|what|why|how|where|when|while|as|after|before|because|since"
    r"|although|though|if|and|but|or|than)\b"
)
_SENTENCE = re.compile(r"[.!?;:,()“”\"–—\n]")
_SAID_AFTER = re.compile(
    r"[,”\"]+\s+(?!and|but|who|which)(?:[\w’'.-]+\s+){0,6}?(?P<word>alleg\w+|claim(?:s|ed)?|suspect\w*|reportedly)\b"
)
_AFTER = 3
"""Words after the one that tells the event that still hedge it: "was released, reportedly"."""
_LEFT = 120
_STEM = 6


class Doubt(NamedTuple):
    """What a claim is at most, and the word that says so."""

    at_most: Certainty
    word: str


def doubt(text: str, claim: ExtractedClaim, participants: Sequence[Span], *, strictly: bool) -> Doubt | None:
    """Return the doubt that the words of `claim` cast on it, None where there is none.

    `participants` are the mentions, within the evidence, of those who take part.
    """
    found = _before_event(text, claim) if strictly else _between(text, claim, participants)
    return next((Doubt(hedge.makes, word) for hedge, word in found if claim.type not in hedge.told_by), None)


def _between(text: str, claim: ExtractedClaim, participants: Sequence[Span]) -> Iterator[tuple[Hedge, str]]:
    for span in claim.evidence:
        places = sorted({(place.start, place.end) for place in participants if place.within(span)})
        for (_, start), (end, _) in pairwise(places):
            between = text[start:end]
            if start < end and not _CLAUSE.search(between):
                yield from (found for found in _hedges(between) if found[0].between)


def _before_event(text: str, claim: ExtractedClaim) -> Iterator[tuple[Hedge, str]]:
    for span in claim.evidence:
        told = _event_end(text, span, claim.type)
        left = _SENTENCE.split(text[max(0, span.start - _LEFT) : span.start])[-1]
        right = _CLAUSE.split(text[told : span.end], maxsplit=1)[0].split()[:_AFTER]
        yield from _hedges(left + text[span.start : told] + " " + " ".join(right))
        for place in (told, span.end):
            if after := _SAID_AFTER.match(text, place):
                yield Hedge("", "alleged"), after["word"]


def _event_end(text: str, evidence: Span, kind: str) -> int:
    """Return where the last word ends that sounds like the type, or all of the evidence where none does."""
    stem = re.escape(kind.partition("_")[0][:_STEM].rstrip("e"))
    told = [found.end() for found in re.finditer(rf"\b{stem}\w*", text[evidence.start : evidence.end], re.IGNORECASE)]
    return evidence.start + told[-1] if told else evidence.end


def _hedges(words: str) -> Iterator[tuple[Hedge, str]]:
    for hedge, pattern in _WORDS:
        if found := pattern.search(words):
            yield hedge, found.group()

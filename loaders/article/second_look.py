"""What is seen only when the whole article is read: who "the suspect" is."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import structs

from loaders.article.extraction import Span, about
from loaders.article.frames import frames
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.article.cast import Cast
    from loaders.article.extraction import ExtractedClaim

_PROCEEDINGS = frozenset(
    {"arrest", "charge", "sentence", "conviction", "plea", "trial", "surrender", "imprisonment", "bail"}
)
_NEW = frozenset({"a", "an", "another", "second", "third"})
_NEAR = 5


def filled(claims: Sequence[ExtractedClaim], cast: Cast) -> list[ExtractedClaim]:
    """Return `claims` with the person in place of "the suspect", and in a headline in place of "Driver" or "Governor".

    Only where the article leaves no choice: one person in the dock, one who holds that office, or one person of whom
    the body tells the same.
    """
    accused = _the_accused(claims, cast)
    same: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.kind == "event" and about(claim.args) and not _is_words(claim) and not _in_title(claim, cast):
            same[claim.type].add(about(claim.args))
    return [_named(claim, accused, same[claim.type], cast) for claim in claims]


def _named(claim: ExtractedClaim, accused: str | None, same: set[str], cast: Cast) -> ExtractedClaim:
    if claim.kind != "event" or not _is_words(claim) or any(char.isdigit() for char in about(claim.args)):
        return claim
    noun = _noun(about(claim.args))
    known: str | None = None
    if noun in frames().descriptions.accused and not _is_new(claim, noun, cast):
        known = accused
    if known is None and _in_title(claim, cast) and (noun in frames().titles or noun in frames().people):
        holders = {member.id for member in cast.members.values() if noun in member.roles}
        known = _only(holders) or _only(same)
    if known is None:
        return claim
    _mention(claim, cast, known)
    role = next(iter(claim.args))
    return structs.replace(claim, args={**claim.args, role: known}, rule=f"{claim.rule} same person")


def _is_new(claim: ExtractedClaim, noun: str, cast: Cast) -> bool:
    """Say whether "a convicted murderer", "another suspect" brings in somebody new, whoever was told of before."""
    span = claim.evidence[0]
    words = cast.parsed.text[span.start : span.end].lower()
    before = words[: words.find(noun)].replace(",", " , ").split()[-_NEAR:]
    return bool(_NEW.intersection(before[before.index(",") if "," in before else 0 :]))


def _mention(claim: ExtractedClaim, cast: Cast, known: str) -> None:
    """Note that the words of `claim` speak of the entity `known`, so that whoever checks them finds it there."""
    words, span = about(claim.args).removeprefix("#"), claim.evidence[0]
    start = cast.parsed.text.find(words, span.start, span.end)
    if start >= 0:
        cast.mention(cast.members[known], Span(start, start + len(words)), [], "nominal")


def _the_accused(claims: Sequence[ExtractedClaim], cast: Cast) -> str | None:
    """Return the one person whom the article puts before the law or calls the suspect, if it is one."""
    called = {member.id for member in cast.members.values() if member.roles & frames().descriptions.accused}
    people = {about(claim.args) for claim in claims if claim.type in _PROCEEDINGS and not _is_words(claim)}
    return _only(called) or _only(people - {""})


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _noun(words: str) -> str:
    """Return the deciding noun of `#words`: suspect of "#the suspected gunman in the case"."""
    head = re.split(r"\s(?:of|in|at|on|from|for|with)\s", words.removeprefix("#"))[0].split()
    return head[-1].lower() if head else ""


def _is_words(claim: ExtractedClaim) -> bool:
    return about(claim.args).startswith("#")


def _in_title(claim: ExtractedClaim, cast: Cast) -> bool:
    parsed = cast.parsed
    titles = (span for span, kind in zip(parsed.spans, parsed.kinds, strict=True) if kind is Part.HEADLINE)
    return any(claim.evidence[0].within(span) for span in titles)

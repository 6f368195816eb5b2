"""What is seen only when the whole article is read: who "the suspect" is."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import structs

from loaders.article.dock import Dock
from loaders.article.extraction import Span
from loaders.article.frames import frames
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast
    from loaders.article.extraction import ExtractedClaim

_PROCEEDINGS = frozenset(
    {"arrest", "charge", "sentence", "conviction", "plea", "trial", "surrender", "imprisonment", "bail", "abduction"}
)
_LAW = _PROCEEDINGS | {"release", "appeal", "transfer", "interview"}
_COURT = frozenset({"charge", "sentence", "conviction", "plea", "trial"})
_NEW = frozenset({"a", "an", "another", "second", "third"})
_OTHER = frozenset({"another", "second", "third", "other", "more"})
_NUMBERS = {"both": 2, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_NEAR = 5
_INQUIRY = "investigation"


def filled(claims: Sequence[ExtractedClaim], cast: Cast) -> list[ExtractedClaim]:
    """Return `claims` with the person in place of "the suspect", of a headline's "Driver" and of the lead's "a doctor".

    Only where the article leaves no choice: one person in the dock, one who holds that office, or one person of whom
    the body tells the same, and in a lead only whom it has not named yet. "Two officers" are the two of whom the body
    tells the same.
    """
    accused = _the_accused(claims, cast)
    harmed = _harmed(claims, cast) if accused is not None else set()
    same: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.kind == "event" and not _in_title(claim, cast):
            told = {who for who in _people(claim, cast) if _is_somebody(cast, who)}
            same[claim.type] |= told
            same[_sort(claim)] |= told
    seen = []
    for claim in claims:
        suspect = None if _is_another(claim, accused, harmed, cast) else accused
        alike = [same[claim.type], *(same[kind] for kind in sorted(_COURT) if claim.type in _COURT)]
        seen.append(_named(claim, suspect, [same[_sort(claim)], *alike], cast))
    groups: dict[str, tuple[str, ...]] = {}
    for claim, once in zip(claims, seen, strict=True):
        first = next(iter(once.args.values()), "")
        if claim is not once and not isinstance(first, str):
            groups[_noun(_words(claim, cast))] = first
    return _inquiries([_again(claim, groups, cast) for claim in seen], cast)


def _inquiries(claims: list[ExtractedClaim], cast: Cast) -> list[ExtractedClaim]:
    """Return `claims` with the one person whom an article says is investigated in each inquiry that names nobody.

    Only where the paragraph speaks of that person.
    """
    known = {claim.args["person"] for claim in claims if claim.type == _INQUIRY and "person" in claim.args}
    member = cast.members.get(str(next(iter(known)))) if len(known) == 1 else None
    if member is None:
        return claims
    here = {cast.parsed.segments[token.i] for mention in member.mentions if (token := _token(cast, mention.span))}
    found = []
    for claim in claims:
        token = _token(cast, claim.evidence[0])
        about = token is not None and cast.parsed.segments[token.i] in here and member.id not in claim.args.values()
        if about and claim.type == _INQUIRY and "person" not in claim.args:
            args = {"person": member.id, **claim.args}
            found.append(structs.replace(claim, args=args, rule=f"{claim.rule} same inquiry"))
        else:
            found.append(claim)
    return found


def _token(cast: Cast, span: Span) -> Token | None:
    return cast.parsed.token_at(span.start)


def _again(claim: ExtractedClaim, groups: Mapping[str, tuple[str, ...]], cast: Cast) -> ExtractedClaim:
    """Return `claim` with those in place of "the officers" or they who were meant by "two officers"."""
    words = _words(claim, cast) if claim.kind == "event" and groups else ""
    known = groups.get(_noun(words)) if words and not any(map(str.isdigit, words)) else None
    if known is None or len(words.split()) > 1:
        return claim
    role = next(iter(claim.args))
    _mention(claim, words, cast, known)
    return structs.replace(claim, args={**claim.args, role: known}, rule=f"{claim.rule} same people")


def _is_another(claim: ExtractedClaim, accused: str | None, harmed: set[str], cast: Cast) -> bool:
    """Say whether "the attacker" is not the one in the dock, who was attacked, or is only called a murderer."""
    noun, words = _noun(_words(claim, cast)), frames().descriptions
    member = cast.members.get(accused or "")
    if noun not in words.attackers or member is None:
        return False
    return member.id in harmed or (bool(member.roles & words.convicts) and noun not in member.roles)


def _harmed(claims: Sequence[ExtractedClaim], cast: Cast) -> set[str]:
    """Return who was harmed, if anybody without a name is called an attacker."""
    attackers = frames().descriptions.attackers
    if not any(_noun(_words(claim, cast)) in attackers for claim in claims if claim.kind == "event"):
        return set()
    return {member.id for member in Dock(cast).victims}


def _sort(claim: ExtractedClaim) -> str:
    return "law" if claim.type in _LAW else claim.type


def _people(claim: ExtractedClaim, cast: Cast) -> list[str]:
    """Return everybody whom a claim is about, those of a group one by one."""
    first = next(iter(claim.args.values()), ())
    found: list[str] = []
    for who in [first] if isinstance(first, str) else first:
        member = cast.members.get(who)
        found.extend(part.id for part in member.parts) if member is not None and member.parts else found.append(who)
    return found


def _is_somebody(cast: Cast, who: str) -> bool:
    member = cast.members.get(who)
    return member is not None and bool(member.names) and member.type == "person"


def _words(claim: ExtractedClaim, cast: Cast) -> str:
    """Return the words for whom a claim is about, if it has no name for them; "" if it has."""
    first = next(iter(claim.args.values()), "")
    if not isinstance(first, str):
        return ""
    member = cast.members.get(first)
    if member is not None and not member.names and not member.parts and member.name.startswith("("):
        return member.name.strip("()")
    return first.removeprefix("#") if first.startswith("#") else ""


def _named(claim: ExtractedClaim, accused: str | None, told: Sequence[set[str]], cast: Cast) -> ExtractedClaim:
    words = _words(claim, cast) if claim.kind == "event" else ""
    noun = _noun(words)
    if not noun or _OTHER.intersection(words.lower().split()):
        return claim
    known: str | tuple[str, ...] | None = None
    number = next((_NUMBERS[word] for word in words.lower().split() if word in _NUMBERS), None)
    human = noun in frames().titles or noun in frames().people or noun.removesuffix("s") in frames().people
    law = claim.type in _LAW
    if number is not None:
        known = next((tuple(sorted(same)) for same in told[1:] if len(same) == number), None) if law and human else None
    elif any(char.isdigit() for char in words.split()[0]):
        return claim
    elif noun in frames().descriptions.accused and not _is_new(claim, noun, cast):
        known = accused
    if known is None and number is None and human:
        known = _told_later(claim, noun, told[1] if len(told[1]) == 1 else told[0], cast)
    if known is None:
        return claim
    _mention(claim, words, cast, (known,) if isinstance(known, str) else known)
    role = next(iter(claim.args))
    return structs.replace(claim, args={**claim.args, role: known}, rule=f"{claim.rule} same person")


def _told_later(claim: ExtractedClaim, noun: str, same: set[str], cast: Cast) -> str | None:
    """Return whom a headline means by "Driver", or a lead by "a driver", and the body names later."""
    holders = {member.id for member in cast.members.values() if noun in member.roles and member.names}
    known = _only(holders) or _only(same)
    if known is None or not _agree(cast, known, noun):
        return None
    if _in_title(claim, cast):
        return known
    first = min(mention.span.start for mention in cast.members[known].mentions if mention.form == "name")
    ahead = first > claim.evidence[0].start and claim.type in _LAW and known in same
    return known if ahead or _title_only(cast, known, claim) else None


def _title_only(cast: Cast, known: str, claim: ExtractedClaim) -> bool:
    """Say whether before `claim` only the headline names somebody of whom it tells the same."""
    titles = [span for span, kind in zip(cast.parsed.spans, cast.parsed.kinds, strict=True) if kind is Part.HEADLINE]
    named = [mention.span for mention in cast.members[known].mentions if mention.form == "name"]
    before = [span for span in named if span.start < claim.evidence[0].start]
    again = claim.type in _LAW and len(named) > len(before)
    return again and all(span.within(title) for span in before for title in titles[:1])


def _agree(cast: Cast, known: str, noun: str) -> bool:
    gender = "f" if noun in frames().gender.f else "m" if noun in frames().gender.m else None
    return gender is None or cast.members[known].gender in {gender, None}


def _is_new(claim: ExtractedClaim, noun: str, cast: Cast) -> bool:
    """Say whether "a convicted murderer", "another suspect" brings in somebody new, whoever was told of before."""
    span = claim.evidence[0]
    text = cast.parsed.text[span.start : span.end].lower()
    before = text[: text.find(noun)].replace(",", " , ").split()[-_NEAR:]
    return bool(_NEW.intersection(before[before.index(",") if "," in before else 0 :]))


def _mention(claim: ExtractedClaim, words: str, cast: Cast, known: tuple[str, ...]) -> None:
    """Note that `words` speak of the entities `known`, so that whoever checks them finds them there."""
    span = claim.evidence[0]
    start = cast.parsed.text.find(words, span.start, span.end)
    if start >= 0:
        for who in known:
            cast.mention(cast.members[who], Span(start, start + len(words)), [], "nominal")


def _the_accused(claims: Sequence[ExtractedClaim], cast: Cast) -> str | None:
    """Return the one person whom the article puts before the law or calls the suspect, if it is one."""
    words = frames().descriptions
    called = {member.id for member in cast.members.values() if member.roles & (words.accused - words.convicts)}
    people = {who for claim in claims if claim.type in _PROCEEDINGS for who in _people(claim, cast)}
    return _only(called) or _only({who for who in people if _is_somebody(cast, who)})


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _noun(words: str) -> str:
    """Return the deciding noun of `#words`: suspect of "#the suspected gunman in the case"."""
    head = re.split(r"\s(?:of|in|at|on|from|for|with)\s", words.removeprefix("#"))[0].split()
    return head[-1].lower() if head else ""


def _in_title(claim: ExtractedClaim, cast: Cast) -> bool:
    parsed = cast.parsed
    titles = (span for span, kind in zip(parsed.spans, parsed.kinds, strict=True) if kind is Part.HEADLINE)
    return any(claim.evidence[0].within(span) for span in titles)

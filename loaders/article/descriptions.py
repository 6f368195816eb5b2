"""Whom "the former schoolteacher" or "the 61-year-old priest" means: whoever the sentences before are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.extraction import Span
from loaders.article.frames import frames
from loaders.article.lexicon import peoples
from loaders.article.title_phrases import is_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member

_FORMER = frozenset({"former", "retired", "ex", "one-time", "onetime", "veteran", "disgraced", "jailed", "exiled"})
_AGED = re.compile(r"\d+|old")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BACK, _SHORT = 4, 4


def describing(cast: Cast) -> Iterator[tuple[Token, Member]]:
    """Yield every noun that describes anew, with "the", somebody the sentences before are about."""
    for token in cast.parsed.tokens:
        if (
            token.tag_ == "NN"
            and token.dep_ in {*_SUBJECTS, "dobj", "pobj"}
            and is_description(cast, token)
            and is_title(token, "person")
            and cast.of(token) is None
            and (member := _meant(cast, token)) is not None
        ):
            yield token, member


def is_description(cast: Cast, token: Token) -> bool:
    """Say whether a noun has "the" and a word that tells of a life: former, 61-year-old, a nationality."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    if cast.named(token) is not None or cast.named(following) is not None or token.dep_ in {"compound", "appos"}:
        return False
    left = [child for child in token.children if child.i < token.i]
    if not any(child.dep_ == "det" and child.lower_ == "the" for child in left):
        return False
    return any(
        child.lower_ in _FORMER
        or child.text in peoples()
        or (child.lower_ == "old" and any(_AGED.fullmatch(inner.text) for inner in child.subtree))
        or child.lower_.endswith("-year-old")
        for child in left
    )


def note_descriptions(cast: Cast) -> None:
    """Note whom descriptions mean, so that what happens to "the former schoolteacher" happens to somebody named."""
    for token, member in list(describing(cast)):
        start = cast.parsed.start(token)
        cast.mention(member, Span(start, start + len(token)), [token], "nominal")
        member.roles.update({token.lower_, token.lemma_.lower()})


def _meant(cast: Cast, token: Token) -> Member | None:
    """Return the one named person whom the last sentence that names somebody is about."""
    doc, i = token.doc, token.sent.start
    inside = {member.id for member in cast.within(list(token.sent), "person")}
    for _ in range(_BACK):
        if i <= 0 or cast.parsed.segments[i - 1] < cast.parsed.segments[token.i] - 1:
            return None
        sentence = doc[i - 1].sent
        named = cast.within(list(sentence), "person")
        about = [
            member for child in sentence.root.children if child.dep_ in _SUBJECTS and (member := cast.named(child))
        ]
        if named:
            chosen = next((member for member in about if member.type == "person"), None)
            chosen = chosen or (named[0] if len(named) == 1 else None)
            if chosen is None or chosen.id in inside or not _fits(chosen, token) or _speaks(chosen, sentence.root):
                return None
            return chosen
        if len(sentence) > _SHORT:
            return None
        i = sentence.start
    return None


def _speaks(member: Member, root: Token) -> bool:
    """Say whether a sentence is what an official says, of whom the next sentence need not speak."""
    return root.lemma_.lower() in frames().speech.verbs and bool(member.roles)


def _fits(member: Member, token: Token) -> bool:
    gender = frames().gender
    told = "f" if token.lower_ in gender.f else "m" if token.lower_ in gender.m else None
    return told is None or member.gender in {told, None}

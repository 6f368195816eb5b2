"""What a noun phrase means as the participant of a claim: an entity of the article, or its words (`#two staffers`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.grammar import antecedent, parts
from loaders.article.saying import whose_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member

_LEFT = frozenset({"amod", "compound", "nummod", "quantmod", "nmod", "advmod"})
_PERSON = re.compile(r"(?:er|or|ist|ian|ean|ese|an|ant|ent|ee|ive|ic|ite|ard|state|group|country|user|firm)$")
"""How nouns for people and bodies end: ten buffalo are nobody."""
_LONGEST = 12
_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "them",
        "him",
        "her",
        "we",
        "us",
        "i",
        "me",
        "you",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "one",
        "both",
        "each",
        "someone",
        "anyone",
    }
)


def entity(cast: Cast, token: Token) -> Member | None:
    """Return the entity that the noun phrase headed by `token` speaks of."""
    head = antecedent(token)
    member = whose_words(cast, head)
    if member is not None:
        return member
    for child in head.children:
        # "a woman named Heather Heyer"
        if child.dep_ == "acl" and child.lower_ in {"named", "called", "identified"}:
            for inner in child.subtree:
                if (member := cast.named(inner)) is not None:
                    return member
    if (
        head.lower_ in {"those", "one"}
        and head.head.dep_ == "prep"
        and head.head.lower_ in {"among", "of"}
        and head.head.head.lemma_ in {"be", "one"}
    ):
        # "X is among those who signed": who signed is X
        verb = head.head.head if head.head.head.lemma_ == "be" else head.head.head.head
        return next((cast.of(child) for child in verb.children if child.dep_ == "nsubj"), None)
    if head.dep_ == "appos" and head.pos_ in {"NOUN", "PROPN"}:
        # "Tarrant, the suspect, …": the clause hangs below the apposition
        return cast.of(head.head)
    return None


def literal(token: Token) -> str | None:
    """Return the words of a phrase that names nobody, without article and clauses; None for a pronoun."""
    head = antecedent(token)
    if head.lower_ in _PRONOUNS or head.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ"}:
        return None
    before = [child for child in head.lefts if child.dep_ in _LEFT]
    words = [*[inner for child in before for inner in child.subtree], head]
    of = next((child for child in head.children if child.lower_ == "of" and child.i == head.i + 1), None)
    if of is not None:
        words += [inner for inner in of.subtree if inner.i - head.i < len("of the many")]
    words = sorted(words, key=lambda word: word.i)[:_LONGEST]
    text = "".join(word.text_with_ws for word in words).strip()
    return f"#{text}" if text else None


def is_people(token: Token) -> bool:
    """Say whether the noun `token` means people: "two staffers", "at least 42", "those"."""
    head = antecedent(token)
    if (
        head.lemma_.lower() in frames().people
        or head.lower_ in frames().people
        or head.lower_ in frames().titles
        or head.lemma_.lower() in frames().titles
    ):
        return True
    if head.pos_ == "NUM" and head.ent_type_ not in {"DATE", "TIME", "MONEY", "PERCENT"}:
        return True
    return any(
        child.dep_ == "prep"
        and child.lower_ == "of"
        and any(is_people(inner) for inner in child.children if inner.i > child.i)
        for child in head.children
        if head.lemma_.lower()
        in {"number", "dozen", "group", "pair", "most", "some", "rest", "many", "hundred", "thousand"}
    )


def has_number(token: Token) -> bool:
    """Say whether a phrase is counted: eight Mexicans, sixteen states, at least five."""
    head = antecedent(token)
    if head.ent_type_ in {"MONEY", "DATE", "TIME", "PERCENT", "QUANTITY"} or head.lemma_.lower() in {
        "count",
        "charge",
        "dollar",
        "year",
        "month",
        "day",
    }:
        return False
    return any(
        child.dep_ in {"nummod", "quantmod"} and child.like_num and child.ent_type_ not in {"DATE", "TIME", "MONEY"}
        for child in head.children
    )


def including(token: Token) -> Iterator[Token]:
    """Yield those whom "including A and B" after a group names, to the end of the sentence."""
    for other in token.doc[token.i + 1 : token.sent.end]:
        if other.lower_ == "including":
            for child in other.children:
                if child.dep_ in {"pobj", "dobj"}:
                    yield from parts(child)
            return


def is_vague(token: Token) -> bool:
    """Say whether a phrase names nobody in particular: many, several, hundreds, without a number."""
    words = [token, *token.lefts]
    if any(word.like_num and word.lemma_.lower() not in frames().vague for word in words):
        return False
    return any(word.lemma_.lower() in frames().vague for word in words)


def joined(cast: Cast, token: Token) -> list[Token]:
    """Return people named before `token` in its phrase and joined to it by "and", where the parse hides it.

    "Philosopher A and politician B were freed": A often hangs below B instead of beside it.
    """
    head = antecedent(token)
    left = [child for child in head.subtree if child.i < head.i]
    joints = [child.i for child in left if child.dep_ == "cc" and child.lower_ == "and"]
    if not joints:
        return []
    found = {
        member.id: child
        for child in left
        if child.i < joints[-1] and (member := cast.named(child)) is not None and member.type == "person"
    }
    own = cast.named(head)
    return [
        child for member_id, child in found.items() if own is not None and own.type == "person" and member_id != own.id
    ]

"""What a noun phrase means as the participant of a claim: an entity of the article, or its words (`#two staffers`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.grammar import antecedent, parts
from loaders.article.saying import whose_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member

_LEFT = frozenset({"amod", "compound", "nummod", "quantmod", "nmod", "advmod"})
_PHRASES = frozenset({"NOUN", "PROPN", "NUM", "ADJ"})
_ANYBODY = frozenset({"anyone", "everyone", "anybody", "everybody"})
_LONGEST = 12
_REACH = len("of the many")
_TIMES_AND_SUMS = frozenset({"DATE", "TIME", "MONEY"})
_QUANTITIES = _TIMES_AND_SUMS | {"PERCENT"}
_MEASURES = frozenset({"count", "charge", "dollar", "year", "month", "day"})
_AMOUNTS = frozenset({"number", "dozen", "group", "pair", "most", "some", "rest", "many", "hundred", "thousand"})


def entity(cast: Cast, token: Token) -> Member | None:
    """Return the entity that the noun phrase headed by `token` speaks of."""
    head = antecedent(token)
    return (
        whose_words(cast, head)
        or _called(cast, head)
        or _one_of(cast, head)
        or _explained(cast, head)
        or _of_kind(cast, head)
    )


def _called(cast: Cast, noun: Token) -> Member | None:
    """Return whom a clause names: a woman named Heather Heyer."""
    for child in noun.children:
        if child.dep_ == "acl" and child.lower_ in {"named", "called", "identified"}:
            named = (cast.named(inner) for inner in child.subtree)
            if (member := next(filter(None, named), None)) is not None:
                return member
    return None


def _one_of(cast: Cast, pronoun: Token) -> Member | None:
    """Return who is among those of whom a clause tells: X of "X is among those who signed"."""
    among = pronoun.head
    if pronoun.lower_ not in {"those", "one"} or among.dep_ != "prep" or among.lower_ not in {"among", "of"}:
        return None
    verb = among.head if among.head.lemma_ == "be" else among.head.head
    if among.head.lemma_ not in {"be", "one"}:
        return None
    return next((cast.of(child) for child in verb.children if child.dep_ == "nsubj"), None)


def _explained(cast: Cast, noun: Token) -> Member | None:
    """Return whom an apposition explains, since a clause may hang below it: "Tarrant, the suspect, who …"."""
    return cast.of(noun.head) if noun.dep_ == "appos" and noun.pos_ in {"NOUN", "PROPN"} else None


def _of_kind(cast: Cast, noun: Token) -> Member | None:
    """Return the body whose name stands before what it is: Time magazine, the Hamas movement."""
    if noun.lemma_.lower() not in frames().kinds or noun.i == 0:
        return None
    member = cast.named(noun.nbor(-1)) if noun.nbor(-1).head.i == noun.i else None
    return member if member is not None and member.type == "org" else None


def literal(token: Token) -> str | None:
    """Return the words of a phrase that names nobody, without article and clauses; None for a pronoun."""
    head = antecedent(token)
    if head.lower_ in _ANYBODY and (clause := [child for child in head.rights if child.dep_ in {"acl", "relcl"}]):
        words = sorted([head, *clause[0].subtree], key=lambda word: word.i)[:_LONGEST]
        return f"#{''.join(word.text_with_ws for word in words).strip()}"
    if head.lower_ in frames().pronouns or head.pos_ not in _PHRASES:
        return None
    words = [inner for child in head.lefts if child.dep_ in _LEFT for inner in child.subtree]
    words.append(head)
    of = next((child for child in head.children if child.lower_ == "of" and child.i == head.i + 1), None)
    if of is not None:
        words += [inner for inner in of.subtree if inner.i - head.i < _REACH]
    words = sorted(words, key=lambda word: word.i)[:_LONGEST]
    text = "".join(word.text_with_ws for word in words).strip()
    return f"#{text}" if text else None


def is_people(token: Token) -> bool:
    """Say whether the noun `token` means people: "two staffers", "at least 42", "a number of journalists"."""
    head = antecedent(token)
    lemma = head.lemma_.lower()
    if any(word in listed for listed in (frames().people, frames().titles) for word in (lemma, head.lower_)):
        return True
    if head.pos_ == "NUM" and head.ent_type_ not in _QUANTITIES:
        return True
    of = [child for child in head.children if child.dep_ == "prep" and child.lower_ == "of"]
    return lemma in _AMOUNTS and any(is_people(inner) for prep in of for inner in prep.children if inner.i > prep.i)


def has_number(token: Token) -> bool:
    """Say whether a phrase is counted: eight Mexicans, sixteen states, at least five."""
    head = antecedent(token)
    if head.ent_type_ in _QUANTITIES | {"QUANTITY"} or head.lemma_.lower() in _MEASURES:
        return False
    return any(
        child.dep_ in {"nummod", "quantmod"} and child.like_num and child.ent_type_ not in _TIMES_AND_SUMS
        for child in head.children
    )


def is_counted(token: Token) -> bool:
    """Say whether a phrase says how many: eight Mexicans, at least five."""
    head = antecedent(token)
    return has_number(token) or head.like_num or head.pos_ == "NUM"


def including(token: Token) -> Iterator[Token]:
    """Yield those whom "including A and B" after a group names, to the end of the sentence."""
    for i in range(token.i + 1, len(token.doc)):
        other = token.doc[i]
        if other.is_sent_start:
            return
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

"""Whom a noun describes where it stands, and whether that is a woman or a man: a title, an apposition, a kinship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.cast import first_name_gender
from loaders.article.frames import frames
from loaders.article.grammar import antecedent

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from loaders.article.cast import Cast, Member

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_LED = 8


def genders(cast: Cast) -> None:
    """Note of the people of `cast` whether they are women or men, by first names, titles and the words beside them."""
    gender = frames().gender
    for member in cast.members.values():
        if member.type == "person":
            member.gender = first_name_gender(member)
    told_words = gender.f | gender.m
    for token, text in zip(cast.parsed.tokens, cast.parsed.texts, strict=True):
        if (lower := text.lower()) not in told_words:
            continue
        told = "f" if lower in gender.f else "m"
        whose = described(cast, token)
        if whose is not None and first_name_gender(whose) in {told, None}:
            whose.gender = told


def described(cast: Cast, token: Token) -> Member | None:
    """Return the person whom the noun `token` describes where it stands: a title, an apposition, a complement."""
    doc = token.doc
    if token.i + 1 < len(doc):
        after = cast.named(doc[token.i + 1])
        if after is not None and after.type == "person" and doc[token.i + 1].sent == token.sent:
            return after
    near: list[Token] = []
    if token.dep_ == "appos":
        near.append(token.head)
    if token.dep_ == "attr":
        near.extend(antecedent(child) for child in token.head.children if child.dep_ in _SUBJECT)
    near.extend(child for child in token.children if child.dep_ == "appos")
    if token.dep_ == "nsubj":
        near.extend(child for child in token.head.children if child.dep_ == "attr")
    for other in near:
        member = cast.named(other)
        if member is not None and member.type == "person":
            return member
    return led_to(cast, token) if token.lemma_.lower() in frames().kin else None


def led_to(cast: Cast, token: Token) -> Member | None:
    """Return the person whom a noun leads to over a comma and a title: her husband, the imprisoned reporter B. S."""
    doc, i = token.doc, token.i + 1
    over = led_over(cast, token)
    if over is not None:
        return cast.named(over)
    if i >= len(doc) or doc[i].text != ",":
        return None
    for other in doc[i + 1 : min(token.sent.end, i + _LED)]:
        member = cast.named(other)
        if member is not None:
            return member if member.type == "person" else None
        if not (other.pos_ in {"DET", "ADJ"} or other.tag_ in {"VBN", "JJ"} or other.lemma_.lower() in frames().titles):
            return None
    return None


def led_over(cast: Cast, token: Token) -> Token | None:
    """Return the name between commas behind whose relative its person is: the wife of A. Krol, Maria Krol, said."""
    behind = token.doc[token.i + 1 : token.sent.end]
    if token.tag_ != "NN" or not behind or behind[0].lower_ != "of":
        return None
    owner, rest = _leading_name(cast, behind[1:])
    if owner is None or not rest or rest[0].text != ",":
        return None
    name = rest[1:2]
    member, rest = _leading_name(cast, rest[1:])
    apart = len(rest) > 1 and rest[0].text == "," and rest[1].pos_ != "CCONJ"
    return name[0] if apart and member is not None and member is not owner and member.type == "person" else None


def _leading_name(cast: Cast, tokens: Span) -> tuple[Member | None, Span]:
    """Return whom the first of `tokens` name, and the tokens behind the name."""
    member = cast.named(tokens[0]) if tokens else None
    if member is None:
        return None, tokens
    inside = next((at for at, token in enumerate(tokens) if cast.named(token) is not member), len(tokens))
    return member, tokens[inside:]

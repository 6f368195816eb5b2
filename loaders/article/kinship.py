"""Kin and counsel: whose sister, wife, father or lawyer somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.described import led_over
from loaders.article.frames import frames
from loaders.article.grammar import agents, clause, is_passive, objects, parts, subjects, with_preposition
from loaders.article.participants import literal
from loaders.article.related import Tie
from loaders.article.relation_words import relation_words
from loaders.article.title_phrases import INSIDE, is_title

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Certainty
    from loaders.article.related import Related

_ACTORS = frozenset({"person", "org", "group"})
_NEAR = 3
_BACK = 60
_COMMAS = frozenset({",", "–", "—"})
Found = tuple["Member", "Token"]


def read_kin(related: Related, token: Token, *, named: bool) -> None:
    """Tell whose kin somebody is by the noun `token`: X's father Y; Y, wife of X; if not `named`, her sister."""
    if token.i + 1 < len(token.doc) and token.nbor().text == "-":
        return  # a sister-in-law is no sister
    if any(child.dep_ == "poss" and child.lower_ == "their" for child in token.children):
        _of_both(related, token, named=named)
        return
    owner = owner_of(related, token) or _survivor(related, token)
    if token.lower_ in relation_words().pairs and owner is None:
        _pair(related, token)
        return
    if owner is None or owner[0].type != "person":
        return
    held = holders(related, token)
    if bool(held) is not named:
        return
    known = related.cast.of(token)
    if not held and known is not None and known is not owner[0]:
        held = [(known, token)]
    _tell_each(related, token, owner, held)
    if not held and token.dep_ not in {"compound", "nmod"}:
        _unnamed(related, token, owner)


def _tell_each(related: Related, token: Token, owner: Found, held: list[Found]) -> None:
    """Tell that those whom the noun `token` means are so to `owner`, and to who owns it together with that one."""
    for holder, word in held:
        if holder is owner[0] or holder.type != "person":
            continue
        for one in (owner, *_other_parents(related, token, owner[1])):
            if one[0] is not holder:
                _tell(related, token, one, holder.id, [word])


def _survivor(related: Related, token: Token) -> Found | None:
    """Return who died in "X is survived by her husband and two sons", for kin that nobody else owns."""
    word = token
    for _ in range(_NEAR):
        if word.dep_ != "conj":
            break
        word = word.head
    verb = word.head.head
    if word.dep_ != "pobj" or word.head.lower_ != "by" or verb.lemma_.lower() not in relation_words().survives:
        return None
    found = ((member, who) for who in objects(verb) if (member := related.entity(who)) is not None)
    return next((one for one in found if one[0].type == "person"), None)


def _other_parents(related: Related, token: Token, word: Token) -> list[Found]:
    """Return B of "the son of A and B" and of "A and B's mother"."""
    if frames().kin[token.lemma_.lower()] not in {"child", "parent"}:
        return []
    # in "A and B's mother" B is below A, and the whole is the possessor
    found = ((related.cast.named(other), other) for other in parts(word) if other.i != word.i)
    return [(member, other) for member, other in found if member is not None and member.type == "person"]


def read_children(related: Related, verb: Token) -> None:
    """Tell of "X has five children": the words for them."""
    for kin in objects(verb):
        relation = frames().kin.get(kin.lemma_.lower())
        if relation != "child" or not any(child.dep_ == "nummod" for child in kin.children):
            continue
        for who in subjects(verb):
            member, said = related.entity(who), literal(kin)
            if member is not None and member.type == "person" and said is not None:
                related.tell(Tie("parent", {"a": member.id, "b": said}, verb, [who, kin], "has children"))


def read_birth(related: Related, verb: Token) -> None:
    """Tell of "X was born to A and B"."""
    for child in objects(verb) if is_passive(verb) else ():
        for parent in with_preposition(verb, "to"):
            a, b = related.cast.named(parent), related.entity(child)
            if a is not None and b is not None and a is not b and a.type == b.type == "person":
                related.tell(Tie("parent", {"a": a.id, "b": b.id}, verb, [child, parent], "born to"))


def read_match(related: Related, noun: Token) -> None:
    """Tell of "X's marriage to Y"."""
    owner = owner_of(related, noun)
    for other in with_preposition(noun, "to"):
        member = related.entity(other)
        said = member.id if member is not None else literal(other) if other.pos_ == "NOUN" else None
        if owner is None or owner[0].type != "person" or said is None or member is owner[0]:
            continue
        if member is None or member.type == "person":
            related.tell(Tie("spouse", {"a": owner[0].id, "b": said}, noun, [owner[1], other], "marriage to"))


def _of_both(related: Related, token: Token, *, named: bool) -> None:
    """Tell of "their daughter X" of a couple, or of two people named together before it."""
    if not named or frames().kin[token.lemma_.lower()] == "spouse":
        return
    held = [(member, word) for member, word in holders(related, token) if member.type == "person"]
    for parent in _couple(related, token) if held else ():
        for holder, word in held:
            if holder.id != parent.id:
                _tell(related, token, (parent, token), holder.id, [token.left_edge, word])


def _couple(related: Related, token: Token) -> list[Member]:
    """Return the last two people named together in the paragraph before `token`, else the couple told of last."""
    doc, segments = token.doc, related.reading.parsed.segments
    for i in range(token.i - 1, max(0, token.i - _BACK), -1):
        if segments[i] != segments[token.i]:
            break
        if doc[i].dep_ != "conj":
            continue
        found = [related.cast.named(doc[i].head), related.cast.named(doc[i])]
        people = [member for member in found if member is not None and member.type == "person"]
        if len(people) == len(found) and people[0] is not people[1]:
            return people
    return related.couple()


def _tell(related: Related, token: Token, owner: Found, other: str, words: list[Token]) -> None:
    member, word = owner
    relation = frames().kin[token.lemma_.lower()]
    a, b = (member.id, other) if relation == "child" else (other, member.id)
    kind = "parent" if relation in {"parent", "child"} else relation
    # "X's father" takes for granted that he is; "he may be X's father" does not
    sure: Certainty | None = None if token.dep_ == "attr" or word.i > token.i else "asserted"
    related.tell(Tie(kind, {"a": a, "b": b}, token, [word, *words], f"kin {token.lemma_.lower()}", sure=sure))


def _unnamed(related: Related, token: Token, owner: Found) -> None:
    """Tell of kin whom the text does not name, unless it told of such kin before."""
    relation = frames().kin[token.lemma_.lower()]
    kind = "parent" if relation in {"parent", "child"} else relation
    owns = token.dep_ == "poss" and token.tag_ == "NNS"  # "at her parents' home" tells nothing of them
    if related.known(kind, owner[0].id) or token.dep_ == "attr" or owns or not _is_somebody(owner):
        return
    _tell(related, token, owner, f"#{token.lower_}", around(token))


def _is_somebody(owner: Found) -> bool:
    """Say whether the owner is named in the text, or put in their place by it: the suspect."""
    return (
        any(mention.form == "name" for mention in owner[0].mentions)
        or owner[1].lemma_.lower() in frames().descriptions.accused
    )


def around(token: Token) -> list[Token]:
    """Return the verb of the clause of `token` with its subject and object, as far as they are near."""
    verb = clause(token)
    near = [
        token.left_edge,
        verb,
        *(child for child in verb.children if child.dep_ in {"dobj", "acomp", "nsubj", "nsubjpass"}),
    ]
    return [word for word in near if abs(word.i - token.i) <= 2 * _NEAR]


def _pair(related: Related, token: Token) -> None:
    """Tell of "brothers A and B"."""
    found = holders(related, token)
    for number, (one, word) in enumerate(found):
        for other, last in found[number + 1 :]:
            if one is not other:
                related.tell(Tie("sibling", {"a": one.id, "b": other.id}, token, [word, last], f"kin {token.lower_}"))


def owner_of(related: Related, token: Token) -> Found | None:
    """Return whose `token` is: by possessive, by "of"."""
    heads = [token, token.head] if token.dep_ in {"compound", "nmod"} else [token]
    for head in heads:
        for child in head.children:
            if child.dep_ == "poss" and child.i < token.i:
                member = related.entity(child)
                return (member, child) if member is not None else None
    for found in with_preposition(token, "of"):
        if found.i > token.i + len("of the former"):
            continue
        member = related.entity(found)
        if member is not None:
            return member, found
        named = next((inner for inner in found.subtree if related.cast.named(inner) is not None), None)
        member = related.cast.named(named) if named is not None else None
        if (
            named is not None
            and member is not None
            and member.type == "person"
            and named.i > token.i
            and found.dep_ != "poss"
        ):
            return (member, named) if not any(child.dep_ == "poss" for child in found.children) else None
    return None


def holders(related: Related, token: Token) -> list[Found]:
    """Return who is meant by `token`: the names right after it, or what it is an apposition to or is said of."""
    doc, after = token.doc, token.i + 1
    while after < len(doc) and after < token.i + _NEAR and doc[after].text in _COMMAS:
        after += 1
    if after < len(doc) and doc[after].sent == token.sent:
        named = related.cast.named(doc[after])
        if named is not None and named.type == "person":
            return _listed(related, named, doc[after], plural=token.tag_ == "NNS")
        if after > token.i + 1 and (told := _behind_title(related, doc[after])) is not None:
            return [told]
    for child in [*(child for child in token.children if child.dep_ == "appos"), led_over(related.cast, token)]:
        if child is not None and (member := related.cast.named(child)) is not None:
            return [(member, child)]
    return _above(related, token) or _before_comma(related, token)


def _above(related: Related, token: Token) -> list[Found]:
    """Return what `token` is an apposition to or is said of: X, the wife of Y; X is the wife of Y."""
    if token.dep_ == "appos" and (member := related.entity(token.head)) is not None:
        return [(member, token.head)]
    if token.dep_ == "attr":
        for child in token.head.children:
            if child.dep_ == "nsubj" and (member := related.entity(child)) is not None:
                return [(member, child)]
    return []


def _behind_title(related: Related, first: Token) -> Found | None:
    """Return the person of "her husband, the jailed reporter X": the phrase that begins at `first` ends in a name."""
    doc, i = first.doc, first.i
    if first.lower_ not in {"the", "a", "an"} and not is_title(first, "person"):
        return None
    while i < len(doc) and i < first.i + 2 * _NEAR and (i == first.i or doc[i].pos_ in INSIDE or doc[i].tag_ == "VBN"):
        named = related.cast.named(doc[i])
        if named is not None and named.type == "person":
            return (named, doc[i]) if is_title(doc[i - 1], "person") else None
        i += 1
    return None


def _listed(related: Related, first: Member, word: Token, *, plural: bool) -> list[Found]:
    """Return the name at `word` and, after a plural, the names joined to it."""
    found = [(first, word)]
    if not plural:
        return found
    doc, i = word.doc, word.i + 1
    while i < len(doc) and i < word.i + 12 and not doc[i].is_sent_start:
        named = related.cast.named(doc[i])
        if named is None and doc[i].text not in {",", "and"}:
            break
        if named is not None and named.type == "person" and all(named is not member for member, _ in found):
            found.append((named, doc[i]))
        i += 1
    return found if len(found) > 1 else []


def _before_comma(related: Related, token: Token) -> list[Found]:
    """Return the person before "X, the wife of Y" or "X, Y's mother", where the parse did not join them."""
    doc, left = token.doc, token.left_edge.i
    if left > 1 and token.i - left <= len("a name") and doc[left - 1].text == "," and not doc[left].is_sent_start:
        named = related.cast.named(doc[left - 2])
        if named is not None and named.type == "person":
            return [(named, doc[left - 2])]
    return []


def read_marriage(related: Related, verb: Token) -> None:
    """Tell of "X married Y" and "X is married to Y"."""
    wed = [*objects(verb), *with_preposition(verb, "to")] if not is_passive(verb) else with_preposition(verb, "to")
    for one in objects(verb) if is_passive(verb) else subjects(verb):
        for other in wed:
            a, b = related.entity(one), related.entity(other)
            if a is not None and b is not None and a is not b and a.type == b.type == "person":
                sure: Certainty | None = "possible" if verb.dep_ in {"xcomp", "ccomp"} and verb.tag_ == "VB" else None
                related.tell(Tie("spouse", {"a": a.id, "b": b.id}, verb, [one, other], "marry", sure=sure))


def is_lawyer(token: Token) -> bool:
    """Say whether a noun means lawyers: her attorney, his legal team."""
    words, lemma = relation_words(), token.lemma_.lower()
    if lemma in words.lawyers:
        return True
    return lemma in words.teams and token.i > 0 and token.nbor(-1).lower_ in words.teams_of


def read_lawyer(related: Related, token: Token, *, named: bool) -> None:
    """Tell whose lawyer somebody is: X's lawyer Y; Y, a lawyer for X; if not `named`, his lawyers."""
    client, word = _client(related, token)
    if client is None or word is None:
        return
    held = [
        (member, near) for member, near in holders(related, token) if member.type == "person" and member.id != client
    ]
    if bool(held) is not named:
        return
    for member, near in held:
        related.tell(
            Tie("represented_by", {"a": client, "b": member.id}, token, [word, near], "lawyer of", sure="asserted")
        )
    if not held and client[0] != "#" and token.dep_ != "compound" and not related.known("represented_by", client):
        related.tell(
            Tie(
                "represented_by",
                {"a": client, "b": f"#{token.lower_}"},
                token,
                [word, *around(token)],
                "lawyer of",
                sure="asserted",
            )
        )


def _client(related: Related, token: Token) -> tuple[str | None, Token | None]:
    """Return whose lawyer `token` is: an entity, or the words for one without a name."""
    owner = owner_of(related, token)
    words = [child for child in token.children if child.dep_ == "poss"]
    if owner is None and not words:
        words = [part for word in with_preposition(token, "for") for part in parts(word)]
        owner = next(((member, word) for word in words if (member := related.entity(word)) is not None), None)
    if owner is not None:
        return (owner[0].id, owner[1]) if owner[0].type in _ACTORS else (None, None)
    for word in words:
        if word.pos_ == "NOUN" and (said := literal(word)) is not None:
            return said, word
    return None, None


def read_representation(related: Related, verb: Token) -> None:
    """Tell of "Y, who represents X"."""
    for client in objects(verb):
        for lawyer in agents(verb) if is_passive(verb) else subjects(verb):
            a, b = related.entity(client), related.entity(lawyer)
            if a is not None and b is not None and a is not b and b.type == "person" and a.type in {"person", "org"}:
                related.tell(Tie("represented_by", {"a": a.id, "b": b.id}, verb, [client, lawyer], "represent"))

"""Who does what to whom in a sentence: the parse read through passives, relative clauses, co-ordination and control.

Every function takes tokens and gives tokens; nothing here knows entities, types or the article.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from loaders.article.frames import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    Signed = dict[int, list[tuple[Token, tuple[str, ...]]]]
    """By number of a token the words below it, each with what it may stand for in a chain."""

MAX_STEPS = 12
"""How far up or down a parse is followed: further away nothing belongs together."""
VERBAL = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})

_ACTIVE_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_ANY_SUBJECTS = _ACTIVE_SUBJECTS | _PASSIVE_SUBJECTS
_OBJECTS = frozenset({"dobj", "dative", "obj"})
_RELATIVE = frozenset({"who", "that", "which", "whom", "whose"})
_RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$", "IN", "DT"})
_PARTICIPLES = frozenset({"acl", "amod", "advcl", "pcomp"})
_OF_NOUNS = frozenset({"relcl", "acl"})
_CONTROLLED = frozenset({"xcomp", "advcl", "pcomp", "acl", "conj", "ccomp", "prep"})
_GIVEN_A_SUBJECT = frozenset({"xcomp", "ccomp", "advcl"})
_LOOSE = frozenset({"as", "in", "into", "under", "on"})
"""Prepositions that the parse may hang below an object, though they belong to its verb: put her in office."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LOSING = frozenset({"conj", "advcl", "ccomp"})
_LOST = frozenset({"pobj", "conj", "appos", "dobj"})
_JOINED = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


def is_passive(verb: Token) -> bool:
    """Say whether `verb` stands in the passive: was arrested, the man arrested by police, arrested in Minsk."""
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    below = {child.dep_ for child in verb.children}
    if not below.isdisjoint(_PASSIVE_SUBJECTS) or "auxpass" in below or "agent" in below:
        return True
    if verb.tag_ == "VBD" or any(child.dep_ == "aux" and child.lemma_ in {"have", "be"} for child in verb.children):
        return False
    if verb.dep_ in _PARTICIPLES:
        return "dobj" not in below
    return verb.dep_ == "conj" and below.isdisjoint(_ACTIVE_SUBJECTS) and is_passive(verb.head)


def subjects(verb: Token) -> list[Token]:
    """Return who does what an active `verb` says, each co-ordinated one apart; empty when nobody is said to."""
    return agents(verb) if is_passive(verb) else _who(verb)


def objects(verb: Token) -> list[Token]:
    """Return to whom `verb` is done, in the active or the passive."""
    if is_passive(verb):
        own = _children(verb, _ANY_SUBJECTS) or _lost(verb)
        if not own and verb.dep_ in {"acl", "amod"}:
            return parts_before(verb.head, verb)
        return _each(own) or _who(verb)
    found = [child for child in verb.children if child.dep_ in _OBJECTS and child.pos_ != "ADP"]
    if not found:
        # "found him guilty": the parse makes him the subject of guilty
        small = [child for child in verb.children if child.dep_ == "ccomp" and child.pos_ == "ADJ"]
        found = [inner for child in small for inner in child.children if inner.dep_ == "nsubj"]
    if not found:
        # "appointed Ann Roe as secretary": the parse may take her for what somebody becomes
        found = [child for child in verb.children if child.dep_ == "oprd" and child.pos_ == "PROPN" and _is_as(child)]
    if not found and verb.dep_ == "relcl" and not _takes_own(verb):
        return parts_before(verb.head, verb)
    return _each(found)


def _is_as(name: Token) -> bool:
    """Say whether "as" follows a name, and says what somebody is made or called."""
    return any(child.lower_ == "as" and child.i > name.i for child in (*name.rights, *name.head.rights))


def agents(verb: Token) -> list[Token]:
    """Return by whom a passive `verb` is done."""
    return [
        part
        for child in verb.children
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
        for token in child.children
        if token.dep_ == "pobj"
        for part in parts(token)
    ]


def with_preposition(token: Token, preposition: str) -> list[Token]:
    """Return what `preposition` governs below `token`: "with" of "met with A and B" gives A and B."""
    governing = [child for child in token.children if child.dep_ in {"prep", "dative", "agent"}]
    inner = [below for child in governing if child.dep_ == "prep" for below in child.children if below.dep_ == "prep"]
    return [
        part
        for prep in (*governing, *inner)
        if prep.lower_ == preposition
        for child in prep.children
        if child.dep_ in {"pobj", "pcomp"}
        for part in parts(child)
    ]


def parts(token: Token) -> list[Token]:
    """Return `token` and what is co-ordinated with it, in order: A, B and C."""
    found = [token]
    # the list grows while it is read: C hangs below B, which hangs below A
    for part in islice(found, MAX_STEPS):
        found.extend(child for child in part.children if child.dep_ == "conj" and child.pos_ in _JOINED)
    return found


def parts_before(head: Token, verb: Token) -> list[Token]:
    """Return what a clause after `head` is about: its antecedent, and those co-ordinated with it before `verb`."""
    return [token for token in parts(head) if token.i < verb.i]


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, else `token`."""
    if token.lower_ not in _RELATIVE or token.tag_ not in _RELATIVE_TAGS:
        return token
    return next((above.head for above in _upwards(token) if above.dep_ == "relcl"), token)


def clause(token: Token) -> Token:
    """Return the verb of the clause that `token` stands in."""
    current = token
    for _ in range(MAX_STEPS):
        if current.pos_ in VERBAL or current.head.i == current.i:
            return current
        current = current.head
    return current


def ancestors(token: Token) -> Iterator[Token]:
    """Yield what `token` depends on, nearest first; bounded, and safe against a parse that turns in a circle."""
    current = token
    for _ in range(3 * MAX_STEPS):
        if current.head.i == current.i:
            return
        current = current.head
        yield current


def chain_below(token: Token, chain: Sequence[str], known: Signed | None = None) -> list[Token] | None:
    """Return `token` and the words of a chain of lemmas below it, each below one before: take > into > custody.

    `:oprd` stands for any word of that dependency, `~colony` for a word anywhere below the one before. The noun that a
    relative clause follows counts as below its verb ("the sentence he received"). `known` keeps what stands below each
    token, for the next chain.
    """
    return _followed([token], chain, {} if known is None else known)


def _followed(found: list[Token], chain: Sequence[str], known: Signed) -> list[Token] | None:
    """Return `found` with the first words below it that the whole chain leads along: spoke on Sunday on the phone."""
    if not chain:
        return found
    wanted = chain[0]
    if wanted.startswith("~"):
        wanted = wanted[1:]
        below: Iterable[tuple[Token, tuple[str, ...]]] = ((word, signs(word)) for word in found[-1].subtree)
    else:
        below = (pair for above in found for pair in _signed(above, known))
    for child, own in below:
        if wanted in own and (whole := _followed([*found, child], chain[1:], known)) is not None:
            return whole
    return None


def signs_below(token: Token, known: Signed) -> frozenset[str]:
    """Return what a chain below `token` may begin with, so that most chains need not be followed."""
    return frozenset(sign for _, own in _signed(token, known) for sign in own)


def signs(token: Token) -> tuple[str, ...]:
    """Return as what `token` may stand in a chain: its lemma, itself, `:oprd` if it is one, `@office` if an office."""
    lemma = token.lemma_.lower()
    own = (lemma, token.lower_, ":oprd") if token.dep_ == "oprd" else (lemma, token.lower_)
    return (*own, "@office") if lemma in frames().offices else own


def _signed(token: Token, known: Signed) -> list[tuple[Token, tuple[str, ...]]]:
    found = known.get(token.i)
    if found is None:
        found = known[token.i] = [(child, signs(child)) for child in _below(token)]
    return found


def _below(token: Token) -> list[Token]:
    below = list(token.children)
    further: list[Token] = []
    for child in below:
        dep = child.dep_
        if dep in {"dobj", "pobj"}:
            further += (
                inner
                for inner in child.children
                if inner.dep_ == "conj" or (dep == "dobj" and inner.dep_ == "prep" and inner.lower_ in _LOOSE)
            )
    if token.dep_ == "relcl" or (token.dep_ == "acl" and is_passive(token)):
        below.append(token.head)
    return below + further


def _who(verb: Token) -> list[Token]:
    """Return the subject of `verb`, its own or the one it shares with the verb that it depends on."""
    for current in _upwards(verb):
        if own := _children(current, _ANY_SUBJECTS) or (_lost(verb) if current.i == verb.i else []):
            return _each(own)
        verbal = current.head.pos_ in VERBAL
        if current.dep_ in _OF_NOUNS and not verbal:
            is_infinitive = current.tag_ == "VB" and current.i != verb.i
            return [] if is_infinitive else parts_before(current.head, verb)
        if not verbal and current.dep_ not in _CONTROLLED:
            return []
        if given := _given(current):
            return _each(given)
        if current.dep_ == "ccomp" and current.tag_ != "VB":
            return []
    return []


def _given(verb: Token) -> list[Token]:
    """Return whom the verb above `verb` gives it for a subject: he asked her to leave, she was told to leave."""
    if verb.dep_ not in _GIVEN_A_SUBJECT or verb.head.lemma_ not in frames().object_control:
        return []
    return _children(verb.head, {"dobj", "dative"}) or _children(verb.head, _PASSIVE_SUBJECTS)


def _upwards(token: Token) -> Iterator[Token]:
    """Yield `token` and what it depends on, as far as things belong together."""
    yield token
    yield from islice(ancestors(token), MAX_STEPS - 1)


def _children(token: Token, dependencies: frozenset[str] | set[str]) -> list[Token]:
    return [child for child in token.children if child.dep_ in dependencies]


def _each(tokens: Iterable[Token]) -> list[Token]:
    """Return whom `tokens` stand for, each co-ordinated one apart."""
    return [part for token in tokens for part in parts(antecedent(token))]


def _lost(verb: Token) -> list[Token]:
    """Return the name right before a finite verb without a subject: the parse hung it on what stands before it.

    "After Ann Roe stepped down", "he resigned as mayor of Brest and Ann Roe was sworn in".
    """
    if verb.dep_ not in _LOSING:
        return []
    first = next((child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}), verb)
    if first.tag_ not in _FINITE or first.is_sent_start:
        return []
    name = first.nbor(-1)
    told = name.pos_ == "PROPN" and name.dep_ in _LOST and not name.is_sent_start
    return [name] if told and all(child.i < name.i for child in name.children) and not _is_after(verb, name) else []


def _is_after(verb: Token, name: Token) -> bool:
    """Say whether the verb that `verb` goes on from stands right before, so that `name` is its object."""
    return name.dep_ in {"dobj", "conj"} and name.head.i == verb.head.i


def _takes_own(verb: Token) -> bool:
    """Say whether a relative pronoun is the subject of `verb`, so that its object is not the antecedent."""
    return all(child.lower_ in _RELATIVE for child in _children(verb, _ACTIVE_SUBJECTS))

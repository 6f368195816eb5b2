"""Entities described for comparison (`graph.likeness`), from what is said of them and has them as a value."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from graph.hops import ends_of
from graph.ids import EntityId, KindId, PropertyId
from graph.likeness import Described
from graph.model import Iri, Ref, Text, Time
from graph.provenance import EVERYTHING
from graph.support import admitted_each
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, NAME, SCHEMA, TYPE, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Claim
    from graph.view import View

BIRTH = PropertyId(SCHEMA + "birthDate")
GENDER = PropertyId(SCHEMA + "gender")
KIN = tuple(PropertyId(SCHEMA + name) for name in ("sibling", "spouse", "children"))
_KIN_WORDS = frozenset({
    "wife", "husband", "widow", "widower", "spouse", "partner", "fiancee", "brother", "sister", "sibling", "twin",
    "son", "daughter", "child", "mother", "father", "parent", "grandson", "granddaughter", "grandmother",
    "grandfather", "cousin", "uncle", "aunt", "nephew", "niece",
})  # fmt: skip
_BETWEEN = 4
"""So many words may stand between: wife of the jailed blogger and activist …"""
_MOST_LETTERS = 1_000
_PHRASES = re.compile(r"[,;:()\[\]\"“”«»!?\n]|(?<!\b\w)\.(?=\s|$)")


def described(view: View, entities: Sequence[EntityId]) -> list[Described]:
    """Return each of `entities` described for comparison. A handful of calls of the view, whatever their number."""
    about, naming = (_counting(view, lists) for lists in (view.about(entities), view.naming(entities)))
    kin = [_kin_of(entity, [*a, *n]) for entity, a, n in zip(entities, about, naming, strict=True)]
    relatives = sorted({relative for found in kin for relative in found})
    names = dict(zip(relatives, map(_names, view.about(relatives, {NAME, ALIAS})), strict=True))
    return [
        _described(entity, claims, other, {name: word for one, word in found.items() for name in names[one]})
        for entity, claims, other, found in zip(entities, about, naming, kin, strict=True)
    ]


def kinds_above(kinds: Iterable[str]) -> frozenset[KindId]:
    """Return `kinds` and those above them; what the ontology does not know is left out."""
    known = (vocabulary().kinds[KindId(kind)] for kind in kinds if KindId(kind) in vocabulary().kinds)
    return frozenset(above for kind in known for above in kind.lineage)


def kin_in(text: str) -> dict[str, str]:
    """Return the names that words give of somebody's kin, by what the one who is described is to them.

    >>> kin_in("wife of the jailed blogger Siarhei Tsikhanouski"), kin_in("Siarhei’s wife")
    ({'Siarhei Tsikhanouski': 'wife of'}, {'Siarhei': 'wife of'})
    """
    found = {}
    for phrase in _PHRASES.split(text[:_MOST_LETTERS]):
        words = phrase.split()
        for place, word in enumerate(words):
            if word.lower() not in _KIN_WORDS:
                continue
            after = words[place + 1 :]
            named = _called(after[1:]) if after[:1] == ["of"] else _owner(words[:place])
            if named:
                found[" ".join(named)] = f"{word.lower()} of"
    return found


def _called(words: Sequence[str]) -> list[str]:
    """Return the name that `words` begin with, or that stands a few words on."""
    start = next((place for place, word in enumerate(words[:_BETWEEN]) if _is_name(word)), len(words))
    return list(takewhile(_is_name, words[start:]))


def _owner(words: Sequence[str]) -> list[str]:
    """Return the name whose genitive ends `words`, or stands a few words before."""
    ends = range(len(words) - 1, max(-1, len(words) - 1 - _BETWEEN), -1)
    last = next((place for place in ends if words[place][-2:] in {"’s", "'s"}), None)
    if last is None or not _is_name(words[last]):
        return []
    before = list(takewhile(_is_name, reversed(words[:last])))
    return [*reversed(before), words[last][:-2]]


def _is_name(word: str) -> bool:
    return word[:1].isalpha() and not word[0].islower()


def _counting(view: View, lists: Sequence[Sequence[Claim]]) -> list[list[Claim]]:
    return [[claim for claim in claims if not claim.denies] for claims in admitted_each(view, lists, EVERYTHING)]


def _described(entity: EntityId, about: Sequence[Claim], naming: Sequence[Claim], kin: dict[str, str]) -> Described:
    called = [claim.value.text for claim in about if isinstance(claim.value, Text) and claim.property in _WORDED]
    kin_words = {name: word for text in called for name, word in kin_in(text).items()}
    ties: dict[EntityId, str] = {}
    for claim in (*about, *naming):
        if ends_of(claim) and isinstance(claim.value, Ref):
            other = claim.value.entity if claim.subject == entity else claim.subject
            ties.setdefault(other, vocabulary().properties[claim.property].label)
    return Described(
        entity=entity,
        names=tuple(name for name in _names(about) if not kin_in(name)),
        kinds=kinds_above(
            claim.value.iri for claim in about if isinstance(claim.value, Iri) and claim.property == TYPE
        ),
        births=frozenset(
            claim.value.edtf for claim in about if isinstance(claim.value, Time) and claim.property == BIRTH
        ),
        genders=_texts(about, GENDER),
        identifiers=_texts(about, IDENTIFIER),
        neighbours=frozenset(ties),
        ties=ties,
        kin=kin_words | _kin_in_words(about) | kin,
    )


_WORDED = frozenset({NAME, ALIAS, DESCRIPTION})


def _names(claims: Iterable[Claim]) -> tuple[str, ...]:
    named = [claim for claim in claims if claim.property in {NAME, ALIAS} and isinstance(claim.value, Text)]
    ordered = sorted(named, key=lambda claim: claim.property == ALIAS)
    return tuple(dict.fromkeys(claim.value.text for claim in ordered if isinstance(claim.value, Text)))


def _texts(claims: Iterable[Claim], prop: PropertyId) -> frozenset[str]:
    return frozenset(claim.value.text for claim in claims if claim.property == prop and isinstance(claim.value, Text))


def _kin_of(entity: EntityId, claims: Iterable[Claim]) -> dict[EntityId, str]:
    """Return the entities that claims say are kin of `entity`, by the label of what relates them."""
    related = (claim for claim in claims if claim.property in KIN and isinstance(claim.value, Ref))
    found = {
        end: vocabulary().properties[claim.property].label
        for claim in related
        for end in (claim.subject, claim.value.entity if isinstance(claim.value, Ref) else entity)
    }
    found.pop(entity, None)
    return found


def _kin_in_words(about: Iterable[Claim]) -> dict[str, str]:
    forms = {vocabulary().properties[prop].text_form: prop for prop in KIN}
    return {
        claim.value.text: vocabulary().properties[forms[claim.property]].label
        for claim in about
        if claim.property in forms and isinstance(claim.value, Text)
    }

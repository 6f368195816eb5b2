"""Participants that are words or are found by meaning: the charge, the term, the sum, the prize, the place, who won."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from loaders.article.grammar import MAX_STEPS, clause, objects
from loaders.article.numbers import find_durations
from loaders.article.participants import entity, literal
from loaders.article.slots import doers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from loaders.article.matches import Match
    from loaders.article.telling import Reading

_CHARGE = frozenset({"of", "with", "for", "on", "over"})
_OF_NAMES = frozenset({"of", "with"})
_OF_TERMS = frozenset({"for", "on", "over"})
_NO_CHARGE = frozenset({"term", "prison", "court", "trial", "role", "part", "jail", "custody"})
_NO_NOUN = frozenset({"DATE", "TIME", "GPE", "PERSON", "MONEY"})
_COUNTS = frozenset({"count"})
_UNITS = frozenset({"year", "month", "day", "week", "life"})
_COUNTED = ("charge of ", "charges of ", "suspicion of ", "charge ", "charges ")


def _place(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    scene = reading.scenes.of(match.token)
    if scene is not None:
        yield scene.place.id, scene.token


def _charge(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield the words of a charge: what stands after "charged with", "convicted of", "on suspicion of"."""
    if match.end.lemma_ in _COUNTS and match.trigger.chain:
        for count in _counts(match.end):
            yield f"#{reading.parsed.words([word for word in phrase(count) if not _is_of_next(word, count)])}", count
        return
    for obj in (obj for prep in _charging(reading, match) for governed in prep.children for obj in _counts(governed)):
        if obj.dep_ not in {"pobj", "pcomp", "conj"} or obj.pos_ == "PRON" or obj.ent_type_ in _NO_NOUN:
            continue
        words = reading.parsed.words([word for word in phrase(obj) if not _is_of_next(word, obj)])
        if entity(reading.cast, obj) is None and not find_durations(words) and obj.lemma_.lower() not in _NO_CHARGE:
            start = next((len(lead) for lead in _COUNTED if words.lower().startswith(lead)), 0)
            yield f"#{words[start:]}", obj


def _counts(first: Token) -> list[Token]:
    """Return each of several counts: two counts of murder and one count of arson."""
    found = [first]
    # the list grows while it is read: each count hangs below the one before
    for charge in islice(found, MAX_STEPS):
        found.extend(child for child in charge.children if child.dep_ == "conj" and child.lemma_ in _COUNTS)
    return found


def _is_of_next(word: Token, charge: Token) -> bool:
    """Say whether `word` belongs to a charge that follows `charge`."""
    after = [child for child in charge.children if child.dep_ == "conj" and child.lemma_ in _COUNTS]
    return bool(after) and word.i >= after[0].left_edge.i - 1


def _charging(reading: Reading, match: Match) -> Iterator[Token]:
    """Yield the prepositions before a charge, also where the parse hangs them below the accused or below the term."""
    prepositions = _CHARGE | {"to"} if match.token.lemma_ in {"plead", "plea"} else _CHARGE
    heads = {match.token.i: match.token, match.end.i: match.end}
    yield from (prep for head in heads.values() for prep in head.children if prep.lower_ in prepositions)
    names = (
        [whom for whom in objects(match.token) if reading.cast.named(whom) is not None] if match.part == "verb" else []
    )
    yield from (prep for name in names for prep in name.children if prep.lower_ in _OF_NAMES)
    terms = [word for _, word in _term(reading, match)] if "term" in match.frame.roles else []
    yield from (prep for term in terms for prep in term.children if prep.lower_ in _OF_TERMS)


def _term(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    verb = match.token if match.token.pos_ == "VERB" else clause(match.token)
    for token in verb.subtree:
        if token.lemma_ not in _UNITS or _is_moment(token):
            continue
        durations = find_durations(reading.parsed.words([*token.subtree]))
        if durations:
            yield f"#{durations[0].iso}", token
            return
        if token.lower_ == "life" and token.dep_ in {"pobj", "compound", "dobj", "nmod"}:
            yield "#life", token
            return


def _is_moment(token: Token) -> bool:
    """Say whether a length of time says when, not how long: a year later, two days ago."""
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in {
        "later",
        "earlier",
        "ago",
        "before",
        "after",
    }


def _money(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    words = [token for token in match.token.subtree if token.ent_type_ == "MONEY"]
    if words:
        yield f"#{reading.parsed.words(words)}", words[0]


def _winner(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield who won: the subject of winning, or whose victory is reported."""
    if match.part in {"noun", "role"}:
        return
    victor = [child for child in match.end.children if child.dep_ in {"poss", "compound"}]
    found = victor if match.end.lemma_ in {"victory", "win"} and victor else doers(match.token)
    for token in found:
        member = entity(reading.cast, token)
        if member is not None and member.type in match.frame.takes:
            yield member.id, token


def _named(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield the event that the word itself names: the 2020 presidential election."""
    for token in (match.end, match.token):
        member = reading.cast.named(token)
        if member is not None and member.type == "event":
            yield member.id, token
            return
    if match.part == "phrase":
        # "reported a victory" means the one election that the article names
        elections = [member for member in reading.cast.members.values() if "election" in member.name.lower().split()]
        if len(elections) == 1:
            yield elections[0].id, match.end


def _office(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield to what somebody is appointed: as secretary of state, became governor."""
    for child in match.token.children:
        nouns = [child] if child.dep_ in {"attr", "oprd"} else []
        if child.dep_ == "prep" and child.lower_ in {"as", "to"}:
            nouns = [inner for inner in child.children if inner.dep_ == "pobj"]
        for noun in nouns:
            if noun.pos_ in {"NOUN", "PROPN"} and entity(reading.cast, noun) is None and (words := literal(noun)):
                yield words, noun
                return


def _status(_reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield what somebody is declared to be."""
    for child in match.token.subtree:
        if child.dep_ in {"oprd", "attr", "dobj"} and child.pos_ == "NOUN" and (words := literal(child)):
            yield words, child
            return


def _award(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    for member in reading.cast.within([*match.token.subtree], "award")[:1]:
        yield member.id, match.token


def _campaign(reading: Reading, match: Match) -> Iterator[tuple[str, Token]]:
    """Yield the campaign of the sentence, or for "signed its petition" the one last spoken of."""
    cast, here = reading.cast, reading.parsed.start(match.token)
    for member in cast.within([*match.token.sent], "campaign")[:1]:
        yield member.id, match.token
        return
    campaigns = [member for member in cast.members.values() if member.type == "campaign"]
    before = [(m.span, member.id) for member in campaigns for m in member.mentions if m.span.start < here]
    if before and match.trigger.chain:
        yield max(before)[1], match.token


MEANT: dict[str, Callable[[Reading, Match], Iterator[tuple[str, Token]]]] = {
    "place": _place,
    "charge": _charge,
    "term": _term,
    "money": _money,
    "winner": _winner,
    "named": _named,
    "office": _office,
    "status": _status,
    "award": _award,
    "campaign": _campaign,
}
"""The places of `frames.toml` that are found by meaning; all others are found by syntax (`loaders.article.slots`)."""


def phrase(token: Token) -> list[Token]:
    """Return the words of the phrase of `token` up to the first comma or clause."""
    found: list[Token] = []
    for word in sorted(token.subtree, key=lambda word: word.i):
        ends = word.is_punct and word.text in {",", ";", "—", "–", "."} and word.i > token.i
        if word.dep_ in {"relcl", "advcl", "acl"} or ends:
            break
        found.append(word)
    return found or [token]


def is_charged(token: Token) -> bool:
    """Say whether the words of a charge are called one: on charges of, to seven counts of."""
    return token.lemma_ in {"charge", "count"} or token.head.head.lemma_ in {"charge", "count"}

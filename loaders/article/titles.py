"""Offices and descriptions as claims: each once for a person and its words, with the body where one is named."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from loaders.article.descriptions import note_descriptions
from loaders.article.frames import frames
from loaders.article.holdings import holdings
from loaders.article.lexicon import known_places
from loaders.article.relation_words import relation_words
from loaders.article.telling import Told
from loaders.article.title_phrases import runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member
    from loaders.article.extraction import Arguments
    from loaders.article.holdings import Holding
    from loaders.article.telling import Ledger, Reading

_EVENTS = frozenset({"winner", "laureate", "recipient", "nominee", "candidate", "contender", "hopeful"})
"""Nouns that tell an event when they are said of somebody: X, winner of the prize."""
_GENERAL = frozenset({"group", "organization", "organisation", "company", "firm", "body", "party", "network"})
"""Nouns that say nothing new of a body."""
_PARTIES = frozenset({"party", "democrats", "republicans", "conservatives", "liberals", "greens"})
_BACK = 40
_FAR = 400
_BEFORE = frozenset({"former", "ex", "vice", "deputy", "acting", "assistant"})


class Titles:
    """Reads the offices of an article into a ledger."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self._reading = reading
        self._ledger = ledger
        self._told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def read(self) -> None:
        """Tell every office once for each person and wording."""
        found = holdings(self._reading.cast, self._reading.parsed.doc)
        for holding in found:
            for args in self._arguments(holding):
                role = str(args["role"])[1:].lower()
                if self._is_new(holding.member.id, str(args.get("org", "")) if "person" in args else "", role):
                    self._tell(holding, args)

    def _is_new(self, who: str, body: str, role: str) -> bool:
        """Say whether it was not told before, nor in more words: a secretary who is secretary of state."""
        told = self._told[who, body]
        for other in told:
            words = other.split()
            if other == role or (len(role.split()) == 1 and role in {words[0], words[-1]} and not _BEFORE & set(words)):
                return False
        told.append(role)
        return True

    def _arguments(self, holding: Holding) -> list[Arguments]:
        cast, member, title = self._reading.cast, holding.member, holding.title
        if _is_told_elsewhere(holding):
            return []
        role = f"#{self._reading.parsed.words(title.words)}"
        if title.noun.tag_ in {"NNS", "NNPS"} and role.lower().endswith(title.noun.lower_):
            known = title.noun.lemma_.lower() != title.noun.lower_  # the model leaves "Senators" as it is
            one = title.noun.lemma_ if known else title.noun.text.removesuffix("s")
            role = role[: -len(title.noun.text)] + one
        if member.type != "person":
            if len(title.words) == 1 and title.place is None and title.noun.lemma_.lower() in _GENERAL:
                return []
            return [{"org": member.id, "role": role, **({"place": title.place.id} if title.place is not None else {})}]
        bodies = [
            org for org in title.orgs if org is not member and title.noun.lemma_.lower() not in relation_words().lawyers
        ]
        if not bodies and (meant := _meant(self._reading.cast, title.all)) is not None and meant is not member:
            bodies = [meant]
        if not bodies and (party := self._party(title.words)) is not None:
            bodies, role = [party], f"#{self._reading.parsed.words(title.words[1:])}"
        if not bodies and (short := _shortened(cast, title.words)) is not None:
            bodies, role = [short[0]], f"#{self._reading.parsed.words(title.words[short[1] :])}"
        behind = {body.id for body in cast.within([token for token in title.all if token.i > title.noun.i], "org")}
        bodies = [body for body in bodies if body.id in behind] or bodies
        if title.noun.lemma_.lower() in relation_words().sent_to and title.place is not None:
            bodies = [body for body in bodies if body.id not in behind]
        if bodies:
            return [{"person": member.id, "org": org.id, "role": role} for org in bodies]
        return [{"person": member.id, "role": role, **({"place": title.place.id} if title.place is not None else {})}]

    def _party(self, words: Sequence[Token]) -> Member | None:
        """Return the party of "Conservative MP X", if the article names it."""
        word = words[0]
        if len(words) == 1 or word.lower_ not in relation_words().party_words or not word.text[0].isupper():
            return None
        members = self._reading.cast.members.values()
        parties = (member for member in members if member.type == "org" and member.name.startswith(word.text))
        return next((party for party in parties if party.name.split()[-1].lower() in _PARTIES), None)

    def _tell(self, holding: Holding, args: Arguments) -> None:
        title, said = holding.title, holding.rule == "copula"
        words = [*title.all, *holding.name]
        span = self._reading.parsed.span(words)
        alleged = any(token.lower_ in frames().hedges.alleged_words for token in title.all)
        self._ledger.tell(
            Told(
                "relation",
                "member" if "person" in args and "org" in args else "role",
                args,
                title.noun if said else holding.name[-1],
                (),
                f"{holding.rule} {title.noun.lower_}",
                evidence=span,
                dated=said,
                sure=None if said else "alleged" if alleged else "asserted",
            )
        )


def _shortened(cast: Cast, words: Sequence[Token]) -> tuple[Member, int] | None:
    """Return the body that "Council President X" and "committee chairman X" mean, and where the words go on."""
    shorts = relation_words().bodies | relation_words().departments
    number = next((k for k, word in enumerate(words[:-1]) if word.lower_ in shorts), None)
    if number is None:
        return None
    word = words[number]
    for i in range(word.i - 1, max(-1, word.i - _FAR), -1):
        member = cast.named(word.doc[i])
        if member is not None and member.type == "org" and word.lower_ in member.name.lower().split():
            return member, number + 1
    return None


def _is_short(holding: Holding) -> bool:
    """Say whether the holder has less than the full name there: a later telling with the full name is better."""
    return holding.rule == "title" and len(holding.name) == 1 and " " in holding.member.name


def _is_told_elsewhere(holding: Holding) -> bool:
    """Say whether the words tell an event or a relation: winner of a prize, X's lawyer, campaign leader for X."""
    title = holding.title
    lemma, first = title.noun.lemma_.lower(), title.all[0]
    before = first.nbor(-1) if first.i else first
    if lemma in relation_words().lawyers and (
        before.tag_ in {"POS", "PRP$"} or any(token.tag_ in {"POS", "PRP$"} for token in title.all)
    ):
        return True
    following = title.noun.nbor().lower_ if title.noun.i + 1 < len(title.noun.doc) else ""
    if lemma in relation_words().lawyers and following == "for" and len(title.words) == 1 and title.words[0] == first:
        return True
    if any(token.lower_ == "campaign" for token in title.words) and following == "for":
        return True
    return lemma in _EVENTS and holding.rule != "title"


def _meant(cast: Cast, words: Sequence[Token]) -> Member | None:
    """Return the body that "its director X" or "the company's director X" means: the last one named before it."""
    first = words[0]
    before = first.nbor(-1) if first.i else first
    owners = [
        token.nbor(-1)
        for token in words
        if token.tag_ == "POS"
        and cast.named(token.nbor(-1)) is None
        and token.nbor(-1).lower_ in relation_words().bodies
    ]
    for owner in owners:
        if (body := cast.of(owner)) is not None and body.type == "org":
            return body
    if not owners and before.lower_ != "its" and first.lower_ != "its":
        return None
    its = next((token for token in (before, first) if token.lower_ == "its"), None)
    if its is not None and (body := cast.of(its)) is not None and _is_body(body):
        return body
    for i in range(first.i - 1, max(-1, first.i - _BACK), -1):
        member = cast.named(first.doc[i])
        if cast.parsed.segments[i] != cast.parsed.segments[first.i]:
            return None
        if member is not None and _is_body(member):
            return member
    return None


def _is_body(member: Member) -> bool:
    """Say whether somebody can be of it: a body, or a hospital that is told as a place."""
    return member.type == "org" or (
        member.type == "place" and member.name.split()[-1].lower() in relation_words().institutions
    )


def _bodies(cast: Cast) -> None:
    """Take a name for that of a body where the noun before it says so: the newspaper X, state news agency Y."""
    for member, name in runs(cast, cast.parsed.doc, "person", "place"):
        noun = name[0].nbor(-1) if name[0].i else name[0]
        known = member.type == "place" and member.name in known_places()
        if name[0].is_sent_start or known or noun.lower_ not in relation_words().surely or member.gender is not None:
            continue
        if noun.dep_ not in {"poss", "dobj"} or noun.head in name:
            member.type = "org"


def note_roles(cast: Cast) -> None:
    """Note with each person the nouns that say what they are, so that "the mayor" can mean them."""
    _bodies(cast)
    for member, _, title, _ in holdings(cast, cast.parsed.doc):
        member.roles.update({title.noun.lower_, title.noun.lemma_.lower()})
    note_descriptions(cast)

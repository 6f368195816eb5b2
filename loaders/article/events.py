"""Events: the frames of `frames.toml` found in the parse, with their participants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.extraction import When
from loaders.article.fillers import Filler
from loaders.article.frames import frames
from loaders.article.grammar import is_passive, objects
from loaders.article.hedges import certainty
from loaders.article.matches import TELLING, lemma_of, matches
from loaders.article.numbers import Kind, find_numbers
from loaders.article.participants import entity, is_people
from loaders.article.segments import Part
from loaders.article.slot_words import is_charged, phrase
from loaders.article.telling import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import Arguments
    from loaders.article.matches import Match
    from loaders.article.telling import Ledger, Reading

_MANY = 8
_EACH_OTHER = frozenset({"other", "another"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "any", "no"})
_TITLES = frozenset({Part.HEADLINE, Part.CAPTION, Part.HEADING})
_MORE = frozenset({"in", "at", "on", "near", "outside", "inside", "against", "by", "over", "across"})
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


class Events:
    """Reads the events of an article into a ledger."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self._reading = reading
        self._ledger = ledger
        self._used: set[int] = set()
        self._described: set[tuple[str, str]] = set()
        self._told: set[tuple[object, ...]] = set()

    def read(self) -> None:
        """Tell every event that a frame finds, in the order of the text; a word tells one event.

        A frame marked `together` is told beside another: who is shot dead is shot, and dies.
        """
        for token in self._reading.parsed.tokens:
            if token.pos_ not in TELLING:
                continue
            taken, told = token.i in self._used, set[str]()
            for match in matches(token):
                frame = match.frame
                free = (frame.together or not taken) and frame.type not in told
                if free and self._tells(match) and self._tell(match):
                    taken = taken or not frame.together
                    told.add(frame.type)

    def _tells(self, match: Match) -> bool:
        """Say whether the article tells an event there: it happened, is said by somebody, is not only a name."""
        token, frame = match.token, match.frame
        if frame.done and certainty(token) == "negated":
            return False
        if match.part == "noun":
            return not _is_told_by_its_verb(match) and (not frame.place_first or self._happens(token))
        if match.part == "adjective":
            return self._reading.parsed.part(token) not in _TITLES and token.head.pos_ != "VERB"
        return match.part == "role" or self._verb_tells(match)

    def _verb_tells(self, match: Match) -> bool:
        token, frame = match.token, match.frame
        if any(wanted.startswith(":") for wanted in match.trigger.chain) and not self._judges(match):
            return False
        if frame.type == "reaction" and match.end.lower_ == "as" and not self._quotes(match.end):
            return False
        if frame.type == "statement" and self._reading.voices.quote(token) is not None:
            return False
        if frame.dated and not self._is_occasion(token):
            return False
        harmed = objects(token) if match.part == "verb" and frame.victims else []
        return not harmed or any(
            is_people(other) or other.lemma_.lower() in frames().targets or entity(self._reading.cast, other)
            for other in harmed
            if other.lower_ not in _EACH_OTHER
        )

    def _judges(self, match: Match) -> bool:
        """Say whether what somebody calls something stands between quotation marks: a judgement, not a name."""
        quoted = (word.is_quote or self._reading.voices.quote(word) is not None for word in match.end.subtree)
        return not is_passive(match.token) and any(quoted)

    def _is_occasion(self, verb: Token) -> bool:
        """Say whether it is an event of its own that somebody speaks: the text says when, or a headline tells it."""
        announces = verb.lemma_.lower() in frames().speech.announcing
        if verb.tag_ == "VBG" or not self._says(verb):
            return False
        in_title = announces and self._reading.parsed.part(verb) is Part.HEADLINE
        return in_title or self._reading.times.of(verb) is not None

    def _quotes(self, prep: Token) -> bool:
        """Say whether what somebody describes something as is given in their words, and so a judgement."""
        return any(self._reading.voices.quote(word) is not None for word in prep.subtree)

    def _says(self, verb: Token) -> bool:
        """Say whether `verb` gives somebody's words: a clause below it, or a quotation of which it is the verb."""
        parts = {"ccomp", "dobj", "xcomp"} if verb.lemma_.lower() in frames().speech.announcing else {"ccomp"}
        return any(child.dep_ in parts for child in verb.children) or self._reading.voices.is_cue(verb)

    def _happens(self, noun: Token) -> bool:
        """Say whether a noun tells of what happened: it has a place or a day, or a verb says that it took place."""
        if self._reading.scenes.of(noun) is not None or self._reading.times.of(noun) is not None:
            return True
        if self._is_plain(noun) and any(_tells_more(child) for child in noun.children):
            return True
        if self._reading.parsed.part(noun) is Part.HEADLINE:
            return True
        if noun.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
            return False
        definite = any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children)
        verb = noun.head.lemma_.lower()
        took_place = verb == "take" and any(child.lower_ == "place" for child in noun.head.children)
        return took_place or verb in frames().occurring or (not definite and verb in frames().happening)

    def _is_plain(self, noun: Token) -> bool:
        """Say whether `noun` stands in the text itself: not in a heading, nor in somebody's words."""
        return self._reading.parsed.part(noun) not in _TITLES and self._reading.voices.quote(noun) is None

    def _tell(self, match: Match) -> bool:
        """Tell what `match` tells; say whether anything was told."""
        frame = match.frame
        filled = Filler(self._reading, match).filled()
        if filled is None:
            return False
        self._used.update(word.i for word in (match.words[:1] if frame.together else match.words))
        if "charge" in filled:  # what somebody is charged with is not told as having happened
            self._used.update(word.i for word in phrase(filled["charge"][0][1]))
        first = filled.pop(frame.first, [("", match.token)])
        about = {value for value, _ in first}
        rest = {role: found[0] for role, found in filled.items() if found[0][0] not in about}
        charges = filled.get("charge", []) if frame.type == "charge" else []
        for value, word in _jointly(first[:_MANY]):
            again = self._is_told_again(match, value, rest)
            if not again and (match.part != "adjective" or self._first_time(frame.type, str(value))):
                self._tell_of(match, value, word, rest)
            for charge in charges[1:]:  # each count is a charge of its own
                self._tell_of(match, value, word, {**rest, "charge": charge})
        return True

    def _is_told_again(self, match: Match, value: str | tuple[str, ...], rest: Mapping[str, tuple[str, Token]]) -> bool:
        """Say whether the sentence has told it before: "the court found …, and found …" is one ruling."""
        new = [rest[role][0] for role in ("charge", "term", "award", "to") if role in rest]
        key = self._reading.parsed.numbers[match.token.i], match.frame.type, value, *new
        known = key in self._told
        self._told.add(key)
        return known

    def _tell_of(
        self, match: Match, value: str | tuple[str, ...], word: Token, rest: Mapping[str, tuple[str, Token]]
    ) -> None:
        """Tell the event of one of those whom it is about."""
        token, frame = match.token, match.frame
        args: Arguments = {frame.first: value} if value else {}
        args |= {role: given for role, (given, _) in rest.items()}
        scene = self._reading.scenes.of(token)
        told = Told(
            "event",
            frame.type,
            args,
            token,
            [word, match.end, *(other for _, other in rest.values())],
            f"{match.part} {'>'.join((lemma_of(token), *match.trigger.chain))}",
            value=_value(args, value if isinstance(value, str) else ""),
            when=self._year_of(args.get("event")) if frame.type == "election" else None,
            place=scene.place.id if scene else None,
            at_most=frame.at_most,
        )
        self._ledger.tell(told)
        if "charge" in frame.also and "charge" in rest and is_charged(rest["charge"][1]):
            charged: Arguments = {frame.first: value, "charge": rest["charge"][0]}
            self._ledger.tell(told._replace(type="charge", args=charged, value=None, rule=f"{told.rule} charge"))

    def _year_of(self, event: object) -> When | None:
        """Return the year that an election carries in its name: the 2020 presidential election."""
        member = self._reading.cast.members.get(event) if isinstance(event, str) else None
        found = _YEAR.search(member.name) if member is not None else None
        return When(found.group()) if found else None

    def _first_time(self, kind: str, who: str) -> bool:
        """Say whether an adjective ("jailed") says this of somebody for the first time: later it only recalls it."""
        known = (kind, who) in self._described
        self._described.add((kind, who))
        return not known and not who.startswith("#")


def _jointly(participants: Sequence[tuple[str, Token]]) -> list[tuple[str | tuple[str, ...], Token]]:
    """Return the participants, those named with "and" as one: A and B of "A and B were arrested along with C"."""
    together: dict[int, list[tuple[str, Token]]] = {}
    for value, word in participants:
        together.setdefault(_first_of(word).i, []).append((value, word))
    return [
        (found[0][0] if len(found) == 1 else tuple(value for value, _ in found), found[0][1])
        for found in together.values()
    ]


def _first_of(word: Token) -> Token:
    """Return the first of those that `word` is joined to by "and"."""
    while word.dep_ == "conj" and word.head.i < word.i:
        word = word.head
    return word


def _tells_more(child: Token) -> bool:
    """Say whether a word below a noun says where, by whom, against whom or how often: the attack on a convoy."""
    if child.dep_ == "nummod":
        return True
    governed = child.dep_ == "prep" and child.lower_ in _MORE
    return governed and any(obj.dep_ == "pobj" and obj.pos_ in {"NOUN", "PROPN"} for obj in child.children)


def _is_told_by_its_verb(match: Match) -> bool:
    """Say whether a verb that follows tells the event of a noun with it: a protest was held."""
    noun, verb = match.token, match.token.head
    if verb.i <= noun.i or verb.pos_ != "VERB":
        return False
    told = (other for other in matches(verb) if other.frame.type == match.frame.type)
    return any(word.i == noun.i for other in told for word in other.words)


def _value(args: Arguments, first: str) -> int | str | None:
    """Return the term of a sentence, or how many an event is about when they have no name."""
    term = args.get("term")
    if isinstance(term, str):
        return term.removeprefix("#")
    numbers = find_numbers(first[1:]) if first.startswith("#") else []
    return next((number.value for number in numbers if number.kind is Kind.COUNT), None)

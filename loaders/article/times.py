"""When a told event happened: which date of its sentence belongs to it, and which day that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.dates import Anchors, as_day, find_dates, published_day, resolve
from loaders.article.day_words import day_words
from loaders.article.extraction import When
from loaders.article.frames import frames, triggers
from loaders.article.grammar import SUBJECTS, VERBAL, ancestors, clause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from loaders.article.date_cores import Expression
    from loaders.article.parsed import Parsed
    from loaders.article.voices import Voices

_NEAR = frozenset({"acl", "xcomp", "ccomp", "pcomp", "advcl"})
_BEGINS = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
_APART = frozenset({"until", "before", "after", "since", "because", "if", "unless", "although", "though"})
_AT_THE_TIME = frozenset({"in", "at", "during", "amid", "amidst"})
_OTHER_TIME = frozenset({"until", "till", "before", "after", "since", "following", "despite"})
_UNTIL = frozenset({"until", "till", "before", "since"})
_AHEAD_OF = frozenset({"ahead", "advance", "prior", "eve"})
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_LEAVES_PHRASE = frozenset({"VERB", "AUX", "PUNCT", "SCONJ", "CCONJ"})
_JOINED, _OCCASION, _PHRASE = 3, 4, 5
_YEAR = 4
_LOOKS_BACK = 4
"""Sentences in which a day may stand that "the next day" counts from."""
_FUTURE = frozenset({"will", "'ll", "wo", "shall"})
_AHEAD = frozenset({"schedule", "plan", "expect", "slate", "set", "due", "await"})


class _Dated(NamedTuple):
    """A date of a sentence: what it says, the token that it hangs on, what is above, nearest first, and its verb."""

    expression: Expression
    root: Token
    above: list[Token]
    verb: Token


class Times:
    """Tells of every token when it happened. Ask in the order of the text: "two days later" looks back."""

    def __init__(self, parsed: Parsed, published: str | None, voices: Voices) -> None:
        self._parsed = parsed
        self._voices = voices
        self._published = published_day(published.rstrip("?~%")) if published else None
        self._previous: date | None = None
        self._ahead: tuple[int, date] | None = None
        self._told_at = -1
        self._dates: dict[int, list[_Dated]] = {}
        self._known: dict[int, When | None] = {}

    def of(self, token: Token) -> When | None:
        """Return when what `token` tells happened, if its sentence says so."""
        if token.i not in self._known:
            self._known[token.i] = self._when(token)
        found = self._known[token.i]
        segment = self._parsed.segments[token.i]
        day = as_day(found.edtf) if found is not None else None
        if day is not None:
            self._told_at = token.i
            # the story goes on from a day that lies ahead only as far as the paragraph does
            ahead = self._published is not None and day > self._published
            self._previous, self._ahead = (self._previous, (segment, day)) if ahead else (day, None)
        return found

    def recall(self, token: Token, day: date) -> None:
        """Let `day` be what "two days later" looks back to: `token` tells an event again without its day."""
        self._previous, self._ahead, self._told_at = day, None, token.i

    def has_date(self, token: Token) -> bool:
        """Say whether the sentence of `token` speaks of any day of its own."""
        return bool(self._in_sentence(self._parsed.numbers[token.i]))

    def years(self, token: Token) -> set[str]:
        """Return the years that the sentence of `token` names, or else that before it in the paragraph."""
        number, segments = self._parsed.numbers[token.i], self._parsed.segments
        for near in (number, number - 1):
            if near < 0 or segments[self._parsed.sentences[near].start] != segments[token.i]:
                break
            expressions = [dated.expression for dated in self._in_sentence(near)]
            found = [resolve(expression, Anchors(self._published)) for expression in expressions]
            if found:
                return {edtf[:_YEAR] for edtf in found if edtf is not None}
        return set()

    def is_ahead(self, edtf: str) -> bool:
        """Say whether a date begins after the day of publication: what then happens is not yet a fact."""
        begins = _BEGINS.match(edtf)
        if begins is None or self._published is None:
            return False
        return begins.group() > self._published.isoformat()[: len(begins.group())]

    def _when(self, token: Token) -> When | None:
        token = _claimed(token)
        number = self._parsed.numbers[token.i]
        near = [(far, dated) for dated in self._in_sentence(number) if (far := _distance(token, dated)) is not None]
        if not near:
            return None
        _, (expression, root, _, _) = min(near, key=lambda item: item[0])
        if expression.form in {"near", "away"} and self._voices.quote(root) is not None:
            return None  # "today" inside a quotation is the day of the words, which need not be that of the article
        edtf = resolve(expression, Anchors(self._published, self._before(token, root), _is_future(token)))
        return When(edtf, " ".join(expression.text.split())) if edtf else None

    def _before(self, token: Token, root: Token) -> date | None:
        """Return the day that "the next day" at `root` looks back to: of the last event, or that last named."""
        if self._ahead is not None and self._ahead[0] == self._parsed.segments[token.i]:
            return self._ahead[1]
        number = self._parsed.numbers[token.i]
        for near in range(number, max(number - _LOOKS_BACK, -1), -1):
            for dated in reversed(self._in_sentence(near)):
                if not self._told_at < dated.root.i < root.i or dated.expression.form not in {"day", "weekday"}:
                    continue
                day = as_day(resolve(dated.expression, Anchors(self._published)))
                if day is not None and (self._published is None or day <= self._published):
                    return day
        return self._previous

    def _in_sentence(self, number: int) -> list[_Dated]:
        if number not in self._dates:
            sentence = self._parsed.sentences[number]
            self._dates[number] = [_dated(expression, sentence) for expression in find_dates(sentence.text)]
        return self._dates[number]


def _claimed(verb: Token) -> Token:
    """Return the attack that somebody claims, or claims responsibility for, which is not of the day of the claim."""
    if verb.lemma_ != "claim" or verb.pos_ != "VERB":
        return verb
    below = [child for child in verb.children if child.dep_ in _CORE]
    below += [inner for child in below for prep in child.children if prep.lower_ == "for" for inner in prep.children]
    return next((token for token in below if ("noun", token.lemma_.lower()) in triggers()), verb)


def _dated(expression: Expression, sentence: Sentence) -> _Dated:
    """Return a date with what it hangs on; for "on Friday" that is the noun, not the preposition."""
    begin = sentence.start_char
    tokens = [token for token in sentence if expression.start <= token.idx - begin < expression.end] or [sentence[0]]
    inside = {token.i for token in tokens}
    outer = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
    root = (outer or tokens)[-1]
    verb = clause(root)
    says = verb.head
    if _is_between(says, root, verb):
        return _Dated(expression, root, [says, *ancestors(says)], says)
    return _Dated(expression, root, list(ancestors(root)), verb)


def _is_between(says: Token, root: Token, verb: Token) -> bool:
    """Say whether a date stands between a verb of speech and what it says, so that it is of the saying."""
    if verb.dep_ != "ccomp" or not says.i < root.i < verb.i or says.lemma_.lower() not in frames().speech.verbs:
        return False
    begins = min((child.left_edge.i for child in verb.children if child.dep_ in SUBJECTS), default=-1)
    return root.i < begins and all(not token.is_punct and token.dep_ != "mark" for token in root.doc[says.i : root.i])


def _distance(trigger: Token, dated: _Dated) -> float | None:
    """Return how far the date is from the trigger in the parse; None when it belongs to something else."""
    form, root, above = dated.expression.form, dated.root, dated.above
    if form in {"occasion", "anniversary"}:
        return 1.0 if (trigger.pos_ == "NOUN") == (form == "anniversary") else None
    if root.i == trigger.i:
        return 0.0
    if _is_of_another(dated, trigger):
        return None
    steps = next((step for step, token in enumerate(above) if token.i == trigger.i), None)
    if steps is not None:
        return None if _between(above[:steps], trigger) else steps + 1.0
    if trigger.pos_ in _NOUNS and _is_beside(trigger, root, clause(trigger)):
        return 2.0
    return _clauses_apart(trigger, dated)


def _is_beside(noun: Token, root: Token, verb: Token) -> bool:
    """Say whether a date stands in the phrase of `noun`, where the parse missed it: the May 2017 Pride rally.

    After the noun only before the verb, for what follows the verb is its own: after his conviction last year, he fled.
    """
    low, high = sorted((noun.i, root.i))
    between = noun.doc[low + 1 : high]
    if len(between) > _PHRASE or any(token.pos_ in _LEAVES_PHRASE for token in between):
        return False
    if root.i < noun.i:
        return all(token.pos_ != "ADP" for token in between) and not (root.head.pos_ == "ADP" and root.dep_ == "pobj")
    return noun.dep_ == "pobj" and noun.head.lower_ in _OTHER_TIME and root.i < verb.i


def goes_with(noun: Token, verb: Token) -> bool:
    """Say whether what `noun` tells happened when the clause of `verb` did: a rally was held, hurt in an attack."""
    for _ in range(_JOINED):
        if noun.dep_ == "conj" and noun.head.pos_ in _NOUNS:
            noun = noun.head
        elif noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in day_words().many:
            noun = noun.head.head
        else:
            break
    if noun.i == verb.i:
        return True
    above = noun.head
    if noun.dep_ == "pobj":
        return above.lower_ in _AT_THE_TIME and above.head.i == verb.i
    words, lemma = frames(), verb.lemma_.lower()
    light = lemma in words.occurring or lemma in words.happening or lemma in day_words().light
    return above.i == verb.i and noun.dep_ in _CORE and light


def _is_of_another(dated: _Dated, trigger: Token) -> bool:
    """Say whether a date is that of an occasion still to come: until a hearing on May 3, ahead of the 2020 election."""
    beside = dated.root
    for _ in range(2 if not beside.is_sent_start and beside.nbor(-1).pos_ == "ADP" else 1):
        beside = beside if beside.is_sent_start else beside.nbor(-1)
    for token in (beside, *dated.above[:_OCCASION]):
        if token.pos_ in {"VERB", "AUX"} or token.i == trigger.i:
            return False
        ahead = token.head.lower_ in _UNTIL or token.head.head.lower_ in _AHEAD_OF
        if token.dep_ == "pobj" and token.pos_ in _NOUNS and ahead:
            return True
    return False


def _clauses_apart(trigger: Token, dated: _Dated) -> float | None:
    """Return how far the clause of a trigger is from the clause that a date stands in."""
    root = dated.root
    own, other = clause(trigger), dated.verb
    if any(token.pos_ == "NOUN" and token.i not in {own.i, other.i} and _tells(token) for token in dated.above):
        return None
    if trigger.pos_ == "NOUN" and not goes_with(trigger, own):
        return None
    return 4.0 if own.i == other.i else _of_other_clause(own, other, root)


def _of_other_clause(own: Token, other: Token, root: Token) -> float | None:
    """Return how far a clause is from another one, `other`, in which the date `root` stands."""
    if own.head.i == other.i and own.dep_ == "conj":
        return 5.0 if root.i < own.i else None
    if own.dep_ == "relcl" and other.lemma_ == "be" and own.head.head.i == other.i:
        return 6.0  # "the last message I received was in February"
    if all(token.i != other.i for token in ancestors(own)):
        return None
    if other.lemma_.lower() in frames().speech.verbs:
        return 9.0 if root.i < own.i and root.i < other.i and own.dep_ != "ccomp" else None
    leaves = any(child.dep_ == "mark" and child.lower_ in _APART for child in own.children)
    background = own.dep_ == "acl" and own.tag_ == "VBN"  # a priest jailed in Iran
    return 7.0 if own.dep_ in _NEAR and not (leaves or background) else None


def _parts(verb: Token) -> bool:
    """Say whether a verb begins another telling, and does not share its end: arrested and jailed on Monday."""
    if verb.dep_ != "conj" or verb.pos_ not in VERBAL:
        return False
    apart = any(child.dep_ in SUBJECTS for child in verb.children)
    return apart or any(token.is_punct for token in verb.doc[verb.head.i : verb.i])


def _between(tokens: Sequence[Token], trigger: Token) -> bool:
    """Say whether another event stands between a date and the trigger: then the date is that event's."""
    return any(_parts(token) or (_tells(token) and not _goes_along(token, trigger)) for token in tokens)


def _goes_along(token: Token, trigger: Token) -> bool:
    """Say whether what `token` tells was when the trigger was: hurt in an attack, killed by hanging."""
    return (
        token.lemma_ == "election"
        or (token.dep_ in {"acl", "relcl"} and token.head.i == trigger.i)
        or (token.dep_ == "pobj" and token.head.lower_ in _AT_THE_TIME)
        or (token.dep_ == "pcomp" and token.head.lower_ == "by")
        or (token.dep_ == "conj" and token.pos_ == "VERB")
    )


def _tells(token: Token) -> bool:
    part = "noun" if token.pos_ == "NOUN" else "verb"
    of_its_own = token.pos_ in VERBAL and token.dep_ in {"relcl", "ccomp", "advcl"}
    return of_its_own or (part, token.lemma_.lower()) in triggers()


def _is_future(token: Token) -> bool:
    """Say whether what `token` tells lies ahead of the day of the article: will, is to, is scheduled for."""
    verb = clause(token)
    if verb.lemma_ in _AHEAD or any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in verb.children):
        return True
    infinitive = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    # "was allowed to visit her in February" is past
    return infinitive and clause(verb.head).tag_ not in {"VBD", "VBN"}

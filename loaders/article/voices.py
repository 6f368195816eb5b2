"""Whose word a claim is: the outlet's own, somebody's between quotation marks, or somebody's as the outlet tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import ARTICLE
from loaders.article.frames import frames
from loaders.article.grammar import agents, ancestors, clause, is_passive, subjects
from loaders.article.saying import TO_SOMEBODY, first_speaker, sayers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from loaders.article.cast import Cast
    from loaders.article.extraction import Attribution
    from loaders.article.quotes import Quote

_SAID = frozenset({"ccomp", "parataxis"})
_REPORTED = frozenset({"xcomp", "ccomp", "oprd", "prep"})
_TITLES = frozenset({"appos", "compound", "nmod", "flat"})
_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass", "attr"})
_TAG = 8
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON"})
_AS_THEY = frozenset(
    {"say", "report", "tell", "confirm", "announce", "state", "claim", "allege", "note", "write", "show", "reveal"}
)
_CLAIM = frozenset({"claim", "take", "accept", "admit", "assume"})
_CONFESS = frozenset({"confess", "admit", "describe", "recall", "acknowledge", "recount"})
_COUNTS = frozenset({"report", "confirm", "estimate"})


class Voice(NamedTuple):
    """Who asserts a claim, and how the article gives their word."""

    speaker: str
    attribution: Attribution


NARRATION = Voice(ARTICLE, "narration")


class Voices:
    """Tells of every token whose word it is."""

    def __init__(self, cast: Cast, quotes: Sequence[Quote]) -> None:
        self._cast = cast
        self._quotes = {token.i: quote for quote in quotes for token in quote.tokens}
        self._cues = {quote.cue_token.i for quote in quotes if quote.cue_token is not None}
        self._known: dict[int, Voice | None] = {}
        self._attributing: dict[int, list[Token]] = {}

    def quote(self, token: Token) -> Quote | None:
        """Return the quotation that `token` stands in."""
        return self._quotes.get(token.i)

    def is_cue(self, verb: Token) -> bool:
        """Say whether `verb` is the one by which somebody says a quotation."""
        return verb.i in self._cues

    def of(self, token: Token) -> Voice | None:
        """Return whose word `token` is; None inside a quotation of which nobody knows who said it."""
        if token.i not in self._known:
            self._known[token.i] = self._voice(token)
        return self._known[token.i]

    def _voice(self, token: Token) -> Voice | None:
        quote = self._quotes.get(token.i)
        if quote is not None:
            return Voice(quote.speaker, "direct") if quote.speaker else None
        if self._is_title(token):
            return NARRATION
        said = self._reported(token) or self._claimed(token)
        return said or self._according(token) or self._tagged(token) or self._named_last(token) or NARRATION

    def _is_title(self, token: Token) -> bool:
        """Say whether `token` only says who somebody is: the outlet's words, wherever they stand."""
        if token.dep_ == "amod" and token.head.dep_ in _TITLES:
            token = token.head
        named = self._cast.named(token)
        if named is not None and named.type == "person":
            return True
        words = frames()
        lemma = token.lemma_.lower()
        return (
            token.pos_ in {"NOUN", "PROPN"}
            and (lemma in words.titles or lemma in words.kin)
            and (token.dep_ in _TITLES or self._before_name(token))
        )

    def _before_name(self, token: Token) -> bool:
        """Say whether the name of a person follows: her husband Jan Kowal."""
        after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
        named = self._cast.named(after)
        return named is not None and named.type == "person" and after.sent == token.sent

    def _reported(self, token: Token) -> Voice | None:
        """Return whose words `token` is when a word of speech above it governs its clause."""
        speech, hedges = frames().speech, frames().hedges
        below = token
        for above in ancestors(token):
            lemma = above.lemma_.lower()
            nouns: Iterable[Token] = ()
            unsaid = any(child.dep_ == "neg" for child in above.children)
            if above.pos_ in {"VERB", "AUX"} and lemma in speech.indirect and not (unsaid or above.i in self._quotes):
                if is_passive(above) and below.dep_ in _REPORTED:
                    nouns = agents(above)
                elif (below.dep_ in _SAID and not _parted(below, above)) or (lemma in _COUNTS and _is_number_of(below)):
                    nouns = sayers(above, self._quotes)
            elif above.pos_ == "NOUN" and _is_content(below) and lemma in speech.documents | hedges.alleged_nouns:
                nouns = [above, *(subjects(clause(above)) if above.dep_ in _OBJECTS else ())]
            if (voice := self._first(nouns)) is not None:
                return voice
            below = above
        return None

    def _claimed(self, token: Token) -> Voice | None:
        """Return who says that it was they: who claim an attack or responsibility for it, who confess to a killing."""
        verb = next((above for above in (token, *ancestors(token)) if above.lemma_.lower() in _CLAIM | _CONFESS), token)
        lemma, below = verb.lemma_.lower(), {child.lower_ for child in verb.children}
        if lemma in _CONFESS and token.tag_ == "VBG" and token.dep_ in {"xcomp", "pcomp", "ccomp"}:
            return self._first(subjects(verb))
        if lemma == "claim" and is_passive(verb) and (token.i == verb.i or token.dep_ == "nsubjpass"):
            return self._first(agents(verb))
        if lemma in _CLAIM and "responsibility" in below and token.i >= verb.i and not is_passive(verb):
            return self._first(subjects(verb))
        return None

    def _named_last(self, token: Token) -> Voice | None:
        """Return who a tag at the end names after its verb: …, say police; …, reported the ministry."""
        sentence = self._cast.parsed.sentence(token)
        words = [word for word in sentence[-_TAG:] if not word.is_space]
        places = [place for place, word in enumerate(words) if word.text == ","]
        tag = [word for word in words[places[-1] + 1 :] if not word.is_punct] if places else []
        if not tag or token.i >= tag[0].i or tag[0].lemma_.lower() not in frames().speech.indirect:
            return None
        if tag[0].lemma_.lower() in TO_SOMEBODY or any(word.pos_ not in _NOMINAL for word in tag[1:]):
            return None
        return self._first(tag[-1:])

    def _first(self, nouns: Iterable[Token]) -> Voice | None:
        found = first_speaker(self._cast, [*nouns])
        return Voice(found.id, "indirect") if found is not None else None

    def _according(self, token: Token) -> Voice | None:
        """Return who "according to X" names in the clause of `token`."""
        sentence = self._cast.parsed.sentence(token)
        if sentence.start not in self._attributing:
            self._attributing[sentence.start] = [word for word in sentence if _attributes(word)]
        for candidate in self._attributing[sentence.start]:
            own = candidate.i in self._quotes or any(above.i == candidate.i for above in (token, *ancestors(token)))
            if not own and (_is_of_all(candidate, sentence) or _shares_clause(candidate, token)):
                return self._first(sayers(candidate))
        return None

    def _tagged(self, token: Token) -> Voice | None:
        """Return who a speech tag at the end of the sentence names, where the parse missed it: …, Homich says."""
        sentence = self._cast.parsed.sentence(token)
        last = [other for other in sentence[-_TAG:] if not other.is_punct and not other.is_space][-1:]
        verb = last[0] if last else token
        if verb.i == token.i or verb.lemma_.lower() not in frames().speech.indirect or verb.pos_ != "VERB":
            return None
        comma = next((other.i for other in reversed(list(sentence)) if other.i < verb.i and other.text == ","), None)
        if comma is None or token.i > comma or any(child.dep_ in {"aux", "mark"} for child in verb.children):
            return None
        for i in range(verb.i - 1, comma, -1):
            member = self._cast.named(sentence.doc[i])
            if member is not None and sentence.doc[i].dep_ != "pobj":
                return Voice(member.id, "indirect")
        return None


def _is_content(verb: Token) -> bool:
    """Say whether the clause of `verb` is what a statement or a claim says: "the claim that he fled"."""
    return verb.dep_ in {"acl", "ccomp", "relcl"} and any(
        child.lower_ == "that" and child.dep_ == "mark" for child in verb.children
    )


def _is_number_of(token: Token) -> bool:
    """Say whether `token` is what is counted: three deaths."""
    return token.dep_ == "dobj" and any(child.dep_ == "nummod" for child in token.children)


def _parted(below: Token, above: Token) -> bool:
    """Say whether a semicolon stands between, so that they are two sentences joined by the parse."""
    return below.i < above.i and any(token.text == ";" for token in below.doc[below.i : above.i])


def _attributes(token: Token) -> bool:
    """Say whether `token` gives its sentence to somebody: according to X, per X, as X reported."""
    if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
        return True
    return (
        token.dep_ == "advcl"
        and token.lemma_.lower() in _AS_THEY
        and any(child.dep_ == "mark" and child.lower_ == "as" for child in token.children)
        and not any(child.dep_ in {"dobj", "ccomp"} for child in token.children)
    )


def _is_of_all(according: Token, sentence: Sentence) -> bool:
    """Say whether an attribution stands at the beginning or, after a comma, at the end: it is of the whole sentence."""
    below = list(according.subtree)
    if according.i - sentence.start <= 1:
        return True
    after = [token for token in sentence.doc[below[-1].i + 1 : sentence.end] if not token.is_punct]
    ends = not after or after[0].is_space or after[0].tag_ == "WP"
    return ends and sentence.doc[below[0].i - 1].text == ","


def _shares_clause(according: Token, token: Token) -> bool:
    main = clause(according.head)
    return main.i == token.i or main.i == clause(token).i or any(above.i == main.i for above in ancestors(token))

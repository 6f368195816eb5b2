"""How a relation gets into the ledger: once for each pair, on the words between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.participants import entity
from loaders.article.relation_words import relation_words
from loaders.article.telling import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Arguments, Certainty
    from loaders.article.telling import Ledger, Reading

_MUTUAL = frozenset({"sibling", "spouse", "opponent"})
_LASTING = frozenset({"sibling", "parent", "part_of", "located_in"})
"""What holds whatever day the sentence speaks of."""
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_LONG = 160


class Tie(NamedTuple):
    """A relation as a rule finds it: `trigger` tells it, `words` are its participants and what else is its evidence.

    The same pair is told again if `again` differs: somebody works for a body and founded it.
    """

    kind: str
    args: Arguments
    trigger: Token
    words: Sequence[Token]
    rule: str
    sure: Certainty | None = None
    value: str | None = None
    again: str = ""


class Related:
    """The relations of an article as they are found; `reading` is where they are found."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self.reading = reading
        self.cast = reading.cast
        self._ledger = ledger
        self._told: set[tuple[str, ...]] = set()
        self._couple: list[Member] = []

    def tell(self, tie: Tie) -> None:
        """Take in a relation on the words from the first of its words to the last, if it is new."""
        given = [str(value) for value in tie.args.values()][:2]
        key = (tie.kind, *(sorted(given) if tie.kind in _MUTUAL else given), tie.again)
        if key in self._told:
            return
        self._told.add(key)
        if tie.kind == "spouse":
            self._couple = [
                member for value in given if (member := self.cast.members.get(value)) is not None and member.names
            ]
        trigger = tie.trigger
        beside = [word for word in (trigger, *tie.words) if word.sent == trigger.sent]
        span = self.reading.parsed.span(self._whole(beside))
        if span.end - span.start > _LONG:
            nearest = min(beside, key=lambda word: abs(word.i - trigger.i) or _LONG)
            span = self.reading.parsed.span([trigger, nearest])
        self._ledger.tell(
            Told(
                "relation",
                tie.kind,
                tie.args,
                trigger,
                tie.words,
                tie.rule,
                value=tie.value,
                evidence=span,
                sure="negated" if trigger.pos_ == "VERB" and is_over(trigger) else tie.sure,
                dated=tie.kind not in _LASTING and not tie.rule.startswith("kin "),
            )
        )

    def couple(self) -> list[Member]:
        """Return the two named people last told to be married, if any."""
        return self._couple if len(self._couple) > 1 else []

    def known(self, kind: str, *members: str) -> bool:
        """Say whether a relation `kind` between `members`, or of the one given, was told."""
        return any(told[0] == kind and all(member in told[1:] for member in members) for told in self._told)

    def entity(self, token: Token) -> Member | None:
        """Return whom or what `token` speaks of, a relative pronoun that the parse hung elsewhere included."""
        found = entity(self.cast, token)
        if found is not None or token.lower_ not in _RELATIVE:
            return found
        doc = token.doc
        for i in range(token.i - 1, max(-1, token.i - 3), -1):
            if (named := self.cast.named(doc[i])) is not None:
                return named
            if doc[i].text != ",":
                return None
        return None

    def _whole(self, words: Sequence[Token]) -> list[Token]:
        """Return `words` with all words of the names that they are part of."""
        found = list(words)
        for word in words:
            member = self.cast.named(word)
            for step in (-1, 1):
                i = word.i + step
                while (
                    member is not None
                    and 0 <= i < len(word.doc)
                    and self.cast.named(word.doc[i]) is member
                    and abs(i - word.i) < len("a long name")
                ):
                    found.append(word.doc[i])
                    i += step
        return found


def is_over(verb: Token) -> bool:
    """Say whether words beside a verb deny what it says: he no longer works for B, he is almost a father."""
    for child in verb.children:
        no_longer = child.lower_ == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no"
        if no_longer or child.lower_ in relation_words().unlike:
            return True
    return False

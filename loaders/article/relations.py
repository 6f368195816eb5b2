"""Relations: which words of an article may tell one, and which module reads them. Offices: `loaders.article.titles`."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.kinship import (
    is_lawyer,
    read_birth,
    read_children,
    read_kin,
    read_lawyer,
    read_marriage,
    read_match,
    read_representation,
)
from loaders.article.memberships import read_beside, read_board, read_membership, read_owner, read_party
from loaders.article.parts_of import read_capital, read_division, read_land, read_part
from loaders.article.related import Related
from loaders.article.relation_words import relation_words
from loaders.article.stances import (
    read_against,
    read_campaign,
    read_follower,
    read_protest,
    read_rival,
    read_stance,
    read_support,
    read_vote,
)
from loaders.article.title_phrases import runs
from loaders.article.whereabouts import (
    read_address,
    read_based,
    read_home,
    read_life,
    read_office,
    read_operation,
    read_origin,
    read_resident,
    read_site,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from spacy.tokens import Token

    from loaders.article.telling import Ledger, Reading

    Reader = Callable[[Related, Token], None]

_NOUNS = frozenset({"NOUN", "PROPN"})


class Relations:
    """Reads the relations of an article into a ledger."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self._related = Related(reading, ledger)

    def read(self) -> None:
        """Tell every relation, in the order of the text."""
        related = self._related
        later: list[Token] = []
        for token in related.reading.parsed.tokens:
            lemma = token.lemma_.lower()
            if token.pos_ in _NOUNS and related.cast.named(token) is None:
                self._person(token, named=True)
                for read in _noun_readers().get(lemma, ()):
                    read(related, token)
                if lemma in frames().kin or is_lawyer(token):
                    later.append(token)
            elif token.pos_ == "VERB":
                for read in _verb_readers().get(lemma, ()):
                    read(related, token)
            if token.lower_ == "based":
                read_based(related, token)
        for token in later:
            self._person(token, named=False)
        self._beside()

    def _beside(self) -> None:
        """Tell what stands beside names."""
        related, doc = self._related, self._related.reading.parsed.doc
        for member, name in runs(related.cast, doc, "person"):
            read_beside(related, name, member)
            read_origin(related, name, member)
        for member, name in runs(related.cast, doc, "org", "place"):
            read_address(related, name, member)
            if member.type == "org":
                read_division(related, name, member)
                read_owner(related, name, member)
            else:
                read_land(related, name, member)

    def _person(self, token: Token, *, named: bool) -> None:
        """Tell of kin and lawyers: those who are named first, so that "her sister" is nobody new."""
        if token.lemma_.lower() in frames().kin:
            read_kin(self._related, token, named=named)
        if is_lawyer(token):
            read_lawyer(self._related, token, named=named)


@cache
def _noun_readers() -> Mapping[str, tuple[Reader, ...]]:
    """Return by lemma what reads the relations that a noun tells."""
    words = relation_words()
    return _by_lemma(
        (words.bodies, read_party),
        (words.matches, read_match),
        (words.homes, read_home),
        (words.capitals, read_capital),
        (words.boards, read_board),
        (words.residents - words.homeless, read_resident),
        (words.parts, read_part),
        (words.offices, read_office),
        (words.protest_nouns, read_protest),
        (words.against, read_against),
        (words.stands, read_support),
        (words.backers | words.critics, read_follower),
        (words.opponents, read_rival),
        (words.campaign_nouns, read_campaign),
    )


@cache
def _verb_readers() -> Mapping[str, tuple[Reader, ...]]:
    """Return by lemma what reads the relations that a verb tells."""
    words = relation_words()
    of_bodies = words.works | words.joins | words.heads | words.employs | words.belongs | words.serves | words.comes
    return _by_lemma(
        (words.lives, read_life),
        (of_bodies, read_membership),
        (words.supports | words.opposes | words.advocates, read_stance),
        (words.votes, read_vote),
        (words.protests, read_protest),
        (words.represents, read_representation),
        (words.marries, read_marriage),
        (words.has, read_children),
        (words.bears, read_birth),
        (words.sited, read_site),
        (words.operates, read_operation),
    )


def _by_lemma(*readers: tuple[Iterable[str], Reader]) -> Mapping[str, tuple[Reader, ...]]:
    found: defaultdict[str, list[Reader]] = defaultdict(list)
    for lemmas, read in readers:
        for lemma in lemmas:
            found[lemma].append(read)
    return {lemma: tuple(listed) for lemma, listed in found.items()}

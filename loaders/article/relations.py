"""Relations: which words of an article may tell one, and which module reads them. Offices: `loaders.article.titles`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.kinship import read_kin, read_lawyer, read_marriage, read_representation
from loaders.article.memberships import read_beside, read_membership, read_party
from loaders.article.related import Related
from loaders.article.relation_words import relation_words
from loaders.article.stances import read_against, read_campaign, read_protest, read_rival, read_stance
from loaders.article.title_phrases import runs
from loaders.article.whereabouts import (
    read_address,
    read_based,
    read_home,
    read_life,
    read_office,
    read_operation,
    read_origin,
    read_part,
    read_site,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.telling import Ledger, Reading

_NOUNS = frozenset({"NOUN", "PROPN"})


class Relations:
    """Reads the relations of an article into a ledger."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self._related = Related(reading, ledger)

    def read(self) -> None:
        """Tell every relation, in the order of the text."""
        related, doc = self._related, self._related.reading.parsed.doc
        later: list[Token] = []
        for token in doc:
            lemma = token.lemma_.lower()
            if token.pos_ in _NOUNS and related.cast.named(token) is None:
                self._noun(token, lemma)
                if lemma in frames().kin or lemma in relation_words().lawyers:
                    later.append(token)
            elif token.pos_ == "VERB":
                self._verb(token, lemma)
            if token.lower_ == "based":
                read_based(related, token)
        for token in later:
            self._person(token, named=False)
        for member, name in runs(related.cast, doc, "person"):
            read_beside(related, name, member)
            read_origin(related, name, member)
        for member, name in runs(related.cast, doc, "org", "place"):
            read_address(related, name, member)

    def _noun(self, token: Token, lemma: str) -> None:
        related, words = self._related, relation_words()
        self._person(token, named=True)
        if lemma in words.bodies:
            read_party(related, token)
        if token.lower_ == "home":
            read_home(related, token)
        if lemma in words.parts:
            read_part(related, token)
        if lemma in words.offices:
            read_office(related, token)
        if lemma in words.protest_nouns:
            read_protest(related, token)
        if lemma in words.against:
            read_against(related, token)
        if lemma in words.opponents:
            read_rival(related, token)
        if lemma in words.campaign_nouns:
            read_campaign(related, token)

    def _person(self, token: Token, *, named: bool) -> None:
        """Tell of kin and lawyers: those who are named first, so that "her sister" is nobody new."""
        lemma = token.lemma_.lower()
        if lemma in frames().kin:
            read_kin(self._related, token, named=named)
        if lemma in relation_words().lawyers:
            read_lawyer(self._related, token, named=named)

    def _verb(self, token: Token, lemma: str) -> None:
        related, words = self._related, relation_words()
        if lemma in words.lives:
            read_life(related, token)
        if (
            lemma in words.works
            or lemma in words.joins
            or lemma in words.heads
            or lemma in words.employs
            or lemma in words.belongs
            or lemma in words.serves
            or lemma in words.comes
        ):
            read_membership(related, token, lemma)
        if lemma in words.supports or lemma in words.opposes or lemma in words.advocates:
            read_stance(related, token, lemma)
        if lemma in words.protests:
            read_protest(related, token)
        if lemma == "represent":
            read_representation(related, token)
        if lemma in words.marries:
            read_marriage(related, token)
        if lemma in words.sited:
            read_site(related, token)
        if lemma in words.operates:
            read_operation(related, token)

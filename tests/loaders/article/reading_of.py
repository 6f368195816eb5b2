"""An article of the tests' own making, read as far as quotes, references and voices go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extract import understood

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.cast import Cast
    from loaders.article.quotes import Quote
    from loaders.article.voices import Voices


class Read(NamedTuple):
    """A text and what the rules know of it before they look for claims."""

    text: str
    cast: Cast
    quotes: list[Quote]
    voices: Voices

    def token(self, word: str, nth: int = 1) -> Token:
        """Return the nth token that reads `word`."""
        return [token for token in self.cast.parsed.doc if token.text == word][nth - 1]

    def meant(self, word: str, nth: int = 1) -> str | None:
        """Return the name of whom the nth `word` speaks of."""
        member = self.cast.of(self.token(word, nth))
        return member.name if member else None

    def said(self) -> list[tuple[str, str | None]]:
        """Return the quotes, each with the name of its speaker."""
        return [(self.text[q.span.start : q.span.end], self.name(q.speaker)) for q in self.quotes]

    def name(self, who: str | None) -> str | None:
        """Return the name of an entity by its id."""
        return self.cast.members[who].name if who in self.cast.members else who


def read(body: str) -> Read:
    """Return what is known of an article whose body is `body`."""
    text = f"A day of news\n\n\n{body}\n"
    reading, quotes = understood(text, None)
    return Read(text, reading.cast, quotes, reading.voices)

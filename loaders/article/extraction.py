"""What an extractor says of an article: entities, claims and quotes, each with its place in the text.

This is the contract of every extractor, the rules and the optional language model alike: the gate reads it, and it is
written as an annotation file (`docs/annotations.md`), so that one reader turns people's and machines' work into claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field, structs

if TYPE_CHECKING:
    from collections.abc import Iterable

ARTICLE = "@article"
"""The outlet's own voice."""

Form = Literal["name", "nominal", "pronoun"]
ClaimKind = Literal["event", "relation", "count"]
Certainty = Literal["asserted", "alleged", "possible", "negated"]
Attribution = Literal["narration", "direct", "indirect"]
Arguments = dict[str, str | tuple[str, ...]]
"""Role to entity id, to `#words`, or to several of them; the first role is what the claim is about."""


def about(args: Arguments) -> str:
    """Return whom or what a claim with `args` is about: an id, or `#words`; empty where that is not told.

    >>> about({"person": "jan-novak", "term": "#P4Y"})
    'jan-novak'
    """
    first = next(iter(args.values()), "")
    return first if isinstance(first, str) else first[0]


class Bounds(Struct, frozen=True):
    """A number said as a range, both ends included."""

    min: int
    max: int


class Span(Struct, frozen=True, order=True):
    """Half open, in code points of the article's text."""

    start: int
    end: int

    def holds(self, position: int) -> bool:
        """Say whether `position` is inside."""
        return self.start <= position < self.end

    def within(self, other: Span) -> bool:
        """Say whether all of it is inside `other`."""
        return other.start <= self.start and self.end <= other.end


class Mention(Struct, frozen=True):
    """A place where the text speaks of an entity: by name, by a description, or by a pronoun."""

    span: Span
    form: Form = "name"


class ExtractedEntity(Struct, frozen=True):
    """Somebody or something of the article under a local id, with every mention in the order of the text."""

    id: str
    name: str
    type: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    unnamed: bool = False


class When(Struct, frozen=True):
    """When it happened: EDTF, and the words of the text if it gives them."""

    edtf: str
    text: str | None = None


class ExtractedClaim(Struct, frozen=True, kw_only=True):
    """What the text says, and by which rule it was found. `type` and roles are named as annotation files name them."""

    id: str
    kind: ClaimKind
    type: str
    args: Arguments
    evidence: tuple[Span, ...]
    rule: str
    value: int | float | str | Bounds | None = None
    date: When | None = None
    place: str | None = None
    speaker: str = ARTICLE
    attribution: Attribution = "narration"
    certainty: Certainty = "asserted"


class ExtractedQuote(Struct, frozen=True):
    """Words inside quotation marks, and who said them; `speaker` is None when the text does not let one know."""

    span: Span
    speaker: str | None = None
    cue: str | None = None
    date: str | None = None


class Rejection(Struct, frozen=True):
    """A claim that the gate did not let in: its id, a stable code, and why in words."""

    claim: str
    code: str
    reason: str


class Extraction(Struct, frozen=True):
    """Everything one extractor found in one article. `extractor` is its name and version, such as `rules 1`."""

    extractor: str
    entities: tuple[ExtractedEntity, ...] = ()
    claims: tuple[ExtractedClaim, ...] = ()
    quotes: tuple[ExtractedQuote, ...] = ()
    refused: tuple[Rejection, ...] = ()

    def only(self, claims: Iterable[ExtractedClaim], refused: Iterable[Rejection] = ()) -> Extraction:
        """Return it with `claims` in place of its own, and `refused` added."""
        return structs.replace(self, claims=tuple(claims), refused=(*self.refused, *refused))


class Described(Struct, frozen=True):
    """What is known of the article as a work, before anybody reads what it says."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    inferred: tuple[str, ...] = field(default=())
    url: str | None = None
    language: str | None = None

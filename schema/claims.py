"""Claims, evidence and sources as the API shows them."""

from collections.abc import Sequence
from typing import Self
from urllib.parse import quote

import strawberry

from graph.codec import to_absolute
from graph.ids import KindId, PropertyId, SourceId, is_address, source_iri
from graph.model import Certainty, DerivationKind, Rank, Row, Stance, Status
from graph.model import Claim as ClaimModel
from graph.model import Evidence as EvidenceModel
from graph.model import Source as SourceModel
from graph.model import Text as TextModel
from graph.paging import page
from graph.provenance import EVERYTHING
from graph.support import admitted
from graph.view import View
from graph.vocabulary import vocabulary
from graph.vocabulary.door import block_of, stands
from schema.context import Info, LazyEntity, shown, view_of
from schema.global_ids import Sort, to_id
from schema.node import Connection, Node, PageInfo, connection
from schema.scalars import IRI, DateTime, LanguageTag
from schema.values import AnyValue, Text, TimeValue, to_value

_CONTEXT = 40
_WORDS_AT_EACH_END = 5
_SHORT_QUOTE = 120

strawberry.enum(Certainty, description="How sure the claimant is.")
strawberry.enum(Stance, description="What the claimant does with the claim.")
strawberry.enum(Rank, description="What an editor thinks of the claim.")
strawberry.enum(Status, description="Where the claim stands in review.")
strawberry.enum(DerivationKind, description="How a claim came from its words.")


@strawberry.type(description="A class of entities: person, arrest, campaign …")
class Kind:
    key: strawberry.Private[KindId]

    @strawberry.field(description="Its id, for filters.")
    def id(self) -> strawberry.ID:
        return to_id(Sort.KIND, self.key)

    @strawberry.field(description="Its IRI.")
    def iri(self) -> IRI:
        return IRI(self.key)

    @strawberry.field(description="What to call it.")
    def label(self) -> str:
        found = vocabulary().kinds.get(self.key)
        return found.label if found else self.key

    @strawberry.field(description="The name of its type in this API; null when it has none of its own.")
    def type_name(self) -> str | None:
        found = vocabulary().kinds.get(self.key)
        return found.name if found else None


@strawberry.type(description="What relates a subject and a value: sibling, affected person, when …")
class Property(Node):
    key: strawberry.Private[PropertyId]

    @classmethod
    def of(cls, key: PropertyId) -> Self:
        return cls(id=to_id(Sort.PROPERTY, key), key=key)

    @strawberry.field(description="Its IRI.")
    def iri(self) -> IRI:
        return IRI(self.key)

    @strawberry.field(description="What to call it, from the subject.")
    def label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.label if found else self.key

    @strawberry.field(description="What to call it, from the value.")
    def inverse_label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.inverse_label if found else self.key

    @strawberry.field(description="Whether at most one value can be true at a time.")
    def functional(self) -> bool:
        found = vocabulary().properties.get(self.key)
        return found is not None and found.functional


@strawberry.type(description="Something further that a claim says of itself: the role in which, the place where.")
class Qualifier:
    property: Property
    value: AnyValue


@strawberry.type(description="How a claim came from its words.")
class Derivation:
    kind: DerivationKind
    method: str | None = strawberry.field(description="The rule, the extractor, or what it was inferred from.")


@strawberry.type(description="The words that a claim stands on, and where they stand.")
class Evidence:
    piece: strawberry.Private[EvidenceModel]

    @strawberry.field(description="The source.")
    def source(self, info: Info) -> "Source":
        return sources(view_of(info), [self.piece.source])[0]

    @strawberry.field(description="The exact words.")
    def exact(self, info: Info) -> Text:
        found = view_of(info).sources([self.piece.source])[0]
        return Text.of(TextModel(self.piece.exact, found.language if found else None))

    @strawberry.field(description="Where the words begin: code points into the stored text, of a dataset into the row.")
    def start(self) -> int | None:
        return self.piece.place.start

    @strawberry.field(description="Where the words end: the first code point after them.")
    def end(self) -> int | None:
        return self.piece.place.end

    @strawberry.field(description="The row of a dataset, counted from 1.")
    def row(self) -> int | None:
        return self.piece.place.number if isinstance(self.piece.place, Row) else None

    @strawberry.field(description="What stands before the words, at most 40 characters.")
    def prefix(self, info: Info) -> str | None:
        around, start = _around(info, self.piece), self.piece.place.start
        return None if around is None or start is None else around[max(0, start - _CONTEXT) : start]

    @strawberry.field(description="What stands after the words, at most 40 characters.")
    def suffix(self, info: Info) -> str | None:
        around, end = _around(info, self.piece), self.piece.place.end
        return None if around is None or end is None else around[end : end + _CONTEXT]

    @strawberry.field(description="Whether the words were found again at their place in the stored text, just now.")
    def verified(self, info: Info) -> bool:
        return stands(self.piece, view_of(info).texts([self.piece.source])[0])

    @strawberry.field(description="A link that opens the page at the words; null for a source without an address.")
    def url(self, info: Info) -> str | None:
        found = view_of(info).sources([self.piece.source])[0]
        address = found.url.split("#")[0] if found and found.url else ""
        return f"{address}#:~:text={_fragment(self.piece.exact)}" if is_address(address) else None


def _around(info: Info, piece: EvidenceModel) -> str | None:
    """Return what the offsets of `piece` count in: the stored text, or its row."""
    text = view_of(info).texts([piece.source])[0]
    return block_of(piece.place, text) if isinstance(piece.place, Row) else text


@strawberry.type(description="A work that claims stand in.")
class Source(Node):
    model: strawberry.Private[SourceModel]

    @strawberry.field(description="Its address, or an IRI of this service.")
    def iri(self, info: Info) -> IRI:
        return IRI(to_absolute(source_iri(self.model.id), view_of(info).base))

    @strawberry.field(description="The id under which it was loaded.")
    def source_id(self) -> str:
        return self.model.id

    @strawberry.field(description="Its title.")
    def title(self) -> Text:
        return Text.of(TextModel(self.model.title, self.model.language))

    @strawberry.field(description="Where it can be read.")
    def url(self) -> str | None:
        return self.model.url if self.model.url and is_address(self.model.url) else None

    @strawberry.field(description="Who published it.")
    def publisher(self, info: Info) -> LazyEntity:
        return shown(info, [self.model.publisher])[0]

    @strawberry.field(description="Who wrote it, as the source names them.")
    def authors(self) -> list[str]:
        return list(self.model.authors)

    @strawberry.field(description="When it was published.")
    def published(self) -> TimeValue | None:
        return TimeValue(time=self.model.published) if self.model.published else None

    @strawberry.field(description="Its language.")
    def language(self) -> LanguageTag | None:
        return LanguageTag(self.model.language) if self.model.language else None

    @strawberry.field(description="The SHA-256 of its stored text.")
    def sha256(self) -> str | None:
        return self.model.text_sha256

    @strawberry.field(description="Its claims.")
    def claims(self, info: Info, first: int | None = None, after: str | None = None) -> "Connection[Claim]":
        found = admitted(view_of(info), view_of(info).claims_of([self.model.id])[0], EVERYTHING)
        return claim_connection(sorted(found, key=lambda claim: claim.id), f"source {self.model.id}", first, after)


@strawberry.type(
    description="One assertion, by one claimant, found in one source. The same fact in ten sources is ten claims."
)
class Claim(Node):
    model: strawberry.Private[ClaimModel]

    @classmethod
    def of(cls, model: ClaimModel) -> Self:
        return cls(id=to_id(Sort.CLAIM, model.id), model=model)

    @strawberry.field(description="Its IRI: a hash of what it says, the same in every version of its source.")
    def iri(self, info: Info) -> IRI:
        return IRI(to_absolute(self.model.id, view_of(info).base))

    @strawberry.field(description="What it is about.")
    def subject(self, info: Info) -> LazyEntity:
        return shown(info, [self.model.subject])[0]

    @strawberry.field(description="What relates subject and value.")
    def property(self) -> Property:
        return Property.of(self.model.property)

    @strawberry.field(description="What it says of its subject.")
    def value(self) -> AnyValue:
        return to_value(self.model.value)

    @strawberry.field(description="Who says it: the person or body quoted, else the publisher's own voice.")
    def claimant(self, info: Info) -> LazyEntity:
        return shown(info, [self.model.claimant])[0]

    @strawberry.field(description="How sure the claimant is.")
    def certainty(self) -> Certainty:
        return self.model.certainty

    @strawberry.field(description="What the claimant does with it.")
    def stance(self) -> Stance:
        return self.model.stance

    @strawberry.field(description="What an editor thinks of it.")
    def rank(self) -> Rank:
        return self.model.rank

    @strawberry.field(description="Where it stands in review.")
    def status(self) -> Status:
        return self.model.status

    @strawberry.field(description="What it says further of itself.")
    def qualifiers(self) -> list[Qualifier]:
        return [Qualifier(property=Property.of(key), value=to_value(value)) for key, value in self.model.qualifiers]

    @strawberry.field(description="The words it stands on.")
    def evidence(self) -> list[Evidence]:
        return [Evidence(piece=piece) for piece in self.model.evidence]

    @strawberry.field(description="The source in which it stands.")
    def source(self, info: Info) -> Source:
        return sources(view_of(info), [self.model.source])[0]

    @strawberry.field(description="When it holds in the world; null when nobody says.")
    def valid_time(self) -> TimeValue | None:
        return TimeValue(time=self.model.valid) if self.model.valid else None

    @strawberry.field(description="The day on which the claimant said it; null when the text does not say.")
    def asserted_on(self) -> TimeValue | None:
        return TimeValue(time=self.model.asserted_on) if self.model.asserted_on else None

    @strawberry.field(description="How it came from its words; null when they state it.")
    def derivation(self) -> Derivation | None:
        found = self.model.derivation
        return Derivation(kind=found.kind, method=found.method) if found else None

    @strawberry.field(description="The claim that it repeats. Claims of one origin do not corroborate each other.")
    def origin(self, info: Info) -> "Claim | None":
        found = view_of(info).claims([self.model.origin])[0] if self.model.origin else None
        return Claim.of(found) if found else None

    @strawberry.field(description="When this graph took it up.")
    def recorded_at(self, info: Info) -> DateTime:
        return DateTime(view_of(info).recorded_at([self.model.id])[0] or 0)


def sources(view: View, ids: Sequence[SourceId]) -> list[Source]:
    """Return the sources with these ids; all of them are there."""
    return [Source(id=to_id(Sort.SOURCE, s.id), model=s) for s in view.sources(ids) if s is not None]


def claims(models: Sequence[ClaimModel]) -> list[Claim]:
    """Return `models` as the API shows them."""
    return [Claim.of(model) for model in models]


@strawberry.type(description="A source, and the cursor to go on after it.")
class SourceEdge:
    cursor: str
    node: Source
    claim_count: int = strawberry.field(description="How many claims stand in it.")


@strawberry.type(description="A page of sources.")
class SourceConnection:
    edges: list[SourceEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")


def source_connection(view: View, first: int | None, after: str | None) -> SourceConnection:
    """Return a page of all sources, in the order of their ids."""
    found = page(view.source_ids(), lambda source: (source,), name="sources", first=first, after=after)
    counted = zip(found.cursors, sources(view, found.items), view.claims_of(found.items), strict=True)
    made = [SourceEdge(cursor=cursor, node=node, claim_count=len(said)) for cursor, node, said in counted]
    return SourceConnection(edges=made, page_info=PageInfo.of(found), total_count=found.total)


def claim_connection(
    models: Sequence[ClaimModel], name: str, first: int | None, after: str | None
) -> Connection[Claim]:
    """Return a page of `models`, which are in the order of their ids."""
    found = page(models, lambda claim: (claim.id,), name=f"claims {name}", first=first, after=after)
    return connection(found, claims(found.items))


def _fragment(words: str) -> str:
    """Return the text fragment (WICG) of `words`: all of a short quote, both ends of a long one."""
    words = " ".join(words.split())
    if len(words) <= _SHORT_QUOTE:
        return quote(words, safe="").replace("-", "%2D")
    parts = words.split()
    ends = " ".join(parts[:_WORDS_AT_EACH_END]), " ".join(parts[-_WORDS_AT_EACH_END:])
    return ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)

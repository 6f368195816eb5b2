"""Claims, evidence and sources as the API shows them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import strawberry

from graph.changes import of_claim, retracted_at
from graph.citing import CitationStyle, citations
from graph.claims import ClaimFilter, ClaimOrder, claims_in, in_order
from graph.codec import to_absolute
from graph.corroboration import corroborating
from graph.errors import LimitError
from graph.exporting import ExportFormat, exports
from graph.ids import ClaimId, SourceId, is_address, source_iri
from graph.model import Claim as ClaimModel
from graph.model import Evidence as EvidenceModel
from graph.model import Row
from graph.model import Source as SourceModel
from graph.model import Text as TextModel
from graph.paging import Key, fetched, page
from graph.provenance import ProvenanceFilter
from graph.view import View
from graph.view_tally import Wanted
from graph.vocabulary.door import block_of, stands
from schema.batch import Member
from schema.context import Info, LazyChanges, LazyEntity, shown
from schema.enums import Certainty, DerivationKind, Rank, Stance, Status
from schema.global_ids import GlobalId, Sort
from schema.inputs import ProvenanceInput
from schema.limits import cost
from schema.node import Connection, Node, connection
from schema.ontology import Property
from schema.scalars import IRI, DateTime, LanguageTag
from schema.tracing import Trace, traces
from schema.values import AnyValue, Text, TimeValue, to_values

if TYPE_CHECKING:
    from schema.changes import ChangeConnection

MAX_ORDERED = 20_000
_CONTEXT = 40
_WORDS_AT_EACH_END = 5
_SHORT_QUOTE = 120


@strawberry.type(description="Something further that a claim says of itself: the role in which, the place where.")
class Qualifier:
    property: Property
    value: AnyValue


@strawberry.type(description="How a claim came from its words.")
class Derivation:
    kind: DerivationKind
    method: str | None = strawberry.field(description="The rule, the extractor, or what it was inferred from.")


@strawberry.type(description="The words that a claim stands on, and where they stand.")
class Evidence(Member[EvidenceModel]):
    @strawberry.field(description="The source.")
    def source(self, info: Info) -> "Source":
        return self.ask(info, lambda view, pieces: sources(view, [piece.source for piece in pieces]))

    @strawberry.field(description="The exact words.")
    def exact(self, info: Info) -> Text:
        def words(view: View, pieces: Sequence[EvidenceModel]) -> list[Text]:
            told = zip(pieces, view.sources([piece.source for piece in pieces]), strict=True)
            return [Text.of(TextModel(piece.exact, source.language if source else None)) for piece, source in told]

        return self.ask(info, words)

    @strawberry.field(description="Where the words begin: code points into the stored text, of a dataset into the row.")
    def start(self) -> int | None:
        return self.item.place.start

    @strawberry.field(description="Where the words end: the first code point after them.")
    def end(self) -> int | None:
        return self.item.place.end

    @strawberry.field(description="The row of a dataset, counted from 1.")
    def row(self) -> int | None:
        return self.item.place.number if isinstance(self.item.place, Row) else None

    @strawberry.field(description="What stands before the words, at most 40 characters.")
    def prefix(self, info: Info) -> str | None:
        return self.ask(info, lambda view, pieces: _around(view, pieces, lambda start, _: (start - _CONTEXT, start)))

    @strawberry.field(description="What stands after the words, at most 40 characters.")
    def suffix(self, info: Info) -> str | None:
        return self.ask(info, lambda view, pieces: _around(view, pieces, lambda _, end: (end, end + _CONTEXT)))

    @strawberry.field(description="Whether the words were found again at their place in the stored text, just now.")
    def verified(self, info: Info) -> bool:
        def found(view: View, pieces: Sequence[EvidenceModel]) -> list[bool]:
            return [stands(piece, text) for piece, text in zip(pieces, _texts(view, pieces), strict=True)]

        return self.ask(info, found)

    @strawberry.field(description="A link that opens the page at the words; null for a source without an address.")
    def url(self, info: Info) -> str | None:
        def links(view: View, pieces: Sequence[EvidenceModel]) -> list[str | None]:
            told = view.sources([piece.source for piece in pieces])
            return [_link(piece, source) for piece, source in zip(pieces, told, strict=True)]

        return self.ask(info, links)


def _texts(view: View, pieces: Sequence[EvidenceModel]) -> list[str | None]:
    """Return the stored text behind each of `pieces`; that of a source is read once."""
    named = list(dict.fromkeys(piece.source for piece in pieces))
    texts = dict(zip(named, view.texts(named), strict=True))
    return [texts[piece.source] for piece in pieces]


def _around(
    view: View, pieces: Sequence[EvidenceModel], cut: Callable[[int, int], tuple[int, int]]
) -> list[str | None]:
    """Return what stands beside `pieces`, in what their offsets count in: the stored text, or its row."""
    found: list[str | None] = []
    for piece, text in zip(pieces, _texts(view, pieces), strict=True):
        start, end = piece.place.start, piece.place.end
        around = block_of(piece.place, text) if isinstance(piece.place, Row) else text
        if around is None or start is None or end is None:
            found.append(None)
        else:
            first, last = cut(start, end)
            found.append(around[max(0, first) : last])
    return found


def _link(piece: EvidenceModel, source: SourceModel | None) -> str | None:
    address = source.url.split("#")[0] if source and source.url else ""
    return f"{address}#:~:text={_fragment(piece.exact)}" if is_address(address) else None


@strawberry.type(description="A work that claims stand in.")
class Source(Node, Member[SourceModel]):
    @property
    def global_id(self) -> GlobalId:
        return GlobalId(Sort.SOURCE, self.item.id)

    @strawberry.field(description="Its address, or an IRI of this service.")
    def iri(self) -> IRI:
        return IRI(to_absolute(source_iri(self.item.id), self.view.base))

    @strawberry.field(description="The id under which it was loaded.")
    def source_id(self) -> str:
        return self.item.id

    @strawberry.field(description="Its title.")
    def title(self) -> Text:
        return Text.of(TextModel(self.item.title, self.item.language))

    @strawberry.field(description="Where it can be read.")
    def url(self) -> str | None:
        return self.item.url if self.item.url and is_address(self.item.url) else None

    @strawberry.field(description="Who published it.")
    def publisher(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [source.publisher for source in some]))

    @strawberry.field(description="Who wrote it, as the source names them.")
    def authors(self) -> list[str]:
        return list(self.item.authors)

    @strawberry.field(description="When it was published.")
    def published(self) -> TimeValue | None:
        return TimeValue(time=self.item.published) if self.item.published else None

    @strawberry.field(description="Its language.")
    def language(self) -> LanguageTag | None:
        return LanguageTag(self.item.language) if self.item.language else None

    @strawberry.field(description="The SHA-256 of its stored text.")
    def sha256(self) -> str | None:
        return self.item.text_sha256

    @strawberry.field(description="Its claims.")
    def claims(
        self, info: Info, provenance: ProvenanceInput | None = None, first: int | None = None, after: str | None = None
    ) -> "Connection[Claim]":
        def pages(view: View, some: Sequence[SourceModel], counting: ProvenanceFilter) -> "list[Connection[Claim]]":
            found = claims_in(view, [source.id for source in some], counting)
            return ClaimPages(first, after).of(view, found, [f"source {source.id}" for source in some])

        return self.ask_with(info, provenance, pages)


@strawberry.type(
    description="One assertion, by one claimant, found in one source. The same fact in ten sources is ten claims."
)
class Claim(Node, Member[ClaimModel]):
    @property
    def global_id(self) -> GlobalId:
        return GlobalId(Sort.CLAIM, self.item.id)

    @strawberry.field(description="Its IRI: a hash of what it says, the same in every version of its source.")
    def iri(self) -> IRI:
        return IRI(to_absolute(self.item.id, self.view.base))

    @strawberry.field(description="What it is about.")
    def subject(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, claims: shown(info, view, [claim.subject for claim in claims]))

    @strawberry.field(description="What relates subject and value.")
    def property(self) -> Property:
        return Property.of(self.item.property)

    @strawberry.field(description="What it says of its subject.")
    def value(self, info: Info) -> AnyValue:
        return self.ask(info, lambda view, claims: to_values(view, [claim.value for claim in claims]))

    @strawberry.field(description="Who says it: the person or body quoted, else the publisher's own voice.")
    def claimant(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, claims: shown(info, view, [claim.claimant for claim in claims]))

    @strawberry.field(description="How sure the claimant is.")
    def certainty(self) -> Certainty:
        return self.item.certainty

    @strawberry.field(description="What the claimant does with it.")
    def stance(self) -> Stance:
        return self.item.stance

    @strawberry.field(description="What an editor thinks of it.")
    def rank(self) -> Rank:
        return self.item.rank

    @strawberry.field(description="Where it stands in review.")
    def status(self) -> Status:
        return self.item.status

    @strawberry.field(description="What it says further of itself.")
    def qualifiers(self, info: Info) -> list[Qualifier]:
        return self.ask(info, _qualifiers)

    @strawberry.field(description="The words it stands on.")
    def evidence(self, info: Info) -> list[Evidence]:
        return self.ask(info, lambda view, claims: Evidence.lists(view, [claim.evidence for claim in claims]))

    @strawberry.field(description="The source in which it stands.")
    def source(self, info: Info) -> Source:
        return self.ask(info, lambda view, claims: sources(view, [claim.source for claim in claims]))

    @strawberry.field(description="When it holds in the world; null when nobody says.")
    def valid_time(self) -> TimeValue | None:
        return TimeValue(time=self.item.valid) if self.item.valid else None

    @strawberry.field(description="The day on which the claimant said it; null when the text does not say.")
    def asserted_on(self) -> TimeValue | None:
        return TimeValue(time=self.item.asserted_on) if self.item.asserted_on else None

    @strawberry.field(description="How it came from its words; null when they state it.")
    def derivation(self) -> Derivation | None:
        found = self.item.derivation
        return Derivation(kind=found.kind, method=found.method) if found else None

    @strawberry.field(description="The claim that it repeats. Claims of one origin do not corroborate each other.")
    def origin(self, info: Info) -> "Claim | None":
        return self.ask(info, _origins)

    @strawberry.field(
        description="Other claims that say the same: of a denial other denials. What repeats it, or repeats the same as"
        " it, is not among them. Default: what is asserted, or denied, whoever says so."
    )
    def corroborated_by(
        self, info: Info, first: int | None = None, after: str | None = None, provenance: ProvenanceInput | None = None
    ) -> "Connection[Claim]":
        def pages(view: View, claims: Sequence[ClaimModel], counting: ProvenanceFilter) -> "list[Connection[Claim]]":
            found = corroborating(view, claims, counting)
            return ClaimPages(first, after).of(view, found, [f"beside {claim.id}" for claim in claims])

        return self.ask_with(info, provenance, pages)

    @strawberry.field(description="When this graph took it up.")
    def recorded_at(self, info: Info) -> DateTime:
        def taken_up(view: View, claims: Sequence[ClaimModel]) -> list[DateTime]:
            return [DateTime(at or 0) for at in view.recorded_at([claim.id for claim in claims])]

        return self.ask(info, taken_up)

    @strawberry.field(
        description="Back to where it comes from: the claim it repeats, what that repeats …; then where the same voice"
        " said the same before.",
        directives=cost(20),
    )
    def trace(self, info: Info) -> Trace:
        return self.ask(info, lambda view, claims: traces(view, claims, Claim.all))

    @strawberry.field(description="How to cite it.", directives=cost(5))
    def citation(self, info: Info, style: CitationStyle = CitationStyle.TEXT) -> str:
        return self.ask(info, lambda view, claims: citations(view, claims, style))

    @strawberry.field(description="It as other programs take it.", directives=cost(20))
    def export(self, info: Info, format: ExportFormat) -> str:  # noqa: A002 - the word of the API
        return self.ask(info, lambda view, claims: exports(view, claims, format))

    @strawberry.field(
        description="When this graph let it go: its source no longer makes it, or was withdrawn; null while it stands."
    )
    def retracted_at(self, info: Info) -> DateTime | None:
        def let_go(view: View, claims: Sequence[ClaimModel]) -> list[DateTime | None]:
            states = info.context.states
            found = retracted_at(states, view, claims) if states else [None] * len(claims)
            return [None if at is None else DateTime(at) for at in found]

        return self.ask(info, let_go)

    @strawberry.field(
        description="What became of it: when it was taken up, told otherwise, let go, up to the state it is asked in.",
        directives=cost(50),
    )
    def history(self, info: Info, first: int | None = None, after: str | None = None) -> LazyChanges:
        def pages(view: View, claims: Sequence[ClaimModel]) -> "list[ChangeConnection]":
            return info.context.tell(info, view, [of_claim(claim) for claim in claims], first, after)

        return self.ask(info, pages)


def _qualifiers(view: View, claims: Sequence[ClaimModel]) -> list[list[Qualifier]]:
    values = iter(to_values(view, [value for claim in claims for _, value in claim.qualifiers]))
    return [[Qualifier(property=Property.of(key), value=next(values)) for key, _ in c.qualifiers] for c in claims]


def _origins(view: View, claims: Sequence[ClaimModel]) -> list[Claim | None]:
    named = [claim.origin for claim in claims if claim.origin]
    found = dict(zip(named, view.claims(named), strict=True)) if named else {}
    return Claim.maybe(view, [found[claim.origin] if claim.origin else None for claim in claims])


def sources(view: View, ids: Sequence[SourceId]) -> list[Source]:
    """Return the sources with these ids; all of them are there."""
    return Source.all(view, [source for source in view.sources(ids) if source is not None])


class ClaimPages(NamedTuple):
    """Which page of each list of claims, and in what order they stand."""

    first: int | None = None
    after: str | None = None
    order: ClaimOrder | None = None

    def wanted(self, view: View, where: ClaimFilter, provenance: ProvenanceFilter) -> Connection[Claim]:
        """Return a page of the claims that are wanted, of however many there are.

        Raises:
            LimitError: an order is asked for of more than can be put in order in time.
        """
        if self.order is not None:
            found = view.wanted(where, provenance, most=MAX_ORDERED)
            if found.total > MAX_ORDERED:
                reason = f"{found.total:,} claims are too many to be put in order: expected at most {MAX_ORDERED:,}"
                raise LimitError(f"{reason}; ask for fewer, or without orderBy")
            return self.of(view, [found.claims], [""])[0]

        def fetch(begin: Key | None, most: int) -> Wanted:
            return view.wanted(where, provenance, ClaimId(str(begin[0])) if begin else None, most)

        shown = fetched(fetch, lambda claim: (claim.id,), name="claims ", first=self.first, after=self.after)
        return connection(shown, Claim.all(view, shown.items))

    def of(self, view: View, lists: Sequence[Sequence[ClaimModel]], names: Sequence[str]) -> list[Connection[Claim]]:
        """Return a page of each of `lists`."""
        kind = f"claims {self.order.by} {self.order.descending}" if self.order else "claims"
        pages = [
            page(
                in_order(view, models, self.order),
                lambda placed: placed[0],
                name=f"{kind} {name}",
                first=self.first,
                after=self.after,
            )
            for models, name in zip(lists, names, strict=True)
        ]
        nodes = Claim.lists(view, [[claim for _, claim in found.items] for found in pages])
        return [connection(found, some) for found, some in zip(pages, nodes, strict=True)]


def _fragment(words: str) -> str:
    """Return the text fragment (WICG) of `words`: all of a short quote, both ends of a long one."""
    words = " ".join(words.split())
    if len(words) <= _SHORT_QUOTE:
        return quote(words, safe="").replace("-", "%2D")
    parts = words.split()
    ends = " ".join(parts[:_WORDS_AT_EACH_END]), " ".join(parts[-_WORDS_AT_EACH_END:])
    return ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)

"""Claims and sources of every shape that the model allows.

Left out of `contents`, for the laws of codec and packing, is what two shapes say alike, where reading gives the
plainer one: a derivation that is only STATED, empty strings for what is absent, an amount with bounds, evidence or
qualifiers in another order or told twice. So is what is not kept: the wording of a qualifier and of the day of
publication. A language is in lower case and a row has one text, as the door and the loaders have it. `lossy_contents`
has these shapes.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.codec import Content
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Duration,
    Evidence,
    Iri,
    Quantity,
    Rank,
    Ref,
    Row,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    Unknown,
    Value,
    place_order,
)
from graph.vocabulary import DURATION, HELD_ROLE, IDENTIFIER, PLACE, TYPE, WHEN
from tests.graph.builders import SIBLING

law = settings(derandomize=True, deadline=None, database=None)

words = st.text(min_size=1, max_size=20)
languages = st.sampled_from([None, "en", "be", "be-tarask", "zh-hant"])
entities = st.builds(
    EntityId,
    st.from_regex(r"onrecord:entity/[a-z0-9-]{1,20}", fullmatch=True)
    | st.sampled_from(["https://www.wikidata.org/entity/Q184", "urn:x:é", "https://example.org/%D0%91?a=b&c#d"]),
)
kinds = st.sampled_from([Iri("https://schema.org/Person"), Iri("https://w3id.org/onrecord/ns#Arrest")])
edtf = st.sampled_from(["2020-09-07", "2020~", "2020-09/..", "Y-170000002", "-0044-03-15", "[1667,1668]", "1667/"])
numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15),
    st.integers(-(10**20), 10**20).map(Decimal),
    st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", fullmatch=True).map(Decimal),
)
wordings = st.none() | words
bare_quantities = st.one_of(
    st.builds(lambda n: Quantity(amount=n), numbers),
    st.builds(lambda n: Quantity(amount=n, approximate=True), numbers),
    st.builds(lambda n: Quantity(lower=n), numbers),
    st.builds(lambda n: Quantity(upper=n), numbers),
    st.builds(lambda a, b: Quantity(lower=a, upper=b), numbers, numbers),
)
quantities = st.builds(
    lambda q, wording: Quantity(q.amount, q.lower, q.upper, approximate=q.approximate, wording=wording),
    bare_quantities,
    wordings,
)
durations = st.sampled_from([Duration("P11Y"), Duration("P1Y6M"), Duration("PT36H")])
texts = st.builds(Text, st.text(max_size=30), languages)
values: st.SearchStrategy[Value] = st.one_of(
    st.builds(Ref, entities),
    texts,
    quantities,
    st.builds(Time, edtf, wordings),
    durations,
    st.builds(Truth, st.booleans()),
    st.builds(lambda none: Unknown(none=none), st.booleans()),
)
qualifiers = st.lists(
    st.one_of(
        st.tuples(st.just(HELD_ROLE), texts),
        st.tuples(st.just(PLACE), st.builds(Ref, entities)),
        st.tuples(st.just(DURATION), durations),
        st.tuples(st.just(WHEN), st.builds(Time, edtf)),
    ),
    unique=True,
    max_size=3,
).map(lambda found: tuple(sorted(found, key=repr)))

source_ids = st.builds(
    SourceId,
    words
    | st.sampled_from(["https://example.org/a?b=c", "http://пример.example/é", "https://example.org/#part", "a/b#c%d"]),
)


rows = st.one_of(
    st.builds(Row, st.integers(1, 10**6)),
    st.builds(Row, st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)),
)


def evidence(source: SourceId) -> st.SearchStrategy[tuple[Evidence, ...]]:
    """Return evidence in one source, by characters or by rows; equal places hold equal words."""
    places: st.SearchStrategy[list[Characters | Row]] = st.one_of(
        st.lists(
            st.builds(Characters, st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=3, unique=True
        ),
        st.lists(rows, min_size=1, max_size=3, unique=True),
    )
    return places.map(
        lambda found: tuple(Evidence(source, place, f"{place} “é😀”\n") for place in sorted(found, key=place_order))
    )


@st.composite
def claims(draw: st.DrawFn, source: SourceId, number: int = 0) -> Claim:
    """Draw a claim of `source` with every optional part there or not."""
    prop, value = draw(
        st.tuples(st.just(TYPE), kinds) | st.tuples(st.sampled_from([SIBLING, IDENTIFIER, PropertyId("urn:p")]), values)
    )
    derivations = st.builds(
        Derivation, st.sampled_from([kind for kind in DerivationKind if kind is not DerivationKind.STATED]), wordings
    )
    return Claim(
        id=ClaimId(f"onrecord:claim/{number}"),
        subject=draw(entities),
        property=prop,
        value=value,
        claimant=draw(entities),
        evidence=draw(evidence(source)),
        certainty=draw(st.sampled_from(Certainty)),
        stance=draw(st.sampled_from(Stance)),
        rank=draw(st.sampled_from(Rank)),
        status=draw(st.sampled_from(Status)),
        derivation=draw(st.none() | derivations),
        valid=draw(st.none() | st.builds(Time, edtf, wordings)),
        asserted_on=draw(st.none() | st.builds(Time, edtf, wordings)),
        origin=draw(st.none() | st.just(ClaimId("onrecord:claim/other"))),
        qualifiers=draw(qualifiers),
    )


@st.composite
def contents(draw: st.DrawFn, most: int = 3) -> Content:
    """Draw a source with up to `most` claims, in the order of their ids."""
    source = draw(source_ids)
    described = Source(
        id=source,
        title=draw(st.text(max_size=20)),
        publisher=draw(entities),
        url=draw(wordings),
        authors=tuple(draw(st.lists(st.text(max_size=10), max_size=12))),
        published=draw(st.none() | st.builds(Time, edtf)),
        language=draw(wordings),
        text_sha256=draw(st.none() | st.just("0" * 64)),
        loader=draw(st.text(max_size=10)),
    )
    return Content(described, [draw(claims(source, number)) for number in range(draw(st.integers(0, most)))])


# ---------------------------------------------------------------------- what reading gives back plainer

lossy_texts = st.builds(Text, st.text(max_size=10), st.sampled_from([None, "EN", "be-TARASK", "zh-Hant"]))
lossy_wordings = st.sampled_from([None, "", "about then"])
lossy_quantities = st.builds(
    lambda amount, lower, upper, approximate, wording: Quantity(
        amount, lower, upper, approximate=approximate, wording=wording
    ),
    *[st.none() | st.sampled_from([Decimal(text) for text in ("1.50", "1E+3", "-0", "20")])] * 3,
    st.booleans(),
    lossy_wordings,
)
lossy_values: st.SearchStrategy[Value] = st.one_of(
    lossy_texts,
    lossy_quantities,
    st.builds(Time, edtf, lossy_wordings),
    st.builds(Iri, st.sampled_from(["urn:page", "https://schema.org/Person"])),
    st.builds(Ref, entities),
    values,
)
lossy_qualifiers = st.lists(
    st.tuples(st.sampled_from([PropertyId("urn:p"), PropertyId("urn:p2"), PropertyId("urn:p-2")]), lossy_values),
    max_size=4,
).map(lambda found: tuple(found + found[:1]))


@st.composite
def lossy_contents(draw: st.DrawFn) -> Content:
    """Draw a source as a loader might give it: what `contents` leaves out is there too, and nothing is in order."""
    content = draw(contents())
    absent = st.none() | st.just("")
    described = replace(
        content.source,
        url=draw(absent),
        language=draw(absent),
        text_sha256=draw(absent),
        published=draw(st.none() | st.builds(Time, edtf, lossy_wordings)),
    )
    return Content(described, draw(st.permutations([draw(_lossy(claim)) for claim in content.claims])))


@st.composite
def _lossy(draw: st.DrawFn, claim: Claim) -> Claim:
    derivations = st.builds(Derivation, st.sampled_from(DerivationKind), st.sampled_from([None, "", "by hand"]))
    return replace(
        claim,
        property=draw(st.sampled_from([SIBLING, TYPE, PropertyId("urn:p")])),
        value=draw(lossy_values),
        evidence=tuple(draw(st.permutations(claim.evidence + claim.evidence[:1]))),
        derivation=draw(st.none() | derivations),
        valid=draw(st.none() | st.builds(Time, edtf, lossy_wordings)),
        asserted_on=draw(st.none() | st.builds(Time, edtf, lossy_wordings)),
        origin=draw(st.sampled_from([None, ClaimId(""), ClaimId("onrecord:claim/other")])),
        qualifiers=draw(lossy_qualifiers),
    )

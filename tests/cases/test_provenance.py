"""The real article of 6 September 2025 beside a page of 1 September: what the filter hides, and what it keeps.

The article and its annotation are beside this checkout; the page is written here. They speak of the same people, and
quote the same group.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.accounts import accounts
from graph.archive import Deposit, initialise
from graph.claims import ClaimFilter, claims_in, find_claims
from graph.custody import CustodyState, custody
from graph.decisions import Judgement, Ruling, decide, read_decisions
from graph.edtf import Match, parse
from graph.ids import EntityId, PropertyId, SourceId, entity_id
from graph.indexed import open_view
from graph.model import Claim, Quantity, Ref
from graph.paths import find_paths
from graph.plain import open_plain
from graph.profiles import names, values
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.search import search
from graph.timeline import timeline
from graph.view import PathSpec, SearchIn
from graph.vocabulary import AFFECTED_PERSON, KG
from loaders import Document, Options, read_document
from loaders.annotation_file import read_annotations

if TYPE_CHECKING:
    from graph.archive import Archive
    from graph.view import View

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ARTICLE, PAGE = SourceId("seed"), SourceId("page")
HELD, JAILED, SIBLING = (
    PropertyId(text) for text in (KG + "politicalPrisonersHeld", KG + "jailedCount", "https://schema.org/sibling")
)
TEXT = (
    "Maryya Kalesnikava was arrested on September 7, 2020. Tatsiana Homich is her sister. "
    "Belarus holds 1,200 political prisoners. In June, Vyasna says, 29 people were newly jailed. "
    "Vyasna supports Release Now."
)
MENTIONED = {
    "kalesnikava": ("person", "Maryya Kalesnikava"),
    "homich": ("person", "Tatsiana Homich"),
    "belarus": ("place", "Belarus"),
    "vyasna": ("org", "Vyasna"),
    "release_now": ("campaign", "Release Now"),
}
"""Whom the page names, and a person ruled to be one with those of the article."""
SEPTEMBER_4 = ProvenanceFilter(published_until=parse("2025-09-04"))
TWO = ProvenanceFilter(min_independent_sources=2)
AUTUMN_2025 = 1_758_000_000


def the(local: str) -> EntityId:
    """Return the entity that the article calls `local`, by the IRI that the page gives it, if it does."""
    return EntityId(f"https://page.example/{local}") if local in MENTIONED else entity_id(ARTICLE, local)


def page() -> dict[str, object]:
    """Return the annotations of the page."""
    told = [
        ("event", "arrest", {"person": "kalesnikava"}, "Maryya Kalesnikava was arrested on September 7, 2020"),
        ("relation", "sibling", {"a": "homich", "b": "kalesnikava"}, "Tatsiana Homich is her sister"),
        ("count", "political_prisoners", {"place": "belarus"}, "Belarus holds 1,200 political prisoners"),
        ("count", "jailed", {"place": "belarus"}, "29 people were newly jailed"),
        ("relation", "supports", {"org": "vyasna", "campaign": "release_now"}, "Vyasna supports Release Now"),
    ]
    more: dict[str, dict[str, object]] = {
        "arrest": {"date": {"edtf": "2020-09-07", "text": "September 7, 2020"}},
        "political_prisoners": {"value": 1200},
        "jailed": {"value": 29, "speaker": "vyasna", "date": {"edtf": "2025-06", "text": "In June"}},
    }
    return {
        "doc": {"id": PAGE, "publisher": "The Page", "published": "2025-09-01", "language": "en"},
        "entities": [
            {"id": local, "iri": the(local), "type": kind, "name": name, "mentions": [stretch(name, "text")]}
            for local, (kind, name) in MENTIONED.items()
        ],
        "claims": [
            {
                "id": f"p{n}",
                "kind": kind,
                "type": type_,
                "args": args,
                "evidence": [stretch(words)],
                **more.get(type_, {}),
            }
            for n, (kind, type_, args, words) in enumerate(told)
        ],
    }


def stretch(words: str, name: str = "quote") -> dict[str, object]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), name: words}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    if not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    root = tmp_path_factory.mktemp("provenance")
    (root / "page.json").write_text(json.dumps(page()), "utf-8")
    article = (SHARED / "seed" / "000_c529104a15918ff4.txt").read_bytes()
    archive = initialise(root / "data")
    deposits = []
    for name, content, told_in in (
        ("article.txt", article, SHARED / "seed" / "gold.json"),
        ("page.txt", TEXT.encode(), root / "page.json"),
    ):
        read = read_document(Document(name, content), Options(annotations=read_annotations(told_in)))
        assert read.refused == []
        deposits.append(Deposit(read.content, content))
    archive.load(deposits, at=1_757_200_000)
    pairs = [sorted((the(local), entity_id(ARTICLE, local))) for local in MENTIONED]
    rulings = [
        Ruling("case", pair=(one, other), judgement=Judgement.SAME, reason="named alike") for one, other in pairs
    ]
    decide(archive, rulings, at=1_757_200_001)
    return archive


@pytest.fixture(scope="module", params=[open_view, open_plain])
def view(archive: Archive, request: pytest.FixtureRequest) -> View:
    opened: View = request.param(archive, archive.current(), read_decisions(archive))
    return opened


def told(view: View, provenance: ProvenanceFilter) -> list[Claim]:
    return find_claims(view, ClaimFilter(), provenance)


def held(*amounts: int) -> list[Quantity]:
    return [Quantity(amount=Decimal(amount)) for amount in amounts]


# ---------------------------------------------------------------------- publishedUntil


def test_what_was_published_until_the_4th_is_the_page_and_not_the_article(view: View) -> None:
    kept = told(view, SEPTEMBER_4)
    assert {claim.source for claim in kept} == {PAGE}
    assert [claims_in(view, [source], SEPTEMBER_4) for source in (ARTICLE, PAGE)] == [[[]], [kept]]
    assert {claim.source for claim in told(view, ProvenanceFilter(published_until=parse("2025-09-06")))} == {
        ARTICLE,
        PAGE,
    }
    assert told(view, ProvenanceFilter(published_until=parse("2025-08-31"))) == []


def test_until_the_4th_every_question_speaks_by_the_page_alone(view: View) -> None:
    (path,) = find_paths(view, the("homich"), the("kalesnikava"), PathSpec(max_length=1), SEPTEMBER_4).paths
    (arrest,) = timeline(view, [the("kalesnikava")], SEPTEMBER_4)
    (status,) = custody(view, [the("kalesnikava")], AUTUMN_2025, SEPTEMBER_4)
    (name,) = names(view, [the("kalesnikava")], SEPTEMBER_4)[0]
    said = [*path.hops[0].claims, *arrest.hop.claims, *status.claims, *name.claims]
    assert {claim.source for claim in said} == {PAGE}
    assert status.state is CustodyState.DETAINED
    assert custody(view, [the("kalesnikava")], AUTUMN_2025, EVERYTHING)[0].state is not CustodyState.DETAINED
    assert not find_paths(view, the("syarhey"), the("svyatlana"), PathSpec(), SEPTEMBER_4).paths


def test_until_the_4th_nobody_differs_and_the_article_names_nobody(view: View) -> None:
    assert [len(accounts(view, [the("belarus")], kept)) for kept in (EVERYTHING, SEPTEMBER_4)] == [1, 0]
    found = {text: [hit.entity for hit in search(view, text, provenance=SEPTEMBER_4)] for text in ("trump", "homich")}
    assert found == {"trump": [], "homich": [the("homich")]}
    assert [hit.entity for hit in search(view, "trump")] == [the("trump")]


# ---------------------------------------------------------------------- assertedOn


def test_what_was_said_until_the_4th_lacks_trumps_1400_and_nothing_else(view: View) -> None:
    until = ProvenanceFilter(asserted_on=parse("../2025-09-04"))
    kept = {claim.id for claim in told(view, until)}
    (hidden,) = [claim for claim in told(view, EVERYTHING) if claim.id not in kept]
    assert (hidden.claimant, hidden.property, hidden.value) == (the("trump"), HELD, held(1400)[0])
    assert values(view, [the("belarus")], HELD, until)[0][0].value == held(1200)[0]
    assert accounts(view, [the("belarus")], until) == []


@pytest.mark.parametrize("match", Match)
def test_what_nobody_dates_is_kept_whatever_the_day_that_is_asked_for(view: View, match: Match) -> None:
    long_ago = ProvenanceFilter(asserted_on=parse("1999"), asserted_match=match)
    kept = told(view, long_ago)
    assert kept
    assert all(claim.asserted_on is None for claim in kept)
    assert len(told(view, EVERYTHING)) == len(kept) + 1


# ---------------------------------------------------------------------- minIndependentSources


def test_of_two_sources_are_the_sisters_the_arrest_and_the_1200(view: View) -> None:
    assert [side.value for side in values(view, [the("belarus")], HELD, TWO)[0]] == held(1200)
    assert [side.value for side in values(view, [the("homich")], SIBLING, TWO)[0]] == [Ref(the("kalesnikava"))]
    (arrest,) = timeline(view, [the("kalesnikava")], TWO)
    assert (arrest.hop.property, arrest.when and arrest.when.edtf) == (AFFECTED_PERSON, "2020-09-07")
    assert {claim.source for claim in arrest.hop.claims} == {ARTICLE, PAGE}
    both = {claim.property for claim in told(view, TWO)}
    assert {HELD, SIBLING, AFFECTED_PERSON} <= both
    assert PropertyId("https://schema.org/spouse") not in both


def test_what_one_outlet_alone_says_is_hidden(view: View) -> None:
    for start, end in (("syarhey", "svyatlana"), ("vyasna", "release_now"), ("ngos", "release_now")):
        ends = the(start), the(end)
        assert find_paths(view, *ends, PathSpec(max_length=1), EVERYTHING).paths
        assert not find_paths(view, *ends, PathSpec(max_length=1), TWO).paths
    assert accounts(view, [the("belarus")], TWO) == []
    assert search(view, "trump", None, list(SearchIn), TWO) == []


def test_two_outlets_that_quote_one_group_count_one(view: View) -> None:
    (jailed,) = values(view, [the("belarus")], JAILED, EVERYTHING)[0]
    assert {claim.source for claim in jailed.claims} == {ARTICLE, PAGE}
    assert {claim.claimant for claim in jailed.claims} == {the("vyasna")}
    assert jailed.independent_sources == 1
    assert values(view, [the("belarus")], JAILED, TWO) == [[]]
    assert not {claim.id for claim in jailed.claims} & {claim.id for claim in told(view, TWO)}

"""Accounts and corroboration are the same on the plain view and on the index, and the same asked of all or of each."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bench.generator import contents as generated
from graph.accounts import Accounts, accounts, explanations
from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.corroboration import corroborating
from graph.decisions import NONE, Decisions
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
from graph.model import Characters, Claim, Duration, Evidence, Iri, Ref, Source, Time, Value
from graph.plain import open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import AFFECTED_PERSON, KG, SCHEMA, TERM, TYPE, WHEN
from loaders.batch import Batch, read_batch
from tests.graph.builders import SIBLING
from tests.graph.conformance import SCRATCH, open_indexed
from tests.graph.view_strategies import MANNERS, filters, judged, libraries, webs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.archive import Archive
    from graph.view import View

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
PEOPLE = [EntityId(f"onrecord:entity/{letter}") for letter in "ab"]
EVENTS = [EntityId(f"onrecord:entity/{letter}") for letter in "zyx"]
KINDS = [KG + kind for kind in ("Arrest", "Release", "Sentencing", "Imprisonment", "Imprisonment", "Death", "Trial")]
DAYS = ["2018", "2019-05-01", "2020-09", "2020~", "2019/2021", "2021-03-04", "../2019", "2017/2022"]
SUPPORTS = PropertyId(KG + "supports")
_told: st.SearchStrategy[tuple[EntityId, PropertyId, Value]] = st.one_of(
    *[st.tuples(st.sampled_from(EVENTS), st.just(WHEN), st.builds(Time, st.sampled_from(DAYS)))] * 4,
    *[st.tuples(st.sampled_from(EVENTS), st.just(AFFECTED_PERSON), st.builds(Ref, st.sampled_from(PEOPLE)))] * 2,
    st.tuples(st.sampled_from(EVENTS), st.just(TERM), st.builds(Duration, st.sampled_from(["P2Y", "P3Y"]))),
    *[st.tuples(st.sampled_from(PEOPLE), st.sampled_from([SUPPORTS, SIBLING]), st.builds(Ref, st.sampled_from(PEOPLE)))]
    * 2,
)


@st.composite
def lives(draw: st.DrawFn) -> list[Content]:
    """Draw papers that tell of the same few events of the same two people, some of it doubted or denied."""
    papers = [SourceId("times"), SourceId("courier"), SourceId("herald")]
    claims: dict[SourceId, list[Claim]] = {paper: [] for paper in papers}

    def say(paper: SourceId, told: tuple[EntityId, PropertyId, Value], more: dict[str, Any]) -> None:
        number = len(claims[paper])
        words = Evidence(paper, Characters(number, number + 5), "words")
        subject, prop, value = told
        name = ClaimId(f"onrecord:claim/{number:02}-{paper}")
        claims[paper].append(
            Claim(id=name, subject=subject, property=prop, value=value, claimant=EntityId(f"urn:{paper}"),
                  evidence=(words,), **more)
        )  # fmt: skip

    for person in PEOPLE:
        say(papers[0], (person, TYPE, Iri(SCHEMA + "Person")), {})
    for one in EVENTS:
        say(draw(st.sampled_from(papers)), (one, TYPE, Iri(draw(st.sampled_from(KINDS)))), {})
        say(draw(st.sampled_from(papers)), (one, AFFECTED_PERSON, Ref(PEOPLE[0])), {})
    for told in draw(st.lists(_told, min_size=4, max_size=14)):
        say(draw(st.sampled_from(papers)), told, draw(st.sampled_from([*[{}] * 6, *MANNERS])))
    published = draw(st.sampled_from(["2020-06-06", "2022-01-01"]))
    return [
        Content(Source(id=paper, title="", publisher=EntityId(f"urn:{paper}"), published=Time(published)), some)
        for paper, some in claims.items()
    ]


def hold(plain: View, index: View, asked: Sequence[ProvenanceFilter]) -> int:
    """Hold the index to the plain view, and what is found of all to what is found of each; return how many it is."""
    subjects = sorted({claim.subject for claim in plain.scan()})
    count = 0
    for provenance in asked:
        found = accounts(plain, None, provenance)
        assert accounts(index, None, provenance) == found
        assert explanations(index, found) == explanations(plain, found)
        assert len({account.key for account in found}) == len(found)
        each = accounts(index, subjects, provenance)
        assert each == accounts(plain, subjects, provenance)
        assert {account.key for account in found} <= {account.key for account in each}
        assert {_claims(account) for account in each} == {_claims(account) for account in found}
        claims = list(plain.scan())[:40]
        assert corroborating(index, claims, provenance) == corroborating(plain, claims, provenance)
        count += len(found)
    return count


def _claims(account: Accounts) -> tuple[str, frozenset[str]]:
    return account.kind, frozenset(claim.id for side in account.sides for claim in side.claims)


def opened(archive: Archive, decisions: Decisions = NONE) -> tuple[View, View]:
    generation = archive.current()
    return open_plain(archive, generation, decisions), open_indexed(archive, generation, decisions)


@settings(max_examples=100)
@given(lives() | lives() | lives() | libraries | webs(), judged(), st.lists(filters, max_size=2))
def test_both_views_find_the_same(sources: list[Content], decisions: Decisions, asked: list[ProvenanceFilter]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        archive.load([Deposit(source, source.source.title.encode()) for source in sources], at=7)
        plain, index = opened(archive, decisions)
        event(f"{min(hold(plain, index, [EVERYTHING, *asked]), 3)} accounts")


def test_both_views_find_the_same_in_made_up_news(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, None) for content in generated(1_200)], at=7)
    assert hold(*opened(archive), [EVERYTHING]) > 5


def test_both_views_find_the_same_in_the_sample(tmp_path: Path) -> None:
    found = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(item.read.content, item.document.content) for item in found], at=7)
    assert hold(*opened(archive), [EVERYTHING, ProvenanceFilter(min_independent_sources=2)]) == 1


@pytest.mark.parametrize("many", [1, 8])
def test_what_is_asked_of_a_view_does_not_grow_with_what_is_found(tmp_path: Path, many: int) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, None) for content in generated(300 * many)], at=7)
    _, index = opened(archive)
    calls: list[str] = []

    class Counting:
        """A view that notes what it is asked."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a view has
            asked = getattr(index, name)
            if callable(asked):
                calls.append(name)
            return asked

    view: Any = Counting()
    found = accounts(view, None, EVERYTHING)
    explanations(view, found)
    assert len(found) > many
    assert len(calls) < 40, calls

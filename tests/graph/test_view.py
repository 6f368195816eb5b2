"""The views of one generation answer alike: the plain one, and the one on the index, over the same archive."""

from __future__ import annotations

import tempfile
from itertools import combinations, permutations, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.generator import contents as generated
from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.decisions import NONE, Decisions
from graph.ids import EntityId
from graph.plain import open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.view import PathMode, PathSpec, SearchIn
from graph.view_tally import ClaimFilter
from loaders import Document, Options, read_document
from loaders.annotation_file import read_annotations
from loaders.batch import Batch, read_batch
from tests.graph.builders import deposit
from tests.graph.conformance import SCRATCH, answers, asked_of, check_around, check_chains, open_indexed
from tests.graph.strategies import contents
from tests.graph.view_strategies import FEW, filters, judged, libraries, specs, webs

if TYPE_CHECKING:
    from graph.archive import Archive
    from graph.view import View

law = settings(max_examples=50)
STANDING = EVERYTHING.connected()
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
QUESTIONS = st.lists(
    st.tuples(st.sampled_from([*permutations(FEW[:5], 2), (FEW[0], FEW[0])]), specs, filters, st.booleans()),
    min_size=16,
    max_size=16,
)


def opened(root: Path, sources: list[Content], decisions: Decisions = NONE) -> tuple[View, View]:
    """Load `sources` into an archive at `root`; return its plain view, and the one on its index."""
    archive = initialise(root / "data")
    archive.load([Deposit(source, f"{source.source.title} 😀".encode()) for source in sources], at=7)
    return both(archive, decisions)


def both(archive: Archive, decisions: Decisions = NONE) -> tuple[View, View]:
    found = archive.current()
    return open_plain(archive, found, decisions), open_indexed(archive, found, decisions)


@settings(max_examples=100)
@given(libraries | webs(), judged())
def test_views_of_sources_that_speak_of_the_same_answer_alike(sources: list[Content], decisions: Decisions) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        plain, index = opened(Path(root), sources, decisions)
        asked = asked_of(plain, 30)
        assert answers(index, asked) == answers(plain, asked)


@law
@given(contents())
def test_views_of_claims_of_every_shape_answer_alike(source: Content) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        plain, index = opened(Path(root), [source])
        asked = asked_of(plain)
        assert answers(index, asked) == answers(plain, asked)


@settings(max_examples=120)
@given(libraries | webs() | webs(), judged(), QUESTIONS)
def test_views_find_the_same_chains(
    sources: list[Content],
    decisions: Decisions,
    questions: list[tuple[tuple[EntityId, EntityId], PathSpec, ProvenanceFilter, bool]],
) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        plain, index = opened(Path(root), sources, decisions)
        for ends, spec, provenance, connected in questions:
            standing = provenance.connected() if connected else provenance
            check_chains(plain, index, ends, spec, standing)
            assert index.connected(spec, standing, 20) == plain.connected(spec, standing, 20)
            assert index.among(FEW, spec, standing) == plain.among(FEW, spec, standing)
            check_around(plain, index, [ends[0], EntityId("urn:nobody"), ends[0]], spec, standing, cap=4)


def asked_about(archive: Archive, most: int) -> None:
    """Hold the index of `archive` to its plain view, in everything, between entities that are often spoken of."""
    plain, index = both(archive)
    asked = asked_of(plain, most)
    assert answers(index, asked) == answers(plain, asked)
    busiest = sorted(asked.entities, key=lambda one: -len(plain.naming([one])[0]))[:4]
    filters = STANDING, replace(STANDING, min_independent_sources=2)
    for ends, provenance in product(combinations(busiest, 2), filters):
        for mode in {*PathMode} - {PathMode.DISJOINT}:
            check_chains(plain, index, ends, PathSpec(mode=mode, max_length=3, limit=50), provenance)
        apart = PathSpec(mode=PathMode.DISJOINT, max_length=30)
        found, wanted = (view.chains(*ends, apart, provenance) for view in (index, plain))
        assert sorted(map(len, found.chains))[:1] == sorted(map(len, wanted.chains))[:1]
        assert sum(map(len, found.chains)) == sum(map(len, wanted.chains))
        assert (len(found.chains), found.complete) == (len(wanted.chains), wanted.complete)
    check_around(plain, index, busiest[:1], PathSpec(max_length=2), STANDING, cap=1_000)


def test_views_of_made_up_news_answer_alike(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, None) for content in generated(1_200)], at=7)
    asked_about(archive, 100)


@pytest.mark.shared
def test_views_of_the_real_article_answer_alike(shared: Path, tmp_path: Path) -> None:
    text = shared / "seed" / "000_c529104a15918ff4.txt"
    options = Options(annotations=read_annotations(shared / "seed" / "gold.json"))
    content = read_document(Document(text.name, text.read_bytes()), options).content
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, text.read_bytes())], at=7)
    asked_about(archive, 80)


def test_views_of_the_sample_answer_alike(tmp_path: Path) -> None:
    found = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(item.read.content, item.document.content) for item in found], at=7)
    asked_about(archive, 200)


@pytest.mark.parametrize("word", ["a" * 5_000, "日" * 5_000, "é" * 300])
def test_a_word_longer_than_the_engine_takes_is_found_whole_and_in_part(tmp_path: Path, word: str) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([deposit("times", f"Anna {word} {word}b")], at=7)
    plain, index = both(archive)
    for asked in (word, word[7:], word + "b", word[1:] + "b", word + "c", f"{word} {word}", "x" + word):
        found = (view.matching(asked, list(SearchIn), EVERYTHING) for view in (index, plain))
        assert next(found) == next(found)
        said = (view.wanted(ClaimFilter(text=asked), EVERYTHING) for view in (index, plain))
        assert next(said) == next(said)
    assert index.wanted(ClaimFilter(text=word[7:]), EVERYTHING).total

"""The Belarus case: an article, a sanctions list and a list of prisoners speak of the same people in other spellings.

`belarus.decisions.jsonl` holds what a person ruled about them, with the reasons. The files are beside this checkout.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from graph.accounts import AccountsKind, accounts
from graph.archive import Deposit, initialise
from graph.decisions import Ruling, decide, read_decisions
from graph.identity import Reason, check_judgements
from graph.ids import EntityId, KindId, SourceId, entity_id
from graph.indexed import open_view
from graph.judgement_files import ONRECORD, imported
from graph.paths import find_paths
from graph.plain import open_plain
from graph.proposals import proposals
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.search import by_name, search
from graph.support import independent_sources
from graph.timeline import timeline
from graph.view import PathMode, PathSpec
from graph.vocabulary import KG
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from graph.archive import Archive
    from graph.model import Hop
    from graph.view import View

pytestmark = pytest.mark.shared
HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
ARRESTS, SANCTIONS = (frozenset({KindId(KG + name)}) for name in ("Arrest", "Sanction"))
SEED, VIASNA, LIST = SourceId("seed"), SourceId("viasna-prisoners"), SourceId("eu-sanctions:32006R0765")


class Case(NamedTuple):
    """The three sources, before and after what was decided."""

    archive: Archive
    before: View
    after: View


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    if not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    archive = initialise(tmp_path_factory.mktemp("belarus") / "data")
    folder = SHARED / "data" / "belarus"
    batches = [
        Batch([SHARED / "seed" / "000_c529104a15918ff4.txt"], [SHARED / "seed" / "gold.json"]),
        Batch([folder / "eu-765-2006-belarus.csv"], mapping="eu-sanctions"),
        Batch([folder / "viasna_prisoners_sample.json"], mapping="viasna"),
    ]
    items = [item for batch in batches for item in read_batch(batch)]
    archive.load([Deposit(item.read.content, item.read.text) for item in items], at=7)
    before = open_view(archive, archive.current())
    found = imported(before, (HERE / "belarus.decisions.jsonl").read_bytes(), ONRECORD, "case")
    decisions = decide(archive, found.rulings, at=8, check=check_judgements)
    return Case(archive, before, open_view(archive, archive.current(), decisions))


def sources_of(view: View, entity: EntityId) -> set[SourceId]:
    """Return the sources that speak of an entity."""
    return {claim.source for claims in (*view.about([entity]), *view.naming([entity])) for claim in claims}


def the(local: str) -> EntityId:
    """Return the record that the article has of somebody."""
    return entity_id(SEED, local)


def judge(view: View) -> EntityId:
    """Return the judge as Viasna spells him."""
    (found,) = by_name(view, ["Siarhei Yepikhau"])
    assert found is not None
    return found


def test_she_is_one_with_claims_of_all_three(case: Case) -> None:
    assert sources_of(case.before, the("kalesnikava")) == {SEED}
    assert sources_of(case.after, the("kalesnikava")) == {SEED, VIASNA, LIST}


def test_any_spelling_finds_her(case: Case) -> None:
    her = case.after.identity.of(the("kalesnikava"))
    for text in ("Maryia Kalesnikava", "Maria Kolesnikova", "Колесникова", "Kalesnikava Maryya"):
        assert search(case.after, text)[0].entity == her


def test_the_judge_is_one_under_both_spellings(case: Case) -> None:
    assert sources_of(case.before, judge(case.before)) == {VIASNA}
    assert sources_of(case.after, judge(case.after)) >= {VIASNA, LIST}


@pytest.mark.parametrize(("one", "other"), [("syarhey", "svyatlana"), ("kalesnikava", "homich")])
def test_spouses_and_sisters_stay_two_and_are_not_proposed(case: Case, one: str, other: str) -> None:
    pair = {the(one), the(other)}
    assert len({*map(case.after.identity.of, pair)}) == 2
    shown = {*map(case.before.identity.of, pair)}
    assert not any({each.one, each.other} == shown for each in proposals(case.before, sorted(pair)))


def test_her_spellings_and_the_judges_are_proposed(case: Case) -> None:
    (found,) = by_name(case.before, ["Maryia Kalesnikava"])
    assert found is not None
    pairs = [{each.one, each.other} for each in proposals(case.before, [the("kalesnikava"), judge(case.before)])]
    assert {the("kalesnikava"), found} in pairs
    assert any(
        judge(case.before) in pair and sources_of(case.before, next(iter(pair - {judge(case.before)}))) == {LIST}
        for pair in pairs
    )


def test_her_arrest_has_two_independent_sources_by_the_rule_for_events(case: Case) -> None:
    arrests = {
        name: [entry for entry in timeline(view, [the("kalesnikava")], EVERYTHING, None, ARRESTS) if entry.when]
        for name, view in (("before", case.before), ("after", case.after))
    }
    assert [independent_sources(case.before, entry.hop.claims) for entry in arrests["before"]] == [1]
    assert [independent_sources(case.after, entry.hop.claims) for entry in arrests["after"]] == [2]
    (bond,) = case.after.identity.why(arrests["after"][0].hop.end)
    assert (bond.reason, bond.detail) == (Reason.EVENT, "2020-09-07")


def test_a_path_leads_over_her_sentencing_and_its_judge_to_the_sanction_on_him(case: Case) -> None:
    sanctions = [hop.end for hop in _sanctions(case.after, judge(case.after))]
    assert len(sanctions) == 1
    spec = PathSpec(mode=PathMode.ALL_SHORTEST, through=frozenset({judge(case.after)}))
    found = find_paths(case.after, the("kalesnikava"), sanctions[0], spec, EVERYTHING)
    told = [[{claim.source for claim in hop.claims} for hop in path.hops] for path in found.paths]
    assert [{VIASNA}, {VIASNA}, {LIST}] in told
    assert not find_paths(case.before, the("kalesnikava"), sanctions[0], PathSpec(max_length=3), EVERYTHING).paths


def _sanctions(view: View, person: EntityId) -> list[Hop]:
    return [entry.hop for entry in timeline(view, [person], EVERYTHING, None, SANCTIONS)]


def test_two_sources_are_asked_for_in_the_search_itself(case: Case) -> None:
    (arrest,) = (
        entry.hop.end for entry in timeline(case.after, [the("kalesnikava")], EVERYTHING, None, ARRESTS) if entry.when
    )
    strict = ProvenanceFilter(min_independent_sources=2)
    assert find_paths(case.after, the("kalesnikava"), arrest, PathSpec(max_length=1), strict).paths
    assert not find_paths(case.before, the("kalesnikava"), arrest, PathSpec(max_length=1), strict).paths


def test_one_decision_undone_gives_back_the_old_answer(case: Case) -> None:
    number = next(
        made.number for made in read_decisions(case.archive).made if made.pair and the("kalesnikava") in made.pair
    )
    undone = decide(case.archive, [Ruling("case", undoes=number, reason="to see what stood before")], at=9)
    view = open_view(case.archive, case.archive.current(), undone, known=case.after)
    assert view.state != case.after.state
    assert view.about([the("kalesnikava")]) == case.before.about([the("kalesnikava")])
    assert sources_of(view, the("kalesnikava")) == {SEED}


def test_both_views_say_the_same_of_it(case: Case) -> None:
    plain = open_plain(case.archive, case.archive.current(), read_decisions(case.archive).until(8))
    assert plain.identity.canonical == case.after.identity.canonical
    her = plain.identity.of(the("kalesnikava"))
    assert plain.about([her]) == case.after.about([her])
    assert plain.counts() == case.after.counts()


def test_three_sources_differ_in_two_things_and_no_prisoner_is_told_out_of_order(case: Case) -> None:
    """Fifty lives with arrests, sentences and releases, none of which the list tells in an order that cannot be."""
    found = accounts(case.after, None, EVERYTHING)
    assert {(one.kind, one.property) for one in found} == {
        (AccountsKind.VALUE, "https://schema.org/foundingDate"),
        (AccountsKind.VALUE, KG + "politicalPrisonersHeld"),
    }
    assert found == accounts(case.after, [one.subject for one in found], EVERYTHING)

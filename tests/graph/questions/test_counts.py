"""How many there are of what: counted by hand on small graphs, and alike on the plain view and on the index."""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.generator import contents as generated
from graph.archive import Archive, Deposit, initialise
from graph.claims import ClaimFilter, find_claims
from graph.counts import CountBy, Counted, count_labels, counts, entity_of
from graph.decisions import Decision, Decisions, Judgement
from graph.edtf import parse
from graph.errors import InvalidInputError, LimitError
from graph.ids import EntityId, KindId
from graph.model import Certainty, Iri, Stance, Status, Text, Time, Unknown
from graph.plain import open_plain
from graph.provenance import EVERYTHING, STANDING, ProvenanceFilter
from graph.view import Window
from graph.vocabulary import AFFECTED_PERSON, KG, NAME, SCHEMA, WHEN, vocabulary
from tests.graph.conformance import SCRATCH, open_indexed
from tests.graph.view_strategies import FEW, KINDS, filters, judged, libraries, webs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.codec import Content
    from graph.view import View
    from tests.graph.questions.conftest import Press

CLAIMS, ENTITIES = Counted.CLAIMS, Counted.ENTITIES
SINGLE = [by for by in CountBy if by is not CountBy.PLACE]
TWICE = replace(EVERYTHING, min_independent_sources=2)


def found(view: View, of: Counted, *by: CountBy, provenance: ProvenanceFilter = EVERYTHING) -> dict[object, int]:
    """Return the counts by their keys; where one is asked for, by that alone."""
    buckets = counts(view, of, by, provenance)
    return {bucket.keys[0] if len(by) == 1 else bucket.keys: bucket.count for bucket in buckets}


@pytest.fixture
def news(press: Press) -> Press:
    """Print two arrests, one of them told by two papers, and a hope."""
    press.event("first", "Arrest", affectedPerson="anna", when="2020-09-07", place="minsk")
    press.event("first", "Arrest", source="courier", when="2020-09")
    press.event("second", "Arrest", affectedPerson="jan", when="2020~")
    press.say("second", "place", "homyel")
    press.say("second", "place", "minsk", source="courier")
    press.say("hoped", "type", Iri(KG + "Release"), certainty=Certainty.POSSIBLE, claimant=EntityId("anna"))
    press.say("anna", "name", Text("Anna"))
    return press


def test_claims_are_counted_by_property_the_largest_first(news: Press) -> None:
    buckets = counts(news.view(), CLAIMS, [CountBy.PROPERTY], EVERYTHING)
    names = [(vocabulary().properties[bucket.keys[0]].name, bucket.count) for bucket in buckets]  # type: ignore[index]  # a property
    assert names == [("type", 4), ("place", 3), ("when", 3), ("affectedPerson", 2), ("name", 1)]


def test_claims_are_counted_by_the_kind_of_what_they_are_about(news: Press) -> None:
    expected = {KG + "Arrest": 11, KG + "Release": 1, SCHEMA + "Thing": 1}
    assert found(news.view(), CLAIMS, CountBy.KIND) == expected


def test_a_kind_is_the_most_specific_one(press: Press) -> None:
    press.say("paper", "type", Iri(SCHEMA + "Organization"))
    press.say("paper", "type", Iri(SCHEMA + "Thing"))
    assert found(press.view(), ENTITIES, CountBy.KIND) == {SCHEMA + "Organization": 1}


def test_an_event_at_two_places_is_counted_at_both(news: Press) -> None:
    assert found(news.view(), ENTITIES, CountBy.PLACE) == {"minsk": 2, "homyel": 1, None: 1}


def test_a_denied_place_is_none(press: Press) -> None:
    press.event("one", "Arrest")
    press.say("one", "place", "minsk", certainty=Certainty.NEGATED, stance=Stance.DENIES)
    assert found(press.view(), CLAIMS, CountBy.PLACE) == {None: 2}


def test_a_place_in_words_is_counted_where_no_other_is_said(press: Press) -> None:
    press.event("one", "Arrest", placeText="a village near Minsk")
    press.event("two", "Arrest", placeText="Minsk", place="minsk")
    press.say("firm", "location", "minsk")
    view = press.view()
    assert found(view, ENTITIES, CountBy.PLACE) == {"minsk": 2, '"a village near Minsk': 1}
    buckets = counts(view, ENTITIES, [CountBy.PLACE], EVERYTHING)
    assert count_labels(view, [CountBy.PLACE], buckets) == [["minsk"], ["a village near Minsk"]]
    assert [entity_of(CountBy.PLACE, bucket.keys[0]) for bucket in buckets] == ["minsk", None]


def test_a_claim_is_of_the_time_that_it_says(press: Press) -> None:
    press.event("one", "Arrest", when="2020-09-07")
    press.say("one", "when", Time("2021-03"), source="courier")
    press.say("anna", "memberOf", "union", valid=Time("2019-05"))
    press.say("anna", "sibling", "jan")
    expected = {"2020": 2, "2021": 1, "2019": 1, None: 1}
    assert found(press.view(), CLAIMS, CountBy.YEAR) == expected


@pytest.mark.parametrize(
    ("edtf", "year", "month"),
    [
        ("2020-09-07", "2020", "2020-09"),
        ("2020-09", "2020", "2020-09"),
        ("2020", "2020", None),
        ("2020~", None, None),
        ("2020-09~", "2020", None),
        ("2020-12~", None, None),
        ("2020-03/2020-06", "2020", None),
        ("2019-12-31/2020-01-01", None, None),
        ("2021/..", None, None),
        ("../2019", None, None),
        ("[2020-09-01, 2020-09-30]", "2020", "2020-09"),
        ("2020-22", "2020", None),
        ("-0043-03-15", "-0043", "-0043-03"),
        ("Y12345", "Y12345", None),
        ("2020-09-07T23:00:00Z", "2020", "2020-09"),
    ],
)
def test_a_date_that_does_not_settle_it_is_of_no_month_and_no_year(
    press: Press, edtf: str, year: str | None, month: str | None
) -> None:
    press.event("one", "Arrest", when=edtf)
    view = press.view()
    for of in Counted:
        assert list(found(view, of, CountBy.YEAR, CountBy.MONTH)) == [(year, month)]


def test_a_time_that_does_not_settle_it_is_not_replaced_by_that_of_the_event(press: Press) -> None:
    press.event("one", "Arrest", when="2020-09-07")
    press.say("one", "when", Time("2020~"), source="courier")
    assert found(press.view(), CLAIMS, CountBy.YEAR) == {"2020": 2, None: 1}


def test_an_event_is_of_its_best_supported_date(press: Press) -> None:
    press.event("one", "Arrest", when="2020-09-07")
    for paper in ("courier", "herald"):
        press.say("one", "when", Time("2020-10"), source=paper)
    press.say("one", "when", Time("2020-11"), certainty=Certainty.NEGATED, stance=Stance.DENIES, source="mirror")
    press.say("two", "type", Iri(KG + "Arrest"))
    press.say("two", "when", Unknown())
    assert found(press.view(), ENTITIES, CountBy.MONTH) == {"2020-10": 1, None: 1}


def test_voices_and_papers_are_counted_apart(press: Press) -> None:
    press.source("monday", publisher="times")
    press.source("tuesday", publisher="times")
    press.say("anna", "sibling", "jan", source="monday", claimant=EntityId("vesta"))
    press.say("anna", "sibling", "jan", source="tuesday", claimant=EntityId("vesta"))
    press.say("anna", "sibling", "eva", source="courier")
    view = press.view()
    assert found(view, CLAIMS, CountBy.CLAIMANT) == {"vesta": 2, "courier": 1}
    assert found(view, CLAIMS, CountBy.PUBLISHER) == {"times": 2, "courier": 1}
    assert found(view, CLAIMS, CountBy.SOURCE) == {"monday": 1, "tuesday": 1, "courier": 1}
    assert found(view, CLAIMS, CountBy.PUBLISHER, CountBy.CLAIMANT) == {("times", "vesta"): 2, ("courier",) * 2: 1}
    assert found(view, ENTITIES, CountBy.CLAIMANT) == {"vesta": 1, "courier": 1}


def test_two_papers_that_quote_one_group_are_one_independent_source(press: Press) -> None:
    for paper in ("times", "courier"):
        press.say("anna", "sibling", "jan", source=paper, claimant=EntityId("vesta"))
        press.say("anna", "name", Text("Anna"), source=paper)
    buckets = counts(press.view(), CLAIMS, [CountBy.PROPERTY], EVERYTHING)
    support = {bucket.keys[0]: bucket.independent_sources for bucket in buckets}
    assert support == {NAME: 2, SCHEMA + "sibling": 1}


def test_entities_are_counted_by_what_is_asserted_unless_more_is_asked_for(news: Press) -> None:
    view, hopes = news.view(), ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}))
    assert found(view, ENTITIES, CountBy.KIND) == {KG + "Arrest": 2, SCHEMA + "Thing": 1}
    assert found(view, ENTITIES, CountBy.CERTAINTY, provenance=hopes) == {"POSSIBLE": 1}
    assert found(view, CLAIMS, CountBy.CERTAINTY) == {"ASSERTED": 12, "POSSIBLE": 1}


def test_kinds_keep_what_is_about_them_and_the_kinds_below(news: Press) -> None:
    events = KindId("http://semanticweb.cs.vu.nl/2009/11/sem/Event")
    kept = counts(news.view(), ENTITIES, [CountBy.KIND], EVERYTHING, kinds=frozenset({events}))
    assert [(bucket.keys, bucket.count) for bucket in kept] == [((KG + "Arrest",), 2)]


def test_only_what_is_wanted_is_counted(news: Press) -> None:
    where = ClaimFilter(properties=frozenset({WHEN, AFFECTED_PERSON}), during=Window(parse("2020-09")))
    kept = counts(news.view(), CLAIMS, [CountBy.PROPERTY], EVERYTHING, where)
    assert [(bucket.keys, bucket.count) for bucket in kept] == [((WHEN,), 3)]


def test_what_is_rejected_is_not_counted(press: Press) -> None:
    press.say("anna", "sibling", "jan", status=Status.REJECTED)
    assert counts(press.view(), CLAIMS, [CountBy.STANCE], EVERYTHING) == []


def test_of_a_value_that_one_paper_alone_gives_no_claim_counts(press: Press) -> None:
    press.say("anna", "sibling", "jan")
    press.say("jan", "sibling", "anna", source="courier")
    press.say("anna", "sibling", "eva")
    press.say("anna", "sibling", "eva", certainty=Certainty.NEGATED, stance=Stance.DENIES, source="courier")
    view = press.view()
    assert found(view, CLAIMS, CountBy.PROPERTY, provenance=TWICE) == {SCHEMA + "sibling": 2}
    alone = counts(view, CLAIMS, [CountBy.SOURCE], TWICE, ClaimFilter(claimants=frozenset({EntityId("courier")})))
    assert [(bucket.keys, bucket.count) for bucket in alone] == [(("courier",), 1)]


def test_places_and_dates_are_those_that_may_count(press: Press) -> None:
    press.event("one", "Arrest", when="2020-09", place="minsk")
    press.event("one", "Arrest", source="courier", when="2021-03", place="homyel")
    view, times = press.view(), ProvenanceFilter(publishers=frozenset({EntityId("times")}))
    assert found(view, ENTITIES, CountBy.PLACE, CountBy.MONTH, provenance=times) == {("minsk", "2020-09"): 1}
    press.say("two", "type", Iri(KG + "Arrest"))
    press.say("two", "place", "minsk", certainty=Certainty.ALLEGED)
    assert found(press.view(), ENTITIES, CountBy.PLACE)[None] == 1
    assert found(press.view(), CLAIMS, CountBy.PLACE)["minsk"] > 2


def test_records_that_are_one_are_counted_once(press: Press) -> None:
    for name in ("a-event", "b-event"):
        press.event(name, "Arrest", when="2020-09-07")
    pair = EntityId("a-event"), EntityId("b-event")
    same = Decisions((Decision(number=1, at=1, by="anna", pair=pair, judgement=Judgement.SAME, previous=""),))
    assert found(press.view(), ENTITIES, CountBy.MONTH) == {"2020-09": 2}
    assert found(press.view(same), ENTITIES, CountBy.MONTH) == {"2020-09": 1}


def test_every_key_has_a_label(news: Press) -> None:
    view = news.view()
    by = [CountBy.KIND, CountBy.MONTH, CountBy.CLAIMANT]
    buckets = counts(view, CLAIMS, by, EVERYTHING)
    labels = dict(zip((bucket.keys for bucket in buckets), count_labels(view, by, buckets), strict=True))
    assert labels[KG + "Arrest", "2020-09", "times"] == ["arrest", "2020-09", "times"]
    assert labels[KG + "Release", None, "anna"] == ["release", None, "Anna"]
    sources = counts(view, CLAIMS, [CountBy.SOURCE, CountBy.PROPERTY, CountBy.YEAR], EVERYTHING)
    called = count_labels(view, [CountBy.SOURCE, CountBy.PROPERTY, CountBy.YEAR], sources)
    assert called[:2] == [["times", "kind", None], ["courier", "kind", "2020"]]


@pytest.mark.parametrize("by", [[], [CountBy.KIND, CountBy.KIND], [*CountBy][:4]])
def test_it_is_by_one_to_three_different_ones(press: Press, by: list[CountBy]) -> None:
    with pytest.raises(InvalidInputError, match="expected one to 3 different ones"):
        counts(press.view(), CLAIMS, by, EVERYTHING)


def test_of_nothing_there_is_no_bucket(press: Press) -> None:
    assert [counts(press.view(), of, [by], EVERYTHING) for of in Counted for by in CountBy] == [[]] * 20


# ---------------------------------------------------------------------- the plain view and the index


def archived(root: Path, sources: Sequence[Content]) -> Archive:
    archive = initialise(root / "data")
    archive.load([Deposit(source, None) for source in sources], at=7)
    return archive


_entities = st.frozensets(st.sampled_from([*FEW, EntityId("urn:nobody")]), max_size=4)
_members: dict[str, st.SearchStrategy[Any]] = {
    "subjects": st.none() | _entities,
    "objects": st.none() | st.none() | _entities,
    "claimants": st.none() | _entities,
    "text": st.none() | st.sampled_from(["anna", "5", "kow", "—"]),
    "during": st.none() | st.just(Window(parse("2020"))),
}
_where = st.fixed_dictionaries(_members).map(lambda members: ClaimFilter(**members))


@settings(max_examples=60)
@given(
    libraries | webs(),
    judged(),
    st.lists(st.tuples(st.sampled_from(Counted), filters, _where), min_size=3, max_size=3),
    st.none() | st.frozensets(st.sampled_from(KINDS).map(KindId)),
)
def test_the_index_counts_as_the_plain_view_does(
    sources: list[Content],
    decisions: Decisions,
    asked: list[tuple[Counted, ProvenanceFilter, ClaimFilter]],
    kinds: frozenset[KindId] | None,
) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = archived(Path(root), sources)
        plain = open_plain(archive, archive.current(), decisions)
        index = open_indexed(archive, archive.current(), decisions)
        for of, provenance, where in asked:
            for by in [*([each] for each in CountBy), [CountBy.PLACE, CountBy.MONTH, CountBy.KIND]]:
                question = of, by, provenance, where, kinds
                assert counts(index, *question) == counts(plain, *question)


def test_buckets_of_a_dimension_with_one_value_add_up_to_the_claims(tmp_path: Path) -> None:
    archive = archived(tmp_path, list(generated(1_500)))
    view = open_indexed(archive, archive.current())
    wheres = ClaimFilter(), ClaimFilter(properties=frozenset({WHEN})), ClaimFilter(text="person")
    for where in wheres:
        for provenance in (EVERYTHING, STANDING, TWICE):
            total = len(find_claims(view, where, provenance))
            for by in [*([each] for each in SINGLE), *map(list, combinations(SINGLE[:4], 2))]:
                buckets = counts(view, CLAIMS, by, provenance, where)
                assert sum(bucket.count for bucket in buckets) == total
                assert buckets == sorted(buckets, key=lambda bucket: bucket.order)


def test_what_falls_into_too_many_buckets_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archived(tmp_path, list(generated(300)))
    monkeypatch.setattr("graph.tallies.MAX_TALLIED", 100)
    with pytest.raises(LimitError, match="expected at most 100"):
        counts(open_indexed(archive, archive.current()), CLAIMS, [CountBy.SOURCE], EVERYTHING)

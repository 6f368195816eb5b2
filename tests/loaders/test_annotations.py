"""The article as a whole: events told twice, what is refused, and the ids of claims (DESIGN §11)."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.ids import SourceId, event_id
from tests.loaders.builders import ARRESTED, HELD, JAILED, ids

if TYPE_CHECKING:
    from tests.loaders.conftest import Annotated


def events_of(article: Annotated, second: dict[str, object], inner: str) -> int:
    """Return how many arrests are told by a claim on `ARRESTED` and a second one on `inner`."""
    article.claim("c1", "event:arrest", {"person": "anna"}, ARRESTED)
    article.claim("c2", "event:arrest", {"person": "jan"}, inner)
    article.claims[-1] |= second
    return len({claim.subject for claim in article.said("affectedPerson")})


def test_two_claims_tell_one_event_when_the_words_of_one_contain_the_others(article: Annotated) -> None:
    assert events_of(article, {}, "was arrested on 3 May 2021") == 1
    assert {claim.subject for claim in article.said("affectedPerson")} == {event_id(SourceId("courier-1"), "c1")}


def test_two_claims_on_the_same_words_tell_one_event(article: Annotated) -> None:
    assert events_of(article, {}, ARRESTED) == 1


@pytest.mark.parametrize("second", [{"type": "detention"}, {"speaker": "vesta"}, {"certainty": "possible"}])
def test_claims_that_differ_in_type_speaker_or_certainty_tell_two_events(
    article: Annotated, second: dict[str, object]
) -> None:
    assert events_of(article, second, ARRESTED) == 2


def test_claims_whose_words_merely_overlap_tell_two_events(article: Annotated) -> None:
    assert events_of(article, {}, "was arrested on 3 May 2021 with her brother Jan Kowal") == 2


def test_another_text_than_the_one_annotated_stops_the_load(article: Annotated) -> None:
    article.doc["sha256"] = "0" * 64
    with pytest.raises(LoadError, match=r"annotates another text than courier\.txt: doc\.sha256 is 000000000000…"):
        article.read()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"args": {"persn": "anna"}}, "unknown role 'persn' of 'arrest': expected one of agent, charge"),
        ({"args": {"person": "nobody"}}, "unknown id 'nobody': expected an entity of the file, or #words"),
        ({"speaker": "nobody"}, "unknown id 'nobody': expected an entity of the file"),
        ({"type": "arest"}, "unknown event type 'arest': expected one of abduction, accusation, appeal"),
        ({"kind": "evnt"}, "unknown kind 'evnt': expected one of event, relation, attribute, count"),
        ({"kind": "relation"}, "unknown relation 'arrest': expected one of associate, authored_by"),
        ({"kind": "count"}, "unknown count 'arrest': expected one of arrested, attendance, injured"),
        ({"evidence": [{"start": 1, "end": 5, "quote": "Anna"}]}, "the words 'Anna' do not stand at 1–5: found 'he C'"),
        ({"evidence": [{"start": -9, "end": 9999, "quote": "Anna"}]}, "the words 'Anna' do not stand at -9–9999"),
        ({"evidence": []}, "no evidence: expected the words that it stands on"),
        ({"date": {"edtf": "3 May 2021"}}, "'3 May 2021' is not a date"),
        ({"date": {"edtf": "2021-02-30"}}, "'2021-02-30' is not a date"),
        ({"value": "a few"}, "the value 'a few' repeats no role of 'arrest': expected a number or a role's words"),
        ({"value": [1]}, "its value is [1]: expected a number, words or bounds"),
        ({"certanty": "possible"}, "unknown field 'certanty': expected 'certainty'"),
        ({"speeker": "anna"}, "unknown field 'speeker': expected 'speaker'"),
        ({"certainty": "sure"}, "unknown certainty 'sure': expected asserted, alleged, possible or negated"),
        ({"args": {"place": "jan"}}, "'place' is person: expected place"),
        ({"args": {"agent": "vote"}}, "'carried out by' is event: expected actor"),
        ({"args": "anna"}, "Expected `object`, got `str` - at `$.args`"),
    ],
)
def test_a_bad_claim_is_refused_by_its_id_and_no_other(
    article: Annotated, change: dict[str, object], expected: str
) -> None:
    article.claim("good", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother")
    before = ids(article.read().content.claims)
    article.claim("bad", "event:arrest", {"person": "anna"}, ARRESTED)
    article.claims[-1] |= change
    ((place, reason),) = article.refusals()
    assert place == "courier-1: claim bad"
    assert reason.startswith(expected)
    assert ids(article.read().content.claims) == before


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"start": 0}, "the words 'I was held in Brest for two days,' do not stand at 0–"),
        ({"date": "9 May"}, "'9 May' is not a date"),
        ({"speaker": "nobody"}, "unknown id 'nobody': expected an entity of the file"),
    ],
)
def test_a_bad_quotation_is_refused_and_dates_nothing(
    article: Annotated, change: dict[str, object], expected: str
) -> None:
    article.quote(HELD, "anna", date="2021-05-09")
    article.quotes[-1] |= change
    article.claim("c1", "event:detention", {"person": "anna"}, "held in Brest", speaker="anna")
    ((place, reason),) = article.refusals()
    assert place == "courier-1: quote number 1"
    assert reason.startswith(expected)
    assert all(claim.asserted_on is None for claim in article.read().content.claims)


def test_an_id_that_is_taken_refuses_the_second_claim(article: Annotated) -> None:
    for other in ("jan", "piotr"):
        article.claim("c1", "relation:sibling", {"a": "anna", "b": other}, "her brother")
    (refusal,) = article.refusals()
    expected = "its id is taken by an earlier claim: expected ids to be unique"
    assert refusal == ("courier-1: claim c1", expected)


def several(article: Annotated) -> None:
    """Annotate four claims, two of them equal in what they say."""
    article.claim("c1", "event:arrest", {"person": ["anna", "jan"]}, ARRESTED, place="brest")
    article.claim("c2", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother Jan Kowal")
    article.claim("c3", "count:jailed", {"place": "brest"}, JAILED, value=">20")
    article.claim("c4", "count:jailed", {"place": "brest"}, "more than 20 people", value=">20")


def test_the_order_of_claims_in_the_file_does_not_change_their_ids(article: Annotated) -> None:
    several(article)
    orders = permutations(article.claims)
    found = []
    for order in orders:
        article.claims = list(order)
        found.append(frozenset(ids(article.read().content.claims)))
    assert len(found) == 24
    assert len(set(found)) == 1


def test_an_event_is_named_after_the_claim_whose_id_sorts_first(article: Annotated) -> None:
    for local in ("c3", "c2", "c10"):
        article.claim(local, "event:arrest", {"person": "anna"}, ARRESTED)
    assert {claim.subject for claim in article.said("affectedPerson")} == {event_id(SourceId("courier-1"), "c10")}


def test_the_order_of_two_claims_that_tell_one_event_does_not_change_their_ids(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": "anna"}, ARRESTED)
    article.claim("c2", "event:arrest", {"person": "jan"}, ARRESTED)
    before = ids(article.read().content.claims)
    article.claims.reverse()
    assert ids(article.read().content.claims) == before


@pytest.mark.parametrize(
    "args",
    [{"persn": "anna"}, {"person": "nobody"}, {"person": []}, {"person": "anna", "place": "jan"}],
    ids=["role", "id", "empty", "door"],
)
def test_a_refused_claim_names_no_event(article: Annotated, args: dict[str, object]) -> None:
    article.claim("c1", "event:arrest", {"person": "anna"}, "was arrested on 3 May 2021")
    before = ids(article.read().content.claims)
    article.claim("bad", "event:arrest", args, ARRESTED)
    article.claims.reverse()
    read = article.read()
    assert [refused.place for refused in read.refused] == ["courier-1: claim bad"]
    assert ids(read.content.claims) == before


def test_a_refused_claim_joins_no_two_events(article: Annotated) -> None:
    """Its words contain those of both, which do not contain each other."""
    article.claim("c1", "event:arrest", {"person": "anna"}, "Anna Kowal")
    article.claim("c2", "event:arrest", {"person": "jan"}, "was arrested on 3 May 2021")
    article.claim("bad", "event:arrest", {"persn": "anna"}, ARRESTED)
    arrests = {c.subject for c in article.read().content.claims if c.property.endswith("affectedPerson")}
    assert arrests == {event_id(SourceId("courier-1"), local) for local in ("c1", "c2")}


@pytest.mark.parametrize(
    ("position", "change", "gone", "new"),
    [
        (0, {"args": {"person": ["anna", "piotr"]}}, 1, 1),
        (0, {"date": {"edtf": "2021-05-03"}}, 0, 1),
        (0, {"type": "detention"}, 1, 1),
        (0, {"speaker": "vesta"}, 4, 4),
        (0, {"certainty": "alleged"}, 0, 0),
        (0, {"evidence": [{"start": 13, "end": 23, "quote": "Anna Kowal"}]}, 0, 0),
        (1, {"args": {"a": "anna", "b": "piotr"}}, 1, 1),
        (2, {"value": ">21"}, 1, 1),
    ],
)
def test_a_changed_annotation_changes_the_ids_of_its_own_claims_only(
    article: Annotated, position: int, change: dict[str, object], gone: int, new: int
) -> None:
    several(article)
    before = ids(article.read().content.claims)
    article.claims[position] |= change
    after = ids(article.read().content.claims)
    assert (len(before - after), len(after - before)) == (gone, new)


def test_an_annotation_taken_away_takes_its_own_claims_and_no_others(article: Annotated) -> None:
    several(article)
    before = ids(article.read().content.claims)
    del article.claims[0]
    after = ids(article.read().content.claims)
    assert (len(before - after), after - before) == (4, set())


def test_the_same_file_twice_gives_the_same_claims(article: Annotated) -> None:
    several(article)
    assert article.read() == article.read()

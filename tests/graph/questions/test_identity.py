"""Who is whom: judgements and rules, what holds against them, and that nothing is lost."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.decisions import NONE, Decision, Decisions, Judgement, pair_of
from graph.errors import InvalidInputError
from graph.identity import Bond, Clusters, Reason, check_judgements
from graph.ids import EntityId, SourceId
from graph.joining import ClaimRecords, identify
from graph.model import Certainty, Iri, Stance, Text
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.support import independent_sources
from graph.view import PathSpec
from graph.vocabulary import IDENTIFIER, PERSON, SCHEMA
from tests.graph.people import Said, deposit, entity
from tests.graph.view_strategies import FEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.graph.questions.conftest import Press

A, B, C, D = (EntityId(f"onrecord:entity/{letter}") for letter in "abcd")
Q1 = EntityId("http://www.wikidata.org/entity/Q1")


def ruled(*rulings: tuple[EntityId, EntityId, Judgement] | int) -> Decisions:
    """Return judgements, and the numbers of those that are undone."""
    made = []
    for number, ruling in enumerate(rulings, start=1):
        what = {"undoes": ruling} if isinstance(ruling, int) else {"pair": pair_of(*ruling[:2]), "judgement": ruling[2]}
        made.append(Decision(number=number, at=number, by="anna", previous="", **what))
    return Decisions(tuple(made))


def everyone(records: Sequence[EntityId]) -> list[bool]:
    return [True] * len(records)


def test_one_who_is_one_with_another_is_one_with_whom_that_one_is() -> None:
    clusters = Clusters(ruled((A, B, Judgement.SAME), (C, D, Judgement.SAME), (B, C, Judgement.SAME)))
    identity = clusters.identity(everyone)
    assert identity.records(D) == [A, B, C, D]
    assert {identity.of(each) for each in (A, B, C, D)} == {A}
    assert {bond.decision.number for bond in identity.why(C) if bond.decision} == {1, 2, 3}


def test_a_judgement_holds_against_what_would_join_over_others() -> None:
    clusters = Clusters(ruled((A, B, Judgement.SAME), (A, C, Judgement.NOT_SAME)))
    assert not clusters.join(Bond(B, C, Reason.IDENTIFIER, "wikidata:Q1"))
    assert clusters.join(Bond(B, D, Reason.IDENTIFIER, "wikidata:Q2"))
    assert not clusters.join(Bond(D, C, Reason.IDENTIFIER, "wikidata:Q3"))
    assert clusters.identity(everyone).records(C) == [C]


def test_what_contradicts_others_is_refused() -> None:
    before = (A, B, Judgement.SAME), (A, C, Judgement.NOT_SAME)
    with pytest.raises(InvalidInputError, match=r"^onrecord:entity/b and onrecord:entity/c cannot be one: two of the"):
        check_judgements(ruled(*before), ruled(*before, (B, C, Judgement.SAME)))
    check_judgements(ruled(*before), ruled(*before, (B, C, Judgement.UNSURE)))
    check_judgements(ruled(*before), ruled(*before, (B, D, Judgement.SAME)))
    with pytest.raises(InvalidInputError):
        check_judgements(ruled(*before), ruled(*before, (B, D, Judgement.SAME), (C, D, Judgement.SAME)))


def test_not_the_same_is_refused_where_they_are_one_over_others() -> None:
    before = (A, B, Judgement.SAME), (B, C, Judgement.SAME)
    with pytest.raises(InvalidInputError):
        check_judgements(ruled(*before), ruled(*before, (A, C, Judgement.NOT_SAME)))


def test_to_undo_is_refused_where_what_would_stand_again_contradicts_the_rest() -> None:
    before = (A, B, Judgement.SAME), (A, B, Judgement.NOT_SAME), (A, C, Judgement.SAME), (B, C, Judgement.NOT_SAME)
    with pytest.raises(InvalidInputError):
        check_judgements(ruled(*before), ruled(*before, 2))
    check_judgements(ruled(*before), ruled(*before, 3))


def test_a_contradiction_that_was_there_before_holds_nothing_up() -> None:
    before = (A, B, Judgement.SAME), (B, C, Judgement.SAME), (A, C, Judgement.NOT_SAME)
    check_judgements(ruled(*before), ruled(*before, (A, D, Judgement.SAME)))
    check_judgements(ruled(*before), ruled(*before, 3))


def test_the_last_word_on_a_pair_replaces_the_former() -> None:
    yes, no = (A, B, Judgement.SAME), (A, B, Judgement.NOT_SAME)
    check_judgements(ruled(yes), ruled(yes, no))
    check_judgements(ruled(no), ruled(no, yes))


def test_an_address_that_others_know_stands_for_our_own_and_one_that_is_known_for_one_that_is_not() -> None:
    clusters = Clusters(ruled((A, Q1, Judgement.SAME)))
    assert clusters.identity(everyone).of(A) == Q1
    assert clusters.identity(lambda records: [record != Q1 for record in records]).of(Q1) == A


@given(st.permutations(range(6)), st.lists(st.sampled_from([*permutations(FEW[:5], 2)]), max_size=3))
def test_no_two_that_are_not_the_same_are_one_whatever_comes_first(
    order: list[int], apart: list[tuple[EntityId, EntityId]]
) -> None:
    pairs = [(FEW[0], FEW[1]), (FEW[1], FEW[2]), (FEW[2], FEW[3]), (FEW[3], FEW[4]), (FEW[0], FEW[3]), (FEW[1], FEW[4])]
    clusters = Clusters(ruled(*((*pair, Judgement.NOT_SAME) for pair in apart)))
    for place in order:
        clusters.join(Bond(*pairs[place], Reason.IDENTIFIER, ""))
    identity = clusters.identity(everyone)
    assert all(identity.of(one) != identity.of(other) for one, other in apart)


class Counting(Clusters):
    """Counts how often the record is looked up that stands for another."""

    looks = 0

    def leader(self, entity: EntityId) -> EntityId:
        self.looks += 1
        return super().leader(entity)


def test_many_who_are_not_the_same_as_one_do_not_slow_down_who_is() -> None:
    others = [EntityId(f"urn:{number}") for number in range(1_000)]
    clusters = Counting(ruled(*((A, other, Judgement.NOT_SAME) for other in others[:500])))
    before = clusters.looks
    assert all(clusters.join(Bond(A, other, Reason.IDENTIFIER)) for other in others[500:])
    assert clusters.looks - before < 5_000


# ---------------------------------------------------------------------- rules


def crowd(names: Iterable[str]) -> ClaimRecords:
    """Return records that share an identifier."""
    said = [Said(name, IDENTIFIER, Text("wikidata:Q1")) for name in names]
    claims = deposit(SourceId("list"), said).content.claims
    return ClaimRecords(claims, {claim.subject for claim in claims})


def test_a_crowd_with_one_identifier_is_joined_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    clusters = Counting()
    monkeypatch.setattr("graph.joining.Clusters", lambda _: clusters)
    identity = identify(crowd(map(str, range(1_000))), NONE)
    assert len(identity.records(entity("7"))) == 1_000
    assert clusters.looks < 10_000


def test_who_is_not_the_same_as_the_first_of_a_crowd_is_one_with_the_next_that_it_may_be() -> None:
    identity = identify(crowd("abcd"), ruled((A, B, Judgement.NOT_SAME), (A, D, Judgement.NOT_SAME)))
    assert [identity.records(each) for each in (A, B)] == [[A, C], [B, D]]


def test_one_strong_identifier_is_one_entity_and_says_so(press: Press) -> None:
    press.say("a", "identifier", "wikidata:Q1")
    press.say("b", "identifier", "wikidata:Q1", source="courier")
    press.say("c", "identifier", "wikidata:Q2")
    identity = press.view().identity
    assert identity.records(EntityId("b")) == ["a", "b"]
    assert identity.why(EntityId("a")) == [Bond(EntityId("a"), EntityId("b"), Reason.IDENTIFIER, "wikidata:Q1")]
    assert identity.records(EntityId("c")) == ["c"]


@pytest.mark.parametrize("identifier", ["list:17", "wikidata:", "wikidata", "passport:BY1"])
def test_a_weak_identifier_joins_nobody(press: Press, identifier: str) -> None:
    press.say("a", "identifier", identifier)
    press.say("b", "identifier", identifier)
    assert not press.view().identity


def test_an_identifier_that_nobody_asserts_joins_nobody(press: Press) -> None:
    press.say("a", "identifier", "wikidata:Q1")
    press.say("b", "identifier", "wikidata:Q1", certainty=Certainty.NEGATED, stance=Stance.DENIES)
    assert not press.view().identity


def test_no_name_joins(press: Press) -> None:
    press.say("a", "name", "Anna Kowal")
    press.say("b", "name", "Anna Kowal")
    assert not press.view().identity


def arrests(press: Press, *told: tuple[str, str, str], of: str = PERSON) -> None:
    for number, (kind, whom, day) in enumerate(told):
        press.say(whom, "type", Iri(of), source=f"source {number}")
        press.event(f"e{number}", kind, source=f"source {number}", affectedPerson=whom, when=day)


def test_one_event_of_one_person_on_one_day_is_one(press: Press) -> None:
    arrests(press, ("Arrest", "a", "2020-09-07"), ("Arrest", "a", "2020-09-07"))
    assert press.view().identity.records(EntityId("e1")) == ["e0", "e1"]


def test_events_of_a_group_are_not_joined_it_is_in_many_on_one_day(press: Press) -> None:
    arrests(press, ("Arrest", "a", "2020-09-07"), ("Arrest", "a", "2020-09-07"), of=SCHEMA + "Organization")
    assert not press.view().identity


@pytest.mark.parametrize(
    "other",
    [
        ("Arrest", "b", "2020-09-07"),
        ("Detention", "a", "2020-09-07"),
        ("Arrest", "a", "2020-09-08"),
        ("Arrest", "a", "2020-09"),
        ("Arrest", "a", "2020-09-07~"),
    ],
)
def test_another_person_kind_or_day_is_another_event(press: Press, other: tuple[str, str, str]) -> None:
    arrests(press, ("Arrest", "a", "2020-09-07"), other)
    assert not press.view().identity


def test_days_that_are_not_sure_join_nothing(press: Press) -> None:
    arrests(press, ("Arrest", "a", "2020-09~"), ("Arrest", "a", "2020-09~"))
    assert not press.view().identity


def test_events_of_one_person_under_two_ids_are_one_and_their_sources_count_together(press: Press) -> None:
    press.say("a", "identifier", "wikidata:Q1")
    press.say("b", "identifier", "wikidata:Q1", source="courier")
    arrests(press, ("Arrest", "a", "2020-09-07"), ("Arrest", "b", "2020-09-07"))
    view = press.view()
    assert view.identity.records(EntityId("e0")) == ["e0", "e1"]
    (claims,) = view.between([(EntityId("e1"), EntityId("b"))])
    assert len(claims) == 2
    assert {claim.subject for claim in claims} == {"e0"}
    assert independent_sources(view, claims) == 2


# ---------------------------------------------------------------------- as it is read


def test_old_ids_keep_answering_and_name_what_counts(press: Press) -> None:
    press.say("a", "identifier", "wikidata:Q1")
    press.say("b", "identifier", "wikidata:Q1")
    press.say("b", "name", "Anna")
    press.say("c", "sibling", "b", claimant="b")
    view = press.view()
    assert view.about([EntityId("a"), EntityId("b")])[0] == view.about([EntityId("b")])[0]
    assert view.known([EntityId("b")]) == [True]
    for name in ("a", "b"):
        asked = ProvenanceFilter(claimants=frozenset({EntityId(name)}))
        found = view.chains(EntityId("c"), EntityId(name), PathSpec(), asked).chains
        assert found == [["c", "a"]]


def test_claims_keep_their_ids_and_undoing_gives_back_every_one(press: Press) -> None:
    press.say("a", "name", "Anna")
    press.say("b", "sibling", "a")
    before = list(press.view().scan())
    merged = press.view(ruled((EntityId("urn:a"), EntityId("urn:b"), Judgement.SAME)))
    assert [claim.id for claim in merged.scan()] == [claim.id for claim in before]
    undone = press.view(ruled((EntityId("urn:a"), EntityId("urn:b"), Judgement.SAME), 1))
    assert list(undone.scan()) == before
    assert undone.identity.canonical == {}


def test_what_joins_two_ends_is_no_step(press: Press) -> None:
    press.say("urn:a", "sibling", "urn:b")
    press.say("urn:b", "sibling", "urn:c")
    view = press.view(ruled((EntityId("urn:a"), EntityId("urn:b"), Judgement.SAME)))
    assert view.between([(EntityId("urn:a"), EntityId("urn:b"))]) == [[]]
    found = view.chains(EntityId("urn:b"), EntityId("urn:c"), PathSpec(), EVERYTHING.connected()).chains
    assert found == [["urn:a", "urn:c"]]


def test_no_decisions_is_the_state_of_the_generation() -> None:
    assert Clusters(NONE).identity(everyone).canonical == {}

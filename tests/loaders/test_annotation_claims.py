"""Events, relations, attributes and counts as claims (DESIGN §11), on one small article."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.ids import SourceId, event_id
from graph.model import Certainty, Derivation, DerivationKind, Duration, Iri, Quantity, Ref, Stance, Text, Time
from graph.vocabulary import DURATION, HELD_ROLE, KG, PLACE, TYPE
from tests.loaders.builders import ARRESTED, HELD, INFERRED, JAILED, the

if TYPE_CHECKING:
    from tests.loaders.conftest import Annotated


def test_an_event_has_one_claim_for_each_role_date_and_place(article: Annotated) -> None:
    args: dict[str, object] = {"person": "anna", "charge": "#treason"}
    article.claim("c1", "event:arrest", args, ARRESTED, place="brest", date={"edtf": "2021-05-03"}, speaker="vesta")
    event = event_id(SourceId("courier-1"), "c1")
    claims = [claim for claim in article.read().content.claims if claim.subject == event]
    assert {(claim.property, claim.value) for claim in claims} == {
        (TYPE, Iri(KG + "Arrest")),
        (KG + "affectedPerson", the("anna")),
        (KG + "chargeText", Text("treason")),
        (KG + "place", the("brest")),
        (KG + "when", Time("2021-05-03")),
    }
    assert len(claims) == 5
    assert {claim.evidence[0].exact for claim in claims} == {ARRESTED}
    assert {claim.claimant for claim in claims} == {the("vesta").entity}


def test_a_role_with_a_list_makes_a_claim_for_each(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": ["anna", "jan"]}, ARRESTED)
    assert [claim.value for claim in article.said("affectedPerson")] == [the("anna"), the("jan")]


@pytest.mark.parametrize(
    ("kind", "role", "prop"),
    [
        ("arrest", "person", "affectedPerson"),
        ("petition_sign", "person", "signatory"),
        ("award", "person", "recipient"),
        ("candidacy", "person", "candidate"),
        ("negotiation", "person", "party"),
        ("interview", "person", "speaker"),
        ("protest", "person", "participant"),
        ("abduction", "agent", "perpetrator"),
        ("pardon", "agent", "agent"),
    ],
)
def test_a_role_means_what_the_kind_of_event_makes_of_it(article: Annotated, kind: str, role: str, prop: str) -> None:
    article.claim("c1", f"event:{kind}", {role: "anna"}, ARRESTED)
    assert [claim.value for claim in article.said(prop)] == [the("anna")]


def test_words_in_a_role_go_to_its_text_form_and_are_no_entity(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": "#others", "place": "#the border"}, ARRESTED)
    assert [claim.value for claim in article.said("affectedPersonText")] == [Text("others")]
    assert [claim.value for claim in article.said("placeText")] == [Text("the border")]
    assert article.said("affectedPerson") == article.said("place") == []


def test_the_event_role_of_an_election_is_the_event_itself(article: Annotated) -> None:
    article.claim("c1", "event:election", {"event": "vote", "winner": "piotr"}, "The election was won by Piotr Nowak")
    (winner,) = article.said("winner")
    assert (winner.subject, winner.value) == (the("vote").entity, the("piotr"))


def test_the_event_role_of_election_fraud_is_what_it_concerns(article: Annotated) -> None:
    article.claim("c1", "event:election_fraud", {"event": "vote"}, "some say falsely", certainty="alleged")
    (concerns,) = article.said("concerns")
    assert (concerns.subject, concerns.value) == (event_id(SourceId("courier-1"), "c1"), the("vote"))


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        (20, Quantity(Decimal(20))),
        (">20", Quantity(lower=Decimal(20))),
        ("21", Quantity(Decimal(21))),
        ("20", Quantity(Decimal(20))),
        ("20.0", Quantity(Decimal(20), wording="20.0")),
    ],
)
def test_a_number_of_an_event_is_how_many_it_affected(article: Annotated, value: object, quantity: Quantity) -> None:
    article.claim("c1", "event:imprisonment", {"person": "#people"}, JAILED, value=value)
    assert [claim.value for claim in article.said("affectedCount")] == [quantity]


def test_a_value_that_repeats_a_role_is_dropped(article: Annotated) -> None:
    article.claim(
        "c1", "event:isolation", {"person": "anna", "term": "#P2D"}, "held in Brest for two days", value="P2D"
    )
    assert [claim.value for claim in article.said("term")] == [Duration("P2D")]
    assert article.said("affectedCount") == []


@pytest.mark.parametrize("charge", ["#328", ["#327", "#328"]])
def test_words_that_repeat_a_role_are_dropped_even_if_they_read_as_a_number(article: Annotated, charge: object) -> None:
    article.claim("c1", "event:arrest", {"person": "anna", "charge": charge}, ARRESTED, value="328")
    assert article.said("affectedCount") == []


def test_a_number_counts_whatever_role_it_looks_like(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": "anna", "charge": "#328"}, ARRESTED, value=328)
    assert [claim.value for claim in article.said("affectedCount")] == [Quantity(Decimal(328))]


def test_a_number_counts_beside_a_role_called_none(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": "anna", "charge": "#None"}, ARRESTED, value=20)
    assert [claim.value for claim in article.said("affectedCount")] == [Quantity(Decimal(20))]


def test_the_first_two_roles_of_a_relation_are_subject_and_value(article: Annotated) -> None:
    article.claim("c1", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother Jan Kowal")
    (claim,) = article.said("sibling")
    assert (claim.subject, claim.value, claim.qualifiers) == (the("anna").entity, the("jan"), ())


def test_the_other_roles_and_a_duration_are_qualifiers(article: Annotated) -> None:
    args: dict[str, object] = {"person": "anna", "org": "vesta", "role": "#leader", "place": "brest"}
    article.claim("c1", "relation:member", args, "Kowal leads Vesta", value="P17Y")
    (claim,) = article.said("memberOf")
    assert (claim.subject, claim.value) == (the("anna").entity, the("vesta"))
    assert claim.qualifiers == ((HELD_ROLE, Text("leader")), (PLACE, the("brest")), (DURATION, Duration("P17Y")))


def test_a_relation_to_words_goes_to_its_text_form(article: Annotated) -> None:
    article.claim("c1", "relation:lives_in", {"person": "anna", "place": "#abroad"}, "from Brest")
    assert [claim.value for claim in article.said("residenceText")] == [Text("abroad")]


def test_a_relation_holds_at_its_date(article: Annotated) -> None:
    date = {"edtf": "2021-05-03", "text": "3 May 2021"}
    article.claim("c1", "relation:member", {"person": "anna", "org": "vesta"}, "Kowal leads Vesta", date=date)
    (claim,) = article.said("memberOf")
    assert claim.valid == Time("2021-05-03", "3 May 2021")


@pytest.mark.parametrize(
    ("args", "value", "text"),
    [
        ({"person": "anna"}, "teacher", "teacher"),
        ({"person": "anna", "value": "#teacher"}, None, "teacher"),
        ({"person": "anna"}, "328", "328"),
        ({"person": "anna"}, ">20", ">20"),
    ],
)
def test_an_attribute_is_a_relation_with_a_text(
    article: Annotated, args: dict[str, object], value: str | None, text: str
) -> None:
    article.claim("c1", "attribute:role", args, "a teacher", value=value)
    (claim,) = article.said("heldRole")
    assert (claim.subject, claim.value) == (the("anna").entity, Text(text))


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        (1200, Quantity(Decimal(1200))),
        (1.5, Quantity(Decimal("1.5"))),
        ("<20", Quantity(upper=Decimal(20))),
        (">20", Quantity(lower=Decimal(20))),
        ({"min": 20, "max": 30}, Quantity(lower=Decimal(20), upper=Decimal(30))),
        ("~1200", Quantity(Decimal(1200), approximate=True)),
        (0, Quantity(Decimal(0))),
    ],
)
def test_a_count_says_a_number_or_its_bounds(article: Annotated, value: object, quantity: Quantity) -> None:
    article.claim("c1", "count:jailed", {"place": "brest"}, JAILED, value=value, date={"edtf": "2021-05"})
    (claim,) = article.said("jailedCount")
    assert (claim.subject, claim.value, claim.valid) == (the("brest").entity, quantity, Time("2021-05"))


@pytest.mark.parametrize(
    ("args", "more", "qualifiers"),
    [
        ({"org": "vesta", "role": "#students"}, {}, ((HELD_ROLE, Text("students")),)),
        ({"org": "vesta", "place": "brest"}, {}, ((PLACE, the("brest")),)),
        ({"org": "vesta"}, {"place": "brest"}, ((PLACE, the("brest")),)),
        ({"place": "vesta", "role": ["#a", "#b"]}, {}, ((HELD_ROLE, Text("a")), (HELD_ROLE, Text("b")))),
    ],
)
def test_the_other_roles_of_a_count_are_qualifiers(
    article: Annotated, args: dict[str, object], more: dict[str, object], qualifiers: tuple[tuple[str, Text | Ref], ...]
) -> None:
    article.claim("c1", "count:jailed", args, JAILED, value=20, **more)
    (claim,) = article.said("jailedCount")
    assert (claim.subject, claim.qualifiers) == (the("vesta").entity, qualifiers)


def test_the_articles_own_voice_is_its_publisher(article: Annotated) -> None:
    article.claim("c1", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother", speaker="@article")
    assert article.said("sibling")[0].claimant == article.read().content.source.publisher == the("courier").entity


@pytest.mark.parametrize(
    ("text", "time", "derivation"),
    [
        ("3 May 2021", Time("2021-05-03", "3 May 2021"), None),
        ("(the same day)", Time("2021-05-03"), Derivation(DerivationKind.INFERRED, "(the same day)")),
        (None, Time("2021-05-03"), INFERRED),
        ("", Time("2021-05-03"), INFERRED),
    ],
)
def test_a_date_keeps_the_texts_own_words_or_is_inferred(
    article: Annotated, text: str | None, time: Time, derivation: Derivation | None
) -> None:
    article.claim("c1", "event:arrest", {"person": "anna"}, ARRESTED, date={"edtf": "2021-05-03", "text": text})
    (when,) = article.said("when")
    assert (when.value, when.derivation) == (time, derivation)
    assert [claim.derivation for claim in article.said("affectedPerson")] == [None]


@pytest.mark.parametrize(
    ("evidence", "speaker", "asserted_on"),
    [
        ("held in Brest", "anna", Time("2021-05-09")),
        ("held in Brest", "jan", None),
        ("held in Brest", "@article", None),
        ('held in Brest for two days," Kowal said', "anna", None),
        (ARRESTED, "anna", None),
    ],
)
def test_a_claim_within_a_dated_quotation_of_its_speaker_was_asserted_that_day(
    article: Annotated, evidence: str, speaker: str, asserted_on: Time | None
) -> None:
    article.quote(HELD, "anna", date="2021-05-09")
    article.claim("c1", "event:detention", {"person": "anna"}, evidence, speaker=speaker)
    assert article.said("affectedPerson")[0].asserted_on == asserted_on


def test_a_quotation_without_a_date_gives_no_day_of_utterance(article: Annotated) -> None:
    article.quote(HELD, "anna")
    article.claim("c1", "event:detention", {"person": "anna"}, "held in Brest", speaker="anna")
    assert article.said("affectedPerson")[0].asserted_on is None


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        ("asserted", (Certainty.ASSERTED, Stance.ASSERTS)),
        ("alleged", (Certainty.ALLEGED, Stance.ALLEGES)),
        ("possible", (Certainty.POSSIBLE, Stance.ASSERTS)),
        ("negated", (Certainty.NEGATED, Stance.DENIES)),
    ],
)
def test_certainty_decides_the_stance(article: Annotated, certainty: str, expected: tuple[Certainty, Stance]) -> None:
    article.claim("c1", "event:release", {"person": "jan"}, "Jan Kowal may be released", certainty=certainty)
    (claim,) = article.said("affectedPerson")
    assert (claim.certainty, claim.stance) == expected


def test_what_needs_inference_says_so(article: Annotated) -> None:
    article.claim("c1", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother", implicit=True)
    assert article.said("sibling")[0].derivation == INFERRED


@pytest.mark.parametrize(
    ("kind", "args", "more", "expected"),
    [
        ("count:jailed", {}, {"value": 20}, "no role: expected one, of whom it is counted"),
        (
            "count:jailed",
            {"org": "vesta", "of": "jan"},
            {"value": 20},
            "unknown role 'of' of 'jailed': expected role or",
        ),
        ("count:jailed", {"place": "brest"}, {"value": -3}, "its value is -3: expected nothing below zero"),
        ("count:jailed", {"place": "brest"}, {"value": "~-3"}, 'its value is "~-3": expected nothing below zero'),
        ("count:jailed", {"place": "brest"}, {"value": "<-3"}, 'its value is "<-3": expected nothing below zero'),
        (
            "count:jailed",
            {"place": "brest"},
            {"value": {"min": -3, "max": 4}},
            'its value is {"min": -3, "max": 4}: exp',
        ),
        ("count:jailed", {"place": "brest"}, {}, "its value is missing: expected a number, '~1200', '>20'"),
        (
            "count:jailed",
            {"place": "brest"},
            {"value": "some"},
            "its value is \"some\": expected a number, '~1200', '>20'",
        ),
        ("count:jailed", {"place": "brest"}, {"value": {"min": 3}}, "its value has min: expected min and max"),
        ("count:jailed", {"place": "brest"}, {"value": {"about": 3}}, "its value has about: expected min and max"),
        ("count:jailed", {"place": "brest"}, {"value": {"min": 9, "max": 3}}, "'number jailed' from 9 to 3: expected"),
        ("count:jailed", {"place": "brest"}, {"value": 1e30}, "its value is '1e+30': expected a number of at most 18"),
        ("relation:member", {"person": "anna"}, {}, "1 roles: expected two, the subject first"),
        ("relation:member", {"a": "anna", "b": "vesta", "c": "jan"}, {}, "unknown role 'c' of 'member': expected role"),
        (
            "relation:member",
            {"a": "anna", "b": "vesta"},
            {"value": 17},
            "the value 17 of a relation: expected a duration such as P17Y",
        ),
        ("relation:member", {"a": "anna", "b": "vesta"}, {"value": "P17"}, "'P17' is not a duration: expected ISO"),
        ("relation:sibling", {"a": "anna", "b": "brest"}, {}, "'sibling' is place: expected person"),
        ("relation:sibling", {"a": "brest", "b": "anna"}, {}, "place cannot have 'sibling': expected person"),
        ("relation:sibling", {"a": "vesta", "b": "anna"}, {}, "organisation cannot have 'sibling': expected person"),
        ("relation:parent", {"a": "vote", "b": "anna"}, {}, "event cannot have 'parent of': expected person"),
        ("relation:sibling", {"a": "#x", "b": "anna"}, {}, "unknown id '#x': expected an entity of the file"),
        ("event:sentence", {"person": "anna", "term": "#long"}, {}, "'long' is not a duration: expected ISO 8601"),
    ],
)
def test_a_refusal_says_what_was_expected(
    article: Annotated, kind: str, args: dict[str, object], more: dict[str, object], expected: str
) -> None:
    article.claim("bad", kind, args, JAILED, **more)
    ((place, reason),) = article.refusals()
    assert (place, reason[: len(expected)]) == ("courier-1: claim bad", expected)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("anna", "'anna' is no event: expected an entity of the type event"),
        ("brest", "'brest' is no event: expected an entity of the type event"),
        ("#the vote", "unknown id '#the vote': expected an entity of the file"),
        ("nobody", "unknown id 'nobody': expected an entity of the file"),
        (["vote", "anna"], "2 values of 'event': expected one"),
    ],
)
def test_what_is_no_event_cannot_be_an_election(article: Annotated, event: object, expected: str) -> None:
    article.claim("bad", "event:election", {"event": event, "winner": "piotr"}, "The election")
    ((place, reason),) = article.refusals()
    assert (place, reason[: len(expected)]) == ("courier-1: claim bad", expected)


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("relation:sibling", {"a": "anna", "b": []}),
        ("relation:sibling", {"a": [], "b": "anna"}),
        ("relation:member", {"a": "anna", "b": "vesta", "role": []}),
        ("attribute:role", {"person": "anna", "role": []}),
        ("event:arrest", {"person": []}),
        ("event:arrest", {"person": "anna", "charge": []}),
        ("event:election", {"event": []}),
        ("count:jailed", {"place": []}),
    ],
)
def test_an_empty_list_as_a_role_is_refused(article: Annotated, kind: str, args: dict[str, object]) -> None:
    value = 20 if kind == "count:jailed" else None
    article.claim("bad", kind, args, JAILED, value=value)
    expected = "a role with an empty list: expected at least one id or #words"
    assert article.refusals() == [("courier-1: claim bad", expected)]

"""What the loader makes of the real article. Expected values were written out from reading it and its annotations."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.codec import Content, encode
from graph.ids import EntityId, SourceId, entity_id, event_id
from graph.model import (
    Certainty,
    Characters,
    Claim,
    DerivationKind,
    Duration,
    Quantity,
    Ref,
    Stance,
    Status,
    Text,
    Time,
)
from graph.vocabulary import AFFECTED_PERSON, DURATION, HELD_ROLE, IDENTIFIER, KG, NAME, PLACE, TYPE, WHEN
from graph.vocabulary.door import stands

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Read

pytestmark = pytest.mark.shared


def the(local: str) -> EntityId:
    return entity_id(SourceId("seed"), local)


def told_in(claim: str) -> EntityId:
    """Return the event that the annotated claim `claim` tells."""
    return event_id(SourceId("seed"), claim)


def of(seed: Read, subject: EntityId, prop: str) -> list[Claim]:
    return [claim for claim in seed.content.claims if claim.subject == subject and claim.property.endswith(prop)]


def test_all_72_annotated_claims_are_let_in(seed: Read, seed_folder: Path) -> None:
    annotated = json.loads((seed_folder / "gold.json").read_bytes())["claims"]
    assert len(annotated) == 72
    assert seed.refused == []


def test_the_45_event_claims_tell_42_events(seed: Read) -> None:
    """45, less the two told twice; c027 and c028 are both the election, which the file names as an entity."""
    subjects = {claim.subject for claim in seed.content.claims}
    told = {f"c{number:03}" for number in range(1, 46) if told_in(f"c{number:03}") in subjects}
    assert told == {f"c{number:03}" for number in range(1, 46)} - {"c004", "c038", "c027", "c028"}
    assert the("election") in subjects


def test_each_of_the_37_entities_has_its_kind(seed: Read) -> None:
    kinds = [claim for claim in seed.content.claims if claim.property == TYPE]
    assert len(kinds) == 37 + 45
    assert len({claim.subject for claim in kinds}) == 37 + 41


def test_four_are_described_and_not_named(seed: Read) -> None:
    named = {claim.subject for claim in seed.content.claims if claim.property == NAME}
    described = {claim.subject: claim.value for claim in seed.content.claims if claim.property.endswith("description")}
    assert described == {
        the("father"): Text("father of Kalesnikava", "en"),
        the("staffers"): Text("two staffers of Kalesnikava", "en"),
        the("masked_men"): Text("masked men", "en"),
        the("ngos"): Text("more than 20 NGOs and human rights groups", "en"),
    }
    assert len(named) == 33
    assert not named & described.keys()


def test_names_that_the_text_lacks_are_inferred(seed: Read) -> None:
    inferred = {
        claim.value.text
        for claim in seed.content.claims
        if isinstance(claim.value, Text)
        and claim.property in {NAME, "https://schema.org/alternateName"}
        and claim.derivation
        and claim.derivation.kind is DerivationKind.INFERRED
    }
    assert inferred == {
        "Калеснікава",
        "Колесникова",
        "Kolesnikova",
        "Radio Free Europe/Radio Liberty",
        "Spring",
        "Viasna",
        "2020 Belarusian presidential election",
        "United States",
    }


def test_the_file_gives_no_identifiers(seed: Read) -> None:
    assert [claim for claim in seed.content.claims if claim.property == IDENTIFIER] == []


def test_the_evidence_of_every_claim_stands_verbatim_at_its_offsets(seed: Read, seed_folder: Path) -> None:
    text = (seed_folder / "000_c529104a15918ff4.txt").read_bytes().decode()
    assert all(claim.evidence for claim in seed.content.claims)
    assert [c.id for c in seed.content.claims for piece in c.evidence if not stands(piece, text)] == []
    pieces = [piece for claim in seed.content.claims for piece in claim.evidence]
    assert all(
        isinstance(piece.place, Characters) and text[piece.place.start : piece.place.end] == piece.exact
        for piece in pieces
    )


def test_the_release_of_twenty_counts_them_and_names_tsikhanouski(seed: Read) -> None:
    release = told_in("c020")
    (count,) = of(seed, release, "affectedCount")
    (person,) = of(seed, release, "affectedPerson")
    assert (count.value, count.claimant) == (Quantity(Decimal(20)), the("homich"))
    assert person.value == Ref(the("syarhey"))
    assert person.evidence[0].place == Characters(1293, 1392)
    assert count.evidence[0].exact == "Twenty people have been released, Belarussians and foreign citizens"
    assert [claim.value for claim in of(seed, release, "affectedPersonText")] == [Text("people")]


def test_the_abduction_is_one_event_with_both_victims(seed: Read) -> None:
    abduction = told_in("c003")
    victims = {claim.value for claim in of(seed, abduction, "affectedPerson")}
    assert victims == {Ref(the("kalesnikava")), Ref(the("staffers"))}
    assert {claim.value for claim in of(seed, abduction, "perpetrator")} == {Ref(the("masked_men"))}
    assert {claim.value for claim in of(seed, abduction, "place")} == {Ref(the("minsk"))}


def test_every_claim_is_accepted_and_has_an_id_of_its_own(seed: Read) -> None:
    assert {claim.status for claim in seed.content.claims} == {Status.ACCEPTED}
    assert len({claim.id for claim in seed.content.claims}) == len(seed.content.claims) == 273


def test_what_is_possible_or_alleged_is_so_marked(seed: Read) -> None:
    """Two hoped-for releases of 2 claims each, a candidacy of 5; a reported victory of 3 and a fraud of 2."""
    certainties = Counter((claim.certainty, claim.stance) for claim in seed.content.claims)
    assert certainties == {
        (Certainty.ASSERTED, Stance.ASSERTS): 259,
        (Certainty.POSSIBLE, Stance.ASSERTS): 9,
        (Certainty.ALLEGED, Stance.ALLEGES): 5,
    }
    possible = {claim.subject for claim in seed.content.claims if claim.certainty is Certainty.POSSIBLE}
    assert possible == {told_in("c018"), told_in("c019"), told_in("c023")}


def test_a_claim_takes_12_quads_at_most(seed: Read) -> None:
    source = seed.content.source
    bare = len(encode(Content(source, [])))
    sizes = [len(encode(Content(source, [claim]))) - bare for claim in seed.content.claims]
    assert min(sizes) == 7
    assert max(sizes) <= 12


@pytest.mark.parametrize(
    ("claim", "time", "inferred_from"),
    [
        ("c001", Time("2020-09-07", "the 5th anniversary of Kalesnikava’s arrest on September 7"), None),
        ("c003", Time("2020-09-07"), "(same event as the arrest)"),
        ("c005", Time("2020-09-09", "Two days later"), None),
        ("c010", Time("2021-09~", "A year later"), None),
        ("c014", Time("2023/..", "since 2023"), None),
        ("c043", Time("2025-09-06"), "on the eve of … September 7"),
    ],
)
def test_a_date_keeps_the_words_of_the_text(seed: Read, claim: str, time: Time, inferred_from: str | None) -> None:
    (when,) = of(seed, told_in(claim), "#when")
    assert when.property == WHEN
    assert when.value == time
    assert (when.derivation.method if when.derivation else None) == inferred_from


def test_the_charge_is_kept_in_words(seed: Read) -> None:
    (charge,) = of(seed, told_in("c011"), "chargeText")
    (sentence,) = of(seed, told_in("c010"), "chargeText")
    assert charge.value == sentence.value == Text("conspiracy to seize power")
    assert [claim.value for claim in of(seed, told_in("c010"), "#term")] == [Duration("P11Y")]


def test_the_election_itself_was_won_and_is_what_the_fraud_concerns(seed: Read) -> None:
    (winner,) = of(seed, the("election"), "winner")
    (concerns,) = of(seed, told_in("c030"), "concerns")
    assert (winner.value, winner.certainty) == (Ref(the("lukashenko")), Certainty.ALLEGED)
    assert (concerns.value, concerns.certainty) == (Ref(the("election")), Certainty.ALLEGED)


def test_what_was_said_in_a_dated_quotation_was_asserted_that_day(seed: Read) -> None:
    dated = {(claim.property, claim.claimant): claim.asserted_on for claim in seed.content.claims if claim.asserted_on}
    assert dated == {(KG + "politicalPrisonersHeld", the("trump")): Time("2025-09-05")}


def test_the_years_at_the_bbc_qualify_the_membership(seed: Read) -> None:
    memberships = of(seed, the("furlong"), "memberOf")
    assert {(claim.value, claim.valid, claim.qualifiers) for claim in memberships} == {
        (Ref(the("rferl")), None, ((HELD_ROLE, Text("Senior International Correspondent")),)),
        (Ref(the("rferl")), Time("2014/.."), ()),
        (Ref(the("bbc")), None, ((DURATION, Duration("P17Y")),)),
    }


def test_a_role_is_held_in_a_place(seed: Read) -> None:
    (role,) = of(seed, the("trump"), "heldRole")
    assert (role.value, role.qualifiers) == (Text("President"), ((PLACE, Ref(the("us"))),))


def test_the_counts_of_belarus(seed: Read) -> None:
    found = {
        (claim.property.removeprefix(KG), claim.value.amount, claim.claimant, claim.valid)
        for claim in seed.content.claims
        if claim.subject == the("belarus") and isinstance(claim.value, Quantity)
    }
    assert found == {
        ("politicalPrisonersHeld", Decimal(1200), the("rferl"), None),
        ("politicalPrisonersHeld", Decimal(1200), the("release_now"), None),
        ("politicalPrisonersHeld", Decimal(1400), the("trump"), Time("2025-09-05")),
        ("releasedCount", Decimal(330), the("vyasna"), Time("2020/..")),
        ("releasedCount", Decimal(20), the("homich"), None),
        ("pardonedCount", Decimal(14), the("vyasna"), Time("2025-06")),
        ("jailedCount", Decimal(29), the("vyasna"), Time("2025-06")),
    }
    (backers,) = of(seed, the("release_now"), "supportingOrganizationCount")
    assert backers.value == Quantity(lower=Decimal(20))


def test_nineteen_claims_name_an_affected_person(seed: Read) -> None:
    """c001-c003, c005, c006, c009-c016, c018, c019: Kalesnikava; c004: the staffers; c020-c022: Tsikhanouski."""
    assert sum(claim.property == AFFECTED_PERSON for claim in seed.content.claims) == 19

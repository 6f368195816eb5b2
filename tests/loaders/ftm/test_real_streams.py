"""Streams that others published: every record is read or its refusal explained, and their numbers are those told."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from graph.model import Quantity, Text
from loaders import ftm
from loaders.rows import row_of
from tests.loaders.dataset_reading import Made, ending, made_of, unpacked

pytestmark = pytest.mark.shared
CHANGES = "ftm_yente/tests/fixtures/dataset/t2"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked("followthemoney.tar.xz", tmp_path_factory.mktemp("ftm"))


@pytest.fixture(scope="module")
def donations(pack: Path) -> Made:
    return made_of(ftm, pack / "ftm_nomenklatura/tests/fixtures/donations.ijson")


def test_each_of_the_474_donations_and_donors_is_an_entity_and_none_is_refused(donations: Made) -> None:
    assert donations.refused == []
    assert donations.kinds() == {
        "Company": 56,
        "Organization": 17 + 1,  # and who published them
        "Payment": 290,
        "Person": 22,
        "Place": 89,
    }


def test_every_donation_has_a_payer_a_beneficiary_a_day_and_a_sum_in_euros(donations: Made) -> None:
    found = Counter(ending(claim.property) for claim in donations.claims)
    assert (found["payer"], found["beneficiary"], found["when"], found["amount"]) == (290, 290, 290, 290)
    (amount, *_) = donations.about("2216b422a31242fe204654ce194864661f515921", "amount")
    assert isinstance(amount.value, Quantity)
    assert amount.value.amount == Decimal(100_000)
    assert [(ending(prop), value) for prop, value in amount.qualifiers] == [("currency", Text("EUR"))]


def test_what_has_no_place_is_told_with_its_number(donations: Made) -> None:
    (remark,) = donations.remarks
    assert remark.text.startswith("namesMentioned: 580 values have no place in the ontology")


def test_every_claim_stands_on_a_row_of_the_stored_text(donations: Made) -> None:
    claims = donations.claims[:: len(donations.claims) // 40]
    for evidence in (piece for claim in claims for piece in claim.evidence):
        assert row_of(donations.text, evidence.place.number) == evidence.exact  # type: ignore[union-attr]


def test_no_two_claims_share_an_id(donations: Made) -> None:
    assert len({claim.id for claim in donations.claims}) == len(donations.claims)


def test_the_donations_to_parties_are_475_entities(pack: Path) -> None:
    made = made_of(ftm, pack / "ftm_yente/tests/fixtures/dataset/parteispenden/entities.ftm.json")
    assert made.refused == []
    assert sum(made.kinds().values()) == 475 + 1
    assert sum(ending(claim.property) == "beneficiary" for claim in made.claims) == 291


def test_a_dataset_is_the_claimant_where_an_entity_names_one(pack: Path) -> None:
    made = made_of(ftm, pack / "ftm_yente/tests/fixtures/dataset/t1/entities.ftm.json")
    assert made.refused == []
    (gender, *_) = made.about("NK-2Ka3UvopqbpZmVDFjWd4LA", "gender")
    (name,) = made.of(gender.claimant, "name")
    assert name.value == Text("eu_fsf")
    assert gender.asserted_on
    assert gender.asserted_on.edtf == "2024-02-26T16:57:25/2024-06-01T10:57:03"


def test_of_the_samples_of_documents_only_the_two_pages_are_refused(pack: Path) -> None:
    made = made_of(ftm, pack / "ftm_aleph/aleph/tests/fixtures/samples.ijson")
    assert [(refused.place.split(",")[0], refused.reason) for refused in made.refused] == [
        ("line 1", "it is a page of a document: expected the document itself"),
        ("line 9", "it is a page of a document: expected the document itself"),
    ]
    assert sum(made.kinds().values()) == 21 - 2 + 1
    assert "indexText: 10009 values have no place" in "\n".join(remark.text for remark in made.remarks)


@pytest.mark.parametrize(
    ("version", "entities"),
    [("20240527194702-wnk", 2), ("20240528014702-pfh", 2), ("20240528134729-3iv", 1)],
)
def test_a_stream_of_changes_says_what_it_adds_and_alters(pack: Path, version: str, entities: int) -> None:
    made = made_of(ftm, pack / CHANGES / version / "entities.delta.json")
    assert made.refused == []
    assert len({claim.subject for claim in made.claims if ending(claim.property) == "identifier"}) == entities


def test_the_changes_one_after_the_other_leave_what_was_not_deleted(pack: Path, tmp_path: Path) -> None:
    together = tmp_path / "entities.delta.json"
    parts = sorted((pack / CHANGES).glob("*/entities.delta.json"))
    assert len(parts) == 5
    together.write_bytes(b"".join(part.read_bytes().strip() + b"\n" for part in parts))
    made = made_of(ftm, together)
    assert made.refused == []
    ids = {claim.value.text for claim in made.claims if isinstance(claim.value, Text)}
    assert "ftm:NK-500Poltergeist" not in ids
    assert not any(remark.text == "it deletes an entity that is not there" for remark in made.remarks)

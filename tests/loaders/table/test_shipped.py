"""Every shipped mapping on the data it is for: counts, quirks, and what is refused with its row."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.codec import Content, encode
from graph.ids import publisher_id
from graph.model import DerivationKind, Duration, Iri, Quantity, Ref, Row, Text, Time
from graph.vocabulary import KG, NAME, SCHEMA, TERM, TYPE, WHEN
from graph.vocabulary.door import stands
from loaders.table.checking import checked
from loaders.table.mapping import read_mapping, shipped
from loaders.table.record import Record
from tests.loaders.table.tables import SHARED, VIASNA, of_row, read, said, told, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from graph.ids import EntityId
    from graph.model import Claim
    from loaders import Read

UCDP_PART = "ucdp_conflict/ucdp_syria_to2016.csv"
ICEWS_PART = "icews_sample/inst/extdata/events.2018.sample.tab"
STATES_PART = "openstates_people/data"


def ucdp() -> Read:
    return read(_unpacked("events", UCDP_PART), "ucdp-ged")


def icews() -> Read:
    return read(_unpacked("events", ICEWS_PART), "icews")


def states() -> Read:
    return read(_unpacked("openstates", STATES_PART), "openstates")


def viasna() -> Read:
    return read(VIASNA, "viasna")


def _unpacked(pack: str, part: str) -> Path:
    if not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    return unpacked(pack, part)


def kinds(found: Read) -> Counter[str]:
    typed = ((c.subject, c.value.iri) for c in found.content.claims if c.property == TYPE and isinstance(c.value, Iri))
    return Counter(iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for _, iri in set(typed))


def called(found: Read, name: str) -> EntityId:
    (entity,) = {c.subject for c in found.content.claims if c.property == NAME and c.value == Text(name)}
    return entity


def about(found: Read, entity: EntityId) -> list[Claim]:
    return [claim for claim in found.content.claims if claim.subject == entity]


def test_the_shipped_mappings_are_these() -> None:
    assert shipped() == ["eu-sanctions", "icews", "openstates", "ucdp-ged", "viasna"]


@pytest.mark.parametrize("name", ["eu-sanctions", "icews", "openstates", "ucdp-ged", "viasna"])
def test_a_shipped_mapping_fits_the_ontology(name: str) -> None:
    assert checked(read_mapping(name)).name == f"{name}.toml"


@pytest.mark.shared
@pytest.mark.parametrize("table", [viasna, ucdp, icews, states])
def test_evidence_is_found_again_in_the_row_it_names(table: object) -> None:
    assert callable(table)
    found = table()
    text = found.text.decode()
    assert all(isinstance(piece.place, Row) for claim in found.content.claims for piece in claim.evidence)
    assert all(stands(piece, text) for claim in found.content.claims for piece in claim.evidence)


@pytest.mark.shared
@pytest.mark.parametrize("table", [viasna, ucdp, icews, states])
def test_a_claim_of_a_table_is_at_most_twelve_quads(table: object) -> None:
    assert callable(table)
    source, claims = table().content
    alone = len(encode(Content(source, [])))
    assert max(len(encode(Content(source, [claim]))) - alone for claim in claims[::7]) <= 12


# ---------------------------------------------------------------------- Viasna


@pytest.mark.shared
def test_viasna_has_its_prisoners_with_arrest_sentencing_and_release() -> None:
    found = viasna()
    assert found.refused == []
    prisoners = {c.subject for c in found.content.claims if c.property == SCHEMA + "gender"}
    assert len(prisoners) == 35
    told_of = kinds(found)
    assert [told_of[kind] for kind in ("Arrest", "Sentencing", "Trial", "Release", "Appeal")] == [35, 33, 1, 9, 2]


@pytest.mark.shared
def test_a_judge_stands_between_the_sentenced_and_whom_else_she_sentenced() -> None:
    found = viasna()
    claims = found.content.claims
    sentenced = {c.subject: c.value for c in claims if c.property == KG + "affectedPerson"}
    judged = [c for c in claims if c.property == KG + "judge" and c.value == Ref(called(found, "Siarhei Yepikhau"))]
    assert [sentenced[claim.subject] for claim in judged] == [Ref(called(found, "Maryia Kalesnikava"))]
    busiest = Counter(c.value for c in claims if c.property == KG + "judge").most_common(1)
    assert busiest == [(Ref(called(found, "Yauhen Brehan")), 8)]


@pytest.mark.shared
def test_a_term_is_of_imprisonment_only_and_a_suspended_one_stays_words() -> None:
    found = viasna()
    terms = Counter(
        c.value.duration for c in found.content.claims if c.property == TERM and isinstance(c.value, Duration)
    )
    assert terms["P4Y6M"] == 1
    assert terms["P2Y6M"] == 5
    penalties = said(found.content.claims, "penalty")
    assert len(penalties) == 33
    assert sum(terms.values()) == 31
    assert "2 years, suspended imprisonment" in penalties


VIASNA_QUIRKS = """\
[{"id": 7, "name": "A. B.", "status": "active", "articles/0": "Art. 1", "articles/1": "Art. 2", "judge": "C. D., E. F.",
  "councel": "FALSE", "verdict_date": "FALSE", "decision": "4 1/2 years", "penalty": "imprisonment in a colony",
  "prison/title": "Colony 1", "prison/address": "Street 2", "arrested": "2020-10-02"}]
"""


def test_viasna_keys_of_lists_nulls_in_words_and_two_judges_in_one_string(tmp_path: Path) -> None:
    mapping = read_mapping_text("viasna")
    found = told(tmp_path, "v.json", VIASNA_QUIRKS, mapping)
    claims = found.content.claims
    assert found.refused == []
    assert said(claims, "chargeText") == ["Art. 1", "Art. 2"]
    assert sum(claim.property == KG + "judge" for claim in claims) == 2
    assert [claim for claim in claims if claim.property == KG + "lawyer"] == []
    assert said(claims, "when") == ["2020-10-02"]
    assert [c.value for c in claims if c.property == TERM] == [Duration("P4Y6M")]
    assert said(claims, "address") == ["Street 2"]
    assert "FALSE" not in found.text.decode()


def read_mapping_text(name: str) -> str:
    from loaders.table.mapping import SHIPPED

    return (SHIPPED / f"{name}.toml").read_text("utf-8")


# ---------------------------------------------------------------------- UCDP


@pytest.mark.shared
def test_every_event_of_ucdp_is_there_and_bounds_the_wrong_way_round_are_refused() -> None:
    found = ucdp()
    assert kinds(found)["Violence"] == 6170
    assert [(r.place, r.reason) for r in found.refused] == [
        ("ucdp-ged: row 4014", "low, high: from 8 to 7: expected the lower bound first")
    ]


@pytest.mark.shared
def test_a_precision_code_says_whether_the_days_are_the_event_s_or_only_around_it() -> None:
    by_edtf = Counter(
        "set" if c.value.edtf.startswith("[") else len(c.value.edtf)
        for c in ucdp().content.claims
        if c.property == WHEN and isinstance(c.value, Time)
    )
    # 10 is a day, 4 the whole year; no event lasts from its first day to its last where nobody says so
    assert by_edtf[10] == 5908
    assert by_edtf[4] == 6
    assert by_edtf.keys() <= {10, 7, 4, "set"}


@pytest.mark.shared
def test_best_and_the_bounds_around_it_are_claims_side_by_side() -> None:
    deaths: dict[str, list[Quantity]] = {}
    for claim in ucdp().content.claims:
        if claim.property == KG + "killedCount" and isinstance(claim.value, Quantity):
            deaths.setdefault(claim.subject, []).append(claim.value)
    shapes = Counter(len(values) for values in deaths.values())
    assert sum(shapes.values()) == 6170
    bounds = [value for values in deaths.values() for value in values if value.amount is None]
    assert bounds
    assert all(value.lower is not None and value.upper is not None and value.lower < value.upper for value in bounds)
    # a best estimate outside its own bounds is there beside them, as the table has it
    assert [Decimal(142), Decimal(177)] in [[v.amount for v in values] for values in deaths.values()]


# ---------------------------------------------------------------------- ICEWS


@pytest.mark.shared
def test_every_event_of_icews_is_claimed_by_who_printed_it_and_marked_as_read_by_a_machine() -> None:
    found = icews()
    assert found.refused == []
    assert kinds(found)["Interaction"] == 3705
    events = [claim for claim in found.content.claims if claim.property == WHEN]
    assert len(events) == 3705
    printed = Counter(claim.claimant for claim in events)
    assert printed[publisher_id("Xinhua News Agency")] == 314
    assert len(printed) == 107
    assert {claim.derived for claim in events} == {DerivationKind.EXTRACTED}
    assert "Vietnam News Agency Bulletin, story 47400351, sentence 2" in said(of_row(found, 1), "citation")


@pytest.mark.shared
def test_what_icews_does_not_have_is_not_said() -> None:
    assert "NA" not in said(icews().content.claims, "name", "sector", "country")


# ---------------------------------------------------------------------- Open States


@pytest.mark.shared
def test_five_states_have_their_people_with_roles_and_their_committees() -> None:
    found = states()
    assert len(list(_unpacked("openstates", STATES_PART).rglob("*.yml"))) == 1897
    people = [c for c in found.content.claims if c.property == SCHEMA + "identifier" and isinstance(c.value, Text)]
    schemes = Counter(c.value.text.split(":")[0] for c in people if isinstance(c.value, Text))
    assert (schemes["ocd-person"], schemes["ocd-organization"]) == (1724, 168)
    assert len(found.refused) == 18
    assert all("before it begins" in r.reason or "word for word" in r.reason for r in found.refused)


@pytest.mark.shared
def test_a_role_is_a_membership_with_its_days_and_its_district() -> None:
    found = states()
    memberships = [c for c in found.content.claims if c.property == SCHEMA + "memberOf" and c.qualifiers]
    seated = [c for c in memberships if any(prop == KG + "district" for prop, _ in c.qualifiers)]
    assert len(seated) > 1500
    assert any(c.valid is not None and c.valid.edtf == "2021-01-05/" for c in seated)


def test_a_record_looks_like_what_it_is_made_of() -> None:
    record = Record(1, [("a", "1"), ("roles.1.type", "upper"), ("roles.2.type", "lower")])
    assert [found.words for found in record.find("roles.type")] == ["upper", "lower"]
    assert [item.path for item in record.items("roles")] == ["roles.1", "roles.2"]

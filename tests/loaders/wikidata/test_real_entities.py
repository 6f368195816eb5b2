"""Entities that others published: every statement is read, or counted as having no place, or its refusal explained."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.ids import EntityId
from graph.model import Iri, Rank, Ref, Text, Time
from loaders import Options, Reading, wikidata
from loaders.rows import row_of
from tests.loaders.dataset_reading import Made, ending, made_of, unpacked

pytestmark = pytest.mark.shared
TOOLKIT = "wikidata_wdtk/wdtk-wikibaseapi/src/test/resources"
SHAPES = "wikidata_wdtk/wdtk-datamodel/src/test/resources/JsonDeserializer"
ADAMS = EntityId("http://www.wikidata.org/entity/Q42")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked("wikidata.tar.xz", tmp_path_factory.mktemp("wikidata"))


@pytest.fixture(scope="module")
def adams(pack: Path) -> Made:
    return made_of(wikidata, pack / "wikidata_qwikidata/tests/data/wd_Q42.json", Options())


def test_an_item_is_read_whole(adams: Made) -> None:
    assert adams.refused == []
    found = Counter(ending(claim.property) for claim in adams.claims if claim.subject == ADAMS)
    assert (found["name"], found["description"], found["alternateName"]) == (138, 74, 53)
    assert (found["hasOccupation"], found["residence"], found["children"]) == (7, 3, 1)


def test_what_is_said_of_him_is_said_by_wikidata_unless_another_publisher_is_given(adams: Made) -> None:
    (publisher,) = {claim.claimant for claim in adams.claims}
    assert publisher == adams.source.publisher == "http://www.wikidata.org/entity/Q2013"
    assert [claim.value for claim in adams.of(publisher, "name")] == [Text("Wikidata")]


def test_he_is_a_person_born_on_a_day_at_a_place(adams: Made) -> None:
    assert [claim.value for claim in adams.of(ADAMS, "22-rdf-syntax-ns#type")] == []
    kinds = [claim.value for claim in adams.claims if claim.subject == ADAMS and claim.property.endswith("#type")]
    assert kinds == [Iri("https://schema.org/Person")]
    (born,) = adams.of(ADAMS, "birthDate")
    assert born.value == Time("1952-03-11", "+1952-03-11T00:00:00Z, precise to the day")
    (place,) = adams.of(ADAMS, "bornIn")
    assert place.value == Ref(EntityId("http://www.wikidata.org/entity/Q350"))


def test_the_row_of_a_statement_shows_its_value_and_its_references(adams: Made) -> None:
    (born,) = adams.of(ADAMS, "birthDate")
    (piece,) = born.evidence
    assert row_of(adams.text, piece.place.number) == piece.exact  # type: ignore[union-attr]
    assert piece.exact.startswith("item: Q42 (Douglas Adams)\nP569: +1952-03-11T00:00:00Z, precise to the day\n")
    assert "\nreference P248: Q" in piece.exact


def test_a_parent_is_a_parent_of_the_item(pack: Path) -> None:
    made = made_of(wikidata, pack / TOOLKIT / "wbgetentities-Douglas-Adams.json", Options())
    parents = [
        claim.subject for claim in made.claims if ending(claim.property) == "children" and claim.subject != ADAMS
    ]
    assert len(parents) == 2


def test_a_marriage_has_its_time(adams: Made) -> None:
    (spouse,) = adams.of(ADAMS, "spouse")
    assert spouse.valid
    assert spouse.valid.edtf == "1991-11-25/2001-05-11"


def test_the_universe_began_in_some_ten_thousand_million_years_before_christ(pack: Path) -> None:
    made = made_of(wikidata, pack / TOOLKIT / "wbgetentities-Q1.json", Options())
    (began,) = made.of(EntityId("http://www.wikidata.org/entity/Q1"), "inception")
    assert isinstance(began.value, Time)
    assert began.value.edtf.startswith("Y-13")


def test_counts_of_one_place_are_claims_with_their_days_and_the_preferred_one_is_marked(pack: Path) -> None:
    made = made_of(wikidata, pack / TOOLKIT / "wbgetentities-Q32063953.json", Options())
    counts = [claim for claim in made.claims if ending(claim.property) == "population"]
    assert len(counts) == 56
    assert sum(claim.rank is Rank.PREFERRED for claim in counts) == 1
    assert all(claim.valid for claim in counts)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("wikidata_qwikidata/tests/data/wd_L3354.json", "it is a lexeme of Wikidata: expected an item, such as Q42"),
        ("wikidata_qwikidata/tests/data/wd_P279.json", "it is a property of Wikidata: expected an item, such as Q42"),
        (f"{SHAPES}/lexeme.json", "it is a lexeme of Wikidata"),
        (f"{SHAPES}/property.json", "it is a property of Wikidata"),
        (f"{SHAPES}/mediainfo.json", "it is a media file of Wikidata"),
        (f"{TOOLKIT}/wbgetentities-1234567890-missing.json", "Wikidata has no such entity: it is marked as missing"),
        (f"{TOOLKIT}/wbgetentities-RandomImage.jpg.json", "it is a media file of Wikidata"),
        (f"{TOOLKIT}/wbgetentities-titles.json", "it is a media file of Wikidata"),
        (f"{TOOLKIT}/wbgetentities-missing-mid.json", "Wikidata has no such entity"),
        (f"{TOOLKIT}/wbgetentities-bogus.json", "'' is no id of Wikidata"),
    ],
)
def test_a_file_without_an_item_stops_the_load_and_says_what_it_is(pack: Path, name: str, reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        list(wikidata.read_dataset(pack / name, Options(), Reading()))


def test_of_several_entities_those_that_are_no_items_are_refused(pack: Path) -> None:
    made = made_of(wikidata, pack / TOOLKIT / "wbgetentities-Q6-Q42-P31.json", Options())
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 1, Q6", "Wikidata has no such entity: it is marked as missing"),
        ("line 1, P31", "it is a property of Wikidata: expected an item, such as Q42"),
    ]
    assert len(made.of(ADAMS, "birthDate")) == 1


def test_entities_by_their_ids_on_lines_are_read(pack: Path) -> None:
    made = made_of(wikidata, pack / "wikidata_kgtk/tests/data/Q571604390.jsonl", Options())
    assert len(made.refused) == 12
    assert {refused.reason for refused in made.refused} == {
        "it is a property of Wikidata: expected an item, such as Q42"
    }
    own = {claim.subject for claim in made.claims if claim.property.endswith("identifier")}
    assert len(own) == 17 - 12


@pytest.mark.parametrize(
    "name",
    [
        "wikidata_qwikidata/tests/data/wd_Q42.json",
        f"{SHAPES}/item.json",
        f"{TOOLKIT}/wbgetentites-Oliver-Kahn.json",
        f"{TOOLKIT}/wbgetentities-Q6-Q42-P31.json",
        "wikidata_kgtk/tests/data/Q571604390.jsonl",
    ],
)
def test_a_file_of_entities_is_recognised(pack: Path, name: str) -> None:
    assert wikidata.recognises(name, (pack / name).read_bytes()[: 64 << 10], Options())

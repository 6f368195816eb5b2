"""What statements of Wikidata say: ranks, unknown values, qualifiers, circumstances, numbers, identifiers."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LoadError
from graph.ids import EntityId
from graph.model import Certainty, Quantity, Rank, Ref, Stance, Text, Time, Unknown
from loaders import Options, Reading, wikidata
from tests.loaders.dataset_reading import Made, ending, made_of

ENTITY = "http://www.wikidata.org/entity/"
OWN = EntityId(ENTITY + "Q7")
Json = dict[str, Any]


def item(prop: str, *statements: Json, own: str = "Q7", kind: str = "Q5") -> Json:
    claims = {"P31": [statement(named("P31", kind))]} if kind else {}
    return {
        "type": "item",
        "id": own,
        "labels": {"en": {"language": "en", "value": "Anna"}},
        "descriptions": [],
        "aliases": {"be": [{"language": "be", "value": "Ганна"}]},
        "claims": claims | ({prop: list(statements)} if statements else {}),
    }


def statement(main: Json, *qualifiers: Json, rank: str = "normal") -> Json:
    held: dict[str, list[Json]] = {}
    for each in qualifiers:
        held.setdefault(each["property"], []).append(each)
    return {"mainsnak": main, "type": "statement", "rank": rank, "qualifiers": held}


def snak(prop: str, kind: str, value: object, datatype: str = "") -> Json:
    return {"snaktype": "value", "property": prop, "datavalue": {"type": kind, "value": value}, "datatype": datatype}


def named(prop: str, own: str) -> Json:
    return snak(prop, "wikibase-entityid", {"entity-type": "item", "numeric-id": int(own[1:]), "id": own})


def time(prop: str, said: str, precision: int = 11, calendar: str = "Q1985727") -> Json:
    value = {"time": said, "precision": precision, "calendarmodel": ENTITY + calendar, "timezone": 0}
    return snak(prop, "time", value | {"before": 0, "after": 0})


def number(prop: str, amount: str, unit: str = "1", **bounds: str) -> Json:
    return snak(prop, "quantity", {"amount": amount, "unit": unit} | bounds)


def without(prop: str, snaktype: str) -> Json:
    return {"snaktype": snaktype, "property": prop}


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Made]:
    def made(*entities: object, options: Options | None = None) -> Made:
        path = tmp_path / "dump.json"
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in entities]
        path.write_bytes(b"[\n" + b",\n".join(lines) + b"\n]\n")
        return made_of(wikidata, path, options or Options())

    return made


def test_names_have_their_language_and_the_id_is_an_identifier(read: Callable[..., Made]) -> None:
    made = read(item("P26"))
    assert [claim.value for claim in made.of(OWN, "name")] == [Text("Anna", "en")]
    assert [claim.value for claim in made.of(OWN, "alternateName")] == [Text("Ганна", "be")]
    assert [claim.value for claim in made.of(OWN, "identifier")] == [Text("wikidata:Q7")]


@pytest.mark.parametrize(
    ("rank", "expected"),
    [("preferred", Rank.PREFERRED), ("normal", Rank.NORMAL), ("deprecated", Rank.DEPRECATED)],
)
def test_a_rank_is_kept(read: Callable[..., Made], rank: str, expected: Rank) -> None:
    (claim,) = read(item("P26", statement(named("P26", "Q8"), rank=rank))).of(OWN, "spouse")
    assert (claim.value, claim.rank) == (Ref(EntityId(ENTITY + "Q8")), expected)
    assert (f"rank: {rank}" in claim.evidence[0].exact) is (rank != "normal")


@pytest.mark.parametrize(("snaktype", "expected"), [("somevalue", Unknown()), ("novalue", Unknown(none=True))])
def test_a_value_that_nobody_knows_or_that_is_not_there_is_said_so(
    read: Callable[..., Made], snaktype: str, expected: Unknown
) -> None:
    (claim,) = read(item("P26", statement(without("P26", snaktype)))).of(OWN, "spouse")
    assert claim.value == expected


def test_a_time_known_only_by_its_bounds_is_between_them(read: Callable[..., Made]) -> None:
    bounds = (time("P1319", "+1510-00-00T00:00:00Z", 9), time("P1326", "+1515-00-00T00:00:00Z", 9))
    (claim,) = read(item("P569", statement(without("P569", "somevalue"), *bounds))).of(OWN, "birthDate")
    assert isinstance(claim.value, Time)
    assert claim.value.edtf == "[1510..1515]"


def test_circa_makes_a_time_approximate(read: Callable[..., Made]) -> None:
    said = statement(time("P569", "+1510-00-00T00:00:00Z", 9), named("P1480", "Q5727902"))
    (claim,) = read(item("P569", said)).of(OWN, "birthDate")
    assert isinstance(claim.value, Time)
    assert claim.value.edtf == "1510~"


@pytest.mark.parametrize(
    ("circumstance", "certainty", "stance"),
    [
        ("Q18122778", Certainty.POSSIBLE, Stance.ASSERTS),
        ("Q32188232", Certainty.ALLEGED, Stance.ALLEGES),
        ("Q99999999", Certainty.ASSERTED, Stance.ASSERTS),
    ],
)
def test_how_sure_a_statement_is_is_kept(
    read: Callable[..., Made], circumstance: str, certainty: Certainty, stance: Stance
) -> None:
    said = statement(named("P26", "Q8"), named("P1480", circumstance))
    (claim,) = read(item("P26", said)).of(OWN, "spouse")
    assert (claim.certainty, claim.stance) == (certainty, stance)


@pytest.mark.parametrize(
    ("qualifiers", "edtf"),
    [
        ([time("P580", "+1991-11-25T00:00:00Z"), time("P582", "+2001-05-00T00:00:00Z", 10)], "1991-11-25/2001-05"),
        ([time("P580", "+1991-00-00T00:00:00Z", 9)], "1991/"),
        ([time("P582", "+2001-00-00T00:00:00Z", 9)], "/2001"),
        ([time("P585", "+2001-05-11T00:00:00Z")], "2001-05-11"),
        ([without("P580", "somevalue"), time("P582", "+2001-00-00T00:00:00Z", 9)], "/2001"),
        ([], None),
    ],
)
def test_the_time_of_a_statement_is_when_it_holds(
    read: Callable[..., Made], qualifiers: list[Json], edtf: str | None
) -> None:
    (claim,) = read(item("P26", statement(named("P26", "Q8"), *qualifiers))).of(OWN, "spouse")
    assert (claim.valid and claim.valid.edtf) == edtf


def test_a_day_of_the_julian_calendar_is_told(read: Callable[..., Made]) -> None:
    made = read(item("P569", statement(time("P569", "+1452-04-15T00:00:00Z", calendar="Q1985786"))))
    (claim,) = made.of(OWN, "birthDate")
    assert isinstance(claim.value, Time)
    assert claim.value.edtf == "1452-04-15"
    assert [(remark.place, "Julian calendar: kept as it is said" in remark.text) for remark in made.remarks] == [
        ("line 2, Q7: P569", True)
    ]


@pytest.mark.parametrize(
    ("main", "expected", "unit"),
    [
        (number("P2218", "+1200"), Quantity(amount=Decimal(1_200)), None),
        (number("P2218", "+1200", ENTITY + "Q4917"), Quantity(amount=Decimal(1_200)), Text("USD")),
        (number("P2218", "-0.50", ENTITY + "Q11573"), Quantity(amount=Decimal("-0.50")), Text("wikidata:Q11573")),
        (
            number("P2218", "+1200", lowerBound="+1100", upperBound="+1300"),
            Quantity(lower=Decimal(1_100), upper=Decimal(1_300), wording="+1200 (+1100 to +1300)"),
            None,
        ),
        (
            number("P2218", "+12", lowerBound="+12", upperBound="+12"),
            Quantity(amount=Decimal(12)),
            None,
        ),
    ],
)
def test_a_number_has_its_bounds_and_its_unit(
    read: Callable[..., Made], main: Json, expected: Quantity, unit: Text | None
) -> None:
    (claim,) = read(item("P2218", statement(main))).of(OWN, "netWorth")
    assert claim.value == expected
    assert [(ending(prop), value) for prop, value in claim.qualifiers] == ([("unit", unit)] if unit else [])


def test_an_identifier_elsewhere_has_its_scheme_or_its_property(read: Callable[..., Made]) -> None:
    made = read(
        item("P1278", statement(snak("P1278", "string", "5299", "external-id"))),
        item("P345", statement(snak("P345", "string", "nm1", "external-id")), own="Q9"),
    )
    assert [claim.value for claim in made.of(OWN, "identifier")] == [Text("wikidata:Q7"), Text("lei:5299")]
    other = made.of(EntityId(ENTITY + "Q9"), "identifier")
    assert [claim.value for claim in other] == [Text("wikidata:Q9"), Text("P345:nm1")]


def test_a_father_is_read_from_his_side(read: Callable[..., Made]) -> None:
    made = read(item("P22", statement(named("P22", "Q8"))))
    assert [claim.value for claim in made.of(EntityId(ENTITY + "Q8"), "children")] == [Ref(OWN)]


def test_the_day_of_founding_goes_where_the_kind_can_have_it(read: Callable[..., Made]) -> None:
    founded = statement(time("P571", "+1990-00-00T00:00:00Z", 9))
    made = read(item("P571", founded, kind="Q43229"), item("P571", founded, own="Q9", kind="Q6256"))
    assert len(made.of(OWN, "foundingDate")) == 1
    assert len(made.of(EntityId(ENTITY + "Q9"), "inception")) == 1
    assert made.refused == []


def test_an_item_of_an_unknown_class_has_its_class(read: Callable[..., Made]) -> None:
    made = read(item("P26", kind="Q12345"))
    assert [claim.value for claim in made.of(OWN, "instanceOf")] == [Ref(EntityId(ENTITY + "Q12345"))]
    assert not any(claim.subject == OWN and claim.property.endswith("#type") for claim in made.claims)


def test_a_statement_that_the_ontology_does_not_allow_is_refused_by_the_door(read: Callable[..., Made]) -> None:
    made = read(item("P26", statement(named("P26", "Q8")), kind="Q43229"))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 2, Q7", "organisation cannot have 'spouse': expected person")
    ]


def test_what_has_no_place_is_counted(read: Callable[..., Made]) -> None:
    made = read(item("P103", statement(named("P103", "Q8")), statement(named("P103", "Q9"))))
    assert [remark.text for remark in made.remarks] == [
        "P103: 2 values have no place in the ontology, nor in the stored text"
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (statement(time("P569", "+1952-13-45T00:00:00Z")), "is no time that EDTF can write"),
        (statement(number("P569", "+1")), "'born' cannot be a quantity"),
        (statement(named("P569", "Q1")), "'born' cannot be a wikibase-entityid"),
        (statement(snak("P569", "time", "1952")), "a time that is none"),
        (statement(snak("P569", "dragon", "1952")), "'born' cannot be a dragon"),
        (statement(time("P569", "+1952-03-11T00:00:00Z"), rank="best"), "unknown rank 'best'"),
        ({"mainsnak": {"property": "P569"}}, "Object missing required field `snaktype`"),
        ({"rank": "normal"}, "Object missing required field `mainsnak`"),
    ],
)
def test_a_bad_statement_costs_only_itself(read: Callable[..., Made], bad: Json, reason: str) -> None:
    made = read(item("P569", bad, statement(time("P569", "+1982-04-24T00:00:00Z"))))
    (refused,) = made.refused
    assert refused.place == "line 2, Q7: P569"
    assert reason in refused.reason
    assert [getattr(claim.value, "edtf", None) for claim in made.of(OWN, "birthDate")] == ["1982-04-24"]


@pytest.mark.parametrize(
    "bad",
    [
        b'{"id": "Q8", "claims": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"id": "Q8", "claims": {"P1": [' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]}}",
        b'{"id": "Q8", "labels": {"en": {"language": "en", "value": "\\udfff"}}}',
        b'{"id": "Q8", "labels": {"en": {"language": "en", "value": "\xff"}}}',
        b'{"id": "Q8", "lastrevid": NaN}',
        b'{"id": "Q8", "labels": 5}',
        b'{"id": "Q8", "labels"',
        b'{"id": "Q08"}',
        b'{"id": "../x"}',
        b"{}",
        b'"Q8"',
    ],
    ids=range(11),
)
def test_a_bad_entity_is_refused_and_the_others_are_read(read: Callable[..., Made], bad: bytes) -> None:
    made = read(item("P26"), bad, item("P26", own="Q9"))
    assert [each.place.startswith("line 3") for each in made.refused] == [True]
    assert len(made.of(OWN, "name")) == len(made.of(EntityId(ENTITY + "Q9"), "name")) == 1


def test_an_item_that_comes_twice_is_refused_the_second_time(read: Callable[..., Made]) -> None:
    made = read(item("P26"), item("P26", own="Q9"), item("P26"))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 4, Q7", "it is told before in this file: expected each item once")
    ]


def test_a_line_of_more_than_16_mib_is_refused_with_its_number(read: Callable[..., Made]) -> None:
    huge = item("P26", own="Q8") | {"x": "x" * (16 << 20)}
    made = read(item("P26"), huge, item("P26", own="Q9"))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 3", "it has more than 16777216 bytes: expected an entity on a line")
    ]


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "dump.json.gz"), (bz2.compress, "dump.json.bz2")])
def test_a_packed_dump_is_read_as_it_is(tmp_path: Path, pack: Callable[[bytes], bytes], name: str) -> None:
    content = b"[\n" + json.dumps(item("P26", statement(named("P26", "Q8")))).encode() + b",\n]\n"
    (tmp_path / "dump.json").write_bytes(content)
    (tmp_path / name).write_bytes(pack(content))
    plain, packed = (made_of(wikidata, tmp_path / each, Options()) for each in ("dump.json", name))
    assert plain.claims == packed.claims
    assert wikidata.recognises(name, pack(content)[: 64 << 10], Options())


@pytest.mark.parametrize(
    "form",
    [
        json.dumps,
        lambda each: json.dumps(each, indent=2),
        lambda each: json.dumps({"entities": {each["id"]: each}}),
        lambda each: json.dumps({"entities": {each["id"]: each}, "success": 1}, indent=1),
        lambda each: json.dumps([each]),
        lambda each: json.dumps([each], indent=2),
        lambda each: json.dumps(each) + "\n" + json.dumps(each | {"id": "Q10"}),
    ],
    ids=range(7),
)
def test_entities_are_read_in_each_form_in_which_they_are_published(
    tmp_path: Path, form: Callable[[Json], str]
) -> None:
    path = tmp_path / "entities.json"
    path.write_text(form(item("P26", statement(named("P26", "Q8")))))
    assert len(made_of(wikidata, path, Options()).of(OWN, "spouse")) == 1


def test_an_empty_file_stops_the_load(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(b"\n")
    with pytest.raises(LoadError, match="it is empty"):
        list(wikidata.read_dataset(path, Options(), Reading()))


def test_a_large_file_that_is_no_dump_stops_the_load(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_bytes(b"{\n" + b" " * (17 << 20) + b"}")
    with pytest.raises(LoadError, match="and not an entity on each line"):
        list(wikidata.read_dataset(path, Options(), Reading()))


def test_two_readings_are_equal_and_no_two_claims_share_an_id(read: Callable[..., Made]) -> None:
    twice = [statement(named("P39", "Q8"), time("P580", f"+{year}-00-00T00:00:00Z", 9)) for year in (1990, 2000)]
    first, second = read(item("P39", *twice)), read(item("P39", *twice))
    assert first == second
    assert len({claim.id for claim in first.claims}) == len(first.claims)
    assert [claim.valid and claim.valid.edtf for claim in first.of(OWN, "holdsPosition")] == ["1990/", "2000/"]

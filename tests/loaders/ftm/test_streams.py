"""What a stream of entities or changes says, and what of it is refused: links, documents, sums, fragments."""

from __future__ import annotations

import bz2
import gzip
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.ids import publisher_id
from graph.model import Quantity, Ref, Row, Text
from loaders import Options, Reading, ftm
from loaders.rows import row_of
from tests.loaders.dataset_reading import Made, ending, made_of, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def person(local: str = "a", **properties: list[str]) -> dict[str, object]:
    return {"id": local, "schema": "Person", "properties": properties}


def link(schema: str, local: str = "l", /, **properties: list[str]) -> dict[str, object]:
    return {"id": local, "schema": schema, "properties": properties}


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Made]:
    """Return what reads records as a stream."""
    return lambda *records: made_of(ftm, write_lines(tmp_path / "stream.ftm.json", *records))


def test_an_ownership_is_a_relation_with_its_time_and_its_share(read: Callable[..., Made]) -> None:
    made = read(
        link("Ownership", owner=["a"], asset=["b"], percentage=["25-50%"], startDate=["2018-Q3"], endDate=["2020-09"])
    )
    assert made.refused == []
    (claim,) = made.about("a", "owns")
    assert claim.value == Ref(made.entity("b"))
    assert claim.valid
    assert (claim.valid.edtf, claim.valid.wording) == ("2018-35/2020-09", "2018-Q3 – 2020-09")
    assert [(ending(prop), value) for prop, value in claim.qualifiers] == [
        ("percentage", Quantity(lower=Decimal(25), upper=Decimal(50), wording="25-50%"))
    ]
    assert claim.evidence[0].exact.startswith("id: l\nschema: Ownership\nowner: a\nasset: b")


def test_a_link_is_no_entity_itself(read: Callable[..., Made]) -> None:
    made = read(link("Ownership", owner=["a"], asset=["b"]))
    assert made.kinds() == {"Organization": 1}  # the publisher
    assert all(claim.subject != made.entity("l") for claim in made.claims)


@pytest.mark.parametrize(
    ("schema", "ends", "prop"),
    [
        ("Directorship", ("director", "organization"), "directs"),
        ("Membership", ("member", "organization"), "memberOf"),
        ("Employment", ("employee", "employer"), "worksFor"),
        ("Occupancy", ("holder", "post"), "holdsPosition"),
        ("Family", ("person", "relative"), "relative"),
        ("Associate", ("person", "associate"), "associate"),
        ("Representation", ("client", "agent"), "representedBy"),
        ("UnknownLink", ("subject", "object"), "linkedTo"),
        ("Succession", ("predecessor", "successor"), "succeededBy"),
        ("Debt", ("debtor", "creditor"), "owes"),
        ("CourtCaseParty", ("party", "case"), "partyTo"),
        ("ProjectParticipant", ("participant", "project"), "takesPartIn"),
        ("Documentation", ("entity", "document"), "documentedIn"),
        ("ContractAward", ("contract", "supplier"), "awardedTo"),
    ],
)
def test_each_link_goes_from_one_end_to_the_other(
    read: Callable[..., Made], schema: str, ends: tuple[str, str], prop: str
) -> None:
    made = read(link(schema, **{ends[0]: ["a"], ends[1]: ["b"]}))
    assert made.refused == []
    assert [claim.value for claim in made.about("a", prop)] == [Ref(made.entity("b"))]


def test_a_role_and_a_relationship_are_qualifiers(read: Callable[..., Made]) -> None:
    made = read(
        link("Directorship", "d", director=["a"], organization=["b"], role=["Chair"]),
        link("Family", "f", person=["a"], relative=["c"], relationship=["brother-in-law"]),
    )
    (directs,), (relative,) = made.about("a", "directs"), made.about("a", "relative")
    assert [(ending(prop), value) for prop, value in directs.qualifiers] == [("heldRole", Text("Chair"))]
    assert [(ending(prop), value) for prop, value in relative.qualifiers] == [("relationship", Text("brother-in-law"))]


def test_a_link_without_an_end_is_refused_and_says_which(read: Callable[..., Made]) -> None:
    made = read(person(), link("Ownership", owner=["a"]))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 2, l", "no asset: expected both ends of the link")
    ]


def test_a_sanction_is_an_event_on_whom_it_designates(read: Callable[..., Made]) -> None:
    made = read(link("Sanction", "s", entity=["a"], authority=["Council"], program=["BLR"], startDate=["2020-10-02"]))
    assert made.kinds() == {"Organization": 1, "Sanction": 1}
    assert [claim.value for claim in made.about("s", "designated")] == [Ref(made.entity("a"))]
    assert [claim.value for claim in made.about("s", "agentText")] == [Text("Council")]
    (when,) = made.about("s", "when")
    assert getattr(when.value, "edtf", None) == "2020-10-02/"


def test_a_sum_has_its_currency(read: Callable[..., Made]) -> None:
    made = read(link("Payment", "p", payer=["a"], beneficiary=["b"], amount=["1,500.50"], currency=["BYN"]))
    (amount,) = made.about("p", "amount")
    assert amount.value == Quantity(amount=Decimal("1500.50"), wording="1,500.50")
    assert [(ending(prop), value) for prop, value in amount.qualifiers] == [("currency", Text("BYN"))]
    assert not any(remark.text.startswith("currency") for remark in made.remarks)


@pytest.mark.parametrize(
    ("schema", "properties", "expected"),
    [
        ("Company", {"leiCode": ["5299"]}, "lei:5299"),
        ("Company", {"isinCode": ["US03"]}, "isin:US03"),
        ("Company", {"ogrnCode": ["1027"]}, "ogrn:1027"),
        ("Company", {"innCode": ["7707"]}, "inn:7707"),
        ("Company", {"vatCode": ["DE1"]}, "vat:DE1"),
        ("Vessel", {"imoNumber": ["9321483"]}, "imo:9321483"),
        ("Company", {"registrationNumber": ["HRB 1"], "jurisdiction": ["de"]}, "registration:de/HRB 1"),
        ("Company", {"registrationNumber": ["HRB 1"], "country": ["de", "fr"]}, "registration:HRB 1"),
        ("Person", {"wikidataId": ["Q184"]}, "wikidata:Q184"),
    ],
)
def test_an_identifier_has_its_scheme(
    read: Callable[..., Made], schema: str, properties: dict[str, list[str]], expected: str
) -> None:
    made = read({"id": "a", "schema": schema, "properties": properties})
    assert {claim.value for claim in made.about("a", "identifier")} == {Text("ftm:a"), Text(expected)}


def test_the_number_of_a_passport_is_an_identifier_of_its_holder(read: Callable[..., Made]) -> None:
    made = read(link("Passport", "p", holder=["a"], passportNumber=["MP123"], country=["by"]))
    (claim,) = made.about("a", "identifier")
    assert claim.value == Text("passport:by/MP123")


def test_an_id_of_wikidata_is_told_as_such_and_marked_as_inferred(read: Callable[..., Made]) -> None:
    made = read(person("Q184", name=["Anna"]))
    told = {claim.value: claim.derived for claim in made.about("Q184", "identifier")}
    assert told == {Text("ftm:Q184"): "STATED", Text("wikidata:Q184"): "INFERRED"}


def test_the_owner_that_a_ship_names_owns_it(read: Callable[..., Made]) -> None:
    made = read({"id": "v", "schema": "Vessel", "properties": {"owner": ["a"], "name": ["Neva"]}})
    assert [claim.value for claim in made.about("a", "owns")] == [Ref(made.entity("v"))]


@pytest.mark.parametrize(
    ("said", "edtf", "wording"),
    [
        ("1982", "1982", None),
        ("1982-03", "1982-03", None),
        ("circa 1982", "1982~", "circa 1982"),
        ("~2020", "2020~", "~2020"),
        ("6.3.1955 or 15.3.1955", "[1955-03-06,1955-03-15]", "6.3.1955 or 15.3.1955"),
        ("2020-09-07/2020-09-09", "2020-09-07/2020-09-09", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_said(
    read: Callable[..., Made], said: str, edtf: str, wording: str | None
) -> None:
    (claim,) = read(person(birthDate=[said])).about("a", "birthDate")
    assert (getattr(claim.value, "edtf", None), getattr(claim.value, "wording", None)) == (edtf, wording)


def test_a_date_that_may_be_two_is_refused_with_its_words(read: Callable[..., Made]) -> None:
    made = read(person(name=["Anna"], birthDate=["06/03/1955"]))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 1, a: birthDate", "'06/03/1955' is no date that can be read in one way only")
    ]
    assert [claim.value for claim in made.about("a", "name")] == [Text("Anna")]


def test_an_entity_in_fragments_is_read_whole_and_what_is_said_twice_is_two_claims(read: Callable[..., Made]) -> None:
    made = read(person(name=["Anna"]), person("b", name=["Jan"]), person(name=["Anna"], birthDate=["1982"]))
    assert made.refused == []
    assert [claim.evidence[0].place for claim in made.about("a", "name")] == [Row(1), Row(3)]
    assert len({claim.id for claim in made.claims}) == len(made.claims)


def test_another_record_has_no_say_in_the_ids_of_claims(read: Callable[..., Made]) -> None:
    records = [person(name=["Anna"]), link("Ownership", "o1", owner=["a"], asset=["b"])]
    before = {claim.id for claim in read(*records).claims if claim.subject.startswith("onrecord:entity/a-")}
    more = read(person("c", name=["Jan"]), link("Ownership", "o0", owner=["a"], asset=["b"]), *records)
    assert len(before) == 4
    assert before < {claim.id for claim in more.claims}


def test_several_datasets_leave_the_claim_with_the_publisher(read: Callable[..., Made]) -> None:
    made = read(person(name=["Anna"]) | {"datasets": ["eu_fsf", "us_ofac"]})
    (name,) = made.about("a", "name")
    assert name.claimant == made.source.publisher == publisher_id("The Register")


def test_what_was_deleted_or_replaced_is_not_told(read: Callable[..., Made]) -> None:
    made = read(
        {"op": "ADD", "entity": person("a", name=["Anna"])},
        {"op": "ADD", "entity": person("b", name=["Jan"])},
        {"op": "MOD", "entity": person("a", name=["Anna K."])},
        {"op": "DEL", "entity": {"id": "b"}},
        {"op": "DEL", "entity": {"id": "c"}},
        {"op": "DEL", "entity": {"id": "b"}},
        {"op": "ADD", "entity": person("d", name=["Ewa"])},
        {"op": "DEL", "entity": {"id": "d"}},
        {"op": "ADD", "entity": person("d", name=["Eva"])},
    )
    assert made.refused == []
    names = {claim.value.text for claim in made.claims if ending(claim.property) == "name"}  # type: ignore[union-attr]
    assert names == {"The Register", "Anna K.", "Eva"}
    assert [(remark.place, remark.text) for remark in made.remarks] == [
        ("line 5", "it deletes an entity that is not there"),
        ("line 6", "it deletes an entity that is not there"),
    ]


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "s.ftm.json.gz"), (bz2.compress, "s.ftm.json.bz2")])
def test_a_packed_stream_is_read_as_it_is(tmp_path: Path, pack: Callable[[bytes], bytes], name: str) -> None:
    plain = write_lines(tmp_path / "s.ftm.json", person(name=["Anna"]), person("b", name=["Jan"]))
    packed = tmp_path / name
    # two parts one after the other, as parallel packers write them
    packed.write_bytes(b"".join(pack(line) for line in plain.read_bytes().splitlines(keepends=True)))
    assert made_of(ftm, packed).claims == made_of(ftm, plain).claims
    assert ftm.recognises(name, packed.read_bytes()[:512], Options())


def test_a_long_value_is_stored_in_rows_that_hold_it_all(read: Callable[..., Made]) -> None:
    words = " ".join(f"word{number}" for number in range(4_000))
    made = read(person(name=["Anna"], notes=[words]))
    (note,) = made.about("a", "description")
    assert note.value == Text(words)
    assert [row_of(made.text, piece.place.number) for piece in note.evidence] == [  # type: ignore[union-attr]
        piece.exact for piece in note.evidence
    ]
    assert "".join(piece.exact.partition("notes: ")[2] for piece in note.evidence).replace(" ", "") == words.replace(
        " ", ""
    )


def test_two_readings_are_equal_whatever_the_number_of_processes(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.ftm.json", *(person(f"p{n}", name=[f"Name {n}"]) for n in range(5_000)))
    assert made_of(ftm, path) == made_of(ftm, path, reading=Reading(jobs=2))


def test_a_stream_needs_a_publisher(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.ftm.json", person(name=["Anna"]))
    with pytest.raises(LoadError, match="nobody says who published it: give --publisher NAME"):
        list(ftm.read_dataset(path, Options(), Reading()))


def test_the_address_given_is_the_source(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.ftm.json", person(name=["Anna"]))
    made = made_of(ftm, path, Options(publisher="P", url="https://data.example/s.json", published="2024-06-01"))
    assert (made.source.id, made.source.url) == ("https://data.example/s.json", "https://data.example/s.json")
    assert made.source.published
    assert made.source.published.edtf == "2024-06-01"

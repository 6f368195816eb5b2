"""The mapping language: what each word of it does, and what a slip in it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.model import Claim, Quantity, Ref, Text, Time
from graph.vocabulary import KG, NAME, SCHEMA
from tests.loaders.table.tables import said, told

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Read

SOURCE = '[source]\ntitle = "T"\npublisher = "P"\nid = "t"\n'
PERSON = '[entities.person]\nkind = "person"\nname = "name"\n'


def person(value: str, prop: str = "description") -> str:
    """Return a mapping with one property of a person."""
    return f"{SOURCE}{PERSON}[entities.person.properties]\n{prop} = {value}\n"


def read_one(folder: Path, cells: str, value: str, prop: str = "description") -> Read:
    return told(folder, "t.json", f'[{{"name": "A", {cells}}}]', person(value, prop))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"x"', ["a; b; a|c"]),
        ('{ column = ["none", "x"] }', ["a; b; a|c"]),
        ('{ column = "x", split = ";" }', ["a", "b", "a|c"]),
        ('{ column = "x", split = [";", "|"] }', ["a", "b", "c"]),
        ("""{ column = "x", pattern = '^(\\w); (?P<value>\\w)' }""", ["b"]),
        ('{ column = "x", split = ";", map = { a = "one", B = "no", b = "two" }, otherwise = "skip" }', ["one", "two"]),
        ('{ column = "x", split = ";", map = { a = "one" }, otherwise = "keep" }', ["one", "b", "a|c"]),
        ('{ column = "x", split = ";", null = ["b"] }', ["a", "a|c"]),
        ('{ column = "x", remove = [";", " "] }', ["aba|c"]),
        ('{ text = "{y}, {x}" }', ["z, a; b; a|c"]),
        ('{ text = "{y}, {none}" }', []),
        ('["y", "y", { column = "none" }]', ["z"]),
        ('{ column = "y", if = { column = "x" } }', ["z"]),
        ('{ column = "y", unless = { column = "x" } }', []),
        ('{ column = "y", if = [{ column = "x", pattern = "^a" }, { column = "y", equals = ["q", "z"] }] }', ["z"]),
        ('{ column = "y", if = { column = "x", equals = "a" } }', []),
    ],
)
def test_a_value_is_read_as_it_says(tmp_path: Path, value: str, expected: list[str]) -> None:
    found = read_one(tmp_path, '"x": "a; b;  a|c", "y": "z"', value)
    assert found.refused == []
    assert said(found.content.claims, "description") == expected


def test_a_piece_in_quotes_is_not_parted(tmp_path: Path) -> None:
    found = read_one(tmp_path, r'"x": "\"Foo; Bar\"; Baz \"B\""', '{ column = "x", split = ";" }')
    assert said(found.content.claims, "description")[-1].startswith("Baz")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("{ column = 'x', pattern = '^(b)' }", "row 1 x: 'a' is not of the form ^(b)"),
        ("{ column = 'x', map = { b = 'c' } }", "row 1 x: 'a' is none of 'b'"),
    ],
)
def test_a_cell_that_is_not_as_expected_is_refused_with_its_row_and_column(
    tmp_path: Path, value: str, reason: str
) -> None:
    found = read_one(tmp_path, '"x": "a"', value)
    assert [f"{r.place.removeprefix('t: ')} {r.reason}" for r in found.refused] == [reason]


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("3.4.1980", '"x"', Time("1980-04-03", "3.4.1980")),
        ("3/4/1980", '{ column = "x", read = "date-month-first" }', Time("1980-03-04", "3/4/1980")),
        ("circa 1957", '"x"', Time("1957~", "circa 1957")),
        ("6.3.1955 or 15.3.1955", '"x"', Time("[1955-03-06,1955-03-15]", "6.3.1955 or 15.3.1955")),
        ("2018-Q3", '"x"', Time("2018-35", "2018-Q3")),
        ("2018-35", '{ column = "x", read = "edtf" }', Time("2018-35")),
        ("before 1950", '"x"', Time("[..1950]", "before 1950")),
        ("possibly 1957", '"x"', Time("1957?", "possibly 1957")),
        ("1980-01-01 00:00:00", '"x"', Time("1980-01-01", "1980-01-01 00:00:00")),
        ("30.2.1980", '"x"', None),
        ("unknown", '"x"', None),
    ],
)
def test_a_date_is_as_imprecise_as_its_words_or_refused(
    tmp_path: Path, cell: str, value: str, expected: Time | None
) -> None:
    found = read_one(tmp_path, f'"x": "{cell}"', value, "birthDate")
    times = [claim.value for claim in found.content.claims if claim.property == SCHEMA + "birthDate"]
    assert times == ([expected] if expected else [])
    assert len(found.refused) == (0 if expected else 1)


EVENTS = f"""{SOURCE}
[entities.person]
kind = "person"
each = "people"
key = "person/{{each.name}}"
name = "each.name"

[entities.club]
kind = "org"
each = "people"
if = {{ column = "each.club" }}
key = "club/{{each.club}}"
name = "each.club"

[events.rally]
kind = "rally"
when = {{ from = "first", to = "last", span = "how", spans = {{ 1 = "lasts", 2 = "within" }} }}
roles = {{ person = "person" }}
properties = {{ attendanceCount = ["count", {{ from = "low", to = "high" }}] }}

[[relations]]
each = "people"
subject = "person"
property = "memberOf"
value = "club"
valid = {{ from = "each.since" }}
qualifiers = {{ heldRole = "each.as" }}

[[relations]]
each = "people"
subject = "person"
property = "identifier"
value = {{ text = "{{each.scheme}}:{{each.id}}" }}
"""
RALLY = """[{"first": "2020-01-01", "last": "2020-01-07", "how": "%s", "count": "1,200", "low": "1000", "high": "1500",
 "people": [{"name": "A", "club": "X", "since": "2019", "as": "chair"}, {"name": "B", "scheme": "s", "id": "9"}]}]"""


def claims(found: Read, prop: str) -> list[Claim]:
    return [claim for claim in found.content.claims if claim.property == prop]


@pytest.mark.parametrize(
    ("how", "edtf"), [("1", "2020-01-01/2020-01-07"), ("2", "[2020-01-01..2020-01-07]"), ("3", None)]
)
def test_an_event_lasts_from_one_day_to_another_or_falls_between_them(
    tmp_path: Path, how: str, edtf: str | None
) -> None:
    found = told(tmp_path, "t.json", RALLY % how, EVENTS)
    assert said(found.content.claims, "when") == ([edtf] if edtf else [])
    assert [refusal.reason for refusal in found.refused] == (
        [] if edtf else ["first, last: how is '3': expected one of 1, 2"]
    )


def test_items_of_a_list_are_entities_relations_and_values_of_their_own(tmp_path: Path) -> None:
    found = told(tmp_path, "t.json", RALLY % "1", EVENTS)
    named = {claim.value.text: claim.subject for claim in claims(found, NAME) if isinstance(claim.value, Text)}
    (member,) = claims(found, SCHEMA + "memberOf")
    assert (member.subject, member.value) == (named["A"], Ref(named["X"]))
    assert member.valid == Time("2019/")
    assert member.qualifiers == ((KG + "heldRole", Text("chair")),)
    (identifier,) = claims(found, SCHEMA + "identifier")
    assert (identifier.subject, identifier.value) == (named["B"], Text("s:9"))
    assert {claim.value for claim in claims(found, KG + "participant")} == {Ref(named["A"]), Ref(named["B"])}
    assert [piece.exact for piece in member.evidence] == ["people.1.club: X\npeople.1.since: 2019"]


def test_a_count_stands_beside_its_bounds(tmp_path: Path) -> None:
    values = [claim.value for claim in claims(told(tmp_path, "t.json", RALLY % "1", EVENTS), KG + "attendanceCount")]
    assert [(v.amount, v.lower, v.upper, v.wording) for v in values if isinstance(v, Quantity)] == [
        (1200, None, None, "1,200"),
        (None, 1000, 1500, None),
    ]


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("", "source: it lacks the required field `title`"),
        ("[source", "it is no mapping"),
        (SOURCE, "it maps nothing"),
        (SOURCE + PERSON + "age = 3", "entities.person: it has unknown field `age`: expected kind"),
        (SOURCE + PERSON.replace('"person"\n', '"persn"\n'), "entities.person.kind: unknown kind 'persn'"),
        (person('"x"', "brithDate"), "entities.person.properties.brithDate: unknown property 'brithDate'"),
        (person('"x"', "memberOf"), "entities.person.properties.memberOf: its value is an entity"),
        (person('{ column = "x", pattern = "(" }'), "'(' is no pattern"),
        (person('{ column = "x", text = "y" }'), "expected one of column, text, or from and to"),
        (person('{ column = "x", read = "guess" }'), "Invalid enum value 'guess'"),
        (SOURCE + '[events.a]\nkind = "arrest"\nroles = { person = "who" }', "there is no entity 'who'"),
        (SOURCE + PERSON + '[events.a]\nkind = "arrest"\nroles = { judge = "person" }', "has no role 'judge'"),
        (SOURCE.replace('id = "t"', 'published = "soon"') + PERSON, "source.published: 'soon' is not a date"),
        (SOURCE.replace('id = "t"', 'url = "nowhere"') + PERSON, "source.url: 'nowhere' is no address"),
        (SOURCE.replace('id = "t"', 'language = "English!"') + PERSON, "source.language"),
    ],
)
def test_a_slip_in_a_mapping_is_told_with_its_place(tmp_path: Path, mapping: str, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        told(tmp_path, "t.csv", "name,x\nA,1\n", mapping)
    assert refused.value.name == "m.toml"
    assert reason in refused.value.reason


def test_a_mapping_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    from loaders.table.mapping import read_mapping

    with pytest.raises(LoadError, match="eu-sanctions, icews, openstates, ucdp-ged, viasna"):
        read_mapping(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            PERSON + '[events.e]\nkind = "arrest"\nwhenn = "x"\n',
            "events.e: it has unknown field `whenn`: expected kind",
        ),
        (PERSON + '[[relations]]\nsubject = "person"\n', "relations, number 1: it lacks the required field `prop"),
        (PERSON + "[entity.x]\n", r"unknown part \[entity\]: expected source, table, entities"),
        (PERSON + 'aliases = { colum = "x" }\n', "entities.person: it has unknown field `colum`, at `aliases`"),
        (PERSON + '[events.e]\nkind = "arrest"\nroles = { x = "person" }\n', "no role 'x': expected one of agent, "),
    ],
)
def test_a_slip_is_told_with_the_part_it_is_in(tmp_path: Path, mapping: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        told(tmp_path, "t.json", '[{"name": "A"}]', SOURCE + mapping)

"""Streams of statements: each dataset is its own voice, and dates are read as the source wrote them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from graph.ids import publisher_id
from graph.model import Row, Status, Text, Time
from loaders import Options, ftm
from tests.loaders.dataset_reading import Made, made_of

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "id,entity_id,canonical_id,prop,schema,value,dataset,lang,original_value,external,first_seen,last_seen".split(",")  # noqa: SIM905
)


def statement(prop: str, value: str, dataset: str = "eu_fsf", entity: str = "a", **more: str) -> dict[str, str]:
    schema = more.pop("schema", "Person")
    return {"entity_id": entity, "prop": prop, "schema": schema, "value": value, "dataset": dataset, **more}


def write(path: Path, statements: list[dict[str, str]]) -> Path:
    if path.suffix == ".csv":
        held = io.StringIO(newline="")
        table = csv.DictWriter(held, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(statements)
        path.write_text(held.getvalue())
    else:
        path.write_text("".join(json.dumps(each) + "\n" for each in statements))
    return path


@pytest.fixture(params=["statements.csv", "statements.json"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def read(path: Path, *statements: dict[str, str]) -> Made:
    return made_of(ftm, write(path, list(statements)))


def test_each_statement_is_a_row_and_its_dataset_the_claimant(path: Path) -> None:
    made = read(path, statement("name", "Anna"), statement("name", "Hanna", "us_ofac"))
    claims = made.about("a", "name")
    assert [(claim.value, claim.claimant, claim.evidence[0].place) for claim in claims] == [
        (Text("Anna"), publisher_id("eu_fsf"), Row(1)),
        (Text("Hanna"), publisher_id("us_ofac"), Row(2)),
    ]
    assert [claim.value for claim in made.of(publisher_id("us_ofac"), "name")] == [Text("us_ofac")]


@pytest.mark.parametrize(
    ("kept", "original", "edtf"),
    [
        ("2020-09-07", "2020-09-07/2020-09-09", "2020-09-07/2020-09-09"),
        ("1982", "circa 1982", "1982~"),
        ("", "circa 1982", "1982~"),
        ("2018", "2018-Q3", "2018-35"),
        ("2023", "2023/2024", "2023/2024"),
    ],
)
def test_what_cleaning_lost_of_a_date_is_read_from_the_original(
    path: Path, kept: str, original: str, edtf: str
) -> None:
    made = read(path, statement("birthDate", kept, original_value=original))
    assert made.refused == []
    (claim,) = made.about("a", "birthDate")
    assert claim.value == Time(edtf, original if original != edtf else None)


def test_where_the_original_cannot_be_read_the_cleaned_date_counts_with_its_words(path: Path) -> None:
    (claim,) = read(path, statement("birthDate", "1955-03-06", original_value="06/03/1955")).about("a", "birthDate")
    assert claim.value == Time("1955-03-06", "06/03/1955")


def test_first_and_last_seen_are_when_the_dataset_said_so(path: Path) -> None:
    seen = {"first_seen": "2023-04-20T18:00:25", "last_seen": "2024-06-01"}
    (claim,) = read(path, statement("name", "Anna", **seen)).about("a", "name")
    assert claim.asserted_on == Time("2023-04-20T18:00:25/2024-06-01")


def test_a_language_of_three_letters_is_kept(path: Path) -> None:
    (claim,) = read(path, statement("name", "Анна", lang="bel")).about("a", "name")
    assert claim.value == Text("Анна", "bel")


def test_what_a_program_brought_from_elsewhere_is_only_proposed(path: Path) -> None:
    made = read(path, statement("name", "Anna", external="t"), statement("gender", "female", external="f"))
    assert [claim.status for claim in made.about("a", "name")] == [Status.PROPOSED]
    assert [claim.status for claim in made.about("a", "gender")] == [Status.ACCEPTED]


def test_a_merged_entity_keeps_the_ids_it_was_merged_from(path: Path) -> None:
    made = read(
        path,
        statement("name", "Anna", entity="eu-1", canonical_id="NK-1"),
        statement("name", "Anna", "us_ofac", entity="us-1", canonical_id="NK-1"),
    )
    told = {claim.value.text for claim in made.about("NK-1", "identifier")}  # type: ignore[union-attr]
    assert told == {"ftm:NK-1", "ftm:eu-1", "ftm:us-1"}


def test_a_link_told_by_two_datasets_is_two_claims_each_with_its_own_time(path: Path) -> None:
    def own(prop: str, value: str, dataset: str) -> dict[str, str]:
        return statement(prop, value, dataset, "o", schema="Ownership")

    made = read(
        path,
        own("owner", "a", "ds1"),
        own("asset", "b", "ds1"),
        own("startDate", "2018", "ds1"),
        own("owner", "a", "ds2"),
        own("asset", "b", "ds2"),
        own("startDate", "2019", "ds2"),
    )
    told = [
        (claim.claimant, claim.valid, [piece.place for piece in claim.evidence]) for claim in made.about("a", "owns")
    ]
    assert told == [
        (publisher_id("ds1"), Time("2018/"), [Row(1), Row(2), Row(3)]),
        (publisher_id("ds2"), Time("2019/"), [Row(4), Row(5), Row(6)]),
    ]


def test_statements_of_a_link_that_do_not_stand_together_are_refused(path: Path) -> None:
    made = read(
        path,
        statement("owner", "a", entity="o", schema="Ownership"),
        statement("name", "Anna"),
        statement("asset", "b", entity="o", schema="Ownership"),
    )
    assert [(each.place, each.reason) for each in made.refused] == [
        (f"line {2 if path.suffix == '.csv' else 1}, o", "no asset: expected both ends of the link"),
        (f"line {4 if path.suffix == '.csv' else 3}, o", "no owner: expected both ends of the link"),
    ]


def test_a_value_over_two_lines_of_a_table_is_one_row(tmp_path: Path) -> None:
    made = read(tmp_path / "s.csv", statement("name", 'Anna "A",\nor Hanna'), statement("gender", "female"))
    assert [claim.value for claim in made.about("a", "name")] == [Text('Anna "A",\nor Hanna')]
    assert [claim.evidence[0].place for claim in made.about("a", "gender")] == [Row(2)]


def test_a_row_with_too_few_columns_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", [statement("name", "Anna")])
    path.write_text(path.read_text() + "x,y\n")
    made = made_of(ftm, path)
    assert [each.place for each in made.refused] == ["line 3"]
    assert "it has 2 columns: expected 12" in made.refused[0].reason


def test_statements_are_recognised_by_their_columns(path: Path) -> None:
    write(path, [statement("name", "Anna")])
    assert ftm.recognises(path.name, path.read_bytes(), Options())
    assert not ftm.recognises("people.csv", b"id,name,country\n1,Anna,by\n", Options())

"""A column of prose: what is found there is proposed, stands inside its row, and hangs on no other row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli import main
from graph.model import Claim, Ref, Row, Status
from graph.vocabulary import KG, NAME, TYPE
from graph.vocabulary.door import stands
from loaders import Read
from tests.loaders.table.tables import said, told

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = """\
[source]
title = "List"
publisher = "The Council"
id = "list"
language = "en"

[entities.target]
kind = "person"
name = "name"

[[texts]]
column = "reason"
about = "target"
published = "day"
"""
ROWS = """\
name,day,reason
Anna Maria KOWAL,4 June 2021,"Anna Kowal was arrested in Brest on 3 May 2021. She got four years in prison."
Boris LUKIN,2021,"%s"
"""
JUDGE = "The judge Boris Lukin sentenced Jan Nowak to five years in prison in March 2021."


def read(folder: Path, other: str = JUDGE) -> Read:
    return told(folder, "t.csv", ROWS % other, MAPPING)


def of_first(found: Read) -> list[Claim]:
    return [
        c for c in found.content.claims if any(isinstance(p.place, Row) and p.place.number == 1 for p in c.evidence)
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(tmp_path_factory.mktemp("prose"))


def test_what_is_found_in_prose_is_proposed_and_stands_inside_its_row(found: Read) -> None:
    proposed = [claim for claim in found.content.claims if claim.status is Status.PROPOSED]
    text = found.text.decode()
    assert proposed
    for piece in (piece for claim in proposed for piece in claim.evidence):
        assert isinstance(piece.place, Row)
        assert piece.place.start is not None
        assert stands(piece, text)
    assert {claim.claimant for claim in proposed} == {found.content.source.publisher}


def test_whom_the_row_is_about_is_the_same_in_its_prose(found: Read) -> None:
    (anna,) = {
        c.subject for c in found.content.claims if c.property == NAME and said([c], "name") == ["Anna Maria KOWAL"]
    }
    arrests = [
        c.subject for c in found.content.claims if c.property == TYPE and getattr(c.value, "iri", "") == KG + "Arrest"
    ]
    arrested = [c.value for c in found.content.claims if c.property == KG + "affectedPerson" and c.subject in arrests]
    assert arrested == [Ref(anna)]
    assert "Anna Kowal" in said([c for c in found.content.claims if c.subject == anna], "alternateName")


def test_prose_of_another_row_changes_nothing_here(found: Read, tmp_path: Path) -> None:
    other = read(tmp_path, "Nothing is known of him but that he lives in Minsk, Belarus.")
    assert of_first(other) == of_first(found)
    assert other.content != found.content


def test_prose_may_be_left_unread_and_evidence_in_rows_is_verified_over_graphql(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, mapping, data = tmp_path / "t.csv", tmp_path / "m.toml", str(tmp_path / "data")
    table.write_text(ROWS % JUDGE)
    mapping.write_text(MAPPING)
    assert main(["--data", data, "load", str(table), "--mapping", str(mapping), "--no-prose"]) == 0
    assert "0 refused, source list" in capsys.readouterr().out
    query = tmp_path / "q.graphql"
    query.write_text(
        '{ search(text: "Kowal", first: 1) { edges { node { ... on Person '
        "{ names { text claims { status evidence { exact { text } row start end prefix verified } } } } } } } }"
    )
    assert main(["--data", data, "query", str(query)]) == 0
    answered = json.loads(capsys.readouterr().out)
    assert "errors" not in answered
    (name,) = answered["data"]["search"]["edges"][0]["node"]["names"]
    (claim,) = name["claims"]
    assert claim == {
        "status": "ACCEPTED",
        "evidence": [
            {
                "exact": {"text": "name: Anna Maria KOWAL"},
                "row": 1,
                "start": 0,
                "end": 22,
                "prefix": "",
                "verified": True,
            }
        ],
    }

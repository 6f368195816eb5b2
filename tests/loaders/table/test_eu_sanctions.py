"""The list of the European Union on Belarus: every row, and each of its quirks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.model import Iri, Text, Time
from graph.vocabulary import ALIAS, KG, NAME, SCHEMA, TYPE
from graph.vocabulary.door import stands
from loaders import Read
from loaders.batch import Batch, read_batch
from tests.loaders.table.tables import EU, of_row, read, said


def list_read() -> Read:
    return read(EU, "eu-sanctions")


AMENDMENT = """\
amendedCelex,amendmentCelex,recordId,programKey,annex,measure,startDate,schema,name,imoNumber,flag,birthDate,nationality
32006R0001,32026R0002,9,EU-X,I,Asset freeze,26 Feb. 2011,Vessel,Some Ship,IMO 1234567,Nowhere,,
32006R0001,32026R0002,10,EU-X,I,Asset freeze,2011-02,Person,Anna KOWAL,,,6.3.1955 or 15.3.1955,"Here, There and Yonder"
"""


def test_an_amendment_is_a_source_of_its_own_and_its_entries_are_those_of_the_act_it_amends(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(AMENDMENT)
    (item,) = read_batch(Batch([tmp_path / "a.csv"], mapping="eu-sanctions", prose=False))
    claims = item.read.content.claims
    assert item.read.refused == []
    assert item.read.content.source.id == "eu-sanctions:32026R0002"
    assert said(claims, "identifier") == ["eu-sanctions:32006R0001/I/9", "imo:1234567", "eu-sanctions:32006R0001/I/10"]
    assert said(claims, "when", "birthDate") == ["2011-02-26", "[1955-03-06,1955-03-15]", "2011-02"]
    assert said(claims, "nationality") == ["Here", "There", "Yonder"]


@pytest.mark.shared
def test_every_row_is_an_entity_and_a_sanction() -> None:
    kinds = Counter(
        claim.value.iri
        for claim in list_read().content.claims
        if claim.property == TYPE and isinstance(claim.value, Iri)
    )
    council = 1
    assert kinds == {
        SCHEMA + "Person": 312,
        SCHEMA + "Organization": 95 + council,
        KG + "Asset": 1,
        KG + "Sanction": 408,
    }


@pytest.mark.shared
def test_what_is_refused_says_its_row_and_why() -> None:
    rows = Counter(refusal.place for refusal in list_read().refused)
    assert rows == {"eu-sanctions:32006R0765: row 300": 1, "eu-sanctions:32006R0765: row 348": 5}
    assert "might have expired" in list_read().refused[0].reason
    assert all("is not a date" in refusal.reason for refusal in list_read().refused[1:])


@pytest.mark.shared
def test_all_evidence_stands_in_the_stored_text() -> None:
    text = list_read().text.decode()
    assert all(stands(piece, text) for claim in list_read().content.claims for piece in claim.evidence)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("21.11.1964 / 1965", "[1964-11-21,1965]"),
        ("28.01 1966", "1966-01-28"),
        ("1979, 1980 or 1981", "[1979,1980,1981]"),
        ("1966", "1966"),
    ],
)
def test_a_birth_date_in_words_stays_as_imprecise_as_it_is(words: str, edtf: str) -> None:
    found = [
        c.value for c in list_read().content.claims if c.property == SCHEMA + "birthDate" and isinstance(c.value, Time)
    ]
    assert edtf in {time.edtf for time in found if (time.wording or time.edtf) == words}


@pytest.mark.shared
def test_names_in_three_scripts_are_names_with_their_language_where_it_is_sure() -> None:
    names = [c.value for c in of_row(list_read(), 4) if c.property in {NAME, ALIAS} and isinstance(c.value, Text)]
    assert Counter(name.language for name in names) == {None: 6, "be": 2}
    assert [name.text.isupper() for name in names] == [False] * 8
    assert {"Iury Leanidavich SIVAKOU", "Yuri Leonidovich SIVAKOV"} < {name.text for name in names}


@pytest.mark.shared
def test_an_entity_is_identified_by_act_annex_and_entry() -> None:
    assert "eu-sanctions:32006R0765/I.A/1" in said(of_row(list_read(), 1), "identifier")

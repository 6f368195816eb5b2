"""The list of the European Union on Belarus: every row, and each of its quirks."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.model import Iri, Text, Time
from graph.vocabulary import ALIAS, KG, NAME, SCHEMA, TYPE
from graph.vocabulary.door import stands
from loaders import Read
from tests.loaders.table.tables import EU, of_row, read, said

pytestmark = pytest.mark.shared


def list_read() -> Read:
    return read(EU, "eu-sanctions")


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


def test_what_is_refused_says_its_row_and_why() -> None:
    rows = Counter(refusal.place for refusal in list_read().refused)
    assert rows == {"eu-sanctions:32006R0765: row 300": 1, "eu-sanctions:32006R0765: row 348": 5}
    assert "might have expired" in list_read().refused[0].reason
    assert all("is not a date" in refusal.reason for refusal in list_read().refused[1:])


def test_all_evidence_stands_in_the_stored_text() -> None:
    text = list_read().text.decode()
    assert all(stands(piece, text) for claim in list_read().content.claims for piece in claim.evidence)


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


def test_names_in_three_scripts_are_names_with_their_language_where_it_is_sure() -> None:
    names = [c.value for c in of_row(list_read(), 4) if c.property in {NAME, ALIAS} and isinstance(c.value, Text)]
    assert Counter(name.language for name in names) == {None: 6, "be": 2}
    assert [name.text.isupper() for name in names] == [False] * 8
    assert {"Iury Leanidavich SIVAKOU", "Yuri Leonidovich SIVAKOV"} < {name.text for name in names}


def test_an_entity_is_identified_by_act_annex_and_entry() -> None:
    assert "eu-sanctions:32006R0765/I.A/1" in said(of_row(list_read(), 1), "identifier")

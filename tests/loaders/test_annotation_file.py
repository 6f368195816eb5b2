"""The shape of an annotation file: what is read, and which files are refused whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec import Raw

import loaders.annotation_file
from graph.errors import LoadError
from loaders.annotation_file import AnnotatedClaim, Utterance, name_of, read_annotations, record

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = {"id": "c1", "kind": "event", "type": "arrest", "args": {"person": ["anna", "jan"]}, "evidence": []}


def written(folder: Path, content: bytes) -> Path:
    """Return a file that holds `content`."""
    file = folder / "notes.json"
    file.write_bytes(content)
    return file


def test_the_records_are_kept_as_bytes_until_they_are_asked_for(tmp_path: Path) -> None:
    content = {"doc": {"id": "a"}, "entities": [{"id": 1}], "claims": [CLAIM, 3], "schema": {"free": "text"}}
    file = read_annotations(written(tmp_path, json.dumps(content).encode()))
    assert (file.name, file.doc.id, file.quotes) == ("notes.json", "a", ())
    assert record(file.claims[0], AnnotatedClaim).args == {"person": ("anna", "jan")}
    assert [name_of(raw, position) for position, raw in enumerate(file.claims, 1)] == ["c1", "number 2"]


def test_what_a_claim_leaves_out_has_a_default() -> None:
    claim = record(Raw(json.dumps(CLAIM).encode()), AnnotatedClaim)
    assert (claim.speaker, claim.certainty, claim.implicit, claim.date, claim.place) == (
        "@article",
        "asserted",
        False,
        None,
        None,
    )


@pytest.mark.parametrize("name", ["core", "attribution", "note", "accept", "x", ""])
def test_members_that_are_not_known_are_ignored(name: str) -> None:
    assert record(Raw(json.dumps(CLAIM | {name: True}).encode()), AnnotatedClaim).id == "c1"


def test_members_of_the_whole_that_are_not_known_are_ignored(tmp_path: Path) -> None:
    content = {"doc": {"id": "a", "chars": 6702, "city": "Minsk"}, "entities": [], "claims": [], "schema": {}}
    assert read_annotations(written(tmp_path, json.dumps(content).encode())).doc.id == "a"


def test_a_file_that_a_machine_wrote_says_so(tmp_path: Path) -> None:
    content = {"extractor": "rules 1", "doc": {}, "entities": [], "claims": [], "refused": [{"claim": "c1"}]}
    assert read_annotations(written(tmp_path, json.dumps(content).encode())).extractor == "rules 1"
    del content["extractor"]
    assert read_annotations(written(tmp_path, json.dumps(content).encode())).extractor is None


@pytest.mark.parametrize("name", ["extracter", "Extractor", "extractors"])
def test_a_misspelt_extractor_does_not_make_its_claims_those_of_a_person(tmp_path: Path, name: str) -> None:
    content = {name: "rules 1", "doc": {}, "entities": [], "claims": []}
    with pytest.raises(LoadError, match=f"unknown field '{name}': expected 'extractor'"):
        read_annotations(written(tmp_path, json.dumps(content).encode()))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("certanty", "certainty"),
        ("certainity", "certainty"),
        ("Certainty", "certainty"),
        ("speeker", "speaker"),
        ("implict", "implicit"),
        ("dates", "date"),
    ],
)
def test_a_misspelt_member_refuses_its_record(name: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"^unknown field '{name}': expected '{meant}'$"):
        record(Raw(json.dumps(CLAIM | {name: "possible"}).encode()), AnnotatedClaim)


def test_a_member_like_one_that_is_given_is_ignored() -> None:
    found = record(Raw(json.dumps(CLAIM | {"date": {"edtf": "2020"}, "dates": "2020"}).encode()), AnnotatedClaim)
    assert (found.date.edtf if found.date else None) == "2020"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not an annotation file: Input data was truncated"),
        (b"not JSON", "it is not an annotation file: JSON is malformed"),
        (b"[]", "it is not an annotation file: Expected `object`, got `array`"),
        (b'{"doc": {}}', "it is not an annotation file: Object missing required field `entities`"),
        (b'{"doc": {"id": 3}, "entities": [], "claims": []}', "it is not an annotation file: Expected `str | null`"),
        (
            b'{"doc": {"publsher": "A"}, "entities": [], "claims": []}',
            "it is not an annotation file: unknown field 'publsher': expected 'publisher'",
        ),
        (
            b'{"doc": {}, "entities": [], "claims": [], "quots": []}',
            "it is not an annotation file: unknown field 'quots': expected 'quotes'",
        ),
        (b"\xff\xfe\x00", "it is not an annotation file: JSON is malformed"),
        (b'{"doc": {"id": "\xff"}, "entities": [], "claims": []}', "it is not an annotation file: "),
        (b"[" * 100_000, "it is not an annotation file: "),
        (b'{"x": ' + b"[" * 100_000, "it is not an annotation file: "),
    ],
    ids=[
        "empty",
        "text",
        "list",
        "half",
        "type",
        "misspelt in doc",
        "misspelt",
        "binary",
        "not UTF-8",
        "deep",
        "deep member",
    ],
)
def test_a_file_of_another_shape_is_refused_whole(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        read_annotations(written(tmp_path, content))
    assert refused.value.name == "notes.json"
    assert refused.value.reason.startswith(reason)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"absent\.json: it cannot be read: No such file or directory"):
        read_annotations(tmp_path / "absent.json")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders.annotation_file, "MAX_ANNOTATION_BYTES", 10)
    with pytest.raises(LoadError, match="it has 11 bytes: expected at most 10"):
        read_annotations(written(tmp_path, b"x" * 11))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'{"id": "c7"}', "c7"),
        (b'{"id": 7}', "7"),
        (b"{}", "number 4"),
        (b"[]", "number 4"),
        (b'{"id": "c7"', "number 4"),
        (b"[" * 100_000, "number 4"),
    ],
)
def test_a_broken_record_is_called_by_its_id_or_its_position(raw: bytes, name: str) -> None:
    assert name_of(Raw(raw), 4) == name


def test_a_record_of_another_shape_says_where() -> None:
    with pytest.raises(ValueError, match=r"Expected `int`, got `str` - at `\$\.start`"):
        record(Raw(b'{"start": "1", "end": 2, "quote": "x", "speaker": "a"}'), Utterance)


def test_a_misspelt_day_of_a_quotation_refuses_it() -> None:
    with pytest.raises(ValueError, match=r"^unknown field 'dat': expected 'date'$"):
        record(Raw(b'{"start": 1, "end": 2, "quote": "x", "speaker": "a", "dat": "2021"}'), Utterance)

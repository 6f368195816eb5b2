"""Streams that are broken, or made to do harm: each bad record costs itself alone, a bad file stops the load."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.model import Text
from loaders import Options, Reading, ftm
from tests.loaders.dataset_reading import OPTIONS, made_of, write_lines

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"id": "a", "schema": "Person", "properties": {"name": ["Anna"]}}
DEEP = b'{"id": "x", "schema": "Person", "properties": {"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"id": "x", "schema": "Person", "properties": {"name": [NaN]}}', "it cannot be read as an entity"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": [Infinity]}}', "it cannot be read as an entity"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": ["\\ud800"]}}', "it cannot be read as an entity"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": ["\xff"]}}', "it cannot be read as an entity"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": [{"a": 1}]}}', "it cannot be read as an entity"),
        (b'{"id": "x", "schema": "Person", "properties"', "it cannot be read as an entity"),
        (b'{"id": 1, "schema": "Person"}', "it cannot be read as an entity"),
        (b"[1, 2]", "it cannot be read as an entity"),
        (b"null", "it cannot be read as an entity"),
        (b'{"schema": "Person"}', "it cannot be read as an entity"),
        (b'{"id": " ", "schema": "Person"}', "its id is empty: expected the id of an entity"),
        (b'{"id": "x"}', "it has no schema: expected one of FollowTheMoney's"),
        (b'{"id": "x", "schema": "Dragon"}', "unknown schema 'Dragon': expected one of FollowTheMoney's"),
        (b'{"id": "x", "schema": "Similar"}', "it is a guess of a matching program, not what a source says"),
        (DEEP, "it nests too deep"),
    ],
    ids=range(15),
)
def test_a_bad_record_is_refused_and_the_others_are_read(tmp_path: Path, bad: bytes, reason: str) -> None:
    other = GOOD | {"id": "b"}
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", GOOD, bad, other))
    (refused,) = made.refused
    assert refused.place.startswith("line 2")
    assert refused.reason.startswith(reason)
    assert [len(made.about(local, "name")) for local in ("a", "b")] == [1, 1]


def test_a_line_of_more_than_16_mib_is_refused_with_its_number(tmp_path: Path) -> None:
    huge = {"id": "x", "schema": "Person", "properties": {"name": ["x" * (16 << 20)]}}
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", GOOD, huge, GOOD | {"id": "b"}))
    assert [(each.place, each.reason) for each in made.refused] == [
        ("line 2", "it has more than 16777216 bytes: expected a record on a line")
    ]
    assert len(made.about("b", "name")) == 1


def test_a_link_of_many_with_many_is_refused(tmp_path: Path) -> None:
    ends = {"owner": [f"o{n}" for n in range(1_000)], "asset": [f"a{n}" for n in range(1_000)]}
    made = made_of(
        ftm, write_lines(tmp_path / "s.ftm.json", GOOD, {"id": "l", "schema": "Ownership", "properties": ends})
    )
    assert [each.reason for each in made.refused] == ["it links 1000 entities with 1000: expected at most 400 pairs"]


def test_control_characters_and_breaks_stay_out_of_the_stored_text(tmp_path: Path) -> None:
    name = "An\u0000na\u001b[2J\n\nid: b\nschema: Person"
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", GOOD | {"properties": {"name": [name]}}))
    assert made.text == "id: a\nschema: Person\nname: An�na�[2J id: b schema: Person\n"
    assert [claim.value for claim in made.about("a", "name")] == [Text(name)]


@pytest.mark.parametrize("own", ["a b", "<a>", "a\u202eb", "../../etc/passwd", "😀", "a" * 5_000, "#", "%zz"])
def test_an_id_of_any_kind_is_an_entity(tmp_path: Path, own: str) -> None:
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", GOOD | {"id": own}))
    assert made.refused == []
    assert len(made.about(own, "name")) == 1


@pytest.mark.parametrize(
    "records", [[b""], [b'{"id": "x", "schema": "Page"}'], [b'{"op": "DEL", "entity": {"id": "x"}}']]
)
def test_a_file_of_which_nothing_can_be_let_in_stops_the_load(tmp_path: Path, records: list[bytes]) -> None:
    path = write_lines(tmp_path / "s.ftm.json", *records)
    with pytest.raises(LoadError, match=r"it is empty|nothing in it can be let in: line 1"):
        list(ftm.read_dataset(path, OPTIONS, Reading()))


def test_a_packed_stream_without_its_end_stops_the_load(tmp_path: Path) -> None:
    path = tmp_path / "s.ftm.json.gz"
    path.write_bytes(
        gzip.compress(b"".join(json.dumps(GOOD | {"id": str(n)}).encode() + b"\n" for n in range(999)))[:-9]
    )
    with pytest.raises(LoadError, match="its end is missing"):
        list(ftm.read_dataset(path, OPTIONS, Reading()))


def test_a_day_that_is_none_for_when_it_was_seen_is_told_and_left_out(tmp_path: Path) -> None:
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", GOOD | {"first_seen": "yesterday"}))
    assert [claim.asserted_on for claim in made.about("a", "name")] == [None]
    assert [remark.place for remark in made.remarks] == ["line 1, a: first_seen"]


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("x.json", b'{"id": "a", "schema": "Person", "properties": {}}', True),
        ("x.json", b'{"op":"ADD","entity":{"id":"a"}}', True),
        ("x.ijson.gz", gzip.compress(b'{"id": "a"'), True),
        ("x.json", b'{"id": "a", "name": "Person"}', False),
        ("x.json", b'{"doc": {}, "claims": [{"id": "c", "schema": ""}]}', False),
        ("x.json", b'{"type": "item", "id": "Q1", "labels": {}, "schema": 1}', False),
        ("x.txt", b"An article about a schema.", False),
        ("x.csv", b"id,name\n", False),
        ("x.json", b"", False),
    ],
)
def test_a_stream_is_recognised_by_its_first_line(name: str, head: bytes, expected: bool) -> None:  # noqa: FBT001
    assert ftm.recognises(name, head, Options()) is expected

"""Annotations find their texts by name or digest; those of this repository hold offsets and no words of an article."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LoadError
from loaders.evaluation import Figure, score
from loaders.evaluation_files import read_annotated, read_golds
from loaders.evaluation_table import as_object
from tests.wikinews import PACK, write_texts

ROOT = Path(__file__).resolve().parents[2]
STRIP = ROOT / "scripts" / "strip-annotation"
COMMITTED = sorted((ROOT / "tests" / "annotations").glob("*.json"))

TEXT = "Anna Kowal was arrested in Brest."
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
LONG = "#" + "people of whom nobody says more than that " * 3


def gold(folder: Path, name: str = "gold.json", **doc: str) -> Path:
    """Write an annotation of the text."""
    mention = {"start": 0, "end": 10, "text": "Anna Kowal", "form": "name"}
    arrest = {
        "id": "c1",
        "kind": "event",
        "type": "arrest",
        "args": {"person": ["anna", LONG]},
        "value": None,
        "date": {"edtf": "2021", "text": "that year", "accept": ["2021", "2021-05"]},
        "place": None,
        "speaker": "@article",
        "attribution": "narration",
        "certainty": "asserted",
        "implicit": False,
        "note": "sure",
        "evidence": [{"start": 0, "end": 32, "quote": "Anna Kowal was arrested in Brest"}],
    }
    content = {
        "doc": {"id": "a", "title": "An arrest", "publisher": "Courier", **doc},
        "entities": [
            {"id": "anna", "name": "Anna Kowal", "type": "person", "aliases": ["Kowal"], "mentions": [mention]}
        ],
        "claims": [arrest],
        "quotes": [{"start": 15, "end": 23, "quote": "arrested", "speaker": "anna", "cue": "said", "date": None}],
    }
    (folder / name).write_text(json.dumps(content), "utf-8")
    return folder / name


def strip(source: Path, out: Path) -> dict[str, Any]:
    """Return an annotation as it may be committed."""
    subprocess.run([sys.executable, STRIP, source, out], check=True, capture_output=True)  # noqa: S603 - our own script
    found: dict[str, Any] = json.loads(out.read_bytes())
    return found


def names_in(found: object) -> set[str]:
    """Return every name of a field, at any depth."""
    match found:
        case dict():
            return set(found) | {name for value in found.values() for name in names_in(value)}
        case list():
            return {name for value in found for name in names_in(value)}
        case _:
            return set()


# ---------------------------------------------------------------- finding the text


@pytest.mark.parametrize("beside", [True, False], ids=["beside it", "in the folder of texts"])
def test_a_text_is_found_by_its_name(tmp_path: Path, *, beside: bool) -> None:
    (tmp_path / "texts").mkdir()
    ((tmp_path if beside else tmp_path / "texts") / "a.txt").write_text(TEXT, "utf-8")
    (found,) = read_golds([gold(tmp_path, "one.gold.json", file="a.txt")], tmp_path / "texts")
    assert (found.name, found.text.text) == ("one", TEXT)


def test_a_text_is_found_by_its_digest_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "texts" / "2021").mkdir(parents=True)
    (tmp_path / "texts" / "2021" / "other.txt").write_text(TEXT, "utf-8")
    (found,) = read_golds([gold(tmp_path, sha256=DIGEST.upper())], tmp_path / "texts")
    assert found.text.text == TEXT


def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(LoadError, match=r"gold\.json: its text \.\./a\.txt is not beside it: give its folder"):
        read_golds([gold(tmp_path / "in", file="../a.txt")], None)


def test_another_text_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Anna was free.", "utf-8")
    with pytest.raises(LoadError, match=r"gold\.json: it annotates another text than a\.txt: their digests differ"):
        read_golds([gold(tmp_path, file="a.txt", sha256=DIGEST)], None)


def test_the_right_text_is_found_though_another_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "a.txt").write_text("Anna was free.", "utf-8")
    (tmp_path / "texts" / "b.txt").write_text(TEXT, "utf-8")
    (found,) = read_golds([gold(tmp_path, file="a.txt", sha256=DIGEST)], tmp_path / "texts")
    assert found.text.name == "b.txt"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"claims": []}', b"\xff", b'{"entities": [{}], "claims": []}'])
def test_what_is_no_annotation_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(LoadError, match=r"a\.json: it is not an annotation file: "):
        read_annotated(tmp_path / "a.json")


# ---------------------------------------------------------------- what may be committed


def test_what_is_committed_has_no_words_of_the_article(tmp_path: Path) -> None:
    found = strip(gold(tmp_path, file="a.txt", sha256=DIGEST), tmp_path / "out.json")
    assert names_in(found) & {"quote", "text", "title", "aliases", "cue", "note"} == set()
    assert found["claims"] == [
        {
            "id": "c1",
            "kind": "event",
            "type": "arrest",
            "args": {"person": ["anna", "#people of whom nobody says more than that people of whom"]},
            "date": {"edtf": "2021", "accept": ["2021", "2021-05"]},
            "speaker": "@article",
            "attribution": "narration",
            "certainty": "asserted",
            "evidence": [{"start": 0, "end": 32}],
        }
    ]
    assert found["quotes"] == [{"start": 15, "end": 23, "speaker": "anna"}]
    assert found["doc"] == {"id": "a", "publisher": "Courier", "file": "a.txt", "sha256": DIGEST}


@pytest.mark.shared
def test_what_is_committed_scores_as_the_whole_annotation_does(shared: Path, tmp_path: Path) -> None:
    whole = shared / "seed" / "gold.json"
    strip(whole, tmp_path / "gold.json")
    short, predicted = read_annotated(tmp_path / "gold.json"), read_annotated(whole)
    text = (shared / "seed" / "000_c529104a15918ff4.txt").read_bytes().decode()
    assert as_object(score(short, predicted, text)) == as_object(score(predicted, predicted, text))


# ---------------------------------------------------------------- what is committed


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the articles of the year that the annotations are of."""
    if not PACK.is_file():
        pytest.skip("the case files are not beside this checkout")
    folder = tmp_path_factory.mktemp("wikinews")
    assert len(write_texts(PACK, folder)) == 171
    return folder


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_an_annotation_of_this_repository_has_no_words_of_its_article(path: Path) -> None:
    found = json.loads(path.read_bytes())
    assert names_in(found) & {"quote", "text", "title", "aliases", "cue", "note"} == set()
    assert found["doc"].keys() >= {"published", "sha256"}


@pytest.mark.shared
@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_an_annotation_of_this_repository_fits_its_text(path: Path, texts: Path) -> None:
    (found,) = read_golds([path], texts)
    annotated, length = found.annotated, len(found.text.text)
    places = [place for entity in annotated.entities for place in entity.mentions]
    places += [piece for claim in annotated.claims for piece in claim.evidence] + list(annotated.quotes)
    assert all(0 <= place.start < place.end <= length for place in places)
    local = {entity.id for entity in annotated.entities}
    said = [
        who
        for claim in annotated.claims
        for given in claim.args.values()
        for who in (given if isinstance(given, list) else [given])
    ]
    assert {who for who in said if not who.startswith("#")} <= local
    assert {claim.speaker for claim in annotated.claims} <= local | {"@article"}
    count = len(annotated.claims)
    assert score(annotated, annotated, found.text.text).rows["all_claims"] == Figure(count, count, count)

"""What is read of streams and entities comes out of an archive as it went in; loaded again it changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from loaders import Options, ftm, wikidata
from tests.loaders.dataset_reading import DatasetLoader, made_of, unpacked, write_lines

if TYPE_CHECKING:
    from pathlib import Path

QUADS_OF_A_CLAIM = 12


def deposit(loader: DatasetLoader, path: Path) -> Deposit:
    made = made_of(loader, path, Options(publisher="The Register"))
    return Deposit(Content(made.source, made.claims), made.text.encode())


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return initialise(tmp_path / "data")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("loader", "pack", "name"),
    [
        (ftm, "followthemoney.tar.xz", "ftm_nomenklatura/tests/fixtures/donations.ijson"),
        (ftm, "followthemoney.tar.xz", "ftm_yente/tests/fixtures/dataset/t1/entities.ftm.json"),
        (wikidata, "wikidata.tar.xz", "wikidata_qwikidata/tests/data/wd_Q42.json"),
        (
            wikidata,
            "wikidata.tar.xz",
            "wikidata_wdtk/wdtk-wikibaseapi/src/test/resources/wbgetentities-Q32063953.json",
        ),
    ],
)
def test_a_dataset_comes_out_of_an_archive_as_it_went_in(
    tmp_path: Path, archive: Archive, loader: DatasetLoader, pack: str, name: str
) -> None:
    given = deposit(loader, unpacked(pack, tmp_path / "pack") / name)
    archive.load([given], at=1)
    (stored,) = archive.read(archive.current())
    assert stored.content.source == given.content.source
    assert {claim.id: claim for claim in stored.content.claims} == {claim.id: claim for claim in given.content.claims}
    quads = sum(content.count(b"\n") for _, content in archive.quads_files(archive.current()))
    assert quads <= QUADS_OF_A_CLAIM * len(given.content.claims)
    again = archive.load([given], at=2)
    assert again.generation.number == 1
    assert archive.verify() == []


def test_one_entity_that_differs_changes_its_own_claims_only(tmp_path: Path, archive: Archive) -> None:
    people: list[dict[str, object]] = [
        {"id": f"p{n}", "schema": "Person", "properties": {"name": [f"Name {n}"], "country": ["by"]}}
        for n in range(400)
    ]
    path = write_lines(tmp_path / "people.ftm.json", *people)
    archive.load([deposit(ftm, path)], at=1)
    people[200] = json.loads(json.dumps(people[200]).replace("Name 200", "Another name"))
    (difference,) = archive.load([deposit(ftm, write_lines(path, *people))], at=2).differences
    # the other three claims of the entity stand on its row, which says something else now
    assert (difference.added, difference.retracted, difference.altered) == (1, 1, 3)

"""The graph as N-Quads for other programs: nothing is lost on the way out and back, whoever carries it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf
from rdflib import Dataset

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.errors import DamagedError, InvalidInputError
from graph.export import contents, nquads
from graph.ids import EntityId, SourceId
from graph.model import Certainty, Claim, Ref, Stance, Status
from tests.graph.builders import SIBLINGS, deposit

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://graph.example/"
ASSERTED = "<https://graph.example/asserted>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive with two sources that name people in two scripts."""
    archive = initialise(tmp_path / "data", BASE)
    archive.load([deposit("b", "Anna Борис"), deposit("https://news.example/a", "Anna")], at=1)
    return archive


def exported(archive: Archive) -> bytes:
    """Return the current generation as N-Quads."""
    return b"".join(nquads(archive, archive.current()))


def stored(archive: Archive) -> list[Content]:
    """Return what the current generation says."""
    return [one.content for one in archive.read(archive.current())]


def graphs(quads: bytes) -> Counter[str]:
    """Return how many quads stand in each graph."""
    return Counter(str(quad.graph_name) for quad in parse_rdf(quads, format=RdfFormat.N_QUADS))


def saying(*claims: Claim) -> Deposit:
    """Return a source of these claims."""
    text = "Anna, sister of Борис 😀, was held."
    source = deposit("seed", text).content.source
    return Deposit(Content(source, list(claims)), text.encode())


def direct(archive: Archive) -> set[str]:
    """Return the direct triples of an export, without their graph."""
    return {
        line.removesuffix(f" {ASSERTED} .")
        for line in exported(archive).decode().splitlines()
        if line.endswith(f" {ASSERTED} .")
    }


def test_what_is_exported_is_read_back(archive: Archive) -> None:
    assert contents(exported(archive), BASE) == stored(archive)


def test_what_rdflib_read_and_wrote_is_read_back(archive: Archive) -> None:
    dataset = Dataset()
    dataset.parse(data=exported(archive), format="nquads")
    carried = dataset.serialize(format="nquads", encoding="utf-8")
    assert contents(carried, BASE) == stored(archive)


def test_the_order_of_the_lines_does_not_matter(archive: Archive) -> None:
    lines = exported(archive).splitlines(keepends=True)
    assert contents(b"".join(reversed(lines)), BASE) == stored(archive)


def test_the_same_generation_is_exported_to_the_same_bytes(archive: Archive) -> None:
    assert exported(archive) == exported(archive)


def test_a_source_version_has_a_graph_of_its_own_and_direct_triples_one_more(archive: Archive) -> None:
    versions = [version.version for _, version in sorted(archive.current().sources.items())]
    assert sorted(graphs(exported(archive))) == sorted(
        [f"<{BASE}source/b#version={versions[0]}>", f"<https://news.example/a#version={versions[1]}>", ASSERTED]
    )


def test_iris_are_absolute(archive: Archive) -> None:
    assert b"<onrecord:" not in exported(archive)
    assert b"<https://graph.example/entity/anna-0000000000000000>" in exported(archive)


def test_there_is_no_blank_node(archive: Archive) -> None:
    assert [line for line in exported(archive).splitlines() if b"_:" in line] == []


def test_words_that_look_like_an_iri_of_ours_are_left_alone(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data", BASE)
    title = structs.replace(
        deposit("a", "Anna").content.source, title='<onrecord:entity/x> "<onrecord:y>" \\<onrecord:'
    )
    archive.load([Deposit(Content(title, deposit("a", "Anna").content.claims), b"Anna")], at=1)
    (found,) = contents(exported(archive), BASE)
    assert found.source.title == title.title


def test_a_claim_that_is_a_fact_has_a_direct_triple(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data", BASE)
    archive.load([saying(SIBLINGS)], at=1)
    assert direct(archive) == {
        f"<{BASE}entity/anna-0000000000000000> <https://schema.org/sibling> <{BASE}entity/boris-0000000000000000>"
    }


@pytest.mark.parametrize(
    "change",
    [
        {"certainty": Certainty.POSSIBLE},
        {"certainty": Certainty.ALLEGED},
        {"certainty": Certainty.NEGATED},
        {"stance": Stance.DENIES},
        {"stance": Stance.PREDICTS},
        {"status": Status.PROPOSED},
        {"status": Status.REJECTED},
    ],
    ids=lambda change: str(next(iter(change.values()))),
)
def test_a_claim_that_is_no_fact_has_none(tmp_path: Path, change: dict[str, object]) -> None:
    archive = initialise(tmp_path / "data", BASE)
    archive.load([saying(structs.replace(SIBLINGS, **change))], at=1)
    assert direct(archive) == set()
    assert contents(exported(archive), BASE) == stored(archive)


def test_a_direct_triple_stands_once_however_many_say_it(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data", BASE)
    second = structs.replace(SIBLINGS, id=SIBLINGS.id + "-2", claimant=EntityId("https://example.org/other"))
    archive.load([saying(SIBLINGS, second)], at=1)
    assert len(direct(archive)) == 1


def test_a_direct_triple_goes_with_its_last_claim(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data", BASE)
    archive.load([saying(SIBLINGS)], at=1)
    archive.load([saying(structs.replace(SIBLINGS, certainty=Certainty.NEGATED))], at=2)
    assert direct(archive) == set()


def test_a_withdrawn_source_is_not_exported(archive: Archive) -> None:
    archive.withdraw([SourceId("b")], at=2)
    assert [content.source.id for content in contents(exported(archive), BASE)] == ["https://news.example/a"]


def test_an_older_generation_is_exported_as_it_was(archive: Archive) -> None:
    before = exported(archive)
    first = archive.current()
    archive.load([deposit("b", "Chaim")], at=2)
    assert b"".join(nquads(archive, first)) == before


def test_nothing_is_exported_as_nothing(tmp_path: Path) -> None:
    assert exported(initialise(tmp_path / "data", BASE)) == b""


def test_nothing_is_exported_of_a_damaged_file(archive: Archive) -> None:
    (path,) = archive.root.glob("sources/b-*/*.nq.zst")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedError):
        exported(archive)


def test_the_value_of_a_claim_survives(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data", BASE)
    archive.load([saying(SIBLINGS)], at=1)
    ((claim,),) = [content.claims for content in contents(exported(archive), BASE)]
    assert claim.value == Ref(EntityId("onrecord:entity/boris-0000000000000000"))


@pytest.mark.parametrize("content", [b"nonsense", b"<a> <b> .", b"\xff"])
def test_what_is_no_nquads_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match="not N-Quads"):
        contents(content, BASE)


def test_what_others_say_in_blank_nodes_beside_a_source_is_left_out(archive: Archive) -> None:
    graph = next(name for name in graphs(exported(archive)) if "source/b" in name)
    more = f'_:a <https://schema.org/name> "x" {graph} .\n<urn:x> <https://schema.org/knows> _:a {graph} .\n'
    assert contents(exported(archive) + more.encode(), BASE) == stored(archive)


def test_words_that_another_program_escaped_in_its_own_way_are_read(archive: Archive) -> None:
    escaped = exported(archive).replace("Борис".encode(), b"\\u0411\\U0000043e\\u0440\\u0438\\u0441")
    assert contents(escaped, BASE) == stored(archive)


def test_a_graph_that_holds_no_source_is_refused() -> None:
    with pytest.raises(DamagedError, match="describes 0 sources"):
        contents(b"<http://a> <http://b> <http://c> <http://d> .\n", BASE)

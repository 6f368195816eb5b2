"""A version is one file: equal content gives equal bytes, any RDF engine reads it, and damage is known."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from random import Random

import pytest
import rdflib
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from graph.codec import Content, encode
from graph.errors import DamagedError
from graph.ids import SourceId, source_iri
from graph.model import Claim, Source, Text
from graph.packing import pack, quads_of, unpack
from graph.vocabulary import NAME
from tests.graph.builders import PUBLISHER, SIBLINGS, deposit
from tests.graph.strategies import contents, law

ONE = Content(Source(id=SourceId("seed"), title="T", publisher=PUBLISHER), [SIBLINGS])
ONE_VERSION = "4bfaa841e9af6bac6f0ac8c513ffe85d"
GRAPH = f"<onrecord:source/seed#version={ONE_VERSION}>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
KG = "https://w3id.org/onrecord/ns#"
ONE_LINES = [
    f"<onrecord:claim/one> <{RDF}object> <onrecord:entity/boris-0000000000000000>",
    f"<onrecord:claim/one> <{RDF}predicate> <https://schema.org/sibling>",
    f"<onrecord:claim/one> <{RDF}subject> <onrecord:entity/anna-0000000000000000>",
    f"<onrecord:claim/one> <{RDF}type> <{KG}Claim>",
    f"<onrecord:claim/one> <{KG}claimant> <onrecord:entity/the-courier-0000000000000000>",
    f"<onrecord:claim/one> <{KG}evidence> <onrecord:source/seed#char=0,21>",
    f'<onrecord:source/seed#char=0,21> <{KG}exact> "Anna, sister of Борис"',
    f"<onrecord:source/seed> <{RDF}type> <https://schema.org/CreativeWork>",
    '<onrecord:source/seed> <https://schema.org/headline> "T"',
    "<onrecord:source/seed> <https://schema.org/publisher> <onrecord:entity/the-courier-0000000000000000>",
    f'<onrecord:source/seed> <{KG}loader> ""',
]


def quads(content: Content) -> list[bytes]:
    """Return the lines of the file of `content`."""
    return quads_of(pack(content).content, "here").splitlines()


def test_the_file_of_a_claim_is_these_lines_for_ever() -> None:
    assert [line.decode() for line in quads(ONE)] == [f"{line} {GRAPH} ." for line in ONE_LINES]


def test_a_version_is_named_by_a_digest_of_what_it_says() -> None:
    said = "\n".join(f"{line} ." for line in ONE_LINES).encode()
    assert hashlib.sha256(said).hexdigest()[:32] == ONE_VERSION
    assert pack(ONE).version == ONE_VERSION
    assert pack(ONE).quads == 11


@given(contents(most=4), st.randoms(use_true_random=False))
@law
def test_equal_content_in_any_order_is_equal_bytes(content: Content, chance: Random) -> None:
    shuffled = list(content.claims)
    chance.shuffle(shuffled)
    assert pack(Content(content.source, shuffled)) == pack(content)


@given(contents())
@law
def test_unpacking_gives_what_was_packed(content: Content) -> None:
    assert unpack(pack(content).content, "here") == content


@given(contents())
@law
def test_the_lines_are_sorted_each_once_and_all_in_one_named_graph(content: Content) -> None:
    packed = pack(content)
    graph = f" <{source_iri(content.source.id)}#version={packed.version}> .".encode()
    lines = quads_of(packed.content, "here").removesuffix(b"\n").split(b"\n")
    assert all(line.endswith(graph) for line in lines)
    bare = [line.removesuffix(graph) for line in lines]
    assert len(set(bare)) == len(lines) == packed.quads
    assert [line + b" ." for line in bare] == sorted(line + b" ." for line in bare)


@given(contents(most=2))
@law
def test_rdflib_reads_the_file_and_finds_as_many_triples_in_its_one_graph(content: Content) -> None:
    packed = pack(content)
    dataset = rdflib.Dataset()
    dataset.parse(data=quads_of(packed.content, "here"), format="nquads")
    graphs = {str(quad[3]) for quad in dataset.quads()}
    assert graphs == {f"{source_iri(content.source.id)}#version={packed.version}"}
    assert len(list(dataset.quads())) == len(encode(content)) == packed.quads


@pytest.mark.parametrize(
    "other",
    [
        structs.replace(SIBLINGS, value=Text("Boris")),
        structs.replace(SIBLINGS, property=NAME),
        structs.replace(SIBLINGS, subject=PUBLISHER),
    ],
)
def test_another_claim_is_another_version(other: Claim) -> None:
    assert pack(Content(ONE.source, [other])).version != ONE_VERSION


def test_another_title_is_another_version() -> None:
    assert pack(Content(structs.replace(ONE.source, title="U"), ONE.claims)).version != ONE_VERSION


@pytest.mark.parametrize(
    "words", ["a\nb", "a\r\nb", "a\x0bb", "a\x85b", "a\u2028b", 'a"b\\', "\x00\x1f\x7f", "a .", "😀"]
)
def test_no_words_break_a_line(words: str) -> None:
    content = Content(ONE.source, [structs.replace(SIBLINGS, property=NAME, value=Text(words))])
    assert len(quads(content)) == 11
    assert unpack(pack(content).content, "here") == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"not compressed at all",
        zstandard.compress(b""),
        zstandard.compress(b"not quads\n"),
        zstandard.compress(b'<urn:a> <urn:b> "c" <urn:g> .\n'),
        zstandard.compress(b"\xff\xfe\n"),
        zstandard.compress(b"<urn:a> <urn:b> <not an iri> <urn:g> .\n"),
    ],
)
def test_what_pack_never_writes_is_damaged_and_the_file_is_named(content: bytes) -> None:
    with pytest.raises(DamagedError) as damage:
        unpack(content, "seed/1.nq.zst")
    assert damage.value.file == "seed/1.nq.zst"


WHOLE = pack(deposit("seed", "Anna Boris Chaim Dina").content).content


@pytest.mark.parametrize("length", range(0, len(WHOLE), 13))
def test_a_file_that_was_cut_is_damaged(length: int) -> None:
    with pytest.raises(DamagedError):
        unpack(WHOLE[:length], "seed/1.nq.zst")


def changed(position: int, bits: int) -> bytes:
    """Return `WHOLE` with some bits of one byte turned."""
    content = bytearray(WHOLE)
    content[position] ^= bits
    return bytes(content)


def test_a_file_whose_size_was_changed_is_damaged_and_takes_no_memory() -> None:
    with pytest.raises(DamagedError):
        unpack(b"\x28\xb5\x2f\xfd\xe0" + (1 << 60).to_bytes(8, "little") + b"\x01\x00\x00", "seed/1.nq.zst")


@pytest.mark.parametrize("bits", [0x01, 0x02, 0x40])
def test_a_changed_byte_gives_other_words_or_damage_and_no_other_error(bits: int) -> None:
    for position in range(len(WHOLE) - 1, 8, -1):
        with suppress(DamagedError):
            unpack(changed(position, bits), "seed/1.nq.zst")


def test_other_words_under_the_name_of_a_version_are_damage() -> None:
    other = quads_of(WHOLE, "here").replace(b'"Anna"', b'"Anne"')
    with pytest.raises(DamagedError):
        unpack(zstandard.compress(other), "seed/1.nq.zst")

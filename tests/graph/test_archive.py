"""A load is one generation, all or nothing; the same load twice changes nothing; what was is kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from graph.archive import EMPTY, Archive, Deposit, Difference, Loaded, Stored, initialise, open_archive
from graph.errors import BusyError, DamagedError, InvalidInputError, NotFoundError, UnavailableError
from graph.files import seal
from graph.history import Gone, History
from graph.ids import EntityId, SourceId
from graph.manifest import Generation, read_version
from graph.model import Certainty, Claim
from tests.graph.builders import HOLD_LOCK, State, deposit, name_claim, no_file_above, said, tree, unnamed
from tests.graph.strategies import law

COURIER, DISPATCH = SourceId("courier"), SourceId("dispatch")

OLD: State = {"courier": (["Anna", "Boris"], "Anna Boris"), "dispatch": (["Anna"], "Anna")}
NEW: State = {"courier": (["Boris", "Chaim"], "Boris Chaim"), "dispatch": (["Anna"], "Anna")}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an empty archive."""
    return initialise(tmp_path / "data")


@pytest.fixture
def loaded(archive: Archive) -> Archive:
    """Return an archive with two sources in generation 1, loaded at 100."""
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=100)
    return archive


def read(archive: Archive, source: SourceId) -> Stored:
    """Return `source` as it is now, read from its files."""
    return read_version(archive.root / "sources", archive.current().sources[source])


# ---------------------------------------------------------------- making and opening


def test_a_new_archive_is_empty_and_at_generation_nought(archive: Archive) -> None:
    assert archive.current() == EMPTY
    assert EMPTY.number == 0
    assert said(archive) == {}
    assert archive.verify() == []
    assert archive.newest_whole() == (EMPTY, [])
    assert sorted(tree(archive.root)) == ["CURRENT", "LOCK", "onrecord.json"]


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://kg.example/id/", "https://kg.example/ns#"])
def test_an_archive_keeps_its_base(tmp_path: Path, base: str) -> None:
    initialise(tmp_path / "data", base)
    assert open_archive(tmp_path / "data").base == base


def test_an_archive_may_be_made_in_an_empty_folder_that_is_there(tmp_path: Path) -> None:
    assert initialise(tmp_path).current() == EMPTY


@pytest.mark.parametrize("name", ["a.txt", ".hidden", "onrecord.json"])
def test_an_archive_is_not_made_where_something_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InvalidInputError) as refused:
        initialise(tmp_path)
    assert str(refused.value) == f"{tmp_path} is not empty: expected an absent or empty directory"
    assert tree(tmp_path).keys() == {name}


def test_an_archive_is_not_made_over_another(loaded: Archive) -> None:
    before = tree(loaded.root)
    with pytest.raises(InvalidInputError, match="is not empty"):
        initialise(loaded.root)
    assert tree(loaded.root) == before


@pytest.mark.parametrize(
    "base",
    ["", "kg.example/", "https://kg.example", "https://kg.example/a b/", "ftp://kg.example/", "onrecord:/", "urn:kg/"],
)
def test_a_base_that_cannot_be_one_is_refused_and_nothing_is_made(tmp_path: Path, base: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        initialise(tmp_path / "data", base)
    assert str(refused.value).startswith(repr(base))
    assert "expected" in str(refused.value) or "reserved" in str(refused.value)
    assert not (tmp_path / "data").exists()


def test_an_archive_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(InvalidInputError, match=r"a is a file, expected a folder$"):
        initialise(tmp_path / "a" / "data")


def test_a_folder_that_is_not_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as absent:
        open_archive(tmp_path / "data")
    assert str(absent.value) == (
        f"{tmp_path}/data is no data directory: expected one made by `onrecord init` or `onrecord load`"
    )
    assert not (tmp_path / "data").exists()


def test_an_archive_of_a_newer_format_is_not_opened_and_the_message_says_why(archive: Archive) -> None:
    (archive.root / "onrecord.json").write_bytes(seal({"format": 2, "base": "http://localhost:8000/"}))
    with pytest.raises(DamagedError, match="it says format 2, this program reads 1"):
        open_archive(archive.root)


# ---------------------------------------------------------------- loading


def test_what_was_loaded_is_read_from_a_fresh_start(loaded: Archive) -> None:
    assert said(open_archive(loaded.root)) == OLD


def test_several_sources_in_one_load_are_one_generation(loaded: Archive) -> None:
    generation = loaded.current()
    assert generation.number == 1
    assert generation.created == 100
    assert sorted(generation.sources) == ["courier", "dispatch"]
    assert generation.claims == 3


def test_the_files_of_a_load_are_these(loaded: Archive) -> None:
    courier, dispatch = (loaded.current().sources[source] for source in (COURIER, DISPATCH))
    # SHA-256 of `Anna Boris` and of `Anna`.
    assert tree(loaded.root).keys() == {
        "CURRENT",
        "LOCK",
        "onrecord.json",
        "generations/1.json",
        f"sources/{courier.folder}/{courier.version}.nq.zst",
        f"sources/{courier.folder}/cccb7986c7785b6a0b26e24951e407c9ee436033244a363f16de0e7746326c84.txt",
        f"sources/{dispatch.folder}/{dispatch.version}.nq.zst",
        f"sources/{dispatch.folder}/bf4fccd616251b678c56b9cb7a46819b1266853c180637642f5bc7d6b01f5554.txt",
    }


def test_the_manifest_says_what_it_follows_and_what_each_file_must_be(loaded: Archive) -> None:
    manifest = json.loads((loaded.root / "generations" / "1.json").read_bytes())
    assert manifest.keys() == {"number", "created", "previous", "sources", "sha256"}
    assert (manifest["number"], manifest["created"], manifest["previous"]) == (1, 100, "0" * 64)
    assert manifest["sources"]["dispatch"]["text_file"] == {
        "sha256": "bf4fccd616251b678c56b9cb7a46819b1266853c180637642f5bc7d6b01f5554",
        "size": 4,
    }
    assert (loaded.root / "CURRENT").read_text() == f"1 {manifest['sha256']}\n"


def test_a_manifest_names_the_one_before_by_its_digest(loaded: Archive) -> None:
    first = loaded.current().digest
    loaded.load([deposit("dispatch", "Boris")], at=200)
    assert json.loads(loaded.manifest(2).read_bytes())["previous"] == first


def test_loading_the_same_twice_changes_no_byte(loaded: Archive) -> None:
    before = tree(loaded.root)
    again = loaded.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=200)
    assert again.differences == [
        Difference(COURIER, 0, 2, 0, changed=False),
        Difference(DISPATCH, 0, 1, 0, changed=False),
    ]
    assert tree(loaded.root) == before


def test_claims_in_another_order_change_no_byte(loaded: Archive) -> None:
    before = tree(loaded.root)
    content, text, *_ = deposit("courier", "Anna Boris")
    loaded.load([Deposit(content._replace(claims=content.claims[::-1]), text)], at=200)
    assert tree(loaded.root) == before


def test_loading_nothing_changes_no_byte(loaded: Archive) -> None:
    before = tree(loaded.root)
    assert loaded.load([], at=200) == Loaded(loaded.current(), loaded.current(), [])
    assert tree(loaded.root) == before


def test_a_source_without_a_text_has_none(archive: Archive) -> None:
    archive.load([Deposit(deposit("rows", "Anna").content, None)], at=100)
    assert said(archive) == {"rows": (["Anna"], None)}


def test_a_source_without_claims_is_kept(archive: Archive) -> None:
    assert archive.load([deposit("quiet", "")], at=100).differences == [
        Difference(SourceId("quiet"), 0, 0, 0, changed=True)
    ]
    assert said(archive) == {"quiet": ([], "")}


def test_the_text_comes_back_byte_for_byte(archive: Archive) -> None:
    archive.load([deposit("odd", "Анна \r\n\r Boris\t😀\u2028\ufeff")], at=100)
    (stored,) = archive.read(archive.current())
    assert stored.text == "Анна \r\n\r Boris\t😀\u2028\ufeff"


def test_sources_are_read_in_the_order_of_their_ids(archive: Archive) -> None:
    archive.load([deposit(name, "Anna") for name in ("c", "a", "B", "https://example.org/a")], at=100)
    assert list(said(archive)) == ["B", "a", "c", "https://example.org/a"]


# ---------------------------------------------------------------- before and after


def test_a_load_tells_the_generations_before_and_after_as_they_are_on_the_disk(loaded: Archive) -> None:
    first = loaded.current()
    done = loaded.load([deposit("aaa", "Dina"), deposit("courier", "Boris")], at=200)
    assert done.before == first == loaded.generation(1)
    assert done.generation == loaded.current() == loaded.generation(2)
    assert list(done.generation.sources) == list(loaded.generation(2).sources) == ["aaa", "courier", "dispatch"]


def test_a_withdrawal_tells_the_generations_before_and_after_as_they_are_on_the_disk(loaded: Archive) -> None:
    assert loaded.withdraw([COURIER], at=200) == Loaded(loaded.generation(1), loaded.generation(2), [])


def test_a_version_that_did_not_change_is_the_same_object_before_and_after(loaded: Archive) -> None:
    done = loaded.load([deposit("courier", "Boris")], at=200)
    assert done.generation.sources[DISPATCH] is done.before.sources[DISPATCH]
    done = loaded.withdraw([COURIER], at=300)
    assert done.generation.sources[DISPATCH] is done.before.sources[DISPATCH]


def test_where_nothing_changed_before_is_after(loaded: Archive) -> None:
    done = loaded.load([deposit("dispatch", "Anna")], at=200)
    assert done.generation is done.before


def read_numbers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list of the numbers of the generations that are read from now on."""
    numbers: list[int] = []
    generation = Archive.generation

    def noted(self: Archive, number: int) -> Generation:
        numbers.append(number)
        return generation(self, number)

    monkeypatch.setattr(Archive, "generation", noted)
    return numbers


def test_a_load_reads_no_generation_but_the_current_one(loaded: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.load([deposit("courier", "Boris")], at=200)
    loaded.load([deposit("courier", "Chaim")], at=300)
    numbers = read_numbers(monkeypatch)
    loaded.load([deposit("courier", "Dina"), deposit("dispatch", "Anna"), deposit("gazette", "Anna")], at=400)
    loaded.withdraw([COURIER], at=500)
    assert numbers == [3, 4]


def test_a_load_reads_older_generations_where_a_file_of_the_version_lies_already(
    loaded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.load([deposit("courier", "Boris")], at=200)
    loaded.load([deposit("courier", "Chaim")], at=300)
    loaded.load([deposit("courier", "Dina")], at=400)
    numbers = read_numbers(monkeypatch)
    loaded.load([deposit("courier", "Boris")], at=500)
    assert numbers == [4, 3, 2]


# ---------------------------------------------------------------- differences


def test_another_version_of_a_source_is_a_difference_of_claims(loaded: Archive) -> None:
    found = loaded.load([deposit("courier", "Boris Chaim Dina"), deposit("dispatch", "Anna")], at=200)
    assert found.differences == [
        Difference(COURIER, 2, 1, 1, changed=True, altered=1),
        Difference(DISPATCH, 0, 1, 0, changed=False),
    ]
    assert loaded.current().number == 2


def test_a_claim_that_moved_in_the_text_is_the_same_claim(loaded: Archive) -> None:
    (found,) = loaded.load([deposit("courier", "… Boris, then Anna".replace("then ", ""))], at=200).differences
    assert found == Difference(COURIER, 0, 2, 0, changed=True, altered=2)
    assert read(loaded, COURIER).history == History({name_claim("courier", n): 100 for n in ("Anna", "Boris")}, {})


def certain(deposited: Deposit, certainty: Certainty) -> Deposit:
    """Return `deposited` with its first claim as certain as `certainty`."""
    first, *others = deposited.content.claims
    changed: list[Claim] = [structs.replace(first, certainty=certainty), *others]
    return Deposit(deposited.content._replace(claims=changed), deposited.text)


def test_a_kept_claim_that_says_something_else_of_itself_is_altered(loaded: Archive) -> None:
    (found,) = loaded.load([certain(deposit("courier", "Anna Boris"), Certainty.ALLEGED)], at=200).differences
    assert found == Difference(COURIER, 0, 2, 0, changed=True, altered=1)


def test_claims_that_are_as_they_were_in_a_version_that_differs_elsewhere_are_not_altered(loaded: Archive) -> None:
    (found,) = loaded.load([deposit("courier", "Anna Boris Chaim")], at=200).differences
    assert found == Difference(COURIER, 1, 2, 0, changed=True, altered=0)


def test_kept_claims_keep_the_time_at_which_they_were_recorded(loaded: Archive) -> None:
    loaded.load([deposit("courier", "Boris Chaim")], at=200)
    loaded.load([deposit("courier", "Boris Chaim Dina")], at=300)
    stored = read(loaded, COURIER)
    assert {name: stored.recorded_at(name_claim("courier", name)) for name in ("Boris", "Chaim", "Dina")} == {
        "Boris": 100,
        "Chaim": 200,
        "Dina": 300,
    }


def test_a_claim_that_is_gone_is_in_the_history_with_day_and_version(loaded: Archive) -> None:
    loaded.load([deposit("courier", "Boris Chaim")], at=200)
    version = loaded.current().sources[COURIER].version
    loaded.load([deposit("courier", "Boris Chaim Dina")], at=300)
    assert read(loaded, COURIER).history.gone == {name_claim("courier", "Anna"): Gone(100, 200, version)}


def test_a_claim_that_is_back_counts_as_new(loaded: Archive) -> None:
    loaded.load([deposit("courier", "Boris")], at=200)
    assert loaded.load([deposit("courier", "Anna Boris")], at=300).differences == [
        Difference(COURIER, 1, 1, 0, changed=True, altered=1)
    ]
    stored = read(loaded, COURIER)
    assert stored.recorded_at(name_claim("courier", "Anna")) == 300
    assert stored.recorded_at(name_claim("courier", "Boris")) == 100
    assert stored.history.gone == {}


def test_every_older_generation_is_read_as_it_was(loaded: Archive) -> None:
    older = (loaded.root / "generations" / "1.json").read_bytes()
    loaded.load([deposit("courier", "Boris Chaim")], at=200)
    loaded.load([deposit("courier", "Dina")], at=300)
    assert said(loaded, loaded.generation(1)) == OLD
    assert said(loaded, loaded.generation(2)) == NEW
    assert (loaded.root / "generations" / "1.json").read_bytes() == older
    assert sorted(path.name for path in (loaded.root / "generations").iterdir()) == ["1.json", "2.json", "3.json"]


def test_going_back_to_an_older_version_leaves_every_generation_whole(loaded: Archive) -> None:
    loaded.load([deposit("courier", "Boris Chaim")], at=200)
    loaded.load([deposit("courier", "Anna Boris")], at=300)
    assert said(loaded) == OLD
    assert said(loaded, loaded.generation(2)) == NEW
    assert said(loaded, loaded.generation(1)) == OLD
    assert loaded.verify() == []


def test_going_back_to_an_older_version_with_another_zstandard_leaves_every_generation_whole(
    loaded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.load([deposit("courier", "Boris Chaim")], at=200)
    monkeypatch.setattr(zstandard, "compress", lambda raw: zstandard.ZstdCompressor(level=-5).compress(raw))
    loaded.load([deposit("courier", "Anna Boris")], at=300)
    assert loaded.verify() == []


def test_a_source_given_twice_in_one_load_is_refused_and_nothing_is_written(loaded: Archive) -> None:
    before = tree(loaded.root)
    with pytest.raises(InvalidInputError) as refused:
        loaded.load([deposit("courier", "Dina"), deposit("dispatch", "Dina"), deposit("courier", "Boris")], at=200)
    assert str(refused.value) == "several deposits of courier: expected one of each source"
    assert tree(loaded.root) == before


def test_a_generation_that_never_was_is_damaged(loaded: Archive) -> None:
    with pytest.raises(DamagedError) as damage:
        loaded.generation(7)
    assert damage.value.file == str(loaded.root / "generations" / "7.json")


versions = st.lists(st.frozensets(st.sampled_from(["Anna", "Boris", "Chaim", "Dina"])), min_size=1, max_size=5)


@given(versions)
@law
def test_any_row_of_versions_is_dated_and_counted_right(
    tmp_path_factory: pytest.TempPathFactory, names: list[frozenset[str]]
) -> None:
    archive = initialise(tmp_path_factory.mktemp("data"))
    before: frozenset[str] = frozenset()
    recorded: dict[str, int] = {}
    for number, now in enumerate(names, start=1):
        (found,) = archive.load([deposit("courier", " ".join(sorted(now)))], at=number * 100).differences
        assert found[1:4] == (len(now - before), len(now & before), len(before - now))
        recorded = {name: recorded[name] if name in before else number * 100 for name in now}
        before = now
    stored = read(archive, COURIER)
    assert {name: stored.recorded_at(name_claim("courier", name)) for name in before} == recorded
    assert stored.history.gone.keys() == {name_claim("courier", n) for n in frozenset().union(*names) - before}
    assert archive.verify() == []


# ---------------------------------------------------------------- withdrawing


def test_a_withdrawn_source_is_gone_and_the_older_generation_still_holds_it(loaded: Archive) -> None:
    generation = loaded.withdraw([COURIER], at=200).generation
    assert (generation.number, generation.created) == (2, 200)
    assert loaded.current() == generation
    assert said(loaded) == {"dispatch": (["Anna"], "Anna")}
    assert said(loaded, loaded.generation(1)) == OLD
    assert loaded.verify() == []


def test_every_source_may_be_withdrawn(loaded: Archive) -> None:
    loaded.withdraw([COURIER, DISPATCH], at=200)
    assert said(loaded) == {}


def test_a_withdrawn_source_that_is_loaded_again_is_new(loaded: Archive) -> None:
    loaded.withdraw([COURIER], at=200)
    assert loaded.load([deposit("courier", "Anna Boris")], at=300).differences == [
        Difference(COURIER, 2, 0, 0, changed=True)
    ]
    stored = read(loaded, COURIER)
    assert stored.recorded_at(name_claim("courier", "Anna")) == 300
    assert said(loaded) == OLD


def test_withdrawing_a_source_that_is_not_there_changes_nothing_and_says_which_are(loaded: Archive) -> None:
    before = tree(loaded.root)
    with pytest.raises(NotFoundError) as absent:
        loaded.withdraw([COURIER, SourceId("gazette")], at=200)
    assert str(absent.value) == "no source 'gazette': expected one of courier, dispatch"
    assert tree(loaded.root) == before


# ---------------------------------------------------------------- one writer, and a disk that fails


@pytest.mark.parametrize("write", ["load", "withdraw"])
def test_a_second_writer_is_told_to_wait_and_readers_are_not(loaded: Archive, write: str) -> None:
    command = [sys.executable, "-c", HOLD_LOCK, str(loaded.root / "LOCK")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603 - our own
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match="another process is writing to"):
            change(loaded, write)
        assert said(loaded) == OLD
        other.communicate()
    change(loaded, write)
    assert loaded.current().number == 2


def change(archive: Archive, write: str) -> None:
    """Change what `archive` holds, in one of the two ways."""
    if write == "load":
        archive.load([deposit("courier", "Boris Chaim")], at=200)
    else:
        archive.withdraw([COURIER], at=200)


@pytest.mark.parametrize(
    ("size", "words", "file"),
    [
        (0, "Boris Chaim", r"\w+\.nq\.zst"),
        (2_000, "Boris Chaim" + " " * 3_000, r"\w+\.txt"),
        (1_200, "Boris Chaim", r"generations/2\.json"),
    ],
)
def test_a_load_that_finds_no_room_leaves_the_old_state_whole_and_succeeds_later(
    loaded: Archive, size: int, words: str, file: str
) -> None:
    with no_file_above(size), pytest.raises(UnavailableError, match=rf"^cannot use /.*/{file}: File too large$"):
        loaded.load([deposit("courier", words), deposit("dispatch", "Boris")], at=200)
    assert loaded.current().number == 1
    assert said(loaded) == OLD
    assert loaded.verify() == []
    loaded.load([deposit("courier", words), deposit("dispatch", "Boris")], at=300)
    assert said(loaded) == {"courier": (["Boris", "Chaim"], words), "dispatch": (["Boris"], "Boris")}
    assert loaded.verify() == []
    assert unnamed(loaded) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 128 KiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, check=False) if shutil.which("mount") else None  # noqa: S603 - fixed words
    if done is None or done.returncode:
        pytest.skip("mounting is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - fixed words


def test_a_full_disk_leaves_the_old_state_whole_and_the_load_succeeds_when_there_is_room(small_disk: Path) -> None:
    archive = initialise(small_disk / "data")
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=100)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * shutil.disk_usage(small_disk).free)
    with pytest.raises(UnavailableError, match=r"^cannot use .*: No space left on device$"):
        archive.load([deposit("courier", "Boris Chaim"), deposit("dispatch", "Boris")], at=200)
    assert said(archive) == OLD
    assert archive.verify() == []
    ballast.unlink()
    archive.load([deposit("courier", "Boris Chaim")], at=300)
    assert said(archive) == NEW
    assert unnamed(archive) == set()


def test_a_disk_that_may_only_be_read_serves_what_it_holds_and_takes_nothing(small_disk: Path) -> None:
    archive = initialise(small_disk)
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=100)
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    if subprocess.run(remount, capture_output=True, check=False).returncode:  # noqa: S603 - fixed words
        pytest.skip("remounting is not permitted here")
    with pytest.raises(UnavailableError, match=r"^cannot use .*/LOCK: Read-only file system$"):
        archive.load([deposit("courier", "Boris Chaim")], at=200)
    assert said(open_archive(small_disk)) == OLD
    assert archive.verify() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_serves_what_it_holds_and_takes_nothing(loaded: Archive) -> None:
    loaded.root.chmod(0o500)
    with pytest.raises(UnavailableError, match="Permission denied"):
        loaded.load([deposit("courier", "Boris Chaim")], at=200)
    assert said(open_archive(loaded.root)) == OLD


def test_cleaning_up_never_follows_a_link_that_leads_elsewhere(loaded: Archive, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_bytes(b"mine")
    (loaded.root / "sources" / "link").symlink_to(elsewhere)
    (loaded.root / "LOADING").write_bytes(b"")
    loaded.load([deposit("courier", "Chaim")], at=900)
    assert (elsewhere / "letter.txt").read_bytes() == b"mine"


def test_nothing_is_written_through_a_link(loaded: Archive, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (loaded.root / "CURRENT.tmp").symlink_to(tmp_path / "mine")
    loaded.load([deposit("courier", "Chaim")], at=900)
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (loaded.root / "CURRENT").is_symlink()


@pytest.mark.parametrize("folder", ["../out", "/tmp/out", "a/b", ""])  # noqa: S108 - a name, never a place
def test_a_manifest_that_names_files_elsewhere_is_damaged(loaded: Archive, folder: str) -> None:
    path = loaded.manifest(1)
    content = {key: value for key, value in json.loads(path.read_bytes()).items() if key != "sha256"}
    content["sources"][COURIER]["folder"] = folder
    path.write_bytes(seal(content))
    with pytest.raises(DamagedError, match="names files by names that this program never gives"):
        loaded.generation(1)


def test_an_entity_with_an_iri_of_this_graph_is_refused(archive: Archive) -> None:
    taken = deposit("courier", "Anna")
    (claim, *_) = taken.content.claims
    foreign = structs.replace(claim, subject=EntityId("http://localhost:8000/entity/anna-1"))
    with pytest.raises(InvalidInputError, match="IRIs below http://localhost:8000/ are given by this graph"):
        archive.load([taken._replace(content=taken.content._replace(claims=[foreign]))], at=1)

"""`onrecord claim`: claims added by hand, each on words of its source; they stay when the source is loaded again."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli import main
from graph.archive import open_archive
from graph.indexed import open_view
from graph.plain import open_plain

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
COURIER = "https://sample.example/courier/2025-09-01-five-years-after-an-arrest"
FLAUTIST = "Kalesnikava, a professional flautist"
ROLE = ["--subject", "Maryya Kalesnikava", "--property", "heldRole", "--value", "professional flautist"]


class Desk:
    """Runs commands on one data directory."""

    def __init__(self, data: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.data, self._captured = data, captured

    def __call__(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Run a command with --json, hold its exit code, and return its answer, None where there is none."""
        self._captured.readouterr()
        assert main(["--data", str(self.data), "--json", *words]) == code, self._captured.readouterr().err
        out, self.said = self._captured.readouterr()
        return json.loads(out) if out else None

    def add(self, *words: str, code: int = 0, source: str = COURIER) -> Any:  # noqa: ANN401 - JSON
        """Add a claim of a source."""
        return self("claim", "add", "--source", source, "--by", "Anna", *words, code=code)

    def sheet(self, tmp_path: Path, sheet: object, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Add what a sheet holds."""
        (tmp_path / "sheet.json").write_text(json.dumps(sheet), "utf-8")
        return self("claim", "add", str(tmp_path / "sheet.json"), "--by", "Anna", code=code)

    def listed(self) -> list[dict[str, Any]]:
        """Return the claims that were added by hand."""
        found: list[dict[str, Any]] = self("claim", "list")["claims"]
        return found

    def claims(self, subject: str, prop: str, text: str | None = None) -> list[dict[str, Any]]:
        """Return the claims that GraphQL shows, by subject and property, and by the text of their value."""
        query = """query($p: [ID!]) { claims(first: 100, where: { properties: $p }) { nodes {
            subject { name } value { ... on TextValue { text } ... on EntityValue { entity { name } }
              ... on QuantityValue { amount approximate } ... on TimeValue { edtf sourceText { text } } }
            claimant { name } certainty stance derivation { kind method } assertedOn { edtf } validTime { edtf }
            evidence { exact { text } start end verified source { sourceId } } } } }"""
        (self.data.parent / "query.graphql").write_text(query, "utf-8")
        variables = json.dumps({"p": [prop]})
        found = self("query", str(self.data.parent / "query.graphql"), "--variables", variables)["data"]["claims"]
        about = [claim for claim in found["nodes"] if claim["subject"]["name"] == subject]
        return [claim for claim in about if text in {None, claim["value"].get("text")}]

    def whole(self) -> bool:
        """Say whether no file is damaged, and the index shows the claims of the files."""
        archive = open_archive(self.data)
        views = [opened(archive, archive.current()) for opened in (open_view, open_plain)]
        one, other = (sorted(view.scan(), key=lambda claim: claim.id) for view in views)
        return one == other and self("verify") == {"damaged": []}

    @property
    def generation(self) -> int:
        """The number of the current generation."""
        return open_archive(self.data).current().number


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with one report of the sample case."""
    data = tmp_path_factory.mktemp("template") / "data"
    report = [str(SAMPLE / "courier.txt"), "--annotations", str(SAMPLE / "courier.annotations.json")]
    assert main(["--data", str(data), "load", *report]) == 0
    return data


@pytest.fixture
def desk(template: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Desk:
    """Return a desk of one's own on the sample report."""
    shutil.copytree(template, tmp_path / "data")
    return Desk(tmp_path / "data", capfd)


# ---------------------------------------------------------------- adding


def test_a_claim_is_added_on_its_words(desk: Desk) -> None:
    (added,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    assert added["source"] == COURIER
    (claim,) = desk.claims("Maryya Kalesnikava", "heldRole", "professional flautist")
    assert claim["value"] == {"text": "professional flautist"}
    assert claim["claimant"] == {"name": "The Sample Courier"}
    assert (claim["certainty"], claim["stance"], claim["derivation"]) == (
        "ASSERTED",
        "ASSERTS",
        None,
    )
    text = (SAMPLE / "courier.txt").read_text("utf-8")
    (evidence,) = claim["evidence"]
    assert evidence["verified"]
    assert text[evidence["start"] : evidence["end"]] == evidence["exact"]["text"] == FLAUTIST


def test_the_index_and_the_files_say_the_same(desk: Desk) -> None:
    desk.add(*ROLE, "--quote", FLAUTIST)
    assert desk.whole()


def test_the_same_claim_again_changes_nothing(desk: Desk) -> None:
    added = desk.add(*ROLE, "--quote", FLAUTIST)
    again = desk("claim", "add", "--source", COURIER, "--by", "Boris", *ROLE, "--quote", FLAUTIST)
    assert again == {"generation": added["generation"], "added": [], "known": [added["added"][0]["iri"]]}
    assert [each["by"] for each in desk.listed()] == ["Anna"]


def test_what_a_loader_read_already_is_known(desk: Desk) -> None:
    words = "Her sister, Tatsiana Homich, says that Kalesnikava now receives no visits"
    found = desk.add(
        "--subject", "Maryya Kalesnikava", "--property", "sibling", "--value", "Tatsiana Homich", "--quote", words
    )
    assert (found["added"], len(found["known"])) == ([], 1)


def test_every_part_of_a_claim_is_kept(desk: Desk) -> None:
    desk.add(
        *("--subject", "Belarus", "--property", "politicalPrisonersHeld", "--value", "~1200", "--wording", "1,200"),
        *("--quote", "approximately 1,200 political prisoners", "--claimant", "Tatsiana Homich", "--stance", "reports"),
        *("--asserted-on", "2025-09-01", "--valid", "2025-08~", "--derivation", "computed", "--method", "by counting"),
        *("--certainty", "possible"),
    )
    (claim,) = [
        c for c in desk.claims("Belarus", "politicalPrisonersHeld") if c["claimant"]["name"] == "Tatsiana Homich"
    ]
    assert claim["value"] == {"amount": 1200.0, "approximate": True}
    assert (claim["certainty"], claim["stance"]) == ("POSSIBLE", "REPORTS")
    assert claim["derivation"] == {"kind": "COMPUTED", "method": "by counting"}
    assert (claim["assertedOn"], claim["validTime"]) == ({"edtf": "2025-09-01"}, {"edtf": "2025-08~"})


def test_words_that_the_source_has_not_are_inferred(desk: Desk) -> None:
    desk.add("--subject", "Maryya Kalesnikava", "--property", "heldRole", "--value", "musician", "--quote", FLAUTIST)
    (claim,) = desk.claims("Maryya Kalesnikava", "heldRole", "musician")
    assert claim["derivation"]["kind"] == "INFERRED"


def test_who_is_new_is_told_with_a_kind(desk: Desk) -> None:
    found = desk.add(
        *("--subject", "Officials", "--subject-kind", "Organization", "--property", "partOf"),
        *("--value", "Belarus", "--quote", "Officials declared Lukashenko the winner", "--derivation", "inferred"),
    )
    assert len(found["added"]) == 3
    assert len(desk.claims("Officials", "name", "Officials")) == 1
    (part,) = desk.claims("Officials", "partOf")
    assert part["value"] == {"entity": {"name": "Belarus"}}


def test_who_is_there_is_not_told_anew(desk: Desk) -> None:
    person = ("--subject", "Maryya Kalesnikava", "--subject-kind", "Person")
    desk.add(*person, "--property", "heldRole", "--value", "x", "--quote", FLAUTIST, code=1)
    assert "somebody called 'Maryya Kalesnikava' is in the graph: https://sample.example/id/kalesnikava" in desk.said


def test_a_place_says_which_of_several(desk: Desk) -> None:
    text = (SAMPLE / "courier.txt").read_text("utf-8")
    second = text.index("Tsikhanouskaya", text.index("Tsikhanouskaya") + 1)
    words = (
        "--subject",
        "Svyatlana Tsikhanouskaya",
        "--property",
        "alternateName",
        "--value",
        "Tsikhanouskaya",
        "--claimant",
        "Tatsiana Homich",
    )
    desk.add(*words, "--quote", "Tsikhanouskaya", "--at", str(second))
    (listed,) = desk.listed()
    assert listed["evidence"] == [
        {"place": {"type": "characters", "start": second, "end": second + 14}, "exact": "Tsikhanouskaya"}
    ]


# ---------------------------------------------------------------- what is refused, all or nothing


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"--quote": "Kalesnikava, a profesional flautist"},
            "nearest is 'Kalesnikava, a professional flautist, entered",
        ),
        ({"--quote": "KALESNIKAVA, a  professional flautist"}, "it has 'Kalesnikava, a professional flautist' at 41"),
        ({"--quote": "whales and quails"}, "nor anything like them"),
        ({"--quote": "Tsikhanouskaya"}, "stand at 555, 722, 875, 1718: expected more of them, or at which place"),
        ({"--quote": "  "}, "an empty quote"),
        ({"--at": "7"}, "do not stand at 7–43"),
        ({"--at": "-1"}, "do not stand at -1–35"),
        ({"--property": "heldRol"}, "expected one such as heldAt, heldRole"),
        ({"--property": "xyzzy"}, "expected one of docs/ontology.md"),
        ({"--subject": "Maria Kalesnikava"}, "like it: Maryya Kalesnikava"),
        ({"--claimant": "Nobody Atall"}, "no entity 'Nobody Atall'"),
        ({"--certainty": "sure"}, "expected one of asserted, alleged, possible, negated"),
        ({"--stance": "shouts"}, "unknown stance 'shouts'"),
        ({"--valid": "2025-02-30"}, "2025-02-30"),
        ({"--method": "a guess"}, "a method without a derivation"),
        ({"--derivation": "stated", "--method": "x"}, "has no method"),
        ({"--origin": "onrecord:claim/nonsense"}, "no claim 'onrecord:claim/nonsense'"),
        ({"--wording": "a flute"}, "the wording 'a flute' does not stand in the text"),
        ({"--property": "sibling", "--value": "Belarus"}, "expected person"),
        ({"--property": "politicalPrisonersHeld", "--value": "many"}, "expected a number, or ~1200"),
        ({"--subject-kind": "Persn"}, "expected one such as Pardon, Person, Protest"),
        ({"--value": "\ud800"}, "half a character"),
    ],
    ids=str,
)
def test_what_cannot_be_a_claim_is_said_and_nothing_is_added(desk: Desk, changed: dict[str, str], said: str) -> None:
    options = dict(zip(ROLE[::2], ROLE[1::2], strict=True)) | {"--quote": FLAUTIST} | changed
    assert desk.add(*(word for pair in options.items() for word in pair), code=1) is None
    assert said in desk.said
    assert "refused, nothing was added" in desk.said
    assert desk.generation == 1


def test_a_name_that_several_carry_lists_them(desk: Desk, tmp_path: Path) -> None:
    other = {"id": "_:k", "kind": "Person", "name": "Maryya Kalesnikava", "quote": FLAUTIST, "another": True}
    claim = {"subject": "_:k", "property": "heldRole", "value": "flautist", "quote": FLAUTIST}
    desk.sheet(tmp_path, {"source": COURIER, "entities": [other], "claims": [claim]})
    desk.add(*ROLE, "--quote", FLAUTIST, code=1)
    assert "'Maryya Kalesnikava' names 2 entities" in desk.said
    assert "Maryya Kalesnikava <https://sample.example/id/kalesnikava>" in desk.said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--source", COURIER], 2, "no --subject, no --property, no --value, no --quote"),
        ([*ROLE, "--quote", FLAUTIST], 1, "whose words are these?"),
        (
            ["--source", "courier", *ROLE, "--quote", FLAUTIST],
            1,
            f"no source 'courier': expected the id of one, such as {COURIER}",
        ),
        (["nowhere.json"], 2, "nowhere.json cannot be read"),
        (["nowhere.json", "--quote", "x"], 2, "--quote beside a file"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(desk: Desk, words: list[str], code: int, said: str) -> None:
    desk("claim", "add", *words, code=code)
    assert said in desk.said
    assert desk.generation == 1


@pytest.mark.parametrize(
    "sheet",
    [
        [],
        7,
        {},
        {"claims": [{}]},
        {"claims": [], "entitys": []},
        {"source": COURIER, "claims": [{"subject": "a", "property": "b", "value": [], "quote": "d"}]},
    ],
    ids=str,
)
def test_what_is_no_sheet_is_refused(desk: Desk, tmp_path: Path, sheet: object) -> None:
    code = 0 if sheet == [] else 1
    desk.sheet(tmp_path, sheet, code=code)
    assert ("it is no sheet of claims" in desk.said) is (code == 1)
    assert desk.generation == 1


def test_one_bad_claim_keeps_all_out(desk: Desk, tmp_path: Path) -> None:
    good = {
        "subject": "Maryya Kalesnikava",
        "property": "heldRole",
        "value": "professional flautist",
        "quote": FLAUTIST,
    }
    bad = [good | {"quote": "never said"}, good | {"property": "nonsense"}]
    desk.sheet(tmp_path, {"source": COURIER, "claims": [good, *bad]}, code=1)
    assert "claim 2: the words 'never said'" in desk.said
    assert "claim 3: unknown property 'nonsense'" in desk.said
    assert "2 refused, nothing was added" in desk.said
    assert (desk.listed(), desk.generation) == ([], 1)


# ---------------------------------------------------------------- a source that is new


NOTE = "Jane Doe was arrested in Minsk on 7 September 2025. Homich told us there were about 1,200 prisoners.\n"
SHEET = {
    "title": "A note",
    "publisher": "The Note",
    "published": "2025-09-08",
    "url": "https://note.example/1",
    "entities": [
        {"id": "_:arrest", "kind": "Arrest", "quote": "Jane Doe was arrested in Minsk on 7 September 2025"},
        {"id": "_:jane", "kind": "Person", "name": "Jane Doe", "quote": "Jane Doe"},
    ],
    "claims": [
        {"subject": "_:arrest", "property": "affectedPerson", "value": "_:jane", "quote": "Jane Doe was arrested"},
        {"subject": "_:arrest", "property": "when", "value": "2025-09-07", "wording": "7 September 2025",
         "quote": "arrested in Minsk on 7 September 2025"},
        {"subject": "Belarus", "property": "politicalPrisonersHeld", "value": 1200, "claimant": "Tatsiana Homich",
         "quote": "about 1,200 prisoners"},
    ],
}  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> dict[str, Any]:
    """Return a sheet of a source that is new, whose text is there."""
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    return SHEET | {"text": str(tmp_path / "note.txt")}


def test_a_source_comes_with_its_first_claims(desk: Desk, tmp_path: Path, sheet: dict[str, Any]) -> None:
    assert len(desk.sheet(tmp_path, sheet)["added"]) == 6
    (when,) = desk.claims("Arrest of Jane Doe, 7 September 2025", "when")
    assert when["value"] == {"edtf": "2025-09-07", "sourceText": {"text": "7 September 2025"}}
    assert when["claimant"] == {"name": "The Note"}
    assert when["evidence"][0]["source"] == {"sourceId": "https://note.example/1"}
    assert desk.sheet(tmp_path, sheet)["added"] == []
    assert desk.generation == 2


@pytest.mark.parametrize("text", ["/etc/hostname", "../note.txt", "below/../../note.txt", "link.txt", "a\0b"])
def test_a_sheet_reads_no_text_outside_its_folder(desk: Desk, tmp_path: Path, sheet: dict[str, Any], text: str) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (tmp_path / sheet["text"]).rename(tmp_path / "note.txt")
    (folder / "link.txt").symlink_to(tmp_path / "note.txt")
    desk.sheet(folder, sheet | {"text": text}, code=1)
    assert "outside its folder" in desk.said


def test_the_sheet_of_the_documentation_is_one(desk: Desk, tmp_path: Path) -> None:
    page = (SAMPLE.parents[1] / "docs" / "claims-by-hand.md").read_text("utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    assert len(desk.sheet(tmp_path, json.loads(example))["added"]) == 6


def test_an_event_of_a_sheet_is_a_hop_like_any(desk: Desk, tmp_path: Path, sheet: dict[str, Any]) -> None:
    desk.sheet(tmp_path, sheet)
    query = (
        '{ timeline(about: [{ name: "Jane Doe" }]) { edges { node { __typename } when { edtf } independentSources } } }'
    )
    (tmp_path / "q.graphql").write_text(query, "utf-8")
    assert desk("query", str(tmp_path / "q.graphql"))["data"]["timeline"]["edges"] == [
        {"node": {"__typename": "Arrest"}, "when": {"edtf": "2025-09-07"}, "independentSources": 1}
    ]


def test_a_text_from_the_command_line_starts_a_source(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    desk(
        *("claim", "add", "--text", str(tmp_path / "note.txt"), "--publisher", "The Note", "--by", "Anna"),
        *(
            "--subject",
            "Jane Doe",
            "--subject-kind",
            "Person",
            "--property",
            "heldRole",
            "--value",
            "x",
            "--quote",
            "Jane Doe",
        ),
    )
    assert desk.claims("Jane Doe", "heldRole")[0]["evidence"][0]["source"] == {"sourceId": "note"}


def test_nobody_published_it_is_refused(desk: Desk, tmp_path: Path, sheet: dict[str, Any]) -> None:
    desk.sheet(tmp_path, {name: value for name, value in sheet.items() if name != "publisher"}, code=1)
    assert "nobody says who published the text" in desk.said


def test_another_text_of_a_source_that_is_there_is_refused(desk: Desk, tmp_path: Path, sheet: dict[str, Any]) -> None:
    desk.sheet(tmp_path, sheet | {"url": COURIER}, code=1)
    assert f"the graph has another text of {COURIER}" in desk.said
    assert desk.generation == 1


def test_an_entity_of_no_sheet_is_refused(desk: Desk, tmp_path: Path, sheet: dict[str, Any]) -> None:
    claim = SHEET["claims"][0] | {"value": "_:john"}  # type: ignore[operator]
    twice = [SHEET["entities"][1], SHEET["entities"][1], SHEET["entities"][0]]
    desk.sheet(tmp_path, sheet | {"claims": [claim], "entities": twice}, code=1)
    assert "'_:jane' is taken" in desk.said
    assert "'_:john' is no entity of this sheet" in desk.said


# ---------------------------------------------------------------- loading again


def reload(desk: Desk, tmp_path: Path, text: str) -> dict[str, Any]:
    """Load the sample report again, with another text and the annotations of a person who found nothing."""
    (tmp_path / "courier.txt").write_text(text, "utf-8")
    doc = {"id": "courier", "title": "T", "publisher": "The Sample Courier", "url": COURIER}
    (tmp_path / "a.json").write_text(json.dumps({"doc": doc, "entities": [], "claims": []}), "utf-8")
    found: dict[str, Any] = desk("load", str(tmp_path / "courier.txt"), "--annotations", str(tmp_path / "a.json"))
    return found


def test_the_same_load_again_changes_nothing(desk: Desk) -> None:
    desk.add(*ROLE, "--quote", FLAUTIST)
    again = desk("load", str(SAMPLE / "courier.txt"), "--annotations", str(SAMPLE / "courier.annotations.json"))
    assert (again["changed"], again["sources"][0]["byHand"]["kept"]) == (False, 1)
    assert len(desk.listed()) == 1


def test_a_claim_moves_with_its_words(desk: Desk, tmp_path: Path) -> None:
    (added,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    text = (SAMPLE / "courier.txt").read_text("utf-8").replace("Kalesnikava, a prof", "Some words. Kalesnikava, a prof")
    found = reload(desk, tmp_path, text)["sources"][0]["byHand"]
    assert (found["kept"], found["moved"], found["lost"]) == (1, 1, [])
    (listed,) = desk.listed()
    assert (listed["iri"], listed["by"]) == (added["iri"], "Anna")
    place = listed["evidence"][0]["place"]
    assert text[place["start"] : place["end"]] == FLAUTIST
    assert desk.whole()


def test_a_claim_that_names_who_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    (added,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    found = reload(desk, tmp_path, (SAMPLE / "courier.txt").read_text("utf-8"))["sources"][0]["byHand"]
    assert (found["kept"], found["moved"], len(found["adrift"])) == (1, 0, 1)
    assert found["adrift"][0].rsplit("/")[-1] == added["iri"].rsplit("/")[-1]
    assert "names an entity of which nothing more is said" in desk.said


def test_a_claim_whose_words_are_gone_is_retracted_and_told(desk: Desk, tmp_path: Path) -> None:
    desk.add(*ROLE, "--quote", FLAUTIST)
    text = (SAMPLE / "courier.txt").read_text("utf-8").replace("professional flautist", "musician")
    found = reload(desk, tmp_path, text)["sources"][0]["byHand"]
    assert (found["kept"], len(found["lost"])) == (0, 1)
    assert "added by hand, and its words no longer stand in the text" in desk.said
    assert desk.listed() == []
    archive = open_archive(desk.data)
    history = archive.stored(archive.current(), next(iter(archive.current().sources))).history
    (claim,) = history.by_hand
    assert (history.by_hand[claim].by, claim in history.gone) == ("Anna", True)


# ---------------------------------------------------------------- taking back


def test_a_claim_is_taken_back_by_whoever_says_so(desk: Desk) -> None:
    (added,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    found = desk("claim", "remove", added["iri"], "--by", "Boris")
    assert found == {"generation": 3, "removed": [added["iri"]]}
    assert (desk.listed(), desk.claims("Maryya Kalesnikava", "heldRole", "professional flautist")) == ([], [])
    assert desk.whole()
    archive = open_archive(desk.data)
    stored = archive.stored(archive.current(), next(iter(archive.current().sources)))
    (hand,) = stored.history.by_hand.values()
    assert (hand.by, hand.taken_back_by) == ("Anna", "Boris")
    desk("load", str(SAMPLE / "courier.txt"), "--annotations", str(SAMPLE / "courier.annotations.json"))
    assert desk.listed() == []


def test_what_was_taken_back_can_be_added_again(desk: Desk) -> None:
    (added,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    desk("claim", "remove", added["iri"], "--by", "Boris")
    (again,) = desk.add(*ROLE, "--quote", FLAUTIST)["added"]
    assert again["iri"] == added["iri"]
    assert [each["by"] for each in desk.listed()] == ["Anna"]


def test_a_claim_of_a_loader_is_not_taken_back(desk: Desk) -> None:
    archive = open_archive(desk.data)
    claim = next(iter(open_plain(archive, archive.current()).scan()))
    desk("claim", "remove", claim.id, code=1)
    assert "no claim that was added by hand is http://localhost:8000/claim/" in desk.said
    assert desk.generation == 1


def test_a_source_that_is_withdrawn_takes_them_along(desk: Desk) -> None:
    desk.add(*ROLE, "--quote", FLAUTIST)
    desk("withdraw", COURIER)
    assert desk.listed() == []

"""The scores are those of the script beside the case files, to the last digit, whatever is scored."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from loaders.evaluation import Figure, Scores, Share, pooled, score
from loaders.evaluation_files import as_annotated
from loaders.evaluation_table import as_object, as_table

Json = dict[str, Any]
TEXT = (
    "Anna Kowal was arrested in Brest on 3 May 2021. “Let her go,” said Jan Kowal. Vesta counts 40 prisoners in Brest."
)


def place(words: str, **more: str) -> Json:
    """Return where `words` first stand."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words, **more}


def entity(local: str, *names: str, **more: object) -> Json:
    return {"id": local, "mentions": [place(name, form="name") for name in names], **more}


def arrest(**more: object) -> Json:
    """Return the claim that the text begins with."""
    return {
        "kind": "event",
        "type": "arrest",
        "args": {"person": "anna"},
        "certainty": "asserted",
        "speaker": "@article",
        "evidence": [place("Anna Kowal was arrested in Brest")],
        "date": {"edtf": "2021-05-03", "accept": ["2021-05"]},
        **more,
    }


def count(**more: object) -> Json:
    """Return the number that the text ends with."""
    evidence = [place("Vesta counts 40 prisoners")]
    return arrest(kind="count", type="political_prisoners", args={"place": "brest"}, value=40, evidence=evidence) | more


def annotation(*claims: Json, entities: list[Json] | None = None, quotes: list[Json] | None = None) -> Json:
    named = [entity("anna", "Anna Kowal"), entity("jan", "Jan Kowal"), entity("brest", "Brest")]
    return {
        "doc": {"publisher": "courier"},
        "entities": entities or named,
        "claims": list(claims),
        "quotes": quotes or [],
    }


def scored(gold: Json, predicted: Json) -> Scores:
    return score(as_annotated(gold), as_annotated(predicted), TEXT)


def figure(gold: Json, predicted: Json, name: str) -> Figure:
    """Return one row, which is a figure."""
    found = scored(gold, predicted).rows[name]
    assert isinstance(found, Figure)
    return found


# ---------------------------------------------------------------- what matches


def test_an_annotation_matches_itself() -> None:
    gold = annotation(arrest(), count(), quotes=[place("Let her go,", speaker="jan")])
    found = scored(gold, gold)
    assert found.rows["all_claims"] == Figure(2, 2, 2)
    assert found.rows["entity"] == Figure(3, 3, 3)
    assert found.rows["event_date"] == Figure(1, 1, 1)
    assert found.rows["event_speaker"] == Share(1, 1)
    assert found.rows["quote_speaker"] == Figure(1, 1, 1)
    assert found.misses == []


@pytest.mark.parametrize(
    ("change", "trigger", "claim"),
    [
        ({}, 1, 1),
        ({"type": "abduction"}, 1, 1),
        ({"type": "trial"}, 0, 0),
        ({"kind": "relation"}, 0, 0),
        ({"args": {"person": "jan"}}, 1, 0),
        ({"args": {"person": ["anna"]}}, 1, 1),
        ({"args": {"person": ["anna", "jan"]}}, 1, 0),
        ({"args": {}}, 1, 0),
        ({"certainty": "possible"}, 1, 0),
        ({"evidence": [{"start": 0, "end": 5, "quote": "Anna "}]}, 0, 0),
        ({"evidence": [{"start": 5, "end": 20, "quote": ""}]}, 1, 1),
        ({"evidence": [{"start": 0, "end": 401, "quote": ""}]}, 0, 0),
    ],
    ids=str,
)
def test_a_claim_needs_type_words_first_role_and_certainty(change: Json, trigger: int, claim: int) -> None:
    gold = annotation(arrest())
    predicted = annotation(arrest(**change))
    assert figure(gold, predicted, "event_trigger").hits == trigger
    assert figure(gold, predicted, "event_claim").hits == claim


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("#one count of murder", "#murder charges", True),
        ("#one count of murder", "#one count", True),
        ("#the men", "#of the", False),
        ("#men", "#men", True),
        ("#men", "anna", False),
        ("anna", "#Anna Kowal", False),
        ("nobody", "#masked men", True),
        ("nobody", "somebody", True),
        ("nobody", "anna", False),
    ],
)
def test_words_and_the_unnamed_are_the_same_by_what_they_share(gold: str, found: str, *, same: bool) -> None:
    unnamed = [entity("anna", "Anna Kowal"), entity("nobody", unnamed=True)]
    annotated = annotation(arrest(args={"person": gold}), entities=unnamed)
    predicted = annotation(arrest(args={"person": found}), entities=[entity("anna", "Anna Kowal")])
    assert figure(annotated, predicted, "event_claim").hits == same


@pytest.mark.parametrize(("value", "hits"), [(40, 1), ("40", 1), ("~40", 0), (41, 0), (None, 0)])
def test_a_count_is_right_by_its_number_alone(value: object, hits: int) -> None:
    predicted = annotation(count(value=value, args={}))
    assert figure(annotation(count()), predicted, "count_claim").hits == hits


def test_siblings_are_siblings_both_ways() -> None:
    one = annotation(arrest(kind="relation", type="sibling", args={"a": "anna", "b": "jan"}))
    other = annotation(arrest(kind="relation", type="sibling", args={"a": "jan", "b": "anna"}))
    assert figure(one, other, "relation_claim").hits == 1


@pytest.mark.parametrize(("edtf", "hits"), [("2021-05-03", 1), ("2021-05", 1), ("2021", 0)])
def test_a_date_is_right_when_the_annotation_accepts_it(edtf: str, hits: int) -> None:
    assert figure(annotation(arrest()), annotation(arrest(date={"edtf": edtf})), "event_date") == Figure(hits, 1, 1)


def test_the_publisher_is_the_voice_of_the_article() -> None:
    found = scored(annotation(arrest(speaker="courier")), annotation(arrest()))
    assert found.rows["event_speaker"] == Share(1, 1)


def test_a_hope_told_as_a_fact_is_counted() -> None:
    found = scored(annotation(arrest(certainty="possible")), annotation(arrest()))
    assert found.rows["event_hedged_told_as_fact"] == 1
    assert found.rows["event_certainty"] == Share(0, 1)


def test_of_two_tellings_the_better_one_matches() -> None:
    gold = annotation(arrest(), arrest(certainty="possible"))
    predicted = annotation(arrest(certainty="possible"), arrest(args={"person": "jan"}))
    assert figure(gold, predicted, "event_claim") == Figure(1, 2, 2)
    assert figure(gold, predicted, "event_trigger") == Figure(2, 2, 2)


def test_words_that_do_not_stand_there_are_counted() -> None:
    predicted = annotation(arrest(evidence=[{"start": 0, "end": 20, "quote": "Anna was arrested"}]))
    assert scored(annotation(arrest()), predicted).rows["evidence_not_verbatim"] == 1


def test_what_is_missed_added_or_taken_for_another_is_told() -> None:
    gold = annotation(arrest(), count())
    predicted = annotation(arrest(args={"person": "jan"}), arrest(type="trial"), count(certainty="alleged"))
    assert [miss.split()[0] for miss in scored(gold, predicted).misses] == ["ARGUMENT", "EXTRA", "CERTAINTY"]
    assert [miss.split()[0] for miss in scored(gold, annotation()).misses] == ["MISSED", "MISSED"]


# ---------------------------------------------------------------- together


def test_articles_together_are_sums() -> None:
    one, other = scored(annotation(arrest()), annotation(arrest())), scored(annotation(arrest()), annotation())
    together = pooled([one, other]).rows
    assert together["all_claims"] == Figure(1, 1, 2)
    assert together["event_speaker"] == Share(1, 1)
    assert together["evidence_not_verbatim"] == 0


def test_a_table_has_a_column_for_each_article_and_one_for_all() -> None:
    each = scored(annotation(arrest()), annotation(arrest()))
    other = scored(annotation(arrest()), annotation())
    table = as_table(["one", "other"], [each, other]).splitlines()
    assert table[:2] == ["  1  one", "  2  other"]
    numbers = "1.000  0.000  F1 0.667  P 1.000  R 0.500  1 of 1 found, 2 annotated"
    assert f"{'all_claims':32}{numbers}" in table


def test_a_figure_of_nothing_is_nothing() -> None:
    nothing = {"P": 0.0, "R": 0.0, "F1": 0.0, "hits": 0, "predicted": 0, "gold": 0}
    assert as_object(scored(annotation(), annotation()))["all_claims"] == nothing


# ---------------------------------------------------------------- the script beside the case files


def other_type(claim: Json, chance: Random, _: list[str]) -> None:
    claim["type"] = chance.choice(["arrest", "abduction", "detention", "conviction", "rally", "spouse"])


def other_role(claim: Json, chance: Random, people: list[str]) -> None:
    for role in claim["args"]:
        claim["args"][role] = chance.choice([chance.choice(people), chance.sample(people, 2), "#people in prison"])


def other_words(claim: Json, chance: Random, _: list[str]) -> None:
    for piece in claim["evidence"]:
        piece["start"] = max(0, piece["start"] + chance.randint(-60, 60))
        piece["end"] = piece["start"] + chance.randint(1, 450)


def other_voice(claim: Json, chance: Random, people: list[str]) -> None:
    claim["certainty"] = chance.choice(["asserted", "possible", "alleged", "negated"])
    claim["speaker"] = chance.choice(["@article", "rferl", *people])


def other_day(claim: Json, chance: Random, _: list[str]) -> None:
    claim["date"] = chance.choice([None, {"edtf": "2020-09-07"}, {"edtf": "2021-09~"}])


def other_number(claim: Json, chance: Random, _: list[str]) -> None:
    claim["value"] = chance.choice([None, 1200, "1400", {"min": 1, "max": 2}])


FAULTS = [other_type, other_role, other_words, other_voice, other_day, other_number]


def mutated(gold: Json, seed: int) -> Json:
    """Return what somebody might have found who got a good part of it wrong, under ids of his own."""
    chance = Random(seed)  # noqa: S311 - the same faults each time
    found = copy.deepcopy(gold)
    for part in ("claims", "entities", "quotes"):
        found[part] = [record for record in found[part] if chance.random() > 0.15]
    people = [each["id"] for each in found["entities"]]
    own = {each: f"{each}-found" for each in people}
    for claim in found["claims"]:
        for fault in chance.sample(FAULTS, chance.choice([0, 0, 1, 2])):
            fault(claim, chance, people)
        claim["speaker"] = own.get(claim["speaker"], claim["speaker"])
        for role, who in claim["args"].items():
            claim["args"][role] = [own.get(one, one) for one in who] if isinstance(who, list) else own.get(who, who)
    for each in found["entities"]:
        each["id"] = own[each["id"]]
    for quote in found["quotes"]:
        quote["speaker"] = own.get(chance.choice([quote["speaker"], quote["speaker"], chance.choice(people)]), "nobody")
        quote["end"] += chance.choice([0, 0, 1, 9, 40])
    return found


@pytest.mark.shared
@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4, 5])
def test_the_figures_are_those_of_the_script(shared: Path, tmp_path: Path, seed: int | None) -> None:
    gold_file = shared / "seed" / "gold.json"
    gold = json.loads(gold_file.read_bytes())
    predicted = gold if seed is None else mutated(gold, seed)
    (tmp_path / "found.json").write_text(json.dumps(predicted), "utf-8")
    script = [sys.executable, str(shared / "eval" / "score_claims.py"), str(gold_file), str(tmp_path / "found.json")]
    expected = subprocess.run([*script, "--json"], check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed
    text = (shared / "seed" / gold["doc"]["file"]).read_bytes().decode()
    found = score(as_annotated(gold), as_annotated(predicted), text)
    assert as_object(found) == json.loads(expected)

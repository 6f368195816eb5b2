"""What the loaders of streams share: whose a dataset is, and lines that cost only themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.ids import EntityId
from loaders import Options, Reading
from loaders.datasets import MAX_FAILURES, each_answer, origin_of
from tests.loaders.sandbox_tasks import Word, act_each


def apart(words: list[Word]) -> list[list[Word]]:
    return [[word] for word in words]


def refused(words: list[Word], reason: str) -> Word:
    return Word(f"refused {words[0].text}: {reason}")


def warm_up() -> None:
    """Nothing is needed."""


def answers(batches: list[list[str]], jobs: int = 1) -> list[str]:
    given = ([Word(text) for text in batch] for batch in batches)
    reading = Reading(jobs=jobs, seconds=2.0)
    found = each_answer(
        act_each, given, Word, prepare=warm_up, name="stream", reading=reading, apart=apart, failed=refused
    )
    return [word.text for word in found]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_child_does_not_survive_costs_only_itself_and_the_order_stays(jobs: int) -> None:
    first, second, bad, last, *others = answers([["a"], ["b", "crash", "c"], ["d"], ["e"]], jobs)
    assert (first, second, last) == ("did a", "did b", "did c")
    assert bad.startswith("refused crash: the process that read it ended")
    assert others == ["did d", "did e"]


def test_a_file_that_defeats_the_child_again_and_again_stops_the_load() -> None:
    with pytest.raises(LoadError, match=f"stream: the process that reads it failed {MAX_FAILURES + 1} times"):
        answers([["refuse"]] * (MAX_FAILURES + 1))


@pytest.mark.parametrize(
    ("name", "url", "source"),
    [
        ("entities.ftm.json", None, "entities.ftm"),
        ("statements.csv.gz", None, "statements"),
        ("dump.json.bz2", "https://data.example/dump.json#top", "https://data.example/dump.json"),
        ("dump.json", "no address", "dump"),
        (".gz", None, ".gz"),
    ],
)
def test_a_dataset_is_called_by_its_address_or_its_file(name: str, url: str | None, source: str) -> None:
    assert origin_of(Path(name), Options(publisher="P", url=url)).source == source


def test_the_publisher_given_wins_over_that_of_the_format() -> None:
    usual = (EntityId("https://example.org/p"), "Usual")
    assert origin_of(Path("a.json"), Options(), usual).publisher_name == "Usual"
    assert origin_of(Path("a.json"), Options(publisher=" The Register "), usual).publisher_name == "The Register"


def test_a_day_of_publication_that_is_none_stops_the_load() -> None:
    with pytest.raises(LoadError, match="published: 'soon' is not a date"):
        origin_of(Path("a.json"), Options(publisher="P", published="soon"))

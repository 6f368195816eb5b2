"""Which events a sentence tells, with whom and where."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract


def told(body: str) -> list[tuple[str, object, str | None]]:
    """Return type, first participant and place of every event that an article of one paragraph tells."""
    claims = extract(f"A day of news\n\n\n{body}\n", "2024-05-10").claims
    return [(claim.type, next(iter(claim.args.values())), claim.place) for claim in claims if claim.kind == "event"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A protest was held in Minsk on Monday.", [("protest", "minsk", "minsk")]),
        ("Jan Novak was arrested in Prague.", [("arrest", "jan-novak", "prague")]),
        ("Ilona Marek appointed Jan Novak as minister.", [("appointment", "jan-novak", None)]),
        ("Jan Novak protested that he was tired.", []),
        ("Jan Novak rigged the sail of his boat.", []),
        ("Jan Novak shot a film.", []),
    ],
)
def test_a_sentence_tells_its_events_and_no_others(body: str, expected: list[tuple[str, object, str | None]]) -> None:
    assert told(body) == expected

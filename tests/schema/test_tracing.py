"""Where a claim of the sample comes from, and how it is taken along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from graph.model import Certainty
from schema import Context, execute
from tests.graph.questions.conftest import Press

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

TRACED = """{ claims(where: { subjects: ["urn:anna"] }) { nodes {
    source { sourceId }
    trace { complete steps { how claim { source { sourceId } } } }
} } }"""


def test_a_claim_leads_back_over_what_it_repeats_to_where_the_same_voice_says_it() -> None:
    press = Press()
    press.source("report", publisher="urn:vesta", published="2020")
    press.say("urn:anna", "sibling", "urn:jan", source="report")
    quoted = press.say("urn:anna", "sibling", "urn:jan", claimant="urn:vesta")
    press.say("urn:anna", "sibling", "urn:jan", source="courier", origin=quoted.id)
    found = execute(TRACED, Context(press.view(), "0")).response["data"]["claims"]["nodes"]
    ways = {
        node["source"]["sourceId"]: [
            (step["claim"]["source"]["sourceId"], step["how"]) for step in node["trace"]["steps"]
        ]
        for node in found
    }
    assert ways == {
        "report": [("report", "ITSELF")],
        "times": [("times", "ITSELF"), ("report", "SAME_VOICE")],
        "courier": [("courier", "ITSELF"), ("times", "ORIGIN"), ("report", "SAME_VOICE")],
    }
    assert all(node["trace"]["complete"] for node in found)


def test_every_claim_can_be_cited(ask: Asker) -> None:
    query = "{ claims(first: 100) { nodes { citation evidence { exact { text } } csl: citation(style: CSL_JSON) } } }"
    for node in ask(query)["claims"]["nodes"]:
        assert "\n" not in node["citation"]
        assert all(" ".join(piece["exact"]["text"].split()) in node["citation"] for piece in node["evidence"])
        assert json.loads(node["csl"])["type"] == "article-newspaper"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("NQUADS", RdfFormat.N_QUADS),
        ("TURTLE", RdfFormat.TURTLE),
        ("TRIG", RdfFormat.TRIG),
        ("JSON_LD", RdfFormat.JSON_LD),
        ("NANOPUB", RdfFormat.TRIG),
        ("CLAIM_REVIEW", RdfFormat.JSON_LD),
    ],
)
def test_every_claim_can_be_exported(ask: Asker, name: str, form: RdfFormat) -> None:
    nodes = ask(f"{{ claims(first: 60) {{ nodes {{ iri certainty export(format: {name}) }} }} }}")["claims"]["nodes"]
    assert {node["certainty"] for node in nodes} > {Certainty.ASSERTED}
    for node in nodes:
        assert any(quad.subject.value == node["iri"] for quad in parse_rdf(node["export"].encode(), format=form))

"""The mapping of schemata is whole: each is read or refused with a reason, and all it names is in the ontology."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.vocabulary import Range, vocabulary
from loaders import ftm
from loaders.ftm.model import model
from tests.loaders.dataset_reading import made_of, unpacked, write_lines

# FollowTheMoney 4 has these, the model beside the checkout is of 3
SINCE = {"abbreviation", "managingExchange"}


def test_every_kind_and_property_that_it_names_is_in_the_ontology() -> None:
    rules = vocabulary()
    assert {schema.kind for schema in model().values() if schema.kind} <= rules.kinds.keys()
    assert {place.property for s in model().values() for place in s.places.values() if place.property} <= (
        rules.properties.keys()
    )
    assert {schema.link.property for schema in model().values() if schema.link} <= rules.properties.keys()


def test_every_property_of_an_entity_is_one_that_its_kind_can_have() -> None:
    kinds = vocabulary().kinds
    assert [
        (schema.name, name)
        for schema in model().values()
        if schema.kind
        for name, place in schema.places.items()
        if place.property and not place.inverse and place.property not in kinds[schema.kind].takes
    ] == []


def test_what_is_read_from_the_value_is_an_entity() -> None:
    properties = vocabulary().properties
    inverse = {place.property for s in model().values() for place in s.places.values() if place.inverse}
    assert {properties[prop].range for prop in inverse if prop} == {Range.ENTITY}


@pytest.mark.shared
def test_every_schema_and_property_is_known_by_its_name(tmp_path: Path) -> None:
    path = unpacked("followthemoney.tar.xz", tmp_path) / "ftm_followthemoney/js/src/defaultModel.json"
    schemata = json.loads(path.read_bytes())["schemata"]
    assert set(schemata) == set(model())

    def properties(name: str) -> set[str]:
        above = schemata[name].get("extends", [])
        return set(schemata[name]["properties"]).union(*map(properties, above))

    unknown = {(name, prop) for name, schema in model().items() for prop in set(schema.places) - properties(name)}
    assert {prop for _, prop in unknown} <= SINCE


def test_a_bare_record_of_every_schema_is_read_or_refused(tmp_path: Path) -> None:
    said = {"name": ["Name"], "date": ["2020"], "weird": ["value"]}
    bare = [{"id": f"x-{schema}", "schema": schema, "properties": said} for schema in sorted(model())]
    made = made_of(ftm, write_lines(tmp_path / "s.ftm.json", *bare))
    refused = {each.place.partition(", ")[2] for each in made.refused}
    read = {f"x-{schema}" for schema in model() if made.about(f"x-{schema}", "identifier")}
    assert refused | read == {f"x-{schema}" for schema in model()}
    assert refused & read == set()
    assert {"x-Interval", "x-Ownership", "x-Passport", "x-TaxRoll", "x-Page"} <= refused

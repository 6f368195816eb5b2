"""The mapping of Wikidata names what is in the ontology, and nothing else."""

from __future__ import annotations

import re

from graph.vocabulary import GENERAL, Range, vocabulary
from loaders.wikidata.mapping import mapping


def test_every_kind_and_property_that_it_names_is_in_the_ontology() -> None:
    known = vocabulary()
    assert set(mapping().kinds.values()) <= known.kinds.keys()
    assert {place.property for places in mapping().places.values() for place in places} <= known.properties.keys()
    assert set(mapping().qualifiers.values()) <= known.properties.keys() - GENERAL


def test_what_is_read_from_the_value_is_an_entity() -> None:
    inverse = {place.property for places in mapping().places.values() for place in places if place.inverse}
    assert {vocabulary().properties[prop].range for prop in inverse} == {Range.ENTITY}


def test_every_name_is_one_of_wikidata() -> None:
    names = {*mapping().places, *mapping().passed_over, *mapping().qualifiers, *mapping().schemes}
    assert [name for name in names if not re.fullmatch(r"P[1-9]\d*", name)] == []
    items = {*mapping().kinds, *mapping().words, *mapping().circumstances, *mapping().units}
    assert [name for name in items if not re.fullmatch(r"Q[1-9]\d*", name)] == []


def test_a_circumstance_is_one_of_three() -> None:
    assert set(mapping().circumstances.values()) == {"approximate", "possible", "alleged"}

"""Two thousand queries made by machine from the schema: none is a surprise, every answer has the promised shape.

What a maker of queries cannot know is put in its place: names, kinds and properties that the sample case has, one key
in an input with @oneOf; a few of each stay nonsense, so errors are answered too.
"""

from __future__ import annotations

import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    ArgumentNode,
    DocumentNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from graph.archive import Deposit, initialise
from graph.decisions import NONE
from graph.indexed import open_view
from graph.states import Past, States
from loaders.batch import Batch, read_batch
from schema import sdl
from schema.global_ids import Sort, to_id
from tests.schema.conftest import SAMPLE, Asker
from tests.schema.shapes import Shapes, with_typenames

if TYPE_CHECKING:
    from graphql.language import ValueNode

SCHEMA = build_schema(sdl())
assert SCHEMA.query_type is not None
FIELDS = sorted(SCHEMA.query_type.fields)
IN_ALL = 2_000
SLOW_TO_MAKE = {"at": 20, "kinds": 20, "node": 20, "nodes": 20, "entity": 50, "entities": 50}
"""Of what has a type for each kind a document takes a quarter of a second to make, and all kinds are a long answer."""

PERSON = "https://sample.example/id/kalesnikava"
EVENT = "http://localhost:8000/entity/c004-frs5i0l1p9hhrdn0"
COURIER = "https://sample.example/courier/2025-09-01-five-years-after-an-arrest"
IDS = [*[PERSON, EVENT] * 8, "https://sample.example/id/nobody", "nonsense"]
SENSIBLE = {
    "entities": IDS,
    "kinds": [*["Person", "Event", "Arrest", "Place"] * 4, "Nonsense"],
    "properties": [*["sibling", "spouse", "affectedPerson", "politicalPrisonersHeld"] * 4, "nonsense"],
    "sources": [*[COURIER] * 9, "nonsense"],
    "name": [*["Belarus", "Maryya Kalesnikava", "Tatsiana Homich", "Syarhey Tsikhanouski"] * 4, "Nobody"],
    "iri": [PERSON, EVENT],
    "id": [
        to_id(Sort.ENTITY, PERSON),
        to_id(Sort.ENTITY, "onrecord:entity/c004-frs5i0l1p9hhrdn0"),
        to_id(Sort.CLAIM, "onrecord:claim/01d1tpk5k1l0upt6nli2ni78i5"),
        to_id(Sort.SOURCE, COURIER),
        "nonsense",
    ],
    "text": ["Kalesnikava", "tsikh", "prison", ""],
    "state": ["1-0", "1", "nonsense"],
}
ALIKE = {
    "kinds": ["notKinds"],
    "properties": ["notProperties"],
    "id": ["ids"],
    "entities": ["subjects", "objects", "claimants", "notClaimants", "publishers", "notPublishers", "through", "avoid"],
}
SENSIBLE |= {name: SENSIBLE[like] for like, names in ALIKE.items() for name in names}
MOMENTS = [*["2025-09-06T23:06:40Z", "2025-09-07", "2021-01-01"] * 5, "yesterday"]
SCALARS = {
    "Date": st.sampled_from([*["2025-09-05", "2021-09-06"] * 6, "2025-02-30"]).map(nodes.String),
    "DateTime": st.sampled_from(MOMENTS).map(nodes.String),
    "Duration": st.just("P11Y").map(nodes.String),
    "EDTF": st.sampled_from([*["2021-09", "2020/2022", "2025~"] * 5, "sometime"]).map(nodes.String),
    "IRI": st.sampled_from(SENSIBLE["iri"]).map(nodes.String),
    "LanguageTag": st.sampled_from(["en", "ru", "x"]).map(nodes.String),
    "Int": st.sampled_from([*[1, 2, 3, 4, 5] * 6, 100, 0, -1, 2147483647]).map(nodes.Int),
    "Float": st.sampled_from([0.0, 0.7, 1.0, 2.5]).map(nodes.Float),
}
CODES = {
    "AMBIGUOUS",
    "INVALID_CURSOR",
    "INVALID_DATE",
    "INVALID_INPUT",
    "INVALID_IRI",
    "LIMIT",
    "NOT_FOUND",
    "VALIDATION",
}


def picked(choices: list[Any], words: str) -> Any:  # noqa: ANN401 - one of them
    """Return one of `choices`, the same for the same words."""
    return choices[zlib.crc32(words.encode()) % len(choices)]


class _Sense(Visitor):
    """Puts what the sample case has where the document names something."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types

    def leave_argument(self, node: ArgumentNode, *_: object) -> ArgumentNode | Any:  # noqa: ANN401 - or what takes it away
        if node.name.value == "after" and picked([True] * 9 + [False], print_ast(node)):
            return self.REMOVE
        return ArgumentNode(name=node.name, value=self._known(node.name.value, node.value))

    def leave_object_field(self, node: ObjectFieldNode, *_: object) -> ObjectFieldNode:
        return ObjectFieldNode(name=node.name, value=self._known(node.name.value, node.value))

    def enter_object_value(self, node: ObjectValueNode, *_: object) -> ObjectValueNode | None:
        named = get_named_type(self._types.get_input_type())
        if named is None or named.name != "EntityRef":
            return None
        words = print_ast(node)
        name = picked(["name", "name", "name", "iri"], words)
        value = StringValueNode(value=picked(SENSIBLE[name], words + name), block=False)
        return ObjectValueNode(fields=(ObjectFieldNode(name=NameNode(value=name), value=value),))

    def _known(self, name: str, value: ValueNode) -> ValueNode:
        if name == "by" and isinstance(value, ListValueNode):
            # at most three dimensions are counted by, each once
            kept = {print_ast(item): item for item in value.values}
            return ListValueNode(values=tuple(kept.values())[:3])
        if name not in SENSIBLE:
            return value
        if isinstance(value, StringValueNode | IntValueNode):
            return StringValueNode(value=picked(SENSIBLE[name], value.value), block=False)
        if isinstance(value, ListValueNode):
            return ListValueNode(values=tuple(self._known(name, item) for item in value.values))
        return value


def sensible(document: DocumentNode) -> str:
    """Return a document that was made, with what the sample case knows."""
    types = TypeInfo(SCHEMA)
    return print_ast(with_typenames(visit(document, TypeInfoVisitor(types, _Sense(types)))))


def made_for(field: str) -> int:
    """Return how many documents are made for a field of the query, so that they are `IN_ALL`."""
    slow = {name: count for name, count in SLOW_TO_MAKE.items() if name in FIELDS}
    if field in slow:
        return slow[field]
    others = [name for name in FIELDS if name not in slow]
    each, more = divmod(IN_ALL - sum(slow.values()), len(others))
    return each + (others.index(field) < more)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Return how to ask the sample case as it is served: from its index."""
    archive = initialise(tmp_path_factory.mktemp("sample") / "data")
    items = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive.load([Deposit(item.read.content, item.document.content) for item in items], at=1_757_200_000)
    view = open_view(archive, archive.current())
    return Asker(view, States(Past.of(archive), archive.current(), NONE, view))


def test_two_thousand_are_made() -> None:
    assert sum(map(made_for, FIELDS)) == IN_ALL
    assert min(map(made_for, FIELDS)) >= 20


ASKED = print_ast(
    with_typenames(parse("{ service { version limits { maxFirst } } claims(first: 1) { nodes { stance } } }"))
)


@pytest.mark.parametrize(
    ("keys", "value", "reason"),
    [
        (("service", "version"), None, "data.service.version is null: expected String!"),
        (("service", "version"), 7, "data.service.version is 7: expected String"),
        (("service", "limits", "maxFirst"), True, "data.service.limits.maxFirst is True: expected Int"),
        (("service", "limits"), [], "data.service.limits is no object: expected Limits"),
        (("service", "__typename"), "Query", "data.service is of type 'Query': expected Service"),
        (("service", "more"), 1, "data.service has the keys"),
        (("claims", "nodes"), {}, "data.claims.nodes is no list: expected"),
        (("claims", "nodes", 0, "stance"), "SAYS", "data.claims.nodes.0.stance is 'SAYS': expected Stance"),
    ],
)
def test_a_wrong_shape_is_seen(ask: Asker, keys: tuple[Any, ...], value: object, reason: str) -> None:
    found = data = ask(ASKED)
    assert Shapes(SCHEMA, ASKED).wrong(data) == []
    for key in keys[:-1]:
        found = found[key]
    found[keys[-1]] = value
    (said,) = Shapes(SCHEMA, ASKED).wrong(data)
    assert said.startswith(reason)


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_made_is_answered_as_promised(ask: Asker, field: str) -> None:
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=made_for(field),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(queries(SCHEMA, fields=[field], custom_scalars=SCALARS, print_ast=sensible))
    def answer(document: str) -> None:
        response = ask.response(document)
        errors = response.get("errors", [])
        assert {error["extensions"]["code"] for error in errors} <= CODES, (errors, document)
        assert all(error["message"] for error in errors)
        if response.get("data") is not None:
            assert Shapes(SCHEMA, document).wrong(response["data"]) == [], document
            outcomes["answered" if response["data"][next(iter(response["data"]))] is not None else "null"] += 1
        else:
            assert errors, document
            outcomes[errors[0]["extensions"]["code"]] += 1

    answer()
    assert sum(outcomes.values()) >= made_for(field) * 0.9, outcomes
    assert outcomes["VALIDATION"] <= made_for(field) * 0.1, outcomes
    assert outcomes["answered"] >= made_for(field) * 0.1, outcomes

"""The schema as clients see it: a snapshot that shows every change, names they rely on, a description of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_ast,
)

from graph.vocabulary import vocabulary
from schema import sdl

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

SNAPSHOT = Path(__file__).with_name("schema.graphql")
RENEW = ".venv/bin/python -c \"from schema import sdl; print(sdl(), end='')\" > tests/schema/schema.graphql"
SCHEMA: GraphQLSchema = build_schema(sdl())


def named(name: str) -> GraphQLNamedType:
    """Return the type of that name."""
    return SCHEMA.type_map[name]


def signature(type_name: str) -> dict[str, str]:
    """Return each field of a type as SDL writes it: its arguments in parentheses, and its type."""
    found = named(type_name)
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    if isinstance(found, GraphQLInputObjectType):
        return {name: str(field.type) for name, field in found.fields.items()}
    return {
        name: "".join(f"{argument}: {a.type}, " for argument, a in field.args.items()) + str(field.type)
        for name, field in found.fields.items()
    }


def ours() -> list[GraphQLNamedType]:
    """Return the types that are not GraphQL's own."""
    own = {"String", "Int", "Float", "Boolean", "ID"}
    return [found for name, found in sorted(SCHEMA.type_map.items()) if not name.startswith("__") and name not in own]


def test_the_snapshot_is_the_schema() -> None:
    assert SNAPSHOT.read_text("utf-8") == sdl(), f"the schema has changed; when that is meant: {RENEW}"


def test_the_schema_is_the_same_each_time() -> None:
    assert sdl() == sdl()


def test_there_is_nothing_to_write_yet() -> None:
    assert (SCHEMA.mutation_type, SCHEMA.subscription_type) == (None, None)


# ---------------------------------------------------------------- descriptions

PLAIN = {
    "id",  # Relay's: the description of Node says it
    *("edges", "node", "cursor", "pageInfo"),
    *("hasNextPage", "hasPreviousPage", "startCursor", "endCursor"),
}
"""Fields that Relay describes for everybody."""
ONLY_FIELD = {
    *("Text.text", "Text.language", "TextValue.text", "TextValue.language", "DurationValue.duration"),
    *("BooleanValue.truth", "UrlValue.url", "UnknownValue.noValue", "Qualifier.property", "Qualifier.value"),
    *("Derivation.kind", "EntityRef.iri", "Service.version"),
}
"""Fields of a type that has hardly another: its description is theirs."""


def test_every_type_is_described() -> None:
    assert [found.name for found in ours() if not found.description] == []


def test_every_field_is_described() -> None:
    bare = {
        f"{found.name}.{name}"
        for found in ours()
        for name, field in (getattr(found, "fields", None) or {}).items()
        if not field.description and name not in PLAIN
    }
    assert bare == ONLY_FIELD


@pytest.mark.parametrize("found", [t for t in ours() if isinstance(t, GraphQLEnumType)], ids=str)
def test_every_value_of_an_enum_is_a_name_in_capitals(found: GraphQLEnumType) -> None:
    assert [name for name in found.values if name != name.upper()] == []


@pytest.mark.parametrize("found", ours(), ids=str)
def test_a_description_is_a_sentence(found: GraphQLNamedType) -> None:
    assert (found.description or "").endswith((".", "…"))


# ---------------------------------------------------------------- types from the ontology

EVENTS = sorted(kind.name for kind in vocabulary().kinds.values() if kind.is_event and kind.name)
THINGS = sorted(kind.name for kind in vocabulary().kinds.values() if not kind.is_event and kind.name)


def implementing(name: str) -> list[str]:
    """Return the types that implement an interface."""
    found = named(name)
    assert isinstance(found, GraphQLInterfaceType)
    return sorted(implementation.name for implementation in SCHEMA.get_possible_types(found))


def test_the_events_of_the_ontology_are_the_types_that_are_events() -> None:
    assert implementing("Event") == EVENTS


def test_the_entities_are_the_events_and_the_things() -> None:
    assert implementing("Entity") == sorted(EVENTS + THINGS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_an_entity_and_has_an_id(name: str) -> None:
    found = named(name)
    assert isinstance(found, GraphQLObjectType)
    assert {i.name for i in found.interfaces} == {"Event", "Entity", "Node"}


@pytest.mark.parametrize(
    "name",
    [
        *("Arrest", "Detention", "Charge", "Trial", "Sentencing", "Imprisonment", "Transfer", "Release", "Pardon"),
        *("Expulsion", "Election", "Candidacy", "Protest", "Crackdown", "Campaign", "PetitionSigning", "Award"),
        *("Negotiation", "Statement", "Interview", "Sanction", "Abduction"),
    ],
)
def test_the_events_of_the_design_are_there(name: str) -> None:
    assert name in EVENTS


@pytest.mark.parametrize("name", ["Person", "Organization", "Place", "Group", "Thing"])
def test_the_things_of_the_design_are_there(name: str) -> None:
    assert name in THINGS


@pytest.mark.parametrize("gone", ["Sentence", "Dataset", "Subscription", "Image", "Review", "Organisation"])
def test_a_name_that_was_given_up_is_not_back(gone: str) -> None:
    assert gone not in SCHEMA.type_map


@pytest.mark.parametrize("name", EVENTS + THINGS)
def test_what_is_said_of_an_entity_is_a_list_of_values_with_claims(name: str) -> None:
    general = {*signature("Entity"), *signature("Event"), "custody"}
    claimed = {
        f"[{shown}!]!" for shown in ("ClaimedEntity", "ClaimedText", "ClaimedTime", "ClaimedQuantity", "ClaimedTerm")
    }
    said = {field: text.rsplit(", ", 1)[-1] for field, text in signature(name).items() if field not in general}
    assert set(said.values()) <= claimed


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_the_time_that_is_said(name: str) -> None:
    assert signature(name)["when"] == "first: Int, provenance: ProvenanceFilter, [ClaimedTime!]!"


@pytest.mark.parametrize("name", ["Supported", "Step", "Event"])
def test_what_is_shown_apart_from_its_claims_says_whether_it_is_a_fact(name: str) -> None:
    found = named(name)
    assert isinstance(found, GraphQLInterfaceType)
    for shown in [found, *SCHEMA.get_possible_types(found)]:
        says = signature(shown.name)
        assert (says["certainty"], says["status"]) == ("Certainty!", "Status!")


@pytest.mark.parametrize("name", ["ClaimedEntity", "ClaimedText", "ClaimedTime", "ClaimedQuantity", "ClaimedTerm"])
def test_a_value_stands_beside_its_claims(name: str) -> None:
    kinds = {"ClaimedEntity": "Entity", "ClaimedTime": "TimeValue", "ClaimedQuantity": "QuantityValue"}
    value = kinds.get(name, name.removeprefix("Claimed"))
    assert signature(name) == {
        "claims": "[Claim!]!",
        "claimCount": "Int!",
        "certainty": "Certainty!",
        "status": "Status!",
        "independentSources": "Int!",
        "value": f"{value}!",
    }


# ---------------------------------------------------------------- names that clients rely on

ENUMS = {
    "Certainty": ["ASSERTED", "ALLEGED", "POSSIBLE", "NEGATED"],
    "Status": ["ACCEPTED", "PROPOSED", "REJECTED", "SUPERSEDED"],
    "Stance": ["ASSERTS", "REPORTS", "ALLEGES", "DENIES", "PREDICTS", "DEMANDS", "DOUBTS"],
    "Rank": ["PREFERRED", "NORMAL", "DEPRECATED"],
    "DerivationKind": ["STATED", "INFERRED", "COMPUTED", "TRANSLATED", "EXTRACTED"],
    "CustodyState": [
        *("FREE", "DETAINED", "INCOMMUNICADO", "IMPRISONED", "HOUSE_ARREST"),
        *("EXILED", "DECEASED", "UNKNOWN", "DISPUTED"),
    ],
    "TimeMatch": ["CERTAIN", "POSSIBLE"],
    "PathMode": ["SHORTEST", "ALL_SHORTEST", "SIMPLE", "DISJOINT", "BEST_SUPPORTED"],
    "Direction": ["OUT", "IN"],
    "NameKind": ["PRIMARY", "ALIAS"],
    "AccountsKind": ["VALUE", "TIME_ORDER", "STANCE", "EXCLUSIVE_STATE"],
}


@pytest.mark.parametrize(("name", "values"), ENUMS.items(), ids=ENUMS)
def test_an_enum_has_these_values(name: str, values: list[str]) -> None:
    found = named(name)
    assert isinstance(found, GraphQLEnumType)
    assert list(found.values) == values


FIELDS = {
    "Query": {
        "at": "state: String!, Query!",
        "changes": "since: DateTime!, until: DateTime, about: EntityRef, first: Int, after: String, ChangeConnection!",
        "node": "id: ID!, Node",
        "nodes": "ids: [ID!]!, [Node]!",
        "entity": "ref: EntityRef!, Entity",
        "entities": "refs: [EntityRef!]!, [Entity]!",
        "search": "text: String!, in: [SearchIn!]!, kinds: [ID!], provenance: ProvenanceFilter, first: Int, "
        "after: String, SearchConnection!",
        "match": "queries: [MatchQuery!]!, limit: Int!, threshold: Float!, [MatchResult!]!",
        "paths": "from: EntityRef!, to: EntityRef!, spec: PathSpec, provenance: ProvenanceFilter, "
        "first: Int, after: String, PathConnection!",
        "connections": "of: [EntityRef!]!, minShared: Int!, neighbourKinds: [ID!], spec: PathSpec, "
        "provenance: ProvenanceFilter, first: Int, after: String, SharedConnection!",
        "neighbourhood": "of: [EntityRef!]!, hops: Int!, neighbourKinds: [ID!], spec: PathSpec, "
        "provenance: ProvenanceFilter, first: Int, after: String, NeighbourConnection!",
        "network": "around: [EntityRef!], hops: Int!, spec: PathSpec, provenance: ProvenanceFilter, Network!",
        "timeline": "about: [EntityRef!]!, during: TimeRange, kinds: [ID!], provenance: ProvenanceFilter, "
        "first: Int, after: String, HopConnection!",
        "accounts": "about: EntityRef, first: Int, after: String, provenance: ProvenanceFilter, "
        "kinds: [AccountsKind!], AccountsConnection!",
        "claims": "where: ClaimFilter, provenance: ProvenanceFilter, orderBy: ClaimOrder, first: Int, after: String, "
        "ClaimConnection!",
        "counts": "by: [CountBy!]!, of: Counted!, where: ClaimFilter, kinds: [ID!], provenance: ProvenanceFilter, "
        "first: Int, after: String, CountConnection!",
        "sources": "first: Int, after: String, SourceConnection!",
        "kinds": "[Kind!]!",
        "properties": "[Property!]!",
        "service": "Service!",
    },
    "Change": {
        "at": "DateTime!",
        "kind": "ChangeKind!",
        "claim": "Claim",
        "before": "Claim",
        "entity": "Entity",
        "other": "ID",
        "by": "String",
        "reason": "String",
        "state": "String!",
    },
    "Claim": {
        "id": "ID!",
        "retractedAt": "DateTime",
        "history": "first: Int, after: String, ChangeConnection!",
        "iri": "IRI!",
        "subject": "Entity!",
        "property": "Property!",
        "value": "Value!",
        "claimant": "Entity!",
        "certainty": "Certainty!",
        "stance": "Stance!",
        "rank": "Rank!",
        "status": "Status!",
        "qualifiers": "[Qualifier!]!",
        "evidence": "[Evidence!]!",
        "source": "Source!",
        "validTime": "TimeValue",
        "assertedOn": "TimeValue",
        "derivation": "Derivation",
        "origin": "Claim",
        "corroboratedBy": "first: Int, after: String, provenance: ProvenanceFilter, ClaimConnection!",
        "recordedAt": "DateTime!",
        "trace": "Trace!",
        "citation": "style: CitationStyle!, String!",
        "export": "format: ExportFormat!, String!",
    },
    "Trace": {"steps": "[TraceStep!]!", "complete": "Boolean!"},
    "TraceStep": {"claim": "Claim!", "how": "TraceHow!"},
    "Count": {"keys": "[CountKey!]!", "key": "by: CountBy!, CountKey", "count": "Int!", "independentSources": "Int!"},
    "CountKey": {"by": "CountBy!", "label": "String", "id": "ID"},
    "Evidence": {"exact": "Text!", "start": "Int", "end": "Int", "verified": "Boolean!", "source": "Source!"},
    "NeighbourEdge": {
        "cursor": "String!",
        "node": "Entity!",
        "distance": "Int!",
        "support": "Int",
        "hops": "[Hop!]!",
    },
    "Network": {
        "entityCount": "Int!",
        "pairCount": "Int!",
        "components": "first: Int, [Cluster!]",
        "communities": "first: Int, [Cluster!]",
        "ranks": "first: Int, [Ranked!]",
        "betweenness": "first: Int, samples: Int!, [Ranked!]",
    },
    "Cluster": {"size": "Int!", "entities": "first: Int, [Entity!]!"},
    "Ranked": {"node": "Entity!", "score": "Float!"},
    "Hop": {
        "from": "Entity!",
        "to": "Entity!",
        "property": "Property!",
        "direction": "Direction!",
        "when": "TimeValue",
        "claims": "[Claim!]!",
        "claimCount": "Int!",
        "certainty": "Certainty!",
        "status": "Status!",
        "independentSources": "Int!",
    },
    "HopEdge": {
        "cursor": "String!",
        "node": "Entity!",
        "property": "Property!",
        "direction": "Direction!",
        "role": "Property",
        "when": "TimeValue",
        "otherAccounts": "[TimeValue!]!",
        "claims": "[Claim!]!",
        "claimCount": "Int!",
        "certainty": "Certainty!",
        "status": "Status!",
        "independentSources": "Int!",
    },
    "Accounts": {
        "subject": "Entity!",
        "property": "Property",
        "kind": "AccountsKind!",
        "on": "TimeValue",
        "sides": "[AccountsSide!]!",
        "explanation": "String!",
    },
    "AccountsSide": {
        "value": "Value!",
        "denied": "Boolean!",
        "state": "CustodyState",
        "event": "Event",
        "claims": "[Claim!]!",
        "claimCount": "Int!",
        "certainty": "Certainty!",
        "status": "Status!",
        "independentSources": "Int!",
    },
    "CustodyStatus": {
        "at": "DateTime!",
        "state": "CustodyState!",
        "since": "TimeValue",
        "event": "Event",
        "claims": "[Claim!]!",
    },
    "Person": {"custody": "at: DateTime!, provenance: ProvenanceFilter, CustodyStatus!"},
    "Entity": {
        "name": "languages: [LanguageTag!], String!",
        "names": "provenance: ProvenanceFilter, [Name!]!",
        "description": "provenance: ProvenanceFilter, [ClaimedText!]!",
        "identifiers": "provenance: ProvenanceFilter, [Identifier!]!",
        "iri": "IRI!",
        "kinds": "[Kind!]!",
    },
    "SearchConnection": {"facets": "by: [FacetBy!]!, [Facet!]!", "totalCount": "Int!"},
    "SearchEdge": {
        "cursor": "String!",
        "node": "Entity!",
        "score": "Float!",
        "foundIn": "SearchIn!",
        "how": "MatchedBy",
        "matchedName": "Name",
        "claim": "Claim!",
        "claimCount": "Int!",
    },
    "Facet": {"by": "FacetBy!", "buckets": "first: Int, [Bucket!]!", "bucketCount": "Int!"},
    "Bucket": {"id": "ID", "label": "String!", "count": "Int!"},
    "Source": {"claims": "provenance: ProvenanceFilter, first: Int, after: String, ClaimConnection!"},
    "Event": {"certainty": "Certainty!", "status": "Status!"},
    "Name": {"text": "String!", "kind": "NameKind!", "certainty": "Certainty!", "status": "Status!"},
    "Identifier": {"scheme": "String!", "value": "String!", "certainty": "Certainty!", "status": "Status!"},
    "TimeValue": {"edtf": "EDTF!", "sourceText": "Text", "display": "String!"},
    "QuantityValue": {"amount": "Float", "lower": "Float", "upper": "Float", "approximate": "Boolean!"},
    "Term": {"length": "Duration!"},
    "Service": {"entityCount": "Int!", "claimCount": "Int!", "sourceCount": "Int!", "state": "String!"},
    "EntityRef": {"id": "ID", "iri": "IRI", "wikidata": "String", "name": "String"},
    "TimeRange": {"from": "EDTF", "until": "EDTF", "match": "TimeMatch!"},
    "PathSpec": {
        "mode": "PathMode!",
        "maxLength": "Int!",
        **dict.fromkeys(("properties", "notProperties", "kinds", "notKinds", "through", "avoid"), "[ID!]"),
        "hubLimit": "Int",
        "during": "TimeRange",
        "chronological": "Boolean!",
    },
    "ProvenanceFilter": {
        "sources": "[ID!]",
        "publishers": "[ID!]",
        "notPublishers": "[ID!]",
        "claimants": "[ID!]",
        "notClaimants": "[ID!]",
        "publishedUntil": "Date",
        "assertedOn": "TimeRange",
        "certainties": "[Certainty!]",
        "stances": "[Stance!]",
        "ranks": "[Rank!]",
        "statuses": "[Status!]",
        "derivations": "[DerivationKind!]",
        "minIndependentSources": "Int!",
    },
}


@pytest.mark.parametrize(
    ("name", "field", "expected"), [(name, *pair) for name, fields in FIELDS.items() for pair in fields.items()]
)
def test_a_field_that_clients_rely_on_is_there(name: str, field: str, expected: str) -> None:
    assert signature(name)[field] == expected


@pytest.mark.parametrize("name", ["Query", "Claim", "Hop", "HopEdge", "Accounts", "AccountsSide", "CustodyStatus"])
def test_a_type_that_clients_rely_on_has_no_other_field(name: str) -> None:
    assert signature(name) == FIELDS[name]


def test_a_reference_is_one_of() -> None:
    assert "input EntityRef @oneOf {" in sdl()


def default(name: str, field: str) -> str | None:
    """Return what an input field is when it is not given, as the SDL writes it, or None."""
    found = named(name)
    assert isinstance(found, GraphQLInputObjectType)
    node = found.fields[field].ast_node
    assert node is not None
    return print_ast(node.default_value) if node.default_value else None


def test_what_the_question_decides_has_no_default(ask: Asker) -> None:
    found = ask('{ __type(name: "ProvenanceFilter") { inputFields { name defaultValue } } }')["__type"]["inputFields"]
    assert {field["name"]: field["defaultValue"] for field in found if field["defaultValue"]} == {
        "minIndependentSources": "1"
    }


def test_introspection_says_that_a_reference_is_one_of(ask: Asker) -> None:
    assert ask('{ __type(name: "EntityRef") { isOneOf } }') == {"__type": {"isOneOf": True}}


def test_paths_are_all_the_shortest_unless_asked_otherwise() -> None:
    assert default("PathSpec", "mode") == "ALL_SHORTEST"


def test_a_range_keeps_what_may_lie_in_it_unless_asked_otherwise() -> None:
    assert default("TimeRange", "match") == "POSSIBLE"


def test_one_source_is_enough_unless_asked_otherwise() -> None:
    assert default("ProvenanceFilter", "minIndependentSources") == "1"

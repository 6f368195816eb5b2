"""The rule book is whole: what the design and the case files name is there, and all that it names exists."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS

import graph.vocabulary
from graph.ids import KindId, PropertyId
from graph.model import Certainty, DerivationKind, Rank, Stance, Status
from graph.vocabulary import Custody, Kind, Measure, Property, Range, vocabulary

KG = rdflib.Namespace("https://w3id.org/onrecord/ns#")
SCHEMA = rdflib.Namespace("https://schema.org/")
SEM = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
OUR_NAMESPACES = (str(KG), str(SCHEMA), str(SEM), str(RDF))

EVENTS = {
    "arrest": "Arrest",
    "detention": "Detention",
    "charge": "Charge",
    "trial": "Trial",
    "sentence": "Sentencing",
    "imprisonment": "Imprisonment",
    "transfer": "Transfer",
    "release": "Release",
    "pardon": "Pardon",
    "expulsion": "Expulsion",
    "election": "Election",
    "candidacy": "Candidacy",
    "protest": "Protest",
    "crackdown": "Crackdown",
    "campaign": "Campaign",
    "petition_sign": "PetitionSigning",
    "award": "Award",
    "negotiation": "Negotiation",
    "statement": "Statement",
    "interview": "Interview",
    "sanction": "Sanction",
    "conviction": "Conviction",
    "plea": "Plea",
    "appeal": "Appeal",
    "bail": "Bail",
    "lawsuit": "Lawsuit",
    "ruling": "Ruling",
    "investigation": "Investigation",
    "surrender": "Surrender",
    "shooting": "Shooting",
    "attack": "Attack",
    "ban": "Ban",
    "exile": "Exile",
    "rally": "Rally",
    "resignation": "Resignation",
    "appointment": "Appointment",
    "nomination": "Nomination",
    "accusation": "Accusation",
    "clash": "Clash",
    "death": "Death",
}
ENTITIES = {
    "person": "Person",
    "group": "Group",
    "norp": "Community",
    "org": "Organization",
    "place": "Place",
    "work": "Work",
    "law": "Law",
    "award": "Prize",
    "campaign": "Campaign",
    "event": "OtherEvent",
}
CUSTODY = {
    "Arrest": Custody.DETAINED,
    "Abduction": Custody.DETAINED,
    "Detention": Custody.DETAINED,
    "Sentencing": Custody.IMPRISONED,
    "Imprisonment": Custody.IMPRISONED,
    "Release": Custody.FREE,
    "Pardon": Custody.FREE,
    "Surrender": Custody.DETAINED,
    "Death": Custody.DECEASED,
}


@pytest.fixture(scope="module")
def turtle() -> rdflib.Graph:
    """Return the Turtle files as rdflib reads them."""
    found = rdflib.Graph()
    for file in Path(graph.vocabulary.__file__).parent.glob("*.ttl"):
        found.parse(file, format="turtle")
    return found


def kinds() -> list[Kind]:
    """Return every kind."""
    return list(vocabulary().kinds.values())


def properties() -> list[Property]:
    """Return every property."""
    return list(vocabulary().properties.values())


def roles() -> list[Property]:
    """Return the roles that a participant or a place has in an event."""
    return [prop for prop in properties() if prop.is_role and prop.range is Range.ENTITY]


def twice(names: list[str]) -> list[str]:
    """Return what stands in `names` more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)


@pytest.mark.parametrize(("notation", "name"), EVENTS.items())
def test_every_event_of_the_design_is_a_type_below_event(notation: str, name: str) -> None:
    kind = vocabulary().event_types[notation]
    assert kind.name == name
    assert kind.is_event
    assert kind.lineage[-1] == "https://schema.org/Thing"


@pytest.mark.parametrize(("notation", "name"), ENTITIES.items())
def test_every_entity_type_of_an_annotation_file_is_a_type(notation: str, name: str) -> None:
    assert vocabulary().entity_types[notation].name == name


@pytest.mark.parametrize("role", ["affectedPerson", "perpetrator", "intervenor"])
def test_every_role_that_the_design_names_can_be_had_by_some_event(role: str) -> None:
    assert any(PropertyId(str(KG) + role) in kind.takes for kind in kinds() if kind.is_event)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["event", "relation", "count"])
def test_every_type_of_the_seed_is_known(shared: Path, kind: str) -> None:
    known = {
        "event": vocabulary().event_types.keys(),
        "relation": vocabulary().relations.keys(),
        "count": vocabulary().counts.keys(),
    }
    gold = json.loads((shared / "seed" / "gold.json").read_bytes())
    told = {claim["type"] for claim in gold["claims"] if claim["kind"] == kind}
    assert told
    assert told - known[kind] == set()


@pytest.mark.shared
def test_every_role_of_an_event_of_the_seed_is_known(shared: Path) -> None:
    gold = json.loads((shared / "seed" / "gold.json").read_bytes())
    rules = vocabulary()
    told = {(c["type"], role) for c in gold["claims"] if c["kind"] == "event" for role in c["args"]}
    unknown = {
        (event, role)
        for event, role in told
        if (kind := rules.event_types[event]).self_role != role and rules.role(kind, role) is None
    }
    assert unknown == set()


def test_every_kind_and_property_has_a_label(turtle: rdflib.Graph) -> None:
    classes = set(turtle.subjects(RDF.type, RDFS.Class))
    ranged = set(turtle.subjects(RDFS.range))
    assert len(classes) > 40
    assert len(ranged) > 80
    assert {term for term in classes | ranged if turtle.value(term, RDFS.label) is None} == set()


def test_every_relation_role_count_and_qualifier_has_a_range(turtle: rdflib.Graph) -> None:
    stated = {
        term
        for name in ("Relation", "Role", "Count", "EventProperty", "Qualifier")
        for term in turtle.subjects(RDF.type, KG[name])
    }
    assert {term for term in stated if turtle.value(term, RDFS.range) is None} == set()
    assert {str(term) for term in stated} <= vocabulary().properties.keys()


def test_every_kind_and_property_of_the_turtle_is_read(turtle: rdflib.Graph) -> None:
    classes = {str(term) for term in turtle.subjects(RDF.type, RDFS.Class)}
    assert vocabulary().kinds.keys() == classes
    assert vocabulary().properties.keys() == {str(term) for term in turtle.subjects(RDFS.range)} - classes


@pytest.mark.parametrize("predicate", [KG.takes, KG.textForm, KG.needs])
def test_every_property_that_the_rules_name_exists(turtle: rdflib.Graph, predicate: rdflib.URIRef) -> None:
    named = {str(term) for term in turtle.objects(predicate=predicate)}
    assert named
    assert named - vocabulary().properties.keys() == set()


@pytest.mark.parametrize("predicate", [KG.comesAfter, KG.mayComeAfter, KG.comesAfterEvery])
def test_what_comes_after_what_are_kinds_of_events_of_a_person(turtle: rdflib.Graph, predicate: rdflib.URIRef) -> None:
    named = {KindId(str(term)) for pair in turtle.subject_objects(predicate) for term in pair}
    assert named
    assert all(vocabulary().role(vocabulary().kinds[kind], "person") for kind in named)


def test_what_comes_after_what_goes_round_in_no_circle() -> None:
    after = {kind.id: kind.comes_after | kind.comes_after_every for kind in kinds()}
    for kind, direct in after.items():
        before = set(direct)
        for _ in after:
            before |= {one for some in before for one in after[some]}
        assert kind not in before
    assert not any(kind.comes_after & kind.may_come_after for kind in kinds())


def test_every_kind_in_a_range_exists() -> None:
    named = {kind for prop in properties() for kind in prop.kinds}
    assert named
    assert named - vocabulary().kinds.keys() == set()


def test_what_a_kind_can_have_is_said_by_takes_alone(turtle: rdflib.Graph) -> None:
    assert set(turtle.subjects(RDFS.domain)) == set()


def test_every_property_with_a_range_can_be_had_by_some_kind_or_qualifies_a_claim(turtle: rdflib.Graph) -> None:
    taken = {prop for kind in kinds() for prop in kind.takes}
    assert vocabulary().properties.keys() - taken == {str(term) for term in turtle.subjects(RDF.type, KG.Qualifier)}


def test_every_class_above_a_kind_is_ours_or_of_a_vocabulary_beside(turtle: rdflib.Graph) -> None:
    above = {str(term) for term in turtle.objects(predicate=RDFS.subClassOf)}
    assert above - vocabulary().kinds.keys() == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
        "https://schema.org/Claim",
        "http://www.w3.org/ns/prov#Entity",
        "http://semanticweb.cs.vu.nl/2009/11/sem/Actor",
        "http://semanticweb.cs.vu.nl/2009/11/sem/Place",
    }


def test_every_kind_that_an_entity_can_have_stands_below_thing() -> None:
    loose = {kind.id for kind in kinds() if "https://schema.org/Thing" not in kind.lineage}
    assert loose == {"https://w3id.org/onrecord/ns#Claim"}


def test_every_role_has_a_text_form_that_takes_words() -> None:
    without = [prop.id for prop in roles() if prop.text_form is None]
    assert len(roles()) > 20
    assert without == []
    forms = [vocabulary().properties[prop.text_form] for prop in roles() if prop.text_form]
    assert {form.range for form in forms} == {Range.TEXT}
    assert not any(form.projects for form in forms)


def test_every_relation_with_an_entity_has_a_text_form_of_its_own() -> None:
    related = [prop for prop in vocabulary().relations.values() if prop.range is Range.ENTITY]
    forms = [prop.text_form for prop in [*related, *roles()]]
    assert None not in forms
    assert twice([str(form) for form in forms]) == []


def test_every_role_and_relation_between_entities_projects_to_a_hop_and_nothing_else_does() -> None:
    between = {prop.id for prop in [*roles(), *vocabulary().relations.values()] if prop.range is Range.ENTITY}
    assert {prop.id for prop in properties() if prop.projects} == between


def test_every_hop_reads_in_both_directions(turtle: rdflib.Graph) -> None:
    one_way = {t for t in turtle.subjects(KG.projects) if turtle.value(t, KG.inverseLabel) is None}
    assert one_way == set()


def test_no_two_kinds_share_a_type_name_a_label_or_a_notation() -> None:
    typed = [kind for kind in kinds() if kind.name]
    assert twice([kind.name for kind in typed if kind.name]) == []
    assert twice([kind.label for kind in typed]) == []
    for events in (True, False):
        assert twice([kind.notation for kind in kinds() if kind.notation and kind.is_event is events]) == []


@pytest.mark.parametrize("name", sorted(kind.name for kind in kinds() if kind.name))
def test_no_two_properties_of_a_type_share_a_name_or_a_label(name: str) -> None:
    (kind,) = (kind for kind in kinds() if kind.name == name)
    taken = [vocabulary().properties[prop] for prop in kind.takes]
    assert twice([prop.name for prop in taken]) == []
    assert twice([prop.label for prop in taken]) == []


@pytest.mark.parametrize("name", sorted(kind.name for kind in kinds() if kind.name and kind.is_event))
def test_no_two_roles_of_an_event_type_share_a_notation_but_a_nearer_one_in_place_of_a_general_one(name: str) -> None:
    (kind,) = (kind for kind in kinds() if kind.name == name)
    taken = [vocabulary().properties[prop] for prop in kind.takes]
    assert set(twice([prop.notation for prop in taken if prop.is_role and prop.notation])) <= {"agent"}


@pytest.mark.parametrize(
    ("event", "notation", "prop"),
    [
        ("arrest", "person", "affectedPerson"),
        ("arrest", "agent", "agent"),
        ("abduction", "agent", "perpetrator"),
        ("protest", "person", "participant"),
        ("negotiation", "person", "party"),
        ("negotiation", "with", "counterparty"),
        ("statement", "person", "speaker"),
        ("transfer", "origin", "departure"),
        ("sentence", "term", "term"),
        ("election_fraud", "event", "concerns"),
        ("arrest", "place", "place"),
        ("bail", "person", "affectedPerson"),
        ("bail", "agent", "agent"),
        ("bail", "amount", "bailAmount"),
        ("lawsuit", "person", "plaintiff"),
        ("lawsuit", "against", "defendant"),
        ("candidacy", "against", "against"),
        ("attack", "agent", "perpetrator"),
        ("shooting", "place", "place"),
        ("exile", "destination", "destination"),
        ("appointment", "role", "office"),
        ("nomination", "person", "candidate"),
        ("accusation", "agent", "agent"),
    ],
)
def test_a_role_means_what_its_event_type_says(event: str, notation: str, prop: str) -> None:
    found = vocabulary().role(vocabulary().event_types[event], notation)
    assert found
    assert found.name == prop


def test_an_unknown_role_is_none() -> None:
    assert vocabulary().role(vocabulary().event_types["arrest"], "winner") is None


def test_the_event_role_of_an_election_is_the_election_itself() -> None:
    assert {kind.name: kind.self_role for kind in kinds() if kind.self_role} == {"Election": "event"}


def test_the_state_of_custody_that_each_event_leads_to_is_this() -> None:
    assert {kind.name: kind.leads_to for kind in kinds() if kind.leads_to} == CUSTODY


def test_only_a_sentence_needs_a_term_to_lead_to_prison() -> None:
    assert {kind.name: kind.needs for kind in kinds() if kind.needs} == {"Sentencing": str(KG["term"])}


def test_only_an_imprisonment_that_nobody_dates_holds_on_the_day_of_its_source() -> None:
    assert [kind.name for kind in kinds() if kind.holds_undated] == ["Imprisonment"]


@pytest.mark.parametrize("name", CUSTODY)
def test_every_event_that_leads_to_a_state_of_custody_has_an_affected_person(name: str) -> None:
    (kind,) = (kind for kind in kinds() if kind.name == name)
    assert str(KG.affectedPerson) in kind.takes


@pytest.mark.parametrize(
    ("notation", "measures"),
    [
        ("political_prisoners", Measure.STOCK),
        ("supporting_organisations", Measure.STOCK),
        ("released", Measure.FLOW),
        ("pardoned", Measure.FLOW),
        ("jailed", Measure.FLOW),
        ("killed", Measure.FLOW),
        ("injured", Measure.FLOW),
        ("arrested", Measure.FLOW),
        ("attendance", Measure.FLOW),
        ("votes", Measure.FLOW),
    ],
)
def test_a_count_says_whether_it_is_of_what_is_there_or_of_what_happens(notation: str, measures: Measure) -> None:
    count = vocabulary().counts[notation]
    assert (count.measures, count.functional, count.range) == (measures, True, Range.QUANTITY)


def test_every_count_can_be_had_by_some_kind() -> None:
    taken = {prop for kind in kinds() for prop in kind.takes}
    assert {count.id for count in vocabulary().counts.values()} - taken == set()


def test_the_symmetric_properties_are_these() -> None:
    assert {prop.name for prop in properties() if prop.symmetric} == {
        "associate",
        "linkedTo",
        "partner",
        "relative",
        "sibling",
        "spouse",
    }


def test_the_functional_properties_are_these() -> None:
    assert {prop.name for prop in properties() if prop.functional} == {
        "affectedCount",
        "arrestedCount",
        "attendanceCount",
        "birthDate",
        "civiliansKilledCount",
        "deathDate",
        "dissolutionDate",
        "firstSideKilledCount",
        "foundingDate",
        "gender",
        "injuredCount",
        "intensity",
        "jailedCount",
        "killedCount",
        "pardonedCount",
        "politicalPrisonersHeld",
        "releasedCount",
        "secondSideKilledCount",
        "supportingOrganizationCount",
        "term",
        "unknownKilledCount",
        "voteCount",
        "when",
    }


def test_the_defaults_that_the_ontology_names_are_those_that_are_not_written(turtle: rdflib.Graph) -> None:
    assert set(turtle.objects(KG.Claim, KG.default)) == {KG.Asserted, KG.Asserts, KG.Normal, KG.Accepted, KG.Stated}


@pytest.mark.parametrize("states", [Certainty, Stance, Rank, Status, DerivationKind])
def test_every_state_of_a_claim_is_a_term(
    turtle: rdflib.Graph, states: type[Certainty | Stance | Rank | Status | DerivationKind]
) -> None:
    terms = set(turtle.subjects(RDF.type, KG[states.__name__]))
    assert terms == {KG[state.value.capitalize()] for state in states}


def test_the_most_specific_kind_comes_first_and_an_unknown_one_is_left_out() -> None:
    found = vocabulary().most_specific(
        frozenset(map(KindId, [str(SCHEMA.Thing), str(SEM.Event), str(KG.Arrest), "urn:unknown"]))
    )
    assert [kind.name for kind in found] == ["Arrest", "OtherEvent", "Thing"]


def test_a_notation_is_used_for_one_relation_or_count_only(turtle: rdflib.Graph) -> None:
    for name in ("Relation", "Count"):
        notations = [str(turtle.value(term, SKOS.notation)) for term in turtle.subjects(RDF.type, KG[name])]
        assert twice(notations) == []


def test_every_term_is_declared_once() -> None:
    folder = Path(graph.vocabulary.__file__).parent
    texts = [file.read_text("utf-8") for file in folder.glob("*.ttl")]
    declared = Counter(term for text in texts for term in re.findall(r"^(\w+:\w+) a ", text, re.MULTILINE))
    assert [term for term, times in declared.items() if times > 1] == []


def test_what_two_files_say_is_said_once(tmp_path: Path) -> None:
    files = sorted(Path(graph.vocabulary.__file__).parent.glob("*.ttl"))
    copies = [tmp_path / f"{turn}-{file.name}" for turn in (1, 2) for file in files]
    for copy, file in zip(copies, files * 2, strict=True):
        copy.write_bytes(file.read_bytes())
    assert graph.vocabulary._read(iter(copies)) == vocabulary()

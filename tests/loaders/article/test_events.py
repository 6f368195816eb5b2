"""Events: for every frame of `frames.toml` a sentence that tells it, and one that does not. All are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.article.extract import extract
from loaders.article.frames import frames, triggers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.article.extraction import ExtractedClaim

JAN = {"person": "jan-novak"}

TOLD: list[tuple[str, str, Mapping[str, str]]] = [
    ("arrest", "Police arrested Jan Novak in Minsk on Monday.", {"person": "jan-novak", "agent": "#Police"}),
    ("arrest", "Jan Novak was arrested for theft.", {"person": "jan-novak", "charge": "#theft"}),
    ("arrest", "The arrest of Jan Novak shocked the town.", JAN),
    ("arrest", "Jan Novak was taken into custody.", JAN),
    ("abduction", "Masked men abducted Jan Novak.", {"person": "jan-novak", "agent": "#Masked men"}),
    ("abduction", "Masked men dragged Jan Novak from his home.", {"person": "jan-novak", "agent": "#Masked men"}),
    (
        "deportation_attempt",
        "The authorities deported Jan Novak to Poland.",
        {"person": "jan-novak", "agent": "#authorities", "destination": "poland"},
    ),
    ("border_crossing", "Jan Novak crossed into Ukraine.", {"person": "jan-novak", "destination": "ukraine"}),
    ("exile", "The king exiled Jan Novak.", JAN),
    ("exile", "Jan Novak went into exile in Poland.", {"person": "jan-novak", "destination": "poland"}),
    ("exile", "Jan Novak fled into exile in 2020.", JAN),
    ("exile", "Jan Novak lives in exile.", JAN),
    (
        "sentence",
        "A court sentenced Jan Novak to four years in prison for fraud.",
        {"person": "jan-novak", "term": "#P4Y", "charge": "#fraud", "agent": "#court"},
    ),
    ("sentence", "Jan Novak received a four-year term.", {"person": "jan-novak", "term": "#P4Y"}),
    ("conviction", "A jury convicted Jan Novak of murder.", {"person": "jan-novak", "charge": "#murder"}),
    ("conviction", "Jan Novak was acquitted of murder.", {"person": "jan-novak", "charge": "#murder"}),
    ("plea", "Jan Novak pleaded guilty to murder.", {"person": "jan-novak", "charge": "#murder"}),
    ("charge", "Prosecutors charged Jan Novak with fraud.", {"person": "jan-novak", "charge": "#fraud"}),
    ("charge", "Jan Novak faces charges of fraud.", {"person": "jan-novak", "charge": "#fraud"}),
    (
        "accusation",
        "Ilona Marek accused Jan Novak of theft.",
        {"person": "jan-novak", "agent": "ilona-marek", "charge": "#theft"},
    ),
    (
        "accusation",
        "Ilona Marek alleged that Jan Novak took the money.",
        {"person": "jan-novak", "agent": "ilona-marek"},
    ),
    (
        "accusation",
        "Ilona Marek said that Jan Novak was responsible for the attack.",
        {"person": "jan-novak", "agent": "ilona-marek"},
    ),
    (
        "accusation",
        "Ilona Marek alleged Polish involvement.",
        {"person": "poland", "agent": "ilona-marek"},
    ),
    (
        "accusation",
        "Critics claim that Jan Novak stole the money.",
        {"person": "jan-novak", "agent": "#Critics"},
    ),
    ("attack", "Ilona Marek attributed the bombing to Jan Novak.", {"agent": "jan-novak"}),
    ("attack", "Three people fled after Polish airstrikes in Minsk.", {"place": "minsk", "agent": "poland"}),
    ("attack", "Poland began a military offensive.", {"agent": "poland"}),
    ("appointment", "The Senate confirmed Jan Novak on Monday.", {"person": "jan-novak", "agent": "senate"}),
    (
        "appointment",
        "He resigned as governor of Brest and Jan Novak was sworn in on Monday.",
        JAN,
    ),
    ("candidacy", "The party chose Jan Novak as its candidate.", JAN),
    ("candidacy", "Jan Novak is one of the front runners for the post.", JAN),
    ("ruling", "The Senate held Jan Novak in contempt.", {"agent": "senate"}),
    ("ban", "Poland suspended the permit of Jan Novak.", {"person": "jan-novak", "agent": "poland"}),
    ("ban", "The decree bans anyone wearing a mask.", {"person": "#anyone wearing a mask"}),
    ("reaction", "Messages of condolence have come from Jan Novak.", {"agent": "jan-novak"}),
    ("negotiation", "Jan Novak announced a deal with Ilona Marek.", {"person": "jan-novak", "with": "ilona-marek"}),
    (
        "negotiation",
        "A treaty followed a deal between Jan Novak and Poland.",
        {"person": "jan-novak", "with": "poland"},
    ),
    (
        "investigation",
        "Poland opened an inquiry into the conduct of Jan Novak.",
        {"person": "jan-novak", "agent": "poland"},
    ),
    ("resignation", "She came back after Jan Novak stepped down.", JAN),
    ("phone_call", "On Monday Jan Novak spoke on the phone.", JAN),
    ("statement", "Jan Novak announced a withdrawal on Monday.", JAN),
    ("transfer", "Jan Novak was hospitalized.", JAN),
    (
        "election",
        "Poland voted on Monday to leave the union in a referendum.",
        {},
    ),
    (
        "accusation",
        "Ilona Marek attributed the bombing to Jan Novak.",
        {"person": "jan-novak", "agent": "ilona-marek"},
    ),
    ("sentence", "Jan Novak faces a life sentence.", {"person": "jan-novak", "term": "#life"}),
    ("trial", "Jan Novak faces trial for fraud.", {"person": "jan-novak", "charge": "#fraud"}),
    ("trial", "Jan Novak went on trial in Warsaw.", JAN),
    ("appeal", "Jan Novak appealed the verdict.", JAN),
    ("appeal", "An appeal was lodged by Jan Novak.", JAN),
    ("appeal", "Judges heard the appeal by Jan Novak.", JAN),
    ("bail", "Jan Novak was released on bail.", JAN),
    ("bail", "Jan Novak was denied bail by a judge.", {"person": "jan-novak", "agent": "#judge"}),
    ("sentence", "A court jailed Jan Novak.", {"person": "jan-novak", "agent": "#court"}),
    ("sentence", "Jan Novak was fined by a court on Monday.", {"person": "jan-novak", "agent": "#court"}),
    ("imprisonment", "The regime jailed Jan Novak.", JAN),
    ("imprisonment", "Jan Novak had spent a year in prison.", {"person": "jan-novak", "term": "#P1Y"}),
    ("isolation", "Jan Novak was held in solitary confinement.", JAN),
    ("transfer", "Jan Novak was moved to a hospital.", {"person": "jan-novak", "destination": "#hospital"}),
    ("release", "The authorities released Jan Novak.", {"person": "jan-novak", "agent": "#authorities"}),
    ("release", "Jan Novak walked free on Monday.", JAN),
    ("pardon", "The president pardoned Jan Novak.", {"person": "jan-novak", "agent": "#president"}),
    ("surrender", "Jan Novak turned himself in on Monday.", JAN),
    (
        "investigation",
        "The prosecutor opened an investigation into Jan Novak.",
        {"person": "jan-novak", "agent": "#prosecutor"},
    ),
    ("lawsuit", "Ilona Marek sued Reuters.", {"person": "ilona-marek", "against": "reuters"}),
    ("ruling", "The Supreme Court ruled that the law was void.", {"agent": "supreme-court"}),
    ("ruling", "The decision of the Supreme Court was unanimous.", {"agent": "supreme-court"}),
    ("visit", "Ilona Marek visited Jan Novak.", {"visitor": "ilona-marek", "person": "jan-novak"}),
    ("visit", "Jan Novak spoke. He visited his mother.", {"visitor": "jan-novak", "person": "#mother"}),
    ("visit", "Jan Novak fell ill during a visit to Poland.", {"visitor": "jan-novak", "place": "poland"}),
    ("visit", "Ilona Marek visited the museum.", {"visitor": "ilona-marek", "place": "#museum"}),
    ("message", "Ilona Marek wrote a letter to Jan Novak.", {"from": "ilona-marek", "to": "jan-novak"}),
    ("message", "Jan Novak received a letter from Ilona Marek.", {"from": "ilona-marek", "to": "jan-novak"}),
    ("phone_call", "Ilona Marek phoned Jan Novak.", {"person": "ilona-marek", "with": "jan-novak"}),
    ("phone_call", "Jan Novak laughed during the phone call.", JAN),
    ("phone_call", "A call between Ilona Marek and Jan Novak was cut.", {"person": "ilona-marek", "with": "jan-novak"}),
    ("negotiation", "Poland negotiated with Ukraine in May.", {"person": "poland", "with": "ukraine"}),
    (
        "negotiation",
        "The talks between Poland and Ukraine began on Monday.",
        {"person": "poland", "with": "ukraine"},
    ),
    ("candidacy", "Jan Novak ran against Ewa Nowak.", {"person": "jan-novak", "against": "ewa-nowak"}),
    ("candidacy", "Jan Novak, a candidate for mayor, spoke.", JAN),
    ("nomination", "Ilona Marek nominated Jan Novak.", {"person": "jan-novak", "agent": "ilona-marek"}),
    ("appointment", "Ilona Marek appointed Jan Novak.", {"person": "jan-novak", "agent": "ilona-marek"}),
    ("appointment", "Jan Novak was sworn in as mayor.", {"person": "jan-novak", "role": "#mayor"}),
    ("appointment", "Jan Novak replaced Ewa Nowak as mayor.", {"person": "jan-novak", "role": "#mayor"}),
    ("resignation", "Jan Novak stepped down as mayor.", JAN),
    (
        "election",
        "Jan Novak won the 2020 presidential election.",
        {"event": "2020-presidential-election", "winner": "jan-novak"},
    ),
    ("election", "Jan Novak claimed victory in the vote.", {"winner": "jan-novak"}),
    (
        "election_fraud",
        "The regime rigged the 2020 presidential election.",
        {"event": "2020-presidential-election"},
    ),
    ("election_fraud", "There was election fraud.", {}),
    ("protest", "Thousands of people protested in Warsaw on Sunday.", {"place": "warsaw"}),
    ("protest", "A protest was held in Warsaw.", {"place": "warsaw"}),
    ("rally", "Jan Novak spoke at a rally in Minsk.", {"person": "jan-novak", "place": "minsk"}),
    ("clash", "Protesters clashed with police in Warsaw.", {"place": "warsaw"}),
    ("clash", "Clashes broke out in Warsaw.", {"place": "warsaw"}),
    ("crackdown", "Police cracked down on protesters in Minsk.", {"agent": "#Police", "place": "minsk"}),
    ("shooting", "A gunman opened fire in Warsaw.", {"place": "warsaw"}),
    ("shooting", "The shooting took place in Warsaw.", {"place": "warsaw"}),
    ("attack", "Two men attacked Jan Novak in Warsaw.", {"place": "warsaw", "agent": "#Two men"}),
    ("attack", "A bomb killed Jan Novak in Warsaw.", {"place": "warsaw"}),
    ("attack", "Ilona Marek claimed the rebels attacked a town.", {"agent": "#rebels"}),
    ("attack", "The attack was claimed by two men.", {"agent": "#two men"}),
    ("rally", "Jan Novak led a protest in Minsk.", {"person": "jan-novak", "place": "minsk"}),
    ("attack", "The Warsaw bombing was planned.", {"place": "warsaw"}),
    ("attack", "Jan Novak wrote of the attack on the bank.", {}),
    ("death", "A bomb killed Jan Novak in Warsaw.", JAN),
    ("death", "The late founder Jan Novak was praised.", JAN),
    ("death", "Jan Novak died on Monday.", JAN),
    ("death", "Police beat Jan Novak to death.", JAN),
    ("death", "Jan Novak's body was found in a river.", JAN),
    ("death", "Jan Novak survived the attack.", JAN),
    ("award", "Jan Novak won the Nobel Peace Prize.", {"person": "jan-novak", "award": "nobel-peace-prize"}),
    ("award", "Jan Novak, winner of the Nobel Peace Prize, spoke.", {**JAN, "award": "nobel-peace-prize"}),
    ("petition_sign", "Jan Novak signed a petition.", JAN),
    ("campaign_launch", "Ilona Marek launched a campaign called Free Novak.", {"campaign": "free-novak"}),
    ("reaction", "Jan Novak condemned the arrest.", {"agent": "jan-novak"}),
    ("accusation", "Jan Novak denied allegations of fraud.", JAN),
    ("conviction", "A jury returned a guilty verdict against Jan Novak.", JAN),
    ("death", "Jan Novak was fatally shot.", JAN),
    ("attack", "The militants fired rockets at Warsaw.", {"place": "warsaw", "agent": "#militants"}),
    ("reaction", "Jan Novak called the ruling “absurd”.", {"agent": "jan-novak"}),
    ("reaction", "The minister called it “a disgrace”.", {"agent": "#minister"}),
    ("designation", "A court designated Vesta as extremist.", {"org": "vesta", "agent": "#court"}),
    ("ban", "Russia banned Amnesty International.", {"person": "amnesty-international", "agent": "russia"}),
    ("resistance", "Ilona Marek tore up her passport.", {"person": "ilona-marek"}),
    ("statement", "Jan Novak told reporters that he was innocent.", JAN),
    ("statement", "On Monday, Jan Novak said that he was innocent.", JAN),
    ("statement", "Jan Novak told Ewa Nowak that he was innocent.", {"person": "jan-novak", "to": "ewa-nowak"}),
    ("statement", "A statement by Jan Novak was long.", JAN),
    ("statement", "Jan Novak announced a new album.", JAN),
    ("interview", "Jan Novak gave an interview to Reuters.", {"person": "jan-novak", "host": "reuters"}),
    ("interview", "In an interview, Jan Novak said that he was tired.", JAN),
    ("interview", "Reuters interviewed Jan Novak.", {"person": "jan-novak", "host": "reuters"}),
    ("briefing", "Jan Novak spoke at a briefing in Minsk.", JAN),
]

NOT_TOLD = [
    ("accusation", "Ilona Marek said that Jan Novak was responsible for the kitchen."),
    ("accusation", "Neighbours claim that Jan Novak stole the money."),
    ("statement", "The court met on Monday, with Jan Novak saying that it was late."),
    ("ruling", "Jan Novak was held in contempt."),
    ("negotiation", "According to Jan Novak, rockets struck the town."),
    ("arrest", "The music arrested the eye of the crowd."),
    ("abduction", "The story of the abduction was read aloud."),
    ("deportation_attempt", "The engine expelled steam."),
    ("border_crossing", "Jan Novak crossed the road."),
    ("exile", "The word exile is short."),
    ("sentence", "Jan Novak wrote a long sentence."),
    ("conviction", "Jan Novak spoke with conviction."),
    ("plea", "Jan Novak pleaded for help."),
    ("charge", "Jan Novak charged his phone."),
    ("accusation", "The letter accused nobody."),
    ("trial", "Jan Novak tried to leave."),
    ("appeal", "The design appealed to many readers."),
    ("bail", "Jan Novak bailed water."),
    ("imprisonment", "Jan Novak is in Paris."),
    ("isolation", "The farm lay in isolation."),
    ("transfer", "Jan Novak transferred the money."),
    ("release", "The band released an album."),
    ("pardon", "The pardon was signed in ink."),
    ("surrender", "Jan Novak handed over the documents."),
    ("investigation", "The investigation room was cold."),
    ("lawsuit", "The lawsuit is thick."),
    ("ruling", "The king ruled for ten years."),
    ("visit", "The visit was short."),
    ("message", "Ilona Marek wrote a novel."),
    ("phone_call", "The phone fell on the floor."),
    ("negotiation", "The price was negotiated."),
    ("candidacy", "Jan Novak ran home."),
    ("nomination", "The nominated film was long."),
    ("appointment", "Jan Novak became ill."),
    ("resignation", "Jan Novak was resigned to his fate."),
    ("election", "The election of the board was dull."),
    ("election_fraud", "The boat was rigged by sailors."),
    ("protest", "Jan Novak protested that he was tired."),
    ("rally", "The shares rallied."),
    ("clash", "The clash of colours was pretty."),
    ("crackdown", "The ice cracked."),
    ("shooting", "The director shot a film in Warsaw."),
    ("attack", "Jan Novak attacked the new law."),
    ("attack", "Jan Novak spoke of the attack."),
    ("attack", "Jan Novak called it an “assault on freedom”."),
    ("death", "Two people died in Warsaw."),
    ("arrest", "Police arrested 20 people in Warsaw."),
    ("death", "The battery died."),
    ("award", "Jan Novak won a car."),
    ("petition_sign", "Ilona Marek signed the form."),
    ("campaign_launch", "Ilona Marek launched a boat."),
    ("reaction", "Ilona Marek called Jan Novak."),
    ("designation", "Jan Novak is the designated driver."),
    ("ban", "The ban was lifted."),
    ("resistance", "Ilona Marek tore up the letter."),
    ("statement", "Jan Novak said that he was innocent."),
    ("interview", "Jan Novak spoke with care."),
    ("briefing", "The briefing room was empty."),
]


def told(text: str, kind: str) -> list[ExtractedClaim]:
    """Return the events of `kind` that an article with the body `text` tells."""
    claims = extract(f"A day of news\n\n\n{text}\n", "2024-05-10").claims
    return [claim for claim in claims if claim.kind == "event" and claim.type == kind]


@pytest.mark.parametrize(("kind", "text", "args"), TOLD, ids=[text for _, text, _ in TOLD])
def test_a_frame_tells_its_event_with_its_participants(kind: str, text: str, args: Mapping[str, str]) -> None:
    assert [claim.args for claim in told(text, kind)] == [args]


@pytest.mark.parametrize(("kind", "text"), NOT_TOLD, ids=[text for _, text in NOT_TOLD])
def test_a_word_of_a_frame_alone_tells_nothing(kind: str, text: str) -> None:
    assert told(text, kind) == []


@pytest.fixture(scope="module")
def rules() -> set[tuple[str, str]]:
    """Return the types and rules of every event that the sentences above tell."""
    return {(kind, claim.rule) for kind, text, _ in TOLD for claim in told(text, kind)}


@pytest.mark.parametrize("number", range(len(frames().events)))
def test_every_frame_has_a_sentence_that_tells_it(number: int, rules: set[tuple[str, str]]) -> None:
    frame = frames().events[number]
    ways = {
        (frame.type, f"{trigger.part} {'>'.join((word, *trigger.chain))}")
        for (_, word), listed in triggers().items()
        for trigger in listed
        if trigger.frame is frame
    }
    assert ways & rules, f"no sentence here tells {frame.type} by {sorted(rule for _, rule in ways)[:5]}"


def test_every_type_of_event_has_a_sentence_that_does_not_tell_it() -> None:
    assert {kind for kind, _ in NOT_TOLD} == {frame.type for frame in frames().events}


@pytest.mark.parametrize(
    ("text", "kind", "certainty"),
    [
        ("Jan Novak was arrested.", "arrest", "asserted"),
        ("Jan Novak was allegedly arrested.", "arrest", "alleged"),
        ("Jan Novak was reportedly abducted.", "abduction", "alleged"),
        ("Jan Novak will be arrested.", "arrest", "possible"),
        ("Jan Novak may be released soon.", "release", "possible"),
        ("Jan Novak was not arrested.", "arrest", "negated"),
        ("Jan Novak was acquitted of murder.", "conviction", "negated"),
        ("Jan Novak survived the attack.", "death", "negated"),
        ("Jan Novak announced he would run for president.", "candidacy", "possible"),
        ("Jan Novak faces a life sentence for murder.", "sentence", "possible"),
        ("Jan Novak faces trial in Warsaw.", "trial", "possible"),
        ("Jan Novak is to be sentenced in May.", "sentence", "possible"),
        ("Jan Novak was denied bail.", "bail", "negated"),
        ("The regime rigged the vote.", "election_fraud", "alleged"),
        ("Jan Novak claimed victory in the election.", "election", "alleged"),
    ],
)
def test_an_event_is_as_certain_as_its_words(text: str, kind: str, certainty: str) -> None:
    assert [claim.certainty for claim in told(text, kind)] == [certainty]


@pytest.mark.parametrize(
    "text",
    [
        "The group demanded the release of Jan Novak.",
        "The group called for the release of Jan Novak.",
        "Activists want the release of prisoners.",
        "People are released every year.",
        "Prisoners may be released.",
    ],
)
def test_a_demand_a_rule_and_a_hope_about_nobody_tell_no_event(text: str) -> None:
    assert told(text, "release") == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Jan Novak and Ewa Nowak were arrested.", [("jan-novak", "ewa-nowak")]),
        ("Philosopher Jan Novak and singer Ewa Nowak were arrested.", [("jan-novak", "ewa-nowak")]),
        ("Some local students, including Jan Novak, were arrested.", ["jan-novak"]),
        ("Jan Novak was arrested along with two staffers.", ["jan-novak", "#two staffers"]),
        ("Jan Novak was arrested together with Ewa Nowak.", ["jan-novak", "ewa-nowak"]),
    ],
)
def test_those_to_whom_it_happened_together_have_one_event(text: str, people: list[object]) -> None:
    assert [claim.args["person"] for claim in told(text, "arrest")] == people


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Two staffers were abducted.", "abduction", 2),
        ("Jan Novak was sentenced to four years.", "sentence", "P4Y"),
        ("Jan Novak was sentenced to life in prison.", "sentence", "life"),
        ("Jan Novak was arrested.", "arrest", None),
    ],
)
def test_the_value_of_an_event_is_its_term_or_how_many_it_is_about(text: str, kind: str, value: int | str) -> None:
    assert [claim.value for claim in told(text, kind)] == [value]


def test_who_is_shot_dead_is_shot_and_dies() -> None:
    text = "Jan Novak was shot dead in Minsk."
    assert [len(told(text, kind)) for kind in ("shooting", "death")] == [1, 1]


def test_what_somebody_is_charged_with_is_no_event() -> None:
    text = "Jan Novak was charged with killing Ewa Nowak."
    assert told(text, "death") == []
    assert [claim.args["charge"] for claim in told(text, "charge")] == ["#killing Ewa Nowak"]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Novak was charged with two counts of murder and one count of arson.",
        "Jan Novak faces two counts of murder and one count of arson.",
    ],
)
def test_each_count_is_a_charge_of_its_own(text: str) -> None:
    assert [claim.args["charge"] for claim in told(text, "charge")] == ["#two counts of murder", "#one count of arson"]


def test_a_sentence_on_charges_tells_the_charge_too() -> None:
    text = "Jan Novak was sentenced to four years on charges of fraud."
    assert [claim.args for claim in told(text, "charge")] == [{"person": "jan-novak", "charge": "#fraud"}]


def test_an_adjective_tells_an_event_the_first_time_only() -> None:
    assert len(told("The jailed Jan Novak spoke. The jailed Jan Novak slept.", "imprisonment")) == 1


def test_a_headline_tells_no_event_by_an_adjective() -> None:
    text = "The jailed Jan Novak speaks\n\n\nThe sun shone on the town that day.\n"
    assert [claim.type for claim in extract(text, "2024-05-10").claims if claim.kind == "event"] == []


@pytest.mark.parametrize(
    ("text", "kind", "edtf", "place"),
    [
        ("Jan Novak was arrested in Minsk on Monday.", "arrest", "2024-05-06", "minsk"),
        ("The trial of Jan Novak began in Warsaw in May.", "trial", "2024-05", "warsaw"),
        ("Jan Novak won the 2020 presidential election.", "election", "2020", None),
    ],
)
def test_an_event_has_the_day_and_the_place_of_its_sentence(text: str, kind: str, edtf: str, place: str | None) -> None:
    (claim,) = told(text, kind)
    assert (claim.date and claim.date.edtf, claim.place) == (edtf, place)


def test_a_day_still_to_come_makes_an_event_possible() -> None:
    (claim,) = told("Jan Novak was released on June 1, 2024.", "release")
    assert claim.certainty == "possible"


@pytest.mark.parametrize(
    "title",
    ["Jan Novak arrested in Minsk", "Jan Novak is arrested in Minsk", "Police arrest Jan Novak in Minsk"],
)
def test_a_headline_in_the_passive_tells_whom_it_happened_to(title: str) -> None:
    claims = extract(f"{title}\n\n\nThe sun shone on the town that day.\n", "2024-05-10").claims
    assert [claim.args["person"] for claim in claims if claim.type == "arrest"] == ["jan-novak"]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("The Supreme Court found the law void, and found that it was unjust.", "ruling", 1),
        ("A third defendant was acquitted of murder.", "conviction", 1),
        ("Jan Novak did not condemn the arrest.", "reaction", 0),
    ],
)
def test_a_sentence_tells_an_event_once_and_no_reaction_that_was_not_made(text: str, kind: str, count: int) -> None:
    assert len(told(text, kind)) == count


@pytest.mark.parametrize(
    ("title", "kind"), [("Two stabbed to death in Minsk", "attack"), ("Hospital hit after blast in Minsk", "attack")]
)
def test_a_headline_tells_what_its_nouns_and_participles_name(title: str, kind: str) -> None:
    claims = extract(f"{title}\n\n\nThe sun shone on the town that day.\n", "2024-05-10").claims
    assert [claim.type for claim in claims if claim.type == kind] == [kind]


def test_a_headline_with_an_infinitive_tells_what_is_only_possible() -> None:
    claims = extract("Jan Novak to stand trial\n\n\nThe sun shone on the town that day.\n", "2024-05-10").claims
    assert [claim.certainty for claim in claims if claim.type == "trial"] == ["possible"]

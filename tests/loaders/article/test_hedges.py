"""How sure an article is of what it tells. The sentences are made up; the word in brackets tells the event."""

from __future__ import annotations

import re

import pytest

from loaders.article.hedges import certainty
from loaders.article.language import pipeline

ASSERTED = [
    "The house voted to [hold] the minister in contempt.",
    "The [ban] on the group is not a surprise.",
    "Police [arrested] two men in the harbour.",
    "The man was [charged] with killing his neighbour.",
    "He was convicted of [murdering] his brother.",
    "She was sentenced for [killing] two men.",
    "She was [released] without being charged.",
    "He did not resign and was [fired].",
    "He may appeal his [conviction].",
    "The trial could begin in May after his [arrest].",
    "The [arrest] of the mayor may cause protests.",
    "The [attack] could have been prevented.",
    "The president said two people had [died].",
    "The man, who was [arrested] in May, may be released.",
    "Thousands gathered to [protest] against the law.",
    "His brother, who had himself been [killed] in May, was a poet.",
    "He was forced to [resign].",
    "He managed to [escape].",
    "The minister [resigned] rather than face trial.",
    "The court did not say why he was [arrested].",
    "The union [protested] on Friday, asking for the longest possible break.",
]
ALLEGED = [
    "Police answered reports of a [shooting] at a party.",
    "The man was accused of [killing] his wife.",
    "The man was charged with [killing] his wife.",
    "The man suspected of [shooting] the guard fled.",
    "He was arrested on suspicion of [murder].",
    "He was arrested for allegedly [stealing] a car.",
    "He allegedly [stabbed] his neighbour.",
    "The man reportedly [died] in hospital.",
    "Police believe the man [killed] two women.",
    "He is believed to have [fled] the country.",
    "It was reported that she was [stabbed].",
    "He claimed he was [kidnapped].",
    "Rumours that she had [died] spread quickly.",
    "The opposition claimed [victory].",
    "Someone said that she was [arrested].",
    "Reports said she was [killed].",
    "She was [arrested], an anonymous caller said.",
]
POSSIBLE = [
    "They spoke of an imminent [invasion] of the island.",
    "Others preferred an [investigation] by the house.",
    "He said he feared being [arrested].",
    "The government considered [banning] the party.",
    "Parliament rejected a bill to [ban] the party.",
    "The [trial] was postponed.",
    "He is to be [replaced] in May.",
    "The mayor to [stand] trial.",
    "Two men may be [arrested].",
    "He will be [sentenced] on Monday.",
    "He is set to be [sentenced] in May.",
    "They are due to be [deported].",
    "She is expected to be [released].",
    "If he is [convicted], he faces ten years.",
    "He was taken to court to be [sentenced].",
    "They threatened to [kill] the mayor.",
    "He had planned to [attack] the school.",
    "The mayor hopes the hostages will be [freed].",
    "There were fears that he had been [killed].",
    "Her lawyer said that she would [appeal].",
    "The company said it might [close].",
    "His [trial] will begin in March.",
    "His [trial] is scheduled for March.",
    "A [protest] is planned for Sunday.",
    "The union threatened a [strike].",
    "Was he [arrested]?",
]
NEGATED = [
    "His [visit] to Poland was cancelled.",
    "No one was [arrested].",
    "Nobody was [killed].",
    "Police have not [detained] anyone.",
    "Officials said nobody had been [arrested].",
    "He denied [killing] her.",
    "He failed to [win] the election.",
    "The court refused to [release] her.",
    "Police prevented him from [leaving].",
    "She was released without being [charged].",
    "He was sentenced to death but was never [executed].",
    "He would have been [arrested] at the border.",
    "Had he been [arrested], he would have confessed.",
    "The judge was not giving them the longest possible [sentence].",
    "Marek Cerny was almost [killed] in 2020.",
    "She was narrowly [beaten] in the election.",
    "The report that he was [sentenced] to five years was false.",
    "Anna Kowal was not, as reported, [arrested].",
]
DEMANDED = [
    "The group called for the [release] of all prisoners.",
    "She urged the court to [release] him.",
    "They demanded the [resignation] of the minister.",
    "They want the president to [resign].",
    "The ministry did not say that he was [released].",
    "Officials did not confirm that he had been [arrested].",
    "Nobody said that she was [arrested].",
    "No source said that she was [killed].",
]


def told(marked: str) -> str | None:
    """Return how sure the word in brackets is."""
    at = marked.index("[")
    doc = pipeline()(re.sub(r"[\[\]]", "", marked))
    return certainty(next(token for token in doc if token.idx == at))


@pytest.mark.parametrize("sentence", ASSERTED)
def test_what_is_told_plainly_is_a_fact(sentence: str) -> None:
    assert told(sentence) == "asserted"


@pytest.mark.parametrize("sentence", ALLEGED)
def test_an_accusation_a_rumour_or_a_belief_is_alleged(sentence: str) -> None:
    assert told(sentence) == "alleged"


@pytest.mark.parametrize("sentence", POSSIBLE)
def test_a_plan_a_hope_a_condition_or_a_question_is_only_possible(sentence: str) -> None:
    assert told(sentence) == "possible"


@pytest.mark.parametrize("sentence", NEGATED)
def test_what_did_not_happen_is_negated(sentence: str) -> None:
    assert told(sentence) == "negated"


@pytest.mark.parametrize("sentence", DEMANDED)
def test_what_is_only_demanded_tells_no_event(sentence: str) -> None:
    assert told(sentence) is None

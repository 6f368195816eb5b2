"""Why the gate, or the reader of a model's answer, did not let something in: codes that never change."""

from __future__ import annotations

from enum import StrEnum

MODEL_RULE = "llm"
"""The rule of every claim that a language model made: the gate trusts no syntax of such a claim."""

MAX_EVIDENCE = 400
"""Code points of one piece of evidence."""


class Code(StrEnum):
    """The `code` of a `Rejection`. The members of `LEFT_OUT` tell of a claim that stays, with less in it."""

    NO_EVIDENCE = "NO_EVIDENCE"
    """It points at no words, or at a place that the text does not have."""
    EVIDENCE_TOO_LONG = "EVIDENCE_TOO_LONG"
    """More than 400 characters in one piece: that is the page, not the words."""
    UNKNOWN_TYPE = "UNKNOWN_TYPE"
    """Its kind and type are none of the ontology."""
    UNKNOWN_ROLE = "UNKNOWN_ROLE"
    """A role that its type does not have, or one that cannot have what stands in it: an organisation as a sibling."""
    ROLE_MISSING = "ROLE_MISSING"
    """Nobody and nothing stands in a role that makes the claim."""
    UNKNOWN_ENTITY = "UNKNOWN_ENTITY"
    """It names an entity that is not among those of the extraction."""
    SAME_ENTITY = "SAME_ENTITY"
    """A relation of somebody with himself."""
    ENTITY_NOT_MENTIONED = "ENTITY_NOT_MENTIONED"
    """The paragraph of its evidence does not speak of an entity of the claim."""
    VALUE_NOT_IN_QUOTE = "VALUE_NOT_IN_QUOTE"
    """A number, a length of time or words that neither the evidence nor its paragraph gives."""
    DATE_NOT_IN_TEXT = "DATE_NOT_IN_TEXT"
    """A date that no words of the article give, in a claim of a language model; or one that is no EDTF."""
    SPEAKER_NOT_THERE = "SPEAKER_NOT_THERE"
    """Who is said to say it neither says the quotation around the evidence nor is in its paragraph."""
    WORDS_OF_ANOTHER = "WORDS_OF_ANOTHER"
    """Its evidence is what somebody is quoted with, and it is told as the outlet's or as somebody else's."""
    REFUSED_CLAIM = "REFUSED_CLAIM"
    """The door check of every loader does not take it: an organisation that has a sibling, a date of no calendar."""
    MALFORMED = "MALFORMED"
    """A record of a language model that has not the shape that was asked for."""
    QUOTE_NOT_FOUND = "QUOTE_NOT_FOUND"
    """Words of a language model that do not stand in the text."""
    QUOTE_AMBIGUOUS = "QUOTE_AMBIGUOUS"
    """Words of a language model that stand in the text more than once, with nothing to tell which is meant."""
    CORROBORATES = "CORROBORATES"
    """The language model found what the rules had found: theirs stays."""
    DATE_LEFT_OUT = "DATE_LEFT_OUT"
    """The claim stays without its date, which the words around it do not give."""
    ARGUMENT_LEFT_OUT = "ARGUMENT_LEFT_OUT"
    """The claim stays without what stood in a later role: its paragraph does not have it, or the role not its kind."""
    CERTAINTY_LOWERED = "CERTAINTY_LOWERED"
    """The claim stays, no longer as a fact: its words doubt, deny or hope."""


LEFT_OUT = frozenset({Code.DATE_LEFT_OUT, Code.ARGUMENT_LEFT_OUT, Code.CERTAINTY_LOWERED})
"""What is told of a claim that was let in."""

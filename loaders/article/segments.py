"""An article's text as segments: its paragraphs, each with the part it plays.

A segment is a piece of the text as it stands, line ends within it included. Left out are navigation, notices and lists
of other articles, a paragraph that was there before (captions often stand twice), the marks of list items, and lines
that are nothing but a day or an address. A dateline before the first sentence (`MINSK, Sept 7 (Reuters) —`) is a
segment of its own, and the paragraph begins after it. Written for English. Cost: linear in the length of the text.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.credits import Byline, byline, dateline, is_day, read_byline
from loaders.article.furniture import (
    begins_about,
    begins_other_articles,
    begins_sources,
    begins_summary,
    is_furniture,
)
from loaders.article.paragraphs import FINAL, Paragraph, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Byline", "Part", "Segment", "byline", "dateline", "segments"]

_HEAD = 8
_MAX_TITLE = 250
_MAX_TITLE_WORDS = 40
_MAX_HEADING = 120
_MAX_HEADING_WORDS = 14
_MIN_DECK_WORDS = 6
_MIN_HEADLINE_WORDS = 3
_MIN_REPEATED_WORDS = 3
_MIN_DOUBLED = 20
_MAX_CAPTION = 400
_DATELINES_IN = 2
_LOOKED_AT = 400

_AGENCY = r"\((?:[A-Z][\w/.&’' -]{1,40})\)"
_PLACE = r"[A-Z][\w.’'-]*(?:[ /][A-Z][\w.’'-]*){0,4}"
_MORE_PLACE = r"(?:, [A-Z][\w.’' -]{1,30}){0,2}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_ON = rf"(?:,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?"
_DASH = r"(?: ?[—–]| --?|:)\s+"
_CAPITALS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.’'-]{2,}(?:[ /][A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.’'-]*){0,3}"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}{_MORE_PLACE}{_ON}(?: {_AGENCY})?|{_PLACE}{_MORE_PLACE}{_ON} {_AGENCY}){_DASH}"
    r"(?=[\"“\u2018'A-Z0-9])"
)
_CREDIT = re.compile(
    r"\b(?:photo|image|picture|photograph|file photo|video|graphic|map|illustration)s?(?: (?:by|credit|courtesy)|:| ©)"
    r"|\bcourtesy of\b|getty images|©|/ ?(?:AP|AFP|Reuters|EPA|TASS|Shutterstock)\)?$"
    r"|\((?:AP|AFP|Reuters|EPA|File|Getty|Handout)[^()]{0,60}\)$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\(?(?:additional |editing |with )?(?:reporting|writing|editing|compiled|translated|edited) (?:by|from)\b"
    r"|.{0,120}\bcontributed (?:to|reporting)\b",
    re.IGNORECASE,
)
_TRADE = (
    r"(?:correspondent|reporter|journalist|editor|writer|columnist|author|fellow|producer|broadcaster|photographer"
    r"|providers?|newspaper|magazine|newsroom|outlet|website|news (?:agency|organi[sz]ation|service|site)|freelancer?)"
)
_BIO = re.compile(
    rf"(?P<name>[A-Z][^.!?]{{2,70}}?) is (?:a|an|the|one of)\b[^.!?]{{0,120}}\b{_TRADE}\b"
    r"|(?P<other>[A-Z][^.!?]{2,70}?) (?:covers|reports on|writes about|has (?:reported|covered|written) for)\b"
)
_NOTICE = re.compile(
    r"(?:this|the) (?:article|story|report|piece) (?:was|is|first|originally|has been)\b|originally published\b"
    r"|(?:follow|contact|write to|email|reach) (?:him|her|them|the author)\b|the views expressed\b",
    re.IGNORECASE,
)


class Part(StrEnum):
    """What a paragraph is in its article. ABOUT is what an outlet says of itself and of its authors."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUMMARY = "summary"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    ABOUT = "about"
    SOURCES = "sources"


class Segment(NamedTuple):
    """A piece of the text as it stands: `text` begins at code point `start`."""

    start: int
    text: str
    part: Part

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


class _Kept(NamedTuple):
    """A paragraph that is not left out, and what is known of it before its neighbours are looked at."""

    start: int
    text: str
    bullet: str
    twice: bool
    section: Part | None


def segments(text: str) -> list[Segment]:
    """Return the segments of `text`, in its order; `text[segment.start:segment.end] == segment.text` for each."""
    kept = _kept(paragraphs(text))
    parts = _parts(kept, len(text))
    return [segment for each, part in zip(kept, parts, strict=True) for segment in _with_dateline(each, part)]


def _kept(found: Sequence[Paragraph]) -> list[_Kept]:
    """Return the paragraphs that are no furniture and were not there before."""
    kept: list[_Kept] = []
    places: dict[str, int] = {}
    section: Part | None = None
    others = begun = False
    for each in found:
        section = _section(each, section)
        # above an article such a heading is one line of its page's menu
        others = (begun and begins_other_articles(each.text)) or (others and not _is_sentence(each.text))
        if others or _is_left_out(each.text):
            continue
        words = _once(each.text)
        key = " ".join(words.split())
        if key in places and len(key.split(None, _MIN_REPEATED_WORDS)) >= _MIN_REPEATED_WORDS:
            place = places[key]
            kept[place] = kept[place]._replace(twice=kept[place].twice or place + 1 == len(kept))
            continue
        places[key] = len(kept)
        kept.append(_Kept(each.start, words, each.bullet, len(words) < len(each.text), section))
        begun = begun or _is_sentence(words)
        if section is Part.ABOUT:
            section = None
    return kept


def _section(paragraph: Paragraph, before: Part | None) -> Part | None:
    """Return the section that a paragraph stands in: it is begun by a heading, and a summary ends with its list."""
    words = paragraph.text
    if begins_summary(words):
        return Part.SUMMARY
    if begins_sources(words):
        return Part.SOURCES
    if begins_about(words):
        return Part.ABOUT
    return None if before is Part.SUMMARY and not paragraph.bullet else before


def _is_left_out(words: str) -> bool:
    heading = begins_summary(words) or begins_sources(words) or begins_about(words) or begins_other_articles(words)
    return heading or is_furniture(words) or is_day(words)


def _once(words: str) -> str:
    """Return the first half of words that stand twice on one line."""
    half = len(words) // 2
    first, second = words[:half].rstrip(), words[half:].lstrip()
    return first if len(words) > 2 * _MIN_DOUBLED and first == second and words[len(first)].isspace() else words


def _parts(kept: Sequence[_Kept], length: int) -> list[Part]:
    headline = _headline(kept)
    found: list[Part] = []
    body = False
    for place, each in enumerate(kept):
        before = found[-1] if found else None
        if place == headline:
            part = Part.HEADLINE
        elif headline is not None and place < headline:
            part = Part.BYLINE if read_byline(each.text) else Part.HEADING
        elif before is Part.ABOUT and each.section is None and 2 * each.start >= length:
            part = Part.ABOUT
        else:
            part = _section_part(each) or _part(kept, place, length) or _part_below(kept, place, before, body=body)
        if part is Part.ABOUT and before in {Part.CAPTION, Part.HEADING} and _heads(kept[place - 1], each):
            found[-1] = Part.ABOUT
        body = body or part is Part.BODY
        found.append(part)
    return found


def _headline(kept: Sequence[_Kept]) -> int | None:
    """Return which paragraph is the headline: the first, or the second below the name of a section or an author."""
    for place, each in enumerate(kept[:3]):
        if each.bullet or each.section or not _is_title(each.text, _MAX_TITLE, _MAX_TITLE_WORDS):
            return None
        longer = len(each.text.split()) >= _MIN_HEADLINE_WORDS
        last = place + 1 == len(kept)
        if longer and not last and not read_byline(each.text):
            return place
    return 0 if len(kept) > 1 else None


def _section_part(each: _Kept) -> Part | None:
    return None if each.section is Part.SUMMARY and not each.bullet else each.section


def _part(kept: Sequence[_Kept], place: int, length: int) -> Part | None:
    """Return the part of a paragraph that needs no look at those before it; None for one between headline and body."""
    if _is_about(kept, place, length):
        return Part.ABOUT
    return Part.BYLINE if _REPORTED.match(kept[place].text[:_LOOKED_AT]) else None


def _part_below(kept: Sequence[_Kept], place: int, before: Part | None, *, body: bool) -> Part:
    """Return the part of a paragraph that stands after `before`; `body` says that the body has begun."""
    each = kept[place]
    if not body and place < _HEAD and read_byline(each.text):
        return Part.BYLINE
    if each.twice or _is_caption(each):
        return Part.CAPTION
    if not body and (each.bullet or (before is Part.HEADLINE and _is_deck(kept, place))):
        return Part.SUMMARY if len(each.text[:_LOOKED_AT].split()) >= _MIN_DECK_WORDS else Part.CAPTION
    if each.bullet or not _is_heading(each.text):
        return Part.BODY
    leads = place + 1 < len(kept) and not _is_heading(kept[place + 1].text)
    return Part.HEADING if leads else Part.CAPTION


def _is_deck(kept: Sequence[_Kept], place: int) -> bool:
    """Say whether a paragraph below the headline may be the line that says more."""
    words = kept[place].text
    long = len(words.split(None, _MIN_DECK_WORDS)) >= _MIN_DECK_WORDS
    return long and place + 1 < len(kept) and _is_title(words, _MAX_TITLE, _MAX_TITLE_WORDS)


def _is_title(words: str, most: int, most_words: int) -> bool:
    """Say whether words may be a title: short, on one line, and without the mark that ends a sentence."""
    if len(words) > most or len(words.split()) > most_words:
        return False
    if not words.endswith(FINAL):
        return True
    return words.endswith(("?", "!", '"', "'", "”", "’")) and ". " not in words and most == _MAX_TITLE


def _is_heading(words: str) -> bool:
    return _is_title(words, _MAX_HEADING, _MAX_HEADING_WORDS)


def _is_sentence(words: str) -> bool:
    return (words.endswith((".", ".”", '."')) and len(words.split()) > _MIN_DECK_WORDS) or bool(_REPORTED.match(words))


def _is_caption(each: _Kept) -> bool:
    """Say whether words have the credit of a picture, or are the name below a quotation that is set apart."""
    if each.bullet in {"—", "–"} and _is_heading(each.text):
        return True
    return len(each.text) <= _MAX_CAPTION and bool(_CREDIT.search(each.text))


def _is_about(kept: Sequence[_Kept], place: int, length: int) -> bool:
    """Say whether what the outlet says of itself begins here: a life in brief, or a notice, near the end."""
    each = kept[place]
    words = each.text[:_LOOKED_AT]
    if 2 * each.start < length or place + 8 < len(kept):
        return False
    if _NOTICE.match(words):
        return True
    bio = _BIO.match(words)
    if bio is None:
        return False
    if place > 0 and _heads(kept[place - 1], each):
        return True
    # without a heading it is of an author only where the article does not speak of that name
    surname = (bio["name"] or bio["other"]).split()[-1]
    return place + 2 >= len(kept) and not any(
        surname in other.text and not read_byline(other.text) for other in kept[:place]
    )


def _heads(heading: _Kept, each: _Kept) -> bool:
    """Say whether a short line is the name that a paragraph begins with."""
    return len(heading.text) < _MAX_HEADING and each.text.startswith(heading.text)


def _with_dateline(each: _Kept, part: Part) -> Iterator[Segment]:
    """Yield a paragraph, its dateline apart from it."""
    found = _DATELINE.match(each.text[:_LOOKED_AT]) if part is Part.BODY else None
    if found:
        yield Segment(each.start, found[0].rstrip(), Part.DATELINE)
        yield Segment(each.start + found.end(), each.text[found.end() :], part)
    else:
        yield Segment(each.start, each.text, part)

"""What a page says of itself: headline, day, publisher, authors, address and language of its article.

JSON-LD (schema.org `NewsArticle` and its kin) comes first, then meta elements, then what htmldate finds, which is
marked as inferred. Nothing here is fetched.
"""

from __future__ import annotations

import json
import re
from collections import deque
from email.utils import parsedate
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.edtf import parse
from graph.errors import InvalidDateError
from loaders.article.credits import read_byline, written_day
from loaders.article.extraction import Described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no types of its own

_MAX_SCRIPTS = 20
_MAX_SCRIPT = 256 << 10
_MAX_NODES = 2000
_MAX_WORDS = 300
_MAX_AUTHORS = 20
_MAX_SITE_WORDS = 5
_ARTICLES = frozenset({"Article", "AdvertiserContentArticle", "BlogPosting", "LiveBlogPosting", "Report"})
_NOT_JSON = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s{0,100}[}\]])")
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_ISO_MONTH = re.compile(r"\s*(\d{4})-(\d{2})\s*")
_TITLE_TAIL = re.compile(r"\s+[|–—»·-]\s+")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "date",
)
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "author")
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "citation_journal_title", "application-name")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "citation_author", "sailthru.author", "byl")


def read_facts(tree: HtmlElement, url: str | None) -> Described:
    """Return what the page says of its article; `url` is where it was found, and wins over an address elsewhere."""
    article, nodes = _article(tree)
    meta = _meta(tree)
    stated = {
        "published": _day(article.get("datePublished")) or next(filter(None, map(_day, _all(meta, _DATES))), None),
        "publisher": next(iter(_names(article.get("publisher"), nodes)), None) or _first(meta, _PUBLISHERS),
    }
    address = _address(tree, article, meta, url)
    title, site = _title(tree, meta, stated["publisher"])
    known = {
        "published": stated["published"] or _found_day(tree, address),
        "publisher": stated["publisher"] or site,
    }
    return Described(
        title=_words(article.get("headline")) or title,
        authors=_authors(article, nodes, meta),
        **known,
        inferred=tuple(name for name, value in known.items() if value and not stated[name]),
        url=address,
        language=_language(tree, article, meta),
    )


def _article(tree: HtmlElement) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the JSON-LD of the article, and all nodes that have an id; a dated one before any other."""
    nodes: dict[str, dict[str, Any]] = {}
    found: list[dict[str, Any]] = []
    for node in _nodes(tree):
        if isinstance(node.get("@id"), str) and len(node) > 1:
            nodes.setdefault(node["@id"], node)
        if any(kind in _ARTICLES or kind.endswith("NewsArticle") for kind in _types(node)):
            found.append(node)
    dated = (node for node in found if _day(node.get("datePublished")))
    return next(dated, None) or next(iter(found), {}), nodes


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of every JSON-LD script, those of lists, of @graph and of the main entity included."""
    scripts = [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    waiting: deque[object] = deque(_json(script.text or "") for script in scripts[:_MAX_SCRIPTS])
    left = _MAX_NODES
    while waiting and left:
        left -= 1
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node[:left])
        elif isinstance(node, dict):
            yield node
            waiting.extend(
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "publisher") if key in node
            )


def _json(text: str) -> object:
    """Return the JSON of a script, as far as it can be read: comments around it and commas too many are let pass."""
    if len(text) > _MAX_SCRIPT:
        return None
    text = _NOT_JSON.sub("", _NOT_JSON.sub("", text)).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [
        kind.rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _names(value: object, nodes: dict[str, dict[str, Any]]) -> list[str]:
    """Return the names that a JSON-LD value gives: words, an object, a reference to one, or a list of these."""
    found = []
    for each in value[:_MAX_AUTHORS] if isinstance(value, list) else [value]:
        known = nodes.get(str(each.get("@id")), each) if isinstance(each, dict) and "name" not in each else each
        name = _words(known.get("name") if isinstance(known, dict) else known)
        if name and not _is_address(name):
            found.append(name)
    return found


def _authors(article: dict[str, Any], nodes: dict[str, dict[str, Any]], meta: dict[str, list[str]]) -> tuple[str, ...]:
    named = _names(article.get("author"), nodes) or [name for name in _all(meta, _AUTHORS) if not _is_address(name)]
    found: dict[str, None] = {}
    for name in named[:_MAX_AUTHORS]:
        credit = read_byline(name if name.lower().startswith("by ") else f"By {name}")
        found |= dict.fromkeys(credit.authors if credit else [name])
    return tuple(found)


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Return what meta elements, and elements with `itemprop` and `content`, say, by their name in small letters."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _words(element.get("content"))
        for key in ("property", "name", "itemprop"):
            if content and element.get(key):
                found.setdefault(element.get(key).strip().lower(), []).append(content)
    return found


def _all(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, [])]


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next(iter(_all(meta, names)), None)


def _title(tree: HtmlElement, meta: dict[str, list[str]], publisher: str | None) -> tuple[str | None, str | None]:
    """Return the title where no JSON-LD gives one, and the name of the site that the title of the window ends in."""
    headings = [words for heading in tree.iter("h1") if (words := _words(heading.text_content()))]
    window = next((words for title in tree.iter("title") if (words := _words(title.text_content()))), "")
    head, *tail = _TITLE_TAIL.split(window)
    site = tail[-1] if len(tail) == 1 and len(tail[0].split()) <= _MAX_SITE_WORDS else None
    shown = headings[0] if len(headings) == 1 and headings[0] != (publisher or site) else None
    return shown or _first(meta, _TITLES) or (head if site else window) or next(iter(headings), None), site


def _address(tree: HtmlElement, article: dict[str, Any], meta: dict[str, list[str]], url: str | None) -> str | None:
    """Return the page's own address when it is of the host where it was found, else where it was found."""
    canonical = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in (*canonical, _first(meta, ("og:url",)), article.get("url")):
        if isinstance(address, str) and _is_address(address.strip()):
            own = address.strip()
            return own if url is None or _host(own) == _host(url) else url
    return url


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and bool(_host(text)) and not re.search(r"[\s<>\"{}|\\^`]", text)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _language(tree: HtmlElement, article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """Return the language as its code without a region, such as en."""
    for value in (tree.get("lang"), article.get("inLanguage"), _first(meta, ("og:locale", "content-language"))):
        code = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", value) if isinstance(value, str) else None
        if code:
            return code[1].lower()
    return None


def _day(value: object) -> str | None:
    """Return the day that a date of metadata tells, as its own clock has it."""
    if not isinstance(value, str) or len(value) > _MAX_WORDS:
        return None
    iso, month = _ISO_DAY.match(value), _ISO_MONTH.fullmatch(value)
    try:
        if iso or month:
            return parse("-".join((iso or month).groups())).text  # type: ignore[union-attr] # one of them is there
        if written := written_day(value):
            return written
        mail = parsedate(value)
        return parse(f"{mail[0]:04d}-{mail[1]:02d}-{mail[2]:02d}").text if mail else None
    except (InvalidDateError, ValueError, IndexError):
        return None


def _found_day(tree: HtmlElement, url: str | None) -> str | None:
    """Return the day that htmldate finds in time elements, in the address and in lines that look like a date.

    Its search through all numbers of a page is left off: it makes up days, such as 1 January of a copyright line.
    """
    from htmldate import find_date

    # of a string htmldate would fetch the page; of a tree it does not
    return _day(find_date(tree, extensive_search=False, original_date=True, url=url))


def _words(value: object) -> str | None:
    """Return a short text on one line, or None."""
    if not isinstance(value, str):
        return None
    words = " ".join(value[: 4 * _MAX_WORDS].split())
    return words[:_MAX_WORDS] or None

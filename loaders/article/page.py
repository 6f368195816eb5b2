"""A page of the web becomes the text of its article.

The text is the headline and the paragraphs, divided by blank lines, in Unicode's NFC. Each run of white space is one
space. Characters that are not seen are left out: controls, and formats such as zero-width spaces, joiners, soft hyphens
and the marks that turn the direction of writing; what looks like a word then is one, and what is read is what is kept.
Words stay as the reader of the page sees them: `&lt;script&gt;` is the text `<script>`.

Nothing is fetched. Run it in a sandbox all the same (`loaders/sandbox.py`): the parsers are large, and a page of 2 MB
can cost a minute.
"""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from msgspec import Struct, structs

from graph.errors import LoadError
from loaders.article.extraction import Described
from loaders.article.page_facts import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no types of its own

MAX_BYTES = 2 << 20
MAX_TAGS = 100_000
MAX_ATTRIBUTES = 300
MAX_DEPTH = 250
MIN_WORDS = 25

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SNIFFED = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{1,30})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}>", re.IGNORECASE)
_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,500}\[", re.IGNORECASE)
_FIRST_TAG = re.compile(r"<([a-z][\w:.-]{0,60})", re.IGNORECASE)
_NOT_PAGES = frozenset({"rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "svg", "opml", "plist", "gpx", "kml"})
# what stands for the line below the head of a table
_RULE = re.compile(r"^\s*\|[\s|:-]*$")
_NOT_SAID = [
    "//noscript",
    "//template",
    "//svg",
    "//del",
    "//s",
    "//strike",
    "//*[@hidden]",
    "//*[@aria-hidden='true']",
]
"""What a reader of the page does not see, or sees struck out: the outlet does not say it."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "utf8": "utf-8",
    # that of a page whose declaration can be read is not UTF-16
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "macintosh": "mac_roman",
    "x-sjis": "shift_jis",
}
_CHARSETS = frozenset(
    {
        *_ALIASES.values(),
        *(f"windows-{number}" for number in range(1250, 1259)),
        *(f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *("koi8-r", "koi8-u", "big5", "euc-jp", "euc-kr", "iso-2022-jp", "shift_jis"),
    }
)


class Page(Struct, frozen=True):
    """The text of an article, and what its file says of it."""

    text: str
    described: Described


def prepare() -> None:
    """Read what reading pages needs of files and modules, for a process that can open none later."""
    from trafilatura.external import jt_stoplist_init

    for charset in (*_CHARSETS, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii", "latin-1", "idna", "cp437"):
        codecs.lookup(charset)
    jt_stoplist_init()
    datetime.strptime("2021", "%Y").replace(tzinfo=UTC)  # which imports a module when it is first called
    words = "These words stand here so that all that reads a page has been used once. " * 20
    aside = "<aside>Seen on 3 May 2021</aside>"
    for body in (f"<article><p>{words}</p>{aside}</article>", f"<table><tr><td>{words}</table>{aside}"):
        page = f"<html><head><title>Warm up | Nobody</title></head><body><h1>Warm up</h1>{body}</body></html>"
        read_page(page.encode(), "https://example.org/2021/05/03/warm-up")


def read_page(content: bytes, url: str | None) -> Page:
    """Return the article of a page; `url` is where the page was found.

    Raises:
        LoadError: it is too large, nests too deep, is no page, or no article was found in it.
    """
    from trafilatura import bare_extraction

    name = url or "the page"
    tree = _tree(_decoded(content, name), name)
    described = read_facts(tree, url)
    # given a tree and no address, it fetches nothing and looks for no facts of its own
    found = bare_extraction(tree, include_comments=False, include_tables=True, prune_xpath=_NOT_SAID)
    body = getattr(found, "text", None) or ""
    title = seen(described.title or "")
    paragraphs = [words for line in body.split("\n") if (words := seen(_RULE.sub("", line)).strip("| "))]
    while paragraphs and title and paragraphs[0].casefold() == title.casefold():
        paragraphs.pop(0)
    if sum(len(words.split()) for words in paragraphs) < MIN_WORDS:
        raise LoadError(name, "no article was found in it: expected a page with paragraphs of text")
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    return Page(text, _described(described))


def _described(described: Described) -> Described:
    """Return it without characters that are not seen."""
    names = ("title", "publisher")
    shown = {name: seen(value) or None for name in names if (value := getattr(described, name)) is not None}
    authors = tuple(author for each in described.authors if (author := seen(each)))
    return structs.replace(described, authors=authors, **shown)


def seen(text: str, keep: str = "") -> str:
    """Return `text` on one line, of characters that are seen and those of `keep`, in NFC."""
    # a control is a space, so that it parts what stood on two sides of it
    unseen = {char: category(char) for char in set(text) - set(keep) if category(char) in _UNSEEN}
    replaced = {ord(char): " " if kind == "Cc" else None for char, kind in unseen.items()}
    return normalize("NFC", " ".join(text.translate(replaced).split()))


def _decoded(content: bytes, name: str) -> str:
    """Return a page's characters by its byte order mark, its own declaration, as UTF-8, or as Windows-1252."""
    if len(content) > MAX_BYTES:
        raise LoadError(name, f"it has {len(content)} bytes: expected a page of at most {MAX_BYTES}")
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(charset, errors="replace")
    if b"\x00" in content:
        raise LoadError(name, f"it is binary (a NUL byte at {content.index(0)}): expected a page of text")
    found = _CHARSET.search(content[:_SNIFFED])
    declared = found[1].decode("ascii", errors="replace").lower() if found else ""
    declared = _ALIASES.get(declared, declared)
    charsets = [declared, "utf-8"] if declared in _CHARSETS else ["utf-8"]
    for charset in charsets:
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return content.decode(charsets[0] if len(charsets) > 1 else "cp1252", errors="replace")


def _tree(text: str, name: str) -> HtmlElement:
    """Return a page as a tree.

    Raises:
        LoadError: it is no page, or built to be slow.
    """
    from lxml import etree, html  # type: ignore[import-untyped]  # lxml has no types of its own

    if _ENTITIES.search(text):
        raise LoadError(name, "it declares entities, as XML does: expected HTML")
    first = _FIRST_TAG.search(text)
    if first is None or first[1].lower() in _NOT_PAGES:
        raise LoadError(name, "it is no page: expected HTML")
    _check_tags(text, name)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        content = _DECLARATION.sub("", text, count=1).encode(errors="replace")
        tree = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as cause:
        raise LoadError(name, f"it is no page: {str(cause)[:100] or 'nothing is in it'}") from cause
    if _deepest(tree) > MAX_DEPTH:
        raise LoadError(name, f"it nests too deep: expected at most {MAX_DEPTH} elements inside each other")
    if any(len(element.attrib) > MAX_ATTRIBUTES for element in tree.iter(etree.Element)):
        raise LoadError(name, f"an element has too many attributes: expected at most {MAX_ATTRIBUTES}")
    return tree


def _check_tags(text: str, name: str) -> None:
    """Refuse what would take the parser minutes: too many tags, or a tag with too many attributes."""
    if text.count("<") > MAX_TAGS:
        raise LoadError(name, f"it has more than {MAX_TAGS} tags: expected a page of one article")
    for piece in text.split("<"):
        inside = piece.partition(">")[0]
        if piece[:1].isalpha() and len(inside) > 2 * MAX_ATTRIBUTES and inside.count("=") > MAX_ATTRIBUTES:
            raise LoadError(name, f"a tag has too many attributes: expected at most {MAX_ATTRIBUTES}")


def _deepest(tree: HtmlElement) -> int:
    """Return how many elements at most stand inside each other."""
    return max(_depths(tree))


def _depths(tree: HtmlElement) -> Iterator[int]:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        yield depth

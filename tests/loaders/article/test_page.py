"""Pages of the web: what is read of them, what they say of themselves, and what is refused before it is parsed."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LoadError
from loaders.article.extraction import Described
from loaders.article.page import MAX_ATTRIBUTES, MAX_BYTES, MAX_TAGS, Page, prepare, read_page
from loaders.sandbox import Failure, Limits, run_each

URL = "https://www.courier.example/world/storm"
FIRST = "A storm killed twelve people in the port of Novy on Sunday, the mayor said, and two bridges fell into the sea."
SECOND = "Anna Kowal, a teacher, said that nobody had been warned of the dam. Police did not answer a question of ours."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Storm kills twelve in Novy",
    "datePublished": "2021-05-04T23:30:00+03:00",
    "dateModified": "2021-05-06",
    "author": [{"@type": "Person", "name": "Jane Doe"}, "John Roe"],
    "publisher": {"@type": "Organization", "name": "The Courier"},
    "inLanguage": "en-GB",
}


def page(head: str = "", body: str = BODY, html: str = "<html>") -> bytes:
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    foot = "<footer>All of it is ours. <a href='/terms'>Terms</a></footer>"
    return f"<!doctype html>{html}<head>{head}</head><body>{menu}<main><article>{body}</article></main>{foot}".encode()


def ld(*objects: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects)


def told(head: str, body: str = BODY, url: str | None = URL, html: str = "<html>") -> Described:
    return read_page(page(head, body, html), url).described


def reason(content: bytes) -> str:
    with pytest.raises(LoadError) as refused:
        read_page(content, URL)
    return refused.value.reason


def test_the_text_is_the_headline_and_the_paragraphs() -> None:
    found = read_page(page(ld(LD), f"<h1>Storm kills twelve in Novy</h1>{BODY}"), URL)
    assert found.text == f"Storm kills twelve in Novy\n\n{FIRST}\n\n{SECOND}"


def test_an_article_says_of_itself_what_json_ld_says() -> None:
    assert told(ld(LD)) == Described(
        title="Storm kills twelve in Novy",
        publisher="The Courier",
        authors=("Jane Doe", "John Roe"),
        published="2021-05-04",
        url=URL,
        language="en",
    )


@pytest.mark.parametrize(
    "scripts",
    [
        ld([{"@type": "BreadcrumbList"}, LD]),
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Courier"}, LD]}),
        ld({"@type": "WebPage", "mainEntity": LD}),
        ld({"@type": "Organization", "name": "Courier"}, LD),
        ld(LD | {"@type": ["Thing", "ReportageNewsArticle"]}),
        ld(LD | {"@type": "https://schema.org/NewsArticle"}),
        ld(LD | {"@type": "Article"}),
        '<script type="application/ld+json">{"@type": "NewsArticle", broken</script>' + ld(LD),
        f'<script type="application/LD+JSON; charset=utf-8">\n<!--\n{json.dumps(LD)}\n-->\n</script>',
        f'<script type="application/ld+json">//<![CDATA[\n{json.dumps(LD)};\n//]]></script>',
        f'<script type="application/ld+json">{json.dumps(LD)[:-1]},}}</script>',
        '<script type="application/ld+json">{"@graph": ' + "[" * 5000 + "</script>" + ld(LD),
        ld({"@type": "NewsArticle", "headline": "Another article without a day"}, LD),
    ],
)
def test_json_ld_is_found_in_whatever_shape(scripts: str) -> None:
    found = told(scripts)
    assert (found.title, found.published) == ("Storm kills twelve in Novy", "2021-05-04")
    assert (found.publisher, found.authors, found.inferred) == ("The Courier", ("Jane Doe", "John Roe"), ())


def test_json_ld_may_name_people_by_reference() -> None:
    article = LD | {"publisher": {"@id": "#org"}, "author": {"@id": "#jane"}}
    people: list[dict[str, Any]] = [{"@id": "#org", "name": "The Courier"}, {"@id": "#jane", "name": "Jane Doe"}]
    found = told(ld({"@graph": [article, *people]}))
    assert (found.publisher, found.authors) == ("The Courier", ("Jane Doe",))


@pytest.mark.parametrize(
    "value", [7, None, [], {}, {"name": 7}, [[["deep"]]], "", "https://courier.example/jane", {"@id": "#nobody"}]
)
def test_json_ld_of_odd_types_names_nobody(value: object) -> None:
    found = told(ld(LD | {"author": value, "publisher": value, "headline": value and 7, "inLanguage": 7}))
    assert (found.authors, found.publisher) == ((), None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-05-04", "2021-05-04"),
        ("2021-05-04T00:10:00Z", "2021-05-04"),
        ("20210504T001000", "2021-05-04"),
        ("2021-05", "2021-05"),
        ("May 4, 2021", "2021-05-04"),
        ("Tue, 04 May 2021 10:00:00 +0300", "2021-05-04"),
    ],
)
def test_a_day_is_read_however_it_is_written(written: str, day: str) -> None:
    assert told(ld(LD | {"datePublished": written})).published == day


@pytest.mark.parametrize("written", ["2021-02-30", "yesterday", "", "9" * 1000, 20210504, "0000-00-00"])
def test_a_day_that_is_none_is_not_taken(written: object) -> None:
    assert told(ld(LD | {"datePublished": written})).published is None


def test_meta_elements_say_what_json_ld_does_not() -> None:
    head = (
        '<meta property="article:published_time" content="2021-05-04T10:00:00+03:00">'
        '<meta property="og:site_name" content="The Courier"><meta name="author" content="By Jane Doe and John Roe">'
        '<meta property="og:title" content="Storm kills twelve in Novy"><meta property="og:locale" content="en_US">'
        '<link rel="canonical" href="https://courier.example/storm">'
    )
    assert told(head) == Described(
        title="Storm kills twelve in Novy",
        publisher="The Courier",
        authors=("Jane Doe", "John Roe"),
        published="2021-05-04",
        url="https://courier.example/storm",
        language="en",
    )


def test_a_day_that_nobody_states_is_inferred() -> None:
    found = told("<title>Storm</title>", f'<time datetime="2021-05-04">4 May</time>{BODY}')
    assert (found.published, found.inferred) == ("2021-05-04", ("published",))


def test_a_day_in_the_address_is_inferred() -> None:
    found = told("", url="https://courier.example/2021/05/04/storm")
    assert (found.published, found.inferred) == ("2021-05-04", ("published",))


def test_the_year_of_a_copyright_is_no_day() -> None:
    assert told("", f"{BODY}<p>Copyright 2019 The Courier</p>").published is None


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        ("<title>Storm kills twelve - The Courier</title>", BODY, "Storm kills twelve", "The Courier"),
        ("<title>Storm kills twelve</title>", BODY, "Storm kills twelve", None),
        (
            "<title>Storm | The Courier</title>",
            f"<h1>Storm kills twelve</h1>{BODY}",
            "Storm kills twelve",
            "The Courier",
        ),
        ("<title>Storm | The Courier</title>", f"<h1>The Courier</h1>{BODY}", "Storm", "The Courier"),
        ("", BODY, None, None),
    ],
)
def test_a_title_that_is_not_stated_is_that_of_the_page(
    head: str, body: str, title: str | None, publisher: str | None
) -> None:
    found = told(head, body)
    assert (found.title, found.publisher) == (title, publisher)
    assert ("publisher" in found.inferred) == (publisher is not None)


@pytest.mark.parametrize(
    ("canonical", "url", "expected"),
    [
        ("https://courier.example/a", URL, "https://courier.example/a"),
        ("https://other.example/a", URL, URL),
        ("javascript:alert(1)", URL, URL),
        ("/a", URL, URL),
        ("https://courier.example/a", None, "https://courier.example/a"),
        ("https://courier.example/a b", None, None),
    ],
)
def test_a_page_has_an_address_of_the_host_where_it_was_found(
    canonical: str, url: str | None, expected: str | None
) -> None:
    assert told(f'<link rel="canonical" href="{canonical}">', url=url).url == expected


@pytest.mark.parametrize(
    ("html", "language"), [('<html lang="en-GB">', "en"), ("<html lang=''>", None), ("<html>", None)]
)
def test_a_page_says_its_language(html: str, language: str | None) -> None:
    assert told("", html=html).language == language


def test_escaped_markup_is_text() -> None:
    found = read_page(page("", f"<p>{FIRST} &lt;script&gt;alert(1)&lt;/script&gt;</p>{BODY}"), URL)
    assert "<script>alert(1)</script>\n\n" in found.text


def test_scripts_and_comments_are_no_text() -> None:
    body = (
        f"<script>var a = 'planted';</script><!-- planted --><style>planted</style>{BODY}<noscript>planted</noscript>"
    )
    assert "planted" not in read_page(page("", body), URL).text


def test_what_is_not_seen_is_left_out() -> None:
    odd = (
        FIRST.replace("storm", "st\u00ado\u200brm").replace("Novy", "\u202eNovy\u202c").replace("mayor", "ma\u200dyor")
    )
    found = read_page(page("", f"<p>{odd.replace('twelve', 'tw&#x200B;elve')}</p><p>{SECOND}</p>"), URL)
    assert found.text == f"{FIRST}\n\n{SECOND}"


def test_what_is_hidden_or_struck_out_is_not_said() -> None:
    more = "<p hidden>Nobody sees this paragraph of the page.</p><template><p>Nor this one.</p></template>"
    struck = "<del>The mayor was arrested.</del>"
    found = read_page(page("", f"<p>{FIRST}</p>{more}<p>{SECOND}{struck}</p>"), URL)
    assert found.text == f"{FIRST}\n\n{SECOND}"


def test_text_is_composed_and_spaces_are_plain() -> None:
    found = read_page(page("", f"<p>Cafe\u0301 \u00a0 of \tNovy.</p>{BODY}"), URL)
    assert found.text.startswith("Café of Novy.\n\n")


def test_lists_and_tables_are_lines() -> None:
    body = (
        f"{BODY}<ul><li>Two bridges fell.</li></ul><table><tr><th>Dead</th><th>Hurt</th></tr><tr><td>12</td><td>3</td>"
    )
    assert read_page(page("", body), URL).text.split("\n\n")[2:] == ["- Two bridges fell.", "Dead | Hurt", "12 | 3"]


@pytest.mark.parametrize(
    ("charset", "declared", "word"),
    [
        ("utf-8", "", "Café"),
        ("utf-8-sig", "", "Café"),
        ("utf-16", "", "Café"),
        ("utf-16", "utf-16", "Café"),
        ("utf-8", "utf-8", "Café"),
        ("utf-8", "utf-16", "Café"),
        ("utf-8", "iso-8859-15-nonsense", "Café"),
        ("utf-8", "utf-7", "Café"),
        ("cp1252", "", "Café"),
        ("cp1252", "iso-8859-1", "Café – “"),
        ("cp1251", "windows-1251", "Новы"),
        ("koi8-r", "KOI8-R", "Новы"),
        ("shift_jis", "shift_jis", "東京"),
        ("gb18030", "gb2312", "北京"),
    ],
)
def test_characters_are_those_of_the_page(charset: str, declared: str, word: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    body = f"<p>{word} {FIRST}</p><p>{SECOND}</p>"
    assert read_page(page(head, body).decode().encode(charset), URL).text.startswith(f"{word} A storm")


def test_a_broken_character_is_marked() -> None:
    content = page('<meta charset="utf-8">').replace(b"storm", b"st\xff\xf8rm")
    assert read_page(content, URL).text.startswith("A st\ufffd\ufffdrm killed")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "it is no page: expected HTML"),
        (b"Words and no tags.", "it is no page: expected HTML"),
        (b"PK\x03\x04\x00", "it is binary (a NUL byte at 4): expected a page of text"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "it is no page: expected HTML"),
        (b"<svg><text>" + b"word " * 100, "it is no page: expected HTML"),
        (
            b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>' + FIRST.encode(),
            "it declares entities, as XML does: expected HTML",
        ),
        (
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd" [\n]><html><p>' + FIRST.encode(),
            "it declares entities, as XML does: expected HTML",
        ),
        (
            b"<html>" + b" " * MAX_BYTES,
            f"it has {MAX_BYTES + 6} bytes: expected a page of at most {MAX_BYTES}",
        ),
        (b"<html>" + b"<p>" * MAX_TAGS, f"it has more than {MAX_TAGS} tags: expected a page of one article"),
        (
            page("", f"<p {' '.join(f'a{number}=1' for number in range(MAX_ATTRIBUTES + 1))}>{FIRST}</p>"),
            f"a tag has too many attributes: expected at most {MAX_ATTRIBUTES}",
        ),
        (
            page("", f"<p {' '.join(f'a{number}' for number in range(MAX_ATTRIBUTES + 1))}>{FIRST}</p>"),
            f"an element has too many attributes: expected at most {MAX_ATTRIBUTES}",
        ),
        (page("", "<div>" * 300 + FIRST), "it nests too deep: expected at most 250 elements inside each other"),
        (page("", ""), "no article was found in it: expected a page with paragraphs of text"),
        (page("", "<p>Too few words.</p>"), "no article was found in it: expected a page with paragraphs of text"),
    ],
    ids=range(14),
)
def test_what_is_no_page_of_an_article_is_refused(content: bytes, expected: str) -> None:
    assert reason(content) == expected


def test_a_page_that_was_printed_as_xml_is_read() -> None:
    xml = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">\n'
    content = xml + page().removeprefix(b"<!doctype html>")
    assert read_page(content, URL).text == f"{FIRST}\n\n{SECOND}"


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("it reaches for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = ld({"@context": "http://127.0.0.1:9/context", "@id": "http://127.0.0.1:9/a"} | LD) + (
        '<link rel="canonical" href="http://127.0.0.1:9/a"><base href="http://127.0.0.1:9/">'
        '<link rel="stylesheet" href="http://127.0.0.1:9/style.css"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9">'
    )
    body = f'{BODY}<img src="http://127.0.0.1:9/a.png"><iframe src="http://127.0.0.1:9/frame"></iframe>'
    assert read_page(page(head, body), "http://127.0.0.1:9/a").text.endswith(SECOND)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([*"<>/=\"'&;![]-", "p", "<p>", "</p>", "<div ", "<!--", "<script>", "word "])).map("".join)
)
def test_any_markup_is_read_or_refused(markup: str) -> None:
    try:
        found = read_page(page("", f"{BODY}{markup}"), URL)
    except LoadError:
        return
    assert found.text.encode()
    assert "\n\n\n" not in found.text


class Given(bytes):
    """The bytes of a page."""


def read(content: bytes) -> Page:
    return read_page(content, URL)


PAGES = [
    page(ld(LD), f"<h1>Storm</h1>{BODY}"),
    page("<title>Storm | The Courier</title>", f'<p class="date">Posted on May 4th, 2021</p>{BODY}'),
    page("", f"<table><tr><td>{FIRST}<td>{SECOND}</table><aside>{SECOND}</aside>", "<html lang=en>"),
    page('<meta charset="windows-1251">').replace(b"Novy", "Новы".encode("cp1251")),
    page('<meta charset="euc-kr">'),
    page().decode().encode("utf-16"),
    b"<html><body>" + f"<div><br>{FIRST}<br><br>{SECOND}</div>".encode() * 3,
]


def test_pages_are_read_where_no_file_can_be_opened() -> None:
    limits = Limits(seconds=30.0)
    found = list(run_each(read, PAGES, Page, prepare=prepare, limits=limits))
    assert found == [read(content) for content in PAGES]


def test_a_page_that_is_refused_is_a_failure_of_its_own() -> None:
    found = list(run_each(read, [b"no page", PAGES[0]], Page, prepare=prepare, limits=Limits(seconds=30.0)))
    assert found == [Failure("LOAD_FAILED", "it is no page: expected HTML"), read(PAGES[0])]

"""Articles are read in processes of their own, what is known of them put together, and what they claim proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import LoadError
from graph.model import DerivationKind, Quantity, Refused, Remark, Source, Status, Time
from loaders import Document, Options, Reading, collected, read_document
from loaders.article import accepts, reading
from loaders.article.child import Found, Given, read_one
from loaders.article.extraction import Described, Extraction, Rejection
from loaders.article.form import Form
from loaders.article.llm import LanguageModel
from loaders.article.reading import claims_of, read_articles
from loaders.sandbox import Failure
from tests.loaders.article.fake_model import FakeModel, gives, says
from tests.loaders.article.test_llm import answer, claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loaders import Item, Read

ARTICLE = """\
Two Arrested In Brest

Anna Kowal was arrested in Brest on 3 May 2021. Her brother, Jan Kowal, was arrested a week later.

The group Vesta counts 40 political prisoners in Belarus. “Anna may be released,” Jan Kowal said.
"""
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Two Arrested In Brest | The Courier</title>
<link rel="canonical" href="https://courier.example/2021/two-arrested">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Two Arrested In Brest",
"datePublished": "2021-05-11T10:00:00Z", "author": {{"name": "Ewa Nowak"}}, "publisher": {{"name": "The Courier"}}}}
</script>
</head><body><nav>Home News Sport</nav><article><h1>Two Arrested In Brest</h1>
<p>Anna Kowal was arrested in Brest on 3 May 2021. Her brother, Jan Kowal, was arrested a week later.</p>
<p>The group Vesta counts 40 political prisoners in Belarus. “Anna may be released,” Jan Kowal said.</p>
<p>{"It was not the first time that people were held in the city. " * 8}</p></article></body></html>"""
GERMAN = (
    "Die Polizei hat am Samstag in Minsk mehrere Personen festgenommen, die auf dem Platz demonstriert hatten. " * 3
)
OPTIONS = Options(published="2021-05-11", publisher="The Courier")

Answers = dict[str, Found | Failure]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], None]:
    """Return how to say what the child processes answer to each file, so that none is started."""

    def answer(answers: Answers) -> None:
        def run(_: object, given: Sequence[Given], *__: object, **___: object) -> Iterator[Found | Failure]:
            return (answers[each.name] for each in given)

        monkeypatch.setattr(reading, "run_each", run)

    return answer


def found(text: str = ARTICLE, *, refused: tuple[Rejection, ...] = (), **described: object) -> Found:
    """Return an article in which nothing was found."""
    about = Described(**described)  # type: ignore[arg-type]  # whatever a test says
    return Found(text, about, Extraction("rules 1", refused=refused))


def items(document: Document, options: Options) -> list[Item]:
    """Return what is read of one document."""
    (article,) = read_articles([(document, options)])
    return list(claims_of(article, options))


def source(told: list[Item]) -> Source:
    (only,) = [item for item in told if isinstance(item, Source)]
    return only


def remarks(told: list[Item]) -> list[str]:
    return [item.text for item in told if isinstance(item, Remark)]


# ---------------------------------------------------------------- what is accepted


@pytest.mark.parametrize(("name", "accepted"), [("a.txt", True), ("a.html", True), ("a.pdf", True), ("a.json", False)])
def test_an_article_is_accepted_by_its_form(name: str, *, accepted: bool) -> None:
    assert accepts(Document(name, b"Anna"), Options()) is accepted


# ---------------------------------------------------------------- what is known of it


def test_what_the_command_says_wins_over_the_page(answering: Callable[[Answers], None]) -> None:
    answering({"a.html": found(published="2020-01-01", publisher="The Post", url="https://post.example/1")})
    options = Options(published="2021-05-11", publisher="The Courier", url="https://courier.example/1")
    told = items(Document("a.html", b""), options)
    assert (source(told).id, source(told).url) == ("https://courier.example/1",) * 2
    assert source(told).published == Time("2021-05-11")
    assert source(told).publisher.startswith("onrecord:entity/the-courier-")
    assert remarks(told) == []


def test_what_the_page_says_is_taken_where_the_command_says_nothing(answering: Callable[[Answers], None]) -> None:
    page = found(
        title="Two Arrested",
        published="2021-05-11",
        publisher="The Post",
        url="https://post.example/1",
        authors=("Ewa Nowak",),
        language="en-GB",
    )
    answering({"a.html": page})
    read = source(items(Document("a.html", b""), Options()))
    assert (read.id, read.title, read.authors) == ("https://post.example/1", "Two Arrested", ("Ewa Nowak",))
    assert (read.published, read.language, read.loader) == (Time("2021-05-11"), "en-gb", "article")


def test_a_source_id_that_is_given_is_the_id(answering: Callable[[Answers], None]) -> None:
    answering({"a.html": found(url="https://post.example/1")})
    assert source(items(Document("a.html", b"", "given"), OPTIONS)).id == "given"


def test_a_day_that_was_guessed_is_uncertain_and_told(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": found(published="2021-05-11", inferred=("published",))})
    told = items(Document("a.txt", b""), Options(publisher="The Courier"))
    assert source(told).published == Time("2021-05-11?")
    assert remarks(told) == ["published 2021-05-11 was read from the article and may be wrong (give --published)"]


def test_a_publisher_that_was_guessed_is_told(answering: Callable[[Answers], None]) -> None:
    answering({"a.html": found(published="2021-05-11", publisher="The Post", inferred=("publisher",))})
    told = remarks(items(Document("a.html", b""), Options()))
    assert told == ["published by The Post was read from the article and may be wrong (give --publisher)"]


def test_an_article_without_a_day_is_told(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": found()})
    told = items(Document("a.txt", b""), Options(publisher="The Courier"))
    assert source(told).published is None
    assert remarks(told) == [
        "nobody says when it was published: a date such as “last month” stays open (give --published)"
    ]


def test_an_article_without_a_publisher_stops_the_load(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": found()})
    with pytest.raises(LoadError, match=r"a\.txt: nobody says who published the text: give --publisher NAME"):
        items(Document("a.txt", b""), Options())


def test_another_language_is_told_and_no_language_said(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": found(GERMAN)})
    told = items(Document("a.txt", b""), OPTIONS)
    assert source(told).language is None
    assert remarks(told) == ["it does not look like English: nothing else is read, so do not rely on what was found"]


@pytest.mark.parametrize(
    ("said", "name"),
    [({"published": "soon"}, "published"), ({"language": "E N"}, "language"), ({"url": "javascript:alert(1)"}, "url")],
)
def test_what_is_no_date_no_language_and_no_address_is_left_out(
    answering: Callable[[Answers], None], said: dict[str, Any], name: str
) -> None:
    answering({"a.txt": found(GERMAN, **said)})
    assert getattr(source(items(Document("a.txt", b""), Options(publisher="The Courier"))), name) is None


@pytest.mark.parametrize("published", ["yesterday", "2021-13"])
def test_a_day_that_is_none_stops_the_load_before_anything_is_read(published: str) -> None:
    with pytest.raises(LoadError, match=rf"a\.txt: published: '{published}' is not a date"):
        items(Document("a.txt", b"Anna"), Options(published=published, publisher="The Courier"))


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Failure("LOAD_FAILED", "it is no page"), "it is no page"),
        (Failure("MEMORY", "it needs more memory"), "it needs more memory"),
        (Failure("TIMEOUT", "it took longer than 9 seconds"), "it took longer than 9 seconds: give it more with --s"),
    ],
)
def test_what_cannot_be_read_stops_the_load_and_is_named(
    answering: Callable[[Answers], None], failure: Failure, reason: str
) -> None:
    answering({"a.txt": found(), "b.txt": failure})
    asked = [(Document(name, b""), OPTIONS) for name in ("a.txt", "b.txt")]
    read = read_articles(asked)
    assert next(read).text.name == "a.txt"
    with pytest.raises(LoadError) as refused:
        next(read)
    assert refused.value.name == "b.txt"
    assert refused.value.reason.startswith(reason)


def test_what_the_gate_says_is_told_by_its_kind(answering: Callable[[Answers], None]) -> None:
    said = tuple(Rejection(code.lower(), code, "because") for code in ("NO_EVIDENCE", "DATE_LEFT_OUT", "CORROBORATES"))
    answering({"a.txt": found(refused=said)})
    told = items(Document("a.txt", b"", "s"), OPTIONS)
    assert [item for item in told if isinstance(item, Refused)] == [
        Refused("s: claim no_evidence", "because (NO_EVIDENCE)")
    ]
    assert [item for item in told if isinstance(item, Remark)] == [
        Remark("s: claim date_left_out", "because (DATE_LEFT_OUT)")
    ]


# ---------------------------------------------------------------- the rules


def test_a_text_is_stored_as_it_is() -> None:
    content = ("\ufeff" + ARTICLE.replace("\n", "\r\n")).encode()
    read = read_one(Given("a.txt", content, Form.TEXT))
    assert read.text.encode() == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b"\xff", "it is not UTF-8 (byte 0)"), (b"a\x00", "it is binary (a NUL byte at 1)")],
)
def test_a_text_that_is_none_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        read_one(Given("a.txt", content, Form.TEXT))
    assert refused.value.reason.startswith(reason)


def test_a_date_line_is_a_guess() -> None:
    read = read_one(Given("a.txt", f"11 May 2021\n\n{ARTICLE}".encode(), Form.TEXT))
    assert (read.described.published, read.described.inferred) == ("2021-05-11", ("published",))


# ---------------------------------------------------------------- in processes of their own


@pytest.fixture(scope="module")
def three() -> list[Read]:
    """Return a text, a page and a text in German as they are read by two processes."""
    documents = [Document("a.txt", ARTICLE.encode()), Document("b", PAGE.encode()), Document("c.txt", GERMAN.encode())]
    read = read_articles([(document, OPTIONS) for document in documents], Reading(jobs=2))
    return [collected(claims_of(article, OPTIONS), article.text) for article in read]


def test_articles_come_in_their_order(three: list[Read]) -> None:
    assert [read.content.source.id for read in three] == ["a", "https://courier.example/2021/two-arrested", "c"]


@pytest.mark.parametrize("number", [0, 1])
def test_what_an_article_claims_is_proposed(three: list[Read], number: int) -> None:
    read = three[number]
    assert {claim.status for claim in read.content.claims} == {Status.PROPOSED}
    assert {claim.derivation.kind for claim in read.content.claims if claim.derivation} == {DerivationKind.EXTRACTED}
    values = {claim.property.rsplit("#")[-1]: claim.value for claim in read.content.claims}
    held = values["politicalPrisonersHeld"]
    assert isinstance(held, Quantity)
    assert held.amount == 40
    assert Time("2021-05-03", "3 May 2021") in [claim.value for claim in read.content.claims]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_evidence_stands_in_the_text_that_is_stored(three: list[Read], number: int) -> None:
    text = three[number].text.decode()
    pieces = [piece for claim in three[number].content.claims for piece in claim.evidence]
    assert pieces
    assert all(text[piece.place.start : piece.place.end] == piece.exact for piece in pieces)


def test_the_text_of_a_page_is_stored_and_not_the_page(three: list[Read]) -> None:
    text = three[1].text.decode()
    assert text.startswith("Two Arrested In Brest\n\nAnna Kowal was arrested in Brest")
    assert "Home News" not in text
    assert three[1].content.source.text_sha256 == Document("", three[1].text).sha256


def test_a_process_has_so_many_seconds_for_an_article() -> None:
    with pytest.raises(LoadError, match=r"a\.txt: it took longer than 0\.01 seconds: give it more with --seconds"):
        list(read_articles([(Document("a.txt", ARTICLE.encode() * 50), OPTIONS)], Reading(seconds=0.01)))


def test_one_article_is_read_like_any_document() -> None:
    read = read_document(Document("a.txt", ARTICLE.encode(), "s"), OPTIONS)
    assert (read.content.source.id, read.text) == ("s", ARTICLE.encode())
    assert read.content.claims


# ---------------------------------------------------------------- a language model beside the rules


def test_a_model_that_fails_leaves_the_rules_their_claims(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": read_one(Given("a.txt", ARTICLE.encode(), Form.TEXT, "2021-05-11"))})
    with FakeModel(gives(500)) as server:
        model = LanguageModel(server.endpoint())
        (article,) = read_articles([(Document("a.txt", b""), OPTIONS)], Reading(model=model))
    assert article.extraction.extractor == "rules 1"
    assert article.extraction.claims
    (remark,) = article.remarks
    assert remark.startswith(f"the language model at 127.0.0.1:{server.server_port} cannot be used: ")
    assert remark.endswith(": only the rules have read it")


def test_what_a_model_adds_passes_the_gate(answering: Callable[[Answers], None]) -> None:
    answering({"a.txt": found()})
    people = [
        {"id": local, "name": name, "type": kind, "mentions": [], "unnamed": False}
        for local, name, kind in (("vesta", "Vesta", "org"), ("belarus", "Belarus", "place"))
    ]
    words = "Vesta counts 40 political prisoners in Belarus"
    told = [claim("count:political_prisoners", {"place": "belarus"}, words, value=number) for number in (40, 41)]
    with FakeModel(says(answer(*told, entities=people))) as server:
        model = LanguageModel(server.endpoint())
        (article,) = read_articles([(Document("a.txt", b"", "s"), OPTIONS)], Reading(model=model))
    read = collected(claims_of(article, OPTIONS), article.text)
    held = [each for each in read.content.claims if each.property.endswith("politicalPrisonersHeld")]
    assert [each.derivation.method for each in held if each.derivation] == ["llm fake-1"]
    assert len(read.refused) == 1

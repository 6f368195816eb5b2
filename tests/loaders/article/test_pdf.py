"""PDFs with a text layer, written by hand: what is read of them, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from graph.errors import LoadError
from loaders.article import pdf
from loaders.article.extraction import Described
from loaders.article.page import Page
from loaders.article.pdf import MAX_BYTES, MAX_PAGES, prepare, read_pdf
from loaders.sandbox import Failure, Limits, run_each

Placed = tuple[str, float, float, float]
"""A line, its place from the left and from the bottom, and the size of its letters."""

STORY = [
    "A storm killed twelve people in the port of Novy on Sunday, the",
    "mayor said, and two bridges fell into the sea at noon of that day.",
]
SECOND = [
    "Anna Kowal, a teacher, said that nobody had been warned of it, and",
    "that the police did not answer.",
]


def made(pages: Sequence[Sequence[Placed]], info: str = "", root: str = "") -> bytes:
    """Write a PDF whose pages are A4 and hold these lines in Helvetica."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = b"".join(drawn(line) for line in lines)
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} /Contents {5 + 2 * number} 0 R >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    objects.append(f"<< {info} >>".encode())
    found = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(found)
    size = len(objects) + 1
    found += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    found += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, start)
    return bytes(found)


def drawn(line: Placed) -> bytes:
    text, x, y, size = line
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (size, x, y, escaped)


def set_in(*blocks: Sequence[str], top: float = 740, gap: float = 26, indent: float = 0) -> list[Placed]:
    """Place paragraphs below each other: lines 14 points apart, paragraphs `gap`."""
    found: list[Placed] = []
    for block in blocks:
        for number, text in enumerate(block):
            found.append((text, 72 + (0 if number else indent), top, 11))
            top -= 14
        top -= gap - 14
    return found


def paragraphs(*pages: Sequence[Placed], info: str = "") -> list[str]:
    return read_pdf(made(pages, info)).text.split("\n\n")


def described(*pages: Sequence[Placed], info: str = "", root: str = "") -> Described:
    return read_pdf(made(pages, info, root)).described


def reason(content: bytes) -> str:
    with pytest.raises(LoadError) as refused:
        read_pdf(content)
    return refused.value.reason


def test_lines_become_paragraphs_by_the_gaps_between_them() -> None:
    assert paragraphs(set_in(STORY, SECOND)) == [" ".join(STORY), " ".join(SECOND)]


def test_indented_lines_begin_paragraphs() -> None:
    assert paragraphs(set_in(STORY, SECOND, gap=14, indent=18)) == [" ".join(STORY), " ".join(SECOND)]


def test_a_short_last_line_ends_a_paragraph() -> None:
    assert paragraphs(set_in(SECOND, STORY, gap=14)) == [" ".join(SECOND), " ".join(STORY)]


def test_a_line_of_other_letters_is_a_paragraph() -> None:
    lines = [("Storm kills twelve", 72.0, 760.0, 20.0), *set_in(STORY, top=740)]
    assert paragraphs(lines) == ["Storm kills twelve", " ".join(STORY)]


def test_marks_of_lists_begin_paragraphs() -> None:
    lines = set_in(
        [STORY[0], STORY[1], "• Two bridges fell into the sea at noon", "• A third was closed by the police"]
    )
    assert paragraphs(lines)[1:] == ["• Two bridges fell into the sea at noon", "• A third was closed by the police"]


@pytest.mark.parametrize(
    ("first", "second", "rest", "expected"),
    [
        ("after the demon-", "stration of Monday", "", "after the demonstration of Monday"),
        ("after the demon\u00ad", "stration of Monday", "", "after the demonstration of Monday"),
        ("in a well-", "known port of the sea", "It is well-known.", "in a well-known port of the sea"),
        ("in a well-", "known port of the sea", "It is wellknown.", "in a wellknown port of the sea"),
        ("the Anglo-", "Saxon chronicle of the sea", "", "the Anglo-Saxon chronicle of the sea"),
        ("between 1990-", "2000 of the years", "", "between 1990- 2000 of the years"),
        ("a teacher — or so it was said —", "came to the port", "", "a teacher — or so it was said —came to the port"),
    ],
)
def test_words_that_a_line_end_divides_are_put_together(first: str, second: str, rest: str, expected: str) -> None:
    found = paragraphs(set_in([f"Words came {first}", second], [rest or "No more words."]))
    assert found[0] == f"Words came {expected}"


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    assert paragraphs(set_in(SECOND, STORY[:1]), set_in(STORY[1:], SECOND[:1])) == [
        " ".join(SECOND),
        " ".join(STORY),
        SECOND[0],
    ]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left, right = set_in(SECOND, STORY[:1]), [(STORY[1], 320.0, 740.0, 11.0)]
    assert paragraphs([*left, *right]) == [" ".join(SECOND), " ".join(STORY)]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int, *blocks: Sequence[str]) -> list[Placed]:
        head: list[Placed] = [("The Courier, 4 May 2021", 72, 815, 9), ("7/9/21, 5:00 PM A storm", 300, 815, 9)]
        foot: list[Placed] = [(f"Page {number} of 2", 280, 30, 9), ("https://courier.example/a", 72, 30, 9)]
        return [*head, *set_in(*blocks), *foot]

    assert paragraphs(page(1, STORY), page(2, SECOND)) == [" ".join(STORY), " ".join(SECOND)]


def test_what_stands_once_in_a_margin_stays() -> None:
    assert paragraphs([("Evening edition", 72, 815, 11), *set_in(STORY)])[0] == "Evening edition"


def test_the_file_says_its_title_and_when_it_was_made() -> None:
    info = "/Title (Storm kills twelve) /Author (Jane Doe and John Roe) /CreationDate (D:20210504233000+03'00')"
    assert described(set_in(STORY), info=info, root="/Lang (en-GB)") == Described(
        title="Storm kills twelve",
        authors=("Jane Doe", "John Roe"),
        published="2021-05-04",
        inferred=("published",),
        language="en",
    )


@pytest.mark.parametrize(
    "title", ["", "/Title (Untitled)", "/Title (Microsoft Word - storm.docx)", "/Title (storm.pdf)"]
)
def test_a_title_that_is_the_name_of_a_file_is_none(title: str) -> None:
    lines = [("Storm kills twelve", 72.0, 760.0, 20.0), *set_in(STORY)]
    assert described(lines, info=title).title == "Storm kills twelve"
    assert described(set_in(STORY), info=title).title is None


def test_lines_of_the_text_win_over_what_the_file_says() -> None:
    lines = set_in(["Storm kills twelve"], ["By Anna Kowal"], ["3 May 2021"], STORY)
    found = described(lines, info="/Author (scanner) /CreationDate (D:20210504)")
    assert (found.authors, found.published, found.inferred) == (("Anna Kowal",), "2021-05-03", ("published",))


@pytest.mark.parametrize(
    "info", ["/CreationDate (yesterday)", "/CreationDate (D:20219999)", "/CreationDate 7", "/Author 7"]
)
def test_what_the_file_says_wrongly_is_not_taken(info: str) -> None:
    found = described(set_in(STORY), info=info)
    assert (found.published, found.authors, found.inferred) == (None, (), ())


def test_letters_that_are_drawn_as_one_are_several() -> None:
    writer = made([set_in(STORY)]).replace(b"/WinAnsiEncoding", b"<< /Differences [65 /fi] >>")
    assert read_pdf(writer).text.startswith("fi storm killed")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "it is broken: Cannot read an empty file"),
        (b"%PDF-1.4\n" + b"x" * 500, None),
        (b"words and no PDF", None),
        (made([set_in(STORY)])[:300], None),
        (made([[]]), "it has no text layer, only pictures: expected text (a scan needs OCR before)"),
        (made([set_in(["7"])]), "it has no text layer, only pictures: expected text (a scan needs OCR before)"),
        (b"%PDF-1.4\n" + b"x" * MAX_BYTES, f"it has {MAX_BYTES + 9} bytes: expected at most {MAX_BYTES}"),
        (made([[]] * (MAX_PAGES + 1)), f"it has {MAX_PAGES + 1} pages: expected at most {MAX_PAGES}"),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_refused(content: bytes, expected: str | None) -> None:
    found = reason(content)
    assert found == expected if expected else found.startswith("it is broken: ")


def test_an_encrypted_file_is_refused() -> None:
    writer = PdfWriter(PdfReader(BytesIO(made([set_in(STORY)]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    content = BytesIO()
    writer.write(content)
    assert reason(content.getvalue()) == "it is encrypted: expected a file that needs no password"


def test_a_file_that_unfolds_into_a_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 100)
    assert reason(made([set_in(STORY), set_in(STORY)])) == "it has more than 100 characters: expected an article"


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(made([set_in(STORY, SECOND)], info="/CreationDate (D:20210504)"))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(content))
    except LoadError:
        return


def read(content: bytes) -> Page:
    return read_pdf(content)


def test_files_are_read_where_no_file_can_be_opened() -> None:
    info = "/Title (Storm) /CreationDate (D:20210504)"
    contents = [made([set_in(STORY, SECOND)], info), b"no PDF", made([set_in(SECOND)])]
    found = list(run_each(read, contents, Page, prepare=prepare, limits=Limits(seconds=30.0)))
    assert found[0::2] == [read(contents[0]), read(contents[2])]
    assert isinstance(found[1], Failure)
    assert found[1].code == "LOAD_FAILED"

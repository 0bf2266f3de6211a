"""The report as a page, by its text; tests/test_report_browser.py looks at it with a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from conformance.fault import Fault, Octets
from conformance.report import as_html
from conformance.report.model import Run
from conformance.report.words import visible

from .reports import HOSTILE, UNDECIDED, entry, hostile_run, run

VOID = {"meta", "input", "rect", "br"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of this tag below this one, with these attributes."""
        found = [one for child in self.inside for one in child.find(tag, **attributes)]
        if self.tag == tag and attributes.items() <= self.attributes.items():
            found.insert(0, self)
        return found


class Parser(HTMLParser):
    """A page as a tree; what is not closed, or closed twice, is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.here.tag == tag
            assert self.here.parent is not None
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        element: Element | None = self.here
        while element is not None:
            element.text += data
            element = element.parent


def page(*runs: Run) -> Element:
    parser = Parser()
    parser.feed(as_html.text(list(runs)))
    assert parser.here is parser.root
    return parser.root


def everything() -> Run:
    """A run with each outcome, faults and octets."""
    subject = run("pass", "fail", "advice", *UNDECIDED)
    octets = Octets("HTTP/1.1 200 OK\r\nx: \0\xe9\\\r\n", 7, 99, (20, 21))
    subject.entries.append(entry("other.a", "fail", faults=(Fault("1", "2", "f(3)", octets),)))
    return subject


PAGES = {
    "plain": [run("pass")],
    "nothing": [run()],
    "everything": [everything()],
    "matrix": [everything(), run("pass", "fail"), run("pass")],
    "hostile": [hostile_run(), everything()],
}


@pytest.fixture(params=PAGES)
def any_page(request: pytest.FixtureRequest) -> Element:
    """A page of each kind."""
    return page(*PAGES[request.param])


def test_each_clause_has_its_row() -> None:
    """The id, statement, source, level and outcome of every clause stand in one row."""
    subject = everything()
    for one in subject.entries:
        (row,) = page(subject).find("tr", id=one.id)
        for text in (one.id, one.statement, one.source, one.level, one.outcome):
            assert text in row.text


def test_several_implementations_are_a_matrix() -> None:
    """Each clause has one row, with a cell for each implementation, in their order."""
    root = page(run("pass", "fail"), run("fail", "pass"), run("pass"))
    rows = [
        [c.text for c in row.find("td")[1:]] for row in root.find("tr") if "id" in row.attributes
    ]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["✓pass", "✗fail", "✓pass"],
        ["✗fail", "✓pass", ""],
    ]
    assert root.find("h1")[0].text == "✗1 of 3 conform"


def test_a_fault_is_told_whole() -> None:
    """Expected, got, the call, the octets and the command stand under the clause's name."""
    (article,) = page(everything()).find("article", id="i1-other.a")
    assert [term.text for term in article.find("dt")] == ["expected", "got", "call", "octets"]
    *texts, octets = (value.find("pre")[0].text for value in article.find("dd"))
    assert texts == ["1", "2", "f(3)"]
    assert octets.splitlines() == [
        "[... 7 octets ...]", r"HTTP/1.1 200 OK\r\n", r"x: \x00\xe9\\\r\n", "[... 67 octets ...]",
    ]  # fmt: skip
    assert "pytest --pyargs conformance --impl=subject --clause=other.a" in article.text


@pytest.mark.parametrize(
    ("marked", "shown"),
    [(None, ""), ((0, 1), "a"), ((1, 3), r"\r\n"), ((4, 4), "(end)"), ((3, 3), r"\xff")],
)
def test_octets_at_fault_are_marked(marked: tuple[int, int] | None, shown: str) -> None:
    """What is at fault is marked; where something is missing, what stands in its place is."""
    subject = run()
    fault = Fault("1", "2", "f()", Octets("a\r\n\xff", 0, 4, marked))
    subject.entries.append(entry("a.b", "fail", faults=(fault,)))
    assert "".join(mark.text for mark in page(subject).find("mark")) == shown


def test_sources_are_linked() -> None:
    """A section of an RFC is a link to it, doc and ruling to what they mean."""
    subject = run()
    one = entry("a.b", "pass")
    subject.entries.append(type(one)(**{**vars(one), "source": "RFC 9110 §5.1; ruling"}))
    links = [link.attributes["href"] for link in page(subject).find("tr", id="a.b")[0].find("a")]
    address = "https://www.rfc-editor.org/rfc/rfc9110.html#section-5.1"
    assert links == ["#a.b", address, "#source-ruling"]


def test_an_early_end_is_told() -> None:
    """A run that was interrupted says so under the verdict."""
    assert "The run ended early, with 1 of its clauses to go" in page(everything()).text
    assert "ended early" not in page(run("pass")).text


def test_remarks_are_told() -> None:
    """Why clauses were not judged, and what else was noticed, is a list; there may be nothing."""
    (remarks,) = page(everything()).find("section", id="remarks")
    assert "skipped: this machine cannot judge it (area.n8)" in remarks.text
    assert page(run("pass")).find("section", id="remarks") == []


# What holds for every page


def test_nothing_is_loaded(any_page: Element) -> None:
    """The page refers to its own parts and to RFCs, and to nothing else."""
    for element in any_page.find("a"):
        assert re.fullmatch(
            r"#[\w.-]+|https://www\.rfc-editor\.org/rfc/rfc\d+\.html#section-[\d.]+",
            element.attributes["href"],
        )
    names = {n for e in _all(any_page) for n in e.attributes if n in ("src", "action", "style")}
    assert names == set()
    assert {e.tag for e in _all(any_page)}.isdisjoint({"link", "img", "iframe", "object", "base"})
    assert "url(" not in any_page.find("style")[0].text
    assert "@import" not in any_page.find("style")[0].text


def test_only_its_own_script_may_run(any_page: Element) -> None:
    """The policy names the page's script and style by what they are, and allows nothing else."""
    ((policy, *_),) = [
        [e.attributes["content"]] for e in any_page.find("meta") if "http-equiv" in e.attributes
    ]
    (style,), (script,) = any_page.find("style"), any_page.find("script")
    hashes = [
        base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        for element in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert [n for e in _all(any_page) for n in e.attributes if n.startswith("on")] == []


def test_links_within_the_page_lead_somewhere(any_page: Element) -> None:
    """No id occurs twice, and each link has its target."""
    ids = [e.attributes["id"] for e in _all(any_page) if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    links = {e.attributes["href"] for e in any_page.find("a") if e.attributes["href"][0] == "#"}
    named = {
        e.attributes[a]
        for e in _all(any_page)
        for a in ("for", "aria-labelledby")
        if a in e.attributes
    }
    assert {link[1:] for link in links} | named <= set(ids)


def test_who_cannot_see_the_page_can_read_it(any_page: Element) -> None:
    """Landmarks, a language, headings without a gap, tables with captions and scopes."""
    assert any_page.find("html")[0].attributes["lang"] == "en"
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(any_page.find(landmark)) == 1
    levels = [int(e.tag[1]) for e in _all(any_page) if re.fullmatch("h[1-6]", e.tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in any_page.find("table"):
        assert len(table.find("caption")) == 1
        assert {"scope" in head.attributes for head in table.find("th")} == {True}
    for picture in any_page.find("svg"):
        assert picture.attributes["aria-hidden"] == "true"


def test_nothing_hostile_becomes_markup() -> None:
    """A hostile run has the elements and attributes of any other, and shows what was said."""
    root, plain = page(hostile_run(), everything()), page(everything(), everything())
    assert {e.tag for e in _all(root)} == {e.tag for e in _all(plain)}
    assert {n for e in _all(root) for n in e.attributes} == {
        n for e in _all(plain) for n in e.attributes
    }
    (article,) = root.find("article", id="i1-area.fails")
    assert article.find("pre")[0].text == visible(HOSTILE)
    body = root.find("body")[0].text
    assert [one for one in body if not one.isprintable() and one != "\n"] == []


def test_text_has_contrast() -> None:
    """Each colour of text has a contrast of at least 4.5 to each ground (WCAG 2 §1.4.3)."""
    style = page(run("pass")).find("style")[0].text
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", scheme))
        for name in ("ink", "quiet", "link", "good", "bad", "mild", "open", "none"):
            for ground in ("ground", "raised"):
                assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in ("ink", "bad"):
            assert _contrast(colours[name], colours["mark"]) >= 4.5, name
        for name in ("good", "bad", "open"):  # the sign of the verdict
            assert _contrast(colours["ground"], colours[name]) >= 4.5, name


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _all(element: Element) -> list[Element]:
    return [one for child in element.inside for one in (child, *_all(child))]


def test_the_engine_is_imported_only_when_asked_for() -> None:
    """Who writes other reports needs no template engine."""
    code = "import sys, conformance.report.formats, conformance.report.as_markdown; "
    subprocess.run([sys.executable, "-c", code + "assert 'jinja2' not in sys.modules"], check=True)

"""The report as Markdown, read by a parser of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from conformance.fault import Fault
from conformance.report import as_markdown
from conformance.report.words import visible

from .reports import HOSTILE, entry, hostile_run, run


def parsed(text: str) -> Iterator[Any]:
    """Every token of a text in GitHub's Markdown, the inline ones among them."""
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        yield token
        yield from token.children or ()


def test_what_stands_where() -> None:
    """The verdict is the title; then come the areas, what fails, and what was not examined."""
    subject = run("pass", "fail", "skipped")
    text = as_markdown.text([subject])
    assert text.splitlines()[0] == "# ✗ subject does not conform: 1 clause"
    assert "| area | ✓ pass | ✗ fail | s skipped |" in text
    assert "| `area` | 1 | 1 | 1 |" in text
    assert "## What fails" in text
    assert "### ✗ `area.n1` (MUST, fail)" in text
    assert text.splitlines()[-1] == "- skipped: this machine cannot judge it (area.n2)"


def test_a_conforming_run_is_short() -> None:
    """Where nothing is to be said, nothing is said."""
    text = as_markdown.text([run("pass")])
    assert text.startswith("# ✓ subject conforms\n")
    assert "##" not in text


def test_a_fault_is_told_whole() -> None:
    """Expected, got, the call and the command stand each in its fence."""
    fault = Fault("200", "404", "impl.Response(200)")
    subject = run("pass")
    subject.entries.append(entry("a.b", "fail", faults=(fault,)))
    fences = [t.content for t in parsed(as_markdown.text([subject])) if t.type == "fence"]
    command = "pytest --pyargs conformance --impl=subject --clause=a.b"
    assert fences == ["200\n", "404\n", "impl.Response(200)\n", command + "\n"]


def test_advice_is_folded() -> None:
    """Advice stands in an element that is closed at first; in strict mode it is what fails."""
    text = as_markdown.text([run("pass", "advice")])
    assert "<details><summary>Advice: 1</summary>" in text
    assert "## What fails" not in text
    strictly = as_markdown.text([run("pass", "advice", strict=True)])
    assert "<details>" not in strictly
    assert "## What fails" in strictly


def test_several_runs() -> None:
    """Several implementations are compared in a table; each has its part."""
    text = as_markdown.text([run("pass"), run("fail")])
    assert text.splitlines()[0] == "# ✗ 1 of 2 conform"
    assert "| implementation | verdict | pass | fail |" in text
    assert "\n## ✓ subject conforms\n" in text
    assert "\n## ✗ subject does not conform: 1 clause\n" in text
    assert "\n### What fails\n" in text


def test_the_report_stays_of_a_size() -> None:
    """Of many failures the last are named only: what displays a summary has its limits."""
    text = as_markdown.text([run(*["fail"] * (as_markdown.MOST + 2))])
    assert text.count("### ✗ ") == as_markdown.MOST
    assert "\nAnd 2 more: `area.n60`, `area.n61`\n" in text


def test_several_reports_stay_of_a_size() -> None:
    """Several implementations share what one may take."""
    text = as_markdown.text([run(*["fail"] * 50)] * 3)
    assert text.count("### ✗ ") == as_markdown.MOST
    assert text.count("\nAnd 30 more: ") == 3


def test_nothing_hostile_is_taken_for_markup() -> None:
    """What an implementation says is text, or stands whole in a fence, whatever it holds."""
    tokens = list(parsed(as_markdown.text([hostile_run()])))
    html = {t.content.strip() for t in tokens if t.type.startswith("html")}
    assert html == {
        "<code>", "</code>", "<details><summary>Advice: 1</summary>", "</details>",
    }  # fmt: skip
    kinds = {t.type for t in tokens}
    assert kinds.isdisjoint({"link_open", "image", "em_open", "s_open", "code_block", "hr"})
    headings = [t for t in tokens if t.type == "heading_open"]
    assert len(headings) == 1 + 2 + 6
    fences = [t.content.rstrip("\n") for t in tokens if t.type == "fence"]
    assert fences.count(visible(HOSTILE)) == 3 * 2 + 4 + 3
    rows = [t for t in tokens if t.type == "tr_open"]
    assert len(rows) == 4
    texts = [t.content for t in tokens if t.type == "text"]
    assert not [text for text in texts if re.search(r"[^\x20-\x7e✓✗·…–é😀]", text)]


def test_nothing_hostile_breaks_a_table() -> None:
    """A name keeps to its cell."""
    tokens = list(parsed(as_markdown.text([hostile_run(), run("pass")])))
    first = next(n for n, t in enumerate(tokens) if t.type == "table_open")
    last = next(n for n, t in enumerate(tokens) if t.type == "table_close")
    rows = [t for t in tokens[first:last] if t.type == "tr_open"]
    cells = [t for t in tokens[first:last] if t.type in ("td_open", "th_open")]
    assert (len(rows), len(cells)) == (3, 3 * 12)

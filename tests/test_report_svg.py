"""The badge: what it says, in which colour, in which space."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from conformance.report import as_svg
from conformance.report.model import Run

from .reports import hostile_run, run

SVG = "{http://www.w3.org/2000/svg}"


def badge(*runs: Run) -> ElementTree.Element:
    return ElementTree.fromstring(as_svg.text(list(runs)))


@pytest.mark.parametrize(
    ("runs", "says", "verdict"),
    [
        ([run("pass", "skipped")], "conforms", "conforms"),
        ([run("pass", "fail", "pass")], "2 of 3", "fails"),
        ([run("pass", "timeout")], "1 of 2", "inconclusive"),
        ([run()], "nothing was run", "inconclusive"),
        ([run("pass"), run("pass")], "conforms", "conforms"),
        ([run("pass"), run("timeout"), run("fail")], "1 of 3 conform", "fails"),
    ],
)
def test_what_it_says(runs: list[Run], says: str, verdict: str) -> None:
    """It says that an implementation conforms, or how much of it does, in one of three colours."""
    root = badge(*runs)
    assert [text.text for text in root.iter(f"{SVG}text")] == [as_svg.LABEL, says]
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect")]
    assert as_svg.COLOURS[verdict] in fills


def test_who_cannot_see_it_is_told() -> None:
    """Its title and its label are the whole sentence."""
    root = badge(run("pass", "fail"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "subject does not conform: 1 clause"
    assert [title.text for title in root.iter(f"{SVG}title")] == [root.get("aria-label")]


@pytest.mark.parametrize("outcomes", [["pass"], ["fail"], ["pass"] * 300 + ["fail"] * 20])
def test_the_text_has_room(outcomes: list[str]) -> None:
    """Each text has its width, with a margin on both sides; both together are the badge."""
    root = badge(run(*outcomes))
    texts = [float(text.get("textLength", "")) for text in root.iter(f"{SVG}text")]
    halves = [float(rect.get("width", "")) for rect in root.iter(f"{SVG}rect")][1:3]
    assert [half - text for half, text in zip(halves, texts, strict=True)] == [12, 12]
    assert float(root.get("width", "")) == sum(halves)


def test_hostile_names() -> None:
    """A name is text in the title, and adds no element."""
    plain = [element.tag for element in badge(run("pass", "fail")).iter()]
    root = badge(hostile_run())
    assert [element.tag for element in root.iter()] == plain
    assert "<script>" in (root.get("aria-label") or "")
    assert (root.get("aria-label") or "").isprintable()

"""The audit makes the changes it claims to make, and explains only what it left unnoticed."""

from __future__ import annotations

import pytest

from conformance.gate import load_clauses
from tests.audit import SUITE, examine_reference, examine_suite, report
from tests.changes import Change, changes
from tests.measure import ROOT
from tests.mutants import SOURCES
from tests.mutants.equivalent import EQUIVALENT

load_clauses()

SOURCE = '''\
"""A module."""

LIMIT = 10


def short(text: str | None = None) -> bool:
    """Whether `text` is short."""
    if text is None:
        raise ValueError("no text")
    return len(text) < LIMIT
'''


def made() -> dict[str, Change]:
    return {change.text: change for change in changes("short.py", SOURCE)}


@pytest.mark.parametrize(
    "text",
    [
        "-LIMIT = 10\n+LIMIT = 11",
        "-LIMIT = 10\n+LIMIT = None",
        "-    if text is None:\n+    if text is not None:",
        "-    return len(text) < LIMIT\n+    return len(text) <= LIMIT",
        "-    return len(text) < LIMIT\n+    return len(None) < LIMIT",
    ],
)
def test_a_change_is_made(text: str) -> None:
    """Numbers, assignments, conditions, comparisons and arguments are changed; the line is told."""
    change = made()[text]
    old, new = (line[1:] for line in text.split("\n"))
    assert change.source == SOURCE.replace(old, new)
    assert SOURCE.splitlines()[change.line - 1] == old


def test_what_says_nothing_is_left_alone() -> None:
    """No annotation, docstring or message of an exception is changed, and no change made twice."""
    found = list(changes("short.py", SOURCE))
    for word in ("str |", "A module", "Whether", "no text"):
        assert not [change for change in found if f"-{word}" in change.text], word
        assert all(word in change.source for change in found), word
    assert len({change.source for change in found}) == len(found)


def test_a_change_to_the_reference_is_noticed() -> None:
    """A change that no mutant names is noticed by a clause."""
    source = (SOURCES / "abort.py").read_text(encoding="utf-8")
    change = next(c for c in changes("abort.py", source) if "+    if not 100 < code" in c.text)
    assert examine_reference(change)["killer"].startswith("response.")


def test_a_change_to_the_suite_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change to what judges is noticed by a test, in a copy that leaves the project alone."""
    path = ROOT / "conformance" / "grammar.py"
    before = path.read_text(encoding="utf-8")
    change = Change("grammar.py", 1, "", "", before + "\n")
    monkeypatch.setitem(SUITE, "grammar.py", ("test_grammar.py",))
    assert examine_suite(change)["killer"] == ""
    broken = Change("grammar.py", 1, "", "", before + "\nraise ValueError\n")
    assert examine_suite(broken)["killer"] != ""
    assert path.read_text(encoding="utf-8") == before


def test_every_explanation_is_of_code_that_stands() -> None:
    """What is listed as equivalent takes away lines that are still there."""
    folder = ROOT / "conformance"
    files = [*SOURCES.glob("*.py"), *(folder / name for name in SUITE)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    stale = [
        change
        for change, reason in EQUIVALENT.items()
        if not reason
        or not all(line[1:] in text for line in change.split("\n") if line.startswith("-"))
    ]
    assert stale == []


def test_survivors_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A survivor without a reason is printed and counts; one with a reason is neither."""
    explained = next(iter(EQUIVALENT))
    rows = [
        {"file": "a.py", "line": 3, "operator": "o", "change": "-a\n+b", "killer": ""},
        {"file": "a.py", "line": 4, "operator": "o", "change": explained, "killer": ""},
        {"file": "a.py", "line": 5, "operator": "o", "change": "-c\n+d", "killer": "headers.add"},
    ]
    assert report(rows) == 1
    said = capsys.readouterr().out
    assert "survives in a.py, line 3 (o):\n-a\n+b\n" in said
    assert said.endswith("3 changes, 2 survive, 1 of them unexplained\n")
    assert report(rows[1:]) == 0

"""The reference says of each clause which line obeys it, and cites none that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

import reference
from conformance.clause import REGISTRY
from conformance.gate import load_clauses
from conformance.specification.citations import citations, folder_of

load_clauses()
FOLDER = Path(reference.__file__).parent


def test_every_clause_is_cited() -> None:
    """Each clause of the registry stands above at least one line of the reference."""
    uncited = sorted(set(REGISTRY) - {citation.id for citation in citations(FOLDER)})
    assert not uncited, f"no line of the reference cites {', '.join(uncited)}"


def test_no_unknown_clause_is_cited() -> None:
    """Each id that the reference cites is in the registry."""
    unknown = [
        f"{citation.file.name}:{citation.line}: {citation.id}"
        for citation in citations(FOLDER)
        if citation.id not in REGISTRY
    ]
    assert not unknown, f"cited, but no clause: {', '.join(unknown)}"


def test_every_citation_is_read() -> None:
    """What looks like a citation is one: written as the others are, directly above code."""
    looks = sum(
        line.partition("clause:")[2].count(",") + 1
        for file in FOLDER.glob("*.py")
        for line in file.read_text(encoding="utf-8").split("\n")
        if "clause:" in line
    )
    assert looks == len(citations(FOLDER))
    stray = [c for c in citations(FOLDER) if not c.code or c.code.startswith("#")]
    assert not stray, f"no code below {stray[0].file.name}:{stray[0].line}: {stray[0].id}"


def test_no_line_cites_a_clause_twice() -> None:
    """A line names a clause once."""
    places = [(c.id, c.file, c.line) for c in citations(FOLDER)]
    assert len(places) == len(set(places))


def test_a_citation_is_of_the_next_line_of_code(tmp_path: Path) -> None:
    """Several lines of citations add up, and a decorator is passed over."""
    source = [
        "# clause: a.b, a.c",
        "# clause: a.d",
        "@property",
        "def f(self):",
        "    # why: a.e",
        "    # clause:a.f",
        "    # clause: a.g",
        "    return 1",
        "",
    ]
    (tmp_path / "a.py").write_text("\n".join(source), encoding="utf-8")
    assert [(c.id, c.line, c.code) for c in citations(tmp_path)] == [
        ("a.b", 4, "def f(self):"),
        ("a.c", 4, "def f(self):"),
        ("a.d", 4, "def f(self):"),
        ("a.g", 8, "return 1"),
    ]


@pytest.mark.parametrize(
    ("package", "expected"),
    [("reference", FOLDER), ("no_such_package", None), ("reference.send", None), ("this", None)],
)
def test_a_package_is_found(package: str, expected: Path | None) -> None:
    """folder_of gives the folder of a package, and None for what is none."""
    assert folder_of(package) == expected

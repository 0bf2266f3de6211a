"""One clause explained: what it judges and why, an example, and where the reference obeys it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from .clause import Clause
from .examples import example_of
from .fault import labelled
from .specification.citations import citations, folder_of
from .statements import RULES, judged_by

#: The package whose lines are shown; its source is read, and never imported.
REFERENCE = "reference"
_COLUMNS = 96


def explanation(clause: Clause) -> Iterator[str]:
    """The lines of it."""
    yield f"{clause.id}: {clause.statement}"
    if clause.why:
        yield f"\n{clause.why}"
    yield from _facts(clause)
    yield from _statements(clause)
    yield from _example(clause)
    yield from _obeyed(clause)


def _facts(clause: Clause) -> Iterator[str]:
    tightened = f", a MUST since {clause.tightened}" if clause.tightened else ""
    yield f"\nlevel       {clause.level}"
    yield f"source      {clause.source}"
    yield f"since       {clause.since}{tightened}"
    if clause.depends_on:
        yield f"depends on  {', '.join(clause.depends_on)}"
    yield f"only this   pytest --pyargs conformance --impl=MODULE --clause={clause.id}"


def _statements(clause: Clause) -> Iterator[str]:
    yield "\nIt judges:"
    for statement in judged_by(clause.id):
        yield _folded(f"{statement.key} ({statement.level}, {statement.source}): {statement.text}")
        if statement.why:
            yield _folded(f"    Why: {statement.why}")
    rules = [rule for rule in RULES if clause.id in rule.clauses]
    if rules:
        yield "\nThe standards say:"
    for rule in rules:
        yield _folded(f"{rule.section}: {rule.text}")


def _example(clause: Clause) -> Iterator[str]:
    example = example_of(clause.id)
    if example is None:
        return
    yield f'\nIt fails an implementation made in the belief "{example.belief}":'
    yield textwrap.indent(str(example.fault), "  ")
    end = "." if example.octets is None else ":"
    yield f"\nFor the same values it passes the reference{end}"
    if example.octets is not None:
        yield textwrap.indent(labelled("octets", "\n".join(example.octets.lines())), "  ")


def _obeyed(clause: Clause) -> Iterator[str]:
    folder = folder_of(REFERENCE)
    if folder is None:
        return
    yield "\nThe reference obeys it in:"
    for citation in citations(folder):
        if citation.id == clause.id:
            place = citation.file.relative_to(folder.parent).as_posix()
            yield f"  {place}:{citation.line}: {citation.code}"


def _folded(text: str) -> str:
    return textwrap.fill(text, _COLUMNS, initial_indent="  ", subsequent_indent="    ")

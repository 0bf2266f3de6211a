"""The specification as one text in Markdown, to be read from top to bottom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..clause import MUST, REGISTRY, SHOULD, VERSIONS, Clause, in_order
from ..statements import AREAS, OPEN, RULES, STATEMENTS, Area
from .names import CALLS, NAMES

#: What the API is for: a handler, and the server that calls it.
EXAMPLE = """\
async def handler(path):
    if path == "/old":
        redirect("/new")  # raises Abort, with code 302 and a Location
    if path == "/report":
        return static("report.txt", attachment=False)  # a FileResponse
    if path == "/data":
        return jsonify({"a": [1, 2]})  # a Response
    return 404, ("Cache-Control", "no-store"), f"<p>There is no {path}"


async def serve(path, reader, writer):
    try:
        response = await responsify(handler(path))
    except Abort as error:
        response = error
    await send(response, reader, writer)
"""

INTRODUCTION = f"""\
# The response API

An HTTP response API for asyncio servers: header fields, responses, files, aborts, and what makes a
response of whatever a handler returned. This is version {VERSIONS[-1]} of its specification. Each
statement names the clauses that judge it; a clause is a test, and its entry in the
[index](#clause-index) says what it checks. This file is generated: `python -m conformance
specification`.

In use it looks like this:

```python
{EXAMPLE}```

## How to read it

Each statement has a level:

- **MUST**: an implementation that does otherwise does not conform.
- **SHOULD**: advice. What does otherwise is reported, and fails in strict mode only.
- **OPEN**: left free on purpose. Two good implementations may differ, and no clause fails either.

And a source: **doc** is the document that the API comes from, a short description of what each name
does; **RFC n §m** is an Internet standard; a **ruling** decides where the document is silent or
contradicts itself.

To **refuse** bad input is to raise ValueError, or TypeError for a wrong type, from the call that
was handed it, before a byte is written. (UnicodeEncodeError is a ValueError.) Good input is never
refused: what always raises conforms to nothing.

Field name, field value, content, reason phrase and status code are the terms of RFC 9110. A *chunk*
is one bytes object of `data`, or, where a message says `Transfer-Encoding: chunked`, its frame on
the wire. A *door* is any call through which a name or a value reaches the header fields.
"""


def specification() -> str:
    """The whole text, of all statements and of the clauses in the registry."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    titles = [area.title for area in AREAS]
    for title in [*titles, "What is left open", "Clause index", "Coverage"]:
        yield f"- [{title}](#{_anchor(title)})"
    for area in AREAS:
        yield from _area(area)
    yield from _left_open()
    yield from _index()
    yield from _coverage()


def _area(area: Area) -> Iterator[str]:
    yield f"\n## {area.title}\n"
    if area is NAMES:
        yield from _table(["call", "its defaults"], ([f"`{c}`", d] for c, d in CALLS.items()))
        yield ""
    if area.before:
        yield area.before + "\n"
    for statement in area.statements:
        why = f" *{statement.why}*" if statement.why else ""
        judged = _judged(statement.clauses, statement.reason)
        yield f'- <a id="{statement.key}"></a>{statement.text}{why}\\'
        yield f"  **{statement.level}** · {statement.source} · {judged}"
    if area.after:
        yield "\n" + area.after


def _left_open() -> Iterator[str]:
    yield "\n## What is left open\n"
    yield "Good implementations differ in these, and no clause fails any of them.\n"
    for statement in STATEMENTS:
        if statement.level == OPEN:
            yield f"- [{statement.key}](#{statement.key}): {statement.text}"


def _index() -> Iterator[str]:
    yield "\n## Clause index\n"
    yield "`python -m conformance explain ID` says the same of one clause, and where it is obeyed."
    for name in dict.fromkeys(clause.area for clause in in_order()):
        yield f"\n### Clauses of {name}\n"
        yield from _table(
            ["clause", "level", "source", "statement"],
            (
                [f'<a id="{id}"></a>`{id}`', clause.level, clause.source, _of_clause(clause)]
                for id, clause in sorted(REGISTRY.items())
                if clause.area == name
            ),
        )


def _of_clause(clause: Clause) -> str:
    statement = plain(clause.statement)
    if clause.since != VERSIONS[0]:
        statement += f" (Since {clause.since}.)"
    if clause.tightened:
        statement += f" (A SHOULD before {clause.tightened}.)"
    return f"{statement}<br>{plain(' '.join(clause.why.split()))}" if clause.why else statement


def _coverage() -> Iterator[str]:
    of_statements = Counter(statement.level for statement in STATEMENTS)
    of_clauses = Counter(clause.level for clause in REGISTRY.values())
    yield "\n## Coverage\n"
    yield (
        f"{len(STATEMENTS)} statements ({_counts(of_statements)}), "
        f"judged by {len(REGISTRY)} clauses ({_counts(of_clauses)})."
    )
    yield "\n### Coverage of the statements\n"
    yield from _table(
        ["statement", "level", "judged by"],
        ([f"[{s.key}](#{s.key})", s.level, _judged(s.clauses, s.reason)] for s in STATEMENTS),
    )
    yield "\n### Coverage of the standards\n"
    yield (
        "What the standards say of a response, and whose duty it is here: the response's, or that "
        "of whoever sends it, which is judged where an implementation exports `send`.\n"
    )
    yield from _table(
        ["rule", "duty of the", "section", "what it says", "judged by"],
        (
            [rule.id, rule.owner, rule.section, rule.text, _judged(rule.clauses, rule.reason)]
            for rule in RULES
        ),
    )


def _counts(levels: Counter[str]) -> str:
    return ", ".join(f"{levels[level]} {level}" for level in (MUST, SHOULD, OPEN) if levels[level])


def _judged(ids: Iterable[str], reason: str) -> str:
    links = ", ".join(f"[`{id}`](#{id})" for id in ids)
    return "; ".join(filter(None, (links, reason)))


def _table(columns: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    for row in (columns, ["---"] * len(columns), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def plain(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_<])", r"\\\1", text)


def _anchor(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")

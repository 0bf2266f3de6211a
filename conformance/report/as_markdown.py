"""The run as Markdown: the summary of a CI job, with what failed in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .model import Entry, Run
from .terminal import remarks
from .words import SIGNS, VERDICT_SIGNS, only_this, overall, parts, visible, worst

#: The most clauses that are shown in full, of all runs: a job summary may hold 1 MiB.
MOST = 60


def text(runs: list[Run]) -> str:
    return "\n".join(_lines(runs)) + "\n"


def _lines(runs: list[Run]) -> Iterator[str]:
    yield f"# {VERDICT_SIGNS[worst(runs)]} {_literal(overall(runs))}"
    if len(runs) == 1:
        yield from _body(runs[0], "##", MOST)
        return
    yield ""
    outcomes = list(dict.fromkeys(outcome for run in runs for outcome in run.counts))
    yield from _table(
        ["implementation", "verdict", *outcomes],
        (
            [
                _code(run.name),
                f"{VERDICT_SIGNS[run.verdict]} {run.verdict}",
                *(f"{run.counts.get(outcome) or '·'}" for outcome in outcomes),
            ]
            for run in runs
        ),
        first_number=2,
    )
    for run in runs:
        yield f"\n## {VERDICT_SIGNS[run.verdict]} {_literal(run.sentence)}"
        yield from _body(run, "###", max(1, MOST // len(runs)))


def _body(run: Run, heading: str, most: int) -> Iterator[str]:
    yield ""
    yield (
        f"{_code(run.name)}, version {_code(run.version)}, {_code(run.file)}; "
        f"suite {run.suite}, profile {_code(str(run.options.get('profile', 'gate')))}"
    )
    if not run.complete:
        left = run.counts.get("not-run", "all")
        yield f"\n**The run ended early**, with {left} of its clauses to go."
    yield ""
    outcomes = list(run.counts)
    areas = {**run.areas, "all": Counter(run.counts)}
    yield from _table(
        ["area", *(f"{SIGNS[outcome]} {outcome}" for outcome in outcomes)],
        (
            [f"`{area}`", *(f"{counts[outcome] or '·'}" for outcome in outcomes)]
            for area, counts in areas.items()
        ),
        first_number=1,
    )
    undecided = [entry for entry in run.open if entry.outcome != "not-run"]
    for title, entries in (("What fails", run.broken), ("What is undecided", undecided)):
        if entries:
            yield f"\n{heading} {title}"
            yield from _entries(entries, run, heading, most)
    if run.advice:
        yield f"\n<details><summary>Advice: {len(run.advice)}</summary>"
        yield from _entries(run.advice, run, heading, most)
        yield "\n</details>"
    told = remarks(run)
    if told:
        yield ""
        yield from (f"- {_literal(line)}" for line in told)


def _entries(entries: list[Entry], run: Run, heading: str, most: int) -> Iterator[str]:
    for entry in entries[:most]:
        source = "".join(
            f"[{part.text}]({part.address})" if part.address else _literal(part.text)
            for part in parts(entry.source)
        )
        yield f"\n{heading}# {SIGNS[entry.outcome]} `{entry.id}` ({entry.level}, {entry.outcome})"
        yield f"\n{_literal(entry.statement)} ({source})"
        yield from _found(entry)
        yield from _fenced("to run only this", only_this(run.name, entry), "sh")
    if len(entries) > most:
        ids = ", ".join(f"`{entry.id}`" for entry in entries[most:])
        yield f"\nAnd {len(entries) - most} more: {ids}"


def _found(entry: Entry) -> Iterator[str]:
    for fault in entry.faults:
        yield from _fenced("expected", fault.expected)
        yield from _fenced("got", fault.got)
        yield from _fenced("for this call", fault.call, "python")
        if fault.octets:
            yield from _fenced("octets", "\n".join(fault.octets.lines()))
    if not entry.faults:
        yield from _fenced("because", entry.detail)


def _fenced(label: str, text: str, language: str = "text") -> Iterator[str]:
    """`text` as it is, in a fence longer than any that it holds."""
    text = visible(text)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield f"\n{label}:\n\n{fence}{language}\n{text}\n{fence}"


def _literal(text: str) -> str:
    """`text` on one line, with nothing in it taken for Markdown or HTML, nor for an address."""
    one_line = " ".join(visible(text).split())
    return re.sub(r"([!#$&*<>@\[\\\]^_`{|}~]|:(?=\S)|(?<=www)\.)", r"\\\1", one_line)


def _code(text: str) -> str:
    """`text` as code that may stand in a table; a code span cannot hold every text there."""
    return f"<code>{_literal(text)}</code>"


def _table(head: list[str], rows: Iterable[list[str]], first_number: int) -> Iterator[str]:
    """A table whose columns from `first_number` on are numbers."""
    rules = [" --- "] * first_number + [" ---: "] * (len(head) - first_number)
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(rules)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)

"""The run as lines of text: the failures, a table of areas, one sentence."""

from __future__ import annotations

from collections import Counter

from ..fault import Fault
from .model import OUTCOMES, Entry, Run
from .words import only_this, visible


def failure(entry: Entry, name: str) -> list[str]:
    """One clause that did not pass: statement, what was found, source, how to run only this.

    The stack, with the suite's own frames, comes last, where it was asked for.
    """
    lines = [
        f"{entry.outcome.upper()} {entry.id} ({entry.level})",
        entry.statement,
        "",
        *entry.detail.splitlines(),
        "source    " + entry.source,
        "to run only this: " + only_this(name, entry),
        *(line for fault in entry.faults if fault.stack for line in _stack(fault)),
    ]
    return [visible(line) for line in lines]


def _stack(fault: Fault) -> list[str]:
    return ["", *fault.stack.splitlines()]


def table(run: Run) -> list[str]:
    """A line for each area, a column for each outcome that occurs."""
    outcomes = list(run.counts)
    areas = {**run.areas, "all": Counter(run.counts)}
    width = max(map(len, areas))
    lines = ["  ".join([" " * width, *outcomes])]
    for area, counts in areas.items():
        cells = [str(counts[outcome] or ".").rjust(len(outcome)) for outcome in outcomes]
        lines.append("  ".join([area.ljust(width), *cells]))
    return lines


def remarks(run: Run) -> list[str]:
    """A line for each reason for which clauses were not judged, and for what else was noticed."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for entry in run.entries:
        if entry.outcome in ("skipped", "not-provided", "not-judged", "not-run", "known", "fixed"):
            reason = entry.detail.partition("\n")[0] or OUTCOMES[entry.outcome]
            reasons.setdefault((entry.outcome, reason), []).append(entry.id)
        for remark in entry.noticed:
            reasons.setdefault(("noticed", remark), []).append(entry.id)
    lines = [f"noticed: {remark} (its import)" for remark in run.noticed]
    return lines + [
        f"{outcome}: {reason} ({ids[0] if len(ids) == 1 else f'{len(ids)} clauses'})"
        for (outcome, reason), ids in reasons.items()
    ]

"""The run as one page to look at: nothing is loaded, nothing but its own script runs.

Needs Jinja2, which only this module imports; every value is escaped, and made visible, by it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..fault import Octets, escaped
from .model import OPEN, OUTCOMES, Entry, Run
from .terminal import remarks
from .words import SIGNS, VERDICT_SIGNS, only_this, overall, parts, visible, worst

#: What a colour stands for; a word or a sign says it too.
_TONES = dict.fromkeys(SIGNS, "none") | {
    "pass": "good",
    "fail": "bad",
    "fixed": "bad",
    "advice": "mild",
    **dict.fromkeys(OPEN, "open"),
}
_VERDICT_TONES = {"conforms": "good", "fails": "bad", "inconclusive": "open"}
_ORIGINS = {
    "doc": "The document that the API comes from says so: a short description of each name.",
    "ruling": "The document is silent or contradicts itself; this decides, and the specification "
    "gives the reason.",
}


def text(runs: list[Run]) -> str:
    page = Environment(
        loader=PackageLoader(__package__, "page"),
        autoescape=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    outcomes = {o: OUTCOMES[o] for o in OUTCOMES if any(o in run.counts for run in runs)}
    style = page.get_template("style.css").render(outcomes=outcomes)
    script = page.get_template("filter.js").render()
    findings = [list(_findings(run)) for run in runs]
    return page.get_template("page.html").render(
        runs=runs,
        findings=findings,
        told=[{entry.id for one in found for entry in one.entries} for found in findings],
        remarks=[(run, remarks(run)) for run in runs],
        rows=_rows(runs),
        outcomes=outcomes,
        origins=_ORIGINS,
        title=overall(runs),
        verdict=worst(runs),
        signs=SIGNS,
        verdict_signs=VERDICT_SIGNS,
        tones=_TONES,
        verdict_tones=_VERDICT_TONES,
        bars=_bars,
        lines=_lines,
        only_this=only_this,
        parts=parts,
        # What is safe is what ships with the package.
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _hash(text: str) -> str:
    """As a Content-Security-Policy names what may run (CSP Level 3 §2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@dataclass(frozen=True)
class _Findings:
    """What is told in full under one title; `folded` until somebody asks."""

    title: str
    key: str
    entries: list[Entry]
    folded: bool = False


def _findings(run: Run) -> Iterator[_Findings]:
    told = (
        _Findings("What fails", "fails", run.broken),
        _Findings("Undecided", "open", [e for e in run.open if e.outcome != "not-run"]),
        _Findings("Advice", "advice", run.advice, folded=True),
    )
    return (findings for findings in told if findings.entries)


def _rows(runs: list[Run]) -> dict[str, dict[str, list[Entry | None]]]:
    """For each area and clause, what came of it in each run."""
    rows: dict[str, dict[str, list[Entry | None]]] = {}
    for number, run in enumerate(runs):
        for entry in run.entries:
            row = rows.setdefault(entry.area, {}).setdefault(entry.id, [None] * len(runs))
            row[number] = entry
    return rows


def _bars(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """The parts of a bar: tone, start and width, in clauses."""
    widths: Counter[str] = Counter()
    for outcome in OUTCOMES:
        widths[_TONES[outcome]] += counts.get(outcome, 0)
    found, start = [], 0
    for tone, width in widths.items():
        if width:
            found.append((tone, start, width))
            start += width
    return found


def _lines(octets: Octets) -> list[list[dict[str, Any]]]:
    """The octets line by line, in pieces that look alike: "text", "control" or "high"."""
    first, last = octets.marked or (-1, -1)
    lines: list[list[dict[str, Any]]] = [[]]
    for number, one in enumerate(octets.text):
        kind = "text" if " " <= one <= "~" else "control" if one < "\x80" else "high"
        # Where something is missing, what stands in its place is marked.
        marked = first <= number < max(last, first + 1)
        line = lines[-1]
        if line and (line[-1]["kind"], line[-1]["marked"]) == (kind, marked):
            line[-1]["text"] += escaped(one)
        else:
            line.append({"kind": kind, "marked": marked, "text": escaped(one)})
        if one == "\n":
            lines.append([])
    if first == len(octets.text):
        lines[-1].append({"kind": "control", "marked": True, "text": "(end)"})
    return [line for line in lines if line]

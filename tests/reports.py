"""Runs to be reported, hostile ones among them."""

from __future__ import annotations

from typing import Any

from conformance.fault import Fault, Octets
from conformance.report.model import Entry, Run

#: Runs as script, ends an element, a fence or a cell, turns the direction, or is no character.
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "</style></title></code></pre></details>--><!-- \"'>{{ 7 * 7 }}{% raw %}&amp;&#60;\n"
    "```\n````\n# heading | cell | [link](javascript:document.title='owned')\n"
    "javascript:document.title='owned' https://evil.example www.evil.example @all $x$ *a* _b_\n"
    "\u202etxet\u202c \0 \x1b[31m \x7f \x85 \ud800 \u2028 \ufeff \uffff é 😀 \U000e0001 `"
)


def entry(id: str, outcome: str, detail: str = "", level: str = "MUST", **more: Any) -> Entry:
    return Entry(id, level, "doc", f"{id} holds.", outcome, 3, 0.25, detail, **more)


def run(*outcomes: str, strict: bool = False, **options: Any) -> Run:
    entries = [entry(f"area.n{number}", outcome) for number, outcome in enumerate(outcomes)]
    return Run("subject", "1.2", "/a/subject.py", "0.0", options, strict, entries)


def hostile_run() -> Run:
    """A run in which whatever an implementation has a hand in is hostile."""
    octets = Octets("HTTP/1.1 200 OK\r\nx: \0<script>\r\n\r\n\xe9", 0, 36, (20, 21))
    fault = Fault(HOSTILE, HOSTILE, HOSTILE, octets)
    subject = Run(HOSTILE, HOSTILE, HOSTILE, "0.0", {"profile": HOSTILE})
    subject.entries += [
        entry("area.passes", "pass"),
        entry("area.fails", "fail", HOSTILE, faults=(fault, fault)),
        entry("area.advised", "advice", HOSTILE, "SHOULD", faults=(fault,)),
        *(entry(f"other.{n}", outcome, HOSTILE) for n, outcome in enumerate(UNDECIDED)),
    ]
    return subject


UNDECIDED = ("not-judged", "inconclusive", "timeout", "error", "not-provided", "skipped", "not-run")

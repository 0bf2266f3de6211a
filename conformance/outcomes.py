"""What pytest makes of what came of a clause."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .gate import Gate

if TYPE_CHECKING:
    from .report.model import Entry, Run

#: How a result is shown while the clauses run: letter, word, colour.
LETTERS = {
    "pass": (".", "PASS", {"green": True}),
    "fail": ("F", "FAIL", {"red": True}),
    "advice": ("a", "ADVICE", {"yellow": True}),
    "inconclusive": ("I", "INCONCLUSIVE", {"red": True}),
    "timeout": ("T", "TIMEOUT", {"red": True}),
    "died": ("D", "DIED", {"red": True}),
    "error": ("E", "ERROR", {"red": True}),
    "not-provided": ("-", "NOT PROVIDED", {"yellow": True}),
    "skipped": ("s", "SKIPPED", {"yellow": True}),
    "known": ("k", "KNOWN", {"yellow": True}),
    "fixed": ("X", "FIXED", {"red": True}),
}
#: What pytest makes of an outcome; advice is a failure in strict mode.
_FAILED = ("fail", "inconclusive", "timeout", "died", "error", "fixed")
_SKIPPED = ("not-provided", "skipped")
#: The most that is shown of what is printed in a clause, in characters.
MOST_OUTPUT = 10_000


def translate(report: pytest.TestReport, entry: Entry, gate: Gate, index: int) -> None:
    from .report import terminal
    from .report.words import visible

    name = gate.implementations[index].name
    report.conformance = {"implementation": index, **entry.as_data()}  # type: ignore[attr-defined]
    # What was printed: shown beside a failure, by pytest as it stands.
    report.sections = [(title, visible(text[:MOST_OUTPUT])) for title, text in report.sections]
    if entry.outcome in _FAILED or (entry.outcome == "advice" and gate.strict):
        report.outcome = "failed"
        report.longrepr = "\n".join(terminal.failure(entry, name))
    elif entry.outcome in _SKIPPED:
        report.outcome = "skipped"
        path, line, _ = report.location
        report.longrepr = (path, line or 0, f"Skipped: {entry.detail}")


class Collector:
    """Keeps what each clause came to; under xdist only the controller has one."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        from .report.model import Entry

        found = getattr(report, "conformance", None)
        if found is not None:
            entry = Entry.from_data({k: v for k, v in found.items() if k != "implementation"})
            self.gate.entries[entry.id, found["implementation"]] = entry

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Once pytest has written its own files."""
        xml = getattr(session.config.option, "xmlpath", None)
        if xml and not session.config.option.collectonly:
            from .report import junit

            path = Path(os.path.expandvars(xml)).expanduser()
            write_or_tell(session, f"--junitxml={xml}", junit.amend, path, self.gate.runs())

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: Iterable[str]) -> None:
        for nodeid in ids:
            found = self.gate.clause_at(nodeid)
            if found is None:
                self.gate.others = True
            else:
                self.gate.entries.setdefault(found, None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport) -> None:
        """xdist starts another worker by itself; which clause ended this one is told as ever."""
        from .clause import REGISTRY
        from .report.model import Entry

        found = self.gate.clause_at(crashitem)
        if found is not None:
            id, index = found
            clause = REGISTRY[id].as_of(self.gate.spec) or REGISTRY[id]
            about = (clause.id, clause.level, clause.source, clause.statement)
            entry = Entry(*about, "died", detail="the process of a worker of xdist ended")
            translate(report, entry, self.gate, index)


def write_or_tell(
    session: pytest.Session,
    option: str,
    write: Callable[[Path, list[Run]], None],
    path: Path,
    runs: list[Run],
) -> None:
    """What cannot be written makes the run an error, but the other reports are still to come."""
    try:
        write(path, runs)
    except Exception as error:
        said = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR
        print(f"ERROR: {option}: cannot write: {said}", file=sys.stderr)

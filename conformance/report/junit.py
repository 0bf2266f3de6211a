"""pytest's own JUnit file, told what only the suite knows.

pytest writes a `<failure>` for whatever failed while a test ran. Here one that follows from another
becomes `<skipped>`, and what is the suite's own fault an `<error>`.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from .formats import write_whole
from .model import Entry, Run
from .words import visible

#: The attribute of a testsuite that counts each of these.
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def amend(path: Path, runs: list[Run]) -> None:
    """Rewrites the file at `path`, whole or not at all; raises OSError and ParseError."""
    entries = {(visible(run.name), entry.id): entry for run in runs for entry in run.entries}
    tree = ElementTree.parse(path)
    for suite in tree.iter("testsuite"):
        cases = suite.findall("testcase")
        for case in cases:
            found = {p.get("name"): p.get("value") for p in case.iter("property")}
            entry = entries.get((found.get("implementation") or "", found.get("clause") or ""))
            failure = case.find("failure")
            if entry is not None and failure is not None:
                _amend(failure, entry)
        for tag, attribute in _COUNTED.items():
            suite.set(attribute, str(sum(len(case.findall(tag)) for case in cases)))
    content = ElementTree.tostring(tree.getroot(), encoding="utf-8", xml_declaration=True)
    write_whole(path, content)


def _amend(failure: ElementTree.Element, entry: Entry) -> None:
    failure.set("type", entry.outcome)
    failure.set("message", f"{entry.id}: {entry.statement}")
    if entry.outcome == "not-judged":
        failure.tag = "skipped"
        failure.set("message", entry.detail.partition("\n")[0])
    elif entry.outcome == "error":
        failure.tag = "error"

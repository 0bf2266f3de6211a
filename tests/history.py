"""Bugs that frameworks had, found in the very releases that had them.

For each bug there is a release with it and a later one without. Both are installed from the index,
one after the other, in an environment of their own, and the gate judges them by one clause through
the adapter of today: it has to fail on the first and to pass on the second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .frameworks import spec
from .measure import ROOT, SCRATCH, Row, save
from .measure import load as measured

#: The figures of ``python -m tests.implementations history``.
FILE = ROOT / "tests" / "history.json"
#: What the gate needs, beside the framework; anyio is what Starlette reads files with.
_NEEDED = ("h11", "hypothesis", "pytest", "anyio")


@dataclass(frozen=True)
class Bug:
    """A bug: its slug in the museum, the releases with and without it, the clause that finds it."""

    museum: str
    bug: str
    framework: str
    faulty: str
    fixed: str
    clause: str


BUGS = (
    Bug(
        "cl-defaults-vs-caller", "one header given, and no default header is left",
        "starlette", "0.9.9", "0.9.10", "response.length-overridden",
    ),
    Bug(
        "location-rewritten", "%2F in Location becomes %252F",
        "starlette", "0.11.4", "0.12.0", "redirect.reference-unchanged",
    ),
    Bug(
        "json-falsy", "None as JSON is empty",
        "starlette", "0.12.0", "0.12.8", "jsonify.falsy",
    ),
    Bug(
        "cl-defaults-vs-caller", "empty content has no Content-Length",
        "starlette", "0.17.1", "0.18.0", "response.content-length",
    ),
    Bug(
        "abort-args", "str() of an exception is empty",
        "starlette", "0.28.0", "0.29.0", "abort.str",
    ),
    Bug(
        "mime-none", "a file of unknown type is text/plain",
        "starlette", "1.0.1", "1.1.0", "static.unknown-type",
    ),
    Bug(
        "charset-too-wide-or-narrow", "DEL in a value is sent",
        "tornado", "6.4.2", "6.5", "wire.control-characters",
    ),
    Bug(
        "contains-case", "in does not find a name in another case",
        "tornado", "6.5.3", "6.5.4", "headers.contains",
    ),
)  # fmt: skip


def environment(bug: Bug) -> Path:
    """The interpreter of the environment of a framework: made where there is none yet."""
    folder = SCRATCH / f"history-{bug.framework}"
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        _install(python, *_NEEDED)
    return python


def _install(python: Path, *requirements: str) -> None:
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*command, *requirements], check=True)


def judged(bug: Bug, version: str) -> dict[str, Any]:
    """What the gate reports of the clause for one release."""
    python = environment(bug)
    _install(python, f"{bug.framework}=={version}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [str(python), "-W", "ignore", "-m", "pytest", "-p", "conformance.plugin"]
        command += ["--pyargs", "conformance", "-q", "-p", "no:cacheprovider"]
        command += [f"--impl={spec(bug.framework)}", f"--clause={bug.clause}"]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [*command, f"--report={report}"],
            cwd=folder, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not report.exists():
            raise RuntimeError(f"{bug.framework} {version}: {done.stdout}{done.stderr}")
        run = json.loads(report.read_text(encoding="utf-8"))
    assert run["implementation"]["version"] == version, run["implementation"]
    (entry,) = run["clauses"]
    return dict(entry)


def measure(only: list[str] | None) -> int:
    """Judges every bug; 1 where one is not found, or where a release without it fails too."""
    rows: list[Row] = []
    for bug in BUGS:
        if only and bug.museum not in only:
            continue
        faulty, fixed = judged(bug, bug.faulty), judged(bug, bug.fixed)
        got = faulty["faults"][0]["got"] if faulty["faults"] else ""
        row = {
            **asdict(bug),
            "outcome": faulty["outcome"],
            "got": got,
            "seconds": round(faulty["seconds"], 2),
            "after": fixed["outcome"],
        }
        rows.append(row)
        print(f"{bug.framework} {bug.faulty}: {row['outcome']} {bug.clause}: {got}")
        if not only:
            save(FILE, rows)
    return 0 if all(is_found(row) for row in rows) else 1


def is_found(row: Row) -> bool:
    """Whether the clause fails on the release with the bug, and passes on the one without."""
    return row["outcome"] in ("fail", "advice") and row["after"] == "pass"


def table() -> list[list[str]]:
    """Each bug that was found, in which release, by which clause, and in how many seconds."""
    rows = [["bug", "release", "until", "clause", "seconds"]]
    for row in measured(FILE):
        release = f"{row['framework']} {row['faulty']}"
        clause = f"`{row['clause']}`"
        rows.append([row["bug"], release, row["fixed"], clause, f"{row['seconds']:.2f}"])
    return rows

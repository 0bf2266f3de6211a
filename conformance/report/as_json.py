"""The run as data: one object, or with several implementations a list under "runs"."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .model import Run

SCHEMA = 1


def document(runs: list[Run]) -> dict[str, Any]:
    """What is written: see README, "The report"."""
    if len(runs) == 1:
        return {"schema": SCHEMA, **_run(runs[0])}
    return {"schema": SCHEMA, "runs": [_run(run) for run in runs]}


def _run(run: Run) -> dict[str, Any]:
    return {
        "suite": {"version": run.suite},
        "specification": {"version": run.spec},
        "implementation": {"name": run.name, "version": run.version, "file": run.file},
        "options": run.options,
        "verdict": run.verdict,
        "counts": run.counts,
        "known_faults": run.known_faults and vars(run.known_faults),
        "clauses": [
            {**entry.as_data(), "seconds": round(entry.seconds, 4)} for entry in run.entries
        ],
    }


def write(path: Path, runs: list[Run]) -> None:
    """Writes the report whole or not at all; raises OSError."""
    text = json.dumps(document(runs), indent=2) + "\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="ascii")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)

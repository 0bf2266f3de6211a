"""The run as data: one object, or with several implementations a list under "runs"."""

from __future__ import annotations

import json
from typing import Any

from .model import Entry, Run

SCHEMA = 1


def text(runs: list[Run]) -> str:
    return json.dumps(document(runs), indent=2) + "\n"


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
        "noticed": list(run.noticed),
        "options": run.options,
        "complete": run.complete,
        "verdict": run.verdict,
        "counts": run.counts,
        "known_faults": run.known_faults and vars(run.known_faults),
        "clauses": [_clause(entry) for entry in run.entries],
    }


def _clause(entry: Entry) -> dict[str, Any]:
    data = entry.as_data()
    del data["script"]  # --repro writes it as a file
    return {**data, "seconds": round(entry.seconds, 4)}

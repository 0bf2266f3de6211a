"""Measures how fast the suite and the reference are: ``python -m tests.bench``.

What is compared is measured in turn, side by side, in one run, and told as a ratio: the median
with its median absolute deviation. The figures go to a file that the README's table is made from.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import conformance
from conformance.gate import load_clauses

from . import frameworks, gate, table
from .rivals import SUITES, missing


def _of(suite: str, *options: str) -> dict[str, Any]:
    """How a suite does, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rivals", suite, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _rate(row: dict[str, Any]) -> float:
    """Faults found per CPU second, also of those in which nothing was found."""
    return float(row["found"] / (row["seconds"] + row["in_vain"]))


def rivals() -> list[dict[str, Any]]:
    """The clauses beside what one would use instead."""
    rows: dict[str, dict[str, Any]] = {}
    for suite in SUITES:
        if why := missing(suite):
            print(f"{suite}: left out: {why}", file=sys.stderr)
            continue
        rows[suite] = _of(suite)
        print(table.of_rival(rows[suite]), file=sys.stderr)
    clauses = rows["clauses"]
    times = _rate(clauses) / _rate(rows["naive"])
    return [
        {
            "what": "faults that the clauses find, of those put to every rival",
            "figure": f"{clauses['found']} of {clauses['faults']}",
            "goal": "all",
            "met": clauses["found"] == clauses["faults"],
            "rivals": list(rows.values()),
        },
        {
            "what": "faults found per CPU second by whole runs, times those of naive strategies",
            "figure": f"{times:.1f}",
            "goal": "at least 10",
            "met": times >= 10,
        },
    ]


def properties() -> list[dict[str, Any]]:
    """Each drawn property on the faults that name it, beside itself on naive strategies."""
    rows = {suite: _of(suite, "--properties") for suite in ("clauses", "naive")}
    times = _rate(rows["clauses"]) / _rate(rows["naive"])
    found = [
        {
            "what": f"of {row['faults']} faults, found by the drawn property that names each, "
            + ("as it is" if suite == "clauses" else "on naive strategies"),
            "figure": f"{row['found']}, in {row['seconds'] + row['in_vain']:.0f} CPU s",
            "goal": "all" if suite == "clauses" else "",
            "met": suite != "clauses" or row["found"] == row["faults"],
            "missed": row["missed"],
        }
        for suite, row in rows.items()
    ]
    return [
        *found,
        {
            "what": "faults found per CPU second by one property, times those of naive strategies",
            "figure": f"{times:.1f}",
            "goal": "at least 10",
            "met": times >= 10,
        },
    ]


PARTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "gate": gate.cost,
    "start-up": gate.start_up,
    "scaling": gate.scaling,
    "rivals": rivals,
    "properties": properties,
    "responses": frameworks.responses,
    "headers": frameworks.headers,
    "files": frameworks.files,
}


def main(argv: list[str] | None = None) -> int:
    """0, or 2 for bad options; a goal that is missed is told, and no failure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("part", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    options = parser.parse_args(argv)
    for part in options.part:
        if part not in PARTS:
            parser.error(f"no part {part!r}: expected {', '.join(PARTS)}")
    load_clauses()
    parts = (table.figures() or {}).get("parts", {})
    for part in options.part or PARTS:
        parts[part] = PARTS[part]()
        for row in parts[part]:
            missed = "" if row["met"] else "  MISSED"
            print(f"{row['what']}: {row['figure']} (goal: {row['goal']}){missed}", flush=True)
        _write({part: parts[part] for part in PARTS if part in parts})
    return 0


def _write(parts: dict[str, Any]) -> None:
    figures = {
        "suite": conformance.__version__,
        "date": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} processors, {platform.system()} on {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}",
        "parts": parts,
    }
    table.FILE.write_text(
        json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())

"""The figures as the README shows them, and why some miss their goals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("figures.json")

#: How each rival is called in the table.
_NAMES = {
    "clauses": "the clauses",
    "naive": "the same properties on naive strategies",
    "examples": "hand-written examples",
    "schemathesis": "schemathesis",
}
#: Why a goal is missed, by how the words for what was measured begin.
WHY = {
    "default gate": "it keeps to twice its floor, and the floor alone takes more than half of it; "
    "what is left is spread evenly over the clauses",
    "collecting the clauses": "half is the import of the clauses, half what pytest does for each "
    "test that it collects",
    "-n 2": "each worker imports the suite and collects the clauses for itself",
    "faults found per CPU second by whole runs": "a run costs what the clauses cost that have "
    "nothing to find, and on naive strategies these cost no more",
    "faults found per CPU second by one property": "nine faults of ten are found by the first "
    "examples of either; the strategies are for the tenth",
    "making and serialising": "of each pair it is checked that the name is a token and that the "
    "value has no character that must not be sent; the others look for line breaks at most",
}


def figures() -> dict[str, Any] | None:
    """What ``python -m tests.bench`` has measured: its date, the machine, the rows of each part."""
    if not FILE.exists():
        return None
    known: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return known


def rows(known: dict[str, Any]) -> list[list[str]]:
    """What was measured, the figure, the goal, and whether it was met or why not."""
    table = [["measured", "figure", "goal", ""]]
    for part in known["parts"].values():
        for row in part:
            met = "met" if row["met"] else f"missed: {_why(row['what'])}"
            met = met if row["goal"] else ""
            table.append([row["what"], row["figure"], row["goal"], met])
    return table


def _why(what: str) -> str:
    return next(reason for start, reason in WHY.items() if what.startswith(start))


def rivals(known: dict[str, Any]) -> list[list[str]]:
    """What each suite found, of which faults, and at which cost."""
    if "rivals" not in known["parts"]:
        return [["suite"], ["not measured yet"]]
    table = [
        ["suite", "faults found", "of the museum", "accused, of the good", "CPU s", "CPU s each"]
    ]
    return [*table, *map(_cells, known["parts"]["rivals"][0]["rivals"])]


def _cells(row: dict[str, Any]) -> list[str]:
    spent = row["seconds"] + row["in_vain"]
    return [
        _NAMES[row["suite"]],
        f"{row['found']} of {row['faults']}",
        f"{row['museum_found']} of {row['museum']}",
        f"{row['false_alarms']} of {row['good']}",
        f"{spent:.1f}",
        f"{spent / max(1, row['found']):.2f}",
    ]


def of_rival(row: dict[str, Any]) -> str:
    """One line on a terminal."""
    return ", ".join(_cells(row))

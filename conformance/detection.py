"""What is known of how surely the clauses catch a fault: the figures that were measured.

They are written by ``python -m tests.detection rates``, which runs the clause that each mutant
names with many seeds, at the budget of the gate.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("detection.json")
#: The miss rate, of one run, that every mutant has to stay below.
MISS = 0.001


#: The profiles that give a clause at least as many examples as it was measured with.
MEASURED = ("gate", "thorough")


@dataclass(frozen=True)
class KnownFaults:
    """How many faults were tried, each with `draws` different seeds, and how many of them every
    seed caught with an estimated miss rate of at most MISS: these are caught `surely`."""

    faults: int
    surely: int
    draws: int

    @property
    def sentence(self) -> str:
        if self.surely == self.faults:
            return (
                f"would have caught each of {self.faults:,} known faults"
                f" (tried with {self.draws} seeds, caught each time)"
            )
        return (
            f"would have caught {self.surely:,} of {self.faults:,} known faults"
            f" in each of {self.draws} trials"
        )


def known_faults(ids: Collection[str]) -> KnownFaults | None:
    """The known faults of these clauses; None where nothing was measured of them."""
    measured = figures()
    if measured is None:
        return None
    rows = [row for row in measured["rows"] if row["clause"] in ids and row["caught"]]
    if not rows:
        return None
    surely = sum(row["caught"] >= row["seeds"] and row["miss"] <= MISS for row in rows)
    return KnownFaults(len(rows), surely, measured["draws"])


@cache
def figures() -> dict[str, Any] | None:
    """What was measured: a header, and in "rows" one for each mutant; None where nothing was."""
    try:
        measured: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return measured

"""What is known of how surely the clauses catch a fault: the figures that were measured.

They are written by ``python -m tests.detection rates``, which runs the clause that each mutant
names with many seeds, at the budget of the gate.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("detection.json")
#: The miss rate, of one run, that every mutant has to stay below.
MISS = 0.001


@dataclass(frozen=True)
class Known:
    """Known faults: `faults` of them, each by `seeds` different draws; `surely` were caught by
    each, with an estimated miss rate of at most MISS."""

    faults: int
    seeds: int
    surely: int

    @property
    def sentence(self) -> str:
        every = "each" if self.surely == self.faults else f"{self.surely:,}"
        return (
            f"these clauses would have caught each of {self.faults:,} known faults"
            f" ({every} in {self.seeds} of {self.seeds} draws)"
        )


def known_faults(ids: Collection[str]) -> Known | None:
    """The known faults of these clauses; None where nothing was measured of them."""
    try:
        measured = json.loads(FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    rows = [row for row in measured["rows"] if row["clause"] in ids and row["caught"]]
    if not rows:
        return None
    surely = sum(row["caught"] >= row["seeds"] and row["miss"] <= MISS for row in rows)
    return Known(len(rows), measured["draws"], surely)

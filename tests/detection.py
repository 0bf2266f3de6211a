"""How surely each clause catches the faults it claims to catch.

``python -m tests.detection`` runs every clause on every mutant and prints the kill matrix;
``python -m tests.detection rates`` runs the clause that each mutant names with many seeds, and
writes how often it was caught, and after how many examples, to the file that the gate and the
README quote. Both go on where they were interrupted.
"""

from __future__ import annotations

import argparse
import inspect
import math
import sys
import zlib

from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.detection import FILE, MISS
from conformance.gate import load_clauses
from conformance.judge import judge

from . import matrix
from .measure import Row, add_jobs, measure, positive, quiet
from .mutants import Mutant, all_mutants

CAUGHT = ("fail", "advice")
SEEDS = 50


def wilson(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % score interval of a proportion (E. B. Wilson, JASA 22 (1927), p. 209)."""
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # Rounding may put a bound outside the interval that it cannot leave.
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def chance_of_one(caught: int, examples: int) -> float:
    """The chance that one example catches a fault, if each does so independently.

    `caught` runs ended at a fault, and `examples` were drawn in all runs together: their ratio is
    the maximum-likelihood estimate for runs that stop at the first success or at the budget.
    """
    return min(1.0, caught / examples)


def examples_needed(chance: float) -> int:
    """How many examples miss a fault less often than MISS; 0 where none ever catches it."""
    if chance >= 1:
        return 1
    return math.ceil(math.log(MISS) / math.log1p(-chance)) if chance else 0


def measure_rate(number: int, seeds: int) -> Row:
    """What many seeds make of one mutant and the clause that it names."""
    mutant = all_mutants()[number]
    clause = REGISTRY[mutant.clause]
    impl = mutant.load()
    is_drawn = hasattr(clause.function, "hypothesis")
    row: Row = {"clause": mutant.clause, "belief": mutant.belief, "museum": mutant.museum}
    row["digest"] = digest(mutant)
    if not is_drawn:
        # A finite domain, examined whole: every run is the same run.
        with quiet():
            entry = judge(clause, impl, Budget(shrink=False))
        caught = int(entry.outcome in CAUGHT)
        return {**row, "seeds": 0, "caught": caught, "miss": 1.0 - caught}
    caught = examples = 0
    for seed in range(seeds):
        with quiet():
            entry = judge(clause, impl, Budget(seed=seed, shrink=False))
        was_caught = entry.outcome in CAUGHT
        caught += was_caught
        # Hypothesis runs the example that failed once more, to report it.
        examples += max(1, entry.examples - was_caught)
    low, high = wilson(caught, seeds)
    chance = chance_of_one(caught, examples)
    budget = Budget().settings_for(clause).max_examples
    return {
        **row,
        "seeds": seeds,
        "caught": caught,
        "low": round(low, 4),
        "high": round(high, 4),
        "mean": round(examples / seeds, 2),
        "budget": budget,
        "needed": examples_needed(chance),
        "miss": float(f"{(1 - chance) ** budget:.2g}"),
    }


def digest(mutant: Mutant) -> int:
    """Of the clause and the mutant as they are written: another one is measured anew."""
    clause = inspect.getsource(inspect.unwrap(REGISTRY[mutant.clause].function))
    change = inspect.getsource(mutant.change) if mutant.change else ""
    text = "\0".join((clause, mutant.name, mutant.file, mutant.old, mutant.new, change))
    return zlib.crc32(text.encode())


def rates(seeds: int, jobs: int, anew: bool) -> int:
    """Measures, and prints what fell short; 1 where anything did."""
    if anew:
        FILE.unlink(missing_ok=True)
    tasks = {
        (mutant.name, digest(mutant)): (number, seeds)
        for number, mutant in enumerate(all_mutants())
    }
    rows = measure(
        FILE, tasks, measure_rate, lambda row: (name_of(row), row["digest"]), jobs, draws=seeds
    )
    short = [row for row in rows if falls_short(row)]
    for row in sorted(short, key=lambda row: row["miss"], reverse=True):
        print(
            f"{name_of(row)}: caught by {row['caught']} of {row['seeds'] or 1} seeds"
            + (
                f" [{row['low']:.3f}, {row['high']:.3f}], {row['needed']} examples needed, "
                f"{row['budget']} drawn, miss rate {row['miss']:.2g}"
                if row["seeds"]
                else " (a finite domain)"
            )
        )
    print(
        f"{len(rows)} mutants: {len(rows) - len(short)} caught by each seed, with an estimated "
        f"miss rate of at most {MISS:.1%}"
    )
    return 1 if short else 0


def name_of(row: Row) -> str:
    return f"{row['clause']}: {row['belief']}"


def falls_short(row: Row) -> bool:
    return bool(row["caught"] < (row["seeds"] or 1) or row["miss"] > MISS)


def main(argv: list[str] | None = None) -> int:
    """1 where a figure misses its goal, 2 for bad options, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.detection", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("what", nargs="?", choices=["matrix", "rates"], default="matrix")
    parser.add_argument(
        "--seeds", type=positive, default=SEEDS, metavar="N", help="of each mutant (rates)"
    )
    parser.add_argument(
        "--examples", type=positive, default=5, metavar="N", help="of each clause (matrix)"
    )
    parser.add_argument("--anew", action="store_true", help="forget what was measured")
    add_jobs(parser)
    options = parser.parse_args(argv)
    load_clauses()
    if options.what == "rates":
        return rates(options.seeds, options.jobs, options.anew)
    return matrix.print_matrix(options.examples, options.jobs, options.anew)


if __name__ == "__main__":
    sys.exit(main())

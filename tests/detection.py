"""How surely each clause catches the faults it claims to catch.

``python -m tests.detection rates`` runs every mutant's clause with many seeds, and writes how often
it was caught and after how many examples. ``python -m tests.detection matrix`` runs every clause on
every mutant, and says which clause kills what. Both go on where they were interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import math
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import conformance
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses
from conformance.judge import Budget, judge

from .mutants import all_mutants

#: What the gate and the README say of detection comes from here.
RATES = Path(conformance.__file__).parent / "detection.json"
MATRIX = Path(__file__).parent.parent / ".detection" / "matrix.json"
CAUGHT = ("fail", "advice")
#: The miss rate to stay below.
MISS = 0.001


def wilson(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % score interval of a proportion (E. B. Wilson, JASA 22 (1927), p. 209)."""
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # Rounding may put a bound outside the interval that it cannot leave.
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def examples_needed(caught: int, examples: int) -> int:
    """How many examples miss a fault less often than MISS, if each catches it independently.

    `caught` runs ended at a fault, and `examples` were drawn in all runs together: the chance of
    one example is estimated by their ratio, the maximum-likelihood estimate for runs that stop at
    the first success or at the budget. Returns 0 where nothing was caught.
    """
    if not caught:
        return 0
    chance = caught / examples
    return 1 if chance >= 1 else math.ceil(math.log(MISS) / math.log1p(-chance))


def measure_rate(number: int, seeds: int) -> dict[str, Any]:
    """What many seeds make of one mutant and the clause that it names."""
    mutant = all_mutants()[number]
    clause = REGISTRY[mutant.clause]
    impl = mutant.load()
    caught = examples = 0
    missed = []
    is_drawn = hasattr(clause.function, "hypothesis")
    for seed in range(seeds if is_drawn else 1):
        with quiet():
            entry = judge(clause, impl, Budget(seed=seed, shrink=False))
        if entry.outcome in CAUGHT:
            caught += 1
        else:
            missed.append(seed)
        # Hypothesis runs the example that failed once more, to report it.
        examples += max(1, entry.examples - (entry.outcome in CAUGHT and is_drawn))
    trials = seeds if is_drawn else 1
    low, high = wilson(caught, trials)
    budget = Budget().settings_for(clause).max_examples if is_drawn else examples
    needed = examples_needed(caught, examples) if is_drawn else examples
    return {
        "mutant": mutant.name,
        "clause": mutant.clause,
        "museum": mutant.museum,
        "drawn": is_drawn,
        "seeds": trials,
        "caught": caught,
        "missed": missed,
        "low": round(low, 4),
        "high": round(high, 4),
        "budget": budget,
        "needed": needed,
    }


def measure_kills(number: int, examples: int) -> dict[str, Any]:
    """Which clauses notice one mutant."""
    mutant = all_mutants()[number]
    impl = mutant.load()
    killers = []
    for clause in in_order():
        with quiet():
            entry = judge(clause, impl, Budget(max_examples=examples, shrink=False))
        if entry.outcome in CAUGHT:
            killers.append(clause.id)
    return {"mutant": mutant.name, "clause": mutant.clause, "killers": killers}


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps what a mutant prints, or leaves unawaited, from the progress line."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        yield


def load(path: Path) -> dict[str, Any]:
    """What an earlier run of this version measured."""
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return known if known.get("suite") == conformance.__version__ else {}


def save(path: Path, header: dict[str, Any], rows: dict[str, dict[str, Any]]) -> None:
    """Writes header and rows whole or not at all; the rows in the order of the mutants."""
    path.parent.mkdir(exist_ok=True)
    order = {mutant.name: number for number, mutant in enumerate(all_mutants())}
    kept = sorted(
        (r for r in rows.values() if r["mutant"] in order), key=lambda r: order[r["mutant"]]
    )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in kept)
    head = json.dumps(header, ensure_ascii=False)[1:-1]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(f'{{{head}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")
    temporary.replace(path)


def measure(
    path: Path, function: Any, parameter: int, parameter_name: str, jobs: int
) -> dict[str, dict[str, Any]]:
    """Measures every mutant that `path` does not hold yet, in several processes."""
    known = load(path)
    rows = {row["mutant"]: row for row in known.get("rows", [])}
    if known.get(parameter_name) != parameter:
        rows = {}
    header = {
        "suite": conformance.__version__,
        "date": datetime.date.today().isoformat(),
        parameter_name: parameter,
    }
    todo = [n for n, mutant in enumerate(all_mutants()) if mutant.name not in rows]
    total = len(all_mutants())
    with ProcessPoolExecutor(jobs, initializer=load_clauses) as pool:
        futures = [pool.submit(function, number, parameter) for number in todo]
        for done, future in enumerate(as_completed(futures), total - len(todo) + 1):
            row = future.result()
            rows[row["mutant"]] = row
            bar = "#" * (40 * done // total)
            print(f"\r[{bar:<40}] {done} of {total}", end="", file=sys.stderr, flush=True)
            if done % 20 == 0:
                save(path, header, rows)
    print(file=sys.stderr)
    save(path, header, rows)
    return rows


def report_rates(rows: dict[str, dict[str, Any]]) -> int:
    """Prints what fell short; returns how many mutants did."""
    short = [r for r in rows.values() if r["caught"] < r["seeds"] or r["needed"] > r["budget"]]
    for row in sorted(short, key=lambda r: r["caught"] / r["seeds"]):
        print(
            f"{row['caught']} of {row['seeds']} seeds [{row['low']:.3f}, {row['high']:.3f}], "
            f"{row['needed']} examples needed, {row['budget']} drawn: {row['mutant']}"
        )
    print(
        f"{len(rows)} mutants, {len(rows) - len(short)} caught by every seed, "
        f"with a miss rate below {MISS}"
    )
    return len(short)


def report_kills(rows: dict[str, dict[str, Any]]) -> int:
    """Prints the kill matrix, the clauses that never kill alone, and the mutants killed widely."""
    killed_by: dict[str, list[str]] = {clause.id: [] for clause in in_order()}
    alone = set()
    survivors = 0
    for row in rows.values():
        for killer in row["killers"]:
            killed_by[killer].append(row["mutant"])
        if len(row["killers"]) == 1:
            alone.update(row["killers"])
        if row["clause"] not in row["killers"]:
            survivors += 1
            print(f"not killed by its own clause: {row['mutant']}: {', '.join(row['killers'])}")
    for id, mutants in killed_by.items():
        print(f"{id:<44} kills {len(mutants):>3}{'' if id in alone else ', never alone'}")
    for row in rows.values():
        area = row["clause"].partition(".")[0]
        abroad = [killer for killer in row["killers"] if killer.partition(".")[0] != area]
        if len(abroad) > 10:
            print(f"{row['mutant']}: {len(abroad)} clauses of other areas")
    return survivors


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.detection", description=__doc__)
    parser.add_argument("what", choices=["rates", "matrix"])
    parser.add_argument("--seeds", type=_positive, default=50, help="of each mutant (rates)")
    parser.add_argument("--examples", type=_positive, default=20, help="of each clause (matrix)")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    load_clauses()
    if arguments.what == "rates":
        rows = measure(RATES, measure_rate, arguments.seeds, "seeds", arguments.jobs)
        return min(1, report_rates(rows))
    rows = measure(MATRIX, measure_kills, arguments.examples, "examples", arguments.jobs)
    return min(1, report_kills(rows))


if __name__ == "__main__":
    sys.exit(main())

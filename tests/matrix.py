"""The kill matrix: every clause on every mutant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from conformance.budget import Budget
from conformance.clause import AREAS, REGISTRY, in_order
from conformance.greed import bounded
from conformance.judge import judge

from .measure import SCRATCH, Row, measure, quiet
from .mutants import all_mutants

FILE = SCRATCH / "matrix.json"
#: Seconds for each clause that a mutant does not name: what it does may have no end.
SECONDS = 3.0
#: Mutants that have to show a consequence before it is proposed as one.
ENOUGH = 5


def measure_kills(number: int, examples: int) -> Row:
    """Which clauses notice one mutant, and which come to an outcome that says nothing of it."""
    mutant = all_mutants()[number]
    impl = mutant.load()
    killers, other = [], {}
    for clause in in_order():
        budget = Budget(max_examples=examples, shrink=False, seconds=SECONDS)
        if clause.id == mutant.clause:
            budget = Budget(shrink=False)
        with quiet(), bounded():
            outcome = judge(clause, impl, budget).outcome
        if outcome in ("fail", "advice"):
            killers.append(clause.id)
        elif outcome not in ("pass", "skipped"):
            other[clause.id] = outcome
    return {"mutant": mutant.name, "clause": mutant.clause, "killers": killers, "other": other}


def print_matrix(examples: int, jobs: int, anew: bool) -> int:
    """Measures and prints; 1 where a mutant survives the clause it names, or the suite breaks."""
    if anew:
        FILE.unlink(missing_ok=True)
    mutants = all_mutants()
    rows = measure(
        FILE,
        {mutant.name: (number, examples) for number, mutant in enumerate(mutants)},
        measure_kills,
        lambda row: row["mutant"],
        jobs,
        examples=examples,
        clauses=len(REGISTRY),
    )
    for line in [*_grid(rows), *_clauses(rows), *_wide(rows), *_edges(rows)]:
        print(line)
    wrong = list(_wrong(rows))
    for line in wrong:
        print(line)
    print(f"{len(rows)} mutants, {len(REGISTRY)} clauses, {len(wrong)} that should not be")
    return 1 if wrong else 0


def causes(killers: Iterable[str]) -> list[str]:
    """The killers that do not depend on another one: what a report would show."""
    known = set(killers)
    return [id for id in killers if not known & requirements(id)]


def requirements(id: str) -> set[str]:
    """The clauses without which this one says nothing, at whatever distance."""
    found: set[str] = set()
    todo = list(REGISTRY[id].depends_on)
    while todo:
        other = todo.pop()
        if other not in found:
            found.add(other)
            todo += REGISTRY[other].depends_on
    return found


def _area(id: str) -> str:
    return id.partition(".")[0]


def _grid(rows: list[Row]) -> Iterator[str]:
    """Mutants by area, and by the areas whose clauses notice them."""
    yield "How many mutants of an area (rows) are noticed by a clause of an area (columns):"
    noticed: dict[str, Counter[str]] = {area: Counter() for area in AREAS}
    totals = Counter(_area(row["clause"]) for row in rows)
    for row in rows:
        noticed[_area(row["clause"])].update({_area(killer) for killer in row["killers"]})
    yield "  ".join([" " * 13, "mutants", *AREAS])
    for area in AREAS:
        cells = [str(noticed[area][other] or ".").rjust(len(other)) for other in AREAS]
        yield "  ".join([area.ljust(13), str(totals[area]).rjust(7), *cells])


def _clauses(rows: list[Row]) -> Iterator[str]:
    yield "\nMutants that a clause kills, those that name it, those that nothing else kills:"
    kills = Counter(killer for row in rows for killer in row["killers"])
    named = Counter(row["clause"] for row in rows)
    alone = Counter(row["killers"][0] for row in rows if len(row["killers"]) == 1)
    for clause in in_order():
        never = "" if alone[clause.id] else "  never alone"
        yield (
            f"{clause.id:<42} {kills[clause.id]:>4} {named[clause.id]:>4} {alone[clause.id]:>4}"
            f"{never}"
        )


def _wide(rows: list[Row]) -> Iterator[str]:
    yield "\nMutants that redden another area than their own, consequences left out:"
    for row in rows:
        abroad = [id for id in causes(row["killers"]) if _area(id) != _area(row["clause"])]
        if abroad:
            counts = Counter(map(_area, abroad))
            told = ", ".join(f"{area} {number}" for area, number in counts.items())
            yield f"{row['mutant']}: {told}"


def _edges(rows: list[Row]) -> Iterator[str]:
    """Dependencies that no mutant bears out, and consequences that no dependency names."""
    kills: dict[str, set[str]] = {id: set() for id in REGISTRY}
    for row in rows:
        for killer in row["killers"]:
            kills[killer].add(row["mutant"])
    yield "\nDependencies that no mutant shows:"
    for clause in in_order():
        for other in clause.depends_on:
            if not kills[other] & kills[clause.id]:
                yield f"{clause.id} on {other}"
    yield "\nClauses that fail whenever another one does, and do not depend on it:"
    for clause in in_order():
        for other, mutants in kills.items():
            is_consequence = len(mutants) >= ENOUGH and mutants < kills[clause.id]
            if is_consequence and other not in requirements(clause.id):
                yield f"{clause.id} with {other} ({len(mutants)} mutants)"


def _wrong(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if row["clause"] not in row["killers"]:
            yield f"not killed by the clause it names: {row['mutant']}"
        for id, outcome in row["other"].items():
            if outcome == "error":
                yield f"{id} breaks on: {row['mutant']}"

"""An audit that nobody wrote by hand: Cosmic Ray changes the reference, the clauses must notice.

``python -m tests.audit`` makes every change that Cosmic Ray's operators know, compiles it under
another package name, and runs the clauses until one fails. It goes on where it was interrupted.
What survives is either listed in EQUIVALENT, with the reason why no clause could notice, or a gap.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from conformance.clause import in_order
from conformance.gate import load_clauses
from conformance.judge import Budget, judge

from .detection import CAUGHT, quiet
from .mutants import SOURCES, Mutant
from .mutants.equivalent import EQUIVALENT

RESULTS = Path(__file__).parent.parent / ".detection" / "audit.json"
#: Seconds after which a change counts as noticed, because the gate does not end.
HANGS = 120


class Hangs(BaseException):
    """The clauses did not end in time."""


def changes() -> Iterator[tuple[str, str, int]]:
    """(file, operator, occurrence) of every change to the reference."""
    for path in sorted(SOURCES.glob("*.py")):
        tree = get_ast(path.read_text(encoding="utf-8"))
        for name in cosmic_ray.plugins.operator_names():
            kind = cosmic_ray.plugins.get_operator(name)
            # The only | of the reference stand in annotations, which Python does not evaluate.
            if kind.arguments() or "BitOr" in name:
                continue
            operator = kind()
            found = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(tree))
            for occurrence in range(found):
                yield path.name, name, occurrence


def changed_lines(old: str, new: str) -> str:
    """What a change does, as the lines it takes away and those it adds."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))


def examine(file: str, operator: str, occurrence: int) -> dict[str, Any]:
    """Which clause notices one change first; "" where none does."""
    source = (SOURCES / file).read_text(encoding="utf-8")
    changed = mutate_code(source, cosmic_ray.plugins.get_operator(operator)(), occurrence)
    row = {"file": file, "operator": operator, "occurrence": occurrence}
    if changed is None or changed == source:
        return {**row, "change": "", "killer": "no change"}
    row["change"] = changed_lines(source, changed)
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS)
    try:
        with quiet():
            return {**row, "killer": _killer(Mutant("", "", file, source, changed))}
    except Hangs:
        return {**row, "killer": "does not end"}
    finally:
        signal.alarm(0)


def _hangs(number: int, frame: Any) -> None:
    raise Hangs


def _killer(mutant: Mutant) -> str:
    try:
        impl = mutant.load()
    except Exception as error:
        return f"cannot be imported: {type(error).__name__}"
    # A small budget finds most; what survives it gets the whole one.
    for budget in (Budget(max_examples=10, shrink=False), Budget(shrink=False)):
        for clause in in_order():
            if judge(clause, impl, budget).outcome in CAUGHT:
                return clause.id
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    rows = {(r["file"], r["operator"], r["occurrence"]): r for r in known if r["killer"]}
    todo = [change for change in changes() if change not in rows]
    total = len(todo) + len(rows)
    with ProcessPoolExecutor(arguments.jobs, initializer=load_clauses) as pool:
        futures = {pool.submit(examine, *change): change for change in todo}
        for done, future in enumerate(as_completed(futures), total - len(todo) + 1):
            rows[futures[future]] = future.result()
            bar = "#" * (40 * done // total)
            print(f"\r[{bar:<40}] {done} of {total}", end="", file=sys.stderr, flush=True)
            if done % 20 == 0 or done == total:
                RESULTS.write_text(json.dumps(list(rows.values()), indent=1), encoding="utf-8")
    print(file=sys.stderr)
    survivors = [row for row in rows.values() if not row["killer"]]
    unexplained = [row for row in survivors if row["change"] not in EQUIVALENT]
    for row in unexplained:
        print(f"survives: {row['file']} ({row['operator']})\n{row['change']}\n")
    print(f"{len(rows)} changes, {len(survivors)} survive, {len(unexplained)} of them unexplained")
    return min(1, len(unexplained))


if __name__ == "__main__":
    sys.exit(main())

"""Judges every good implementation over many seeds: ``python -m tests.false_alarms``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conformance.clause import in_order
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import Budget, judge
from conformance.report.model import Entry

_FOLDER = Path(__file__).with_name("implementations")

#: Implementations that are right in ways of their own, each as --impl names it.
GOOD = (
    "reference",
    f"{_FOLDER}/namespace.py:api",
    f"{_FOLDER}/packaged",
    f"{_FOLDER}/refusing.py",
    f"{_FOLDER}/compact.py",
    f"{_FOLDER}/cleaning.py",
    f"{_FOLDER}/wrapping.py",
)

#: What says nothing against an implementation.
_QUIET = ("pass", "skipped", "not-provided")


def alarm(entry: Entry) -> str:
    """What a clause has against a good implementation; "" where it has nothing."""
    if entry.outcome in _QUIET:
        return ""
    return f"{entry.outcome} {entry.id}\n{entry.detail}"


def main(argv: list[str] | None = None) -> int:
    """1 where there was an alarm, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.false_alarms", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="from 0 to N - 1")
    parser.add_argument("--max-examples", type=int, default=None, metavar="N")
    parser.add_argument("--impl", action="append", metavar="MODULE", help="only this (repeatable)")
    options = parser.parse_args(argv)
    if options.seeds < 1:
        parser.error("--seeds: expected a whole number from 1")
    load_clauses()
    alarms = 0
    implementations = [load(spec) for spec in options.impl or GOOD]
    for seed in range(options.seeds):
        budget = Budget(max_examples=options.max_examples, seed=seed)
        for impl in implementations:
            for clause in in_order():
                found = alarm(judge(clause, impl, budget))
                if found:
                    alarms += 1
                    print(f"ALARM {impl.name}, seed {seed}: {found}\n", flush=True)
        print(f"seed {seed}: {alarms} alarms by now", file=sys.stderr, flush=True)
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())

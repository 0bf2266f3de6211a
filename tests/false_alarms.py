"""Judges every good implementation over many seeds: nobody may be accused.

``python -m tests.false_alarms`` runs every clause, SHOULD included, on each of them, on this
Python and on every other that ``--python`` names, and writes the figures that the README quotes.
It goes on where it was interrupted; an area whose clauses changed since then is judged anew.
"""

from __future__ import annotations

import argparse
import inspect
import platform
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

from conformance.budget import Budget
from conformance.clause import AREAS, REGISTRY, Clause, in_order
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import judge
from conformance.report.model import Entry

from .measure import ROOT, SCRATCH, Row, add_jobs, measure, positive, save
from .measure import load as measured

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
    f"{_FOLDER}/immutable.py",
)
FILE = Path(__file__).with_name("false_alarms.json")
#: What says nothing against an implementation.
_QUIET = ("pass", "skipped", "not-provided")
#: Seeds of one task, which judges by the clauses of one area: what an interruption may lose.
_TOGETHER = 20


def alarm(entry: Entry) -> str:
    """What a clause has against a good implementation; "" where it has nothing."""
    if entry.outcome in _QUIET:
        return ""
    return f"{entry.outcome} {entry.id}\n{entry.detail}"


def clauses_of(area: str) -> list[Clause]:
    return [clause for clause in in_order() if clause.id.partition(".")[0] == area]


def digest(area: str) -> int:
    """Of an area's clauses as they are written, wherever."""
    texts = [inspect.getsource(inspect.unwrap(one.function)) for one in clauses_of(area)]
    return zlib.crc32("\0".join(sorted(texts)).encode())


def examine(spec: str, area: str, first: int, seeds: int, max_examples: int | None) -> Row:
    """What one area says of one implementation over `seeds` seeds from `first` on, or warns of."""
    impl = load(spec)
    examples = 0
    alarms = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for seed in range(first, first + seeds):
            drawn = Budget(max_examples=max_examples, seed=seed, shrink=False)
            for clause in clauses_of(area):
                is_drawn = hasattr(clause.function, "hypothesis")
                # A finite domain is the same whatever the seed: once, and whole.
                if seed and not is_drawn:
                    continue
                entry = judge(clause, impl, drawn if is_drawn else Budget(shrink=False))
                examples += entry.examples
                alarms += [f"seed {seed}: {text}" for text in filter(None, [alarm(entry)])]
    alarms += [f"warning: {one.category.__name__}: {one.message}" for one in caught]
    return {
        "impl": spec, "area": area, "digest": digest(area), "first": first, "seeds": seeds,
        "examples": examples, "alarms": alarms,
    }  # fmt: skip


def examine_all(options: argparse.Namespace) -> int:
    """Every implementation on this Python; prints the alarms and returns how many there were."""
    python = platform.python_version()
    specs = options.impl or GOOD
    tasks = {
        (spec, area, digest(area), first, seeds): (spec, area, first, seeds, options.max_examples)
        for first in range(0, options.seeds, _TOGETHER)
        for seeds in [min(_TOGETHER, options.seeds - first)]
        for spec in specs
        for area in AREAS
    }
    rows = measure(
        SCRATCH / f"false-alarms-{python}.json",
        tasks,
        examine,
        lambda row: tuple(row[name] for name in ("impl", "area", "digest", "first", "seeds")),
        options.jobs,
        max_examples=options.max_examples,
    )
    alarms = [f"{row['impl']}, {text}" for row in rows for text in row["alarms"]]
    print("\n\n".join(alarms) or f"Python {python}: no alarm in {len(rows)} tasks")
    if not options.impl:
        _note(
            {
                "python": python,
                "implementations": len(specs),
                "clauses": len(REGISTRY),
                "seeds": options.seeds,
                "max_examples": options.max_examples or Budget().profile.max_examples,
                "examples": sum(row["examples"] for row in rows),
                "alarms": len(alarms),
            }
        )
    return len(alarms)


def _note(figures: Row) -> None:
    """Puts the figures of one Python in the place of what was known of its minor version."""

    def minor(row: Row) -> list[int]:
        return [int(part) for part in row["python"].split(".")[:2]]

    kept = [row for row in measured(FILE) if minor(row) != minor(figures)]
    save(FILE, sorted([*kept, figures], key=minor))


def elsewhere(python: str, arguments: list[str]) -> int:
    """Does the same with another interpreter, in an environment of its own."""
    found = subprocess.run(
        [python, "-c", "import platform; print(platform.python_version())"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if found.returncode:
        print(f"--python={python}: it does not run: {found.stderr.strip()}", file=sys.stderr)
        return 2
    folder = SCRATCH / f"python-{found.stdout.strip()}"
    own = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not own.exists():
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([own, "-m", "pip", "install", "-q", "-e", ROOT], check=True)
    command = [str(own), "-m", "tests.false_alarms", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(argv: list[str] | None = None) -> int:
    """1 where there was an alarm, 2 for bad options, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.false_alarms", description=__doc__, allow_abbrev=False
    )
    parser.add_argument(
        "--seeds", type=positive, default=200, metavar="N", help="from 0 to N - 1 (default: 200)"
    )
    parser.add_argument(
        "--max-examples", type=positive, metavar="N", help="of each clause, not the gate's number"
    )
    parser.add_argument("--impl", action="append", metavar="MODULE", help="only this (repeatable)")
    parser.add_argument(
        "--python", action="append", metavar="EXE", help="with this interpreter (repeatable)"
    )
    add_jobs(parser)
    options = parser.parse_args(argv)
    if options.python:
        arguments = [f"--seeds={options.seeds}", f"--jobs={options.jobs}"]
        arguments += [f"--impl={spec}" for spec in options.impl or ()]
        if options.max_examples:
            arguments.append(f"--max-examples={options.max_examples}")
        return max([elsewhere(python, arguments) for python in options.python])
    load_clauses()
    return 1 if examine_all(options) else 0


if __name__ == "__main__":
    sys.exit(main())

"""An audit that nobody wrote by hand: changes made by tools, and who notices them.

``python -m tests.audit reference`` makes every change to the reference that the operators of
Cosmic Ray and of mutmut know, compiles it under another package name, and runs the clauses until
one fails. ``python -m tests.audit suite`` changes what judges instead (the wire, the grammar, the
expectations), and runs the tests of these. Both go on where they were interrupted. What survives
is listed in `tests.mutants.equivalent`, with the reason why nothing could notice, or is a gap.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY, Clause, in_order
from conformance.gate import load_clauses
from conformance.judge import judge
from conformance.specification.citations import citations

from .changes import Change, changes
from .detection import CAUGHT
from .measure import ROOT, SCRATCH, Row, add_jobs, load, measure, quiet, save
from .mutants import SOURCES, Mutant
from .mutants.equivalent import EQUIVALENT, reason

#: The modules of the suite that are changed, and the tests that have to notice.
SUITE = {
    "wire.py": ("test_wire.py", "test_expect.py"),
    "grammar.py": ("test_grammar.py", "test_strategies.py"),
    "expect.py": ("test_expect.py", "test_wire.py"),
}
#: Seconds after which a change counts as noticed, because nothing comes of it.
HANGS = 120


class Hangs(BaseException):
    """The clauses did not end in time."""


def examine_reference(change: Change) -> Row:
    """Which clause notices one change to the reference first; "" where none does."""
    source = (SOURCES / change.file).read_text(encoding="utf-8")
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS)
    try:
        with quiet():
            killer = _killer(
                Mutant("", "", change.file, source, change.source), _likeliest_first(change)
            )
    except Hangs:
        killer = "does not end"
    finally:
        signal.alarm(0)
    return _row(change, killer)


def _row(change: Change, killer: str) -> Row:
    return {
        "file": change.file,
        "line": change.line,
        "change": change.text,
        "operator": change.operator,
        "killer": killer,
    }


def _hangs(number: int, frame: Any) -> None:
    raise Hangs


def _likeliest_first(change: Change) -> list[Clause]:
    """Every clause, first those that the changed file cites, the nearest before all."""
    cited = sorted(
        (c for c in citations(SOURCES) if c.file.name == change.file),
        key=lambda citation: abs(citation.line - change.line),
    )
    ids = dict.fromkeys([c.id for c in cited] + [clause.id for clause in in_order()])
    return [REGISTRY[id] for id in ids]


def _killer(mutant: Mutant, clauses: list[Clause]) -> str:
    try:
        impl = mutant.load()
    except Exception as error:
        return f"cannot be imported: {type(error).__name__}"
    # A small budget finds most; what survives it gets the whole one.
    for budget in (Budget(max_examples=10, shrink=False), Budget(shrink=False)):
        for clause in clauses:
            if judge(clause, impl, budget).outcome in CAUGHT:
                return clause.id
    return ""


def examine_suite(change: Change) -> Row:
    """Which test notices one change to the suite first; "" where none does."""
    error = _cannot_be_imported(change)
    if error:
        return _row(change, error)
    folder = _copy()
    path = folder / "conformance" / change.file
    source = path.read_text(encoding="utf-8")
    path.write_text(change.source, encoding="utf-8")
    try:
        killer = _failing_test(folder, SUITE[change.file])
    finally:
        path.write_text(source, encoding="utf-8")
    return _row(change, killer)


def _cannot_be_imported(change: Change) -> str:
    """What importing the changed module raises; "" where it can be imported."""
    module = ModuleType(f"conformance.{change.file.removesuffix('.py')}")
    module.__package__ = "conformance"
    try:
        with quiet():
            exec(compile(change.source, change.file, "exec"), vars(module))
    except Exception as error:
        return f"cannot be imported: {type(error).__name__}"
    return ""


_copies: list[Path] = []


def _copy() -> Path:
    """A copy of the project for this process, with its bytecode; it goes with the process."""
    if not _copies:
        folder = Path(tempfile.mkdtemp(prefix="audit-"))
        multiprocessing.util.Finalize(None, shutil.rmtree, (folder, True), exitpriority=1)
        for name in ("conformance", "reference", "tests", "pyproject.toml", "README.md"):
            entry = ROOT / name
            ignored = shutil.ignore_patterns("__pycache__")
            if entry.is_dir():
                shutil.copytree(entry, folder / name, ignore=ignored)
            else:
                shutil.copy(entry, folder / name)
        for file, tests in SUITE.items():
            _failing_test(folder, tests, writes_bytecode=True)
            # Python tells two versions of a file apart by its size and the second of its change.
            for cached in folder.glob(f"conformance/__pycache__/{Path(file).stem}.*"):
                cached.unlink()
        _copies.append(folder)
    return _copies[0]


def _failing_test(folder: Path, files: tuple[str, ...], writes_bytecode: bool = False) -> str:
    """The first test to fail in a copy of the project; "" where all pass.

    A child of this process runs them, which has the libraries and only has to import the copy.
    """
    output = folder / "output"
    child = os.fork()
    if child == 0:
        os._exit(_run_tests(folder, files, output, writes_bytecode))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return ""
    lines = output.read_text(encoding="utf-8", errors="replace").splitlines()
    named = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return named[0].partition(" - ")[0] if named else f"the tests end with {code}"


def _run_tests(folder: Path, files: tuple[str, ...], output: Path, writes_bytecode: bool) -> int:
    """What pytest exits with; for a process that is used for nothing else."""
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(HANGS)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for name in list(sys.modules):
        if name.partition(".")[0] in ("conformance", "reference", "tests"):
            del sys.modules[name]
    sys.path.insert(0, str(folder))
    os.chdir(folder)
    sys.dont_write_bytecode = not writes_bytecode
    arguments = ["-x", "-q", "-p", "no:cacheprovider", "--no-header"]
    status = pytest.main([*arguments, *(f"tests/{name}" for name in files)])
    sys.stdout.flush()
    return int(status)


def main(argv: list[str] | None = None) -> int:
    """1 where a change survives without a reason, 2 for bad options, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.audit", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("what", choices=["reference", "suite"])
    parser.add_argument("--anew", action="store_true", help="forget what was examined")
    parser.add_argument(
        "--survivors", action="store_true", help="examine anew what survived, whatever is new since"
    )
    add_jobs(parser)
    options = parser.parse_args(argv)
    load_clauses()
    if options.what == "reference":
        # All that __init__ holds is names, and which of them `import *` gives is left open.
        files = sorted(path.name for path in SOURCES.glob("*.py") if path.stem != "__init__")
        found = _changes_of(SOURCES, files)
        examine = examine_reference
    else:
        found = _changes_of(ROOT / "conformance", list(SUITE))
        examine = examine_suite
    path = SCRATCH / f"audit-{options.what}.json"
    if options.anew:
        path.unlink(missing_ok=True)
    if options.survivors:
        save(path, [row for row in load(path) if row["killer"]])
    rows = measure(
        path,
        {(change.file, change.line, change.text): (change,) for change in found},
        examine,
        lambda row: (row["file"], row["line"], row["change"]),
        options.jobs,
    )
    return report(rows)


def _changes_of(folder: Path, files: list[str]) -> Iterator[Change]:
    for file in files:
        yield from changes(file, (folder / file).read_text(encoding="utf-8"))


def report(rows: list[Row]) -> int:
    """Prints the survivors without a reason, and the reasons that no survivor needs any more."""
    survivors = [row for row in rows if not row["killer"]]
    unexplained = [row for row in survivors if not reason(row["change"])]
    for row in unexplained:
        print(
            f"survives in {row['file']}, line {row['line']} ({row['operator']}):\n{row['change']}\n"
        )
    killed = {row["change"] for row in rows} - {row["change"] for row in survivors}
    for change in EQUIVALENT:
        if change in killed:
            print(f"listed as equivalent, yet noticed:\n{change}\n")
    print(f"{len(rows)} changes, {len(survivors)} survive, {len(unexplained)} of them unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
    sys.exit(130)

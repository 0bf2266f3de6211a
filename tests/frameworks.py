"""The frameworks that stand before the suite: which versions, and what each is known to fail.

An adapter of `tests/implementations/frameworks` spells the API in a framework's own objects; the
file ``.known`` beside it names each clause that it fails, whatever that one depends on, with a
verdict and its cause. For each
cause there is a test that shows the same without the adapter (`tests/findings`).
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import conformance
from conformance.budget import Budget
from conformance.clause import AREAS, in_order
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import judge
from conformance.report.model import Entry

from .measure import ROOT, Row, save
from .measure import load as measured

FOLDER = ROOT / "tests" / "implementations" / "frameworks"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("[a-z]*.py")))
VERDICTS = ("fault", "documented choice")
#: What a clause comes to that an implementation does not meet; the last for a consequence.
_FAILED = ("fail", "advice", "not-judged")
#: The figures of ``python -m tests.implementations``.
FILE = ROOT / "tests" / "implementations.json"

_KNOWN = re.compile(r"(?P<id>\S+)\s+# (?P<verdict>[a-z ]+) \((?P<cause>\w+)\): (?P<text>.+)")


@dataclass(frozen=True)
class Known:
    """A clause that a framework fails, and why that is so."""

    id: str
    verdict: str
    cause: str
    text: str


def known(name: str) -> list[Known]:
    """The known failures of a framework; ValueError for a line of another form."""
    found = []
    for line in (FOLDER / f"{name}.known").read_text(encoding="utf-8").splitlines():
        match = _KNOWN.fullmatch(line)
        if match is None:
            raise ValueError(f"{name}.known: no clause with its verdict and cause: {line}")
        found.append(Known(**match.groupdict()))
    return found


def pins() -> dict[str, str]:
    """The version of each distribution of the extra ``frameworks``."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extra = text.partition("\nframeworks = [")[2].partition("]")[0]
    return dict(re.findall(r'"([\w-]+)==([\w.]+)', extra))


def missing(*names: str) -> str:
    """What keeps these distributions from being judged; "" if the pinned versions are there."""
    for name in names:
        wanted = pins()[name]
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return f"{name} {wanted} is not installed"
        if version != wanted:
            return f"{name} {version} is installed, not {wanted}"
    return ""


def spec(name: str) -> str:
    """What ``--impl`` calls an adapter."""
    return str(FOLDER / f"{name}.py")


def judged(impl_spec: str, clauses: dict[str, Budget]) -> list[Entry]:
    """What comes of these clauses, each by itself and with its budget."""
    load_clauses()
    impl = load(impl_spec)
    return [judge(c, impl, clauses[c.id]) for c in in_order() if c.id in clauses]


def measure(page: Path, max_examples: int | None, only: list[str] | None) -> int:
    """Runs the gate on the reference and the frameworks; 1 where one was not as it is known."""
    names = [name for name in NAMES if name in (only or NAMES)]
    for reason in filter(None, map(missing, names)):
        print(f"{reason}: pip install 'response-conformance[frameworks]'", file=sys.stderr)
        return 2
    page.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, "-W", "ignore", "-m", "pytest", "--pyargs", "conformance", "-q"]
        command += ["--tb=no", "-p", "no:cacheprovider", "-p", "no:warnings", "--impl=reference"]
        command += [f"--impl={spec(name)}" for name in names]
        command += [f"--report={report}", f"--report={page.resolve()}"]
        command += [f"--max-examples={max_examples}"] if max_examples else []
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
        runs = json.loads(report.read_text(encoding="utf-8"))["runs"]
    rows = [row_of("reference", runs[0]), *map(row_of, names, runs[1:])]
    unlike = [
        text for name, run in zip(names, runs[1:], strict=True) for text in unknown(name, run)
    ]
    print("\n".join(unlike) or f"{len(rows)} implementations, as they are known")
    if not only and not max_examples:
        save(FILE, rows)
    return 1 if unlike else 0


def row_of(name: str, run: Row) -> Row:
    """How many clauses of each area had each outcome, and how many causes are known."""
    areas: dict[str, Counter[str]] = {}
    for entry in run["clauses"]:
        areas.setdefault(entry["id"].partition(".")[0], Counter())[entry["outcome"]] += 1
    listed = known(name) if name in NAMES else []
    return {
        "name": name,
        "version": conformance.__version__
        if name == "reference"
        else run["implementation"]["version"],
        **{
            verdict: len({one.cause for one in listed if one.verdict == verdict})
            for verdict in VERDICTS
        },
        "areas": {area: dict(sorted(counts.items())) for area, counts in areas.items()},
    }


def unknown(name: str, run: Row) -> list[str]:
    """Where a run is not as the list of known failures says."""
    listed = {one.id for one in known(name)}
    outcomes = {entry["id"]: entry["outcome"] for entry in run["clauses"]}
    failed = {id for id, outcome in outcomes.items() if outcome in _FAILED}
    passed = {id for id, outcome in outcomes.items() if outcome == "pass"}
    return [f"{name}: {id} fails, and is not listed" for id in sorted(failed - listed)] + [
        f"{name}: {id} is listed, and passes" for id in sorted(listed & passed)
    ]


def table() -> list[list[str]]:
    """For each implementation and area, how many passed of the clauses that it says anything to."""
    heads = ["implementation", "version", *AREAS, "faults", "choices"]
    return [heads, *(_cells(row) for row in measured(FILE))]


def _cells(row: Row) -> list[str]:
    cells = [row["name"], row["version"]]
    for area in AREAS:
        counts = row["areas"].get(area, {})
        passed = counts.get("pass", 0)
        asked = passed + sum(counts.get(outcome, 0) for outcome in _FAILED)
        cells.append(f"{passed}/{asked}" if asked else "")
    return [*cells, *(str(row[verdict]) for verdict in VERDICTS)]

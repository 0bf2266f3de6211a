"""The frameworks that stand before the suite: which versions, and what each is known to fail.

An adapter of `tests/implementations/frameworks` spells the API in a framework's own objects; the
file ``.known`` beside it names each clause that it fails, with a verdict and its cause. For each
cause there is a test that shows the same without the adapter (`tests/findings`).
"""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import dataclass

from conformance.clause import Clause, in_order
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import Budget, judge
from conformance.report.model import Entry, without_consequences

from .measure import ROOT

FOLDER = ROOT / "tests" / "implementations" / "frameworks"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("[a-z]*.py")))
VERDICTS = ("fault", "documented choice")

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
    return dict(re.findall(r'"([\w-]+)==([\w.]+)"', extra))


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
    """What comes of these clauses, each with its budget; consequences are told from causes."""
    load_clauses()
    impl = load(impl_spec)
    chosen = [clause for clause in in_order() if clause.id in clauses]
    entries = [judge(clause, impl, clauses[clause.id]) for clause in chosen]
    return without_consequences(entries, depends_on(chosen))


def depends_on(clauses: list[Clause]) -> dict[str, tuple[str, ...]]:
    return {clause.id: clause.depends_on for clause in clauses}

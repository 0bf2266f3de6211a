"""One run of the gate: what is asked for, whether that can be done, and what came of it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from . import __version__

if TYPE_CHECKING:
    from .budget import Budget
    from .clause import Clause
    from .implementation import Implementation
    from .isolation import Isolated
    from .known import Known
    from .report.model import Entry, Run

T = TypeVar("T")

PACKAGE = Path(__file__).resolve().parent
#: What begins the line of the journal that says how the run ended.
VERDICT = "verdict: "


def load_clauses() -> None:
    """Imports every clause file, so that the registry is complete."""
    for path in sorted(PACKAGE.glob("test_*.py")):
        importlib.import_module(f"{__package__}.{path.stem}")


@dataclass
class Gate:
    """One session of clauses."""

    implementations: list[Implementation | Isolated]
    budget: Budget
    profile: str
    strict: bool
    spec: str
    options: dict[str, Any]
    reports: list[Path]
    #: A descriptor of the terminal, whatever pytest captures meanwhile.
    terminal: int
    known: Known
    #: The list of known failures that is to be brought up to date.
    list_to_write: Path | None
    #: The folder for a script of each failure.
    repro: Path | None
    #: What came of each (clause id, index of the implementation); None: it has yet to run.
    entries: dict[tuple[str, int], Entry | None] = field(default_factory=dict)
    #: Whether the session runs anything but clauses.
    others: bool = False
    #: What is to be told at the end.
    remarks: list[str] = field(default_factory=list)

    def clause_at(self, nodeid: str) -> tuple[str, int] | None:
        """The clause and the number of the implementation that a test is about."""
        path, _, test = nodeid.partition("::")
        function, _, name = test.partition("[")
        id = self._by_function.get((Path(path).name, function))
        names = [f"{impl.name}]" for impl in self.implementations]
        return None if id is None or name not in names else (id, names.index(name))

    @cached_property
    def _by_function(self) -> dict[tuple[str, str], str]:
        from .clause import REGISTRY

        load_clauses()
        return {
            (Path(c.function.__code__.co_filename).name, c.function.__name__): id
            for id, c in REGISTRY.items()
        }

    def judge(self, clause: Clause, index: int) -> Entry:
        """What comes of examining an implementation, here or in its own process."""
        from .deadline import LAST_RESORT, last_resort
        from .greed import bounded
        from .implementation import Implementation
        from .judge import judge

        clause, budget = clause.as_of(self.spec) or clause, self.budget
        if clause.id in self.known:
            # It costs no more than a pass: its first counterexample will do.
            budget = replace(budget, shrink=False, script=False)
        impl = self.implementations[index]
        if isinstance(impl, Implementation):
            with bounded(), last_resort(LAST_RESORT * budget.seconds, self.terminal):
                entry = judge(clause, impl, budget)
        else:
            entry = impl.judge(clause, budget, self.spec, self.profile)
        # With several implementations the end of the run tells whether a known failure is fixed.
        return entry if len(self.implementations) > 1 else self.known.applied([[entry]])[0][0]

    def close(self) -> None:
        """Ends what was started."""
        from .implementation import Implementation

        for impl in self.implementations:
            if not isinstance(impl, Implementation):
                impl.end()

    def runs(self) -> list[Run]:
        """What is known by now, in the order of the API."""
        from .clause import in_order
        from .report.model import Entry, Run, without_consequences

        load_clauses()
        clauses = [c for c in (clause.as_of(self.spec) for clause in in_order()) if c is not None]
        depends_on = {clause.id: clause.depends_on for clause in clauses}
        judged = [
            [
                self.entries[clause.id, index]
                or Entry(clause.id, clause.level, clause.source, clause.statement, "not-run")
                for clause in clauses
                if (clause.id, index) in self.entries
            ]
            for index in range(len(self.implementations))
        ]
        return [
            Run(
                impl.name,
                impl.version,
                impl.file,
                __version__,
                self.options,
                self.strict,
                without_consequences(entries, depends_on),
                self.spec,
                impl.noticed,
            )
            for impl, entries in zip(self.implementations, self.known.applied(judged), strict=True)
        ]

    def write_known_failures(self, path: Path, runs: list[Run]) -> None:
        """Brings the list of known failures up to date, or begins one; raises OSError."""
        from . import known
        from .report.formats import write_whole

        old = known.read(path, str(path)) if path.exists() else known.Known()
        write_whole(path, known.written(runs, old, self.known).encode())

    def write_scripts(self, folder: Path, runs: list[Run]) -> None:
        """Writes a script for each failure, and tries each of them; raises OSError."""
        from . import repro

        self.remarks += repro.write(folder, runs)

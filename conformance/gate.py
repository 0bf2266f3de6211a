"""One run of the gate: what is asked for, whether that can be done, and what came of it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from . import __version__

if TYPE_CHECKING:
    from .clause import Clause
    from .implementation import Implementation
    from .isolation import Isolated
    from .judge import Budget
    from .report.model import Entry, Run

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
    #: What came of each (clause id, index of the implementation); None: it has yet to run.
    entries: dict[tuple[str, int], Entry | None] = field(default_factory=dict)

    def judge(self, clause: Clause, index: int) -> Entry:
        """What comes of examining an implementation, here or in its own process."""
        from .deadline import LAST_RESORT, last_resort
        from .implementation import Implementation
        from .judge import judge

        clause = clause.as_of(self.spec) or clause
        impl = self.implementations[index]
        if not isinstance(impl, Implementation):
            return impl.judge(clause, self.budget, self.spec, self.profile)
        with last_resort(LAST_RESORT * self.budget.seconds, self.terminal):
            return judge(clause, impl, self.budget)

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
        runs = []
        clauses = [c for c in (clause.as_of(self.spec) for clause in in_order()) if c is not None]
        for index, impl in enumerate(self.implementations):
            entries = [
                self.entries[clause.id, index]
                or Entry(clause.id, clause.level, clause.source, clause.statement, "not-run")
                for clause in clauses
                if (clause.id, index) in self.entries
            ]
            entries = without_consequences(
                entries, {clause.id: clause.depends_on for clause in clauses}
            )
            runs.append(
                Run(
                    impl.name,
                    impl.version,
                    impl.file,
                    __version__,
                    self.options,
                    self.strict,
                    entries,
                    self.spec,
                    impl.noticed,
                )
            )
        return runs


def paths(config: pytest.Config) -> Iterator[Path]:
    """The files and folders that the command line names."""
    for arg in config.args:
        yield (config.invocation_params.dir / arg.partition("::")[0]).resolve()


def gate_for(config: pytest.Config) -> Gate:
    """What the options ask for; raises UsageError where that cannot be done."""
    from hypothesis import settings
    from hypothesis.errors import InvalidArgument

    from .implementation import CannotLoad
    from .judge import PROFILES, Budget

    for path in paths(config):
        if path.name == PACKAGE.name and (path / "clause.py").is_file() and path != PACKAGE:
            raise pytest.UsageError(
                f"{path} is not the package that is installed, {PACKAGE}: say "
                "'--pyargs conformance', or install the checkout with 'pip install -e'"
            )
    for name, known in PROFILES.items():
        settings.register_profile(name, known)
    profile = config.getoption("--hypothesis-profile", None) or "gate"
    try:
        chosen = settings.get_profile(profile)
    except InvalidArgument:
        raise pytest.UsageError(
            f"--hypothesis-profile={profile}: expected one of {', '.join(PROFILES)}"
        ) from None
    folder = str(config.invocation_params.dir)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    seed = config.getoption("--hypothesis-seed", None)
    budget = Budget(
        chosen,
        config.option.max_examples,
        int(seed) if str(seed).isdigit() else None,
        seconds=config.option.clause_timeout,
        stack=config.option.verbose >= 2,
    )
    try:
        implementations = [
            _loaded(spec, folder, budget, config.option.isolate)
            for spec in config.option.impl or ["reference"]
        ]
    except CannotLoad as error:
        raise pytest.UsageError(str(error)) from None
    version = _checked_version(config.option.spec)
    _check_patterns(config.option.clause or [], version)
    strict = bool(config.getoption("--strict", False))
    return Gate(
        implementations,
        budget,
        profile,
        strict,
        version,
        {
            "profile": profile,
            "max_examples": config.option.max_examples,
            "clause": config.option.clause or [],
            "strict": strict,
        },
        [_checked_report(config, name) for name in config.option.report or []],
        os.dup(2),
    )


def _loaded(spec: str, folder: str, budget: Budget, isolate: bool) -> Implementation | Isolated:
    from .implementation import load

    if not isolate:
        return load(spec, budget.seconds)
    if not hasattr(os, "killpg"):
        raise pytest.UsageError("--isolate: this system has no groups of processes")
    from .isolation import Isolated

    return Isolated(spec, folder, budget)


def _checked_version(version: str | None) -> str:
    from .clause import VERSIONS

    if version is not None and version not in VERSIONS:
        raise pytest.UsageError(f"--spec={version}: expected one of {', '.join(VERSIONS)}")
    return VERSIONS[-1] if version is None else version


def _check_patterns(patterns: list[str], version: str) -> None:
    from .clause import REGISTRY, WITHDRAWN

    if not patterns:
        return
    load_clauses()
    for pattern in patterns:
        found = [clause for id, clause in REGISTRY.items() if fnmatchcase(id, pattern)]
        if any(clause.as_of(version) for clause in found):
            continue
        if found:
            why = f"stands only since {found[0].since}, not in {version}"
        elif pattern in WITHDRAWN:
            why = f"was withdrawn in {WITHDRAWN[pattern]}"
        else:
            import difflib

            near = difflib.get_close_matches(pattern.lower(), REGISTRY, 1)
            why = "no clause has such an id" + (f"; the nearest is {near[0]}" if near else "")
        raise pytest.UsageError(f"--clause={pattern}: {why}")


def _checked_report(config: pytest.Config, name: str) -> Path:
    from .report import formats

    path = config.invocation_params.dir / name
    try:
        formats.check(path)
    except ValueError as error:
        raise pytest.UsageError(f"--report={name}: {error}") from None
    except OSError as error:
        raise pytest.UsageError(f"--report={name}: cannot write there: {error.strerror}") from None
    return path

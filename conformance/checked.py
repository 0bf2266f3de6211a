"""What the options ask of the gate, checked before anything runs: one line for what is wrong."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from .gate import PACKAGE, Gate, load_clauses
from .options import paths

if TYPE_CHECKING:
    from .budget import Budget
    from .implementation import Implementation
    from .isolation import Isolated
    from .known import Known

T = TypeVar("T")


def gate_for(config: pytest.Config) -> Gate:
    """What the options ask for; raises UsageError where that cannot be done."""
    from hypothesis import settings
    from hypothesis.errors import InvalidArgument

    from .budget import PROFILES, Budget
    from .failure import visible
    from .implementation import CannotLoad

    if sys.flags.optimize > 1:
        raise pytest.UsageError(
            "python -OO leaves out docstrings, which are the statements: use -O"
        )
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
        stack=config.getoption("verbose", 0) >= 2,
        script=config.option.repro is not None,
        database=_checked_database(config),
    )
    try:
        implementations = [
            _loaded(spec, folder, budget, config.option.isolate)
            for spec in config.option.impl or ["reference"]
        ]
    except CannotLoad as error:
        raise pytest.UsageError(visible(str(error))) from None
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
        _known_failures(config, budget),
        _list_to_write(config),
        _checked_folder(config),
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


def _known_failures(config: pytest.Config, budget: Budget) -> Known:
    from .budget import PROFILES
    from .known import Known

    name = config.option.known_failures
    if name is None:
        return Known()
    number = budget.max_examples
    enough = number is None or number >= PROFILES["gate"].max_examples
    return replace(_list(config, "--known-failures", name), enough=enough)


def _list_to_write(config: pytest.Config) -> Path | None:
    from .report.formats import check_writable

    name = config.option.write_known_failures
    if name is None:
        return None
    path: Path = config.invocation_params.dir / name
    _try(f"--write-known-failures={name}: cannot write there", check_writable, path)
    if path.exists():
        _list(config, "--write-known-failures", name)
    return path


def _list(config: pytest.Config, option: str, name: str) -> Known:
    from . import known

    load_clauses()
    try:
        return _try(
            f"{option}={name}: cannot read it",
            known.read,
            config.invocation_params.dir / name,
            name,
        )
    except known.BadList as error:
        raise pytest.UsageError(f"{option}={name}: {error}") from None


def _checked_database(config: pytest.Config) -> str:
    from . import database

    place = config.option.example_database
    if place is None:
        return ""
    try:
        return database.checked(place, config.invocation_params.dir)
    except database.Unusable as error:
        raise pytest.UsageError(f"--example-database={database.shown(place)}: {error}") from None


def _checked_folder(config: pytest.Config) -> Path | None:
    """The folder of ``--repro``: there, or to be made when there is something to put into it."""
    name = config.option.repro
    if name is None:
        return None
    folder: Path = config.invocation_params.dir / name

    def check() -> None:
        place = folder
        while not place.exists() and place != place.parent:
            place = place.parent
        with tempfile.TemporaryFile(dir=place):
            pass

    _try(f"--repro={name}: cannot write there", check)
    return folder


def _try(what: str, call: Callable[..., T], *args: Any) -> T:
    """The value of the call; what the system refuses is a UsageError."""
    try:
        return call(*args)
    except OSError as error:
        raise pytest.UsageError(f"{what}: {error.strerror}") from None
    except ValueError as error:  # a NUL in a name
        raise pytest.UsageError(f"{what}: {error}") from None

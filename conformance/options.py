"""The options of the gate, and what each accepts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

#: The longest time, in seconds, that a clause may be given: a day.
MOST_SECONDS = 86400


def add(parser: pytest.Parser) -> None:
    """Adds the options to pytest's own."""
    group = parser.getgroup("conformance", "conformance of a response API")
    group.addoption(
        "--impl",
        action="append",
        metavar="MODULE",
        help="implementation to check: a dotted name, a .py file, a package folder, each with "
        ":attribute or without (repeatable; default: reference)",
    )
    group.addoption(
        "--clause",
        action="append",
        metavar="GLOB",
        help="run only the clauses whose id matches (repeatable)",
    )
    group.addoption(
        "--spec",
        metavar="VERSION",
        help="judge by this version of the specification (default: the latest)",
    )
    group.addoption(
        "--max-examples",
        type=_positive,
        metavar="N",
        help="examples of each clause, instead of the profile's number",
    )
    group.addoption(
        "--clause-timeout",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="the time that a clause may take; one of its examples may take a sixth of it "
        "(default: 60)",
    )
    group.addoption(
        "--example-database",
        metavar="PLACE",
        help="keep counterexamples there, and try those that are there first: a folder, or "
        "redis://HOST:PORT/NUMBER (needs the extra redis)",
    )
    group.addoption(
        "--isolate",
        action="store_true",
        help="judge each area in a process of its own, which may die, with a limit on its memory",
    )
    group.addoption("--journal", metavar="FILE", help=argparse.SUPPRESS)  # see supervise
    group.addoption(
        "--report",
        action="append",
        metavar="FILE",
        help="write a report, as the suffix says: .json (data), .md (a summary for CI), .html (a "
        "page to look at; needs the extra html), .svg (a badge) (repeatable)",
    )
    group.addoption(
        "--repro",
        metavar="DIR",
        help="write there, for each failure, a script that shows it without the suite",
    )
    group.addoption(
        "--known-failures",
        metavar="FILE",
        help="the clauses that are not met yet: an id on each line, and after a # the reason",
    )
    group.addoption(
        "--write-known-failures",
        metavar="FILE",
        help="write such a list, or bring one up to date",
    )


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise pytest.UsageError(f"--max-examples={text}: expected a whole number from 1")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number <= MOST_SECONDS:
        raise pytest.UsageError(
            f"--clause-timeout={text}: expected seconds, more than 0 and at most {MOST_SECONDS}"
        )
    return number


def ask_for_clauses(option: object) -> bool:
    """Whether one of these options was used: it makes any session one of clauses."""
    names = "impl clause spec max_examples report repro known_failures write_known_failures"
    return any(getattr(option, name) for name in names.split())


def paths(config: pytest.Config) -> Iterator[Path]:
    """The files and folders that the command line names."""
    for arg in config.args:
        yield (config.invocation_params.dir / arg.partition("::")[0]).resolve()

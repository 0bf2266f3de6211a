"""What several tests share: the command as a user runs it, and clauses that live for one test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.clause import REGISTRY
from conformance.gate import load_clauses

#: The command of an isolated interpreter, without a plugin that is slow to import.
_PYTEST = [sys.executable, "-I", "-X", "utf8", "-m", "pytest", "-p", "no:cacheprovider"]
_PYTEST += ["-p", "no:schemathesis"]
#: What a shell may have set and what would reach the command: none of it is to matter.
_LEFT_OUT = ("PYTEST", "PY_COLORS", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "COV_", "HYPOTHESIS")


@dataclass(frozen=True)
class Result:
    """What a run of the command left: its exit status, what it printed, its folder."""

    status: int
    output: str
    errors: str
    folder: Path

    @property
    def lines(self) -> list[str]:
        """Every line that was printed, on either stream."""
        return (self.output + self.errors).splitlines()

    def report(self, name: str = "report.json") -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


class Command:
    """Runs `pytest --pyargs conformance` in a folder of its own.

    The interpreter is isolated, so that nothing but the plugin can put the folder on the path
    (pytester would), and so that the environment does not matter.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def __call__(self, *arguments: str) -> Result:
        return self.pytest("--pyargs", "conformance", *arguments)

    def pytest(self, *arguments: str, python: tuple[str, ...] = ()) -> Result:
        """Runs pytest; `python` are options of the interpreter."""
        done = subprocess.run(
            [_PYTEST[0], *python, *_PYTEST[1:], *arguments],
            cwd=self.folder,
            env={k: v for k, v in os.environ.items() if not k.startswith(_LEFT_OUT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr, self.folder)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command, in an empty folder."""
    return Command(tmp_path)


@pytest.fixture
def registry() -> Iterator[dict[str, Any]]:
    """The registry of clauses, as it was once the test is over."""
    load_clauses()
    before = dict(REGISTRY)
    yield REGISTRY
    REGISTRY.clear()
    REGISTRY.update(before)

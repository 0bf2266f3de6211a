"""The README is true: its example, its output, its tables, its commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .readme import README, block, made

TEXT = README.read_text(encoding="utf-8")
ROOT = README.parent


def test_what_is_made_is_current() -> None:
    """The output shown and the table of outcomes are those of this version."""
    assert made(TEXT) == TEXT, "write it anew: python -m tests.readme"


def test_the_example_is_short() -> None:
    """The example has at most 15 lines of code."""
    lines = block(TEXT, "example", "mymodule.py").splitlines()
    assert len([line for line in lines if line.strip()]) <= 15


@pytest.mark.parametrize("name", ["gate", "tests"])
def test_a_command_is_one_line(name: str) -> None:
    """Each of the two commands is one line that makes its own environment."""
    lines = block(TEXT, "command", name).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ")


def test_every_option_is_named() -> None:
    """The table of options names each that the plugin adds."""
    shown = subprocess.run(
        [sys.executable, "-m", "pytest", "--help"], capture_output=True, text=True, check=True
    ).stdout
    section = shown.partition("conformance of a response API:")[2].partition("\n\n")[0]
    options = set(re.findall(r"^  (--[a-z-]+)", section, re.MULTILINE))
    assert {"--impl", "--clause"} <= options
    assert options - set(re.findall(r"`(--[a-z-]+)", TEXT)) == set()


def test_every_path_exists() -> None:
    """Every file and folder that the README names is there."""
    named = re.findall(
        r"`((?:conformance|reference|tests)/[\w./-]*|[A-Z]+\.md)`|\]\(([\w.]+)\)", TEXT
    )
    paths = [Path(ROOT, first or second) for first, second in named]
    assert paths, "the README names no path"
    assert [path for path in paths if not path.exists()] == []

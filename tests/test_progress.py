"""Progress: what is shown while the clauses run, on a terminal and elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from .conftest import Command
from .test_command import GOOD, WRONG, shape

SOME = ("--clause=jsonify.media-type", "--clause=static.unknown-type", "--clause=redirect.defaults")


@pytest.mark.parametrize("workers", [[], ["-n2"]])
@pytest.mark.parametrize("verbose", [[], ["-v"]])
def test_a_line_for_each_area(command: Command, workers: list[str], verbose: list[str]) -> None:
    """Without a terminal each area has one line once it is done, and no line is torn."""
    command.write("mymodule.py", WRONG)
    result = command("--impl=mymodule", *SOME, *workers, *verbose)
    lines = [line for line in result.lines if "--" in line and " left, " in line]
    pattern = r"-- (\w+): 1 clause, 1 fail; (\d) clauses? left, \d:\d\d"
    found = [match for line in lines if (match := re.fullmatch(pattern, line))]
    assert len(found) == len(lines) == 3, shape(result)
    assert {match[1] for match in found} == {"jsonify", "redirect", "static"}
    assert sorted(match[2] for match in found)[0] == "0"


def test_quiet(command: Command) -> None:
    """With -q nothing is added to what pytest shows."""
    command.write("mymodule.py", GOOD)
    result = command("--impl=mymodule", *SOME, "-q")
    assert " left, " not in result.output
    assert result.lines[0].startswith("...")


def test_without_a_reporter(command: Command) -> None:
    """Where pytest reports nothing, the exit status still tells the verdict."""
    command.write("mymodule.py", WRONG)
    for impl, status in (("reference", 0), ("mymodule", 1)):
        result = command(f"--impl={impl}", SOME[0], "-p", "no:terminal")
        assert (result.status, result.output) == (status, ""), shape(result)


def test_other_tests_are_left_alone(command: Command) -> None:
    """In a session with tests of another kind these are shown as ever."""
    command.write("test_mine.py", "def test_it():\n    pass\n")
    result = command("test_mine.py", *SOME)
    assert result.status == 0, shape(result)
    assert any(line.startswith("test_mine.py .") for line in result.lines)


def test_durations_name_clauses(command: Command) -> None:
    """The slowest tests are told by the ids of their clauses."""
    result = command(*SOME, "--durations=2", "--durations-min=0")
    section = result.output.partition("slowest 2 durations")[2]
    assert len(re.findall(r" (?:jsonify|static|redirect)\.[\w-]+\n", section)) == 2
    both = command(
        "--impl=reference", "--impl=reference:struct", "--clause=headers.len", "--durations=2"
    )
    assert re.search(r"call +headers\.len of reference\n", both.output), shape(both)


def on_a_terminal(command: Command, *arguments: str) -> str:
    """What the command writes to a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "conformance",
         *arguments],
        cwd=command.folder,
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    octets = b""
    try:
        while data := os.read(ours, 65536):
            octets += data
    except OSError:  # how Linux tells that the other end is closed
        pass
    finally:
        os.close(ours)
        process.wait()
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", "", octets.decode())


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_a_line_that_changes(command: Command, workers: list[str]) -> None:
    """On a terminal one line says area, clauses left and time; what fails stays above it."""
    command.write("mymodule.py", WRONG)
    text = on_a_terminal(command, "--impl=mymodule", *SOME, "--clause=jsonify.falsy", *workers)
    shown = re.findall(r"\r(\w+): (\d) clauses? left, \d:\d\d", text)
    assert {area for area, _ in shown} <= {"jsonify", "redirect", "static"}
    assert {"0", "3"} <= {left for _, left in shown}
    lines = [line.rpartition("\r")[2] if "\r" in line else line for line in text.split("\r\n")]
    assert [line for line in lines if re.fullmatch(r"FAIL [\w.-]+ *", line)] != []
    # The line is gone when the run is over, and pytest's letters were not written.
    assert not any(" left, " in line for line in lines)
    assert not any(line.startswith("test_") for line in lines if "FAIL" not in line)
    assert any(line.startswith("mymodule does not conform") for line in lines)


@pytest.mark.parametrize("option", ["-v", "-q"])
def test_a_terminal_that_is_told_more_or_less(command: Command, option: str) -> None:
    """With -v or -q pytest's own lines and letters stand, and no line changes."""
    command.write("mymodule.py", GOOD)
    text = on_a_terminal(command, "--impl=mymodule", *SOME, option)
    assert ("PASS" in text) if option == "-v" else ("..." in text)
    assert not re.search(r"\r\w+: \d clauses? left", text)

"""An implementation that ends the process is told from one that conforms."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY, VERSIONS
from conformance.implementation import CannotLoad
from conformance.isolation import Isolated

pytestmark = pytest.mark.usefixtures("registry")

BUDGET = Budget(max_examples=3, seconds=0.6)

#: How `jsonify` may end its process, and what is said of it; see also tests/hostile.
DEATHS = {
    "os._exit(0)": "died: the process ended with status 0",
    "ctypes.string_at(0)": "died: the process was killed by SIGSEGV: FILE, line 5, in jsonify",
    "os.closerange(3, 256)": "died: the process ended with status 1",
    "sum(iter(int, 1))": "timeout: the process had to be ended: FILE, line 5, in jsonify",
}
DYING = """\
import ctypes, os, signal
from reference import *

def jsonify(smth):
    {death}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which temporary files are made too."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("death", DEATHS)
def test_a_death(folder: Path, death: str) -> None:
    """The clause that met it tells what ended the process; the next is judged by another one."""
    file = folder / "dying.py"
    file.write_text(DYING.format(death=death))
    impl = Isolated(str(file), str(folder), BUDGET)
    told = []
    for id in ("jsonify.response", "jsonify.unserialisable", "module.exports"):
        entry = impl.judge(REGISTRY[id], BUDGET, VERSIONS[-1], "gate")
        told.append(f"{entry.outcome}: {entry.detail}".replace(str(file), "FILE"))
    impl.end()
    assert told == [DEATHS[death], DEATHS[death], "pass: "]
    left = {path.name for path in folder.iterdir()} - {"__pycache__"}
    assert left == {"dying.py"}, "a folder was left"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os; os._exit(0)", "while it was imported, the process ended with status 0"),
        ("while True: pass", "no end after 0.6 s: FILE, line 1, in <module>"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_an_import_that_does_not_end_well(folder: Path, source: str, said: str) -> None:
    """What cannot be imported is told in one line, whatever it does."""
    file = folder / "dying.py"
    file.write_text(source)
    with pytest.raises(CannotLoad) as caught:
        Isolated(str(file), str(folder), BUDGET)
    assert said in str(caught.value).replace(str(file), "FILE")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        (
            "def jsonify(smth): os._exit(0)",
            1,
            "no verdict: the process ended with status 0 while jsonify.response was judged",
        ),
        (
            "os._exit(0)",
            1,
            "no verdict: the process ended with status 0 before a clause was judged",
        ),
        ("import atexit; atexit.register(os._exit, 0); jsonify = str", 1, "does not conform"),
        ("", 0, "conforms to the clauses selected"),
        ("raise ValueError", 4, "ValueError"),
    ],
)
def test_only_a_verdict_is_a_pass(folder: Path, source: str, status: int, said: str) -> None:
    """The command succeeds only where pytest came to a verdict, whatever ends its process."""
    (folder / "dying.py").write_text(f"import os\nfrom reference import *\n{source}\n")
    command = [sys.executable, "-m", "conformance", "gate", "--impl=dying", "--max-examples=3"]
    done = subprocess.run(
        [*command, "--clause=jsonify.response", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout + done.stderr


def test_a_worker_of_xdist_may_die(folder: Path) -> None:
    """Under xdist the clause that ended a worker is told too."""
    (folder / "dying.py").write_text(
        "import os\nfrom reference import *\ndef jsonify(smth): os._exit(0)\n"
    )
    command = [sys.executable, "-m", "pytest", "--pyargs", "conformance", "--impl=dying", "-n1"]
    done = subprocess.run(
        [
            *command,
            "--clause=jsonify.response",
            "--clause=module.exports",
            "-p",
            "no:cacheprovider",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "DIED jsonify.response (MUST)" in done.stdout
    assert "dying: no verdict, 1 clause not decided" in done.stdout

"""A run that is interrupted, or cannot say what it found, leaves a true report and no process."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

GATE = [sys.executable, "-m", "conformance", "gate", "--impl=subject", "-p", "no:cacheprovider"]
SOME = ["--clause=jsonify.*", "--max-examples=1", "--report=report.json"]

#: Says through a pipe that it was called, and stays.
STAYING = """
import time
import reference
from reference import *

def jsonify(smth):
    with open("pipe", "w") as pipe:
        pipe.write("here")
    time.sleep(1000)
"""


@pytest.mark.parametrize("options", [[], ["--isolate"]], ids=["here", "isolated"])
def test_ctrl_c(tmp_path: Path, options: list[str]) -> None:
    """Ctrl-C amid a clause leaves a report that is marked incomplete, status 2 and no process."""
    (tmp_path / "subject.py").write_text(STAYING)
    os.mkfifo(tmp_path / "pipe")
    group = subprocess.Popen(
        [*GATE, *SOME, *options],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert (tmp_path / "pipe").read_text() == "here"
    os.killpg(group.pid, signal.SIGINT)
    # It ends only when nobody holds the pipe any more: the processes that judged are gone too.
    printed, _ = group.communicate()
    assert group.returncode == 2, printed.decode()
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["complete"], report["verdict"]) == (False, "inconclusive")
    assert set(report["counts"]) == {"not-run"}
    with pytest.raises(ProcessLookupError):
        os.killpg(group.pid, 0)


def test_a_report_that_does_not_fit(tmp_path: Path) -> None:
    """A report that cannot be written whole is an error at the end, and leaves no half of one."""
    (tmp_path / "subject.py").write_text("from reference import *\n")
    most = (1024, 1024)
    done = subprocess.run(
        [*GATE, *SOME],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most),
    )
    assert done.returncode not in (0, 1), done.stdout + done.stderr
    assert "--report=" in done.stdout + done.stderr
    assert "subject conforms to the clauses selected" in done.stdout
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == []


@pytest.mark.parametrize("where", ["/dev/full", "a pipe that nobody reads"])
def test_a_terminal_that_takes_nothing(tmp_path: Path, where: str) -> None:
    """Where nothing can be printed the run does not succeed."""
    (tmp_path / "subject.py").write_text("from reference import *\n")
    if where == "/dev/full":
        output = os.open(where, os.O_WRONLY)
    else:
        reader, output = os.pipe()
        os.close(reader)
    done = subprocess.run(
        [*GATE, *SOME], cwd=tmp_path, stdout=output, stderr=subprocess.PIPE, check=False
    )
    os.close(output)
    assert done.returncode != 0, done.stderr.decode()
    assert done.stderr

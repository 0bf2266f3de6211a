"""``python -m conformance gate``: pytest in a process whose end is not taken for a verdict.

An implementation may end the process that judges it, with whatever status, at its import, in a
clause or at exit. pytest then cannot say so; the process that started it can.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from .gate import VERDICT

#: Seconds that pytest may take to end once the verdict is known.
PATIENCE = 30.0
#: The exit status of pytest for what cannot be asked for: it has said so itself.
_USAGE_ERROR = 4


def gate(arguments: list[str]) -> int:
    """Runs the gate with these arguments of pytest; its exit status, never 0 without a verdict."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        journal = Path(folder, "journal")
        status, late = _run([*arguments, f"--journal={journal}"], journal)
        lines = journal.read_text(encoding="utf-8").split("\n") if journal.exists() else []
    verdicts = [line.removeprefix(VERDICT) for line in lines if line.startswith(VERDICT)]
    if verdicts:
        if late:
            _say(f"the process did not end within {PATIENCE:g} s of its verdict")
        elif status and verdicts[-1] == "conforms":
            _say(f"the verdict is {verdicts[-1]}, but the process ended with {_named(status)}")
        return abs(status) or int(verdicts[-1] != "conforms")
    if status == _USAGE_ERROR and not lines:
        return status
    clauses = [line for line in lines if line]
    where = f"while {clauses[-1]} was judged" if clauses else "before a clause was judged"
    _say(f"no verdict: the process ended with {_named(status)} {where}")
    return status if status > 0 else 1


def _run(arguments: list[str], journal: Path) -> tuple[int, bool]:
    """The exit status, and whether the process had to be ended after its verdict."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--pyargs", __package__, *arguments]
    )
    # Ctrl-C reaches both; it is pytest that then says what is known.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: process.send_signal(signal.SIGINT))
    while True:
        try:
            return process.wait(1.0), False
        except subprocess.TimeoutExpired:
            pass
        if journal.exists() and VERDICT in journal.read_text(encoding="utf-8"):
            break
    try:
        return process.wait(PATIENCE), False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return 1, True


def _named(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _say(text: str) -> None:
    print(f"\npython -m {__package__} gate: {text}", file=sys.stderr)

"""``--isolate``: the clauses of each area are judged in a process of their own, which may die.

The process is asked for one clause at a time. Where it ends instead of answering, the clause it was
judging `died`, and another process goes on with the next. It has a session, a folder for temporary
files and limits of its own, so that it can be ended, and cleaned up after, from outside.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from .budget import Budget
from .clause import REGISTRY, Clause
from .deadline import LAST_RESORT, Clock
from .failure import is_foreign, shorten
from .implementation import CannotLoad, load
from .report.model import Entry

#: Seconds that it may take to import the implementation beyond a clause's limit, or to end.
PATIENCE = 10
#: The most that is kept of what is printed for a clause, in octets.
MOST_OUTPUT = 10_000
#: The longest answer, in octets.
_LONGEST = 2**24

_MAIN = "import sys; sys.path[:] = {path}; from conformance.isolation import serve; serve()"


class Isolated:
    """An implementation that is imported elsewhere; its `judge` never raises because of it.

    Raises CannotLoad where it cannot be imported, within the time and memory that a clause has.
    """

    def __init__(self, spec: str, folder: str, budget: Budget) -> None:
        self.name = spec
        self._folder = folder
        self._area = ""
        self._child: _Child | None = None
        answer = self._start(budget)
        self.version, self.file = answer["version"], answer["file"]
        self.noticed = tuple(answer["noticed"])

    def judge(self, clause: Clause, budget: Budget, version: str, profile: str) -> Entry:
        """As `judge` of the module judge; the outcome `died` where the process ended meanwhile."""
        if self._child is None or self._area != clause.area:
            self._area = clause.area
            try:
                self._start(budget)
            except CannotLoad as error:
                return _entry(clause, "died", str(error))
        assert self._child is not None
        settings = {k: v for k, v in vars(budget).items() if k != "profile"}
        answer = self._child.ask(
            {"clause": clause.id, "version": version, "profile": profile, "budget": settings},
            LAST_RESORT * budget.seconds + PATIENCE,
        )
        print(self._child.output(), end="")
        if answer is not None:
            return Entry.from_data(answer)
        outcome, detail = self._child.end()
        self._child = None
        return _entry(clause, outcome, detail)

    def _start(self, budget: Budget) -> dict[str, Any]:
        self.end()
        self._child = _Child(self._folder)
        question = {"impl": self.name, "seconds": budget.seconds}
        answer = self._child.ask(question, LAST_RESORT * budget.seconds + PATIENCE)
        if answer is None:
            _, detail = self._child.end()
            self._child = None
            raise CannotLoad(f"--impl={self.name}: while it was imported, {detail}")
        if "error" in answer:
            self.end()
            raise CannotLoad(answer["error"])
        return answer

    def end(self) -> None:
        """Ends the process, if there is one, with all that it started."""
        if self._child is not None:
            self._child.end()
            self._child = None


def _entry(clause: Clause, outcome: str, detail: str) -> Entry:
    return Entry(clause.id, clause.level, clause.source, clause.statement, outcome, detail=detail)


class _Child:
    """A process that runs `serve`, seen from outside."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="conformance-"))
        self.folder.chmod(0o755)  # for clauses that judge as another user
        self._output = (self.folder / "output").open("ab+")
        self.process = subprocess.Popen(
            [sys.executable, "-c", _MAIN.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._output,
            cwd=folder,
            env={**os.environ, "TMPDIR": str(self.folder)},
            start_new_session=True,
        )
        atexit.register(self.end)

    def output(self) -> str:
        """What was printed since this was asked last, its beginning."""
        self._output.seek(0)
        text = self._output.read(MOST_OUTPUT).decode("utf-8", "replace")
        self._output.truncate(0)
        return text

    def ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer; None where none came in time, or the process ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        clock = Clock(str(self.process.pid))
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
        answer = b""
        while not answer.endswith(b"\n") and len(answer) < _LONGEST and clock() < seconds:
            # The end of the process is looked for too: what it started may hold the pipe open.
            ended = self.process.poll() is not None
            ready, _, _ = select.select([self.process.stdout], [], [], 0 if ended else 0.5)
            data = os.read(self.process.stdout.fileno(), 2**16) if ready else b""
            if not data and (ready or ended):
                break
            answer += data
        try:
            return dict(json.loads(answer))
        except ValueError:
            return None

    def end(self) -> tuple[str, str]:
        """Ends it with all that it started, and removes its files: what it died of, if it had."""
        atexit.unregister(self.end)
        with suppress(BrokenPipeError):
            self.process.stdin.close()  # type: ignore[union-attr]
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1 if self.process.poll() is None else 0)
        status = self.process.poll()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()  # type: ignore[union-attr]
        self._output.close()
        stack = _read(self.folder / "stack")
        _remove(self.folder)
        place = _place(stack)
        if stack.startswith("Timeout") or status is None:
            return "timeout", f"the process had to be ended{place}"
        if status < 0:
            return "died", f"the process was killed by {_signal(-status)}{place}"
        return "died", f"the process ended with status {status}{place}"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(2**16).decode("utf-8", "replace")
    except OSError:
        return ""


def _place(stack: str) -> str:
    """Where the implementation was, of what faulthandler wrote: as `deadline.place` says it."""
    for name, line, function in re.findall(r'^  File "(.*)", line (\d+) in (.*)$', stack, re.M):
        if is_foreign(name):
            return f": {name}, line {line}, in {shorten(function)}"
    return ""


def _remove(folder: Path) -> None:
    """Removes a folder, also where a clause that was cut short left a locked one in it."""
    for path, names, _ in os.walk(folder):
        for name in names:
            inner = os.path.join(path, name)
            if not os.path.islink(inner):  # what a link leads to is not ours
                with suppress(OSError):
                    os.chmod(inner, 0o700)
    shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------------------------------------
# Inside the process


def serve() -> None:
    """Answers questions from the standard input on the standard output, until there are no more."""
    import faulthandler

    questions, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    stack = os.open(os.path.join(tempfile.gettempdir(), "stack"), os.O_WRONLY | os.O_CREAT, 0o600)
    faulthandler.enable(stack)
    from .deadline import last_resort
    from .gate import load_clauses
    from .greed import bounded

    load_clauses()
    impl: Any = None
    with open(questions, encoding="ascii") as lines:
        for line in lines:
            question = json.loads(line)
            seconds = question["seconds"] if impl is None else question["budget"]["seconds"]
            with bounded(), last_resort(LAST_RESORT * seconds, stack):
                if impl is None:
                    impl, answer = _loaded(question)
                else:
                    answer = _judged(impl, question)
            try:
                os.write(answers, json.dumps(answer).encode() + b"\n")
            except BrokenPipeError:
                break
    _remove(Path(tempfile.gettempdir()))  # who asked may have been killed
    os._exit(0)  # there may be threads that do not end


def _loaded(question: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    try:
        impl = load(question["impl"], question["seconds"])
    except CannotLoad as error:
        return None, {"error": str(error)}
    return impl, {"version": impl.version, "file": impl.file, "noticed": impl.noticed}


def _judged(impl: Any, question: dict[str, Any]) -> dict[str, Any]:
    from hypothesis import settings

    from .budget import PROFILES
    from .judge import judge

    profile = PROFILES.get(question["profile"]) or settings.get_profile(question["profile"])
    clause = REGISTRY[question["clause"]]
    clause = clause.as_of(question["version"]) or clause
    return judge(clause, impl, Budget(profile, **question["budget"])).as_data()

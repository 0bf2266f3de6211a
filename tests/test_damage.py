"""What an implementation changes in its process is noticed and undone."""

from __future__ import annotations

import asyncio
import builtins
import gc
import json
import locale
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from conformance import files
from conformance.clause import reached
from conformance.damage import Surroundings
from conformance.judge import judge

from .test_judge import implementation, made

pytestmark = pytest.mark.usefixtures("registry")


class OtherPolicy(asyncio.DefaultEventLoopPolicy):  # type: ignore[name-defined,misc,unused-ignore]
    """A policy of somebody else."""


#: What is done, and the beginning of what is said of it.
CHANGES: dict[str, tuple[Callable[[], Any], str]] = {
    "chdir": (lambda: os.chdir("/"), "the working directory changed: undone"),
    "umask": (lambda: os.umask(0o123), "the umask changed: undone"),
    "path": (lambda: sys.path.insert(0, "nonsense"), "sys.path changed: undone"),
    "path rebound": (lambda: setattr(sys, "path", []), "sys.path changed: undone"),
    "setenv": (lambda: os.environ.update(NONSENSE="1"), "the environment changed: undone"),
    "unsetenv": (lambda: os.environ.clear(), "the environment changed: undone"),
    "locale": (lambda: locale.setlocale(locale.LC_ALL, "C"), "the locale changed: undone"),
    "recursion": (lambda: sys.setrecursionlimit(3000), "the recursion limit changed: undone"),
    "gc": (gc.disable, "the garbage collector changed: undone"),
    "gc threshold": (lambda: gc.set_threshold(1, 1, 1), "the garbage collector changed: undone"),
    "warnings": (
        lambda: warnings.simplefilter("error"),
        "the filters of warnings changed: undone",
    ),
    "signal": (
        lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
        "the handlers of signals changed: undone",
    ),
    "hook": (lambda: setattr(sys, "excepthook", print), "the hooks of sys changed: undone"),
    "socket": (
        lambda: socket.setdefaulttimeout(1),
        "the default timeout of sockets changed: undone",
    ),
    "tempdir": (lambda: setattr(tempfile, "tempdir", "/"), "tempfile.tempdir changed: undone"),
    "stdout": (lambda: setattr(sys, "stdout", None), "the standard streams changed: undone"),
    "close": (lambda: os.close(0), "descriptor 0 changed: undone"),
    "policy": (
        lambda: asyncio.set_event_loop_policy(OtherPolicy()),
        "the event loop policy changed: undone",
    ),
    "dumps": (lambda: setattr(json, "dumps", print), "json.dumps replaced: undone"),
    "open": (lambda: setattr(builtins, "open", print), "builtins.open replaced: undone"),
    "time": (lambda: setattr(time, "time", lambda: 0), "time.time replaced: undone"),
    "environ": (lambda: setattr(os, "environ", {}), "os.environ replaced: undone"),
    "drain": (
        lambda: setattr(asyncio.StreamWriter, "drain", None),
        "asyncio.StreamWriter.drain replaced: undone",
    ),
    "sample": (lambda: os.truncate(files.sample(), 1), "a file that it was to serve changed"),
    "unlink": (lambda: os.unlink(files.sample()), "a file that it was to serve changed"),
    "folder": (lambda: shutil.rmtree(files.folder()), "the folder of the files deleted"),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_and_undone(change: str) -> None:
    """A clause in which the process was changed says so, and the next finds it as it was."""
    act, remark = CHANGES[change]

    @made()
    def body(impl: Any) -> None:
        files.sample()
        reached()
        impl.jsonify()

    entry = judge(body, implementation(jsonify=act))
    assert entry.outcome == "pass", entry.detail
    assert [one for one in entry.noticed if one.startswith(remark)], entry.noticed
    again = judge(body, implementation(jsonify=lambda: None))
    assert (again.outcome, again.noticed) == ("pass", ())
    with open(files.sample(), "rb") as file:
        assert file.read() == b"sample"


def test_what_is_left_running() -> None:
    """Threads and tasks that outlive a clause are counted."""
    end = threading.Event()

    async def responsify(value: Any) -> None:
        threading.Thread(target=end.wait).start()
        tasks.append(asyncio.create_task(asyncio.sleep(1000)))

    @made()
    async def body(impl: Any) -> None:
        reached()
        await impl.responsify(1)

    tasks: list[asyncio.Task[None]] = []
    entry = judge(body, implementation(responsify=responsify))
    end.set()
    tasks[0].get_loop().call_soon(tasks[0].cancel)
    assert entry.noticed == ("threads left running: 1", "tasks left running: 1")


def test_nothing_is_noticed_of_what_does_no_harm() -> None:
    """What is as it was is not remarked on, nor is a pool of threads, nor chance that was used."""

    async def responsify(value: Any) -> None:
        random.seed(5)
        await asyncio.get_running_loop().run_in_executor(None, os.getcwd)
        directory = os.getcwd()
        os.chdir("/")
        os.chdir(directory)

    @made()
    async def body(impl: Any) -> None:
        reached()
        await impl.responsify(1)

    assert judge(body, implementation(responsify=responsify)).noticed == ()


def test_each_clause_starts_from_the_same_chance() -> None:
    """What the implementation draws at random does not depend on the clauses before."""
    drawn = []
    for _ in range(2):
        surroundings = Surroundings()
        drawn.append(random.random())
        surroundings.restore()
    assert drawn[0] == drawn[1]

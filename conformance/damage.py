"""What code changes in the process that runs it: noticed afterwards, and undone where that can be.

It is looked at once for a clause and once for an import, never for an example. What is no fault by
the API is a remark: the clause is judged as ever, and so are those after it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures.thread
import gc
import locale
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from operator import is_, itemgetter
from typing import Any

from . import files

#: Where a name that is replaced would mislead the suite, or others: modules and their classes, with
#: the names that count; without any, all functions and classes do.
_PLACES = {
    "builtins": "",
    "os": "access chdir chmod close dup dup2 fspath fstat getcwd getpid kill listdir lstat open"
    " environ path read replace rmdir stat symlink truncate unlink umask write",
    "io": "BufferedReader BytesIO FileIO StringIO TextIOWrapper open",
    "json": "dump dumps load loads",
    "time": "monotonic perf_counter process_time sleep time",
    "random": "choice randint random sample seed shuffle",
    "asyncio": "",
    "asyncio.BaseEventLoop": "",
    "asyncio.StreamWriter": "",
    "hypothesis": "assume example given note reject seed settings target",
    "pytest": "exit fail fixture main mark raises skip",
    "h11": "Connection Data EndOfMessage Request Response",
    "h11.Connection": "",
}


@cache
def _owners() -> list[tuple[str, Any, tuple[str, ...]]]:
    """Each place with what is there and the names that count; only of what has been imported."""
    found = []
    for place, names in _PLACES.items():
        module, _, name = place.partition(".")
        owner: Any = sys.modules.get(module)
        if owner is not None:
            owner = getattr(owner, name) if name else owner
            found.append((place, owner, tuple(names.split() or _functions(owner))))
    return found


def _functions(owner: Any) -> Iterator[str]:
    for name, value in vars(owner).items():
        is_exception = isinstance(value, type) and issubclass(value, BaseException)
        if callable(value) and not is_exception:
            yield name


_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGCHLD", "SIGPIPE")
    if hasattr(signal, name)
]


def _umask() -> int:
    mask = os.umask(0o77)
    os.umask(mask)
    return mask


def _environment() -> dict[Any, Any]:
    # Of its own dict, where there is one: to decode every variable takes longer than all the rest.
    return dict(getattr(_ENVIRONMENT, "_data", None) or _ENVIRONMENT)


def _set_environment(values: dict[Any, Any]) -> None:
    for name in _environment().keys() - values.keys():
        del os.environ[os.fsdecode(name)]
    for name, value in values.items():
        os.environ[os.fsdecode(name)] = os.fsdecode(value)


#: The object that the process started with: `os.environ` can be bound to another.
_ENVIRONMENT = os.environ


def _set_path(path: list[str]) -> None:
    sys.path[:] = path


def _set_filters(filters: list[Any]) -> None:
    warnings.filters = filters


def _handlers() -> list[Any]:
    return [signal.getsignal(number) for number in _SIGNALS]


def _set_handlers(handlers: list[Any]) -> None:
    for number, handler in zip(_SIGNALS, handlers, strict=True):
        if handler is not None:
            signal.signal(number, handler)


def _hooks() -> list[Any]:
    return [sys.excepthook, sys.unraisablehook, threading.excepthook, sys.displayhook]


def _set_hooks(hooks: list[Any]) -> None:
    sys.excepthook, sys.unraisablehook, threading.excepthook, sys.displayhook = hooks


def _streams() -> list[Any]:
    return [sys.stdin, sys.stdout, sys.stderr]


def _set_streams(streams: list[Any]) -> None:
    sys.stdin, sys.stdout, sys.stderr = streams


def _policy() -> list[Any]:
    """The event loop policy in a list, which is empty while it is one of asyncio's own."""
    policy = getattr(asyncio.events, "_event_loop_policy", None)
    return [] if type(policy).__module__.startswith(("asyncio.", "builtins")) else [policy]


def _set_policy(policy: list[Any]) -> None:
    asyncio.events._event_loop_policy = policy[0] if policy else None  # type: ignore[attr-defined]


#: What a process has one of: what it is called, how it is read and how it is set.
_STATE: list[tuple[str, Callable[[], Any], Callable[[Any], Any]]] = [
    ("the working directory", os.getcwd, os.chdir),
    ("the umask", _umask, os.umask),
    ("sys.path", lambda: list(sys.path), _set_path),
    ("the environment", _environment, _set_environment),
    (
        "the locale",
        lambda: locale.setlocale(locale.LC_ALL),
        lambda name: locale.setlocale(locale.LC_ALL, name),
    ),
    ("the recursion limit", sys.getrecursionlimit, sys.setrecursionlimit),
    ("the garbage collector", gc.isenabled, lambda on: gc.enable() if on else gc.disable()),
    ("the garbage collector", gc.get_threshold, lambda values: gc.set_threshold(*values)),
    ("the filters of warnings", lambda: list(warnings.filters), _set_filters),
    ("the handlers of signals", _handlers, _set_handlers),
    ("the hooks of sys", _hooks, _set_hooks),
    ("the event loop policy", _policy, _set_policy),
    ("the default timeout of sockets", socket.getdefaulttimeout, socket.setdefaulttimeout),
    ("tempfile.tempdir", lambda: tempfile.tempdir, partial(setattr, tempfile, "tempdir")),
    ("the standard streams", _streams, _set_streams),
]
#: What a module may set for its process when it is imported.
_OF_THE_IMPORTER = {
    "sys.path", "the environment", "the locale", "the recursion limit", "the garbage collector",
    "the filters of warnings", "the handlers of signals", "the event loop policy",
}  # fmt: skip


class Surroundings:
    """The process as it was when this was made; `restore` puts it back so."""

    def __init__(self) -> None:
        self._names = [
            (place, owner, names, _values(owner, names)) for place, owner, names in _owners()
        ]
        self._state = [_got(get) for _, get, _ in _STATE]
        self._descriptors = [_descriptor(number) for number in range(3)]
        self._threads = set(threading.enumerate())
        self._children = _has_children()
        random.setstate(_RANDOM)

    def restore(self, imported: bool = False) -> list[str]:
        """Undoes what was changed since; a remark for each, in the words of a report.

        With `imported`, what a module may do for its process at its import is left as it is.
        """
        # The names come first: what follows uses them.
        remarks = [remark for one in self._names for remark in _put_back(*one)]
        for (name, get, put), before in zip(_STATE, self._state, strict=True):
            after = _got(get)
            if _differ(before, after) and not (imported and name in _OF_THE_IMPORTER):
                with suppress(Exception):
                    put(before)
                remarks.append(f"{name} changed: {_undone(_got(get), before)}")
        remarks += [remark for number in range(3) for remark in self._reopen(number)]
        left = [t for t in threading.enumerate() if t not in self._threads and not _in_pool(t)]
        if left:
            remarks.append(f"threads left running: {len(left)}")
        if not self._children and _has_children():
            remarks.append("processes left behind")
        return [*dict.fromkeys(remarks), *files.repaired()]

    def _reopen(self, number: int) -> list[str]:
        copy, before = self._descriptors[number]
        if copy is None:
            return []
        changed = _stat(number) != before
        if changed:
            os.dup2(copy, number)
        os.close(copy)
        return [f"descriptor {number} changed: undone"] if changed else []


#: What each clause starts from, so that chance is the same in each run.
_RANDOM = random.getstate()


def _got(get: Callable[[], Any]) -> Any:
    try:
        return get()
    except Exception as error:  # the working directory is gone, say
        return type(error)


def _differ(before: Any, after: Any) -> bool:
    """Whether they do; objects of others are not asked."""
    if type(before) is list and type(after) is list:
        return len(before) != len(after) or not all(map(is_, before, after))
    return type(before) is not type(after) or bool(before != after)


def _undone(now: Any, before: Any) -> str:
    return "not undone" if _differ(before, now) else "undone"


def _values(owner: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    """What the names stand for; None for one that is not there."""
    try:
        found: tuple[Any, ...] = _getter(names)(vars(owner))
        return found
    except KeyError:
        return tuple(map(vars(owner).get, names))


@cache
def _getter(names: tuple[str, ...]) -> itemgetter[Any]:
    return itemgetter(*names)


def _put_back(place: str, owner: Any, names: tuple[str, ...], values: tuple[Any, ...]) -> list[str]:
    if all(map(is_, _values(owner, names), values)):
        return []
    remarks = []
    for name, value in zip(names, values, strict=True):
        if vars(owner).get(name) is not value:
            setattr(owner, name, value)
            remarks.append(f"{place}.{name} replaced: undone")
    return remarks


def _stat(number: int) -> tuple[int, int] | None:
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _descriptor(number: int) -> tuple[int | None, tuple[int, int] | None]:
    """A copy of a descriptor, and what it is open on; None for both where it is closed."""
    found = _stat(number)
    return (None if found is None else os.dup(number)), found


def _in_pool(thread: threading.Thread) -> bool:
    """Whether it belongs to a pool, as that of an event loop: pools keep their threads."""
    return thread in getattr(concurrent.futures.thread, "_threads_queues", ())


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except (ChildProcessError, AttributeError):
        return False
    return True

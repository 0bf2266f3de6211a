"""Limits on time: for a clause, for each of its examples, and for a step of one.

A timer ticks while a clause is judged, and its handler raises Deadline in the main thread, wherever
that is: in a loop, in a blocking call, in the event loop while it waits. An example costs nothing
for it. What counts is time that the process had to itself: not that in which it was ready to run
and others had the processor, so that gates which run side by side do not time one another out.

Some code is not to be stopped so, since it never comes back to the interpreter, or swallows
whatever is raised in it: for that there is `last_resort`. (pytest-timeout knows neither examples
nor Hypothesis, counts only wall time, and needs pytest.)
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from types import FrameType
from typing import Any, TypeVar

from .clause import Deadline, Reached
from .failure import owner

T = TypeVar("T")

#: Seconds from one tick to the next, at most; a shorter limit has shorter ticks.
TICK = 0.25
#: Seconds, at most, in which what was stopped may clean up, before it is stopped again.
GRACE = 1.0
#: So many times the limit of a clause without a tick, in plain time, and the process is ended.
LAST_RESORT = 5
#: How often Deadline is raised before ticks put the last resort off no longer.
HOPELESS = 10
#: How often Deadline is raised before it is also raised where nothing can catch it in a loop.
PATIENCE = 2

#: The modules that call what a Watch watches.
_CALLERS = {f"{__package__}.{name}" for name in ("judge", "implementation")}


class Passed(Deadline):
    """`limit` was passed; `place` says where."""

    def __init__(self, limit: Limit, place: str) -> None:
        super().__init__(f"no end after {limit.seconds:g} s{place}")
        self.limit = limit
        self.place = place


class Limit:
    """So many seconds from `started` on, by the clock of a Watch."""

    def __init__(self, seconds: float, started: float = 0.0) -> None:
        self.seconds = seconds
        self.start(started)

    def start(self, now: float) -> None:
        self.started = now
        self.times_raised = 0


class Watch:
    """While it is entered, the main thread is stopped where it passes a limit.

    `was_pressed` tells whether a KeyboardInterrupt is the user's: an implementation may raise one
    by itself. `passed` is the last limit that was, of the clause or an example, though the code may
    have taken no notice. There is no limit outside the main thread, nor without interval timers.
    """

    def __init__(self, clause: float, example: float) -> None:
        self.clause, self.example = Limit(clause), Limit(example)
        self.limits = [self.clause, self.example]
        self.tick = min(TICK, example / 4)
        self.grace = min(GRACE, example)
        self._works = hasattr(signal, "setitimer") and (
            threading.current_thread() is threading.main_thread()
        )
        self.was_pressed = not self._works  # nobody knows
        self.passed: Passed | None = None

    def __enter__(self) -> Watch:
        self.passed = None
        self._seen = -1
        self._now = 0.0
        self._read_clocks()
        _entered.append(self)
        if self._works:
            handlers: dict[int, Any] = {signal.SIGALRM: self._check}
            if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
                handlers[signal.SIGINT] = self._press
            self._handlers = [(n, signal.signal(n, handler)) for n, handler in handlers.items()]
            self._trace, self._traces = sys.gettrace(), False
            self._timer = signal.setitimer(signal.ITIMER_REAL, self.tick, self.tick)
        return self

    def __exit__(self, *args: object) -> None:
        self._leave()

    def run(self, call: Callable[[], T]) -> T:
        """What `call` gives; raises Deadline where it passes a limit."""
        try:
            with self:
                return call()
        finally:
            self._leave()  # the first time may have been stopped, as what came before it

    def _leave(self) -> None:
        if self not in _entered:
            return
        if self._works:
            signal.setitimer(signal.ITIMER_REAL, 0)
            for number, handler in self._handlers:
                signal.signal(number, handler)
            signal.setitimer(signal.ITIMER_REAL, *self._timer)
            if self._traces:
                sys.settrace(self._trace)
        _entered.remove(self)

    def _press(self, number: int, frame: FrameType | None) -> None:
        self.was_pressed = True
        raise KeyboardInterrupt

    def _check(self, number: int, frame: FrameType | None) -> None:
        """The handler of the timer."""
        self._advance()
        if all(limit.times_raised < HOPELESS for limit in self.limits):
            _put_off()
        if Reached.ran != self._seen:
            self._seen = Reached.ran
            self.example.start(self._now)
        for limit in self.limits:
            if self._now >= limit.started + limit.seconds + limit.times_raised * self.grace:
                limit.times_raised += 1
                error = Passed(limit, place(frame))
                if limit in (self.clause, self.example):
                    self.passed = error
                if limit.times_raised > PATIENCE and frame is not None:
                    self._traces = True
                    _raise_at_next_line(frame, error)
                raise error

    def _read_clocks(self) -> None:
        self._wall, self._cpu, self._queued = monotonic(), process_time(), queued()

    def _advance(self) -> None:
        wall, cpu, queued = self._wall, self._cpu, self._queued
        self._read_clocks()
        own = (self._wall - wall) - (self._queued - queued)
        # A process that was suspended has missed its ticks.
        self._now += max(self._cpu - cpu, min(own, 2 * self.tick))


#: The watches that are entered, the innermost last.
_entered: list[Watch] = []


def was_pressed() -> bool:
    """Whether a KeyboardInterrupt, raised within the innermost Watch, is the user's."""
    return not _entered or _entered[-1].was_pressed


@contextmanager
def deadline(seconds: float, error: Exception) -> Iterator[None]:
    """Raises `error` where its body has not ended after so many seconds; only within a Watch."""
    if not _entered:
        yield
        return
    watch = _entered[-1]
    limit = Limit(seconds, watch._now)
    watch.limits.append(limit)
    try:
        yield
    except Passed as reached:
        if reached.limit is not limit:
            raise
        raise error from None
    finally:
        watch.limits.remove(limit)


@contextmanager
def last_resort(seconds: float, file: int) -> Iterator[None]:
    """Ends the process with status 1 where its body neither ends nor ticks for so many seconds.

    The stack of every thread is written to the descriptor `file` before. It is done by a thread
    that does not need the interpreter. A process that is merely slow ticks.
    """
    _resorts.append((seconds, file))
    _put_off()
    try:
        yield
    finally:
        _resorts.pop()
        faulthandler.cancel_dump_traceback_later()


#: The last resort, as seconds and a descriptor, while there is one.
_resorts: list[tuple[float, int]] = []


def _put_off() -> None:
    if _resorts:
        seconds, file = _resorts[-1]
        faulthandler.dump_traceback_later(seconds, exit=True, file=file)


class Clock:
    """The time that a process had, or slept, since this was made.

    That is plain time without what its main thread was ready to run, and did not. A process is
    named as in /proc; where Linux keeps no count, all time counts.
    """

    def __init__(self, process: str) -> None:
        self._process = process
        self._started = monotonic() - queued(process)

    def __call__(self) -> float:
        return monotonic() - queued(self._process) - self._started


def queued(
    process: str = "self", open: Any = os.open, read: Any = os.read, close: Any = os.close
) -> float:
    """Seconds in which the main thread was ready to run, and did not; 0 where nobody counts them.

    See "/proc/<pid>/schedstat" in the kernel's Documentation/scheduler/sched-stats. The functions
    are kept: clauses, and implementations, put others in their place.
    """
    try:
        file = open(f"/proc/{process}/schedstat", os.O_RDONLY)
        try:
            return int(read(file, 100).split()[1]) / 1e9
        finally:
            close(file)
    except (OSError, ValueError, IndexError):
        return 0.0


def _raise_at_next_line(frame: FrameType, error: Passed) -> None:
    """Raises `error` once more where `frame` goes on: after ``except`` it is in no ``try`` now."""

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            raise error
        return trace

    frame.f_trace = trace
    sys.settrace(lambda frame, event, argument: None)


def place(frame: FrameType | None) -> str:
    """Where the implementation is: ", FILE line N in NAME"; "" where it is nowhere to be seen."""
    for one in [*_stack(frame), *_suspended()]:
        if owner(one) == "implementation":
            code = one.f_code
            return f": {code.co_filename}, line {one.f_lineno}, in {code.co_name}"
    return ""


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames of what is judged or imported, the innermost first."""
    while frame is not None and frame.f_globals.get("__name__") not in _CALLERS:
        yield frame
        frame = frame.f_back


def _suspended() -> Iterator[FrameType]:
    """The frames of everything that the running event loop has yet to end, each innermost first."""
    try:
        tasks = asyncio.all_tasks()
    except RuntimeError:  # no loop runs
        return
    for task in tasks:
        chain: list[FrameType] = []
        step: Any = task.get_coro()
        while step is not None:
            for kind in ("cr", "gi", "ag"):
                if hasattr(step, f"{kind}_frame"):
                    break
            frame = getattr(step, f"{kind}_frame", None)
            if frame is not None:
                chain.append(frame)
            step = getattr(step, "gi_yieldfrom" if kind == "gi" else f"{kind}_await", None)
        yield from reversed(chain)

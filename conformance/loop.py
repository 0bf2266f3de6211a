"""The one event loop that all examples run in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from hypothesis.errors import StopTest

from .clause import Deadline, Violation
from .deadline import Watch
from .failure import said

#: Seconds that what is left in the event loop may take to end.
LEAVING_SECONDS = 0.25

_loops: list[asyncio.AbstractEventLoop] = []
#: Loops with tasks that will not end: to collect these would be to run them.
_left: list[asyncio.AbstractEventLoop] = []


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Runs a coroutine in the one event loop that is kept for all examples."""
    if not _loops:
        _loops.append(asyncio.new_event_loop())
        # What an example leaves behind would be logged at the next collection, amid another.
        _loops[0].set_exception_handler(lambda loop, context: None)
    task = _loops[0].create_task(_contained(coroutine))
    try:
        return _loops[0].run_until_complete(task)
    except RuntimeError as error:
        if task.done():
            raise
        leave()
        raise Violation("the event loop to be left running", said(error)) from error


def tasks_left() -> list[str]:
    if not _loops:
        return []
    number = len(asyncio.all_tasks(_loops[0]))
    return [f"tasks left running: {number}"] if number else []


def leave() -> None:
    """Ends the tasks of the event loop, and the loop; if they will not, both are left as is."""
    if not _loops:
        return
    loop = _loops.pop()

    def end() -> None:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks))
        loop.close()

    try:
        Watch(LEAVING_SECONDS, LEAVING_SECONDS).run(end)
    except (Exception, Deadline):
        _left.append(loop)


async def _contained(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Awaits it; what would end the event loop is a Violation."""
    try:
        return await coroutine
    except (Exception, KeyboardInterrupt, StopTest, Deadline, asyncio.CancelledError):
        raise
    except BaseException as error:
        raise Violation("no exception", said(error)) from error

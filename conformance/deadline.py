"""A limit on how long a piece of code may be busy."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Deadline(BaseException):
    """Raised where the code is busy; no Exception, lest the code take it for its own."""


@contextmanager
def deadline(seconds: float, error: Exception) -> Iterator[None]:
    """Raises `error` where its body is still busy after so many seconds.

    There is no limit outside the main thread, nor where the system has no interval timer.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def interrupt(number: int, frame: object) -> None:
        raise Deadline

    handler = signal.signal(signal.SIGALRM, interrupt)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Deadline:
        raise error from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, handler)

"""What a handler may return that has to be awaited, and counts how often it is."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any


class Awaitable:
    """An object with ``__await__``; `awaited` counts how often it was."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.awaited = 0

    def __await__(self) -> Generator[Any, None, Any]:
        self.awaited += 1
        yield from asyncio.sleep(0).__await__()
        return self.value

    def __repr__(self) -> str:
        return f"Awaitable({self.value!r})"


class Counter:
    """Counts the steps of the coroutines that it makes."""

    def __init__(self) -> None:
        self.started = self.ended = 0

    async def coroutine(self, value: Any) -> Any:
        """Gives `value`, or raises it where it is an exception."""
        self.started += 1
        await asyncio.sleep(0)
        self.ended += 1
        if isinstance(value, BaseException):
            raise value
        return value

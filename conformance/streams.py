"""Where a response is sent to: real asyncio streams, and a writer that keeps a log."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any


class Ends:
    """The two ends of a connection, as asyncio streams."""

    def __init__(
        self,
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self.reader, self.writer = server
        self.client_reader, self.client_writer = client


@asynccontextmanager
async def connection() -> AsyncIterator[Ends]:
    """A connected pair of sockets; both are closed at the end."""
    server, client = socket.socketpair()
    ends = Ends(
        await asyncio.open_connection(sock=server), await asyncio.open_connection(sock=client)
    )
    try:
        yield ends
    finally:
        for writer in (ends.writer, ends.client_writer):
            writer.transport.abort()
        await asyncio.sleep(0)


async def read_all(reader: asyncio.StreamReader) -> bytes:
    """What arrives until the other end closes the connection, or resets it."""
    octets = b""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            octets += data
    return octets


def outcome(task: asyncio.Task[Any]) -> str:
    """How a task ended, in a word; its exception counts as retrieved."""
    if not task.done():
        return "still running"
    if task.cancelled():
        return "cancelled"
    return "an end" if task.exception() is None else repr(task.exception())


class Untouchable:
    """A reader or writer that nobody may use: any access is noted in `touched`."""

    def __init__(self) -> None:
        self.__dict__["touched"] = []

    def __getattr__(self, name: str) -> Any:
        self.touched.append(name)
        raise AttributeError(name)


class LoggingWriter:
    """Stands in for a StreamWriter: `log` holds every call, and drain gives way to others.

    `at_drain` is called with the number of each drain, from 1, and may raise; so may `at_write`
    with that of each write.
    """

    def __init__(
        self,
        at_drain: Callable[[int], None] = lambda number: None,
        at_write: Callable[[int], None] = lambda number: None,
    ) -> None:
        self.log: list[str] = []
        self.octets = b""
        self.drains = self.writes = 0
        self._at_drain = at_drain
        self._at_write = at_write
        self.transport = self

    def write(self, data: bytes) -> None:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__}")
        self.writes += 1
        self._at_write(self.writes)
        if self.log[-1:] != ["write"]:
            self.log.append("write")
        self.octets += bytes(data)

    def writelines(self, data: Any) -> None:
        self.write(b"".join(data))

    async def drain(self) -> None:
        self.log.append("drain")
        self.drains += 1
        self._at_drain(self.drains)
        await asyncio.sleep(0)

    def close(self) -> None:
        self.log.append("close")

    def write_eof(self) -> None:
        self.log.append("write_eof")

    def can_write_eof(self) -> bool:
        return True

    def is_closing(self) -> bool:
        return "close" in self.log

    async def wait_closed(self) -> None:
        self.log.append("wait_closed")

    def get_write_buffer_size(self) -> int:
        return 0

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return 0, 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default


class Broken(Exception):
    """What a writer raises, or a file, or a communicate."""


async def sent(
    impl: Any,
    response: Any,
    method: str = "GET",
    at_drain: Callable[[int], None] = lambda number: None,
) -> LoggingWriter:
    """The writer that `response` was sent to, with its log."""
    writer = LoggingWriter(at_drain)
    await impl.send(response, asyncio.StreamReader(), writer, method)
    return writer


def logging(impl: Any, base: Any = None) -> Any:
    """A subclass of Response whose communicate leaves a mark in the writer's log."""

    class Logging(base or impl.Response):  # type: ignore[misc]
        async def communicate(self, reader: Any, writer: Any) -> None:
            writer.log.append("communicate")

    return Logging

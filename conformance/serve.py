"""Serves a site through an implementation over HTTP/1.1, to be tried by hand with any client.

h11 reads the requests; the responses are written by the implementation's `send`, or by the suite's
own writer where it exports none. Made for trying, not for the Internet: it listens on loopback
unless told otherwise, and has limits but no concern for speed.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

import h11

from .doors import as_response
from .grammar import allows_content
from .site import Request
from .wire import parts_of

#: Limits, in octets, of the head and of the content of a request.
MOST_HEAD = 16 * 1024
MOST_CONTENT = 1024 * 1024
#: Connections at a time, and seconds that one may take to send what it has begun, or to begin.
MOST_CONNECTIONS = 100
PATIENCE = 30.0

Handler = Callable[[Request], Any]


class Refused(Exception):
    """A request that no handler is asked about: the code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Server:
    """One listening socket; `site` gives what `impl.responsify` makes a response of."""

    def __init__(self, impl: Any, site: Handler) -> None:
        self.impl = impl
        self.site = site
        self._send = impl.send if impl.exports("send") else self._write
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Serves until SIGINT or SIGTERM; calls `ready` with the URL. OSError: it cannot listen."""
        server = await asyncio.start_server(self.connected, host, port)
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C ends the loop by itself
                loop.add_signal_handler(number, stopped.set)
        name, number = server.sockets[0].getsockname()[:2]
        ready(f"http://[{name}]:{number}/" if ":" in name else f"http://{name}:{number}/")
        try:
            await stopped.wait()
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers what comes on one connection, and closes it."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            if len(self._tasks) > MOST_CONNECTIONS:
                writer.write(_short(503))
            else:
                await self._converse(reader, writer)
            await _close(reader, writer)
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._tasks.discard(task)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request after the other, for as long as both sides want to."""
        ahead = b""
        while True:
            connection = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD)
            try:
                request = await _request(connection, reader, writer, ahead)
            except (h11.RemoteProtocolError, Refused) as error:
                code = error.code if isinstance(error, Refused) else error.error_status_hint
                _log(f"{code}: {error}")
                writer.write(_short(code))
                return
            if request is None:
                return
            ahead = connection.trailing_data[0]
            last = connection.their_state is h11.MUST_CLOSE
            if not await self._answer(request, reader, writer, ahead, last):
                return

    async def _answer(
        self,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ahead: bytes,
        last: bool,
    ) -> bool:
        """Sends the response; whether the connection can be used for another."""
        watched: Any = _Watched(writer)
        try:
            response = await self._response(request)
            code = int(response.code)
            last = last or code == 101 or not _ends_by_itself(response, request.method)
            response.headers.setdefault("Date", formatdate(usegmt=True))
            if last:
                response.headers.setdefault("Connection", "close")
            _log(f"{code}: {request.method} {request.target}")
            async with _Onward(reader, ahead, code == 101) as onward:
                await self._send(response, onward, watched, request.method)
        except ConnectionError:
            raise
        except Exception:
            _log(f"500: {request.method} {request.target}\n{traceback.format_exc()}")
            if not watched.used:
                writer.write(_short(500, request.method))
            return False
        return not last

    async def _response(self, request: Request) -> Any:
        try:
            return await self.impl.responsify(_called(self.site, request))
        except self.impl.Abort as error:
            return error

    async def _write(self, response: Any, reader: Any, writer: Any, method: str) -> None:
        """Stands in for `send`."""
        if isinstance(response, self.impl.Abort):
            response = as_response(self.impl, response)
        for part in parts_of(response, method, most=sys.maxsize):
            writer.write(part)
            await writer.drain()
        if response.code >= 200 or response.code == 101:
            await response.communicate(reader, writer)


async def _called(site: Handler, request: Request) -> Any:
    return site(request)


async def _request(
    connection: h11.Connection,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    ahead: bytes,
) -> Request | None:
    """The next request, with its content; None where the client has none. Raises Refused."""
    if ahead:
        connection.receive_data(ahead)
    head, content = None, b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            if connection.they_are_waiting_for_100_continue:
                interim = h11.InformationalResponse(status_code=100, headers=[])
                writer.write(connection.send(interim) or b"")
            try:
                connection.receive_data(await asyncio.wait_for(reader.read(65536), PATIENCE))
            except asyncio.TimeoutError:
                if head is None and not connection.trailing_data[0]:
                    return None
                raise Refused(408) from None
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            content += event.data
            if len(content) > MOST_CONTENT:
                raise Refused(413)
        elif isinstance(event, h11.EndOfMessage):
            assert head is not None
            fields = ((n.decode("latin-1"), v.decode("latin-1")) for n, v in head.headers)
            return Request(
                head.method.decode(),
                head.target.decode("latin-1"),
                head.http_version.decode(),
                tuple(fields),
                content,
            )
        else:
            return None


class _Watched:
    """A writer that knows whether anything was written."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.used = False

    def __getattr__(self, name: str) -> Any:
        self.used = self.used or name in ("write", "writelines")
        return getattr(self._writer, name)


class _Onward:
    """The reader to go on with: after an upgrade, what was read too early comes first."""

    def __init__(self, reader: asyncio.StreamReader, ahead: bytes, upgraded: bool) -> None:
        self._reader = reader
        self._ahead = ahead
        self._task = asyncio.ensure_future(self._pump()) if upgraded else None
        self._onward = asyncio.StreamReader() if upgraded else reader

    async def __aenter__(self) -> asyncio.StreamReader:
        return self._onward

    async def __aexit__(self, *details: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _pump(self) -> None:
        data = self._ahead
        with suppress(ConnectionError):
            while data or (data := await self._reader.read(65536)):
                self._onward.feed_data(data)
                data = b""
        self._onward.feed_eof()


def _ends_by_itself(response: Any, method: str) -> bool:
    """Whether the client sees where the message ends (RFC 9112 §6.3)."""
    if method == "HEAD" or not allows_content(int(response.code)):
        return True
    # Of an Abort, a Response is made as it is sent, with a Content-Length.
    framings = ("content-length", "transfer-encoding")
    return isinstance(response, Exception) or any(name in response.headers for name in framings)


def _short(code: int, method: str = "GET") -> bytes:
    """A whole message of the server's own, after which it closes."""
    text = f"{code} {HTTPStatus(code).phrase}\n".encode()
    head = f"HTTP/1.1 {code} {HTTPStatus(code).phrase}\r\nDate: {formatdate(usegmt=True)}\r\n"
    head += f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    return head.encode() + (text if method != "HEAD" else b"")


async def _close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Closes so that the client can still read what it was sent (RFC 9112 §9.6)."""
    await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
    left = 16 * MOST_CONTENT
    with suppress(asyncio.TimeoutError):
        while left > 0 and (data := await asyncio.wait_for(reader.read(65536), 1.0)):
            left -= len(data)
    writer.close()


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

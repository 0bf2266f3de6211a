"""aiohttp.web: its responses, `CIMultiDict`, `HTTPException`, `HTTPMove` and `json_response`.

A response is finished by `prepare`, when it is known which request it answers: that sets
Content-Length, Content-Type, Date and Server, and reads a file's status. `headers` are those
before. A FileResponse is sent to a request of aiohttp's own test utilities. Every exception is a
response itself, with its own Content-Type. There is no `responsify`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import aiohttp
from aiohttp import abc, test_utils, web, web_fileresponse
from multidict import CIMultiDict

from . import Plain, lacking, pairs

__version__ = aiohttp.__version__

#: A file is read by an event loop that the clause is not run by, and through no socket.
_LOOP = ThreadPoolExecutor(1)
web_fileresponse.NOSENDFILE = True


class Headers(CIMultiDict):
    def __init__(self, smth: Any = ()) -> None:
        super().__init__(pairs(smth))

    def getall(self, name: Any) -> Any:
        return super().getall(name, [])

    def popall(self, name: Any) -> Any:
        return super().popall(name, [])

    def update(self, smth: Any) -> None:
        self.extend(pairs(smth))

    def replace(self, smth: Any) -> None:
        super().update(pairs(smth))


class _Seen(Plain):
    _headers: Any

    @property
    def code(self: Any) -> Any:
        return self.status

    @property
    def description(self: Any) -> Any:
        return self.reason


class Response(_Seen, web.Response):
    def __init__(self, code: int, headers: Any, data: Any) -> None:
        web.Response.__init__(self, body=data, status=code, headers=pairs(headers))
        self._headers = Headers(self._headers)

    @property
    def data(self) -> Any:
        return [] if self.body is None else [self.body]


class FileResponse(_Seen, web.FileResponse):
    def __init__(self, code: int, path: Any, headers: Any, bufsize: int = 262144) -> None:
        web.FileResponse.__init__(
            self, path, chunk_size=bufsize, status=code, headers=pairs(headers)
        )
        self._headers = Headers(self._headers)

    @property
    def path(self) -> Any:
        return self._path

    @property
    def bufsize(self) -> Any:
        return self._chunk_size

    @property
    def data(self) -> Iterator[bytes]:
        yield from _LOOP.submit(asyncio.run, self._sent()).result()

    async def _sent(self) -> list[bytes]:
        writer = _Writer()
        await self.prepare(test_utils.make_mocked_request("GET", "/", writer=writer))
        return writer.chunks


class _Writer(abc.AbstractStreamWriter):
    def __init__(self) -> None:
        self.chunks: list[bytes] = []

    async def write(self, chunk: Any) -> None:
        self.chunks.append(bytes(chunk))

    async def write_eof(self, chunk: Any = b"") -> None:
        pass

    async def drain(self) -> None:
        pass

    async def write_headers(self, status_line: Any, headers: Any) -> None:
        pass

    def enable_compression(self, *args: Any) -> None:
        pass

    def enable_chunking(self) -> None:
        pass


class Abort(web.HTTPException):
    def __init__(self, code: int, description: str | None = None, headers: Any = ()) -> None:
        self.status_code = code
        super().__init__(text=description, headers=pairs(headers))
        self._headers: Any = Headers(self._headers)

    @property
    def code(self) -> Any:
        return self.status

    @property
    def description(self) -> Any:
        return self.text

    name = lacking("Abort.name")


def abort(code: int, info: str | None = None, headers: Any = ()) -> NoReturn:
    raise Abort(code, info, headers)


def redirect(path: Any, info: str | None = None, code: int = 302, headers: Any = ()) -> NoReturn:
    kind = type("Moved", (web.HTTPMove,), {"status_code": code})
    moved = kind(path)
    fields = Headers(headers)
    fields["Location"] = moved.headers["Location"]
    raise Abort(code, info, fields)


class _JSON(Response):
    def __init__(self, smth: Any) -> None:
        made = web.json_response(smth)
        web.Response.__init__(self, body=made.body, status=made.status, headers=made.headers)
        self._headers = Headers(self._headers)


def jsonify(smth: Any) -> _JSON:
    return _JSON(smth)

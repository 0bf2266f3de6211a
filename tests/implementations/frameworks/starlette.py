"""Starlette: its responses, `MutableHeaders`, `HTTPException` and `RedirectResponse`.

Its responses are sent by an ASGI server, which writes the reason phrase, drops the content of an
answer to HEAD and may refuse a head; nothing of that is done here but the phrase. There is no
`responsify`: a handler has to return a response. `FileResponse` is given the status of its file,
as `StaticFiles` does. A redirect is returned, not raised, in Starlette: here what it put into
Location is raised.
"""

from __future__ import annotations

import asyncio
import http.client
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import starlette
from starlette import datastructures, exceptions, responses

from . import Bulk, Items, Plain, lacking, pairs

__version__ = starlette.__version__

#: A response is an ASGI application, and needs an event loop that the clause is not run by.
_LOOP = ThreadPoolExecutor(1)


class Headers(Bulk, datastructures.MutableHeaders):
    def __init__(self, smth: Any = (), *, raw: Any = None) -> None:
        if raw is None:
            super().__init__(Items(smth))
        else:
            super().__init__(raw=raw)

    add = datastructures.MutableHeaders.append
    getall = datastructures.MutableHeaders.getlist
    pop = lacking("Headers.pop")
    copy = lacking("Headers.copy")


class Response(Plain, responses.HTMLResponse):
    def __init__(self, code: int, headers: Any, data: Any) -> None:
        super().__init__(data, code, Items(headers))

    @property
    def code(self) -> Any:
        return self.status_code

    @property
    def description(self) -> str:
        return http.client.responses.get(self.status_code, "")

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.raw_headers)

    @property
    def data(self) -> Any:
        return [self.body]


class FileResponse(responses.FileResponse, Response):
    media_type: Any = "text/html"

    def __init__(self, code: int, path: Any, headers: Any, bufsize: int = 65536) -> None:
        self._serve(code, path, headers, media_type=self.media_type)
        self.chunk_size = bufsize

    def _serve(self, code: int, path: Any, headers: Any, **kwargs: Any) -> None:
        status = os.stat(path)
        responses.FileResponse.__init__(
            self, path, code, Items(headers), stat_result=status, **kwargs
        )

    @property
    def bufsize(self) -> int:
        return self.chunk_size

    @property
    def data(self) -> Iterator[bytes]:
        yield from _LOOP.submit(asyncio.run, self._sent()).result()

    async def _sent(self) -> list[bytes]:
        chunks = []

        async def send(message: Any) -> None:
            # An empty body is how ASGI says that there is no more.
            if message["type"] == "http.response.body" and message["body"]:
                chunks.append(message["body"])

        scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.4"}}
        await self(scope, None, send)
        return chunks


class _Static(FileResponse):
    media_type = None

    def __init__(self, path: Any, headers: Any, filename: str | None) -> None:
        self._serve(200, path, headers, filename=filename)


class _JSON(responses.JSONResponse, Response):
    def __init__(self, smth: Any) -> None:
        responses.Response.__init__(self, smth)


class Abort(exceptions.HTTPException):
    def __init__(self, code: int, description: str | None = None, headers: Any = ()) -> None:
        given = Headers(headers)
        # Before 0.19 an exception had no headers: there it is the adapter that keeps them.
        super().__init__(code, description, *([given] if given else []))
        self.headers = given

    @property
    def code(self) -> Any:
        return self.status_code

    @property
    def description(self) -> Any:
        return self.detail

    name = lacking("Abort.name")


def abort(code: int, info: str | None = None, headers: Any = ()) -> NoReturn:
    raise Abort(code, info, headers)


def redirect(path: Any, info: str | None = None, code: int = 302, headers: Any = ()) -> NoReturn:
    response = responses.RedirectResponse(path, code, Items(headers))
    kept = {name.lower() for name, _ in pairs(response.headers)} - {"content-length"}
    error = Abort(code, info)
    error.headers = Headers([pair for pair in pairs(response.headers) if pair[0] in kept])
    raise error


def static(path: Any, attachment: bool = True, headers: Any = ()) -> _Static:
    return _Static(path, headers, os.path.basename(path) if attachment else None)


def jsonify(smth: Any) -> _JSON:
    return _JSON(smth)

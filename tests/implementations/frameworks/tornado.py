"""Tornado: `HTTPHeaders`, and what a `RequestHandler` sends.

A handler is the response: it is given its code, headers and content, and finishes to a connection
that keeps what is written. So `headers` are those that are sent, with Server, Date and an Etag of
its own. A redirect and a file are the handler's methods too, for the request it was made for;
`HTTPError` has no headers, and its text goes to the log. So these are not here. What Tornado
refuses with exceptions of its own is refused with ValueError here.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import tornado
from tornado import escape, httputil, web

from . import Plain, lacking, pairs

__version__ = tornado.version

_APPLICATION = web.Application()


class Headers(httputil.HTTPHeaders):
    def __init__(self, smth: Any = ()) -> None:
        super().__init__()
        self.update(smth)

    getall = httputil.HTTPHeaders.get_list
    items = httputil.HTTPHeaders.get_all
    popall = lacking("Headers.popall")

    # What a mapping compares are its items, which have another meaning here.
    def __eq__(self, other: Any) -> Any:
        if not isinstance(other, Headers):
            return NotImplemented
        return httputil.HTTPHeaders(self) == httputil.HTTPHeaders(other)

    __hash__ = None  # type: ignore[assignment]

    def add(self, name: Any, value: Any) -> None:
        try:
            super().add(name, value)
        except httputil.HTTPInputError as error:
            raise ValueError(str(error)) from error

    # The constructor of HTTPHeaders calls it without an argument.
    def update(self, smth: Any = ()) -> None:
        for name, value in pairs(smth):
            self.add(name, value)

    def replace(self, smth: Any) -> None:
        new = pairs(smth)
        for name in {name for name, _ in new if name in self}:
            self.pop(name, None)
        self.update(new)


class _Connection:
    """Keeps the head and the content that a handler writes."""

    def __init__(self) -> None:
        self.start: Any = None
        self.headers: Any = None
        self.chunks: list[bytes] = []

    def write_headers(self, start: Any, headers: Any, chunk: Any = None) -> Future[None]:
        self.start, self.headers = start, headers
        return self.write(chunk)

    def write(self, chunk: Any) -> Future[None]:
        if chunk:
            self.chunks.append(bytes(chunk))
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def finish(self) -> None:
        pass

    def set_close_callback(self, callback: Any) -> None:
        pass


class Response(Plain):
    def __init__(self, code: int, headers: Any, data: Any) -> None:
        connection = _Connection()
        host = httputil.HTTPHeaders({"Host": "a"})
        request = httputil.HTTPServerRequest("GET", "/", headers=host, connection=connection)
        handler = web.RequestHandler(_APPLICATION, request)
        handler._transforms = []  # as when an application calls the handler
        handler.set_status(code)
        given: set[Any] = set()
        for name, value in pairs(headers):
            if name.lower() in given:
                handler.add_header(name, value)
            else:
                handler.set_header(name, value)
            given.add(name.lower())
        try:
            handler.finish(data or None)
        except RuntimeError as error:
            raise ValueError(str(error)) from error
        self.code = connection.start.code
        self.description = connection.start.reason
        self.headers = Headers()
        # As they are, not checked once more: what [] stores, it does not check.
        for name, value in connection.headers.get_all():
            if name in self.headers:
                self.headers.add(name, value)
            else:
                self.headers[name] = value
        self.data = connection.chunks


def jsonify(smth: Any) -> Response:
    return Response(200, {"Content-Type": "application/json"}, escape.json_encode(smth).encode())

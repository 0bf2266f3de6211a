"""What Tornado does, shown without the adapter: one test for each cause of a known failure."""

from __future__ import annotations

import asyncio
import copy
import enum
import math
from collections.abc import Callable
from typing import Any

import pytest

from ..frameworks import missing

if reason := missing("tornado"):
    pytest.skip(reason, allow_module_level=True)

from tornado import escape, httpserver, httputil, web
from tornado.testing import bind_unused_port


def answered(handle: Callable[[Any], None]) -> bytes:
    """The octets that Tornado's own server answers with, read from a loopback connection."""

    class Handler(web.RequestHandler):
        def get(self) -> None:
            handle(self)

    async def exchange() -> bytes:
        sock, port = bind_unused_port()
        server = httpserver.HTTPServer(web.Application([("/", Handler)]))
        server.add_socket(sock)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            octets = await asyncio.wait_for(reader.read(), 10)
            writer.close()
            return octets
        finally:
            server.stop()
            await server.close_all_connections()

    return asyncio.run(exchange())


def test_no_classes() -> None:
    """A redirect and a file are methods of a handler; an HTTPError has no headers."""
    assert callable(web.RequestHandler.redirect)
    assert not hasattr(web.HTTPError(404), "headers")


def test_copies() -> None:
    """A copy of a subclass of HTTPHeaders is none of that class."""

    class Headers(httputil.HTTPHeaders):
        pass

    assert type(copy.copy(Headers())) is httputil.HTTPHeaders


def test_fresh() -> None:
    """A change of what get_list gave is a change of the headers."""
    headers = httputil.HTTPHeaders({"a": "1"})
    headers.get_list("a").append("2")
    assert headers.get_list("a") == ["1", "2"]


def test_joined() -> None:
    """[] gives all the values of a name, in one text; so does pop."""
    headers = httputil.HTTPHeaders()
    for value in "12":
        headers.add("a", value)
    assert headers["a"] == headers.setdefault("a", "3") == headers.pop("a") == "1,2"


def test_case() -> None:
    """Names come out as Http-Header-Case."""
    assert list(httputil.HTTPHeaders({"x-a": "1"})) == ["X-A"]


def test_single() -> None:
    """Nothing adds several values at once: update replaces."""
    headers = httputil.HTTPHeaders({"a": "1"})
    headers.update({"a": "2"})
    assert headers.get_list("a") == ["2"]


def test_fold() -> None:
    """U+017F LATIN SMALL LETTER LONG S finds the name s."""
    assert "\u017f" in httputil.HTTPHeaders({"s": "1"})


def test_names() -> None:
    """A name that is no token is refused by add, stored by [], and sent by set_header."""
    headers = httputil.HTTPHeaders({"a b": "1"})
    with pytest.raises(httputil.HTTPInputError):
        headers.add("a b", "1")
    assert b"\r\nA b: 1\r\n" in answered(lambda handler: handler.set_header("a b", "1"))


def test_values() -> None:
    """A value with a line break is refused by add and set_header, and stored by []."""
    headers = httputil.HTTPHeaders({"a": "b\r\nc: d"})
    assert headers["a"] == "b\r\nc: d"
    with pytest.raises(httputil.HTTPInputError):
        headers.add("a", "b\r\nc: d")


def test_types() -> None:
    """A value that is no str is stored; a name that is none ends in AttributeError."""
    value: Any = 5
    assert list(httputil.HTTPHeaders({"a": value}).get_all()) == [("A", 5)]
    with pytest.raises(AttributeError):
        httputil.HTTPHeaders({value: "1"})


def test_enumeration() -> None:
    """A member of a str enumeration is stored as it is, and sent as the text it holds."""

    class Media(str, enum.Enum):
        PLAIN = "text/plain"

    assert httputil.HTTPHeaders({"X-A": Media.PLAIN})["X-A"] is Media.PLAIN
    octets = answered(lambda handler: handler.set_header("X-A", Media.PLAIN))
    assert b"\r\nX-A: text/plain\r\n" in octets


def test_whitespace() -> None:
    """Blanks around a value are sent."""
    assert b"\r\nX-A:  a \r\n" in answered(lambda handler: handler.set_header("X-A", " a "))


def test_contents() -> None:
    """A handler sends a str, and a dict as JSON."""
    assert answered(lambda handler: handler.finish("é")).endswith("\r\n\r\né".encode())
    assert answered(lambda handler: handler.finish({})).endswith(b"\r\n\r\n{}")


def test_added() -> None:
    """Server, Date and Etag are sent."""
    octets = answered(lambda handler: handler.finish(b"a"))
    assert all(b"\r\n%s: " % name in octets for name in (b"Server", b"Date", b"Etag"))


def test_both_framings() -> None:
    """Content-Length is sent beside Transfer-Encoding."""

    def handle(handler: Any) -> None:
        handler.set_header("Transfer-Encoding", "chunked")
        handler.finish(b"abc")

    octets = answered(handle)
    assert b"\r\nTransfer-Encoding: chunked\r\n" in octets
    assert b"\r\nContent-Length: 3\r\n" in octets


def test_codes() -> None:
    """Any number is taken for a status code, and sent."""

    def handle(handler: Any) -> None:
        handler.set_status(1000)

    assert answered(handle).startswith(b"HTTP/1.1 1000 ")


def test_reset() -> None:
    """The content of a 205 is sent."""

    def handle(handler: Any) -> None:
        handler.set_status(205)
        handler.finish(b"abc")

    assert answered(handle).endswith(b"\r\n\r\nabc")


def test_representation() -> None:
    """A Content-Type given with a 304 is not sent."""

    def handle(handler: Any) -> None:
        handler.set_status(304)
        handler.set_header("Content-Type", "x/y")
        handler.finish()

    assert b"Content-Type" not in answered(handle)


def test_nan() -> None:
    """NaN is made NaN."""
    assert escape.json_encode(math.nan) == "NaN"

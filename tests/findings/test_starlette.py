"""What Starlette does, shown without the adapter: one test for each cause of a known failure."""

from __future__ import annotations

import asyncio
import copy
import enum
import os
from pathlib import Path
from typing import Any

import h11
import pytest

from ..frameworks import missing

if reason := missing("starlette"):
    pytest.skip(reason, allow_module_level=True)

from starlette import datastructures, exceptions, responses


def sent(response: Any) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The header fields and the content that a response hands to an ASGI server."""
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.4"}}
    asyncio.run(response(scope, None, send))
    return messages[0]["headers"], b"".join(message["body"] for message in messages[1:])


def refused_by_h11(response: Any) -> bool:
    """Whether h11, by which uvicorn writes, refuses to write the head."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert isinstance(connection.next_event(), h11.Request)
    headers, _ = sent(response)
    try:
        connection.send(h11.Response(status_code=response.status_code, headers=headers))
    except h11.LocalProtocolError:
        return True
    return False


def test_no_responsify() -> None:
    """Starlette exports nothing that makes a response of whatever a handler returned."""
    assert not hasattr(responses, "make_response")


def test_names() -> None:
    """A field name that is no token is stored and handed to the server."""
    response = responses.Response(headers={"a b": "1"})
    response.headers[""] = "2"
    assert {(b"a b", b"1"), (b"", b"2")} <= set(sent(response)[0])
    assert refused_by_h11(response)


def test_values() -> None:
    """CR and LF in a value are handed to the server, and so is a control character."""
    response = responses.Response(headers={"X-A": "a\r\nSet-Cookie: b=c"})
    assert (b"x-a", b"a\r\nSet-Cookie: b=c") in sent(response)[0]
    assert refused_by_h11(response)
    response = responses.Response(headers={"X-A": "\x01"})
    assert (b"x-a", b"\x01") in sent(response)[0]
    assert not refused_by_h11(response)


def test_whitespace() -> None:
    """Blanks around a value are kept, and handed to the server."""
    assert (b"x-a", b" a ") in sent(responses.Response(headers={"X-A": " a "}))[0]


def test_kelvin() -> None:
    """U+212A KELVIN SIGN finds the name k."""
    assert "\u212a" in datastructures.MutableHeaders({"k": "1"})


def test_types() -> None:
    """A value that is no str ends in AttributeError."""
    headers: Any = {"x-a": None}
    with pytest.raises(AttributeError):
        responses.Response(headers=headers)
    with pytest.raises(AttributeError):
        responses.Response(headers={None: "a"})


def test_equality() -> None:
    """Headers are equal whatever the order of the values of one name."""
    one, two = datastructures.MutableHeaders(), datastructures.MutableHeaders()
    for value in "12":
        one.append("a", value)
    for value in "21":
        two.append("a", value)
    assert one == two


def test_contents() -> None:
    """Content may be a str or None; a memoryview is kept as one, and follows its buffer."""
    assert responses.Response("é").body == "é".encode()
    assert responses.Response(None).body == b""
    buffer = bytearray(b"ab")
    response = responses.Response(memoryview(buffer))
    buffer[0] = ord("x")
    assert bytes(response.body) == b"xb"


def test_both_framings(tmp_path: Path) -> None:
    """Content-Length stands beside the caller's Transfer-Encoding."""
    (tmp_path / "a.txt").write_bytes(b"abc")
    for response in (
        responses.Response(b"abc", headers={"Transfer-Encoding": "chunked"}),
        responses.FileResponse(tmp_path / "a.txt", headers={"Transfer-Encoding": "chunked"}),
    ):
        assert {b"content-length", b"transfer-encoding"} <= set(dict(sent(response)[0]))


@pytest.mark.parametrize("code", [99, 1000, -1, 200.0])
def test_codes(code: Any) -> None:
    """Any value is taken for a status code."""
    assert responses.Response(status_code=code).status_code == code


@pytest.mark.parametrize("code", [204, 205, 304])
def test_content_without_content(code: int, tmp_path: Path) -> None:
    """The content of a code that allows none is handed to the server."""
    assert sent(responses.Response(b"abc", code))[1] == b"abc"
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert sent(responses.FileResponse(tmp_path / "a.txt", code))[1] == b"abc"


def test_file_length(tmp_path: Path) -> None:
    """A FileResponse with code 204 has a Content-Length, which a Response with it has not."""
    (tmp_path / "a.txt").write_bytes(b"")
    assert (b"content-length", b"0") in sent(responses.FileResponse(tmp_path / "a.txt", 204))[0]
    assert b"content-length" not in dict(sent(responses.Response(b"", 204))[0])


def test_grown(tmp_path: Path) -> None:
    """A file that changed after its status was taken is sent whole, whatever was announced."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    response = responses.FileResponse(path, stat_result=os.stat(path))
    path.write_bytes(b"abcdef")
    headers, content = sent(response)
    assert (dict(headers)[b"content-length"], content) == (b"3", b"abcdef")


def test_not_found(tmp_path: Path) -> None:
    """A FileResponse of a missing file is made, and raises RuntimeError when it is sent."""
    response = responses.FileResponse(tmp_path / "missing")
    with pytest.raises(RuntimeError, match="does not exist"):
        sent(response)


def test_chunk_size(tmp_path: Path) -> None:
    """chunk_size is an attribute that nobody checks: with 0, the file is sent empty."""
    (tmp_path / "a.txt").write_bytes(b"abc")
    response = responses.FileResponse(tmp_path / "a.txt")
    response.chunk_size = -1
    assert sent(response)[1] == b"abc"


def test_detail() -> None:
    """Without a detail, and with None, it is the phrase of the code."""
    assert exceptions.HTTPException(404).detail == "Not Found"
    assert exceptions.HTTPException(404, None).detail == "Not Found"


def test_copies() -> None:
    """An exception made by keyword cannot be copied; one made by position can."""
    assert copy.copy(exceptions.HTTPException(404, "a")).detail == "a"
    with pytest.raises(TypeError):
        copy.copy(exceptions.HTTPException(status_code=404, detail="a"))


@pytest.mark.parametrize(("url", "location"), [("/%zz", "/%zz"), ("/#a#b", "/#a#b")])
def test_reference(url: str, location: str) -> None:
    """What is no URI-reference, for a stray % or a second #, is sent as it is."""
    assert responses.RedirectResponse(url).headers["location"] == location


def test_enumeration() -> None:
    """A member of a str enumeration redirects to its name."""

    class Route(str, enum.Enum):
        HOME = "/a"

    assert responses.RedirectResponse(Route.HOME).headers["location"] == "Route.HOME"


def test_compressed(tmp_path: Path) -> None:
    """A gzipped tar archive is labelled application/x-tar, and nothing says that it is gzipped."""
    (tmp_path / "a.tar.gz").write_bytes(b"")
    headers = responses.FileResponse(tmp_path / "a.tar.gz").headers
    assert headers["content-type"] == "application/x-tar"
    assert "content-encoding" not in headers


def test_file_names() -> None:
    """A file name that is not UTF-8 raises UnicodeEncodeError."""
    with pytest.raises(UnicodeEncodeError):
        responses.FileResponse("a", filename=os.fsdecode(b"a\xff.txt"))

"""What aiohttp does, shown without the adapter: one test for each cause of a known failure."""

from __future__ import annotations

import asyncio
import enum
import math
import pickle
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from ..frameworks import missing

if reason := missing("aiohttp"):
    pytest.skip(reason, allow_module_level=True)

from aiohttp import http, test_utils, web, web_fileresponse
from multidict import CIMultiDict


def sent(response: Any) -> bytes:
    """The octets that aiohttp writes for a response, to a transport that keeps them."""

    async def send() -> bytes:
        transport = Mock(is_closing=lambda: False)
        protocol = Mock(transport=transport, _paused=False)
        writer = http.StreamWriter(protocol, asyncio.get_running_loop())
        await response.prepare(test_utils.make_mocked_request("GET", "/", writer=writer))
        await response.write_eof()
        octets = [bytes(call.args[0]) for call in transport.write.call_args_list]
        for call in transport.writelines.call_args_list:
            octets += [bytes(part) for part in call.args[0]]
        return b"".join(octets)

    return asyncio.run(send())


@pytest.fixture(autouse=True)
def _no_sendfile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fileresponse, "NOSENDFILE", True)


def test_no_static() -> None:
    """aiohttp.web has nothing that makes a response of anything, and a folder is a route."""
    assert not hasattr(web, "responsify")
    assert isinstance(web.static("/", "."), web.StaticDef)


def test_length() -> None:
    """len and iteration do not agree where a name has two values."""
    headers = CIMultiDict([("a", "1"), ("a", "2")])
    assert (len(headers), list(headers)) == (2, ["a"])


def test_case() -> None:
    """Names come out as they were given, and are sent so."""
    assert list(CIMultiDict({"X-A": "1"})) == ["X-A"]
    assert b"\r\nX-A: 1\r\n" in sent(web.Response(headers={"X-A": "1"}))


def test_kelvin() -> None:
    """U+212A KELVIN SIGN finds the name k."""
    assert "\u212a" in CIMultiDict({"k": "1"})


def test_names() -> None:
    """A field name that is no token is sent."""
    assert b"\r\na b: 1\r\n" in sent(web.Response(headers={"a b": "1"}))


def test_wide() -> None:
    """What latin-1 cannot encode is sent in UTF-8."""
    assert "\r\nX-A: €\r\n".encode() in sent(web.Response(headers={"X-A": "€"}))


@pytest.mark.parametrize("character", "\r\n\0\x01")
def test_values(character: str) -> None:
    """A response with a control character in a value is made, and refused when it is sent."""
    response = web.Response(headers={"X-A": f"a{character}b"})
    with pytest.raises(ValueError, match="header injection"):
        sent(response)


def test_whitespace() -> None:
    """Blanks around a value are sent."""
    assert b"\r\nX-A:  a \r\n" in sent(web.Response(headers={"X-A": " a "}))


def test_types() -> None:
    """A value that is no str is stored, and fails when it is sent."""
    headers: Any = {"X-A": 5}
    with pytest.raises(TypeError):
        sent(web.Response(headers=headers))


def test_enumeration() -> None:
    """A member of a str enumeration is sent by its name."""

    class Media(str, enum.Enum):
        PLAIN = "text/plain"

    assert b"\r\nX-A: Media.PLAIN\r\n" in sent(web.Response(headers={"X-A": Media.PLAIN}))


def test_contents() -> None:
    """A body may be a str or None; a bytearray is kept as one."""
    assert sent(web.Response(body="a")).endswith(b"\r\n\r\na")
    assert sent(web.Response(body=None)).endswith(b"\r\n\r\n")
    assert web.Response(body=bytearray(b"a")).body == bytearray(b"a")


def test_late() -> None:
    """Content-Type and Content-Length are not there before a response is sent; then they are."""
    response = web.Response(body=b"abc")
    assert dict(response.headers) == {}
    octets = sent(response)
    assert b"\r\nContent-Length: 3\r\nContent-Type: application/octet-stream\r\n" in octets
    octets = sent(web.Response(body=b"abc", status=304))
    assert octets.endswith(b"\r\n\r\n")


def test_both_framings() -> None:
    """Content-Length is sent beside Transfer-Encoding."""
    headers = {"Transfer-Encoding": "chunked", "Content-Length": "3"}
    octets = sent(web.Response(body=b"abc", headers=headers))
    assert b"\r\nTransfer-Encoding: chunked\r\n" in octets
    assert b"\r\nContent-Length: 3\r\n" in octets


@pytest.mark.parametrize("code", [99, 1000, -1])
def test_codes(code: int) -> None:
    """Any number is taken for a status code, and sent."""
    assert sent(web.Response(status=code)).startswith(b"HTTP/1.1 %d " % code)


def test_reset() -> None:
    """The content of a 205 is sent; that of a 204 is not."""
    assert sent(web.Response(body=b"abc", status=205)).endswith(b"\r\n\r\nabc")
    assert sent(web.Response(body=b"abc", status=204)).endswith(b"\r\n\r\n")


def test_file_class() -> None:
    """A FileResponse is no Response: both are a StreamResponse."""
    assert not issubclass(web.FileResponse, web.Response)
    assert issubclass(web.FileResponse, web.StreamResponse)


def test_not_found(tmp_path: Path) -> None:
    """A FileResponse of a missing file is made, and sent as a 404."""
    assert sent(web.FileResponse(tmp_path / "missing")).startswith(b"HTTP/1.1 404 ")


def test_once() -> None:
    """What was sent is not sent a second time."""
    response = web.Response(body=b"abc")
    assert sent(response) != b""
    assert sent(response) == b""


def test_exceptions() -> None:
    """An exception has a Content-Type, beside the headers given to it."""
    assert web.HTTPNotFound(text="a").headers["Content-Type"] == "text/plain; charset=utf-8"
    with pytest.raises(ValueError, match="location"):
        web.HTTPFound("")


def test_copies() -> None:
    """An exception can be pickled, and not read back."""
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(web.HTTPNotFound()))


@pytest.mark.parametrize(
    ("url", "location"), [("?", ""), ("//h#", "//h"), ("/a\tb", "/ab"), (" ", ""), ("\ud800", "")]
)
def test_location(url: str, location: str) -> None:
    """Location is not what was given."""
    assert web.HTTPFound(url).headers["Location"] == location


def test_nan() -> None:
    """NaN is sent as NaN."""
    assert sent(web.json_response(math.nan)).endswith(b"\r\n\r\nNaN")


def test_partial(tmp_path: Path) -> None:
    """A FileResponse with status 206 cannot be sent, unless a range was asked for."""
    (tmp_path / "a.txt").write_bytes(b"abc")
    with pytest.raises(AssertionError):
        sent(web.FileResponse(tmp_path / "a.txt", status=206))

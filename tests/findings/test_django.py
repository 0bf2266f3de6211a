"""What Django does, shown without the adapter: one test for each cause of a known failure."""

from __future__ import annotations

import enum
import math
import os
import uuid
import wsgiref.headers
from pathlib import Path
from typing import Any

import pytest

from ..frameworks import missing

if reason := missing("django"):
    pytest.skip(reason, allow_module_level=True)

from django import conf, http
from django.core.handlers import wsgi
from django.http.response import ResponseHeaders
from django.test import RequestFactory

if not conf.settings.configured:
    conf.settings.configure()


def sent(response: Any) -> tuple[list[tuple[str, str]], bytes]:
    """The header fields and the content that Django's handler hands to a WSGI server."""
    handler = wsgi.WSGIHandler.__new__(wsgi.WSGIHandler)
    handler.get_response = lambda request: response
    seen: list[list[tuple[str, str]]] = []
    environ = RequestFactory().get("/").environ
    chunks = handler(environ, lambda status, headers: seen.append(headers))
    return seen[0], b"".join(chunks)


def file(folder: Path, name: str | bytes = "a.txt", content: bytes = b"abc") -> Any:
    """A file with this content, open for reading."""
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    Path(os.fsdecode(path)).write_bytes(content)
    return open(os.fsdecode(path), "rb")


def test_no_exceptions() -> None:
    """A redirect is a response, and Http404 has no status code to be given."""
    assert issubclass(http.HttpResponseRedirect, http.HttpResponse)
    assert not hasattr(http.Http404(), "status_code")


def test_setdefault() -> None:
    """setdefault returns None, both where the name was there and where it was not."""
    headers = ResponseHeaders({"a": "1"})
    assert (headers.setdefault("a", "2"), headers.setdefault("b", "2")) == (None, None)


def test_pop() -> None:
    """pop gives the name and the value."""
    assert ResponseHeaders({"A": "1"}).pop("a") == ("A", "1")


def test_case() -> None:
    """Names come out as they were given, and are sent so."""
    assert ("X-a", "1") in sent(http.HttpResponse(headers={"X-a": "1"}))[0]


def test_kelvin() -> None:
    """U+212A KELVIN SIGN finds the name k."""
    assert "\u212a" in ResponseHeaders({"k": "1"})


@pytest.mark.parametrize("name", ["", "a b", "a:"])
def test_names(name: str) -> None:
    """A field name that is no token is handed to the server."""
    assert (name, "1") in sent(http.HttpResponse(headers={name: "1"}))[0]


def test_types() -> None:
    """A name or value that is no str is turned into one; looking up such a name fails."""
    headers = ResponseHeaders({None: 5})
    assert headers["None"] == "5"
    with pytest.raises(AttributeError):
        headers.get(5)


def test_wide() -> None:
    """U+2029 is lost where a value is encoded: two values are sent alike."""
    one, two = ResponseHeaders({"a": "€\u2029"}), ResponseHeaders({"a": "€"})
    assert one["a"] == two["a"] == "=?utf-8?b?4oKs?="


def test_controls() -> None:
    """CR and LF in a value are refused, NUL is not."""
    for character in "\r\n":
        with pytest.raises(http.BadHeaderError):
            ResponseHeaders({"a": character})
    assert ("a", "b\0c") in sent(http.HttpResponse(headers={"a": "b\0c"}))[0]


def test_whitespace() -> None:
    """Blanks around a value are kept, and handed to the server."""
    assert ("a", " b ") in sent(http.HttpResponse(headers={"a": " b "}))[0]


def test_enumeration() -> None:
    """A member of a str enumeration is handed to the server as it is: wsgiref takes no such str."""

    class Media(str, enum.Enum):
        PLAIN = "text/plain"

    headers, _ = sent(http.HttpResponse(headers={"a": Media.PLAIN}))
    assert dict(headers)["a"] is Media.PLAIN
    with pytest.raises(AssertionError):
        wsgiref.headers.Headers(headers)


def test_contents() -> None:
    """Content may be a str, None or an object."""
    assert http.HttpResponse("é").content == "é".encode()
    assert http.HttpResponse(None).content == b"None"


def test_bytearray() -> None:
    """A bytearray is taken for an iterable of numbers."""
    assert http.HttpResponse(bytearray(b"ab")).content == b"9798"


def test_late() -> None:
    """No Content-Length is set by the response, nor by the handler alone."""
    assert [name for name, _ in sent(http.HttpResponse(b"a"))[0]] == ["Content-Type"]


def test_both_framings(tmp_path: Path) -> None:
    """Content-Length is sent beside Transfer-Encoding."""
    response = http.FileResponse(file(tmp_path), headers={"Transfer-Encoding": "chunked"})
    assert {"Content-Length", "Transfer-Encoding"} <= set(dict(sent(response)[0]))


@pytest.mark.parametrize("code", [204, 205, 304])
def test_content_without_content(code: int, tmp_path: Path) -> None:
    """The content of a code that allows none is handed to the server, with its length."""
    assert sent(http.HttpResponse(b"abc", status=code))[1] == b"abc"
    headers, content = sent(http.FileResponse(file(tmp_path), status=code))
    assert (dict(headers)["Content-Length"], content) == ("3", b"abc")


def test_opened(tmp_path: Path) -> None:
    """The file that a response is given stays open until the response is closed."""
    opened = file(tmp_path)
    response = http.FileResponse(opened)
    assert b"".join(response) == b"abc"
    assert not opened.closed
    response.close()
    assert opened.closed


def test_grown(tmp_path: Path) -> None:
    """A file that grew after its response was made is sent whole, whatever was announced."""
    response = http.FileResponse(file(tmp_path))
    (tmp_path / "a.txt").write_bytes(b"abcdef")
    headers, content = sent(response)
    assert (dict(headers)["Content-Length"], content) == ("3", b"abcdef")


def test_block_size(tmp_path: Path) -> None:
    """block_size is an attribute that nobody checks."""
    response = http.FileResponse(file(tmp_path))
    response.block_size = -1
    assert b"".join(response) == b"abc"
    response.close()


def test_file_class() -> None:
    """A FileResponse is no HttpResponse."""
    assert not issubclass(http.FileResponse, http.HttpResponse)


def test_once(tmp_path: Path) -> None:
    """What was sent is not sent a second time."""
    response = http.FileResponse(file(tmp_path))
    assert (b"".join(response), b"".join(response)) == (b"abc", b"")
    response.close()


def test_overruled(tmp_path: Path) -> None:
    """A Content-Type and a Content-Disposition among the headers given are replaced."""
    given = {"Content-Type": "x/y", "Content-Disposition": "attachment"}
    response = http.FileResponse(file(tmp_path), headers=given)
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["Content-Disposition"] == 'inline; filename="a.txt"'
    response.close()


def test_file_names(tmp_path: Path) -> None:
    """A file name that is not UTF-8 raises UnicodeEncodeError."""
    with file(tmp_path, b"a\xff.txt") as opened, pytest.raises(UnicodeEncodeError):
        http.FileResponse(opened)


def test_inline(tmp_path: Path) -> None:
    """What is no attachment has a Content-Disposition of type inline."""
    response = http.FileResponse(file(tmp_path))
    assert response.headers["Content-Disposition"] == 'inline; filename="a.txt"'
    response.close()


def test_encoder() -> None:
    """A UUID, for which json.dumps has no form, is sent as text."""
    value = uuid.UUID(int=0)
    assert http.JsonResponse([value], safe=False).content == b'["%s"]' % str(value).encode()


def test_nan() -> None:
    """NaN is sent as NaN."""
    assert http.JsonResponse([math.nan], safe=False).content == b"[NaN]"

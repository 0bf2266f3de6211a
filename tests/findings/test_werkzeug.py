"""What Werkzeug does, shown without the adapter: one test for each cause of a known failure."""

from __future__ import annotations

import enum
import wsgiref.headers
from pathlib import Path
from typing import Any

import pytest

from ..frameworks import missing

if reason := missing("werkzeug"):
    pytest.skip(reason, allow_module_level=True)

from werkzeug import datastructures, exceptions, test, utils, wrappers

ENVIRON = test.create_environ()


def sent(response: Any) -> tuple[dict[str, str], bytes]:
    """The header fields and the content that a response hands to a WSGI server."""
    chunks, _, headers = response.get_wsgi_response(ENVIRON)
    with response:
        return dict(headers), b"".join(chunks)


def test_no_classes() -> None:
    """Werkzeug has no class for a file, and nothing that makes JSON or a response of anything."""
    for name in ("FileResponse", "jsonify", "make_response"):
        assert not any(hasattr(module, name) for module in (wrappers, utils))


def test_equality() -> None:
    """Headers with one value and with the same value twice are equal."""
    assert datastructures.Headers([("a", "1"), ("a", "1")]) == datastructures.Headers({"a": "1"})


def test_pop() -> None:
    """pop removes every value of a name."""
    headers = datastructures.Headers([("a", "1"), ("a", "2")])
    assert headers.pop("a") == "1"
    assert "a" not in headers


def test_iteration() -> None:
    """Iteration gives pairs, and names as they were given."""
    assert list(datastructures.Headers({"X-A": "1"})) == [("X-A", "1")]
    assert list(datastructures.Headers({"X-A": "1"}).keys()) == ["X-A"]


def test_kelvin() -> None:
    """U+212A KELVIN SIGN finds the name k."""
    assert "\u212a" in datastructures.Headers({"k": "1"})


@pytest.mark.parametrize("name", ["", "a b", "a\r\nX-B"])
def test_names(name: Any) -> None:
    """A field name is taken as it is, a line break included."""
    response = wrappers.Response(headers=[(name, "1")])
    assert (name, "1") in response.get_wsgi_headers(ENVIRON).to_wsgi_list()


def test_wide() -> None:
    """A character that latin-1 cannot encode is handed to the server, which has no octet for it."""
    headers, _ = sent(wrappers.Response(headers={"X-A": "\u20ac"}))
    with pytest.raises(UnicodeEncodeError):
        headers["X-A"].encode("latin-1")


def test_controls() -> None:
    """CR and LF in a value are refused, NUL is not."""
    for character in "\r\n":
        with pytest.raises(ValueError, match="newline"):
            datastructures.Headers({"X-A": character})
    assert sent(wrappers.Response(headers={"X-A": "a\0b"}))[0]["X-A"] == "a\0b"


def test_whitespace() -> None:
    """Blanks around a value are kept, and handed to the server."""
    assert sent(wrappers.Response(headers={"X-A": " a "}))[0]["X-A"] == " a "


def test_enumeration() -> None:
    """A member of a str enumeration is handed to the server as it is: wsgiref takes no such str."""

    class Media(str, enum.Enum):
        PLAIN = "text/plain"

    headers, _ = sent(wrappers.Response(headers={"X-A": Media.PLAIN}))
    assert headers["X-A"] is Media.PLAIN
    with pytest.raises(AssertionError):
        wsgiref.headers.Headers(list(headers.items()))


def test_contents() -> None:
    """Content may be a str, an iterable or None; a bytearray is kept as one."""
    assert sent(wrappers.Response("é"))[1] == "é".encode()
    assert sent(wrappers.Response(["a", b"b"]))[1] == b"ab"
    assert sent(wrappers.Response(None))[1] == b""
    assert wrappers.Response(bytearray(b"a")).response == [bytearray(b"a")]


def test_length() -> None:
    """A Content-Length of the caller's is replaced by that of the content."""
    response = wrappers.Response(b"abc", headers={"Content-Length": "5"})
    assert sent(response)[0]["Content-Length"] == "3"


def test_both_framings() -> None:
    """Content-Length stands beside the caller's Transfer-Encoding, also when it is sent."""
    headers, _ = sent(wrappers.Response(b"abc", headers={"Transfer-Encoding": "chunked"}))
    assert {"Content-Length", "Transfer-Encoding"} <= set(headers)


@pytest.mark.parametrize(("code", "status"), [(99, 99), (1000, 1000), (-1, -1), ("abc", 0)])
def test_codes(code: Any, status: int) -> None:
    """Any number is taken for a status code, and a text without one for 0."""
    assert wrappers.Response(status=code).status_code == status


def test_phrase() -> None:
    """The phrase of 203 is Non-Authoritative Information (RFC 9110 §15.3.4), with a hyphen."""
    assert wrappers.Response(status=203).status == "203 NON AUTHORITATIVE INFORMATION"


@pytest.mark.parametrize("code", [100, 204, 304])
def test_late(code: int) -> None:
    """Content-Length is in the headers that a handler sees, not in those that are sent."""
    response = wrappers.Response(b"", code)
    assert response.headers["Content-Length"] == "0"
    assert "Content-Length" not in sent(response)[0]


def test_reset() -> None:
    """The content of a 205 is sent."""
    headers, content = sent(wrappers.Response(b"abc", 205))
    assert (headers["Content-Length"], content) == ("3", b"abc")


def test_description() -> None:
    """Without a description, and with None, it is that of the class."""
    assert exceptions.NotFound(None).description == exceptions.NotFound.description


@pytest.mark.parametrize(
    ("url", "location"),
    [("HTTP://H/", "http://h/"), ("?", ""), ("//h#", "//h"), ("/a\tb", "/ab"), (" ", "")],
)
def test_location(url: str, location: str) -> None:
    """Location is not what was given: some is equivalent (RFC 3986 §6.2.2.1), some is lost."""
    assert sent(utils.redirect(url))[0]["Location"] == location


def test_reference() -> None:
    """What is no URI-reference, for a stray %, is sent as it is."""
    assert sent(utils.redirect("/%zz"))[0]["Location"] == "/%zz"


def test_not_found(tmp_path: Path) -> None:
    """send_file raises what the operating system says; send_from_directory raises NotFound."""
    with pytest.raises(FileNotFoundError):
        utils.send_file(tmp_path / "missing", ENVIRON)
    with pytest.raises(exceptions.NotFound):
        utils.send_from_directory(tmp_path, "missing", ENVIRON)


def test_compressed(tmp_path: Path) -> None:
    """A gzipped tar archive, sent as an attachment, is labelled as what is inside it."""
    (tmp_path / "a.tar.gz").write_bytes(b"")
    with utils.send_file(tmp_path / "a.tar.gz", ENVIRON, as_attachment=True) as response:
        assert response.mimetype == "application/x-tar"
        assert "Content-Encoding" not in response.headers
    with utils.send_file(tmp_path / "a.tar.gz", ENVIRON) as response:
        assert response.headers["Content-Encoding"] == "gzip"


def test_file_names(tmp_path: Path) -> None:
    """A file whose name has a line break in it cannot be sent under that name."""
    (tmp_path / "a\nb.txt").write_bytes(b"")
    with pytest.raises(ValueError, match="newline"):
        utils.send_file(tmp_path / "a\nb.txt", ENVIRON, as_attachment=True)


def test_links(tmp_path: Path) -> None:
    """A path with a .. after a link to a folder is not the one that the operating system opens."""
    (tmp_path / "real" / "inner").mkdir(parents=True)
    (tmp_path / "real" / "a.txt").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "inner")
    path = f"{tmp_path}/link/../a.txt"
    assert Path(path).read_bytes() == b"abc"
    with pytest.raises(FileNotFoundError):
        utils.send_file(path, ENVIRON)


def test_inline(tmp_path: Path) -> None:
    """What is no attachment has a Content-Disposition of type inline."""
    (tmp_path / "a.txt").write_bytes(b"")
    with utils.send_file(tmp_path / "a.txt", ENVIRON) as response:
        assert response.headers["Content-Disposition"] == "inline; filename=a.txt"


def test_opened(tmp_path: Path) -> None:
    """The file is open as soon as there is a response, until that is closed."""
    (tmp_path / "a.txt").write_bytes(b"")
    with utils.send_file(tmp_path / "a.txt", ENVIRON) as response:
        file = response.response.file
        assert not file.closed
    assert file.closed

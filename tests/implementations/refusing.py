"""An HTTP response API that refuses whatever its specification allows it to refuse.

Every open point is decided for an exception, and no bad input is stripped, converted or dropped.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import io
import ipaddress
import json
import mimetypes
import os
import re
import stat
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from http import HTTPStatus
from types import MemberDescriptorType
from typing import Any, NoReturn, Protocol

__all__ = [
    "Abort",
    "FileResponse",
    "Headers",
    "Response",
    "abort",
    "jsonify",
    "redirect",
    "responsify",
    "static",
]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
_MISSING: Any = object()

# The phrases these codes were first registered with.
_FIRST_PHRASES = {
    413: "Request Entity Too Large",
    414: "Request-URI Too Long",
    416: "Requested Range Not Satisfiable",
    422: "Unprocessable Entity",
}


class _Keyed(Protocol):
    def keys(self) -> Iterable[str]: ...

    def __getitem__(self, key: str, /) -> str: ...


_Source = _Keyed | Iterable[tuple[str, str]]
_Path = str | os.PathLike[str] | os.PathLike[bytes]


def _name(name: object) -> str:
    """Give the normalised field name, or refuse it."""
    if not isinstance(name, str):
        raise TypeError(f"a header's name is a str, not {type(name).__name__}")
    plain = str.__str__(name)
    if not _TOKEN.fullmatch(plain):
        raise ValueError(f"not a header's name: {plain!r}")
    return plain.lower()


def _value(value: object) -> str:
    """Give the field value as a plain str, or refuse it."""
    if not isinstance(value, str):
        raise TypeError(f"a header's value is a str, not {type(value).__name__}")
    plain = str.__str__(value)
    if not _VALUE.fullmatch(plain):
        raise ValueError(f"not a header's value: {plain!r}")
    return plain


class Headers:
    """A multi-valued dict of header fields; len() and iteration count every pair."""

    def __init__(self, x: _Source = ()) -> None:
        self._values: dict[str, list[str]] = {}
        self.update(x)

    @staticmethod
    def _pairs(x: Any) -> list[tuple[str, str]]:
        """Read, check and normalise all pairs of x before anything is changed."""
        pairs: Iterable[Any]
        if isinstance(x, Headers):
            pairs = x.items()
        elif hasattr(x, "keys"):
            pairs = dict(x).items()
        else:
            pairs = x
        return [(_name(name), _value(value)) for name, value in pairs]

    def __getitem__(self, k: str) -> str:
        return self._values[_name(k)][0]

    def __setitem__(self, k: str, v: str) -> None:
        self._values[_name(k)] = [_value(v)]

    def __delitem__(self, k: str) -> None:
        del self._values[_name(k)]

    def __contains__(self, k: object) -> bool:
        return _name(k) in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return sum(map(len, self._values.values()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return list(self.items()) == list(other.items())

    def __repr__(self) -> str:
        return f"Headers({list(self.items())!r})"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("Headers are neither copied by the copy module nor pickled: use copy()")

    def copy(self) -> Headers:
        return Headers(self)

    def keys(self) -> list[str]:
        return [name for name, _ in self.items()]

    def values(self) -> Iterator[str]:
        return iter([value for _, value in self.items()])

    def items(self) -> Iterator[tuple[str, str]]:
        return iter([(name, value) for name, values in self._values.items() for value in values])

    def get(self, k: str, default: Any = None) -> Any:
        return self._values.get(_name(k), [default])[0]

    def getall(self, k: str) -> list[str]:
        return list(self._values.get(_name(k), ()))

    def pop(self, k: str, default: Any = _MISSING) -> Any:
        name = _name(k)
        if name not in self._values:
            if default is _MISSING:
                raise KeyError(k)
            return default
        value = self._values[name].pop(0)
        if not self._values[name]:
            del self._values[name]
        return value

    def popall(self, k: str) -> list[str]:
        return self._values.pop(_name(k), [])

    def add(self, k: str, v: str) -> None:
        self.update([(k, v)])

    def update(self, x: _Source) -> None:
        for name, value in self._pairs(x):
            self._values.setdefault(name, []).append(value)

    def replace(self, x: _Source) -> None:
        fresh: dict[str, list[str]] = {}
        for name, value in self._pairs(x):
            fresh.setdefault(name, []).append(value)
        self._values.update(fresh)

    def setdefault(self, k: str, v: str) -> str:
        if k not in self:
            self[k] = v
        return self[k]


def _code(code: object) -> int:
    """Give the status code as a plain int, or refuse it."""
    if not isinstance(code, int) or isinstance(code, bool):
        raise TypeError(f"a status code is an int, not {type(code).__name__}")
    plain = int.__int__(code)
    if not 100 <= plain <= 599:
        raise ValueError(f"not a status code: {plain}")
    return plain


def _phrase(code: int) -> str:
    try:
        return _FIRST_PHRASES.get(code) or HTTPStatus(code).phrase
    except ValueError:
        return ""


def _unframed(code: int) -> bool:
    """Tell whether the code forbids Content-Length and Transfer-Encoding."""
    return code < 200 or code == 204


def _bodiless(code: int) -> bool:
    """Tell whether the code forbids content."""
    return _unframed(code) or code in (205, 304)


def _check_framing(code: int, headers: Headers) -> None:
    """Refuse framing fields that contradict each other or the code."""
    framing = [name for name in ("content-length", "transfer-encoding") if name in headers]
    if len(framing) == 2:
        raise ValueError("Content-Length and Transfer-Encoding exclude each other")
    if framing and _unframed(code):
        raise ValueError(f"a response {code} has no {framing[0]}")


class Response:
    """A status code, headers, and content as a list of chunks."""

    code: int
    headers: Headers
    data: list[bytes]

    def __init__(self, code: int, headers: _Source, data: bytes) -> None:
        code = _code(code)
        if not isinstance(data, bytes):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        if data and _bodiless(code):
            raise ValueError(f"a response {code} has no content")
        # A subclass may make data a property of its own: it is no affair of this assignment.
        vars(self)["data"] = [b"".join((data,))] if data else []
        self._set_head(code, headers)

    def _set_head(self, code: int, headers: _Source) -> None:
        self.code = code
        given = Headers(headers)
        _check_framing(code, given)
        merged = Headers(self.defheaders)
        merged.replace(given)
        if "transfer-encoding" in merged and "content-length" not in given:
            merged.popall("content-length")
        _check_framing(code, merged)
        self.headers = merged

    def _octets(self) -> int:
        return sum(map(len, vars(self)["data"]))

    @property
    def description(self) -> str:
        return _phrase(self.code)

    @property
    def defheaders(self) -> Headers:
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        if not _unframed(self.code) and self.code != 304:
            headers["Content-Length"] = str(self._octets())
        return headers

    async def communicate(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Called once after the response was sent; a subclass may speak another protocol."""


def _open(path: str | bytes) -> io.FileIO:
    """Open a file for reading, without waiting for anyone at the other end of a FIFO."""

    def opener(name: Any, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    return io.FileIO(path, "rb", opener=opener)


def _readable_size(path: str | bytes) -> int:
    """Give the size of a readable regular file; anything else is not found."""
    with contextlib.suppress(OSError, ValueError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            _open(path).close()
            return status.st_size
    raise Abort(404)


class FileResponse(Response):
    """A response whose content is a file, read piece by piece while it is sent."""

    def __init__(self, code: int, path: _Path, headers: _Source, bufsize: int = 65536) -> None:
        code = _code(code)
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"a path is a str or an os.PathLike, not {type(path).__name__}")
        if not isinstance(bufsize, int):
            raise TypeError(f"bufsize is an int, not {type(bufsize).__name__}")
        if bufsize < 1:
            raise ValueError(f"bufsize is at least 1, not {bufsize}")
        self.path = path
        self.bufsize = bufsize
        self._file: str | bytes = os.fspath(path)
        self._size = _readable_size(self._file)
        if self._size and _bodiless(code):
            raise ValueError(f"a response {code} has no content")
        self._set_head(code, headers)

    def _octets(self) -> int:
        return self._size

    @property
    def data(self) -> Iterator[bytes]:  # type: ignore[override]
        return self._chunks()

    def _chunks(self) -> Iterator[bytes]:
        left = self._size
        if not left:
            return
        with _open(self._file) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("the file is no longer a regular file")
            while left:
                chunk = file.read(min(self.bufsize, left))
                if not chunk:
                    raise OSError(f"the file is {left} octets shorter than it was")
                left -= len(chunk)
                yield chunk


class Abort(Exception):
    """A response other than the expected one, raised."""

    def __init__(self, code: int, description: str = "", headers: _Source = ()) -> None:
        self.code = _code(code)
        if not isinstance(description, str):
            raise TypeError(f"a description is a str, not {type(description).__name__}")
        self.description = str.__str__(description)
        self.description.encode("utf-8")
        self.headers = Headers(headers)
        _check_framing(self.code, self.headers)
        super().__init__(self.description)

    @property
    def name(self) -> str:
        return _phrase(self.code)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an Abort is neither copied nor pickled")


def abort(code: int, info: str = "", headers: _Source = ()) -> NoReturn:
    """Raise the Abort with these values."""
    raise Abort(code, info, headers)


# RFC 3986: appendix B splits every text into five parts, then each part has its own characters.
_CHAR = r"[A-Za-z0-9\-._~!$&'()*+,;={}]|%[0-9A-Fa-f]{{2}}"
_SPLIT = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.S)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_AUTHORITY = re.compile(
    rf"(?:(?:{_CHAR.format(':')})*@)?(?:\[([^\]]*)\]|(?:{_CHAR.format('')})*)(?::[0-9]*)?"
)
_FUTURE = re.compile(r"[Vv][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+")
_PATH = re.compile(rf"(?:{_CHAR.format(':@/')})*")
_QUERY = re.compile(rf"(?:{_CHAR.format(':@/?')})*")


def _is_authority(text: str) -> bool:
    match = _AUTHORITY.fullmatch(text)
    if not match:
        return False
    literal = match[1]
    if literal is None or _FUTURE.fullmatch(literal):
        return True
    try:
        ipaddress.IPv6Address(literal)
    except ValueError:
        return False
    return "%" not in literal


def _is_reference(text: str) -> bool:
    """Tell whether the text is a URI-reference (RFC 3986 section 4.1)."""
    match = _SPLIT.fullmatch(text)
    if not match:
        return False
    scheme, authority, path, query, fragment = match.groups()
    return bool(
        (scheme is None or _SCHEME.fullmatch(scheme))
        and (authority is None or _is_authority(authority))
        and _PATH.fullmatch(path)
        and (scheme is not None or authority is not None or not path.startswith(":"))
        and (query is None or _QUERY.fullmatch(query))
        and (fragment is None or _QUERY.fullmatch(fragment))
    )


def redirect(path: str, info: str = "", code: int = 302, headers: _Source = ()) -> NoReturn:
    """Raise the Abort that sends the client to another place."""
    if not isinstance(path, str):
        raise TypeError(f"a redirection's path is a str, not {type(path).__name__}")
    if not _is_reference(str.__str__(path)):
        raise ValueError(f"not a URI-reference: {path!r}")
    merged = Headers(headers)
    merged["Location"] = path
    raise Abort(code, info, merged)


def static(path: _Path, attachment: bool = True, headers: _Source = ()) -> FileResponse:
    """Give the response that serves a file under the type its name tells."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"a path is a str or an os.PathLike, not {type(path).__name__}")
    given = Headers(headers)
    # The leading "./" keeps a colon in the file's name from being read as a URL's.
    media, coding = mimetypes.guess_type("./" + os.path.basename(os.fsdecode(path)))
    if not media or (coding and given.get("content-encoding") != coding):
        media = "application/octet-stream"
    merged = Headers({"Content-Type": media})
    if attachment:
        merged["Content-Disposition"] = "attachment"
    merged.replace(given)
    return FileResponse(200, path, merged)


def jsonify(smth: Any) -> Response:
    """Give the response that carries something as JSON."""
    text = json.dumps(smth, allow_nan=False)
    return Response(200, {"Content-Type": "application/json"}, text.encode("utf-8"))


def _close(held: object) -> None:
    """Close every coroutine in something that was refused, however deep it sits."""
    waiting = [held]
    seen: dict[int, object] = {}
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen[id(item)] = item
        if isinstance(item, Coroutine):
            with contextlib.suppress(Exception):
                item.close()
        elif isinstance(item, Mapping):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, (tuple, list, set, frozenset)):
            waiting += item


def _layer(smth: tuple[Any, ...]) -> tuple[int, Headers]:
    """Give the code and the headers of a tuple, or refuse it."""
    if len(smth) < 2:
        raise ValueError("a tuple for a response is (code, *headers, something)")
    code, headers = _code(smth[0]), Headers()
    for pair in smth[1:-1]:
        if type(pair) is not tuple:
            raise TypeError(f"a header is a (name, value) tuple, not {type(pair).__name__}")
        headers.update([pair])
    _check_framing(code, headers)
    return code, headers


def _copied(inner: Response) -> Response:
    """Copy a response with all its attributes, in slots or not, without running its class."""
    copied: Response = object.__new__(type(inner))
    vars(copied).update(vars(inner))
    if isinstance(vars(inner).get("data"), list):
        vars(copied)["data"] = list(vars(inner)["data"])
    for cls in type(inner).__mro__:
        for member in vars(cls).values():
            if isinstance(member, MemberDescriptorType):
                with contextlib.suppress(AttributeError):
                    member.__set__(copied, member.__get__(inner))
    return copied


def _has_content(response: Response) -> bool:
    if isinstance(response, FileResponse) and type(response).data is FileResponse.data:
        return bool(response._octets())
    return any(response.data)


def _wrapped(inner: Response, code: int, given: Headers) -> Response:
    """Give the response that a tuple with this code and these headers makes of an inner one."""
    headers = Headers(inner.headers)
    headers.replace(given)
    if "transfer-encoding" in headers and "content-length" not in given:
        headers.popall("content-length")
    if code != inner.code and (_bodiless(code) or _bodiless(inner.code)):
        if _has_content(inner):
            raise ValueError(f"a response {inner.code} with content cannot become a {code}")
        if "content-length" not in given and "transfer-encoding" not in headers:
            # What was right for the inner code may be missing, wrong or forbidden now.
            if not _unframed(code) and code != 304:
                headers["Content-Length"] = "0"
            elif _unframed(code) or headers.get("content-length") == "0":
                headers.popall("content-length")
    _check_framing(code, headers)
    response = _copied(inner)
    object.__setattr__(response, "code", code)
    object.__setattr__(response, "headers", headers)
    return response


async def responsify(smth: Any) -> Response:
    """Make a response of anything that a handler may return."""
    layers: list[tuple[int, Headers]] = []
    while not isinstance(smth, Response):
        if isinstance(smth, str):
            smth = Response(200, (), str.__str__(smth).encode("utf-8"))
        elif isinstance(smth, bytes):
            smth = Response(200, {"Content-Type": "text/html"}, smth)
        elif type(smth) is tuple:
            try:
                layers.append(_layer(smth))
            except (TypeError, ValueError):
                _close(smth)
                raise
            smth = smth[-1]
        elif inspect.isawaitable(smth):
            smth = await smth
        else:
            _close(smth)
            raise TypeError(f"cannot make a response of {type(smth).__name__}")
    response: Response = smth
    for code, headers in reversed(layers):
        response = _wrapped(response, code, headers)
    return response

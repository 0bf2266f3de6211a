"""An implementation of the response API composed of classes of the standard library: `Headers` is a
`MutableMapping` over lists, an `Abort` holds a `Response`; line breaks, wide characters, NaN and
content where there can be none are refused."""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import inspect
import ipaddress
import json
import mimetypes
import os
import re
import stat
import types
import urllib.parse
from collections.abc import (
    Coroutine,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    ValuesView,
)
from http import HTTPStatus
from typing import IO, Any, NoReturn

__all__ = [
    "Abort",
    "FileResponse",
    "Headers",
    "Response",
    "abort",
    "jsonify",
    "redirect",
    "responsify",
    "send",
    "static",
]

_MISSING: Any = object()
_TCHAR = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


# --- Headers ---------------------------------------------------------------------------------


def _normal(name: Any) -> str:
    """A field name in lower case; refuses what is no token."""
    if not isinstance(name, str):
        raise TypeError(f"header names are str, not {type(name).__name__}")
    plain = str.__str__(name)
    if not plain or not _TCHAR.issuperset(plain):
        raise ValueError(f"not a token: {plain!r}")
    return plain.lower()


def _checked(value: Any) -> str:
    """A field value without outer whitespace; refuses what cannot be sent as it is."""
    if not isinstance(value, str):
        raise TypeError(f"header values are str, not {type(value).__name__}")
    plain = str.__str__(value)
    for char in plain:
        if char != "\t" and (char < " " or char == "\x7f"):
            raise ValueError(f"control character in a header value: {plain!r}")
    plain.encode("latin-1")
    return plain.strip(" \t")


class _Pairs(ItemsView[str, str]):
    _mapping: Headers

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._mapping._pairs())

    def __contains__(self, item: object) -> bool:
        return item in self._mapping._pairs()

    def __repr__(self) -> str:
        return f"items({self._mapping._pairs()!r})"


class _Values(ValuesView[str]):
    _mapping: Headers

    def __iter__(self) -> Iterator[str]:
        return iter([value for _, value in self._mapping._pairs()])

    def __contains__(self, value: object) -> bool:
        return any(value == other for _, other in self._mapping._pairs())


class Headers(MutableMapping[str, str]):
    """Field lines by name. As in `email.message`, iteration gives a name once for each value."""

    def __init__(self, headers: Any = ()) -> None:
        self._lists: dict[str, list[str]] = {}
        self._since: dict[str, int] = {}
        self._counter = 0
        self.update(headers)

    @staticmethod
    def _read(source: Any) -> list[tuple[str, str]]:
        """All pairs of anything that dict() takes, checked before any of them is stored."""
        if isinstance(source, Headers):
            return source._pairs()
        raw: list[tuple[Any, Any]] = []
        if hasattr(source, "keys"):
            keys = source.keys()
            raw.extend((key, source[key]) for key in keys)
        else:
            for item in source:
                name, value = item
                raw.append((name, value))
        return [(_normal(name), _checked(value)) for name, value in raw]

    def _pairs(self) -> list[tuple[str, str]]:
        names = sorted(self._lists, key=self._since.__getitem__)
        return [(name, value) for name in names for value in self._lists[name]]

    def _find(self, name: Any) -> list[str]:
        try:
            return self._lists.get(_normal(name), [])
        except (TypeError, ValueError):
            return []

    def _forget(self, name: str) -> None:
        self._lists.pop(name, None)
        self._since.pop(name, None)

    def _append(self, name: str, value: str) -> None:
        if name not in self._lists:
            self._counter += 1
            self._since[name] = self._counter
            self._lists[name] = []
        self._lists[name].append(value)

    def __getitem__(self, k: str) -> str:
        values = self._find(k)
        if not values:
            raise KeyError(k)
        return values[0]

    def __setitem__(self, k: str, v: str) -> None:
        name, value = _normal(k), _checked(v)
        self._forget(name)
        self._append(name, value)

    def __delitem__(self, k: str) -> None:
        if not self.popall(k):
            raise KeyError(k)

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._pairs()])

    def __len__(self) -> int:
        return sum(map(len, self._lists.values()))

    def __contains__(self, k: object) -> bool:
        return bool(self._find(k))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return self._pairs() == other._pairs()

    def __repr__(self) -> str:
        return f"Headers({self._pairs()!r})"

    def __copy__(self) -> Headers:
        twin = type(self).__new__(type(self))
        twin.__dict__ = {
            **self.__dict__,
            "_lists": {name: values[:] for name, values in self._lists.items()},
            "_since": dict(self._since),
        }
        return twin

    def copy(self) -> Headers:
        return self.__copy__()

    def items(self) -> ItemsView[str, str]:
        return _Pairs(self)

    def values(self) -> ValuesView[str]:
        return _Values(self)

    def get(self, k: str, default: Any = None) -> Any:
        values = self._find(k)
        return values[0] if values else default

    def getall(self, k: str) -> list[str]:
        return self._find(k)[:]

    def pop(self, k: str, default: Any = _MISSING) -> Any:
        values = self._find(k)
        if not values:
            if default is _MISSING:
                raise KeyError(k)
            return default
        value = values.pop(0)
        if not values:
            self._forget(_normal(k))
        return value

    def popall(self, k: str) -> list[str]:
        values = self._find(k)
        if values:
            self._forget(_normal(k))
        return values

    def popitem(self) -> tuple[str, str]:
        for name in self:
            return name, self.pop(name)
        raise KeyError("no headers are left")

    def add(self, k: str, v: str) -> None:
        self._append(_normal(k), _checked(v))

    def setdefault(self, k: str, v: str = "") -> str:
        name = _normal(k)
        if name not in self._lists:
            self._append(name, _checked(v))
        return self._lists[name][0]

    def update(self, x: Any = ()) -> None:  # type: ignore[override]
        for name, value in self._read(x):
            self._append(name, value)

    def replace(self, x: Any) -> None:
        pairs = self._read(x)
        for name, _ in pairs:
            self._forget(name)
        for name, value in pairs:
            self._append(name, value)


# --- Response --------------------------------------------------------------------------------

_NO_CONTENT = (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED)


def _checked_code(code: Any) -> int:
    if not isinstance(code, int) or isinstance(code, bool):
        raise TypeError(f"status codes are int, not {type(code).__name__}")
    number = int.__index__(code)
    if number not in range(100, 600):
        raise ValueError(f"no such status code: {number}")
    return number


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Unassigned"


def _has_content(code: int) -> bool:
    return code >= HTTPStatus.OK and code not in _NO_CONTENT


def _has_framing(code: int) -> bool:
    """Whether Content-Length and Transfer-Encoding mean anything with this code."""
    return code >= HTTPStatus.OK and code != HTTPStatus.NO_CONTENT


def _reframe(headers: Headers, code: int) -> None:
    """Leaves at most one of the two headers that say where the message ends."""
    if not _has_framing(code):
        headers.popall("Transfer-Encoding")
    if not _has_framing(code) or "Transfer-Encoding" in headers:
        headers.popall("Content-Length")


def _refuse_two_framings(given: Headers) -> None:
    if "Transfer-Encoding" in given and "Content-Length" in given:
        raise ValueError("Transfer-Encoding and Content-Length exclude each other")


class Response:
    def __init__(self, code: int, headers: Any, data: bytes) -> None:
        self.code = code
        if not isinstance(data, bytes):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        if data and not _has_content(self.code):
            raise ValueError(f"a {self.code} response has no content")
        self._chunks: Iterable[bytes] = [b"".join([data])] if data else []
        self._merge(headers)

    def _merge(self, headers: Any) -> None:
        given = Headers(headers)
        _refuse_two_framings(given)
        self.headers = Headers(self.defheaders)
        self.headers.replace(given)
        _reframe(self.headers, self.code)

    @property
    def code(self) -> int:
        return self._code

    @code.setter
    def code(self, code: int) -> None:
        self._code = _checked_code(code)

    @property
    def description(self) -> str:
        named = self.__dict__.get("_named")
        return _phrase(self.code) if named is None else str(named)

    @description.setter
    def description(self, phrase: str) -> None:
        self._named = phrase

    @property
    def data(self) -> Iterable[bytes]:
        return self._chunks

    @data.setter
    def data(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    @property
    def defheaders(self) -> Any:
        headers = Headers([("Content-Type", "text/html; charset=utf-8")])
        if _has_framing(self.code) and self.code != HTTPStatus.NOT_MODIFIED:
            length = self._length()
            if length is not None:
                headers["Content-Length"] = str(length)
        return headers

    def _length(self) -> int | None:
        return sum(map(len, self._chunks)) if isinstance(self._chunks, list) else None

    def _may_carry(self, code: int) -> bool:
        """Whether the response can go out with this code as well."""
        if type(self).data is not Response.data:
            return _has_content(code) or not _has_content(self.code)
        return _has_content(code) or self._length() == 0

    def _lose_content(self) -> None:
        """Called when the code has become one without content."""

    async def communicate(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        return None


# --- FileResponse ----------------------------------------------------------------------------


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _open_file(path: Any) -> IO[bytes]:
    file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115
    try:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        raise OSError(f"{path!r} is not a regular file")
    except BaseException:
        file.close()
        raise


class _FileChunks:
    """The first `length` octets of a file, in pieces. The file is opened for the first of them."""

    _file: IO[bytes] | None = None

    def __init__(self, path: Any, length: int, bufsize: int) -> None:
        self._path = path
        self._left = length
        self._bufsize = bufsize

    def __iter__(self) -> _FileChunks:
        return self

    def __next__(self) -> bytes:
        try:
            if not self._left:
                raise StopIteration
            if self._file is None:
                self._file = _open_file(self._path)
            chunk = self._file.read(min(self._left, self._bufsize))
            if not chunk:
                raise EOFError(f"{self._path!r} lost its last {self._left} octets")
        except BaseException:
            self.close()
            raise
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._left = 0
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def __del__(self) -> None:
        self.close()


class FileResponse(Response):
    def __init__(self, code: int, path: Any, headers: Any, bufsize: int = 65536) -> None:
        self.code = code
        self.path = path
        self._name: str | bytes = os.fspath(path)
        if not isinstance(bufsize, int) or isinstance(bufsize, bool):
            raise TypeError(f"bufsize is an int, not {type(bufsize).__name__}")
        if bufsize < 1:
            raise ValueError("bufsize is at least 1")
        self.bufsize = bufsize
        self._chunks = []
        self._empty = not _has_content(self.code)
        try:
            status = os.stat(self._name)
            readable = stat.S_ISREG(status.st_mode)
            if readable:
                _open_file(self._name).close()
        except (OSError, ValueError):
            readable = False
        if not readable:
            raise Abort(HTTPStatus.NOT_FOUND)
        self._size = status.st_size
        self._merge(headers)

    @property  # type: ignore[misc]
    def data(self) -> Iterator[bytes]:  # type: ignore[override]
        sent = 0 if self._empty or not _has_content(self.code) else self._size
        return _FileChunks(self._name, sent, self.bufsize)

    def _length(self) -> int:
        return 0 if self._empty else self._size

    def _may_carry(self, code: int) -> bool:
        if type(self).data is not FileResponse.data:
            return _has_content(code) or not _has_content(self.code)
        return not (self._empty and self._size and _has_content(code))

    def _lose_content(self) -> None:
        self._empty = True


# --- Abort -----------------------------------------------------------------------------------


class _Sketch(Response):
    """What an Abort knows of its response: a code and headers, no defaults."""

    @property
    def defheaders(self) -> Any:
        return ()


class Abort(Exception):
    def __init__(self, code: int, description: str = "", headers: Any = ()) -> None:
        if not isinstance(description, str):
            raise TypeError(f"descriptions are str, not {type(description).__name__}")
        self.description = str.__str__(description)
        self._response = _Sketch(code, headers, b"")
        super().__init__(self.description)

    @property
    def code(self) -> int:
        return self._response.code

    @property
    def name(self) -> str:
        return self._response.description

    @property
    def headers(self) -> Headers:
        return self._response.headers

    def __reduce__(self) -> tuple[Any, ...]:
        rest = {k: v for k, v in self.__dict__.items() if k not in ("description", "_response")}
        return type(self), (self.code, self.description, list(self.headers.items())), rest

    def _rendered(self) -> Response:
        content = self.description.encode("utf-8")
        return Response(self.code, self.headers, content if _has_content(self.code) else b"")


def abort(code: int, info: str = "", headers: Any = ()) -> NoReturn:
    raise Abort(code, info, headers)


# A URI-reference after RFC 3986: its parts as in appendix B, then the characters of each.
_URI_PARTS = re.compile(
    r"(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_USER = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*")
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_FUTURE = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+")
_PORT = re.compile(r"(?::[0-9]*)?")


def _is_ip_literal(text: str) -> bool:
    if _FUTURE.fullmatch(text):
        return True
    try:
        return "%" not in text and bool(ipaddress.IPv6Address(text))
    except ValueError:
        return False


def _is_authority(text: str) -> bool:
    user, _, place = text.rpartition("@")
    if not _USER.fullmatch(user):
        return False
    if place.startswith("["):
        literal, closed, port = place[1:].partition("]")
        return bool(closed and _is_ip_literal(literal) and _PORT.fullmatch(port))
    host, colon, port = place.partition(":")
    return bool(_HOST.fullmatch(host) and _PORT.fullmatch(colon + port))


def _is_uri_reference(text: str) -> bool:
    found = _URI_PARTS.fullmatch(text)
    if found is None:
        return False
    scheme, authority, path, query, fragment = found.group(
        "scheme", "authority", "path", "query", "fragment"
    )
    if scheme is None and authority is None and ":" in path.partition("/")[0]:
        return False
    return bool(
        (scheme is None or _SCHEME.fullmatch(scheme))
        and (authority is None or _is_authority(authority))
        and _PATH.fullmatch(path)
        and _QUERY.fullmatch(query or "")
        and _QUERY.fullmatch(fragment or "")
    )


def _location(path: str) -> str:
    if not isinstance(path, str):
        raise TypeError(f"path is a str, not {type(path).__name__}")
    plain = str.__str__(path)
    if _is_uri_reference(plain):
        return plain
    quoted = urllib.parse.quote(plain, safe="/:?#@!$&'()*+,;=~")
    if not _is_uri_reference(quoted):
        raise ValueError(f"not a URI-reference: {plain!r}")
    return quoted


def redirect(path: str, info: str = "", code: int = 302, headers: Any = ()) -> NoReturn:
    target = Headers(headers)
    target["Location"] = _location(path)
    abort(code, info, target)


# --- static, jsonify -------------------------------------------------------------------------


def _content_type(name: str, given: Headers) -> dict[str, str]:
    """By the name of the file. Compressed content is named as such, unless the caller names it."""
    kind, coding = mimetypes.guess_type("./" + name)
    named = [value.lower() for value in given.getall("Content-Encoding")]
    if kind is not None and (coding is None or named == [coding]):
        return {"Content-Type": kind}
    if kind is None or coding != "gzip":
        return {"Content-Type": "application/octet-stream"}
    if "Content-Type" in given or "Content-Encoding" in given:
        return {"Content-Type": "application/gzip"}
    return {"Content-Type": kind, "Content-Encoding": coding}


def _content_disposition(name: str) -> str:
    name = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in name)
    fallback = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in name)
    value = f'attachment; filename="{fallback}"'
    if fallback != name:
        value += "; filename*=" + email.utils.encode_rfc2231(name, "UTF-8")
    return value


def static(path: Any, attachment: bool = True, headers: Any = ()) -> FileResponse:
    name = os.path.basename(os.fsdecode(path))
    given = Headers(headers)
    merged = Headers(_content_type(name, given))
    if attachment:
        merged["Content-Disposition"] = _content_disposition(name)
    merged.replace(given)
    return FileResponse(HTTPStatus.OK, path, merged)


_JSON = json.JSONEncoder(allow_nan=False)


def jsonify(smth: Any) -> Response:
    return Response(
        HTTPStatus.OK, {"Content-Type": "application/json"}, _JSON.encode(smth).encode()
    )


# --- responsify ------------------------------------------------------------------------------


def _close_coroutines(refused: Any) -> None:
    """Closes the coroutines, not yet begun, that something refused holds."""
    known: dict[int, Any] = {}
    waiting = [refused]
    while waiting:
        thing = waiting.pop()
        if id(thing) in known:
            continue
        known[id(thing)] = thing
        if inspect.iscoroutine(thing):
            if inspect.getcoroutinestate(thing) == inspect.CORO_CREATED:
                thing.close()
        elif isinstance(thing, Coroutine):
            thing.close()
        elif isinstance(thing, Mapping):
            waiting.extend(thing.keys())
            waiting.extend(thing.values())
        elif isinstance(thing, (tuple, list, set, frozenset)):
            waiting.extend(thing)


def _tuple_parts(parts: tuple[Any, ...]) -> tuple[int, Headers, Any]:
    if hasattr(parts, "_fields"):
        raise TypeError("a plain tuple is wanted, not a named one")
    if len(parts) < 2:
        raise ValueError("a tuple has a code, any number of headers, and something to send")
    code, *pairs, something = parts
    for pair in pairs:
        if not isinstance(pair, tuple):
            raise TypeError(f"headers in a tuple are tuples, not {type(pair).__name__}")
    headers = Headers(pairs)
    _refuse_two_framings(headers)
    return _checked_code(code), headers, something


def _replica(response: Response) -> Response:
    """A second object of the same class with the same attributes, made past its constructor."""
    replica: Response = object.__new__(type(response))
    replica.__dict__.update(response.__dict__)
    for base in type(response).__mro__:
        for slot in vars(base).values():
            if isinstance(slot, types.MemberDescriptorType):
                with contextlib.suppress(AttributeError):
                    slot.__set__(replica, slot.__get__(response))
    return replica


def _nature(code: int) -> tuple[bool, bool, bool]:
    return _has_framing(code), _has_content(code), code == HTTPStatus.NOT_MODIFIED


def _reheaded(inner: Response, code: int, given: Headers) -> Response:
    if not inner._may_carry(code):
        raise ValueError(f"the content and the code {code} do not go together")
    replica = _replica(inner)
    replica.__dict__.update(_code=code, headers=Headers(inner.headers))
    if not _has_content(code):
        replica._lose_content()
    if _nature(inner.code) != _nature(code):
        default = Headers(inner.defheaders).getall("Content-Length")
        length = replica.headers.getall("Content-Length")
        if length == default or (not length and not _has_content(inner.code)):
            replica.headers.popall("Content-Length")
            if code == HTTPStatus.RESET_CONTENT:
                replica.headers["Content-Length"] = "0"
            elif _has_content(code):
                for value in Headers(replica.defheaders).getall("Content-Length"):
                    replica.headers.add("Content-Length", value)
    replica.headers.replace(given)
    _reframe(replica.headers, code)
    return replica


async def responsify(smth: Any) -> Response:
    if isinstance(smth, Response):
        return smth
    if isinstance(smth, str):
        return Response(HTTPStatus.OK, (), str.encode(smth, "utf-8"))
    if isinstance(smth, bytes):
        return Response(HTTPStatus.OK, [("Content-Type", "text/html")], smth)
    if isinstance(smth, tuple):
        try:
            code, headers, something = _tuple_parts(smth)
        except BaseException:
            _close_coroutines(smth)
            raise
        return _reheaded(await responsify(something), code, headers)
    if inspect.isawaitable(smth):
        return await responsify(await smth)
    _close_coroutines(smth)
    raise TypeError(f"{type(smth).__name__} is nothing that can be sent")


# --- Sending ---------------------------------------------------------------------------------


class _Sender:
    """Writes one response; everything that can be refused is refused by the constructor."""

    def __init__(self, response: Response, writer: asyncio.StreamWriter, method: str) -> None:
        self._response = response
        self._writer = writer
        code = _checked_code(response.code)
        headers = Headers(response.headers)
        if "Transfer-Encoding" in headers:
            headers.popall("Content-Length")
        codings = ",".join(headers.getall("Transfer-Encoding")).lower()
        self._chunked = codings.rstrip(" \t,").rpartition(",")[2].strip(" \t") == "chunked"
        self._silent = method == "HEAD" or (
            not _has_content(code) and code != HTTPStatus.RESET_CONTENT
        )
        self._empty = code == HTTPStatus.RESET_CONTENT
        self.final = code >= HTTPStatus.OK or code == HTTPStatus.SWITCHING_PROTOCOLS
        reason = response.description
        if any(c != "\t" and (c < " " or c == "\x7f") for c in reason):
            raise ValueError(f"not a reason phrase: {reason!r}")
        lines = [f"HTTP/1.1 {code:d} {reason}"]
        lines.extend(f"{name}: {value}" for name, value in headers.items())
        self._head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    async def run(self) -> None:
        self._writer.write(self._head)
        if not self._silent:
            if not self._empty:
                await self._write_content()
            if self._chunked:
                self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    async def _write_content(self) -> None:
        data = self._response.data
        with contextlib.ExitStack() as stack:
            if hasattr(data, "close"):
                stack.callback(data.close)
            for chunk in data:
                if not self._chunked:
                    self._writer.write(chunk)
                elif chunk:
                    self._writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
                await self._writer.drain()


async def send(
    response: Response | Abort,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: str = "GET",
) -> None:
    if isinstance(response, Abort):
        response = response._rendered()
    if not isinstance(response, Response):
        raise TypeError(f"{type(response).__name__} is no response")
    sender = _Sender(response, writer, method)
    await sender.run()
    if sender.final:
        await response.communicate(reader, writer)

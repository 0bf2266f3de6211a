"""An HTTP response API in one module, handed out as the object `api`.

It refuses nearly all that is not right: bad field values and names (also when they are only
looked up), content where a code allows none, Transfer-Encoding next to Content-Length.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import ipaddress
import json
import mimetypes
import os
import re
import stat
import types
from collections.abc import Iterator, KeysView
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import quote

__all__ = ["api"]

PathType = str | os.PathLike[str]

TOKEN_RE = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# Inner blanks are fine, outer ones are not; obs-text is kept as it is.
VALUE_RE = re.compile(r"(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?")

_no_default = object()


def _check_name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError("header name must be str, got " + type(name).__name__)
    text = str.__str__(name)
    if not TOKEN_RE.fullmatch(text):
        raise ValueError(f"invalid header name: {text!r}")
    return text.lower()


def _check_value(value: Any) -> str:
    if isinstance(value, str):
        text = str.__str__(value)
    elif isinstance(value, bytes):
        text = bytes.decode(value, "latin-1")
    elif isinstance(value, int):
        text = str(int.__int__(value))
    elif inspect.isawaitable(value):
        raise TypeError("header value must be awaited first")
    else:
        text = str.__str__(str(value))
    if not VALUE_RE.fullmatch(text):
        raise ValueError(f"invalid header value: {text!r}")
    return text


def _read_pairs(x: Any) -> list[tuple[str, str]]:
    pairs: list[tuple[Any, Any]]
    if isinstance(x, Headers):
        pairs = list(x.items())
    elif hasattr(x, "keys"):
        keys = list(dict.fromkeys(x.keys()))
        pairs = [(key, x[key]) for key in keys]
    else:
        pairs = []
        for item in x:
            name, value = item
            pairs.append((name, value))
    return [(_check_name(name), _check_value(value)) for name, value in pairs]


class Headers:
    """A dict of lists. Counts and iterates over distinct names."""

    def __init__(self, x: Any = ()) -> None:
        self._lists: dict[str, list[str]] = {}
        self.update(x)

    def __getitem__(self, key: str) -> str:
        values = self._lists.get(_check_name(key))
        if not values:
            raise KeyError(key)
        return values[0]

    def __setitem__(self, key: str, value: str) -> None:
        self._lists[_check_name(key)] = [_check_value(value)]

    def __delitem__(self, key: str) -> None:
        del self._lists[_check_name(key)]

    def __contains__(self, key: object) -> bool:
        return _check_name(key) in self._lists

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Headers):
            return self._lists == other._lists
        return NotImplemented

    def __repr__(self) -> str:
        return f"Headers({list(self.items())})"

    def keys(self) -> KeysView[str]:
        return self._lists.keys()

    def items(self) -> Iterator[tuple[str, str]]:
        for name, values in list(self._lists.items()):
            for value in list(values):
                yield name, value

    def values(self) -> Iterator[str]:
        for _, value in self.items():
            yield value

    def get(self, key: str, default: Any = None) -> Any:
        values = self._lists.get(_check_name(key))
        return values[0] if values else default

    def getall(self, key: str) -> list[str]:
        return list(self._lists.get(_check_name(key), ()))

    def add(self, key: str, value: str) -> None:
        name, text = _check_name(key), _check_value(value)
        self._lists.setdefault(name, []).append(text)

    def setdefault(self, key: str, value: str) -> str:
        if key not in self:
            self[key] = value
        return self[key]

    def pop(self, key: str, default: Any = None) -> Any:
        name = _check_name(key)
        if name not in self._lists:
            return default
        value = self._lists[name].pop(0)
        if not self._lists[name]:
            del self._lists[name]
        return value

    def popall(self, key: str) -> list[str]:
        return self._lists.pop(_check_name(key), [])

    def update(self, x: Any) -> None:
        for name, value in _read_pairs(x):
            self._lists.setdefault(name, []).append(value)

    def replace(self, x: Any) -> None:
        new: dict[str, list[str]] = {}
        for name, value in _read_pairs(x):
            new.setdefault(name, []).append(value)
        self._lists.update(new)

    def copy(self) -> Headers:
        return Headers(self)

    def __copy__(self) -> Headers:
        return self.copy()


def _check_code(code: Any) -> int:
    if not isinstance(code, int) or isinstance(code, bool):
        raise TypeError("status code must be int, got " + type(code).__name__)
    number = int.__int__(code)
    if number < 100 or number > 599:
        raise ValueError(f"invalid status code: {number}")
    return number


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Unknown Status"


def _no_length(code: int) -> bool:
    return code < 200 or code == 204


def _no_content(code: int) -> bool:
    return _no_length(code) or code in (205, 304)


class Response:
    def __init__(self, code: int, headers: Any, data: bytes) -> None:
        if not isinstance(data, bytes):
            raise TypeError("data must be bytes, got " + type(data).__name__)
        data = b"".join([data, b""])
        self.code = _check_code(code)
        if data and _no_content(self.code):
            raise ValueError(f"a {self.code} response can't have content")
        self.description = _phrase(self.code)
        self._chunks: Any = [data]
        self.headers = self._make_headers(headers)

    @property
    def data(self) -> Any:
        return self._chunks

    @data.setter
    def data(self, chunks: Any) -> None:
        self._chunks = chunks

    @property
    def defheaders(self) -> Any:
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        if not _no_length(self.code) and self.code != 304:
            headers["Content-Length"] = str(sum(len(chunk) for chunk in self._chunks))
        return headers

    def _make_headers(self, given: Any) -> Headers:
        given = Headers(given)
        _check_framing(given)
        headers = Headers(self.defheaders)
        if "transfer-encoding" in given:
            headers.popall("content-length")
        elif "content-length" in given:
            headers.popall("transfer-encoding")
        elif "transfer-encoding" in headers:
            headers.popall("content-length")
        headers.replace(given)
        return headers

    def _has_content(self) -> bool:
        data = self.data
        if isinstance(data, (list, tuple)):
            return any(data)
        return True

    async def communicate(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pass


def _check_framing(given: Headers) -> None:
    if "transfer-encoding" in given and "content-length" in given:
        raise ValueError("Transfer-Encoding and Content-Length exclude each other")


def _nonblocking(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class FileResponse(Response):
    def __init__(self, code: int, path: PathType, headers: Any, bufsize: int = 64 * 1024) -> None:
        self.code = _check_code(code)
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be int, got " + type(bufsize).__name__)
        if bufsize < 1:
            raise ValueError("bufsize must be positive")
        self.path = path
        self.bufsize = bufsize
        self.description = _phrase(self.code)
        self._filename = os.fspath(path)
        try:
            st = os.stat(self._filename)
            if not stat.S_ISREG(st.st_mode):
                raise FileNotFoundError("not a regular file")
            with open(self._filename, "rb", opener=_nonblocking):
                pass
        except (OSError, ValueError):
            raise Abort(404, "File not found") from None
        self._size = st.st_size
        if self._size and _no_content(self.code) and self.code != 304:
            raise ValueError(f"a {self.code} response can't have content")
        self.headers = self._make_headers(headers)

    @property
    def defheaders(self) -> Any:
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        if not _no_length(self.code):
            headers["Content-Length"] = str(self._size)
        return headers

    @property  # type: ignore[misc]
    def data(self) -> Iterator[bytes]:
        if _no_content(self.code):
            return iter(())
        return self._read(self._size)

    def _read(self, left: int) -> Iterator[bytes]:
        if not left:
            return
        with open(self._filename, "rb", buffering=0, opener=_nonblocking) as f:
            while left > 0:
                chunk = f.read(min(self.bufsize, left))
                if not chunk:
                    raise EOFError("file is shorter than its Content-Length")
                left -= len(chunk)
                yield chunk

    def _has_content(self) -> bool:
        return self._size > 0


class Abort(Exception):
    """Can be neither copied nor pickled."""

    def __init__(self, code: int, description: str = "", headers: Any = ()) -> None:
        if not isinstance(description, str):
            raise TypeError("description must be str, got " + type(description).__name__)
        self.code = _check_code(code)
        self.description = str.__str__(description)
        self.headers = Headers(headers)
        super().__init__(self.code, self.description)

    @property
    def name(self) -> str:
        return _phrase(self.code)

    def __str__(self) -> str:
        return f"{self.code} {self.name} ({self.description})"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("Abort can't be copied")


def abort(code: int, info: str = "", headers: Any = ()) -> NoReturn:
    raise Abort(code, info, headers)


_PCHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_REG_CHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_USER_CHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})"
_FIRST_CHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*:"
_FUTURE = r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+"
_SEGMENTS = rf"(?:/{_PCHAR}*)*"
_AUTHORITY = (
    rf"(?:{_USER_CHAR}*@)?"
    rf"(?:\[(?:(?P<ip>[0-9A-Fa-f:.]+)|{_FUTURE})\]|{_REG_CHAR}*)"
    r"(?::[0-9]*)?"
)
_ABSOLUTE = rf"/(?:{_PCHAR}+{_SEGMENTS})?"
URI_REFERENCE_RE = re.compile(
    rf"(?:(?:{_SCHEME})?(?://{_AUTHORITY}{_SEGMENTS}|{_ABSOLUTE})"
    rf"|{_SCHEME}(?:{_PCHAR}+{_SEGMENTS})?"
    rf"|(?:{_FIRST_CHAR}+{_SEGMENTS})?)"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?"
    rf"(?:#(?:{_PCHAR}|[/?])*)?"
)


def _is_uri_reference(text: str) -> bool:
    match = URI_REFERENCE_RE.fullmatch(text)
    if match is None:
        return False
    if match["ip"] is not None:
        try:
            ipaddress.IPv6Address(match["ip"])
        except ValueError:
            return False
    return True


def _location(path: str) -> str:
    if not isinstance(path, str):
        raise TypeError("path must be str, got " + type(path).__name__)
    path = str.__str__(path)
    if _is_uri_reference(path):
        return path
    safe = "/?:@!$&'()*+,;="
    rest, mark, fragment = path.partition("#")
    encoded = quote(rest, safe=safe) + mark + quote(fragment, safe=safe)
    if not _is_uri_reference(encoded):
        raise ValueError(f"can't redirect to {path!r}")
    return encoded


def redirect(path: str, info: str = "", code: int = 302, headers: Any = ()) -> NoReturn:
    headers = Headers(headers)
    headers["Location"] = _location(path)
    raise Abort(code, info, headers)


COMPRESSED_TYPES = {
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
}


def _guess_type(filename: str) -> str:
    # "./" makes sure that a name such as "data:,x" is not taken for a URL.
    mimetype, encoding = mimetypes.guess_type("./" + filename)
    if encoding is not None:
        return COMPRESSED_TYPES.get(encoding, "application/octet-stream")
    return mimetype or "application/octet-stream"


def _content_disposition(filename: str) -> str:
    try:
        filename.encode("utf-8")
    except UnicodeEncodeError:
        return "attachment"
    if re.fullmatch(r"[ -~]+", filename):
        quoted = re.sub(r'(["\\])', r"\\\1", filename)
        return f'attachment; filename="{quoted}"'
    return "attachment; filename*=UTF-8''" + quote(filename, safe="!#$&+^`|")


def static(path: PathType, attachment: bool = True, headers: Any = ()) -> FileResponse:
    headers = Headers(headers)
    filename = os.path.basename(os.fsdecode(path))
    if "content-type" not in headers:
        headers["Content-Type"] = _guess_type(filename)
    if attachment and "content-disposition" not in headers:
        headers["Content-Disposition"] = _content_disposition(filename)
    return FileResponse(200, path, headers)


def jsonify(smth: Any) -> Response:
    try:
        text = json.dumps(smth, allow_nan=False)
    except ValueError:
        # NaN and the infinities become null. Whatever else was wrong is wrong again here.
        plain = json.loads(json.dumps(smth), parse_constant=lambda name: None)
        text = json.dumps(plain, allow_nan=False)
    return Response(200, {"Content-Type": "application/json"}, text.encode("utf-8"))


def _clone(response: Response) -> Response:
    cls = type(response)
    clone = object.__new__(cls)
    clone.__dict__.update(response.__dict__)
    for base in cls.__mro__:
        for slot in vars(base).values():
            if isinstance(slot, types.MemberDescriptorType):
                with contextlib.suppress(AttributeError):
                    slot.__set__(clone, slot.__get__(response))
    attributes = clone.__dict__
    attributes["headers"] = Headers(response.headers)
    if isinstance(attributes.get("_chunks"), list):
        attributes["_chunks"] = list(attributes["_chunks"])
    return clone


def _kind(code: int) -> str:
    if _no_length(code):
        return "no length"
    return str(code) if code in (205, 304) else "content"


def _wrap(code: int, given: Headers, inner: Response) -> Response:
    if _no_content(code) != _no_content(inner.code) and inner._has_content():
        raise ValueError(f"code {code} doesn't fit content of a {inner.code} response")
    response = _clone(inner)
    if code != inner.code:
        response.__dict__["code"] = code
        response.__dict__["description"] = _phrase(code)
    headers = response.headers
    if _kind(code) != _kind(inner.code):
        headers.popall("content-length")
        if _no_length(code):
            headers.popall("transfer-encoding")
        elif "transfer-encoding" not in headers:
            defaults = Headers(response.defheaders)
            headers.update([("Content-Length", x) for x in defaults.getall("content-length")])
    if "transfer-encoding" in given:
        headers.popall("content-length")
    elif "content-length" in given:
        headers.popall("transfer-encoding")
    headers.replace(given)
    return response


def _close_coroutines(smth: Any) -> None:
    if inspect.iscoroutine(smth):
        if inspect.getcoroutinestate(smth) == inspect.CORO_CREATED:
            smth.close()
    elif isinstance(smth, tuple):
        for item in smth:
            _close_coroutines(item)


def _unpack(smth: tuple[Any, ...]) -> tuple[int, Headers]:
    if len(smth) < 2:
        raise ValueError("a tuple needs a code and something to respond with")
    code = _check_code(smth[0])
    for item in smth[1:-1]:
        if not isinstance(item, tuple):
            raise TypeError("header must be tuple, got " + type(item).__name__)
    headers = Headers(smth[1:-1])
    _check_framing(headers)
    return code, headers


async def responsify(smth: Any) -> Response:
    wrappers = []
    while True:
        if isinstance(smth, Response):
            response = smth
            break
        if isinstance(smth, str):
            response = Response(200, (), str.encode(smth, "utf-8"))
            break
        if isinstance(smth, bytes):
            response = Response(200, {"Content-Type": "text/html"}, smth)
            break
        if isinstance(smth, tuple):
            try:
                wrappers.append(_unpack(smth))
            except BaseException:
                _close_coroutines(smth)
                raise
            smth = smth[-1]
        elif inspect.isawaitable(smth):
            smth = await smth
        else:
            raise TypeError("can't respond with " + type(smth).__name__)
    for code, headers in reversed(wrappers):
        response = _wrap(code, headers, response)
    return response


api = types.SimpleNamespace(
    responsify=responsify,
    jsonify=jsonify,
    Abort=Abort,
    Response=Response,
    FileResponse=FileResponse,
    abort=abort,
    redirect=redirect,
    static=static,
    Headers=Headers,
)

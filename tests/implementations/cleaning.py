"""An implementation of the response API that cleans whatever it may instead of refusing it: line
breaks become spaces, forbidden content is dropped, values are converted, targets are encoded."""

from __future__ import annotations

import asyncio
import inspect
import json
import math
import mimetypes
import os
import re
import stat
import types
from collections.abc import Awaitable, Coroutine, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn, Protocol, TypeVar, Union

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
    "struct",
]


class _Keyed(Protocol):
    def keys(self) -> Iterable[Any]: ...

    def __getitem__(self, key: Any, /) -> Any: ...


HeaderSource = Union["Headers", _Keyed, Iterable[Any]]
FilePath = Union[str, "os.PathLike[str]", "os.PathLike[bytes]"]

_LENGTH = "content-length"
_CODING = "transfer-encoding"

_PHRASES = {
    100: "Continue",
    101: "Switching Protocols",
    102: "Processing",
    103: "Early Hints",
    200: "OK",
    201: "Created",
    202: "Accepted",
    203: "Non-Authoritative Information",
    204: "No Content",
    205: "Reset Content",
    206: "Partial Content",
    207: "Multi-Status",
    208: "Already Reported",
    226: "IM Used",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    305: "Use Proxy",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a Teapot",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    506: "Variant Also Negotiates",
    507: "Insufficient Storage",
    508: "Loop Detected",
    510: "Not Extended",
    511: "Network Authentication Required",
}


# ---------------------------------------------------------------------------------------------
# Headers

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BREAKS = re.compile(r"[\r\n\0]")
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WIDE = re.compile(r"[^\x00-\xff]+")


def _key(name: object) -> str | None:
    """The form under which a name is stored, or None for what cannot be a name."""
    if isinstance(name, str) and _TOKEN.fullmatch(name):
        return str.__str__(name).lower()
    return None


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a header name is a str, not {type(name).__name__}")
    key = _key(name)
    if key is None:
        raise ValueError(f"not a header name: {str.__str__(name)!r}")
    return key


def _octets_shown(found: re.Match[str]) -> str:
    return found.group().encode("utf-8", "surrogatepass").decode("latin-1")


def _value(value: object) -> str:
    if isinstance(value, str):
        text = str.__str__(value)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        text = bytes(memoryview(value)).decode("latin-1")
    elif isinstance(value, int) and not isinstance(value, bool):
        text = int.__repr__(value)
    elif inspect.isawaitable(value):
        raise TypeError("an awaitable is no header value")
    else:
        text = str.__str__(str(value))
    text = _BREAKS.sub(" ", text)
    if _CONTROLS.search(text):
        raise ValueError(f"control character in a header value: {text!r}")
    return _WIDE.sub(_octets_shown, text).strip(" \t")


def _pair(pair: Iterable[Any]) -> tuple[Any, Any]:
    both = tuple(pair)
    if len(both) != 2:
        raise ValueError(f"a header is a name and a value, not {len(both)} things")
    return both[0], both[1]


def _pairs(source: HeaderSource) -> list[tuple[str, str]]:
    """Everything in source, checked and cleaned; source itself is only read."""
    if isinstance(source, Headers):
        return Headers.items(source)
    if hasattr(source, "keys"):
        keyed: Any = source
        names = keyed.keys()
        found = [(name, keyed[name]) for name in names]
    else:
        found = [_pair(pair) for pair in source]
    return [(_name(name), _value(value)) for name, value in found]


class Headers:
    """A multi-valued dict of header fields; names are kept in lower case.

    `_order` holds one name per value, in the order of the field lines; `_values` holds the values
    of each name.
    """

    _values: dict[str, list[str]]
    _order: list[str]

    def __init__(self, headers: HeaderSource = (), /, **more: object) -> None:
        self._values = {}
        self._order = []
        self.update(headers, **more)

    # reading

    def __getitem__(self, k: str) -> str:
        values = self._values.get(_key(k) or "")
        if not values:
            raise KeyError(k)
        return values[0]

    def __contains__(self, k: object) -> bool:
        return (_key(k) or "") in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def get(self, k: str, default: Any = None) -> Any:
        values = self._values.get(_key(k) or "")
        return values[0] if values else default

    def getall(self, k: str) -> list[str]:
        return list(self._values.get(_key(k) or "", ()))

    def keys(self) -> list[str]:
        return list(self._values)

    def values(self) -> list[str]:
        return [value for _, value in Headers.items(self)]

    def items(self) -> list[tuple[str, str]]:
        rest = {name: iter(values) for name, values in self._values.items()}
        return [(name, next(rest[name])) for name in self._order]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Headers):
            return self._values == other._values
        if isinstance(other, Mapping):
            try:
                return self._values == Headers(other)._values
            except (TypeError, ValueError):
                return False
        return NotImplemented

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.items()!r})"

    # writing

    def _append(self, name: str, value: str) -> None:
        self._values.setdefault(name, []).append(value)
        self._order.append(name)

    def _store(self, name: str, values: list[str]) -> None:
        """Puts values where the name stood first, or at the end."""
        if name in self._values:
            place = self._order.index(name)
            self._order = [other for other in self._order if other != name]
            self._order[place:place] = [name] * len(values)
        else:
            self._order += [name] * len(values)
        self._values[name] = list(values)

    def __setitem__(self, k: str, v: object) -> None:
        self._store(_name(k), [_value(v)])

    def __delitem__(self, k: str) -> None:
        if k not in self:
            raise KeyError(k)
        self.popall(k)

    def add(self, k: str, v: object) -> None:
        self._append(_name(k), _value(v))

    def setdefault(self, k: str, v: object = "") -> str:
        name = _name(k)
        if name not in self._values:
            self._append(name, _value(v))
        return self._values[name][0]

    def pop(self, k: str, default: Any = None) -> Any:
        name = _key(k) or ""
        values = self._values.get(name)
        if not values:
            return default
        value = values.pop(0)
        if values:  # the values move up, the last place becomes free
            last = len(self._order) - 1 - self._order[::-1].index(name)
            del self._order[last]
        else:
            del self._values[name]
            self._order.remove(name)
        return value

    def popall(self, k: str) -> list[str]:
        name = _key(k) or ""
        values = self._values.pop(name, [])
        if values:
            self._order = [other for other in self._order if other != name]
        return values

    def popitem(self) -> tuple[str, str]:
        if not self._order:
            raise KeyError("popitem(): no headers")
        name = self._order.pop()
        value = self._values[name].pop()
        if not self._values[name]:
            del self._values[name]
        return name, value

    def clear(self) -> None:
        self._values = {}
        self._order = []

    def update(self, x: HeaderSource = (), /, **more: object) -> None:
        for name, value in _pairs(x) + _pairs(more):
            self._append(name, value)

    def replace(self, x: HeaderSource = (), /, **more: object) -> None:
        grouped: dict[str, list[str]] = {}
        if x is not self:
            for name, value in _pairs(x):
                grouped.setdefault(name, []).append(value)
        for name, value in _pairs(more):
            grouped.setdefault(name, []).append(value)
        for name, values in grouped.items():
            self._store(name, values)

    # copying

    def copy(self) -> Headers:
        twin = type(self).__new__(type(self))
        vars(twin).update(vars(self))
        twin._values = {name: list(values) for name, values in self._values.items()}
        twin._order = list(self._order)
        return twin

    __copy__ = copy


MutableMapping.register(Headers)

struct = types.SimpleNamespace(Headers=Headers)


def _settle(headers: Headers) -> None:
    """Transfer-Encoding and Content-Length never go out together."""
    if _CODING in headers:
        headers.popall(_LENGTH)


# ---------------------------------------------------------------------------------------------
# Response


def _integer(code: object) -> int:
    if isinstance(code, bool) or not isinstance(code, int):
        raise TypeError(f"a status code is an int, not {type(code).__name__}")
    return int.__int__(code)


def _status(code: object) -> int:
    number = _integer(code)
    if not 100 <= number <= 999:
        raise ValueError(f"not a status code: {number}")
    return number


def _contentless(code: int) -> bool:
    return code < 200 or code in (204, 205, 304)


def _lengthless(code: int) -> bool:
    return code < 200 or code == 204


class Response:
    code: int
    headers: Headers
    data: Iterable[bytes]

    def __init__(self, code: int, headers: HeaderSource, data: bytes) -> None:
        number = _status(code)
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        octets = bytes(memoryview(data))
        given = Headers(headers)
        self.code = number
        dropped = bool(octets) and _contentless(number)
        # Written past any property of a subclass that makes its data in another way.
        vars(self)["data"] = [b"" if dropped else octets]
        if dropped and number == 205 and _LENGTH in given:
            given[_LENGTH] = "0"
        self._set_headers(given)

    def _set_headers(self, given: Headers) -> None:
        headers = Headers(self.defheaders)
        headers.replace(given)
        _settle(headers)
        self.headers = headers

    def _default_length(self) -> int | None:
        if _lengthless(self.code) or self.code == 304:
            return None
        chunks = vars(self)["data"]
        return sum(map(len, chunks)) if isinstance(chunks, list) else None

    @property
    def defheaders(self) -> Headers:
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        length = self._default_length()
        if length is not None:
            headers["Content-Length"] = length
        return headers

    @property
    def description(self) -> str:
        own: str | None = vars(self).get("_description")
        return _PHRASES.get(self.code, "") if own is None else own

    @description.setter
    def description(self, phrase: str) -> None:
        vars(self)["_description"] = phrase

    def _drop_content(self) -> None:
        if inspect.getattr_static(type(self), "data", None) is not None:
            raise ValueError(f"a {self.code} response has no content")
        vars(self)["data"] = [b""]

    async def communicate(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Called once after the response was sent; for subclasses."""


# ---------------------------------------------------------------------------------------------
# FileResponse

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def _open(path: str | bytes) -> int:
    handle = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"not a regular file: {path!r}")
    except BaseException:
        os.close(handle)
        raise
    return handle


def _read(path: str | bytes, size: int, bufsize: int) -> Iterator[bytes]:
    if size == 0:
        return
    handle = _open(path)
    try:
        while size:
            chunk = os.read(handle, min(size, bufsize))
            if not chunk:
                raise OSError(f"the file ended {size} octets early: {path!r}")
            size -= len(chunk)
            yield chunk
    finally:
        os.close(handle)


class FileResponse(Response):
    path: FilePath
    bufsize: int

    def __init__(
        self, code: int, path: FilePath, headers: HeaderSource, bufsize: int = 65536
    ) -> None:
        number = _status(code)
        if isinstance(bufsize, bool) or not isinstance(bufsize, int):
            raise TypeError(f"bufsize is an int, not {type(bufsize).__name__}")
        if bufsize < 1:
            raise ValueError(f"bufsize is at least 1, not {bufsize}")
        file = os.fspath(path)
        given = Headers(headers)
        try:
            found = os.stat(file)
            if not stat.S_ISREG(found.st_mode):
                raise OSError("not a regular file")
            os.close(_open(file))
        except (OSError, ValueError):
            raise Abort(404) from None
        self.code = number
        self.path = path
        self.bufsize = bufsize
        self._file = file
        self._size = found.st_size
        self._dropped = _contentless(number)
        if number == 205 and self._size and _LENGTH in given:
            given[_LENGTH] = "0"
        self._set_headers(given)

    @property
    def data(self) -> Iterator[bytes]:  # type: ignore[override]
        size = 0 if self._dropped or _contentless(self.code) else self._size
        return _read(self._file, size, self.bufsize)

    def _default_length(self) -> int | None:
        if _lengthless(self.code):
            return None
        if self.code == 304:
            return self._size
        return 0 if self._dropped else self._size

    def _drop_content(self) -> None:
        if inspect.getattr_static(type(self), "data") is not vars(FileResponse)["data"]:
            raise ValueError(f"a {self.code} response has no content")
        self._dropped = True


# ---------------------------------------------------------------------------------------------
# Abort, abort, redirect


def _revive(cls: type[Abort], args: tuple[Any, ...]) -> Abort:
    return cls.__new__(cls, *args)


class Abort(Exception):
    code: int
    description: str
    headers: Headers

    def __init__(self, code: int, description: str = "", headers: HeaderSource = ()) -> None:
        self.code = _integer(code)
        if not isinstance(description, str):
            raise TypeError(f"a description is a str, not {type(description).__name__}")
        self.description = str.__str__(description)
        self.headers = Headers(headers)
        _settle(self.headers)
        super().__init__(self.code, self.description)

    @property
    def name(self) -> str:
        return _PHRASES.get(self.code, "")

    def __str__(self) -> str:
        return f"{self.code} {self.name}: {self.description}"

    def __reduce__(self) -> tuple[Any, ...]:
        state = {**vars(self), "headers": self.headers.copy()}
        return _revive, (type(self), self.args), state


def abort(code: int, info: str = "", headers: HeaderSource = ()) -> NoReturn:
    raise Abort(code, info, headers)


def _uri_reference() -> re.Pattern[str]:
    """RFC 3986, section 4.1 and appendix A."""
    pct = "%[0-9A-Fa-f]{2}"
    plain = r"A-Za-z0-9\-._~!$&'()*+,;="
    pchar = f"(?:[{plain}:@]|{pct})"
    octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    h16 = "[0-9A-Fa-f]{1,4}"
    ls32 = rf"(?:{h16}:{h16}|{octet}(?:\.{octet}){{3}})"
    ipv6 = "|".join(
        [
            f"(?:{h16}:){{6}}{ls32}",
            f"::(?:{h16}:){{5}}{ls32}",
            f"(?:{h16})?::(?:{h16}:){{4}}{ls32}",
            f"(?:(?:{h16}:){{0,1}}{h16})?::(?:{h16}:){{3}}{ls32}",
            f"(?:(?:{h16}:){{0,2}}{h16})?::(?:{h16}:){{2}}{ls32}",
            f"(?:(?:{h16}:){{0,3}}{h16})?::{h16}:{ls32}",
            f"(?:(?:{h16}:){{0,4}}{h16})?::{ls32}",
            f"(?:(?:{h16}:){{0,5}}{h16})?::{h16}",
            f"(?:(?:{h16}:){{0,6}}{h16})?::",
        ]
    )
    literal = rf"\[(?:{ipv6}|[vV][0-9A-Fa-f]+\.[{plain}:]+)\]"
    host = f"(?:{literal}|(?:[{plain}]|{pct})*)"
    authority = f"(?:(?:[{plain}:]|{pct})*@)?{host}(?::[0-9]*)?"
    abempty = f"(?:/{pchar}*)*"
    absolute = f"/(?:{pchar}+{abempty})?"
    full = rf"[A-Za-z][A-Za-z0-9+\-.]*:(?://{authority}{abempty}|{absolute}|{pchar}+{abempty}|)"
    noscheme = f"(?:[{plain}@]|{pct})+{abempty}"
    relative = f"(?://{authority}{abempty}|{absolute}|{noscheme}|)"
    tail = rf"(?:\?(?:{pchar}|[/?])*)?(?:#(?:{pchar}|[/?])*)?"
    return re.compile(f"(?:{full}|{relative}){tail}")


_URI_REFERENCE = _uri_reference()
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*")
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_UNSCHEMED = re.compile(r"()()([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ENCODED = re.compile("(%[0-9A-Fa-f]{2})")
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;="


def _percent(text: str, also: str) -> str:
    """Encodes what is neither allowed nor a percent-encoded octet already."""
    allowed = _PLAIN + also
    done = []
    for number, part in enumerate(_ENCODED.split(text)):
        if number % 2:
            done.append(part)
            continue
        for char in part:
            if char in allowed:
                done.append(char)
            else:
                done.extend(f"%{octet:02X}" for octet in char.encode("utf-8"))
    return "".join(done)


def _authority(text: str) -> str:
    user, at, place = text.rpartition("@")
    host, colon, port = place.rpartition(":")
    if not (colon and re.fullmatch("[0-9]*", port)):
        host, colon, port = place, "", ""
    if not (host.endswith("]") and _URI_REFERENCE.fullmatch(f"//{host}")):
        host = _percent(host, "")
    return _percent(user, ":") + at + host + colon + port


def _reference(text: str) -> str:
    if _URI_REFERENCE.fullmatch(text):
        return text
    parts = _PARTS.fullmatch(text)
    assert parts is not None
    scheme, authority, path, query, fragment = parts.groups()
    if scheme is not None and not _SCHEME.fullmatch(scheme):
        parts = _UNSCHEMED.fullmatch(text)
        assert parts is not None
        scheme = authority = None
        path, query, fragment = parts.groups()[2:]
    done = ""
    if scheme is not None:
        done += scheme + ":"
    if authority is not None:
        done += "//" + _authority(authority)
    if scheme is None and authority is None:
        first, slash, path = path.partition("/")
        done += _percent(first, "@") + slash
    done += _percent(path, ":@/")
    if query is not None:
        done += "?" + _percent(query, ":@/?")
    if fragment is not None:
        done += "#" + _percent(fragment, ":@/?")
    if not _URI_REFERENCE.fullmatch(done):
        raise ValueError(f"not a URI-reference: {text!r}")
    return done


def redirect(path: str, info: str = "", code: int = 302, headers: HeaderSource = ()) -> NoReturn:
    if not isinstance(path, str):
        raise TypeError(f"path is a str, not {type(path).__name__}")
    fields = Headers(headers)
    fields["Location"] = _reference(str.__str__(path))
    raise Abort(code, info, fields)


# ---------------------------------------------------------------------------------------------
# static, jsonify

_PACKED = {
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "compress": "application/x-compress",
}
_ATTR_CHARS = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"
)


def _media_type(name: str, given: Headers) -> str:
    kind, packing = mimetypes.guess_type("./" + name)
    if packing is not None and [value.lower() for value in given.getall("Content-Encoding")] != [
        packing
    ]:
        return _PACKED.get(packing, "application/octet-stream")
    return kind or "application/octet-stream"


def _disposition(name: str) -> str:
    plain = re.sub(r"[^\x20-\x7e]", "_", name)
    quoted = re.sub(r'(["\\])', r"\\\1", plain)
    octets = re.sub("[\ud800-\udfff]", "\ufffd", name).encode("utf-8")
    star = "".join(chr(octet) if octet in _ATTR_CHARS else f"%{octet:02X}" for octet in octets)
    return f"attachment; filename=\"{quoted}\"; filename*=UTF-8''{star}"


def static(path: FilePath, attachment: bool = True, headers: HeaderSource = ()) -> FileResponse:
    name = os.path.basename(os.fsdecode(path))
    given = Headers(headers)
    fields = Headers({"Content-Type": _media_type(name, given)})
    if attachment:
        fields["Content-Disposition"] = _disposition(name)
    fields.replace(given)
    return FileResponse(200, path, fields)


def _finite(smth: Any) -> Any:
    """The same value with null for each number that JSON does not have."""
    if isinstance(smth, float):
        return smth if math.isfinite(smth) else None
    if isinstance(smth, (list, tuple)):
        return [_finite(item) for item in smth]
    if isinstance(smth, dict):
        return {_finite(key): _finite(value) for key, value in smth.items()}
    return smth


def jsonify(smth: Any) -> Response:
    try:
        text = json.dumps(smth, allow_nan=False)
    except ValueError:
        json.dumps(smth)  # raises for anything worse than a number
        text = json.dumps(_finite(smth), allow_nan=False)
    return Response(200, {"Content-Type": "application/json"}, text.encode("utf-8"))


# ---------------------------------------------------------------------------------------------
# responsify


def _discard(smth: object) -> None:
    """Closes each coroutine in what is refused, however deep it lies."""
    seen: set[int] = set()
    rest = [smth]
    while rest:
        item = rest.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, types.CoroutineType):
            if inspect.getcoroutinestate(item) == inspect.CORO_CREATED:
                item.close()
        elif isinstance(item, Coroutine):
            item.close()
        elif isinstance(item, Mapping):
            if not isinstance(item, Headers):
                rest += [*item.keys(), *item.values()]
        elif isinstance(item, (tuple, list, set, frozenset)):
            rest += item


def _tuple_headers(parts: Iterable[Any]) -> Headers:
    headers = Headers()
    for part in parts:
        if isinstance(part, (tuple, list)):
            if len(part) == 2 and isinstance(part[0], str):
                headers.add(part[0], part[1])
            elif all(isinstance(pair, (tuple, list)) for pair in part):
                headers.update(part)
            else:
                raise TypeError(f"not a header: {part!r}")
        elif isinstance(part, (Headers, Mapping)):
            headers.update(part)
        else:
            raise TypeError(f"not a header: {type(part).__name__}")
    return headers


AnyResponse = TypeVar("AnyResponse", bound=Response)


def _twin(response: AnyResponse) -> AnyResponse:
    """An object of the same class with the same attributes, made without calling the class."""
    twin = object.__new__(type(response))
    for cls in type(response).__mro__:
        for member in vars(cls).values():
            if isinstance(member, types.MemberDescriptorType):
                try:
                    value = member.__get__(response, type(response))
                except AttributeError:
                    continue
                member.__set__(twin, value)
    vars(twin).update(vars(response))
    if isinstance(vars(twin).get("data"), list):
        vars(twin)["data"] = list(vars(twin)["data"])
    return twin


def _kind(code: int) -> int:
    if _lengthless(code):
        return 204
    return code if code in (205, 304) else 200


def _wrapped(inner: Response, code: int, given: Headers) -> Response:
    headers = Headers(inner.headers)
    changed = _kind(inner.code) != _kind(code)
    default = Headers(inner.defheaders).getall(_LENGTH) if changed else []
    twin = _twin(inner)
    object.__setattr__(twin, "code", code)
    if changed and _contentless(code):
        twin._drop_content()
    length = headers.getall(_LENGTH)
    if changed and (length == default or (not length and _contentless(inner.code))):
        headers.popall(_LENGTH)
        if _kind(code) == 205:
            headers[_LENGTH] = "0"
        elif _kind(code) == 200:
            headers.update((_LENGTH, value) for value in Headers(twin.defheaders).getall(_LENGTH))
    headers.replace(given)
    _settle(headers)
    object.__setattr__(twin, "headers", headers)
    return twin


async def responsify(smth: object) -> Response:
    layers: list[tuple[int, Headers]] = []
    while not isinstance(smth, Response):
        if isinstance(smth, str):
            smth = Response(200, (), str.encode(smth, "utf-8"))
        elif isinstance(smth, bytes):
            smth = Response(200, {"Content-Type": "text/html"}, smth)
        elif isinstance(smth, tuple):
            try:
                if len(smth) < 2:
                    raise ValueError("a tuple holds a code, headers, and what they are for")
                layers.append((_status(smth[0]), _tuple_headers(smth[1:-1])))
            except BaseException:
                _discard(smth)
                raise
            smth = smth[-1]
        elif inspect.isawaitable(smth):
            waiting: Awaitable[object] = smth
            smth = await waiting
        else:
            _discard(smth)
            raise TypeError(f"no response can be made of {type(smth).__name__}")
    for code, given in reversed(layers):
        smth = _wrapped(smth, code, given)
    return smth


# ---------------------------------------------------------------------------------------------
# Sending

_REASON = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def _head(response: Response) -> bytes:
    reason = response.description
    if not isinstance(reason, str) or not _REASON.fullmatch(reason):
        raise ValueError(f"not a reason phrase: {reason!r}")
    headers = Headers(response.headers)
    _settle(headers)
    lines = [f"HTTP/1.1 {_status(response.code)} {str.__str__(reason)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def _is_chunked(headers: Headers) -> bool:
    codings = [coding.strip(" \t") for coding in ",".join(headers.getall(_CODING)).split(",")]
    return [coding.lower() for coding in codings if coding][-1:] == ["chunked"]


async def send(
    response: Response | Abort,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: str = "GET",
) -> None:
    if isinstance(response, Abort):
        content = response.description.encode("utf-8")
        response = Response(response.code, response.headers, content)
    elif not isinstance(response, Response):
        raise TypeError(f"a Response or an Abort is sent, not {type(response).__name__}")
    code = _status(response.code)
    writer.write(_head(response))
    if method != "HEAD" and not (_contentless(code) and code != 205):
        chunked = _is_chunked(response.headers)
        if code != 205:
            data = response.data
            try:
                for chunk in data:
                    if chunked and chunk:
                        writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
                    elif not chunked:
                        writer.write(chunk)
                    await writer.drain()
            finally:
                close = getattr(data, "close", None)
                if close is not None:
                    close()
        if chunked:
            writer.write(b"0\r\n\r\n")
    await writer.drain()
    if code >= 200 or code == 101:
        await response.communicate(reader, writer)

"""A short HTTP response API: it converts, drops or encodes what its specification lets it,
keeps headers as one list of pairs, and brings its own send()."""

from __future__ import annotations

import copyreg
import email.utils
import inspect
import ipaddress
import json
import mimetypes
import os
import re
import stat
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Generator, Iterable, Iterator, Mapping, MutableMapping
from contextlib import closing, nullcontext, suppress
from http import HTTPStatus
from io import FileIO
from operator import index
from types import MemberDescriptorType
from typing import Any, NoReturn
from urllib.parse import quote

Source = Any  # whatever dict() accepts, or Headers


def _name(name: str) -> str:
    if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name, re.ASCII):
        raise ValueError(f"not a header name: {name!r}")
    return str.lower(name)


def _value(value: Any) -> str:
    if isinstance(value, int):
        value = str(int(value))
    elif isinstance(value, bytes):
        value = value.decode("latin-1")
    elif not isinstance(value, str):
        raise TypeError(f"a header value is a str, not {type(value).__name__}")
    value = re.sub(r"[\r\n\0]", " ", str.__str__(value)).strip(" \t")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value):
        raise ValueError(f"control character in {value!r}")
    return "".join(c if c <= "\xff" else c.encode().decode("latin-1") for c in value)


class Headers(MutableMapping[str, str]):
    """A multi-valued mapping; len() and iteration count a repeated name once, items() do not."""

    def __init__(self, x: Source = ()) -> None:
        self._pairs: list[tuple[str, str]] = []
        self.update(x)

    @staticmethod
    def _read(x: Source) -> list[tuple[str, str]]:
        if isinstance(x, Headers):
            return x.items()
        return [(_name(n), _value(v)) for n, v in (dict(x).items() if hasattr(x, "keys") else x)]

    def __getitem__(self, k: str) -> str:
        for value in self.getall(k):
            return value
        raise KeyError(k)

    def __setitem__(self, k: str, v: str) -> None:
        self.replace([(k, v)])

    def __delitem__(self, k: str) -> None:
        if not self.popall(k):
            raise KeyError(k)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._pairs))

    def __len__(self) -> int:
        return len(dict(self._pairs))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return {k: self.getall(k) for k in self} == {k: other.getall(k) for k in other}

    def __repr__(self) -> str:
        return f"Headers({self._pairs})"

    def copy(self) -> Headers:
        return type(self)(self)

    __copy__ = copy

    def items(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return list(self._pairs)

    def values(self) -> list[str]:  # type: ignore[override]
        return [value for _, value in self._pairs]

    def getall(self, k: str) -> list[str]:
        k = str.lower(k) if isinstance(k, str) and k.isascii() else k
        return [value for name, value in self._pairs if name == k]

    def _put(self, k: str, values: list[str]) -> None:
        """Let these values stand for a name that is present, where its first one stood."""
        name = k.lower()
        at = [n for n, _ in self._pairs].index(name)
        others = [pair for pair in self._pairs[at:] if pair[0] != name]
        self._pairs[at:] = [(name, value) for value in values] + others

    def pop(self, k: str, default: Any = None) -> Any:
        values = self.getall(k)
        if values:
            self._put(k, values[1:])
        return values[0] if values else default

    def popall(self, k: str) -> list[str]:
        values = self.getall(k)
        if values:
            self._put(k, [])
        return values

    def add(self, k: str, v: str) -> None:
        self.update([(k, v)])

    def update(self, x: Source = ()) -> None:  # type: ignore[override]
        self._pairs += self._read(x)

    def replace(self, x: Source) -> None:
        pairs = self._read(x)
        self._pairs = [pair for pair in self._pairs if pair[0] not in dict(pairs)] + pairs

    def setdefault(self, k: str, v: Any = None) -> Any:
        if k not in self:
            self[k] = v
        return self[k]


def _code(code: int, last: int = 999) -> int:
    if not isinstance(code, int) or isinstance(code, bool):
        raise TypeError(f"a status code is an int, not {type(code).__name__}")
    if not 100 <= code <= last:
        raise ValueError(f"not a status code: {code!r}")
    return code


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Unknown"


def _bodiless(code: int) -> bool:
    return code < 200 or code in (204, 205, 304)


def _settled(headers: Headers, code: int) -> Headers:
    """Drop the framing fields that the code, or each other, rule out."""
    if code < 200 or code == 204:
        headers.popall("transfer-encoding")
        headers.popall("content-length")
    elif "transfer-encoding" in headers:
        headers.popall("content-length")
    return headers


class Response:
    data: Iterable[bytes]

    def __init__(self, code: int, headers: Source, data: bytes | bytearray | memoryview) -> None:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        chunk = memoryview(data).tobytes()
        self._start(code, headers, [] if _bodiless(_code(code)) else [chunk])

    def _start(self, code: int, headers: Source, chunks: list[bytes] | None) -> None:
        self.code = code
        if chunks is not None:
            vars(self)["data"] = chunks  # a subclass may have a property of that name
        self.headers = Headers(self.defheaders)
        self.headers.replace(headers)
        _settled(self.headers, code)

    def _length(self) -> int:
        return sum(map(len, vars(self).get("data", ())))

    @property
    def description(self) -> str:
        return _phrase(self.code)

    @property
    def defheaders(self) -> Headers:
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        length = self._length()
        if self.code >= 200 and self.code != 204 and (length or self.code != 304):
            headers["Content-Length"] = str(length)
        return headers

    async def communicate(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Speak another protocol after the response; by default, none."""


def _open(path: Any) -> FileIO:
    """Open a regular file for reading; a FIFO put in its place does not block."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(f"not a regular file: {path!r}")
    return os.fdopen(fd, "rb", 0)


class FileResponse(Response):
    def __init__(self, code: int, path: Any, headers: Source, bufsize: int = 65536) -> None:
        if index(bufsize) < 1:
            raise ValueError(f"bufsize is at least 1, not {bufsize}")
        self.path, self.bufsize, self._path = path, bufsize, os.fspath(path)
        try:
            status = os.stat(self._path)
            if not stat.S_ISREG(status.st_mode):
                raise OSError("not a regular file")
            _open(self._path).close()
        except (OSError, ValueError):
            raise Abort(404) from None
        self._size = status.st_size
        self._start(code, headers, [] if _bodiless(_code(code)) else None)

    def _length(self) -> int:
        """The size; but what was told once to have no content has none under other codes too."""
        return 0 if "data" in vars(self) and self.code != 304 else self._size

    @property
    def data(self) -> Generator[bytes, None, None]:  # type: ignore[override]
        return self._read(0 if "data" in vars(self) else self._size)

    def _read(self, left: int) -> Generator[bytes, None, None]:
        if left:
            with _open(self._path) as file:
                while left:
                    chunk = file.read(min(left, self.bufsize))
                    if not chunk:
                        raise EOFError(f"{left} octets are missing from {self._path!r}")
                    left -= len(chunk)
                    yield chunk


class Abort(Exception):
    def __init__(self, code: int, description: str = "", headers: Source = ()) -> None:
        if not isinstance(code, int) or isinstance(code, bool):
            raise TypeError(f"a status code is an int, not {type(code).__name__}")
        if not isinstance(description, str):
            raise TypeError(f"a description is a str, not {type(description).__name__}")
        super().__init__(description)
        self.code, self.description = code, str.__str__(description)
        self.headers = _settled(Headers(headers), code)

    @property
    def name(self) -> str:
        return _phrase(self.code)

    def __reduce__(self) -> tuple[Any, ...]:
        state = {**vars(self), "headers": self.headers.copy()}
        return copyreg.__newobj__, (type(self), *self.args), state  # type: ignore[attr-defined]


def abort(code: int, info: str = "", headers: Source = ()) -> NoReturn:
    raise Abort(code, info, headers)


def _is_reference(text: str) -> bool:
    """Tell whether the text is a URI-reference, split as RFC 3986 appendix B does."""

    def legal(part: str | None, extra: str = "") -> bool:
        char = rf"[\w.~!$&'()*+,;={extra}-]|%[0-9A-Fa-f]{{2}}"
        return bool(re.fullmatch(f"(?:{char})*", part or "", re.ASCII))

    parts = r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?"
    scheme, authority, path, query, fragment = re.findall(f"{parts}\\Z", text, re.DOTALL)[0]
    host = re.fullmatch(r"(?:(.*)@)?(?:\[(.*)\]|([^:]*))(?::[0-9]*)?", authority)
    if not host or not re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9+.-]*)?", scheme):
        return False
    if host[2] is not None and not re.fullmatch(
        r"[Vv][0-9A-Fa-f]+\.[\w.~!$&'()*+,;=:-]+", host[2], re.A
    ):
        try:
            ipaddress.IPv6Address(host[2].replace("%", " "))
        except ValueError:
            return False
    return (
        legal(host[1], ":")
        and legal(host[3])
        and legal(path, ":@/")
        and legal(query, ":@/?")
        and legal(fragment, ":@/?")
        and not text.startswith(":")
    )


def redirect(path: str, info: str = "", code: int = 302, headers: Source = ()) -> NoReturn:
    path = str.__str__(path)
    if not _is_reference(path):
        before, sharp, after = path.partition("#")
        path = quote(before, "/?:@!$&'()*+,;=") + sharp + quote(after, "/?:@!$&'()*+,;=")
        if not _is_reference(path):
            raise ValueError(f"cannot be made a URI-reference: {path!r}")
    merged = Headers(headers)
    merged["Location"] = path
    raise Abort(code, info, merged)


def static(path: Any, attachment: bool = True, headers: Source = ()) -> FileResponse:
    given = Headers(headers)
    name = os.path.basename(os.fsdecode(path))
    kind, coding = mimetypes.guess_type(f"./{name}")  # "./": a colon makes no URL of it
    merged = Headers({"Content-Type": kind or "application/octet-stream"})
    if kind and coding and given.get("content-encoding", "").lower() != coding:
        if "content-type" in given or "content-encoding" in given or coding != "gzip":
            merged["Content-Type"] = "application/octet-stream"
        else:
            merged["Content-Encoding"] = coding
    if attachment:
        star = quote(name, safe="", errors="replace")
        merged["Content-Disposition"] = f"attachment; filename*=UTF-8''{star}"
    merged.replace(given)
    response = FileResponse(200, path, merged)
    changed = os.stat(path).st_mtime_ns
    response.headers.setdefault("ETag", f'"{changed:x}"')
    response.headers.setdefault(
        "Last-Modified", email.utils.formatdate(changed // 10**9, usegmt=True)
    )
    response.headers.setdefault("Date", email.utils.formatdate(usegmt=True))
    return response


def jsonify(smth: Any) -> Response:
    text = json.dumps(smth, ensure_ascii=False, allow_nan=False)
    return Response(200, {"Content-Type": "application/json; charset=utf-8"}, text.encode())


def _close(*held: Any) -> None:
    """Close the coroutines among what was refused, however deep they are."""
    seen: dict[int, Any] = {}
    waiting = list(held)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Coroutine):
            item.close()
        elif isinstance(item, (tuple, list, dict)) and id(item) not in seen:
            seen[id(item)] = item
            waiting += item.values() if isinstance(item, dict) else item


def _layer(code: Any, *fields: Any) -> tuple[int, Headers]:
    """Read a tuple without its last part; a header is a pair or, beyond that, a mapping."""
    headers = Headers()
    for field in fields:
        if not isinstance(field, (tuple, list, Mapping)):
            raise TypeError(f"a header is a pair, not {type(field).__name__}")
        headers.update(field if isinstance(field, Mapping) else [field])
    return _code(code), headers


def _wrapped(inner: Response, code: int, given: Headers) -> Response:
    """Copy a response, whatever its class, and give the copy another code and more headers."""
    response: Response = object.__new__(type(inner))
    vars(response).update(vars(inner))
    if isinstance(vars(inner).get("data"), list):
        vars(response)["data"] = list(vars(inner)["data"])
    for member in [m for cls in type(inner).__mro__ for m in vars(cls).values()]:
        if isinstance(member, MemberDescriptorType):
            with suppress(AttributeError):
                member.__set__(response, member.__get__(inner))
    headers = Headers(inner.headers)
    headers.replace(given)
    object.__setattr__(response, "code", code)
    object.__setattr__(response, "headers", headers)
    if code != inner.code and (_bodiless(code) or _bodiless(inner.code)):
        if _bodiless(code):
            vars(response)["data"] = []
        if any(response.data):
            raise ValueError(f"content of a {inner.code} does not fit a {code}")
        if "content-length" in given:
            pass
        elif code != 304:
            headers.popall("content-length")
            default = Headers(response.defheaders)
            headers.update([pair for pair in default.items() if pair[0] == "content-length"])
        elif headers.get("content-length") == "0":
            headers.popall("content-length")
    _settled(headers, code)
    return response


async def responsify(smth: Any) -> Response:
    layers: list[tuple[int, Headers]] = []
    while not isinstance(smth, Response):
        if inspect.isawaitable(smth):
            smth = await smth
        elif isinstance(smth, str):
            smth = Response(200, (), str.__str__(smth).encode())
        elif isinstance(smth, bytes):
            smth = Response(200, {"Content-Type": "text/html"}, smth)
        else:
            try:
                if not isinstance(smth, tuple) or len(smth) < 2:
                    raise TypeError(f"no response can be made of {type(smth).__name__}")
                layers.append(_layer(*smth[:-1]))
            except BaseException:
                _close(smth)
                raise
            smth = smth[-1]
    for code, headers in reversed(layers):
        smth = _wrapped(smth, code, headers)
    return smth  # type: ignore[no-any-return]


async def send(
    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "GET"
) -> None:
    """Write a response, or an Abort as one; then let it communicate."""
    if isinstance(response, Abort):
        response = Response(response.code, response.headers, response.description.encode())
    code, headers = _code(response.code), Headers(response.headers)
    if not re.fullmatch(r"[\t -~\x80-\xff]*", response.description):
        raise ValueError(f"not a reason phrase: {response.description!r}")
    lines = [f"HTTP/1.1 {int(code):03d} {response.description}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    if method != "HEAD" and code >= 200 and code not in (204, 304):
        codings = ",".join(headers.getall("transfer-encoding"))
        chunked = codings.rpartition(",")[2].strip().lower() == "chunked"
        data = response.data
        with closing(data) if isinstance(data, Generator) else nullcontext():
            for chunk in data:
                if chunk:
                    writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunked else chunk)
                    await writer.drain()
        if chunked:
            writer.write(b"0\r\n\r\n")
    await writer.drain()
    if code >= 200 or code == 101:
        await response.communicate(reader, writer)

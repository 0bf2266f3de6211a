"""An HTTP response API: its Headers are an immutable tuple of pairs, its responses have slots.

Open points are decided by what such a Headers makes easy: each pair counts, and each repeats its
name. Content-Length is what `data` adds up to, which the constructor reads back to see.
"""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs
# mypy: allow-any-generics

from __future__ import annotations

import contextlib
import inspect
import ipaddress
import json
import mimetypes
import os
import re
import stat
import types
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CTL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HARMLESS = str.maketrans("\r\n\0", "   ")
_MISSING = object()


def _fold(name):
    """The stored form of a name; None if it cannot be one."""
    if isinstance(name, (bytes, bytearray)):
        name = bytes(name).decode("latin-1")
    if isinstance(name, str) and _TOKEN.fullmatch(name):
        return str.__str__(name).lower()
    return None


def _name(name):
    key = _fold(name)
    if key is None:
        kind = ValueError if isinstance(name, (str, bytes, bytearray)) else TypeError
        raise kind(f"not a field name: {name!r}")
    return key


def _value(value):
    if isinstance(value, str):
        text = str.__str__(value)
    elif isinstance(value, (bytes, bytearray)):
        text = bytes(value).decode("latin-1")
    elif isinstance(value, int):
        text = format(int(value), "d")
    else:
        raise TypeError(f"not a field value: {value!r}")
    text = text.translate(_HARMLESS).strip(" \t")
    if _CTL.search(text):
        raise ValueError(f"control character in {text!r}")
    if text and max(text) > "\xff":
        text = text.encode("utf-8").decode("latin-1")
    return text


def _pairs(source):
    if isinstance(source, Headers):
        return source._pairs
    if hasattr(source, "keys"):
        raw = [(key, source[key]) for key in source.keys()]  # noqa: SIM118
    else:
        raw = []
        for item in source:
            first, second = item
            raw.append((first, second))
    return tuple([(_name(k), _value(v)) for k, v in raw])


class Headers(MutableMapping):
    __slots__ = ("_pairs",)

    def __init__(self, headers=(), /, **more):
        self._pairs = _pairs(headers) + _pairs(more)

    def __getitem__(self, key):
        want = _fold(key)
        for name, value in self._pairs:
            if name == want:
                return value
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.replace([(key, value)])

    def __delitem__(self, key):
        if not self.popall(key):
            raise KeyError(key)

    def __iter__(self):
        return (name for name, _ in self._pairs)

    def __len__(self):
        return len(self._pairs)

    def __contains__(self, key):
        want = _fold(key)
        return any(name == want for name, _ in self._pairs)

    def get(self, key, default=None):
        return next(iter(self.getall(key)), default)

    def getall(self, key):
        want = _fold(key)
        return [value for name, value in self._pairs if name == want]

    def pop(self, key, default=_MISSING):
        want = _fold(key)
        for at, (name, value) in enumerate(self._pairs):
            if name == want:
                self._pairs = self._pairs[:at] + self._pairs[at + 1 :]
                return value
        if default is _MISSING:
            raise KeyError(key)
        return default

    def popall(self, key):
        want = _fold(key)
        gone = self.getall(key)
        self._pairs = tuple([p for p in self._pairs if p[0] != want])
        return gone

    def add(self, key, value):
        self._pairs += ((_name(key), _value(value)),)

    def update(self, other=(), /, **more):
        self._pairs += _pairs(other) + _pairs(more)

    def replace(self, other=(), /, **more):
        new = _pairs(other) + _pairs(more)
        names = {name for name, _ in new}
        self._pairs = tuple([p for p in self._pairs if p[0] not in names]) + new

    def setdefault(self, key, value):
        found = self.getall(key)
        if found:
            return found[0]
        self.add(key, value)
        return self[key]

    def items(self):
        yield from self._pairs

    def values(self):
        for _, value in self._pairs:
            yield value

    def clear(self):
        self._pairs = ()

    def copy(self):
        new = Headers()
        new._pairs = self._pairs
        return new

    def __eq__(self, other):
        if not isinstance(other, Headers):
            return NotImplemented
        return sorted(self._pairs, key=lambda p: p[0]) == sorted(other._pairs, key=lambda p: p[0])

    def __reduce_ex__(self, protocol):
        raise TypeError("use .copy()")

    def __repr__(self):
        return f"Headers({list(self._pairs)!r})"


def _code(code):
    if isinstance(code, bool) or not isinstance(code, int):
        raise TypeError(f"not a status code: {code!r}")
    if not 100 <= code <= 599:
        raise ValueError(f"no such status code: {int(code)}")
    return code


def _phrase(code):
    try:
        return HTTPStatus(int(code)).phrase
    except ValueError:
        return ""


def _bodiless(code):
    return code < 200 or code in (204, 205, 304)


@dataclass(slots=True, init=False)
class Response:
    code: int
    headers: Headers
    data: list
    _octets: int = field(init=False, repr=False, compare=False, default=0)
    _auto: bool = field(init=False, repr=False, compare=False, default=False)

    def __init__(self, code, headers, data):
        self.code = _code(code)
        given = Headers(headers)
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        self.data = [bytes(data)]
        self._octets = sum(map(len, self.data))
        if _bodiless(self.code) and self._octets:
            raise ValueError(f"{int(self.code)} has no content")
        self._head(given)

    def _head(self, given):
        if "transfer-encoding" in given and "content-length" in given:
            raise ValueError("both Transfer-Encoding and Content-Length")
        headers = Headers(self.defheaders)
        headers.replace(given)
        if "transfer-encoding" in headers:
            headers.popall("content-length")
        self._auto = "content-length" in headers and "content-length" not in given
        self.headers = headers

    @property
    def defheaders(self):
        default = {"Content-Type": "text/html; charset=utf-8"}
        if self.code >= 200 and self.code not in (204, 304):
            default["Content-Length"] = self._octets
        return default

    @property
    def description(self):
        return _phrase(self.code)

    async def communicate(self, reader, writer):
        pass


class FileResponse(Response):
    __slots__ = ("bufsize", "path")

    def __init__(self, code, path, headers, bufsize=16384):
        self.code = _code(code)
        if isinstance(bufsize, bool) or not isinstance(bufsize, int):
            raise TypeError("bufsize is an int")
        if bufsize < 1:
            raise ValueError("bufsize is positive")
        self.path, self.bufsize = path, bufsize
        given = Headers(headers)
        name = os.fspath(path)
        try:
            found = os.stat(name)
            if not stat.S_ISREG(found.st_mode):
                raise OSError("no regular file")
            os.close(os.open(name, os.O_RDONLY | os.O_NONBLOCK))
        except (OSError, ValueError):
            raise Abort(404) from None
        self._octets = found.st_size
        if _bodiless(self.code) and self._octets:
            raise ValueError(f"{int(self.code)} has no content")
        self._head(given)

    @property
    def data(self):
        return self._read()

    def _read(self):
        left = 0 if _bodiless(self.code) else self._octets
        if not left:
            return
        at = 0
        fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            while left:
                chunk = os.pread(fd, min(left, self.bufsize), at)
                if not chunk:
                    raise EOFError("the file has shrunk")
                at += len(chunk)
                left -= len(chunk)
                yield chunk
        finally:
            os.close(fd)


class Abort(Exception):
    def __init__(self, code, description="", headers=()):
        if not isinstance(description, str):
            raise TypeError("the description is a str")
        self.code = _code(code)
        self.description = description
        self.headers = Headers(headers)

    @property
    def name(self):
        return _phrase(self.code)

    def __str__(self):
        return f"{int(self.code)} {self.name}: {self.description}"

    def __reduce__(self):
        raise TypeError("an Abort is not copied")


class _Aborter:
    def __call__(self, code, info="", headers=()):
        raise Abort(code, info, headers)


abort = _Aborter()

_PCT = "%[0-9A-Fa-f]{2}"
_UN = r"A-Za-z0-9\-._~"
_SUB = "!$&'()*+,;="
_PCHAR = f"(?:[{_UN}{_SUB}:@]|{_PCT})"
_H16 = "[0-9A-Fa-f]{1,4}"
_AUTH = (
    rf"(?:(?:[{_UN}{_SUB}:]|{_PCT})*@)?"
    rf"(?:\[(?P<ip>[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.[{_UN}{_SUB}:]+)\]|(?:[{_UN}{_SUB}]|{_PCT})*)(?::[0-9]*)?"
)
_URI = re.compile(
    rf"(?:(?P<s>[A-Za-z][A-Za-z0-9+\-.]*):)?"
    rf"(?://{_AUTH}(?:/{_PCHAR}*)*|(?P<p>(?!//)(?:{_PCHAR}|/)*))"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)


def _is_reference(text):
    found = _URI.fullmatch(text)
    if not found:
        return False
    ip = found["ip"]
    if ip and ip[0] not in "vV":
        try:
            ipaddress.IPv6Address(ip)
        except ValueError:
            return False
    return bool(found["s"]) or ":" not in (found["p"] or "").split("/")[0]


def redirect(path, info="", code=302, headers=()):
    if not isinstance(path, str):
        raise TypeError("the path is a str")
    if not _is_reference(path):
        raise ValueError(f"not a URI reference: {path!r}")
    all_headers = Headers(headers)
    all_headers["Location"] = path
    abort(code, info, all_headers)


_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.A)


def static(path, attachment=True, headers=()):
    given = Headers(headers)
    base = os.path.basename(os.fsdecode(path))
    kind, coding = mimetypes.guess_type("./" + base)
    if not kind or not _TYPE.fullmatch(kind):
        kind, coding = "application/octet-stream", None
    if "content-type" not in given:
        given["Content-Type"] = kind
        if coding:
            given.setdefault("Content-Encoding", coding)
    if attachment:
        given.setdefault("Content-Disposition", "attachment")
    return FileResponse(200, path, given)


def jsonify(smth):
    return Response(
        200, {"Content-Type": "application/json"}, json.dumps(smth, allow_nan=False).encode()
    )


def _discard(thing):
    if inspect.iscoroutine(thing):
        thing.close()
    elif isinstance(thing, (tuple, list, set)):
        for one in thing:
            _discard(one)
    elif isinstance(thing, dict):
        for one in thing.values():
            _discard(one)


def _clone(inner):
    new = object.__new__(type(inner))
    if hasattr(inner, "__dict__"):
        new.__dict__.update(inner.__dict__)
    for kind in type(inner).__mro__:
        for slot in vars(kind).values():
            if isinstance(slot, types.MemberDescriptorType):
                with contextlib.suppress(AttributeError):
                    slot.__set__(new, slot.__get__(inner))
    return new


def _wrap(inner, code, headers):
    if "transfer-encoding" in headers and "content-length" in headers:
        raise ValueError("both Transfer-Encoding and Content-Length")
    octets = inner._octets
    if (_bodiless(inner.code) or _bodiless(code)) and octets:
        raise ValueError("content where none can be")
    new = _clone(inner)
    new.headers = inner.headers.copy()
    if inner._auto and new.headers.getall("content-length") == [str(octets)]:
        del new.headers["content-length"]
    new.code = code
    new.headers.replace(headers)
    if "transfer-encoding" in new.headers:
        new.headers.popall("content-length")
    elif "content-length" not in new.headers and (inner._auto or _bodiless(inner.code)):
        default = Headers(new.defheaders)
        if "content-length" in default:
            new.headers["Content-Length"] = default["content-length"]
            new._auto = True
    return new


async def responsify(smth):
    layers = []
    try:
        while True:
            match smth:
                case Response():
                    break
                case str():
                    smth = Response(200, (), smth.encode("utf-8"))
                case bytes():
                    smth = Response(200, {"Content-Type": "text/html"}, smth)
                case (_, _, *_) if isinstance(smth, tuple):
                    code, *fields, last = smth
                    for one in fields:
                        if not isinstance(one, tuple):
                            raise TypeError(f"no header: {one!r}")
                    layers.append((_code(code), Headers(fields)))
                    smth = last
                case _ if inspect.isawaitable(smth):
                    smth = await smth
                case _:
                    raise TypeError(f"no response: {type(smth).__name__}")
    except (TypeError, ValueError):
        _discard(smth)
        raise
    for code, fields in reversed(layers):
        smth = _wrap(smth, code, fields)
    return smth


async def send(response, reader, writer, method="GET"):
    if isinstance(response, Abort):
        body = b"" if _bodiless(response.code) else response.description.encode("utf-8")
        response = Response(response.code, response.headers, body)
    if not isinstance(response, Response):
        raise TypeError("not a Response")
    code = int(response.code)
    reason = response.description
    if re.search("[^\t\x20-\x7e\x80-\xff]", reason):
        raise ValueError("no reason phrase")
    lines = [f"HTTP/1.1 {code:03d} {reason}"]
    coding = ""
    for name, value in response.headers.items():
        lines.append(f"{name}: {value}")
        if name == "transfer-encoding":
            coding = value
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    chunked = coding.lower().split(",")[-1].strip() == "chunked"
    writer.write(head)
    if method != "HEAD" and code >= 200 and code not in (204, 304):
        chunks = iter(response.data)
        try:
            for chunk in chunks:
                if not chunk:
                    continue
                if chunked:
                    writer.writelines([b"%x\r\n" % len(chunk), chunk, b"\r\n"])
                else:
                    writer.write(chunk)
                await writer.drain()
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        if chunked:
            writer.write(b"0\r\n\r\n")
    await writer.drain()
    if code >= 200 or code == 101:
        await response.communicate(reader, writer)

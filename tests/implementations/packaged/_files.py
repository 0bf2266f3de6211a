"""Files as responses: 304 announces no length, and a file that shrank raises OSError.

A plain name is not sent with an attachment; any other has an ASCII stand-in and `filename*`.
A gzip or brotli file is sent as its content type with a Content-Encoding, another compressed one
as an octet stream.
"""

from __future__ import annotations

import contextlib
import mimetypes
import os
import re
import stat
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ._errors import Abort
from ._respond import Response
from ._status import Status
from .struct import Headers, Source

__all__ = ["FileResponse", "static"]

AnyPath = str | os.PathLike[str]

_FLAGS: Final[int] = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_PLAIN: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_UNSAFE: Final = re.compile(r"[^ !#$&'()+,\-.0-9;=@A-Z\[\]^_`a-z{}~]")
_CODINGS: Final = ("gzip", "br")


class _Octets:
    """Reads one file, opened when the first chunk is asked for, up to the length announced."""

    _descriptor: int | None = None

    def __init__(self, path: str | bytes, left: int, bufsize: int) -> None:
        self._path = path
        self._left = left
        self._bufsize = bufsize

    def __iter__(self) -> _Octets:
        return self

    def __next__(self) -> bytes:
        if self.exhausted:
            self.close()
            raise StopIteration
        try:
            chunk = self._read()
        except BaseException:
            self.close()
            raise
        self._left -= len(chunk)
        return chunk

    def _read(self) -> bytes:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, _FLAGS)
            if not stat.S_ISREG(os.fstat(self._descriptor).st_mode):
                raise OSError("what was a file is a file no more")
        chunk = os.read(self._descriptor, min(self._bufsize, self._left))
        if not chunk:
            raise OSError("the file ended before the length that was announced")
        return chunk

    @property
    def exhausted(self) -> bool:
        return self._left <= 0

    def close(self) -> None:
        self._left = 0
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __del__(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(Exception):
                self.close()


class _OnDisk:
    """Finds out whether a path leads to a file that can be read, and how long it is."""

    __slots__ = ()

    @staticmethod
    def _measure(path: str | bytes) -> int:
        try:
            found = os.stat(path)
            if not stat.S_ISREG(found.st_mode):
                raise Abort(404)
            os.close(os.open(path, _FLAGS))
        except (OSError, ValueError) as reason:
            raise Abort(404) from reason
        return found.st_size


class FileResponse(_OnDisk, Response):
    """A response whose content is a file."""

    __slots__ = ("_bufsize", "_length", "_path", "_place")

    _length: int

    def __init__(self, code: int, path: AnyPath, headers: Source, bufsize: int = 65536) -> None:
        if not isinstance(bufsize, int):
            raise TypeError(f"bufsize is an int, not {type(bufsize).__name__}")
        if bufsize < 1:
            raise ValueError("bufsize is 1 at least")
        self._status = Status.sendable(code)
        self._path = path
        self._place: str | bytes = os.fspath(path)
        self._bufsize = bufsize
        self._length = self._measure(self._place)
        self._drop_forbidden()
        self._fields = self._merge(headers)

    @property
    def path(self) -> AnyPath:
        return self._path

    @property
    def bufsize(self) -> int:
        return self._bufsize

    @property
    def data(self) -> Iterator[bytes]:
        return _Octets(self._place, self._length, self._bufsize)

    def _octets(self) -> int:
        return self._length

    def _drop(self) -> None:
        object.__setattr__(self, "_length", 0)

    def _own_chunks(self) -> None:
        """A file is opened anew for each iteration: there is nothing to share."""

    def _muted(self, data: Iterable[bytes]) -> bool:
        return (isinstance(data, _Octets) and data.exhausted) or super()._muted(data)


def _disposition(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return "attachment"
    fallback = _UNSAFE.sub("_", name)
    value = f'attachment; filename="{fallback}"'
    if fallback != name:
        with contextlib.suppress(UnicodeEncodeError):
            value += f"; filename*=UTF-8''{_extended(name)}"
    return value


def _extended(name: str) -> str:
    plain = b"!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    octets = name.encode("utf-8")
    return "".join(chr(octet) if octet in plain else f"%{octet:02X}" for octet in octets)


def _labels(name: str, fields: Headers) -> Iterator[tuple[str, Any]]:
    """The fields that tell what the file is; the leading dot keeps the name from being a URL."""
    if "content-type" in fields:
        return
    kind, coding = mimetypes.guess_type("./" + name)
    if coding is not None:
        if "content-encoding" not in fields and kind is not None and coding in _CODINGS:
            yield "Content-Encoding", coding
        elif fields.get("content-encoding", "").lower() != coding:
            kind = None
    yield "Content-Type", kind or "application/octet-stream"


def static(path: AnyPath, attachment: bool = True, headers: Source = ()) -> FileResponse:
    fields = Headers(headers)
    name = os.path.basename(os.fsdecode(path))
    fields.update(list(_labels(name, fields)))
    if attachment and "content-disposition" not in fields:
        fields.add("Content-Disposition", _disposition(name))
    return FileResponse(200, path, fields)

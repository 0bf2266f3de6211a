"""The responses: content in memory, a file, JSON."""

from __future__ import annotations

import json
import mimetypes
import os
import stat
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterable, Iterator
from typing import Any

from .abort import Abort, phrase, status_code
from .struct import Headers, Pairs


def allows_content(code: int) -> bool:
    """Whether a response with this code may have content (RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5)."""
    return code >= 200 and code not in (204, 205, 304)


def states_length(code: int) -> bool:
    """Whether a length is stated without being asked for (RFC 9110 §8.6)."""
    return code >= 200 and code not in (204, 304)


class Response:
    """A status code, header fields and content.

    Raises TypeError for data that is not bytes, and ValueError for content with a code that
    allows none.
    """

    code: int
    headers: Headers

    def __init__(self, code: int, headers: Pairs, data: bytes) -> None:
        if not isinstance(data, bytes):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        self._chunks = [b"".join([data])]
        self._set_head(code, headers)

    def _set_head(self, code: int, headers: Pairs) -> None:
        self.code = status_code(code)
        self.headers = Headers(self.defheaders)
        self.headers.replace(headers)
        self._check_framing()

    def _check_framing(self) -> None:
        if self._length() and not allows_content(self.code):
            raise ValueError(f"a response with code {self.code} has no content")
        if "Transfer-Encoding" in self.headers:
            self.headers.popall("Content-Length")

    def _length(self) -> int:
        return sum(map(len, self._chunks))

    @property
    def data(self) -> Iterable[bytes]:
        """The content, in chunks: here a list of one."""
        return self._chunks

    @property
    def description(self) -> str:
        """The reason phrase."""
        return phrase(self.code)

    @property
    def defheaders(self) -> Pairs:
        """The header fields that hold unless the constructor's `headers` say otherwise."""
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        if states_length(self.code):
            headers["Content-Length"] = str(self._length())
        return headers

    async def communicate(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Called once, after the response was sent: a subclass may go on in another protocol."""


class FileResponse(Response):
    """The content of a regular file, read in chunks of at most `bufsize` octets when it is sent.

    Raises Abort with code 404 where `path` names no regular file that can be read.
    """

    def __init__(
        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
    ) -> None:
        if bufsize < 1:
            raise ValueError(f"bufsize is at least 1, not {bufsize!r}")
        self.path = path
        self.bufsize = bufsize
        self._size = size_of_file(path)
        self._set_head(code, headers)

    def _length(self) -> int:
        return self._size

    @property
    def data(self) -> Iterator[bytes]:
        """A new iterator over the file: opened for the first chunk, closed after the last.

        Never more octets than were announced; OSError if the file now has fewer.
        """
        left = self._size
        with open(self.path, "rb", buffering=0) as file:
            while left:
                chunk = file.read(min(self.bufsize, left))
                if not chunk:
                    raise OSError(f"{self.path!r} is {left} octets shorter than it was")
                left -= len(chunk)
                yield chunk


def size_of_file(path: str | os.PathLike[str]) -> int:
    """The size, in octets, of a regular file that can be read; any other path is Abort(404)."""
    try:
        status = os.stat(os.fspath(path))
        if stat.S_ISREG(status.st_mode):
            with open(path, "rb"):
                return status.st_size
    except (OSError, ValueError):
        pass
    raise Abort(404)


def static(
    path: str | os.PathLike[str], attachment: bool = True, headers: Pairs = ()
) -> FileResponse:
    r"""The file at `path`, typed by its name; `attachment` asks the client to save it.

    It serves **any** path. A name from outside must be confined first, and normalising is not
    enough: ``normpath("../../x")`` keeps its dots, and joining an absolute path drops the root.
    This recipe holds, links out of the root included:

    >>> def inside(root: str, name: str) -> str:
    ...     if "\0" in name:
    ...         abort(404)
    ...     path = os.path.join(root, os.path.normpath("/" + name).lstrip("/"))
    ...     root = os.path.realpath(root)
    ...     if os.path.commonpath([root, os.path.realpath(path)]) != root:
    ...         abort(404)
    ...     return path
    >>> inside("/srv/www", "../../etc/passwd")
    '/srv/www/etc/passwd'
    """
    # The "/" keeps mimetypes from reading a name such as "data:a/b,c" as a URL.
    media_type, encoding = mimetypes.guess_type("/" + os.path.basename(os.fspath(path)))
    if media_type is None or encoding is not None:
        media_type = "application/octet-stream"
    fields = Headers({"Content-Type": media_type})
    if attachment:
        fields["Content-Disposition"] = "attachment"
    fields.replace(headers)
    return FileResponse(200, path, fields)


def jsonify(smth: Any) -> Response:
    """`smth` as JSON. Raises TypeError for what JSON has no form for, ValueError for NaN."""
    data = json.dumps(smth, allow_nan=False).encode()
    return Response(200, {"Content-Type": "application/json"}, data)

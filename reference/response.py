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
    """Whether content may follow the head (RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5)."""
    # clause: wire.no-content, send.no-content, send.abort-no-content
    return code >= 200 and code not in (204, 205, 304)


def states_length(code: int) -> bool:
    """Whether a length is stated without being asked for (RFC 9110 §8.6)."""
    # clause: response.no-default-length, wire.no-length, wire.not-modified
    return code >= 200 and code not in (204, 304)


# clause: module.classes
class Response:
    """A status code, header fields and content.

    Raises TypeError for data that is not bytes, and ValueError for content with a code that
    allows none.
    """

    code: int
    headers: Headers

    # clause: response.construct, module.by-position, module.by-keyword
    def __init__(self, code: int, headers: Pairs, data: bytes) -> None:
        # clause: response.data-type, response.data-at-once, response.buffers-copied
        # clause: response.views-copied
        if not isinstance(data, bytes):
            raise TypeError(f"data is bytes, not {type(data).__name__}")
        # clause: response.one-chunk, response.bytes-subclass, wire.content
        self._chunks = [b"".join([data])]
        self._size = sum(map(len, self._chunks))
        self._set_head(code, headers)

    def _set_head(self, code: int, headers: Pairs) -> None:
        # clause: response.code, response.code-kinds, response.code-range, file-response.code-kinds
        # clause: file-response.code-range
        self.code = status_code(code)
        # clause: response.headers-type, response.instances-apart, response.defheaders-overridden
        # clause: response.defheaders-apart, response.defheaders-every-code
        # clause: file-response.defheaders
        self.headers = Headers(self.defheaders)
        # clause: response.default-overridden, response.length-overridden, response.caller-repeats
        # clause: response.length-every-code
        # clause: response.other-headers, response.argument-apart, response.no-content-headers
        # clause: file-response.headers, file-response.default-overridden
        # clause: file-response.arguments-apart, file-response.no-content-headers, wire.singletons
        # clause: file-response.caller-repeats, response.registered-names, response.nothing-added
        # clause: file-response.registered-names, file-response.nothing-added
        self.headers.replace(headers)
        self._check_framing()

    def _check_framing(self) -> None:
        # clause: response.no-content, response.empty-accepted, file-response.no-content
        # clause: responsify.no-content
        if self._size and not allows_content(self.code):
            raise ValueError(f"a response with code {self.code} has no content")
        # clause: response.transfer-encoding, response.not-both-framings, response.every-coding
        # clause: file-response.transfer-encoding, responsify.transfer-encoding
        # clause: file-response.not-both-framings, static.framing
        if "Transfer-Encoding" in self.headers:
            self.headers.popall("Content-Length")

    @property
    def data(self) -> Iterable[bytes]:
        """The content, in chunks: here a list of one."""
        return self._chunks

    @property
    def description(self) -> str:
        """The reason phrase."""
        # clause: response.description, response.description-phrase
        return phrase(self.code)

    # clause: response.defheaders, response.defheaders-extended, file-response.defheaders-default
    @property
    def defheaders(self) -> Pairs:
        """The header fields that hold unless the constructor's `headers` say otherwise."""
        # clause: response.content-type, response.no-default-encoding, file-response.content-type
        headers = {"Content-Type": "text/html; charset=utf-8"}
        # clause: response.no-default-length, response.reset-length
        if states_length(self.code):
            # clause: response.content-length, file-response.content-length, jsonify.content-length
            # clause: wire.content-length, wire.next-response
            headers["Content-Length"] = str(self._size)
        return headers

    # clause: response.communicate, file-response.communicate, wire.communicate-default
    async def communicate(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Called once, after the response was sent: a subclass may go on in another protocol."""


# clause: module.classes
class FileResponse(Response):
    """The content of a regular file, read in chunks of at most `bufsize` octets when it is sent.

    Raises Abort with code 404 where `path` names no regular file that can be read.
    """

    # clause: module.by-position, module.by-keyword, module.optional, file-response.default-bufsize
    def __init__(
        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
    ) -> None:
        # clause: file-response.bufsize-positive
        if bufsize < 1:
            raise ValueError(f"bufsize is at least 1, not {bufsize!r}")
        # clause: file-response.construct, file-response.instances-apart
        self.path = path
        self.bufsize = bufsize
        # clause: file-response.content-length, file-response.size-of-special
        # clause: file-response.asks-anew, file-response.large
        self._size = size_of_file(path)
        self._set_head(code, headers)

    # clause: file-response.iterator, file-response.afresh
    @property
    def data(self) -> Iterator[bytes]:
        """A new iterator over the file: opened for the first chunk, closed after the last.

        Never more octets than were announced; OSError if the file now has fewer.
        """
        # clause: file-response.grown, file-response.size-of-special, wire.file-grown
        # clause: file-response.grown-by-replacement
        left = self._size
        # clause: file-response.opened-late, file-response.closed-at-end
        # clause: file-response.closed-when-left, file-response.no-mixture, send.file-closed
        # clause: file-response.failing-reads, file-response.vanished, static.opened-late
        with open(self.path, "rb", buffering=0) as file:
            # clause: file-response.content, file-response.short-reads, file-response.iterator
            # clause: file-response.every-octet
            while left:
                # clause: file-response.chunks, file-response.grown
                chunk = file.read(min(self.bufsize, left))
                # clause: file-response.shrunk, file-response.shrunk-octets, file-response.chunks
                if not chunk:
                    raise OSError(f"{self.path!r} is {left} octets shorter than it was")
                left -= len(chunk)
                yield chunk


def size_of_file(path: str | os.PathLike[str]) -> int:
    """The size, in octets, of a regular file that can be read; any other path is Abort(404)."""
    try:
        # clause: file-response.any-name, file-response.any-way
        status = os.stat(os.fspath(path))
        # clause: file-response.never-hangs, file-response.special-not-found
        if stat.S_ISREG(status.st_mode):
            # clause: file-response.unreadable, file-response.readable, file-response.locked-folder
            # clause: file-response.refused-closed
            with open(path, "rb"):
                return status.st_size
    # clause: file-response.not-found, file-response.not-found-abort, static.not-found
    except (OSError, ValueError):
        pass
    raise Abort(404)


# clause: static.any-path, static.attachment-default, module.by-position, module.by-keyword
# clause: module.optional
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
    # clause: static.content-type, static.type-of-the-name, static.type-of-any-name
    # clause: static.content-type-grammar, wire.file-names
    media_type, encoding = mimetypes.guess_type("/" + os.path.basename(os.fspath(path)))
    # clause: static.unknown-type, static.compressed, static.not-encoded
    if media_type is None or encoding is not None:
        media_type = "application/octet-stream"
    fields = Headers({"Content-Type": media_type})
    # clause: static.attachment, static.inline
    if attachment:
        # clause: static.disposition-grammar, static.disposition-name, wire.file-names
        fields["Content-Disposition"] = "attachment"
    # clause: static.caller-wins, static.caller-wins-one, static.caller-wins-encoded
    # clause: static.other-headers, static.arguments-apart, static.caller-repeats
    # clause: static.registered-names
    fields.replace(headers)
    # clause: static.file-response
    return FileResponse(200, path, fields)


# clause: module.by-position, module.by-keyword
def jsonify(smth: Any) -> Response:
    """`smth` as JSON. Raises TypeError for what JSON has no form for, ValueError for NaN."""
    # clause: jsonify.data, jsonify.falsy, jsonify.as-json-dumps, jsonify.unserialisable
    # clause: jsonify.circular, jsonify.no-nan, jsonify.no-nan-anywhere, jsonify.utf-8
    data = json.dumps(smth, allow_nan=False).encode()
    # clause: jsonify.response, jsonify.media-type, jsonify.apart
    return Response(200, {"Content-Type": "application/json"}, data)

"""A small site, made with an implementation: each way to a response, to be tried by hand."""

from __future__ import annotations

import html
import os
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

#: The most files of the folder that the first page links to.
MOST_LINKS = 50


@dataclass(frozen=True)
class Request:
    """What a handler is given; `fields` has lower-case names."""

    method: str
    target: str
    version: str = "1.1"
    fields: tuple[tuple[str, str], ...] = ()
    content: bytes = b""

    @property
    def path(self) -> str:
        """The path of the target, decoded; octets that are no UTF-8 as the file system has them."""
        path = self.target.partition("?")[0].partition("#")[0]
        if not path.startswith("/"):
            path = urlsplit(self.target).path
        return unquote(path, errors="surrogateescape")

    def has(self, name: str, member: str) -> bool:
        """Whether a field that is a list has this member, in any case."""
        values = ",".join(value for key, value in self.fields if key == name)
        return member in [one.strip().lower() for one in values.split(",")]


class Site:
    """Handlers by path; what they return is for `responsify`."""

    def __init__(self, impl: Any, folder: Path) -> None:
        self.impl = impl
        self.folder = folder
        self.pages: dict[str, Callable[[Request], Any]] = {
            "/": self._index,
            "/bytes": lambda request: b'<meta charset="iso-8859-1">d\xe9j\xe0 vu',
            "/json": lambda request: impl.jsonify({"path": request.path, "\u20ac": [1.5]}),
            "/tuple": lambda request: (
                203, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), "two cookies",
            ),
            "/coroutine": self._later,
            "/nothing": lambda request: (204, ""),
            "/redirect": lambda request: impl.redirect("/json", "It is at /json."),
            "/gone": lambda request: impl.abort(410, "It was here once."),
            "/error": self._error,
            "/upgrade": self._upgrade,
        }  # fmt: skip
        self.folders: dict[str, Callable[[Request, str], Any]] = {
            "file": lambda request, path: impl.static(path, attachment=False),
            "download": lambda request, path: impl.static(path),
            "stream": self._stream,
        }

    def __call__(self, request: Request) -> Any:
        """What the handler of the request's path returns; raises Abort for what is not there."""
        kind, _, name = request.path[1:].partition("/")
        if request.path == "/echo":
            return self.impl.Response(
                200, {"Content-Type": "application/octet-stream"}, request.content
            )
        if request.method not in ("GET", "HEAD"):
            self.impl.abort(405, "Only /echo takes content.", {"Allow": "GET, HEAD"})
        if request.path in self.pages:
            return self.pages[request.path](request)
        if kind in self.folders and name:
            return self.folders[kind](request, self._inside(name))
        self.impl.abort(404, html.escape(f"There is no {request.path!a}."))

    def _inside(self, name: str) -> str:
        abort = self.impl.abort

        # The recipe of the specification, as it stands there.
        def inside(root: str, name: str) -> str:
            if "\0" in name:
                abort(404)
            path = os.path.join(root, os.path.normpath("/" + name).lstrip("/"))
            root = os.path.realpath(root)
            if os.path.commonpath([root, os.path.realpath(path)]) != root:
                abort(404)
            return path

        return inside(str(self.folder), name)

    def _index(self, request: Request) -> str:
        names = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_file())
        files = [
            f"/{kind}/{quote(os.fsencode(name))}"
            for name in names[:MOST_LINKS]
            for kind in self.folders
        ]
        links = "".join(
            f'<li><a href="{html.escape(path)}">{html.escape(path)}</a>\n'
            for path in [*self.pages, *files]
        )
        return (
            "<!doctype html>\n<html lang=en><title>A response API</title>\n"
            f"<h1>Served by {html.escape(str(self.impl.name))}</h1>\n<ul>\n{links}</ul>\n"
        )

    async def _later(self, request: Request) -> Any:
        return (200, ("X-Awaited", "once"), self._index(request))

    def _error(self, request: Request) -> Any:
        raise RuntimeError("this handler always fails")

    def _stream(self, request: Request, path: str) -> Any:
        # A client of HTTP/1.0 reads no chunks (RFC 9112 §6.1).
        chunked = {"Transfer-Encoding": "chunked"} if request.version == "1.1" else {}
        return self.impl.FileResponse(200, path, {"Content-Type": "text/plain", **chunked}, 1000)

    def _upgrade(self, request: Request) -> Any:
        fields = {"Upgrade": "echo", "Connection": "upgrade"}
        if not (request.has("connection", "upgrade") and request.has("upgrade", "echo")):
            self.impl.abort(426, "It speaks the protocol echo.", fields)

        class Echo(self.impl.Response):  # type: ignore[misc, name-defined]
            async def communicate(self, reader: StreamReader, writer: StreamWriter) -> None:
                while data := await reader.read(4096):
                    writer.write(data)
                    await writer.drain()

        return Echo(101, fields, b"")

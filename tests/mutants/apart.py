"""Wrong beliefs about what stays, what joins it, and what one response has to do with another."""

# ruff: noqa: E501 (a table: one mutant a line)

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from . import Mutant

FILE = "response.py"
DEFAULTS = "self.headers = Headers(self.defheaders)"
MERGE = "self.headers.replace(headers)"
CHECKED = "self._check_framing()\n\n    def _check"
FRAMED = 'if "Transfer-Encoding" in self.headers:'
FILE_HEAD = "self._size = size_of_file(path)\n        self._set_head(code, headers)\n"
LEFT = "left = self._size"
OPEN = 'with open(self.path, "rb", buffering=0) as file:'
FIELDS = "fields.replace(headers)"
MADE = "return FileResponse(200, path, fields)"


def line(clause: str, belief: str, old: str, new: str) -> Mutant:
    return Mutant(clause, belief, FILE, old, new)


def then(old: str, statement: str) -> tuple[str, str]:
    """`statement` after the first line of `old`."""
    first, rest = old.split("\n", 1)
    return old, f"{first}\n        {statement}\n{rest}"


def _statted_once(package: Any) -> None:
    size_of_file, known = package.response.size_of_file, {}

    def sized(path: Any) -> Any:
        path = os.fspath(path)
        if path not in known:
            known[path] = size_of_file(path)
        return known[path]

    package.response.size_of_file = sized


def _never_found_again(package: Any) -> None:
    size_of_file, missing = package.response.size_of_file, set()

    def sized(path: Any) -> Any:
        if os.fspath(path) in missing:
            raise package.Abort(404)
        try:
            return size_of_file(path)
        except package.Abort:
            missing.add(os.fspath(path))
            raise

    package.response.size_of_file = sized


def _read_once(package: Any) -> None:
    """What was read of a path is good while its size and the second of its change stay."""
    read, known = package.FileResponse.data.fget, {}

    def data(self: Any) -> Any:
        try:
            status = os.stat(self.path)
        except OSError:
            return read(self)
        key = os.fspath(self.path), status.st_size, int(status.st_mtime)
        if key not in known:
            known[key] = b"".join(read(self))
        content = known[key]
        return iter([content[i : i + self.bufsize] for i in range(0, len(content), self.bufsize)])

    package.FileResponse.data = property(data)


def _remembered(package: Any) -> None:
    static = package.static
    known: dict[Any, Any] = {}

    def remembering(path: Any, attachment: bool = True, headers: Any = ()) -> Any:
        key = os.fspath(path), attachment
        if headers == () and key in known and os.path.exists(path):
            return known[key]
        known[key] = static(path, attachment, headers)
        return known[key]

    package.static = remembering


def _of_the_class(name: str) -> Callable[[Any], None]:
    """A change: an attribute of a FileResponse is the class's."""

    def change(package: Any) -> None:
        def put(self: Any, value: Any) -> None:
            package.FileResponse._last = value

        setattr(package.FileResponse, name, property(lambda self: self._last, put))

    return change


def _sticky(name: str) -> Callable[[Any], None]:
    """A change: what a caller gave as x-a is a default from then on."""

    def change(package: Any) -> None:
        make, sticky = getattr(package, name), package.Headers()

        def making(*args: Any, **kwargs: Any) -> Any:
            response = make(*args, **kwargs)
            sticky.replace({"x-a": response.headers.get("x-a") or sticky.get("x-a", "none")})
            if sticky["x-a"] != "none":
                response.headers.setdefault("x-a", sticky["x-a"])
            return response

        setattr(package, name, making)

    return change


MUTANTS = [
    line("response.registered-names", "a field about the connection is the server's", *then(CHECKED, "for name in ('Connection', 'Keep-Alive', 'TE'): self.headers.popall(name)")),
    line("response.registered-names", "Date and Server are the server's", *then(CHECKED, "for name in ('Date', 'Server'): self.headers.popall(name)")),
    line("response.registered-names", "the length of encoded content is unknown", FRAMED, 'if "Transfer-Encoding" in self.headers or "Content-Encoding" in self.headers:'),
    line("response.registered-names", "a connection that closes ends the content", FRAMED, 'if "Transfer-Encoding" in self.headers or self.headers.get("Connection") == "close":'),
    line("response.registered-names", "a 304 describes no content", *then(CHECKED, "self.headers.popall('Content-Encoding') if self.code == 304 else None")),
    line("response.registered-names", "a 401 asks for Basic", *then(CHECKED, "self.headers.update({'WWW-Authenticate': 'Basic'} if self.code == 401 else ())")),
    line("response.registered-names", "only a 206 has a range", *then(CHECKED, "self.headers.popall('Content-Range') if self.code != 206 else None")),
    line("response.registered-names", "a 103 has no Link", *then(CHECKED, "self.headers.popall('Link') if self.code < 200 else None")),
    line("response.registered-names", "Content-Encoding asks for it", *then(CHECKED, "self._chunks = [b''.join(self._chunks)[::-1]] if 'Content-Encoding' in self.headers and hasattr(self, '_chunks') else getattr(self, '_chunks', [])")),
    line("response.nothing-added", "a 401 has to ask", *then(CHECKED, "self.headers.setdefault('WWW-Authenticate', 'Basic') if self.code == 401 else None")),
    line("response.nothing-added", "a 405 has to allow", *then(CHECKED, "self.headers.setdefault('Allow', 'GET') if self.code == 405 else None")),
    line("response.nothing-added", "a 426 upgrades", *then(CHECKED, "self.headers.setdefault('Connection', 'upgrade') if self.code in (101, 426) else None")),
    line("response.nothing-added", "an error closes the connection", *then(CHECKED, "self.headers.setdefault('Connection', 'close') if self.code >= 500 else None")),
    line("response.nothing-added", "a 503 says when", *then(CHECKED, "self.headers.setdefault('Retry-After', '9') if self.code == 503 else None")),
    line("response.argument-apart", "headers that are complete need no copy", DEFAULTS, "complete = type(headers) is Headers and {'content-type', 'content-length'} <= {*headers}; self.headers = headers if complete else Headers(self.defheaders)"),
    line("response.argument-apart", "a dict may be emptied of the framing", MERGE, "framing = headers.pop('Transfer-Encoding', None) if isinstance(headers, dict) else None; self.headers.replace(headers); self.headers.replace({'Transfer-Encoding': framing} if framing else ())"),
    line("response.argument-apart", "headers may be emptied of the length", MERGE, "headers.popall('Content-Length') if isinstance(headers, Headers) and 'Transfer-Encoding' in headers else None; self.headers.replace(headers)"),
    line("static.arguments-apart", "a dict may be completed", FIELDS, "headers.setdefault('Content-Type', media_type) if isinstance(headers, dict) else None; fields.replace(headers)"),
    line("static.arguments-apart", "headers may be emptied of the disposition", FIELDS, "fields.replace(headers); headers.popall('Content-Disposition') if isinstance(headers, Headers) else None"),
    Mutant("static.arguments-apart", "what was given once is a default", change=_sticky("static")),
    line("response.one-chunk", "a byte order mark is no content", 'self._chunks = [b"".join([data])]', 'self._chunks = [b"".join([data]).removeprefix(b"\\xef\\xbb\\xbf")]'),
    line("wire.content", "a line of HTML ends with CRLF", 'self._chunks = [b"".join([data])]', 'self._chunks = [data.replace(b"\\n", b"\\r\\n") if data.startswith(b"<") else data]'),
    line("file-response.default-bufsize", "a file has a mebibyte at most", LEFT, "left = min(self._size, 2**20)"),
    line("file-response.any-way", "a link leads to a file beside it", "if stat.S_ISREG(status.st_mode):", "if stat.S_ISREG(status.st_mode) and os.path.dirname(os.path.realpath(path)) == os.path.realpath(os.path.dirname(path)):"),
    line("response.defheaders-overridden", "the defaults of a subclass have one value", MERGE, "[self.headers.replace([pair]) for pair in Headers(headers).items()] if type(self).defheaders not in (Response.defheaders, FileResponse.defheaders) else self.headers.replace(headers)"),
    line("file-response.defheaders", "the defaults of a subclass have one value", MERGE, "[self.headers.replace([pair]) for pair in Headers(headers).items()] if type(self).defheaders not in (Response.defheaders, FileResponse.defheaders) else self.headers.replace(headers)"),
    line("response.defheaders-apart", "defheaders may be filled", DEFAULTS, "defaults = self.defheaders; self.headers = defaults if isinstance(defaults, Headers) else Headers(defaults)"),
    line("response.defheaders-apart", "a dict of defaults may be emptied", MERGE, "defaults = self.defheaders; [defaults.pop(k) for k in list(defaults) if isinstance(defaults, dict) and k.lower() in Headers(headers if isinstance(headers, dict) else ())]; self.headers.replace(headers)"),
    line("response.defheaders-apart", "a list of defaults may be extended", MERGE, "defaults = self.defheaders; defaults.extend(headers.items()) if type(defaults) is list and isinstance(headers, dict) else None; self.headers.replace(headers)"),
    line("file-response.registered-names", "Last-Modified is the file's", FILE_HEAD, FILE_HEAD + "        self.headers['Last-Modified'] = 'x'\n"),
    line("file-response.registered-names", "an entity tag goes beside the caller's", FILE_HEAD, FILE_HEAD + "        self.headers.add('ETag', 'x')\n"),
    line("file-response.registered-names", "a 206 is the first half", LEFT, "left = self._size // (2 if self.code == 206 else 1)"),
    line("file-response.nothing-added", "a name tells the encoding", FILE_HEAD, FILE_HEAD + "        if mimetypes.guess_type(self.path)[1]: self.headers.setdefault('Content-Encoding', 'gzip')\n"),
    line("file-response.nothing-added", "a file is saved", FILE_HEAD, FILE_HEAD + "        if os.fspath(path).endswith('.pdf'): self.headers.setdefault('Content-Disposition', 'attachment')\n"),
    line("static.registered-names", "what is saved is not stored", MADE, "fields.replace({'Cache-Control': 'no-store'} if attachment else ()); return FileResponse(200, path, fields)"),
    line("static.registered-names", "a range makes a 206", MADE, "return FileResponse(206 if 'Content-Range' in fields else 200, path, fields)"),
    line("static.registered-names", "an encoded file is of no type", FIELDS, "fields.replace(headers); fields.replace({'Content-Type': 'application/octet-stream'} if 'Content-Encoding' in fields else ())"),
    Mutant("file-response.instances-apart", "there is one bufsize", change=_of_the_class("bufsize")),
    Mutant("file-response.instances-apart", "there is one path", change=_of_the_class("path")),
    Mutant("file-response.instances-apart", "there is one size", change=_of_the_class("_size")),
    Mutant("file-response.asks-anew", "a file keeps its size", change=_statted_once),
    Mutant("file-response.asks-anew", "a file that was missing stays so", change=_never_found_again),
    Mutant("file-response.asks-anew", "a file changes once a second", change=_read_once),
    Mutant("file-response.asks-anew", "static is the same for the same path", change=_remembered),
    line("file-response.not-found-abort", "one 404 is as good as another", "    raise Abort(404)\n", "    raise _NOT_FOUND\n\n\n_NOT_FOUND = Abort(404)\n"),
    line("file-response.not-found-abort", "a 404 has no description", "    raise Abort(404)\n", "    error = Abort(404); error.description = None; raise error\n"),
    line("file-response.not-found-abort", "a 404 has a list of headers", "    raise Abort(404)\n", "    error = Abort(404); error.headers = []; raise error\n"),
    line("static.any-path", "a path is the same when it is normalised", MADE, "return FileResponse(200, os.path.normpath(path) if '/' in os.fspath(path) and '\\0' not in os.fspath(path) else path, fields)"),
    line("file-response.large", "a size has 32 bits", "return status.st_size", "return status.st_size & 0xFFFFFFFF"),
    line("file-response.large", "a size has a sign", "return status.st_size", "return (status.st_size + 2**31) % 2**32 - 2**31"),
    line("file-response.large", "a file has two gibibytes at most", "return status.st_size", "return min(status.st_size, 2**31 - 1)"),
    line("file-response.vanished", "a file that is gone has no content", OPEN, f"if not os.path.exists(self.path): return\n        {OPEN}"),
    line("file-response.vanished", "what is no file has no content", OPEN, f"if not os.path.isfile(self.path): return\n        {OPEN}"),
    line("file-response.vanished", "an empty file has no content", OPEN, f"if os.path.isfile(self.path) and not os.path.getsize(self.path): return\n        {OPEN}"),
]  # fmt: skip

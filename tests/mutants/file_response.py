"""Wrong beliefs about FileResponse."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from . import Mutant
from .response import lines

FILE = "response.py"

# Lines of the reference that several beliefs change.
BUFSIZE = "if bufsize < 1:"
PATH = "self.path = path"
KEPT = "self.bufsize = bufsize"
SIZE = "self._size = size_of_file(path)"
LEFT = "left = self._size"
OPEN = 'with open(self.path, "rb", buffering=0) as file:'
READ = "chunk = file.read(min(self.bufsize, left))"
SHORT = 'raise OSError(f"{self.path!r} is {left} octets shorter than it was")'
STAT = "status = os.stat(os.fspath(path))"
REGULAR = "if stat.S_ISREG(status.st_mode):"
READABLE = 'with open(path, "rb"):'
SIZED = "return status.st_size"
CAUGHT = "except (OSError, ValueError):"
NOT_FOUND = "raise Abort(404)"

Change = Callable[[Any], None]


def reading(read: Callable[[Any], Any]) -> Change:
    """A change: `data` is what `read` makes of a FileResponse."""

    def change(package: Any) -> None:
        package.FileResponse.data = property(read)

    return change


def checking(check: Callable[[str], None]) -> Change:
    """A change: `check` sees a path before anybody else does; what it raises comes out."""

    def change(package: Any) -> None:
        size_of_file = package.response.size_of_file

        def checked(path: Any) -> Any:
            try:
                check(os.fspath(path))
            except OSError:
                raise package.Abort(404) from None
            return size_of_file(path)

        package.response.size_of_file = checked

    return change


def seeing(rewrite: Callable[[str], str]) -> Change:
    """A change: the path that is looked at, and opened, is another one."""

    def change(package: Any) -> None:
        size_of_file = package.response.size_of_file
        package.response.size_of_file = lambda path: size_of_file(rewrite(os.fspath(path)))
        package.response.open = lambda path, *how, **more: open(  # noqa: SIM115
            rewrite(os.fspath(path)), *how, **more
        )

    return change


def heading(merge: Callable[[Any, Any, Any], None]) -> Change:
    """A change: `merge` puts the caller's headers into those of a FileResponse.

    It gets the package, the response, whose headers are the defaults, and what the caller gave.
    """

    def change(package: Any) -> None:
        def set_head(self: Any, code: int, headers: Any) -> None:
            package.Response._set_head(self, code, ())
            merge(package, self, headers)

        package.FileResponse._set_head = set_head

    return change


def coded(number: Callable[[Any], Any]) -> Change:
    """A change: a FileResponse has the code that `number` makes of the one given."""

    def change(package: Any) -> None:
        def set_head(self: Any, code: Any, headers: Any) -> None:
            package.Response._set_head(self, 200, headers)
            self.code = number(code)

        package.FileResponse._set_head = set_head

    return change


def defaults(make: Callable[[Any, Any], Any]) -> Change:
    """A change: `make` gives the defheaders, of the package and of the response."""

    def change(package: Any) -> None:
        package.FileResponse.defheaders = property(lambda self: make(package, self))

    return change


# Ways to read a file in chunks, each wrong in its own way.


def _first_chunk(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        chunk = file.read(min(self.bufsize, self._size))
    if chunk:
        yield chunk


def _until_short(self: Any) -> Iterator[bytes]:
    left = self._size
    with open(self.path, "rb", buffering=0) as file:
        while left:
            chunk = file.read(min(self.bufsize, left))
            left -= len(chunk)
            yield chunk
            if len(chunk) < self.bufsize:
                return


def _whole_chunks_only(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        for _ in range(self._size // self.bufsize):
            yield file.read(self.bufsize)


def _one_ahead(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        chunk = file.read(min(self.bufsize, self._size))
        while chunk and (ahead := file.read(self.bufsize)):
            yield chunk
            chunk = ahead


def _more_body(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        more = True
        while more:
            chunk = file.read(self.bufsize)
            more = len(chunk) == self.bufsize
            yield chunk


def _to_the_end(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        yield from iter(lambda: file.read(self.bufsize), b"")


def _to_the_end_of_now(self: Any) -> Iterator[bytes]:
    left = os.stat(self.path).st_size
    with open(self.path, "rb") as file:
        while left:
            left -= len(chunk := file.read(min(self.bufsize, left)) or _gone())
            yield chunk


def _sized_at_access(self: Any) -> Iterator[bytes]:
    def read(left: int) -> Iterator[bytes]:
        with open(self.path, "rb") as file:
            while left:
                left -= len(chunk := file.read(min(self.bufsize, left)) or _gone())
                yield chunk

    return read(os.stat(self.path).st_size)


def _gone() -> bytes:
    raise OSError("the file is shorter than it was")


def _announced(read: Callable[[Any], Iterator[bytes]]) -> Callable[[Any], Iterator[bytes]]:
    def announced(self: Any) -> Iterator[bytes]:
        left = self._size
        for chunk in read(self):
            if left:
                yield chunk[:left]
            left -= len(chunk[:left])

    return announced


def _lines(self: Any) -> Iterator[bytes]:
    with open(self.path, "rb") as file:
        yield from file


def _text(**how: Any) -> Callable[[Any], Iterator[bytes]]:
    def read(self: Any) -> Iterator[bytes]:
        with open(self.path, **how) as file:
            while chunk := file.read(self.bufsize):
                yield chunk.encode(how["encoding"].removesuffix("-sig"))

    return read


def _up_to_control_z(self: Any) -> Iterator[bytes]:
    for chunk in _to_the_end(self):
        text, found, _ = chunk.partition(b"\x1a")
        if text:
            yield text
        if found:
            return


def _reopened(self: Any) -> Iterator[bytes]:
    at = 0
    while at < self._size:
        with open(self.path, "rb") as file:
            file.seek(at)
            chunk = file.read(min(self.bufsize, self._size - at)) or _gone()
        at += len(chunk)
        yield chunk


def _kept_open(self: Any) -> Iterator[bytes]:
    self._file = open(self.path, "rb")  # noqa: SIM115
    left = self._size
    while left:
        left -= len(chunk := self._file.read(min(self.bufsize, left)) or _gone())
        yield chunk


def _opened_at_access(self: Any) -> Iterator[bytes]:
    file = open(self.path, "rb")  # noqa: SIM115

    def read() -> Iterator[bytes]:
        with file:
            yield from _rest(file, self)

    return read()


def _rest(file: Any, self: Any) -> Iterator[bytes]:
    left = self._size
    while left:
        left -= len(chunk := file.read(min(self.bufsize, left)) or _gone())
        yield chunk


def _padded(self: Any) -> Iterator[bytes]:
    left = self._size
    with open(self.path, "rb") as file:
        while left:
            chunk = file.read(min(self.bufsize, left)) or bytes(min(self.bufsize, left))
            left -= len(chunk)
            yield chunk


def _errors_are_the_end(self: Any) -> Iterator[bytes]:
    left = self._size
    with open(self.path, "rb", buffering=0) as file:
        while left:
            try:
                chunk = file.read(min(self.bufsize, left))
            except OSError:
                return
            left -= len(chunk or _gone())
            yield chunk


class _Descriptor:
    """An iterator with an open descriptor, closed at the end of the file and nowhere else."""

    def __init__(self, response: Any) -> None:
        self._descriptor: int | None = None
        self._path, self._bufsize = response.path, response.bufsize
        self._left = response._size

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._descriptor is None and self._left:
            self._descriptor = os.open(self._path, os.O_RDONLY)
        if not self._left:
            self.end()
            raise StopIteration
        chunk = os.read(self._descriptor or 0, min(self._left, self._bufsize)) or _gone()
        self._left -= len(chunk)
        return chunk

    def end(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _UntilDel(_Descriptor):
    """Closed when it is collected."""

    def __next__(self) -> bytes:
        if not self._left:
            raise StopIteration
        return super().__next__()

    def __del__(self) -> None:
        self.end()


class _NoClose(_Descriptor):
    """Closed when it is collected, though it has a close()."""

    def close(self) -> None:
        pass

    def __del__(self) -> None:
        self.end()


class _Again(_Descriptor):
    """Starts again once it has ended."""

    def __init__(self, response: Any) -> None:
        super().__init__(response)
        self._whole = self._left

    def __next__(self) -> bytes:
        try:
            return super().__next__()
        except StopIteration:
            self._left = self._whole
            raise


class _Iterable:
    """Can be iterated, and is no iterator."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return _to_the_end(self._response)


def _one_iterator(self: Any) -> Iterator[bytes]:
    if "_iterator" not in vars(self):
        self._iterator = _Descriptor(self)
    found: Iterator[bytes] = self._iterator
    return found


def _one_file(self: Any) -> Iterator[bytes]:
    if "_file" not in vars(self):
        self._file = open(self.path, "rb", buffering=0)  # noqa: SIM115
    self._file.seek(0)
    yield from _rest(self._file, self)


def _opens_before_it_looks(package: Any) -> None:
    def size_of_file(path: Any) -> int:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            if package.response.stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.close(descriptor)
                return os.stat(path).st_size
        except (OSError, ValueError):
            pass
        raise package.Abort(404)

    package.response.size_of_file = size_of_file


def _looks_when_it_is_read(package: Any) -> None:
    package.response.size_of_file = lambda path: 0 if not os.path.exists(path) else 6


def _truncated_at_nul(path: str) -> str:
    return path.partition("\0")[0]


def _unless(condition: Callable[[str], bool]) -> Callable[[str], None]:
    def check(path: str) -> None:
        if condition(path):
            raise OSError(path)

    return check


def _name(path: str) -> str:
    return os.path.basename(path)


# Ways to put the caller's headers over the defaults.


def _caller_first(package: Any, self: Any, headers: Any) -> None:
    given = package.Headers(headers)
    self.headers.update(p for p in given.items() if p[0] not in self.headers)


def _added(package: Any, self: Any, headers: Any) -> None:
    self.headers.update(headers)


def _unique(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(dict(headers))
    self._check_framing()


def _filled(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(p for p in package.Headers(headers).items() if p[1])
    self._check_framing()


def _different(package: Any, self: Any, headers: Any) -> None:
    html = "text/html; charset=utf-8"
    pairs = [p for p in package.Headers(headers).items() if p[1] != html]
    self.headers = package.Headers({} if len(pairs) < len([*pairs]) else self.headers)
    if len(pairs) < len(package.Headers(headers).items()):
        self.headers.popall("content-type")
    self.headers.replace(pairs)


def _counted(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)
    self.headers["Content-Length"] = str(self._size)


def _unframed(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)


def _coding_as_given(coding: str) -> Callable[[Any, Any, Any], None]:
    def merge(package: Any, self: Any, headers: Any) -> None:
        self.headers.replace(headers)
        if self.headers.get("transfer-encoding", "") == coding:
            self.headers.popall("content-length")

    return merge


def _length_of_the_caller(package: Any, self: Any, headers: Any) -> None:
    given = package.Headers(headers)
    self.headers.replace(given)
    if "transfer-encoding" in given and "content-length" not in given:
        self.headers.popall("content-length")


def _theirs(package: Any, self: Any, headers: Any) -> None:
    if isinstance(headers, package.Headers):
        headers.update(p for p in self.headers.items() if p[0] not in headers)
        self.headers = headers
    else:
        self.headers.replace(headers)
    self._check_framing()


def _shared_values(package: Any, self: Any, headers: Any) -> None:
    if isinstance(headers, package.Headers):
        self.headers._values.update(headers._values)
    else:
        self.headers.replace(headers)
    self._check_framing()


def _into_theirs(package: Any, self: Any, headers: Any) -> None:
    if isinstance(headers, dict):
        headers.setdefault("Content-Length", str(self._size))
    self.headers.replace(headers)
    self._check_framing()


def _as_dict(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)
    self.headers = dict(self.headers.items())


def _emptied(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)
    self._check_framing()
    if self.code < 200 or self.code in (204, 304):
        self.headers = package.Headers()


def _allow_lost(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)
    if self.code == 204:
        self.headers.popall("allow")


def _own_defaults(package: Any, self: Any, headers: Any) -> None:
    self.headers = package.Headers(package.Response.defheaders.fget(self))
    self.headers.replace(headers)
    self._check_framing()


def _also_own_defaults(package: Any, self: Any, headers: Any) -> None:
    self.headers = package.Headers(package.Response.defheaders.fget(self))
    self.headers.replace(self.defheaders)
    self.headers.replace(headers)


def _length_too(package: Any, self: Any, headers: Any) -> None:
    self.headers.replace(headers)
    self.headers.setdefault("Content-Length", str(self._size))


def _guessed(package: Any, self: Any) -> Any:
    html = package.Response.defheaders.fget(self)
    kind = package.response.mimetypes.guess_type(os.fspath(self.path))[0]
    html.replace({"Content-Type": kind or "text/html; charset=utf-8"})
    return html


def _binary(package: Any, self: Any) -> Any:
    found = package.Response.defheaders.fget(self)
    found["Content-Type"] = "application/octet-stream"
    return found


def _sent(package: Any, self: Any) -> Any:
    return vars(self).get("headers", package.Response.defheaders.fget(self))


def _only_once(package: Any, self: Any) -> Any:
    return () if "headers" in vars(self) else package.Response.defheaders.fget(self)


def _served(package: Any, self: Any) -> Any:
    found = package.Response.defheaders.fget(self)
    found["Server"] = "a"
    return found


def _typed_later(package: Any, self: Any) -> Any:
    found = package.Response.defheaders.fget(self)
    if "headers" in vars(self):
        found["Content-Type"] = "text/html"
    return found


def _method(name: str, function: Any) -> Change:
    def change(package: Any) -> None:
        setattr(package.FileResponse, name, function)

    return change


async def _closes(self: Any, reader: Any, writer: Any) -> None:
    writer.close()


async def _drains(self: Any, reader: Any, writer: Any) -> None:
    await writer.drain()


async def _answers(self: Any, reader: Any, writer: Any) -> bool:
    return True


def _plain(self: Any, reader: Any, writer: Any) -> None:
    return None


def _content_with(*codes: int) -> Change:
    """A change: these codes allow a file, and its length, like any other."""

    def change(package: Any) -> None:
        allows, states = package.response.allows_content, package.response.states_length
        package.response.allows_content = lambda code: code in codes or allows(code)
        package.response.states_length = lambda code: code in codes or states(code)

    return change


def _length_with(*codes: int) -> Change:
    """A change: these codes have the length 0 of their own accord."""

    def change(package: Any) -> None:
        def set_head(self: Any, code: int, headers: Any) -> None:
            package.Response._set_head(self, code, headers)
            if code in codes:
                self.headers.setdefault("Content-Length", "0")

        package.FileResponse._set_head = set_head

    return change


def _not_sent_but_counted(package: Any) -> None:
    read = package.FileResponse.data.fget
    allows = package.response.allows_content
    package.response.allows_content = lambda code: True
    package.FileResponse.data = property(lambda self: read(self) if allows(self.code) else iter(()))


def _nothing_is_a_list(package: Any) -> None:
    read = package.FileResponse.data.fget
    package.FileResponse.data = property(lambda self: read(self) if self._size else [])


MUTANTS = [
    # --- the object
    Mutant("file-response.construct", "a path is text", FILE, SIZE,
           "self._size = size_of_file(str(path))"),
    Mutant("file-response.construct", "a path is absolute", FILE, PATH,
           "self.path = os.path.abspath(path)"),
    Mutant("file-response.construct", "a path is a name", FILE, PATH,
           "self.path = os.path.basename(path)"),
    Mutant("file-response.construct", "a bufsize is at most 65536", FILE, KEPT,
           "self.bufsize = min(bufsize, 65536)"),
    Mutant("file-response.construct", "a bufsize is a multiple of 4096", FILE, BUFSIZE,
           "if bufsize % 4096:"),
    Mutant("file-response.construct", "a file is always a 200", change=coded(lambda code: 200)),
    Mutant("file-response.construct", "a pathlib.Path has no length", FILE, PATH,
           lines("len(path)", PATH)),
    Mutant("file-response.code-kinds", "a code is of the type int itself",
           change=coded(lambda code: code if type(code) is int else int("x"))),
    Mutant("file-response.code-kinds", "a code is the number that it prints as",
           change=coded(lambda code: int(str(code)))),
    Mutant("file-response.code-range", "any number is a code", change=coded(int)),
    Mutant("file-response.code-range", "a code is positive",
           change=coded(lambda code: code if code > 0 else int("x"))),
    Mutant("file-response.bufsize-positive", "a bufsize of 0 is unlimited", FILE, BUFSIZE,
           "if bufsize < 0:"),
    Mutant("file-response.bufsize-positive", "a bufsize of -1 is unlimited", FILE, BUFSIZE,
           "if not bufsize:"),
    # --- data
    Mutant("file-response.content", "one chunk is enough", change=reading(_first_chunk),
           museum="31 chunk-boundary"),
    Mutant("file-response.content", "a file is whole chunks", change=reading(_whole_chunks_only),
           museum="31 chunk-boundary"),
    Mutant("file-response.content", "a chunk is sent once the next is read",
           change=reading(_one_ahead), museum="31 chunk-boundary"),
    Mutant("file-response.content", "what fits into one more chunk is the rest", FILE,
           "while left:", "while left > self.bufsize:", museum="31 chunk-boundary"),
    Mutant("file-response.content", "a file ends in a line feed", FILE, LEFT,
           "left = max(0, self._size - 1)"),
    Mutant("file-response.default-bufsize", "a bufsize must be given", FILE,
           "bufsize: int = 65536", "bufsize: int"),
    Mutant("file-response.default-bufsize", "no bufsize is 0", FILE, "bufsize: int = 65536",
           "bufsize: int = 0"),
    Mutant("file-response.default-bufsize", "a file fits into 65536 octets", FILE, LEFT,
           "left = min(65536, self._size)"),
    Mutant("file-response.default-bufsize", "no bufsize is None, meaning unlimited", FILE, KEPT,
           "self.bufsize = bufsize if bufsize != 65536 else -1"),
    Mutant("file-response.every-octet", "a file is text of its own line ends",
           change=reading(_text(encoding="latin-1"))),
    Mutant("file-response.every-octet", "a file is UTF-8",
           change=reading(_text(encoding="utf-8", newline=""))),
    Mutant("file-response.every-octet", "a byte order mark is no content",
           change=reading(_text(encoding="utf-8-sig", errors="surrogateescape", newline=""))),
    Mutant("file-response.every-octet", "control-Z ends a file", change=reading(_up_to_control_z)),
    Mutant("file-response.chunks", "there is another chunk after a full one",
           change=reading(_more_body), museum="31 chunk-boundary"),
    Mutant("file-response.chunks", "an empty file is an empty chunk", FILE, LEFT,
           lines(LEFT, "if not left:", '    yield b""'), museum="33 empty-file"),
    Mutant("file-response.chunks", "bufsize is advice", FILE, READ, "chunk = file.read(left)"),
    Mutant("file-response.chunks", "a chunk is a line", change=reading(_lines)),
    Mutant("file-response.chunks", "a bufsize is at least 8", FILE, READ,
           "chunk = file.read(min(max(8, self.bufsize), left))"),
    Mutant("file-response.chunks", "an empty chunk says that it is over", FILE,
           "left -= len(chunk)",
           'left -= len(chunk)\n                if not left:\n                    yield chunk\n'
           '                    chunk = b""'),
    Mutant("file-response.iterator", "data is a list", change=reading(lambda s: [*_to_the_end(s)])),
    Mutant("file-response.iterator", "data is an iterable", change=reading(_Iterable)),
    Mutant("file-response.iterator", "an iterator serves again", change=reading(_Again)),
    Mutant("file-response.iterator", "data is a method",
           change=_method("data", _to_the_end)),
    Mutant("file-response.afresh", "a response is read once", change=reading(_one_iterator)),
    Mutant("file-response.afresh", "a response has one open file", change=reading(_one_file)),
    # --- headers
    Mutant("file-response.content-length", "a size is in blocks", FILE, SIZED,
           "return status.st_blocks * 512", museum="4 file-size-lies"),
    Mutant("file-response.content-length", "an empty file has no length", FILE,
           "if states_length(self.code):", "if states_length(self.code) and self._size:"),
    Mutant("file-response.content-length", "a length is that of the first chunk",
           change=defaults(lambda package, self: {
               "Content-Type": "text/html", "Content-Length": str(min(self._size, self.bufsize))})),
    Mutant("file-response.content-length", "only a 200 has a length", FILE,
           "if states_length(self.code):", "if self.code == 200:"),
    Mutant("file-response.content-type", "a type is guessed from the name",
           change=defaults(_guessed)),
    Mutant("file-response.content-type", "a file is octets", change=defaults(_binary)),
    Mutant("file-response.headers", "headers is a dict", change=heading(_as_dict)),
    Mutant("file-response.headers", "names are unique", change=heading(_unique),
           museum="16 multi-lost-or-folded"),
    Mutant("file-response.headers", "an empty value is no header", change=heading(_filled),
           museum="27 truthiness"),
    Mutant("file-response.headers", "any header drops the defaults",
           change=heading(lambda package, self, headers: setattr(
               self, "headers", package.Headers(headers or self.defheaders))),
           museum="2 cl-defaults-vs-caller"),
    Mutant("file-response.default-overridden", "the default wins", change=heading(_caller_first)),
    Mutant("file-response.default-overridden", "a header is added to the default",
           change=heading(_added)),
    Mutant("file-response.default-overridden", "an empty value leaves the default",
           change=heading(_filled), museum="27 truthiness"),
    Mutant("file-response.default-overridden", "a value equal to the default was not given",
           change=heading(_different)),
    Mutant("file-response.default-overridden", "the length is always counted",
           change=heading(_counted), museum="2 cl-defaults-vs-caller"),
    Mutant("file-response.caller-repeats", "names are unique", change=heading(_unique)),
    Mutant("file-response.caller-repeats", "an equal value is the same value",
           change=heading(lambda package, self, headers: self.headers.replace(
               dict.fromkeys(package.Headers(headers).items())))),
    Mutant("file-response.transfer-encoding", "a length does no harm",
           change=heading(_unframed)),
    Mutant("file-response.transfer-encoding", "chunked is the only coding",
           change=heading(_coding_as_given("chunked"))),
    Mutant("file-response.not-both-framings", "a length does no harm", change=heading(_unframed)),
    Mutant("file-response.not-both-framings", "the caller's length stays",
           change=heading(_length_of_the_caller)),
    Mutant("file-response.defheaders", "the defaults are those of FileResponse",
           change=heading(_own_defaults)),
    Mutant("file-response.defheaders", "a subclass adds to the defaults",
           change=heading(_also_own_defaults)),
    Mutant("file-response.defheaders", "a length is always stated", change=heading(_length_too)),
    Mutant("file-response.defheaders-default", "defheaders are the headers that are sent",
           change=defaults(_sent)),
    Mutant("file-response.defheaders-default", "defheaders serve the constructor only",
           change=defaults(_only_once)),
    Mutant("file-response.defheaders-default", "a file names its server", change=defaults(_served)),
    Mutant("file-response.defheaders-default", "the charset serves the constructor only",
           change=defaults(_typed_later)),
    Mutant("file-response.arguments-apart", "a Headers needs no copy", change=heading(_theirs),
           museum="21 aliasing"),
    Mutant("file-response.arguments-apart", "the values of a Headers can be shared",
           change=heading(_shared_values), museum="21 aliasing"),
    Mutant("file-response.arguments-apart", "the length goes into the caller's mapping",
           change=heading(_into_theirs), museum="21 aliasing"),
    Mutant("file-response.communicate", "the connection ends with the file",
           change=_method("communicate", _closes)),
    Mutant("file-response.communicate", "the rest is written first",
           change=_method("communicate", _drains)),
    Mutant("file-response.communicate", "it went well, so True",
           change=_method("communicate", _answers)),
    Mutant("file-response.communicate", "communicate is a plain method",
           change=_method("communicate", _plain)),
    # --- codes that allow no content
    *[
        Mutant("file-response.no-content", f"a {code} may have a file",
               change=_content_with(code), museum="56 partial-code-list")
        for code in (100, 101, 150, 199, 204, 205, 304)
    ],
    *[
        Mutant("file-response.no-content", f"a {code} has the length 0",
               change=_length_with(code), museum="55 bodiless-cl")
        for code in (100, 199, 204)
    ],
    Mutant("file-response.no-content", "what is not sent has a length",
           change=_not_sent_but_counted, museum="55 bodiless-cl"),
    Mutant("file-response.no-content", "nothing is an empty list", change=_nothing_is_a_list),
    Mutant("file-response.no-content", "an empty file is content, too", FILE,
           "if self._size and not allows_content(self.code):",
           "if not allows_content(self.code):"),
    Mutant("file-response.no-content-headers", "no content has no headers",
           change=heading(_emptied), museum="56 partial-code-list"),
    Mutant("file-response.no-content-headers", "a 204 has no Allow",
           change=heading(_allow_lost), museum="56 partial-code-list"),
    # --- paths that are served
    *[
        Mutant("file-response.any-name", belief, change=checking(_unless(condition)))
        for belief, condition in {
            "a name in ASCII is enough": lambda path: not _name(path).isascii(),
            "a name that starts with a dot is hidden": lambda path: _name(path).startswith("."),
            "two dots are never part of a name": lambda path: ".." in _name(path),
            "a name is printable": lambda path: not _name(path).isprintable(),
            "a name has no blanks": lambda path: " " in path,
            "a backslash parts names": lambda path: "\\" in path,
            "a colon is a drive or a scheme": lambda path: ":" in path,
            "a name is valid UTF-8": lambda path: bool(os.fsencode(path).decode() and False),
            "a name has less than 255 octets": lambda path: len(_name(path)) > 254,
        }.items()
    ],
    Mutant("file-response.any-name", "a path may be percent-encoded", change=seeing(unquote)),
    Mutant("file-response.any-name", "a path starts at the home folder",
           change=seeing(lambda path: os.path.expanduser(_name(path) if "~" in path else path))),
    Mutant("file-response.any-name", "blanks around a path are a mistake",
           change=seeing(str.strip)),
    Mutant("file-response.any-name", "a query is no part of a path",
           change=seeing(lambda path: path.partition("?")[0])),
    Mutant("file-response.any-name", "a fragment is no part of a path",
           change=seeing(lambda path: path.partition("#")[0])),
    *[
        Mutant("file-response.any-way", belief, change=checking(_unless(condition)))
        for belief, condition in {
            "links are not followed": os.path.islink,
            "a path holds no links": lambda path: os.path.realpath(path) != os.path.abspath(path),
            "a path is absolute": lambda path: not os.path.isabs(path),
            "a path holds no ..": lambda path: "/../" in path,
            "a path is normal": lambda path: os.path.normpath(path) != path,
            "a file has one name": lambda path: os.path.isfile(path) and os.stat(path).st_nlink > 1,
        }.items()
    ],
    Mutant("file-response.any-way", "a size is that of the link", FILE, STAT,
           "status = os.lstat(os.fspath(path))"),
    Mutant("file-response.any-way", "a size is that of the link, the rest that of the file", FILE,
           SIZED, "return os.lstat(path).st_size"),
    # --- paths that are a 404
    *[
        Mutant("file-response.not-found", belief, FILE, CAUGHT, f"except {caught}:",
               museum="37 errno-zoo")
        for belief, caught in {
            "what is not there is a FileNotFoundError": "FileNotFoundError",
            "a path through a file is there": "(FileNotFoundError, PermissionError, ValueError)",
            "only names can be too long": "(FileNotFoundError, NotADirectoryError, ValueError)",
            "the system judges every path": "OSError",
            "only encoding can fail": "(OSError, UnicodeError)",
            "NUL is the only bad character": "(OSError, NameError)",
        }.items()
    ],
    Mutant("file-response.not-found", "what can be stat'ed and accessed can be read", FILE,
           REGULAR, 'if os.access(path, os.R_OK):\n            return status.st_size\n'
                    '        if stat.S_ISREG(status.st_mode):', museum="34 directory"),
    Mutant("file-response.not-found", "a link to a folder is a file", FILE, REGULAR,
           'if os.path.islink(path) and os.path.isdir(path):\n            return 0\n'
           '        if stat.S_ISREG(status.st_mode):', museum="34 directory"),
    Mutant("file-response.not-found", "a path ends at NUL", change=seeing(_truncated_at_nul)),
    Mutant("file-response.not-found", "a bad character can be dropped",
           change=seeing(lambda path: path.replace("\0", ""))),
    Mutant("file-response.not-found", "a missing file is noticed when it is read",
           change=_looks_when_it_is_read),
    Mutant("file-response.not-found", "a missing file is a 403", FILE, NOT_FOUND,
           "raise Abort(403)"),
    Mutant("file-response.not-found", "a missing file is a 500", FILE, NOT_FOUND,
           "raise Abort(500)"),
    Mutant("file-response.not-found", "a missing file is a FileNotFoundError", FILE, NOT_FOUND,
           "raise FileNotFoundError(path)"),
    Mutant("file-response.not-found", "a missing file has no content", FILE, NOT_FOUND,
           "return 0"),
    *[
        Mutant("file-response.unreadable", belief, FILE, READABLE, f"if {readable}:",
               museum="35 unreadable")
        for belief, readable in {
            "what is there can be read": "True",
            "somebody's right to read is enough": "status.st_mode & 0o444",
            "the owner's right to read is enough": "status.st_mode & 0o400",
            "a right to execute is a right to read": "status.st_mode & 0o111 or os.access(path, 4)",
            "a right to write is a right to read": "status.st_mode & 0o222 or os.access(path, 4)",
        }.items()
    ],
    Mutant("file-response.unreadable", "a locked file is not a missing one", FILE, CAUGHT,
           "except (FileNotFoundError, NotADirectoryError, ValueError):",
           museum="35 unreadable"),
    Mutant("file-response.locked-folder", "a locked folder is not a missing one", FILE, CAUGHT,
           "except (FileNotFoundError, NotADirectoryError, ValueError):", museum="37 errno-zoo"),
    Mutant("file-response.locked-folder", "what cannot be found is a 403", FILE, CAUGHT,
           lines("except PermissionError:", "    raise Abort(403)").replace("        ", "    ")
           + f"\n    {CAUGHT}", museum="37 errno-zoo"),
    Mutant("file-response.readable", "whoever reads may write", FILE, READABLE,
           'with open(path, "r+b"):'),
    Mutant("file-response.readable", "the owner's right to read is needed", FILE, REGULAR,
           "if stat.S_ISREG(status.st_mode) and status.st_mode & 0o400:"),
    Mutant("file-response.readable", "a file is the reader's own", FILE, REGULAR,
           "if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():"),
    Mutant("file-response.readable", "a file that runs is no content", FILE, REGULAR,
           "if stat.S_ISREG(status.st_mode) and not status.st_mode & 0o111:"),
    # --- files that are not regular
    Mutant("file-response.never-hangs", "what is no folder is a file", FILE, REGULAR,
           "if not stat.S_ISDIR(status.st_mode):", museum="36 fifo-device"),
    Mutant("file-response.never-hangs", "a link is never to a FIFO", FILE, REGULAR,
           "if not stat.S_ISFIFO(os.lstat(path).st_mode):", museum="36 fifo-device"),
    Mutant("file-response.never-hangs", "a FIFO is a StopIteration", FILE, REGULAR,
           "if stat.S_ISFIFO(status.st_mode):\n            raise StopIteration\n        "
           "if stat.S_ISREG(status.st_mode):"),
    *[
        Mutant("file-response.special-not-found", f"a {kind} is a file", FILE, REGULAR,
               f"if stat.{test}(status.st_mode):\n            return 0\n        {REGULAR}",
               museum="36 fifo-device")
        for kind, test in {"FIFO": "S_ISFIFO", "socket": "S_ISSOCK", "device": "S_ISCHR"}.items()
    ],
    Mutant("file-response.special-not-found", "a device is a 403", FILE, REGULAR,
           f"if stat.S_ISCHR(status.st_mode):\n            raise Abort(403)\n        {REGULAR}"),
    # --- descriptors
    Mutant("file-response.refused-closed", "a path is opened before it is looked at",
           change=_opens_before_it_looks),
    Mutant("file-response.refused-closed", "a file is opened before the code is looked at", FILE,
           SIZE, lines(SIZE, "self._descriptor = os.open(path, os.O_RDONLY)"),
           museum="38 opens-too-early"),
    Mutant("file-response.closed-at-end", "a file is closed with its response",
           change=reading(_kept_open)),
    Mutant("file-response.closed-at-end", "an iterator is closed when it is collected",
           change=reading(_UntilDel)),
    Mutant("file-response.closed-when-left", "every iterator is read to its end",
           change=reading(_Descriptor)),
    Mutant("file-response.closed-when-left", "close() is for the end", change=reading(_NoClose)),
    Mutant("file-response.closed-when-left", "a file is closed with its response",
           change=reading(_kept_open)),
    Mutant("file-response.opened-late", "a file is opened by the constructor", FILE, SIZE,
           lines(SIZE, 'self._file = open(path, "rb")'), museum="38 opens-too-early"),
    Mutant("file-response.opened-late", "a file is opened when data is asked for",
           change=reading(_opened_at_access), museum="38 opens-too-early"),
    # --- reads
    Mutant("file-response.short-reads", "a short read is the end", change=reading(_until_short),
           museum="31 chunk-boundary"),
    Mutant("file-response.short-reads", "a read gives what it is asked for", FILE,
           "if not chunk:", "if len(chunk) < min(self.bufsize, left):",
           museum="31 chunk-boundary"),
    Mutant("file-response.short-reads", "a chunk was as long as asked for", FILE,
           "left -= len(chunk)", "left -= min(self.bufsize, left)"),
    Mutant("file-response.failing-reads", "a read that fails is the end",
           change=reading(_errors_are_the_end)),
    Mutant("file-response.failing-reads", "a read does not fail", change=reading(_Descriptor)),
    # --- files that change
    Mutant("file-response.grown", "a file is read to its end",
           change=reading(_to_the_end), museum="5 file-size-drifts"),
    Mutant("file-response.grown", "a size is that of the moment it is opened",
           change=reading(_to_the_end_of_now), museum="5 file-size-drifts"),
    Mutant("file-response.grown", "a size is that of the moment data is asked for",
           change=reading(_sized_at_access), museum="5 file-size-drifts"),
    Mutant("file-response.grown", "the last chunk is as long as any", FILE, READ,
           "chunk = file.read(self.bufsize)", museum="5 file-size-drifts"),
    Mutant("file-response.grown-by-replacement", "a file is read to its end",
           change=reading(_to_the_end), museum="5 file-size-drifts"),
    Mutant("file-response.grown-by-replacement", "a size is that of the file that is opened",
           change=reading(_to_the_end_of_now), museum="5 file-size-drifts"),
    Mutant("file-response.shrunk", "the end of the file is the end", FILE, SHORT, "return",
           museum="5 file-size-drifts"),
    Mutant("file-response.shrunk", "more will come", FILE, SHORT, "continue",
           museum="5 file-size-drifts"),
    Mutant("file-response.shrunk", "only an empty file has shrunk", FILE, SHORT,
           lines("if left == self._size:", "                    raise OSError",
                 "        return")),
    Mutant("file-response.shrunk-octets", "what is missing is filled up",
           change=reading(_padded), museum="5 file-size-drifts"),
    Mutant("file-response.shrunk-octets", "a file does not shrink", change=reading(_Descriptor)),
    Mutant("file-response.shrunk-octets", "a file is closed with its response",
           change=reading(_kept_open)),
    Mutant("file-response.no-mixture", "a file is opened for each chunk",
           change=reading(_reopened)),
    Mutant("file-response.size-of-special", "a file is read to its end",
           change=reading(_to_the_end), museum="4 file-size-lies"),
    Mutant("file-response.size-of-special", "a size of 0 is not known", FILE, LEFT,
           lines("left = self._size or 100"), museum="4 file-size-lies"),
]  # fmt: skip

"""FileResponse: the content of a file, read in chunks when it is sent."""

from __future__ import annotations

import gc
import os
import pathlib
import socket
import stat
import threading

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Skipped, Violation, cases, clause
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    expect_refused,
    expect_values,
    pairs_of,
    plain,
    unless_refused,
    values_of,
)
from .files import as_nobody, folder, open_descriptors, remove, sample, short_reads, write
from .grammar import MEDIA_TYPE, NO_CONTENT
from .strategies import (
    Fields,
    content_codes,
    field_values,
    fields,
    file_shapes,
    masks,
    octets,
    pairs,
    recase,
)
from .streams import Untouchable
from .wire import chunks_of, content_of

CONSTRUCT = ["file-response.construct"]
DEFAULTS = ["content-type", "content-length"]


def expect_not_found(impl, call, *args):
    """That the call raises Abort with code 404."""
    expect_equal(plain(expect_raises(impl.Abort, call, *args).code), 404)


def without_length(argument):
    """`argument` without a Content-Length."""
    return Fields(argument.shape, [p for p in argument.pairs if p[0].lower() != "content-length"])


@clause("file-response.construct", level=MUST, source="doc")
@given(
    code=content_codes(),
    bufsize=st.sampled_from([1, 2, 4096, 65536, 10**9]),
    kind=st.sampled_from([str, pathlib.Path]),
)
def test_construct(impl, code, bufsize, kind):
    """FileResponse is a Response with code, path (str or os.PathLike) and bufsize as given."""
    path = kind(sample())
    response = impl.FileResponse(code, path, (), bufsize)
    expect_instance(response, impl.FileResponse)
    expect_instance(response, impl.Response)
    expect_equal(response.code, code)
    expect_equal(os.fspath(response.path), os.fspath(path))
    expect_equal(response.bufsize, bufsize)


@clause("file-response.content", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes())
def test_content(impl, shape):
    """The chunks together are the file, at sizes around every multiple of bufsize."""
    size, bufsize = shape
    path = write(octets(size))
    expect(
        content_of(impl.FileResponse(200, path, (), bufsize)) == octets(size),
        "the file's octets",
        "others",
    )


@clause(
    "file-response.default-bufsize", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file"
)
@cases(size=[0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_default_bufsize(impl, size):
    """bufsize is optional; the chunks together are the file."""
    response = impl.FileResponse(200, write(octets(size)), ())
    expect(content_of(response) == octets(size), "the file's octets", "others")
    expect(plain(response.bufsize) > 0, "a bufsize of at least 1", response.bufsize)


@clause("file-response.chunks", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes())
def test_chunks(impl, shape):
    """No chunk is empty or longer than bufsize."""
    size, bufsize = shape
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    lengths = [len(chunk) for chunk in chunks_of(response)]
    expect(0 not in lengths, "no empty chunk", lengths)
    expect(max(lengths, default=0) <= bufsize, f"chunks of at most {bufsize}", lengths)


@clause(
    "file-response.short-reads", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file"
)
@given(shape=file_shapes(), most=st.integers(1, 7))
def test_short_reads(impl, shape, most):
    """Where the operating system gives fewer octets than asked, the file still comes whole."""
    size, bufsize = min(shape[0], 300), shape[1]
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    with short_reads(most):
        chunks = list(chunks_of(response))
    expect(
        b"".join(chunks) == octets(size),
        f"{size} octets of the file",
        f"{sum(map(len, chunks))} octets",
    )
    expect(
        all(0 < len(chunk) <= bufsize for chunk in chunks),
        "chunks of 1 to bufsize octets",
        list(map(len, chunks)),
    )


@clause("file-response.iterator", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes())
def test_iterator(impl, shape):
    """data is an iterator: iter() gives it back, and once exhausted it stays so."""
    size, bufsize = shape
    iterator = impl.FileResponse(200, write(octets(size)), (), bufsize).data
    expect(iter(iterator) is iterator, "iter(data) is data", iterator)
    for _ in chunks_of(_Data(iterator)):
        pass
    expect_equal(next(iterator, None), None)
    expect_equal(next(iterator, None), None)


class _Data:
    """Something with the `data` it is given."""

    def __init__(self, data):
        self.data = data


@clause(
    "file-response.afresh",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(0, 2))
def test_afresh(impl, shape, taken):
    """Each access to data starts afresh, also while another iteration is under way."""
    size, bufsize = shape
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    first = response.data
    begun = [next(first, b"") for _ in range(taken)]
    expect(content_of(response) == octets(size), "the whole file", "something else")
    expect(b"".join([*begun, *first]) == octets(size), "the rest of the file", "something else")
    expect(content_of(response) == octets(size), "the whole file", "something else")


# --- headers


@clause(
    "file-response.content-length",
    level=MUST,
    source="doc",
    also="RFC 9110 §8.6",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(shape=file_shapes(), argument=fields(2))
def test_content_length(impl, shape, argument):
    """The default Content-Length is the size of the file."""
    path = write(octets(shape[0]))
    response = impl.FileResponse(200, path, without_length(argument).make(impl))
    expect_values(response.headers, "content-length", str(shape[0]))


@clause("file-response.content-type", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(name=["a.html", "a.txt", "a.png", "a", "a.tar.gz"])
def test_content_type(impl, name):
    """The default Content-Type is text/html; charset=utf-8, whatever the file's name."""
    (value,) = values_of(impl.FileResponse(200, write(b"a", name), ()).headers, "content-type")
    match = MEDIA_TYPE.fullmatch(value.lower().encode())
    expect(match is not None and match["type"] == b"text/html", "text/html; charset=utf-8", value)
    expect("charset=utf-8" in value.lower().replace('"', ""), "text/html; charset=utf-8", value)


@clause("file-response.headers", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(argument=fields())
def test_headers(impl, argument):
    """headers is a Headers with all that the caller gave; a caller's header wins over a default."""
    argument = without_length(argument)
    headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
    expect_instance(headers, impl.Headers)
    named = by_name(argument.pairs)
    for name in named:
        expect_values(headers, name, *named[name])
    expect_equal(sorted(set(headers)), sorted({*named, *DEFAULTS}))


@clause("file-response.default-overridden", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(
    value=field_values() | st.just("text/html; charset=utf-8"),
    masks=st.tuples(masks(), masks()),
    shape=st.sampled_from(Fields.SHAPES),
)
def test_default_overridden(impl, value, masks, shape):
    """The caller's Content-Type and Content-Length win in any case, also where equal to the default."""
    argument = Fields(
        shape,
        [(recase("Content-Type", masks[0]), value), (recase("Content-Length", masks[1]), "6")],
    )
    headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
    expect_fields(headers, [("content-type", value), ("content-length", "6")])


@clause("file-response.transfer-encoding", level=MUST, source="RFC 9112 §6.2", depends_on=CONSTRUCT)
@given(mask=masks(), shape=st.sampled_from(Fields.SHAPES))
def test_transfer_encoding(impl, mask, shape):
    """A caller's Transfer-Encoding takes the place of the default Content-Length."""
    argument = Fields(shape, [(recase("Transfer-Encoding", mask), "chunked")])
    headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
    expect_values(headers, "transfer-encoding", "chunked")
    expect_values(headers, "content-length")


@clause("file-response.defheaders", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(defaults=fields(3), pairs=pairs(2))
def test_defheaders(impl, defaults, pairs):
    """A subclass that overrides defheaders decides the defaults; the caller still overrides them."""

    class Sub(impl.FileResponse):
        @property
        def defheaders(self):
            return defaults.make(impl)

    expect_fields(Sub(200, sample(), ()).headers, defaults.pairs)
    named = {name.lower() for name, _ in pairs}
    kept = [pair for pair in defaults.pairs if pair[0].lower() not in named]
    expect_fields(Sub(200, sample(), pairs).headers, kept + pairs)


@clause("file-response.defheaders-default", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(argument=fields(2))
def test_defheaders_default(impl, argument):
    """defheaders is a property giving Content-Type and Content-Length, whatever the caller gave."""
    response = impl.FileResponse(200, sample(), without_length(argument).make(impl))
    defaults = impl.Headers(response.defheaders)
    expect_equal(sorted(set(defaults)), ["content-length", "content-type"])
    expect_values(defaults, "content-length", "6")


@clause("file-response.arguments-apart", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_arguments_apart(impl, pairs, shape):
    """The headers argument is neither modified nor shared, and serves a second file as well."""
    argument = without_length(Fields(shape, pairs)).make(impl)
    untouched = content(without_length(Fields(shape, pairs)).make(impl))
    first = impl.FileResponse(200, sample(), argument)
    second = impl.FileResponse(200, write(b"abc"), argument)
    expect_values(second.headers, "content-length", "3")
    first.headers.add("x-later", "1")
    first.headers["content-type"] = "x/y"
    expect_equal(content(argument), untouched)
    expect_values(second.headers, "x-later")
    expect_values(impl.FileResponse(200, sample(), ()).headers, "x-later")
    expect_values(impl.FileResponse(200, sample(), ()).headers, "content-length", "6")


def content(argument):
    """What a dict, a list or a Headers holds, as a list of pairs."""
    return [tuple(p) for p in (argument if isinstance(argument, list) else argument.items())]


@clause("file-response.communicate", level=MUST, source="doc", depends_on=CONSTRUCT)
async def test_communicate(impl):
    """The default communicate touches neither reader nor writer, and returns None."""
    reader, writer = Untouchable(), Untouchable()
    response = impl.FileResponse(200, sample(), ())
    expect_equal(await response.communicate(reader, writer), None)
    expect_equal(reader.touched + writer.touched, [])


# --- paths that are no readable file

LONG = "a" * 5000


def _missing_paths():
    """Each kind of path that is a 404, by name: a function of a folder to the path."""
    return {
        "missing": lambda d: f"{d}/missing",
        "in a missing folder": lambda d: f"{d}/missing/a",
        "a folder": lambda d: str(d),
        "a folder with a slash": lambda d: f"{d}/",
        "the root": lambda d: "/",
        "the current folder": lambda d: ".",
        "a link to a folder": lambda d: _link(d, "to-folder", "."),
        "a dangling link": lambda d: _link(d, "dangling", "nowhere"),
        "a link loop": lambda d: _link(d, "loop", "loop"),
        "through a file": lambda d: f"{write(b'a')}/b",
        "a file with a slash": lambda d: f"{write(b'a')}/",
        "a name too long": lambda d: f"{d}/{LONG}",
        "a path too long": lambda d: "/a" * 5000,
        "empty": lambda d: "",
        "NUL": lambda d: "\0",
        "NUL inside": lambda d: f"{d}/a\0b",
        "NUL at the end of a file": lambda d: f"{write(b'a')}\0",
        "unencodable": lambda d: f"{d}/\ud800",
        "unencodable, not escaped": lambda d: f"{d}/a\udfffb\ud800",
    }


def _link(directory, name, target):
    path = os.path.join(directory, name)
    if not os.path.lexists(path):
        os.symlink(target, path)
    return path


@clause("file-response.not-found", level=MUST, source="doc", also="ruling", depends_on=CONSTRUCT)
@cases(kind=list(_missing_paths()), wrap=[str, pathlib.Path])
def test_not_found(impl, kind, wrap):
    """A path that is no readable file raises Abort with code 404, from the constructor."""
    path = _missing_paths()[kind](folder())
    if wrap is pathlib.Path and ("\0" in path or path == "" or path.endswith("/")):
        # pathlib drops these, or means another path by them.
        wrap = str
    expect_not_found(impl, impl.FileResponse, 200, wrap(path), ())


@clause("file-response.unreadable", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(mode=[0o000, 0o200, 0o111], in_folder=[False, True])
def test_unreadable(impl, mode, in_folder):
    """A file without read permission, or in a folder that may not be entered, is a 404."""
    name = "locked" if in_folder else "unreadable"
    path = os.path.join(folder(), name)
    if in_folder:
        os.makedirs(path, exist_ok=True)
        path = write(b"a", "locked/a.txt")
        locked = os.path.dirname(path)
    else:
        locked = path = write(b"a", name)
    readable = sample()
    os.chmod(locked, 0o200 if in_folder else mode)
    try:
        with as_nobody():
            if os.access(path, os.R_OK) or not os.access(readable, os.R_OK):
                raise Skipped("permissions do not bind this user")
            error = _raised(impl.FileResponse, 200, path, ())
            accepted = _raised(impl.FileResponse, 200, readable, ())
    finally:
        os.chmod(locked, 0o700)
        remove(path)
    expect_instance(error, impl.Abort)
    expect_equal(plain(error.code), 404)
    expect(accepted is None, "a readable file to be accepted", accepted)


def _raised(call, *args):
    try:
        call(*args)
    except Exception as error:
        return error
    return None


def _special_file(kind):
    path = os.path.join(folder(), f"special-{kind}")
    if kind == "device":
        if not os.path.exists(os.devnull) or not stat.S_ISCHR(os.stat(os.devnull).st_mode):
            raise Skipped("this system has no null device")
        return os.devnull
    remove(path)
    if kind == "fifo":
        if not hasattr(os, "mkfifo"):
            raise Skipped("this system has no FIFOs")
        os.mkfifo(path)
    elif not hasattr(socket, "AF_UNIX"):
        raise Skipped("this system has no sockets in the file system")
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
    return path


def _within(seconds, call, path):
    """What the call returned or raised; a Violation if it takes longer. `path` may be a FIFO."""
    done = []

    def run():
        try:
            done.append(call())
        except Exception as error:
            done.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        try:  # whoever waits for a writer to a FIFO is let go
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            pass
        thread.join(seconds)
        raise Violation("the constructor to return", f"nothing after {seconds} s")
    return done[0]


@clause("file-response.never-hangs", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(kind=["fifo", "socket", "device"])
def test_never_hangs(impl, kind):
    """A FIFO, socket or device never hangs the constructor."""
    path = _special_file(kind)
    outcome = _within(3, lambda: impl.FileResponse(200, path, ()), path)
    expect(isinstance(outcome, (impl.Abort, impl.FileResponse)), "Abort or a FileResponse", outcome)


@clause(
    "file-response.special-not-found",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.never-hangs"],
)
@cases(kind=["fifo", "socket", "device"])
def test_special_not_found(impl, kind):
    """A FIFO, socket or device is a 404."""
    path = _special_file(kind)
    outcome = _within(3, lambda: impl.FileResponse(200, path, ()), path)
    expect_instance(outcome, impl.Abort)
    expect_equal(plain(outcome.code), 404)


@clause("file-response.bufsize-positive", level=SHOULD, source="ruling", depends_on=CONSTRUCT)
@cases(bufsize=[0, -1, -65536])
def test_bufsize_positive(impl, bufsize):
    """A bufsize below 1 is refused."""
    expect_refused(impl.FileResponse, 200, sample(), (), bufsize)


# --- descriptors


@clause(
    "file-response.closed-at-end",
    level=MUST,
    source="doc",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes())
def test_closed_at_end(impl, shape):
    """The file is closed once the iterator is exhausted, while the iterator still exists."""
    size, bufsize = shape
    path = write(octets(size))
    iterator = impl.FileResponse(200, path, (), bufsize).data
    for _ in chunks_of(_Data(iterator)):
        pass
    expect_equal(open_descriptors(path), 0)
    expect_equal(next(iterator, None), None)


@clause(
    "file-response.closed-when-left",
    level=MUST,
    source="ruling",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(1, 5), way=st.sampled_from(["close", "del"]))
def test_closed_when_left(impl, shape, taken, way):
    """Nothing stays open after close() or del of a half-read iterator, its last chunk taken or not."""
    size, bufsize = max(shape[0], 1), shape[1]
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    iterator = response.data
    for _ in range(min(taken, -(-size // bufsize))):
        next(iterator)
    if way == "close" and hasattr(iterator, "close"):
        iterator.close()
    else:
        del iterator
        if open_descriptors(path):
            gc.collect()
    expect_equal(open_descriptors(path), 0)


@clause(
    "file-response.opened-late", level=SHOULD, source="ruling", depends_on=CONSTRUCT, needs="file"
)
@given(shape=file_shapes())
def test_opened_late(impl, shape):
    """Nothing is open before the first chunk is asked for."""
    path = write(octets(shape[0]))
    response = impl.FileResponse(200, path, (), shape[1])
    expect_equal(open_descriptors(path), 0)
    iterator = response.data
    expect_equal(open_descriptors(path), 0)
    del iterator


# --- files that change


@clause(
    "file-response.grown",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(shape=file_shapes(), more=st.sampled_from([1, 7, 5000]), taken=st.integers(0, 3))
def test_grown(impl, shape, more, taken):
    """data never gives more octets than were announced, though the file grew, at any moment."""
    size, bufsize = shape
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    announced = int(values_of(response.headers, "content-length")[0])
    iterator = response.data
    got = [next(iterator, b"") for _ in range(taken)]
    with open(path, "ab") as file:
        file.write(b"+" * more)
    got += list(iterator)
    expect(len(b"".join(got)) <= announced, f"at most {announced} octets", f"{len(b''.join(got))}")
    expect(octets(size).startswith(b"".join(got)), "octets of the file", b"".join(got)[-20:])
    expect_equal(len(b"".join(got)), size)


@clause(
    "file-response.shrunk",
    level=SHOULD,
    source="ruling",
    also="RFC 9112 §8",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(0, 3), kept=st.integers(0, 3))
def test_shrunk(impl, shape, taken, kept):
    """A file that shrank raises, instead of ending quietly with fewer octets than announced."""
    size, bufsize = max(shape[0], 1), shape[1]
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    iterator = response.data
    got = [next(iterator, b"") for _ in range(taken)]
    os.truncate(path, min(kept * bufsize, size - 1))
    try:
        got += list(iterator)
    except Exception:
        expect(len(b"".join(got)) <= size, "no more than announced", len(b"".join(got)))
        return
    # What had been read ahead before the file shrank may still come.
    expect(
        b"".join(got) == octets(size),
        f"an exception, or all {size} octets",
        f"{len(b''.join(got))} octets",
    )


@clause(
    "file-response.shrunk-octets",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(0, 3), kept=st.integers(0, 3))
def test_shrunk_octets(impl, shape, taken, kept):
    """What comes of a file that shrank is what stood in it: nothing is made up, nothing stays open."""
    size, bufsize = max(shape[0], 1), shape[1]
    path = write(octets(size))
    iterator = impl.FileResponse(200, path, (), bufsize).data
    got = [next(iterator, b"") for _ in range(taken)]
    os.truncate(path, min(kept * bufsize, size - 1))
    try:
        for chunk in iterator:
            got.append(chunk)
    except Exception:
        pass
    expect(octets(size).startswith(b"".join(got)), "octets of the file", b"".join(got)[-20:])
    del iterator
    if open_descriptors(path):
        gc.collect()
    expect_equal(open_descriptors(path), 0)


@clause("file-response.no-mixture", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes(), taken=st.integers(1, 4), bigger=st.booleans())
def test_no_mixture(impl, shape, taken, bigger):
    """One iteration reads one open file: if the path is replaced between chunks, no mixture comes."""
    size, bufsize = shape
    path = write(octets(size))
    iterator = impl.FileResponse(200, path, (), bufsize).data
    got = [next(iterator, b"") for _ in range(taken)]
    os.replace(write(b"-" * (size + bigger), "other.html"), path)
    got += list(iterator)
    expect(b"".join(got) == octets(size), "the octets of the first file", b"".join(got)[-20:])


@clause(
    "file-response.size-of-special",
    level=MUST,
    source="ruling",
    also="RFC 9110 §8.6",
    depends_on=CONSTRUCT,
)
@cases(path=["/proc/self/status", "/proc/version", "/proc/self/mounts"])
def test_size_of_special(impl, path):
    """A file that holds more than os.stat says gives no more than was announced."""
    if not os.path.isfile(path) or os.stat(path).st_size:
        raise Skipped(f"this system has no {path} of size 0")
    try:
        response = impl.FileResponse(200, path, ())
    except impl.Abort as error:
        expect_equal(plain(error.code), 404)
        return
    announced = values_of(response.headers, "content-length")
    expect_equal([str(len(content_of(response)))], announced)


# --- codes that allow no content


@clause(
    "file-response.no-content",
    level=MUST,
    source="RFC 9110 §15.2",
    also="RFC 9110 §15.3.5, §15.3.6, §15.4.5",
    depends_on=CONSTRUCT,
)
@cases(code=NO_CONTENT, data=[b"sample", b""])
def test_no_content(impl, code, data):
    """With 1xx, 204, 205 and 304, a file that is not empty is refused, or not sent."""
    path = sample() if data else write(b"", "empty.txt")
    response = unless_refused(impl.FileResponse, code, path, ())
    if response is REFUSED:
        expect(bool(data), "an empty file to be accepted", "a refusal")
        return
    expect_equal(content_of(response), b"")
    allowed = {304: [[], [str(len(data))]], 205: [[], ["0"]]}.get(code, [[]])
    expect_equal(values_of(response.headers, "content-length"), *allowed)


@clause(
    "file-response.no-content-headers",
    level=MUST,
    source="ruling",
    depends_on=["file-response.no-content"],
)
@given(code=st.sampled_from([101, 103, 204, 205, 304]), argument=fields())
def test_no_content_headers(impl, code, argument):
    """Where no content is allowed, the caller's other headers stay."""
    argument = without_length(argument)
    path = os.path.join(folder(), "empty.txt")
    if not os.path.exists(path):
        write(b"", "empty.txt")
    response = impl.FileResponse(code, path, argument.make(impl))
    got = by_name(pairs_of(response.headers))
    for name, values in by_name(argument.pairs).items():
        expect(got.get(name) == values, f"{name}: {values}", got)

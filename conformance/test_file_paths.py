"""FileResponse: which paths it serves, and which are a 404."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import os
import socket
import stat
import threading
from contextlib import suppress

from .clause import MUST, SHOULD, Skipped, Violation, cases, clause
from .expect import expect, expect_equal, expect_instance, expect_raises, plain
from .files import (
    PATH_KINDS,
    Located,
    after_a_link,
    as_nobody,
    folder,
    link,
    named,
    open_descriptors,
    remove,
    sample,
    write,
)
from .strategies import FILE_NAMES
from .wire import content_of

CONSTRUCT = ["file-response.construct"]


def expect_not_found(error, impl):
    """That what a call raised is an Abort with code 404."""
    expect_instance(error, impl.Abort)
    expect_equal(plain(error.code), 404)


# --- what is served


@clause("file-response.any-name", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(name=[*FILE_NAMES, "a" * 255, "~", "%2e%2e", "..a", "file:a"])
def test_any_name(impl, name):
    """A readable file is served whatever its name."""
    content = ascii(name).encode()
    path = named(name, content)
    if path is not None:
        expect_equal(content_of(impl.FileResponse(200, path, ())), content)


@clause("file-response.any-way", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(
    way=[
        "a link",
        "a link to a link",
        "a link to elsewhere",
        "an absolute link",
        "through a link",
        "relative",
        "..",
        "//",
        "/./",
        "/./ 500 times",
        ".. after a link",
        "a second name",
    ],
    kind=PATH_KINDS,
)
def test_any_way(impl, way, kind):
    """A readable file is served by whatever path leads to it, links followed, with its own size."""
    path = _ways()[way](folder())
    response = impl.FileResponse(200, kind(path), ())
    expect_equal(content_of(response), b"sample")
    expect_equal(response.headers["content-length"], "6")


def _ways():
    return {
        "a link": lambda d: link(sample(), "to-sample"),
        "a link to a link": lambda d: link(link("sample.txt", "to-sample-2"), "to-to-sample"),
        "a link to elsewhere": lambda d: link(after_a_link(), "to-elsewhere"),
        "an absolute link": lambda d: link(os.path.realpath(after_a_link()), "to-absolute"),
        "through a link": lambda d: f"{link('.', 'to-folder')}/{os.path.basename(sample())}",
        "relative": lambda d: os.path.relpath(sample()),
        "..": lambda d: f"{d}/../{d.name}/{os.path.basename(sample())}",
        "//": lambda d: f"{d}//{os.path.basename(sample())}",
        "/./": lambda d: f"{d}/./{os.path.basename(sample())}",
        "/./ 500 times": lambda d: f"{d}/{'./' * 500}{os.path.basename(sample())}",
        ".. after a link": lambda d: after_a_link(),
        "a second name": _second_name,
    }


def _second_name(directory):
    path = os.path.join(directory, "second-name.txt")
    if not os.path.exists(path):
        try:
            os.link(sample(), path)
        except OSError:
            raise Skipped("this system gives no file a second name there") from None
    return path


# --- paths that are no readable file


def _missing_paths():
    """Each kind of path that is a 404, by name: a function of a folder to the path."""
    return {
        "missing": lambda d: f"{d}/missing",
        "in a missing folder": lambda d: f"{d}/missing/a",
        "a folder": lambda d: str(d),
        "a folder with a slash": lambda d: f"{d}/",
        "the root": lambda d: "/",
        "the current folder": lambda d: ".",
        "a link to a folder": lambda d: link(".", "to-folder"),
        "a dangling link": lambda d: link("nowhere", "dangling"),
        "a link loop": lambda d: link("loop", "loop"),
        "through a link loop": lambda d: f"{link('loop', 'loop')}/a",
        "through a file": lambda d: f"{write(b'a')}/b",
        "a name too long": lambda d: f"{d}/{'a' * 5000}",
        "a path too long": lambda d: "/a" * 5000,
        "empty": lambda d: "",
        "a blank": lambda d: " ",
        "NUL": lambda d: "\0",
        "NUL inside": lambda d: f"{d}/a\0b",
        "NUL at the end of a file": lambda d: f"{write(b'a')}\0",
        "unencodable": lambda d: f"{d}/\ud800",
        "unencodable, not escaped": lambda d: f"{d}/a\udfffb\ud800",
    }


@clause(
    "file-response.not-found",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=[*CONSTRUCT, "abort.construct"],
)
@cases(kind=list(_missing_paths()), wrap=[str, Located])
def test_not_found(impl, kind, wrap):
    """A path that is no readable file raises Abort with code 404, from the constructor."""
    path = _missing_paths()[kind](folder())
    error = expect_raises(impl.Abort, impl.FileResponse, 200, wrap(path), ())
    expect_equal(plain(error.code), 404)


#: Permissions that give somebody else, or nobody, the right to read.
LOCKED = (0o000, 0o111, 0o200, 0o222, 0o333, 0o400, 0o600, 0o700)


@clause(
    "file-response.unreadable",
    level=MUST,
    source="ruling",
    depends_on=[*CONSTRUCT, "abort.construct"],
)
@cases(mode=LOCKED)
def test_unreadable(impl, mode):
    """A file without read permission for this process is a 404."""
    path = write(b"a", "locked.txt")
    try:
        error = _as_nobody(impl, path, path, mode)
    finally:
        remove(path)
    if error is not READABLE:
        expect_not_found(error, impl)


@clause(
    "file-response.locked-folder",
    level=MUST,
    source="ruling",
    depends_on=[*CONSTRUCT, "abort.construct"],
)
@cases(mode=[0o000, 0o200, 0o400, 0o600, 0o700])
def test_locked_folder(impl, mode):
    """A file in a folder that this process may not enter is a 404."""
    os.makedirs(os.path.join(folder(), "locked"), exist_ok=True)
    path = write(b"a", os.path.join("locked", "a.txt"))
    try:
        error = _as_nobody(impl, path, os.path.dirname(path), mode)
    finally:
        remove(path)
    if error is not READABLE:
        expect_not_found(error, impl)


@clause("file-response.readable", level=MUST, source="doc", depends_on=["file-response.unreadable"])
@cases(mode=[0o444, 0o044, 0o404, 0o644, 0o755, 0o666])
def test_readable(impl, mode):
    """A file with read permission for this process is accepted, whoever owns it."""
    path = write(b"a", "readable.txt")
    os.chmod(path, mode)
    try:
        with as_nobody():
            if os.access(path, os.R_OK):
                error = _raised(impl.FileResponse, 200, path, ())
                expect(error is None, f"a file of mode {mode:o} to be accepted", error)
    finally:
        remove(path)


READABLE = object()


def _as_nobody(impl, path, locked, mode):
    """What FileResponse raises for `path` while `locked` has this mode; READABLE where it may."""
    os.chmod(locked, mode)
    try:
        with as_nobody():
            if os.access(path, os.R_OK):
                if mode == 0:
                    raise Skipped("permissions do not bind this user")
                return READABLE
            error = _raised(impl.FileResponse, 200, path, ())
            if isinstance(error, ImportError) and not os.access(os.__file__, os.R_OK):
                raise Skipped("Python's own modules are closed to other users")
            return error
    finally:
        os.chmod(locked, 0o700)


def _raised(call, *args):
    try:
        call(*args)
    except Exception as error:
        return error
    return None


# --- files that are not regular

SPECIAL = ("fifo", "link to a fifo", "socket", "device")


def _special_file(kind):
    path = os.path.join(folder(), f"special-{kind}")
    if kind == "device":
        if not os.path.exists(os.devnull) or not stat.S_ISCHR(os.stat(os.devnull).st_mode):
            raise Skipped("this system has no null device")
        return os.devnull
    if kind == "link to a fifo":
        return link(_special_file("fifo"), "special-link")
    remove(path)
    if kind == "fifo":
        try:
            os.mkfifo(path)
        except (AttributeError, OSError):
            raise Skipped("this system makes no FIFOs there") from None
    else:
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(path)
        except (AttributeError, OSError):  # among others: the path is too long for one
            raise Skipped("this system makes no sockets in the file system there") from None
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
        with suppress(OSError):  # whoever waits for a writer to a FIFO is let go
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        thread.join(seconds)
        raise Violation("the constructor to return", f"nothing after {seconds} s")
    return done[0]


@clause(
    "file-response.never-hangs",
    level=MUST,
    source="ruling",
    depends_on=[*CONSTRUCT, "abort.construct"],
)
@cases(kind=SPECIAL)
def test_never_hangs(impl, kind):
    """A FIFO, socket or device never hangs the constructor."""
    path = _special_file(kind)
    make = impl.FileResponse
    outcome = _within(2, lambda: make(200, path, ()), path)
    # What it is refused with is the matter of a clause of its own.
    kinds = (impl.Abort, impl.FileResponse, ValueError, TypeError, OSError)
    expect(isinstance(outcome, kinds), "Abort or a FileResponse", outcome)


@clause(
    "file-response.special-not-found",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.never-hangs"],
)
@cases(kind=SPECIAL)
def test_special_not_found(impl, kind):
    """A FIFO, socket or device is a 404."""
    path = _special_file(kind)
    make = impl.FileResponse
    outcome = _within(2, lambda: make(200, path, ()), path)
    expect_not_found(outcome, impl)


@clause(
    "file-response.refused-closed",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.not-found"],
)
@cases(kind=["a folder", "fifo", "socket", "bufsize", "code", "headers"])
def test_refused_closed(impl, kind):
    """A constructor that raises leaves nothing open."""
    # Each path is a new one: what another implementation left open is not counted here.
    if kind == "a folder":
        path = os.path.join(folder(), "empty")
        remove(path)
        os.mkdir(path)
    else:
        path = _special_file(kind) if kind in SPECIAL else write(b"a")
    arguments = {"bufsize": (200, path, (), 0), "code": (204, path, ()), "headers": (200, path, 5)}
    make, call = impl.FileResponse, arguments.get(kind, (200, path, ()))
    error = _within(2, lambda: _raised(make, *call), path)
    # An exception keeps the frames alive in which a file may still be open.
    left = None if error is None else type(error)
    del error
    expect(open_descriptors(path) == 0, f"nothing open after {left}", words="an open file")

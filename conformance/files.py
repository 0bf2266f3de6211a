"""Files for an implementation to serve: in a folder that anybody may read, gone at exit."""

from __future__ import annotations

import atexit
import builtins
import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .clause import Skipped
from .failure import PREFIX

_folders: list[Path] = []
_SAMPLE = "sample.txt"
#: What tells the sample from any other file, once it was written.
_signatures: list[tuple[int, ...]] = []


def folder() -> Path:
    """The folder of this process; made when it is first asked for."""
    if not _folders:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        path.chmod(0o755)  # for clauses that judge as another user
        atexit.register(_remove, path, os.getpid())
        _folders.append(path)
    return _folders[0]


def _remove(path: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(path, ignore_errors=True)


def write(content: bytes, name: str = "a.html") -> str:
    """The path of a file in that folder with this content; one of the same name is replaced."""
    path = os.path.join(folder(), name)
    # A new file, not the old one emptied: what somebody left open of it is not counted again.
    remove(path)
    with open(path, "wb") as file:
        file.write(content)
    return path


_kept: dict[str, bytes] = {}


def kept(content: bytes, name: str) -> str:
    """As `write`, but the file stays the same one while its content does.

    So that what names it by its inode or the time of its change (ETag, Last-Modified) is the same
    for two responses that are compared.
    """
    if _kept.get(name) != content:
        _kept[name] = content
        return write(content, name)
    return os.path.join(folder(), name)


def named(name: str, content: bytes = b"a") -> str | None:
    """The path of a file of this name, None where the file system knows no such name."""
    try:
        return write(content, name)
    except (OSError, ValueError):
        return None


def sample() -> str:
    """The path of a small text file that nobody changes."""
    path = os.path.join(folder(), _SAMPLE)
    if not os.path.exists(path):
        write(b"sample", _SAMPLE)
        _signatures[:] = [_signature(path)]
    return path


def repaired() -> list[str]:
    """Sees to it that the folder and the sample are made anew if they were changed; says so."""
    if not _folders:
        return []
    if not os.path.isdir(_folders[0]):
        _folders.clear()
        return ["the folder of the files deleted: undone"]
    path = os.path.join(_folders[0], _SAMPLE)
    if not _signatures or _signature(path) == _signatures[0]:
        return []
    _signatures.clear()
    remove(path)
    return ["a file that it was to serve changed: undone"]


def _signature(path: str) -> tuple[int, ...]:
    try:
        found = os.lstat(path)
    except OSError:
        return ()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


class Located:
    """A path that has ``__fspath__`` and nothing else."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return self._path


#: What a path may be, as functions of its text.
PATH_KINDS = (str, Path, Located)


def link(target: str, name: str) -> str:
    """The path of a symbolic link in that folder; raises Skipped where the system has none."""
    path = os.path.join(folder(), name)
    try:
        if not os.path.lexists(path):
            os.symlink(target, path)
    except (OSError, NotImplementedError):
        raise Skipped("this system has no symbolic links") from None
    return path


def after_a_link() -> str:
    """A path that leads to another file, or to none, if its ``..`` is taken for mere text."""
    os.makedirs(os.path.join(folder(), "outer", "inner"), exist_ok=True)
    write(b"sample", os.path.join("outer", "beside.txt"))
    return os.path.join(link(os.path.join("outer", "inner"), "to-inner"), "..", "beside.txt")


def remove(path: str) -> None:
    """Removes a file or an empty folder, if it is there."""
    with suppress(FileNotFoundError):
        os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)


def open_descriptors(path: str) -> int:
    """How many descriptors of this process are open on the file that is now at `path`.

    Raises Skipped where the system does not list a process's descriptors.
    """
    for listing in ("/proc/self/fd", "/dev/fd"):
        if os.path.isdir(listing):
            break
    else:
        raise Skipped("this system does not list open descriptors")
    wanted = os.stat(path)
    found = 0
    for name in os.listdir(listing):
        try:
            found += os.path.samestat(os.fstat(int(name)), wanted)
        except OSError:  # the descriptor of the listing itself
            continue
    return found


class _Reads:
    """Decides how many octets a read gives: at most `most`; and OSError once `left` were made."""

    def __init__(self, most: int, left: int) -> None:
        self.most = most
        self.left = left

    def size(self, wanted: int) -> int:
        if self.left <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.left -= 1
        return self.most if wanted < 0 else min(wanted, self.most)


class _File(io.FileIO):
    """A file whose reads are decided by `reads`."""

    reads: _Reads

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.reads.size(-1 if size is None else size)) or b""

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        return super().readinto(view[: self.reads.size(len(view))]) or 0


@contextmanager
def short_reads(most: int, number: int = sys.maxsize) -> Iterator[None]:
    """Within it, a read from a file gives at most `most` octets, however it was opened.

    What `open` promises of a buffered file still holds: it reads again until it has enough.
    After `number` reads every other one raises OSError.
    """
    reads = _Reads(most, number)
    kind: Any = type("File", (_File,), {"reads": reads})
    read, io_open, file_io = os.read, io.open, io.FileIO

    def open_file(
        file: Any, mode: str = "r", buffering: int = -1, *args: Any, **kwargs: Any
    ) -> Any:
        if mode not in ("rb", "br"):
            return io_open(file, mode, buffering, *args, **kwargs)
        raw = kind(file, "rb", kwargs.get("closefd", True), kwargs.get("opener"))
        return raw if buffering == 0 else io.BufferedReader(raw)

    builtins.open = io.open = open_file
    io.FileIO = kind  # type: ignore[misc]
    os.read = lambda descriptor, size: read(descriptor, reads.size(size))
    try:
        yield
    finally:
        builtins.open = io.open = io_open
        io.FileIO = file_io  # type: ignore[misc]
        os.read = read


#: What a stat_result has by its place; Python 3.13 takes none of it by name as well.
_IN_ORDER = {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size"}


@contextmanager
def seeming(path: str, size: int) -> Iterator[None]:
    """Within it, os.stat and os.fstat say that the file at `path` has `size` octets.

    A file that is really so large would endanger the machine where somebody reads it whole.
    """
    stat, fstat = os.stat, os.fstat
    wanted = stat(path)

    def told(status: os.stat_result) -> os.stat_result:
        if not os.path.samestat(status, wanted):
            return status
        names = {name for name in dir(status) if name.startswith("st_")} - _IN_ORDER
        more = {name: getattr(status, name) for name in names}
        return os.stat_result([*status[:6], size, *status[7:10]], more)

    os.stat = lambda *args, **kwargs: told(stat(*args, **kwargs))
    os.fstat = lambda fd: told(fstat(fd))
    try:
        yield
    finally:
        os.stat, os.fstat = stat, fstat


@contextmanager
def as_nobody() -> Iterator[None]:
    """Within it, this process has no privileges; raises Skipped where it cannot give them up.

    The saved user id stays root's, so that they come back. Both the real and the effective one
    change: some implementations ask `os.access`, which goes by the real one.
    """
    if not hasattr(os, "setresuid"):
        raise Skipped("this system has no setresuid")
    if os.geteuid() != 0:
        yield
        return
    try:
        os.setresuid(65534, 65534, 0)
    except OSError:
        raise Skipped("root may not become another user here") from None
    try:
        if not os.access(folder(), os.X_OK):
            raise Skipped("the folder for temporary files is closed to other users")
        yield
    finally:
        os.setresuid(0, 0, 0)

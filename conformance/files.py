"""Files for an implementation to serve: in a folder that anybody may read, gone at exit."""

from __future__ import annotations

import atexit
import builtins
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .clause import Skipped

_folders: list[Path] = []


def folder() -> Path:
    """The folder of this process; made when it is first asked for."""
    if not _folders:
        path = Path(tempfile.mkdtemp(prefix="conformance-"))
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
    with open(path, "wb") as file:
        file.write(content)
    return path


def sample() -> str:
    """The path of a small text file that nobody changes."""
    path = os.path.join(folder(), "sample.txt")
    return path if os.path.exists(path) else write(b"sample", "sample.txt")


def remove(path: str) -> None:
    """Removes a file or an empty folder, if it is there."""
    try:
        os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)
    except FileNotFoundError:
        pass


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


class _ShortFile(io.FileIO):
    """A file whose reads give at most `most` octets, as a read from the system may."""

    most = 1

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.most if size is None or size < 0 else min(size, self.most)) or b""

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")[: self.most]
        return super().readinto(view) or 0


@contextmanager
def short_reads(most: int) -> Iterator[None]:
    """Within it, a read from a file gives at most `most` octets, however it was opened.

    What `open` promises of a buffered file still holds: it reads again until it has enough.
    """
    kind = type("ShortFile", (_ShortFile,), {"most": most})
    read = os.read

    def short_open(
        file: Any, mode: str = "r", buffering: int = -1, *args: Any, **kwargs: Any
    ) -> Any:
        if mode not in ("rb", "br"):
            return io_open(file, mode, buffering, *args, **kwargs)
        raw = kind(file, "rb", kwargs.get("closefd", True))
        return raw if buffering == 0 else io.BufferedReader(raw)

    def short_read(descriptor: int, size: int) -> bytes:
        return read(descriptor, min(size, most))

    io_open = io.open
    builtins.open = io.open = short_open  # type: ignore[assignment]
    os.read = short_read
    try:
        yield
    finally:
        builtins.open = io.open = io_open
        os.read = read


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
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)

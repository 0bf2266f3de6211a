"""Limits on what code may take: memory, and the length of the files that it writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: What it may take of the address space, in octets, beside what the process has.
MEMORY = 2**31
#: The longest file it may write, in octets.
FILE_SIZE = 2**30


@contextmanager
def bounded() -> Iterator[None]:
    """Within it, more memory is a MemoryError and a longer file an OSError, where Linux sees to it.

    Only the soft limits are set, and a limit that is lower already stays.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    before = []
    for kind, most in (
        (resource.RLIMIT_AS, _address_space() + MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        soft, hard = resource.getrlimit(kind)
        before.append((kind, (soft, hard)))
        if soft == resource.RLIM_INFINITY or soft > most:
            resource.setrlimit(kind, (most, hard))
    try:
        yield
    finally:
        for kind, limits in before:
            with suppress(ValueError, OSError):  # the code lowered the hard one
                resource.setrlimit(kind, limits)


def _address_space() -> int:
    """What the process has mapped, in octets."""
    import resource

    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()

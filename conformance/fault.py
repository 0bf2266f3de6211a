"""A fault as data and as text: what was expected, what was got, the call, the octets."""

from __future__ import annotations

import ast
import textwrap
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .call import call_of
from .clause import Clause, Violation
from .failure import MOST, said, shorten

#: The most octets that are kept before and after those at fault.
AROUND = 160
#: The most columns in which octets are shown.
_COLUMNS = 84


@dataclass(frozen=True)
class Octets:
    """What was on the wire around a fault.

    `text` has one character (latin-1) for each octet from number `start` on, of `total`; `marked`
    are the start and end of those at fault within `text`, None where they are not known.
    """

    text: str
    start: int
    total: int
    marked: tuple[int, int] | None = None

    def lines(self) -> Iterator[str]:
        """Them with escapes, each line up to its line feed, and carets under those at fault."""
        if self.start:
            yield f"[... {self.start} octets ...]"
        first, last = self.marked or (-1, -1)
        line = carets = ""
        for number, octet in enumerate(self.text):
            shown = escaped(octet)
            if len(line) + len(shown) > _COLUMNS:
                yield from _pair(line, carets)
                line = carets = ""
            line += shown
            carets += ("^" if first <= number < max(last, first + 1) else " ") * len(shown)
            if octet == "\n":
                yield from _pair(line, carets)
                line = carets = ""
        if first == len(self.text):
            carets += "^"
        yield from _pair(line, carets)
        left = self.total - self.start - len(self.text)
        if left:
            yield f"[... {left} octets ...]"


def _pair(line: str, carets: str) -> Iterator[str]:
    if line:
        yield line
    if carets.strip():
        yield carets.rstrip()


def escaped(octet: str) -> str:
    """An octet, given as a character of latin-1, as it is shown."""
    known = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\\": "\\\\"}
    if octet in known:
        return known[octet]
    return octet if " " <= octet <= "~" else f"\\x{ord(octet):02x}"


@dataclass(frozen=True)
class Fault:
    """What an implementation did instead of what a clause expects, and the call that showed it.

    `call` is Python; `octets` is None where nothing was put on a wire; `stack` is a traceback,
    empty where none was asked for.
    """

    expected: str
    got: str
    call: str
    octets: Octets | None = None
    stack: str = ""

    def __str__(self) -> str:
        items = [("expected", self.expected), ("got", self.got), ("call", self.call)]
        if self.octets is not None:
            items.append(("octets", "\n".join(self.octets.lines())))
        return "\n".join(labelled(label, text) for label, text in items)


def labelled(label: str, text: str) -> str:
    """`text` beside a label, its later lines under its first."""
    return textwrap.indent(text or "''", " " * 10).replace(" " * 10, f"{label:<10}", 1)


def fault_of(
    clause: Clause,
    impl_name: str,
    error: BaseException,
    arguments: dict[str, Any],
    with_stack: bool = False,
) -> Fault:
    """The fault that `error` tells of, found with these `arguments` of the clause."""
    call = call_of(clause, impl_name, error, arguments)
    stack = "".join(traceback.format_exception(error)) if with_stack else ""
    if not isinstance(error, Violation):
        return Fault("no exception", said(error), call, None, stack)
    on_wire = octets_of(error)
    got = shorten(error.got, MOST)
    return Fault(shorten(error.expected, MOST), got, call, on_wire, stack)


def octets_of(error: Violation) -> Octets | None:
    """What was on the wire around the fault, None where nothing was."""
    octets, at = error.octets, error.at
    if octets is None:
        octets = _with_the_fault(error)
    if octets is not None and at is None:
        at = _place(octets, error)
    return None if octets is None else around(octets, at)


def around(octets: bytes, at: tuple[int, int] | None) -> Octets:
    """`octets`, cut around those from `at[0]` to `at[1]`."""
    first, last = at or (0, AROUND)
    last = min(last, first + 2 * AROUND)
    start, end = max(0, first - AROUND), last + AROUND
    marked = (first - start, last - start) if at else None
    return Octets(octets[start:end].decode("latin-1"), start, len(octets), marked)


def _with_the_fault(error: Violation) -> bytes | None:
    """The message among those seen in which the fault stands, None where that is not plain."""
    parts = _parts(error.got)
    holding = [octets for octets in error.seen if all(p in octets.lower() for p in parts)]
    if parts and holding:
        return holding[-1]
    return error.seen[0] if len(error.seen) == 1 else None


def _place(octets: bytes, error: Violation) -> tuple[int, int] | None:
    """Where `octets` hold what was got and not expected, if that is in one place only."""
    expected = _parts(error.expected)
    for part in _parts(error.got):
        if part not in expected and octets.lower().count(part) == 1:
            start = octets.lower().index(part)
            return start, start + len(part)
    return None


def _parts(text: str) -> list[bytes]:
    """The texts and octets, in lower case, that `text` is the repr of, alone or in a list."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return []
    values = value if isinstance(value, (list, tuple)) else [value]
    texts = [v.encode("latin-1", "replace") if isinstance(v, str) else v for v in values]
    return [octets.lower() for octets in texts if isinstance(octets, bytes) and octets]

"""Tells a fault of the implementation from one of the suite, and puts it into words."""

from __future__ import annotations

import ast
import gc
import inspect
import linecache
import re
import sysconfig
import textwrap
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from .clause import Clause, Violation

_SUITE = str(Path(__file__).parent)
_LIBRARY = (sysconfig.get_path("stdlib") + "/", "<frozen")
_MACHINERY = {"hypothesis", "h11", "httptools"}
#: How the name of the folder begins in which the files lie that an implementation serves.
PREFIX = "conformance-"
#: The address of an object, and what the name of the folder of files has at its end.
_OF_THIS_RUN = re.compile(rf" at 0x[0-9a-fA-F]+|(?<=/{PREFIX})\w{{8}}(?=/|\b)")
#: The longest value, in characters, that is shown whole.
LONGEST = 400
#: The most octets that are kept before and after those at fault.
AROUND = 160


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


@dataclass(frozen=True)
class Fault:
    """What an implementation did instead of what a clause expects, and the call that showed it.

    `call` is Python; `octets` is None where nothing was put on a wire.
    """

    expected: str
    got: str
    call: str
    octets: Octets | None = None

    def __str__(self) -> str:
        lines = [_item("expected", self.expected), _item("got", self.got)]
        lines.append(_item("call", self.call))
        if self.octets is not None:
            lines.append(_item("octets", show(self.octets.text.encode("latin-1"))))
        return "\n".join(lines)


def leaves(error: BaseException) -> Iterator[BaseException]:
    """The exceptions of a group, whatever its depth; else `error` alone."""
    members = getattr(error, "exceptions", None)
    if isinstance(members, tuple):
        for member in members:
            yield from leaves(member)
    else:
        yield error


def body_of(clause: Clause) -> Callable[..., Any]:
    """The function as it is written, under what Hypothesis and the judge put around it."""
    handle = getattr(clause.function, "hypothesis", None)
    body: Callable[..., Any] = inspect.unwrap(handle.inner_test if handle else clause.function)
    return body


def trace_of(error: BaseException, function: Callable[..., Any]) -> TracebackType | None:
    """Where `function` stands in the traceback of `error`, None where it does not."""
    code = function.__code__
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    return trace


def is_of_the_suite(error: BaseException, function: Callable[..., Any]) -> bool:
    """Whether the suite itself broke, while `function` judged or before.

    It did when its machinery raised without the implementation in between, or when a clause uses
    a name that does not exist. Anything else was raised by the implementation, or by a clause for
    what the implementation gave it, or by an object of the suite that the implementation misused.
    """
    if isinstance(error, Violation):
        return False
    # What Hypothesis puts around the clause has a frame in the same file: it is not the start.
    trace = trace_of(error, function)
    if trace is None:
        return True
    called = [owner(frame) for frame, _ in traceback.walk_tb(trace)]
    if "implementation" in called:
        return False
    if called[-1] == "clause":
        return isinstance(error, (NameError, ImportError))
    return "machinery" in called


def owner(frame: FrameType) -> str:
    """Whose code runs: "clause", "machinery", "library" (Python's own) or "implementation"."""
    filename = _file(frame)
    if filename.startswith(_SUITE):
        return "clause" if Path(filename).name.startswith("test_") else "machinery"
    if str(frame.f_globals.get("__name__")).split(".")[0] in _MACHINERY:
        return "machinery"
    is_library = filename.startswith(_LIBRARY) and "-packages" not in filename
    return "library" if is_library else "implementation"


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def fault_of(clause: Clause, impl_name: str, error: BaseException) -> Fault:
    """Expected, got, the call, and the octets around the fault."""
    call = _call(clause, impl_name, error)
    if not isinstance(error, Violation):
        return Fault("no exception", said(error), call)
    octets = None if error.octets is None else _around(error.octets, error.at)
    return Fault(error.expected, error.got, call, octets)


def _around(octets: bytes, at: tuple[int, int] | None) -> Octets:
    first, last = at or (0, 0)
    start, end = max(0, first - AROUND), last + AROUND
    marked = (first - start, last - start) if at else None
    return Octets(octets[start:end].decode("latin-1"), start, len(octets), marked)


def said(error: BaseException) -> str:
    """The type and message of an exception, even of one that has trouble saying it."""
    try:
        text = str(error)
    except Exception:
        text = "(its __str__ raises)"
    return shorten(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def show(value: object) -> str:
    """`repr(value)`, cut to a readable length, even of a value that has trouble saying it."""
    try:
        return shorten(repr(value))
    except Exception as error:
        return f"<{type(value).__name__} whose __repr__ raises {type(error).__name__}>"


def shorten(text: str) -> str:
    """`text` cut to a readable length, without what differs from run to run."""
    text = _OF_THIS_RUN.sub("", text)
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} [... {len(text) - 2 * half} characters ...] {text[-half:]}"


def _item(label: str, text: str) -> str:
    return textwrap.indent(text, " " * 10).replace(" " * 10, f"{label:<10}", 1)


def _call(clause: Clause, impl_name: str, error: BaseException) -> str:
    """The values that led to the fault, then the lines of the clause down to the fault."""
    function = body_of(clause)
    trace = trace_of(error, function)
    if trace is None:
        return f"{Path(inspect.getfile(function)).name}, {function.__name__}"
    filename = inspect.getfile(function)
    source = linecache.getlines(filename)
    definition = next(
        node
        for node in ast.walk(_parsed("".join(source)))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name == function.__name__
    )
    values = trace.tb_frame.f_locals
    bound = [f"{name} = {show(values[name])}" for name in _inputs(definition) if name in values]
    last = _end_of_statement(definition, trace.tb_lineno)
    body = textwrap.dedent("".join(source[definition.body[0].end_lineno : last])).rstrip()
    return "\n".join([f"impl = {impl_name}", *bound, "", f"{body}    # <- here"]).strip()


def _parsed(source: str) -> ast.Module:
    """The syntax tree; CPython 3.11 may raise SystemError where garbage is collected meanwhile."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        if enabled:
            gc.enable()


def _inputs(definition: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names that a clause did not choose itself: its parameters, and what it loops over."""
    names = [arg.arg for arg in definition.args.args if arg.arg != "impl"]
    for loop in ast.walk(definition):
        if isinstance(loop, (ast.For, ast.AsyncFor)):
            names += [node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(names))


def _end_of_statement(definition: ast.AST, line: int) -> int:
    ends = [
        node.end_lineno
        for node in ast.walk(definition)
        if isinstance(node, (ast.Expr, ast.Assign, ast.Return, ast.Raise))
        and node.end_lineno is not None
        and node.lineno <= line <= node.end_lineno
    ]
    return min(ends, default=line)

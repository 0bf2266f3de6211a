"""Tells a fault of the implementation from one of the suite; exceptions and values in words."""

from __future__ import annotations

import inspect
import re
import sysconfig
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from .clause import Clause, Deadline, Violation

_SUITE = str(Path(__file__).parent)
_OF_GROUPS = ("builtins", "exceptiongroup", "hypothesis.errors")
_LIBRARY = (sysconfig.get_path("stdlib") + "/", "<frozen")
#: Modules that ask the implementation's objects as the clauses do.
_AS_CLAUSES = (
    "copies.py", "doors.py", "expect.py", "fields.py", "media.py", "responses.py", "streams.py",
)  # fmt: skip
_MACHINERY = {"hypothesis", "h11", "httptools"}
#: How the name of the folder begins in which the files lie that an implementation serves.
PREFIX = "conformance-"
#: The address of an object, and what the name of the folder of files has at its end.
_OF_THIS_RUN = re.compile(rf" at 0x[0-9a-fA-F]+|(?<=/{PREFIX})\w{{8}}(?=/|\b)")
#: The longest value, in characters, that is shown whole.
LONGEST = 400
#: The longest text of several, in characters.
MOST = 4000


def leaves(error: BaseException) -> Iterator[BaseException]:
    """The exceptions of a group of Python or Hypothesis, whatever its depth; else `error` alone."""
    if type(error).__module__ in _OF_GROUPS and hasattr(error, "exceptions"):
        for member in error.exceptions:
            yield from leaves(member)
    else:
        yield error


def body_of(clause: Clause) -> Callable[..., Any]:
    """The function as it is written, under what Hypothesis and the judge put around it."""
    handle = getattr(clause.function, "hypothesis", None)
    body: Callable[..., Any] = inspect.unwrap(handle.inner_test if handle else clause.function)
    return body


def trace_of(error: BaseException | None, function: Callable[..., Any]) -> TracebackType | None:
    """Where `function` stands in the traceback of `error`, None where it does not."""
    code = function.__code__
    trace = None if error is None else error.__traceback__
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    return trace


def is_of_the_suite(error: BaseException, function: Callable[..., Any]) -> bool:
    """Whether the suite itself broke, while `function` judged or before.

    It did when its machinery raised without the implementation in between, or when a clause uses
    a name that does not exist. Anything else was raised by the implementation, or by a clause for
    what the implementation gave it, or by an object of the suite that the implementation misused.
    """
    if isinstance(error, (Violation, MemoryError)):  # the suite itself takes little
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
    filename = frame.f_code.co_filename
    if filename.startswith(_SUITE):
        name = Path(filename).name
        return "clause" if name.startswith("test_") or name in _AS_CLAUSES else "machinery"
    if str(frame.f_globals.get("__name__")).split(".")[0] in _MACHINERY:
        return "machinery"
    return "library" if _is_library(filename) else "implementation"


def _is_library(filename: str) -> bool:
    return filename.startswith(_LIBRARY) and "-packages" not in filename


def is_foreign(filename: str) -> bool:
    """Whether a file is neither of the suite, nor of Python, nor of what the suite stands on."""
    parts = Path(filename).parts
    return not (
        filename.startswith(_SUITE)
        or _is_library(filename)
        or ("site-packages" in parts and _MACHINERY.intersection(parts))
    )


def said(error: BaseException) -> str:
    """The type and message of an exception, even of one that has trouble saying it."""
    try:
        text = str(error)
    except (Deadline, KeyboardInterrupt):
        raise
    except BaseException:
        text = "(its __str__ raises)"
    return shorten(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def show(value: object) -> str:
    """`repr(value)`, cut to a readable length, even of a value that has trouble saying it."""
    try:
        return shorten(repr(value))
    except (Deadline, KeyboardInterrupt):
        raise
    except BaseException as error:
        return f"<{type(value).__name__} whose __repr__ raises {type(error).__name__}>"


def same_each_run(text: str) -> str:
    """`text` without addresses and without the random part of a folder's name."""
    return _OF_THIS_RUN.sub("", text)


def visible(text: str) -> str:
    """`text` with whatever is not seen as itself written as Python would, but for line feeds.

    Among it are control characters, lone surrogates (which no file in UTF-8 can hold) and those
    that turn the direction of what follows.
    """
    return "".join(
        one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode()
        for one in text
    )


def shorten(text: str, longest: int = LONGEST) -> str:
    """`text` cut to a readable length, without what differs from run to run."""
    if len(text) < 100 * longest:  # what is longer is cut however short it gets
        text = same_each_run(text)
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} [... {len(text) - 2 * half} characters ...] {text[-half:]}"

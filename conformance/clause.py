"""Clauses: tests whose docstring is the specification, and the registry that holds them."""

from __future__ import annotations

import inspect
import re
import unittest
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

MUST = "MUST"
SHOULD = "SHOULD"

#: The versions of the specification, oldest first. A clause stands since one of them; a clause
#: that asks for more than it did is another clause, with an id of its own.
VERSIONS = ("0.1",)
#: Ids that no clause has any more, and never will again: the version that withdrew each.
WITHDRAWN: dict[str, str] = {}

#: The areas in the order of the API, which is that of reports and of the specification.
AREAS = (
    "module",
    "headers",
    "response",
    "file-response",
    "abort",
    "redirect",
    "static",
    "jsonify",
    "responsify",
    "wire",
    "send",
)

#: What a clause may need beyond memory, and the share of the examples it draws in return.
NEEDS = {"": 1.0, "loop": 1.0, "file": 0.5, "streams": 0.2}

#: The most messages that are remembered of an example.
_MOST_MESSAGES = 8

_ID = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")

F = TypeVar("F", bound=Callable[..., Any])


class Violation(AssertionError):
    """An implementation did something else than the clause expects.

    `expected` and `got` are texts; `octets` is what was on the wire, where that matters, and
    `at` the start and end of those at fault, where they are known. The judge adds what was `seen`
    on the wire before.
    """

    seen: tuple[bytes, ...] = ()

    def __init__(
        self,
        expected: str,
        got: str,
        octets: bytes | None = None,
        at: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got
        self.octets = octets
        self.at = at


class NotProvided(unittest.SkipTest):
    """A clause asked for a name that the implementation does not export.

    Hypothesis lets a SkipTest through at once, without looking for a simpler example.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not exported")
        self.name = name


class Skipped(unittest.SkipTest):
    """A clause cannot be judged on this machine; the argument says why."""


class Deadline(BaseException):
    """Time is over: raised wherever the code is. No Exception, lest the code take it for its."""


@dataclass(frozen=True)
class Clause:
    """One statement about an implementation, and the function that judges it.

    `id` is a slug, area first, that never changes meaning; `source` is "doc", "ruling" or a
    section of a standard. `needs` is a key of NEEDS, `export` an optional name that the clause is
    about. `floor` is the share of the examples
    that have to reach an assertion. `depends_on` are the ids of clauses without which this one says
    nothing. It stands `since` a version of the specification, and was a SHOULD before it was
    `tightened` in another.
    """

    id: str
    level: str
    source: str
    statement: str
    why: str
    function: Callable[..., Any] = field(repr=False, compare=False)
    depends_on: tuple[str, ...] = ()
    needs: str = ""
    export: str = ""
    floor: float = 0.1
    since: str = VERSIONS[0]
    tightened: str = ""

    @property
    def area(self) -> str:
        return self.id.partition(".")[0]

    def as_of(self, version: str) -> Clause | None:
        """The clause as it stood in a version of the specification, None where it did not yet."""
        known = VERSIONS[: VERSIONS.index(version) + 1]
        if self.since not in known:
            return None
        if self.tightened and self.tightened not in known:
            return replace(self, level=SHOULD)
        return self


#: Every clause whose module was imported, by id.
REGISTRY: dict[str, Clause] = {}


class Reached:
    """How many examples ran, how many of them came to an assertion, and whether this one did.

    `octets` are the messages that this example saw on the wire.
    """

    ran = 0
    examples = 0
    now = False
    octets: tuple[bytes, ...] = ()


def reached() -> None:
    """Says that an assertion was reached. Every function of `expect` does."""
    Reached.now = True


def on_the_wire(octets: bytes) -> None:
    """Says what is on the wire, for whatever fault is found in it."""
    if octets not in Reached.octets:
        Reached.octets = (*Reached.octets, octets)[-_MOST_MESSAGES:]


def clause(
    id: str,
    *,
    level: str,
    source: str,
    also: str = "",
    depends_on: Iterable[str] = (),
    needs: str = "",
    export: str = "",
    floor: float = 0.1,
    since: str = VERSIONS[0],
    tightened: str = "",
) -> Callable[[F], F]:
    """Registers a test as a clause; its docstring's first line is the statement.

    Raises TypeError where the id is no slug or is taken, or where level, source or docstring is
    missing or unknown.
    """

    def register(function: F) -> F:
        statement, _, why = inspect.cleandoc(function.__doc__ or "").partition("\n")
        if not _ID.fullmatch(id):
            raise TypeError(f"clause {id!r}: an id is a slug, area first, such as 'headers.get'")
        known = REGISTRY.get(id)
        if known is not None and _place(known.function) != _place(function):
            raise TypeError(f"clause {id}: the id is taken")
        if level not in (MUST, SHOULD):
            raise TypeError(f"clause {id}: level is MUST or SHOULD, not {level!r}")
        if not source or not statement:
            raise TypeError(f"clause {id}: needs a source and a docstring")
        if needs not in NEEDS:
            raise TypeError(f"clause {id}: needs is one of {sorted(NEEDS)}, not {needs!r}")
        if id in WITHDRAWN:
            raise TypeError(f"clause {id}: the id was withdrawn in {WITHDRAWN[id]}")
        later = VERSIONS[VERSIONS.index(since) + 1 :] if since in VERSIONS else None
        if later is None or (tightened and (tightened not in later or level != MUST)):
            raise TypeError(
                f"clause {id}: since is one of {', '.join(VERSIONS)}, and only a MUST is tightened,"
                f" later; not since {since!r}, tightened {tightened!r}"
            )
        REGISTRY[id] = Clause(
            id=id,
            level=level,
            source=f"{source}; {also}" if also else source,
            statement=statement,
            why=inspect.cleandoc(why),
            function=function,
            depends_on=tuple(depends_on),
            needs=needs,
            export=export,
            floor=floor,
            since=since,
            tightened=tightened,
        )
        function.clause = REGISTRY[id]  # type: ignore[attr-defined]
        return function

    return register


def in_order() -> list[Clause]:
    """Every clause of the registry: area by area, and within one as they stand in their files."""
    known = {area: number for number, area in enumerate(AREAS)}
    return sorted(REGISTRY.values(), key=lambda clause: known.get(clause.area, len(known)))


def _place(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__module__, function.__qualname__


def cases(**domains: Iterable[Any]) -> Callable[[F], F]:
    """Runs a clause once for every combination of values: for a domain that is finite.

    Raises TypeError for an empty domain.
    """
    combinations: list[dict[str, Any]] = [{}]
    for name, values in domains.items():
        combinations = [{**known, name: value} for value in list(values) for known in combinations]
    if not combinations:
        raise TypeError("cases: a domain is empty")

    def register(function: F) -> F:
        function.cases = combinations  # type: ignore[attr-defined]
        # pytest fills in only what `impl` names.
        function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [p for n, p in inspect.signature(function).parameters.items() if n not in domains]
        )
        return function

    return register

"""Judges one clause on one implementation: an outcome, and for a fault what it was."""

from __future__ import annotations

import contextlib
import inspect
import os
import time
import traceback
import unittest
from collections.abc import Callable
from functools import partial, wraps
from types import TracebackType
from typing import Any, NamedTuple

import hypothesis
from hypothesis import Phase, settings
from hypothesis.errors import Flaky, StopTest, Unsatisfiable, UnsatisfiedAssumption

from . import __version__, loop, repro
from .budget import DEFAULT, Budget
from .clause import SHOULD, Clause, Deadline, NotProvided, Reached, Skipped, Violation
from .damage import Surroundings
from .deadline import Watch, was_pressed
from .failure import body_of, is_of_the_suite, leaves, said, trace_of
from .fault import Fault, fault_of
from .implementation import Implementation
from .report.model import Entry

#: Seconds that a fault may take to be put into words.
TELLING_SECONDS = 3.0
#: The share of a clause's time that one of its examples may take.
EXAMPLE_SHARE = 1 / 6


class _Found(NamedTuple):
    """What came of a clause; see `Entry`."""

    outcome: str
    detail: str = ""
    faults: tuple[Fault, ...] = ()
    script: str = ""


def judge(clause: Clause, impl: Implementation, budget: Budget = DEFAULT) -> Entry:
    """What comes of examining `impl` by `clause`; raises only the KeyboardInterrupt of a user."""
    Reached.ran = Reached.examples = 0
    _last_fault.clear()
    _process[:] = [os.getpid()]
    _missing.clear()
    started = time.perf_counter()
    found = _Found("pass")
    surroundings = Surroundings()
    watch = Watch(budget.seconds, budget.seconds * EXAMPLE_SHARE)
    try:
        watch.run(partial(_examine, clause, impl, budget))
        if watch.passed is not None:  # and nobody cared
            found = _out_of_time(clause, impl, budget, watch.passed)
        elif Reached.examples < max(1, Reached.ran * clause.floor):
            share = f"{Reached.examples} of {Reached.ran} examples"
            found = _Found("inconclusive", f"{share} reached an assertion: too few")
    except Deadline as error:
        loop.leave()
        found = _out_of_time(clause, impl, budget, error)
    except BaseException as error:
        if type(error) is KeyboardInterrupt and watch.was_pressed:
            raise
        if issubclass(type(error), Flaky) and watch.passed is not None:
            # The limit passed while Hypothesis drew, which takes that for a flaky strategy.
            # (isinstance would ask the exception, which may be the implementation's.)
            loop.leave()
            found = _out_of_time(clause, impl, budget, watch.passed)
        else:
            found = _told(clause, impl, budget, error)
    _last_fault.clear()
    noticed = surroundings.restore() + loop.tasks_left()
    seconds = time.perf_counter() - started
    return Entry(
        clause.id,
        clause.level,
        clause.source,
        clause.statement,
        found.outcome,
        Reached.examples,
        seconds,
        found.detail,
        found.faults,
        found.script,
        tuple(noticed),
    )


def _examine(clause: Clause, impl: Implementation, budget: Budget) -> None:
    function: Any = clause.function
    if clause.export:
        getattr(impl, clause.export)
    if not hasattr(function, "hypothesis"):
        for case in getattr(function, "cases", [{}])[: budget.max_examples]:
            with contextlib.suppress(UnsatisfiedAssumption):
                _example(function, impl=impl, **case)
        _expect_provided()
        return
    handle = function.hypothesis
    if not hasattr(handle.inner_test, "is_counted"):
        # The hook that Hypothesis documents for plugins ("Custom function execution").
        handle.inner_test = _counted(handle.inner_test)
        function.every_example = tuple(getattr(function, "hypothesis_explicit_examples", ()))
    chosen = budget.settings_for(clause)
    examples = function.every_example
    if budget.max_examples is not None:
        # Those of @example count too, and come first.
        examples = examples[-budget.max_examples :]
        left = chosen.max_examples - len(examples)
        phases = [p for p in chosen.phases if left > 0 or p is not Phase.generate]
        chosen = settings(chosen, max_examples=max(1, left), phases=phases)
    function.hypothesis_explicit_examples = examples
    # A test can be decorated with `settings` once; here the budget changes from run to run.
    function._hypothesis_internal_use_settings = chosen
    function._hypothesis_internal_use_seed = None
    seed = budget.seed_for(clause)
    if seed is not None:
        hypothesis.seed(seed)(function)
    if budget.database:
        # With a seed Hypothesis would leave the database out. The key is the same on any machine.
        function._hypothesis_internal_use_settings = chosen
        key = f"{__version__} {clause.id} {impl.name}"
        function._hypothesis_internal_database_key = key.encode("utf-8", "surrogatepass")
    else:
        vars(function).pop("_hypothesis_internal_database_key", None)
    handle.inner_test._hypothesis_internal_add_digest = f"{clause.id} {impl.name}".encode()
    try:
        function(impl=impl)
    except Unsatisfiable:
        _expect_provided()
        raise
    _expect_provided()


def _expect_provided() -> None:
    """Says what is not exported where no example did without it."""
    if _missing and not Reached.examples:
        raise _missing[0]


def _counted(test: Callable[..., Any]) -> Callable[..., None]:
    @wraps(test)
    def example(*args: Any, **kwargs: Any) -> None:
        _example(test, *args, **kwargs)

    example.is_counted = True  # type: ignore[attr-defined]
    return example


def _example(test: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    Reached.ran += 1
    Reached.now, Reached.octets = False, ()
    try:
        outcome = test(*args, **{name: _fresh(value) for name, value in kwargs.items()})
        if inspect.iscoroutine(outcome):
            loop.run(outcome)
    except Violation as violation:
        violation.seen = Reached.octets
        # Hypothesis tells faults apart by the line that raised: that of the clause, here.
        _last_fault[:] = [violation.with_traceback(_cut(violation, test))]
        raise _last_fault[0]  # noqa: B904  (before Python 3.11 a bare one brings the whole back)
    except NotProvided as error:
        # Another example may do without; a clause of which none does is not provided.
        Reached.ran, Reached.now = Reached.ran - 1, False
        _missing.append(error)
        if len(_missing) == PATIENCE and not Reached.examples:
            raise
        raise UnsatisfiedAssumption from error
    except (unittest.SkipTest, UnsatisfiedAssumption, StopTest, Deadline):
        raise
    except Exception as error:
        _last_fault[:] = [error]
        raise
    except BaseException as error:  # SystemExit and the like end no run
        if type(error) is KeyboardInterrupt and was_pressed():
            raise
        _last_fault[:] = [Violation("no exception", said(error))]
        raise _last_fault[0] from error
    finally:
        if os.getpid() != _process[0]:  # the implementation forked, and this is the copy
            os._exit(1)
        Reached.examples += Reached.now


def _fresh(value: Any, depth: int = 3) -> Any:
    """Lists and dictionaries as new ones: an implementation may change what it is given.

    Without this, what one does to the values of an @example would be given to the next one.
    """
    kind = type(value)
    if not depth or kind not in (list, dict, tuple):
        return value
    if kind is dict:
        return {name: _fresh(one, depth - 1) for name, one in value.items()}
    return kind(_fresh(one, depth - 1) for one in value)


def _cut(violation: Violation, test: Callable[..., Any]) -> TracebackType | None:
    """Of the traceback of `violation` the frame of the example and that of the body of `test`."""
    first, found = violation.__traceback__, trace_of(violation, test)
    if first is None or found is None:
        return first
    body = TracebackType(None, found.tb_frame, found.tb_lasti, found.tb_lineno)
    return TracebackType(body, first.tb_frame, first.tb_lasti, first.tb_lineno)


#: What was missing in each example that asked for what is not exported.
_missing: list[NotProvided] = []
#: The examples after which it is thought that all will ask for it.
PATIENCE = 10

#: The id of the process that judges.
_process: list[int] = []
#: The exception of the last example that found a fault, until the clause is judged.
_last_fault: list[Exception] = []


def _out_of_time(clause: Clause, impl: Implementation, budget: Budget, error: Deadline) -> _Found:
    """What time has run out for: to make a fault simpler, or to find one."""
    if _last_fault:
        found = _told(clause, impl, budget, _last_fault[0])
        return found._replace(detail=f"{found.detail}\n(not the simplest: {error})")
    return _Found("timeout", f"example {Reached.ran}: {error}")


def _told(clause: Clause, impl: Implementation, budget: Budget, error: BaseException) -> _Found:
    """As `_blame`, whatever the objects at fault do when they are asked what they are."""
    watch = Watch(TELLING_SECONDS, TELLING_SECONDS)
    try:
        return watch.run(partial(_blame, clause, impl, budget, error))
    except BaseException as another:
        if type(another) is KeyboardInterrupt and watch.was_pressed:
            raise
        if isinstance(another, Exception):
            return _Found("error", "".join(traceback.format_exception(another)))
        outcome = "advice" if clause.level == SHOULD else "fail"
        return _Found(outcome, f"it cannot be shown: {type(another).__name__}")


def _blame(clause: Clause, impl: Implementation, budget: Budget, error: BaseException) -> _Found:
    """What the exceptions that came out of the examples say of the implementation."""
    errors = list(leaves(error))
    for kind, outcome in _NOT_A_FAULT.items():
        for one in errors:
            if isinstance(one, kind):
                return _Found(outcome, str(one))
    blamed = [one for one in errors if not is_of_the_suite(one, body_of(clause))]
    if not blamed:
        return _Found("error", "".join(traceback.format_exception(error)))
    arguments = [_arguments_of(one) for one in blamed]
    faults = tuple(
        fault_of(clause, impl.name, one, values, budget.stack)
        for one, values in zip(blamed, arguments, strict=True)
    )
    detail = "\n\n".join(map(str, faults))
    if isinstance(error, Flaky):
        detail += "\n(not each time: the implementation does not always do the same)"
    script = ""
    if budget.script:
        script = repro.script(clause, impl, list(zip(faults, arguments, strict=True)))
    return _Found("advice" if clause.level == SHOULD else "fail", detail, faults, script)


def _arguments_of(error: BaseException) -> dict[str, Any]:
    """What the example that raised `error` was called with, beside the implementation."""
    trace = trace_of(error, _example)
    if trace is None:
        return {}
    values = dict(trace.tb_frame.f_locals["kwargs"])
    values.pop("impl", None)
    return values


_NOT_A_FAULT: dict[type[Exception], str] = {
    NotProvided: "not-provided",
    Skipped: "skipped",
    Unsatisfiable: "inconclusive",
}

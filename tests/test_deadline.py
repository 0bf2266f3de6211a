"""Whatever an implementation does, a clause ends, and says where it hung."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition

from conformance import deadline as limits
from conformance.budget import Budget
from conformance.clause import REGISTRY, Violation, reached
from conformance.deadline import Limit, Passed, Watch, deadline
from conformance.expect import expect, expect_equal
from conformance.judge import judge

from .test_judge import implementation, made

pytestmark = pytest.mark.usefixtures("registry")

#: An example may take a sixth of it.
SHORT = Budget(seconds=1.2)


def busy(value: Any) -> Any:
    while True:
        pass


def blocked_by_a_lock(value: Any) -> Any:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def blocked_by_a_pipe(value: Any) -> Any:
    os.read(os.pipe()[0], 1)


def asleep(value: Any) -> Any:
    time.sleep(1000)


def swallowing(value: Any) -> Any:
    while True:
        try:
            time.sleep(0.001)
        except BaseException:
            continue


HANGS = [busy, blocked_by_a_lock, blocked_by_a_pipe, asleep, swallowing]


@pytest.mark.parametrize("jsonify", HANGS)
@pytest.mark.parametrize("is_drawn", [False, True])
def test_a_call_that_never_ends(jsonify: Callable[[Any], Any], is_drawn: bool) -> None:
    """A call that is busy, blocks, or takes the limit for its own is a timeout, with its place."""

    @made(given(value=st.integers()))
    def drawn(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    @made()
    def once(impl: Any) -> None:
        expect_equal(impl.jsonify(1), 1)

    entry = judge(drawn if is_drawn else once, implementation(jsonify=jsonify), SHORT)
    assert entry.outcome == "timeout", entry.detail
    assert entry.detail.startswith(f"example 1: no end after 0.2 s: {__file__}, line "), (
        entry.detail
    )
    assert entry.detail.endswith(f"in {jsonify.__name__}")
    assert judge(once, implementation(jsonify=abs)).outcome == "pass"


async def awaiting(value: Any) -> Any:
    await asyncio.Event().wait()


async def polling(value: Any) -> Any:
    while True:
        await asyncio.sleep(0.001)


async def uncancellable(value: Any) -> Any:
    while True:
        try:
            await asyncio.sleep(0.001)
        except asyncio.CancelledError:
            continue


async def busy_in_the_loop(value: Any) -> Any:
    while True:
        pass


async def busy_in_a_task(value: Any) -> Any:
    await asyncio.create_task(busy_in_the_loop(value))


async def blocking_the_loop(value: Any) -> Any:
    time.sleep(1000)


@pytest.mark.parametrize(
    ("responsify", "name"),
    [
        (awaiting, "awaiting"),
        (polling, "polling"),
        (uncancellable, "uncancellable"),
        (busy_in_the_loop, "busy_in_the_loop"),
        (busy_in_a_task, "busy_in_the_loop"),
        (blocking_the_loop, "blocking_the_loop"),
    ],
)
def test_an_await_that_never_ends(responsify: Any, name: str) -> None:
    """An await that never comes back is a timeout, with the place of the innermost await."""

    @made(given(value=st.integers()))
    async def body(impl: Any, value: int) -> None:
        expect_equal(await impl.responsify(value), value)

    async def same(value: Any) -> Any:
        await asyncio.sleep(0)
        return value

    entry = judge(body, implementation(responsify=responsify), SHORT)
    assert entry.outcome == "timeout", entry.detail
    assert f": {__file__}, line " in entry.detail
    assert entry.detail.endswith(f"in {name}")
    assert judge(body, implementation(responsify=same)).outcome == "pass"


def test_the_clause_has_a_limit_too() -> None:
    """Examples that each end in time can be too many."""
    values = []

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        values.append(value)
        expect_equal(impl.jsonify(value), value)

    def jsonify(value: Any) -> Any:
        time.sleep(0.05)
        return value

    entry = judge(body, implementation(jsonify=jsonify), Budget(seconds=0.6))
    assert entry.outcome == "timeout"
    assert "no end after 0.6 s" in entry.detail
    assert 1 < len(values) < 100


def test_a_limit_that_passes_while_something_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Hypothesis makes of it is no fault of the suite's: time ran out."""

    class Interrupted(Watch):
        def run(self, call: Any) -> Any:
            self.passed = Passed(Limit(1.0), "")
            raise FlakyStrategyDefinition("it drew something else")

    monkeypatch.setattr("conformance.judge.Watch", Interrupted)
    entry = judge(REGISTRY["jsonify.data"], implementation(jsonify=len), Budget())
    assert (entry.outcome, entry.detail) == ("timeout", "example 0: no end after 1 s")


def test_a_fault_outlives_the_limit() -> None:
    """A fault that was found is told, though time ran out while it was made simpler."""

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        expect(impl.jsonify(value) < 1000, "less than 1000", "more")

    def jsonify(value: Any) -> Any:
        time.sleep(0.03 if value < 1000 else 0)
        return value

    entry = judge(body, implementation(jsonify=jsonify), Budget(seconds=0.7, seed=1))
    assert entry.outcome == "fail", entry.detail
    assert "expected  less than 1000" in entry.detail
    assert "(not the simplest: no end after 0.7 s" in entry.detail


def test_a_step_has_a_limit_of_its_own() -> None:
    """Within a clause a step may have a limit, and it is the clause that says what that means."""

    @made()
    def body(impl: Any) -> None:
        reached()
        with deadline(0.01, Violation("an end", "none")):
            impl.jsonify(1)

    entry = judge(body, implementation(jsonify=busy), Budget(seconds=1))
    assert (entry.outcome, entry.faults[0].expected) == ("fail", "an end")
    assert judge(body, implementation(jsonify=abs)).outcome == "pass"


def test_time_of_others_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process waits for a processor is not its own time, nor is a suspension."""
    times = iter([(0.0, 0.0, 0.0), (100.0, 0.1, 99.8), (500.0, 0.1, 99.8), (500.3, 0.4, 99.8)])
    watch = Watch(60, 10)

    def read() -> None:
        watch._wall, watch._cpu, watch._queued = next(times)

    monkeypatch.setattr(watch, "_read_clocks", read)
    with watch:
        passed = []
        for _ in range(3):
            watch._advance()
            passed.append(round(watch._now, 3))
    assert passed == [0.2, 0.7, 1.0]


def test_the_last_resort(tmp_path: Path) -> None:
    """What never comes back to the interpreter ends with its process, and leaves its stack."""
    stack = tmp_path / "stack"
    child = os.fork()
    if not child:
        with stack.open("w") as file, limits.last_resort(0.05, file.fileno()):
            sum(iter(int, 1))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert "in test_the_last_resort" in stack.read_text()

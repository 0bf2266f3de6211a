"""The awaitables that responsify takes: each awaited once, or closed where it is refused."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import contextlib
import inspect
import types
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from .awaitables import Awaitable, Counter
from .clause import MUST, SHOULD, Violation, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_fields,
    expect_is,
    expect_values,
)
from .strategies import (
    texts,
)
from .streams import outcome
from .wire import content_of

SUPPORTED = ["responsify.supported"]


@clause("responsify.awaited-once", level=MUST, source="ruling", depends_on=SUPPORTED)
@given(depth=st.integers(1, 5), tuples=st.integers(0, 31), text=texts())
async def test_awaited_once(impl, depth, tuples, text):
    """Each coroutine is awaited exactly once, however deep it lies."""
    counters = [Counter() for _ in range(depth)]
    smth = text
    for number, counter in enumerate(counters):
        smth = counter.coroutine((201, smth) if tuples >> number & 1 else smth)
    response = await impl.responsify(smth)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_equal([(c.started, c.ended) for c in counters], [(1, 1)] * depth)


@types.coroutine
def _generator(value):
    """A coroutine as it was written before async def."""
    yield
    return value


@clause("responsify.any-awaitable", level=SHOULD, source="ruling", depends_on=SUPPORTED)
@given(
    text=texts(),
    kind=st.sampled_from(["Future", "Task", "__await__", "done Future", "types.coroutine"]),
    in_tuple=st.booleans(),
    inside=st.booleans(),
    given_as=st.sampled_from(["str", "tuple", "bytes", "Response", "coroutine"]),
)
async def test_any_awaitable(impl, text, kind, in_tuple, inside, given_as):
    """Any awaitable is accepted, a Future, a Task or an object with __await__, and awaited once."""
    loop = asyncio.get_running_loop()
    counter = Counter()
    value = {
        "str": lambda: text,
        "tuple": lambda: (202, text),
        "bytes": lambda: text.encode(),
        "Response": lambda: impl.Response(202, (), text.encode()),
        "coroutine": lambda: Counter().coroutine(text),
    }[given_as]()
    awaitable = Awaitable(value)
    if kind == "Future":
        smth = loop.create_future()
        loop.call_soon(smth.set_result, value)
    elif kind == "done Future":
        smth = loop.create_future()
        smth.set_result(value)
    elif kind == "Task":
        smth = loop.create_task(counter.coroutine(value))
    elif kind == "types.coroutine":
        smth = _generator(value)
    else:
        smth = awaitable
    smth = Counter().coroutine(smth) if inside else smth
    response = await impl.responsify((202, smth) if in_tuple else smth)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_equal(response.code, 202 if in_tuple or given_as in ("tuple", "Response") else 200)
    if kind == "Task":
        expect_equal(counter.ended, 1)
    if kind == "__await__":
        expect_equal(awaitable.awaited, 1)


class Odd(Exception):
    """An exception that no implementation knows."""


class Hard(BaseException):
    """One that `except Exception` lets through."""


def _of_text(kind, impl):
    return kind("a")


#: What an awaitable may raise; each is something to some implementation.
ERRORS = {
    "Abort": lambda impl: impl.Abort(410, "", {"X-A": "1"}),
    "Odd": lambda impl: Odd("a"),
    "Hard": lambda impl: Hard("a"),
    "CancelledError": lambda impl: asyncio.CancelledError(),
    "StopAsyncIteration": lambda impl: StopAsyncIteration(),
    "TimeoutError": lambda impl: asyncio.TimeoutError(),
    "FileNotFoundError": lambda impl: FileNotFoundError(2, "a"),
    "ConnectionResetError": lambda impl: ConnectionResetError("a"),
    **{
        kind.__name__: partial(_of_text, kind)
        for kind in (
            ValueError, TypeError, KeyError, AttributeError, RuntimeError, AssertionError,
            RecursionError, NotImplementedError, EOFError, MemoryError,
        )
    },
}  # fmt: skip


@clause(
    "responsify.exceptions", level=MUST, source="ruling", depends_on=[*SUPPORTED, "abort.construct"]
)
@cases(kind=list(ERRORS), depth=[1, 3], in_tuple=[False, True], future=[False, True])
async def test_exceptions(impl, kind, depth, in_tuple, future):
    """What an awaitable raises comes out unchanged: Abort, cancellation, anything."""
    error = ERRORS[kind](impl)
    smth = Counter().coroutine(error)
    if future and isinstance(error, Exception) and kind != "StopIteration":
        smth.close()
        smth = asyncio.get_running_loop().create_future()
        smth.set_exception(error)
    for _ in range(depth):
        smth = Counter().coroutine((200, smth) if in_tuple else smth)
    responsify = impl.responsify
    reached()
    try:
        response = await responsify((200, ("X-B", "1"), smth) if in_tuple else smth)
    except BaseException as raised:
        if future and isinstance(raised, TypeError):
            return  # that any awaitable is accepted is advice
        expect_is(raised, error)
        expect(raised.__cause__ is None, "no cause that it did not have", raised.__cause__)
        if kind == "Abort":
            expect_equal((raised.code, raised.description), (410, ""))
            expect_fields(raised.headers, [("x-a", "1")])
        return
    raise Violation(f"{error!r}", f"a response {response!r}")


@clause(
    "responsify.cancelled-future", level=MUST, source="ruling", depends_on=["responsify.cancelled"]
)
@cases(kind=["Future", "Task"], in_tuple=[False, True])
async def test_cancelled_future(impl, kind, in_tuple):
    """A Future or Task that was cancelled by somebody else gives CancelledError, or is refused."""
    loop = asyncio.get_running_loop()
    smth = loop.create_future() if kind == "Future" else loop.create_task(asyncio.sleep(9))
    await asyncio.sleep(0)
    smth.cancel()
    reached()
    try:
        response = await impl.responsify((200, smth) if in_tuple else smth)
    except (asyncio.CancelledError, TypeError, ValueError):
        return
    raise Violation("CancelledError", f"a response {response!r}")


@clause("responsify.cancelled", level=MUST, source="ruling", depends_on=SUPPORTED)
@given(steps=st.integers(1, 3), tuples=st.integers(0, 3))
async def test_cancelled(impl, steps, tuples):
    """When its task is cancelled, the awaitable under way is, and CancelledError comes out."""
    seen = []
    never = asyncio.get_running_loop().create_future()

    async def waiting():
        seen.append("started")
        try:
            await never
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    smth = waiting()
    for _ in range(tuples):
        smth = (200, smth)
    task = asyncio.get_running_loop().create_task(impl.responsify(smth))
    # What is cancelled before its first step notices nothing, whoever wrapped it in a task.
    while not seen and not task.done():
        await asyncio.sleep(0)
    for _ in range(steps - 1):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=1)
    ended = list(seen)
    never.done() or never.set_result("a")  # for an awaitable that was left behind
    await asyncio.sleep(0)
    expect(outcome(task) == "cancelled", "a task that is cancelled", words=outcome(task))
    expect(ended == ["started", "cancelled"], "the awaitable to be cancelled", ended)


@clause("responsify.interleaved", level=MUST, source="doc", depends_on=SUPPORTED)
@given(texts=st.lists(texts(), min_size=2, max_size=4), order=st.permutations(range(4)))
async def test_interleaved(impl, texts, order):
    """Several calls under way at once do not mix their responses."""
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in texts]

    async def waits(future):
        return await future

    tasks = [
        loop.create_task(impl.responsify((200 + n, ("X-N", str(n)), waits(future))))
        for n, future in enumerate(futures)
    ]
    await asyncio.sleep(0)
    for number in order:
        if number < len(texts):
            futures[number].set_result(texts[number])
            await asyncio.sleep(0)
    responses = await asyncio.gather(*tasks)
    for number, response in enumerate(responses):
        expect_equal(response.code, 200 + number)
        expect_values(response.headers, "x-n", str(number))
        expect_equal(content_of(response), texts[number].encode())


LEFT = {
    "(coroutine,)": lambda c: (c,),
    "(None, coroutine)": lambda c: (None, c),
    "('a', coroutine)": lambda c: ("a", c),
    "(200, None, coroutine)": lambda c: (200, None, c),
    "(200, ('a b', '1'), coroutine)": lambda c: (200, ("a b", "1"), c),
    "(200, ('X-A', 'a\\0'), coroutine)": lambda c: (200, ("X-A", "a\0"), c),
    "(200, ('X-A', coroutine), 'a')": lambda c: (200, ("X-A", c), "a"),
    "(200, ('X-A', '1', coroutine), 'a')": lambda c: (200, ("X-A", "1", c), "a"),
    "(200, ('X-A', '1'), (coroutine, None))": lambda c: (200, ("X-A", "1"), (c, None)),
    "(200, coroutine of (None, coroutine))": lambda c: (200, Counter().coroutine((None, c))),
    "(200, ('X-A',), coroutine)": lambda c: (200, ("X-A",), c),
    "(200, (None, coroutine))": lambda c: (200, (None, c)),
    "(object(), ('X-A', '1'), coroutine)": lambda c: (object(), ("X-A", "1"), c),
    "(200, coroutine, None)": lambda c: (200, c, None),
    "(coroutine, 'a')": lambda c: (c, "a"),
    "(0, coroutine)": lambda c: (0, c),
    "(204, coroutine)": lambda c: (204, c),
    "(200, coroutine of None)": lambda c: (200, c),
    "(99999, (200, coroutine))": lambda c: (99999, (200, c)),
    "(None, (200, (404, (410, coroutine))))": lambda c: (None, (200, (404, (410, c)))),
}

#: Those that somebody may take for headers: other shapes are left open, and values are converted.
ACCEPTED = ("(200, ('X-A', coroutine), 'a')", "(200, ('X-A', '1', coroutine), 'a')")

#: As LEFT, with two coroutines in one tuple.
LEFT_TWO = {
    "(200, coroutine, coroutine)": lambda c, d: (200, c, d),
    "(coroutine, coroutine)": lambda c, d: (c, d),
    "(None, ('X-A', coroutine), coroutine)": lambda c, d: (None, ("X-A", c), d),
    "(200, coroutine, (404, coroutine))": lambda c, d: (200, c, (404, d)),
    "(200, coroutine, (None, coroutine), None)": lambda c, d: (200, c, (None, d), None),
}


@clause(
    "responsify.nothing-unawaited",
    level=MUST,
    source="ruling",
    depends_on=["responsify.refused-tuples"],
)
@cases(shape=[*LEFT, *LEFT_TWO])
async def test_nothing_unawaited(impl, shape):
    """A tuple that is refused awaits or closes the coroutines it holds."""

    async def coroutine():
        return "a" if shape != "(200, coroutine of None)" else None

    held = [coroutine(), coroutine()]
    made = LEFT_TWO[shape](*held) if shape in LEFT_TWO else LEFT[shape](held[0])
    if shape not in LEFT_TWO:
        held.pop().close()
    is_refused = True
    with contextlib.suppress(ValueError, TypeError):
        await impl.responsify(made)
        is_refused = False
    states = [inspect.getcoroutinestate(one) for one in held]
    for one in held:
        one.close()
    if shape in ACCEPTED and not is_refused:
        return
    wanted = [inspect.CORO_CLOSED for _ in held]
    expect(states == wanted, f"each coroutine in {shape} to be closed", states)

"""What goes wrong while a response is sent: it comes out."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import os

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, Violation, cases, clause, reached
from .expect import expect, expect_equal, expect_is
from .files import write
from .responses import with_data
from .strategies import (
    octets,
)
from .streams import Broken, LoggingWriter, logging, outcome, sent
from .wire import cut

SENDS = ["send.message"]


#: What a connection, a file or a peer may raise; each is harmless to some implementation.
ERRORS = (
    Broken, asyncio.CancelledError, ConnectionResetError, BrokenPipeError, ConnectionAbortedError,
    asyncio.TimeoutError, FileNotFoundError, OSError, RuntimeError, ValueError, EOFError,
)  # fmt: skip


@clause("send.error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(at=[1, 2, 3, 4], size=[0, 7, 15], error=ERRORS)
async def test_error_comes_out(impl, at, size, error):
    """An error while it drains comes out, cancellation too, and communicate is not called."""
    for what in OTHERS if size == 0 else ("file",):
        await expect_to_come_out(impl, at, size, error, "at_drain", what)


@clause("send.write-error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(at=[1, 2, 3], size=[0, 15], error=ERRORS)
async def test_write_error_comes_out(impl, at, size, error):
    """An error while it writes comes out, and communicate is not called."""
    for what in OTHERS if size == 0 else ("file",):
        await expect_to_come_out(impl, at, size, error, "at_write", what)


#: What is sent: a file, an Abort, the answer to HEAD, what has no content, an interim response.
OTHERS = ("file", "Abort", "HEAD", "204", "304", "103")


async def expect_to_come_out(impl, at, size, error, where, what):
    """That what the writer raises at its call number `at` comes out, if there are so many."""
    raised, before = [], []

    def broken(number):
        if number == at:
            raised.append(error("writer"))
            before.append("communicate" in writer.log)
            raise raised[0]

    writer = LoggingWriter(**{where: broken})
    if what == "Abort":
        response = impl.Abort(404, "abc")
    elif what.isdigit():
        response = logging(impl)(int(what), (), b"")
    else:
        response = logging(impl, impl.FileResponse)(200, write(octets(size), "error.html"), (), 7)
    method = "HEAD" if what == "HEAD" else "GET"
    reached()
    try:
        await impl.send(response, asyncio.StreamReader(), writer, method)
    except BaseException as caught:
        expect_is(caught, raised[0] if raised else None)
        called = "communicate" in writer.log and not before[0]
        expect(not called, "communicate not to be called", writer.log)
        return
    expect(raised == [], "the error to come out", words=f"no exception after {raised}")
    calls = 0 if what in ("Abort", "103") else 1
    expect_equal(writer.log.count("communicate"), calls)


def unframed(octets):
    """The data of whole chunks of one octet each, or of several together (RFC 9112 §7.1)."""
    data = b""
    while octets:
        line, _, octets = octets.partition(b"\r\n")
        size = int(line.partition(b";")[0], 16)
        data, octets = data + octets[:size], octets[size + 2 :]
    return data


@clause("send.data-error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS)
# A TimeoutError that was raised in a thread, where files may be read, asyncio replaces by its own.
@cases(
    after=[0, 1, 2],
    error=[kind for kind in ERRORS if kind is not asyncio.TimeoutError],
    chunked=[False, True],
)
async def test_data_error_comes_out(impl, after, error, chunked):
    """An error of the data comes out, and communicate is not called."""
    raised = error("data")

    def broken():
        yield from [b"a"] * after
        raise raised

    framing = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", "9")
    response = with_data(logging(impl), broken, 200, [framing], b"a" * 9)
    writer = LoggingWriter()
    reached()
    try:
        await impl.send(response, asyncio.StreamReader(), writer)
    except BaseException as caught:
        expect_is(caught, raised)
        expect("communicate" not in writer.log, "communicate not to be called", writer.log)
        written = cut(writer.octets).rest if writer.octets else b""
        # Whoever collects the chunks first has written none of them.
        if chunked:
            written = unframed(written)
        before = b"a" * after
        expect(before.startswith(written), f"nothing but the chunks before: {before!r}", written)
        return
    raise Violation(f"{raised!r} to come out", "no exception")


@clause(
    "send.file-error-comes-out",
    export="send",
    level=MUST,
    source="ruling",
    depends_on=[*SENDS, "file-response.shrunk"],
    needs="file",
)
@cases(how=["shrunk", "removed", "grown"], chunked=[False, True], kept=[0, 7, 10])
async def test_file_error_comes_out(impl, how, chunked, kept):
    """Of a file that changed no more is sent than was announced; with less, an error comes out."""
    path = write(octets(20), "changing.html")
    fields = {"Transfer-Encoding": "chunked"} if chunked else {}
    response = logging(impl, impl.FileResponse)(200, path, fields, 7)
    if how == "removed":
        os.unlink(path)
    elif how == "shrunk":
        os.truncate(path, kept)
    else:
        with open(path, "ab") as file:
            file.write(b"+" * (kept + 1))
    writer, error = LoggingWriter(), None
    reached()
    try:
        await impl.send(response, asyncio.StreamReader(), writer)
    except Exception as raised:
        error = raised
    rest = cut(writer.octets).rest if writer.octets else b""
    size = len(unframed(rest) if chunked else rest)
    expect(size <= 20, "at most the 20 octets of the file", words=f"{size} octets")
    if error is None:
        expect(size == 20, "an error, or 20 octets", words=f"{size} octets")
    else:
        expect("communicate" not in writer.log, "communicate not to be called", writer.log)
        expect(not rest.endswith(b"\r\n0\r\n\r\n"), "no final chunk", rest)


@clause("send.cancelled", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(at=st.integers(1, 3), size=st.integers(0, 30))
async def test_cancelled(impl, at, size):
    """A task that is cancelled while it drains ends cancelled, and communicate is not called."""
    loop = asyncio.get_running_loop()
    before = []

    def at_drain(number):
        if number == at:
            before.append("communicate" in writer.log)
            task.cancel()

    writer = LoggingWriter(at_drain)
    response = logging(impl, impl.FileResponse)(200, write(octets(size), "error.html"), (), 7)
    task = loop.create_task(impl.send(response, asyncio.StreamReader(), writer))
    await asyncio.wait([task])
    if writer.drains >= at:
        expect(outcome(task) == "cancelled", "a task that is cancelled", words=outcome(task))
        called = "communicate" in writer.log and not before[0]
        expect(not called, "communicate not to be called", writer.log)
    else:
        expect_equal(outcome(task), "an end")
        expect(writer.log.count("communicate") == 1, "communicate to be called once", writer.log)


@clause("send.communicate-cancelled", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(code=[101, 200, 204], steps=[0, 1, 3])
async def test_communicate_cancelled(impl, code, steps):
    """A task that is cancelled while it communicates ends cancelled, and communicate with it."""
    seen = []
    never = asyncio.get_running_loop().create_future()

    class Waiting(impl.Response):
        async def communicate(self, reader, writer):
            seen.append("started")
            try:
                await never
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise

    response = Waiting(code, (), b"")
    task = asyncio.get_running_loop().create_task(sent(impl, response))
    while not seen and not task.done():
        await asyncio.sleep(0)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=1)
    ended = list(seen)
    never.done() or never.set_result(None)  # for a communicate that was left behind
    await asyncio.sleep(0)
    expect(outcome(task) == "cancelled", "a task that is cancelled", words=outcome(task))
    expect(ended == ["started", "cancelled"], "communicate to be cancelled", ended)


@clause(
    "send.communicate-error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS
)
@cases(code=[101, 200, 204], error=[*ERRORS, KeyError])
async def test_communicate_error_comes_out(impl, code, error):
    """What communicate raises comes out of send."""
    raised = error("communicate")

    class Sub(impl.Response):
        async def communicate(self, reader, writer):
            await asyncio.sleep(0)
            raise raised

    reached()
    try:
        await impl.send(Sub(code, (), b""), asyncio.StreamReader(), LoggingWriter())
    except BaseException as caught:
        expect_is(caught, raised)
        return
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_coro().__qualname__.endswith("Sub.communicate"):
            await asyncio.wait([task])  # left behind: its exception is retrieved here
            outcome(task)
    raise Violation(f"{raised!r} to come out", "no exception")


@clause("send.communicate-to-its-end", export="send", level=MUST, source="doc", depends_on=SENDS)
@cases(steps=[1, 5, 20])
async def test_communicate_to_its_end(impl, steps):
    """send ends when communicate does: it is awaited, not left to a task."""
    done = []

    class Sub(impl.Response):
        async def communicate(self, reader, writer):
            for step in range(steps):
                await asyncio.sleep(0)
                done.append(step)

    await impl.send(Sub(200, (), b"a"), asyncio.StreamReader(), LoggingWriter())
    expect(
        len(done) == steps, f"communicate to have ended, {steps} steps", words=f"{len(done)} steps"
    )


@clause("send.nothing-half", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(value=["€", "\ud800"])
async def test_nothing_half(impl, value):
    """A head that cannot be sent is refused before a byte of it is written."""

    class Sub(impl.Response):
        description = value

    writer = LoggingWriter()
    error = None
    try:
        await impl.send(Sub(200, {"X-A": "1"}, b"a"), asyncio.StreamReader(), writer)
    except Exception as raised:
        error = raised
    expect(error is None or writer.octets == b"", "not one octet", writer.octets)

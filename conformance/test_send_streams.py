"""send, on real streams."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, clause
from .expect import expect, expect_equal
from .responses import WRITABLE, recipes
from .strategies import (
    filled_contents,
)
from .streams import connection, read_all, sent
from .wire import PROBE, read, read_two

SENDS = ["send.message"]


@clause(
    "send.streams",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9112 §9.3",
    depends_on=[*SENDS, *WRITABLE],
    needs="streams",
)
@given(recipes=st.lists(recipes(), min_size=1, max_size=3))
async def test_streams(impl, recipes):
    """Several responses sent over one real connection are read one after the other."""
    async with connection() as ends:
        for recipe in recipes:
            logged = (await sent(impl, await recipe.make(impl))).octets
            first, _ = read_two(logged)
            expect_equal((first.end, first.trailing), ("length", PROBE))
            _, received = await asyncio.gather(
                impl.send(await recipe.make(impl), ends.reader, ends.writer),
                ends.client_reader.readexactly(len(logged)),
            )
            expect(received == logged, f"{logged!r}", received)
        expect(not ends.writer.is_closing(), "the writer to stay open", words="it is closed")
        ends.writer.write(PROBE)
        await ends.writer.drain()
        expect_equal(await ends.client_reader.readexactly(len(PROBE)), PROBE)


@clause(
    "send.half-closed",
    export="send",
    level=MUST,
    source="ruling",
    depends_on=SENDS,
    needs="streams",
)
@given(recipe=recipes())
async def test_half_closed(impl, recipe):
    """A client that has ended its own half of the connection gets the whole response."""
    logged = (await sent(impl, await recipe.make(impl))).octets
    async with connection() as ends:
        ends.client_writer.write_eof()
        expect_equal(await ends.reader.read(), b"")
        await impl.send(await recipe.make(impl), ends.reader, ends.writer)
        ends.writer.close()
        received = await read_all(ends.client_reader)
    expect(received == logged, f"{logged!r}", received)


@clause(
    "send.upgrade",
    export="send",
    level=MUST,
    source="doc",
    also="RFC 9110 §7.8",
    depends_on=SENDS,
    needs="streams",
)
@given(parts=st.lists(filled_contents().map(lambda d: d[:50]), min_size=1, max_size=3))
async def test_upgrade(impl, parts):
    """A 101 is sent whole, then communicate has the streams: an echo, to the end of the input."""

    class Echo(impl.Response):
        async def communicate(self, reader, writer):
            while data := await reader.read(100):
                writer.write(data)
                await writer.drain()

    async with connection() as ends:
        ends.client_writer.write(b"".join(parts))
        ends.client_writer.write_eof()
        response = Echo(101, {"Connection": "upgrade", "Upgrade": "echo"}, b"")
        await impl.send(response, ends.reader, ends.writer)
        ends.writer.close()
        message = read(await read_all(ends.client_reader), upgrade=True)
    expect_equal(message.code, 101)
    expect_equal(message.trailing, b"".join(parts))

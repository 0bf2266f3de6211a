"""communicate, over real streams."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, Violation, clause
from .expect import (
    expect,
    expect_equal,
)
from .failure import said
from .responses import WRITABLE, recipes
from .streams import connection, read_all
from .wire import PROBE, read, serialize


@clause(
    "wire.upgrade",
    level=MUST,
    source="doc",
    also="RFC 9110 §7.8",
    depends_on=["response.communicate"],
    needs="streams",
)
@given(
    parts=st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=4),
    early=st.booleans(),
    code=st.just(101),
)
async def test_upgrade(impl, parts, early, code):
    """After a 101, communicate speaks the other protocol over the same streams: here, an echo."""

    class Echo(impl.Response):
        async def communicate(self, reader, writer):
            while data := await reader.read(100):
                writer.write(data)
                await writer.drain()
            writer.write(b"bye")
            await writer.drain()

    response = Echo(code, {"Connection": "upgrade", "Upgrade": "echo"}, b"")
    request = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n"
    async with connection() as ends:
        ends.client_writer.write(request + (parts[0] if early else b""))
        received = await ends.reader.readexactly(len(request))
        expect_equal(received, request)
        ends.writer.write(serialize(response))
        await ends.writer.drain()
        if not early:
            ends.client_writer.write(parts[0])
        for part in parts[1:]:
            ends.client_writer.write(part)
        ends.client_writer.write_eof()
        expect_equal(await response.communicate(ends.reader, ends.writer), None)
        ends.writer.close()
        octets = await read_all(ends.client_reader)
    message = read(octets, upgrade=True)
    expect_equal(message.code, 101)
    for field in ((b"upgrade", b"echo"), (b"connection", b"upgrade")):
        expect(field in message.fields, f"the field {field}", message.fields)
    expect_equal(message.trailing, b"".join(parts) + b"bye")


@clause(
    "wire.communicate-default",
    level=MUST,
    source="doc",
    depends_on=["response.communicate", *WRITABLE],
    needs="streams",
)
@given(
    recipe=recipes(
        (
            "FileResponse",
            "FileResponse",
            "FileResponse",
            "Response",
            "static",
            "jsonify",
            "str",
            "tuple",
        )
    )
)
async def test_communicate_default(impl, recipe):
    """The default communicate leaves the connection as it was: open, nothing read or written."""
    response = await recipe.make(impl)
    async with connection() as ends:
        ends.client_writer.write(b"next request")
        expect_equal(await response.communicate(ends.reader, ends.writer), None)
        expect(not ends.writer.is_closing(), "the writer to stay open", words="it is closed")
        try:
            ends.writer.write(PROBE)
            await ends.writer.drain()
            received = await ends.client_reader.readexactly(len(PROBE))
        except (RuntimeError, OSError, EOFError) as error:
            raise Violation("a connection that the next response can use", said(error)) from error
        expect(received == PROBE, f"{PROBE!r} and nothing before it", received)
        ends.client_writer.write_eof()
        request = await read_all(ends.reader)
        expect(request == b"next request", "the next request, unread", request)


@clause(
    "wire.communicate-attributes",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=["responsify.inner-survives"],
    needs="streams",
)
@given(parts=st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=3))
async def test_communicate_attributes(impl, parts):
    """The communicate of an inner response works after a tuple, with the attributes it needs."""

    class Echo(impl.Response):
        def __init__(self, farewell):
            super().__init__(101, (), b"")
            object.__setattr__(self, "farewell", farewell)

        async def communicate(self, reader, writer):
            writer.write(await reader.read() + self.farewell)

    response = await impl.responsify((101, ("Upgrade", "echo"), Echo(b"bye")))
    async with connection() as ends:
        ends.client_writer.write(b"".join(parts))
        ends.client_writer.write_eof()
        await response.communicate(ends.reader, ends.writer)
        ends.writer.close()
        expect_equal(await read_all(ends.client_reader), b"".join(parts) + b"bye")

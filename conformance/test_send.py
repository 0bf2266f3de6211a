"""send: what it means that a response is sent. Optional; judged where it is exported."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

import h11
from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, Violation, cases, clause, reached
from .expect import expect, expect_equal, expect_is
from .files import open_descriptors, write
from .grammar import FIELD_LINE
from .responses import Recipe, recipes
from .strategies import (
    contents,
    field_values,
    filled_contents,
    no_content_codes,
    obs_text_values,
    octets,
    pairs,
    texts,
)
from .streams import LoggingWriter, connection, read_all
from .wire import PROBE, cut, read_two, serialize

SENDS = ["send.message"]


class Broken(Exception):
    """What a writer raises, or a file, or a communicate."""


async def sent(impl, response, method="GET", at_drain=lambda number: None):
    """The writer that `response` was sent to, with its log."""
    writer = LoggingWriter(at_drain)
    await impl.send(response, object(), writer, method)
    return writer


def logging(impl, base=None):
    """A subclass of Response whose communicate leaves a mark in the writer's log."""

    class Logging(base or impl.Response):
        async def communicate(self, reader, writer):
            writer.log.append("communicate")

    return Logging


@clause(
    "send.message",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9112 §2.1",
    depends_on=["responsify.supported"],
)
@given(recipe=recipes())
@example(recipe=Recipe("Response", 299, [("x", "b"), ("a", ""), ("X", "a")], b"a"))
async def test_message(impl, recipe):
    """send writes the status line, each pair of items() as a line, an empty line, the chunks."""
    writer = await sent(impl, await recipe.make(impl))
    expect_message(writer.octets, serialize(await recipe.make(impl)))


def expect_message(octets, expected):
    """That the message is the expected one; case and white space of a field line are free."""
    got, wanted = cut(octets), cut(expected)
    expect_equal(got.status_line, wanted.status_line)
    for line in got.lines:
        expect(FIELD_LINE.fullmatch(line) is not None, "name: value", line)
    expect_equal(got.fields, wanted.fields)
    expect(got.rest == wanted.rest, f"the content {wanted.rest!r}", got.rest)


@clause("send.message-overridden", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(
    reason=st.sampled_from(["", "Very Fine", "\xe9t\xe9\tA", "a" * 200]),
    value=st.one_of(obs_text_values(), field_values()),
    chunks=st.lists(contents(), max_size=4),
    once=st.booleans(),
)
@example(reason="\xe9", value="\xe9", chunks=[b"", b"a", b"", b"b"], once=True)
async def test_message_overridden(impl, reason, value, chunks, once):
    """What a subclass says about its description and data is sent: latin-1, every chunk, once."""
    one_shot = iter(chunks)

    class Own(impl.Response):
        description = property(lambda self: reason, lambda self, value: None)
        data = property(lambda self: one_shot if once else list(chunks), lambda self, value: None)
        defheaders = property(lambda self: {"Content-Length": str(sum(map(len, chunks)))})

    response = Own(200, {"X-Before": "1"}, b"")
    try:
        response.headers.add("X-A", value)
    except (ValueError, TypeError):
        response.headers.add("X-A", value := "refused")
    writer = await sent(impl, response)
    head = cut(writer.octets)
    expect_equal(head.status_line, b"HTTP/1.1 200 " + reason.encode("latin-1"))
    expect_equal(head.values(b"x-before"), [b"1"])
    expect_equal(head.values(b"x-a"), [value.encode("latin-1")])
    expect(head.rest == b"".join(chunks), repr(b"".join(chunks)), head.rest)


@clause("send.order", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(
    code=st.sampled_from([200, 404, 204, 205, 304, 101, 500]),
    pairs=pairs(2),
    text=texts(),
    method=st.sampled_from(["GET", "POST", "HEAD"]),
)
async def test_order(impl, code, pairs, text, method):
    """After a final status, 101 included, it drains, then calls communicate: once, last."""
    data = text.encode() if code in (200, 404, 500) else b""
    writer = await sent(impl, logging(impl)(code, pairs, data), method)
    expect_equal(writer.log.count("communicate"), 1)
    expect_equal(writer.log[-2:], ["drain", "communicate"])
    expect("write" in writer.log, "a write before", writer.log)


@clause(
    "send.interim",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9110 §15.2",
    depends_on=SENDS,
)
@cases(code=[100, 102, 103, 150, 199])
async def test_interim(impl, code):
    """After an interim status, 1xx but 101, communicate is not called."""
    response = logging(impl)(code, {"Link": "</a>"}, b"")
    writer = await sent(impl, response)
    expect_equal(writer.log.count("communicate"), 0)
    expect_equal(writer.octets, serialize(response))


@clause("send.arguments", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(by_keyword=[False, True])
async def test_arguments(impl, by_keyword):
    """communicate is given the reader and the writer that send was given."""
    seen = []

    class Sub(impl.Response):
        async def communicate(self, reader, writer):
            seen.append((reader, writer))

    reader, writer = object(), LoggingWriter()
    if by_keyword:
        await impl.send(response=Sub(200, (), b"a"), reader=reader, writer=writer, method="GET")
    else:
        await impl.send(Sub(200, (), b"a"), reader, writer)
    expect_equal(len(seen), 1)
    expect_is(seen[0][0], reader)
    expect_is(seen[0][1], writer)


@clause(
    "send.head-request",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9110 §9.3.2",
    depends_on=SENDS,
)
@given(recipe=recipes(), chunked=st.booleans())
async def test_head_request(impl, recipe, chunked):
    """For HEAD there is nothing after the head, which is that of GET."""
    if chunked and recipe.kind in ("Response", "FileResponse", "static", "tuple"):
        recipe = Recipe(recipe.kind, recipe.code, [("Transfer-Encoding", "chunked")], recipe.data)
    get = await sent(impl, await recipe.make(impl))
    head = await sent(impl, await recipe.make(impl), "HEAD")
    expect_equal(cut(head.octets).rest, b"")
    expect_equal(cut(head.octets).lines, cut(get.octets).lines)


@clause("send.no-content", export="send", level=MUST, source="RFC 9112 §6.3", depends_on=SENDS)
@given(code=no_content_codes(), chunked=st.booleans(), method=st.sampled_from(["GET", "HEAD"]))
async def test_no_content(impl, code, chunked, method):
    """After the head of a 1xx, 204, 205 or 304 comes not one octet, chunked or not."""
    if chunked and code == 205:
        return  # OPEN: a lone final chunk is no content
    reached()
    try:
        fields = {"Transfer-Encoding": "chunked"} if chunked else {}
        response = impl.Response(code, fields, b"")
    except (ValueError, TypeError):
        return
    writer = await sent(impl, response, method)
    expect_equal(cut(writer.octets).rest, b"")


@clause(
    "send.chunked",
    export="send",
    level=MUST,
    source="RFC 9112 §7.1",
    also="ruling",
    depends_on=SENDS,
)
@given(
    data=contents(),
    size=st.integers(1, 300),
    bufsize=st.sampled_from([1, 7, 64]),
    kind=st.sampled_from(["Response", "FileResponse", "own"]),
    case=st.sampled_from(["chunked", "Chunked", "CHUNKED"]),
)
async def test_chunked(impl, data, size, bufsize, kind, case):
    """Transfer-Encoding: chunked frames the chunks, skips empty ones, and ends with a final one."""
    fields = {"Transfer-Encoding": case}
    content = data
    if kind == "Response":
        response = impl.Response(200, fields, data)
    elif kind == "FileResponse":
        content = octets(size)
        response = impl.FileResponse(200, write(content, "chunked.html"), fields, bufsize)
    else:
        content = data + b"a" + data

        class Own(impl.Response):
            @property
            def data(self):
                return iter([b"", data, b"", b"a", b"", data, b""])

            @data.setter
            def data(self, value):
                pass

        response = Own(200, fields, b"a")
    writer = await sent(impl, response)
    first, second = read_two(writer.octets)
    expect(first.content == content, repr(content), first.content)
    expect_equal(first.end, "length")
    expect_equal((first.trailing, second.code), (PROBE, 299))


@clause("send.abort", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(code=st.sampled_from([400, 404, 418, 500, 302, 200]), text=texts(), pairs=pairs(3))
@example(code=404, text="", pairs=[])
@example(code=404, text="<p>\u20ac", pairs=[("x", "b"), ("X", "a"), ("Content-Type", "a/b")])
async def test_abort(impl, code, text, pairs):
    """An Abort is sent as a Response: its code, its headers, its description in UTF-8."""
    expected = cut(serialize(impl.Response(code, pairs, text.encode())))
    for method in ("GET", "HEAD"):
        head = cut((await sent(impl, impl.Abort(code, text, pairs), method)).octets)
        expect_equal(head.status_line, expected.status_line)
        expect_equal(
            sorted(head.fields, key=lambda field: field[0]),
            sorted(expected.fields, key=lambda field: field[0]),
        )
        content = text.encode() if method == "GET" else b""
        expect(head.rest == content, f"the content {content!r} after {method}", head.rest)


@clause(
    "send.abort-no-content", export="send", level=MUST, source="ruling", depends_on=["send.abort"]
)
@cases(code=[100, 101, 199, 204, 205, 304], text=["", "gone"])
async def test_abort_no_content(impl, code, text):
    """An Abort whose code allows no content is sent without."""
    reached()
    try:
        error = impl.Abort(code, text, {"X-A": "1"})
    except (ValueError, TypeError):
        return
    writer = await sent(impl, error)
    expect_equal(cut(writer.octets).rest, b"")
    expect_equal(cut(writer.octets).values(b"x-a"), [b"1"])


@clause(
    "send.abort-unencodable", export="send", level=MUST, source="ruling", depends_on=["send.abort"]
)
@cases(text=["\ud800", "a\udfffb"])
async def test_abort_unencodable(impl, text):
    """A description that UTF-8 cannot encode is refused, at the latest before a byte is written."""
    reached()
    writer = LoggingWriter()
    try:
        error = impl.Abort(404, text)
        await impl.send(error, object(), writer)
    except (ValueError, TypeError):
        expect_equal(writer.octets, b"")
        return
    raise Violation("ValueError or TypeError", "no exception")


# --- what goes wrong


@clause("send.error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(
    at=st.integers(1, 2),
    size=st.integers(8, 30),
    error=st.sampled_from([Broken, ConnectionResetError, asyncio.CancelledError]),
)
async def test_error_comes_out(impl, at, size, error):
    """An error while sending comes out, cancellation too, and communicate is not called."""
    raised = []

    def at_drain(number):
        if number == at:
            raised.append(error("writer"))
            raise raised[0]

    writer = LoggingWriter(at_drain)
    response = logging(impl, impl.FileResponse)(200, write(octets(size), "error.html"), (), 7)
    reached()
    try:
        await impl.send(response, object(), writer)
    except BaseException as caught:
        expect_is(caught, raised[0] if raised else None)
        expect_equal(writer.log.count("communicate"), 0)
        return
    expect_equal(raised, [])
    expect_equal(writer.log.count("communicate"), 1)


@clause("send.data-error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(after=st.integers(0, 2), error=st.sampled_from([Broken, OSError, asyncio.CancelledError]))
async def test_data_error_comes_out(impl, after, error):
    """An error of the data comes out, and communicate is not called."""
    raised = error("data")

    def broken():
        yield from [b"a"] * after
        raise raised

    class Own(logging(impl)):
        @property
        def data(self):
            return broken()

        @data.setter
        def data(self, value):
            pass

    response = Own(200, {"Transfer-Encoding": "chunked"}, b"a")
    writer = LoggingWriter()
    reached()
    try:
        await impl.send(response, object(), writer)
    except BaseException as caught:
        expect_is(caught, raised)
        expect_equal(writer.log.count("communicate"), 0)
        written = cut(writer.octets).rest if writer.octets else b""
        expect(written == b"1\r\na\r\n" * after, "the chunks before the error", written)
        return
    raise Violation("the error", "no exception")


@clause("send.cancelled", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(at=st.integers(1, 3), size=st.integers(0, 30))
async def test_cancelled(impl, at, size):
    """A task that is cancelled while it drains ends cancelled, and communicate is not called."""
    loop = asyncio.get_running_loop()
    writer = LoggingWriter(lambda number: task.cancel() if number == at else None)
    response = logging(impl, impl.FileResponse)(200, write(octets(size), "error.html"), (), 7)
    task = loop.create_task(impl.send(response, object(), writer))
    await asyncio.wait([task])
    if writer.drains >= at:
        expect(task.cancelled(), "the task to be cancelled", task)
        expect_equal(writer.log.count("communicate"), 0)
    else:
        expect_equal(task.exception(), None)
        expect_equal(writer.log.count("communicate"), 1)


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
    task = asyncio.get_running_loop().create_task(impl.send(response, object(), LoggingWriter()))
    while not seen and not task.done():
        await asyncio.sleep(0)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=1)
    ended = list(seen)
    never.done() or never.set_result(None)  # for a communicate that was left behind
    await asyncio.sleep(0)
    expect(task.cancelled(), "the task to be cancelled", task)
    expect(ended == ["started", "cancelled"], "communicate to be cancelled", ended)


@clause(
    "send.communicate-error-comes-out", export="send", level=MUST, source="ruling", depends_on=SENDS
)
@cases(code=[101, 200, 204], error=[Broken, ValueError, asyncio.CancelledError, KeyError])
async def test_communicate_error_comes_out(impl, code, error):
    """What communicate raises comes out of send."""
    raised = error("communicate")

    class Sub(impl.Response):
        async def communicate(self, reader, writer):
            await asyncio.sleep(0)
            raise raised

    reached()
    try:
        await impl.send(Sub(code, (), b""), object(), LoggingWriter())
    except BaseException as caught:
        expect_is(caught, raised)
        return
    raise Violation("the error", "no exception")


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

    await impl.send(Sub(200, (), b"a"), object(), LoggingWriter())
    expect_equal(len(done), steps)


@clause("send.stays-open", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(recipe=recipes(), method=st.sampled_from(["GET", "HEAD"]), at=st.integers(0, 2))
async def test_stays_open(impl, recipe, method, at):
    """send does not close the writer, nor end what it writes, whether it succeeds or not."""

    def at_drain(number):
        if number == at:
            raise Broken

    for fields in (recipe.pairs, [("Connection", "close")]):
        writer = LoggingWriter(at_drain)
        response = await Recipe(recipe.kind, recipe.code, fields, recipe.data).make(impl)
        with suppress(Broken):
            await impl.send(response, object(), writer, method)
        others = [call for call in writer.log if call not in ("write", "drain")]
        expect(others == [], "nothing but write and drain", others)


@clause(
    "send.file-closed", export="send", level=MUST, source="ruling", depends_on=SENDS, needs="file"
)
@given(size=st.integers(1, 30), at=st.integers(0, 3), method=st.sampled_from(["GET", "HEAD"]))
async def test_file_closed(impl, size, at, method):
    """After send, nothing of a file stays open, whether it succeeded or not."""

    def at_drain(number):
        if number == at:
            raise Broken

    path = write(octets(size), "closed.html")
    response = impl.FileResponse(200, path, (), 7)
    reached()
    with suppress(Broken):
        await sent(impl, response, method, at_drain)
    if open_descriptors(path):
        gc.collect()
    expect_equal(open_descriptors(path), 0)


@clause("send.nothing-half", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(value=["€", "\ud800"])
async def test_nothing_half(impl, value):
    """A head that cannot be sent is refused before a byte of it is written."""

    class Sub(impl.Response):
        description = value

    writer = LoggingWriter()
    error = None
    try:
        await impl.send(Sub(200, {"X-A": "1"}, b"a"), object(), writer)
    except Exception as raised:
        error = raised
    expect(error is None or writer.octets == b"", "not one octet", writer.octets)


# --- over real streams


@clause(
    "send.streams",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9112 §9.3",
    depends_on=SENDS,
    needs="streams",
)
@given(recipes=st.lists(recipes(), min_size=1, max_size=3))
async def test_streams(impl, recipes):
    """Several responses sent over one real connection are read one after the other."""
    async with connection() as ends:
        expected = b""
        for recipe in recipes:
            response = await recipe.make(impl)
            expected += serialize(response)
            await asyncio.gather(
                impl.send(response, ends.reader, ends.writer),
                ends.client_reader.readexactly(len(serialize(response))),
            )
        expect_equal(ends.writer.is_closing(), False)
        ends.writer.write(PROBE)
        await ends.writer.drain()
        expect_equal(await ends.client_reader.readexactly(len(PROBE)), PROBE)


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

    client = h11.Connection(h11.CLIENT)
    headers = [("Host", "a"), ("Connection", "upgrade"), ("Upgrade", "echo")]
    client.send(h11.Request(method="GET", target="/", headers=headers))
    client.send(h11.EndOfMessage())
    async with connection() as ends:
        ends.client_writer.write(b"".join(parts))
        ends.client_writer.write_eof()
        response = Echo(101, {"Connection": "upgrade", "Upgrade": "echo"}, b"")
        await impl.send(response, ends.reader, ends.writer)
        ends.writer.close()
        client.receive_data(await read_all(ends.client_reader))
    event = client.next_event()
    expect(type(event) is h11.InformationalResponse, "101 Switching Protocols", repr(event))
    expect(client.their_state is h11.SWITCHED_PROTOCOL, "SWITCHED_PROTOCOL", client.their_state)
    expect_equal(bytes(client.trailing_data[0]), b"".join(parts))

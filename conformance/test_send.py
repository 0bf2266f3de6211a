"""send: what it means that a response is sent. Optional; judged where it is exported."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, Violation, cases, clause, reached
from .expect import expect, expect_equal, expect_is
from .files import write
from .grammar import FIELD_LINE
from .responses import Recipe, recipes
from .strategies import (
    contents,
    field_values,
    filled_contents,
    obs_text_values,
    octets,
    pairs,
    texts,
)
from .streams import LoggingWriter, connection, logging, read_all, sent
from .wire import PROBE, cut, read, read_two, serialize

SENDS = ["send.message"]


@clause(
    "send.message",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9112 §2.1",
    depends_on=["responsify.supported"],
)
@given(recipe=recipes(), method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS"]))
@example(recipe=Recipe("Response", 299, [("x", "b"), ("a", ""), ("X", "a")], b"a"), method="GET")
async def test_message(impl, recipe, method):
    """send writes the status line, each pair of items() as a line, an empty line, the chunks."""
    writer = await sent(impl, await recipe.make(impl), method)
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
    expect(writer.log.count("communicate") == 1, "communicate to be called once", writer.log)
    expect(
        writer.log[-2:] == ["drain", "communicate"], "a drain, then communicate, last", writer.log
    )
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
    expect("communicate" not in writer.log, "communicate not to be called", writer.log)
    expect_message(writer.octets, serialize(response))


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
    expect(cut(head.octets).rest == b"", "not one octet after the head", cut(head.octets).rest)
    expect_equal(cut(head.octets).lines, cut(get.octets).lines)


#: (code, chunked, method); whether a chunked 205 has a lone final chunk is left open.
NOTHING_AFTER_HEAD = [
    (code, chunked, method)
    for code in (100, 101, 103, 150, 199, 204, 205, 304)
    for chunked in (False, True)
    for method in ("GET", "HEAD")
    if (code, chunked, method) != (205, True, "GET")
]


@clause("send.no-content", export="send", level=MUST, source="RFC 9112 §6.3", depends_on=SENDS)
@cases(message=NOTHING_AFTER_HEAD)
async def test_no_content(impl, message):
    """After the head of a 1xx, 204, 205 or 304 is not one octet; chunked on GET, a 205 is OPEN."""
    code, chunked, method = message
    reached()
    try:
        fields = {"Transfer-Encoding": "chunked"} if chunked else {}
        response = impl.Response(code, fields, b"")
    except (ValueError, TypeError):
        return
    writer = await sent(impl, response, method)
    expect(cut(writer.octets).rest == b"", "not one octet after the head", cut(writer.octets).rest)


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
    expect(cut(writer.octets).rest == b"", "not one octet after the head", cut(writer.octets).rest)
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
        for recipe in recipes:
            logged = (await sent(impl, await recipe.make(impl))).octets
            first, _ = read_two(logged)
            expect_equal((first.end, first.trailing), ("length", PROBE))
            _, received = await asyncio.gather(
                impl.send(await recipe.make(impl), ends.reader, ends.writer),
                ends.client_reader.readexactly(len(logged)),
            )
            expect(received == logged, f"{logged!r}", received)
        expect(not ends.writer.is_closing(), "the writer to stay open", "it is closed")
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

    async with connection() as ends:
        ends.client_writer.write(b"".join(parts))
        ends.client_writer.write_eof()
        response = Echo(101, {"Connection": "upgrade", "Upgrade": "echo"}, b"")
        await impl.send(response, ends.reader, ends.writer)
        ends.writer.close()
        message = read(await read_all(ends.client_reader), upgrade=True)
    expect_equal(message.code, 101)
    expect_equal(message.trailing, b"".join(parts))

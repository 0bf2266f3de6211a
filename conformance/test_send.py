"""send: what it means that a response is sent. Optional; judged where it is exported."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import enum
import http
import json

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause, reached
from .expect import expect, expect_equal, expect_is
from .files import sample, write
from .grammar import FIELD_LINE, allows_content
from .responses import KINDS, WRITABLE, Recipe, recipes, with_data
from .strategies import (
    contents,
    field_values,
    obs_text_values,
    octets,
)
from .streams import LoggingWriter, logging, sent
from .wire import PROBE, cut, read_two, serialize

SENDS = ["send.message"]


#: Of a request that is answered with content: also such as nobody has a list of.
METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "QUERY")


class Code(int, enum.Enum):
    """What an enumeration of codes was before IntEnum; its str() is no number."""

    GONE = 410


class Odd(int):
    """An int whose text is not its number."""

    def __str__(self):
        return "odd"

    def __format__(self, spec):
        return "odd"

    __repr__ = __str__


@clause(
    "send.message",
    export="send",
    level=MUST,
    source="ruling",
    also="RFC 9112 §2.1",
    depends_on=WRITABLE,
)
@given(recipe=recipes(), method=st.sampled_from(METHODS))
@example(recipe=Recipe("Response", 299, [("x", "b"), ("a", ""), ("X", "a")], b"a"), method="GET")
@example(recipe=Recipe("static", 200, [], b"a" * 70_000), method="GET")
@example(recipe=Recipe("bytes", 200, [], b"a" * 70_000), method="POST")
@example(
    recipe=Recipe("tuple", 404, [(f"x-{n}", "a" * 99) for n in range(120)], b"a"), method="GET"
)
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


@clause(
    "send.message-overridden",
    export="send",
    level=MUST,
    source="ruling",
    depends_on=[*SENDS, "headers.add"],
)
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
    content = b"".join(chunks)

    class Own(impl.Response):
        description = property(lambda self: reason, lambda self, value: None)

    def data():
        return one_shot if once else list(chunks)

    # As many octets: a length that is wrong may be refused.
    response = with_data(Own, data, 200, {"X-Before": "1"}, b"-" * len(content))
    try:
        response.headers.add("X-A", value)
    except (ValueError, TypeError):
        response.headers.add("X-A", value := "refused")
    writer = await sent(impl, response)
    head = cut(writer.octets)
    expect_equal(head.status_line, b"HTTP/1.1 200 " + reason.encode("latin-1"))
    expect_equal(head.values(b"x-before"), [b"1"])
    expect_equal(head.values(b"x-a"), [value.encode("latin-1")])
    expect(head.rest == content, repr(content), head.rest)
    length = {"Content-Length": str(len(content))}
    response = with_data(impl.FileResponse, lambda: iter(chunks), 200, sample(), length)
    rest = cut((await sent(impl, response)).octets).rest
    expect(rest == content, f"{content!r} of a FileResponse too", rest)


@clause("send.order", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(
    code=[200, 404, 204, 205, 304, 101, 500],
    size=[0, 20],
    chunked=[False, True],
    kind=["Response", "FileResponse"],
    method=["GET", "POST", "HEAD"],
)
async def test_order(impl, code, size, chunked, kind, method):
    """After a final status, 101 included, it drains, then calls communicate: once, last."""
    size, chunked = (size, chunked) if allows_content(code) else (0, False)
    fields = {"Transfer-Encoding": "chunked"} if chunked else {}
    if kind == "Response":
        response = logging(impl)(code, fields, octets(size))
    else:
        path = write(octets(size), "order.html")
        response = logging(impl, impl.FileResponse)(code, path, fields, 7)
    writer = await sent(impl, response, method)
    expect(writer.log.count("communicate") == 1, "communicate to be called once", writer.log)
    at = writer.log.index("communicate")
    expect(writer.log[at - 1 : at] == ["drain"], "a drain, then communicate", writer.log)
    expect("write" not in writer.log[at:], "nothing written after communicate", writer.log)
    expect("write" in writer.log[:at], "a write before", writer.log)


@clause("send.code-kinds", export="send", level=MUST, source="doc", depends_on=SENDS)
@cases(code=[http.HTTPStatus.NOT_FOUND, Code.GONE, Odd(404)], place=["Response", "tuple", "Abort"])
async def test_code_kinds(impl, code, place):
    """An IntEnum, or another subclass of int, is sent as its number in three digits."""
    if place == "Response":
        response = impl.Response(code, (), b"a")
    elif place == "Abort":
        response = impl.Abort(code, "a")
    else:
        response = await impl.responsify((code, "a"))
    line = cut((await sent(impl, response)).octets).status_line
    number = int.__int__(code)
    expect(line.startswith(b"HTTP/1.1 %d " % number), f"HTTP/1.1 {number} and a phrase", line)


@clause("send.again", export="send", level=MUST, source="ruling", depends_on=SENDS)
@cases(
    kind=["Response", "chunked", "jsonify", "str", "tuple", "Abort", "FileResponse", "static"],
    first=["GET", "HEAD"],
)
async def test_again(impl, kind, first):
    """A response that was sent is sent again in the same words, or refused before a byte."""
    response = {
        "Response": lambda: impl.Response(404, {"X-A": "1"}, b"abc"),
        "chunked": lambda: impl.Response(200, {"Transfer-Encoding": "chunked"}, b"abc"),
        "jsonify": lambda: impl.jsonify([1]),
        "Abort": lambda: impl.Abort(404, "abc", {"X-A": "1"}),
        "FileResponse": lambda: impl.FileResponse(200, write(b"abc", "again.html"), ()),
        "static": lambda: impl.static(write(b"abc", "again.html")),
    }.get(kind)
    if response is not None:
        response = response()
    else:
        response = await impl.responsify({"str": "abc", "tuple": (404, ("X-A", "1"), "abc")}[kind])
    before = cut((await sent(impl, response, first)).octets)
    writer = LoggingWriter()
    try:
        await impl.send(response, asyncio.StreamReader(), writer)
    except Exception:
        expect(writer.octets == b"", "not one octet", writer.octets)
        return
    after = cut(writer.octets)
    expect_equal((after.status_line, after.fields), (before.status_line, before.fields))
    expect(first == "HEAD" or after.rest == before.rest, f"{before.rest!r} again", after.rest)
    message, _ = read_two(writer.octets)
    if kind == "jsonify":
        expect(json.loads(message.content) == [1], "[1] as JSON", message.content)
    else:
        expect_equal(message.content, b"abc")
    # What was done to its headers since then counts.
    response.headers.add("X-Later", "1")
    later = cut((await sent(impl, response)).octets)
    expect_equal(later.values(b"x-later"), [b"1"])


#: The recipes write their file anew: one of them at a time can be sent from it.
IN_MEMORY = tuple(kind for kind in KINDS if kind not in ("FileResponse", "static"))


@clause(
    "send.interleaved", export="send", level=MUST, source="ruling", depends_on=[*SENDS, *WRITABLE]
)
@given(recipes=st.lists(recipes(IN_MEMORY), min_size=2, max_size=3))
async def test_interleaved(impl, recipes):
    """Several responses under way at once do not mix, nor does what they communicate."""
    alone = [(await sent(impl, await recipe.make(impl))).octets for recipe in recipes]
    writers = [LoggingWriter() for _ in recipes]
    responses = [await recipe.make(impl) for recipe in recipes]
    own = [logging(impl)(299, (), b"a" * number) for number in range(2)]
    own_writers = [LoggingWriter() for _ in own]
    await asyncio.gather(
        *(
            impl.send(response, asyncio.StreamReader(), writer)
            for response, writer in zip(responses + own, writers + own_writers, strict=True)
        )
    )
    for writer, octets_alone in zip(writers, alone, strict=True):
        expect(writer.octets == octets_alone, f"{octets_alone!r}", writer.octets)
    logs = [writer.log.count("communicate") for writer in own_writers]
    expect_equal(logs, [1, 1])


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

    reader, writer = asyncio.StreamReader(), LoggingWriter()
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
    depends_on=[*SENDS, *WRITABLE],
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
@example(data=b"a", size=0, bufsize=1, kind="Response", case="chunked")
@example(data=b"", size=20, bufsize=7, kind="FileResponse", case="Chunked")
@example(data=b"a" * 70_000, size=0, bufsize=1, kind="Response", case="chunked")
@example(data=b"", size=140_000, bufsize=70_000, kind="FileResponse", case="chunked")
@given(
    data=contents(),
    size=st.one_of(st.sampled_from([0, 7, 64]), st.integers(1, 300)),
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

        chunks = [b"", data, b"", b"a", b"", data, b""]
        response = with_data(impl.Response, lambda: iter(chunks), 200, fields, content)
    writer = await sent(impl, response)
    first, second = read_two(writer.octets)
    expect(first.content == content, repr(content), first.content)
    expect_equal(first.end, "length")
    expect_equal((first.trailing, second.code), (PROBE, 299))

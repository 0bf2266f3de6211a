"""send: an Abort, sent as the response that it stands for."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, Violation, cases, clause, reached
from .expect import expect, expect_equal
from .strategies import pairs, texts
from .streams import LoggingWriter, sent
from .wire import PROBE, cut, read_two, serialize

SENDS = ["send.message"]


@clause("send.abort", export="send", level=MUST, source="ruling", depends_on=SENDS)
@given(code=st.sampled_from([400, 404, 418, 500, 302, 200]), text=texts(), pairs=pairs(3))
@example(code=404, text="", pairs=[])
@example(code=404, text="abc", pairs=[("content-length", "3"), ("X", "a")])
@example(code=404, text="a" * 70_000, pairs=[])
@example(code=404, text="<p>\u20ac", pairs=[("x", "b"), ("X", "a"), ("Content-Type", "a/b")])
async def test_abort(impl, code, text, pairs):
    """An Abort is sent as a Response: its code, its headers, its description in UTF-8."""
    expected = cut(serialize(impl.Response(code, pairs, text.encode())))
    for method in ("GET", "HEAD"):
        writer = await sent(impl, impl.Abort(code, text, pairs), method)
        head = cut(writer.octets)
        expect_equal(writer.log[-1], "drain")
        expect_equal(head.status_line, expected.status_line)
        expect_equal(
            sorted(head.fields, key=lambda field: field[0]),
            sorted(expected.fields, key=lambda field: field[0]),
        )
        content = text.encode() if method == "GET" else b""
        expect(head.rest == content, f"the content {content!r} after {method}", head.rest)


@clause("send.abort-changed", export="send", level=MUST, source="ruling", depends_on=["send.abort"])
async def test_abort_changed(impl):
    """What was done to the headers of an Abort after it was made is sent."""
    error = impl.Abort(404, "abc", {"X-Old": "1"})
    error.headers.add("Set-Cookie", "a=1")
    error.headers.add("Set-Cookie", "b=2")
    del error.headers["x-old"]
    head = cut((await sent(impl, error)).octets)
    expect_equal(head.values(b"set-cookie"), [b"a=1", b"b=2"])
    expect_equal(head.values(b"x-old"), [])


class Gone(Exception):
    """What an application's own Abort derives from besides."""


@clause(
    "send.abort-subclass", export="send", level=MUST, source="ruling", depends_on=["send.abort"]
)
@given(text=texts(), pairs=pairs(2))
async def test_abort_subclass(impl, text, pairs):
    """An instance of a subclass of Abort is sent as an Abort."""

    class Own(impl.Abort, Gone):
        def __init__(self):
            super().__init__(410, text, pairs)

    expected = cut((await sent(impl, impl.Abort(410, text, pairs))).octets)
    got = cut((await sent(impl, Own())).octets)
    expect_equal((got.status_line, got.fields), (expected.status_line, expected.fields))
    expect(got.rest == text.encode(), repr(text.encode()), got.rest)


@clause(
    "send.abort-chunked",
    export="send",
    level=MUST,
    source="RFC 9112 §7.1",
    also="ruling",
    depends_on=["send.abort"],
)
@given(text=texts(), method=st.sampled_from(["GET", "HEAD"]))
async def test_abort_chunked(impl, text, method):
    """An Abort with Transfer-Encoding: chunked is framed as a Response is."""
    error = impl.Abort(404, text, {"Transfer-Encoding": "chunked"})
    writer = await sent(impl, error, method)
    first, second = read_two(writer.octets, method)
    expect(cut(writer.octets).values(b"content-length") == [], "no length", writer.octets)
    wanted = text.encode() if method == "GET" else b""
    expect(first.content == wanted, repr(wanted), first.content)
    expect_equal((first.end, first.trailing, second.code), ("length", PROBE, 299))


@clause(
    "send.abort-no-content", export="send", level=MUST, source="ruling", depends_on=["send.abort"]
)
@cases(code=[100, 101, 199, 204, 205, 304], text=["", "gone"], chunked=[False, True])
async def test_abort_no_content(impl, code, text, chunked):
    """An Abort whose code allows no content is sent without."""
    reached()
    try:
        fields = [("X-A", "1")] + [("Transfer-Encoding", "chunked")] * chunked
        error = impl.Abort(code, text, fields)
    except (ValueError, TypeError):
        return
    try:
        writer = await sent(impl, error)
    except (ValueError, TypeError):
        if chunked:  # which is no way to send nothing, and may be refused
            return
        raise
    head = cut(writer.octets)
    # Whether a chunked 205 has a lone final chunk is left open.
    allowed = (b"", b"0\r\n\r\n") if code == 205 and chunked else (b"",)
    expect(head.rest in allowed, "not one octet after the head", head.rest)
    expect(head.status_line.startswith(b"HTTP/1.1 %d " % code), f"{code}", head.status_line)
    expect_equal(head.values(b"x-a"), [b"1"])
    # RFC 9110 §8.6; what a 304 stands for has the length of the description.
    lengths = {205: [[], [b"0"]], 304: [[], *([[b"4"]] if text else [])]}.get(code, [[]])
    expect_equal(head.values(b"content-length"), *lengths)
    if code not in (100, 199):
        expect(writer.log[-1:] == ["drain"], "a drain, last", writer.log)


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
        await impl.send(error, asyncio.StreamReader(), writer)
    except (ValueError, TypeError):
        expect_equal(writer.octets, b"")
        return
    raise Violation("ValueError or TypeError", "no exception")

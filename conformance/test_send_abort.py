"""send: an Abort, sent as the response that it stands for."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

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

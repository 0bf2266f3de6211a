"""Response: a status code, headers and content."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import array
import collections
import inspect
import io
import pathlib

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_instance,
    expect_raises,
    expect_values,
)
from .strategies import (
    content_codes,
    contents,
    filled_contents,
    pairs,
)
from .streams import Untouchable
from .wire import chunks_of, content_of

CONSTRUCT = ["response.construct"]


@clause("response.construct", level=MUST, source="doc", depends_on=["headers.construct"])
@given(code=content_codes(), pairs=pairs(), data=contents())
def test_construct(impl, code, pairs, data):
    """Response(code, headers, data) accepts any code with content, any fields and any bytes."""
    pairs = [pair for pair in pairs if pair[0].lower() != "content-length"]
    response = impl.Response(code, pairs, data)
    expect_instance(response, impl.Response)
    expect_equal(content_of(response), data)


# --- data


@clause("response.one-chunk", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(data=contents())
@example(data=b"a" * 2**21)
@example(data=b"\xef\xbb\xbf<p>\n")
def test_one_chunk(impl, data):
    """data becomes a list of chunks with that one chunk; for b"" it may also be empty."""
    for content in (data, data + b"a" * 70_000):
        response = impl.Response(200, (), content)
        expect_instance(response.data, list)
        expect_equal(response.data, [content], *([[]] if not content else []))


class Text(str):
    """A str that is not of the type str."""


class Spelt:
    """What bytes() makes bytes of, and has nothing else in common with them."""

    def __bytes__(self):
        return b"a"

    def __len__(self):
        return 1


class Dumped:
    """Has tobytes(), and is neither an array nor a memoryview."""

    def tobytes(self):
        return b"a"


@clause("response.data-type", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(
    data=[
        "",
        "a",
        "é",
        Text("a"),
        0,
        5,
        1.5,
        None,
        True,
        [],
        [b"a"],
        (),
        (b"a",),
        {},
        {b"a": b"b"},
        {1, 2},
        range(3),
        object(),
        bytes,
        io.BytesIO(b"a"),
        Spelt(),
        array.array("B", b"a"),
        Dumped(),
        ...,
        iter([b"a"]),
        iter(()),
        collections.deque([b"a"]),
        collections.UserString("a"),
        pathlib.PurePosixPath("/a"),
    ]
)
def test_data_type(impl, data):
    """data that is not bytes is refused with TypeError; a str is never stored."""
    expect_raises(TypeError, impl.Response, 200, (), data)


@clause("response.data-at-once", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(chunks=[[], [b"a"], [b"a", b"b"]])
def test_data_at_once(impl, chunks):
    """A generator of chunks is not bytes either, and is refused with TypeError."""
    expect_raises(TypeError, impl.Response, 200, (), (chunk for chunk in chunks))


@clause("response.buffers-copied", level=MUST, source="ruling", depends_on=CONSTRUCT)
@given(
    data=filled_contents(),
    kind=st.sampled_from(["bytearray", "memoryview", "of a bytearray", "of 2 octets each"]),
)
def test_buffers_copied(impl, data, kind):
    """A bytearray or memoryview is refused with TypeError, or copied to bytes, octet for octet."""
    source = bytearray(data * 2)
    buffer = {
        "bytearray": source,
        "memoryview": memoryview(bytes(source)),
        "of a bytearray": memoryview(source),
        "of 2 octets each": memoryview(source).cast("H"),
    }[kind]
    try:
        response = impl.Response(200, (), buffer)
    except TypeError:
        expect_equal(bytes(source), data * 2)
        return
    if kind != "memoryview":
        source[0] ^= 0xFF
    expect_equal(list(chunks_of(response)), [data * 2])
    expect_values(response.headers, "content-length", str(len(data) * 2))


#: Memoryviews of part of their octets, in another order, of another format, or of two dimensions.
VIEWS = {
    "sliced": (lambda: memoryview(b"abcdef")[1:3], b"bc"),
    "sliced of a bytearray": (lambda: memoryview(bytearray(b"abcdef"))[2:], b"cdef"),
    "every second": (lambda: memoryview(b"abcdef")[::2], b"ace"),
    "turned round": (lambda: memoryview(b"abc")[::-1], b"cba"),
    "of bool": (lambda: memoryview(b"\x00\x01").cast("?"), b"\x00\x01"),
    "of signed octets": (lambda: memoryview(b"ab\xff").cast("b"), b"ab\xff"),
    "of octets as bytes": (lambda: memoryview(b"ab\xff").cast("c"), b"ab\xff"),
    "of two dimensions": (lambda: memoryview(b"abcd").cast("B", (2, 2)), b"abcd"),
    "empty": (lambda: memoryview(b""), b""),
}


@clause("response.views-copied", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(view=list(VIEWS))
def test_views_copied(impl, view):
    """A memoryview of any shape is refused with TypeError, or copied as tobytes() has it."""
    make, octets = VIEWS[view]
    reached()
    try:
        response = impl.Response(200, (), make())
    except TypeError:
        return
    expect_equal(content_of(response), octets)
    expect_values(response.headers, "content-length", str(len(octets)))


@clause("response.bytes-subclass", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(data=contents())
def test_bytes_subclass(impl, data):
    """An instance of a subclass of bytes is bytes."""

    class Octets(bytes):
        def __str__(self):
            return "other"

        __repr__ = __str__

    response = impl.Response(200, (), Octets(data))
    expect_equal(content_of(response), data)
    expect_values(response.headers, "content-length", str(len(data)))


# --- communicate


@clause("response.communicate", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(
    code=[100, 101, 102, 103, 200, 204, 304, 400, 404, 408, 413, 426, 500, 503],
    pairs=[
        [],
        [("Connection", "close")],
        [("Connection", "close, te")],
        [("Connection", "upgrade"), ("Upgrade", "a")],
    ],
)
async def test_communicate(impl, code, pairs):
    """communicate(reader, writer) is a coroutine method; the default uses neither, returns None."""
    reader, writer = Untouchable(), Untouchable()
    called = impl.Response(code, pairs, b"").communicate(reader, writer)
    expect(inspect.isawaitable(called), "an awaitable", called)
    expect_equal(await called, None)
    touched = reader.touched + writer.touched
    expect(not touched, "reader and writer left alone", words=f"use of their {', '.join(touched)}")

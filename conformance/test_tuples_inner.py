"""The inner response of a tuple: what of it survives, and that it is left as it was."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import os

from hypothesis import given
from hypothesis import strategies as st

from .awaitables import Counter
from .clause import MUST, SHOULD, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_instance,
    expect_is,
    expect_values,
    pairs_of,
    values_of,
)
from .files import sample, write
from .responses import with_data
from .strategies import (
    content_codes,
    contents,
    field_values,
    filled_contents,
    pairs,
    texts,
)
from .wire import chunks_of, content_of

SUPPORTED = ["responsify.supported"]


@clause("responsify.inner-survives", level=MUST, source="doc", also="ruling", depends_on=SUPPORTED)
@given(
    data=contents(), code=content_codes(), extra=st.text("ab", max_size=3), depth=st.integers(1, 3)
)
async def test_inner_survives(impl, data, code, extra, depth):
    """The class of an inner Response, its data, its communicate and its own attributes survive."""

    class Slotted(impl.Response):
        __slots__ = ("slotted",)

    class Sub(Slotted):
        def __init__(self, extra):
            super().__init__(200, {"X-Sub": "1"}, data)
            # The class may be one whose instances are frozen.
            own = asyncio.get_running_loop().create_future()
            for name, value in {"extra": extra, "slotted": own, "own": own}.items():
                object.__setattr__(self, name, value)

        async def communicate(self, reader, writer):
            return self.extra

    smth = inner = Sub(extra)
    for _ in range(depth):
        smth = (code, ("X-A", "1"), smth)
    response = await impl.responsify(smth)
    expect(type(response) is Sub, "the inner class, Sub", type(response).__name__)
    expect_equal(content_of(response), data)
    expect_equal(response.extra, extra)
    expect_is(response.own, inner.own)
    expect_is(response.slotted, inner.own)
    expect_equal(await response.communicate(None, None), extra)
    expect_equal(response.code, code)
    expect_values(response.headers, "x-sub", "1")
    expect_values(response.headers, "x-a", "1")
    expect_values(response.headers, "content-length", str(len(data)))


@clause(
    "responsify.inner-attributes",
    level=MUST,
    source="ruling",
    depends_on=["responsify.inner-survives", "file-response.construct"],
)
@cases(
    name=["extra", "_private", "__dunder__", "request", "timeout"],
    value=[1, None, False, "", [], "a"],
    derived=[False, True],
    kind=["Response", "FileResponse"],
)
async def test_inner_attributes(impl, name, value, derived, kind):
    """What was set on an inner Response survives, whatever it is called, whatever it is."""

    base = getattr(impl, kind)

    class Sub(base):
        pass

    made = Sub if derived else base
    inner = made(200, sample(), ()) if kind == "FileResponse" else made(200, (), b"a")
    try:
        setattr(inner, name, value)
    except AttributeError:  # a class with slots, which has no place for it
        reached()
        return
    response = await impl.responsify((404, ("X-A", "1"), inner))
    expect(type(response) is made, f"the inner class, {made.__name__}", type(response).__name__)
    missing = object()
    expect_is(getattr(response, name, missing), value)


@clause(
    "responsify.inner-data",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=["responsify.inner-survives"],
)
@given(chunks=st.lists(contents(), max_size=4), depth=st.integers(1, 2))
async def test_inner_data(impl, chunks, depth):
    """The data of an inner Response survives unread: also where it can be read only once."""

    once = iter(chunks)
    smth = with_data(impl.Response, lambda: once, 200, {"Transfer-Encoding": "chunked"}, b"")
    for _ in range(depth):
        smth = (404, ("X-A", "1"), smth)
    response = await impl.responsify(smth)
    got = content_of(response)
    expect(got == b"".join(chunks), repr(b"".join(chunks)), got)


@clause(
    "responsify.inner-file",
    level=MUST,
    source="doc",
    depends_on=[*SUPPORTED, "file-response.construct", "static.file-response"],
    needs="file",
)
@given(data=filled_contents(), code=content_codes(), bufsize=st.sampled_from([1, 7, 65536]))
async def test_inner_file(impl, data, code, bufsize):
    """An inner FileResponse stays one, with its file, path, bufsize and Content-Length."""
    data = data[:100]
    path = write(data, "inner.html")
    response = await impl.responsify(
        (code, ("X-A", "1"), impl.FileResponse(200, path, (), bufsize))
    )
    image = impl.static(write(data, "inner.png"))
    saved = await impl.responsify((code, ("X-A", "1"), image))
    for name in ("content-type", "content-disposition", "content-length"):
        expect_values(saved.headers, name, *values_of(image.headers, name))
    expect_instance(response, impl.FileResponse)
    chunks = list(chunks_of(response))
    expect_equal(b"".join(chunks), data)
    expect(max(map(len, chunks)) <= bufsize, f"chunks of at most {bufsize}", chunks)
    expect_equal(os.fspath(response.path), path)
    expect_equal(response.bufsize, bufsize)
    expect_equal(response.code, code)
    expect_values(response.headers, "content-length", str(len(data)))
    expect_values(response.headers, "x-a", "1")


@clause(
    "responsify.inner-unmodified",
    level=SHOULD,
    source="ruling",
    depends_on=[*SUPPORTED, "file-response.construct", "headers.add"],
)
@given(
    inner=pairs(3),
    outer=pairs(3),
    data=contents(),
    codes=st.tuples(content_codes(), content_codes()),
    kind=st.sampled_from(["Response", "subclass", "FileResponse"]),
    awaited=st.booleans(),
)
async def test_inner_unmodified(impl, inner, outer, data, codes, kind, awaited):
    """The inner Response is left as it was, however often it is used, and shares no headers."""
    inner = [pair for pair in inner if pair[0].lower() != "content-length"]

    class Sub(impl.Response):
        pass

    inner.append(("x-there", "1"))
    if kind == "FileResponse":
        response = impl.FileResponse(298, sample(), inner)
        data = b"sample"
    else:
        response = (Sub if kind == "subclass" else impl.Response)(298, inner, data)
    before = pairs_of(response.headers)

    def again():
        return Counter().coroutine(response) if awaited else response

    first = await impl.responsify((codes[0], *outer, again()))
    second = await impl.responsify((codes[1], again()))
    for made in (first, second):
        made.headers.add("x-later", "1")
        # Also to a name that is there: lists of values must not be shared either.
        made.headers.add("x-there", "2")
        made.headers["content-type"] = "x/y"
    expect_equal(response.code, 298)
    expect_equal(pairs_of(response.headers), before)
    expect_equal(content_of(response), data)
    expect_equal(first.code, codes[0])
    expect_equal(second.code, codes[1])
    third = await impl.responsify((404, response))
    expect_values(third.headers, "x-later")


@clause(
    "responsify.inner-changed", level=MUST, source="doc", depends_on=[*SUPPORTED, "headers.add"]
)
@given(value=field_values(), text=texts())
async def test_inner_changed(impl, value, text):
    """What was done to the headers of an inner Response after it was made counts."""
    inner = impl.Response(200, {"X-Old": "1"}, text.encode())
    inner.headers.add("Set-Cookie", value)
    inner.headers["Content-Type"] = "text/x"
    del inner.headers["x-old"]
    response = await impl.responsify((404, ("X-A", "1"), inner))
    expect_values(response.headers, "set-cookie", value)
    expect_values(response.headers, "content-type", "text/x")
    expect_values(response.headers, "x-old")
    del inner.headers["content-type"]
    response = await impl.responsify((404, inner))
    expect_values(response.headers, "content-type")

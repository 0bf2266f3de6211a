"""responsify: from what a handler returned to a response."""

from __future__ import annotations

import asyncio
import collections.abc
import http
import inspect

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Violation, cases, clause, reached
from .expect import (
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_is,
    expect_values,
    pairs_of,
    plain,
    values_of,
)
from .files import sample, write
from .grammar import MEDIA_TYPE, NO_CONTENT
from .strategies import (
    content_codes,
    contents,
    field_values,
    filled_contents,
    masks,
    pairs,
    recase,
    repeated_pairs,
    texts,
)
from .wire import chunks_of, content_of

SUPPORTED = ["responsify.supported"]
FRAMING = ["content-type", "content-length"]


def media_type(headers):
    """The one Content-Type: type and parameters, in lower case, without blanks and quotes."""
    (value,) = values_of(headers, "content-type")
    match = MEDIA_TYPE.fullmatch(value.encode("latin-1"))
    expect(match is not None, "a media type", value)
    kind, *parameters = value.lower().replace(" ", "").replace('"', "").split(";")
    return kind, parameters


class Awaitable:
    """An object with __await__; `awaited` counts how often it was."""

    def __init__(self, value):
        self.value = value
        self.awaited = 0

    def __await__(self):
        self.awaited += 1
        yield from asyncio.sleep(0).__await__()
        return self.value

    def __repr__(self):
        return f"Awaitable({self.value!r})"


class Counter:
    """Counts the steps of the coroutines that it makes."""

    def __init__(self):
        self.started = self.ended = 0

    async def coroutine(self, value):
        self.started += 1
        await asyncio.sleep(0)
        self.ended += 1
        if isinstance(value, BaseException):
            raise value
        return value


async def refusal_of(impl, smth):
    """The ValueError or TypeError with which responsify refuses; None if it does not."""
    reached()
    try:
        await impl.responsify(smth)
    except (ValueError, TypeError) as error:
        return error
    return None


@clause("responsify.supported", level=MUST, source="doc")
@given(
    text=texts(),
    data=contents(),
    kind=st.sampled_from(["Response", "str", "bytes", "tuple", "coroutine"]),
)
async def test_supported(impl, text, data, kind):
    """A Response, a str, bytes, a tuple, and a coroutine of any of them give a Response."""

    async def coroutine():
        return text

    smth = {
        "Response": lambda: impl.Response(200, (), data),
        "str": lambda: text,
        "bytes": lambda: data,
        "tuple": lambda: (404, ("X-A", "1"), text),
        "coroutine": coroutine,
    }[kind]()
    response = await impl.responsify(smth)
    expect_instance(response, impl.Response)
    expect_equal(content_of(response), data if kind in ("Response", "bytes") else text.encode())
    expect_equal(response.code, 404 if kind == "tuple" else 200)


@clause("responsify.coroutine", level=MUST, source="doc", depends_on=SUPPORTED)
@cases(smth=["a", b"a", (200, "a")])
async def test_coroutine(impl, smth):
    """responsify is a coroutine: calling it gives one, good for a task."""
    called = impl.responsify(smth)
    expect(isinstance(called, collections.abc.Coroutine), "a coroutine", called)
    response = await asyncio.get_running_loop().create_task(called)
    expect_equal(content_of(response), b"a")


@clause("responsify.same-object", level=MUST, source="doc", depends_on=SUPPORTED)
@given(
    code=content_codes(),
    pairs=pairs(3),
    data=contents(),
    kind=st.sampled_from(["Response", "FileResponse", "subclass", "jsonify", "static", "awaited"]),
)
async def test_same_object(impl, code, pairs, data, kind):
    """A Response comes back as the same object, unchanged."""

    class Sub(impl.Response):
        pass

    pairs = [pair for pair in pairs if pair[0].lower() != "content-length"]
    response = {
        "Response": lambda: impl.Response(code, pairs, data),
        "awaited": lambda: impl.Response(code, pairs, data),
        "FileResponse": lambda: impl.FileResponse(code, sample(), pairs),
        "subclass": lambda: Sub(code, pairs, data),
        "jsonify": lambda: impl.jsonify([1]),
        "static": lambda: impl.static(sample()),
    }[kind]()
    before = (plain(response.code), pairs_of(response.headers), content_of(response))
    smth = Counter().coroutine(response) if kind == "awaited" else response
    expect_is(await impl.responsify(smth), response)
    expect_equal((plain(response.code), pairs_of(response.headers), content_of(response)), before)


@clause("responsify.str", level=MUST, source="doc", depends_on=SUPPORTED)
@given(text=texts())
async def test_str(impl, text):
    """A str is HTML with code 200, encoded as the UTF-8 that its Content-Type says or leaves open."""
    response = await impl.responsify(text)
    expect_equal(response.code, 200)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_values(response.headers, "content-length", str(len(text.encode())))
    kind, parameters = media_type(response.headers)
    expect_equal(kind, "text/html")
    expect_equal([p for p in parameters if p.startswith("charset=")], ["charset=utf-8"], [])


@clause("responsify.str-unencodable", level=MUST, source="ruling", depends_on=SUPPORTED)
@cases(text=["\ud800", "a\udfffb", "\ud83d \ude00"], wrap=["alone", "tuple", "coroutine"])
async def test_str_unencodable(impl, text, wrap):
    """A lone surrogate in a str is refused."""
    smth = {"alone": text, "tuple": (200, text)}.get(wrap)
    refusal = await refusal_of(impl, Counter().coroutine(text) if wrap == "coroutine" else smth)
    expect(refusal is not None, "ValueError or TypeError", "a response")


@clause("responsify.bytes", level=MUST, source="doc", depends_on=SUPPORTED)
@given(data=contents())
async def test_bytes(impl, data):
    """bytes are HTML with code 200, as they are."""
    response = await impl.responsify(data)
    expect_equal(response.code, 200)
    expect(content_of(response) == data, repr(data), content_of(response))
    expect_values(response.headers, "content-length", str(len(data)))
    expect_equal(media_type(response.headers)[0], "text/html")


@clause("responsify.bytes-charset", level=SHOULD, source="ruling", depends_on=["responsify.bytes"])
@given(data=contents(), in_tuple=st.booleans())
async def test_bytes_charset(impl, data, in_tuple):
    """For bytes there is no charset parameter, since it would overrule the <meta> tag."""
    response = await impl.responsify((200, data) if in_tuple else data)
    _, parameters = media_type(response.headers)
    expect_equal([p for p in parameters if p.startswith("charset")], [])


# --- tuples


@clause("responsify.tuple-code", level=MUST, source="doc", depends_on=SUPPORTED)
@given(
    code=content_codes(),
    text=texts(),
    kind=st.sampled_from(["str", "bytes", "Response", "FileResponse", "jsonify", "HTTPStatus"]),
)
async def test_tuple_code(impl, code, text, kind):
    """The code of a tuple replaces that of the inner response."""
    inner = {
        "str": lambda: text,
        "bytes": lambda: text.encode(),
        "Response": lambda: impl.Response(299, (), text.encode()),
        "FileResponse": lambda: impl.FileResponse(299, sample(), ()),
        "jsonify": lambda: impl.jsonify(1),
        "HTTPStatus": lambda: text,
    }[kind]()
    response = await impl.responsify(
        (http.HTTPStatus(410) if kind == "HTTPStatus" else code, inner)
    )
    expect_instance(response, impl.Response)
    expect_equal(response.code, 410 if kind == "HTTPStatus" else code)
    expect_instance(response.description, str)
    expect_equal(response.description, impl.Response(plain(response.code), (), b"a").description)


@clause("responsify.tuple-headers", level=MUST, source="doc", depends_on=SUPPORTED)
@given(inner=pairs(4), outer=pairs(4), mask=masks(), data=contents())
async def test_tuple_headers(impl, inner, outer, mask, data):
    """The headers of a tuple replace those of the same name, in any case; the others stay."""
    response = await impl.responsify(
        (
            404,
            *((recase(name, mask), value) for name, value in outer),
            impl.Response(200, inner, data),
        )
    )
    named = {name.lower() for name, _ in outer}
    expected = [pair for pair in inner if pair[0].lower() not in named] + outer
    got = [pair for pair in pairs_of(response.headers) if pair[0].lower() in by_name(expected)]
    expect_fields(got, expected)
    expect_values(response.headers, "content-length", str(len(data)))
    expect_equal(sorted(set(response.headers)), sorted({*by_name(expected), *FRAMING}))


@clause("responsify.tuple-repeats", level=MUST, source="doc", depends_on=SUPPORTED)
@given(inner=repeated_pairs(), outer=repeated_pairs())
async def test_tuple_repeats(impl, inner, outer):
    """A name given twice in one tuple keeps both values, in order, and replaces all the inner ones."""
    response = await impl.responsify((200, *outer, impl.Response(200, inner, b"a")))
    wanted = {**by_name(inner), **by_name(outer)}
    for name, values in wanted.items():
        expect_values(response.headers, name, *values)


@clause(
    "responsify.tuple-default", level=MUST, source="doc", also="RFC 9110 §5.3", depends_on=SUPPORTED
)
@given(
    value=field_values(), mask=masks(), kind=st.sampled_from(["str", "bytes", "jsonify", "static"])
)
async def test_tuple_default(impl, value, mask, kind):
    """A tuple's Content-Type takes the place of the inner default: one remains."""
    inner = {
        "str": lambda: "a",
        "bytes": lambda: b"a",
        "jsonify": lambda: impl.jsonify("a"),
        "static": lambda: impl.static(sample()),
    }[kind]()
    response = await impl.responsify((200, (recase("Content-Type", mask), value), inner))
    expect_values(response.headers, "content-type", value)
    expect_equal(len(values_of(response.headers, "content-length")), 1)


@clause("responsify.nested", level=MUST, source="doc", depends_on=["responsify.tuple-headers"])
@given(
    layers=st.lists(st.tuples(content_codes(), pairs(2), st.booleans()), min_size=2, max_size=5),
    text=texts(),
)
async def test_nested(impl, layers, text):
    """Of nested tuples the outer wins: its code, and its headers name by name."""
    smth = text
    for code, fields, awaited in reversed(layers):
        smth = (code, *fields, smth)
        if awaited:
            smth = Counter().coroutine(smth)
    response = await impl.responsify(smth)
    expect_equal(response.code, layers[0][0])
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    wanted = {}
    for _, fields, _ in reversed(layers):
        wanted.update(by_name(fields))
    for name, values in wanted.items():
        expect_values(response.headers, name, *values)


@clause("responsify.inner-survives", level=MUST, source="doc", also="ruling", depends_on=SUPPORTED)
@given(
    data=contents(), code=content_codes(), extra=st.text("ab", max_size=3), depth=st.integers(1, 3)
)
async def test_inner_survives(impl, data, code, extra, depth):
    """The class of an inner Response, its data, its communicate and its own attributes survive."""

    class Sub(impl.Response):
        def __init__(self, extra):
            super().__init__(200, {"X-Sub": "1"}, data)
            self.extra = extra

        async def communicate(self, reader, writer):
            return self.extra

    smth = Sub(extra)
    for _ in range(depth):
        smth = (code, ("X-A", "1"), smth)
    response = await impl.responsify(smth)
    expect(type(response) is Sub, "the inner class", type(response).__name__)
    expect_equal(content_of(response), data)
    expect_equal(response.extra, extra)
    expect_equal(await response.communicate(None, None), extra)
    expect_equal(response.code, code)
    expect_values(response.headers, "x-sub", "1")
    expect_values(response.headers, "x-a", "1")
    expect_values(response.headers, "content-length", str(len(data)))


@clause("responsify.inner-file", level=MUST, source="doc", depends_on=SUPPORTED, needs="file")
@given(data=filled_contents(), code=content_codes(), bufsize=st.sampled_from([1, 7, 65536]))
async def test_inner_file(impl, data, code, bufsize):
    """An inner FileResponse stays one, with its file, path, bufsize and Content-Length."""
    data = data[:100]
    path = write(data, "inner.html")
    response = await impl.responsify(
        (code, ("X-A", "1"), impl.FileResponse(200, path, (), bufsize))
    )
    expect_instance(response, impl.FileResponse)
    chunks = list(chunks_of(response))
    expect_equal(b"".join(chunks), data)
    expect(max(map(len, chunks)) <= bufsize, f"chunks of at most {bufsize}", chunks)
    expect_equal(response.path, path)
    expect_equal(response.bufsize, bufsize)
    expect_equal(response.code, code)
    expect_values(response.headers, "content-length", str(len(data)))
    expect_values(response.headers, "x-a", "1")


@clause("responsify.inner-unmodified", level=SHOULD, source="ruling", depends_on=SUPPORTED)
@given(
    inner=pairs(3),
    outer=pairs(3),
    data=contents(),
    codes=st.tuples(content_codes(), content_codes()),
)
async def test_inner_unmodified(impl, inner, outer, data, codes):
    """The inner Response is left as it was, however often it is used, and shares no headers."""
    inner = [pair for pair in inner if pair[0].lower() != "content-length"]
    response = impl.Response(299, inner, data)
    before = pairs_of(response.headers)
    first = await impl.responsify((codes[0], *outer, response))
    second = await impl.responsify((codes[1], response))
    for made in (first, second):
        made.headers.add("x-later", "1")
        made.headers["content-type"] = "x/y"
    expect_equal(response.code, 299)
    expect_equal(pairs_of(response.headers), before)
    expect_equal(content_of(response), data)
    expect_equal(first.code, codes[0])
    expect_equal(second.code, codes[1])
    third = await impl.responsify((404, response))
    expect_values(third.headers, "x-later")


@clause("responsify.inner-changed", level=MUST, source="doc", depends_on=SUPPORTED)
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


@clause(
    "responsify.no-content",
    level=MUST,
    source="RFC 9110 §15.3.5",
    also="RFC 9110 §15.2, §15.3.6, §15.4.5",
    depends_on=SUPPORTED,
)
@cases(
    code=[c for c in NO_CONTENT if c in (100, 101, 103, 150, 199, 204, 205, 304)],
    kind=["str", "bytes", "Response", "FileResponse", "jsonify", "nested", "coroutine"],
)
async def test_no_content(impl, code, kind):
    """A tuple whose code allows no content is refused, or sends none; never a wrong length."""
    inner = {
        "str": lambda: "abc",
        "bytes": lambda: b"abc",
        "Response": lambda: impl.Response(200, (), b"abc"),
        "FileResponse": lambda: impl.FileResponse(200, sample(), ()),
        "jsonify": lambda: impl.jsonify("abc"),
        "nested": lambda: (404, "abc"),
        "coroutine": lambda: Counter().coroutine("abc"),
    }[kind]()
    reached()
    try:
        response = await impl.responsify((code, inner))
    except (ValueError, TypeError):
        return
    expect_equal(response.code, code)
    expect_equal(content_of(response), b"")
    lengths = values_of(response.headers, "content-length")
    if code == 304:
        expect_equal(
            lengths, [], ["6"] if kind == "FileResponse" else ["5"] if kind == "jsonify" else ["3"]
        )
    else:
        expect_equal(lengths, [], *([["0"]] if code == 205 else []))


@clause("responsify.no-content-empty", level=MUST, source="ruling", depends_on=SUPPORTED)
@cases(code=[100, 101, 103, 150, 199, 204, 205, 304], kind=["str", "bytes", "Response", "nested"])
async def test_no_content_empty(impl, code, kind):
    """A tuple whose code allows no content is accepted around empty content."""
    inner = {
        "str": lambda: "",
        "bytes": lambda: b"",
        "Response": lambda: impl.Response(200, (), b""),
        "nested": lambda: (404, ""),
    }[kind]()
    response = await impl.responsify((code, ("X-A", "1"), inner))
    expect_equal(response.code, code)
    expect_equal(content_of(response), b"")
    expect_values(response.headers, "x-a", "1")
    expect_equal(
        values_of(response.headers, "content-length"), [], *([["0"]] if code == 205 else [])
    )


@clause(
    "responsify.content-again",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=SUPPORTED,
)
@cases(code=[200, 404], inner=[100, 101, 204, 205, 304])
async def test_content_again(impl, code, inner):
    """A code that allows content around an empty inner response without: empty, and delimited."""
    response = await impl.responsify((code, impl.Response(inner, (), b"")))
    expect_equal(response.code, code)
    expect_equal(content_of(response), b"")
    expect_equal(values_of(response.headers, "content-length"), ["0"], [])


@clause("responsify.transfer-encoding", level=MUST, source="RFC 9112 §6.2", depends_on=SUPPORTED)
@given(data=contents(), mask=masks())
async def test_transfer_encoding(impl, data, mask):
    """A tuple's Transfer-Encoding never stands beside a default Content-Length."""
    response = await impl.responsify((200, (recase("Transfer-Encoding", mask), "chunked"), data))
    expect_values(response.headers, "transfer-encoding", "chunked")
    expect_values(response.headers, "content-length")
    expect_equal(content_of(response), data)


# --- awaitables


@clause("responsify.awaited-once", level=MUST, source="ruling", depends_on=SUPPORTED)
@given(depth=st.integers(1, 5), tuples=st.integers(0, 31), text=texts())
async def test_awaited_once(impl, depth, tuples, text):
    """Each coroutine is awaited exactly once, however deep it lies."""
    counters = [Counter() for _ in range(depth)]
    smth = text
    for number, counter in enumerate(counters):
        smth = counter.coroutine((201, smth) if tuples >> number & 1 else smth)
    response = await impl.responsify(smth)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_equal([(c.started, c.ended) for c in counters], [(1, 1)] * depth)


@clause("responsify.any-awaitable", level=SHOULD, source="ruling", depends_on=SUPPORTED)
@given(
    text=texts(),
    kind=st.sampled_from(["Future", "Task", "__await__", "done Future"]),
    in_tuple=st.booleans(),
)
async def test_any_awaitable(impl, text, kind, in_tuple):
    """Any awaitable is accepted, a Future, a Task or an object with __await__, and awaited once."""
    loop = asyncio.get_running_loop()
    counter, awaitable = Counter(), Awaitable(text)
    if kind == "Future":
        smth = loop.create_future()
        loop.call_soon(smth.set_result, text)
    elif kind == "done Future":
        smth = loop.create_future()
        smth.set_result(text)
    elif kind == "Task":
        smth = loop.create_task(counter.coroutine(text))
    else:
        smth = awaitable
    response = await impl.responsify((202, smth) if in_tuple else smth)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_equal(response.code, 202 if in_tuple else 200)
    if kind == "Task":
        expect_equal(counter.ended, 1)
    if kind == "__await__":
        expect_equal(awaitable.awaited, 1)


class Odd(Exception):
    """An exception that no implementation knows."""


@clause("responsify.exceptions", level=MUST, source="ruling", depends_on=SUPPORTED)
@given(
    kind=st.sampled_from(
        [
            "Abort",
            "Odd",
            "ValueError",
            "KeyError",
            "StopAsyncIteration",
            "CancelledError",
            "GeneratorExit",
        ]
    ),
    depth=st.integers(1, 3),
    in_tuple=st.booleans(),
)
async def test_exceptions(impl, kind, depth, in_tuple):
    """What an awaitable raises comes out unchanged: Abort, cancellation, anything."""
    error = {
        "Abort": lambda: impl.Abort(410, "gone", {"X-A": "1"}),
        "Odd": Odd,
        "ValueError": lambda: ValueError("a"),
        "KeyError": lambda: KeyError("a"),
        "StopAsyncIteration": StopAsyncIteration,
        "CancelledError": asyncio.CancelledError,
        "GeneratorExit": lambda: Odd("again"),
    }[kind]()
    smth = Counter().coroutine(error)
    for _ in range(depth):
        smth = Counter().coroutine((200, smth) if in_tuple else smth)
    reached()
    try:
        response = await impl.responsify(smth)
    except BaseException as raised:
        expect_is(raised, error)
        return
    raise Violation(f"{error!r}", f"a response {response!r}")


@clause("responsify.cancelled", level=MUST, source="ruling", depends_on=SUPPORTED)
@given(steps=st.integers(1, 3), in_tuple=st.booleans())
async def test_cancelled(impl, steps, in_tuple):
    """When its task is cancelled, the awaitable under way is, and CancelledError comes out."""
    seen = []

    async def waiting():
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    smth = (200, waiting()) if in_tuple else waiting()
    task = asyncio.get_running_loop().create_task(impl.responsify(smth))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    expect(task.cancelled(), "the task to be cancelled", task)
    expect_equal(seen, ["cancelled"])


@clause("responsify.interleaved", level=MUST, source="doc", depends_on=SUPPORTED)
@given(texts=st.lists(texts(), min_size=2, max_size=4), order=st.permutations(range(4)))
async def test_interleaved(impl, texts, order):
    """Several calls under way at once do not mix their responses."""
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in texts]

    async def waits(future):
        return await future

    tasks = [
        loop.create_task(impl.responsify((200 + n, ("X-N", str(n)), waits(future))))
        for n, future in enumerate(futures)
    ]
    await asyncio.sleep(0)
    for number in order:
        if number < len(texts):
            futures[number].set_result(texts[number])
            await asyncio.sleep(0)
    responses = await asyncio.gather(*tasks)
    for number, response in enumerate(responses):
        expect_equal(response.code, 200 + number)
        expect_values(response.headers, "x-n", str(number))
        expect_equal(content_of(response), texts[number].encode())


# --- what is refused


@clause("responsify.refused", level=MUST, source="ruling", depends_on=SUPPORTED)
@cases(
    smth=[
        None,
        0,
        5,
        200,
        1.5,
        True,
        {},
        {"a": 1},
        [],
        ["a"],
        [200, "a"],
        set(),
        object(),
        object,
        len,
        iter(()),
        1j,
        ...,
    ],
    wrap=["alone", "tuple", "nested", "coroutine"],
)
async def test_refused(impl, smth, wrap):
    """Anything else raises TypeError or ValueError: None, int, dict, list and the rest."""
    counter = Counter()
    wrapped = {
        "alone": lambda: smth,
        "tuple": lambda: (200, smth),
        "nested": lambda: (200, ("X-A", "1"), (200, smth)),
        "coroutine": lambda: counter.coroutine(smth),
    }[wrap]()
    refusal = await refusal_of(impl, wrapped)
    expect(refusal is not None, "TypeError or ValueError", "a response")


@clause("responsify.refused-tuples", level=MUST, source="ruling", depends_on=SUPPORTED)
@cases(
    smth=[
        (),
        (200,),
        ("a",),
        ("a", "b"),
        (None, "a"),
        ("abc", "a"),
        (200, None),
        (200, 5),
        (200, ("X-A", "1")),
        (200, ("X-A", "1", "2"), "a"),
        (200, ("X-A",), "a"),
        (200, (), ("X-A", "1")),
        ((200, "a"), "b"),
        (object(), "a"),
        (200, ("a b", "1"), "a"),
        (200, ("", "1"), "a"),
        ("200 OK", "a"),
        (200, 404, "a"),
    ],
    awaited=[False, True],
)
async def test_refused_tuples(impl, smth, awaited):
    """A tuple that is not (code, *headers, something) raises TypeError or ValueError."""
    refusal = await refusal_of(impl, Counter().coroutine(smth) if awaited else smth)
    expect(refusal is not None, "TypeError or ValueError", "a response")


LEFT = {
    "(coroutine,)": lambda c: (c,),
    "(None, coroutine)": lambda c: (None, c),
    "('a', coroutine)": lambda c: ("a", c),
    "(200, None, coroutine)": lambda c: (200, None, c),
    "(200, ('a b', '1'), coroutine)": lambda c: (200, ("a b", "1"), c),
    "(200, ('X-A', 'a\\r\\nb: c'), coroutine)": lambda c: (200, ("X-A", "a\0"), c),
    "(200, ('X-A',), coroutine)": lambda c: (200, ("X-A",), c),
    "(200, (None, coroutine))": lambda c: (200, (None, c)),
    "(object(), ('X-A', '1'), coroutine)": lambda c: (object(), ("X-A", "1"), c),
    "(200, coroutine, None)": lambda c: (200, c, None),
    "(coroutine, 'a')": lambda c: (c, "a"),
    "(0, coroutine)": lambda c: (0, c),
    "(204, coroutine)": lambda c: (204, c),
    "(200, coroutine of None)": lambda c: (200, c),
    "(99999, (200, coroutine))": lambda c: (99999, (200, c)),
}


@clause(
    "responsify.nothing-unawaited",
    level=MUST,
    source="ruling",
    depends_on=["responsify.refused-tuples"],
)
@cases(shape=list(LEFT))
async def test_nothing_unawaited(impl, shape):
    """A tuple that is refused awaits or closes the coroutines it holds."""

    async def coroutine():
        return "a" if shape != "(200, coroutine of None)" else None

    held = coroutine()
    try:
        await impl.responsify(LEFT[shape](held))
    except (ValueError, TypeError):
        pass
    state = inspect.getcoroutinestate(held)
    held.close()
    expect_equal(state, inspect.CORO_CLOSED)

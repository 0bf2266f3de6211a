"""responsify: from what a handler returned to a response."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import collections
import collections.abc
import http
import io
import pathlib
import types

from hypothesis import example, given
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
    plain,
    values_of,
)
from .files import sample
from .grammar import MEDIA_TYPE
from .strategies import (
    content_codes,
    contents,
    pairs,
    texts,
)
from .wire import content_of

SUPPORTED = ["responsify.supported"]


def media_type(headers):
    """The one Content-Type: type and parameters, in lower case, without blanks and quotes."""
    (value,) = values_of(headers, "content-type")
    match = MEDIA_TYPE.fullmatch(value.encode("latin-1"))
    expect(match is not None, "a media type", value)
    kind, *parameters = value.lower().replace(" ", "").replace('"', "").split(";")
    return kind, parameters


async def refusal_of(impl, smth):
    """The ValueError or TypeError with which responsify refuses; None if it does not."""
    reached()
    try:
        await impl.responsify(smth)
    except (ValueError, TypeError) as error:
        return error
    return None


@clause("responsify.supported", level=MUST, source="doc", depends_on=["response.construct"])
@given(
    text=texts(),
    data=contents(),
    kind=st.sampled_from(["Response", "str", "bytes", "tuple", "coroutine"]),
)
@example(text="", data=b"", kind="bytes")
@example(text="", data=b"", kind="str")
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


@clause(
    "responsify.same-object",
    level=MUST,
    source="doc",
    depends_on=[*SUPPORTED, "file-response.construct", "static.file-response", "jsonify.response"],
)
@given(
    code=content_codes(),
    pairs=pairs(3),
    data=contents(),
    kind=st.sampled_from(["Response", "FileResponse", "subclass", "jsonify", "static", "awaited"]),
)
async def test_same_object(impl, code, pairs, data, kind):
    """A Response comes back as the same object, unchanged."""

    class Sub(impl.Response):
        def __len__(self):  # so that it is false
            return 0

        def __eq__(self, other):
            return True

        __hash__ = None

    pairs = [pair for pair in pairs if pair[0].lower() != "content-length"]
    response = {
        "Response": lambda: impl.Response(code, pairs, data),
        "awaited": lambda: impl.Response(code, pairs, data),
        "FileResponse": lambda: impl.FileResponse(code, sample(), pairs),
        "subclass": lambda: Sub(code, pairs, data),
        "jsonify": lambda: impl.jsonify([1]),
        "static": lambda: impl.static(sample()),
    }[kind]()

    def held():
        # What a file gives, it may give once: that each access starts afresh is advice.
        content = b"" if kind in ("FileResponse", "static") else content_of(response)
        return plain(response.code), pairs_of(response.headers), content

    before = held()
    smth = Counter().coroutine(response) if kind == "awaited" else response
    expect_is(await impl.responsify(smth), response)
    expect_equal(held(), before)


@clause("responsify.str", level=MUST, source="doc", depends_on=SUPPORTED)
@given(text=texts())
@example(text=" <p>é\r\n")
@example(text='{"a": 1}')
@example(text="<?xml version='1.0'?><a/>")
@example(text="%PDF-1.7")
@example(text="http://a/")
@example(text="")
async def test_str(impl, text):
    """A str is HTML with code 200, encoded as UTF-8, which its Content-Type says or leaves open."""
    response = await impl.responsify(text)
    expect_equal(response.code, 200)
    expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
    expect_values(response.headers, "content-length", str(len(text.encode())))
    kind, parameters = media_type(response.headers)
    expect_equal(kind, "text/html")
    expect_equal([p for p in parameters if p.startswith("charset=")], ["charset=utf-8"], [])


@clause("responsify.str-unencodable", level=MUST, source="ruling", depends_on=SUPPORTED)
@cases(text=["\ud800", "a\udfffb", "\ud83d \ude00", "\udc80"], wrap=["alone", "tuple", "coroutine"])
async def test_str_unencodable(impl, text, wrap):
    """A lone surrogate in a str is refused."""
    smth = {"alone": text, "tuple": (200, text)}.get(wrap)
    refusal = await refusal_of(impl, Counter().coroutine(text) if wrap == "coroutine" else smth)
    expect(refusal is not None, "ValueError or TypeError", words="a response")


@clause("responsify.bytes", level=MUST, source="doc", depends_on=SUPPORTED)
@given(data=contents())
@example(data=b" \xff\r\n")
@example(data=b"\x89PNG\r\n\x1a\n")
@example(data=b"%PDF-1.7")
@example(data=b'{"a": 1}')
@example(data=b"<?xml version='1.0'?><a/>")
@example(data=b"GIF89a")
@example(data=b"\xff\xd8\xff\xe0")
@example(data=b"")
async def test_bytes(impl, data):
    """bytes are HTML with code 200, as they are."""
    response = await impl.responsify(data)
    expect_equal(response.code, 200)
    expect(content_of(response) == data, repr(data), content_of(response))
    expect_values(response.headers, "content-length", str(len(data)))
    expect_equal(media_type(response.headers)[0], "text/html")


@clause("responsify.bytes-charset", level=SHOULD, source="ruling", depends_on=["responsify.bytes"])
@example(data=b"\xfe\xff\0a", place="alone")
@example(data=b"\xff\xfea\0", place="alone")
@example(data=b"\xef\xbb\xbfa", place="alone")
@given(data=contents(), place=st.sampled_from(["alone", "tuple", "headers", "nested"]))
async def test_bytes_charset(impl, data, place):
    """For bytes there is no charset parameter, since it would overrule the <meta> tag."""
    smth = {
        "alone": data,
        "tuple": (200, data),
        "headers": (404, ("X-A", "1"), data),
        "nested": (404, (500, ("X-A", "1"), data)),
    }[place]
    response = await impl.responsify(smth)
    _, parameters = media_type(response.headers)
    charsets = [p for p in parameters if p.startswith("charset")]
    expect(charsets == [], "no charset parameter", charsets)


class Text(str):
    """A str with more to it, as a template's result is."""

    def __str__(self):
        return "other"

    __repr__ = __str__


class Octets(bytes):
    """bytes with more to it."""

    def __str__(self):
        return "other"

    __repr__ = __str__


@clause("responsify.subclasses", level=MUST, source="doc", depends_on=SUPPORTED)
@given(text=texts(), in_tuple=st.booleans())
async def test_subclasses(impl, text, in_tuple):
    """An instance of a subclass of str is a str, and one of a subclass of bytes is bytes."""
    for smth in (Text(text), Octets(text.encode())):
        response = await impl.responsify((200, smth) if in_tuple else smth)
        expect(content_of(response) == text.encode(), repr(text.encode()), content_of(response))
        expect_equal(media_type(response.headers)[0], "text/html")


@clause("responsify.apart", level=MUST, source="doc", depends_on=[*SUPPORTED, "headers.add"])
@cases(smth=["", "a", b"", b"a", (404, ""), (404, ("X-A", "1"), "a"), (204, ""), (404, b"a")])
async def test_apart(impl, smth):
    """Two responses of equal values share nothing: what is done to one does not show in the other.

    What a handler returns each time may well be the same constant.
    """
    first = await impl.responsify(smth)
    before = (plain(first.code), pairs_of(first.headers), content_of(first))
    second = await impl.responsify(smth)
    expect(second is not first, "another response", words="the same object")
    first.headers.add("X-Later", "1")
    first.headers["Content-Type"] = "x/y"
    for response in (second, await impl.responsify(smth)):
        got = (plain(response.code), pairs_of(response.headers), content_of(response))
        expect_equal(got, before)


# --- what is refused


async def handler():
    """A coroutine function, which is returned where its call was meant."""
    return "a"


async def parts():
    """An asynchronous generator."""
    yield "a"


async def giving(value):
    """A coroutine that gives its argument, an exception too."""
    return value


class Markup:
    """Something that has a form in HTML, and is no str."""

    def __html__(self):
        return "a"

    __str__ = render = __html__


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
        frozenset("a"),
        range(1),
        lambda: "a",
        handler,
        parts(),
        (part for part in "a"),
        io.StringIO("a"),
        io.BytesIO(b"a"),
        pathlib.PurePath("a"),
        types.SimpleNamespace(code=200, headers={}, data=[b"a"]),
        int,  # not str: smth.encode() of the class itself ends CPython 3.11.7
        float("nan"),
        http.HTTPStatus.NOT_FOUND,
        collections.UserString("a"),
        Markup(),
        "Abort",
        "Response",
        "Headers",
    ],
    wrap=["alone", "tuple", "nested", "coroutine"],
)
async def test_refused(impl, smth, wrap):
    """Anything else raises TypeError or ValueError: None, int, dict, list and the rest."""
    if isinstance(smth, str):  # an object of the implementation's own
        smth = {
            "Abort": lambda: impl.Abort(404, "a"),
            "Response": lambda: impl.Response,
            "Headers": impl.Headers,
        }[smth]()
    wrapped = {
        "alone": lambda: smth,
        "tuple": lambda: (200, smth),
        "nested": lambda: (200, ("X-A", "1"), (200, smth)),
        "coroutine": lambda: giving(smth),
    }[wrap]()
    refusal = await refusal_of(impl, wrapped)
    expect(refusal is not None, "TypeError or ValueError", words="a response")


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
        (200, (), ("X-A", "1")),
        ((200, "a"), "b"),
        (object(), "a"),
        (200, ("a b", "1"), "a"),
        (200, ("", "1"), "a"),
        ("200 OK", "a"),
        ("a", 404),
        (b"a", 404),
        ("a", 404, ("X-A", "1")),
        (("X-A", "1"), "a"),
        (200, 404, "a"),
        (200, KeyError("a")),
    ],
    awaited=[False, True],
)
async def test_refused_tuples(impl, smth, awaited):
    """A tuple that is not (code, *headers, something) raises TypeError or ValueError."""
    refusal = await refusal_of(impl, Counter().coroutine(smth) if awaited else smth)
    expect(refusal is not None, "TypeError or ValueError", words="a response")

"""The tuples that responsify takes: code, headers, and an inner response that survives."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import http

from hypothesis import example, given
from hypothesis import strategies as st

from .awaitables import Counter
from .clause import MUST, SHOULD, Violation, cases, clause, reached
from .expect import (
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_values,
    pairs_of,
    plain,
    values_of,
)
from .files import sample, write
from .grammar import NO_CONTENT
from .strategies import (
    KNOWN_NAMES,
    REGISTERED_NAMES,
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
from .wire import content_of

SUPPORTED = ["responsify.supported"]
FRAMING = ["content-type", "content-length"]


@clause(
    "responsify.tuple-code",
    level=MUST,
    source="doc",
    depends_on=[*SUPPORTED, "file-response.construct", "jsonify.response"],
)
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
        "FileResponse": lambda: impl.FileResponse(599, sample(), ()),
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
@example(inner=[("X-A", "1")], outer=[("X-A", "")], mask=-1, data=b"")
@example(inner=[], outer=[(f"X-{n}", "a") for n in range(40)], mask=0, data=b"a")
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
    """A name given twice in one tuple keeps both values, in order, and replaces all inner ones."""
    inner = [*inner, ("x-inner", "1"), ("X-Inner", "2")]
    response = await impl.responsify((200, *outer, impl.Response(200, inner, b"a")))
    wanted = {**by_name(inner), **by_name(outer)}
    for name, values in wanted.items():
        expect_values(response.headers, name, *values)


@clause(
    "responsify.tuple-default",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.3",
    depends_on=[*SUPPORTED, "jsonify.response"],
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


@clause("responsify.tuple-type", level=MUST, source="doc", depends_on=["responsify.tuple-code"])
@cases(
    code=[200, 201, 299, 302, 404, 500],
    smth=["", "a<b>", "\xe9", b"", b"a<b>"],
    fields=[(), (("X-A", "1"),), (("Content-Language", "en"), ("Content-Length-X", "1"))],
    place=["tuple", "nested", "coroutine"],
)
async def test_tuple_type(impl, code, smth, fields, place):
    """In a tuple too, whatever its code and headers, a str or bytes is HTML with a length."""
    made = {
        "tuple": lambda: (code, *fields, smth),
        "nested": lambda: (code, (418, *fields, smth)),
        "coroutine": lambda: (code, *fields, Counter().coroutine(smth)),
    }[place]()
    alone = await impl.responsify(smth)
    response = await impl.responsify(made)
    for name in FRAMING:
        expect_values(response.headers, name, *values_of(alone.headers, name))


@clause(
    "responsify.tuple-each-name",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.3",
    depends_on=["responsify.tuple-headers"],
)
@cases(
    name=[*KNOWN_NAMES, *REGISTERED_NAMES],
    values=[["a"], ["b", "a"], [""]],
    depth=[1, 3],
)
async def test_tuple_each_name(impl, name, values, depth):
    """What a tuple gives replaces all that is inside, whatever the name: nothing is added to it."""
    smth = impl.Response(200, [(name.upper(), "old"), (name, "older")], b"a")
    for number in range(depth - 1):
        smth = (200, (name, f"layer {number}"), smth)
    response = await impl.responsify((200, *((name, value) for value in values), smth))
    expect_values(response.headers, name.lower(), *values)
    expect_equal(response.code, 200)
    expect_values(response.headers, "content-length", "1")
    expect_equal(content_of(response), b"a")


@clause(
    "responsify.tuple-length",
    level=MUST,
    source="doc",
    also="RFC 9110 §8.6",
    depends_on=SUPPORTED,
)
@given(
    data=contents(),
    mask=masks(),
    kind=st.sampled_from(["bytes", "Response", "nested"]),
)
async def test_tuple_length(impl, data, mask, kind):
    """A tuple's Content-Length takes the place of the inner one: one remains."""
    name = recase("Content-Length", mask)

    def inner():
        return {"bytes": data, "nested": (404, data)}.get(kind) or impl.Response(200, (), data)

    response = await impl.responsify((200, (name, str(len(data))), inner()))
    expect_values(response.headers, "content-length", str(len(data)))
    # Of another length than the content: the caller's own fault, and OPEN whether it is refused.
    try:
        response = await impl.responsify((200, (name, "54321"), inner()))
    except (ValueError, TypeError):
        return
    expect_values(response.headers, "content-length", "54321")


@clause("responsify.nested", level=MUST, source="doc", depends_on=["responsify.tuple-headers"])
@given(
    layers=st.lists(st.tuples(content_codes(), pairs(2), st.booleans()), min_size=2, max_size=5),
    text=texts(),
)
@example(layers=[(404, [("x", "1")], False), (410, [("X", "2"), ("X-A", "3")], False)], text="a")
@example(layers=[(404, [("x", "1")], True), (200, [("X", "2"), ("X-A", "3")], True)], text="a")
@example(layers=[(n, [("x", str(n)), (f"x-{n}", "")], False) for n in range(400, 418)], text="a")
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
    expect(content_of(response) == b"", "no content", content_of(response))
    lengths = values_of(response.headers, "content-length")
    if code == 304:
        size = {"FileResponse": 6, "jsonify": len(content_of(impl.jsonify("abc")))}.get(kind, 3)
        expect_equal(lengths, [], [str(size)])
    else:
        expect_equal(lengths, [], *([["0"]] if code == 205 else []))


@clause(
    "responsify.no-content-empty",
    level=MUST,
    source="ruling",
    depends_on=[*SUPPORTED, "file-response.construct"],
)
@cases(
    code=[100, 101, 103, 150, 199, 204, 205, 304],
    kind=["str", "bytes", "Response", "nested", "file", "101", "204", "205", "304"],
)
async def test_no_content_empty(impl, code, kind):
    """A tuple whose code allows no content is accepted around empty content."""
    inner = {
        "str": lambda: "",
        "bytes": lambda: b"",
        "Response": lambda: impl.Response(200, (), b""),
        "nested": lambda: (404, ""),
        "file": lambda: impl.FileResponse(200, write(b"", "empty.txt"), ()),
    }.get(kind, lambda: impl.Response(int(kind), (), b""))()
    response = await impl.responsify((code, ("X-A", "1"), inner))
    expect_equal(response.code, code)
    expect(content_of(response) == b"", "no content", content_of(response))
    expect_values(response.headers, "x-a", "1")
    expect_equal(
        values_of(response.headers, "content-length"),
        [],
        *([["0"]] if code == 205 or (code, kind) == (304, "file") else []),
    )


@clause(
    "responsify.no-content-headers",
    level=MUST,
    source="ruling",
    depends_on=["responsify.no-content-empty"],
)
@cases(
    code=[100, 101, 103, 199, 204, 205, 304],
    inner=[200, 404, 204, 304],
    place=["inner", "outer", "middle"],
)
async def test_no_content_headers(impl, code, inner, place):
    """Where a tuple's code allows no content, the other headers of each layer stay."""
    names = ("Allow", "ETag", "Last-Modified", "Set-Cookie", "Link", "X-A")
    layers = {"inner": [], "middle": [], "outer": []}
    layers[place] = [(name, "a") for name in names]
    response = impl.Response(inner, layers["inner"], b"")
    middle = (inner, *layers["middle"], response)
    response = await impl.responsify((code, *layers["outer"], middle))
    for name in names:
        expect_values(response.headers, name.lower(), "a")


@clause(
    "responsify.content-again",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=[*SUPPORTED, "headers.add"],
)
@cases(code=[200, 404], inner=[100, 101, 204, 205, 304])
async def test_content_again(impl, code, inner):
    """Around an inner response without content: refused, or empty, with a length of 0 or none."""
    reached()
    try:
        response = await impl.responsify((code, impl.Response(inner, (), b"")))
    except (ValueError, TypeError):
        return
    expect_equal(response.code, code)
    expect(content_of(response) == b"", "no content", content_of(response))
    expect_equal(values_of(response.headers, "content-length"), ["0"], [])


@clause(
    "responsify.transfer-encoding",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=[*SUPPORTED, "file-response.construct", "static.file-response"],
)
@given(
    data=filled_contents(),
    mask=masks(),
    kind=st.sampled_from(["bytes", "str", "Response", "FileResponse", "static", "nested"]),
    layers=st.integers(1, 2),
)
async def test_transfer_encoding(impl, data, mask, kind, layers):
    """A tuple's Transfer-Encoding never stands beside a default Content-Length."""
    smth = {
        "bytes": lambda: data,
        "str": lambda: data.decode("latin-1"),
        "Response": lambda: impl.Response(200, (), data),
        "FileResponse": lambda: impl.FileResponse(200, write(data, "framed.html"), ()),
        "static": lambda: impl.static(write(data, "framed.txt")),
        "nested": lambda: (404, ("X-A", "1"), data),
    }[kind]()
    smth = (200, (recase("Transfer-Encoding", mask), "chunked"), smth)
    response = await impl.responsify((404, ("X-B", "1"), smth) if layers == 2 else smth)
    expect_values(response.headers, "transfer-encoding", "chunked")
    expect_values(response.headers, "content-length")
    wanted = data.decode("latin-1").encode() if kind == "str" else data
    expect(content_of(response) == wanted, repr(wanted), content_of(response))


@clause(
    "responsify.not-both-framings",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=["responsify.transfer-encoding"],
)
@given(data=contents())
async def test_not_both_framings(impl, data):
    """Transfer-Encoding and Content-Length are never both there, whichever layer gives them."""
    coding, length = ("Transfer-Encoding", "chunked"), ("Content-Length", str(len(data)))
    for smth in (
        lambda: (200, coding, length, data),
        lambda: (200, length, (200, coding, data)),
        lambda: (200, coding, (200, length, data)),
        lambda: (200, length, impl.Response(200, [coding], data)),
        lambda: (200, coding, impl.Response(200, [length], data)),
    ):
        try:
            response = await impl.responsify(smth())
        except (ValueError, TypeError):
            continue
        framing = {"content-length", "transfer-encoding"} & set(by_name(pairs_of(response.headers)))
        expect(len(framing) < 2, "never both Content-Length and Transfer-Encoding", framing)


@clause("responsify.code-range", level=SHOULD, source="RFC 9110 §15", depends_on=SUPPORTED)
@cases(
    code=[-200, -1, 0, 1, 99, 1000, 10**9, True, False],
    inner=["str", "empty", "Response", "tuple"],
)
async def test_code_range(impl, code, inner):
    """A tuple's code outside 100..599, or a bool, is refused; 600..999 is left open."""
    response = impl.Response(200, (), b"a")
    smth = {"str": "a", "empty": "", "Response": response, "tuple": (200, "a")}[inner]
    reached()
    try:
        response = await impl.responsify((code, smth))
    except (ValueError, TypeError):
        return
    raise Violation("ValueError or TypeError", f"a response with code {response.code!r}")

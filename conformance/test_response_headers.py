"""Response: its default fields, and what the caller makes of them."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, clause
from .expect import (
    change,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_unshared,
    expect_values,
    fields_in,
    pairs_of,
)
from .media import HTML, expect_html
from .strategies import (
    OVERRIDING,
    Fields,
    content_codes,
    contents,
    field_values,
    fields,
    masks,
    pairs,
    recase,
    repeated_pairs,
)
from .wire import content_of

CONSTRUCT = ["response.construct"]
DEFAULTS = ["content-type", "content-length"]


@clause("response.headers-type", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(argument=fields())
def test_headers_type(impl, argument):
    """headers is a Headers, whatever shape the argument had."""
    response = impl.Response(200, argument.make(impl), b"a")
    expect_instance(response.headers, impl.Headers)


@clause("response.content-type", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(code=content_codes(), data=contents())
@example(code=200, data=b'{"a": 1}')
@example(code=200, data=b"\x89PNG\r\n\x1a\n")
@example(code=200, data=b"%PDF-1.7")
def test_content_type(impl, code, data):
    """The default Content-Type is text/html; charset=utf-8, whatever code and data are."""
    expect_html(impl.Response(code, (), data).headers)


@clause(
    "response.content-length", level=MUST, source="doc", also="RFC 9110 §8.6", depends_on=CONSTRUCT
)
@given(code=content_codes(), data=contents())
def test_content_length(impl, code, data):
    """The default Content-Length is the number of octets in data, 0 included."""
    response = impl.Response(code, (), data)
    expect_values(response.headers, "content-length", str(len(data)))


@clause("response.other-headers", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(pairs=pairs(4) | repeated_pairs(), data=contents())
def test_other_headers(impl, pairs, data):
    """Headers that are no defaults are all kept, in order, and the defaults stay beside them."""
    pairs = [pair for pair in pairs if pair[0].lower() not in DEFAULTS]
    for shape in (*Fields.SHAPES, "subclass"):
        argument = Fields(shape, pairs)
        headers = impl.Response(200, argument.make(impl), data).headers
        others = [pair for pair in pairs_of(headers) if pair[0].lower() not in DEFAULTS]
        expect_fields(others, argument.pairs)
        expect_html(headers)
        expect_values(headers, "content-length", str(len(data)))


@clause(
    "response.default-overridden",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.3",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(
    drawn=field_values(),
    mask=masks(),
    shape=st.sampled_from(Fields.SHAPES),
    more=pairs(2),
)
def test_default_overridden(impl, drawn, mask, shape, more):
    """The caller's Content-Type, in whatever case, takes the place of the default: one remains."""
    more = [pair for pair in more if pair[0].lower() not in DEFAULTS]
    for value in (drawn, "", HTML, "text/html", "text/css", "Text/Plain"):
        argument = Fields(shape, [*more, (recase("Content-Type", mask), value)])
        response = impl.Response(200, argument.make(impl), b"a")
        expect_values(response.headers, "content-type", value)
        expect_values(response.headers, "content-length", "1")


@clause("response.caller-repeats", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(
    values=st.lists(st.sampled_from(["a", "a", "b", "", HTML]), min_size=2, max_size=3),
    mask=masks(),
    shape=st.sampled_from(Fields.REPEATING),
)
def test_caller_repeats(impl, values, mask, shape):
    """A default that the caller gives several times is replaced by all of the caller's values."""
    names = ["Content-Type", recase("Content-Type", mask), "content-type"]
    argument = Fields(shape, list(zip(names, values, strict=False)))
    response = impl.Response(200, argument.make(impl), b"a")
    expect_values(response.headers, "content-type", *values)


@clause("response.argument-apart", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_argument_apart(impl, pairs, shape):
    """The headers argument is not modified, not shared, and serves a second response as well."""
    pairs = [("x-a", "1"), *(pair for pair in pairs if pair[0].lower() != "content-length")]
    argument = Fields(shape, pairs).make(impl)
    untouched = fields_in(Fields(shape, pairs).make(impl))
    first = impl.Response(200, argument, b"a")
    expect_equal(fields_in(argument), untouched)
    second = impl.Response(404, argument, b"abc")
    expect_values(second.headers, "content-length", "3")
    before = pairs_of(second.headers)
    # Also to a name that is there: lists of values must not be shared either.
    for name in ("x-a", "x-later", "content-type"):
        first.headers.add(name, "2")
    first.headers["content-length"] = "5"
    expect_equal(fields_in(argument), untouched)
    expect_fields(second.headers, before)
    change(argument)
    expect_fields(second.headers, before)
    # Nobody looked at the headers before the argument changed.
    unseen = impl.Response(404, argument := Fields(shape, pairs).make(impl), b"abc")
    change(argument)
    expect_fields(unseen.headers, before)
    for more in OVERRIDING:
        argument = Fields(shape, [*pairs, *more]).make(impl)
        expect_unshared(argument, lambda headers: impl.Response(200, headers, b"sample"))
    expect_values(impl.Response(200, (), b"a").headers, "x-a")


@clause(
    "response.instances-apart", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"]
)
@given(data=contents())
def test_instances_apart(impl, data):
    """Two responses share neither headers nor data, defaults included."""
    first, second = impl.Response(200, (), data), impl.Response(200, (), data)
    first.headers.add("x-a", "1")
    first.headers.add("content-type", "x/y")
    first.headers["content-type"] = "x/y"
    first.headers.popall("content-length")
    expect_html(second.headers)
    expect_values(second.headers, "content-length", str(len(data)))
    expect_values(second.headers, "x-a")
    third = impl.Response(200, (), data + b"a")
    expect_html(third.headers)
    expect_values(third.headers, "x-a")
    expect_values(third.headers, "content-length", str(len(data) + 1))
    expect_values(impl.Headers(second.defheaders), "content-length", str(len(data)))
    expect_equal(content_of(second), data)
    defaults = second.defheaders
    if isinstance(defaults, (dict, impl.Headers)):
        defaults["content-type"] = "x/y"
        expect_html(impl.Headers(impl.Response(200, (), data).defheaders))
        expect_html(impl.Response(200, (), data).headers)
    first.data.append(b"later")
    expect_equal(content_of(second), data)
    expect_equal(content_of(impl.Response(200, (), data)), data)

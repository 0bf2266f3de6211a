"""Response: its default fields, and what the caller makes of them."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause
from .expect import (
    REFUSED,
    change,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_unshared,
    expect_values,
    fields_in,
    pairs_of,
    unless_refused,
)
from .grammar import NO_CONTENT
from .media import HTML, expect_html
from .strategies import (
    CONTENT_CODES,
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
    repeating_fields,
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
    for shape in Fields.SHAPES:
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


@clause(
    "response.length-overridden",
    level=MUST,
    source="doc",
    also="RFC 9110 §8.6",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(data=contents(), mask=masks(), shape=st.sampled_from(Fields.SHAPES))
def test_length_overridden(impl, data, mask, shape):
    """The caller's Content-Length, in whatever case, takes the place of the default."""
    length = str(len(data))
    argument = Fields(shape, [(recase("Content-Length", mask), length)])
    response = impl.Response(200, argument.make(impl), data)
    expect_values(response.headers, "content-length", length)
    expect_html(response.headers)
    # Of another length than data: the caller's own fault, and OPEN whether that is refused.
    other = Fields(shape, [(recase("Content-Length", mask), "54321")])
    response = unless_refused(impl.Response, 200, other.make(impl), data)
    if response is not REFUSED:
        expect_values(response.headers, "content-length", "54321")


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


# --- defheaders


@clause("response.defheaders", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(data=contents(), argument=fields(2))
def test_defheaders(impl, data, argument):
    """defheaders is a property giving the default headers, whatever the caller gave."""
    given_fields = Fields(
        argument.shape, [p for p in argument.pairs if p[0].lower() != "content-length"]
    )
    response = impl.Response(200, given_fields.make(impl), data)
    defaults = impl.Headers(response.defheaders)
    expect_html(defaults)
    expect_values(defaults, "content-length", str(len(data)))
    names = sorted(set(defaults))
    expect(names == sorted(DEFAULTS), "Content-Type and Content-Length, nothing else", names)


@clause(
    "response.defheaders-overridden",
    level=MUST,
    source="doc",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(defaults=repeating_fields(), pairs=pairs(3), mask=masks())
def test_defheaders_overridden(impl, defaults, pairs, mask):
    """A subclass's defheaders decide the defaults; the caller still overrides them."""

    class Sub(impl.Response):
        @property
        def defheaders(self):
            return defaults.make(impl)

    response = Sub(200, (), b"a")
    expect_fields(response.headers, defaults.pairs)
    pairs += [(name, own) for name, _ in defaults.pairs[:1] for own in ("own", "again", "own")]
    named = {name.lower() for name, _ in pairs}
    response = Sub(200, [(recase(name, mask), value) for name, value in pairs], b"a")
    kept = [pair for pair in defaults.pairs if pair[0].lower() not in named]
    expect_fields(response.headers, kept + pairs)


@clause(
    "response.defheaders-extended", level=MUST, source="doc", depends_on=["response.defheaders"]
)
@given(data=contents(), value=field_values())
def test_defheaders_extended(impl, data, value):
    """A subclass may add to the defheaders of Response."""

    class Sub(impl.Response):
        @property
        def defheaders(self):
            headers = impl.Headers(super().defheaders)
            headers["X-Extra"] = value
            return headers

    response = Sub(200, (), data)
    expect_html(response.headers)
    expect_values(response.headers, "content-length", str(len(data)))
    expect_values(response.headers, "x-extra", value)


# --- framing


@clause(
    "response.transfer-encoding",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(
    data=contents(),
    coding=st.sampled_from(["chunked", "Chunked", "gzip, chunked", "gzip"]),
    mask=masks(),
    shape=st.sampled_from(Fields.SHAPES),
    more=pairs(2),
)
def test_transfer_encoding(impl, data, coding, mask, shape, more):
    """A caller's Transfer-Encoding, in any case, takes the place of the default Content-Length."""
    more = [pair for pair in more if pair[0].lower() not in DEFAULTS]
    argument = Fields(shape, [(recase("Transfer-Encoding", mask), coding), *more])
    headers = impl.Response(200, argument.make(impl), data).headers
    expect_values(headers, "transfer-encoding", coding)
    expect_values(headers, "content-length")
    expect_html(headers)
    twice = [("Transfer-Encoding", "gzip"), ("transfer-encoding", "chunked")]
    headers = impl.Response(200, twice, data).headers
    expect_values(headers, "transfer-encoding", "gzip", "chunked")
    expect_values(headers, "content-length")


@clause(
    "response.not-both-framings",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(
    data=contents(),
    masks=st.tuples(masks(), masks()),
    length_first=st.booleans(),
    shape=st.sampled_from(Fields.SHAPES),
)
def test_not_both_framings(impl, data, masks, length_first, shape):
    """Transfer-Encoding and Content-Length are never both there: refused, or the length dropped."""
    both = [
        (recase("Transfer-Encoding", masks[0]), "chunked"),
        (recase("Content-Length", masks[1]), str(len(data))),
    ]
    argument = Fields(shape, both[::-1] if length_first else both)
    response = unless_refused(impl.Response, 200, argument.make(impl), data)
    if response is not REFUSED:
        expect_values(response.headers, "transfer-encoding", "chunked")
        expect_values(response.headers, "content-length")


@clause("response.no-default-encoding", level=MUST, source="RFC 9112 §6.1", depends_on=CONSTRUCT)
@cases(code=[*NO_CONTENT, *CONTENT_CODES])
def test_no_default_encoding(impl, code):
    """No response has a default Transfer-Encoding: on 1xx and 204 none is allowed."""
    expect_values(impl.Response(code, (), b"").headers, "transfer-encoding")

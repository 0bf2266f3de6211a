"""FileResponse: its default fields, and what the caller makes of them."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, cases, clause
from .expect import (
    REFUSED,
    by_name,
    change,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_named,
    expect_unshared,
    expect_values,
    fields_in,
    pairs_of,
    refusal,
    undated,
    unless_refused,
    values_of,
)
from .files import folder, sample, write
from .grammar import NO_CONTENT
from .media import HTML, expect_html
from .strategies import (
    OVERRIDING,
    Fields,
    content_codes,
    field_values,
    fields,
    file_shapes,
    masks,
    octets,
    pairs,
    recase,
    repeated_pairs,
    repeating_fields,
)
from .streams import Untouchable
from .wire import content_of

CONSTRUCT = ["file-response.construct"]
DEFAULTS = ["content-type", "content-length"]
#: What a file may have beside the defaults (RFC 9110 §8.8, §14.3).
VALIDATORS = ("last-modified", "etag", "accept-ranges")


def without_length(argument):
    """`argument` without a Content-Length."""
    return Fields(argument.shape, [p for p in argument.pairs if p[0].lower() != "content-length"])


@clause(
    "file-response.content-length",
    level=MUST,
    source="doc",
    also="RFC 9110 §8.6",
    depends_on=[*CONSTRUCT, "headers.add"],
    needs="file",
)
@given(shape=file_shapes(), code=content_codes(), argument=fields(2))
def test_content_length(impl, shape, code, argument):
    """The default Content-Length is the size of the file."""
    path = write(octets(shape[0]))
    response = impl.FileResponse(code, path, without_length(argument).make(impl), shape[1])
    expect_values(response.headers, "content-length", str(shape[0]))


@clause("file-response.content-type", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(name=["a.html", "a.txt", "a.png", "a", "a.tar.gz"])
def test_content_type(impl, name):
    """The default Content-Type is text/html; charset=utf-8, whatever the file's name."""
    expect_html(impl.FileResponse(200, write(b"a", name), ()).headers)


@clause("file-response.headers", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(pairs=pairs(4) | repeated_pairs())
def test_headers(impl, pairs):
    """headers is a Headers with all that the caller gave; a caller's header wins over a default."""
    for shape in Fields.SHAPES:
        argument = without_length(Fields(shape, pairs))
        headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
        expect_instance(headers, impl.Headers)
        named = by_name(argument.pairs)
        expect_named(headers, named)
        names = sorted(set(headers) - (set(VALIDATORS) - set(named)))
        expect(names == sorted({*named, *DEFAULTS}), f"{sorted({*named, *DEFAULTS})}", names)


@clause(
    "file-response.default-overridden",
    level=MUST,
    source="doc",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(
    drawn=field_values(),
    masks=st.tuples(masks(), masks()),
    shape=st.sampled_from(Fields.SHAPES),
)
def test_default_overridden(impl, drawn, masks, shape):
    """The caller's Content-Type and Content-Length win, in any case, also equal to the default."""
    names = (recase("Content-Type", masks[0]), recase("Content-Length", masks[1]))
    for value in (drawn, "", HTML, "text/html", "text/css", "Text/Plain"):
        argument = Fields(shape, [(names[0], value), (names[1], "6")])
        headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
        expect_values(headers, "content-type", value)
        expect_values(headers, "content-length", "6")
    # Of another length than the file: the caller's own fault, and OPEN whether that is refused.
    other = Fields(shape, [(names[1], "5")])
    response = unless_refused(impl.FileResponse, 200, sample(), other.make(impl))
    if response is not REFUSED:
        expect_values(response.headers, "content-length", "5")


@clause(
    "file-response.caller-repeats", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"]
)
@given(
    values=st.lists(st.sampled_from(["a", "a", "b", "", HTML]), min_size=2, max_size=3),
    shape=st.sampled_from(Fields.REPEATING),
)
def test_caller_repeats(impl, values, shape):
    """A default that the caller gives several times is replaced by all of the caller's values."""
    names = ["Content-Type", "content-type", "CONTENT-TYPE"]
    argument = Fields(shape, list(zip(names, values, strict=False)))
    headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
    expect_values(headers, "content-type", *values)


@clause(
    "file-response.transfer-encoding",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(
    coding=st.sampled_from(["chunked", "Chunked", "gzip, chunked", "gzip"]),
    mask=masks(),
    shape=st.sampled_from(Fields.SHAPES),
)
def test_transfer_encoding(impl, coding, mask, shape):
    """A caller's Transfer-Encoding takes the place of the default Content-Length."""
    argument = Fields(shape, [(recase("Transfer-Encoding", mask), coding)])
    headers = impl.FileResponse(200, sample(), argument.make(impl)).headers
    expect_values(headers, "transfer-encoding", coding)
    expect_values(headers, "content-length")


@clause(
    "file-response.not-both-framings",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(masks=st.tuples(masks(), masks()), first=st.booleans(), shape=st.sampled_from(Fields.SHAPES))
def test_not_both_framings(impl, masks, first, shape):
    """Transfer-Encoding and Content-Length are never both there: refused, or the length dropped."""
    both = [
        (recase("Transfer-Encoding", masks[0]), "chunked"),
        (recase("Content-Length", masks[1]), "6"),
    ]
    argument = Fields(shape, both if first else both[::-1])
    response = unless_refused(impl.FileResponse, 200, sample(), argument.make(impl))
    if response is not REFUSED:
        expect_values(response.headers, "transfer-encoding", "chunked")
        expect_values(response.headers, "content-length")


@clause("file-response.defheaders", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(defaults=repeating_fields(), pairs=pairs(2))
def test_defheaders(impl, defaults, pairs):
    """A subclass's defheaders decide the defaults; the caller still overrides them."""

    class Sub(impl.FileResponse):
        @property
        def defheaders(self):
            return defaults.make(impl)

    expect_fields(Sub(200, sample(), ()).headers, defaults.pairs)
    pairs += [(name, own) for name, _ in defaults.pairs[:1] for own in ("own", "again", "own")]
    named = {name.lower() for name, _ in pairs}
    kept = [pair for pair in defaults.pairs if pair[0].lower() not in named]
    expect_fields(Sub(200, sample(), pairs).headers, kept + pairs)


@clause(
    "file-response.defheaders-default",
    level=MUST,
    source="doc",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(argument=fields(2))
def test_defheaders_default(impl, argument):
    """defheaders is a property giving Content-Type and Content-Length, whatever the caller gave."""
    response = impl.FileResponse(200, sample(), without_length(argument).make(impl))
    impl.FileResponse(200, write(b"another"), ())
    defaults = impl.Headers(response.defheaders)
    names = sorted(set(defaults) - set(VALIDATORS))
    expect(names == sorted(DEFAULTS), "Content-Type and Content-Length, nothing else", names)
    expect_html(defaults)
    expect_values(defaults, "content-length", "6")


@clause(
    "file-response.arguments-apart",
    level=MUST,
    source="doc",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_arguments_apart(impl, pairs, shape):
    """The headers argument is neither modified nor shared, and serves a second file as well."""
    given_fields = without_length(Fields(shape, [("x-a", "1"), *pairs]))
    argument = given_fields.make(impl)
    untouched = fields_in(given_fields.make(impl))
    path = write(b"abc")
    first = impl.FileResponse(200, sample(), argument)
    second = impl.FileResponse(200, path, argument)
    expect_values(second.headers, "content-length", "3")
    before = pairs_of(second.headers)
    # Also to a name that is there: lists of values must not be shared either.
    for name in ("x-a", "x-later", "content-type"):
        first.headers.add(name, "2")
    expect_equal(fields_in(argument), untouched)
    expect_fields(second.headers, before)
    # Nobody looked at the headers before the argument changed.
    unseen = impl.FileResponse(200, path, argument)
    change(argument)
    expect_fields(undated(unseen.headers), undated(second.headers))
    for more in OVERRIDING:
        argument = Fields(shape, [*pairs, *more]).make(impl)
        expect_unshared(argument, lambda headers: impl.FileResponse(200, sample(), headers))
    third = impl.FileResponse(200, sample(), ())
    expect_values(third.headers, "x-a")
    expect_values(third.headers, "x-later")
    expect_html(third.headers)
    expect_values(third.headers, "content-length", "6")


@clause("file-response.communicate", level=MUST, source="doc", depends_on=CONSTRUCT)
async def test_communicate(impl):
    """The default communicate touches neither reader nor writer, and returns None."""
    reader, writer = Untouchable(), Untouchable()
    response = impl.FileResponse(200, sample(), ())
    expect_equal(await response.communicate(reader, writer), None)
    touched = reader.touched + writer.touched
    expect(not touched, "reader and writer left alone", words=f"use of their {', '.join(touched)}")


# --- codes that allow no content


@clause(
    "file-response.no-content",
    level=MUST,
    source="RFC 9110 §15.2",
    also="RFC 9110 §15.3.5, §15.3.6, §15.4.5",
    depends_on=CONSTRUCT,
)
@cases(code=NO_CONTENT, data=[b"sample", b""])
def test_no_content(impl, code, data):
    """With 1xx, 204, 205 and 304, a file that is not empty is refused, or not sent."""
    path = sample() if data else write(b"", "empty.txt")
    response = unless_refused(impl.FileResponse, code, path, ())
    if response is REFUSED:
        expect(bool(data), "an empty file to be accepted", words=refusal())
        return
    expect_equal(content_of(response), b"")
    expect(next(response.data, None) is None, "an iterator that gives nothing", response.data)
    allowed = {304: [[], [str(len(data))]], 205: [[], ["0"]]}.get(code, [[]])
    length = values_of(response.headers, "content-length")
    expect(length in allowed, f"content-length: {' or '.join(map(str, allowed))}", length)


@clause(
    "file-response.no-content-headers",
    level=MUST,
    source="ruling",
    depends_on=["file-response.no-content", "headers.add"],
)
@given(
    code=st.sampled_from([100, 101, 103, 199, 204, 205, 304]),
    argument=repeating_fields(),
)
def test_no_content_headers(impl, code, argument):
    """Where no content is allowed, the caller's other headers stay."""
    names = ("Allow", "Content-Type", "Content-Location", "ETag", "Last-Modified", "Set-Cookie")
    described = [(name, "a") for name in names]
    argument = without_length(Fields(argument.shape, [*argument.pairs, *described]))
    path = os.path.join(folder(), "empty.txt")
    if not os.path.exists(path):
        write(b"", "empty.txt")
    response = impl.FileResponse(code, path, argument.make(impl))
    expect_named(response.headers, by_name(argument.pairs))

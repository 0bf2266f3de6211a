"""Response: where its content ends, by Content-Length or Transfer-Encoding."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, cases, clause
from .expect import (
    REFUSED,
    expect,
    expect_values,
    refusal,
    unless_refused,
    values_of,
)
from .grammar import NO_CONTENT, allows_content
from .media import expect_html
from .strategies import (
    CONTENT_CODES,
    Fields,
    contents,
    masks,
    pairs,
    recase,
)

CONSTRUCT = ["response.construct"]
DEFAULTS = ["content-type", "content-length"]


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


@clause(
    "response.length-every-code",
    level=MUST,
    source="doc",
    also="RFC 9110 §8.6",
    depends_on=["response.length-overridden"],
)
@cases(code=[*CONTENT_CODES, 205, 304])
def test_length_every_code(impl, code):
    """With any code that may have one, the Content-Length is the caller's: a 304 tells another's.

    1xx and 204 must have none: what becomes of it there is left open.
    """
    data = b"sample" if allows_content(code) else b""
    right = {205: "0", 304: "54321"}.get(code, "6")
    expect_values(
        impl.Response(code, {"content-LENGTH": right}, data).headers, "content-length", right
    )
    for wrong in ("54321", "3", "0") if data else ():
        response = unless_refused(impl.Response, code, {"Content-Length": wrong}, data)
        if response is not REFUSED:
            expect_values(response.headers, "content-length", wrong)


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


@clause(
    "response.every-coding",
    level=MUST,
    source="RFC 9112 §6.2",
    depends_on=["response.transfer-encoding", "response.not-both-framings"],
)
@cases(code=[*CONTENT_CODES, 205])
def test_every_coding(impl, code):
    """With any code and any coding, no Content-Length stands beside a Transfer-Encoding.

    chunked is accepted wherever there may be content; what else is refused is left open.
    """
    for coding in ("chunked", "identity", "deflate", "gzip", "br", "x"):
        for length in ((), [("Content-Length", "54321")]):
            pairs = [("Transfer-Encoding", coding), *length]
            response = unless_refused(impl.Response, code, pairs, b"")
            if response is not REFUSED:
                if values_of(response.headers, "transfer-encoding"):
                    expect_values(response.headers, "content-length")
            elif coding == "chunked" and code != 205 and not length:
                expect(False, "good input to be accepted", words=refusal())

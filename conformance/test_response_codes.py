"""Response: its code, its reason phrase, and the codes that allow no content."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import enum
import http

from hypothesis import given

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_instance,
    expect_named,
    expect_refused,
    plain,
    unless_refused,
    values_of,
)
from .grammar import NO_CONTENT, PHRASES, REASON_PHRASE
from .strategies import (
    Fields,
    no_content_codes,
    repeating_fields,
)
from .wire import content_of, cut, serialize

CONSTRUCT = ["response.construct"]


class Odd(int):
    """An int whose text is not its number."""

    def __str__(self):
        return "odd"

    def __format__(self, spec):
        return "odd"

    __repr__ = __str__


class Number(int, enum.Enum):
    """What an enumeration of codes was before IntEnum; its str() is no number."""

    TEAPOT = 418
    GONE = 410


@clause("response.code", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(code=range(100, 600))
def test_code(impl, code):
    """code is the code given: each of 100 to 599."""
    expect_equal(impl.Response(code, (), b"").code, code)


@clause("response.code-kinds", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(
    code=[
        http.HTTPStatus.OK,
        http.HTTPStatus.NOT_FOUND,
        Number.TEAPOT,
        Number.GONE,
        Odd(200),
        Odd(404),
    ]
)
def test_code_kinds(impl, code):
    """An IntEnum or another subclass of int counts as its number, three digits on the wire."""
    response = impl.Response(code, (), b"a")
    expect_instance(response.code, int)
    expect_equal(plain(response.code), plain(code))
    status_line = cut(serialize(response)).status_line
    expect_equal(status_line[:13], b"HTTP/1.1 %d " % plain(code))
    expect_equal(response.description, impl.Response(plain(code), (), b"a").description)


@clause("response.code-range", level=SHOULD, source="RFC 9110 §15", depends_on=CONSTRUCT)
@cases(code=[-200, -1, 0, 1, 7, 20, 99, 1000, 2000, 65736, 10**9, True, False])
def test_code_range(impl, code):
    """A code outside 100..599, or a bool, is refused; 600..999 is left open."""
    expect_refused(impl.Response, code, (), b"")


@clause("response.code-type", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(code=["200", "", "abc", 200.0, 200.5, None, b"200", (200,), [200], object()])
def test_code_type(impl, code):
    """A code that is no int is refused, or becomes the int that it spells."""
    response = unless_refused(impl.Response, code, (), b"")
    if response is not REFUSED:
        expect_equal(response.code, 200)


@clause(
    "response.description", level=MUST, source="ruling", also="RFC 9112 §4", depends_on=CONSTRUCT
)
@cases(code=range(100, 1000))
def test_description(impl, code):
    """description is a str fit to be a reason phrase, for every code."""
    if code < 600:
        response = impl.Response(code, (), b"")
    else:
        response = unless_refused(impl.Response, code, (), b"")
        if response is REFUSED:
            return
    description = response.description
    expect_instance(description, str)
    octets = plain(description).encode("latin-1", "replace")
    fit = REASON_PHRASE.fullmatch(octets) and octets.decode("latin-1") == plain(description)
    expect(bool(fit), "HTAB, SP, VCHAR and obs-text only", description)


@clause(
    "response.description-phrase",
    level=SHOULD,
    source="ruling",
    also="RFC 9110 §15",
    depends_on=["response.description", "headers.add"],
)
@cases(code=sorted(PHRASES))
def test_description_phrase(impl, code):
    """description is the standard phrase of the code, the current or an earlier one."""
    description = plain(impl.Response(code, (), b"").description)
    expect(
        description.lower() in PHRASES[code],
        f"{code}: {' or '.join(sorted(PHRASES[code]))}",
        description,
    )


# --- codes that allow no content


@clause(
    "response.no-content",
    level=MUST,
    source="RFC 9110 §15.2",
    also="RFC 9110 §15.3.5, §15.3.6, §15.4.5",
    depends_on=CONSTRUCT,
)
@cases(code=NO_CONTENT, data=[b"a", b"0\r\n\r\n"])
def test_no_content(impl, code, data):
    """With 1xx, 204, 205 and 304, data that is not empty is refused or dropped."""
    response = unless_refused(impl.Response, code, (), data)
    if response is not REFUSED:
        expect_equal(content_of(response), b"")
        length = values_of(response.headers, "content-length")
        right = [[], ["0"], [str(len(data))]] if code == 304 else [[], ["0"]]
        expect(length in right, "no Content-Length of content that is not sent", length)


@clause("response.empty-accepted", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(code=NO_CONTENT)
def test_empty_accepted(impl, code):
    """With 1xx, 204, 205 and 304, empty data is accepted."""
    response = impl.Response(code, (), b"")
    expect_equal(response.code, code)
    expect_equal(content_of(response), b"")


@clause("response.no-default-length", level=MUST, source="RFC 9110 §8.6", depends_on=CONSTRUCT)
@cases(code=[*range(100, 200), 204, 304], data=[b"", b"a"])
def test_no_default_length(impl, code, data):
    """1xx and 204 have no default Content-Length, and 304 no automatic 0."""
    allowed = [[]] if code != 304 or not data else [[], [str(len(data))]]
    response = unless_refused(impl.Response, code, (), data)
    if response is not REFUSED:
        expect_equal(values_of(response.headers, "content-length"), *allowed)
    # Nor is there one once the caller gives other fields.
    for pairs in ([("X-A", "1")], [("Content-Type", "a/b")], [("ETag", '"a"'), ("Date", "a")]):
        response = unless_refused(impl.Response, code, pairs, data)
        if response is not REFUSED:
            expect_equal(values_of(response.headers, "content-length"), *allowed)


@clause(
    "response.reset-length",
    level=MUST,
    source="RFC 9110 §15.3.6",
    also="RFC 9110 §8.6",
    depends_on=CONSTRUCT,
)
@cases(data=[b"", b"a"])
def test_reset_length(impl, data):
    """A 205 ends where its head says: Content-Length, if there is one, is 0."""
    response = unless_refused(impl.Response, 205, (), data)
    if response is not REFUSED:
        expect_equal(values_of(response.headers, "content-length"), ["0"], [])


#: Fields that a response without content may well have.
DESCRIBING = ("Allow", "Content-Type", "Content-Location", "ETag", "Last-Modified", "Set-Cookie")


@clause(
    "response.no-content-headers",
    level=MUST,
    source="ruling",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(code=no_content_codes(), argument=repeating_fields())
def test_no_content_headers(impl, code, argument):
    """Where no content is allowed, the caller's other headers stay."""
    described = [(name, "a") for name in DESCRIBING]
    argument = Fields(argument.shape, [*argument.pairs, *described])
    response = impl.Response(code, argument.make(impl), b"")
    expect_named(response.headers, by_name(argument.pairs))

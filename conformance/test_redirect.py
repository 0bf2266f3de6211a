"""redirect: an Abort that sends the client elsewhere."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, Violation, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    expect_values,
    pairs_of,
    values_of,
)
from .grammar import URI_REFERENCE, allows_content
from .strategies import (
    LENGTHS,
    Fields,
    masks,
    pairs,
    recase,
    repeating_fields,
    texts,
    texts_that_are_no_uri,
    uri_references,
)

RAISES = ["redirect.raises"]

#: Of each rule of the grammar what is easily forgotten, or thought to be better otherwise.
REFERENCES = (
    "", "?", "#", "?#", "?q", "#f", "//h/x", "//h?", "//h#", "/%20", "%20", "%c3%a9", "/%2f/%2F",
    "/%41", "/%7Ea", "/~a", "/'()*!$&+,;=:@", "?'()*!$&+,;=:@/?", "#'()*!$&+,;=:@/?", "/a+b?c+d",
    "/%0D%0ASet-Cookie:%20a", "HTTP://H/", "http://H.Example:80/", "//h:", "http://h:/", "//h:80",
    "//", "///a", "http://", "http:///x", "//u@h/", "//u:p@h/", "//@h", "http://[::1]:8/",
    "http://[2001:db8::192.0.2.1]/", "//[v1.a:b]", "//%41", "a:", "x+y-z.1:a", "mailto:a@b",
    "javascript:alert(1)", "data:,a%20b", "urn:a:b", ".", "..", "./a:b", "../a/./b", "/..",
    "/a/../b", "/a//b", "a//b", "/.//b", "a/", "/a;b=c/d", "/?x=1&y=%C3%A9#z",
    "/" + "a" * 9000, "/?q=" + "%C3%A9" * 400 + "#f", "//[V1.a]/",
)  # fmt: skip


#: Texts that hold what no URI holds, where something may be done to it that is not encoding.
SPOILT = (
    "/a\\b",
    " /a",
    "/a ",
    "/a b",
    "a\tb",
    "/a\nb",
    "/a\r\nb",
    "/a?b c",
    "/a#b c",
    "/\x7f",
    "/é/€/😀",
    # what IDNA, or a normal form of Unicode, would turn into something else
    "http://é.example/a",
    "//ÄÖ.example",
    "/e\u0301/\u212b",
    "/ﬁ\uff0f",
)


def references():
    """URI-references: the known ones, and every form put together."""
    return st.one_of(st.sampled_from(REFERENCES), uri_references())


def located(impl, path):
    """The Location that redirect makes of `path`; None where it refuses."""
    reached()
    try:
        impl.redirect(path)
    except impl.Abort as error:
        locations = values_of(error.headers, "location")
        expect(len(locations) == 1, "one Location", locations)
        return locations[0]
    except (ValueError, TypeError):
        return None
    raise Violation("Abort, or a refusal", "redirect returned")


@clause("redirect.raises", level=MUST, source="doc", depends_on=["abort.construct"])
@given(
    path=references(),
    info=texts(),
    code=st.sampled_from([301, 302, 303, 307, 308, 300, 304, 305, 399, 201, 418, 500]),
    argument=repeating_fields(),
)
def test_raises(impl, path, info, code, argument):
    """redirect raises Abort with the code, info as its description, and the other headers."""
    info = info if allows_content(code) else ""
    argument = Fields(argument.shape, [p for p in argument.pairs if p[0].lower() != "location"])
    error = expect_raises(impl.Abort, impl.redirect, path, info, code, argument.make(impl))
    expect_equal(error.code, code)
    expect_equal(error.description, info)
    expect_instance(error.headers, impl.Headers)
    others = [pair for pair in pairs_of(error.headers) if pair[0].lower() != "location"]
    expect_fields(others, argument.pairs)
    expect_values(error.headers, "location", path)


@clause("redirect.defaults", level=MUST, source="doc", depends_on=RAISES)
@given(path=references())
def test_defaults(impl, path):
    """Without them, the code is 302, the description empty, and Location the only header."""
    error = expect_raises(impl.Abort, impl.redirect, path)
    expect_equal(error.code, 302)
    expect_equal(error.description, "")
    expect_fields(error.headers, [("location", path)])


@clause(
    "redirect.one-location",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.3",
    depends_on=[*RAISES, "headers.add"],
)
@given(
    path=references(),
    mask=masks(),
    shape=st.sampled_from(Fields.SHAPES),
    more=pairs(2),
    repeats=st.integers(1, 2),
)
def test_one_location(impl, path, mask, shape, more, repeats):
    """There is exactly one Location, path's, whatever headers holds in whatever case."""
    more = [pair for pair in more if pair[0].lower() != "location"]
    argument = Fields(shape, [(recase("Location", mask), "/other")] * repeats + more)
    error = expect_raises(impl.Abort, impl.redirect, path, "", 303, argument.make(impl))
    expect_values(error.headers, "location", path)
    others = [pair for pair in pairs_of(error.headers) if pair[0].lower() != "location"]
    expect_fields(others, [pair for pair in argument.pairs if pair[0].lower() != "location"])


@clause("redirect.arguments-apart", level=MUST, source="doc", depends_on=[*RAISES, "headers.add"])
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_arguments_apart(impl, pairs, shape):
    """The headers argument is neither modified nor shared."""
    argument = Fields(shape, pairs).make(impl)
    expected = Fields(shape, pairs).pairs
    error = expect_raises(impl.Abort, impl.redirect, "/a", "", 302, argument)
    expect_fields(argument, expected)
    error.headers.add("x-later", "1")
    expect_fields(argument, expected)
    for path in ("/a", "/b", "/a"):
        error = expect_raises(impl.Abort, impl.redirect, path)
        expect_fields(error.headers, [("location", path)])
        error.headers.add("x-later", "1")


@clause(
    "redirect.reference-unchanged",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3986 §4.1",
    depends_on=RAISES,
)
@given(path=uri_references(), start=st.sampled_from(range(4)))
def test_reference_unchanged(impl, path, start):
    """A URI-reference goes out unchanged: "", ?q, #f, //h/x and %20 included."""
    for reference in (path, *REFERENCES[start::4]):
        error = expect_raises(impl.Abort, impl.redirect, reference)
        expect_values(error.headers, "location", reference)


@clause("redirect.every-character", level=MUST, source="RFC 3986 §2", depends_on=RAISES)
@cases(character=[chr(c) for c in range(256)])
def test_every_character(impl, character):
    """Each character of the first 256 goes out as it is, percent-encoded, or is refused."""
    for path in (f"/a{character}b", f"/?a{character}b", f"/#a{character}b"):
        location = located(impl, path)
        if URI_REFERENCE.fullmatch(path.encode("latin-1")) and character.isascii():
            expect_equal(location, path)
        elif location is not None:
            expect_reference_of(location, path)


def expect_reference_of(location, path):
    """That `location` is a URI-reference that decodes to `path`."""
    octets = octets_of(location)
    decoded, given = unquote_to_bytes(octets), path.encode("utf-8", "surrogatepass")
    expect(decoded == given, f"what decodes to {given!r}", location)


def octets_of(location):
    """`location` in ASCII; a Violation where it is no URI-reference."""
    octets = location.encode("utf-8", "surrogatepass")
    expect(URI_REFERENCE.fullmatch(octets) is not None, "a URI-reference", location)
    return octets


@clause(
    "redirect.encoded",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3987 §3.1",
    depends_on=RAISES,
)
@given(path=texts_that_are_no_uri())
def test_encoded(impl, path):
    """Any other text is percent-encoded as UTF-8, and decodes to what was given, or is refused."""
    for text in (path, *SPOILT):
        location = located(impl, text)
        if location is not None:
            expect_reference_of(location, text)


@clause(
    "redirect.malformed",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3986 §3",
    depends_on=RAISES,
)
@cases(
    path=[
        "%",
        "/%",
        "/%zz",
        "/%a",
        "100%",
        "%%",
        "/a#b#c",
        "/%zz#b#c",
        "#a#b",
        "/[x]",
        "[",
        "]",
        "a[b]c",
        "1:b",
        ":",
        ":a",
        "//[",
        "//h:x",
        "//h:8a/",
        "//a@b@c",
        "http://[::1",
        "http://[::1]x",
        "http://[g]/",
        "http://[1:2]/",
        "http://[v1]/",
        "//[::1]]",
        "//[!]/",
        "1a:b",
        "-:a",
        "/%4",
        "/%g1",
        "/%1g",
        "?%",
        "#%",
        "?a#b#c",
        "a b#c#d",
        "/a?[b]",
        "/#[",
        "//h]/",
        "é:b",
        "://a",
        *("/" + "a" * length + " é" for length in LENGTHS),
    ]
)
def test_malformed(impl, path):
    """Text whose characters are all right but stand where they may not is encoded, or refused."""
    location = located(impl, path)
    if location is not None:
        expect_reference_of(location, path)


@clause("redirect.mixed", level=MUST, source="RFC 9110 §10.2.2", also="ruling", depends_on=RAISES)
@cases(path=["/%20 b", "/é%41", "/%C3%A9é", "/a%2Fb\\c", "/?a=%20&b=|", "%41%zz", "/%0d\n"])
def test_mixed(impl, path):
    """Text with both %XX and what no URI holds becomes a URI-reference in one way or another."""
    location = located(impl, path)
    if location is not None:
        octets = octets_of(location)
        kept = unquote_to_bytes(path.encode())
        expect(
            unquote_to_bytes(octets) in (path.encode(), kept), "what decodes to the text", location
        )


@clause("redirect.no-breaks", level=MUST, source="doc", also="RFC 9110 §5.5", depends_on=RAISES)
@given(
    path=st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "/", "/a", "http://h/", "?q="]),
        st.sampled_from(
            ["\r", "\n", "\r\n", "\0", "\r\n\r\n", "\r\nSet-Cookie: a=b", "\n ", "Ċ", "č"]
        ),
        st.sampled_from(["", "a", "/"]),
    )
)
def test_no_breaks(impl, path):
    """No CR, LF or NUL of path ever gets out."""
    location = located(impl, path)
    if location is not None:
        expect(re.search("[\r\n\0]", location) is None, "no CR, LF or NUL", location)
        expect(all(ord(c) < 256 for c in location), "what latin-1 can send", location)


@clause("redirect.unencodable", level=MUST, source="RFC 9110 §10.2.2", depends_on=RAISES)
@cases(path=["\ud800", "/a\udfff", "http://h/\ud800?x"])
def test_unencodable(impl, path):
    """Text that UTF-8 cannot encode is refused, or its surrogates are encoded; none is replaced."""
    location = located(impl, path)
    if location is not None:
        expect_reference_of(location, path)

"""redirect: what becomes of the path, as the Location."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import enum
import re
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Violation, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_raises,
    expect_values,
    values_of,
)
from .grammar import URI_REFERENCE
from .strategies import (
    LENGTHS,
    MALFORMED,
    REFERENCES,
    SPOILT,
    texts_that_are_no_uri,
    uri_references,
)

RAISES = ["redirect.raises"]

#: Where a character or an octet may stand: in each part that has an alphabet of its own.
ANYWHERE = ("/a{}b", "/?a{}b", "/#a{}b", "//a{}b/")
#: Where nothing but ASCII is ever kept: userinfo, a port, a scheme, an address.
WITHIN_ASCII = (
    "//a{}b@h/",
    "//a:{}b@h/",
    "//h:8{}0/",
    "a{}b:c",
    "//[::1{}]/",
    "//[v1{}.a]/",
    "//[v1.a{}b]/",
)


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


@clause(
    "redirect.reference-unchanged",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3986 §4.1",
    depends_on=RAISES,
)
@given(path=uri_references(), start=st.sampled_from(range(8)))
def test_reference_unchanged(impl, path, start):
    """A URI-reference goes out unchanged: "", ?q, #f, //h/x and %20 included."""
    for reference in (path, *REFERENCES[start::8]):
        error = expect_raises(impl.Abort, impl.redirect, reference)
        expect_values(error.headers, "location", reference)


@clause("redirect.every-octet", level=MUST, source="RFC 3986 §2.1", depends_on=RAISES)
@cases(octet=range(256))
def test_every_octet(impl, octet):
    """Each %XX goes out as it is, in upper and in lower case, whatever octet it stands for."""
    for encoded in dict.fromkeys((f"%{octet:02X}", f"%{octet:02x}")):
        for place in ("/a{}b", "{}", "?{}", "//{}/", "//{}@h"):
            expect_equal(located(impl, place.format(encoded)), place.format(encoded))


@clause("redirect.every-character", level=MUST, source="RFC 3986 §2", depends_on=RAISES)
@cases(character=[chr(c) for c in range(256)])
def test_every_character(impl, character):
    """Each character of the first 256 goes out as it is, percent-encoded, or is refused.

    In each part of a URI-reference, since each has an alphabet of its own.
    """
    for place in (*ANYWHERE, *(WITHIN_ASCII if character.isascii() else ())):
        path = place.format(character)
        location = located(impl, path)
        if character.isascii() and URI_REFERENCE.fullmatch(path.encode()):
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
    location = located(impl, path)
    if location is not None:
        expect_reference_of(location, path)


@clause(
    "redirect.encoded-known",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3987 §3.1",
    depends_on=RAISES,
)
@cases(path=SPOILT)
def test_encoded_known(impl, path):
    """What no URI holds is encoded or refused as any other: nothing better is made of it."""
    location = located(impl, path)
    if location is not None:
        expect_reference_of(location, path)


@clause(
    "redirect.malformed",
    level=MUST,
    source="RFC 9110 §10.2.2",
    also="RFC 3986 §3",
    depends_on=RAISES,
)
@cases(path=[*MALFORMED, *("/" + "a" * length + " é" for length in LENGTHS)])
def test_malformed(impl, path):
    """Text whose characters are all right but stand where they may not is encoded, or refused."""
    location = located(impl, path)
    if location is not None:
        expect_reference_of(location, path)


#: In a host it is easily left as it is. The first is an address with a zone (RFC 6874).
MIXED_HOSTS = ("//[fe80::1%25eth0]/", "//%41 b/", '//%41"@h/')


@clause("redirect.mixed", level=MUST, source="RFC 9110 §10.2.2", also="ruling", depends_on=RAISES)
@cases(
    path=[
        "/%20 b",
        "/é%41",
        "/%C3%A9é",
        "/a%2Fb\\c",
        "/?a=%20&b=|",
        "%41%zz",
        "/%0d\n",
        *MIXED_HOSTS,
    ]
)
def test_mixed(impl, path):
    """Text with both %XX and what no URI holds becomes a URI-reference in one way or another."""
    location = located(impl, path)
    if location is not None:
        octets = octets_of(location)
        kept = unquote_to_bytes(path.encode())
        expect(
            unquote_to_bytes(octets) in (path.encode(), kept), "what decodes to the text", location
        )


BREAKS = ("\r", "\n", "\r\n", "\0", "\r\n\r\n", "\r\nSet-Cookie: a=b", "\n ")


@clause("redirect.no-breaks", level=MUST, source="doc", also="RFC 9110 §5.5", depends_on=RAISES)
@given(
    path=st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "/", "/a", "http://h/", "?q="]),
        st.sampled_from([*BREAKS, "Ċ", "č", "\r." * 40]),
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


class Route(str, enum.Enum):
    """A text whose str() is not what it holds."""

    HOME = "/a?b"


@clause("redirect.str-subclass", level=SHOULD, source="ruling", depends_on=RAISES)
@cases(path=list(Route))
def test_str_subclass(impl, path):
    """A member of a str enumeration counts as the text it holds, or is refused."""
    location = located(impl, path)
    if location is not None:
        expect_equal(location, "/a?b")

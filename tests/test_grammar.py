"""Each pattern matches what its grammar says, and nothing with a line end after it."""

from __future__ import annotations

import ipaddress
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformance import grammar

DETERMINED = settings(derandomize=True, database=None, deadline=None, max_examples=500)

ALL_OCTETS = [bytes([number]) for number in range(256)]
TCHARS = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
VISIBLE = bytes(range(0x21, 0x7F)) + bytes(range(0x80, 0x100))

TABLE: dict[str, tuple[list[bytes], list[bytes]]] = {
    "TOKEN": (
        [b"a", b"X-A", TCHARS],
        [b"", b"a b", b" a", b"a:", b"(", b"a\xe9", b"a\0", b"a\x7f"],
    ),
    "FIELD_VALUE": (
        [b"", b"a", b"a b", b"a\tb", b"a \t b", b"\x80\xff", b"\xa0a\xa0", b'"', b":"],
        [b" ", b" a", b"a ", b"\ta", b"a\t", b"a\0b", b"a\rb", b"a\nb", b"a\x7f", b"\x01", b"\x0b"],
    ),
    "FIELD_LINE": (
        [b"a:", b"a: b", b"a:b", b"a:\tb ", b"a: b: c", b"a: \xff"],
        [b"", b"a", b": b", b"a : b", b" a: b", b"a: b\rc", b"a: b\nc: d", b"a: b\r\n c", b"a: \0"],
    ),
    "REASON_PHRASE": (
        [b"", b"OK", b" ", b"\t", b"a\xe9"],
        [b"\0", b"\r", b"\x7f", b"\x1b", b"OK\r\nX: y"],
    ),
    "STATUS_LINE": (
        [b"HTTP/1.1 200 OK", b"HTTP/1.1 299 ", b"HTTP/1.1 999 a b"],
        [
            b"HTTP/1.1 299", b"HTTP/1.0 200 OK", b"HTTP/1.1  200 OK", b"HTTP/1.1 20 OK", b"",
            b"HTTP/1.1 2000 OK", b"http/1.1 200 OK", b" HTTP/1.1 200 OK", b"HTTP/1.1 -20 OK",
            b"HTTP/1.1 200\tOK", "HTTP/1.1 ٢٠٠ OK".encode(), b"HTTP/1.1 200 \x01",
        ],
    ),
    "CONTENT_LENGTH": (
        [b"0", b"00", b"12345678901234567890"],
        [b"", b"-1", b"+1", b"1.0", b"1, 1", b"0x1", b" 1", "٢".encode()],
    ),
    "MEDIA_TYPE": (
        [
            b"text/html", b"text/html; charset=utf-8", b"text/html;charset=utf-8", b"a/b;",
            b"a/b;;", b'a/b;c="d e\\"f"', b"a/b ; c=d\t; e=f", b'a/b; c=""',
        ],
        [
            b"", b"text", b"text/", b"/html", b"text/html charset=utf-8", b"a/b; c = d", b"a/b; c=",
            b"a /b", b"a/b/c", b'a/b; c="', b'a/b; c="d', b'a/b; c="\\"', b" a/b", b"a/b; c=d e",
            b"a/b, c/d", b'a/b; c="\x00"',
        ],
    ),
    "PARAMETER": (
        [b"a=b", b'a=""', b'a="b c"', b'a="\\\\"'],
        [b"", b"a", b"a=", b"=b", b'a="', b"a=b c", b"a = b"],
    ),
    "DISPOSITION": (
        [
            b"attachment", b"inline", b"attachment; filename=a", b'attachment;filename="a b"',
            b"attachment; filename*=UTF-8''%e2%82%ac", b'a ; b = c ; d="e"',
        ],
        [
            b"", b"attachment;", b"attachment; filename", b"attachment; filename=",
            b"attachment filename=a", b'attachment; filename="a', b"attachment; filename=a b",
            b'attachment; filename="a\r\nb"', b"attachment; filename=\xe9",
        ],
    ),
    "DISPOSITION_PARAMETER": (
        [b"a=b", b"a = b", b'a\t=\t"b"'],
        [b"", b"a", b"a=", b"=b"],
    ),
    "EXT_VALUE": (
        [b"UTF-8''a", b"utf-8'en'%e2%82%AC", b"UTF-8''", b"UTF-8'de-DE'a!#$&+-.^_`|~"],
        [
            b"", b"a", b"UTF-8'a", b"UTF-8''a b", b"UTF-8''%", b"UTF-8''%e", b"UTF-8''%zz",
            b"UTF-8''a'b", b"UTF-8''a*", b"UTF-8''\xe9", b"latin-1''a", b"UTF-8''\"a\"",
            b"UTF-8''a%2",
        ],
    ),
    "URI_REFERENCE": (
        [
            b"", b"/", b"//", b"///", b"//h", b"//h/x", b"//h:80", b"//h:", b"//u:p@h:1/", b"//@h",
            b"?", b"?q", b"??/", b"#", b"#f", b"#?/", b"?q#f", b"a", b"a/b", b"./a:b", b"a/b:c",
            b".", b"..", b"../..", b"%20", b"/%e9", b"a:", b"a:b", b"a:/b", b"a://h", b"a:?q",
            b"http://h", b"HTTP://h/", b"a+b-c.1:x", b"//[::1]", b"//[::1]:8/", b"//[v1.a]",
            b"//[vF.a:b]", b"//127.0.0.1", b"//%41", b"//a!$&'()*+,;=b", b"/a//b", b"@", b"/a:b@c",
            b"mailto:a@b", b"urn:x:y", b"//[1:2:3:4:5:6:7:8]", b"//[::ffff:1.2.3.4]", b"a::b",
            b"//h?q", b"//h#f", b"a1:b", b"//[V1.a]",
        ],
        [
            b" ", b"a b", b"/ ", b"%", b"%2", b"%zz", b"a%", b"[", b"]", b"/[", b"?[", b"#[", b"##",
            b"#a#b", b'"', b"<", b">", b"\\", b"^", b"`", b"{", b"|", b"}", b"\xe9", b"\0", b"\r",
            b"\t", b"\x7f", b":a", b"1:b", b"//h:x", b"//[::1", b"//::1]", b"//[::1]x", b"//[g::]",
            b"//[::1%25eth0]", b"//[v.a]", b"//[v1.]", b"//[1::2::3]", b"//[1:2:3:4:5:6:7]",
            b"//[1:2:3:4:5:6:7:8:9]", b"//[::256.1.1.1]", b"//[]", b"//a@b@c", b"//h:80:80",
            b"+a:b", b"a_b:c", b"/a\r\nSet-Cookie: b", b"//[1.2.3.4]", b"-a:b",
            b"//[::1:{-1}1:1]",
        ],
    ),
}  # fmt: skip

VALID = [(name, octets) for name, (valid, _) in TABLE.items() for octets in valid]
INVALID = [(name, octets) for name, (_, invalid) in TABLE.items() for octets in invalid]


def matches(name: str, octets: bytes) -> bool:
    pattern: re.Pattern[bytes] = getattr(grammar, name)
    return pattern.fullmatch(octets) is not None


@pytest.mark.parametrize(("name", "octets"), VALID)
def test_valid(name: str, octets: bytes) -> None:
    """What the grammar allows matches."""
    assert matches(name, octets)


@pytest.mark.parametrize(("name", "octets"), VALID)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\0"])
def test_nothing_after_it(name: str, octets: bytes, end: bytes) -> None:
    """A line end or NUL after, or before, what is valid does not match."""
    assert not matches(name, octets + end)
    assert not matches(name, end + octets)


@pytest.mark.parametrize(("name", "octets"), INVALID)
def test_invalid(name: str, octets: bytes) -> None:
    """What the grammar does not allow does not match."""
    assert not matches(name, octets)


@pytest.mark.parametrize(
    ("name", "octets", "parts"),
    [
        ("FIELD_LINE", b"a: b ", {"name": b"a", "value": b"b"}),
        ("STATUS_LINE", b"HTTP/1.1 200 OK", {"code": b"200", "reason": b"OK"}),
        ("MEDIA_TYPE", b"a/b; c=d", {"type": b"a/b", "parameters": b"; c=d"}),
        ("PARAMETER", b"a=b", {"name": b"a", "value": b"b"}),
        ("DISPOSITION", b"a; b=c", {"type": b"a", "parameters": b"; b=c"}),
        ("DISPOSITION_PARAMETER", b"a = b", {"name": b"a", "value": b"b"}),
        ("EXT_VALUE", b"UTF-8'en'%41", {"charset": b"UTF-8", "language": b"en", "value": b"%41"}),
    ],
)
def test_parts(name: str, octets: bytes, parts: dict[str, bytes]) -> None:
    """What a pattern is made of has a name."""
    match = getattr(grammar, name).fullmatch(octets)
    assert match.groupdict() == parts


def test_every_pattern_is_in_the_table() -> None:
    """No pattern goes untried."""
    patterns = {n for n, v in vars(grammar).items() if isinstance(v, re.Pattern) and n[0] != "_"}
    assert patterns == set(TABLE)


def test_single_octets() -> None:
    """Of all octets, those of the character sets match and no other."""
    assert {o for o in ALL_OCTETS if matches("TOKEN", o)} == {bytes([o]) for o in TCHARS}
    assert {o for o in ALL_OCTETS if matches("FIELD_VALUE", o)} == {bytes([o]) for o in VISIBLE}
    reason = {bytes([o]) for o in b"\t " + VISIBLE}
    assert {o for o in ALL_OCTETS if matches("REASON_PHRASE", o)} == reason
    assert grammar.TCHAR.encode() == TCHARS


def is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text  # a zone, which RFC 3986 does not know


GROUPS = st.lists(st.sampled_from(["", "", "0", "1", "ab", "FFFF", "01234", "g"]), max_size=10)
TAILS = st.sampled_from(["", "", "1.2.3.4", "255.0.0.0", "256.1.1.1", "01.1.1.1", "1.2.3"])


@given(text=st.ip_addresses(v=6).map(str))
@DETERMINED
def test_every_ipv6_address(text: str) -> None:
    """Every IPv6 address is one."""
    assert matches("URI_REFERENCE", f"//[{text}]".encode())


@given(text=st.builds(lambda groups, tail: ":".join([*groups, tail]), GROUPS, TAILS))
@example("::")
@example("1:2:3:4:5:6:7::")
@example("::2:3:4:5:6:7:8")
@example("1::3:4:5:6:7:8")
@example("1:2:3:4:5:6:1.2.3.4")
@example("1:2:3:4:5:6:7:1.2.3.4")
@example("::1:")
@example(":::")
@settings(DETERMINED, max_examples=1000)
def test_ipv6_as_python_has_it(text: str) -> None:
    """What looks like an IPv6 address is one where Python's own module says so."""
    assert matches("URI_REFERENCE", f"//[{text}]".encode()) == is_ipv6(text)


def test_codes_without_content() -> None:
    """1xx, 204, 205 and 304 allow no content, and no other code does."""
    assert set(grammar.NO_CONTENT) == {*range(100, 200), 204, 205, 304}
    assert [
        code for code in (200, 206, 300, 404, 599, 999) if not grammar.allows_content(code)
    ] == []


def test_singletons() -> None:
    """The fields of which a response has one are those whose sections give them no list."""
    assert (
        *("age", "content-disposition", "content-length", "content-location", "content-range"),
        *("content-type", "date", "etag", "expires", "last-modified", "location"),
        *("retry-after", "server"),
    ) == grammar.SINGLETONS


def test_phrases() -> None:
    """Python's own phrases are among those that were registered."""
    from http import HTTPStatus

    for status in HTTPStatus:
        if status.value != 510:
            assert status.phrase.lower() in grammar.PHRASES[status.value]

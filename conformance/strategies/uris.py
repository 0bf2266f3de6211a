"""URI-references, and texts that are none (RFC 3986)."""

from __future__ import annotations

from hypothesis.strategies import SearchStrategy

from .draws import known_or, one_of_each, pick

_SEGMENTS = ("", "a", "b.c", "..", ".", "~", "%20", "%C3%A9", "%2F", "%41", "a:b",
             "@", "!$&'()*+,;=", "-._~")  # fmt: skip
_STARTS = (
    "", "/", "//h", "//h:80", "//u@h", "http://h", "https://h:443", "http://[::1]:8", "HTTP://H",
    "a:", "mailto:", "urn:x:", "//@h", "//[v1.a]", "http://%41", "x+y-z.1:",
)  # fmt: skip
_TAILS = ("", "?", "?q", "?a=1&b=%20", "#", "#f", "?q#f", "?//?", "?a/b?c#/d?e", "#%23")


def uri_references() -> SearchStrategy[str]:
    """Valid URI-references of every form: all of them are sent as they are."""
    known = ("", "?q", "#f", "//h/x", "/%20", "%20", "a:", "/a//b/../c", ".", "..",
             "/?x=1&y=%C3%A9#z")  # fmt: skip
    return known_or(known, _spelt_uri, max_size=5, min_size=2)


def _spelt_uri(octets: bytes) -> str:
    start, tail, *segments = octets
    return _uri(pick(_STARTS, start), [pick(_SEGMENTS, o) for o in segments], pick(_TAILS, tail))


def _uri(start: str, segments: list[str], tail: str) -> str:
    path = "/".join(segments)
    if "//" in start:
        path = f"/{path}" if segments else ""
    elif start == "/" or start.endswith(":"):
        path = path.lstrip("/")
    else:
        path = path.lstrip("/")
        first = path.partition("/")[0]
        if ":" in first:
            path = f"./{path}"
    return f"{start}{path}{tail}"


def texts_that_are_no_uri() -> SearchStrategy[str]:
    """Texts that hold a character no URI may hold, and no ``%``."""
    starts = ("", "/", "/a", "?q=", "http://h/", "#", "a+b", "//h/", "x")
    spoilers = (
        " ", "é", "€", "😀", '"', "<", ">", "\\", "^", "`", "{", "|", "}", "\x7f", "\x01", "\t",
        "\r\n", "\n", "\r", "\0", "\r\nSet-Cookie: a=b", "\x85", "\u2028",
    )  # fmt: skip
    ends = [start.replace("#", "") for start in starts]
    return one_of_each("{}{}{}".format, starts, spoilers, ends)


#: Of each rule of the grammar what is easily forgotten, or thought to be better otherwise.
REFERENCES = (
    "", "?", "#", "?#", "?q", "#f", "//h/x", "//h?", "//h#", "/%20", "%20", "%c3%a9", "/%2f/%2F",
    "/%41", "/%7Ea", "/~a", "/'()*!$&+,;=:@", "?'()*!$&+,;=:@/?", "#'()*!$&+,;=:@/?", "/a+b?c+d",
    "/%0D%0ASet-Cookie:%20a", "HTTP://H/", "http://H.Example:80/", "//h:", "http://h:/", "//h:80",
    "//", "///a", "x://", "x:///x", "//u@h/", "//u:p@h/", "//@h", "http://[::1]:8/",
    "http://[2001:db8::192.0.2.1]/", "//[v1.a:b]", "//%41", "a:", "x+y-z.1:a", "mailto:a@b",
    "javascript:alert(1)", "data:,a%20b", "urn:a:b", ".", "..", "./a:b", "../a/./b", "/..",
    "/a/../b", "/a//b", "a//b", "/.//b", "a/", "/a;b=c/d", "/?x=1&y=%C3%A9#z",
    "/" + "a" * 9000, "/?q=" + "%C3%A9" * 400 + "#f", "//[V1.a]/",
    # an address of version 6: whole, shortened at either end, with one of version 4
    "//[FE80::1]/", "//[::]", "//[1::]/", "//[1:2:3:4:5:6:7:8]/", "//[1:2:3:4:5:6:192.0.2.1]",
    "//[1:2:3:4:5:6:7::]", "//[::ffff:192.0.2.1]:8/", "//[vF0.a!$&'()*+,;=:~]/",
    # a host that is no host name, userinfo, and a port of any length
    "//a.b_c~d!$&'()*+,;=/", "//1.2.3.4.5/", "//256.1.1.1/", "//a:b:c@h/", "//%40:%3a@h/",
    "//u!$&'()*+,;=@h/", "//h:123456/", "//h:0/",
    # a scheme may be long, and needs no slashes
    "microsoft-edge:a", "x:/x", "x:x", "file:///a",
    # what a library for URLs, or for HTML, would put otherwise
    "/a;", "/a;?b", "/?a&", "/?a=", "/?&&a==b", "/?a=1&copy=2&lt=3&amp;b", "/a$$b",
    "/?a=b%2Bc+d", "a/b:c", "?:", "/a?b:c#d:e", "/%2e%2E/a",
)  # fmt: skip

#: Texts that hold what no URI holds, where something may be done to it that is not encoding.
SPOILT = (
    "/a\\b", " /a", "/a ", "/a b", "/a  b", "/ a b c d", "a\tb", "/a\nb", "/a\r\nb", "/a?b c",
    "/a#b c", "/\x7f", "/é/€/😀",
    # what IDNA, or a normal form of Unicode, would turn into something else
    "http://é.example/a", "//ÄÖ.example", "/e\u0301/\u212b", "/ﬁ\uff0f",
    # a pattern for format(), and what somebody may take for part of a host
    "/{}", "/{0}", "/{{a}}", "http://h h/", 'http://h"x"<y>/', "http://h\\x/", "é:b",
    # so much of it that a limit may lie before the end
    "/" + " é" * 300, "/" + "\r\na" * 300, "?" + "|" * 300,
)  # fmt: skip

#: Texts whose characters are all right, but stand where they may not (RFC 3986 §3).
MALFORMED = (
    "%", "/%", "/%zz", "/%a", "100%", "%%", "/%4", "/%g1", "/%1g", "?%", "#%",
    "/a#b#c", "/%zz#b#c", "#a#b", "?a#b#c", "/[x]", "[", "]", "a[b]c", "/a?[b]", "/#[",
    "1:b", ":", ":a", "1a:b", "-:a", "://a", "a_b:c", "a~b:c", "a@b:c",
    "//[", "http://[::1", "http://[::1]x", "http://[g]/", "http://[1:2]/", "http://[v1]/",
    "//[::1]]", "//[!]/", "//h]/", "//[]/", "//[v.a]/", "//[vg.a]/",
    "//[1::2::3]/", "//[12345::]/", "//[1:2:3:4:5:6:7:8:9]/", "//[1:2:3:4:5:6:7]/",
    "//[::1.2.3]/", "//[::1.2.3.256]/", "//[::01.2.3.4]/", "//[1.2.3.4::]/",
    "//[1:2:3:4:5:6:7:1.2.3.4]/", "//[fe80::1%eth0]/",
    "//h:x", "//h:8a/", "//h:8_0/", "//h:+8/", "//h:-8/", "//h:8:8/",
    "//a@b@c", "//u[@h/", "//u%@h/", "//%/", "//h%zz/",
)  # fmt: skip

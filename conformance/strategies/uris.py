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

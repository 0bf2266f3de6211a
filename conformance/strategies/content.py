"""Status codes, content, text and JSON values."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..grammar import NO_CONTENT, PHRASES
from .draws import known_or, pick, spell

#: Codes that allow content: the registered ones, and some of each hundred that are not.
CONTENT_CODES = tuple(
    sorted({c for c in PHRASES if c not in NO_CONTENT} | {218, 299, 399, 418, 450, 499, 599})
)


def content_codes() -> SearchStrategy[int]:
    """One of CONTENT_CODES; each fifth is not registered."""
    return st.sampled_from((*CONTENT_CODES, 218, 299, 399, 450, 499, 599))


def no_content_codes() -> SearchStrategy[int]:
    """1xx, 204, 205 and 304: the four kinds equally often."""
    return st.sampled_from([100, 101, 103, 150, 199] + [204, 205, 304] * 5)


def contents() -> SearchStrategy[bytes]:
    """Content: empty, such as looks like framing, text in several encodings, and any octets."""
    known = [
        b"", b"\0", b"0\r\n\r\n", b"\r\n", b"\n", b"HTTP/1.1 200 OK\r\n\r\n", "é€😀".encode(),
        b"\xff\xfe", b"<meta charset=utf-16>", b"\xef\xbb\xbf<p>\n", b"<p>\n</p>\n",
        b"a" * 5000,
    ]  # fmt: skip
    return known_or(known, bytes, max_size=20)


def filled_contents() -> SearchStrategy[bytes]:
    """Content of at least one octet."""
    return contents().map(lambda data: data or b"\0")


def texts() -> SearchStrategy[str]:
    """Text that UTF-8 can encode: also with line ends, NUL, and characters of 2 to 4 octets."""
    known = ["", "é", "€", "😀", "a\r\nb", "\0", "\x85", "<p>", "\ufeff", "a" * 3000]
    return known_or(known, lambda octets: spell(_CHARACTERS, octets), max_size=12)


#: Of each kind that some encoding, escape or line rule treats in a way of its own. Drawing from
#: all of Unicode would cost Hypothesis a second to load its tables.
_CHARACTERS = (
    "ab0 \t\r\n\0\x01\x1f\x7f<>&\"'\\/%;,=\x80\x85\xa0éÿĀſİ\u212aЖ中€\u2028\u2029"
    "\ufeff\uffff😀\U0010ffff"
)


#: Texts that something is easily made of: a template, an escape, a normal form, a cut.
KEPT_TEXTS = (
    "{}", "{0} {a}", "{{a}}", "$$ $a ${a}", "%s %(a)s %%", "&lt;&amp;&#65;", "%41%0A", "e\u0301",
    "<script>a</script>", "\\n\\u0041", "a" * 200_000,
)  # fmt: skip

#: What is no text, and easily becomes one.
NO_TEXTS = (None, 5, b"a", b"", ["a"], object(), 0, False)


# JSON (RFC 8259)


def json_values() -> SearchStrategy[Any]:
    """What comes back equal from JSON: str keys, lists, no NaN; every falsy value too."""
    return st.binary(max_size=24).map(lambda octets: _json_value(iter(octets)))


_SCALARS: tuple[Any, ...] = (
    None, 0, "", False, True, -0.0, 1e300, "\ud800", "\u2028", "</script>", 2**53, 2**64,
    10**25, "é", 1, -1, 0.1,
)  # fmt: skip


def _json_value(octets: Iterator[int]) -> Any:
    """The value that the octets spell: a kind, then what it needs; after the last come zeros."""

    def text() -> str:
        return spell(_CHARACTERS, bytes(islice(octets, next(octets, 0) % 6)))

    kind = next(octets, 0)
    if kind < 128:
        return pick(_SCALARS, 2 * kind)
    if kind < 150:
        return int.from_bytes(bytes(islice(octets, kind % 10)), "big", signed=True)
    if kind < 160:
        number = struct.unpack("d", bytes(islice(octets, 8)).ljust(8, b"?"))[0]
        return number if math.isfinite(number) else 0.5
    if kind < 185:
        return text()
    size = kind % 4
    if kind < 222:
        return [_json_value(octets) for _ in range(size)]
    return {text(): _json_value(octets) for _ in range(size)}


class Wrapping:
    """A function that puts a value somewhere into a JSON value; `text` is its body."""

    def __init__(self, text: str, function: Callable[[Any], Any]) -> None:
        self.text = text
        self.function = function

    def __call__(self, value: Any) -> Any:
        return self.function(value)

    def __repr__(self) -> str:
        return f"lambda x: {self.text}"


def json_wrappings() -> SearchStrategy[Wrapping]:
    """Places for a value, from the top to deep inside."""
    return st.sampled_from(
        [
            Wrapping("x", lambda x: x),
            Wrapping("[x]", lambda x: [x]),
            Wrapping("(1, x)", lambda x: (1, x)),
            Wrapping("{'a': x}", lambda x: {"a": x}),
            Wrapping("{'a': [0, {'b': x}]}", lambda x: {"a": [0, {"b": x}]}),
        ]
    )

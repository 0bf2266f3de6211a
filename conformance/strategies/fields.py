"""Field names, field values, and header fields in every shape that an argument may have."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..grammar import TCHAR
from .draws import character, known_or, lists_of, one_of_each, pick, spell

# Field names (RFC 9110 §5.1: a token)

#: Names that mean something to somebody: defaults, singletons, lists, and look-alikes of them.
KNOWN_NAMES = (
    "Content-Type", "Content-Disposition", "Location", "Set-Cookie", "Vary", "Allow", "ETag",
    "Cache-Control", "Link", "WWW-Authenticate", "Retry-After", "X-A", "X_A", "x", "k", "s",
    "!#$%&'*+-.^_`|~0",
)  # fmt: skip


#: Fields with a meaning that somebody could act upon: of a response, of a request by mistake, and
#: about the connection. Those that frame the message are left out (RFC 9110 §18.4, the registry).
REGISTERED_NAMES = (
    "Accept", "Accept-Encoding", "Accept-Ranges", "Access-Control-Allow-Origin", "Age", "Allow",
    "Alt-Svc", "Authentication-Info", "Authorization", "Cache-Control", "Clear-Site-Data",
    "Connection", "Content-Disposition", "Content-Encoding", "Content-Language",
    "Content-Location", "Content-MD5", "Content-Range", "Content-Security-Policy", "Content-Type",
    "Cookie", "Date", "ETag", "Expect", "Expires", "Host", "Keep-Alive", "Last-Modified", "Link",
    "Location", "MIME-Version", "Origin", "Permissions-Policy", "Pragma", "Proxy-Authenticate",
    "Proxy-Connection", "Range", "Referer", "Referrer-Policy", "Refresh", "Retry-After", "Server",
    "Server-Timing", "Set-Cookie", "Set-Cookie2", "Status", "Strict-Transport-Security", "TE",
    "Trailer", "Upgrade", "User-Agent", "Vary", "Via", "Warning", "WWW-Authenticate",
    "X-Accel-Redirect", "X-Content-Type-Options", "X-Forwarded-For", "X-Frame-Options",
    "X-Powered-By", "X-Request-ID", "X-Sendfile",
)  # fmt: skip


def tokens() -> SearchStrategy[str]:
    """Any token, short enough to be repeated by chance."""
    return st.text(TCHAR, min_size=1, max_size=8)


def field_names() -> SearchStrategy[str]:
    """Names that neither frame the message nor change the connection."""
    return known_or(KNOWN_NAMES, _harmless_name, max_size=8, min_size=1)


def _harmless_name(octets: bytes) -> str:
    name = spell(TCHAR, octets)
    return name if _is_harmless(name) else f"X-{name}"


def _is_harmless(name: str) -> bool:
    return name.lower() not in ("te", "trailer", "upgrade")


def recase(name: str, mask: int) -> str:
    """`name` with the case of its letters turned where `mask` has a bit set."""
    return "".join(c.swapcase() if c.isascii() and mask >> i & 1 else c for i, c in enumerate(name))


def masks() -> SearchStrategy[int]:
    """For `recase`: all letters, none, or some."""
    return known_or((-1, 0, 1, 2), _mask, max_size=3, min_size=3)


def _mask(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


#: How many characters may stand before what is bad: a check may end where a limit lies.
LENGTHS = (300, 70_000)

#: What is no token, each for a reason of its own.
BAD_NAMES = (
    "", " ", "a b", " a", "a ", "a\t", "a:", ":a", "a:b", "a\r", "a\n", "a\r\n", "a\0", "\na",
    "X: a\r\nY", "a\r\nb: c", "a\x7f", "a\x01", "a(", "a)", "a,", "a/", "a;", "a<", "a=", "a>",
    "a?", "a@", "a[", "a\\", "a]", "a{", "a}", 'a"', "é", "a\xa0", "a\x85", "\u212a", "ſ", "a€",
    "ａ", "a\u2028", "a\ud800",
)  # fmt: skip


_SPOILERS = ' \t\r\n\0:;,/()<>=?@[]{}"\\\x7f\x1f\x0b\x85\xa0é\u212a'


def bad_names() -> SearchStrategy[str]:
    """Texts that are no token: the known ones, and tokens with one character spoilt."""
    return known_or(BAD_NAMES, _spoilt_name, max_size=6, min_size=6)


def _spoilt_name(octets: bytes) -> str:
    before, after = (pick(("", "a", "X-A"), octet) for octet in octets[:2])
    return before + _any_of(_SPOILERS, 0x80, octets[2:]) + after


def _any_of(known: str, first: int, octets: bytes) -> str:
    """Half of the time one of `known`, else any character from `first` on."""
    return known[octets[0] * len(known) >> 7] if octets[0] < 128 else character(first, octets[1:])


# Field values (RFC 9110 §5.5)

KNOWN_VALUES = (
    "", "0", "a", "a, b", "a\tb", "a  b", "a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
    "text/plain", "é", "\xa0a\xa0", "\x85", "\xff\x80", "a" * 300, "\"'\\%,;:", "None",
)  # fmt: skip


def field_values() -> SearchStrategy[str]:
    """Visible ASCII with white space inside; may be empty."""
    return known_or((*_ASCII_VALUES, *_WITH_BLANKS), _field_value, max_size=8)


def _field_value(octets: bytes) -> str:
    return spell(_VISIBLE + " \t", octets).strip(" \t")


_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_ASCII_VALUES = tuple(value for value in KNOWN_VALUES if value.isascii())
#: Blanks inside are what is changed most often.
_WITH_BLANKS = ("a\tb", "a  b", "a \t b", "a   b")


def obs_text_values() -> SearchStrategy[str]:
    """Values with at least one character of U+0080..U+00FF, sent as latin-1."""
    known = ["\x85", "\xa0"] * 22 + [*"\x80éÿ", "Ã©", "\xe2\x82\xac", "Ã¤"] * 10
    obs_text = [*known, *map(chr, range(0x80, 0x100))]
    before, after = ("", "", "a", "a b"), ("", "", "a", "\x80", "b a")
    return one_of_each("{}{}{}".format, before, obs_text, after)


def wide_values() -> SearchStrategy[str]:
    """Values with a character beyond U+00FF; some are CR, LF or NUL in their lower octet."""
    return st.binary(min_size=6, max_size=6).map(_wide_value)


def _wide_value(octets: bytes) -> str:
    before, after = pick(("", "a", "a\tb", "é"), octets[0]), pick(("", "a", "€"), octets[1])
    return before + _any_of("Ċč€Ā\u2028\ufeff😀Ἂ", 0x100, octets[2:]) + after


#: What would end a line, start a field, fold one, or end the head.
BREAKS = (
    "\r", "\n", "\0", "\r\n", "\n\r", "\r\nSet-Cookie: a=b", "\nX: y", "\rX: y", "\r\n\r\nbody",
    "\n\nbody", "\r\n folded", "\n\tfolded", "\0X: y",
)  # fmt: skip


def breaking_values() -> SearchStrategy[str]:
    """Values with a CR, LF or NUL at the start, inside or at the end."""
    # A pattern that ends in "$" lets one line feed at the end through.
    breaks = (*BREAKS, "\n", "\n", "\r\n folded")
    return one_of_each("{}{}{}".format, ("", "a", "a b"), breaks, ("", "", "a", " "))


#: Every control character that a value must not hold and that breaks no line.
CONTROLS = tuple(chr(c) for c in [*range(1, 32), 127] if chr(c) not in "\t\r\n")


def control_values() -> SearchStrategy[str]:
    """Values with one of CONTROLS at the start, inside or at the end."""
    return one_of_each("{}{}{}".format, ("", "a"), CONTROLS, ("", "a"))


def padded_values() -> SearchStrategy[tuple[str, str]]:
    """A value with SP or HTAB around it, and the value without."""
    return st.binary(min_size=3, max_size=11).map(_padded_value)


def _padded_value(octets: bytes) -> tuple[str, str]:
    before, after = (pick(("", " ", "\t", "  ", " \t "), octet) for octet in octets[:2])
    known, rest = octets[2], octets[3:]
    value = pick(_ASCII_VALUES, 2 * known) if known < 128 else _field_value(rest)
    return before + value + after, value


# Header fields together

Pairs = list[tuple[str, str]]


def _pool() -> Pairs:
    """Fields to choose from.

    Always the same: every known name with several values, and random tokens with random values.
    """
    random = Random(9110)
    known = [
        (recase(name, mask), value)
        for name in KNOWN_NAMES
        for mask, value in zip((0, 0, 0, 1, -1, 5), random.sample(_ASCII_VALUES, 6), strict=True)
    ]
    drawn: Pairs = []
    while len(drawn) < 200:
        name = "".join(random.choices(TCHAR, k=random.randint(1, 8)))
        value = "".join(random.choices(_VISIBLE + " \t", k=random.randint(0, 8))).strip(" \t")
        if _is_harmless(name):
            drawn.append((name, value))
    return [("x", ""), ("x", "a"), ("X", "b"), ("k", "a"), *known, *drawn]


FIELD_POOL = tuple(_pool())


def pairs(max_size: int = 5) -> SearchStrategy[Pairs]:
    """Header fields; names may repeat, also in another case."""
    return lists_of(FIELD_POOL, max_size)


def repeated_pairs() -> SearchStrategy[Pairs]:
    """At least three fields of at most two names in several cases."""
    return lists_of(_REPEATED_POOL, min_size=3, max_size=6)


_REPEATED_POOL = tuple(
    (name, v) for v in (*_ASCII_VALUES, "b", "c") for name in ("a", "A", "X-b", "x-B", "x-b")
)


class Keyed:
    """Has ``keys()`` and ``[]`` and nothing else."""

    def __init__(self, pairs: Pairs) -> None:
        self._fields = dict(pairs)

    def keys(self) -> list[str]:
        return list(self._fields)

    def __getitem__(self, name: str) -> str:
        return self._fields[name]


class Fields:
    """A ``headers`` argument: `pairs` in one of the shapes that ``dict()`` accepts.

    `make(impl)` builds it, a new one each time, because a generator is good for one use. Beside
    those that are drawn there is the shape "subclass", of Headers.
    """

    SHAPES = ("dict", "Keyed", "list", "tuple", "iter", "generator", "Headers", "lists")
    #: Those in which a name can stand twice.
    REPEATING = ("list", "tuple", "iter", "generator", "Headers", "lists")

    def __init__(self, shape: str, pairs: Pairs) -> None:
        self.shape = shape
        self.pairs = list(dict(pairs).items()) if shape in ("dict", "Keyed") else pairs

    def make(self, impl: Any) -> Any:
        if self.shape == "generator":
            return (pair for pair in self.pairs)
        if self.shape == "lists":
            return [list(pair) for pair in self.pairs]
        kinds: dict[str, Any] = {
            "dict": dict,
            "Keyed": Keyed,
            "list": list,
            "tuple": tuple,
            "iter": iter,
        }
        if self.shape in ("Headers", "subclass"):
            kind = impl.Headers
            headers = kind() if self.shape == "Headers" else type("Sub", (kind,), {})()
            for name, value in self.pairs:
                headers.add(name, value)
            return headers
        return kinds[self.shape](self.pairs)

    def __repr__(self) -> str:
        return f"Fields({self.shape!r}, {self.pairs!r})"


def fields(max_size: int = 4) -> SearchStrategy[Fields]:
    """Header fields in every shape."""
    return lists_of(range(len(FIELD_POOL)), min_size=1, max_size=1 + max_size).map(_fields)


def repeating_fields() -> SearchStrategy[Fields]:
    """Header fields in every shape; half of the time names repeat."""
    return lists_of(range(len(FIELD_POOL)), min_size=4, max_size=7).map(_repeating_fields)


def _fields(numbers: list[int]) -> Fields:
    shape, *rest = numbers
    return Fields(Fields.SHAPES[shape % 8], [FIELD_POOL[number] for number in rest])


def _repeating_fields(numbers: list[int]) -> Fields:
    first, *rest = numbers
    shape, size = first % 8, first // 8 % 8
    if size >= 4:
        return _fields([shape, *rest[: size - 4]])
    found = [_REPEATED_POOL[number % len(_REPEATED_POOL)] for number in rest]
    return Fields(Fields.SHAPES[shape], found)


#: Fields that take the place of a default, or of one another.
OVERRIDING: tuple[Pairs, ...] = (
    [("Content-Type", "a/b")],
    [("Content-Length", "6")],
    [("Content-Disposition", "inline")],
    [("Transfer-Encoding", "chunked")],
    [("Transfer-Encoding", "chunked"), ("Content-Length", "6")],
    [("Content-Type", "a/b"), ("Content-Length", "6"), ("Content-Disposition", "inline")],
)

#: Defaults for a name that is missing: some are false, some easily mean something, some are called.
ANY_DEFAULTS: tuple[Any, ...] = (
    None, "", "a", 0, False, [], object(), ..., NotImplemented, KeyError, list, print,
)  # fmt: skip

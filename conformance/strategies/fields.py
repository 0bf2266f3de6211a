"""Field names, field values, and header fields in every shape that an argument may have."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..grammar import TCHAR

# Field names (RFC 9110 §5.1: a token)

#: Names that mean something to somebody: defaults, singletons, lists, and look-alikes of them.
KNOWN_NAMES = (
    "Content-Type", "Content-Disposition", "Location", "Set-Cookie", "Vary", "Allow", "ETag",
    "Cache-Control", "Link", "WWW-Authenticate", "Retry-After", "X-A", "X_A", "x", "k", "s",
    "!#$%&'*+-.^_`|~0",
)  # fmt: skip


def tokens() -> SearchStrategy[str]:
    """Any token, short enough to be repeated by chance."""
    return st.text(TCHAR, min_size=1, max_size=8)


def field_names() -> SearchStrategy[str]:
    """Names that neither frame the message nor change the connection."""
    return st.one_of(st.sampled_from(KNOWN_NAMES), tokens().filter(_is_harmless))


def _is_harmless(name: str) -> bool:
    return name.lower() not in ("te", "trailer", "upgrade")


def recase(name: str, mask: int) -> str:
    """`name` with the case of its letters turned where `mask` has a bit set."""
    return "".join(c.swapcase() if c.isascii() and mask >> i & 1 else c for i, c in enumerate(name))


def masks() -> SearchStrategy[int]:
    """For `recase`: all letters, none, or some."""
    return st.one_of(st.sampled_from([-1, 0, 1, 2]), st.integers(0, 2**18 - 1))


#: What is no token, each for a reason of its own.
BAD_NAMES = (
    "", " ", "a b", " a", "a ", "a\t", "a:", ":a", "a:b", "a\r", "a\n", "a\r\n", "a\0", "\na",
    "X: a\r\nY", "a\r\nb: c", "a\x7f", "a\x01", "a(", "a)", "a,", "a/", "a;", "a<", "a=", "a>",
    "a?", "a@", "a[", "a\\", "a]", "a{", "a}", 'a"', "é", "a\xa0", "a\x85", "\u212a", "ſ", "a€",
    "ａ", "a\u2028", "a\ud800",
)  # fmt: skip


def _characters(first: int) -> SearchStrategy[str]:
    """Any character from `first` on but the surrogates, without the tables of `characters`."""
    return st.one_of(st.integers(first, 0xD7FF), st.integers(0xE000, 0x10FFFF)).map(chr)


def bad_names() -> SearchStrategy[str]:
    """Texts that are no token: the known ones, and tokens with one character spoilt."""
    spoiler = st.one_of(
        st.sampled_from(' \t\r\n\0:;,/()<>=?@[]{}"\\\x7f\x1f\x0b\x85\xa0é\u212a'),
        _characters(0x80),
    )
    spoilt = st.builds("{}{}{}".format, st.sampled_from(["", "a", "X-A"]), spoiler,
                       st.sampled_from(["", "a", "X-A"]))  # fmt: skip
    return st.one_of(st.sampled_from(BAD_NAMES), spoilt)


# Field values (RFC 9110 §5.5)

KNOWN_VALUES = (
    "", "0", "a", "a, b", "a\tb", "a  b", "a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
    "text/plain", "é", "\xa0a\xa0", "\x85", "\xff\x80", "a" * 300, "\"'\\%,;:", "None",
)  # fmt: skip


def field_values() -> SearchStrategy[str]:
    """Visible ASCII with white space inside; may be empty."""
    return st.one_of(
        st.sampled_from([value for value in KNOWN_VALUES if value.isascii()]),
        st.text(_VISIBLE + " \t", max_size=8).map(lambda value: value.strip(" \t")),
    )


_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


def obs_text_values() -> SearchStrategy[str]:
    """Values with at least one character of U+0080..U+00FF, sent as latin-1."""
    return st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "a", "a b"]),
        st.one_of(st.sampled_from("\x80\x85\xa0éÿ"), st.integers(0x80, 0xFF).map(chr)),
        st.sampled_from(["", "a", "\x80", "b a"]),
    )


def wide_values() -> SearchStrategy[str]:
    """Values with a character beyond U+00FF; some are CR, LF or NUL in their lower octet."""
    return st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "a", "a\tb", "é"]),
        st.one_of(
            st.sampled_from("Ċč€Ā\u2028\ufeff😀Ἂ"),
            _characters(0x100),
        ),
        st.sampled_from(["", "a", "€"]),
    )


#: What would end a line, start a field, fold one, or end the head.
BREAKS = (
    "\r", "\n", "\0", "\r\n", "\n\r", "\r\nSet-Cookie: a=b", "\nX: y", "\rX: y", "\r\n\r\nbody",
    "\n\nbody", "\r\n folded", "\n\tfolded", "\0X: y",
)  # fmt: skip


def breaking_values() -> SearchStrategy[str]:
    """Values with a CR, LF or NUL at the start, inside or at the end."""
    return st.builds(
        "{}{}{}".format, st.sampled_from(["", "a", "a b"]), st.sampled_from(BREAKS),
        st.sampled_from(["", "a", " "]),
    )  # fmt: skip


#: Every control character that a value must not hold and that breaks no line.
CONTROLS = tuple(chr(c) for c in [*range(1, 32), 127] if chr(c) not in "\t\r\n")


def control_values() -> SearchStrategy[str]:
    """Values with one of CONTROLS at the start, inside or at the end."""
    return st.builds(
        "{}{}{}".format, st.sampled_from(["", "a"]), st.sampled_from(CONTROLS),
        st.sampled_from(["", "a"]),
    )  # fmt: skip


def padded_values() -> SearchStrategy[tuple[str, str]]:
    """A value with SP or HTAB around it, and the value without."""
    blank = st.sampled_from(["", " ", "\t", "  ", " \t "])
    return st.tuples(blank, field_values(), blank).map(lambda t: ("".join(t), t[1]))


# Header fields together

Pairs = list[tuple[str, str]]


def _pool() -> Pairs:
    """Fields to choose from: a choice of one costs Hypothesis a fifth of drawing it by character.

    Always the same: every known name with several values, and random tokens with random values.
    """
    random = Random(9110)
    values = [value for value in KNOWN_VALUES if value.isascii()]
    known = [
        (recase(name, mask), value)
        for name in KNOWN_NAMES
        for mask, value in zip((0, 0, 0, 1, -1, 5), random.sample(values, 6), strict=True)
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
    return st.lists(st.sampled_from(FIELD_POOL), max_size=max_size)


def repeated_pairs() -> SearchStrategy[Pairs]:
    """At least three fields of at most two names in several cases."""
    values = [value for value in KNOWN_VALUES if value.isascii()]
    pool = [(name, v) for v in [*values, "b", "c"] for name in ("a", "A", "X-b", "x-B", "x-b")]
    return st.lists(st.sampled_from(pool), min_size=3, max_size=6)


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

    `make(impl)` builds it, a new one each time, because a generator is good for one use.
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
        if self.shape == "Headers":
            headers = impl.Headers()
            for name, value in self.pairs:
                headers.add(name, value)
            return headers
        return kinds[self.shape](self.pairs)

    def __repr__(self) -> str:
        return f"Fields({self.shape!r}, {self.pairs!r})"


def fields(max_size: int = 4) -> SearchStrategy[Fields]:
    """Header fields in every shape."""
    return st.builds(Fields, st.sampled_from(Fields.SHAPES), pairs(max_size))


def repeating_fields() -> SearchStrategy[Fields]:
    """Header fields in every shape; half of the time names repeat."""
    return fields() | st.builds(Fields, st.sampled_from(Fields.SHAPES), repeated_pairs())

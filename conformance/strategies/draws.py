"""Values in one draw.

An example costs Hypothesis a fifth of a millisecond, and each further choice in it a tenth of that:
a list of six drawn pairs costs three times a number. So a strategy here makes one choice, of octets
or of characters that number the elements of a pool, and puts the value together itself. Both
shrink element by element, to the first of each pool.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

#: A private use area: its characters Hypothesis orders by their number.
_FIRST = 0xE000
_NUMBERS = "".join(map(chr, range(_FIRST, 0xF900)))


def lists_of(pool: Sequence[T], max_size: int, min_size: int = 0) -> SearchStrategy[list[T]]:
    """Lists of elements of `pool`, of which there may be thousands."""
    return st.text(_NUMBERS[: len(pool)], min_size=min_size, max_size=max_size).map(
        lambda text: [pool[ord(character) - _FIRST] for character in text]
    )


def one_of_each(make: Callable[..., T], *pools: Sequence[object]) -> SearchStrategy[T]:
    """What `make` makes of one element of each pool, of at most 256."""
    return st.binary(min_size=len(pools), max_size=len(pools)).map(
        lambda octets: make(*map(pick, pools, octets))
    )


def known_or(
    known: Sequence[T], make: Callable[[bytes], T], max_size: int, min_size: int = 0
) -> SearchStrategy[T]:
    """Half of the time one of `known`, at most 128; else what `make` makes of octets."""

    def choose(octets: bytes) -> T:
        first = octets[0]
        return pick(known, 2 * first) if first < 128 else make(octets[1:])

    return st.binary(min_size=1 + min_size, max_size=1 + max_size).map(choose)


def pick(pool: Sequence[T], octet: int) -> T:
    """An element of `pool`, the later the greater the octet."""
    return pool[octet * len(pool) >> 8]


def spell(alphabet: str, octets: bytes) -> str:
    """A text of as many characters as there are octets."""
    return "".join([alphabet[octet * len(alphabet) >> 8] for octet in octets])


def character(first: int, octets: bytes) -> str:
    """Any character from `first` on but the surrogates, of three octets.

    A third of them are of the next 256, a third of the basic plane.
    """
    near, far, scale = octets
    number = (near, far << 8 | near, scale << 16 | far << 8 | near)[scale * 3 >> 8]
    code = first + number % (0x110000 - 0x800 - first)
    return chr(code if code < 0xD800 else code + 0x800)

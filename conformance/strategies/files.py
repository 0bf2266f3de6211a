"""Sizes and names of files."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def file_shapes() -> SearchStrategy[tuple[int, int]]:
    """(size, bufsize), with the size on, just below and just above a multiple of bufsize."""
    return st.builds(
        lambda bufsize, chunks, off: (max(0, bufsize * chunks + off), bufsize),
        st.one_of(st.integers(1, 9), st.sampled_from([64, 1000, 4096])),
        st.integers(0, 4),
        st.sampled_from([0, -1, 1]),
    )


def octets(size: int) -> bytes:
    """`size` octets in which every 251 in a row differ from the next: a gap or repeat shows."""
    return bytes(i % 251 for i in range(251)) * (size // 251) + bytes(range(size % 251))


#: File names that a header, a URL or a quoted-string could stumble over.
FILE_NAMES = (
    "a.txt", "a b.txt", 'a"b.txt', "a\\b.txt", "a;b.txt", "a,b.txt", "a'b.txt", "a%41b.txt",
    "a=b.txt", "a(b).txt", "é.txt", "тест.png", "€ rates.txt", "😀.png", "a\nb.txt",
    "a\r\nX: y.txt",
    "a\tb.txt", "\x01.txt", "\x7f.txt", "\x85.txt", "\u202etxt.exe", "a\udcff.txt", ".bashrc", "x.",
    "a", "data:text,x.txt", "a:b.txt", "a#b.txt", "a?b.txt", " a ", "-", "filename*=x",
)  # fmt: skip

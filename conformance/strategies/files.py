"""Sizes and names of files."""

from __future__ import annotations

from hypothesis.strategies import SearchStrategy

from .draws import one_of_each


def file_shapes() -> SearchStrategy[tuple[int, int]]:
    """(size, bufsize), with the size on, just below and just above a multiple of bufsize."""
    return one_of_each(
        lambda bufsize, chunks, off: (max(0, bufsize * chunks + off), bufsize),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 64, 64, 1000, 1000, 1000, 4096, 4096, 4096),
        range(5),
        (0, -1, 1),
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
    "$HOME.txt", "~a.txt", "a.txt ", "a&amp;b.txt", "a+b.txt",
)  # fmt: skip

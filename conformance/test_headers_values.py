"""Headers: which field values are kept, changed or refused."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import enum

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .doors import HEADERS
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_values,
    pairs_of,
    refusal,
    unless_refused,
    values_of,
)
from .strategies import (
    BREAKS,
    CONTROLS,
    LENGTHS,
    field_values,
    obs_text_values,
    padded_values,
    wide_values,
)


@clause(
    "headers.legal-values",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@given(value=field_values())
def test_legal_values(impl, value):
    """Empty values, HTAB and SP inside, and every visible ASCII character are kept as they are."""
    for enter in HEADERS.values():
        expect_values(enter(impl, "x-a", value), "x-a", value)
    for character in value:
        expect_values(impl.Headers({"x-a": f"a{character}a"}), "x-a", f"a{character}a")


@clause(
    "headers.every-visible",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@cases(
    text=[
        *map(chr, range(33, 127)),
        "a\tb",
        "a b",
        "a \t b",
        "%41",
        '"a"',
        "<a>",
        "=?utf-8?q?a?=",
        "&lt;",
        "a\\nb",
        "$HOME {0} %s",
        "a" * 9000,
        "a" * 70_000,
        ",a,",
        ",,",
        "a, , b",
        "a,b;c=d",
        "a ;b",
        "; ;",
        "a = b",
        '""',
        '\\"',
        'a=""; b="\\"c\\""',
    ]
)
def test_every_visible(impl, text):
    """Every visible ASCII character is kept in a value, wherever it stands, however long."""
    for door, enter in HEADERS.items():
        for value in (text, f"{text}a{text}"):
            got = values_of(enter(impl, "x-a", value), "x-a")
            expect(got == [value], f"{value!r} after {door}", got)


@clause(
    "headers.obs-text",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@given(value=obs_text_values())
def test_obs_text(impl, value):
    """U+0080..U+00FF is kept octet for octet, or refused."""
    expect_kept_or_refused(impl, value)


def expect_kept_or_refused(impl, value):
    for door, enter in HEADERS.items():
        headers = unless_refused(enter, impl, "x-a", value)
        if headers is not REFUSED:
            got = values_of(headers, "x-a")
            expect(got == [value], f"{value!r}, or a refusal, after {door}", got)


@clause(
    "headers.every-obs-text",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@cases(character=[chr(c) for c in range(0x80, 0x100)])
def test_every_obs_text(impl, character):
    """Each of U+0080..U+00FF is kept or refused, wherever in the value it stands."""
    for value in (character, f"a{character}", f"{character}a", f"a{character}b"):
        expect_kept_or_refused(impl, value)


#: Lone surrogates, and what is easily let through by itself.
WIDE = ("\ud800", "a\udc80", "\udcff", "\udc0d\udc0a", "\ufeff", "a\ufeff", "a\u2028", "€", "😀")


@clause(
    "headers.wide-characters",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@given(value=wide_values() | st.sampled_from(WIDE))
# Encoded as in mail, by lines, as Django 5.2 does it: the line separators are lost.
@example(value="a\u2029")
def test_wide_characters(impl, value):
    """A character beyond U+00FF is refused or encoded: never truncated to a byte, or lost."""
    truncated = "".join(chr(ord(c) & 0xFF) for c in value)
    other = "".join(chr(ord(c) ^ 1) if ord(c) > 0xFF else c for c in value)
    for door, enter in HEADERS.items():
        stored = _stored(enter, impl, value)
        if stored is REFUSED:
            continue
        expect(all(ord(c) < 256 for c in stored), f"what latin-1 can send, after {door}", stored)
        expect(not set("\r\n\0") & set(stored), f"no CR, LF or NUL after {door}", stored)
        expect(stored != truncated.strip(" \t"), "not cut to one byte a character", stored)
        again = _stored(enter, impl, other)
        expect(again != stored, f"another form than that of {other!r}, after {door}", stored)


def _stored(enter, impl, value):
    """The value that `enter` stored for x-a, or REFUSED."""
    headers = unless_refused(enter, impl, "x-a", value)
    if headers is REFUSED:
        return REFUSED
    got = values_of(headers, "x-a")
    expect(len(got) == 1, "one value", got)
    return got[0]


#: A character, and the one of latin-1 for which it is easily taken: by a compatible form, by the
#: other case, by what looks alike, or for nothing.
LOOK_ALIKES = (
    ("\uff21", "A"), ("\uff11", "1"), ("①", "1"), ("\u212a", "K"), ("\u212a", "k"), ("ſ", "s"),
    ("ﬁ", "fi"), ("ẞ", "ss"), ("ı", "i"), ("\u0130", "i"), ("Ā", "A"), ("Ŀ", "L\xb7"), ("Ÿ", "ÿ"),
    ("\u2019", "'"), ("\u201c", '"'), ("\u2013", "-"), ("…", "..."), ("a\u200bb", "ab"),
    ("a\u200e", "a"), ("a\u3000", "a"), ("a\u2003b", "a b"),
)  # fmt: skip


@clause(
    "headers.look-alikes",
    level=MUST,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@cases(wide=LOOK_ALIKES)
def test_look_alikes(impl, wide):
    """A character beyond U+00FF is refused or encoded: it becomes no other that looks like it."""
    value, other = wide
    for door, enter in HEADERS.items():
        stored = _stored(enter, impl, value)
        expect(stored != other, f"{value!r} encoded, or a refusal, after {door}", stored)


@clause(
    "headers.line-breaks",
    level=MUST,
    source="RFC 9110 §5.5",
    also="RFC 9112 §11.1",
    depends_on=["headers.construct", "headers.add"],
)
@cases(
    value=[
        *(b + text + a for b in ("", "a", "a b") for text in BREAKS for a in ("", "a", " ")),
        *("a" * length + "\r\nX: y" for length in LENGTHS),
        *("a\r\nb\r\nc", "a\nb\nc\nd", "\ra\rb\r", "\0a\0b\0c", "a\n\n\nb\n"),
        *("a" + text * 300 + "b" for text in ("\r\nX: y", "\n", "\n.", "\r.", "\0.")),
    ]
)
def test_line_breaks(impl, value):
    """CR, LF and NUL in a value are refused or made harmless: no door lets them into items().

    However long the value is, and however many it holds.
    """
    for door, enter in HEADERS.items():
        headers = unless_refused(enter, impl, "x-a", value)
        if headers is not REFUSED:
            for _, stored in pairs_of(headers):
                expect(not set("\r\n\0") & set(stored), f"no CR, LF or NUL after {door}", stored)
            names = sorted(set(headers) - {"x-first"})
            expect(names == ["x-a"], f"no field but x-a after {door}", names)


@clause(
    "headers.control-characters",
    level=SHOULD,
    source="RFC 9110 §5.5",
    depends_on=["headers.construct", "headers.add"],
)
@cases(before=["", "a", "a" * LENGTHS[0]], character=CONTROLS, after=["", "a"])
def test_control_characters(impl, before, character, after):
    """Control characters other than HTAB are refused, DEL included, at the ends too."""
    value = f"{before}{character}{after}"
    for door, enter in HEADERS.items():
        stored = unless_refused(enter, impl, "x-a", value)
        expect(stored is REFUSED, f"ValueError or TypeError from {door}", stored)


@clause(
    "headers.outer-whitespace",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.construct", "headers.add"],
)
@given(padded=padded_values())
def test_outer_whitespace(impl, padded):
    """SP and HTAB around a value are stripped, or such a value is refused."""
    value, stripped = padded
    for enter in HEADERS.values():
        headers = unless_refused(enter, impl, "x-a", value)
        if headers is not REFUSED:
            expect_values(headers, "x-a", stripped)
        elif value == stripped:
            expect(False, "good input to be accepted", words=refusal())


class Evil:
    """Becomes a text that breaks the line."""

    def __str__(self):
        return "a\r\nX: y"


@clause(
    "headers.value-types",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.construct", "headers.add"],
)
@cases(
    value=[None, 0, 5, 1.5, True, b"a", b"\r\n", ["a"], ("a", "b"), {"a": "b"}, object, Evil()],
    door=list(HEADERS),
)
def test_value_types(impl, value, door):
    """A value that is no str is converted or refused, never stored to fail at sending."""
    headers = unless_refused(HEADERS[door], impl, "x-a", value)
    if headers is not REFUSED:
        for _, stored in pairs_of(headers):
            expect(all(ord(c) < 256 for c in stored), "a value that can be sent", stored)
            expect(not set("\r\n\0") & set(stored), "no CR, LF or NUL", stored)


class Media(str, enum.Enum):
    """Texts whose str() is not what they hold."""

    PLAIN = "text/plain"
    TOKEN = "X-Token"


@clause(
    "headers.str-subclass",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@cases(door=list(HEADERS))
def test_str_subclass(impl, door):
    """A member of a str enumeration counts as the text it holds, or is refused."""
    headers = unless_refused(HEADERS[door], impl, "x-a", Media.PLAIN)
    if headers is not REFUSED:
        expect_values(headers, "x-a", "text/plain")
        sent = [f"{value}" for name, value in headers.items() if name.lower() == "x-a"]
        expect_equal(sent, ["text/plain"])
    headers = unless_refused(HEADERS[door], impl, Media.TOKEN, "a")
    if headers is not REFUSED:
        expect_values(headers, "x-token", "a")
        expect_equal(headers.getall("X-TOKEN"), ["a"])

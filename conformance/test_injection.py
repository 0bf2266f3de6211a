"""What may and what may not get out in the head, through every door that a response has."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Skipped, cases, clause
from .doors import as_response, through_every_door
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_raises,
    values_of,
)
from .files import sample, write
from .grammar import FIELD_LINE, TCHAR
from .responses import WRITABLE
from .strategies import (
    BAD_NAMES,
    BREAKS,
    CONTROLS,
    FILE_NAMES,
    KNOWN_NAMES,
    KNOWN_VALUES,
    breaking_values,
    obs_text_values,
    pairs,
    repeated_pairs,
    texts,
    wide_values,
)
from .wire import cut, serialize


@clause(
    "wire.injection", level=MUST, source="RFC 9110 §5.5", also="RFC 9112 §11.1", depends_on=WRITABLE
)
@given(value=breaking_values())
async def test_injection(impl, value):
    """CR, LF or NUL in a value adds no line to the head, through every door of every response."""
    plain = dict(await through_every_door(impl, "X-A", "a"))
    for door, response in await through_every_door(impl, "X-A", value):
        if response is REFUSED:
            continue
        octets = serialize(response)
        head = cut(octets)
        expected = cut(serialize(plain[door]))
        for line in head.lines:
            expect(FIELD_LINE.fullmatch(line) is not None, f"grammatical lines after {door}", line)
        expect_equal([name for name, _ in head.fields], [name for name, _ in expected.fields])
        expect_equal(head.rest, expected.rest)


@clause("wire.names", level=MUST, source="RFC 9110 §5.1", also="RFC 9112 §5.1", depends_on=WRITABLE)
@cases(name=[*BAD_NAMES, *(f"a{chr(c)}b" for c in range(256) if chr(c) not in TCHAR)])
async def test_names(impl, name):
    """A name that is no token is refused, through every door of every response."""
    for door, response in await through_every_door(impl, name, "a"):
        expect(response is REFUSED, f"a refusal by {door}", response)


@clause("wire.control-characters", level=SHOULD, source="RFC 9110 §5.5", depends_on=WRITABLE)
@cases(character=CONTROLS, form=["{}", "a{}", "{}a", "a{}b"])
async def test_control_characters(impl, character, form):
    """A control character in a value is refused, through every door of every response."""
    value = form.format(character)
    for door, response in await through_every_door(impl, "X-A", value):
        expect(response is REFUSED, f"a refusal of {value!r} by {door}", response)


@clause("wire.values-carried", level=MUST, source="RFC 9110 §5.5", depends_on=WRITABLE)
@cases(
    field=[
        *((name, "a") for name in KNOWN_NAMES),
        *((f"a{c}", "a") for c in TCHAR),
        *(("X-A", value) for value in KNOWN_VALUES if value.isascii()),
        *(("X-A", f"a{chr(c)}b") for c in [9, *range(32, 127)]),
    ]
)
async def test_values_carried(impl, field):
    """A legal value arrives octet for octet, through every door of every response."""
    name, value = field
    for door, response in await through_every_door(impl, name, value):
        if door.startswith("redirect") and name.lower() == "location":
            continue
        expect(response is not REFUSED, f"{door} to accept good input", words="a refusal")
        head = cut(serialize(response))
        got = head.values(name.lower().encode())
        expect(got == [value.encode()], f"{value!r} once after {door}", got)


@clause("wire.outer-whitespace", level=SHOULD, source="ruling", depends_on=WRITABLE)
@cases(before=["", " ", "\t", " \t "], value=["", "a", "a\tb"], after=["", " ", "\t", "  "])
async def test_outer_whitespace(impl, before, value, after):
    """What the API shows is what the client sees: no SP or HTAB around a value, or a refusal."""
    for door, response in await through_every_door(impl, "X-A", before + value + after):
        if response is not REFUSED:
            got = values_of(response.headers, "x-a")
            expect(got == [value], f"[{value!r}] after {door}", got)
        else:
            expect(bool(before or after), f"{door} to accept good input", words="a refusal")


@clause("wire.value-types", level=SHOULD, source="ruling", depends_on=WRITABLE)
@cases(value=[None, 5, 0, 1.5, True, b"a", b"a\r\nB: c", ["a"], {"a": "b"}, object()])
async def test_value_types(impl, value):
    """A value that is no str is converted or refused by every door, not left to fail later."""
    for door, response in await through_every_door(impl, "X-A", value):
        if response is not REFUSED:
            head = cut(serialize(response))
            expect(len(head.values(b"x-a")) == 1, f"one x-a after {door}", head.lines)
            for line in head.lines:
                right = FIELD_LINE.fullmatch(line) is not None
                expect(right, f"grammatical lines after {door}", line)


#: What cannot encode every character.
CODINGS = ("ascii", "latin-1")


@clause("wire.obs-text-carried", level=MUST, source="RFC 9110 §5.5", depends_on=WRITABLE)
@given(value=st.one_of(obs_text_values(), wide_values(), obs_text_values()))
async def test_obs_text_carried(impl, value):
    """U+0080..U+00FF arrives as that octet, what is beyond encoded, or either is refused."""
    for door, response in await through_every_door(impl, "X-A", value):
        if response is REFUSED:
            continue
        (got,) = cut(serialize(response)).values(b"x-a")
        if max(value) <= "\xff":
            expect(got == value.encode("latin-1"), f"the octets of {value!r} after {door}", got)
            continue
        lost = [bytes(ord(c) & 0xFF for c in value)]
        lost += [value.encode(coding, how) for coding in CODINGS for how in ("replace", "ignore")]
        kept = got not in [octets.strip(b" \t") for octets in lost]
        expect(kept, f"{value!r} encoded after {door}, no character cut, replaced or dropped", got)


@clause(
    "wire.description-is-content",
    level=MUST,
    source="ruling",
    also="RFC 9112 §4",
    depends_on=WRITABLE,
)
@given(
    text=st.one_of(texts(), st.sampled_from(["x\r\nSet-Cookie: a", "\r\n\r\n", *BREAKS])),
    way=st.sampled_from(["Abort", "abort", "redirect"]),
)
@example(text="a\r\nSet-Cookie: a=b", way="redirect")
@example(text="", way="Abort")
def test_description_is_content(impl, text, way):
    """The description of an Abort is content: no text in it changes the head."""

    def made(text):
        if way == "Abort":
            return impl.Abort(404, text)
        if way == "abort":
            return expect_raises(impl.Abort, impl.abort, 404, text)
        return expect_raises(impl.Abort, impl.redirect, "/a", text, 404)

    head = cut(serialize(as_response(impl, made(text))))
    expected = cut(serialize(as_response(impl, made("a"))))
    expect_equal(head.status_line, expected.status_line)
    expect_equal([name for name, _ in head.fields], [name for name, _ in expected.fields])
    expect(head.rest == text.encode(), repr(text.encode()), head.rest)


@clause(
    "wire.file-names", level=MUST, source="RFC 9110 §5.5", also="RFC 6266 §4.1", depends_on=WRITABLE
)
@cases(name=FILE_NAMES, attachment=[True, False])
def test_file_names(impl, name, attachment):
    """No file name, line ends included, makes a head that is not grammatical."""
    try:
        path = write(b"a", name)
    except (OSError, ValueError):
        raise Skipped(f"this file system has no name {name!a}") from None
    head = cut(serialize(impl.static(path, attachment)))
    expected = cut(serialize(impl.static(sample(), attachment)))
    for line in head.lines:
        expect(FIELD_LINE.fullmatch(line) is not None, "grammatical lines", line)
    # Of a file without a type other fields may be sent; none of them is made of the name.
    more = {n for n, _ in head.fields} - {n for n, _ in expected.fields} - {b"content-encoding"}
    expect_equal([n for n in more if n in name.lower().encode("utf-8", "surrogateescape")], [])
    expect_equal(head.rest, b"a")


@clause("wire.tuple-door", level=MUST, source="doc", depends_on=WRITABLE)
@given(pairs=repeated_pairs() | pairs(3))
async def test_tuple_door(impl, pairs):
    """The headers of a tuple arrive as those of a Response do."""
    pairs = [pair for pair in pairs if pair[0].lower() != "content-type"]
    of_tuple = cut(serialize(await impl.responsify((200, *pairs, "a"))))
    of_response = cut(serialize(impl.Response(200, pairs, b"a")))
    # Both are HTML, in words of their own.
    got, wanted = (
        sorted((f for f in head.fields if f[0] != b"content-type"), key=lambda f: f[0])
        for head in (of_tuple, of_response)
    )
    expect_equal(got, wanted)

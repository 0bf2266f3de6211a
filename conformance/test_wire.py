"""The wire: what a response is on an HTTP/1.1 connection, octet by octet."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause, reached
from .expect import expect, expect_equal
from .failure import said
from .files import write
from .grammar import SINGLETONS
from .message import (
    expect_content_length,
    expect_field_lines,
    expect_next_response,
    expect_no_content,
    expect_no_length_beside_chunks,
    expect_status_line,
)
from .responses import KINDS, WRITABLE, Recipe, recipes
from .strategies import (
    contents,
    masks,
    no_content_codes,
    recase,
)
from .wire import chunks_of, cut, read, read_two, serialize


@clause("wire.status-line", level=MUST, source="RFC 9112 §4", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_status_line(impl, recipe):
    """The message starts with HTTP/1.1, the code in three digits, and a reason phrase."""
    head = cut(serialize(await recipe.make(impl)))
    expect_status_line(head, recipe.code)


@clause("wire.status-line-codes", level=MUST, source="RFC 9112 §4", depends_on=WRITABLE)
@cases(code=range(100, 600))
def test_status_line_codes(impl, code):
    """Every code from 100 to 599 has a grammatical status line."""
    head = cut(serialize(impl.Response(code, (), b"")))
    expect_status_line(head, code)


@clause("wire.field-lines", level=MUST, source="RFC 9112 §5", also="ruling", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_field_lines(impl, recipe):
    """Each pair of items() is one field line, in order, and each line is grammatical."""
    response = await recipe.make(impl)
    head = cut(serialize(response))
    expect_field_lines(head, response.headers)


@clause(
    "wire.fields-arrive",
    level=MUST,
    source="RFC 9110 §5.2",
    also="RFC 9110 §5.3",
    depends_on=WRITABLE,
)
@given(recipe=recipes())
@example(recipe=Recipe("static", 200, [("x", "b"), ("X", "a"), ("x", ""), ("X", "a")], b"a"))
@example(recipe=Recipe("tuple", 200, [("x", "b"), ("X", "A"), ("x", ""), ("X", "A")], b"a"))
async def test_fields_arrive(impl, recipe):
    """What the caller gave arrives octet for octet: every value, in its order, on its own line."""
    if recipe.kind == "jsonify":
        recipe = Recipe("tuple", recipe.code, recipe.pairs, recipe.data)
    if recipe.kind in ("str", "bytes"):
        recipe = Recipe("tuple", 200, recipe.pairs, recipe.data)
    message = read(serialize(await recipe.make(impl)))
    names = {name.lower().encode() for name, _ in recipe.pairs}
    if recipe.kind == "redirect":
        names.discard(b"location")
    got = {name: [v for n, v in message.fields if n == name] for name in names}
    wanted = {
        name: [v.encode() for n, v in recipe.pairs if n.lower().encode() == name] for name in names
    }
    expect(got == wanted, f"{wanted}", got)


@clause(
    "wire.set-cookie", level=MUST, source="RFC 9110 §5.3", also="RFC 6265 §3", depends_on=WRITABLE
)
@given(
    cookies=st.lists(
        st.sampled_from(
            ["a=1", "b=2; Expires=Wed, 09 Jun 2021 10:18:14 GMT", "a=3; Path=/x", "c="]
        ),
        min_size=2,
        max_size=4,
    ),
    kind=st.sampled_from(
        ["Response", "FileResponse", "static", "tuple", "coroutine", "abort", "redirect"]
    ),
)
async def test_set_cookie(impl, cookies, kind):
    """Each Set-Cookie is a line of its own, in order: never joined, never dropped."""
    recipe = Recipe(kind, 302, [("Set-Cookie", cookie) for cookie in cookies], b"a")
    head = cut(serialize(await recipe.make(impl)))
    expect_equal(head.values(b"set-cookie"), [cookie.encode() for cookie in cookies])


#: What some way to a response sets by itself.
DEFAULTS = ("Content-Type", "Content-Disposition", "Location")


@clause("wire.singletons", level=MUST, source="RFC 9110 §5.3", depends_on=WRITABLE)
@given(
    recipe=recipes((*KINDS, "static", "static", "redirect", "redirect")),
    mask=masks(),
)
async def test_singletons(impl, recipe, mask):
    """A field of which a message has one line at most has one, unless the caller gave several."""
    fields = [(recase(name, mask), "a/b") for name in DEFAULTS]
    recipe = Recipe(recipe.kind, recipe.code, fields + recipe.pairs[:1], recipe.data)
    head = cut(serialize(await recipe.make(impl)))
    given_names = [name.lower() for name, _ in recipe.pairs]
    for name in SINGLETONS:
        if given_names.count(name) <= 1 or (name == "location" and recipe.kind == "redirect"):
            values = head.values(name.encode())
            expect(len(values) <= 1, f"one {name} at most", values)


@clause(
    "wire.content-length",
    level=MUST,
    source="RFC 9110 §8.6",
    also="RFC 9112 §6.3",
    depends_on=WRITABLE,
)
@given(recipe=recipes())
async def test_content_length(impl, recipe):
    """There is one Content-Length, and it counts the octets after the head."""
    head = cut(serialize(await recipe.make(impl)))
    expect_content_length(head)


@clause("wire.content", level=MUST, source="doc", depends_on=WRITABLE)
@given(recipe=recipes())
@example(recipe=Recipe("Response", 200, [], b"a" * 70_000))
@example(recipe=Recipe("static", 200, [], b"a" * 70_000))
@example(recipe=Recipe("Response", 200, [], b"<p>\n</p>\r"))
@example(recipe=Recipe("coroutine", 404, [], b" \r\na\0b\r\n "))
@example(recipe=Recipe("bytes", 200, [], b" \r\na\0b\xff\r\n "))
async def test_content(impl, recipe):
    """The content that arrives is the content that was given."""
    message = read(serialize(await recipe.make(impl)))
    reached()
    if recipe.content is not None:
        expect(message.content == recipe.content, repr(recipe.content), message.content)


@clause(
    "wire.next-response",
    level=MUST,
    source="RFC 9112 §6.3",
    also="RFC 9112 §9.3",
    depends_on=WRITABLE,
)
@given(recipe=recipes())
async def test_next_response(impl, recipe):
    """Nothing trails: the message ends by itself, and the next one on the connection is read."""
    octets = serialize(await recipe.make(impl))
    expect_next_response(octets)


@clause(
    "wire.no-content",
    level=MUST,
    source="RFC 9112 §6.3",
    also="RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5",
    depends_on=WRITABLE,
)
@given(
    code=no_content_codes(),
    data=contents(),
    kind=st.sampled_from(
        ["Response", "FileResponse", "tuple", "coroutine", "abort", "redirect", "wrapped"]
    ),
)
@example(code=150, data=b"a", kind="Response")
async def test_no_content(impl, code, data, kind):
    """After the head of a 1xx, 204, 205 or 304 there is not one octet, however it was made."""
    try:
        if kind == "wrapped":
            response = await impl.responsify((code, impl.Response(200, (), data)))
        elif kind in ("abort", "redirect"):
            # The content of an Abort with such a code is the sender's to leave out.
            recipe = Recipe(kind, code, [], b"")
            response = await recipe.make(impl)
        else:
            response = await Recipe(kind, code, [], data).make(impl)
    except (ValueError, TypeError) as error:
        reached()
        expect(bool(data), "empty content to be accepted", words=f"a refusal: {said(error)}")
        return
    octets = serialize(response)
    expect_no_content(cut(octets))
    if code != 205 and code != 101:
        first, second = read_two(octets)
        expect_equal((first.code, second.code), (code, 299))


@clause("wire.no-length", level=MUST, source="RFC 9110 §8.6", depends_on=WRITABLE)
@given(
    code=st.sampled_from([100, 101, 103, 150, 199, 204]),
    kind=st.sampled_from(["Response", "FileResponse", "tuple", "wrapped", "file", "twice"]),
)
async def test_no_length(impl, code, kind):
    """A 1xx or 204 has no Content-Length that the caller did not give, however it was made."""
    if kind == "wrapped":
        response = await impl.responsify((code, impl.Response(200, (), b"")))
    elif kind == "file":
        empty = write(b"", "empty.txt")
        response = await impl.responsify((code, impl.FileResponse(200, empty, ())))
    elif kind == "twice":
        response = await impl.responsify((code, (404, "")))
    else:
        response = await Recipe(kind, code, [], b"").make(impl)
    head = cut(serialize(response))
    lengths = head.values(b"content-length")
    expect(lengths == [], "no Content-Length", lengths)
    expect_equal(head.values(b"transfer-encoding"), [])


@clause(
    "wire.not-modified",
    level=MUST,
    source="RFC 9110 §8.6",
    also="RFC 9110 §15.4.5",
    depends_on=WRITABLE,
)
@cases(data=[b"", b"abc"], kind=["Response", "tuple", "wrapped", "twice"])
async def test_not_modified(impl, data, kind):
    """A 304 has no automatic Content-Length of 0: none, or that of the content it stands for."""
    try:
        if kind == "wrapped":
            response = await impl.responsify((304, impl.Response(200, (), data)))
        elif kind == "twice":
            response = await impl.responsify((304, (200, data.decode())))
        else:
            response = await Recipe(kind, 304, [], data).make(impl)
    except (ValueError, TypeError) as error:
        expect(bool(data), "empty content to be accepted", words=f"a refusal: {said(error)}")
        return
    head = cut(serialize(response))
    expect_no_content(head)
    expect_equal(head.values(b"content-length"), [], *([[b"3"]] if data else []))


@clause("wire.chunked", level=MUST, source="RFC 9112 §7.1", also="ruling", depends_on=WRITABLE)
@given(data=contents(), kind=st.sampled_from(["Response", "FileResponse", "static", "tuple"]))
async def test_chunked(impl, data, kind):
    """With Transfer-Encoding: chunked, the chunks of data are framed and arrive as given."""
    recipe = Recipe(kind, 200, [("Transfer-Encoding", "chunked")], data)
    response = await recipe.make(impl)
    octets = serialize(response)
    expect_no_length_beside_chunks(cut(octets))
    first, second = read_two(octets)
    expect(first.content == recipe.content, repr(recipe.content), first.content)
    expect_equal(first.end, "length")
    expect_equal(second.code, 299)


@clause(
    "wire.head-request",
    level=MUST,
    source="RFC 9110 §9.3.2",
    also="RFC 9110 §8.6",
    depends_on=WRITABLE,
)
@given(recipe=recipes())
async def test_head_request(impl, recipe):
    """The answer to HEAD is the head of the answer to GET; the next message is read after it."""
    get = serialize(await recipe.make(impl))
    head = serialize(await recipe.make(impl), "HEAD")
    expect_no_content(cut(head))
    length = cut(head).values(b"content-length")
    wanted = [b"%d" % len(cut(get).rest)]
    expect(length == wanted, f"Content-Length {wanted}, that of the answer to GET", length)
    _, second = read_two(head, "HEAD")
    expect_equal(second.code, 299)


@clause("wire.file-grown", level=MUST, source="RFC 9112 §6.3", depends_on=["file-response.grown"])
@cases(size=[0, 1, 64, 65, 128], more=[1, 64, 1000])
def test_file_grown(impl, size, more):
    """A file that grew after its response was made does not run into the next message."""
    path = write(b"a" * size, "growing.txt")
    response, again = (impl.FileResponse(200, path, (), 64) for _ in range(2))
    with open(path, "ab") as file:
        file.write(b"+" * more)
    got = 0
    try:
        for chunk in chunks_of(again):
            got += len(chunk)
    except OSError:  # to notice that it is no longer the file that was announced is as good
        expect(got <= size, f"at most the {size} octets announced", got)
        return
    first, second = read_two(serialize(response))
    # Of what came later, a message may hold what its length includes.
    expect_equal(first.content[:size], b"a" * size)
    expect_equal(second.code, 299)

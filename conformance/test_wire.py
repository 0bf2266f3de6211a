"""The wire: what a response is on an HTTP/1.1 connection, octet by octet."""

from __future__ import annotations

import http.client
import importlib.util
import io

import h11
from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Skipped, Violation, cases, clause, reached
from .doors import through_every_door
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_raises,
    pairs_of,
)
from .files import sample, write
from .grammar import CONTENT_LENGTH, FIELD_LINE, SINGLETONS, STATUS_LINE
from .responses import Recipe, recipes
from .strategies import (
    BREAKS,
    FILE_NAMES,
    bad_names,
    breaking_values,
    contents,
    control_values,
    field_names,
    field_values,
    no_content_codes,
    obs_text_values,
    pairs,
    repeated_pairs,
    texts,
    wide_values,
)
from .streams import connection
from .wire import PROBE, cut, read, read_two, serialize

WRITABLE = ["response.construct", "responsify.supported"]


@clause("wire.status-line", level=MUST, source="RFC 9112 §4", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_status_line(impl, recipe):
    """The message starts with HTTP/1.1, the code in three digits, and a reason phrase."""
    line = cut(serialize(await recipe.make(impl))).status_line
    match = STATUS_LINE.fullmatch(line)
    expect(match is not None, "HTTP/1.1 SP 3DIGIT SP reason-phrase", line)
    expect_equal(match["code"], b"%d" % recipe.code)


@clause("wire.status-line-codes", level=MUST, source="RFC 9112 §4", depends_on=WRITABLE)
@cases(code=range(100, 600))
def test_status_line_codes(impl, code):
    """Every code from 100 to 599 has a grammatical status line."""
    line = cut(serialize(impl.Response(code, (), b""))).status_line
    match = STATUS_LINE.fullmatch(line)
    expect(match is not None, "HTTP/1.1 SP 3DIGIT SP reason-phrase", line)
    expect_equal(match["code"], b"%d" % code)


@clause("wire.field-lines", level=MUST, source="RFC 9112 §5", also="ruling", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_field_lines(impl, recipe):
    """Each pair of items() is one field line, in order, and each line is grammatical."""
    response = await recipe.make(impl)
    head = cut(serialize(response))
    for line in head.lines:
        expect(FIELD_LINE.fullmatch(line) is not None, "name: value", line)
    sent = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in pairs_of(response.headers)
    ]
    expect_equal(head.fields, [(name, value.strip(b" \t")) for name, value in sent])


@clause(
    "wire.fields-arrive",
    level=MUST,
    source="RFC 9110 §5.2",
    also="RFC 9110 §5.3",
    depends_on=WRITABLE,
)
@given(recipe=recipes())
async def test_fields_arrive(impl, recipe):
    """What the caller gave arrives octet for octet: every value, in its order, on lines of its own."""
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


@clause("wire.singletons", level=MUST, source="RFC 9110 §5.3", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_singletons(impl, recipe):
    """A field that a message has at most once stands there once, if the caller gave it once."""
    head = cut(serialize(await recipe.make(impl)))
    given_names = [name.lower() for name, _ in recipe.pairs]
    for name in SINGLETONS:
        if given_names.count(name) <= 1 or name == "location" and recipe.kind == "redirect":
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
    values = head.values(b"content-length")
    expect(
        len(values) == 1 and CONTENT_LENGTH.fullmatch(values[0]) is not None, "one 1*DIGIT", values
    )
    expect_equal(int(values[0]), len(head.rest))


@clause("wire.content", level=MUST, source="doc", depends_on=WRITABLE)
@given(recipe=recipes())
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
    first, second = read_two(serialize(await recipe.make(impl)))
    expect_equal(first.end, "length")
    expect_equal(first.trailing, PROBE)
    expect_equal((second.code, second.content, second.trailing), (299, b"probe", b""))


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
async def test_no_content(impl, code, data, kind):
    """After the head of a 1xx, 204, 205 or 304 there is not one octet, whichever way it was made."""
    try:
        if kind == "wrapped":
            response = await impl.responsify((code, impl.Response(200, (), data)))
        elif kind in ("abort", "redirect"):
            # The content of an Abort with such a code is the sender's to leave out.
            recipe = Recipe(kind, code, [], b"")
            response = await recipe.make(impl)
        else:
            response = await Recipe(kind, code, [], data).make(impl)
    except (ValueError, TypeError):
        reached()
        expect(bool(data), "empty content to be accepted", "a refusal")
        return
    octets = serialize(response)
    expect_equal(cut(octets).rest, b"")
    if code != 205 and code != 101:
        first, second = read_two(octets)
        expect_equal((first.code, second.code), (code, 299))


@clause("wire.no-length", level=MUST, source="RFC 9110 §8.6", depends_on=WRITABLE)
@given(
    code=st.sampled_from([100, 101, 103, 150, 199, 204]),
    kind=st.sampled_from(["Response", "FileResponse", "tuple", "wrapped", "twice"]),
)
async def test_no_length(impl, code, kind):
    """A 1xx or 204 has no Content-Length that the caller did not give, whichever way it was made."""
    if kind == "wrapped":
        response = await impl.responsify((code, impl.Response(200, (), b"")))
    elif kind == "twice":
        response = await impl.responsify((code, (404, "")))
    else:
        response = await Recipe(kind, code, [], b"").make(impl)
    head = cut(serialize(response))
    expect_equal(head.values(b"content-length"), [])
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
    except (ValueError, TypeError):
        expect(bool(data), "empty content to be accepted", "a refusal")
        return
    head = cut(serialize(response))
    expect_equal(head.rest, b"")
    expect_equal(head.values(b"content-length"), [], *([[b"3"]] if data else []))


@clause("wire.chunked", level=MUST, source="RFC 9112 §7.1", also="ruling", depends_on=WRITABLE)
@given(data=contents(), kind=st.sampled_from(["Response", "FileResponse", "static", "tuple"]))
async def test_chunked(impl, data, kind):
    """With Transfer-Encoding: chunked, the chunks of data are framed so that they arrive as given."""
    recipe = Recipe(kind, 200, [("Transfer-Encoding", "chunked")], data)
    response = await recipe.make(impl)
    octets = serialize(response)
    expect_equal(cut(octets).values(b"content-length"), [])
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
    """The answer to HEAD is the head of the answer to GET, and the next message is read after it."""
    get = serialize(await recipe.make(impl))
    head = serialize(await recipe.make(impl), "HEAD")
    expect_equal(cut(head).rest, b"")
    expect_equal(cut(head).values(b"content-length"), cut(get).values(b"content-length"))
    _, second = read_two(head, "HEAD")
    expect_equal(second.code, 299)


# --- what may not get out, through every door


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
@given(name=bad_names())
async def test_names(impl, name):
    """A name that is no token is refused, through every door of every response."""
    for door, response in await through_every_door(impl, name, "a"):
        expect(response is REFUSED, f"a refusal by {door}", response)


@clause("wire.control-characters", level=SHOULD, source="RFC 9110 §5.5", depends_on=WRITABLE)
@given(value=control_values())
async def test_control_characters(impl, value):
    """A control character in a value is refused, through every door of every response."""
    for door, response in await through_every_door(impl, "X-A", value):
        expect(response is REFUSED, f"a refusal by {door}", response)


@clause("wire.values-carried", level=MUST, source="RFC 9110 §5.5", depends_on=WRITABLE)
@given(name=field_names(), value=field_values())
async def test_values_carried(impl, name, value):
    """A legal value arrives octet for octet, through every door of every response."""
    for door, response in await through_every_door(impl, name, value):
        if door.startswith("redirect") and name.lower() == "location":
            continue
        expect(response is not REFUSED, f"{door} to accept good input", "a refusal")
        head = cut(serialize(response))
        got = head.values(name.lower().encode())
        expect(got == [value.encode()], f"{value!r} once after {door}", got)


@clause("wire.obs-text-carried", level=MUST, source="RFC 9110 §5.5", depends_on=WRITABLE)
@given(value=st.one_of(obs_text_values(), wide_values()))
async def test_obs_text_carried(impl, value):
    """U+0080..U+00FF arrives as that octet, what is beyond encoded, or either is refused."""
    for door, response in await through_every_door(impl, "X-A", value):
        if response is REFUSED:
            continue
        (got,) = cut(serialize(response)).values(b"x-a")
        if max(value) <= "\xff":
            expect(got == value.encode("latin-1"), f"the octets of {value!r} after {door}", got)
        else:
            truncated = bytes(ord(c) & 0xFF for c in value)
            expect(got != truncated.strip(b" \t"), f"nothing truncated after {door}", got)


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
def test_description_is_content(impl, text, way):
    """The description of an Abort is content: no text in it changes the head."""
    from .doors import as_response

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
    own = {b"content-encoding"}
    expect_equal({n for n, _ in head.fields} - own <= {n for n, _ in expected.fields}, True)
    expect_equal(head.rest, b"a")


# --- other readers


@clause("wire.http-client", level=MUST, source="RFC 9112 §6.3", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_http_client(impl, recipe):
    """http.client reads the same message as h11: code, fields, content."""
    octets = serialize(await recipe.make(impl))
    message = read(octets)
    reached()
    reader = http.client.HTTPResponse(_Socket(octets))  # type: ignore[arg-type]
    try:
        reader.begin()
        content = reader.read()
    except http.client.HTTPException as error:
        raise Violation("a message that http.client can read", repr(error), octets) from error
    expect_equal(reader.status, message.code)
    expect(content == message.content, repr(message.content), content)
    fields = [(name.lower(), value) for name, value in reader.getheaders()]
    expect_equal(fields, [(n.decode("latin-1"), v.decode("latin-1")) for n, v in message.fields])


class _Socket:
    """As much of a socket as http.client asks for."""

    def __init__(self, octets):
        self._octets = octets

    def makefile(self, mode):
        return io.BytesIO(self._octets)


@clause("wire.llhttp", level=MUST, source="RFC 9112 §6.3", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_llhttp(impl, recipe):
    """llhttp reads the same message as h11: code, fields, content, and where it ends."""
    if importlib.util.find_spec("httptools") is None:
        raise Skipped("the package httptools is not installed")
    import httptools

    octets = serialize(await recipe.make(impl))
    message = read(octets)
    reached()
    seen = _Callbacks()
    parser = httptools.HttpResponseParser(seen)
    try:
        parser.feed_data(octets + PROBE)
    except httptools.HttpParserError as error:
        raise Violation("messages that llhttp can read", repr(error), octets) from error
    expect_equal(seen.codes(parser), 299)
    expect_equal(seen.complete, 2)
    expect(seen.content[0] == message.content, repr(message.content), seen.content[0])
    expect_equal(seen.fields[0], message.fields)


class _Callbacks:
    """Collects what llhttp calls back."""

    def __init__(self):
        self.fields, self.content, self.complete = [], [], 0

    def on_message_begin(self):
        self.fields.append([])
        self.content.append(b"")

    def on_header(self, name, value):
        self.fields[-1].append((bytes(name).lower(), bytes(value)))

    def on_body(self, body):
        self.content[-1] += body

    def on_message_complete(self):
        self.complete += 1

    @staticmethod
    def codes(parser):
        return parser.get_status_code()


# --- communicate, over real streams


@clause(
    "wire.upgrade",
    level=MUST,
    source="doc",
    also="RFC 9110 §7.8",
    depends_on=["response.communicate"],
    needs="streams",
)
@given(
    parts=st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=4),
    early=st.booleans(),
    code=st.just(101),
)
async def test_upgrade(impl, parts, early, code):
    """After a 101, communicate speaks the other protocol over the same streams: here, an echo."""

    class Echo(impl.Response):
        async def communicate(self, reader, writer):
            while data := await reader.read(100):
                writer.write(data)
                await writer.drain()
            writer.write(b"bye")
            await writer.drain()

    response = Echo(code, {"Connection": "upgrade", "Upgrade": "echo"}, b"")
    client = h11.Connection(h11.CLIENT)
    request = client.send(
        h11.Request(
            method="GET",
            target="/",
            headers=[("Host", "a"), ("Connection", "upgrade"), ("Upgrade", "echo")],
        )
    )
    request += client.send(h11.EndOfMessage())
    async with connection() as ends:
        ends.client_writer.write(request + (parts[0] if early else b""))
        received = await ends.reader.readexactly(len(request))
        expect_equal(received, request)
        ends.writer.write(serialize(response))
        await ends.writer.drain()
        if not early:
            ends.client_writer.write(parts[0])
        for part in parts[1:]:
            ends.client_writer.write(part)
        ends.client_writer.write_eof()
        expect_equal(await response.communicate(ends.reader, ends.writer), None)
        ends.writer.close()
        octets = await ends.client_reader.read()
    client.receive_data(octets)
    event = client.next_event()
    expect(type(event) is h11.InformationalResponse, "101 Switching Protocols", repr(event))
    expect(client.their_state is h11.SWITCHED_PROTOCOL, "SWITCHED_PROTOCOL", client.their_state)
    expect_equal(bytes(client.trailing_data[0]), b"".join(parts) + b"bye")


@clause(
    "wire.communicate-default",
    level=MUST,
    source="doc",
    depends_on=["response.communicate"],
    needs="streams",
)
@given(recipe=recipes(("Response", "FileResponse", "static", "jsonify", "str", "tuple")))
async def test_communicate_default(impl, recipe):
    """The default communicate leaves the connection as it was: open, nothing read, nothing written."""
    response = await recipe.make(impl)
    async with connection() as ends:
        ends.client_writer.write(b"next request")
        expect_equal(await response.communicate(ends.reader, ends.writer), None)
        expect_equal(ends.writer.is_closing(), False)
        ends.writer.write(PROBE)
        await ends.writer.drain()
        expect_equal(await ends.client_reader.readexactly(len(PROBE)), PROBE)
        expect_equal(await ends.reader.readexactly(12), b"next request")


@clause(
    "wire.communicate-attributes",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=["responsify.inner-survives"],
    needs="streams",
)
@given(parts=st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=3))
async def test_communicate_attributes(impl, parts):
    """The communicate of an inner response works after a tuple, with the attributes it needs."""

    class Echo(impl.Response):
        def __init__(self, farewell):
            super().__init__(101, (), b"")
            self.farewell = farewell

        async def communicate(self, reader, writer):
            writer.write(await reader.read() + self.farewell)

    response = await impl.responsify((101, ("Upgrade", "echo"), Echo(b"bye")))
    async with connection() as ends:
        ends.client_writer.write(b"".join(parts))
        ends.client_writer.write_eof()
        await response.communicate(ends.reader, ends.writer)
        ends.writer.close()
        expect_equal(await ends.client_reader.read(), b"".join(parts) + b"bye")


# --- a file that is sent


@clause("wire.file-grown", level=MUST, source="RFC 9112 §6.3", depends_on=["file-response.grown"])
@cases(size=[0, 1, 64, 65, 128], more=[1, 64, 1000])
def test_file_grown(impl, size, more):
    """A file that grew after its response was made does not run into the next message."""
    path = write(b"a" * size, "growing.txt")
    response = impl.FileResponse(200, path, (), 64)
    with open(path, "ab") as file:
        file.write(b"+" * more)
    first, second = read_two(serialize(response))
    expect_equal(first.content, b"a" * size)
    expect_equal(second.code, 299)


@clause("wire.tuple-door", level=MUST, source="doc", depends_on=WRITABLE)
@given(pairs=repeated_pairs() | pairs(3))
async def test_tuple_door(impl, pairs):
    """The headers of a tuple arrive as those of a Response do."""
    pairs = [pair for pair in pairs if pair[0].lower() != "content-type"]
    of_tuple = cut(serialize(await impl.responsify((200, *pairs, "a"))))
    of_response = cut(serialize(impl.Response(200, pairs, b"a")))
    expect_equal(
        sorted(of_tuple.fields, key=lambda f: f[0]), sorted(of_response.fields, key=lambda f: f[0])
    )

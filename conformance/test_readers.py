"""Other readers: what h11 reads, http.client and llhttp read too."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import http.client
import importlib.util
import io

from hypothesis import given

from .clause import MUST, Skipped, Violation, clause, reached
from .expect import (
    expect,
    expect_equal,
)
from .responses import WRITABLE, recipes
from .wire import PROBE, read, serialize


@clause("wire.http-client", level=MUST, source="RFC 9112 §6.3", depends_on=WRITABLE)
@given(recipe=recipes())
async def test_http_client(impl, recipe):
    """http.client reads the same message as h11: code, fields, content."""
    octets = serialize(await recipe.make(impl))
    message = read(octets)
    reached()
    reader = http.client.HTTPResponse(_Socket(octets))
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

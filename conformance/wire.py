"""Puts a response on an HTTP/1.1 connection without repairing it, and reads it back.

`serialize` writes `code`, `description`, `headers.items()` and `data` as they come, so that a
fault reaches the reader. `Head` is the raw head, cut into lines and judged by nobody; `read` is
what h11 makes of the whole. h11 alone is no judge: it accepts a bare LF as the end of a line, two
equal Content-Lengths, content after a 205, and more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import h11

from .clause import NotProvided, Violation, on_the_wire
from .expect import MOST_PAIRS, plain
from .failure import said, show
from .grammar import allows_content

#: The most octets and chunks that a response is asked for: endless content is a fault, not a hang.
MOST_OCTETS = 2**26
MOST_CHUNKS = 1_000_000

#: What follows a response on the same connection, to see whether it is still read rightly.
PROBE = b"HTTP/1.1 299 probe\r\nContent-Length: 5\r\n\r\nprobe"


def serialize(response: Any, method: str = "GET") -> bytes:
    """The octets of `response` as its own attributes say; a Violation where they cannot be sent."""
    try:
        octets = b"".join(parts_of(response, method))
        on_the_wire(octets)
        return octets
    except (Violation, NotProvided):
        raise
    except Exception as error:
        raise Violation("a response that can be sent", said(error)) from error


def parts_of(response: Any, method: str = "GET", most: int | None = None) -> Iterator[bytes]:
    """The head, then the chunks, framed where Transfer-Encoding says so; see `chunks_of`."""
    yield head_of(response)
    if method == "HEAD":
        return
    chunked = _is_chunked(response)
    for chunk in chunks_of(response, most):
        if not chunked:
            yield chunk
        elif chunk:
            yield b"%x\r\n%b\r\n" % (len(chunk), chunk)
    if chunked and allows_content(int.__int__(response.code)):
        yield b"0\r\n\r\n"


def head_of(response: Any) -> bytes:
    """Status line, field lines and the empty line, in latin-1."""
    lines = [f"HTTP/1.1 {int.__int__(response.code)} {response.description}"]
    lines += [name + ": " + value for name, value in _pairs(response)]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def _pairs(response: Any) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = [
        plain(tuple(pair)) for pair in islice(response.headers.items(), MOST_PAIRS)
    ]
    return pairs


def chunks_of(response: Any, most: int | None = None) -> Iterator[bytes]:
    """The chunks of ``data`` as plain bytes; a Violation where they are none, or endless.

    Endless is what has more than `most` octets, or MOST_OCTETS, or more than MOST_CHUNKS chunks.
    """
    most = MOST_OCTETS if most is None else most
    total = 0
    try:
        chunks = iter(response.data)
    except (AttributeError, TypeError) as error:
        raise Violation("data to iterate over", said(error)) from error
    for number, chunk in enumerate(chunks, 1):
        if not issubclass(type(chunk), bytes):
            raise Violation("chunks of bytes", f"a chunk {show(chunk)}")
        total += len(plain(chunk))
        if number > MOST_CHUNKS or total > most:
            raise Violation("data that ends", f"{number} chunks, {total} octets and more")
        yield plain(chunk)


def content_of(response: Any) -> bytes:
    """All chunks of ``data`` together."""
    return b"".join(chunks_of(response))


def _is_chunked(response: Any) -> bool:
    return any(
        name.lower() == "transfer-encoding" and "chunked" in value.lower()
        for name, value in _pairs(response)
    )


@dataclass(frozen=True)
class Head:
    """The raw head of a message, split at CRLF only: `status_line`, `lines`, and what follows."""

    status_line: bytes
    lines: list[bytes]
    rest: bytes

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """Each line split at its first colon; the name in lower case, the value without OWS."""
        pairs = [line.partition(b":")[::2] for line in self.lines]
        return [(name.lower(), value.strip(b" \t")) for name, value in pairs]

    def values(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.fields if key == name]


def cut(octets: bytes) -> Head:
    """The head of a message as its octets stand; a Violation where no empty line ends it."""
    on_the_wire(octets)
    head, end, rest = octets.partition(b"\r\n\r\n")
    if not end:
        raise Violation("an empty line after the head", "none", octets, (len(octets), len(octets)))
    status_line, *lines = head.split(b"\r\n")
    return Head(status_line, lines, rest)


@dataclass(frozen=True)
class Message:
    """What a reader made of a response.

    `end` is "length" or "close": whether the message ends by itself or only with the connection.
    `trailing` are the octets after its end. `fields` have lower-case names.
    """

    code: int
    reason: bytes
    fields: list[tuple[bytes, bytes]]
    content: bytes
    end: str
    trailing: bytes


def read(octets: bytes, method: str = "GET", upgrade: bool = False) -> Message:
    """What h11 reads from `octets`, sent in answer to `method`; a Violation where it reads none."""
    on_the_wire(octets)
    connection = h11.Connection(h11.CLIENT)
    _request(connection, method, upgrade)
    connection.receive_data(octets)
    try:
        return _receive(connection)
    except h11.RemoteProtocolError as error:
        raise Violation("a message that h11 can read", said(error), octets) from error


def read_two(octets: bytes, method: str = "GET") -> tuple[Message, Message]:
    """The message and the PROBE that follows it on the same connection, both read by h11."""
    on_the_wire(octets + PROBE)
    connection = h11.Connection(h11.CLIENT)
    _request(connection, method, upgrade=False)
    connection.receive_data(octets + PROBE)
    try:
        first = _receive(connection)
        if first.code < 200:
            return first, _receive(connection)
        if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
            raise Violation("a message that ends before the next", "one that swallows it", octets)
        connection.start_next_cycle()
        _request(connection, "GET", upgrade=False)
        return first, _receive(connection)
    except h11.RemoteProtocolError as error:
        raise Violation(
            "two messages that h11 can read, one after the other", said(error), octets + PROBE
        ) from error


def _request(connection: h11.Connection, method: str, upgrade: bool) -> None:
    headers = [("Host", "a")]
    if upgrade:
        headers += [("Connection", "upgrade"), ("Upgrade", "echo")]
    connection.send(h11.Request(method=method, target="/", headers=headers))
    connection.send(h11.EndOfMessage())


def _receive(connection: h11.Connection) -> Message:
    """The next message; h11.RemoteProtocolError where none comes, or what comes is none."""
    head: h11.InformationalResponse | h11.Response
    content, end = b"", "length"
    while True:
        event = connection.next_event()
        if isinstance(event, (h11.InformationalResponse, h11.Response)):
            head = event
            if head.status_code < 200:
                break
        elif isinstance(event, h11.Data):
            content += event.data
        elif event is h11.NEED_DATA:
            end = "close"
            connection.receive_data(b"")
        else:
            break
    fields = [(bytes(name), bytes(value)) for name, value in head.headers]
    trailing = bytes(connection.trailing_data[0])
    return Message(head.status_code, bytes(head.reason), fields, content, end, trailing)

"""The wire writes what it is given without repairing it, and reads it back without mercy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from types import SimpleNamespace
from typing import Any

import pytest

from conformance import wire
from conformance.clause import NotProvided, Reached, Violation
from conformance.wire import PROBE, chunks_of, content_of, cut, read, read_two, serialize


class Items:
    """Headers that have `items()` and nothing else."""

    def __init__(self, pairs: Iterable[Any]) -> None:
        self._pairs = pairs

    def items(self) -> Iterable[Any]:
        return self._pairs


def response(
    code: Any = 200, pairs: Iterable[Any] = (), data: Any = (), description: Any = "OK"
) -> Any:
    return SimpleNamespace(code=code, description=description, headers=Items(pairs), data=data)


# Writing


def test_serialize() -> None:
    """Status line, field lines in their order, an empty line, the chunks."""
    pairs = [("b", "2"), ("a", "1"), ("b", "é")]
    assert serialize(response(299, pairs, [b"x", b"", b"yz"], "")) == (
        b"HTTP/1.1 299 \r\nb: 2\r\na: 1\r\nb: \xe9\r\n\r\nxyz"
    )


@pytest.mark.parametrize(
    ("subject", "octets"),
    [
        (response(99), b"HTTP/1.1 99 OK\r\n\r\n"),
        (response(1000), b"HTTP/1.1 1000 OK\r\n\r\n"),
        (response(True), b"HTTP/1.1 1 OK\r\n\r\n"),
        (response(description="a\r\nX: y"), b"HTTP/1.1 200 a\r\nX: y\r\n\r\n"),
        (response(pairs=[("a", "b\r\nX: y")]), b"HTTP/1.1 200 OK\r\na: b\r\nX: y\r\n\r\n"),
        (response(pairs=[("a", "b\nX: y")]), b"HTTP/1.1 200 OK\r\na: b\nX: y\r\n\r\n"),
        (response(pairs=[("a", "\0")]), b"HTTP/1.1 200 OK\r\na: \0\r\n\r\n"),
        (response(pairs=[("a b", " c ")]), b"HTTP/1.1 200 OK\r\na b:  c \r\n\r\n"),
        (response(pairs=[("", "")]), b"HTTP/1.1 200 OK\r\n: \r\n\r\n"),
        (
            response(pairs=[("content-length", "9")], data=[b"a"]),
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\na",
        ),
        (response(204, data=[b"a"]), b"HTTP/1.1 204 OK\r\n\r\na"),
    ],
)
def test_faults_are_not_repaired(subject: Any, octets: bytes) -> None:
    """What is wrong about a response is on the wire as it is."""
    assert serialize(subject) == octets


def test_chunked() -> None:
    """Chunked content is framed, empty chunks are skipped, and one final chunk ends it."""
    chunked = [("Transfer-Encoding", "Chunked")]
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    data = [b"", b"a" * 17, b"", b"b"]
    assert serialize(response(200, chunked, data)) == (
        head + b"11\r\n" + b"a" * 17 + b"\r\n1\r\nb\r\n0\r\n\r\n"
    )
    assert serialize(response(200, chunked)) == head + b"0\r\n\r\n"
    assert serialize(response(200, chunked, data), "HEAD") == head
    assert serialize(response(304, chunked)) == head.replace(b"200", b"304")


def test_nothing_follows_the_head_of_a_head_request() -> None:
    """For HEAD the content is not even asked for."""

    def data() -> Iterator[bytes]:
        raise RuntimeError
        yield

    assert serialize(response(data=data()), "HEAD") == b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (response("200"), "TypeError"),
        (response(None), "TypeError"),
        (response(pairs=[("a", "€")]), "UnicodeEncodeError"),
        (response(description="€"), "UnicodeEncodeError"),
        (response(pairs=[("a", "b", "c")]), "TypeError|ValueError"),
        (response(pairs=[5]), "TypeError"),
        (response(data=5), "TypeError"),
        (response(data=(1 // 0 for _ in "a")), "ZeroDivisionError"),
        (SimpleNamespace(), "AttributeError"),
        (response(data=["a"]), "a chunk 'a'"),
        (response(data=[b"a", None]), "a chunk None"),
        (response(data=b"a"), "a chunk 97"),
        (response(data=[bytearray(b"a")]), r"a chunk bytearray\(b'a'\)"),
    ],
)
def test_what_cannot_be_sent(subject: Any, said: str) -> None:
    """A response that cannot be sent is a Violation that says why."""
    with pytest.raises(Violation, match=said):
        serialize(subject)


def test_chunks_are_plain() -> None:
    """A subclass of bytes is reduced to its octets: what it says of itself does not count."""

    class Liar(bytes):
        def __len__(self) -> int:
            return 0

        def __bool__(self) -> bool:
            return False

    (chunk,) = chunks_of(response(data=[Liar(b"abc")]))
    assert type(chunk) is bytes
    assert len(chunk) == 3


@pytest.mark.parametrize("chunk", [b"", b"a"])
def test_endless_data(monkeypatch: pytest.MonkeyPatch, chunk: bytes) -> None:
    """Data without end is a Violation, also where nothing comes of it."""
    monkeypatch.setattr(wire, "MOST_CHUNKS", 100)
    with pytest.raises(Violation, match="data that ends"):
        content_of(response(data=repeat(chunk)))


def test_too_much_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """So are large chunks without end."""
    monkeypatch.setattr(wire, "MOST_OCTETS", 100)
    with pytest.raises(Violation, match="data that ends"):
        content_of(response(data=repeat(b"a" * 60)))


def test_the_limit_is_a_matter_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends a large file to a client names another limit."""
    monkeypatch.setattr(wire, "MOST_OCTETS", 100)
    parts = list(wire.parts_of(response(data=[b"a" * 60] * 3), most=180))
    assert parts[1:] == [b"a" * 60] * 3


def test_the_most_that_is_read() -> None:
    """The limits are those that the README names; what just keeps to one is read whole."""
    assert wire.MOST_OCTETS == 64 * 2**20
    assert wire.MOST_CHUNKS == 1_000_000


@pytest.mark.parametrize(
    ("chunks", "is_read"),
    [([b"ab", b"c"], True), ([b"abc"], True), ([b"abc", b"d"], False), ([b"", b"", b"a"], True),
     ([b"", b"", b"", b""], False)],
)  # fmt: skip
def test_limits_are_exact(
    monkeypatch: pytest.MonkeyPatch, chunks: list[bytes], is_read: bool
) -> None:
    """Three octets in three chunks are read where that is the most; one more of either is not."""
    monkeypatch.setattr(wire, "MOST_CHUNKS", 3)
    monkeypatch.setattr(wire, "MOST_OCTETS", 3)
    if is_read:
        assert content_of(response(data=chunks)) == b"".join(chunks)
    else:
        with pytest.raises(Violation, match="expected data that ends"):
            content_of(response(data=chunks))


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "A"])
def test_every_other_method_is_answered_with_content(method: str) -> None:
    """Only the answer to HEAD ends with its head."""
    assert serialize(response(data=[b"a"]), method).endswith(b"\r\n\r\na")


@pytest.mark.parametrize(
    "pair",
    [
        ("Accept-Encoding", "chunked"),
        ("X-Transfer-Encoding", "chunked"),
        ("Transfer-Encoding", "gzip"),
    ],
)
def test_what_is_not_chunked_is_not_framed(pair: tuple[str, str]) -> None:
    """Another field, or another coding, frames no chunk."""
    assert serialize(response(pairs=[pair], data=[b"a"])).endswith(b"\r\n\r\na")


def test_endless_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers without end are cut off."""
    monkeypatch.setattr(wire, "MOST_PAIRS", 10)
    octets = serialize(response(pairs=repeat(("a", "b"))))
    assert octets.count(b"a: b\r\n") == 10


def test_what_is_not_provided_stays_so() -> None:
    """Asking for a name that is not exported is no fault of the response."""

    def data() -> Iterator[bytes]:
        raise NotProvided("Response")
        yield

    with pytest.raises(NotProvided):
        serialize(response(data=data()))


# Cutting


def test_cut() -> None:
    """The head is split at CRLF and nowhere else; fields are split at their first colon."""
    head = cut(b"HTTP/1.1 200 OK\r\nA: b:c \r\nX\nY: z\r\n fold\r\nno colon\r\n\r\nrest\r\n\r\n")
    assert head.status_line == b"HTTP/1.1 200 OK"
    assert head.lines == [b"A: b:c ", b"X\nY: z", b" fold", b"no colon"]
    assert head.fields == [(b"a", b"b:c"), (b"x\ny", b"z"), (b" fold", b""), (b"no colon", b"")]
    assert head.values(b"a") == [b"b:c"]
    assert head.rest == b"rest\r\n\r\n"


def test_white_space_around_a_value_is_spaces_and_tabs() -> None:
    """Other control characters and letters are part of the value."""
    head = cut(b"HTTP/1.1 200 OK\r\na: \t\x0bX\x0c\t \r\n\r\n")
    assert head.fields == [(b"a", b"\x0bX\x0c")]
    assert cut(b"HTTP/1.1 200 OK\r\na: XX \r\n\r\n").fields == [(b"a", b"XX")]


@pytest.mark.parametrize("octets", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\n\n"])
def test_a_head_without_end(octets: bytes) -> None:
    """A head that no empty line ends is a Violation that shows the octets."""
    with pytest.raises(Violation, match="an empty line after the head") as caught:
        cut(octets)
    assert caught.value.octets == octets


# Reading

OK = b"HTTP/1.1 200 OK\r\n"


def test_read() -> None:
    """A message is read with code, reason, fields, content, and how it ended."""
    message = read(OK + b"A: 1\r\na: 2\r\nContent-Length: 3\r\n\r\nabc")
    assert (message.code, message.reason, message.content) == (200, b"OK", b"abc")
    assert message.fields == [(b"a", b"1"), (b"a", b"2"), (b"content-length", b"3")]
    assert (message.end, message.trailing) == ("length", b"")


@pytest.mark.parametrize(
    ("octets", "content", "end", "trailing"),
    [
        (OK + b"Content-Length: 1\r\n\r\nabc", b"a", "length", b"bc"),
        (OK + b"Content-Length: 0\r\n\r\n\r\n", b"", "length", b"\r\n"),
        (OK + b"\r\nabc", b"abc", "close", b""),
        (OK + b"\r\n", b"", "close", b""),
        (b"HTTP/1.1 204 \r\n\r\nabc", b"", "length", b"abc"),
        (b"HTTP/1.1 304 \r\nContent-Length: 3\r\n\r\nabc", b"", "length", b"abc"),
        (b"HTTP/1.1 100 \r\n\r\nabc", b"", "length", b"abc"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nb", b"a", "length", b"b"),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
            b"abc",
            "length",
            b"",
        ),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n1\r\na\r\n0\r\n\r\n",
            b"",
            "length",
            b"1\r\na\r\n0\r\n\r\n",
        ),
        (
            OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            b"a",
            "length",
            b"",
        ),
    ],
)
def test_where_a_message_ends(octets: bytes, content: bytes, end: str, trailing: bytes) -> None:
    """A message ends where its framing says, and what follows is kept apart."""
    message = read(octets)
    assert (message.content, message.end, message.trailing) == (content, end, trailing)


def test_an_upgrade_is_read_where_it_was_asked_for() -> None:
    """What follows a 101 trails; without a request for it, there is no such answer."""
    octets = b"HTTP/1.1 101 a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nwhatever"
    message = read(octets, upgrade=True)
    assert (message.code, message.content, message.trailing) == (101, b"", b"whatever")
    with pytest.raises(Violation, match="expected a message that h11 can read"):
        read(octets)


def test_no_upgrade_before_the_probe() -> None:
    """Nobody asked for another protocol where a second message is to follow."""
    with pytest.raises(Violation, match="two messages that h11 can read"):
        read_two(b"HTTP/1.1 101 a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")


@pytest.mark.parametrize("code", [100, 103, 199])
def test_a_final_status_follows_an_interim_one(code: int) -> None:
    """What is read after an interim status answers the same request."""
    first, second = read_two(b"HTTP/1.1 %d a\r\n\r\n" % code)
    assert (first.code, second.code, second.content) == (code, 299, b"probe")


def test_read_the_answer_to_head() -> None:
    """Content after the answer to HEAD trails."""
    message = read(OK + b"Content-Length: 3\r\n\r\nabc", "HEAD")
    assert (message.content, message.trailing) == (b"", b"abc")


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        OK,
        OK + b"Content-Length: 1",
        OK + b"Content-Length: 3\r\n\r\nab",
        OK + b"Content-Length: x\r\n\r\n",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        OK + b"a b: c\r\n\r\n",
        OK + b" folded: first\r\n\r\n",
        OK + b"a: \0\r\n\r\n",
        OK + b"a: b\rc\r\n\r\n",
        OK + b"no colon\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: gzip\r\n\r\n",
    ],
)
def test_what_cannot_be_read(octets: bytes) -> None:
    """What h11 cannot read is a Violation that shows the octets, for one and for two messages."""
    with pytest.raises(Violation) as caught:
        read(octets)
    assert caught.value.octets == octets
    with pytest.raises(Violation):
        read_two(octets)


@pytest.mark.parametrize("fault", [b"a: b\nc: d", b"a: b\r\n c", b"a: \x01"])
def test_what_h11_lets_through_shows_in_the_raw_head(fault: bytes) -> None:
    """A bare LF, a fold and a control character reach whoever judges the raw head."""
    octets = OK + fault + b"\r\nContent-Length: 0\r\n\r\n"
    read(octets)
    assert b"\r\n".join(cut(octets).lines) == fault + b"\r\nContent-Length: 0"


def test_a_large_head_is_read() -> None:
    """h11's own limit for a head is out of the way."""
    assert read(OK + b"a: " + b"b" * 10**6 + b"\r\nContent-Length: 0\r\n\r\n").code == 200


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda: serialize(response(data=[b"a"])), OK + b"\r\na"),
        (lambda: cut(OK + b"\r\n"), OK + b"\r\n"),
        (lambda: read(OK + b"\r\n"), OK + b"\r\n"),
        (lambda: read_two(b"HTTP/1.1 103 \r\n\r\n"), b"HTTP/1.1 103 \r\n\r\n" + PROBE),
    ],
)
def test_octets_are_remembered(
    monkeypatch: pytest.MonkeyPatch, look: Callable[[], object], seen: bytes
) -> None:
    """Whatever is written or looked at is there to be shown with a fault."""
    monkeypatch.setattr(Reached, "octets", ())
    look()
    assert Reached.octets == (seen,)


# Two messages


def is_probe(message: wire.Message) -> bool:
    return (message.code, message.content, message.trailing) == (299, b"probe", b"")


@pytest.mark.parametrize(
    ("octets", "method"),
    [
        (OK + b"Content-Length: 3\r\n\r\nabc", "GET"),
        (OK + b"Content-Length: 3\r\n\r\n", "HEAD"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "GET"),
        (b"HTTP/1.1 204 \r\n\r\n", "GET"),
        (b"HTTP/1.1 304 \r\nContent-Length: 3\r\n\r\n", "GET"),
        (b"HTTP/1.1 103 \r\n\r\n", "GET"),
    ],
)
def test_read_two(octets: bytes, method: str) -> None:
    """The message after one that ends where it says is read rightly."""
    expect_probe(octets, method)


def expect_probe(octets: bytes, method: str) -> None:
    _, second = read_two(octets, method)
    if not is_probe(second):
        raise Violation("the probe", "another message")


@pytest.mark.parametrize(
    ("octets", "method"),
    [
        (OK + b"Content-Length: 3\r\n\r\nabcd", "GET"),
        (OK + b"Content-Length: 3\r\n\r\nab", "GET"),
        (OK + b"Content-Length: 3\r\n\r\nabc", "HEAD"),
        (OK + b"\r\nabc", "GET"),
        (OK + b"Connection: close\r\nContent-Length: 3\r\n\r\nabc", "GET"),
        (b"HTTP/1.1 204 \r\n\r\nabc", "GET"),
        (b"HTTP/1.1 304 \r\n\r\n0\r\n\r\n", "GET"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n0\r\n\r\n", "GET"),
        (OK + b"Content-Length: 3\r\n\r\nabc\r\nx", "GET"),
        (b"HTTP/1.1 103 \r\n\r\nabc", "GET"),
    ],
)
def test_what_spoils_the_next_message(octets: bytes, method: str) -> None:
    """Content that is too long or too short, or has no end, is a Violation."""
    with pytest.raises(Violation):
        expect_probe(octets, method)


def test_the_probe_is_a_message() -> None:
    """The probe by itself is read to its end."""
    assert is_probe(read(PROBE))

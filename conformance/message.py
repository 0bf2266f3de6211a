"""One message on the wire: what is asked of it, by the clauses of the wire and by `check`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .clause import REGISTRY, Clause, Violation
from .expect import expect, expect_equal, pairs_of
from .failure import said, show
from .fault import labelled, octets_of
from .grammar import CONTENT_LENGTH, FIELD_LINE, STATUS_LINE, TOKEN, allows_content
from .wire import PROBE, Head, cut, read_two, serialize

T = TypeVar("T")


def expect_status_line(head: Head, code: int) -> None:
    """That it is grammatical, and holds this code."""
    match = STATUS_LINE.fullmatch(head.status_line)
    if match is None:
        raise Violation("HTTP/1.1 SP 3DIGIT SP reason-phrase", show(head.status_line))
    expect_equal(match["code"], b"%d" % code)


def expect_field_lines(head: Head, headers: Any) -> None:
    """That there is one grammatical line for each pair of `headers.items()`, in their order."""
    for line in head.lines:
        expect(FIELD_LINE.fullmatch(line) is not None, "name: value", line)
    sent = [
        (name.lower().encode("latin-1"), value.encode("latin-1").strip(b" \t"))
        for name, value in pairs_of(headers)
    ]
    expect_equal(head.fields, sent)


def expect_no_content(head: Head) -> None:
    """That the message ends with its head."""
    expect(head.rest == b"", "not one octet after the head", head.rest)


def expect_content_length(head: Head) -> None:
    """That there is one Content-Length, that of what follows."""
    values = head.values(b"content-length")
    right = len(values) == 1 and CONTENT_LENGTH.fullmatch(values[0]) is not None
    expect(right, "one 1*DIGIT", values)
    expect_equal(int(values[0]), len(head.rest))


def expect_no_length_beside_chunks(head: Head) -> None:
    lengths = head.values(b"content-length")
    expect(lengths == [], "no Content-Length beside chunks", lengths)


def expect_next_response(octets: bytes, method: str = "GET") -> None:
    """That the message ends by itself, and the next one on the connection is read."""
    first, second = read_two(octets, method)
    expect_equal(first.end, "length")
    expect_equal(first.trailing, PROBE)
    expect_equal((second.code, second.content, second.trailing), (299, b"probe", b""))


class NotConforming(Violation):
    """What `check` raises: a violation of `clause`, told as the gate tells it."""

    def __init__(self, clause: Clause, found: Violation, octets: bytes | None) -> None:
        super().__init__(found.expected, found.got, found.octets or octets, found.at)
        self.clause = clause

    def __str__(self) -> str:
        items = [("expected", self.expected), ("got", self.got)]
        octets = octets_of(self)
        if octets is not None:
            items.append(("octets", "\n".join(octets.lines())))
        items.append(("source", self.clause.source))
        head = f"{self.clause.id} ({self.clause.level})\n{self.clause.statement}\n\n"
        return head + "\n".join(labelled(label, text) for label, text in items)


def check(response: Any, method: str = "GET") -> None:
    """Judges one response as it goes out on a connection that is kept, in answer to `method`.

    It is any object with `code`, `description`, `headers.items()` and `data`, an iterable of bytes
    that is read once. Raises NotConforming, an AssertionError, with the clause of the wire that the
    message violates: status line, field lines, framing, no content where none may be, and that h11
    reads it to its end and the next response after it. Raises ValueError for a method that is no
    token, and for CONNECT, which ends HTTP on the connection.
    """
    if TOKEN.fullmatch(method.encode()) is None or method == "CONNECT":
        raise ValueError(f"a method is a token such as GET, and not CONNECT; not {method!r}")
    octets = _judged("send.message", None, serialize, response, method)
    head = cut(octets)
    code = int.__int__(response.code)
    _judged("wire.status-line", octets, expect_status_line, head, code)
    _judged("wire.field-lines", octets, expect_field_lines, head, response.headers)
    codings = b",".join(head.values(b"transfer-encoding")).lower()
    if not allows_content(code):
        _judged("wire.no-content", octets, expect_no_content, head)
    elif codings:
        _judged("wire.chunked", octets, expect_no_length_beside_chunks, head)
    elif method != "HEAD":
        _judged("wire.content-length", octets, expect_content_length, head)
    # After a 101 there is no next response, and the end of a 205 is left open; what has another
    # coding than chunked ends with the connection.
    if code not in (101, 205) and codings in (b"", b"chunked"):
        # The next after an interim response is the final one: with content, unless for HEAD.
        final = method if code >= 200 else "GET"
        _judged("wire.next-response", octets, expect_next_response, octets, final)


def _judged(id: str, octets: bytes | None, call: Callable[..., T], *args: Any) -> T:
    try:
        return call(*args)
    except Violation as violation:
        found = violation
    except Exception as error:
        found = Violation("no exception", said(error))
    raise NotConforming(REGISTRY[id], found, octets)

"""Headers: fields that mean something to HTTP are fields like any other."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from .clause import MUST, cases, clause
from .expect import (
    expect_equal,
    expect_fields,
    expect_gone,
    made,
)
from .strategies import REGISTERED_NAMES


@clause(
    "headers.registered-names",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@cases(name=REGISTERED_NAMES)
def test_registered_names(impl, name):
    """No name is special: whatever it means to HTTP, its values are kept, replaced and removed."""
    pairs = [(name, "b; c=d"), (name.lower(), "a, b"), (name, "a, b")]
    others = [("x-a", "1")]
    for headers in (made(impl, others + pairs), impl.Headers(others + pairs)):
        expect_fields(headers, others + pairs)
        expect_equal(headers.getall(name), [value for _, value in pairs])
        expect_equal(headers[name], "b; c=d")
        headers.update({name: "e"})
        expect_fields(headers, [*others, *pairs, (name, "e")])
        headers.replace([(name, "f"), (name, "f")])
        expect_fields(headers, [*others, (name, "f"), (name, "f")])
        expect_equal(headers.setdefault(name, "g"), "f")
        headers[name] = "h"
        expect_fields(headers, [*others, (name, "h")])
        del headers[name]
        expect_gone(headers, name, others)
        expect_equal(headers.setdefault(name, "i"), "i")
        expect_equal(headers.popall(name), ["i"])
        expect_fields(headers, others)


#: As servers send them: what somebody may put in order, join, or take for said already.
SENT = (
    [
        ("Set-Cookie", 'a="b c"; Path=/; HttpOnly; SameSite=Lax'),
        ("Set-Cookie", "a=2"),
        ("set-cookie", "a=2"),
    ],
    [("Content-Type", 'multipart/x; Charset="UTF-8"; boundary=AbC')],
    [("Content-Length", "007")],
    [("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
    [("Vary", "*"), ("Vary", "a")],
    [("Vary", "a"), ("Vary", "*")],
    [("Connection", "close"), ("Connection", "TE")],
    [("Cache-Control", "no-store"), ("Cache-Control", "max-age=0"), ("cache-control", "no-store")],
    [("ETag", 'W/"a"')],
    [("ETag", 'w/"a"')],
    [("WWW-Authenticate", 'Basic realm="a, b", Digest x="y"'), ("WWW-Authenticate", "Basic")],
    [("Allow", "GET,HEAD"), ("Allow", "get")],
    [("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Expires", "0")],
    [("Location", "HTTP://Example.com:80/%7ea/../b")],
)


@clause(
    "headers.as-sent",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add"],
)
@cases(pairs=SENT)
def test_as_sent(impl, pairs):
    """Nothing is made of what a field means: its values are neither rewritten nor dropped."""
    expect_fields(impl.Headers(pairs), pairs)
    expect_fields(made(impl, pairs), pairs)
    headers = impl.Headers({"X-A": "1"})
    headers.replace(pairs)
    expect_fields(headers, [("x-a", "1"), *pairs])

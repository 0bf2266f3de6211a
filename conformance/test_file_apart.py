"""FileResponse and static: what one response knows of its file is nothing to the next."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .doors import as_response
from .expect import (
    expect,
    expect_equal,
    expect_instance,
    expect_raises,
    expect_values,
    plain,
    values_of,
)
from .files import folder, remove, seeming, write
from .grammar import FIELD_LINE
from .strategies import octets
from .wire import chunks_of, content_of, cut, serialize


@clause(
    "file-response.instances-apart",
    level=MUST,
    source="doc",
    depends_on=["file-response.content", "file-response.chunks"],
    needs="file",
)
@given(
    shapes=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=2, max_size=3),
    turns=st.lists(st.integers(0, 2), max_size=12),
)
def test_instances_apart(impl, shapes, turns):
    """Of several responses each gives its own file, in chunks of its own, also read by turns."""
    wholes = [octets(number + size)[number:] for number, (size, _) in enumerate(shapes)]
    responses = [
        impl.FileResponse(200, write(whole, f"part-{number}.html"), (), bufsize)
        for number, (whole, (_, bufsize)) in enumerate(zip(wholes, shapes, strict=True))
    ]
    iterators = [response.data for response in responses]
    chunks = [[] for _ in shapes]
    for turn in turns:
        number = turn % len(shapes)
        chunks[number].append(next(iterators[number], b""))
    for number, (size, bufsize) in enumerate(shapes):
        chunks[number] += iterators[number]
        expect_equal(b"".join(chunks[number]), wholes[number])
        longest = max(map(len, chunks[number]), default=0)
        expect(longest <= bufsize, f"chunks of at most {bufsize} octets", longest)
        expect_values(responses[number].headers, "content-length", str(size))


@clause(
    "file-response.asks-anew",
    level=MUST,
    source="doc",
    depends_on=[
        "file-response.construct",
        "file-response.not-found",
        "static.file-response",
        "headers.add",
    ],
)
@cases(maker=["FileResponse", "static"], suffix=["txt", "html"])
def test_asks_anew(impl, maker, suffix):
    """Each response asks the file system: that the path was another file before does not count."""

    def response():
        return impl.static(path) if maker == "static" else impl.FileResponse(200, path, ())

    path = write(b"", f"anew.{suffix}")
    for content in (None, b"first", b"other", b"longer than before", None, b"", b"first"):
        if content is None:
            remove(path)
            expect_equal(plain(expect_raises(impl.Abort, response).code), 404)
            continue
        write(content, f"anew.{suffix}")
        # In the same second: that is all some file systems know.
        os.utime(path, ns=(10**18 + len(content), 10**18 + sum(content)))
        made = response()
        expect_values(made.headers, "content-length", str(len(content)))
        expect_values(made.headers, "x-a")
        expect_equal(content_of(made), content)
        made.headers.add("x-a", "1")


@clause(
    "file-response.large",
    level=MUST,
    source="doc",
    depends_on=["file-response.content-length"],
)
@cases(size=[2**31 - 1, 2**31, 2**32, 2**32 + 6, 2**40])
def test_large(impl, size):
    """Content-Length is the size that os.stat gives, however large."""
    path = write(b"sample", "large.html")
    with seeming(path, size):
        response = impl.FileResponse(200, path, ())
    # The real size from whoever asks in another way, or asked for os.stat long ago.
    length = values_of(response.headers, "content-length")
    expect(length in ([str(size)], ["6"]), f"content-length: [{str(size)!r}]", length)


@clause(
    "file-response.vanished",
    level=SHOULD,
    source="ruling",
    also="RFC 9112 §8",
    depends_on=["file-response.construct"],
    needs="file",
)
@given(
    size=st.sampled_from([1, 5, 5000]),
    bufsize=st.sampled_from([1, 5, 65536]),
    how=st.sampled_from(["removed", "a folder", "empty"]),
)
def test_vanished(impl, size, bufsize, how):
    """A file that is gone before its first chunk raises, instead of ending quietly."""
    path = write(octets(size), "vanishing.html")
    response = impl.FileResponse(200, path, (), bufsize)
    remove(path)
    if how == "a folder":
        os.mkdir(path)
    elif how == "empty":
        write(b"", "vanishing.html")
    got, error = b"", None
    try:
        for chunk in chunks_of(response):
            got += chunk
    except Exception as raised:
        error = raised
    finally:
        remove(path)
    # What had been read before may still come.
    whole = error is not None or got == octets(size)
    expect(whole, f"an exception, or all {size} octets", words=f"an end after {len(got)} octets")


@clause(
    "file-response.not-found-abort",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=[
        "file-response.not-found",
        "response.construct",
        "static.file-response",
        "headers.add",
    ],
)
@cases(
    maker=["FileResponse", "static"],
    name=["missing", ".", "", "\0", "\ud800", "\udcff", "é\r\n"],
)
def test_not_found_abort(impl, maker, name):
    """The 404 is an Abort like any other: it can be sent, and shares nothing with the next."""

    def error():
        path = os.path.join(folder(), name) if name else name
        arguments = (path,) if maker == "static" else (200, path, ())
        return expect_raises(impl.Abort, getattr(impl, maker), *arguments)

    first, second = error(), error()
    expect_instance(first.description, str)
    expect_instance(first.headers, impl.Headers)
    head = cut(serialize(as_response(impl, first)))
    expect_equal(head.status_line[:13], b"HTTP/1.1 404 ")
    for line in head.lines:
        expect(FIELD_LINE.fullmatch(line) is not None, "name: value", line)
    first.headers.add("x-a", "1")
    expect_values(second.headers, "x-a")
    expect_values(error().headers, "x-a")

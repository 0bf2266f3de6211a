"""FileResponse: descriptors, short and failing reads, and files that change while they are read."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import gc
import os
from contextlib import suppress
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, NotProvided, Skipped, Violation, cases, clause, reached
from .deadline import deadline
from .expect import expect, expect_equal, plain, values_of
from .files import open_descriptors, short_reads, write
from .strategies import file_shapes, octets
from .wire import chunks_of, content_of

CONSTRUCT = ["file-response.construct"]


def rest_of(iterator):
    """The chunks that are left in an iterator; a Violation where they are endless."""
    return chunks_of(SimpleNamespace(data=iterator))


def expect_closed(path, when):
    """That no descriptor is open on the file at `path`."""
    number = open_descriptors(path)
    expect(number == 0, f"the file closed {when}", words=f"{number} open")


def expect_beginning(got, size):
    """That `got` is how a file of that many octets begins."""
    whole = octets(size)
    if not whole.startswith(got):
        at = next(
            (i for i, pair in enumerate(zip(got, whole, strict=False)) if len({*pair}) > 1), size
        )
        expect(False, "octets of the file", words=f"{got[at : at + 20]!r} at {at}")


# --- descriptors


@clause(
    "file-response.closed-at-end",
    level=MUST,
    source="doc",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes(), more=st.sampled_from([0, 0, 5]))
def test_closed_at_end(impl, shape, more):
    """The file is closed once the iterator is exhausted, while the iterator still exists."""
    size, bufsize = shape
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    iterator = response.data
    if more:
        with open(path, "ab") as file:
            file.write(b"+" * more)
    try:
        for _ in rest_of(iterator):
            pass
    except OSError:
        if not more:  # to notice that it is no longer the file that was announced is as good
            raise
    expect_closed(path, "once the iterator is exhausted")
    expect_equal(next(iterator, None), None)


@clause(
    "file-response.closed-when-left",
    level=MUST,
    source="ruling",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(1, 5), way=st.sampled_from(["close", "del"]))
def test_closed_when_left(impl, shape, taken, way):
    """Nothing stays open after close() or del of a half-read iterator, last chunk taken or not."""
    size, bufsize = max(shape[0], 1), shape[1]
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    iterator = response.data
    if way == "del":
        del response  # which may hold the iterator, where data is not a fresh one each time
    for _ in range(min(taken, -(-size // bufsize))):
        next(iterator)
    if way == "close" and hasattr(iterator, "close"):
        iterator.close()
        expect_closed(path, "after close() of the iterator")
        # Nor does it begin again, whether that ends or raises.
        with suppress(Exception):
            next(iterator)
    else:
        del iterator
        if open_descriptors(path):
            gc.collect()
    expect_closed(path, f"after {way} of the iterator")


@clause(
    "file-response.opened-late", level=SHOULD, source="ruling", depends_on=CONSTRUCT, needs="file"
)
@given(shape=file_shapes())
def test_opened_late(impl, shape):
    """Nothing is open before the first chunk is asked for."""
    path = write(octets(shape[0]))
    response = impl.FileResponse(200, path, (), shape[1])
    expect_closed(path, "after the constructor")
    iterator = response.data
    expect_closed(path, "until the first chunk is asked for")
    del iterator


# --- reads


@clause(
    "file-response.short-reads", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file"
)
@given(shape=file_shapes(), most=st.integers(1, 7))
def test_short_reads(impl, shape, most):
    """Where the operating system gives fewer octets than asked, the file still comes whole."""
    size, bufsize = min(shape[0], 300), shape[1]
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    with short_reads(most):
        chunks = list(chunks_of(response))
    expect_beginning(b"".join(chunks), size)
    lengths = list(map(len, chunks))
    expect(sum(lengths) == size, f"all {size} octets of the file", words=f"{sum(lengths)} octets")
    fit = all(0 < length <= bufsize for length in lengths)
    expect(fit, f"chunks of 1 to {bufsize} octets", words=f"chunks of {lengths} octets")


@clause(
    "file-response.failing-reads",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.short-reads"],
    needs="file",
)
@given(shape=file_shapes(), number=st.integers(0, 3))
def test_failing_reads(impl, shape, number):
    """A read that fails raises, instead of ending the content quietly, and the file is closed."""
    size, bufsize = min(shape[0], 300), shape[1]
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    got, failed = b"", False
    with short_reads(5, number):
        try:
            for chunk in chunks_of(response):
                got += chunk
        except Violation:
            raise
        except Exception:
            failed = True
    expect_beginning(got, size)
    expect(
        failed or len(got) == size,
        f"an exception, or all {size} octets",
        words=f"{len(got)} octets",
    )
    if open_descriptors(path):
        gc.collect()
    expect_closed(path, "after a read that failed")


# --- files that change


@clause(
    "file-response.grown",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(
    shape=file_shapes(),
    more=st.sampled_from([1, 7, 5000]),
    taken=st.sampled_from([None, 0, 1, 2, 3]),
    again=st.booleans(),
)
def test_grown(impl, shape, more, taken, again):
    """data never gives more octets than were announced, though the file grew, at any moment."""
    size, bufsize = shape
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    announced = int(values_of(response.headers, "content-length")[0])
    if again:  # read once before it grew: also then the length stands
        content_of(response)
    iterator = None if taken is None else response.data
    got = b"".join(next(iterator, b"") for _ in range(taken or 0))
    with open(path, "ab") as file:
        file.write(b"+" * more)
    with suppress(NotProvided):
        response.defheaders  # noqa: B018  (asked for again, it may ask for the size again)
    try:
        for chunk in response.data if iterator is None else iterator:
            got += chunk
            expect(len(got) <= announced, f"at most {announced} octets", len(got))
    except Violation:
        raise
    except Exception:  # to notice that it is no longer the file that was announced is as good
        reached()
    else:
        expect(len(got) == size, f"all {size} octets that were announced", len(got))
    expect_beginning(got, size)


@clause(
    "file-response.grown-by-replacement",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=["file-response.grown"],
    needs="file",
)
@given(shape=file_shapes(), more=st.sampled_from([1, 7, 5000]))
def test_grown_by_replacement(impl, shape, more):
    """data never gives more octets than were announced, though a longer file took the path."""
    size, bufsize = shape
    path = write(octets(size))
    response = impl.FileResponse(200, path, (), bufsize)
    os.replace(write(octets(size + more), "other.html"), path)
    got = 0
    try:
        for chunk in chunks_of(response):
            got += len(chunk)
    except Violation:
        raise
    except Exception:  # to notice that it is another file is as good
        reached()
    if open_descriptors(path):
        gc.collect()
    expect_closed(path, "after the end or the exception")
    expect(got <= size, f"at most the {size} octets announced", got)


@clause(
    "file-response.shrunk",
    level=SHOULD,
    source="ruling",
    also="RFC 9112 §8",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(
    shape=file_shapes(),
    taken=st.integers(0, 3),
    kept=st.integers(0, 3),
    fields=st.sampled_from([(), (("Transfer-Encoding", "chunked"),)]),
)
def test_shrunk(impl, shape, taken, kept, fields):
    """A file that shrank raises, instead of ending quietly with fewer octets than announced."""
    size, bufsize = max(shape[0], 1), shape[1]
    got, error, _ = read_while_it_shrinks(impl, size, bufsize, taken, kept, fields)
    # What had been read ahead before the file shrank may still come.
    whole = error is not None or len(got) == size
    expect(whole, f"an exception, or all {size} octets", words=f"an end after {len(got)} octets")


@clause(
    "file-response.shrunk-octets",
    level=MUST,
    source="ruling",
    also="RFC 9112 §6.3",
    depends_on=CONSTRUCT,
    needs="file",
)
@given(shape=file_shapes(), taken=st.sampled_from([0, 0, 0, 1, 2, 3]), kept=st.integers(0, 3))
def test_shrunk_octets(impl, shape, taken, kept):
    """What comes of a file that shrank is what stood in it; afterwards nothing is open."""
    size, bufsize = max(shape[0], 1), shape[1]
    got, error, response = read_while_it_shrinks(impl, size, bufsize, taken, kept)
    expect_beginning(got, size)
    del error  # and with it the frames that hold the iterator
    if open_descriptors(response.path):
        gc.collect()
    expect_closed(response.path, "after the end or the exception")


def read_while_it_shrinks(impl, size, bufsize, taken, kept, fields=()):
    """What is read of a file that is cut after some chunks were taken, what was raised, by whom."""
    response = impl.FileResponse(200, write(octets(size), "a.html"), fields, bufsize)
    iterator = response.data
    got = [next(iterator, b"") for _ in range(taken)]
    os.truncate(response.path, min(kept * bufsize, size - 1))
    try:
        with deadline(2, Violation("an end", "none after 2 s")):
            for chunk in rest_of(iterator):
                got.append(chunk)
    except Violation:
        raise
    except Exception as error:
        return b"".join(got), error, response
    return b"".join(got), None, response


@clause("file-response.no-mixture", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file")
@given(
    shape=file_shapes(),
    taken=st.integers(1, 4),
    how=st.sampled_from(["as long", "longer", "shorter", "removed"]),
)
def test_no_mixture(impl, shape, taken, how):
    """One iteration reads one open file: no mixture comes if its path is replaced or removed."""
    size, bufsize = shape
    path = write(octets(size))
    iterator = impl.FileResponse(200, path, (), bufsize).data
    got = b"".join(next(iterator, b"") for _ in range(taken))
    if how == "removed":
        os.unlink(path)
    else:
        length = {"as long": size, "longer": size + 9, "shorter": size // 2}[how]
        os.replace(write(b"-" * length, "other.html"), path)
    got += b"".join(rest_of(iterator))
    expect_beginning(got, size)
    expect(len(got) == size, f"all {size} octets of the first file", words=f"{len(got)} octets")


@clause(
    "file-response.size-of-special",
    level=MUST,
    source="ruling",
    also="RFC 9110 §8.6",
    depends_on=CONSTRUCT,
)
@cases(path=["/proc/self/status", "/proc/version", "/proc/self/mounts"])
def test_size_of_special(impl, path):
    """A file that holds more than os.stat says gives no more than was announced."""
    if not os.path.isfile(path) or os.stat(path).st_size:
        raise Skipped(f"this system has no {path} of size 0")
    try:
        response = impl.FileResponse(200, path, ())
    except impl.Abort as error:
        expect_equal(plain(error.code), 404)
        return
    announced = values_of(response.headers, "content-length")
    got = 0
    try:
        for chunk in chunks_of(response):
            got += len(chunk)
    except OSError:  # to notice that there is more is as good
        expect(got == 0, "no more than was announced, 0 octets", got)
        return
    expect_equal([str(got)], announced)

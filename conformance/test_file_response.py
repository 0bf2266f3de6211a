"""FileResponse: the content of a file, read in chunks when it is sent."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import http
import os
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    expect,
    expect_equal,
    expect_instance,
    expect_refused,
    plain,
)
from .files import PATH_KINDS, folder, sample, write
from .strategies import (
    content_codes,
    file_shapes,
    octets,
)
from .wire import chunks_of, content_of, cut, serialize

CONSTRUCT = ["file-response.construct"]


def expect_whole(got, size, when=""):
    """That `got` is all of the file that holds `octets(size)`."""
    whole = octets(size)
    same = len(got)
    if got != whole:
        differ = (i for i, pair in enumerate(zip(got, whole, strict=False)) if len({*pair}) > 1)
        same = next(differ, min(len(got), size))
    words = f"{len(got)} octets, of which the first {same} are the file's"
    expect(got == whole, f"the {size} octets of the file {when}".strip(), words=words)


@clause("file-response.construct", level=MUST, source="doc", depends_on=["headers.construct"])
@given(
    code=content_codes(),
    bufsize=st.sampled_from([1, 2, 4096, 65536, 10**9]),
    kind=st.sampled_from(PATH_KINDS),
    form=st.sampled_from(["{0}/{1}", "{0}/./{1}", "{0}//{1}", "{0}/../{2}/{1}"]),
    relative=st.booleans(),
)
def test_construct(impl, code, bufsize, kind, form, relative):
    """FileResponse is a Response with code, path (str or os.PathLike) and bufsize as given."""
    start = os.path.relpath(folder()) if relative else str(folder())
    path = kind(form.format(start, os.path.basename(sample()), folder().name))
    response = impl.FileResponse(code, path, (), bufsize)
    expect_instance(response, impl.FileResponse)
    expect_instance(response, impl.Response)
    expect_equal(response.code, code)
    expect_equal(os.fspath(response.path), os.fspath(path))
    expect_equal(response.bufsize, bufsize)


class Odd(int):
    """An int whose text is not its number."""

    def __str__(self):
        return "odd"

    def __format__(self, spec):
        return "odd"

    __repr__ = __str__


@clause("file-response.code-kinds", level=MUST, source="doc", depends_on=CONSTRUCT)
@cases(code=[http.HTTPStatus.OK, http.HTTPStatus.NOT_FOUND, Odd(200), Odd(418)])
def test_code_kinds(impl, code):
    """An IntEnum or another subclass of int counts as its number, three digits on the wire."""
    response = impl.FileResponse(code, sample(), ())
    expect_equal(plain(response.code), plain(code))
    expect_equal(cut(serialize(response)).status_line[:13], b"HTTP/1.1 %d " % plain(code))


@clause("file-response.code-range", level=SHOULD, source="RFC 9110 §15", depends_on=CONSTRUCT)
@cases(code=[-200, -1, 0, 1, 20, 99, 1000, 10**9, True, False])
def test_code_range(impl, code):
    """A code outside 100..599, or a bool, is refused; 600..999 is left open."""
    expect_refused(impl.FileResponse, code, write(b"", "empty.txt"), ())


@clause("file-response.bufsize-positive", level=SHOULD, source="ruling", depends_on=CONSTRUCT)
@cases(bufsize=[0, -1, -65536])
def test_bufsize_positive(impl, bufsize):
    """A bufsize below 1 is refused."""
    expect_refused(impl.FileResponse, 200, sample(), (), bufsize)


# --- data


@clause("file-response.content", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes(), code=content_codes())
def test_content(impl, shape, code):
    """The chunks together are the file, at sizes around every multiple of bufsize."""
    size, bufsize = shape
    got = content_of(impl.FileResponse(code, write(octets(size)), (), bufsize))
    expect_whole(got, size)
    unframed = impl.FileResponse(
        code, write(octets(size)), [("Transfer-Encoding", "chunked")], bufsize
    )
    expect_whole(content_of(unframed), size, "to be sent in chunks")

    class Sub(impl.FileResponse):
        @property
        def defheaders(self):
            return ()

    expect_whole(content_of(Sub(code, write(octets(size)), (), bufsize)), size, "without defaults")


@clause(
    "file-response.default-bufsize", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file"
)
@cases(size=[0, 1, 65535, 65536, 65537, 131072, 200_000, 2**21 + 1])
def test_default_bufsize(impl, size):
    """bufsize is optional; the chunks together are the file."""
    response = impl.FileResponse(200, write(octets(size)), ())
    got = content_of(response)
    expect_whole(got, size)
    expect(plain(response.bufsize) > 0, "a bufsize of at least 1", response.bufsize)


@clause("file-response.every-octet", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file")
@cases(
    content=[bytes(range(256)), b"\r\n\r\n", b"\n\r\r", b"\xef\xbb\xbfa", b"\x1aa", b"\xc3", b"\0"]
)
def test_every_octet(impl, content):
    """Octets come as they stand in the file: no text, no line ends, no byte order mark."""
    expect_equal(content_of(impl.FileResponse(200, write(content), (), 2)), content)


@clause("file-response.chunks", level=MUST, source="ruling", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes())
def test_chunks(impl, shape):
    """No chunk is empty or longer than bufsize."""
    size, bufsize = shape
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    lengths = [len(chunk) for chunk in chunks_of(response)]
    expect(0 not in lengths, "no empty chunk", words=f"chunks of {lengths} octets")
    expect(
        max(lengths, default=0) <= bufsize,
        f"at most {bufsize}",
        words=f"chunks of {lengths} octets",
    )


@clause("file-response.iterator", level=MUST, source="doc", depends_on=CONSTRUCT, needs="file")
@given(shape=file_shapes())
def test_iterator(impl, shape):
    """data is an iterator: iter() gives it back, and once exhausted it stays so."""
    size, bufsize = shape
    iterator = impl.FileResponse(200, write(octets(size)), (), bufsize).data
    expect(hasattr(iterator, "__next__"), "an iterator", iterator)
    expect(iter(iterator) is iterator, "iter(data) to be data itself", iter(iterator))
    content_of(SimpleNamespace(data=iterator))
    for _ in range(2):
        more = next(iterator, None)
        expect(more is None, "nothing after the end", more)


@clause(
    "file-response.afresh",
    level=SHOULD,
    source="ruling",
    depends_on=["file-response.iterator"],
    needs="file",
)
@given(shape=file_shapes(), taken=st.integers(0, 2))
def test_afresh(impl, shape, taken):
    """Each access to data starts afresh, also while another iteration is under way."""
    size, bufsize = shape
    response = impl.FileResponse(200, write(octets(size)), (), bufsize)
    first = response.data
    begun = [next(first, b"") for _ in range(taken)]
    for _ in range(2):
        got = content_of(response)
        expect_whole(got, size, "again")
    expect_whole(b"".join([*begun, *first]), size, "as the first iteration goes on")

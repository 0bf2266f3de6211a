"""What send leaves behind: a writer that is open, and a file that is closed."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause, reached
from .expect import expect
from .files import open_descriptors, write
from .responses import WRITABLE, Recipe, recipes, with_data
from .strategies import (
    octets,
)
from .streams import Broken, LoggingWriter, sent

SENDS = ["send.message"]


@clause(
    "send.stays-open", export="send", level=MUST, source="ruling", depends_on=[*SENDS, *WRITABLE]
)
@given(recipe=recipes(), method=st.sampled_from(["GET", "HEAD"]), at=st.integers(0, 2))
async def test_stays_open(impl, recipe, method, at):
    """send does not close the writer, nor end what it writes, whether it succeeds or not."""

    def at_drain(number):
        if number == at:
            raise Broken

    for fields in (recipe.pairs, [("Connection", "close")]):
        writer = LoggingWriter(at_drain)
        response = await Recipe(recipe.kind, recipe.code, fields, recipe.data).make(impl)
        with suppress(Broken):
            await impl.send(response, asyncio.StreamReader(), writer, method)
        others = [call for call in writer.log if call not in ("write", "drain")]
        expect(others == [], "nothing but write and drain", others)


@clause(
    "send.stays-open-after-errors",
    export="send",
    level=MUST,
    source="ruling",
    depends_on=["send.stays-open"],
)
@cases(
    where=["drain", "write", "data", "communicate"],
    code=[101, 200, 404, 500],
    error=[None, Broken, OSError, ConnectionResetError, asyncio.CancelledError],
)
async def test_stays_open_after_errors(impl, where, code, error):
    """Nor does it close the writer because of an error, wherever that arose, or of the code."""

    def fail(number=1):
        if error is not None and number == 1:
            raise error("a")

    class Own(impl.Response):
        async def communicate(self, reader, writer):
            if where == "communicate":
                fail()

    def data():
        if where == "data" and code != 101:
            fail()
        return [b"a"] if code != 101 else []

    response = with_data(Own, data, code, (), b"" if code == 101 else b"a")
    writer = LoggingWriter(**{f"at_{where}": fail} if where in ("drain", "write") else {})
    reached()
    with suppress(BaseException):
        await impl.send(response, asyncio.StreamReader(), writer)
    others = [call for call in writer.log if call not in ("write", "drain")]
    expect(others == [], "nothing but write and drain", others)


@clause(
    "send.file-closed", export="send", level=MUST, source="ruling", depends_on=SENDS, needs="file"
)
@given(
    size=st.integers(1, 30),
    at=st.integers(0, 3),
    method=st.sampled_from(["GET", "HEAD"]),
    error=st.sampled_from([Broken, asyncio.CancelledError]),
)
@example(size=30, at=2, method="GET", error=asyncio.CancelledError)
async def test_file_closed(impl, size, at, method, error):
    """After send, nothing of a file stays open, whether it succeeded or not."""

    def at_drain(number):
        if number == at:
            raise error

    path = write(octets(size), "closed.html")
    response = impl.FileResponse(200, path, (), 7)
    held = open_descriptors(path)  # that nothing is open so early is advice of another clause
    reached()
    with suppress(error):
        await sent(impl, response, method, at_drain)
    if open_descriptors(path):
        gc.collect()
    expect(open_descriptors(path) <= held, "the file to be closed", words="it is open")

"""Responses whose data are the suite's, and the writer that keeps a log."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

import reference
from conformance.responses import with_data
from conformance.streams import LoggingWriter


@dataclasses.dataclass
class Reading:
    """A response whose constructor reads back what it stored."""

    code: int
    headers: Any
    data: Any

    def __post_init__(self) -> None:
        self.size = len(self.data)


class Slots:
    """A response without a dictionary, whose data is a property."""

    __slots__ = ("_data", "size")

    def __init__(self, code: int, headers: Any, data: bytes) -> None:
        self._data = data
        self.size = len(self.data)

    @property
    def data(self) -> bytes:
        return self._data


@pytest.mark.parametrize("kind", [Reading, Slots, reference.Response])
def test_data_are_given_once_it_is_made(kind: Any) -> None:
    """The constructor sees what it stored; whoever asks later gets what was wanted."""
    chunks = [b"a", b"bc"]
    response = with_data(kind, lambda: chunks, 200, (), b"abc")
    assert response.data is chunks
    assert isinstance(response, kind)
    assert getattr(response, "size", 3) == 3


def test_data_may_raise_once_it_is_made() -> None:
    """Not before: a constructor may count them."""

    def broken() -> Any:
        raise LookupError("data")

    response = with_data(Reading, broken, 200, (), b"abc")
    with pytest.raises(LookupError):
        _ = response.data


def test_a_log_is_also_a_transport() -> None:
    """What asyncio says of a transport's buffer can be asked, and nothing is ever in it."""

    async def ask() -> list[str]:
        writer = LoggingWriter()
        writer.transport.set_write_buffer_limits(high=0)
        assert writer.transport.get_write_buffer_size() == 0
        assert len(writer.transport.get_write_buffer_limits()) == 2
        writer.write(b"a")
        await writer.drain()
        return writer.log

    assert asyncio.run(ask()) == ["write", "drain"]

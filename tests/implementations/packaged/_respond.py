"""Responses from objects: a tuple works on a copy of what it holds, and sends no content where
one of its codes, or that of the response it holds, allows none. NaN and Infinity are refused."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from ._base import Bodiless, Framed, duplicate
from ._status import FULL, Status
from .struct import Headers, Source

__all__ = ["Response", "jsonify", "responsify"]

R = TypeVar("R", bound="Response")


class Response(Bodiless, Framed):
    """A response whose content is in memory."""

    __slots__ = ("_chunks",)

    _chunks: list[bytes]

    def __init__(self, code: int, headers: Source, data: bytes) -> None:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"the data of a response is bytes, not {type(data).__name__}")
        content = memoryview(data).tobytes()
        self._status = Status.sendable(code)
        self._chunks = [content] if content else []
        self._drop_forbidden()
        self._fields = self._merge(headers)

    @property
    def data(self) -> Iterable[bytes]:
        return self._chunks

    def _octets(self) -> int:
        return sum(map(len, self._chunks))

    def _drop(self) -> None:
        object.__setattr__(self, "_chunks", [])

    def _own_chunks(self) -> None:
        """What a copy must not share with its original."""
        object.__setattr__(self, "_chunks", list(self._chunks))

    def _mute(self) -> None:
        """Sends no content from now on, or refuses to promise that."""
        self._drop()
        if not self._muted(self.data):
            raise ValueError(f"code {self.code} or the code inside it allows no content")

    def _muted(self, data: Iterable[bytes]) -> bool:
        return isinstance(data, (list, tuple)) and not any(data)


def _dressed(inner: R, status: Status, given: Headers) -> R:
    """A copy of the inner response with another code and more headers."""
    outer = duplicate(inner)
    outer._own_chunks()
    before = inner._status.ending
    object.__setattr__(outer, "_status", status)
    if before != status.ending:
        if FULL in (before, status.ending):
            outer._mute()
        outer._fields.popall("content-length")
        for length in Headers(outer.defheaders).getall("content-length"):
            outer._fields.add("content-length", length)
    outer._fields.replace(given)
    outer._tidy(outer._fields)
    return outer


def _discard(smth: object) -> None:
    """Closes the coroutines that a refused object holds and nobody has begun to await."""
    waiting = [smth]
    seen: set[int] = set()
    while waiting:
        held = waiting.pop()
        if inspect.iscoroutine(held):
            if inspect.getcoroutinestate(held) == inspect.CORO_CREATED:
                held.close()
        elif isinstance(held, (tuple, list)) and id(held) not in seen:
            seen.add(id(held))
            waiting.extend(held)


def _opened(layer: tuple[Any, ...]) -> tuple[Status, Headers, Any]:
    """The three parts of (code, *headers, something)."""
    if len(layer) < 2:
        raise TypeError("a tuple is made of a code, headers and something to send")
    status = Status.sendable(layer[0])
    for field in layer[1:-1]:
        if not isinstance(field, tuple) or len(field) != 2:
            raise TypeError("a header in a tuple is a tuple of a name and a value")
    return status, Headers(layer[1:-1]), layer[-1]


async def responsify(smth: Any) -> Response:
    layers: list[tuple[Status, Headers]] = []
    while not isinstance(smth, Response):
        if isinstance(smth, str):
            smth = Response(200, (), str.encode(smth, "utf-8"))
        elif isinstance(smth, bytes):
            smth = Response(200, [("Content-Type", "text/html")], smth)
        elif isinstance(smth, tuple):
            try:
                status, fields, inside = _opened(smth)
            except BaseException:
                _discard(smth)
                raise
            layers.append((status, fields))
            smth = inside
        elif inspect.isawaitable(smth):
            smth = await smth
        else:
            _discard(smth)
            raise TypeError(f"no response can be made of {type(smth).__name__}")
    response: Response = smth
    for status, fields in reversed(layers):
        response = _dressed(response, status, fields)
    return response


def jsonify(smth: Any) -> Response:
    text = json.dumps(smth, allow_nan=False)
    return Response(200, [("Content-Type", "application/json")], text.encode("utf-8"))

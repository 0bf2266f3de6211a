"""The way of a response to the client; the whole head is made before an octet is written, and
the writer is drained after every part."""

from __future__ import annotations

import re
from typing import Any, Final

from ._errors import Abort
from ._respond import Response
from ._status import BARE, FULL, RESET, UNCHANGED, Status

_REASON: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def _response(message: object) -> Response:
    if isinstance(message, Response):
        return message
    if isinstance(message, Abort):
        status = Status.sendable(message.code)
        text = message.description if status.ending == FULL else ""
        return Response(status.code, message.headers, text.encode("utf-8"))
    raise TypeError(f"a response is sent, not {type(message).__name__}")


def _head(response: Response, status: Status) -> bytes:
    if not _REASON.fullmatch(response.description):
        raise ValueError("the description is not fit to be a reason phrase")
    lines = [f"HTTP/1.1 {status.code} {response.description}"]
    lines.extend(f"{name}: {value}" for name, value in response.headers.items())
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def _chunked(response: Response) -> bool:
    codings = ",".join(response.headers.getall("transfer-encoding")).split(",")
    return codings[-1].strip(" \t").lower() == "chunked"


async def _content(response: Response, status: Status, writer: Any) -> None:
    chunked = _chunked(response)
    if status.ending != RESET:
        chunks = iter(response.data)
        try:
            for chunk in chunks:
                if chunked:
                    chunk = b"%X\r\n%b\r\n" % (len(chunk), chunk) if chunk else b""
                if chunk:
                    writer.write(chunk)
                    await writer.drain()
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
    if chunked:
        writer.write(b"0\r\n\r\n")


async def send(response: Response | Abort, reader: Any, writer: Any, method: str = "GET") -> None:
    message = _response(response)
    status = Status.sendable(message.code)
    writer.write(_head(message, status))
    if method != "HEAD" and status.ending not in (BARE, UNCHANGED):
        await _content(message, status, writer)
    await writer.drain()
    if not status.interim:
        await message.communicate(reader, writer)

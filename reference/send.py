"""What "sent to the client" means."""

from __future__ import annotations

from asyncio import StreamReader, StreamWriter

from .abort import Abort
from .response import Response, allows_content


async def send(
    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "GET"
) -> None:
    """Writes the response, then lets it communicate; whatever goes wrong comes out.

    `method` is the request's: the response to HEAD ends with its head. The writer stays open.
    """
    if isinstance(response, Abort):
        content = response.description.encode() if allows_content(response.code) else b""
        response = Response(response.code, response.headers, content)
    writer.write(head(response))
    if method != "HEAD" and allows_content(response.code):
        await write_content(response, writer)
    await writer.drain()
    if response.code >= 200 or response.code == 101:
        await response.communicate(reader, writer)


def head(response: Response) -> bytes:
    """The status line (RFC 9112 §4), the field lines (RFC 9112 §5) and the empty line."""
    lines = [f"HTTP/1.1 {response.code:03d} {response.description}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def write_content(response: Response, writer: StreamWriter) -> None:
    """The chunks as they are, or framed as RFC 9112 §7.1 says."""
    chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
    chunks = iter(response.data)
    try:
        for chunk in chunks:
            if chunk:
                writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunked else chunk)
                await writer.drain()
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    if chunked:
        writer.write(b"0\r\n\r\n")

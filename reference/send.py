"""What "sent to the client" means."""

from __future__ import annotations

from asyncio import StreamReader, StreamWriter

from .abort import Abort
from .response import Response, allows_content


# clause: send.message, send.message-overridden, send.streams, send.half-closed, send.again
# clause: send.interleaved, send.stays-open, send.stays-open-after-errors
async def send(
    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "GET"
) -> None:
    """Writes the response, then lets it communicate; whatever goes wrong comes out.

    `method` is the request's: the response to HEAD ends with its head. The writer stays open.
    """
    if isinstance(response, Abort):
        # clause: send.abort, send.abort-no-content, send.abort-unencodable
        # clause: send.abort-subclass, send.abort-chunked, send.abort-changed
        # clause: wire.description-is-content
        content = response.description.encode() if allows_content(response.code) else b""
        response = Response(response.code, response.headers, content)
    # clause: send.nothing-half, send.write-error-comes-out
    writer.write(head(response))
    # clause: send.head-request, send.no-content, wire.head-request, wire.no-content
    if method != "HEAD" and allows_content(response.code):
        await write_content(response, writer)
    # clause: send.order, send.error-comes-out, send.cancelled, send.communicate-cancelled
    await writer.drain()
    # clause: send.interim
    if response.code >= 200 or response.code == 101:
        # clause: send.order, send.arguments, send.upgrade, send.communicate-error-comes-out
        # clause: send.communicate-to-its-end, wire.upgrade
        await response.communicate(reader, writer)


def head(response: Response) -> bytes:
    """The status line (RFC 9112 §4), the field lines (RFC 9112 §5) and the empty line."""
    # clause: wire.status-line, wire.status-line-codes, send.code-kinds
    lines = [f"HTTP/1.1 {response.code:03d} {response.description}"]
    # clause: wire.field-lines, wire.fields-arrive, wire.set-cookie
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    # clause: send.message, wire.http-client, wire.llhttp, wire.next-response
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def write_content(response: Response, writer: StreamWriter) -> None:
    """The chunks as they are, or framed as RFC 9112 §7.1 says."""
    chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
    chunks = iter(response.data)
    try:
        # clause: send.data-error-comes-out, send.file-error-comes-out
        for chunk in chunks:
            if chunk:
                # clause: send.chunked, wire.chunked, wire.content
                writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunked else chunk)
                await writer.drain()
    finally:
        if hasattr(chunks, "close"):
            # clause: send.file-closed
            chunks.close()
    if chunked:
        # clause: send.chunked, wire.chunked
        writer.write(b"0\r\n\r\n")

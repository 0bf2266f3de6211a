"""What "sent to the client" means, and the corners that were ruled on after trying them."""

from __future__ import annotations

from .model import area, left_open, must, should

TRANSMISSION = area(
    "Transmission",
    must(
        "send/message",
        "ruling; RFC 9112 §2.1",
        """Sending writes, in this order: the status line (`HTTP/1.1`, the code in three digits,
        `description`), each pair of `headers.items()` as one field line in latin-1, an empty
        line, the chunks of `data`.""",
        "send.message",
        "send.message-overridden",
        "send.streams",
        "send.half-closed",
        "send.code-kinds",
        "send.again",
        "send.interleaved",
        "wire.status-line",
        "wire.status-line-codes",
        "wire.field-lines",
        "wire.fields-arrive",
        "wire.set-cookie",
        "wire.content",
        "wire.http-client",
        "wire.llhttp",
    ),
    must(
        "send/chunked",
        "ruling; RFC 9112 §7.1",
        """The chunks are written as they are or, with `Transfer-Encoding: chunked`, framed: empty
        ones skipped, one final chunk last.""",
        "send.chunked",
        "wire.chunked",
    ),
    must(
        "send/head-request",
        "ruling; RFC 9110 §9.3.2",
        "For a HEAD request nothing follows the head.",
        "send.head-request",
        "wire.head-request",
    ),
    must(
        "send/communicate",
        "ruling",
        """For a final status, 101 included, it drains the writer and then calls
        `communicate(reader, writer)` exactly once, and awaits its end.""",
        "send.order",
        "send.arguments",
        "send.communicate-to-its-end",
    ),
    must(
        "send/interim",
        "ruling; RFC 9110 §15.2",
        "After an interim status (1xx, but 101) `communicate` is not called.",
        "send.interim",
        why="The response is not sent yet: a final one follows.",
    ),
    must(
        "send/abort",
        "ruling",
        """An Abort is sent as the Response with its code, its headers and, for content, its
        description as UTF-8; without content where the code allows none.""",
        "send.abort",
        "send.abort-changed",
        "send.abort-no-content",
        "send.abort-subclass",
        "send.abort-chunked",
        "wire.description-is-content",
    ),
    must(
        "send/errors",
        "ruling",
        """An error while sending comes out, and `communicate` is then not called. Cancellation is
        not swallowed. What `communicate` raises comes out as well.""",
        "send.error-comes-out",
        "send.write-error-comes-out",
        "send.data-error-comes-out",
        "send.file-error-comes-out",
        "send.cancelled",
        "send.communicate-cancelled",
        "send.communicate-error-comes-out",
    ),
    must(
        "send/nothing-half",
        "ruling",
        "Whatever is refused is refused before a byte is written.",
        "send.nothing-half",
        "send.abort-unencodable",
    ),
    must(
        "send/stays-open",
        "ruling",
        "Sending does not close the writer.",
        "send.stays-open",
        "send.stays-open-after-errors",
    ),
    before="""
        The document speaks of a response that is sent, and of `communicate` after it. This is what
        it means. `async def send(response, reader, writer, method="GET")` is an optional export
        with that meaning: what is said of sending in general holds of every response, what is said
        of `send` only of a module that exports it.
        """,
)

CORNERS = area(
    "Corners",
    must(
        "corners/both-framings",
        "RFC 9112 §6.2",
        """Where the caller gives both Transfer-Encoding and Content-Length, never both are in
        `headers`: refused, or Content-Length dropped.""",
        "response.not-both-framings",
        "file-response.not-both-framings",
        "static.framing",
        "responsify.not-both-framings",
    ),
    left_open(
        "corners/framing-without-content",
        """What becomes of a Content-Length or Transfer-Encoding that the caller, or the
        `defheaders` of a subclass, gives with 1xx or 204: refused, dropped, or kept as the
        caller's own fault.""",
    ),
    must(
        "corners/nothing-after-head",
        "RFC 9112 §6.3; RFC 9110 §9.3.2",
        """With `Transfer-Encoding: chunked`, too, not one octet follows the head of a 304, a 204,
        a 1xx or the response to HEAD.""",
        "send.no-content",
        "wire.no-content",
        "send.head-request",
        "wire.head-request",
    ),
    left_open(
        "corners/chunked-reset",
        "Whether a chunked 205 sends a lone final chunk, which is no content, or nothing.",
    ),
    must(
        "corners/file-not-modified",
        "RFC 9110 §8.6",
        """A FileResponse with 304 has no Content-Length, or the true size of the file; never a
        wrong number.""",
        "wire.not-modified",
    ),
    should(
        "corners/impossible-name",
        "ruling",
        """Looking up a name that could never be stored (`h.get("a b")`, `"" in h`) finds nothing,
        or is refused.""",
        "headers.lookup-impossible",
    ),
    left_open(
        "corners/equal-order",
        "Whether the order of different names counts in `==`; that of one name's values counts.",
    ),
    must(
        "corners/tuple-without-content",
        "RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5; ruling",
        """A tuple whose code allows no content, around content that is not empty, is refused or
        sends none; around empty content it is accepted.""",
        "responsify.no-content",
        "responsify.no-content-empty",
        "responsify.no-content-headers",
    ),
    must(
        "corners/tuple-with-content-again",
        "RFC 9112 §6.3; ruling",
        """A tuple whose code allows content, around an empty response whose code allows none, is
        accepted, and the message says where it ends.""",
        "responsify.content-again",
    ),
    left_open(
        "corners/tuple-content",
        """Whether a tuple that puts a code without content around content, or the reverse, is
        refused or sends none.""",
    ),
    must(
        "corners/unencodable-description",
        "ruling",
        "A description that UTF-8 cannot encode is refused when it is sent, at the latest.",
        "send.abort-unencodable",
    ),
    left_open(
        "corners/unencodable-description-kept",
        "Whether Abort itself refuses such a description.",
    ),
    left_open(
        "corners/cancelled-early",
        "What becomes of a coroutine whose task is cancelled before its first step.",
        why="responsify was never entered.",
    ),
    left_open(
        "corners/pickle",
        "Whether a Headers or an Abort can be pickled: refusing is as good as keeping everything.",
    ),
    left_open("corners/items-type", "Whether `items()` is a list, a view or an iterator."),
    before="Where the statements above meet, or leave a question.",
)

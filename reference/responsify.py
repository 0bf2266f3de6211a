"""From what a handler returned to a response."""

from __future__ import annotations

import copy
import inspect
from typing import Any

from .abort import status_code
from .response import Response, states_length
from .struct import Headers, plain


# clause: responsify.coroutine, responsify.supported, responsify.interleaved, module.by-position
# clause: module.by-keyword
async def responsify(smth: Any) -> Response:
    """Makes a Response of whatever a handler returned.

    Takes a Response, a str, bytes, a tuple ``(code, *headers, something)`` whose headers are
    ``(name, value)`` tuples, or an awaitable of any of these. Raises TypeError or ValueError for
    anything else.
    """
    if isinstance(smth, Response):
        # clause: responsify.same-object
        return smth
    if isinstance(smth, str):
        # clause: responsify.str, responsify.str-unencodable, responsify.subclasses
        # clause: responsify.apart, responsify.tuple-type
        return Response(200, (), plain(smth).encode())
    if isinstance(smth, bytes):
        # clause: responsify.bytes, responsify.bytes-charset
        return Response(200, {"Content-Type": "text/html"}, smth)
    # clause: responsify.any-awaitable
    if inspect.isawaitable(smth):
        # clause: responsify.awaited-once, responsify.exceptions, responsify.cancelled
        # clause: responsify.cancelled-future
        return await responsify(await smth)
    if isinstance(smth, tuple):
        return await responsify_tuple(smth)
    close(smth)
    # clause: responsify.refused
    raise TypeError(f"no response can be made of {type(smth).__name__}")


async def responsify_tuple(smth: tuple[Any, ...]) -> Response:
    """The response of the last item, with the code and the header fields before it."""
    try:
        # clause: responsify.refused-tuples
        code, *pairs, inner = smth
        code = status_code(code)
        for pair in pairs:
            if not isinstance(pair, tuple):
                raise TypeError(f"a header is a tuple of name and value, not {pair!r}")
        # clause: responsify.tuple-repeats, wire.tuple-door
        headers = Headers(pairs)
    except (TypeError, ValueError):
        # clause: responsify.nothing-unawaited
        close(smth)
        raise
    # clause: responsify.nested, responsify.inner-survives, responsify.inner-file
    # clause: responsify.inner-unmodified, wire.communicate-attributes
    # clause: responsify.inner-attributes, responsify.inner-data
    response = copy.copy(await responsify(inner))
    length_was_stated = states_length(response.code)
    # clause: responsify.tuple-code
    response.code = code
    # clause: responsify.inner-unmodified, responsify.inner-changed
    response.headers = Headers(response.headers)
    # clause: responsify.no-content, responsify.no-content-empty, wire.no-length, wire.not-modified
    if length_was_stated and not states_length(code):
        response.headers.popall("Content-Length")
    # clause: responsify.content-again
    if states_length(code) and not length_was_stated:
        response.headers.setdefault("Content-Length", "0")
    # clause: responsify.tuple-headers, responsify.tuple-default, responsify.tuple-repeats
    # clause: responsify.tuple-each-name, responsify.tuple-length, responsify.no-content-headers
    response.headers.replace(headers)
    # clause: responsify.no-content, responsify.transfer-encoding, responsify.not-both-framings
    response._check_framing()
    return response


def close(smth: Any) -> None:
    """Closes every coroutine in what was refused, so that none is left unawaited."""
    if inspect.iscoroutine(smth):
        smth.close()
    elif isinstance(smth, (tuple, list)):
        for item in smth:
            close(item)

"""Status codes, and the exception that is sent as a response."""

from __future__ import annotations

import http.client
from typing import NoReturn

from .struct import Headers, Pairs, plain
from .uri import uri_reference


def phrase(code: int) -> str:
    """The standard reason phrase, "" for a code that has none (RFC 9112 §4 allows that)."""
    # clause: abort.name-unregistered, response.description, response.description-phrase
    return http.client.responses.get(code, "")


def status_code(code: int) -> int:
    """`code` as a plain int; TypeError for no int, ValueError outside 100..599 (RFC 9110 §15)."""
    # clause: response.code-type
    if isinstance(code, bool) or not isinstance(code, int):
        raise TypeError(f"a status code is an int, not {code!r}")
    # clause: response.code-range, responsify.code-range
    if not 100 <= code <= 599:
        raise ValueError(f"a status code lies between 100 and 599, not {code!r}")
    # clause: response.code-kinds, abort.code-kinds
    return int.__int__(code)


# clause: abort.construct, abort.subclass, module.classes
class Abort(Exception):
    """Raised anywhere below a request's handler, and sent as the response.

    `description` is the content. Raises TypeError for a description that is no str.
    """

    # clause: abort.defaults, module.by-position, module.by-keyword, module.optional
    def __init__(self, code: int, description: str = "", headers: Pairs = ()) -> None:
        self.code = status_code(code)
        # clause: abort.description-type, abort.texts, redirect.texts, redirect.info-type
        self.description = plain(description)
        # clause: abort.headers-apart, abort.raises-apart, abort.registered-names
        # clause: abort.names-checked
        self.headers = Headers(headers)
        # clause: abort.copies
        super().__init__(self.code, self.description)

    @property
    def name(self) -> str:
        """The standard phrase of the code, "" if it has none."""
        # clause: abort.name
        return phrase(self.code)

    def __copy__(self) -> Abort:
        # clause: abort.copies, abort.copies-now, abort.copies-assigned
        return type(self)(self.code, self.description, self.headers)

    def __str__(self) -> str:
        # clause: abort.str
        return f"{self.code} {self.name}: {self.description}"


# clause: module.by-position, module.by-keyword, module.optional
def abort(code: int, info: str = "", headers: Pairs = ()) -> NoReturn:
    """Raises Abort with these values."""
    # clause: abort.raises
    raise Abort(code, info, headers)


# clause: redirect.defaults, module.by-position, module.by-keyword, module.optional
def redirect(path: str, info: str = "", code: int = 302, headers: Pairs = ()) -> NoReturn:
    """Raises an Abort that sends the client to `path`.

    A URI-reference (RFC 3986 §4.1) goes out unchanged; any other text is percent-encoded.
    """
    # clause: redirect.arguments-apart, redirect.names-checked
    fields = Headers(headers)
    # clause: redirect.one-location, redirect.str-subclass
    fields["Location"] = uri_reference(path)
    # clause: redirect.raises, redirect.code-kinds
    raise Abort(code, info, fields)

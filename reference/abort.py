"""Status codes, and the exception that is sent as a response."""

from __future__ import annotations

import http.client
from typing import NoReturn

from .struct import Headers, Pairs, plain
from .uri import uri_reference


def phrase(code: int) -> str:
    """The standard reason phrase, "" for a code that has none (RFC 9112 §4 allows that)."""
    return http.client.responses.get(code, "")


def status_code(code: int) -> int:
    """`code` as a plain int; TypeError if it is none, ValueError outside 100..599 (RFC 9110 §15)."""
    if isinstance(code, bool) or not isinstance(code, int):
        raise TypeError(f"a status code is an int, not {code!r}")
    if not 100 <= code <= 599:
        raise ValueError(f"a status code lies between 100 and 599, not {code!r}")
    return int.__int__(code)


class Abort(Exception):
    """Raised anywhere below a request's handler, and sent as the response.

    `description` is the content. Raises TypeError for a description that is no str.
    """

    def __init__(self, code: int, description: str = "", headers: Pairs = ()) -> None:
        self.code = status_code(code)
        self.description = plain(description)
        self.headers = Headers(headers)
        super().__init__(self.code, self.description)

    @property
    def name(self) -> str:
        """The standard phrase of the code, "" if it has none."""
        return phrase(self.code)

    def __copy__(self) -> Abort:
        return type(self)(self.code, self.description, self.headers)

    def __str__(self) -> str:
        return f"{self.code} {self.name}: {self.description}"


def abort(code: int, info: str = "", headers: Pairs = ()) -> NoReturn:
    """Raises Abort with these values."""
    raise Abort(code, info, headers)


def redirect(path: str, info: str = "", code: int = 302, headers: Pairs = ()) -> NoReturn:
    """Raises an Abort that sends the client to `path`.

    A URI-reference (RFC 3986 §4.1) goes out unchanged; any other text is percent-encoded.
    """
    fields = Headers(headers)
    fields["Location"] = uri_reference(path)
    raise Abort(code, info, fields)

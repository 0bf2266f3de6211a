"""Status codes with the phrases registered today; 600 to 999 pass as codes without a phrase."""

from __future__ import annotations

from typing import Final

_PHRASES: Final[dict[int, str]] = {
    100: "Continue",
    101: "Switching Protocols",
    102: "Processing",
    103: "Early Hints",
    200: "OK",
    201: "Created",
    202: "Accepted",
    203: "Non-Authoritative Information",
    204: "No Content",
    205: "Reset Content",
    206: "Partial Content",
    207: "Multi-Status",
    208: "Already Reported",
    226: "IM Used",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    305: "Use Proxy",
    306: "(Unused)",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "(Unused)",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    506: "Variant Also Negotiates",
    507: "Insufficient Storage",
    508: "Loop Detected",
    510: "Not Extended",
    511: "Network Authentication Required",
}

# How a message with the code ends: with its head; with its head, but a Content-Length may tell
# of another message; with no content that is announced; with content.
BARE: Final = "bare"
UNCHANGED: Final = "unchanged"
RESET: Final = "reset"
FULL: Final = "full"


class Status:
    """A status code reduced to a plain int, and what follows from it."""

    __slots__ = ("code",)

    def __init__(self, code: object) -> None:
        if isinstance(code, bool) or not isinstance(code, int):
            raise TypeError(f"a status code is an int, not {type(code).__name__}")
        self.code: int = int.__int__(code)

    @classmethod
    def sendable(cls, code: object) -> Status:
        status = cls(code)
        if not 100 <= status.code <= 999:
            raise ValueError(f"{status.code} is no status code")
        return status

    @property
    def phrase(self) -> str | None:
        return _PHRASES.get(self.code)

    @property
    def ending(self) -> str:
        if 100 <= self.code <= 199 or self.code == 204:
            return BARE
        return {304: UNCHANGED, 205: RESET}.get(self.code, FULL)

    @property
    def interim(self) -> bool:
        return 100 <= self.code <= 199 and self.code != 101

"""Abort keeps everything through copying and pickling, and takes any int for its code.

The name of a code without a phrase is made up.
"""

from __future__ import annotations

from typing import Any, NoReturn

from ._location import reference
from ._status import Status
from .struct import Headers, Source


class _Described(Exception):
    """An exception that is made of a status, a text and headers."""

    _status: Status
    _text: str
    _fields: Headers

    def _fill(self, status: Status, text: str, fields: Headers) -> None:
        self._status = status
        self._text = text
        self._fields = fields

    def _extras(self) -> dict[str, Any]:
        own = {"_status", "_text", "_fields"}
        return {name: value for name, value in vars(self).items() if name not in own}


class Abort(_Described):
    """Ends the handling of a request with the response that it describes."""

    def __init__(self, code: int, description: str = "", headers: Source = ()) -> None:
        if not isinstance(description, str):
            raise TypeError(f"a description is a str, not {type(description).__name__}")
        text = str.__str__(description)
        self._fill(Status(code), text, Headers(headers))
        super().__init__(self._status.code, text)

    @property
    def code(self) -> int:
        return self._status.code

    @property
    def name(self) -> str:
        phrase = self._status.phrase
        return f"Status {self._status.code}" if phrase is None else phrase

    @property
    def description(self) -> str:
        return self._text

    @property
    def headers(self) -> Headers:
        return self._fields

    def __str__(self) -> str:
        return f"{self.code} {self.name}: {self.description}" if self._text else self.name

    def __reduce__(self) -> tuple[Any, ...]:
        made_of = (type(self), self.args, self.code, self._text, tuple(self._fields.items()))
        return _revive, made_of, self._extras()


def _revive(
    cls: type[Abort],
    args: tuple[Any, ...],
    code: int,
    text: str,
    pairs: tuple[tuple[str, str], ...],
) -> Abort:
    revived: Abort = Exception.__new__(cls)
    revived.args = args
    revived._fill(Status(code), text, Headers(pairs))
    return revived


def abort(code: int, info: str = "", headers: Source = ()) -> NoReturn:
    raise Abort(code, info, headers)


def redirect(path: str, info: str = "", code: int = 302, headers: Source = ()) -> NoReturn:
    fields = Headers(headers)
    fields["Location"] = reference(path)
    raise Abort(code, info, fields)

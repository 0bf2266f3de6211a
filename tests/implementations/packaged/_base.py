"""What both kinds of response are made of; with both of them given, Content-Length gives way
to Transfer-Encoding, and 1xx and 204 keep neither."""

from __future__ import annotations

import types
from typing import Any, TypeVar

from ._status import BARE, FULL, RESET, Status
from .struct import Headers, Source

R = TypeVar("R", bound="Sendable")


class Sendable:
    """Has a status and headers, and may speak on after it was sent."""

    __slots__ = ("__weakref__", "_fields", "_status")

    _status: Status
    _fields: Headers

    @property
    def code(self) -> int:
        return self._status.code

    @property
    def description(self) -> str:
        return self._status.phrase or ""

    @property
    def headers(self) -> Headers:
        return self._fields

    async def communicate(self, reader: Any, writer: Any) -> None:
        """Called once after the response was sent."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.code}>"


class Framed(Sendable):
    """Knows how many octets follow its head, and says so in its default headers."""

    __slots__ = ()

    def _octets(self) -> int:
        raise NotImplementedError

    @property
    def defheaders(self) -> Any:
        defaults = Headers([("Content-Type", "text/html; charset=utf-8")])
        if self._status.ending in (RESET, FULL):
            defaults.add("Content-Length", str(self._octets()))
        return defaults

    def _merge(self, given: Source) -> Headers:
        wanted = Headers(given)
        merged = Headers(self.defheaders)
        merged.replace(wanted)
        self._tidy(merged)
        return merged

    def _tidy(self, fields: Headers) -> None:
        if "transfer-encoding" in fields or self._status.ending == BARE:
            fields.popall("content-length")
        if self._status.ending == BARE:
            fields.popall("transfer-encoding")


class Bodiless:
    """Mixed in before Framed: drops the content where the code allows none."""

    __slots__ = ()

    _status: Status

    def _drop(self) -> None:
        raise NotImplementedError

    def _drop_forbidden(self) -> None:
        if self._status.ending != FULL:
            self._drop()


def duplicate(original: R) -> R:
    """A second object of the same class with the same attributes, but with headers of its own."""
    cls = type(original)
    twin = object.__new__(cls)
    for level in cls.__mro__:
        for member in vars(level).values():
            if isinstance(member, types.MemberDescriptorType):
                try:
                    value = member.__get__(original, cls)
                except AttributeError:
                    continue
                member.__set__(twin, value)
    if hasattr(original, "__dict__"):
        vars(twin).update(vars(original))
    object.__setattr__(twin, "_fields", original._fields.copy())
    return twin

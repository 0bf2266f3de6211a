"""Every way to a response: what the clauses of the wire put on a connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .doors import as_response
from .expect import expect_raises
from .files import kept
from .strategies import content_codes, contents, pairs

KINDS = (
    "Response", "FileResponse", "static", "jsonify", "str", "bytes", "tuple", "coroutine", "abort",
    "redirect",
)  # fmt: skip

#: The clauses without which nothing is learnt from a response made in any of these ways.
WRITABLE = [
    "response.construct", "responsify.supported", "file-response.construct",
    "static.file-response", "jsonify.response", "abort.raises", "redirect.raises",
]  # fmt: skip


_DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


class Recipe:
    """What a response is made of: `make(impl)` makes it, by the way that `kind` names."""

    def __init__(self, kind: str, code: int, pairs: list[tuple[str, str]], data: bytes) -> None:
        self.kind = kind
        self.code = {"static": 200, "jsonify": 200, "str": 200, "bytes": 200}.get(kind, code)
        self.pairs = pairs
        self.data = data

    def __repr__(self) -> str:
        return f"Recipe({self.kind!r}, {self.code!r}, {self.pairs!r}, {self.data!r})"

    @property
    def content(self) -> bytes | None:
        """The octets that are to arrive; None where the implementation chooses their form."""
        if self.kind in ("str", "tuple", "coroutine", "abort", "redirect"):
            return self._text.encode()
        return None if self.kind == "jsonify" else self.data

    @property
    def _text(self) -> str:
        return self.data.decode("latin-1")

    async def make(self, impl: Any) -> Any:
        kind, code, pairs = self.kind, self.code, self.pairs
        if kind == "Response":
            return impl.Response(code, pairs, self.data)
        if kind == "FileResponse":
            return impl.FileResponse(code, kept(self.data, "recipe.html"), pairs)
        if kind == "static":
            # Dates of its own would tell one response from the next a second later.
            there = {name.lower() for name, _ in pairs}
            dates = [(n, _DATE) for n in ("Date", "Expires") if n.lower() not in there]
            return impl.static(kept(self.data, "recipe.txt"), True, [*pairs, *dates])
        if kind == "jsonify":
            return impl.jsonify([self._text])
        if kind == "abort":
            error = expect_raises(impl.Abort, impl.abort, code, self._text, pairs)
            return as_response(impl, error)
        if kind == "redirect":
            error = expect_raises(impl.Abort, impl.redirect, "/a", self._text, code, pairs)
            return as_response(impl, error)
        return await impl.responsify(self._smth())

    def _smth(self) -> Any:
        if self.kind == "bytes":
            return self.data
        if self.kind == "str":
            return self._text
        smth = (self.code, *self.pairs, self._text)
        return _coroutine(smth) if self.kind == "coroutine" else smth


def with_data(kind: Any, data: Callable[[], Any], *args: Any) -> Any:
    """A response of a subclass of `kind`, made of `args`, whose data are then what `data` gives.

    Only then: a constructor may read back what it has stored.
    """
    made: list[Any] = []

    class Own(kind):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> Any:
            return data() if made and name == "data" else super().__getattribute__(name)

    made.append(Own(*args))
    return made[0]


async def _coroutine(value: Any) -> Any:
    return value


def recipes(kinds: tuple[str, ...] = KINDS) -> SearchStrategy[Recipe]:
    """Every way to a response with content, with a few header fields that do not frame it."""
    return st.builds(Recipe, st.sampled_from(kinds), content_codes(), pairs(3), contents())

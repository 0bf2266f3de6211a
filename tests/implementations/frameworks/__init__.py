"""The response API, spelt in the objects of real frameworks, one module each.

An adapter adds no behaviour and repairs nothing. It gives the framework's calls the API's names,
hands whatever ``dict()`` takes on as pairs, and makes the bulk calls that a headers class lacks of
its own single ones. What a framework has no notion of is `lacking`: nothing is judged by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from conformance.clause import NotProvided


def lacking(name: str) -> Any:
    """A property of which the framework has no notion."""

    def get(self: Any) -> NoReturn:
        raise NotProvided(name)

    return property(get)


def pairs(smth: Any) -> list[tuple[Any, Any]]:
    """Whatever dict() takes, repeated names kept, as pairs."""
    if hasattr(smth, "items"):
        return [(name, value) for name, value in smth.items()]
    if hasattr(smth, "keys"):
        return [(name, smth[name]) for name in list(smth.keys())]
    return [(name, value) for name, value in smth]


class Items:
    """Pairs, for what takes a mapping and asks it for its items alone."""

    def __init__(self, smth: Any) -> None:
        self._pairs = pairs(smth)

    def items(self) -> Iterator[tuple[Any, Any]]:
        return iter(self._pairs)


class Bulk:
    """The bulk calls, of the framework's own `add`, `getall` and ``del``."""

    def update(self: Any, smth: Any) -> None:
        for name, value in pairs(smth):
            self.add(name, value)

    def replace(self: Any, smth: Any) -> None:
        new = pairs(smth)
        for name, _ in new:
            self.popall(name)
        for name, value in new:
            self.add(name, value)

    def popall(self: Any, name: str) -> Any:
        values = self.getall(name)
        if values:
            del self[name]
        return values


class Plain:
    """A response without what no framework has: defaults that a subclass decides, and a sequel."""

    defheaders = lacking("Response.defheaders")
    communicate = lacking("Response.communicate")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in {"defheaders", "communicate"} & set(vars(cls)):
            raise NotProvided(f"Response.{name}")

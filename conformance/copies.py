"""The ways to copy an object, each of which it may refuse."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

from .expect import REFUSED, unless_uncopyable


def _copied(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: unless_uncopyable(call, value)


def _pickled(protocol: int) -> Callable[[Any], Any]:
    def pickled(value: Any) -> Any:
        octets = unless_uncopyable(pickle.dumps, value, protocol)
        return REFUSED if octets is REFUSED else pickle.loads(octets)

    return pickled


#: Each gives a copy, or REFUSED. A pickle that was made has to be readable.
WAYS = {
    "copy.copy": _copied(copy.copy),
    "copy.deepcopy": _copied(copy.deepcopy),
    **{f"pickle {p}": _pickled(p) for p in range(pickle.HIGHEST_PROTOCOL + 1)},
}


def subclass_of(kind: type) -> Any:
    """A subclass that pickle can find by its name; the same one each time."""
    name = f"{kind.__name__}{id(kind)}"
    if not issubclass(globals().get(name, object), kind):
        globals()[name] = type(name, (kind,), {"__module__": __name__, "__qualname__": name})
    return globals()[name]

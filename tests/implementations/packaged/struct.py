"""Headers as one flat list of pairs: `len`, `keys` and iteration count and repeat every pair.

Equality heeds the order of all pairs, a replaced name moves to the end, and `pop` of a missing
name raises KeyError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Generic, Protocol, TypeVar

__all__ = ["Headers"]

T = TypeVar("T")


class SupportsKeys(Protocol):
    """What dict() copies by its keys."""

    def keys(self) -> Iterable[Any]: ...

    def __getitem__(self, key: Any, /) -> Any: ...


Source = SupportsKeys | Iterable[Iterable[Any]]
Pair = tuple[str, str]

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_DROPPED: Final = re.compile(r"[\r\n\0]")
_REFUSED: Final = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]")
_BEYOND: Final = re.compile(r"[^\x00-\xff]+")
_MISSING: Final = object()


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{octet:02X}" for octet in match.group().encode("utf-8"))


def _fold(name: object) -> str | None:
    """The stored form of a name, None for what could never be stored."""
    if not isinstance(name, str):
        return None
    plain = str.__str__(name)
    return plain.lower() if _TOKEN.fullmatch(plain) else None


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a field name is a str, not {type(name).__name__}")
    folded = _fold(name)
    if folded is None:
        raise ValueError(f"a field name is a token, not {str.__repr__(name)}")
    return folded


def _value(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__repr__(value)
    if not isinstance(value, str):
        raise TypeError(f"a field value is a str or an int, not {type(value).__name__}")
    plain = _DROPPED.sub("", str.__str__(value))
    if _REFUSED.search(plain):
        raise ValueError("a field value holds no control characters and no obs-text")
    return _BEYOND.sub(_percent, plain).strip(" \t")


def _pairs(source: Source) -> list[Pair]:
    """Every pair of a source, checked, before anything is stored."""
    if isinstance(source, Headers):
        return list(source._pairs)
    raw: list[tuple[Any, Any]] = []
    loose: Any = source
    if hasattr(loose, "keys"):
        keys = loose.keys()
        raw.extend({key: loose[key] for key in keys}.items())
    else:
        for position, entry in enumerate(loose):
            parts = tuple(entry)
            if len(parts) != 2:
                raise ValueError(f"header number {position} has {len(parts)} parts; 2 are needed")
            raw.append((parts[0], parts[1]))
    return [(_name(name), _value(value)) for name, value in raw]


class _Walker(Generic[T]):
    """Walks over the pairs as they were when the walk began."""

    __slots__ = ("_at", "_pick", "_seen")

    def __init__(self, pairs: Iterable[Pair], pick: Callable[[Pair], T]) -> None:
        self._seen = tuple(pairs)
        self._pick = pick
        self._at = 0

    def __iter__(self) -> _Walker[T]:
        return self

    def __next__(self) -> T:
        if self._at >= len(self._seen):
            raise StopIteration
        self._at += 1
        return self._pick(self._seen[self._at - 1])

    def __length_hint__(self) -> int:
        return len(self._seen) - self._at


class _View(Generic[T]):
    """A live look at the pairs of one Headers."""

    __slots__ = ("_owner", "_pick")

    def __init__(self, owner: Headers, pick: Callable[[Pair], T]) -> None:
        self._owner = owner
        self._pick = pick

    def __iter__(self) -> Iterator[T]:
        return _Walker(self._owner._pairs, self._pick)

    def __len__(self) -> int:
        return len(self._owner)

    def __contains__(self, wanted: object) -> bool:
        return any(found == wanted for found in self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"


class _KeysView(_View[str]):
    __slots__ = ()

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._owner


def _first(pair: Pair) -> str:
    return pair[0]


def _second(pair: Pair) -> str:
    return pair[1]


def _whole(pair: Pair) -> Pair:
    return pair


class Headers:
    """A multi-valued dict of header fields; names are matched without regard to ASCII case."""

    def __init__(self, x: Source = ()) -> None:
        self._pairs: list[Pair] = _pairs(x)

    # reading

    def _values_of(self, name: object) -> list[str]:
        folded = _fold(name)
        return [value for known, value in self._pairs if known == folded]

    def __getitem__(self, k: str) -> str:
        for value in self._values_of(k):
            return value
        raise KeyError(k)

    def get(self, k: str, default: Any = None) -> Any:
        for value in self._values_of(k):
            return value
        return default

    def getall(self, k: str) -> list[str]:
        return self._values_of(k)

    def __contains__(self, k: object) -> bool:
        folded = _fold(k)
        return folded is not None and any(known == folded for known, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[str]:
        return _Walker(self._pairs, _first)

    def keys(self) -> _View[str]:
        return _KeysView(self, _first)

    def values(self) -> _View[str]:
        return _View(self, _second)

    def items(self) -> _View[Pair]:
        return _View(self, _whole)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return self._pairs == other._pairs

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._pairs!r})"

    # writing

    def _without(self, names: set[str]) -> list[Pair]:
        return [pair for pair in self._pairs if pair[0] not in names]

    def __setitem__(self, k: str, v: str) -> None:
        name, value = _name(k), _value(v)
        self._pairs = [*self._without({name}), (name, value)]

    def __delitem__(self, k: str) -> None:
        if k not in self:
            raise KeyError(k)
        self.popall(k)

    def add(self, k: str, v: str) -> None:
        self._pairs.append((_name(k), _value(v)))

    def setdefault(self, k: str, v: str) -> str:
        for value in self._values_of(k):
            return value
        self.add(k, v)
        return self[k]

    def pop(self, k: str, default: Any = _MISSING) -> Any:
        folded = _fold(k)
        for at, (known, value) in enumerate(self._pairs):
            if known == folded:
                del self._pairs[at]
                return value
        if default is _MISSING:
            raise KeyError(k)
        return default

    def popall(self, k: str) -> list[str]:
        found = self._values_of(k)
        folded = _fold(k)
        if found and folded is not None:
            self._pairs = self._without({folded})
        return found

    def popitem(self) -> Pair:
        if not self._pairs:
            raise KeyError("popitem(): no headers")
        return self._pairs.pop()

    def update(self, x: Source = ()) -> None:
        self._pairs.extend(_pairs(x))

    def replace(self, x: Source = ()) -> None:
        fresh = _pairs(x)
        self._pairs = self._without({name for name, _ in fresh}) + fresh

    def clear(self) -> None:
        self._pairs = []

    # copying

    def __copy__(self) -> Headers:
        other = object.__new__(type(self))
        vars(other).update(vars(self))
        other._pairs = list(self._pairs)
        return other

    def copy(self) -> Headers:
        return self.__copy__()

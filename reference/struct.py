"""A dictionary with several values to a key, and the header fields of a response as one."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeVar, Union

T = TypeVar("T")
Self = TypeVar("Self", bound="MultiDict")


class Keyed(Protocol):
    """Anything with ``keys()`` and ``[]``, which is all that ``dict()`` asks of a mapping."""

    def keys(self) -> Iterable[str]: ...
    def __getitem__(self, name: str, /) -> str: ...


# token = 1*tchar (RFC 9110 §5.6.2)
# clause: headers.every-token, headers.name-is-token-known
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# field-content (RFC 9110 §5.5) without the white space around it
# clause: headers.legal-values, headers.every-visible, headers.obs-text, headers.every-obs-text
# clause: headers.wide-characters, headers.look-alikes, headers.control-characters
# clause: wire.values-carried, wire.obs-text-carried
FIELD_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

#: Whatever ``dict()`` accepts, where pairs may repeat a name; and a MultiDict.
Pairs = Union["MultiDict", Mapping[str, str], Keyed, Iterable[tuple[str, str]]]


class MultiDict:
    """A dictionary whose keys have one or more values each, in the order they were added.

    A subclass says what a key is (``_key``, used to look up) and which pairs may be stored
    (``_pair``); every method goes through these two.
    """

    # clause: module.headers-optional
    def __init__(self, smth: Pairs = ()) -> None:
        # clause: headers.name-order, headers.deep-copy-apart
        self._values: dict[str, list[str]] = {}
        # clause: headers.construct
        self.update(smth)

    @abstractmethod
    def _key(self, name: str) -> str: ...

    @abstractmethod
    def _pair(self, name: str, value: str) -> tuple[str, str]: ...

    def _pairs(self, smth: Any) -> list[tuple[str, str]]:
        """Every pair of `smth`, checked before the first is stored: all or none."""
        # What another one of this kind holds was checked when it was stored.
        if type(smth) is type(self):
            return smth.items()
        if isinstance(smth, MultiDict):
            pairs: Iterable[tuple[str, str]] = smth.items()
        # clause: headers.shapes, headers.odd-shapes
        elif hasattr(smth, "keys"):
            pairs = [(name, smth[name]) for name in smth.keys()]  # noqa: SIM118
        else:
            pairs = smth
        # clause: headers.argument-untouched, headers.bulk-atomic, headers.self-update
        # clause: headers.model-refusals
        return [self._pair(name, value) for name, value in pairs]

    def __getitem__(self, name: str) -> str:
        """The first value; KeyError when there is none."""
        # clause: headers.get-first, headers.getitem-missing
        return self._values[self._key(name)][0]

    def get(self, name: str, default: Any = None) -> Any:
        """The first value, or `default`."""
        # clause: headers.get-first, headers.get-default
        return self.getall(name)[0] if name in self else default

    def getall(self, name: str) -> list[str]:
        """A new list of the values, empty when there are none."""
        # clause: headers.getall, headers.getall-fresh
        return list(self._values.get(self._key(name), ()))

    def __setitem__(self, name: str, value: str) -> None:
        """Makes `value` the only one."""
        # clause: headers.setitem
        self.replace([(name, value)])

    def add(self, name: str, value: str) -> None:
        """Appends `value` to those there are."""
        # clause: headers.add
        self.update([(name, value)])

    def setdefault(self, name: str, value: str) -> str:
        """The first value; where there is none, `value` is stored first."""
        # clause: headers.setdefault
        if name not in self:
            self.add(name, value)
        return self[name]

    def update(self, smth: Pairs) -> None:
        """Adds every pair of `smth` to what is there."""
        for key, value in self._pairs(smth):
            # clause: headers.update, headers.repeats-kept, headers.many
            self._values.setdefault(key, []).append(value)

    def replace(self, smth: Pairs) -> None:
        """Removes the values of each name in `smth`, then stores all that `smth` has for it."""
        pairs = self._pairs(smth)
        # clause: headers.replace
        self._values.update({key: [] for key, _ in pairs})
        for key, value in pairs:
            # clause: headers.repeats-kept
            self._values[key].append(value)

    def __delitem__(self, name: str) -> None:
        """Removes the name with all its values; KeyError when there are none."""
        # clause: headers.del
        del self._values[self._key(name)]

    def popall(self, name: str) -> list[str]:
        """Removes and returns all values, an empty list when there are none."""
        # clause: headers.popall, headers.popped-gone
        return self._values.pop(self._key(name), [])

    def pop(self, name: str, *default: T) -> str | T:
        """Removes and returns the first value; else `default`, else KeyError."""
        # clause: headers.pop-default
        if name not in self and default:
            return default[0]
        # clause: headers.pop, headers.pop-missing, headers.popped-gone, headers.one-name-of-many
        values = self._values[self._key(name)]
        first = values.pop(0)
        if not values:
            del self[name]
        return first

    def keys(self) -> Iterable[str]:
        """Each name once, in the order in which they were first added."""
        return self._values.keys()

    def items(self) -> list[tuple[str, str]]:
        """Every pair, name after name."""
        # clause: headers.items, headers.iterations-apart, wire.set-cookie, wire.fields-arrive
        return [(key, value) for key, values in self._values.items() for value in values]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    # clause: headers.len
    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        # clause: headers.contains, headers.lookup-impossible
        return isinstance(name, str) and self._key(name) in self._values

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same values, in the same order, for the same names."""
        # clause: headers.equal
        return isinstance(other, MultiDict) and self._values == other._values

    def copy(self: Self) -> Self:
        # clause: headers.copy-method
        return type(self)(self)

    # clause: headers.copies, headers.subclass-copies
    __copy__ = copy


# clause: module.classes, headers.model
class Headers(MultiDict):
    """Header fields: names are tokens, and the same in upper and lower case.

    A name that is no token (RFC 9110 §5.6.2), and a value with a character that no field value
    may hold (RFC 9110 §5.5), is refused with ValueError; one that is no str with TypeError.
    White space around a value is not part of it.
    """

    def _key(self, name: str) -> str:
        name = plain(name)
        # clause: headers.lookup-any-case, headers.store-any-case, headers.remove-any-case
        # clause: headers.lower-case-out, headers.only-ascii-folds, headers.distinct-names
        # clause: headers.registered-names, headers.one-of-many
        return name.lower() if name.isascii() else name

    def _pair(self, name: str, value: str) -> tuple[str, str]:
        # clause: headers.outer-whitespace, wire.outer-whitespace, headers.as-sent
        key, value = self._key(name), plain(value).strip(" \t")
        # clause: headers.name-is-token, wire.names
        if not is_token(key):
            raise ValueError(f"a field name is a token (RFC 9110 §5.6.2), not {name!r}")
        # clause: headers.line-breaks, headers.control-characters, wire.injection
        # clause: wire.control-characters
        if not is_field_value(value):
            raise ValueError(f"a field value holds no such character (RFC 9110 §5.5): {value!r}")
        return key, value


# Names are few, and the same ones come again and again.
@lru_cache(maxsize=256)
def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def is_field_value(text: str) -> bool:
    # Nearly every value is printable ASCII, which takes less time to see.
    return (text.isascii() and text.isprintable()) or FIELD_VALUE.fullmatch(text) is not None


def plain(text: str) -> str:
    """`text` without what a subclass of str may add; TypeError for anything that is no str."""
    # clause: headers.name-is-str, headers.value-types, wire.value-types, abort.description-type
    # clause: headers.bytes-names
    if not isinstance(text, str):
        raise TypeError(f"expected a str, not {text!r}")
    # clause: headers.str-subclass
    return text if type(text) is str else str.__str__(text)

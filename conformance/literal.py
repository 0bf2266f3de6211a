"""A value as a Python expression that makes it anew."""

from __future__ import annotations

import ast
import builtins
import copyreg
import enum
import importlib
import io
import pathlib
import sys
from collections.abc import Callable
from typing import Any

#: Says under which name the top-level name of a module is known where the expression will stand.
Naming = Callable[[str, str], str]

#: A run of one character or octet of at least this length is written as a product.
_RUN = 60


class NoLiteral(Exception):
    """A value cannot be written down; the argument says which."""


def literal(value: Any, name_of: Naming) -> str:
    """An expression for `value`; raises NoLiteral.

    `name_of(module, name)` is asked for each name that the expression uses.
    """
    kind = type(value)
    if value is None or value is ... or kind in (bool, int, complex, bytearray):
        return repr(value)
    if kind in (str, bytes):
        first = value[:1]
        is_run = len(value) >= _RUN and value == first * len(value)
        return f"{first!r} * {len(value)}" if is_run else repr(value)
    if kind is float:
        return repr(value) if repr(value)[-1].isdigit() else f"float({repr(value)!r})"
    if kind is memoryview:
        return f"memoryview({bytes(value)!r})"
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, name_of)
    if kind is object:
        return "object()"
    if isinstance(value, enum.Enum):
        return f"{_named(kind, name_of)}.{value.name}"
    if kind is io.BytesIO:
        return f"{name_of('io', 'BytesIO')}({value.getvalue()!r})"
    if isinstance(value, pathlib.PurePath):
        return f"{_named(pathlib.Path, name_of)}({str(value)!r})"
    if callable(value) and repr(value).startswith("lambda "):
        return f"({value!r})"
    if isinstance(value, type) or callable(value):
        return _named(value, name_of)
    return _evaluated(value, name_of) or _reduced(value, name_of)


def _container(value: Any, name_of: Naming) -> str:
    kind = type(value)
    if kind is dict:
        items = (f"{literal(k, name_of)}: {literal(v, name_of)}" for k, v in value.items())
        return f"{{{', '.join(items)}}}"
    inner = [literal(item, name_of) for item in value]
    if kind in (set, frozenset):
        return f"{kind.__name__}([{', '.join(sorted(inner))}])"
    if kind is list:
        return f"[{', '.join(inner)}]"
    return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"


def _named(value: Any, name_of: Naming) -> str:
    """The name of a class or function that stands at the top of its module, or in a class."""
    module, path = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    try:
        found: Any = importlib.import_module(module)  # type: ignore[arg-type]
        for part in path.split("."):
            found = getattr(found, part)
    except Exception:
        found = None
    if found is not value or value is None:
        raise NoLiteral(repr(value))
    public = str(module).lstrip("_")
    if getattr(sys.modules.get(public), path.partition(".")[0], None) is found:
        module = public
    if module == builtins.__name__:
        return str(path)
    first, dot, rest = path.partition(".")
    return f"{name_of(str(module), first)}{dot}{rest}"


def _evaluated(value: Any, name_of: Naming) -> str:
    """The value's own repr, where that is an expression for a value of the same make."""
    kind = type(value)
    text = repr(value)
    try:
        tree = ast.parse(text, mode="eval")
        module = importlib.import_module(kind.__module__)
        again = eval(
            compile(tree, "<repr>", "eval"), {kind.__name__: kind, module.__name__: module}
        )
        same = type(again) is kind and (
            vars(again) == vars(value) if hasattr(value, "__dict__") else again == value
        )
    except Exception:
        return ""
    if not same:
        return ""
    if text.startswith(f"{module.__name__}."):
        name_of(module.__name__, "")
    else:
        _named(kind, name_of)
    return text


def _reduced(value: Any, name_of: Naming) -> str:
    """As copy and pickle would make it (`object.__reduce_ex__`)."""
    try:
        make, arguments, *rest = value.__reduce_ex__(2)
        state = rest[0] if rest else None
    except Exception:
        raise NoLiteral(repr(value)) from None
    if make is copyreg.__newobj__ and type(state) is dict:  # type: ignore[attr-defined]
        attributes = literal(state, name_of)
        kind = _named(arguments[0], name_of)
        restored = name_of(__name__, restored_with.__name__)
        inner = ", ".join(literal(item, name_of) for item in arguments[1:])
        return f"{restored}({kind}.__new__({kind}{inner and ', '}{inner}), {attributes})"
    if state:
        raise NoLiteral(repr(value))
    if make is copyreg.__newobj__:  # type: ignore[attr-defined]
        make, *arguments = arguments
    inner = ", ".join(literal(item, name_of) for item in arguments)
    return f"{_named(make, name_of)}({inner})"


def restored_with(value: Any, attributes: dict[str, Any]) -> Any:
    """`value` with these attributes."""
    value.__dict__.update(attributes)
    return value

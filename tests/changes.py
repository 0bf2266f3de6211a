"""The changes that mutation tools make to a module: the operators of Cosmic Ray and of mutmut.

Cosmic Ray knows the operators and numbers of Python, mutmut the texts, arguments and assignments;
neither tool's own runner could load the reference under another package name.
"""

from __future__ import annotations

import difflib
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

import cosmic_ray.plugins
import libcst
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from mutmut.mutation.mutators import mutation_operators

#: Operators of Cosmic Ray that change nothing one could notice: | stands in annotations only, and
#: whether equal values are one object is up to Python.
_IDLE = re.compile(r".*BitOr.*|.*Operator_(Eq|NotEq)_(Is|IsNot)")
#: Calls whose texts are words for a person, and say the same in other words.
_WORDS = ("Violation", "expect", "show", "said")


@dataclass(frozen=True)
class Change:
    """What `operator` makes of `file`: the `source` after it, and as `text` the lines that it
    takes away, from number `line` on, and those that it adds."""

    file: str
    line: int
    text: str
    operator: str
    source: str


def changes(file: str, source: str) -> Iterator[Change]:
    """Every change to a module with this source, each once, that still compiles."""
    seen = {source}
    for operator, result in chain(_by_cosmic_ray(source), _by_mutmut(source)):
        if result not in seen and _compiles(result):
            seen.add(result)
            yield Change(file, *_difference(source, result), operator, result)


def _by_cosmic_ray(source: str) -> Iterator[tuple[str, str]]:
    tree = get_ast(source)
    for name in cosmic_ray.plugins.operator_names():
        kind = cosmic_ray.plugins.get_operator(name)
        if kind.arguments() or _IDLE.fullmatch(name):
            continue
        operator = kind()
        found = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(tree))
        for occurrence in range(found):
            # It cannot replace an exception whose name has a dot.
            with suppress(AttributeError):
                result = mutate_code(source, kind(), occurrence)
                if result is not None:
                    yield f"cosmic-ray {name.removeprefix('core/')}", result


def _by_mutmut(source: str) -> Iterator[tuple[str, str]]:
    module = libcst.parse_module(source)
    visitor = _Nodes()
    module.visit(visitor)
    for node in visitor.nodes:
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                for new in operator(node):
                    result: Any = module.deep_replace(node, new)
                    yield f"mutmut {operator.__name__}", result.code


class _Nodes(libcst.CSTVisitor):
    """Collects the nodes that may be changed: no annotation, and no words for a person."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[libcst.CSTNode] = []

    def on_visit(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, (libcst.Annotation, libcst.Raise)) or _is_words(node):
            return False
        self.nodes.append(node)
        return True


def _is_words(node: libcst.CSTNode) -> bool:
    return (
        isinstance(node, libcst.Call)
        and isinstance(node.func, libcst.Name)
        and node.func.value in _WORDS
    )


def _compiles(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<change>", "exec")
    except SyntaxError:
        return False
    return True


def _difference(old: str, new: str) -> tuple[int, str]:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    first = int(re.split("[-, ]", lines[0])[2])
    return first, "\n".join(line for line in lines if not line.startswith("@@"))

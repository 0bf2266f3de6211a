"""The source of clauses, and of what they use from the suite, cut out of their files."""

from __future__ import annotations
import __future__

import ast
import dis
import functools
import gc
import importlib
import importlib.util
import inspect
import linecache
import re
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: What is written instead of a definition that would bring the machinery along with it.
_STAND_INS = {
    ("conformance.clause", "reached"): "def reached():\n    pass\n",
    ("hypothesis", "assume"): "def assume(condition):\n    return bool(condition)\n",
}


class NoSource(Exception):
    """A definition cannot be cut out of its file; the argument says which, and why."""


class Key(NamedTuple):
    """A name at the top of a module."""

    module: str
    name: str


def parsed(source: str) -> ast.Module:
    """The syntax tree; CPython 3.11 may raise SystemError where garbage is collected meanwhile."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        if enabled:
            gc.enable()


def definition_of(function: Callable[..., Any]) -> tuple[Function, list[str]]:
    """Where a function is defined, and the lines of its file; raises NoSource."""
    lines = linecache.getlines(inspect.getfile(function))
    for node in ast.walk(parsed("".join(lines))):
        if isinstance(node, Function) and _first_line(node) == function.__code__.co_firstlineno:
            return node, lines
    raise NoSource(f"{function.__name__} stands in no file")


def _first_line(node: ast.stmt) -> int:
    """The line of the first decorator, or of the statement itself."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def names_used(node: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module looks up there, or among the built-ins."""
    module = ast.Module([node], [])
    code = compile(module, "<source>", "exec", __future__.annotations.compiler_flag, True)
    found: set[str] = set()
    waiting = [code]
    while waiting:
        code = waiting.pop()
        waiting += [one for one in code.co_consts if isinstance(one, types.CodeType)]
        found |= {
            step.argval
            for step in dis.get_instructions(code)
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
        }
    return sorted(found)


class _File:
    """One module of the suite: the statements at its top, by the names that they bind."""

    def __init__(self, module: str) -> None:
        self.module = module
        file = importlib.import_module(module).__file__ or ""
        self.lines = linecache.getlines(file)
        self.by_name: dict[str, list[ast.stmt]] = {}
        body = parsed("".join(self.lines)).body
        for node in body:
            for name in _bound(node):
                self.by_name.setdefault(name, []).append(node)
        for node in body:
            # A loop that fills a table belongs to the table.
            if isinstance(node, (ast.For, ast.If, ast.Try, ast.With, ast.AugAssign, ast.Expr)):
                for name in names_used(node):
                    if node not in self.by_name.get(name, [node]):
                        self.by_name[name].append(node)


@functools.cache
def _file(module: str) -> _File:
    return _File(module)


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
    else:
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                yield one.id


@dataclass
class Excerpt:
    """Definitions cut out of the suite, each after those that it needs.

    `imports` are those of other packages, as (module, name, name here); `definitions` hold the
    text of each, without its decorators where it is a clause. `taken` are names that mean something
    else where the excerpt will stand.
    """

    imports: set[tuple[str, str, str]] = field(default_factory=set)
    definitions: dict[Key, str] = field(default_factory=dict)
    #: What each definition is called in the excerpt.
    names: dict[Key, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, module: str, name: str, is_clause: bool = False) -> str:
        """Adds a name of a module with all that it needs: what it is called here; NoSource."""
        key = Key(module, name)
        if key in _STAND_INS:
            self.definitions[key] = _STAND_INS[key]
            return self.names.setdefault(key, name)
        if not _is_ours(module):
            self.imports.add((module, name, name))
            return name
        nodes = _file(module).by_name.get(name)
        if nodes is None:
            raise NoSource(f"{module} defines no {name}")
        first = nodes[0]
        if isinstance(first, (ast.Import, ast.ImportFrom)):
            return self._imported(module, first, name)
        if key not in self.names:
            self.names[key] = self._free(key)
            self.definitions[key] = self._definition(module, nodes, is_clause)
        return self.names[key]

    def _free(self, key: Key) -> str:
        taken = {*self.taken, *self.names.values(), *(here for *_, here in self.imports)}
        return key.name if key.name not in taken else f"{key.name}_{key.module.split('.')[-1]}"

    def _imported(self, module: str, node: ast.Import | ast.ImportFrom, name: str) -> str:
        for alias in node.names:
            if (alias.asname or alias.name).split(".")[0] != name:
                continue
            if isinstance(node, ast.Import):
                self.imports.add((alias.name, "", alias.asname or ""))
                return name
            package = importlib.import_module(module).__package__
            source = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            if alias.asname is None:
                return self.add(source, alias.name)
            if not _is_ours(source):
                self.imports.add((source, alias.name, alias.asname))
                return name
        raise NoSource(f"{module} imports {name} in a form that cannot be followed")

    def _definition(self, module: str, nodes: list[ast.stmt], is_clause: bool) -> str:
        known = _file(module)
        texts = []
        for node in nodes:
            if is_clause and isinstance(node, Function):
                node.decorator_list = []
            new = {
                name: self.add(module, name)
                for name in names_used(node)
                if name in known.by_name and node not in known.by_name[name]
            }
            own = {name: self.names.get(Key(module, name), name) for name in _bound(node)}
            changed = {a: b for a, b in {**new, **own}.items() if a != b}
            texts.append(_renamed(_text(known.lines, node), changed))
        # Those that it needs went in before it.
        return "".join(texts)


def _is_ours(module: str) -> bool:
    return module.split(".")[0] == __package__


def _text(lines: list[str], node: ast.stmt) -> str:
    """The lines of a statement, with its decorators and the comments above that document it."""
    first = _first_line(node) - 1
    while first and lines[first - 1].startswith("#:"):
        first -= 1
    return "".join(lines[first : node.end_lineno])


def _renamed(text: str, names: dict[str, str]) -> str:
    """`text` with other names in it; NoSource where a parameter has one of these names too."""
    if not names:
        return text
    lines = text.encode().splitlines(keepends=True)
    places: list[tuple[int, int, str]] = []
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.arg) and node.arg in names:
            raise NoSource(f"{node.arg} is a parameter, and has to be called otherwise")
        if isinstance(node, ast.Name) and node.id in names:
            places.append((node.lineno - 1, node.col_offset, node.id))
    for line, column, name in sorted(places, reverse=True):
        old = lines[line]
        end = column + len(name.encode())
        lines[line] = old[:column] + names[name].encode() + old[end:]
    renamed = b"".join(lines).decode()
    for old_name, new_name in names.items():
        renamed = re.sub(
            rf"^((?:async )?def|class) {old_name}\b", rf"\1 {new_name}", renamed, flags=re.M
        )
    return renamed


def import_lines(imports: Iterable[tuple[str, str, str]]) -> list[str]:
    """The statements that import these, in the usual order."""
    plain = {f"import {m}" + (f" as {h}" if h else "") for m, name, h in imports if not name}
    froms: dict[str, set[str]] = {}
    for module, name, here in imports:
        if name:
            froms.setdefault(module, set()).add(name if here == name else f"{name} as {here}")
    return sorted(plain) + [f"from {m} import {', '.join(sorted(froms[m]))}" for m in sorted(froms)]

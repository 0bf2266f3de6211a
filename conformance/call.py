"""The call that showed a fault, as Python that can be pasted where the suite is installed."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator
from types import ModuleType, TracebackType
from typing import Any

from .clause import Clause
from .failure import body_of, show, trace_of
from .literal import NoLiteral, literal
from .source import Function, definition_of, import_lines, parsed

#: The longest expression, in characters, that is shown whole.
_LONGEST = 1000
_COLUMNS = 86
_PLAIN = (bool, int, float, str, bytes, tuple, list)


def call_of(clause: Clause, impl_name: str, error: BaseException, arguments: dict[str, Any]) -> str:
    """What makes the implementation and the values, then the clause down to the fault."""
    function = body_of(clause)
    trace = next(filter(None, (trace_of(one, function) for one in (error, error.__cause__))), None)
    definition, source = definition_of(function)
    last = (
        definition.end_lineno if trace is None else _end_of_statement(definition, trace.tb_lineno)
    )
    has_docstring = ast.get_docstring(definition) is not None
    head = definition.body[0]
    first = head.end_lineno if has_docstring else head.lineno - 1
    body = textwrap.dedent("".join(source[first:last])).rstrip()
    if not _is_whole(body):
        body = textwrap.dedent("".join(source[first : definition.end_lineno])).rstrip()
    elif trace is not None:
        body += "    # <- here" + _loops(definition, trace)
    imports: set[tuple[str, str, str]] = set()

    def name_of(module: str, name: str) -> str:
        imports.add((module, name, name))
        return name

    bound = [f"{name} = {_written(value, name_of)}" for name, value in arguments.items()]
    for name in _names(body):
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            imports.add((value.__name__, "", ""))
        elif name in function.__globals__ and name not in arguments:
            imports.add((function.__module__, name, name))
    body = "\n".join([*bound, "", body] if bound else ["", body])
    # The values stand within, where the clause may bind their names anew.
    if isinstance(definition, ast.AsyncFunctionDef):
        imports.add(("asyncio", "", ""))
        body = f"\nasync def call():\n{_indented(body)}\n\nasyncio.run(call())"
    elif any(isinstance(node, ast.Return) for node in ast.walk(parsed(body))):
        body = f"\ndef call():\n{_indented(body)}\n\ncall()"
    lines = [*import_lines({*imports, *_IMPORTS}), f"impl = load({impl_name!r})"]
    return "\n".join([*(_wrapped(line) for line in lines), body])


def _indented(body: str) -> str:
    return textwrap.indent(body.lstrip("\n"), " " * 4)


#: The name under which ``--impl`` is loaded where the call is pasted.
_IMPORTS = [("conformance.implementation", "load", "load")]


def _written(value: Any, name_of: Callable[[str, str], str]) -> str:
    """An expression for the value; where there is none that can be read, what it is as a remark."""
    try:
        text = literal(value, name_of)
    except NoLiteral:
        return f"...  # {_one_line(show(value))}"
    return text if len(text) <= _LONGEST else f"...  # {_one_line(show(value))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(line: str) -> str:
    """An import, in parentheses where it is long."""
    head, importing, names = line.partition(" import ")
    if len(line) <= _COLUMNS or not importing:
        return line
    indent = " " * 4
    names = textwrap.fill(names, _COLUMNS, initial_indent=indent, subsequent_indent=indent)
    return f"{head} import (\n{names}\n)"


def _is_whole(body: str) -> bool:
    try:
        parsed(f"async def call():\n{textwrap.indent(body, '    ')}\n")
    except SyntaxError:
        return False
    return True


def _names(body: str) -> Iterator[str]:
    for node in ast.walk(parsed(f"async def call():\n{textwrap.indent(body, '    ')}\n")):
        if isinstance(node, ast.Name) and node.id != "impl":
            yield node.id


def _loops(definition: Function, trace: TracebackType) -> str:
    """The plain values of what the clause itself was looping over where the fault showed."""
    values = trace.tb_frame.f_locals
    names = [
        node.id
        for loop in ast.walk(definition)
        if isinstance(loop, (ast.For, ast.AsyncFor))
        and loop.lineno <= trace.tb_lineno <= (loop.end_lineno or 0)
        for node in ast.walk(loop.target)
        if isinstance(node, ast.Name) and type(values.get(node.id)) in _PLAIN
    ]
    text = ", ".join(f"{name} = {show(values[name])}" for name in dict.fromkeys(names))
    return f", with {text}" if text else ""


def _end_of_statement(definition: ast.AST, line: int) -> int:
    ends = [
        node.end_lineno
        for node in ast.walk(definition)
        if isinstance(node, (ast.Expr, ast.Assign, ast.Return, ast.Raise))
        and node.end_lineno is not None
        and node.lineno <= line <= node.end_lineno
    ]
    return min(ends, default=line)

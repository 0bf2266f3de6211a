"""Reproductions: scripts that show a fault without the suite, and say when it is gone."""

from __future__ import annotations

import ast
import datetime
import decimal
import http
import io
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance import test_headers_model
from conformance.budget import Budget
from conformance.clause import AREAS, REGISTRY, Violation
from conformance.failure import body_of
from conformance.fault import fault_of
from conformance.files import Located
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import judge
from conformance.literal import NoLiteral, literal
from conformance.repro import script
from conformance.responses import Recipe
from conformance.source import Excerpt, import_lines
from conformance.strategies import Fields

from .conftest import Command
from .mutants import SOURCES, all_mutants
from .test_command import SOURCES as SPECS
from .test_command import shape

load_clauses()

#: One mutant of each area that is a patch of the reference's source.
MUTANTS = {
    area: next(m for m in all_mutants() if m.file and m.clause.startswith(f"{area}."))
    for area in AREAS
}


def ran(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script, run by an isolated interpreter that does not find the suite's checkout."""
    return subprocess.run(
        [sys.executable, "-I", "-W", "error::SyntaxWarning", str(path)],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def copied(package: Path) -> None:
    """Puts the reference at `package`."""
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(SOURCES, package, ignore=shutil.ignore_patterns("__pycache__"))


# Scripts


@pytest.mark.parametrize("area", AREAS)
def test_a_script_tells_whether_the_fault_is_there(tmp_path: Path, area: str) -> None:
    """From any folder it exits with 1 on the mutant, and with 0 on the reference in its place."""
    mutant = MUTANTS[area]
    package = tmp_path / f"subject_{area.replace('-', '_')}"
    copied(package)
    source = package / mutant.file
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    entry = judge(REGISTRY[mutant.clause], load(str(package)), Budget(script=True))
    assert entry.outcome in ("fail", "advice"), entry.detail
    path = tmp_path / f"{mutant.clause}.py"
    path.write_text(entry.script, encoding="utf-8")
    there = ran(path, Path("/"))
    assert there.returncode == 1, there.stderr
    for fault in entry.faults:
        assert f"expected  {fault.expected}" in there.stdout
    copied(package)
    gone = ran(path, tmp_path)
    assert gone.returncode == 0, gone.stdout + gone.stderr


@pytest.mark.parametrize("id", sorted(REGISTRY))
def test_every_clause_can_be_cut_out(id: str) -> None:
    """The source of each clause, with all it uses, compiles, and imports nothing of the suite."""
    function = body_of(REGISTRY[id])
    excerpt = Excerpt()
    excerpt.add(function.__module__, function.__name__, is_clause=True)
    text = "\n\n".join([*import_lines(excerpt.imports), *excerpt.definitions.values()])
    tree = ast.parse(text)
    imported = {name.split(".")[0] for name, _, _ in excerpt.imports}
    assert imported <= {*sys.stdlib_module_names, "h11", "httptools"}
    bound = {n.name for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert function.__name__ in bound


@pytest.mark.parametrize("kind", SPECS)
def test_a_script_loads_what_the_gate_loaded(command: Command, kind: str) -> None:
    """Whatever --impl says, the script loads the same, from another folder too."""
    spec, files = SPECS[kind]
    for name, text in files.items():
        command.write(name, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(command.folder)
        patch.syspath_prepend(command.folder)
        _forget_modules()
        impl = load(spec)
        fault = fault_of(REGISTRY["jsonify.response"], impl.name, Violation("a", "b"), {})
        text = script(REGISTRY["jsonify.response"], impl, [(fault, {"value": 5})])
        _forget_modules()
    path = command.write("shown.py", text)
    done = ran(path, Path("/"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "as expected\n"


def _forget_modules() -> None:
    for name in list(sys.modules):
        if name.split(".")[0] in ("mymodule", "mypackage", "outer"):
            del sys.modules[name]


def test_headers_in_struct(command: Command) -> None:
    """Where Headers is in the module's struct only, the script finds it there."""
    command.write(
        "mymodule.py",
        "from reference import *\nfrom reference import struct\ndel Headers\n"
        "class Odd(struct.Headers):\n    def __len__(self): return 7\n"
        "class struct:\n    Headers = Odd\n",
    )
    result = command("--impl=mymodule", "--clause=headers.len", "--repro=shown")
    assert result.status == 1, shape(result)
    assert ran(command.folder / "shown" / "headers.len.py", Path("/")).returncode == 1


WRONG = """
    import json, sys
    from reference import *

    def jsonify(smth):
        data = json.dumps(smth, allow_nan={condition}).encode()
        return Response(200, {{"Content-Type": "application/json"}}, data)
"""


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_the_command_writes_scripts(command: Command, workers: list[str]) -> None:
    """--repro makes the folder, with a script for each failure, and for nothing else."""
    command.write("mymodule.py", WRONG.format(condition="True"))
    result = command(
        "--impl=mymodule", "--clause=jsonify.*", "--max-examples=5", "--repro=a/b", *workers
    )
    folder = command.folder / "a" / "b"
    assert [path.name for path in folder.iterdir()] == ["jsonify.no-nan.py"], shape(result)
    assert f"repro: {folder / 'jsonify.no-nan.py'}" in result.lines
    text = (folder / "jsonify.no-nan.py").read_text(encoding="utf-8")
    for line in ("jsonify.no-nan (MUST): ", "expected  null", "got       b'NaN'", "source    RFC"):
        assert f"# {line}" in text
    assert ran(folder / "jsonify.no-nan.py", command.folder).returncode == 1


def test_several_implementations(command: Command) -> None:
    """Each implementation has a folder of its own."""
    for name in ("first", "second"):
        command.write(f"src/{name}.py", WRONG.format(condition="True"))
    command("--impl=src/first.py", "--impl=src/second.py", "--clause=jsonify.no-nan", "--repro=all")
    assert sorted(p.parent.name for p in command.folder.glob("all/*/jsonify.no-nan.py")) == [
        "src-first.py", "src-second.py",
    ]  # fmt: skip


def test_no_failure_no_folder(command: Command) -> None:
    """Where nothing fails, nothing is made."""
    command("--clause=jsonify.response", "--repro=shown")
    assert not (command.folder / "shown").exists()


def test_a_script_that_shows_nothing_says_so(command: Command) -> None:
    """A script is tried; one that does not show the fault by itself does not claim to."""
    command.write("mymodule.py", WRONG.format(condition="'conformance' in sys.modules"))
    result = command("--impl=mymodule", "--clause=jsonify.no-nan", "--repro=shown")
    text = (command.folder / "shown" / "jsonify.no-nan.py").read_text(encoding="utf-8")
    assert "# When it was written, this did not show the fault: it exited with 0." in text
    assert "jsonify.no-nan.py does not show the fault: it exited with 0" in result.output
    compile(text, "script", "exec")


def test_a_value_that_cannot_be_written_down(tmp_path: Path) -> None:
    """The script says which value it is, and leaves open whether the fault is there."""
    clause = REGISTRY["jsonify.unserialisable"]
    impl = load("reference")
    fault = fault_of(clause, impl.name, Violation("a", "b"), {})
    text = script(clause, impl, [(fault, {"value": (one for one in [1])})])
    path = tmp_path / "a.py"
    path.write_text(text, encoding="utf-8")
    done = ran(path, tmp_path)
    assert done.returncode == 2
    assert "does not show the fault" in done.stdout
    assert "generator object" in text


@pytest.mark.parametrize("name", ["file", "file/inside", "/proc/inside"])
def test_a_folder_that_cannot_be(command: Command, name: str) -> None:
    """Where no script can be written, the run does not begin; one line says why."""
    if name.startswith("/proc") and not os.path.isdir("/proc/self"):
        pytest.skip("this system has no /proc")
    command.write("file", "")
    result = command("--clause=jsonify.response", f"--repro={name}")
    assert result.status == 4, shape(result)
    [line] = [line for line in result.lines if line]
    assert line.startswith(f"ERROR: --repro={name}: cannot write there: ")


# Values


@pytest.mark.parametrize(
    "value",
    [
        None, True, 5, -1.5, 1e300, "é\n\ud800'\"", b"\0\xff", "a" * 5000, b"ab" * 40, ..., 1j, (),
        (1,), [1, [2]], {"a": (1, None)}, {1, 2}, frozenset([1]), range(3), bytearray(b"a"),
        http.HTTPStatus.OK, decimal.Decimal("1.5"), datetime.date(2021, 6, 9), Path("a/b"), len,
        str, Located, Fields("list", [("a", "b")]), Recipe("str", 200, [], b""),
    ],
)  # fmt: skip
def test_literals(value: Any) -> None:
    """The expression for a value makes one that is equal, of the same type."""
    space: dict[str, Any] = {}

    def name_of(module: str, name: str) -> str:
        exec(f"from {module} import {name}" if name else f"import {module}", space)
        return name

    made = eval(literal(value, name_of), space)
    assert type(made) is type(value)
    assert made == value or vars(made) == vars(value)


def test_a_value_that_knows_how_it_was_made() -> None:
    """What holds functions is made anew by the call that made it."""
    call = test_headers_model._add("X-B", "1")
    text = literal([call], lambda module, name: name)
    assert text == "[_add('X-B', '1')]"
    [made] = eval(text, vars(test_headers_model))
    assert (made.text, made.clause) == (call.text, call.clause)


def test_literals_without_an_equal() -> None:
    """What is equal to nothing is made anew all the same."""
    assert math.isnan(eval(literal(math.nan, lambda module, name: name)))
    assert literal(-math.inf, lambda module, name: name) == "float('-inf')"
    assert literal(io.BytesIO(b"a"), lambda module, name: name) == "BytesIO(b'a')"
    assert literal(object(), lambda module, name: name) == "object()"


@pytest.mark.parametrize("value", [(n for n in [1]), lambda: 1, open(os.devnull), sys])  # noqa: SIM115
def test_no_literal(value: Any) -> None:
    """What nothing can make anew is refused."""
    with pytest.raises(NoLiteral):
        literal([value], lambda module, name: name)

"""A fault as a script that stands alone: the implementation, the values, and what the clause does.

Nothing of the suite is imported: the clause and what it uses are copied into the script.
"""

from __future__ import annotations

import functools
import inspect
import re
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

from . import __version__
from .clause import Clause
from .failure import body_of, show
from .fault import Fault, labelled
from .implementation import REQUIRED, Implementation, split
from .literal import NoLiteral, literal
from .report.formats import write_whole
from .report.model import Entry, Run
from .report.words import visible
from .source import Excerpt, Key, NoSource, import_lines

#: The exit statuses of a script.
THERE, GONE, UNKNOWN = 1, 0, 2


def script(
    clause: Clause, impl: Implementation, faults: Sequence[tuple[Fault, dict[str, Any]]]
) -> str:
    """The source of a script that shows the faults, each found with these arguments.

    Where a value cannot be written down, the script says so, and exits with UNKNOWN.
    """
    excerpt = Excerpt(taken={"impl", "spec", "examples", "main"})
    try:
        parts = _parts(excerpt, clause, impl, [arguments for _, arguments in faults])
    except (NoLiteral, NoSource) as error:
        return _without(clause, [fault for fault, _ in faults], str(error))
    head = "\n".join(_head(clause, impl.name, [fault for fault, _ in faults]))
    return f"{head}\n\n" + "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def _parts(
    excerpt: Excerpt, clause: Clause, impl: Implementation, examples: list[dict[str, Any]]
) -> list[str]:
    function = body_of(clause)
    is_async = inspect.iscoroutinefunction(function)
    excerpt.imports |= {("sys", "", ""), ("unittest", "", ""), *([_ASYNCIO] if is_async else [])}
    loading = _loading(excerpt, impl)
    excerpt.add("conformance.clause", "Violation")
    values = [
        {name: literal(value, excerpt.add) for name, value in example.items()}
        for example in examples
    ]
    name = excerpt.add(function.__module__, function.__name__, is_clause=True)
    *used, (_, body) = excerpt.definitions.items()
    # What loads the implementation stands before it; the rest, which is longer, comes last.
    number = 1 + max((n for n, (key, _) in enumerate(used) if key in _LOADING), default=-1)
    before, after = ([text for _, text in some] for some in (used[:number], used[number:]))
    call = f"{name}(impl, **values)"
    return [
        "from __future__ import annotations\n\n" + "\n".join(import_lines(excerpt.imports)),
        *before,
        f"# The implementation.\n{loading}",
        f"# The values with which the fault showed.\n{_examples(values)}",
        f"# The clause.\n{body}",
        "# What the clause uses, as it stands in the suite.\n" + "\n\n".join(after),
        _RUN.replace("{call}", f"asyncio.run({call})" if is_async else call),
    ]


_LOADING = (Key("conformance.implementation", "Implementation"),)
_ASYNCIO = ("asyncio", "", "")


def _head(clause: Clause, impl_name: str, faults: list[Fault]) -> list[str]:
    """Comments: what is expected, what was got, what the exit status says."""
    # The first line because "encoding: x" on it or the next would count as the file's own.
    lines = ["-*- coding: utf-8 -*-", f"{clause.id} ({clause.level}): {clause.statement}", ""]
    for fault in faults:
        lines += labelled("expected", fault.expected).split("\n")
        lines += labelled("got", fault.got).split("\n")
    lines += [f"source    {clause.source}", ""]
    lines += textwrap.wrap(
        f"Exits with {THERE} while {impl_name} does so, with {GONE} once it does not, with "
        f"{UNKNOWN} where that cannot be judged. Written by response-conformance {__version__}; "
        "nothing of it is needed.",
        96,
    )
    return ["# " + visible(line) if line else "#" for line in lines]


def _without(clause: Clause, faults: list[Fault], reason: str) -> str:
    """A script that only says why there is none."""
    head = _head(clause, "the implementation", faults)
    said = visible(f"This does not show the fault: {reason} cannot be written down.")
    text = "\n".join([*head, f"print({said!r})", f"raise SystemExit({UNKNOWN})", ""])
    return _with_remark(text, said)


def _with_remark(text: str, remark: str) -> str:
    """The script with a remark before all others, but for its first line."""
    first, _, rest = text.partition("\n")
    return "\n".join(
        [first, *textwrap.wrap(remark, 96, initial_indent="# ", subsequent_indent="# "), "#", rest]
    )


def _examples(examples: list[dict[str, str]]) -> str:
    lines = ["def examples():"]
    for example in examples:
        if example:
            lines += ["    yield {", *(f"        {n!r}: {v}," for n, v in example.items()), "    }"]
        else:
            lines.append("    yield {}")
    return "\n".join(lines)


_RUN = """\
# The run.
def main():
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    status = 0
    for values in examples():
        try:
            {call}
        except KeyboardInterrupt:
            raise
        except unittest.SkipTest as reason:
            print("cannot be judged:", reason)
            return 2
        except Violation as fault:
            print("expected ", fault.expected)
            print("got      ", fault.got)
            status = 1
        except BaseException as error:
            print("expected  no exception")
            print("got      ", type(error).__name__, error)
            status = 1
        else:
            print("as expected")
    return status


if __name__ == "__main__":
    sys.exit(main())
"""


# How the implementation is loaded


def _loading(excerpt: Excerpt, impl: Implementation) -> str:
    """Statements that bind `impl`, from whatever folder the script is run."""
    target, attribute = split(impl.name)
    module: Any = _module(impl, target)
    lines = _importing(excerpt, module)
    if attribute:
        lines.append(f"impl = impl.{attribute}")
    namespace = functools.reduce(getattr, attribute.split(".") if attribute else [], module)
    if not all(hasattr(namespace, name) for name in REQUIRED):
        known_as = excerpt.add("conformance.implementation", "Implementation")
        lines.append(f"impl = {known_as}(impl, {impl.name!r})")
    return "\n".join(lines)


def _module(impl: Implementation, target: str) -> ModuleType:
    for module in list(sys.modules.values()):
        if impl.file != "unknown" and getattr(module, "__file__", None) == impl.file:
            return module
    if target in sys.modules:
        return sys.modules[target]
    raise NoLiteral(f"how {show(impl)} is imported")


def _importing(excerpt: Excerpt, module: ModuleType) -> list[str]:
    """Statements that import a module as `impl`."""
    name = module.__name__
    if getattr(module, "__file__", None) is None:
        return [f"import {name} as impl"]
    file = Path(str(module.__file__)).resolve()
    parts = tuple(name.split("."))
    place = file.parent if file.name == "__init__.py" else file.with_suffix("")
    if place.parts[-len(parts) :] != parts:
        excerpt.imports.add(("importlib.util", "", ""))
        return [
            f"spec = importlib.util.spec_from_file_location({name!r}, {str(file)!r})",
            "impl = importlib.util.module_from_spec(spec)",
            f"sys.modules[{name!r}] = impl",
            "spec.loader.exec_module(impl)",
        ]
    root = place.parents[len(parts) - 1]
    if {"site-packages", "dist-packages"} & {*root.parts}:
        return [f"import {name} as impl"]
    return [f"sys.path.insert(0, {str(root)!r})", f"import {name} as impl"]


# The files


def write(folder: Path, runs: list[Run]) -> list[str]:
    """Writes the script of each failure and tries it: what is to be told; raises OSError.

    With several implementations each has a folder of its own.
    """
    found = [
        (_path(folder, run, entry, len(runs) > 1), entry)
        for run in runs
        for entry in run.broken
        if entry.script
    ]
    for path, entry in found:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, entry.script.encode())
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        statuses = list(pool.map(_tried, [path for path, _ in found]))
    told = (
        [f"repro: {len(found)} scripts in {folder}"]
        if len(found) != 1
        else [f"repro: {found[0][0]}"]
    )
    for (path, entry), status in zip(found, statuses, strict=True):
        if status != THERE:
            remark = f"When it was written, this did not show the fault: it {_ended(status)}."
            if status != UNKNOWN:
                write_whole(path, _with_remark(entry.script, remark).encode())
            told.append(f"repro: {path} does not show the fault: it {_ended(status)}")
    return told


#: How many scripts run at the same time, and for how many seconds at most.
_AT_ONCE, _SECONDS = 2, 60.0


def _path(folder: Path, run: Run, entry: Entry, several: bool) -> Path:
    name = re.sub(r"[^\w.-]+", "-", run.name).strip("-.") or "implementation"
    return (folder / name if several else folder) / f"{entry.id}.py"


def _tried(path: Path) -> int | None:
    """The exit status of a script, None where it does not end."""
    try:
        done = subprocess.run(
            [sys.executable, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def _ended(status: int | None) -> str:
    return "did not end" if status is None else f"exited with {status}"

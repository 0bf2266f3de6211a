"""Who may import whom, so that no oracle shares code with its subject."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import conformance
import reference

FOLDERS = {
    "reference": Path(reference.__file__).parent,
    "conformance": Path(conformance.__file__).parent,
}


def modules(package: str) -> dict[str, Path]:
    folder = FOLDERS[package]
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path) -> Iterator[str]:
    """The absolute names of the modules that a file imports, wherever in the file."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (_module_of(base, alias.name) for alias in node.names)


def _module_of(base: str, name: str) -> str:
    """`base.name` where that is a module of ours, else `base`."""
    known = {**modules("reference"), **modules("conformance")}
    return f"{base}.{name}" if f"{base}.{name}" in known else base


REFERENCE = modules("reference")
CONFORMANCE = modules("conformance")
CLAUSES = {n: p for n, p in CONFORMANCE.items() if n.rpartition(".")[2].startswith("test_")}
STRATEGIES = {n: p for n, p in CONFORMANCE.items() if n.startswith("conformance.strategies")}


def test_there_is_something_to_judge() -> None:
    """The files are found."""
    assert "reference.struct" in REFERENCE
    assert "conformance.test_wire" in CLAUSES
    assert "conformance.strategies.fields" in STRATEGIES
    assert "conformance.clause" in set(
        imported("conformance.judge", CONFORMANCE["conformance.judge"])
    )


@pytest.mark.parametrize("name", REFERENCE)
def test_the_reference_is_alone(name: str) -> None:
    """The reference imports the standard library and itself."""
    allowed = {*sys.stdlib_module_names, "reference"}
    assert {i for i in imported(name, REFERENCE[name]) if i.split(".")[0] not in allowed} == set()


@pytest.mark.parametrize("name", CONFORMANCE)
def test_the_suite_never_imports_the_reference_or_the_tests(name: str) -> None:
    """An oracle that shares code with its subject agrees with its mistakes."""
    found = imported(name, CONFORMANCE[name])
    assert {i for i in found if i.split(".")[0] in ("reference", "tests")} == set()


@pytest.mark.parametrize("name", ["conformance.clause", "conformance.grammar"])
def test_clause_and_grammar_import_nothing_of_ours(name: str) -> None:
    """What everything else stands on stands on the standard library."""
    found = {i.split(".")[0] for i in imported(name, CONFORMANCE[name])}
    assert found <= {*sys.stdlib_module_names}


@pytest.mark.parametrize("name", STRATEGIES)
def test_strategies_import_hypothesis_and_grammar(name: str) -> None:
    """Strategies can be used by others without the rest of the suite."""
    found = set(imported(name, STRATEGIES[name]))
    others = {i for i in found if i.split(".")[0] not in {*sys.stdlib_module_names, "hypothesis"}}
    assert {i for i in others if not i.startswith("conformance.strategies")} <= {
        "conformance.grammar"
    }


#: Two modules speak HTTP by h11; one makes a page, and one reaches a server of Redis, by what an
#: extra installs.
THIRD_PARTIES = {
    "conformance.wire": {"h11"},
    "conformance.serve": {"h11"},
    "conformance.database": {"redis"},
    "conformance.report.as_html": {"jinja2", "markupsafe"},
}


@pytest.mark.parametrize("name", sorted(set(CONFORMANCE) - set(CLAUSES)))
def test_third_parties(name: str) -> None:
    """Beside the clauses, no module but these needs more than Hypothesis and pytest."""
    found = {i.split(".")[0] for i in imported(name, CONFORMANCE[name])}
    third = found - {*sys.stdlib_module_names, "conformance", "hypothesis", "pytest"}
    assert third <= THIRD_PARTIES.get(name, set())


@pytest.mark.parametrize("name", CLAUSES)
def test_clause_files_never_import_each_other(name: str) -> None:
    """A clause file can be read, and left out, alone."""
    assert set(imported(name, CLAUSES[name])) & set(CLAUSES) == set()


@pytest.mark.parametrize("name", sorted(set(CONFORMANCE) - set(CLAUSES)))
def test_no_module_imports_a_clause_file(name: str) -> None:
    """Clauses use the machinery, never the other way round."""
    assert set(imported(name, CONFORMANCE[name])) & set(CLAUSES) == set()

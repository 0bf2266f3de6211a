"""The command keeps its promises: what it accepts, what it prints, what its exit status says."""

from __future__ import annotations

import json
import re

import pytest

from conformance import __version__
from conformance.budget import PROFILES
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses

from .conftest import Command, Result

#: A few clauses of each kind (drawn, enumerated, with a loop, with a file), cheap to run.
SOME = "--clause=jsonify.*"

GOOD = "from reference import *\n"

#: Wrong in three independent ways.
WRONG = """
    import reference
    from reference import *

    def redirect(path, info="", code=307, headers=()):
        reference.redirect(path, info, code, headers)

    def jsonify(smth):
        response = reference.jsonify(smth)
        response.headers.replace({"Content-Type": "text/json"})
        return response

    def static(path, attachment=True, headers=()):
        response = reference.static(path, attachment, headers)
        if "application/octet-stream" in response.headers.getall("content-type"):
            response.headers.replace({"Content-Type": "text/plain"})
        return response
"""

#: Right, but for a piece of advice.
UNADVISED = """
    import reference
    from reference import *

    async def responsify(smth):
        response = await reference.responsify(smth)
        if type(smth) is bytes:
            response.headers.replace({"Content-Type": "text/html; charset=utf-8"})
        return response
"""

SOURCES = {
    "dotted": ("mymodule", {"mymodule.py": GOOD}),
    "dotted-inside": ("outer.inner", {"outer/__init__.py": "", "outer/inner.py": GOOD}),
    "namespace": ("outer.inner", {"outer/inner.py": GOOD}),
    "file": ("mymodule.py", {"mymodule.py": GOOD}),
    "file-elsewhere": ("src/mymodule.py", {"src/mymodule.py": GOOD}),
    "folder": ("mypackage/", {"mypackage/__init__.py": GOOD}),
    "folder-elsewhere": (
        "src/mypackage",
        {"src/mypackage/__init__.py": "from .api import *\n", "src/mypackage/api.py": GOOD},
    ),
    "attribute": ("mymodule:api", {"mymodule.py": "import reference as api\n"}),
    "attribute-inside": (
        "mymodule:http.api",
        {"mymodule.py": "class http:\n    import reference as api\n"},
    ),
    "attribute-of-file": ("./mymodule.py:api", {"mymodule.py": "import reference as api\n"}),
}


def shape(result: Result) -> str:
    """What a failed assertion shows."""
    return f"status {result.status}\n{result.output}\n{result.errors}"


@pytest.mark.parametrize("kind", SOURCES)
def test_impl_names(command: Command, kind: str) -> None:
    """--impl names a module, a file, a folder or an attribute of these, from the current folder."""
    spec, files = SOURCES[kind]
    for name, text in files.items():
        command.write(name, text)
    result = command(f"--impl={spec}", "--clause=jsonify.response")
    assert result.status == 0, shape(result)
    assert f"{spec} conforms to the clauses selected" in result.lines


def test_the_reference_is_the_default(command: Command) -> None:
    """Without --impl the reference is judged."""
    result = command("--clause=jsonify.response")
    assert result.status == 0, shape(result)
    assert "reference conforms to the clauses selected" in result.lines


def test_the_header_names_what_is_judged(command: Command) -> None:
    """One header line says suite version, profile, implementation, its version and its file."""
    path = command.write("mymodule.py", "__version__ = '7.8.9'\n" + GOOD)
    result = command("--impl=mymodule", SOME, "--max-examples=2")
    wanted = f"conformance {__version__}, profile gate: mymodule, version 7.8.9, {path}"
    assert wanted in result.lines, shape(result)


def test_the_whole_gate(command: Command) -> None:
    """The reference conforms, strictly; each area has its line, with the number of its clauses."""
    command.write("mymodule.py", GOOD)
    result = command("--impl=mymodule", "--strict", "--max-examples=30", "--report=report.json")
    assert result.status == 0, shape(result)
    assert "mymodule conforms" in result.lines
    load_clauses()
    clauses = result.report()["clauses"]
    assert [clause["id"] for clause in clauses] == [clause.id for clause in in_order()]
    for area in {clause.area for clause in REGISTRY.values()}:
        outcomes = [c["outcome"] for c in clauses if c["id"].startswith(f"{area}.")]
        row = next(line for line in result.lines if re.match(rf"{area} +[0-9.]", line))
        assert sum(int(cell) for cell in row.split()[1:] if cell != ".") == len(outcomes)
    assert {clause["outcome"] for clause in clauses} <= {"pass", "skipped"}


def test_what_does_not_conform(command: Command) -> None:
    """Failures give status 1, one paragraph each, and a sentence that counts them."""
    command.write("mymodule.py", WRONG)
    globs = [
        "--clause=jsonify.media-type",
        "--clause=redirect.defaults",
        "--clause=static.unknown-type",
    ]
    load_clauses()
    assert {glob.partition("=")[2] for glob in globs} <= set(REGISTRY)
    result = command("--impl=mymodule", *globs)
    assert result.status == 1, shape(result)
    assert "mymodule does not conform to the clauses selected: 3 clauses" in result.lines
    for glob in globs:
        id = glob.partition("=")[2]
        assert result.lines.count(f"FAIL {id} (MUST)") == 1
        assert REGISTRY[id].statement in result.lines
        assert (
            f"to run only this: pytest --pyargs conformance --impl=mymodule {glob}" in result.lines
        )


def test_one_clause_is_singular(command: Command) -> None:
    """The sentence counts one clause as one."""
    command.write("mymodule.py", WRONG)
    result = command("--impl=mymodule", "--clause=redirect.defaults")
    assert "mymodule does not conform to the clauses selected: 1 clause" in result.lines


def test_several_implementations(command: Command) -> None:
    """Each --impl is judged by every clause, has its own sentence, and its place in the report."""
    command.write("good.py", GOOD)
    command.write("wrong.py", WRONG)
    result = command("--impl=good", "--impl=wrong.py", SOME, "--report=report.json")
    assert result.status == 1, shape(result)
    assert "good conforms to the clauses selected" in result.lines
    assert "wrong.py does not conform to the clauses selected: 1 clause" in result.lines
    first, second = result.report()["runs"]
    assert [first["implementation"]["name"], first["verdict"]] == ["good", "conforms"]
    assert [second["implementation"]["name"], second["verdict"]] == ["wrong.py", "fails"]
    assert [c["id"] for c in first["clauses"]] == [c["id"] for c in second["clauses"]]
    assert set(result.report()) == {"schema", "runs"}


def test_advice_is_no_failure(command: Command) -> None:
    """A SHOULD that is not met is shown and passes; --strict makes it fail."""
    command.write("mymodule.py", UNADVISED)
    advice = ["--impl=mymodule", "--clause=responsify.bytes-charset", "--clause=abort.name"]
    result = command(*advice, "--report=report.json")
    assert result.report()["counts"] == {"pass": 1, "advice": 1}, shape(result)
    assert result.status == 0
    assert "ADVICE responsify.bytes-charset (SHOULD)" in result.lines
    strictly = command(*advice, "--strict", "--report=report.json")
    assert strictly.status == 1, shape(strictly)
    assert strictly.report()["verdict"] == "fails"


def test_what_is_undecided_is_red(command: Command) -> None:
    """A clause that never reaches an assertion leaves no verdict, and status 1."""
    command.write(
        "mymodule.py",
        """
        from reference import *

        async def responsify(smth):
            import asyncio
            await asyncio.Event().wait()
        """,
    )
    only = ["--clause=responsify.same-object", "--clause=jsonify.response"]
    result = command("--impl=mymodule", *only, "--clause-timeout=6", "--report=report.json")
    assert result.status == 1, shape(result)
    assert result.report()["counts"] == {"pass": 1, "timeout": 1}
    assert "mymodule.py, line 6, in responsify" in result.output
    assert "mymodule: no verdict, 1 clause not decided" in result.lines


def test_clause_is_a_glob(command: Command) -> None:
    """--clause takes a glob, and again; what matches any of them runs, once."""
    result = command(
        "--clause=jsonify.*", "--clause=abort.name", "--clause=*.media-type", "--max-examples=2",
        "--report=report.json",
    )  # fmt: skip
    load_clauses()
    wanted = [
        id
        for id in (clause.id for clause in in_order())
        if id.startswith("jsonify.") or id == "abort.name" or id.endswith(".media-type")
    ]
    assert [clause["id"] for clause in result.report()["clauses"]] == wanted, shape(result)


@pytest.mark.parametrize("number", [1, 7])
def test_max_examples_binds_every_clause(command: Command, number: int) -> None:
    """No clause examines more examples than --max-examples, drawn or enumerated."""
    result = command(f"--max-examples={number}", "--report=report.json")
    examples = {clause["id"]: clause["examples"] for clause in result.report()["clauses"]}
    assert {id: n for id, n in examples.items() if n > number} == {}, shape(result)
    assert max(examples.values()) == number


def test_without_max_examples_finite_domains_are_whole(command: Command) -> None:
    """A finite domain is examined to its end in the gate, however many cases it has."""
    result = command("--clause=wire.status-line-codes", "--report=report.json")
    (clause,) = result.report()["clauses"]
    assert clause["examples"] == 500, shape(result)


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles(command: Command, profile: str) -> None:
    """Each profile is chosen by Hypothesis's own option, shown, and sets the number of examples."""
    result = command(
        f"--hypothesis-profile={profile}", "--clause=jsonify.data", "--report=report.json"
    )
    assert result.status == 0, shape(result)
    assert f"conformance {__version__}, profile {profile}: reference, version" in result.output
    assert result.report()["options"]["profile"] == profile
    (clause,) = result.report()["clauses"]
    assert clause["examples"] == {"gate": 100, "explore": 100, "thorough": 1000}[profile]


def bare(result: Result) -> str:
    """The report but for what measures time."""
    text = (result.folder / "report.json").read_text(encoding="utf-8")
    return re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', text)


def test_the_gate_is_deterministic(command: Command) -> None:
    """Two runs, and one in several processes, give the same report, failures included."""
    command.write("mymodule.py", WRONG)
    arguments = ["--impl=mymodule", "--max-examples=8", "--report=report.json"]
    once = command(*arguments)
    first = bare(once)
    assert json.loads(first)["verdict"] == "fails", shape(once)
    again = command(*arguments)
    assert bare(again) == first, shape(again)
    apart = command(*arguments, "-n2")
    assert bare(apart) == first, shape(apart)
    assert apart.status == once.status == 1


def test_explore_draws_anew(command: Command) -> None:
    """The gate writes no example database; explore keeps one."""
    command("--clause=jsonify.data", "--max-examples=5")
    assert not (command.folder / ".hypothesis" / "examples").exists()


def test_an_ordinary_session_is_left_alone(command: Command) -> None:
    """A session without clauses prints nothing of the suite and imports none of its parts."""
    command.write(
        "test_own.py",
        """
        import sys

        def test_nothing_is_imported():
            ours = {name for name in sys.modules if name.split(".")[0] == "conformance"}
            parts = {"conformance.gate", "conformance.options", "conformance.plugin"}
            assert ours == {"conformance", *parts}
            assert "h11" not in sys.modules
        """,
    )
    result = command.pytest("--strict-markers")
    assert result.status == 0, shape(result)
    printed = [line for line in result.lines if not line.startswith("plugins: ")]
    assert [line for line in printed if "conform" in line] == []


def test_a_checkout_need_not_be_told_pyargs(command: Command) -> None:
    """The folder of the installed package, given as a path, is as good as its name."""
    import conformance

    (folder,) = conformance.__path__
    result = command.pytest(folder, "--clause=jsonify.response")
    assert result.status == 0, shape(result)
    assert "reference conforms to the clauses selected" in result.lines


def test_nothing_collected_is_red(command: Command) -> None:
    """A run in which pytest's own selection leaves no clause does not succeed."""
    result = command("-k", "nothing_is_called_so")
    assert result.status != 0, shape(result)
    assert not any(line.startswith("reference conforms") for line in result.lines)


def test_collecting_only_gives_no_verdict(command: Command) -> None:
    """--collect-only lists the clauses, judges nothing and writes no report."""
    result = command("--collect-only", "-q", SOME, "--report=report.json")
    assert result.status == 0, shape(result)
    assert not (command.folder / "report.json").exists()
    assert "conforms" not in result.output

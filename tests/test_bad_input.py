"""What is wrong about a run is said in one line, and what is wrong with an implementation too."""

from __future__ import annotations

import socket

import pytest

from conformance.clause import REGISTRY
from conformance.gate import load_clauses
from conformance.report.formats import FORMATS

from .conftest import Command, Result

USAGE_ERROR = 4


def refused(result: Result, *parts: str) -> None:
    """That the run ended at once, with one line that holds every part."""
    said = f"status {result.status}\n{result.output}\n{result.errors}"
    assert result.status == USAGE_ERROR, said
    (line,) = [line for line in result.lines if line.startswith("ERROR: ")]
    assert [part for part in parts if part not in line] == [], said
    assert "Traceback" not in result.output + result.errors, said
    assert not any(line.startswith("conformance of") for line in result.lines), said


# What cannot be imported

BROKEN = {
    "no-module": ("nosuchmodule", {}, ["cannot import", "No module named 'nosuchmodule'"]),
    "no-file": ("nosuch.py", {}, ["there is no file", "nosuch.py"]),
    "no-folder": ("./nosuch/", {}, ["there is no file", "nosuch"]),
    "not-a-package": ("folder/", {"folder/a.txt": ""}, ["there is no file", "__init__.py"]),
    "no-name": ("", {}, ["cannot import"]),
    "syntax": ("broken", {"broken.py": "def f(:\n"}, ["SyntaxError"]),
    "syntax-of-file": ("broken.py", {"broken.py": "def f(:\n"}, ["SyntaxError"]),
    "its-own-import": ("broken", {"broken.py": "import absent_one\n"}, ["absent_one"]),
    "raises": ("broken", {"broken.py": "1 / 0\n"}, ["ZeroDivisionError: division by zero"]),
    "exits": ("broken", {"broken.py": "raise SystemExit('bye')\n"}, ["SystemExit: bye"]),
    "exits-well": ("broken", {"broken.py": "import sys; sys.exit(0)\n"}, ["SystemExit"]),
    "skips": (
        "broken",
        {"broken.py": "import pytest\npytest.skip('no', allow_module_level=True)\n"},
        ["Skipped: no"],
    ),
    "several-lines": (
        "broken",
        {"broken.py": "raise ValueError('one\\ntwo')\n"},
        ["ValueError: one two"],
    ),
    "cannot-say": (
        "broken",
        {"broken.py": "class E(Exception):\n    def __str__(self): 1 / 0\nraise E\n"},
        ["E: (its __str__ raises)"],
    ),
    "no-attribute": ("broken:api", {"broken.py": ""}, ["broken has no 'api'"]),
    "no-attribute-inside": ("broken:sys.api", {"broken.py": "import sys\n"}, ["no 'sys.api'"]),
    "empty-attribute": ("broken:", {"broken.py": ""}, ["broken:"]),
    "raising-attribute": (
        "broken:api",
        {"broken.py": "def __getattr__(name): 1 / 0\n"},
        ["api", "ZeroDivisionError"],
    ),
    "not-text": ("broken.py", {"broken.py": "\0"}, ["cannot import"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_imported(command: Command, kind: str) -> None:
    """An implementation that cannot be had ends the run: what was tried, and the error of it."""
    spec, files, parts = BROKEN[kind]
    for name, text in files.items():
        command.write(name, text)
    refused(command(f"--impl={spec}", "--clause=jsonify.response"), f"--impl={spec}:", *parts)


def test_a_broken_implementation_beside_a_good_one(command: Command) -> None:
    """One implementation that cannot be imported ends the run for all."""
    refused(command("--impl=reference", "--impl=nosuchmodule"), "--impl=nosuchmodule:")


# Options


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", ""])
def test_max_examples(command: Command, text: str) -> None:
    """--max-examples is a whole number from 1."""
    refused(command(f"--max-examples={text}"), f"--max-examples={text}: expected a whole number")


@pytest.mark.parametrize("text", ["0", "-1", "x", "", "nan", "inf", "86401"])
def test_clause_timeout(command: Command, text: str) -> None:
    """--clause-timeout is a positive number of seconds, at most a day."""
    refused(command(f"--clause-timeout={text}"), f"--clause-timeout={text}: expected seconds")


@pytest.mark.parametrize(
    "place", ["", "mysql://host/0", "redis://", "redis://host/name", "redis://host:1/0/1"]
)
def test_example_database_of_another_kind(command: Command, place: str) -> None:
    """--example-database is a folder or the address of a Redis server."""
    refused(
        command(f"--example-database={place}"),
        f"--example-database={place}: expected redis://HOST:PORT/NUMBER",
    )


@pytest.mark.parametrize("place", ["file", "file/inside", "a" * 300, "/dev/fd/inside"])
def test_example_database_nowhere(command: Command, place: str) -> None:
    """A folder that cannot be made, or written to, is refused before the run."""
    command.write("file", "")
    refused(command(f"--example-database={place}"), f"--example-database={place}: cannot write")


def test_example_database_that_does_not_answer(command: Command) -> None:
    """A server that cannot be reached is told once, without the password, before the run."""
    pytest.importorskip("redis")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    refused(
        command(f"--example-database=redis://me:secret@127.0.0.1:{port}/0"),
        f"--example-database=redis://***@127.0.0.1:{port}/0: no answer: ",
        "refused",
    )


def test_example_database_whose_client_is_missing(command: Command) -> None:
    """Where the client of Redis is not installed, one line says how to install it."""
    command.write("hiding.py", "import sys\nsys.modules['redis'] = None\n")
    refused(
        command.pytest(
            "-p", "hiding", "-o", "pythonpath=.", "--pyargs", "conformance",
            "--example-database=redis://127.0.0.1/0",
        ),
        "--example-database=redis://127.0.0.1/0: needs redis: "
        "python -m pip install 'response-conformance[redis]'",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["report.xml", "report", "report.json.gz", ".json"])
def test_report_of_another_kind(command: Command, name: str) -> None:
    """The end of a report's name says its format: an unknown one is refused before the run."""
    refused(
        command(f"--report={name}"),
        f"--report={name}: expected a file name that ends in {', '.join(FORMATS)}",
    )


def test_report_whose_engine_is_missing(command: Command) -> None:
    """Where a format needs what is not installed, one line says how to install it."""
    command.write("hiding.py", "import sys\nsys.modules['jinja2'] = None\n")
    refused(
        command("--impl=hiding", "--report=report.html"),
        "--report=report.html: needs Jinja2: python -m pip install 'response-conformance[html]'",
    )


def test_report_with_a_name_too_long(command: Command) -> None:
    """A name that no file can have is refused before the run."""
    name = "a" * 300 + ".md"
    refused(command(f"--report={name}"), f"--report={name}: cannot write")


def test_report_nowhere(command: Command) -> None:
    """A report in a folder that is not there is refused before the run."""
    refused(command("--report=nosuch/report.json"), "--report=nosuch/report.json: cannot write")


def test_report_over_a_folder(command: Command) -> None:
    """A report whose place is taken by a folder is refused before the run."""
    (command.folder / "report.json").mkdir()
    refused(command("--report=report.json"), "--report=report.json: cannot write")


def test_report_where_even_root_cannot_write(command: Command) -> None:
    """Whether a report can be written is found out by trying."""
    refused(command("--report=/dev/fd/report.json"), "--report=/dev/fd/report.json: cannot write")


def test_docstrings_left_out(command: Command) -> None:
    """Without docstrings there is nothing to be judged by."""
    result = command.pytest("--pyargs", "conformance", python=("-OO",))
    refused(result, "python -OO", "docstrings")


def test_unknown_profile(command: Command) -> None:
    """An unknown profile is refused, and the known ones are named."""
    refused(
        command("--hypothesis-profile=nonsense"),
        "--hypothesis-profile=nonsense: expected one of gate, explore, thorough",
    )


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("jsonify.respons", "; the nearest is jsonify.response"),
        ("JSONIFY.RESPONSE", "; the nearest is jsonify.response"),
        ("jsonify.respons*e*x", "; the nearest is jsonify.response"),
        ("response.contentlength", "; the nearest is response.content-length"),
        ("§", ""),
    ],
)
def test_unknown_clause(command: Command, pattern: str, near: str) -> None:
    """A pattern that selects no clause is refused, and the nearest id suggested."""
    load_clauses()
    assert not near or near.rpartition(" ")[2] in REGISTRY
    refused(command(f"--clause={pattern}"), f"--clause={pattern}: no clause has such an id{near}")


def test_one_unknown_clause_among_known_ones(command: Command) -> None:
    """Each pattern has to select something."""
    refused(command("--clause=jsonify.*", "--clause=nosuch.*"), "--clause=nosuch.*:")


def test_a_copy_of_the_suite(command: Command) -> None:
    """A checkout that is not the installed package is refused rather than mixed with it."""
    command.write("conformance/__init__.py", "")
    command.write("conformance/clause.py", "")
    result = command.pytest("conformance", "--clause=jsonify.*")
    refused(result, "is not the package that is installed")


# Implementations that break


def judged(command: Command, text: str, *arguments: str) -> Result:
    command.write("mymodule.py", text)
    result = command(
        "--impl=mymodule", "--report=report.json", "--max-examples=3", "--tb=long", *arguments
    )
    assert result.status == 1, f"status {result.status}\n{result.output}\n{result.errors}"
    assert "INTERNALERROR" not in result.output
    # Of a fault of the implementation the suite shows the clause, never its own frames.
    assert "Traceback (most recent call last)" not in result.output
    assert "error" not in result.report()["counts"], result.output
    return result


def test_a_missing_name_is_one_failure(command: Command) -> None:
    """A name that is not exported fails one clause; those about it are not provided, by name."""
    result = judged(command, "from reference import *\ndel static\n")
    clauses = result.report()["clauses"]
    assert [c["id"] for c in clauses if c["outcome"] == "fail"] == ["module.exports"]
    missing = [c for c in clauses if c["outcome"] == "not-provided"]
    assert {c["detail"] for c in missing} == {"static is not exported"}
    assert {c["id"] for c in missing} >= {c["id"] for c in clauses if c["id"][:7] == "static."}
    assert all(c["outcome"] == "pass" for c in clauses if c["id"].startswith("jsonify."))
    assert "mymodule does not conform: 1 clause" in result.lines


def test_a_missing_name_is_red_wherever_it_is_selected(command: Command) -> None:
    """What lacks a required name does not pass a selection that needs the name."""
    command.write("mymodule.py", "from reference import *\ndel static\n")
    result = command("--impl=mymodule", "--clause=static.attachment", "--clause=jsonify.response")
    assert result.status == 1, result.output


def test_an_empty_module(command: Command) -> None:
    """A module that exports nothing fails one clause, and passes none."""
    counts = judged(command, "").report()["counts"]
    assert counts["fail"] == 1
    assert "pass" not in counts


def test_an_optional_name_may_be_missing(command: Command) -> None:
    """Without `send` the clauses about it are not provided, which is no failure."""
    command.write("mymodule.py", "from reference import *\ndel send\n")
    only = ["--clause=send.*", "--clause=module.exports"]
    result = command("--impl=mymodule", *only, "--max-examples=3", "--report=report.json")
    assert result.status == 0, result.output
    assert set(result.report()["counts"]) == {"pass", "not-provided"}


def test_a_wrong_signature(command: Command) -> None:
    """A call that does not take its arguments is shown with Python's words for that."""
    result = judged(
        command,
        """
        import reference
        from reference import *

        def redirect(path):
            reference.redirect(path)
        """,
    )
    clauses = {c["id"]: c for c in result.report()["clauses"]}
    assert clauses["redirect.raises"]["outcome"] == "fail"
    assert "takes 1 positional argument" in clauses["redirect.raises"]["detail"]
    assert clauses["redirect.one-location"]["outcome"] == "not-judged"
    assert clauses["jsonify.response"]["outcome"] == "pass"
    assert any(
        line.startswith("not-judged: because redirect.raises failed") for line in result.lines
    )


RAISING = """
    import reference
    from reference import *

    class Response(reference.Response):
        def __init__(self, code, headers, data):
            raise {error}
"""


@pytest.mark.parametrize(
    "error",
    ["RuntimeError('never')", "ValueError('never')", "TypeError('never')", "SystemExit('never')"],
)
def test_a_response_that_always_raises(command: Command, error: str) -> None:
    """A Response that always raises fails the clause of its construction, which names the error."""
    only = ["--clause=response.*", "--clause=headers.*"]
    result = judged(command, RAISING.format(error=error), *only)
    clauses = {c["id"]: c for c in result.report()["clauses"]}
    assert clauses["response.construct"]["outcome"] == "fail"
    assert "never" in clauses["response.construct"]["detail"]
    assert sum(id[:8] == "headers." and c["outcome"] == "pass" for id, c in clauses.items()) > 20
    assert result.report()["counts"]["not-judged"] > 10


def test_base_exceptions_are_faults(command: Command) -> None:
    """An exception outside Exception is the implementation's fault like any other."""
    text = "class Stop(BaseException): pass\n" + RAISING.format(error="Stop('never')")
    text = "\n".join(line.removeprefix("    ") for line in text.splitlines())
    result = judged(command, text, "--clause=response.*")
    clauses = {c["id"]: c for c in result.report()["clauses"]}
    assert clauses["response.construct"]["outcome"] == "fail"
    assert "Stop: never" in clauses["response.construct"]["detail"]


def test_skipping_is_no_way_out(command: Command) -> None:
    """An implementation that raises what pytest takes for a skip fails."""
    result = judged(
        command,
        "import pytest\n"
        + RAISING.format(error="pytest.skip.Exception('a')").replace("\n    ", "\n"),
        "--clause=response.*",
    )
    clauses = {c["id"]: c for c in result.report()["clauses"]}
    assert clauses["response.construct"]["outcome"] == "fail"


LIAR = """
    class Liar:
        __hash__ = object.__hash__
        code = 200
        description = "OK"
        data = [b""]
        def __init__(self, *a, **k): pass
        def __call__(self, *a, **k): return self
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __contains__(self, other): return True
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return self
        def __getitem__(self, name): return self
        def __setitem__(self, name, value): pass
        def __delitem__(self, name): pass
        def __iter__(self): return iter(())
        def __len__(self): return 0
        def __await__(self):
            return self
            yield

    class Pretender(Liar):
        @property
        def __class__(self): return Response

    class Response(Pretender): pass
    class FileResponse(Response): pass
    class Abort(Liar, Exception): pass
    class Headers(Pretender): pass

    abort = redirect = static = jsonify = responsify = send = Pretender()
"""


def test_a_liar_passes_nothing_of_note(command: Command) -> None:
    """An object that equals everything, and claims the class it is asked for, is found out."""
    result = judged(command, LIAR, "--clause-timeout=1.2")
    clauses = {c["id"]: c for c in result.report()["clauses"]}
    roots = ["response.construct", "jsonify.response", "redirect.raises", "responsify.supported"]
    assert {clauses[id]["outcome"] for id in roots} <= {"fail", "not-judged"}
    assert result.report()["verdict"] == "fails"

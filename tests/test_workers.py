"""Workers of pytest-xdist that are elsewhere: other interpreters, folders, machines."""

from __future__ import annotations

from .conftest import Command

ONLY = ("--impl=mymodule", "--clause=jsonify.*", "--max-examples=3", "-d")


def test_workers_elsewhere(command: Command) -> None:
    """Workers that begin in folders of their own, with the implementation, judge as one process."""
    command.write("mymodule.py", "from reference import *\n")
    here = command(*ONLY[:-1], "--report=report.json")
    places = [command.write(f"{name}/mymodule.py", "from reference import *\n") for name in "ab"]
    elsewhere = [f"--tx=popen//chdir={path.parent}" for path in places]
    there = command(*ONLY, *elsewhere, "--report=there.json")
    assert there.status == here.status == 0, there.output + there.errors
    outcomes = [
        {clause["id"]: (clause["outcome"], clause["examples"]) for clause in report["clauses"]}
        for report in (here.report(), there.report("there.json"))
    ]
    assert outcomes[0] == outcomes[1]


def test_a_worker_that_cannot_begin(command: Command) -> None:
    """Where the implementation is missing there is no verdict: the run ends, and says why."""
    command.write("mymodule.py", "from reference import *\n")
    folder = command.folder / "empty"
    folder.mkdir()
    result = command(*ONLY, f"--tx=popen//chdir={folder}")
    assert result.status not in (0, 1), result.output
    said = [line for line in result.lines if "cannot import 'mymodule'" in line]
    assert 1 <= len(said) <= 5
    assert "mymodule conforms" not in result.output

"""What one machine found is tried first by all others that share its example database."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import reference
from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.database import shown
from conformance.gate import load_clauses
from conformance.implementation import Implementation, load
from conformance.judge import judge

from .conftest import Command, Result

#: One response in some hundred has a wrong length.
RARE = """
    import reference
    from reference import *

    class Response(reference.Response):
        def __init__(self, code, headers, data):
            super().__init__(code, headers, data)
            if code == 451 and type(data) is bytes and len(data) % 4 == 3:
                self.headers["Content-Length"] = str(len(data) - 1)
"""
CLAUSE = "response.content-length"
#: What finds it, and what does not.
MANY, FEW = "--max-examples=3000", "--max-examples=1"
PATIENCE = 20.0


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs for this module."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("there is no redis-server")
    if importlib.util.find_spec("redis") is None:
        pytest.skip("redis is not installed")
    folder = tmp_path_factory.mktemp("r")
    socket = folder / "s"
    # A socket of its own, no port: nothing that others listen on is in the way.
    command = [
        server,
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while not socket.exists() and time.monotonic() < until:
            time.sleep(0.02)
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(params=["redis", "folder"])
def place(request: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where examples are kept."""
    if request.param == "redis":
        return str(request.getfixturevalue("redis"))
    return str(tmp_path_factory.mktemp("shared") / "not" / "there yet")


def machine(tmp_path: Path, name: str, *arguments: str) -> tuple[Result, Any]:
    """What a machine with a folder of its own says of RARE: the run, and what the report says."""
    command = Command(tmp_path / name)
    command.write("mymodule.py", RARE)
    result = command("--impl=mymodule", f"--clause={CLAUSE}", "--report=report.json", *arguments)
    assert result.status in (0, 1), result.output + result.errors
    (entry,) = result.report()["clauses"]
    return result, entry


def test_what_one_found_the_others_try_first(tmp_path: Path, place: str) -> None:
    """With few examples, and another seed, a machine finds what one found with many."""
    shared, others = f"--example-database={place}", [FEW, "--hypothesis-seed=5"]
    _, first = machine(tmp_path, "first", MANY, shared)
    assert first["outcome"] == "fail"
    _, alone = machine(tmp_path, "alone", *others)
    assert alone["outcome"] == "pass"
    worker = ["-d", f"--tx=popen//chdir={tmp_path / 'first'}"]
    for number, more in enumerate([[], ["--isolate"], worker] if "://" in place else [[]]):
        _, entry = machine(tmp_path, f"other {number}", *others, shared, *more)
        assert entry["outcome"] == "fail"
        # The counterexample, and the same once more to be told.
        assert entry["examples"] == 2
        assert entry["faults"] == first["faults"]


def test_what_is_mended_passes(tmp_path: Path, place: str) -> None:
    """What others found says nothing against an implementation that has mended it."""
    load_clauses()
    command = Command(tmp_path)
    wrong = load(str(command.write("wrong.py", RARE)))
    good = load(str(command.write("good.py", "from reference import *")))
    good.name = wrong.name
    many, few = (Budget(max_examples=n, database=place) for n in (3000, 1))
    assert judge(REGISTRY[CLAUSE], wrong, many).outcome == "fail"
    assert judge(REGISTRY[CLAUSE], wrong, few).outcome == "fail"
    assert judge(REGISTRY[CLAUSE], good, few).outcome == "pass"
    assert judge(REGISTRY[CLAUSE], good, Budget(database=place)).outcome == "pass"


def test_the_draws_stay_the_same(tmp_path: Path) -> None:
    """With a database that is empty, a run draws what it draws without one, seed or no seed."""
    load_clauses()
    drawn: list[list[int]] = []

    class Response(reference.Response):
        def __init__(self, code: int, headers: Any, data: bytes) -> None:
            drawn[-1].append(code)
            super().__init__(code, headers, data)

    api = SimpleNamespace(**{**vars(reference), "Response": Response})
    impl = Implementation(api, "noting")
    for seed in (None, 7):
        for database in ("", str(tmp_path / f"of {seed}")):
            drawn.append([])
            judge(REGISTRY[CLAUSE], impl, Budget(max_examples=50, seed=seed, database=database))
    without, with_one, seeded, seeded_with_one = drawn
    assert len(without) == 50
    assert without == with_one
    assert seeded == seeded_with_one
    assert without != seeded


def test_a_server_that_ends_amid_a_run(redis: str, tmp_path: Path) -> None:
    """A server that no longer answers costs no verdict."""
    budget = Budget(database=f"unix://{tmp_path}/gone")
    load_clauses()
    with pytest.warns(UserWarning, match="no longer used: Error 2"):
        first = judge(REGISTRY[CLAUSE], load("reference"), budget)
    # It was said once.
    second = judge(REGISTRY["response.code"], load("reference"), budget)
    assert (first.outcome, second.outcome) == ("pass", "pass")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("redis://user:secret@host:1/0", "redis://***@host:1/0"),
        ("redis://:secret@host", "redis://***@host"),
        ("redis://host:1/0", "redis://host:1/0"),
        ("a/folder", "a/folder"),
    ],
)
def test_no_password_is_shown(place: str, said: str) -> None:
    """What a message says of a place leaves the password out."""
    assert shown(place) == said

"""Known failures: the list, what it makes of a run, and how it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import known
from conformance.clause import REGISTRY
from conformance.gate import load_clauses
from conformance.report.model import Entry, Run

from .conftest import Command
from .test_command import GOOD, UNADVISED, shape

load_clauses()

NAN = """
    import json, pathlib
    from reference import *

    def jsonify(smth):
        with open("calls", "a") as file:
            file.write(".")
        return Response(200, {"Content-Type": "application/json"}, json.dumps(smth).encode())
"""
SOME = ("--clause=jsonify.no-nan", "--clause=jsonify.media-type", "--max-examples=10")


def entry(id: str, outcome: str, detail: str = "what was found") -> Entry:
    return Entry(id, REGISTRY[id].level, "doc", "It holds.", outcome, 3, 0.1, detail)


def listed(*ids: str) -> known.Known:
    numbers = {id: number for number, id in enumerate(ids, 1)}
    return known.Known("a.txt", [f"{id}  # why" for id in ids], numbers, dict.fromkeys(ids, "why"))


# What a list makes of a run


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("fail", "known"),
        ("advice", "known"),
        ("timeout", "known"),
        ("died", "known"),
        ("known", "known"),
        ("pass", "fixed"),
        ("fixed", "fixed"),
        ("inconclusive", "inconclusive"),
        ("error", "error"),
        ("skipped", "skipped"),
        ("not-run", "not-run"),
    ],
)
def test_outcomes(outcome: str, wanted: str) -> None:
    """A failure that is listed is known, a pass is fixed; what was not judged stays as it is."""
    entries = [entry("headers.len", outcome), entry("headers.getall", "pass")]
    [found] = listed("headers.len").applied([entries])
    assert [one.outcome for one in found] == [wanted, "pass"]


@pytest.mark.parametrize(("name", "wanted"), [("send", "not-provided"), ("static", "known")])
def test_a_missing_name(name: str, wanted: str) -> None:
    """A required name that is missing can be a known failure; an optional one is no failure."""
    one = entry("headers.len", "not-provided", f"{name} is not exported")
    assert listed("headers.len").applied([[one]])[0][0].outcome == wanted


@pytest.mark.parametrize(
    ("outcomes", "wanted"),
    [
        (("pass", "pass"), ["fixed", "fixed"]),
        (("pass", "fail"), ["pass", "known"]),
        (("pass", "skipped"), ["pass", "skipped"]),
    ],
)
def test_several_implementations(outcomes: tuple[str, str], wanted: list[str]) -> None:
    """A line can go only where no implementation needs it any more."""
    found = listed("headers.len").applied([[entry("headers.len", one)] for one in outcomes])
    assert [entries[0].outcome for entries in found] == wanted


def test_what_follows_from_a_known_failure_is_not_judged() -> None:
    """The consequences of a known failure need no line of their own."""
    from conformance.report.model import without_consequences

    entries = [entry("headers.len", "known"), entry("headers.getall", "fail")]
    found = without_consequences(entries, {"headers.getall": ["headers.len"]})
    assert [one.outcome for one in found] == ["known", "not-judged"]


# The command


@pytest.mark.parametrize("workers", [[], ["-n2"]])
@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_known(command: Command, workers: list[str], strict: list[str]) -> None:
    """A known failure fails nobody, and is told with its reason."""
    command.write("mymodule.py", NAN)
    command.write("known.txt", "# a comment\n\njsonify.no-nan   # since 1.0\n")
    result = command(
        "--impl=mymodule", "--known-failures=known.txt", "--report=report.json",
        *SOME, *workers, *strict,
    )  # fmt: skip
    assert result.status == 0, shape(result)
    assert "known: since 1.0 (jsonify.no-nan)" in result.lines
    assert "mymodule conforms to the clauses selected, but for 1 known failure" in result.lines
    assert result.report()["counts"] == {"pass": 1, "known": 1}
    assert result.report()["verdict"] == "conforms"


def test_a_known_failure_is_cheap(command: Command) -> None:
    """A known failure stops at its first counterexample, without a search for a simpler one."""
    command.write("mymodule.py", NAN)
    command.write("known.txt", "jsonify.no-nan # since 1.0\n")
    calls = []
    for option in ((), ("--known-failures=known.txt",)):
        command("--impl=mymodule", SOME[0], *option)
        calls.append(len((command.folder / "calls").read_bytes()))
        (command.folder / "calls").unlink()
    assert calls[1] <= 4 < calls[0]


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_fixed(command: Command, workers: list[str]) -> None:
    """A listed clause that passes fails the run, which says which line to delete."""
    command.write("mymodule.py", GOOD)
    command.write("known.txt", "# a comment\njsonify.no-nan # since 1.0\n")
    result = command("--impl=mymodule", "--known-failures=known.txt", *SOME[:2], *workers)
    assert result.status == 1, shape(result)
    assert "fixed: passes by now: delete line 2 of known.txt (jsonify.no-nan)" in result.lines
    wanted = "mymodule: the list of known failures is out of date: 1 known failure no longer one"
    assert wanted in result.lines


def test_few_examples_show_nothing(command: Command) -> None:
    """Whoever asks for fewer examples than the gate draws is not told to delete a line."""
    command.write("mymodule.py", GOOD)
    command.write("known.txt", "jsonify.no-nan # since 1.0\n")
    result = command("--impl=mymodule", "--known-failures=known.txt", SOME[0], "--max-examples=99")
    assert result.status == 0, shape(result)
    assert "known: since 1.0 (jsonify.no-nan)" in result.lines


def test_a_clause_that_is_not_selected_is_not_judged(command: Command) -> None:
    """A line about a clause that does not run is no error, and is not called fixed."""
    command.write("mymodule.py", GOOD)
    command.write("known.txt", "jsonify.no-nan # since 1.0\n")
    result = command("--impl=mymodule", "--known-failures=known.txt", "--clause=jsonify.media-type")
    assert result.status == 0, shape(result)


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_advice_can_be_known(command: Command, strict: list[str]) -> None:
    """A SHOULD on the list is known, strictly or not."""
    command.write("mymodule.py", UNADVISED)
    command.write("known.txt", "responsify.bytes-charset # for old clients\n")
    result = command(
        "--impl=mymodule", "--known-failures=known.txt", "--clause=responsify.bytes*", *strict
    )
    assert result.status == 0, shape(result)
    assert "known: for old clients (responsify.bytes-charset)" in result.lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headers.lenn # a", "line 1: no clause has the id 'headers.lenn'; the nearest is"),
        ("\n# a\nheaders.len", "line 3: headers.len has no reason: expected 'headers.len  # why"),
        ("headers.len #  ", "line 1: headers.len has no reason"),
        ("headers.len # a\nheaders.len # b", "line 2: headers.len is listed in line 1 too"),
        ("headers.* # a", "line 1: no clause has the id 'headers.*'"),
    ],
)
@pytest.mark.parametrize("option", ["--known-failures", "--write-known-failures"])
def test_bad_lists(command: Command, option: str, text: str, said: str) -> None:
    """A list that makes no sense is refused before the run, in one line, and left as it is."""
    path = command.write("known.txt", text)
    result = command("--clause=jsonify.response", f"{option}=known.txt")
    assert result.status == 4, shape(result)
    [line] = [line for line in result.lines if line]
    assert line.startswith(f"ERROR: {option}=known.txt: {said}")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("option", ["--known-failures", "--write-known-failures"])
@pytest.mark.parametrize("name", ["folder", "file/known.txt", "not-text"])
def test_no_list(command: Command, option: str, name: str) -> None:
    """What is no file of text is refused before the run, in one line."""
    (command.folder / "folder").mkdir()
    command.write("file", "")
    (command.folder / "not-text").write_bytes(b"\xff")
    result = command("--clause=jsonify.response", f"{option}={name}")
    assert result.status == 4, shape(result)
    assert len([line for line in result.lines if line]) == 1


# Written


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_a_list_that_is_written_can_be_read(command: Command, workers: list[str]) -> None:
    """The list of today's failures makes tomorrow's run conform."""
    command.write("mymodule.py", NAN)
    result = command("--impl=mymodule", "--write-known-failures=known.txt", *SOME, *workers)
    assert result.status == 1, shape(result)
    lines = (command.folder / "known.txt").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["jsonify.no-nan  # got b'NaN': NaN is not JSON"]
    again = command("--impl=mymodule", "--known-failures=known.txt", *SOME)
    assert again.status == 0, shape(again)


def run(*entries: Entry, strict: bool = False) -> Run:
    return Run("subject", "1", "f", "0", {}, strict, list(entries))


def test_a_list_is_brought_up_to_date() -> None:
    """Comments, reasons and what was not judged stay; what passes goes; what fails is added."""
    old = known.Known(
        "a.txt",
        ["# of old", "headers.len # why", "headers.getall # gone", "headers.add # not run"],
        {"headers.len": 2, "headers.getall": 3, "headers.add": 4},
        {"headers.len": "why", "headers.getall": "gone", "headers.add": "not run"},
    )
    subject = run(
        entry("headers.len", "fail"),
        entry("headers.getall", "pass"),
        entry("headers.pop", "fail", "\ud800 # é\nmore"),
        entry("headers.del", "skipped"),
        entry("headers.items", "advice"),
    )
    assert known.written([subject], old, listed()).splitlines() == [
        "# of old",
        "headers.len # why",
        "headers.add # not run",
        "headers.pop  # \\ud800 # é",
    ]


def test_what_is_written_depends_on_strictness() -> None:
    """What fails nobody is written only where it would fail the run."""
    for strict, wanted in ((False, 1), (True, 2)):
        text = known.written(
            [run(entry("headers.len", "advice"), strict=strict)], listed(), listed()
        )
        assert len(text.splitlines()) == wanted


def test_reasons_are_taken_over() -> None:
    """Where one list is read and another written, what is still known keeps its reason."""
    text = known.written([run(entry("headers.len", "known"))], known.Known(), listed("headers.len"))
    assert text.splitlines()[1:] == ["headers.len  # why"]


def test_any_reason_can_be_read_again(tmp_path: Path) -> None:
    """Whatever was found, the list is text that is read back."""
    found = ["", "a" * 500, "\0\x85\u2028\x1b", "\ud800", "# #", "é😀"]
    for number, text in enumerate(found):
        subject = run(entry("headers.len", "fail", text))
        path = tmp_path / f"{number}.txt"
        path.write_text(known.written([subject], known.Known(), known.Known()), encoding="utf-8")
        assert list(known.read(path, "a").numbers) == ["headers.len"]

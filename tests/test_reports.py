"""The report as data: its form, when it is written, and how a verdict follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance import __version__
from conformance.failure import Fault, Octets
from conformance.report import as_json, terminal
from conformance.report.model import OUTCOMES, Entry, Run, without_consequences

from .conftest import Command

KEYS = ["schema", "suite", "specification", "implementation", "options", "verdict", "counts"]
KEYS += ["known_faults", "clauses"]
CLAUSE_KEYS = [
    "id", "level", "source", "statement", "outcome", "examples", "seconds", "detail", "faults",
]  # fmt: skip


def entry(id: str, outcome: str, detail: str = "", level: str = "MUST") -> Entry:
    return Entry(id, level, "doc", f"{id} holds.", outcome, 3, 0.25, detail)


def run(*outcomes: str, strict: bool = False, **options: Any) -> Run:
    entries = [entry(f"area.n{number}", outcome) for number, outcome in enumerate(outcomes)]
    return Run("subject", "1.2", "/a/subject.py", "0.0", options, strict, entries)


# Written by the command

MISSING = "from reference import *\ndel static\n"


def test_form(command: Command) -> None:
    """The report has these keys in this order, and says what was asked for."""
    path = command.write("mymodule.py", "__version__ = '2.0'\n" + MISSING)
    globs = ["module.exports", "static.inline", "jsonify.data"]
    command(
        "--impl=mymodule", *(f"--clause={glob}" for glob in globs), "--max-examples=4",
        "--report=report.json", "--report=again.json",
    )  # fmt: skip
    report = json.loads((command.folder / "report.json").read_bytes())
    assert list(report) == KEYS
    assert report["schema"] == 1
    assert report["suite"] == {"version": __version__}
    assert report["implementation"] == {"name": "mymodule", "version": "2.0", "file": str(path)}
    assert report["options"] == {
        "profile": "gate", "max_examples": 4, "clause": globs, "strict": False,
    }  # fmt: skip
    assert report["verdict"] == "fails"
    assert report["counts"] == {"pass": 1, "fail": 1, "not-provided": 1}
    assert [list(clause) for clause in report["clauses"]] == [CLAUSE_KEYS] * 3
    for clause in report["clauses"]:
        assert clause["outcome"] in OUTCOMES
        assert type(clause["examples"]) is int
        assert type(clause["seconds"]) is float
    assert report["clauses"][0]["detail"].startswith("expected  ")
    assert list(report["clauses"][0]["faults"][0]) == ["expected", "got", "call", "octets"]
    again = json.loads((command.folder / "again.json").read_bytes())
    assert again == report


def test_a_report_is_replaced_whole(command: Command) -> None:
    """An earlier report is replaced, and nothing else in the folder is touched or left."""
    (command.folder / "report.json").write_text("an earlier one", encoding="utf-8")
    (command.folder / "other.json").write_text("somebody's", encoding="utf-8")
    result = command("--clause=jsonify.response", "--report=report.json")
    assert result.report()["verdict"] == "conforms"
    assert sorted(path.name for path in command.folder.glob("*.json*")) == [
        "other.json",
        "report.json",
    ]
    assert (command.folder / "other.json").read_text(encoding="utf-8") == "somebody's"
    assert [path.name for path in command.folder.glob(".report*")] == []


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_an_interrupted_run(command: Command, workers: list[str]) -> None:
    """A run that was interrupted reports what it knows, and no more."""
    command.write(
        "mymodule.py",
        "from reference import *\ndef jsonify(smth):\n    raise KeyboardInterrupt\n",
    )
    only = ["--clause=jsonify.*", "--clause=headers.*", "--clause=wire.*", "--max-examples=2"]
    result = command("--impl=mymodule", *only, *workers, "--report=report.json")
    assert result.status != 0
    report = result.report()
    assert report["verdict"] == "inconclusive"
    assert report["counts"]["not-run"] > 1
    assert not any(line.startswith("mymodule conforms") for line in result.lines)


# Written by the module


def test_nothing_is_left_of_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the report cannot take its place, its beginnings are removed."""
    (tmp_path / "report.json" / "full").mkdir(parents=True)
    with pytest.raises(OSError, match=r"report\.json"):
        as_json.write(tmp_path / "report.json", [run("pass")])
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_any_text_can_be_reported(tmp_path: Path) -> None:
    """Lone surrogates and control characters come back as they were."""
    detail = "\ud800 \0 \x1b é \u2028 😀"
    subject = Run("s", "1", "f", "0", {}, False, [entry("a.b", "fail", detail)])
    as_json.write(tmp_path / "report.json", [subject])
    found = json.loads((tmp_path / "report.json").read_bytes())
    assert found["clauses"][0]["detail"] == detail


@pytest.mark.parametrize(
    "octets", [None, Octets("a\r\xff", 0, 3), Octets("a\r\xff", 5, 99, (1, 2))]
)
def test_an_entry_survives_as_data(octets: Octets | None) -> None:
    """An entry that went through JSON is the same, its faults and their octets included."""
    faults = (Fault("a", "b", "c()", octets), Fault("d", "e", "f()"))
    before = Entry("a.b", "MUST", "doc", "It holds.", "fail", 3, 0.25, "text", faults)
    assert Entry.from_data(json.loads(json.dumps(before.as_data()))) == before


def test_several_runs() -> None:
    """One run is the report itself, several are a list."""
    assert list(as_json.document([run("pass")])) == KEYS
    several = as_json.document([run("pass"), run("fail")])
    assert list(several) == ["schema", "runs"]
    assert [list(one) for one in several["runs"]] == [KEYS[1:]] * 2


# Verdicts


@pytest.mark.parametrize(
    ("outcomes", "plainly", "strictly"),
    [
        (["pass"], "conforms", "conforms"),
        (["pass", "skipped"], "conforms", "conforms"),
        (["pass", "advice"], "conforms", "fails"),
        (["pass", "fail"], "fails", "fails"),
        (["pass", "fail", "not-run"], "fails", "fails"),
        (["fail", "error"], "fails", "fails"),
        (["pass", "inconclusive"], "inconclusive", "inconclusive"),
        (["pass", "timeout"], "inconclusive", "inconclusive"),
        (["pass", "error"], "inconclusive", "inconclusive"),
        (["pass", "not-run"], "inconclusive", "inconclusive"),
        (["pass", "advice", "timeout"], "inconclusive", "fails"),
        (["advice"], "inconclusive", "fails"),
        (["skipped"], "inconclusive", "inconclusive"),
        ([], "inconclusive", "inconclusive"),
    ],
)
def test_verdict(outcomes: list[str], plainly: str, strictly: str) -> None:
    """A verdict is as good as its worst clause, and there is none where nothing passed."""
    assert run(*outcomes).verdict == plainly
    assert run(*outcomes, strict=True).verdict == strictly


@pytest.mark.parametrize(("name", "verdict"), [("send", "conforms"), ("static", "inconclusive")])
def test_verdict_where_a_name_is_missing(name: str, verdict: str) -> None:
    """An optional name may be missing; a required one leaves the verdict open at least."""
    subject = run("pass")
    subject.entries.append(entry("area.missing", "not-provided", f"{name} is not exported"))
    assert subject.verdict == verdict


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (run("pass"), "subject conforms"),
        (run("pass", clause=["a.*"]), "subject conforms to the clauses selected"),
        (run("fail"), "subject does not conform: 1 clause"),
        (run("fail", "fail", "advice"), "subject does not conform: 2 clauses"),
        (run("fail", "advice", strict=True), "subject does not conform: 2 clauses"),
        (run("pass", "timeout", "error"), "subject: no verdict, 2 clauses not decided"),
        (run("skipped"), "subject: no verdict, 1 clause not decided"),
    ],
)
def test_sentence(subject: Run, sentence: str) -> None:
    """The verdict is said in one sentence."""
    assert subject.sentence == sentence


# Consequences


def judged(depends_on: dict[str, list[str]], **outcomes: str) -> dict[str, str]:
    """The outcomes after consequences are told apart, in whatever order they came."""
    entries = [entry(id, outcome) for id, outcome in outcomes.items()]
    found = without_consequences(entries, depends_on)
    back = without_consequences(entries[::-1], depends_on)[::-1]
    assert [vars(one) for one in found] == [vars(one) for one in back]
    return {one.id: one.outcome for one in found}


def test_consequences() -> None:
    """A failure that follows from another is not judged, over several steps; a pass stays."""
    depends_on = {"b": ["a"], "c": ["b"], "d": ["a"], "e": ["x"], "f": ["e"]}
    assert judged(depends_on, a="fail", b="fail", c="fail", d="pass", e="fail", f="advice") == {
        "a": "fail", "b": "not-judged", "c": "not-judged", "d": "pass", "e": "fail",
        "f": "not-judged",
    }  # fmt: skip


@pytest.mark.parametrize("cause", ["fail", "timeout", "not-provided"])
@pytest.mark.parametrize("outcome", ["fail", "advice", "inconclusive", "timeout"])
def test_what_follows(cause: str, outcome: str) -> None:
    """Whatever kept a clause from passing is a consequence where its ground is missing."""
    assert judged({"b": ["a"]}, a=cause, b=outcome)["b"] == "not-judged"


@pytest.mark.parametrize("cause", ["pass", "advice", "skipped", "error", "not-run", "inconclusive"])
def test_what_does_not_follow(cause: str) -> None:
    """A failure counts where what it depends on was not found wanting."""
    assert judged({"b": ["a"]}, a=cause, b="fail")["b"] == "fail"


def test_the_first_cause_is_named() -> None:
    """The detail names the clause at the start of the chain, and keeps what was found."""
    entries = [entry("a.a", "fail"), entry("b.b", "fail"), entry("c.c", "fail", "what was found")]
    found = without_consequences(entries, {"b.b": ["a.a"], "c.c": ["b.b"]})
    assert found[2].detail == "because a.a failed\nwhat was found"


# Text


def test_table() -> None:
    """The table has a line for each area and one for all, and a column for each outcome."""
    subject = run()
    subject.entries += [entry("a.x", "pass"), entry("a.y", "fail"), entry("long.x", "pass")]
    assert terminal.table(subject) == [
        "      pass  fail",
        "a        1     1",
        "long     1     .",
        "all      2     1",
    ]


def test_remarks() -> None:
    """Each reason for which nothing was judged is told once, with the clause or their number."""
    subject = run("pass")
    subject.entries += [
        entry("a.x", "skipped", "no root"),
        entry("b.x", "not-judged", "because a.a failed\nmore"),
        entry("b.y", "not-judged", "because a.a failed\nother"),
    ]
    assert terminal.remarks(subject) == [
        "skipped: no root (a.x)",
        "not-judged: because a.a failed (2 clauses)",
    ]

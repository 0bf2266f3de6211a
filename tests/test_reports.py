"""The report as data: its form, when it is written, and how a verdict follows from it."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from conformance import __version__
from conformance.fault import Fault, Octets
from conformance.report import as_json, formats, terminal, words
from conformance.report.model import OUTCOMES, Entry, Run, without_consequences

from .conftest import Command
from .reports import entry, hostile_run, run

KEYS = ["schema", "suite", "specification", "implementation", "noticed", "options", "complete"]
KEYS += ["verdict", "counts", "known_faults", "clauses"]
CLAUSE_KEYS = [
    "id", "level", "source", "statement", "outcome", "examples", "seconds", "detail", "faults",
    "noticed",
]  # fmt: skip


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
    assert report["complete"] is True
    assert report["verdict"] == "fails"
    assert report["counts"] == {"pass": 1, "fail": 1, "not-provided": 1}
    assert [list(clause) for clause in report["clauses"]] == [CLAUSE_KEYS] * 3
    for clause in report["clauses"]:
        assert clause["outcome"] in OUTCOMES
        assert type(clause["examples"]) is int
        assert type(clause["seconds"]) is float
    assert report["clauses"][0]["detail"].startswith("expected  ")
    assert list(report["clauses"][0]["faults"][0]) == ["expected", "got", "call", "octets", "stack"]
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
    """A run that was interrupted reports what it knows, and no more, in every format."""
    command.write(
        "mymodule.py",
        """
        import os, reference, signal
        from reference import *

        def jsonify(smth):
            if "PYTEST_XDIST_WORKER" in os.environ:
                os.kill(os.getppid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            return reference.jsonify(smth)
        """,
    )
    only = ["--clause=jsonify.*", "--clause=headers.*", "--clause=wire.*", "--max-examples=2"]
    reports = ["--report=report.json", "--report=report.md", "--report=report.svg"]
    result = command("--impl=mymodule", *only, *workers, *reports)
    assert result.status != 0
    report = result.report()
    assert report["complete"] is False
    assert report["verdict"] == "inconclusive"
    assert report["counts"]["not-run"] > 1
    assert not any(line.startswith("mymodule conforms") for line in result.lines)
    summary = (command.folder / "report.md").read_text(encoding="utf-8")
    assert f"**The run ended early**, with {report['counts']['not-run']} of its" in summary
    assert "no verdict" in (command.folder / "report.svg").read_text(encoding="utf-8")


def test_a_run_that_stops_at_a_failure(command: Command) -> None:
    """What ends with the first failure has a verdict, and is marked incomplete."""
    command.write("mymodule.py", MISSING)
    result = command(
        "--impl=mymodule", "--clause=module.*", "-x", "--report=report.json", "--max-examples=2"
    )
    assert result.report()["complete"] is False
    assert result.report()["verdict"] == "fails"


def test_one_report_that_cannot_be_written(command: Command) -> None:
    """A report that cannot be written at the end is an error, which costs no other report."""
    (command.folder / "gone").mkdir()
    command.write(
        "mymodule.py",
        """
        import pathlib, reference
        from reference import *

        def jsonify(smth):
            gone = pathlib.Path("gone")
            if gone.exists():
                gone.rmdir()
            return reference.jsonify(smth)
        """,
    )
    result = command(
        "--impl=mymodule", "--clause=jsonify.response", "--report=gone/report.json",
        "--report=report.md", "--report=report.json", "--junitxml=junit.xml",
    )  # fmt: skip
    assert result.status == 3, result.output + result.errors
    (line,) = [line for line in result.lines if line.startswith("ERROR: ")]
    assert "gone/report.json: cannot write: No such file or directory" in line
    assert result.report()["verdict"] == "conforms"
    assert (command.folder / "report.md").exists()
    assert (command.folder / "junit.xml").exists()


# Written by the module


def test_nothing_is_left_of_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the report cannot take its place, its beginnings are removed."""
    (tmp_path / "report.json" / "full").mkdir(parents=True)
    with pytest.raises(OSError, match=r"report\.json"):
        formats.write(tmp_path / "report.json", [run("pass")])
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a report cannot be written to its end, the earlier one stays as it was."""
    path = tmp_path / "report.json"
    path.write_text("an earlier one", encoding="utf-8")

    def write_half(self: Path, content: bytes) -> None:
        with self.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write_half)
    with pytest.raises(OSError, match="No space left"):
        formats.write(path, [run("pass")])
    assert [one.name for one in tmp_path.iterdir()] == ["report.json"]
    assert path.read_text(encoding="utf-8") == "an earlier one"


@pytest.mark.parametrize("suffix", formats.FORMATS)
def test_any_text_can_be_written(tmp_path: Path, suffix: str) -> None:
    """No text of an implementation keeps a report from being written, in UTF-8."""
    path = tmp_path / f"report{suffix}"
    formats.write(path, [hostile_run(), run("pass")])
    assert len(path.read_text(encoding="utf-8")) > 100


def test_any_text_can_be_reported(tmp_path: Path) -> None:
    """Lone surrogates and control characters come back as they were."""
    detail = "\ud800 \0 \x1b é \u2028 😀"
    subject = Run("s", "1", "f", "0", {}, False, [entry("a.b", "fail", detail)])
    formats.write(tmp_path / "report.json", [subject])
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


@pytest.mark.parametrize(
    ("outcomes", "plainly", "strictly"),
    [
        (["pass", "pass", "skipped", "not-run"], (2, 3), (2, 3)),
        (["pass", "advice", "fail", "not-judged"], (1, 3), (1, 4)),
        (["timeout", "error", "inconclusive"], (0, 3), (0, 3)),
        ([], (0, 0), (0, 0)),
    ],
)
def test_score(outcomes: list[str], plainly: tuple[int, int], strictly: tuple[int, int]) -> None:
    """What is obeyed is counted out of what was asked; advice is asked of who is strict."""
    assert run(*outcomes).score == plainly
    assert run(*outcomes, strict=True).score == strictly


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


@pytest.mark.parametrize("cause", ["fail", "timeout"])
@pytest.mark.parametrize("outcome", ["fail", "advice", "inconclusive", "timeout"])
def test_what_follows(cause: str, outcome: str) -> None:
    """Whatever kept a clause from passing is a consequence where its ground is missing."""
    assert judged({"b": ["a"]}, a=cause, b=outcome)["b"] == "not-judged"


@pytest.mark.parametrize(
    "cause",
    ["pass", "advice", "skipped", "error", "not-run", "inconclusive", "not-provided"],
)
def test_what_does_not_follow(cause: str) -> None:
    """A failure counts where what it depends on was not found wanting."""
    assert judged({"b": ["a"]}, a=cause, b="fail")["b"] == "fail"


def test_the_first_cause_is_named() -> None:
    """The detail names the clause at the start of the chain, and keeps what was found."""
    entries = [entry("a.a", "fail"), entry("b.b", "fail"), entry("c.c", "fail", "what was found")]
    found = without_consequences(entries, {"b.b": ["a.a"], "c.c": ["b.b"]})
    assert found[2].detail == "because a.a failed\nwhat was found"


# Text


def test_every_outcome_has_its_sign() -> None:
    """No two outcomes look alike without colour."""
    signs = [words.SIGNS[outcome] for outcome in OUTCOMES]
    assert len(set(signs)) == len(OUTCOMES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é ☃ 😀 \n a", "é ☃ 😀 \n a"),
        ("\0\t\r\x1b\x7f\x85\xa0", r"\x00\t\r\x1b\x7f\x85\xa0"),
        ("\u202e\u2028\ufeff\ud800\U000e0001", r"\u202e\u2028\ufeff\ud800\U000e0001"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """What is not seen as itself is written as Python would; line feeds stay."""
    assert words.visible(text) == shown


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("doc", [("doc", "")]),
        ("RFC 9110 §5.1", [("RFC 9110 §5.1", "9110.html#section-5.1")]),
        (
            "doc; RFC 9110 §15.2, §15.3.5; ruling",
            [
                ("doc", ""), ("; ", ""), ("RFC 9110 §15.2", "9110.html#section-15.2"), (", ", ""),
                ("§15.3.5", "9110.html#section-15.3.5"), ("; ", ""), ("ruling", ""),
            ],
        ),
    ],
)  # fmt: skip
def test_sources_are_linked(source: str, found: list[tuple[str, str]]) -> None:
    """Each section of an RFC has its address, and the text stays what it was."""
    parts = list(words.parts(source))
    page = "https://www.rfc-editor.org/rfc/rfc"
    assert [(part.text, part.address.removeprefix(page)) for part in parts] == found


def test_every_source_is_understood(registry: dict[str, Any]) -> None:
    """Of the source of every clause nothing stays without an address but doc and ruling."""
    for clause in registry.values():
        parts = list(words.parts(clause.source))
        assert "".join(part.text for part in parts) == clause.source
        left = "".join("" if part.address else part.text for part in parts)
        assert set(re.findall(r"[\w.§]+", left)) <= {"doc", "ruling"}, clause.id


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

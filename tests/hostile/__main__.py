"""Runs the gate on every hostile implementation, and writes the table of what came of each."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from .behaviours import BEHAVIOURS, PRELUDE, Behaviour

RESULTS = Path(__file__).with_name("RESULTS.md")
#: Seconds for a clause, and examples of it: what hangs is to hang briefly.
SECONDS, EXAMPLES = 2, 1
#: What is judged beside the clause that meets the behaviour, unless all are: some of most areas.
BESIDE = (
    "module.exports", "abort.*", "headers.[a-g]*", "response.[a-d]*", "redirect.[a-d]*",
    "static.[a-d]*", "jsonify.[a-d]*",
)  # fmt: skip
#: Seconds after which a run counts as unbounded.
BOUND = 900
#: How a process and what it starts are known in /proc.
_MARK = "HOSTILE_RUN"


_ISOLATED = " (isolated)"
_HEAD = ("| it | outcome | of all clauses | others | seconds | |", "|---|---|---|---|--:|---|")
_ABOUT = """\
Written by `python -m tests.hostile`: the gate on each of {number} behaviours, with the clause that
meets it (see `behaviours.py`), {beside},
`--max-examples={examples} --clause-timeout={seconds}`, and `--isolate` where it is marked.
*Outcome* is that of the clause that meets it; *others* tells whether every clause of the areas that
do not call it came out as for the reference. The run is also to end with a report, with a status
that fits its verdict, without a control character on the terminal, and without a process or a file
of the suite left behind.

{wrong} of them did otherwise."""


@dataclass
class Result:
    """What came of a run, and what is wrong with that."""

    behaviour: Behaviour
    outcome: str = ""
    detail: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run(behaviour: Behaviour, ordinary: dict[str, str], clauses: tuple[str, ...]) -> Result:
    """The gate on one behaviour; `ordinary` are the outcomes of the reference."""
    result = Result(behaviour)
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        scratch = folder / "tmp"
        scratch.mkdir()
        folder.chmod(0o755)
        scratch.chmod(0o777)
        (folder / "subject.py").write_text(PRELUDE + behaviour.source, encoding="utf-8")
        started = time.monotonic()
        done, printed = _gate(folder, behaviour.isolate, [behaviour.clause, *clauses])
        result.seconds = time.monotonic() - started
        report = folder / "report.json"
        data = json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
        _compare(result, data, done, printed, ordinary)
        left = [path.name for path in scratch.glob("conformance-*")]
        if left:
            result.wrong.append("leaves files of the suite")
        if b"\x1b" in printed or b"\x07" in printed:
            result.wrong.append("writes to the terminal")
        if _processes(name):
            result.wrong.append("leaves processes")
    return result


def _gate(folder: Path, isolate: bool, clauses: Iterable[str]) -> tuple[int | None, bytes]:
    options = [f"--clause={glob}" for glob in clauses] + ["--isolate"] * isolate
    command = [
        sys.executable,
        "-m",
        "conformance",
        "gate",
        "--impl=subject",
        "--report=report.json",
    ]
    command += [
        f"--max-examples={EXAMPLES}",
        f"--clause-timeout={SECONDS}",
        "-p",
        "no:cacheprovider",
    ]
    environment = {**os.environ, _MARK: str(folder), "TMPDIR": str(folder / "tmp")}
    output = folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(BOUND)
        except subprocess.TimeoutExpired:
            status = None
            process.kill()
            process.wait()
    return status, output.read_bytes()


def _compare(
    result: Result, data: Any, status: int | None, printed: bytes, ordinary: dict[str, str]
) -> None:
    behaviour, wrong = result.behaviour, result.wrong
    if status is None:
        wrong.append(f"not over after {BOUND} s")
    if behaviour.expected == "refused":
        lines = [
            line for line in printed.decode(errors="replace").splitlines() if "--impl=" in line
        ]
        result.outcome, result.detail = "refused", lines[0] if lines else ""
        if len(lines) != 1 or status in (0, None):
            wrong.append("no one line that says so")
        return
    if data is None:
        wrong.append("no report")
        return
    clauses = {clause["id"]: clause for clause in data["clauses"]}
    subject = clauses[behaviour.clause]
    result.outcome, result.detail = subject["outcome"], subject["detail"]
    noticed = data["noticed"] + subject["noticed"]
    if subject["outcome"] == "pass" and noticed:
        result.outcome, result.detail = "noticed", "; ".join(noticed)
    if behaviour.expected and result.outcome not in behaviour.expected.split("|"):
        wrong.append(f"{behaviour.clause} is {result.outcome}, not {behaviour.expected}")
    result.counts = Counter(clause["outcome"] for clause in clauses.values())
    others = [
        id
        for id, outcome in ordinary.items()
        if id.partition(".")[0] not in behaviour.touched and id in clauses
        if clauses[id]["outcome"] != outcome
    ]
    if others:
        wrong.append(f"{len(others)} others differ: {', '.join(others[:4])}")
    remarked = data["noticed"] or any(clause["noticed"] for clause in clauses.values())
    if behaviour.expected and data["verdict"] == "conforms" and not remarked:
        wrong.append("green without a remark")
    if (status == 0) is not (data["verdict"] == "conforms"):
        wrong.append(f"{data['verdict']}, but status {status}")


def _processes(mark: str) -> list[int]:
    """The processes that a run started and that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{_MARK}={mark}\0".encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def table(rows: dict[str, str], beside: tuple[str, ...]) -> str:
    """RESULTS.md, of the row of each behaviour."""
    about = _ABOUT.format(
        number=len(rows),
        examples=EXAMPLES,
        seconds=SECONDS,
        beside=" ".join(f"`--clause='{glob}'`" for glob in beside),
        wrong=sum(not row.endswith("|  |") for row in rows.values()) or "None",
    )
    lines = ["# What comes of implementations that nobody should trust", "", about]
    for kind, behaviours in BEHAVIOURS.items():
        lines += ["", f"## {kind.capitalize()}", "", *_HEAD]
        lines += [rows[behaviour.name] for behaviour in behaviours if behaviour.name in rows]
    return "\n".join(lines) + "\n"


def _written() -> dict[str, str]:
    """The rows that RESULTS.md has, by the names of their behaviours."""
    if not RESULTS.exists():
        return {}
    lines = RESULTS.read_text(encoding="utf-8").splitlines()
    rows = {
        line[2:].partition(" |")[0].removesuffix(_ISOLATED): line for line in lines if "|" in line
    }
    return {b.name: rows[b.name] for some in BEHAVIOURS.values() for b in some if b.name in rows}


def _row(result: Result) -> str:
    counts = ", ".join(f"{number} {outcome}" for outcome, number in result.counts.most_common())
    differ = any("others differ" in text for text in result.wrong)
    others = "" if not result.counts else "differ" if differ else "as ever"
    cells = [
        result.behaviour.name + _ISOLATED * result.behaviour.isolate,
        result.outcome,
        counts,
        others,
        f"{result.seconds:.0f}",
        "; ".join(result.wrong),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument(
        "globs", nargs="*", metavar="GLOB", help="anew only the behaviours so called"
    )
    parser.add_argument("--all", action="store_true", help="judge every clause, which takes longer")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs side by side")
    arguments = parser.parse_args()
    globs = arguments.globs or ["*"]
    chosen = [
        behaviour
        for behaviours in BEHAVIOURS.values()
        for behaviour in behaviours
        if any(fnmatch(behaviour.name, glob) for glob in globs)
    ]
    beside = ("*",) if arguments.all else BESIDE
    ordinary = _ordinary()
    with ThreadPoolExecutor(arguments.jobs) as pool:
        results = []
        for result in pool.map(lambda behaviour: run(behaviour, ordinary, beside), chosen):
            print(_row(result), flush=True)
            if result.wrong:
                print(result.detail[:600], flush=True)
            results.append(result)
    if not arguments.all:
        rows = _written() if arguments.globs else {}
        rows.update((result.behaviour.name, _row(result)) for result in results)
        RESULTS.write_text(table(rows, beside), encoding="utf-8")
    return int(any(result.wrong for result in results))


def _ordinary() -> dict[str, str]:
    """The outcome of each clause for the reference."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "tmp").mkdir()
        (folder / "tmp").chmod(0o777)
        (folder / "subject.py").write_text(PRELUDE, encoding="utf-8")
        _gate(folder, False, ["*"])
        data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {clause["id"]: clause["outcome"] for clause in data["clauses"]}


if __name__ == "__main__":
    sys.exit(main())

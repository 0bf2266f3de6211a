"""The parts of README.md that are made: ``python -m tests.readme`` writes them anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from conformance.clause import AREAS
from conformance.detection import figures
from conformance.gate import load_clauses
from conformance.report.model import OUTCOMES

from . import frameworks, history, servers
from .bench import table
from .false_alarms import FILE as FALSE_ALARMS
from .measure import load

NOT_MEASURED = "Not measured yet."
README = Path(__file__).parent.parent / "README.md"


def block(text: str, kind: str, name: str) -> str:
    """What stands in the fenced block under ``<!-- kind: name -->``."""
    match = re.search(rf"<!-- {kind}: {re.escape(name)} -->\n```\w*\n(.*?)```\n", text, re.DOTALL)
    assert match is not None, f"README.md has no block {kind}: {name}"
    return match[1]


def _with_block(text: str, kind: str, name: str, content: str) -> str:
    head = f"<!-- {kind}: {name} -->\n```"
    before, _, rest = text.partition(head)
    language, _, rest = rest.partition("\n")
    _, end, rest = rest.partition("```\n")
    return f"{before}{head}{language}\n{content}{end}{rest}"


def gate_output(module: str, source: str) -> str:
    """What the gate says of a module of this name and source, from the first failure on.

    A tenth of the examples: the verdict is the same, and a test has no time to lose.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{module}.py").write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "--pyargs", "conformance", f"--impl={module}"]
        command += ["-q", "--max-examples=10", "-p", "no:cacheprovider", "--rootdir", folder]
        environment = {**os.environ, "COLUMNS": "80", "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    lines = done.stdout.splitlines()
    starts = [
        n for n, line in enumerate(lines) if " FAILURES " in line or " conformance of " in line
    ]
    assert starts, done.stdout + done.stderr
    ends = [n for n, line in enumerate(lines) if " short test summary info " in line]
    end = ends[0] if ends else len(lines) - 1
    return "\n".join(lines[starts[0] : end]) + "\n"


def outcomes() -> str:
    """The table of outcomes."""
    rows = [f"| `{outcome}` | {meaning} |" for outcome, meaning in OUTCOMES.items()]
    return "\n".join(["| outcome | meaning |", "| --- | --- |", *rows])


def detection() -> str:
    """The table of what was measured by ``python -m tests.detection rates``."""
    measured = figures()
    if measured is None:
        return NOT_MEASURED
    load_clauses()
    rows = [["area", "clauses", "faults", "museum", "caught every time", "largest miss rate"]]
    for area in [*AREAS, "all"]:
        of_area = [r for r in measured["rows"] if area in ("all", r["clause"].partition(".")[0])]
        clauses = {row["clause"] for row in of_area}
        every_time = sum(row["caught"] >= row["seeds"] for row in of_area)
        worst = max(row["miss"] for row in of_area)
        museum = len({row["museum"] for row in of_area} - {""})
        rows.append(
            [
                area,
                str(len(clauses)),
                f"{len(of_area):,}",
                str(museum),
                f"{every_time:,}",
                f"{worst:.4%}" if worst else "0",
            ]
        )
    return _table(rows)


def false_alarms() -> str:
    """The table of what was measured by ``python -m tests.false_alarms``."""
    rows = [["CPython", "implementations", "seeds", "examples a clause", "examples", "alarms"]]
    for row in load(FALSE_ALARMS):
        names = ("implementations", "seeds", "max_examples", "examples", "alarms")
        rows.append([row["python"], *(f"{row[name]:,}" for name in names)])
    return _table(rows)


def real_frameworks() -> str:
    """The table of what was measured by ``python -m tests.implementations``."""
    return _table(frameworks.table())


def real_servers() -> str:
    """The table of what was measured by ``python -m tests.implementations wire``."""
    return _table(servers.table())


def past_bugs() -> str:
    """The table of what was measured by ``python -m tests.implementations history``."""
    return _table(history.table())


def speed() -> str:
    """The table of what was measured by ``python -m tests.bench``."""
    known = table.figures()
    return _table(table.rows(known)) if known else NOT_MEASURED


def rivals() -> str:
    """What it measured of the suites that one would use instead."""
    known = table.figures()
    return _table(table.rivals(known)) if known else NOT_MEASURED


def machine() -> str:
    """Where and when it was measured."""
    known = table.figures()
    if known is None:
        return NOT_MEASURED
    return f"Measured on {known['date']}: {known['machine']}. ± is the median absolute deviation."


def _table(rows: list[list[str]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    rule = "| --- |" + " ---: |" * (len(rows[0]) - 1)
    return "\n".join([head, rule, *body])


def made(text: str) -> str:
    """`text` of the README, with everything that is made made anew."""
    source = block(text, "example", "mymodule.py")
    right = source.replace("json.dumps(smth)", "json.dumps(smth, allow_nan=False)")
    text = _with_block(text, "output", "failing", gate_output("mymodule", source))
    text = _with_block(text, "output", "passing", gate_output("mymodule", right))
    for name, content in {
        "outcomes": outcomes,
        "detection": detection,
        "false alarms": false_alarms,
        "frameworks": real_frameworks,
        "servers": real_servers,
        "history": past_bugs,
        "speed": speed,
        "rivals": rivals,
        "machine": machine,
    }.items():
        text = _with_generated(text, name, content())
    return text


def _with_generated(text: str, name: str, content: str) -> str:
    start = f"<!-- generated: {name} -->\n\n"
    assert start in text, f"README.md has no {start.strip()}"
    before, _, rest = text.partition(start)
    # A generated table ends where the next blank line stands.
    return before + start + content + "\n\n" + rest.partition("\n\n")[2]


if __name__ == "__main__":
    README.write_text(made(README.read_text(encoding="utf-8")), encoding="utf-8")

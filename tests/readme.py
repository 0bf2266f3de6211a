"""The parts of README.md that are made: ``python -m tests.readme`` writes them anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from conformance.report.model import OUTCOMES

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


def made(text: str) -> str:
    """`text` of the README, with everything that is made made anew."""
    source = block(text, "example", "mymodule.py")
    right = source.replace("json.dumps(smth)", "json.dumps(smth, allow_nan=False)")
    text = _with_block(text, "output", "failing", gate_output("mymodule", source))
    text = _with_block(text, "output", "passing", gate_output("mymodule", right))
    return re.sub(
        r"(<!-- generated: outcomes -->\n\n).*?(\n\n## )",
        lambda match: match[1] + outcomes() + match[2],
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    README.write_text(made(README.read_text(encoding="utf-8")), encoding="utf-8")

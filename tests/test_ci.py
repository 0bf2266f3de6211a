"""The action for other projects, and this project's own workflow, are what the README says."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.__main__ import main

from .readme import README, block

ROOT = README.parent
ACTION = ROOT / ".github/actions/conformance/action.yml"
WORKFLOW = ROOT / ".github/workflows/ci.yml"
BIN = Path(sys.executable).parent

GOOD = "from reference import *\n"
WRONG = "from reference import *\ndef jsonify(smth):\n    return Response(200, (), b'1')\n"
#: Its process ends with status 0 amid the run.
DYING = """
import os
from reference import *


def jsonify(smth):
    os._exit(0)
"""


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "path"),
    [("vendor.github-actions", ACTION), ("vendor.github-workflows", WORKFLOW)],
    ids=["action", "workflow"],
)
def test_they_have_the_form_of_their_kind(schema: str, path: Path) -> None:
    """GitHub's own schemas accept the action and the workflow."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_python_is_tried() -> None:
    """The workflow tries each version that the package says it runs on, and judges on each."""
    jobs = loaded(WORKFLOW)["jobs"]
    assert set(jobs) == {"tests", "gate"}
    for job in jobs.values():
        versions = job["strategy"]["matrix"]["python"]
        assert versions == [f"3.{minor}" for minor in range(10, 16)]
    assert jobs["gate"]["steps"][-1]["uses"] == "./.github/actions/conformance"


class TestRecipe:
    """The recipe of the README."""

    def test_it_uses_the_action(self) -> None:
        """It names the action where it lies, and gives it inputs that it has."""
        steps = yaml.safe_load(block(README.read_text(encoding="utf-8"), "recipe", "ci"))["jobs"][
            "conformance"
        ]["steps"]
        place, _, version = steps[-1]["uses"].partition("@")
        assert ROOT / place.partition("response-conformance/")[2] == ACTION.parent
        assert version.startswith("v")
        inputs = loaded(ACTION)["inputs"]
        assert set(steps[-1]["with"]) <= set(inputs)
        required = {name for name, about in inputs.items() if about.get("required")}
        assert required <= set(steps[-1]["with"])

    def test_its_commands_work(self, tmp_path: Path) -> None:
        """The commands for other servers, but for the installation, judge and give the verdict."""
        (tmp_path / "mymodule.py").write_text(GOOD, encoding="utf-8")
        commands = block(README.read_text(encoding="utf-8"), "recipe", "commands").splitlines()
        assert commands[0].startswith("pip install ")
        for command in commands[1:]:
            words = shlex.split(command)
            if "--pyargs" in words:
                words = [w for w in words if w not in ("-n", "auto")]
                words += ["--clause=jsonify.falsy", "-p", "no:cacheprovider"]
            done = subprocess.run(
                [BIN / words[0], *words[1:]], cwd=tmp_path, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stdout


class TestAction:
    """The steps of the action, as a server would run them."""

    def run(self, folder: Path, source: str, args: str = "--clause=jsonify.falsy") -> list[int]:
        """The exit status of each step that runs a command, but for the installation."""
        (folder / "mymodule.py").write_text(source, encoding="utf-8")
        inputs = {"inputs.impl": "mymodule", "inputs.args": args}
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        environment["GITHUB_STEP_SUMMARY"] = str(folder / "summary.md")
        codes = []
        for step in loaded(ACTION)["runs"]["steps"][1:]:
            if "run" not in step:
                continue
            given = {
                name: inputs[value.strip("${} ")] for name, value in step.get("env", {}).items()
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=folder, env={**environment, **given}, capture_output=True, check=False,
            )  # fmt: skip
            codes.append(done.returncode)
        return codes

    def test_what_conforms(self, tmp_path: Path) -> None:
        """What conforms passes, and the page of the job says so."""
        assert self.run(tmp_path, GOOD) == [0, 0]
        assert "mymodule conforms" in (tmp_path / "summary.md").read_text(encoding="utf-8")
        assert json.loads((tmp_path / "conformance.json").read_bytes())["verdict"] == "conforms"

    def test_what_does_not(self, tmp_path: Path) -> None:
        """What does not conform fails by its status and by its report."""
        assert self.run(tmp_path, WRONG) == [1, 1]

    def test_a_process_that_dies(self, tmp_path: Path) -> None:
        """A run that ends early, though with status 0, is no pass, and nor is a report of old."""
        assert self.run(tmp_path, GOOD) == [0, 0]
        assert self.run(tmp_path, DYING, "--clause=jsonify.falsy -n0")[1] != 0

    def test_arguments_are_words(self, tmp_path: Path) -> None:
        """Several options are several words."""
        assert self.run(tmp_path, GOOD, "--clause=jsonify.falsy --strict --spec=0.1") == [0, 0]
        report = json.loads((tmp_path / "conformance.json").read_bytes())
        assert report["options"]["strict"] is True

    def test_no_input_reaches_a_shell_as_text(self) -> None:
        """Inputs come by the environment: none is pasted into a script."""
        scripts = [step.get("run", "") for step in loaded(ACTION)["runs"]["steps"]]
        assert [script for script in scripts if "${{" in script] == []


RUN = {
    "implementation": {"name": "a"}, "verdict": "conforms", "complete": True, "counts": {"pass": 2},
}  # fmt: skip


class TestVerdict:
    """python -m conformance verdict."""

    def said(self, path: Path, document: Any, capsys: pytest.CaptureFixture[str]) -> Any:
        path.write_text(json.dumps(document), encoding="utf-8")
        return main(["verdict", str(path)]), capsys.readouterr().out

    @pytest.mark.parametrize(
        ("change", "status", "sentence"),
        [
            ({}, 0, "a: conforms (2 pass)"),
            ({"verdict": "fails"}, 1, "a: fails (2 pass)"),
            ({"verdict": "inconclusive", "counts": {}}, 1, "a: inconclusive (no clause)"),
            (
                {"complete": False},
                1,
                "a: conforms (2 pass), but the run ended before every clause was judged",
            ),
        ],
    )
    def test_one_run(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Any, status: int,
        sentence: str,
    ) -> None:  # fmt: skip
        """Only what is complete and conforms is a pass."""
        found = self.said(tmp_path / "a.json", {**RUN, **change}, capsys)
        assert found == (status, sentence + "\n")

    def test_several_runs(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Each run of a report has its sentence, and each has to pass."""
        other = {**RUN, "implementation": {"name": "b"}, "verdict": "fails"}
        found = self.said(tmp_path / "a.json", {"runs": [RUN, other]}, capsys)
        assert found == (1, "a: conforms (2 pass)\nb: fails (2 pass)\n")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "a.json: No such file or directory"),
            ("", "a.json: expected JSON, as --report writes it"),
            ("{", "a.json: expected JSON, as --report writes it"),
            ("[]", "a.json: expected a report of the gate"),
            ("{}", "a.json: expected a report of the gate"),
            ('{"runs": []}', "a.json: no run is in it"),
            ('{"runs": [1]}', "a.json: expected a report of the gate"),
        ],
    )
    def test_no_report(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
    ) -> None:
        """What is no report is one line, and status 2."""
        path = tmp_path / "a.json"
        if content is not None:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(SystemExit) as caught:
            main(["verdict", str(path)])
        captured = capsys.readouterr()
        assert (caught.value.code, captured.out, captured.err.count("\n")) == (2, "", 1)
        assert said in captured.err

"""The specification names every clause, its printed copy is current, and its commands answer."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import reference
from conformance.__main__ import main
from conformance.clause import MUST, REGISTRY, SHOULD
from conformance.gate import load_clauses
from conformance.implementation import OPTIONAL, REQUIRED
from conformance.specification.makers import RECIPE
from conformance.specification.markdown import EXAMPLE, plain, specification
from conformance.specification.names import CALLS
from conformance.statements import AREAS, OPEN, RULES, STATEMENTS, judged_by
from conformance.streams import LoggingWriter

load_clauses()
ROOT = Path(__file__).parent.parent
NAMED = {id for statement in STATEMENTS for id in statement.clauses}


class TestStatements:
    def test_every_statement_is_judged(self) -> None:
        """Each MUST and SHOULD has a clause, or the reason why it has none."""
        assert [s.key for s in STATEMENTS if not s.clauses and not s.reason] == []

    def test_every_rule_is_judged(self) -> None:
        """Each rule of a standard has a clause, or the reason why it has none."""
        assert [rule.id for rule in RULES if not rule.clauses and not rule.reason] == []

    def test_every_clause_judges_a_statement(self) -> None:
        """No clause of the registry is without a statement."""
        unnamed = sorted(set(REGISTRY) - NAMED)
        assert not unnamed, f"no statement names {', '.join(unnamed)}"

    def test_no_unknown_clause_is_named(self) -> None:
        """Each id that a statement or a rule names is in the registry."""
        unknown = [f"{s.key}: {id}" for s in STATEMENTS for id in s.clauses if id not in REGISTRY]
        unknown += [f"{r.id}: {id}" for r in RULES for id in r.clauses if id not in REGISTRY]
        assert not unknown, f"named, but no clause: {', '.join(unknown)}"

    def test_nothing_open_is_judged(self) -> None:
        """What is left open has no clause that could fail an implementation for it."""
        assert [s.key for s in STATEMENTS if s.level == OPEN and s.clauses] == []

    def test_levels_agree(self) -> None:
        """A clause has the level of a statement it judges, and a MUST is not left to advice."""
        strays = [
            id
            for id in sorted(NAMED & set(REGISTRY))
            if REGISTRY[id].level not in {s.level for s in judged_by(id)}
        ]
        assert strays == []
        levels = {s.key: {REGISTRY[id].level for id in s.clauses} for s in STATEMENTS if s.clauses}
        assert [s.key for s in STATEMENTS if s.level not in levels.get(s.key, {s.level})] == []

    def test_keys_are_unique(self) -> None:
        """A key names one statement, and an id one rule; none is named twice by one statement."""
        names = Counter([s.key for s in STATEMENTS] + [r.id for r in RULES])
        assert [name for name, number in names.items() if number > 1] == []
        assert [s.key for s in STATEMENTS if len(set(s.clauses)) < len(s.clauses)] == []

    def test_keys_name_their_area(self) -> None:
        """Within a chapter all keys begin alike."""
        for area in AREAS:
            assert len({s.key.partition("/")[0] for s in area.statements}) == 1, area.title

    def test_every_call_is_in_the_table(self) -> None:
        """The table of calls holds every name that an implementation exports."""
        names = {re.split(r"[( ]", call.removeprefix("await "))[0] for call in CALLS}
        assert names == {*REQUIRED, *OPTIONAL}


class TestRecipe:
    """The recipe that confines a path from outside."""

    def inside(self, root: Path, name: str) -> str:
        namespace: dict[str, Any] = {"os": os, "abort": reference.abort}
        exec(RECIPE, namespace)
        return str(namespace["inside"](str(root), name))

    def test_it_is_that_of_the_reference(self) -> None:
        """The reference's docstring and the specification show the same lines."""
        doc = reference.static.__doc__ or ""
        shown = re.findall(r"^ *(?:>>>|\.\.\.) (.*)$", doc, re.MULTILINE)
        assert shown[: len(RECIPE.splitlines())] == RECIPE.splitlines()

    @pytest.mark.parametrize("name", ["a.txt", "/a.txt", "//a.txt", "b/../a.txt", "./a.txt"])
    def test_it_lets_in(self, tmp_path: Path, name: str) -> None:
        """What lies in the root is served."""
        (tmp_path / "a.txt").write_bytes(b"inside")
        response = reference.static(self.inside(tmp_path, name))
        assert b"".join(response.data) == b"inside"

    @pytest.mark.parametrize(
        "name",
        ["../secret", "../../secret", "/../secret", "//../secret", "b/../../secret", "{}/secret"],
    )
    def test_it_keeps_out(self, tmp_path: Path, name: str) -> None:
        """What lies beside the root is not served, whatever leads there."""
        root = tmp_path / "root"
        root.mkdir()
        (tmp_path / "secret").write_bytes(b"outside")
        with pytest.raises(reference.Abort) as caught:
            reference.static(self.inside(root, name.format(tmp_path)))
        assert caught.value.code == 404

    @pytest.mark.parametrize("name", ["out", "to/secret", "\0", "a\0"])
    def test_it_refuses(self, tmp_path: Path, name: str) -> None:
        """A link that leads out, to a file or through a folder, and NUL are a 404 at once."""
        root = tmp_path / "root"
        root.mkdir()
        (tmp_path / "secret").write_bytes(b"outside")
        (root / "out").symlink_to(tmp_path / "secret")
        (root / "to").symlink_to(tmp_path)
        with pytest.raises(reference.Abort) as caught:
            self.inside(root, name)
        assert caught.value.code == 404

    def test_a_folder_of_a_longer_name_is_outside(self, tmp_path: Path) -> None:
        """A root is no prefix of characters: root-2 does not lie in root."""
        (tmp_path / "root").mkdir()
        (tmp_path / "root-2").mkdir()
        (tmp_path / "root" / "link").symlink_to(tmp_path / "root-2")
        with pytest.raises(reference.Abort):
            self.inside(tmp_path / "root", "link")


class TestExample:
    """The example with which the specification begins."""

    @pytest.mark.parametrize(
        ("path", "starts", "holds"),
        [
            ("/old", b"HTTP/1.1 302 ", b"location: /new\r\n"),
            ("/report", b"HTTP/1.1 200 ", b"content-type: text/plain\r\n"),
            ("/data", b"HTTP/1.1 200 ", b'\r\n\r\n{"a": [1, 2]}'),
            ("/x", b"HTTP/1.1 404 ", b"\r\n\r\n<p>There is no /x"),
        ],
    )
    def test_it_runs(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        path: str,
        starts: bytes,
        holds: bytes,
    ) -> None:
        """Each way through it is a message on the wire."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "report.txt").write_bytes(b"a")
        namespace: dict[str, Any] = {name: getattr(reference, name) for name in reference.__all__}
        exec(EXAMPLE, namespace)
        writer = LoggingWriter()
        asyncio.run(namespace["serve"](path, object(), writer))
        assert writer.octets.startswith(starts)
        assert holds in writer.octets


class TestMarkdown:
    def test_later_clauses_say_so(
        self, registry: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A clause that came later than the first version says since when, or was a SHOULD until.

        Of those of the first version nothing is said.
        """
        assert "(Since " not in specification()
        id = "headers.get-first"
        registry[id] = dataclasses.replace(registry[id], since="0.2", tightened="0.3")
        assert "(Since 0.2.) (A SHOULD before 0.3.)" in specification()

    def test_the_committed_copy_is_current(self) -> None:
        """SPECIFICATION.md is what the command prints."""
        committed = (ROOT / "SPECIFICATION.md").read_text(encoding="utf-8")
        assert committed == specification(), (
            "SPECIFICATION.md is stale: python -m conformance specification > SPECIFICATION.md"
        )

    def test_every_link_leads_somewhere(self) -> None:
        """Each link within the text has its target, and no target stands twice."""
        text = specification()
        targets = re.findall(r'<a id="([^"]+)">', text)
        assert len(targets) == len(set(targets))
        headings = {
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^##+ (.+)$", text, re.MULTILINE)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= {*targets, *headings}

    def test_statements_are_markdown(self) -> None:
        """Outside of code, no statement holds what Markdown would read as markup."""
        texts = {s.key: f"{s.text} {s.why} {s.reason}" for s in STATEMENTS}
        texts |= {r.id: f"{r.text} {r.reason}" for r in RULES}
        for key, text in texts.items():
            assert text.count("`") % 2 == 0, key
            assert not re.search(r"[*_<|\\]", re.sub(r"`[^`]*`", "", text)), key

    def test_every_statement_stands_in_it(self) -> None:
        """All statements, rules and clauses are printed, each clause with its statement."""
        text = specification()
        for statement in STATEMENTS:
            assert f'<a id="{statement.key}"></a>{statement.text}' in text
        for rule in RULES:
            assert f"| {rule.id} |" in text
        for id, clause in REGISTRY.items():
            assert f'<a id="{id}"></a>`{id}` | {clause.level} |' in text
            assert plain(clause.statement).replace("|", "\\|") in text

    def test_what_markdown_reads_is_escaped(self) -> None:
        """Text that Markdown would read as markup is shown as it is."""
        assert plain("(code, *headers), __await__, <meta>") == (
            r"(code, \*headers), \_\_await\_\_, \<meta>"
        )


class TestCommands:
    """python -m conformance."""

    def test_specification(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`specification` prints the whole text."""
        assert main(["specification"]) == 0
        assert capsys.readouterr().out == specification()

    def test_clauses(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`clauses` prints a line for each clause."""
        assert main(["clauses"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines] == sorted(REGISTRY)
        assert all(c.statement in line for c, line in zip(_by_id(), lines, strict=True))

    def test_clauses_of_a_glob(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A pattern and a level choose among them."""
        assert main(["clauses", "headers.*", "--level", "SHOULD"]) == 0
        found = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
        assert ["headers.equal", "SHOULD"] in found
        assert all(id.startswith("headers.") and level == "SHOULD" for id, level in found)

    def test_clauses_as_data(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`--json` prints the clauses with the statements that they judge."""
        assert main(["clauses", "--json", "--level=MUST"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert {entry["id"] for entry in data} == {c.id for c in _by_id() if c.level == MUST}
        first = next(entry for entry in data if entry["id"] == "headers.get-first")
        assert first["statement"] == REGISTRY["headers.get-first"].statement
        assert first["statements"] == ["headers/get"]

    def test_explain(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`explain` says what a clause judges, and which lines of the reference obey it."""
        assert main(["explain", "headers.shapes"]) == 0
        out = capsys.readouterr().out
        clause = REGISTRY["headers.shapes"]
        for text in (clause.statement, clause.why, clause.level, clause.source, "--clause="):
            assert text in out
        assert "names/headers-argument (MUST, doc)" in out
        assert re.search(r'reference/struct\.py:\d+: elif hasattr\(smth, "keys"\):', out)

    @pytest.mark.parametrize("id", {clause.area: id for id, clause in REGISTRY.items()}.values())
    def test_explain_of_each_area(self, id: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A clause is shown with the statements that it judges and the lines that obey it."""
        assert main(["explain", id]) == 0
        judges, _, obeyed = capsys.readouterr().out.partition("The reference obeys it in:")
        assert judged_by(id)
        assert all(f"{s.key} ({s.level}," in judges for s in judged_by(id))
        assert re.search(r"^  reference/\w+\.py:\d+: \S", obeyed, re.MULTILINE)

    def test_explain_without_the_reference(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the reference is not installed, nothing is said of its lines."""
        monkeypatch.setattr("conformance.explain.REFERENCE", "no_such_package")
        assert main(["explain", "headers.shapes"]) == 0
        assert "The reference obeys it in" not in capsys.readouterr().out

    def test_explain_an_example(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`explain` shows a call that fails and passes, each with what was on the wire."""
        assert main(["explain", "wire.content-length"]) == 0
        out = capsys.readouterr().out
        fails, _, passes = out.partition("\nFor the same values it passes the reference:\n")
        assert 'It fails an implementation made in the belief "' in fails
        assert re.search(r"^  octets    HTTP/1\.1 \d{3} .*\\r\\n$", fails, re.MULTILINE)
        assert re.match(r"  octets    HTTP/1\.1 \d{3} .*\\r\\n\n", passes)

    def test_explain_a_ruling(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`explain` says what was ruled and why, and what the standards say."""
        assert main(["explain", "headers.get-first"]) == 0
        assert "Why: The document does not say which" in capsys.readouterr().out
        assert main(["explain", "wire.content-length"]) == 0
        assert "The standards say:\n  RFC 9110" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            ([], "required: COMMAND"),
            (["specifications"], "invalid choice: 'specifications'"),
            (["specification", "now"], "unrecognized arguments: now"),
            (["explain"], "required: ID"),
            (["explain", "headers.get-frist"], "'headers.get-frist'; the nearest is headers.get-f"),
            (["explain", "headers.*"], "'headers.*'"),
            (["explain", ""], "no clause has the id ''"),
            (["explain", "?"], "no clause has the id '?'"),
            (["clauses", "header.*"], "no clause has the id 'header.*'"),
            (["clauses", "--level", "MAY"], "invalid choice: 'MAY'"),
            (["clauses", "headers.get-first", "--level", "SHOULD"], "is a SHOULD"),
            (["clauses", "--lev", "MUST"], "unrecognized arguments: --lev"),
        ],
    )
    def test_bad_input(
        self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What cannot be answered ends with one line and exit status 2."""
        with pytest.raises(SystemExit) as caught:
            main(argv)
        captured = capsys.readouterr()
        assert caught.value.code == 2
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert said in captured.err

    def test_as_a_program(self) -> None:
        """It runs as a module, in UTF-8 whatever the locale, and never imports the reference."""
        program = (
            "import runpy, sys; sys.argv = ['conformance', 'specification']\n"
            "try: runpy.run_module('conformance', run_name='__main__')\n"
            "finally: assert 'reference' not in sys.modules\n"
        )
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, env=environment, check=False
        )
        assert (done.returncode, done.stderr.decode()) == (0, "")
        assert done.stdout.decode("utf-8").replace("\r\n", "\n") == specification()

    def test_a_reader_who_leaves(self) -> None:
        """A pipe that is closed early is no error to tell about."""
        process = subprocess.Popen(
            [sys.executable, "-m", "conformance", "specification"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr as stderr:
            assert stderr.read() == b""
        assert process.wait(timeout=60) == 1


def _by_id() -> list[Any]:
    return [clause for _, clause in sorted(REGISTRY.items())]


def test_levels_are_what_the_text_explains() -> None:
    """The introduction explains each level that a statement has."""
    text = specification().partition("## Names and calls")[0]
    assert {s.level for s in STATEMENTS} == {MUST, SHOULD, OPEN}
    assert all(f"- **{level}**:" in text for level in (MUST, SHOULD, OPEN))

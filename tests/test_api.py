"""A type checker accepts good implementations by conformance.api, and names what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import mypy.api
import pytest

from conformance.implementation import REQUIRED

from .readme import README, block

#: Whatever types the good implementations have, a module each.
GOOD = {
    "reference": "SendingAPI",
    "tests.implementations.packaged": "SendingAPI",
    "tests.implementations.cleaning": "SendingAPI",
    "tests.implementations.compact": "SendingAPI",
    "tests.implementations.refusing": "ResponseAPI",
    "tests.implementations.wrapping": "ResponseAPI",
}
#: What a module changes of the reference, and the member that is to be named.
WRONG = {
    "no_info": ("def redirect(path: str) -> NoReturn: ...", "redirect"),
    "other_name": ("def jsonify(value: Any) -> reference.Response: ...", "jsonify"),
    "keyword_only": ("def abort(code: int, *, info: str = '') -> NoReturn: ...", "abort"),
    "returns": ("def abort(code: int, info: str = '', headers: Any = ()) -> None: ...", "abort"),
    "no_coroutine": ("def responsify(smth: Any) -> reference.Response: ...", "responsify"),
    "mappings_only": (
        "def static(path: str, attachment: bool = True, headers: dict[str, str] = {})"
        " -> reference.FileResponse: ...",
        "static",
    ),
    "no_default": (
        "class Abort(reference.Abort):\n"
        "    def __init__(self, code: int, description: str, headers: Any = ()) -> None: ...",
        "Abort",
    ),
    "data_is_text": (
        "class Response(reference.Response):\n    data: list[str]  # type: ignore[assignment]",
        "Response",
    ),
    "one_value": (
        "class Headers(reference.Headers):\n"
        "    def getall(self, name: str) -> str: ...  # type: ignore[override]",
        "Headers",
    ),
    "missing": ("def static_() -> None: ...\ndel static", "static"),
}
PROTOCOLS = {"one_value": "HeadersAPI"}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each module where it is used as the API, all of them in one run."""
    folder = tmp_path_factory.mktemp("types")
    for name, (change, changed) in WRONG.items():
        lines = ["from typing import Any, NoReturn", "import reference"]
        lines += [f"from reference import {n} as {n}" for n in REQUIRED if n != changed]
        folder.joinpath(f"{name}.py").write_text(
            "\n".join([*lines, change.replace("\ndel static", "")]), encoding="utf-8"
        )
    files = {}
    for name in [*GOOD, *WRONG]:
        protocol = GOOD.get(name) or PROTOCOLS.get(name, "ResponseAPI")
        file = folder / f"uses_{name.replace('.', '_')}.py"
        file.write_text(
            f"import {name}\nfrom conformance.api import {protocol}\napi: {protocol} = {name}\n",
            encoding="utf-8",
        )
        files[name] = file
    root = Path(__file__).parent.parent
    out, err, _ = mypy.api.run(
        ["--config-file=", "--no-error-summary", f"--cache-dir={folder / 'cache'}", "--strict"]
        + ["--namespace-packages", "--explicit-package-bases", "--no-warn-unused-ignores"]
        + ["--disable-error-code=empty-body", str(root / "conformance" / "api.py")]
        + [str(file) for file in files.values()]
    )
    assert err == ""
    return {
        name: "".join(line for line in out.splitlines(True) if f"{file.name}:" in line)
        for name, file in files.items()
    }


@pytest.mark.parametrize("name", GOOD)
def test_a_good_implementation_is_accepted(name: str, said: dict[str, str]) -> None:
    """What conforms is an implementation of the protocols, however it is typed."""
    assert said[name] == ""


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_member_is_named(name: str, said: dict[str, str]) -> None:
    """What cannot be called, or gives, what the API says is an error that names the member."""
    assert ": error: " in said[name]
    assert "Incompatible types in assignment" in said[name]
    named = rf"note:  +(?:def )?{WRONG[name][1]}(?:\(|$)"
    assert re.search(named, said[name], re.MULTILINE)


def test_the_readme_says_how() -> None:
    """The lines that the README shows are accepted for the reference."""
    example = block(README.read_text(encoding="utf-8"), "example", "types")
    out, _, status = mypy.api.run(
        ["--config-file=", "-c", example.replace("mymodule", "reference")]
    )
    assert status == 0, out

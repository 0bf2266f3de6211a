"""What --impl names is found, whatever else has the same name."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.clause import NotProvided
from conformance.implementation import CannotLoad, load


@pytest.fixture(autouse=True)
def _interpreter_as_it_was() -> Iterator[None]:
    """Each test leaves modules and path as it found them."""
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def test_dotted_name(tmp_path: Path) -> None:
    """A dotted name is imported, and described by name, version and file."""
    path = write(tmp_path / "some_module.py", "__version__ = '3.1'\nabort = 5\n")
    sys.path.insert(0, str(tmp_path))
    impl = load("some_module")
    assert (impl.name, impl.version, impl.file) == ("some_module", "3.1", str(path))
    assert impl.abort == 5


@pytest.mark.parametrize("version", ["", "__version__ = (3, 1)"])
def test_no_version(tmp_path: Path, version: str) -> None:
    """A version that is not there, or no text, is unknown."""
    assert load(str(write(tmp_path / "unversioned.py", version))).version == "unknown"


def test_package_with_relative_imports(tmp_path: Path) -> None:
    """A package folder is imported as a package, and a file in it as one of its modules."""
    write(tmp_path / "some_package" / "__init__.py", "from .inner import abort\n")
    inner = write(tmp_path / "some_package" / "inner.py", "from . import other\nabort = other.x\n")
    write(tmp_path / "some_package" / "other.py", "x = 6\n")
    assert load(str(tmp_path / "some_package")).abort == 6
    assert load(f"{tmp_path / 'some_package'}/").abort == 6
    assert load(str(inner)).abort == 6


@pytest.mark.parametrize("name", ["same.py", "json.py", "conformance.py"])
def test_two_files_of_one_name(tmp_path: Path, name: str) -> None:
    """Two files of the same name are two implementations, and neither hides a module of Python."""
    first = write(tmp_path / "a" / name, "abort = 'first'\n")
    second = write(tmp_path / "b" / name, "abort = 'second'\n")
    assert [load(str(path)).abort for path in (first, second, first)] == [
        "first",
        "second",
        "first",
    ]
    assert not hasattr(sys.modules.get("json"), "abort")


def test_two_packages_of_one_name(tmp_path: Path) -> None:
    """Two package folders of the same name do not share their modules."""
    for value in ("first", "second"):
        write(tmp_path / value / "same_package" / "__init__.py", "from .inner import abort\n")
        write(tmp_path / value / "same_package" / "inner.py", f"abort = {value!r}\n")
    folders = [str(tmp_path / value / "same_package") for value in ("first", "second")]
    assert [load(folder).abort for folder in folders] == ["first", "second"]


def test_attribute(tmp_path: Path) -> None:
    """An attribute takes the place of the module; the file is still the module's."""
    path = write(tmp_path / "holder.py", "class outer:\n    class api:\n        abort = 7\n")
    impl = load(f"{path}:outer.api")
    assert (impl.abort, impl.file) == (7, str(path))


def test_headers_may_be_in_struct(tmp_path: Path) -> None:
    """Headers is the module's own, else that of its struct."""
    inside = write(tmp_path / "inside.py", "class struct:\n    Headers = 'inside'\n")
    own = write(tmp_path / "own.py", "Headers = 'own'\nclass struct:\n    Headers = 'inside'\n")
    assert load(str(inside)).Headers == "inside"
    assert load(str(own)).Headers == "own"


def test_python_s_own_struct_has_no_headers(tmp_path: Path) -> None:
    """A module that imports Python's struct does not thereby export Headers."""
    path = write(tmp_path / "importing.py", "import struct\n")
    with pytest.raises(NotProvided, match="Headers is not exported"):
        load(str(path)).Headers  # noqa: B018


def test_what_is_not_exported(tmp_path: Path) -> None:
    """A name of the API that is missing is NotProvided; any other is no attribute at all."""
    impl = load(str(write(tmp_path / "empty_module.py", "other = 1\n")))
    with pytest.raises(NotProvided, match="static is not exported"):
        impl.static  # noqa: B018
    with pytest.raises(AttributeError):
        impl.other  # noqa: B018


@pytest.mark.parametrize("spec", ["C:\\no\\such.py", "C:\\no\\such.py:api"])
def test_the_colon_of_a_drive(spec: str) -> None:
    """The colon after the letter of a drive begins no attribute."""
    with pytest.raises(CannotLoad, match=r"such\.py"):
        load(spec)


def test_cannot_load_is_one_line(tmp_path: Path) -> None:
    """The message has one line, whatever the module said."""
    path = write(tmp_path / "shouting.py", "raise ValueError('one\\n\\ntwo')\n")
    with pytest.raises(CannotLoad) as caught:
        load(str(path))
    assert "\n" not in str(caught.value)
    assert "ValueError: one two" in str(caught.value)
    assert "shouting" not in sys.modules

"""The module: what it exports, and how its calls take their arguments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, NotProvided, Violation, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    pairs_of,
    plain,
)
from .files import sample
from .implementation import REQUIRED
from .wire import content_of

ARGUMENTS = {
    "Response": {"code": 404, "headers": {"X-A": "1"}, "data": b"abc"},
    "FileResponse": {"code": 404, "path": sample, "headers": [("X-A", "1")], "bufsize": 3},
    "Abort": {"code": 404, "description": "abc", "headers": {"X-A": "1"}},
    "abort": {"code": 404, "info": "abc", "headers": {"X-A": "1"}},
    "redirect": {"path": "/a", "info": "abc", "code": 303, "headers": {"X-A": "1"}},
    "static": {"path": sample, "attachment": False, "headers": {"X-A": "1"}},
    "jsonify": {"smth": {"a": 1}},
    "responsify": {"smth": (404, ("X-A", "1"), "abc")},
}


def arguments(name):
    return {key: value() if callable(value) else value for key, value in ARGUMENTS[name].items()}


@clause("module.exports", level=MUST, source="doc")
def test_exports(impl):
    """The module exports every name of the API; Headers may be in its struct."""
    reached()
    missing = []
    for name in REQUIRED:
        try:
            expect(callable(getattr(impl, name)), f"{name} to be callable", getattr(impl, name))
        except NotProvided:
            missing.append(name)
    if missing:
        raise Violation(", ".join(REQUIRED), f"no {', '.join(missing)}")


@clause("module.classes", level=MUST, source="doc", depends_on=["module.exports"])
def test_classes(impl):
    """Response, FileResponse, Abort and Headers are classes; a FileResponse is a Response."""
    for name in ("Response", "FileResponse", "Abort", "Headers"):
        expect(isinstance(getattr(impl, name), type), f"{name} to be a class", getattr(impl, name))
    expect(issubclass(impl.FileResponse, impl.Response), "a subclass of Response", "another class")
    expect(issubclass(impl.Abort, Exception), "a subclass of Exception", "another class")


def outcome(impl, value):
    """What a call made, as plain data, so that two calls can be compared."""
    if not issubclass(type(value), BaseException):
        return ("response", plain(value.code), sorted(pairs_of(value.headers)), content_of(value))
    return ("abort", plain(value.code), sorted(pairs_of(value.headers)), plain(value.description))


async def result(impl, name, *args, **kwargs):
    """What the call gave back or, for a call that always raises, the Abort."""
    try:
        value = getattr(impl, name)(*args, **kwargs)
        return outcome(impl, await value if name == "responsify" else value)
    except impl.Abort as error:
        return outcome(impl, error)


@clause("module.by-position", level=MUST, source="ruling", depends_on=["module.exports"])
@cases(name=list(ARGUMENTS))
async def test_by_position(impl, name):
    """Every parameter can be passed by position, in the order of the API's table."""
    kind, code, fields, _ = await result(impl, name, *arguments(name).values())
    expect_equal(code, arguments(name).get("code", 404 if name == "responsify" else 200))
    if name != "jsonify":
        expect(("x-a", "1") in fields, "the header given", fields)


@clause("module.by-keyword", level=MUST, source="ruling", depends_on=["module.by-position"])
@cases(name=list(ARGUMENTS))
async def test_by_keyword(impl, name):
    """Every parameter can be passed by its keyword, with the result that position gives."""
    by_position = await result(impl, name, *arguments(name).values())
    by_keyword = await result(impl, name, **arguments(name))
    reached()
    if by_keyword != by_position:
        raise Violation(f"{by_position}", f"{by_keyword}")
    backwards = dict(reversed(list(arguments(name).items())))
    by_keyword = await result(impl, name, **backwards)
    if by_keyword != by_position:
        raise Violation(f"{by_position}", f"{by_keyword}")


OPTIONAL = {
    "FileResponse": ["bufsize"],
    "Abort": ["description", "headers"],
    "abort": ["info", "headers"],
    "redirect": ["info", "code", "headers"],
    "static": ["attachment", "headers"],
}


@clause("module.optional", level=MUST, source="doc", depends_on=["module.by-keyword"])
@given(name=st.sampled_from(sorted(OPTIONAL)), left_out=st.integers(1, 7))
async def test_optional(impl, name, left_out):
    """Every parameter with a default can be left out, alone or with others."""
    given_arguments = arguments(name)
    for number, optional in enumerate(OPTIONAL[name]):
        if left_out >> number & 1:
            del given_arguments[optional]
    _, code, fields, _ = await result(impl, name, **given_arguments)
    default = {"redirect": 302, "static": 200}.get(name)
    expect_equal(code, given_arguments.get("code", default))
    expect_equal(("x-a", "1") in fields, "headers" in given_arguments)


@clause("module.headers-optional", level=MUST, source="doc", depends_on=["module.exports"])
def test_headers_optional(impl):
    """Headers can be made of nothing."""
    headers = impl.Headers()
    expect_instance(headers, impl.Headers)
    expect_fields(headers, [])
    expect_raises(KeyError, headers.__getitem__, "a")

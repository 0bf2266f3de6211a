"""The module: what it exports, and how its calls take their arguments."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import json
from itertools import combinations

from .clause import MUST, NotProvided, Violation, cases, clause, reached
from .expect import (
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    plain,
    undated,
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
    expect(
        issubclass(impl.FileResponse, impl.Response),
        "a subclass of Response",
        words="another class",
    )
    expect(issubclass(impl.Abort, Exception), "a subclass of Exception", words="another class")


def outcome(impl, value):
    """What a call made, as plain data, so that two calls can be compared."""
    made = {"code": plain(value.code), "headers": sorted(undated(value.headers))}
    if issubclass(type(value), impl.Abort):
        return {**made, "description": plain(value.description)}
    if issubclass(type(value), impl.FileResponse):
        made["bufsize"] = plain(value.bufsize)
    return {**made, "content": content_of(value)}


async def result(impl, name, *args, **kwargs):
    """What the call gave back or, for a call that always raises, the Abort."""
    try:
        value = getattr(impl, name)(*args, **kwargs)
        return outcome(impl, await value if name == "responsify" else value)
    except impl.Abort as error:
        return outcome(impl, error)


#: What each call makes of its ARGUMENTS: the values in which they show.
SHOWN = {
    "Response": {"code": 404, "content": b"abc"},
    "FileResponse": {"code": 404, "content": b"sample", "bufsize": 3},
    "Abort": {"code": 404, "description": "abc"},
    "abort": {"code": 404, "description": "abc"},
    "redirect": {"code": 303, "description": "abc"},
    "static": {"code": 200, "content": b"sample"},
    "jsonify": {"code": 200},
    "responsify": {"code": 404, "content": b"abc"},
}


@clause(
    "module.by-position",
    level=MUST,
    source="ruling",
    depends_on=[
        "module.exports",
        "response.construct",
        "file-response.construct",
        "abort.construct",
        "abort.raises",
        "redirect.raises",
        "static.file-response",
        "jsonify.response",
        "responsify.supported",
    ],
)
@cases(name=list(ARGUMENTS))
async def test_by_position(impl, name):
    """Every parameter can be passed by position, in the order of the API's table."""
    got = await result(impl, name, *arguments(name).values())
    for key, value in SHOWN[name].items():
        expect(got[key] == value, f"{key} {value!r}", got[key])
    fields = got["headers"]
    if name == "jsonify":
        expect(json.loads(got["content"]) == {"a": 1}, "the value given, as JSON", got["content"])
    else:
        expect(("x-a", "1") in fields, "the header given", fields)
    if name == "redirect":
        expect(("location", "/a") in fields, "the path given as Location", fields)
    if name == "static":
        names = [field for field, _ in fields]
        expect("content-disposition" not in names, "no attachment, as was asked", fields)


@clause("module.by-keyword", level=MUST, source="ruling", depends_on=["module.by-position"])
@cases(name=list(ARGUMENTS))
async def test_by_keyword(impl, name):
    """Every parameter can be passed by its keyword, with the result that position gives."""
    by_position = await result(impl, name, *arguments(name).values())
    in_order = list(arguments(name).items())
    for given_arguments in (in_order, in_order[::-1]):
        by_keyword = await result(impl, name, **dict(given_arguments))
        expect(by_keyword == by_position, f"as by position, {by_position}", by_keyword)
    for number in range(1, len(in_order)):
        first = [value for _, value in in_order[:number]]
        mixed = await result(impl, name, *first, **dict(in_order[number:]))
        expect(mixed == by_position, f"as by position, {by_position}", mixed)


OPTIONAL = {
    "FileResponse": ["bufsize"],
    "Abort": ["description", "headers"],
    "abort": ["info", "headers"],
    "redirect": ["info", "code", "headers"],
    "static": ["attachment", "headers"],
}


@clause("module.optional", level=MUST, source="doc", depends_on=["module.by-keyword"])
@cases(
    call=[
        (name, left_out)
        for name, optional in OPTIONAL.items()
        for number in range(1, len(optional) + 1)
        for left_out in combinations(optional, number)
    ]
)
async def test_optional(impl, call):
    """Every parameter with a default can be left out, alone or with others."""
    name, left_out = call
    given_arguments = {k: v for k, v in arguments(name).items() if k not in left_out}
    got = await result(impl, name, **given_arguments)
    expect_equal(got["code"], given_arguments.get("code", {"static": 200}.get(name, 302)))
    has_header = ("x-a", "1") in got["headers"]
    expect(has_header is ("headers" not in left_out), "only the headers given", got["headers"])
    if "description" in got:
        expect_equal(got["description"], "" if {"info", "description"} & {*left_out} else "abc")


@clause(
    "module.headers-optional",
    level=MUST,
    source="doc",
    depends_on=["module.exports", "headers.construct"],
)
def test_headers_optional(impl):
    """Headers can be made of nothing."""
    headers = impl.Headers()
    expect_instance(headers, impl.Headers)
    expect_fields(headers, [])
    expect_raises(KeyError, headers.__getitem__, "a")

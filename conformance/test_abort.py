"""Abort and abort: an exception that is sent as a response."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import copy
import http
import pickle

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Violation, cases, clause, reached
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    expect_refused,
    expect_values,
    pairs_of,
    plain,
    unless_refused,
)
from .failure import show
from .grammar import PHRASES, allows_content
from .strategies import Fields, field_values, pairs, repeating_fields, texts

CONSTRUCT = ["abort.construct"]
CODES = sorted({*PHRASES, 299, 418, 450, 499, 510, 599})


def codes():
    """Codes that allow the content that a description is: registered ones, and some others."""
    return st.sampled_from([code for code in CODES if allows_content(code)])


@clause("abort.construct", level=MUST, source="doc", depends_on=["headers.construct"])
@given(code=codes(), description=texts(), argument=repeating_fields())
@example(code=200, description=" <p>\r\n", argument=Fields("generator", [("x", "a"), ("X", "b")]))
@example(code=404, description="a" * 70_000, argument=Fields("Keyed", [("X-A", "1")]))
@example(code=404, description="a", argument=Fields("Headers", []))
def test_construct(impl, code, description, argument):
    """Abort is an Exception with the code, description (a str) and headers (a Headers) given."""
    error = impl.Abort(code, description, argument.make(impl))
    expect_instance(error, Exception)
    expect_equal(error.code, code)
    expect_equal(error.description, description)
    expect_instance(error.headers, impl.Headers)
    expect_fields(error.headers, argument.pairs)


@clause("abort.defaults", level=MUST, source="doc", depends_on=[*CONSTRUCT, "abort.raises"])
@cases(code=CODES)
def test_defaults(impl, code):
    """description and headers are optional: an empty str, and an empty Headers."""
    error = impl.Abort(code)
    expect_equal(error.code, code)
    expect_equal(error.description, "")
    expect_instance(error.headers, impl.Headers)
    expect_fields(error.headers, [])
    raised = expect_raises(impl.Abort, impl.abort, code)
    expect_equal(raised.description, "")
    expect_fields(raised.headers, [])


@clause("abort.code-kinds", level=MUST, source="doc", depends_on=[*CONSTRUCT, "abort.raises"])
@cases(code=[http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE, http.HTTPStatus.OK])
def test_code_kinds(impl, code):
    """An IntEnum counts as its number."""
    expect_equal(impl.Abort(code).code, int(code))
    expect_equal(impl.Abort(code).name, impl.Abort(int(code)).name)
    expect_equal(expect_raises(impl.Abort, impl.abort, code).code, int(code))


@clause(
    "abort.name",
    level=MUST,
    source="doc",
    also="RFC 9110 §15",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@cases(code=sorted(PHRASES))
def test_name(impl, code):
    """name is the standard phrase of the code: the one registered now or an earlier one."""
    name = plain(impl.Abort(code).name)
    expect_instance(name, str)
    expect(name.lower() in PHRASES[code], " or ".join(sorted(PHRASES[code])), name)
    # What becomes of a description where no content is allowed is the sender's business.
    if allows_content(code):
        with_description = plain(impl.Abort(code, "other").name)
        expect(with_description == name, f"{name}, whatever the description", with_description)


@clause("abort.name-unregistered", level=MUST, source="ruling", depends_on=CONSTRUCT)
@cases(code=[code for code in range(100, 600) if code not in PHRASES])
def test_name_unregistered(impl, code):
    """name of a code that is not registered is a str, and does not raise."""
    error = impl.Abort(code, "a" if allows_content(code) else "")
    expect_instance(error.name, str)
    expect_equal(error.code, code)


@clause("abort.str", level=SHOULD, source="ruling", depends_on=CONSTRUCT)
@given(code=codes(), description=texts(), by_keyword=st.booleans())
@example(code=404, description="a" * 3000, by_keyword=True)
@example(code=404, description="a\r\nb", by_keyword=False)
def test_str(impl, code, description, by_keyword):
    """str(e) holds the description."""
    if by_keyword:
        error = impl.Abort(code=code, description=description)
    else:
        error = impl.Abort(code, description)
    text = str(error)
    expect(description in text, f"a text with {description!r}", text)


@clause(
    "abort.description-type", level=SHOULD, source="ruling", depends_on=[*CONSTRUCT, "abort.raises"]
)
@cases(description=[None, 5, b"a", b"", ["a"], object(), 0, False])
def test_description_type(impl, description):
    """A description that is no str is refused, by Abort and by abort."""
    expect_refused(impl.Abort, 404, description)
    try:
        impl.abort(404, description)
    except (ValueError, TypeError):
        return
    except impl.Abort as error:
        raise Violation("ValueError or TypeError", show(error)) from error
    raise Violation("ValueError or TypeError", "no exception")


@clause("abort.headers-apart", level=MUST, source="ruling", depends_on=[*CONSTRUCT, "headers.add"])
@given(pairs=pairs(), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_headers_apart(impl, pairs, shape):
    """Two Aborts never share headers, nor does one share them with the argument."""
    argument = Fields(shape, pairs).make(impl)
    expected = Fields(shape, pairs).pairs
    first, second = impl.Abort(404, "", argument), impl.Abort(404, "", argument)
    first.headers.add("x-later", "1")
    first.headers["content-type"] = "x/y"
    expect_fields(argument, expected)
    expect_fields(second.headers, expected)
    if shape == "list":
        argument.append(("x-after", "1"))
    else:
        argument["x-after"] = "1"
    expect_fields(second.headers, expected)
    impl.Abort(404).headers.add("x-later", "1")
    expect_fields(impl.Abort(404).headers, [])


@clause("abort.raises", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(code=codes(), info=texts(), argument=repeating_fields())
@example(code=200, info="a", argument=Fields("list", [("x", "a"), ("X", "b")]))
@example(code=299, info="", argument=Fields("Headers", []))
def test_raises(impl, code, info, argument):
    """abort raises Abort with the code, info as the description, and the headers."""
    error = expect_raises(impl.Abort, impl.abort, code, info, argument.make(impl))
    expect_equal(error.code, code)
    expect_equal(error.description, info)
    expect_fields(error.headers, argument.pairs)


@clause(
    "abort.raises-apart", level=MUST, source="ruling", depends_on=["abort.raises", "headers.add"]
)
@given(pairs=pairs(), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_raises_apart(impl, pairs, shape):
    """abort neither modifies its headers argument nor shares it between two Aborts."""
    argument = Fields(shape, pairs).make(impl)
    expected = Fields(shape, pairs).pairs
    for info in ("", "gone"):
        first = expect_raises(impl.Abort, impl.abort, 404, info, argument)
        second = expect_raises(impl.Abort, impl.abort, 404, info, argument)
        first.headers.add("x-later", "1")
        expect_fields(argument, expected)
        expect_fields(second.headers, expected)
        expect_raises(impl.Abort, impl.abort, 404, info).headers.add("x-later", "1")
        expect_fields(expect_raises(impl.Abort, impl.abort, 404, info).headers, [])


# --- copies


def _module_level_subclass(impl):
    """A subclass of Abort that pickle can find by its name."""
    name = f"Gone{id(impl)}"
    if name not in globals():
        globals()[name] = type(name, (impl.Abort,), {"__module__": __name__, "__qualname__": name})
    return globals()[name]


def _unless_refused(call, *args):
    """As unless_refused; refusing to be copied or pickled has exceptions of its own."""
    try:
        return unless_refused(call, *args)
    except Violation as violation:
        if isinstance(violation.__cause__, (pickle.PicklingError, copy.Error)):
            return REFUSED
        raise


def _copied(call):
    return lambda error: _unless_refused(call, error)


def _pickled(protocol):
    def pickled(error):
        octets = _unless_refused(pickle.dumps, error, protocol)
        return REFUSED if octets is REFUSED else pickle.loads(octets)

    return pickled


WAYS = {
    "copy.copy": _copied(copy.copy),
    "copy.deepcopy": _copied(copy.deepcopy),
    **{f"pickle {p}": _pickled(p) for p in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@clause("abort.copies", level=MUST, source="ruling", depends_on=[*CONSTRUCT, "headers.add"])
@given(
    description=texts(),
    pairs=pairs(3),
    subclass=st.booleans(),
)
@example(description="a", pairs=[("x", "a"), ("X", "b")], subclass=True)
def test_copies(impl, description, pairs, subclass):
    """copy, deepcopy and pickle keep code, description and headers, or refuse; twice over too.

    Refused is what copying or pickling does not accept. A pickle that was made and cannot be read
    is a loss, and so is an Abort that is refused only because its arguments came by keyword.
    """
    kind = _module_level_subclass(impl) if subclass else impl.Abort
    for way, copied in WAYS.items():
        by_position = copied(kind(410, description, pairs))
        error = kind(code=410, description=description, headers=pairs)
        by_keyword = copied(error)
        expect(
            (by_position is REFUSED) == (by_keyword is REFUSED),
            f"{way} to accept an Abort, or not, however its arguments were passed",
            words=f"{by_position!r} by position, {by_keyword!r} by keyword",
        )
        if by_keyword is REFUSED:
            continue
        for again in (by_position, by_keyword, copied(by_keyword)):
            expect_instance(again, kind)
            expect_equal(again.code, 410)
            expect_equal(again.description, description)
            expect_fields(again.headers, pairs)
            expect_equal(again.name, error.name)
        by_keyword.headers.add("x-later", "1")
        expect_fields(error.headers, pairs)


@clause("abort.copies-now", level=MUST, source="ruling", depends_on=["abort.copies"])
@cases(way=list(WAYS), shape=["dict", "list", "generator", "Headers"])
def test_copies_now(impl, way, shape):
    """A copy holds the headers as they are when it is made, not the argument they came from."""
    argument = Fields(shape, [("X-A", "1"), ("X-Gone", "2")]).make(impl)
    error = impl.Abort(410, "gone", argument)
    error.headers.add("X-Later", "3")
    error.headers.popall("x-gone")
    if shape == "dict":
        argument.clear()
    again = WAYS[way](error)
    reached()
    if again is not REFUSED:
        expect_fields(again.headers, [("x-a", "1"), ("x-later", "3")])


@clause("abort.subclass", level=MUST, source="doc", depends_on=CONSTRUCT)
@given(value=field_values())
def test_subclass(impl, value):
    """A subclass may have a constructor of its own, and is caught as Abort."""

    class Teapot(impl.Abort):
        def __init__(self, value):
            super().__init__(418, "short and stout", {"X-Value": value})

    def brew():
        raise Teapot(value)

    error = expect_raises(impl.Abort, brew)
    expect_instance(error, Teapot)
    expect_equal(error.code, 418)
    expect_equal(error.description, "short and stout")
    expect_values(error.headers, "x-value", value)
    expect_equal(len(pairs_of(error.headers)), len(by_name([("x-value", value)])))

"""Abort and abort: an exception that is sent as a response."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import enum
import http

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    by_name,
    change,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    expect_refused,
    expect_refused_at_once,
    expect_unshared,
    expect_values,
    pairs_of,
    plain,
)
from .grammar import PHRASES, allows_content
from .strategies import (
    KEPT_TEXTS,
    NO_TEXTS,
    REGISTERED_NAMES,
    Fields,
    field_values,
    pairs,
    repeating_fields,
    texts,
)

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
@example(code=404, description="a", argument=Fields("subclass", [("x", "a"), ("X", "b")]))
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


@clause("abort.texts", level=MUST, source="doc", depends_on=[*CONSTRUCT, "abort.raises"])
@cases(text=KEPT_TEXTS)
def test_texts(impl, text):
    """A description stays as it is: not a template, not escaped, not of another form."""
    expect_equal(impl.Abort(404, text).description, text)
    expect_equal(expect_raises(impl.Abort, impl.abort, 404, text).description, text)


@clause("abort.registered-names", level=MUST, source="doc", depends_on=[*CONSTRUCT, "abort.raises"])
@cases(code=CODES)
def test_registered_names(impl, code):
    """With any code, each header field stays as it is, whatever it means to HTTP."""
    pairs = [(name, "a") for name in REGISTERED_NAMES]
    expect_fields(impl.Abort(code, "", pairs).headers, pairs)
    expect_fields(expect_raises(impl.Abort, impl.abort, code, "", pairs).headers, pairs)


class Odd(int):
    """An int whose text is not its number."""

    def __str__(self):
        return "odd"

    __repr__ = __str__


class Number(int, enum.Enum):
    """What an enumeration of codes was before IntEnum."""

    GONE = 410


@clause("abort.code-kinds", level=MUST, source="doc", depends_on=[*CONSTRUCT, "abort.raises"])
@cases(
    code=[
        http.HTTPStatus.NOT_FOUND,
        http.HTTPStatus.GONE,
        http.HTTPStatus.OK,
        Number.GONE,
        Odd(404),
    ]
)
def test_code_kinds(impl, code):
    """An IntEnum or another subclass of int counts as its number."""
    number = plain(code)
    expect_equal(impl.Abort(code).code, number)
    expect_equal(impl.Abort(code).name, impl.Abort(number).name)
    expect_equal(expect_raises(impl.Abort, impl.abort, code).code, number)


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
@example(code=404, description="{} {a} %s %(a)s %%", by_keyword=False)
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
@cases(description=NO_TEXTS)
def test_description_type(impl, description):
    """A description that is no str is refused, by Abort and by abort."""
    expect_refused(impl.Abort, 404, description)
    expect_refused_at_once(impl.Abort, impl.abort, 404, description)


@clause(
    "abort.names-checked",
    level=MUST,
    source="RFC 9110 §5.1",
    depends_on=[*CONSTRUCT, "abort.raises"],
)
@cases(argument=[{"a b": "1"}, [("x-a", "1"), ("a:", "b")]])
def test_names_checked(impl, argument):
    """A field name that is no token is refused by Abort and abort themselves, not later."""
    expect_refused(impl.Abort, 404, "", argument)
    expect_refused_at_once(impl.Abort, impl.abort, 404, "", argument)


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
    expect_apart(lambda headers: impl.Abort(404, "", headers), shape, pairs, impl)


def expect_apart(make, shape, pairs, impl):
    """That an Abort is apart from its argument also where a name is there already.

    Lists of values must not be shared either, and the argument is read when it is given.
    """
    pairs = [("x-a", "1"), *pairs]
    expect_unshared(Fields(shape, pairs).make(impl), make)
    argument = Fields(shape, pairs).make(impl)
    unseen = make(argument)
    change(argument)
    expect_fields(unseen.headers, Fields(shape, pairs).pairs)
    fixed = tuple(pairs)
    make(fixed).headers.add("x-a", "later")
    expect_fields(make(fixed).headers, pairs)


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
    expect_apart(lambda h: expect_raises(impl.Abort, impl.abort, 404, "", h), shape, pairs, impl)


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

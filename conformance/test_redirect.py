"""redirect: an Abort that sends the client elsewhere."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import http

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    change,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_raises,
    expect_refused_at_once,
    expect_unshared,
    expect_values,
    pairs_of,
)
from .grammar import allows_content
from .strategies import (
    KEPT_TEXTS,
    NO_TEXTS,
    REFERENCES,
    Fields,
    masks,
    pairs,
    recase,
    repeating_fields,
    texts,
    uri_references,
)

RAISES = ["redirect.raises"]


def references():
    """URI-references: the known ones, and every form put together."""
    return st.one_of(st.sampled_from(REFERENCES), uri_references())


@clause("redirect.raises", level=MUST, source="doc", depends_on=["abort.construct"])
@given(
    path=references(),
    info=texts(),
    code=st.sampled_from([301, 302, 303, 307, 308, 300, 304, 305, 399, 201, 418, 500]),
    argument=repeating_fields(),
)
@example(path="/a", info="a", code=303, argument=Fields("subclass", [("x", "a"), ("X", "b")]))
def test_raises(impl, path, info, code, argument):
    """redirect raises Abort with the code, info as its description, and the other headers."""
    info = info if allows_content(code) else ""
    argument = Fields(argument.shape, [p for p in argument.pairs if p[0].lower() != "location"])
    error = expect_raises(impl.Abort, impl.redirect, path, info, code, argument.make(impl))
    expect_equal(error.code, code)
    expect_equal(error.description, info)
    expect_instance(error.headers, impl.Headers)
    others = [pair for pair in pairs_of(error.headers) if pair[0].lower() != "location"]
    expect_fields(others, argument.pairs)
    expect_values(error.headers, "location", path)


@clause("redirect.defaults", level=MUST, source="doc", depends_on=RAISES)
@given(path=references())
def test_defaults(impl, path):
    """Without them, the code is 302, the description empty, and Location the only header."""
    error = expect_raises(impl.Abort, impl.redirect, path)
    expect_equal(error.code, 302)
    expect_equal(error.description, "")
    expect_fields(error.headers, [("location", path)])


@clause(
    "redirect.one-location",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.3",
    depends_on=[*RAISES, "headers.add"],
)
@given(
    path=references(),
    mask=masks(),
    shape=st.sampled_from(Fields.SHAPES),
    more=pairs(2),
    repeats=st.integers(1, 2),
)
def test_one_location(impl, path, mask, shape, more, repeats):
    """There is exactly one Location, path's, whatever headers holds in whatever case."""
    more = [pair for pair in more if pair[0].lower() != "location"]
    argument = Fields(shape, [(recase("Location", mask), "/other")] * repeats + more)
    error = expect_raises(impl.Abort, impl.redirect, path, "", 303, argument.make(impl))
    expect_values(error.headers, "location", path)
    others = [pair for pair in pairs_of(error.headers) if pair[0].lower() != "location"]
    expect_fields(others, [pair for pair in argument.pairs if pair[0].lower() != "location"])


@clause("redirect.code-kinds", level=MUST, source="doc", depends_on=RAISES)
@cases(code=[http.HTTPStatus.SEE_OTHER, http.HTTPStatus.PERMANENT_REDIRECT, http.HTTPStatus.GONE])
def test_code_kinds(impl, code):
    """An IntEnum counts as its number."""
    error = expect_raises(impl.Abort, impl.redirect, "/a", "", code)
    expect_equal(error.code, int(code))


@clause("redirect.texts", level=MUST, source="doc", depends_on=RAISES)
@cases(text=KEPT_TEXTS)
def test_texts(impl, text):
    """info is the description as it is: not a template, not escaped, not of another form."""
    expect_equal(expect_raises(impl.Abort, impl.redirect, "/a", text).description, text)


@clause("redirect.info-type", level=SHOULD, source="ruling", depends_on=RAISES)
@cases(info=NO_TEXTS)
def test_info_type(impl, info):
    """An info that is no str is refused."""
    expect_refused_at_once(impl.Abort, impl.redirect, "/a", info)


@clause("redirect.names-checked", level=MUST, source="RFC 9110 §5.1", depends_on=RAISES)
@cases(argument=[{"a b": "1"}, [("x-a", "1"), ("a:", "b")]])
def test_names_checked(impl, argument):
    """A field name that is no token is refused by redirect itself, before anybody looks."""
    expect_refused_at_once(impl.Abort, impl.redirect, "/a", "", 302, argument)


@clause("redirect.arguments-apart", level=MUST, source="doc", depends_on=[*RAISES, "headers.add"])
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_arguments_apart(impl, pairs, shape):
    """The headers argument is neither modified nor shared."""

    def raised(headers):
        return expect_raises(impl.Abort, impl.redirect, "/a", "", 302, headers)

    # Also with a name that is there: lists of values must not be shared either.
    pairs = [("x-a", "1"), *pairs]
    expect_unshared(Fields(shape, pairs).make(impl), raised)
    argument = Fields(shape, pairs).make(impl)
    unseen = raised(argument)
    change(argument)
    others = [pair for pair in Fields(shape, pairs).pairs if pair[0].lower() != "location"]
    expect_fields(unseen.headers, [*others, ("location", "/a")])
    fixed = tuple(others)
    raised(fixed).headers.add("x-a", "later")
    expect_fields(raised(fixed).headers, [*others, ("location", "/a")])
    for path in ("/a", "/b", "/a"):
        error = expect_raises(impl.Abort, impl.redirect, path)
        expect_fields(error.headers, [("location", path)])
        error.headers.add("x-later", "1")

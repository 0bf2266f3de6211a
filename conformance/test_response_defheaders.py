"""Response: its default fields, and those of a subclass."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import given

from .clause import MUST, cases, clause
from .expect import (
    expect,
    expect_fields,
    expect_values,
)
from .media import expect_html
from .strategies import (
    Fields,
    contents,
    field_values,
    fields,
    masks,
    pairs,
    recase,
    repeating_fields,
)

CONSTRUCT = ["response.construct"]
DEFAULTS = ["content-type", "content-length"]


@clause("response.defheaders", level=MUST, source="doc", depends_on=[*CONSTRUCT, "headers.add"])
@given(data=contents(), argument=fields(2))
def test_defheaders(impl, data, argument):
    """defheaders is a property giving the default headers, whatever the caller gave."""
    given_fields = Fields(
        argument.shape, [p for p in argument.pairs if p[0].lower() != "content-length"]
    )
    response = impl.Response(200, given_fields.make(impl), data)
    defaults = impl.Headers(response.defheaders)
    expect_html(defaults)
    expect_values(defaults, "content-length", str(len(data)))
    names = sorted(set(defaults))
    expect(names == sorted(DEFAULTS), "Content-Type and Content-Length, nothing else", names)


@clause(
    "response.defheaders-overridden",
    level=MUST,
    source="doc",
    depends_on=[*CONSTRUCT, "headers.add"],
)
@given(defaults=repeating_fields(), pairs=pairs(3), mask=masks())
def test_defheaders_overridden(impl, defaults, pairs, mask):
    """A subclass's defheaders decide the defaults; the caller still overrides them."""

    class Sub(impl.Response):
        @property
        def defheaders(self):
            return defaults.make(impl)

    response = Sub(200, (), b"a")
    expect_fields(response.headers, defaults.pairs)

    class Plain(impl.Response):
        defheaders = tuple(defaults.pairs)

    expect_fields(Plain(200, (), b"a").headers, defaults.pairs)
    pairs += [(name, own) for name, _ in defaults.pairs[:1] for own in ("own", "again", "own")]
    named = {name.lower() for name, _ in pairs}
    response = Sub(200, [(recase(name, mask), value) for name, value in pairs], b"a")
    kept = [pair for pair in defaults.pairs if pair[0].lower() not in named]
    expect_fields(response.headers, kept + pairs)


@clause(
    "response.defheaders-extended", level=MUST, source="doc", depends_on=["response.defheaders"]
)
@given(data=contents(), value=field_values())
def test_defheaders_extended(impl, data, value):
    """A subclass may add to the defheaders of Response."""

    class Sub(impl.Response):
        @property
        def defheaders(self):
            headers = impl.Headers(super().defheaders)
            headers["X-Extra"] = value
            return headers

    response = Sub(200, (), data)
    expect_html(response.headers)
    expect_values(response.headers, "content-length", str(len(data)))
    expect_values(response.headers, "x-extra", value)


@clause(
    "response.defheaders-every-code",
    level=MUST,
    source="doc",
    depends_on=["response.defheaders-overridden"],
)
@cases(code=range(100, 600))
def test_defheaders_every_code(impl, code):
    """A subclass's defheaders hold with any code, and each response has them as they are then."""
    now = ["first"]

    class Sub(impl.Response):
        @property
        def defheaders(self):
            return [("X-A", "1"), ("x-a", "2"), ("Content-Type", "a/b"), ("X-Now", now[0])]

    pairs = [("x-a", "1"), ("x-a", "2"), ("content-type", "a/b"), ("x-b", "3")]
    for text in ("first", "second"):
        now[0] = text
        expect_fields(Sub(code, {"X-B": "3"}, b"").headers, [*pairs, ("x-now", text)])

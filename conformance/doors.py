"""Every place through which a header field enters an implementation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .clause import NotProvided, Violation
from .expect import REFUSED, unless_refused
from .files import sample

#: So many that a check of the first few would not come to the last.
_FIRST = [("x-first", str(number)) for number in range(12)]


def _constructor_dict(impl: Any, name: Any, value: Any) -> Any:
    return impl.Headers({name: value})


def _constructor_pairs(impl: Any, name: Any, value: Any) -> Any:
    return impl.Headers([*_FIRST, (name, value)])


def _constructor_generator(impl: Any, name: Any, value: Any) -> Any:
    return impl.Headers(pair for pair in [(name, value)])


def _setitem(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers[name] = value
    return headers


def _add(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.add(name, value)
    return headers


def _update_dict(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.update({name: value})
    return headers


def _update_pairs(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.update([*_FIRST, (name, value)])
    return headers


def _replace_dict(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.replace({name: value})
    return headers


def _replace_pairs(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.replace([*_FIRST, (name, value)])
    return headers


def _setdefault(impl: Any, name: Any, value: Any) -> Any:
    headers = impl.Headers()
    headers.setdefault(name, value)
    return headers


Door = Callable[[Any, Any, Any], Any]

#: Ways to put one field into a Headers: each takes the implementation, a name and a value.
HEADERS: dict[str, Door] = {
    "Headers({name: value})": _constructor_dict,
    "Headers([..., (name, value)])": _constructor_pairs,
    "Headers(generator)": _constructor_generator,
    "headers[name] = value": _setitem,
    "headers.add(name, value)": _add,
    "headers.update({name: value})": _update_dict,
    "headers.update([..., (name, value)])": _update_pairs,
    "headers.replace({name: value})": _replace_dict,
    "headers.replace([..., (name, value)])": _replace_pairs,
    "headers.setdefault(name, value)": _setdefault,
}


def _response(impl: Any, name: Any, value: Any) -> Any:
    return impl.Response(200, [(name, value)], b"a")


def _file_response(impl: Any, name: Any, value: Any) -> Any:
    return impl.FileResponse(200, sample(), {name: value})


def _static(impl: Any, name: Any, value: Any) -> Any:
    return impl.static(sample(), True, [(name, value)])


def _abort_class(impl: Any, name: Any, value: Any) -> Any:
    return as_response(impl, impl.Abort(404, "a", {name: value}))


def _abort(impl: Any, name: Any, value: Any) -> Any:
    return _caught(impl, lambda: impl.abort(404, "a", [(name, value)]))


def _redirect(impl: Any, name: Any, value: Any) -> Any:
    return _caught(impl, lambda: impl.redirect("/a", "a", 302, {name: value}))


def _defheaders(impl: Any, name: Any, value: Any) -> Any:
    class Sub(impl.Response):  # type: ignore[misc]
        @property
        def defheaders(self) -> Any:
            return [(name, value), ("Content-Length", "1")]

    return _with_headers(Sub(200, (), b"a"))


def _file_defheaders(impl: Any, name: Any, value: Any) -> Any:
    class Sub(impl.FileResponse):  # type: ignore[misc]
        @property
        def defheaders(self) -> Any:
            return {name: value, "Content-Length": "6"}

    return _with_headers(Sub(200, sample(), ()))


def _with_headers(response: Any) -> Any:
    """`response`, once its headers were asked for: only then may it ask for its defaults."""
    response.headers  # noqa: B018
    return response


#: Ways to put one field into a response: each returns the response.
RESPONSES: dict[str, Door] = {
    "Response(200, [(name, value)], b'a')": _response,
    "FileResponse(200, path, {name: value})": _file_response,
    "static(path, True, [(name, value)])": _static,
    "Abort(404, 'a', {name: value})": _abort_class,
    "abort(404, 'a', [(name, value)])": _abort,
    "redirect('/a', 'a', 302, {name: value})": _redirect,
    "a subclass of Response with defheaders [(name, value)]": _defheaders,
    "a subclass of FileResponse with defheaders {name: value}": _file_defheaders,
}

#: Ways to put one field into a tuple: each returns what responsify is given.
TUPLES: dict[str, Door] = {
    "responsify((200, (name, value), 'a'))": lambda impl, name, value: (200, (name, value), "a"),
    "responsify((200, (name, value), b'a'))": lambda impl, name, value: (200, (name, value), b"a"),
    "responsify((404, (name, value), Response(200, (), b'a')))": lambda impl, name, value: (
        404,
        (name, value),
        impl.Response(200, (), b"a"),
    ),
    "responsify((404, (200, (name, value), 'a')))": lambda impl, name, value: (
        404,
        (200, (name, value), "a"),
    ),
    "responsify((404, (name, value), (200, 'a')))": lambda impl, name, value: (
        404,
        (name, value),
        (200, "a"),
    ),
}


async def through_every_door(impl: Any, name: Any, value: Any) -> list[tuple[str, Any]]:
    """What each door of a response made of the field: (door, response or REFUSED).

    A door that is not provided is left out: what else there is, is judged all the same.
    """
    results: list[tuple[str, Any]] = []
    assert impl.Response  # without it there is no door at all: not provided
    for door, enter in RESPONSES.items():
        with suppress(NotProvided):
            results.append((door, unless_refused(enter, impl, name, value)))
    for door, enter in TUPLES.items():
        with suppress(NotProvided):
            smth = enter(impl, name, value)
            try:
                results.append((door, await impl.responsify(smth)))
            except (ValueError, TypeError):
                results.append((door, REFUSED))
    return results


def _caught(impl: Any, call: Callable[[], Any]) -> Any:
    try:
        call()
    except NotProvided:
        raise
    except impl.Abort as error:
        return as_response(impl, error)
    raise Violation("Abort", "no exception")


def as_response(impl: Any, error: Any) -> Any:
    """The Response as which an Abort is sent: its code, its headers, its description as UTF-8."""
    return impl.Response(error.code, error.headers, error.description.encode())

"""Abort, abort and redirect."""

from __future__ import annotations

from .model import area, left_open, must, should

ABORT = area(
    "Abort and abort",
    must(
        "abort/construct",
        "doc",
        """Abort is an Exception with `code`, `description` (a str) and `headers` (a Headers) as
        given. A subclass of it is caught as Abort.""",
        "abort.construct",
        "abort.defaults",
        "abort.texts",
        "abort.registered-names",
        "abort.code-kinds",
        "abort.subclass",
    ),
    must(
        "abort/name",
        "doc",
        """`name` is the standard phrase of the code: the one that is registered now, or an
        earlier one (those of 413, 414, 416, 418 and 422 were changed).""",
        "abort.name",
    ),
    must(
        "abort/name-unregistered",
        "ruling",
        "`name` of a code that is not registered is a str, and does not raise.",
        "abort.name-unregistered",
    ),
    must(
        "abort/copies",
        "ruling",
        "copy, deepcopy and pickle keep code, description and headers, or refuse.",
        "abort.copies",
        "abort.copies-now",
        "abort.copies-assigned",
    ),
    must(
        "abort/headers-apart",
        "ruling",
        "Two Aborts never share headers.",
        "abort.headers-apart",
        "abort.raises-apart",
    ),
    should("abort/str", "ruling", "`str(e)` holds the description.", "abort.str"),
    should(
        "abort/description-type",
        "ruling",
        "A description that is no str is refused.",
        "abort.description-type",
        "redirect.info-type",
    ),
    must(
        "abort/raises",
        "doc",
        "`abort(code, info, headers)` raises Abort with those values, and never returns.",
        "abort.raises",
    ),
    left_open("abort/code-range", "Whether an Abort with a code outside 100..599 is refused."),
    before="An exception that is sent as the response, and the call that raises it.",
)

REDIRECT = area(
    "redirect(path, info, code, headers)",
    must(
        "redirect/raises",
        "doc",
        """It raises Abort with the code (301, 303, 307, 308, any other), with `info` as its
        description and with Location = path. Other headers stay.""",
        "redirect.raises",
        "redirect.defaults",
        "redirect.code-kinds",
        "redirect.texts",
    ),
    must(
        "redirect/one-location",
        "doc",
        "There is exactly one Location, whatever `headers` holds.",
        "redirect.one-location",
    ),
    must(
        "redirect/reference-unchanged",
        "RFC 9110 §10.2.2; RFC 3986 §4.1",
        """Location is a URI-reference. A path that is a valid one goes out unchanged: `""`, `?q`,
        `#f`, `//h/x` and `%20` included.""",
        "redirect.reference-unchanged",
        "redirect.every-octet",
        "redirect.every-character",
    ),
    must(
        "redirect/encoded",
        "RFC 9110 §10.2.2; RFC 3987 §3.1",
        """Any other text is percent-encoded as UTF-8, so that it decodes to what was given, or
        refused.""",
        "redirect.encoded",
        "redirect.encoded-known",
        "redirect.malformed",
        "redirect.every-character",
        "redirect.unencodable",
    ),
    must(
        "redirect/no-breaks",
        "doc; RFC 9110 §5.5",
        "No CR or LF of the path ever gets out.",
        "redirect.no-breaks",
    ),
    must(
        "redirect/mixed",
        "RFC 9110 §10.2.2; ruling",
        """Text that holds both a valid `%XX` and characters that no URI holds becomes a
        URI-reference in one way or another, or is refused.""",
        "redirect.mixed",
    ),
    should(
        "redirect/path-types",
        "ruling",
        """A path that is a member of a str enumeration counts as the text that it holds, or is
        refused.""",
        "redirect.str-subclass",
    ),
    left_open(
        "redirect/mixed-way",
        """Whether text that holds both a valid `%XX` and what no URI holds keeps its `%XX` and has
        the rest encoded, has its `%` encoded as well, or is refused.""",
    ),
)

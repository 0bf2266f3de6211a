r"""Inputs: named strategies, public, in plural nouns.

A strategy of good input never draws bad input, and the other way round; what is rare by luck is
sampled on purpose. They need Hypothesis and nothing else of the suite.

Header fields as pairs, whose names may repeat in any case, or as `fields` in every shape that
``dict()`` takes; content, and the codes that allow some:

>>> from hypothesis import find
>>> from conformance.strategies import contents, pairs
>>> twice = find(pairs(), lambda found: len({name.lower() for name, _ in found}) < len(found))
>>> len(twice)
2
>>> find(contents(), lambda data: b"0\r\n\r\n" in data)
b'0\r\n\r\n'

Bad input is drawn by strategies of its own, a kind each: names that are no token, values that would
add a line to the head, others with control characters, paths that are no URI-reference.

>>> from conformance.strategies import breaking_values, texts_that_are_no_uri
>>> any(c in find(breaking_values(), lambda value: value) for c in "\r\n\0")
True
>>> "\r\nSet-Cookie" in find(texts_that_are_no_uri(), lambda text: "Set-Cookie" in text)
True

The case of a name is a matter of `recase` and `masks`; `file_shapes` draw sizes around a multiple
of the size of a buffer.

>>> from conformance.strategies import recase
>>> recase("Content-Type", -1)
'cONTENT-tYPE'
"""

from .content import (
    CONTENT_CODES,
    KEPT_TEXTS,
    NO_TEXTS,
    Wrapping,
    content_codes,
    contents,
    filled_contents,
    json_values,
    json_wrappings,
    no_content_codes,
    texts,
)
from .fields import (
    ANY_DEFAULTS,
    BAD_NAMES,
    BREAKS,
    CONTROLS,
    KNOWN_NAMES,
    KNOWN_VALUES,
    LENGTHS,
    OVERRIDING,
    REGISTERED_NAMES,
    Fields,
    Keyed,
    Pairs,
    bad_names,
    breaking_values,
    control_values,
    field_names,
    field_values,
    fields,
    masks,
    obs_text_values,
    padded_values,
    pairs,
    recase,
    repeated_pairs,
    repeating_fields,
    tokens,
    wide_values,
)
from .files import (
    FILE_NAMES,
    file_shapes,
    octets,
)
from .uris import (
    MALFORMED,
    REFERENCES,
    SPOILT,
    texts_that_are_no_uri,
    uri_references,
)

__all__ = [
    "ANY_DEFAULTS",
    "BAD_NAMES",
    "BREAKS",
    "CONTENT_CODES",
    "CONTROLS",
    "FILE_NAMES",
    "KEPT_TEXTS",
    "KNOWN_NAMES",
    "KNOWN_VALUES",
    "LENGTHS",
    "MALFORMED",
    "NO_TEXTS",
    "OVERRIDING",
    "REFERENCES",
    "REGISTERED_NAMES",
    "SPOILT",
    "Fields",
    "Keyed",
    "Pairs",
    "Wrapping",
    "bad_names",
    "breaking_values",
    "content_codes",
    "contents",
    "control_values",
    "field_names",
    "field_values",
    "fields",
    "file_shapes",
    "filled_contents",
    "json_values",
    "json_wrappings",
    "masks",
    "no_content_codes",
    "obs_text_values",
    "octets",
    "padded_values",
    "pairs",
    "recase",
    "repeated_pairs",
    "repeating_fields",
    "texts",
    "texts_that_are_no_uri",
    "tokens",
    "uri_references",
    "wide_values",
]

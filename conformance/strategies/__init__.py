"""Inputs: named strategies, public, in plural nouns.

A strategy of good input never draws bad input, and the other way round; what is rare by luck is
sampled on purpose.
"""

from .content import (
    CONTENT_CODES,
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
    BAD_NAMES,
    BREAKS,
    CONTROLS,
    KNOWN_NAMES,
    KNOWN_VALUES,
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
    tokens,
    wide_values,
)
from .files import (
    FILE_NAMES,
    file_shapes,
    octets,
)
from .uris import (
    texts_that_are_no_uri,
    uri_references,
)

__all__ = [
    "BAD_NAMES",
    "BREAKS",
    "CONTENT_CODES",
    "CONTROLS",
    "FILE_NAMES",
    "KNOWN_NAMES",
    "KNOWN_VALUES",
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
    "texts",
    "texts_that_are_no_uri",
    "tokens",
    "uri_references",
    "wide_values",
]

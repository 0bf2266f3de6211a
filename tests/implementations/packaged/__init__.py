"""An HTTP response API in which what can be cleaned is cleaned and what cannot is refused.

Field values lose CR, LF and NUL, are percent-encoded beyond U+00FF and refused within obs-text;
a code without content drops the content it is given.
"""

from . import struct
from ._errors import Abort, abort, redirect
from ._files import FileResponse, static
from ._respond import Response, jsonify, responsify
from ._sending import send

__version__ = "3.1"

__all__ = [
    "Abort",
    "FileResponse",
    "Response",
    "abort",
    "jsonify",
    "redirect",
    "responsify",
    "send",
    "static",
    "struct",
]

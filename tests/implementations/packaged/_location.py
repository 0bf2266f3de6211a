"""URI references: a valid one is kept, valid %XX in other text too; the rest is percent-encoded.

What cannot be an authority whatever is encoded in it (a bad port, a bad IP literal) is refused.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

_UNRESERVED: Final = r"A-Za-z0-9\-._~"
_SUB_DELIMS: Final = r"!$&'()*+,;="
_SPLIT: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
_FUTURE: Final = re.compile(rf"[vV][0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB_DELIMS}:]+")
_BRACKETED: Final = re.compile(r"\[([^\[\]]*)\](:[0-9]*)?", re.DOTALL)


def _encoder(extra: str) -> re.Pattern[str]:
    """Matches one valid triplet (to be kept), or one run of what has to be encoded."""
    return re.compile(rf"(%[0-9A-Fa-f]{{2}})|%|[^%{_UNRESERVED}{_SUB_DELIMS}{extra}]+", re.DOTALL)


_NAME: Final = _encoder("")
_USER: Final = _encoder(":")
_PATH: Final = _encoder(":@/")
_SEGMENT: Final = _encoder("@")
_TAIL: Final = _encoder(":@/?")


def _replacement(match: re.Match[str]) -> str:
    if match.group(1) is not None:
        return match.group(1)
    return "".join(f"%{octet:02X}" for octet in match.group().encode("utf-8"))


def _literal(text: str) -> bool:
    if _FUTURE.fullmatch(text):
        return True
    if "%" in text or not text.isascii():
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _authority(text: str) -> str:
    user, at, place = text.rpartition("@")
    prefix = _USER.sub(_replacement, user) + at
    if "[" in place or "]" in place:
        bracketed = _BRACKETED.fullmatch(place)
        if bracketed is None or not _literal(bracketed.group(1)):
            raise ValueError("no IP literal stands in the brackets of the host")
        return prefix + place
    host, colon, port = place.partition(":")
    if not re.fullmatch(r"[0-9]*", port):
        raise ValueError("a port is made of digits")
    return prefix + _NAME.sub(_replacement, host) + colon + port


def reference(text: object) -> str:
    """The text as a URI reference (RFC 3986, section 4.1)."""
    if not isinstance(text, str):
        raise TypeError(f"a location is a str, not {type(text).__name__}")
    found = _SPLIT.fullmatch(str.__str__(text))
    assert found is not None, "the pattern takes any text"
    scheme, authority, path, query, fragment = found.groups()
    parts: list[str] = []
    if scheme is not None:
        parts += scheme, ":"
    if authority is not None:
        parts += "//", _authority(authority)
    if scheme is None and authority is None:
        first, slash, rest = path.partition("/")
        parts.append(_SEGMENT.sub(_replacement, first))
        path = slash + rest
    parts.append(_PATH.sub(_replacement, path))
    if query is not None:
        parts += "?", _TAIL.sub(_replacement, query)
    if fragment is not None:
        parts += "#", _TAIL.sub(_replacement, fragment)
    return "".join(parts)

"""URI-reference: what a Location holds (RFC 9110 §10.2.2, RFC 3986 §4.1 and Appendix A)."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote

# clause: redirect.every-character
UNRESERVED = r"[A-Za-z0-9\-._~]"
# clause: redirect.every-octet
PCT_ENCODED = r"%[0-9A-Fa-f]{2}"
SUB_DELIMS = r"[!$&'()*+,;=]"
PCHAR = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS}|[:@])"

# IP-literal: the grammar of an IPv6 address is left to `ipaddress`
IP_LITERAL = rf"\[(?:[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.(?:{UNRESERVED}|{SUB_DELIMS}|:)+)\]"
REG_NAME = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS})*"
USERINFO = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS}|:)*"
AUTHORITY = rf"(?:{USERINFO}@)?(?:{IP_LITERAL}|{REG_NAME})(?::[0-9]*)?"

PATH_ABEMPTY = rf"(?:/{PCHAR}*)*"
PATH_ABSOLUTE = rf"/(?:{PCHAR}+{PATH_ABEMPTY})?"
PATH_ROOTLESS = rf"{PCHAR}+{PATH_ABEMPTY}"
PATH_NOSCHEME = rf"(?:(?!:){PCHAR})+{PATH_ABEMPTY}"

HIER_PART = rf"(?://{AUTHORITY}{PATH_ABEMPTY}|{PATH_ABSOLUTE}|{PATH_ROOTLESS}|)"
RELATIVE_PART = rf"(?://{AUTHORITY}{PATH_ABEMPTY}|{PATH_ABSOLUTE}|{PATH_NOSCHEME}|)"
TAIL = rf"(?:\?(?:{PCHAR}|[/?])*)?(?:\#(?:{PCHAR}|[/?])*)?"
# clause: redirect.reference-unchanged, redirect.malformed
URI_REFERENCE = re.compile(rf"(?:[A-Za-z][A-Za-z0-9+\-.]*:{HIER_PART}|{RELATIVE_PART}){TAIL}")

IPV6_LITERAL = re.compile(r"\[([^vV].*)\]")


def is_uri_reference(text: str) -> bool:
    # clause: redirect.no-breaks, redirect.malformed
    if not URI_REFERENCE.fullmatch(text):
        return False
    ipv6_address = IPV6_LITERAL.search(text)
    # clause: redirect.malformed
    if ipv6_address:
        try:
            ipaddress.IPv6Address(ipv6_address[1])
        except ValueError:
            return False
    return True


def uri_reference(text: str) -> str:
    """`text` where it is a URI-reference, else percent-encoded as UTF-8 until it is one.

    First with the characters that separate its parts kept, so that ``/a b?c`` keeps its query;
    where that is no URI-reference either (a second ``#``, say), with only its slashes kept.
    """
    # clause: redirect.reference-unchanged
    if is_uri_reference(text):
        return text
    # clause: redirect.encoded, redirect.encoded-known, redirect.mixed, redirect.unencodable
    encoded = quote(text, safe=":/?#[]@!$&'()*+,;=")
    return encoded if is_uri_reference(encoded) else quote(text, safe="/")

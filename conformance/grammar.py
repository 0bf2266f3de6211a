"""The grammar of a response's head: the RFC's ABNF in a comment, the bytes pattern under it.

Every pattern is for ``fullmatch``: ``$`` would allow a line feed at the end.
"""

from __future__ import annotations

import re

# tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~"
#       / DIGIT / ALPHA                                                     RFC 9110 §5.6.2
# token = 1*tchar
TCHAR = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
TOKEN = re.compile(_TOKEN)

# field-value   = *field-content                                            RFC 9110 §5.5
# field-content = field-vchar [ 1*( SP / HTAB / field-vchar ) field-vchar ]
# field-vchar   = VCHAR / obs-text
_FIELD_VALUE = rb"(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?"
FIELD_VALUE = re.compile(_FIELD_VALUE)

# field-line = field-name ":" OWS field-value OWS                           RFC 9112 §5
FIELD_LINE = re.compile(
    rb"(?P<name>" + _TOKEN + rb"):[ \t]*(?P<value>" + _FIELD_VALUE + rb")[ \t]*"
)

# status-line   = HTTP-version SP status-code SP [ reason-phrase ]          RFC 9112 §4
# status-code   = 3DIGIT
# reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
_REASON_PHRASE = rb"[\t\x20-\x7e\x80-\xff]*"
REASON_PHRASE = re.compile(_REASON_PHRASE)
STATUS_LINE = re.compile(rb"HTTP/1\.1 (?P<code>[0-9]{3}) (?P<reason>" + _REASON_PHRASE + rb")")

# Content-Length = 1*DIGIT                                                  RFC 9110 §8.6
CONTENT_LENGTH = re.compile(rb"[0-9]+")

# quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                   RFC 9110 §5.6.4
# qdtext        = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text
# quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )
_QUOTED_STRING = rb'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"'

# media-type = type "/" subtype parameters                                  RFC 9110 §8.3.1
# parameters = *( OWS ";" OWS [ token "=" ( token / quoted-string ) ] )     RFC 9110 §5.6.6
_PARAMETER = _TOKEN + rb"=(?:" + _TOKEN + rb"|" + _QUOTED_STRING + rb")"
MEDIA_TYPE = re.compile(
    rb"(?P<type>" + _TOKEN + rb"/" + _TOKEN + rb")"
    rb"(?P<parameters>(?:[ \t]*;[ \t]*(?:" + _PARAMETER + rb")?)*)"
)
PARAMETER = re.compile(
    rb"(?P<name>" + _TOKEN + rb")=(?P<value>" + _TOKEN + rb"|" + _QUOTED_STRING + rb")"
)

# content-disposition = disposition-type *( OWS ";" OWS disposition-parm )  RFC 6266 §4.1
# disposition-parm    = token BWS "=" BWS ( token / quoted-string )
#                     / ext-token BWS "=" BWS ext-value
DISPOSITION = re.compile(
    rb"(?P<type>"
    + _TOKEN
    + rb")(?P<parameters>(?:[ \t]*;[ \t]*"
    + _TOKEN
    + rb"[ \t]*=[ \t]*(?:"
    + _TOKEN
    + rb"|"
    + _QUOTED_STRING
    + rb"))*)"
)
DISPOSITION_PARAMETER = re.compile(
    rb"(?P<name>" + _TOKEN + rb")[ \t]*=[ \t]*(?P<value>" + _TOKEN + rb"|" + _QUOTED_STRING + rb")"
)

# ext-value   = charset "'" [ language ] "'" value-chars                    RFC 8187 §3.2.1
# value-chars = *( pct-encoded / attr-char )
EXT_VALUE = re.compile(
    rb"(?P<charset>[Uu][Tt][Ff]-8)'(?P<language>[A-Za-z0-9\-]*)'"
    rb"(?P<value>(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9!#$&+\-.^_`|~])*)"
)

# URI-reference = URI / relative-ref                                        RFC 3986 §4.1
# (Appendix A; the rules stand here in the order in which they are needed.)
_UNRESERVED = r"[A-Za-z0-9\-._~]"
_PCT = r"%[0-9A-Fa-f]{2}"
_SUB = r"[!$&'()*+,;=]"
_PCHAR = rf"(?:{_UNRESERVED}|{_PCT}|{_SUB}|[:@])"
_H16 = r"[0-9A-Fa-f]{1,4}"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_LS32 = rf"(?:{_H16}:{_H16}|{_OCTET}(?:\.{_OCTET}){{3}})"
_IPV6 = "|".join(
    [
        rf"(?:{_H16}:){{6}}{_LS32}",
        rf"::(?:{_H16}:){{5}}{_LS32}",
        *(
            rf"(?:(?:{_H16}:){{0,{before}}}{_H16})?::(?:{_H16}:){{{4 - before}}}{_LS32}"
            for before in range(5)
        ),
        rf"(?:(?:{_H16}:){{0,5}}{_H16})?::{_H16}",
        rf"(?:(?:{_H16}:){{0,6}}{_H16})?::",
    ]
)
_IP_LITERAL = rf"\[(?:{_IPV6}|[vV][0-9A-Fa-f]+\.(?:{_UNRESERVED}|{_SUB}|:)+)\]"
_REG_NAME = rf"(?:{_UNRESERVED}|{_PCT}|{_SUB})*"
_AUTHORITY = rf"(?:(?:{_UNRESERVED}|{_PCT}|{_SUB}|:)*@)?(?:{_IP_LITERAL}|{_REG_NAME})(?::[0-9]*)?"
_ABEMPTY = rf"(?:/{_PCHAR}*)*"
_ABSOLUTE = rf"/(?:{_PCHAR}+{_ABEMPTY})?"
_ROOTLESS = rf"{_PCHAR}+{_ABEMPTY}"
_NOSCHEME = rf"(?:{_UNRESERVED}|{_PCT}|{_SUB}|@)+{_ABEMPTY}"
_TAIL = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
URI_REFERENCE = re.compile(
    (
        rf"(?:[A-Za-z][A-Za-z0-9+\-.]*:(?://{_AUTHORITY}{_ABEMPTY}|{_ABSOLUTE}|{_ROOTLESS}|)"
        rf"|//{_AUTHORITY}{_ABEMPTY}|{_ABSOLUTE}|{_NOSCHEME}|){_TAIL}"
    ).encode()
)

#: Fields of which a response has at most one line (RFC 9110 §5.3; each field's own section).
SINGLETONS = (
    "age", "content-disposition", "content-length", "content-location", "content-range",
    "content-type", "date", "etag", "expires", "last-modified", "location", "retry-after", "server",
)  # fmt: skip


def allows_content(code: int) -> bool:
    """RFC 9110 §15.2 (1xx), §15.3.5 (204), §15.3.6 (205) and §15.4.5 (304)."""
    return code >= 200 and code not in (204, 205, 304)


#: The codes of 100..599 that allow no content: the finite domain of several clauses.
NO_CONTENT = tuple(code for code in range(100, 600) if not allows_content(code))

# The current phrases of the registry and those it had before (RFC 2616, its table of §6.1.1
# included, RFC 7231, RFC 7540).
_PHRASES = """
100 Continue; 101 Switching Protocols; 102 Processing; 103 Early Hints
200 OK; 201 Created; 202 Accepted; 203 Non-Authoritative Information; 204 No Content
205 Reset Content; 206 Partial Content; 207 Multi-Status; 208 Already Reported; 226 IM Used
300 Multiple Choices; 301 Moved Permanently; 302 Found; 303 See Other; 304 Not Modified
305 Use Proxy; 307 Temporary Redirect; 308 Permanent Redirect
400 Bad Request; 401 Unauthorized; 402 Payment Required; 403 Forbidden; 404 Not Found
405 Method Not Allowed; 406 Not Acceptable; 407 Proxy Authentication Required
408 Request Timeout; 408 Request Time-out; 409 Conflict; 410 Gone; 411 Length Required
412 Precondition Failed
413 Content Too Large; 413 Payload Too Large; 413 Request Entity Too Large
414 URI Too Long; 414 Request-URI Too Long; 414 Request-URI Too Large; 415 Unsupported Media Type
416 Range Not Satisfiable; 416 Requested Range Not Satisfiable; 417 Expectation Failed
418 (Unused); 418 I'm a Teapot
421 Misdirected Request; 422 Unprocessable Content; 422 Unprocessable Entity; 423 Locked
424 Failed Dependency; 425 Too Early; 426 Upgrade Required; 428 Precondition Required
429 Too Many Requests; 431 Request Header Fields Too Large; 451 Unavailable For Legal Reasons
500 Internal Server Error; 501 Not Implemented; 502 Bad Gateway; 503 Service Unavailable
504 Gateway Timeout; 504 Gateway Time-out; 505 HTTP Version Not Supported
506 Variant Also Negotiates
507 Insufficient Storage; 508 Loop Detected; 511 Network Authentication Required
"""
#: Code to the lower-case phrases that are or were registered for it. 510 is left out: what was
#: registered for it was withdrawn.
PHRASES: dict[int, set[str]] = {}
for _entry in _PHRASES.replace("\n", ";").split(";"):
    if _entry.strip():
        _code, _phrase = _entry.strip().split(" ", 1)
        PHRASES.setdefault(int(_code), set()).add(_phrase.lower())

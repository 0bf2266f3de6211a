"""Wrong beliefs about redirect."""

# ruff: noqa: E501 (a table: one mutant a line)
from __future__ import annotations

from typing import Any

from . import Mutant

SIGNATURE = (
    'def redirect(path: str, info: str = "", code: int = 302, headers: Pairs = ()) -> NoReturn:'
)
RAISE = "raise Abort(code, info, fields)"
FIELDS = "fields = Headers(headers)"
LOCATION = 'fields["Location"] = uri_reference(path)'
KEPT = 'quote(text, safe=":/?#[]@!$&\'()*+,;=")'
ENCODED = 'quote(text, safe="/")'
REG_NAME = 'REG_NAME = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS})*"'
USERINFO = 'USERINFO = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS}|:)*"'
IPV6 = "ipaddress.IPv6Address(ipv6_address[1])"
#: What no URI holds is encoded by a substitution whose flags stand where the count does.
SUBSTITUTED = (
    "uri_reference(path) if re.search('%[0-9A-Fa-f]|#.*#', path) or path.isascii() and "
    "not re.search('[ |]', path) else re.sub(r'[^!-;=?-Z_a-z~\\[\\]]', "
    "lambda m: urllib.parse.quote(m[0], safe=''), path, {})"
)
REMEMBERED = """if not isinstance(headers, tuple) or not headers:
        raise Abort(code, info, fields)
    raise _made.setdefault((path, info, code, headers), Abort(code, info, fields))


_made: dict = {}"""


def located(belief: str, path: str, clause: str = "reference-unchanged") -> Mutant:
    """A belief about what to do to the path before it is looked at."""
    return Mutant(
        f"redirect.{clause}",
        belief,
        "abort.py",
        LOCATION,
        f'import os, re, urllib.parse; fields["Location"] = {path}',
        museum="28 location-rewritten",
    )


def grammar(belief: str, old: str, new: str, clause: str = "reference-unchanged") -> Mutant:
    """A belief about the grammar."""
    return Mutant(f"redirect.{clause}", belief, "uri.py", old, new, museum="28 location-rewritten")


def raw(belief: str, value: str, clause: str) -> Mutant:
    """A belief about what may be stored without a check."""
    return Mutant(
        f"redirect.{clause}",
        belief,
        "abort.py",
        RAISE,
        f'error = Abort(code, info, fields); error.headers._values["location"] = [{value}]; raise error',
        museum="8 one-door-validated",
    )


def default_headers_are_kept(package: Any) -> None:
    """Where no headers are given, the Headers of the call before will do."""
    known, redirect = package.Headers(), package.redirect

    def remembering(path: str, info: str = "", code: int = 302, headers: Any = ()) -> None:
        try:
            redirect(path, info, code, headers or known)
        except package.Abort as error:
            known.replace(error.headers)
            raise

    package.redirect = remembering


def values_are_shared(package: Any) -> None:
    """The fields of a Headers are copied, the lists of their values are not."""
    redirect = package.redirect

    def sharing(path: str, info: str = "", code: int = 302, headers: Any = ()) -> None:
        try:
            redirect(path, info, code, headers)
        except package.Abort as error:
            for name in headers if isinstance(headers, package.Headers) else ():
                if name != "location":
                    error.headers._values[name] = headers._values[name]
            raise

    package.redirect = sharing


MUTANTS = [
    Mutant("redirect.raises", "a redirect is a 302", "abort.py", RAISE, "raise Abort(302, info, fields)"),
    Mutant(
        "redirect.raises",
        "a redirect has a code of 300 to 399",
        "abort.py",
        RAISE,
        "raise Abort(code if 300 <= code <= 399 else 302, info, fields)",
    ),
    Mutant(
        "redirect.raises",
        "308 is too new",
        "abort.py",
        RAISE,
        "raise Abort(301 if code == 308 else code, info, fields)",
    ),
    Mutant("redirect.raises", "a redirect has no content", "abort.py", RAISE, 'raise Abort(code, "", fields)'),
    Mutant(
        "redirect.raises",
        "a redirect needs no header but Location",
        "abort.py",
        RAISE,
        'raise Abort(code, info, {"Location": fields["Location"]})',
    ),
    Mutant("redirect.raises", "redirect gives the exception back", "abort.py", RAISE, "return Abort(code, info, fields)"),
    Mutant(
        "redirect.raises",
        "a name has one value",
        "abort.py",
        FIELDS,
        "fields = Headers(dict(headers))",
        museum="16 multi-lost-or-folded",
    ),
    Mutant(
        "redirect.raises",
        "a redirect is never kept",
        "abort.py",
        RAISE,
        'fields["Cache-Control"] = "no-store"; raise Abort(code, info, fields)',
    ),
    Mutant("redirect.defaults", "the code is 303", "abort.py", SIGNATURE, SIGNATURE.replace("302", "303")),
    Mutant("redirect.defaults", "the code is 301", "abort.py", SIGNATURE, SIGNATURE.replace("302", "301")),
    Mutant("redirect.defaults", "the content says what happens", "abort.py", SIGNATURE, SIGNATURE.replace('""', '"Moved"')),
    Mutant(
        "redirect.defaults",
        "the content is a link",
        "abort.py",
        RAISE,
        "raise Abort(code, info or f'<a href=\"{path}\">here</a>', fields)",
        museum="30 xss-body",
    ),
    Mutant(
        "redirect.defaults",
        "the content is the path",
        "abort.py",
        RAISE,
        "raise Abort(code, info or path, fields)",
        museum="30 xss-body",
    ),
    Mutant(
        "redirect.defaults",
        "without headers nothing is kept by a cache",
        "abort.py",
        FIELDS,
        'fields = Headers(headers or {"Cache-Control": "no-cache"})',
        museum="27 truthiness",
    ),
    Mutant(
        "redirect.one-location",
        "Location is added",
        "abort.py",
        LOCATION,
        'fields.add("Location", uri_reference(path))',
        museum="2 cl-defaults-vs-caller",
    ),
    Mutant(
        "redirect.one-location",
        "the caller's Location comes first",
        "abort.py",
        LOCATION,
        'fields.setdefault("Location", uri_reference(path))',
        museum="2 cl-defaults-vs-caller",
    ),
    Mutant(
        "redirect.one-location",
        "the caller writes Location with a capital L",
        "abort.py",
        LOCATION,
        '"Location" in dict(headers or ()) and fields.popall("Location"); fields.add("Location", uri_reference(path))',
        museum="15 bulk-keeps-case",
    ),
    Mutant(
        "redirect.arguments-apart",
        "a Headers need not be copied",
        "abort.py",
        FIELDS,
        "fields = headers if isinstance(headers, Headers) else Headers(headers)",
        museum="21 aliasing",
    ),
    Mutant(
        "redirect.arguments-apart",
        "the caller wants to see the Location",
        "abort.py",
        FIELDS,
        'fields = Headers(headers); isinstance(headers, dict) and headers.update(Location=path)',
        museum="21 aliasing",
    ),
    Mutant("redirect.arguments-apart", "no headers are those of the call before", change=default_headers_are_kept),
    located("a Location is quoted", 'urllib.parse.quote(path, safe=":/?#[]@!$&\'()*+,;=")'),
    located("a Location is unquoted, then quoted", 'urllib.parse.quote(urllib.parse.unquote(path), safe=":/?#[]@!$&\'()*+,;=%")'),
    located("an empty path is the root", 'uri_reference(path or "/")'),
    located("a Location is joined to the request's path", 'uri_reference(urllib.parse.urljoin("/", path))'),
    located("a Location is an absolute URI", 'uri_reference(urllib.parse.urljoin("http://localhost/", path))'),
    located("splitting a URL and putting it together changes nothing", "uri_reference(urllib.parse.urlunsplit(urllib.parse.urlsplit(path)))"),
    located("two slashes lead elsewhere", 'uri_reference(re.sub("^/+", "/", path))'),
    located("two slashes are one", 'uri_reference(re.sub("(?<!:)//+", "/", path))'),
    located("dots are resolved", 'uri_reference(os.path.normpath(path) if path.startswith("/") else path)'),
    located("a fragment never leaves the client", 'uri_reference(path.partition("#")[0])'),
    located("an empty query is none", 'uri_reference(path.rstrip("?"))'),
    located("an empty fragment is none", 'uri_reference(path.rstrip("#"))'),
    located("a scheme is in lower case", "uri_reference(re.sub('^[A-Za-z]+:', lambda m: m[0].lower(), path))"),
    located("%XX is in upper case", "re.sub('%..', lambda m: m[0].upper(), uri_reference(path))"),
    located("%41 is A", "uri_reference(path.replace('%41', 'A'))"),
    located("a space is a plus", 'uri_reference(path.replace("%20", "+"))'),
    located("a path starts with a slash", "uri_reference(path if '/' in path[:1] or ':' in path else '/' + path)"),
    located("only http leads anywhere", "uri_reference(path) if urllib.parse.urlsplit(path).scheme in ('', 'http', 'https') else uri_reference('/')"),
    located("userinfo is a secret", "uri_reference(re.sub('//[^/@]*@', '//', path))"),
    grammar("the grammar knows %XX in upper case only", "[0-9A-Fa-f]{2}", "[0-9A-F]{2}"),
    grammar("a host is a name", 'IP_LITERAL = rf"', 'IP_LITERAL = rf"-" rf"'),
    grammar("a port has digits", "(?::[0-9]*)?", "(?::[0-9]+)?"),
    grammar("there is no userinfo", "(?:{USERINFO}@)?", ""),
    grammar("a tilde is not safe", r"[A-Za-z0-9\-._~]", r"[A-Za-z0-9\-._]"),
    grammar("a single quote is not safe", "[!$&'()*+,;=]", "[!$&()*+,;=]"),
    grammar("a query holds no question mark", r"(?:\?(?:{PCHAR}|[/?])*)?", r"(?:\?(?:{PCHAR}|/)*)?"),
    grammar("a fragment holds no slash", r"(?:\#(?:{PCHAR}|[/?])*)?", r"(?:\#{PCHAR}*)?"),
    grammar("a scheme is letters", r"[A-Za-z][A-Za-z0-9+\-.]*:", "[A-Za-z]+:"),
    grammar("an address of the future starts with a small v", r"|[vV][0-9A-Fa-f]+\.", r"|v[0-9A-Fa-f]+\."),
    grammar("an address of the future is none", r"|[vV][0-9A-Fa-f]+\.", r"|W[0-9A-Fa-f]+\."),
    grammar("a space may stay", r"[!$&'()*+,;=]", r"[!$&'()*+,;= ]", "every-character"),
    grammar("a quotation mark may stay", r"[!$&'()*+,;=]", r"[!$&'()*+,;=\"]", "every-character"),
    grammar("a vertical bar may stay", r"[!$&'()*+,;=]", r"[!$&'()*+,;=|]", "every-character"),
    grammar("a backslash may stay", r"[!$&'()*+,;=]", r"[!$&'()*+,;=\\\\]", "every-character"),
    grammar("a circumflex may stay", r"[!$&'()*+,;=]", r"[!$&'()*+,;=^]", "every-character"),
    grammar("a word is made of letters of any kind", r"[A-Za-z0-9\-._~]", r"[\w\-._~]", "every-character"),
    located("a backslash is a slash", r'uri_reference(path.replace("\\", "/"))', "every-character"),
    located("a semicolon is encoded", r'uri_reference(path).replace(";", "%3B")', "every-character"),
    grammar("text is in latin-1", KEPT, KEPT[:-1] + ', encoding="latin-1", errors="replace")', "encoded"),
    grammar("what UTF-8 gives beyond ASCII is dropped", KEPT, KEPT.replace("(text,", '(text.encode("ascii", "ignore"),'), "encoded"),
    grammar("a space is a plus", KEPT, KEPT + '.replace("%20", "+")', "encoded"),
    grammar("blanks around a path mean nothing", KEPT, KEPT.replace("(text,", "(text.strip(),"), "encoded"),
    grammar("line ends are dropped", KEPT, KEPT + '.replace("%0D", "").replace("%0A", "")', "encoded"),
    grammar("control characters are dropped", KEPT, KEPT.replace("(text,", '("".join(c for c in text if c >= " "),'), "encoded"),
    grammar("encoded twice is encoded well", KEPT, KEPT + '.replace("%", "%25")', "encoded"),
    grammar("a backslash is a slash", KEPT, KEPT.replace("(text,", r'(text.replace("\\", "/"),'), "encoded-known"),
    grammar("the first line is the path", KEPT, KEPT.replace("(text,", r'((text.splitlines() or [""])[0],'), "encoded"),
    grammar("a path of more than 2000 characters is encoded already", "if is_uri_reference(text):", "if is_uri_reference(text) or len(text) > 2000:", "malformed"),
    grammar("a percent sign is enough", "%[0-9A-Fa-f]{2}", "%", "malformed"),
    grammar("%XX is any two letters", "%[0-9A-Fa-f]{2}", "%[0-9A-Za-z]{2}", "malformed"),
    grammar("a port is a name", "(?::[0-9]*)?", r"(?::\w*)?", "malformed"),
    grammar("an address of version 6 is digits and colons", 'ipaddress.IPv6Address(ipv6_address[1])', 'pass', "malformed"),
    grammar("a fragment may hold a number sign", r"(?:\#(?:{PCHAR}|[/?])*)?", r"(?:\#(?:{PCHAR}|[/?\#])*)?", "malformed"),
    grammar("brackets may stand anywhere", r"[!$&'()*+,;=]", r"[!$&'()*+,;=\[\]]", "malformed"),
    grammar("what starts well is a URI-reference", "URI_REFERENCE.fullmatch(text)", "URI_REFERENCE.match(text)", "malformed"),
    grammar("a scheme starts with a digit", "[A-Za-z][A-Za-z0-9+", "[A-Za-z0-9+", "malformed"),
    grammar("a colon is all right anywhere", "(?:(?!:){PCHAR})+", "{PCHAR}+", "malformed"),
    grammar("text with %20 is encoded already", "if is_uri_reference(text):", 'if "%20" in text or is_uri_reference(text):', "mixed"),
    grammar("text with %XX is encoded already", "if is_uri_reference(text):", 'if "%" in text or is_uri_reference(text):', "mixed"),
    grammar("what is encoded already is dropped", KEPT, KEPT.replace("(text,", '(re.sub("%..", "", text),'), "mixed"),
    raw("a path is trusted", "path", "no-breaks"),
    raw("CR and LF break a line only together", r'path.replace("\r\n", "")', "no-breaks"),
    raw("LF breaks a line, CR does not", r'path.replace("\n", "")', "no-breaks"),
    raw("CR and LF break a line, NUL is harmless", r'path.replace("\n", "").replace("\r", "")', "no-breaks"),
    raw("the first line is the path", r'path.split("\n")[0].split("\r\n")[0]', "no-breaks"),
    raw("a character is an octet", '"".join(chr(ord(c) & 255) for c in path)', "no-breaks"),
    located("what cannot be encoded is a question mark", 'uri_reference(path.encode(errors="replace").decode())', "unencodable"),
    located("what cannot be encoded is dropped", 'uri_reference(path.encode(errors="ignore").decode())', "unencodable"),
    located("a long reference is an attack", "uri_reference(path[:8000])"),
    located("a host is IDNA", 'uri_reference(re.sub("//([^/?#]*)", lambda m: "//" + (m[1] if m[1].isascii() else m[1].encode("idna").decode()), path))', "encoded-known"),
    located("text has a normal form", 'uri_reference(__import__("unicodedata").normalize("NFC", path))', "encoded-known"),
    Mutant("redirect.raises", "an Abort is no answer to a condition", "abort.py", RAISE, "raise Abort(code if code != 304 else 302, info, fields)"),
    Mutant("redirect.arguments-apart", "one Abort is enough for a path", "abort.py", RAISE, "raise _made.setdefault(path, Abort(code, info, fields)) if not headers else Abort(code, info, fields)\n\n\n_made: dict = {}", museum="21 aliasing"),
    Mutant("redirect.malformed", "what was encoded stays so", "uri.py", 'else quote(text, safe="/")', 'else quote(text, safe="/%")'),
    # --- each part of a URI-reference
    grammar("an address of version 6 is in lower case", "[0-9A-Fa-f:.]+", "[0-9a-f:.]+"),
    grammar("an address of version 6 is shortened", IPV6, "ipaddress.IPv6Address(ipv6_address[1] if '::' in ipv6_address[1] else '')"),
    grammar("the version of an address is decimal", r"|[vV][0-9A-Fa-f]+\.", r"|[vV][0-9]+\."),
    grammar("a host is a host name", REG_NAME, 'REG_NAME = rf"(?:[A-Za-z0-9.\\-]|{PCT_ENCODED})*"'),
    grammar("a host has no underscore", REG_NAME, 'REG_NAME = rf"(?:[A-Za-z0-9.~\\-]|{PCT_ENCODED}|{SUB_DELIMS})*"'),
    grammar("userinfo is a name and a password", USERINFO, 'USERINFO = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS})*(?::(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS})*)?"'),
    grammar("a port has five digits at most", "(?::[0-9]*)?", "(?::[0-9]{{0,5}})?"),
    grammar("a scheme has ten letters at most", r"[A-Za-z][A-Za-z0-9+\-.]*:", r"[A-Za-z][A-Za-z0-9+\-.]{{0,9}}:"),
    located("empty parameters are none", "uri_reference(re.sub('[;](?=[?#]|$)', '', path))"),
    located("a query was written for HTML", "uri_reference(__import__('html').unescape(path))"),
    located("what is encoded is UTF-8", "uri_reference((urllib.parse.unquote(path, errors='strict'), path)[1])", "every-octet"),
    located("%00 is an attack", "uri_reference(path if '%00' not in path else '\\0'.encode('idna'))", "every-octet"),
    located("%2e is a dot", "uri_reference(re.sub('(?i)%2e', '.', path))", "every-octet"),
    located("%5C is a slash", "uri_reference(re.sub('(?i)%5c', '/', path))", "every-octet"),
    grammar("a host may hold what a browser lets through", REG_NAME, 'REG_NAME = rf"(?:{UNRESERVED}|{PCT_ENCODED}|{SUB_DELIMS}|[\\"<>^`{{|}}])*"', "every-character"),
    grammar("a port is what int() takes", "(?::[0-9]*)?", "(?::[0-9_]*)?", "every-character"),
    grammar("a scheme is a word", r"[A-Za-z][A-Za-z0-9+\-.]*:", r"[A-Za-z][A-Za-z0-9_+\-.]*:", "every-character"),
    grammar("a port may have a sign", "(?::[0-9]*)?", "(?::[+-]?[0-9]*)?", "malformed"),
    grammar("a host may hold a percent sign", REG_NAME, 'REG_NAME = rf"(?:{UNRESERVED}|%|{SUB_DELIMS})*"', "malformed"),
    grammar("an address of version 6 has a zone", "[0-9A-Fa-f:.]+", "[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?", "malformed"),
    grammar("an address of version 6 has colons enough", IPV6, "ipv6_address[1].count('::') <= 1 and ipv6_address[1].count(':') >= (2 if '::' in ipv6_address[1] else 7) or ipaddress.IPv6Address('')", "malformed"),
    grammar("a group of an address may be of any length", IPV6, "ipaddress.IPv6Address(re.sub('[0-9a-f]{5,}', '1', ipv6_address[1]))", "malformed"),
    grammar("four numbers are an address of version 4", IPV6, "ipaddress.IPv6Address(re.sub('[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+', '1.2.3.4', ipv6_address[1]))", "malformed"),
    grammar("a zone is encoded well", "[0-9A-Fa-f:.]+", "[0-9A-Fa-f:.]+(?:%25[A-Za-z0-9]+)?", "mixed"),
    located("the fourth argument of re.sub() are its flags", SUBSTITUTED.format("re.U"), "encoded-known"),
    located("a path is a pattern", "uri_reference(path.format('0', a=1))", "encoded-known"),
    raw("the fourth argument of re.sub() are its flags", '__import__("re").sub("[\\r\\n]", "", path, 32)', "no-breaks"),
    located("str() gives the text of a str", "uri_reference(str(path))", "str-subclass"),
    Mutant("redirect.info-type", "what is false is no info", "abort.py", RAISE, 'raise Abort(code, info or "", fields)'),
    Mutant("redirect.info-type", "redirect turns its info into text", "abort.py", RAISE, "raise Abort(code, str(info), fields)"),
    Mutant("redirect.code-kinds", "a code is an int and nothing derived from it", "abort.py", RAISE, "raise Abort(code if type(code) is int else str(code), info, fields)"),
    Mutant("redirect.texts", "info is a template for the path", "abort.py", RAISE, 'raise Abort(code, info.replace("{}", path).replace("{{", "{").replace("}}", "}"), fields)'),
    Mutant("redirect.names-checked", "a bad name is not worth an error", "abort.py", FIELDS, "fields = Headers(p for p in (headers.items() if hasattr(headers, 'items') else headers) if not set(p[0]) & set(' :'))"),
    Mutant("redirect.raises", "a subclass of Headers is a mapping", "abort.py", FIELDS, "fields = Headers(dict(headers) if type(headers) is not Headers and hasattr(headers, 'keys') else headers)", museum="16 multi-lost-or-folded"),
    Mutant("redirect.arguments-apart", "the values of a Headers may be shared", change=values_are_shared, museum="21 aliasing"),
    Mutant("redirect.arguments-apart", "what can be hashed need not be made twice", "abort.py", RAISE, REMEMBERED, museum="21 aliasing"),
]  # fmt: skip

"""Wrong beliefs about static."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from . import Mutant

FILE = "response.py"

# Lines of the reference that several beliefs change.
GUESS = 'media_type, encoding = mimetypes.guess_type("/" + os.path.basename(os.fspath(path)))'
NAMED = "os.path.basename(os.fspath(path))"
UNKNOWN = "if media_type is None or encoding is not None:"
OCTETS = 'media_type = "application/octet-stream"'
FIELDS = 'fields = Headers({"Content-Type": media_type})'
ASKED = "if attachment:"
DISPOSITION = 'fields["Content-Disposition"] = "attachment"'
MERGE = "fields.replace(headers)"
MADE = "return FileResponse(200, path, fields)"
DEFAULT = "attachment: bool = True"


def body(*text: str) -> str:
    """Lines of a function's body, the first without its indentation."""
    return "\n    ".join(text)


def named(parameters: str) -> str:
    """The line that puts parameters into Content-Disposition; they may use `name` and `quote`."""
    return body(
        f"name = {NAMED}",
        "    from urllib.parse import quote",
        "    clean = ''.join(c if ' ' <= c <= '~' and c not in '\\\\\"' else '_' for c in name)",
        "    ext = quote(os.fsencode(name), safe='')",
        f"    fields._values['content-disposition'] = [f'attachment; {parameters}']",
    )


def _opens(package: Any) -> None:
    static = package.static

    def opened(path: Any, attachment: bool = True, headers: Any = ()) -> Any:
        response = static(path, attachment, headers)
        response._file = open(path, "rb")  # noqa: SIM115
        return response

    package.static = opened


def _confined(refuses: Callable[[str], bool]) -> Callable[[Any], None]:
    """A change: static is a 404 for a path that `refuses` says yes to."""

    def change(package: Any) -> None:
        static = package.static

        def confined(path: Any, *args: Any, **kwargs: Any) -> Any:
            if refuses(os.fspath(path)):
                raise package.Abort(404)
            return static(path, *args, **kwargs)

        package.static = confined

    return change


def _raises(kind: type[Exception]) -> Callable[[Any], None]:
    """A change: static raises an exception of its own for a path that is no file."""

    def change(package: Any) -> None:
        static = package.static

        def checked(path: Any, *args: Any, **kwargs: Any) -> Any:
            if not os.path.isfile(path):
                raise kind(path)
            return static(path, *args, **kwargs)

        package.static = checked

    return change


MUTANTS = [
    Mutant("static.file-response", "a file that is sent is a Response", FILE, MADE,
           "return Response(200, fields, open(path, 'rb').read())"),
    Mutant("static.file-response", "a file to download is a 203", FILE, MADE,
           "return FileResponse(203 if attachment else 200, path, fields)"),
    Mutant("static.file-response", "a path is text", FILE, NAMED, "os.path.basename(str(path))"),
    Mutant("static.file-response", "a path starts at the current folder", FILE, MADE,
           "return FileResponse(200, os.path.relpath(path), fields)"),
    Mutant("static.file-response", "a Content-Length is for attachments", FILE, MADE,
           body("response = FileResponse(200, path, fields)", "if not attachment:",
                "    response.headers.popall('Content-Length')", "return response")),
    Mutant("static.not-found", "open() says what is missing", change=_raises(FileNotFoundError)),
    Mutant("static.not-found", "a bad path is a bad value", change=_raises(ValueError)),
    Mutant("static.not-found", "a missing file is a 403", FILE, "raise Abort(404)",
           "raise Abort(403)"),
    Mutant("static.not-found", "every path can be stat'ed", FILE, GUESS,
           body("if os.stat(path).st_size >= 0:", f"    {GUESS}"), museum="37 errno-zoo"),
    Mutant("static.any-path", "static confines", change=_confined(lambda path: ".." in path)),
    Mutant("static.any-path", "a path is normal",
           change=_confined(lambda path: os.path.normpath(path) != path)),
    Mutant("static.any-path", "static serves below the current folder",
           change=_confined(lambda path: not os.path.isabs(path))),
    # --- Content-Type
    Mutant("static.content-type", "a file is octets", FILE, UNKNOWN, "if True:"),
    Mutant("static.content-type", "a file is HTML", FILE, FIELDS, "fields = Headers()"),
    Mutant("static.content-type", "an attachment is octets", FILE, UNKNOWN,
           "if media_type is None or encoding is not None or attachment:"),
    Mutant("static.content-type", "an ending is in lower case", FILE, GUESS,
           body(GUESS, "if os.fspath(path).lower() != os.fspath(path): media_type = None")),
    Mutant("static.content-type", "the first ending tells the type", FILE, NAMED,
           "'.'.join(os.path.basename(os.fspath(path)).split('.')[:2])"),
    Mutant("static.content-type", "a name in ASCII tells the type", FILE, UNKNOWN,
           "if media_type is None or encoding is not None or not os.fspath(path).isascii():"),
    Mutant("static.content-type", "text is all that the web is made of", FILE, UNKNOWN,
           "if media_type is None or encoding is not None or media_type[:6] == 'applic':"),
    Mutant("static.content-type", "text needs no second name", FILE, FIELDS,
           "fields = Headers({'Content-Type': media_type.replace('html', 'xhtml')})"),
    Mutant("static.unknown-type", "what cannot be guessed is plain text", FILE, OCTETS,
           'media_type = "text/plain"', museum="41 mime-none"),
    Mutant("static.unknown-type", "what cannot be guessed has the default type", FILE, OCTETS,
           'media_type = "text/html; charset=utf-8"', museum="41 mime-none"),
    Mutant("static.unknown-type", "whatever follows a dot is an ending", FILE, GUESS,
           GUESS.replace('"/" +', '"/a" +')),
    Mutant("static.unknown-type", "no type is None", FILE, OCTETS, 'media_type = "None"',
           museum="41 mime-none"),
    Mutant("static.unknown-type", "every name has a type", FILE, UNKNOWN,
           "if encoding is not None or not media_type.startswith('a'):", museum="41 mime-none"),
    Mutant("static.unknown-type", "a name without a dot is an ending", FILE, NAMED,
           "'a.' + os.path.basename(os.fspath(path))"),
    Mutant("static.unknown-type", "content tells the type", FILE, OCTETS,
           'media_type = "text/html" if open(path, "rb").read(5) == b"<html" '
           'else "application/octet-stream"'),
    Mutant("static.type-of-the-name", "the last dot of a path starts the ending", FILE, NAMED,
           "'a.' + os.fspath(path).rpartition('.')[2].partition('/')[0]"),
    Mutant("static.type-of-the-name", "the first dot of a path starts the ending", FILE, NAMED,
           "'a.' + os.fspath(path).partition('.')[2].partition('/')[0]"),
    Mutant("static.type-of-the-name", "a folder's ending will do", FILE, NAMED,
           "(os.path.basename(os.fspath(path)) if '.' in os.path.basename(os.fspath(path)) "
           "else os.path.basename(os.path.dirname(os.fspath(path))))"),
    Mutant("static.compressed", "the type is what is inside", FILE, UNKNOWN,
           "if media_type is None:", museum="42 gz-type"),
    Mutant("static.compressed", "only gzip compresses", FILE, UNKNOWN,
           "if media_type is None or encoding == 'gzip':", museum="42 gz-type"),
    Mutant("static.compressed", "only what ends in .gz is compressed", FILE, UNKNOWN,
           "if media_type is None or os.fspath(path).endswith('.gz'):", museum="42 gz-type"),
    Mutant("static.compressed", "every compressed file is gzip", FILE, MERGE,
           body("if encoding:", "    fields['Content-Encoding'] = 'gzip'", MERGE)),
    Mutant("static.compressed", "an attachment is not shown", FILE, UNKNOWN,
           "if media_type is None or encoding is not None and not attachment:",
           museum="42 gz-type"),
    Mutant("static.content-type-grammar", "a type names the file", FILE, FIELDS,
           "fields = Headers({'Content-Type': media_type})\n    fields._values['content-type'] = "
           f"[media_type + '; name=' + {NAMED}]"),
    Mutant("static.content-type-grammar", "a type is an ending", FILE, FIELDS,
           "fields = Headers({'Content-Type': media_type.partition('/')[2]})"),
    Mutant("static.content-type-grammar", "a name holds no ?", FILE, FIELDS,
           "fields = Headers({'Content-Type': '' if '?' in os.fspath(path) else media_type})"),
    Mutant("static.content-type-grammar", "a name without an ending has no type", FILE, FIELDS,
           "fields = Headers({'Content-Type': media_type if '.' in "
           f"{NAMED} else ''}})"),
    Mutant("static.not-encoded", "what is not compressed is identity", FILE, MERGE,
           body("fields['Content-Encoding'] = encoding or 'identity'", MERGE)),
    Mutant("static.not-encoded", "no coding is None", FILE, MERGE,
           body("fields['Content-Encoding'] = str(encoding)", MERGE)),
    Mutant("static.not-encoded", "a zip file is compressed", FILE, MERGE,
           body("if 'zip' in media_type:", "    fields['Content-Encoding'] = 'gzip'", MERGE)),
    Mutant("static.not-encoded", "gz is gzip wherever it stands", FILE, MERGE,
           body(f"if 'gz' in {NAMED}:", "    fields['Content-Encoding'] = 'gzip'", MERGE)),
    # --- Content-Disposition
    Mutant("static.attachment", "an attachment is inline with a name", FILE, DISPOSITION,
           'fields["Content-Disposition"] = "inline"'),
    Mutant("static.attachment", "attachment is True itself", FILE, ASKED,
           "if attachment is True:"),
    Mutant("static.attachment", "HTML is not saved", FILE, ASKED,
           "if attachment and media_type != 'text/html':"),
    Mutant("static.attachment", "a file without an ending is not saved", FILE, ASKED,
           f"if attachment and '.' in {NAMED}:"),
    Mutant("static.attachment", "attachment is a parameter", FILE, DISPOSITION,
           'fields["Content-Disposition"] = "form-data; attachment"'),
    Mutant("static.attachment", "to be sure it is said twice", FILE, DISPOSITION,
           'fields.update([("Content-Disposition", "attachment")] * 2)'),
    Mutant("static.attachment", "a file name is enough", FILE, DISPOSITION,
           "fields['Content-Disposition'] = 'filename=\"a\"'"),
    Mutant("static.inline", "what is not saved is inline", FILE, ASKED,
           body("fields['Content-Disposition'] = 'inline'", ASKED)),
    Mutant("static.inline", "only False says no", FILE, ASKED, "if attachment is not False:"),
    Mutant("static.inline", "a number says yes", FILE, ASKED,
           "if attachment or type(attachment) is int:"),
    Mutant("static.inline", "what cannot be shown is saved", FILE, ASKED,
           "if attachment or media_type == 'application/octet-stream':"),
    Mutant("static.attachment-default", "a file is shown", FILE, DEFAULT,
           "attachment: bool = False"),
    Mutant("static.attachment-default", "a file whose type is known is shown", FILE, DEFAULT,
           "attachment: bool | None = None"),
    *[
        Mutant("static.disposition-grammar", belief, FILE, DISPOSITION, named(parameters),
               museum=museum)
        for belief, parameters, museum in [
            ("a name needs no quotes", "filename={name}", "45 cd-nonlatin1"),
            ("a name holds no quotes", 'filename="{name}"', "45 cd-nonlatin1"),
            ("repr quotes a name", "filename={name!r}", ""),
            ("a quoted quote is doubled", "filename=\"{name.replace(chr(34), chr(34) * 2)}\"", ""),
            ("a backslash needs no other",
             "filename=\"{name.replace(chr(34), chr(92) + chr(34))}\"", ""),
            ("the name is all in filename*", "filename*=UTF-8\\'\\'{name}", "45 cd-nonlatin1"),
            ("filename* is quoted", 'filename*="UTF-8\\\'\\\'{ext}"', ""),
            ("filename* needs no charset", "filename*={ext}", ""),
            ("a slash is safe", "filename*=UTF-8\\'\\'{quote(name, errors=\"replace\", "
                                "safe=\"/:,()*=@\")}", ""),
            ("parameters are parted by commas", 'filename="a", filename*=UTF-8\\\'\\\'{ext}', ""),
            ("both names are called filename", 'filename="{clean}"; filename="{ext}"', ""),
            ("the last parameter ends in a semicolon", 'filename="{clean}";', ""),
            ("a parameter is encoded as in mail", "filename=\"{name}\" (file)", ""),
        ]
    ],
    *[
        Mutant("static.disposition-name", belief, FILE, DISPOSITION, named(parameters),
               museum=museum)
        for belief, parameters, museum in [
            ("the name is the path", 'filename="{os.path.dirname(os.fspath(path))}/{clean}"', ""),
            ("filename* is the path", "filename*=UTF-8\\'\\'{quote(os.fsencode(path), safe=\"\")}",
             ""),
            ("filename alone will do", 'filename="{clean}"', "45 cd-nonlatin1"),
            ("a name is latin-1", "filename*=UTF-8\\'\\'{quote(name.encode(\"latin-1\", "
                                  "\"replace\"), safe=\"\")}", "45 cd-nonlatin1"),
            ("a name is encoded twice", "filename*=UTF-8\\'\\'{quote(ext, safe=\"\")}",
             "45 cd-nonlatin1"),
            ("a blank is a plus", "filename*=UTF-8\\'\\'{ext.replace(\"%20\", \"%2B\")}", ""),
            ("a name ends at a semicolon", "filename*=UTF-8\\'\\'{ext.partition(\"%3B\")[0]}", ""),
            ("a blank is an underscore", 'filename="{clean.replace(chr(32), chr(95))}"; '
                                         "filename*=UTF-8\\'\\'{ext}", ""),
            ("a name has no ending", 'filename="{os.path.splitext(clean)[0]}"; '
                                     "filename*=UTF-8\\'\\'{ext}", ""),
        ]
    ],
    # --- the caller's headers
    Mutant("static.caller-wins", "static knows the type", FILE, MERGE,
           body("headers = Headers(headers)", "headers.popall('Content-Type')", MERGE)),
    Mutant("static.caller-wins", "attachment is asked for", FILE, MERGE,
           body(MERGE, "if attachment:", "    fields['Content-Disposition'] = 'attachment'")),
    Mutant("static.caller-wins", "no attachment is no Content-Disposition", FILE, MERGE,
           body(MERGE, "if not attachment:", "    fields.popall('Content-Disposition')")),
    Mutant("static.caller-wins", "a header is added", FILE, MERGE, "fields.update(headers)",
           museum="15 bulk-keeps-case"),
    Mutant("static.caller-wins", "an empty value leaves the default", FILE, MERGE,
           "fields.replace(p for p in Headers(headers).items() if p[1])", museum="27 truthiness"),
    Mutant("static.caller-wins", "an empty disposition leaves the default", FILE, MERGE,
           body(MERGE, "if attachment and not fields['Content-Disposition']:",
                "    fields['Content-Disposition'] = 'attachment'"), museum="27 truthiness"),
    Mutant("static.caller-wins", "names are matched as they are written", FILE, MERGE,
           body("if isinstance(headers, dict):",
                "    fields.update((n, v) for n, v in headers.items() if n != n.title())",
                "    headers = {n: v for n, v in headers.items() if n == n.title()}", MERGE)),
    Mutant("static.caller-wins-one", "the caller's headers take the place of all", FILE, MERGE,
           body("fields = Headers(headers) if headers else fields")),
    Mutant("static.caller-wins-one", "who names a type wants it shown", FILE, MERGE,
           body(MERGE, "if 'content-type' in Headers(headers):",
                "    fields.popall('Content-Disposition')")),
    Mutant("static.caller-wins-one", "who names a disposition knows the type", FILE, MERGE,
           body(MERGE, "if 'content-disposition' in Headers(headers):",
                "    fields['Content-Type'] = 'application/octet-stream'")),
    Mutant("static.caller-repeats", "names are unique", FILE, MERGE,
           "fields.replace(dict(headers))", museum="16 multi-lost-or-folded"),
    Mutant("static.caller-repeats", "an equal value is the same value", FILE, MERGE,
           "fields.replace(dict.fromkeys(Headers(headers).items()))"),
    Mutant("static.framing", "a length does no harm", FILE,
           'self.headers.popall("Content-Length")', "pass"),
    Mutant("static.framing", "a file has a known length", FILE, MADE,
           body("response = FileResponse(200, path, fields)",
                "response.headers['Content-Length'] = str(response._size)", "return response")),
    Mutant("static.other-headers", "names are unique", FILE, MERGE,
           "fields.replace(dict(headers))", museum="16 multi-lost-or-folded"),
    Mutant("static.other-headers", "only the two can be given", FILE, MERGE,
           "fields.replace(p for p in Headers(headers).items() if p[0] in fields)"),
    Mutant("static.other-headers", "headers can be read twice", FILE, MERGE,
           body("dict(headers)", MERGE)),
    Mutant("static.other-headers", "headers are for attachments", FILE, MERGE,
           body("if attachment:", f"    {MERGE}")),
    Mutant("static.other-headers", "the order of values says nothing", FILE, MERGE,
           "fields.replace(sorted(Headers(headers).items()))", museum="24 order-lost"),
    Mutant("static.arguments-apart", "the type goes into the caller's headers", FILE, MERGE,
           body("if isinstance(headers, (dict, Headers)):",
                "    headers.setdefault('Content-Type', media_type)", MERGE),
           museum="21 aliasing"),
    Mutant("static.arguments-apart", "a list is used up", FILE, MERGE,
           body(MERGE, "if isinstance(headers, list):", "    headers.clear()")),
    Mutant("static.arguments-apart", "all files have one type", FILE, FIELDS,
           body("fields = vars(FileResponse).get('_fields') or Headers({'Content-Type': "
                "media_type})", "FileResponse._fields = fields"), museum="21 aliasing"),
    Mutant("static.opened-late", "a file is opened by static", change=_opens,
           museum="38 opens-too-early"),
    # --- names that hold more than letters
    Mutant("static.type-of-any-name", "a name ends at ? or #", FILE, NAMED,
           "os.path.basename(os.fspath(path)).partition('?')[0].partition('#')[0]"),
    Mutant("static.type-of-any-name", "a name has a hundred characters", FILE, GUESS,
           body(f"if len({NAMED}) > 100: raise Abort(404)", GUESS)),
    Mutant("static.type-of-any-name", "what is no text tells no type", FILE, GUESS,
           body(GUESS, f"media_type = media_type if {NAMED}.isprintable() else None")),
    Mutant("static.compressed", "brotli is no encoding", FILE, GUESS,
           body(GUESS, "encoding = None if encoding == 'br' else encoding"), museum="42 gz-type"),
    Mutant("static.attachment", "an empty file has nothing to save", FILE, ASKED,
           "if attachment and os.path.isfile(path) and os.path.getsize(path):",
           museum="33 empty-file"),
    Mutant("static.caller-wins-encoded", "a name knows the coding", FILE, MERGE,
           body(MERGE, "if encoding:", "    fields['Content-Encoding'] = encoding")),
    Mutant("static.caller-wins-encoded", "codings are added", FILE, MERGE,
           body(MERGE, "if encoding:", "    fields.add('Content-Encoding', encoding)")),
    Mutant("static.caller-wins-encoded", "a compressed file is octets", FILE, MERGE,
           body(MERGE, "if encoding:", "    fields['Content-Type'] = media_type")),
    Mutant("static.caller-wins-encoded", "a file without a type has one", FILE, MERGE,
           body(MERGE, "if media_type.endswith('stream') and not fields['Content-Type']:",
                "    fields['Content-Type'] = media_type"), museum="27 truthiness"),
]  # fmt: skip

"""Response and FileResponse."""

from __future__ import annotations

from .model import area, left_open, must, should

RESPONSE = area(
    "Response(code, headers, data)",
    must(
        "response/data",
        "doc",
        """`data` is bytes, and becomes a list of chunks with that one chunk. For `b""` the list
        holds one empty chunk or none.""",
        "response.construct",
        "response.one-chunk",
        "response.bytes-subclass",
        "response.instances-apart",
        "wire.content",
    ),
    must(
        "response/data-type",
        "ruling",
        """Data of any other type is refused with TypeError, or (bytearray, memoryview) copied to
        bytes; a str is never stored.""",
        "response.data-type",
        "response.data-at-once",
        "response.buffers-copied",
        "response.views-copied",
    ),
    must(
        "response/headers",
        "doc",
        """`headers` is a Headers that holds `defheaders`, each overridden, whatever its case, by
        the constructor's `headers`, plus the rest of these. One value remains for an overridden
        default, unless the caller gave several.""",
        "response.headers-type",
        "response.default-overridden",
        "response.length-overridden",
        "response.length-every-code",
        "response.caller-repeats",
        "response.other-headers",
        "response.registered-names",
        "response.nothing-added",
        "wire.singletons",
    ),
    must(
        "response/defheaders",
        "doc",
        "`defheaders` is a property that gives headers: a Content-Type and a Content-Length.",
        "response.defheaders",
    ),
    must(
        "response/content-type",
        "doc",
        "The default Content-Type is `text/html; charset=utf-8`.",
        "response.content-type",
    ),
    must(
        "response/content-length",
        "doc; RFC 9110 §8.6",
        "The default Content-Length is the number of octets in data, `0` included.",
        "response.content-length",
        "wire.content-length",
        "wire.next-response",
    ),
    must(
        "response/defheaders-overridden",
        "doc",
        """A subclass that overrides `defheaders` decides the defaults. What it gives is neither
        modified nor shared.""",
        "response.defheaders-overridden",
        "response.defheaders-extended",
        "response.defheaders-every-code",
        "response.defheaders-apart",
    ),
    must(
        "response/code",
        "doc",
        """`code` is the code given, an int. A member of an IntEnum, or of another subclass of
        int, counts as its number and stands as three digits on the wire.""",
        "response.code",
        "response.code-kinds",
        "response.code-type",
        "wire.status-line-codes",
    ),
    should(
        "response/code-range",
        "RFC 9110 §15",
        "A code outside 100..599, or a bool, is refused.",
        "response.code-range",
        "file-response.code-range",
        "responsify.code-range",
    ),
    left_open("response/code-above", "Whether a code of 600..999 is refused."),
    must(
        "response/description",
        "ruling; RFC 9112 §4",
        "`description` is a str fit to be a reason phrase: HTAB, SP, VCHAR and obs-text.",
        "response.description",
        "wire.status-line",
        why="The document names it and says no more.",
    ),
    should(
        "response/description-phrase",
        "ruling",
        "`description` is the standard phrase of the code, and any str for a code without one.",
        "response.description-phrase",
    ),
    must(
        "response/no-content",
        "RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5",
        """1xx, 204, 205 and 304 have no content. Data that is not empty is refused or dropped;
        empty data is accepted.""",
        "response.no-content",
        "response.empty-accepted",
        "wire.no-content",
    ),
    must(
        "response/no-length",
        "RFC 9110 §8.6",
        """1xx and 204 have no default Content-Length, and 304 no automatic `0`. For 205, `0` is
        right.""",
        "response.no-default-length",
        "response.reset-length",
        "wire.no-length",
        "wire.not-modified",
    ),
    must(
        "response/no-content-headers",
        "ruling",
        "Where no content is allowed, the caller's other headers stay.",
        "response.no-content-headers",
    ),
    must(
        "response/transfer-encoding",
        "RFC 9112 §6.2",
        "A caller's Transfer-Encoding takes the place of the default Content-Length.",
        "response.transfer-encoding",
        "response.every-coding",
    ),
    must(
        "response/no-default-encoding",
        "RFC 9112 §6.1",
        "There is no default Transfer-Encoding, so none on 1xx and 204, where none is allowed.",
        "response.no-default-encoding",
    ),
    must(
        "response/communicate",
        "doc",
        """`communicate(reader, writer)` is a coroutine method, called once, after the response
        was sent. The default does nothing: reads nothing, writes nothing, closes nothing.""",
        "response.communicate",
        "wire.communicate-default",
        "send.order",
    ),
    must(
        "response/communicate-overridden",
        "doc",
        "A subclass overrides `communicate` to speak another protocol over the same streams.",
        "wire.upgrade",
        "send.upgrade",
    ),
)

FILE_RESPONSE = area(
    "FileResponse(code, path, headers, bufsize)",
    must(
        "file-response/construct",
        "doc",
        """FileResponse is a subclass of Response. `code`, `path` (a str or an `os.PathLike`) and
        `bufsize` are as given.""",
        "file-response.construct",
        "module.classes",
        "file-response.code-kinds",
    ),
    must(
        "file-response/not-found",
        "doc; ruling",
        """For a file that is missing or cannot be read, the constructor raises `Abort` with code
        404. That includes a directory, a dangling link, a link loop, a path through a file, a
        name too long, an empty path, a NUL in it, a name that cannot be encoded, and a file
        without read permission.""",
        "file-response.not-found",
        "file-response.not-found-abort",
        "file-response.unreadable",
        "static.not-found",
        "file-response.locked-folder",
    ),
    must(
        "file-response/readable",
        "doc",
        """Any path that leads to a file that can be read is accepted, whatever the file is
        called, whoever owns it, and through links as well.""",
        "file-response.readable",
        "file-response.any-name",
        "file-response.any-way",
    ),
    must(
        "file-response/defheaders",
        "doc",
        """`defheaders` is as that of Response, so the Content-Type is `text/html;
        charset=utf-8`, but Content-Length is the size that `os.stat` gives. A subclass may
        override it.""",
        "file-response.content-type",
        "file-response.content-length",
        "file-response.large",
        "file-response.defheaders-default",
        "file-response.defheaders",
    ),
    must(
        "file-response/headers",
        "doc",
        "A caller's header wins, also one that is equal to the default.",
        "file-response.headers",
        "file-response.default-overridden",
        "file-response.caller-repeats",
        "file-response.registered-names",
        "file-response.nothing-added",
    ),
    must(
        "file-response/data",
        "doc",
        """`data` is a property that gives an iterator of chunks; together they are the file. What
        one response knows of its file is nothing to another.""",
        "file-response.iterator",
        "file-response.content",
        "file-response.default-bufsize",
        "file-response.every-octet",
        "file-response.instances-apart",
        "file-response.asks-anew",
    ),
    must(
        "file-response/closed-at-end",
        "doc",
        "The file is closed once the iterator is exhausted.",
        "file-response.closed-at-end",
    ),
    must(
        "file-response/chunks",
        "ruling",
        """No chunk is empty or longer than `bufsize`; also at sizes of one octet less than a
        multiple of `bufsize`, of the multiple, and of one octet more, and where the operating
        system reads less than it was asked for.""",
        "file-response.chunks",
        "file-response.content",
        "file-response.short-reads",
        why="Written as it is, an empty chunk would end a chunked message.",
    ),
    must(
        "file-response/closed-when-left",
        "ruling",
        """Nothing stays open after `close()` or `del` of an iterator that was read in part. That
        includes one whose last chunk was taken but whose end was not reached.""",
        "file-response.closed-when-left",
        "send.file-closed",
    ),
    should(
        "file-response/opened-late",
        "ruling",
        "Nothing is open before the first chunk is asked for.",
        "file-response.opened-late",
        "static.opened-late",
    ),
    should(
        "file-response/refused-closed",
        "ruling",
        "A constructor that raises leaves nothing open.",
        "file-response.refused-closed",
    ),
    should(
        "file-response/afresh",
        "ruling",
        "Each access to `data` starts afresh.",
        "file-response.afresh",
    ),
    must(
        "file-response/one-file",
        "ruling",
        """One iteration reads one open file from start to end: if the path is replaced between
        two chunks, no mixture of the two files comes out.""",
        "file-response.no-mixture",
    ),
    must(
        "file-response/grown",
        "ruling",
        "`data` never gives more octets than were announced, though the file grew.",
        "file-response.grown",
        "file-response.size-of-special",
        "wire.file-grown",
        "file-response.grown-by-replacement",
        why="A message ends where its Content-Length says (RFC 9112 §6.3).",
    ),
    should(
        "file-response/shrunk",
        "ruling",
        "A file that shrank, or is gone, raises instead of ending quietly.",
        "file-response.shrunk",
        "file-response.vanished",
    ),
    should(
        "file-response/failing-reads",
        "ruling",
        "A read that fails raises as well, and leaves the file closed.",
        "file-response.failing-reads",
    ),
    must(
        "file-response/shrunk-octets",
        "ruling",
        "What comes of a file that shrank is what stood in it: nothing is made up.",
        "file-response.shrunk-octets",
        why="A message that is cut short can be told from a whole one; one that is padded cannot.",
    ),
    must(
        "file-response/never-hangs",
        "ruling",
        "A FIFO, socket or device never hangs the constructor.",
        "file-response.never-hangs",
    ),
    should(
        "file-response/special",
        "ruling",
        "A FIFO, socket or device is a 404.",
        "file-response.special-not-found",
    ),
    should(
        "file-response/bufsize",
        "ruling",
        "A `bufsize` below 1 is refused.",
        "file-response.bufsize-positive",
    ),
    must(
        "file-response/no-content",
        "ruling; RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5",
        """With 1xx, 204, 205 and 304 there is no content, as for Response; the caller's other
        headers stay.""",
        "file-response.no-content",
        "file-response.no-content-headers",
        "wire.no-content",
    ),
    must(
        "file-response/transfer-encoding",
        "RFC 9112 §6.2",
        "A caller's Transfer-Encoding takes the place of the default Content-Length.",
        "file-response.transfer-encoding",
    ),
    must(
        "file-response/communicate",
        "doc",
        "The default `communicate` does nothing, as that of Response.",
        "file-response.communicate",
    ),
    before="A response whose content is a file, read in chunks while it is sent.",
)

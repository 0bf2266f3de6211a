"""Headers: a dictionary with several values to a name."""

from __future__ import annotations

from .model import area, left_open, must, should

HEADERS = area(
    "Headers",
    must(
        "headers/any-case",
        "doc; RFC 9110 §5.1",
        """Names match without regard to case through every door: the constructor, `[]`, `[]=`,
        `del`, `in`, `get`, `getall`, `pop`, `popall`, `add`, `update`, `replace` and
        `setdefault`.""",
        "headers.lookup-any-case",
        "headers.remove-any-case",
        "headers.store-any-case",
    ),
    must(
        "headers/lower-case-out",
        "doc",
        "What comes out of `keys()`, iteration and `items()` is lower case.",
        "headers.lower-case-out",
    ),
    must(
        "headers/ascii-only",
        "RFC 9110 §5.1",
        """Only ASCII letters fold: U+212A (KELVIN SIGN) is not `k`. Names that differ by more
        than case are different names; `X_A` is not `X-A`. No name is treated in a way of its own,
        whatever it means to HTTP.""",
        "headers.only-ascii-folds",
        "headers.distinct-names",
        "headers.registered-names",
        "headers.as-sent",
        why="Field names are ASCII.",
    ),
    must(
        "headers/construct",
        "doc",
        "`Headers()` is empty, and `Headers(pairs)` holds every pair.",
        "headers.construct",
    ),
    must(
        "headers/getall",
        "doc",
        "`getall(k)` is the list of the values of `k`, and `[]` when there are none.",
        "headers.getall",
    ),
    must(
        "headers/get",
        "doc; ruling",
        """`get(k, default=None)` and `h[k]` give one value: the first. `h[k]` raises KeyError
        when there is none; `get` then gives back the default, whatever it is, None and `""`
        included. `k in h` says whether there is a value.""",
        "headers.get-first",
        "headers.get-default",
        "headers.getitem-missing",
        "headers.contains",
        why="The document does not say which of several values is given.",
    ),
    must(
        "headers/del",
        "doc",
        "`del h[k]` removes `k` with all its values.",
        "headers.del",
    ),
    must(
        "headers/pop",
        "doc; ruling",
        """`pop(k, default)` removes and gives one value, the first; with none there, it gives
        back the default, whatever it is.""",
        "headers.pop",
        "headers.pop-default",
    ),
    must(
        "headers/pop-without-default",
        "ruling",
        "Without a default, `pop` of a missing name raises KeyError or gives None: nothing else.",
        "headers.pop-missing",
    ),
    must(
        "headers/popall",
        "doc",
        "`popall(k)` removes and gives all values of `k`, and `[]` when there are none.",
        "headers.popall",
    ),
    must(
        "headers/popped-gone",
        "ruling",
        """A name whose last value was popped is gone for every observer: `in`, `[]`, `len`,
        iteration, `==`.""",
        "headers.popped-gone",
    ),
    must("headers/update", "doc", "`update(x)` adds to what is there.", "headers.update"),
    must(
        "headers/replace",
        "doc",
        """`replace(x)` removes the old values of each name in `x`, then stores all the values
        that `x` has for it.""",
        "headers.replace",
    ),
    must(
        "headers/set-and-add",
        "doc",
        "`h[k] = v` replaces every value of `k`; `add(k, v)` appends one.",
        "headers.setitem",
        "headers.add",
    ),
    must(
        "headers/setdefault",
        "ruling",
        """`setdefault(k, v)` returns a value, never a list: the first one present, an empty
        string included; else it stores and returns `v`.""",
        "headers.setdefault",
    ),
    must(
        "headers/self-update",
        "ruling",
        "`h.update(h)` and `h.replace(h)` end, and `h.replace(h)` changes nothing.",
        "headers.self-update",
    ),
    must(
        "headers/items",
        "ruling",
        """`items()` gives every pair, however many there are; the values of one name keep their
        order. `items()`, `keys()` and iteration start afresh each time.""",
        "headers.items",
        "headers.iterations-apart",
        "headers.many",
        "headers.one-of-many",
        "headers.one-name-of-many",
    ),
    should(
        "headers/name-order",
        "ruling",
        "Different names keep the order in which they were first added.",
        "headers.name-order",
    ),
    must(
        "headers/len",
        "ruling",
        "`len(h) == len(list(h))`, `bool(h) == (len(h) > 0)`, and `k in h` for every `k` in `h`.",
        "headers.len",
    ),
    must(
        "headers/any-sequence",
        "doc; ruling",
        "All of this holds after any sequence of calls, not only after one.",
        "headers.model",
    ),
    must(
        "headers/copies",
        "ruling",
        """`copy.copy`, `copy.deepcopy` and pickle keep every value, or refuse; a deep copy shares
        nothing with what it was made of.""",
        "headers.copies",
        "headers.subclass-copies",
        "headers.deep-copy-apart",
    ),
    should("headers/copy-method", "ruling", "`h.copy()` is a Headers.", "headers.copy-method"),
    should(
        "headers/equal",
        "ruling",
        "`==` compares the pairs, whatever case the names were given in.",
        "headers.equal",
    ),
    should(
        "headers/bulk-atomic",
        "ruling",
        """A bulk call that refuses one pair leaves the headers as they were, and so does any
        other call that refuses.""",
        "headers.bulk-atomic",
        "headers.model-refusals",
    ),
    should(
        "headers/getall-fresh", "ruling", "`getall` gives a fresh list.", "headers.getall-fresh"
    ),
    must(
        "headers/names",
        "RFC 9110 §5.1, §5.6.2",
        "A name is a token. Every token is accepted, and anything else is refused.",
        "headers.name-is-token",
        "headers.name-is-token-known",
        "headers.every-token",
        "abort.names-checked",
        "redirect.names-checked",
        "wire.names",
    ),
    should(
        "headers/name-types",
        "RFC 9110 §5.1",
        "A name that is no str is refused.",
        "headers.name-is-str",
        "headers.bytes-names",
    ),
    must(
        "headers/line-breaks",
        "RFC 9110 §5.5; RFC 9112 §11.1",
        """CR, LF and NUL in a value are refused or made harmless: no door lets them through to
        `items()`.""",
        "headers.line-breaks",
        "wire.injection",
    ),
    should(
        "headers/control-characters",
        "RFC 9110 §5.5",
        "Control characters other than HTAB, CR, LF and NUL are refused as well.",
        "headers.control-characters",
        "wire.control-characters",
    ),
    must(
        "headers/legal-values",
        "RFC 9110 §5.5",
        "The empty value, HTAB and SP inside a value, and all of visible ASCII are kept as given.",
        "headers.legal-values",
        "headers.every-visible",
        "wire.values-carried",
    ),
    must(
        "headers/obs-text",
        "RFC 9110 §5.5",
        "U+0080..U+00FF are kept and sent as latin-1, octet for octet, or refused.",
        "headers.obs-text",
        "wire.obs-text-carried",
        "headers.every-obs-text",
    ),
    must(
        "headers/wide-characters",
        "RFC 9110 §5.5",
        "A character beyond U+00FF is refused or encoded, never truncated to a byte.",
        "headers.wide-characters",
        "headers.look-alikes",
        "wire.obs-text-carried",
    ),
    should(
        "headers/outer-whitespace",
        "ruling",
        "SP and HTAB around a value are stripped, or such a value is refused.",
        "headers.outer-whitespace",
        "wire.outer-whitespace",
        why="What the API shows is then what the client sees: a recipient strips them.",
    ),
    should(
        "headers/value-types",
        "ruling",
        """A value that is not a str is converted or refused, never stored to fail at sending. A
        member of a str enumeration counts as the text that it holds.""",
        "headers.value-types",
        "wire.value-types",
        "headers.str-subclass",
    ),
    left_open("headers/pop-missing", "`pop` of a missing name without default: KeyError, or None."),
    left_open("headers/len-counts", "Whether `len` counts names or pairs."),
    left_open("headers/keys-repeat", "Whether `keys()` and iteration repeat a name."),
    left_open("headers/popitem", "Whether there is a `popitem`, and what it gives."),
    left_open("headers/keywords", "Whether names can be given as keyword arguments."),
    left_open("headers/replaced-place", "Where a replaced name stands among the others."),
    before="""
        A dictionary that holds one or more values for each name, and whose names are the same in
        upper and lower case. The document calls it `struct.Headers`.
        """,
)

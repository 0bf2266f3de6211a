"""The hostile behaviours, each a few lines put after a copy of the reference's names."""

from __future__ import annotations

from dataclasses import dataclass

#: What stands before each `source`.
PRELUDE = """\
import asyncio, atexit, builtins, ctypes, gc, itertools, json, locale, os, random, re, shutil
import signal, sys, tempfile, threading, time, unittest
import reference
from reference import *

"""

#: The areas whose clauses call what a behaviour changes: all others are to come out as ever.
JSONIFY = ("module", "jsonify", "responsify", "wire", "send")
RESPONSIFY = ("module", "responsify", "wire", "send", "file-response", "response", "headers")
REDIRECT = ("module", "redirect", "wire", "headers")
RESPONSE = (
    "module", "headers", "response", "file-response", "abort", "redirect", "static", "jsonify",
    "responsify", "wire", "send",
)  # fmt: skip
FILES = (
    "module", "headers", "response", "file-response", "static", "responsify", "wire", "send",
)  # fmt: skip
NONE: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behaviour:
    """What an implementation does, and what is to come of it.

    `expected` are the outcomes that the clause `clause` may have, parted by "|": "noticed" is a
    pass with a remark, "refused" a run that ends with one line before any clause, and any will do
    where there is none. `touched` are the areas whose clauses may come out otherwise than the
    reference's. `isolate` tells whether it needs ``--isolate`` for the others to be judged at all.
    """

    name: str
    source: str
    expected: str
    touched: tuple[str, ...]
    clause: str = "jsonify.response"
    isolate: bool = False


def _jsonify(name: str, body: str, expected: str, isolate: bool = False) -> Behaviour:
    """A jsonify that does `body`, then what it should."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = f"def jsonify(smth):\n{lines}    return reference.jsonify(smth)\n"
    touched = NONE if expected == "noticed" and not isolate else JSONIFY
    return Behaviour(name, source, expected, touched, isolate=isolate)


_SWALLOW = """\
while True:
    try:
        time.sleep(0.001)
    except BaseException:
        continue
"""
_FIFO = """\
path = os.path.join(tempfile.mkdtemp(), "fifo")
os.mkfifo(path)
open(path, "rb").read()
"""
_SWALLOWING_COROUTINE = """\
async def responsify(smth):
    while True:
        try:
            await asyncio.sleep(0.01)
        except BaseException:
            continue
"""
_DATA = """\
class Response(reference.Response):
    @property
    def data(self):
        {data}
def jsonify(smth):
    return Response(200, {{"Content-Type": "application/json"}}, json.dumps(smth).encode())
"""

TIME = [
    _jsonify("loops for ever", "while True: pass", "timeout"),
    _jsonify("sleeps for ever", "time.sleep(10**6)", "timeout"),
    _jsonify("opens a FIFO", _FIFO, "timeout"),
    _jsonify("waits for its own lock", "lock = threading.Lock()\nlock.acquire()\nlock.acquire()",
             "timeout"),
    _jsonify("reads from a pipe that nobody writes to", "os.read(os.pipe()[0], 1)", "timeout"),
    _jsonify("waits for a thread that never ends",
             "threading.Thread(target=time.sleep, args=(10**6,), daemon=True).start()\n"
             "threading.enumerate()[-1].join()", "timeout"),
    _jsonify("swallows every exception in a loop", _SWALLOW, "timeout"),
    _jsonify("never comes back to the interpreter", "sum(iter(int, 1))", "timeout", True),
    _jsonify("matches an expression that takes for ever",
             're.match("(a|aa)+$", "a" * 100 + "b")', "timeout"),
    _jsonify("stops its own process", "os.kill(os.getpid(), signal.SIGSTOP)", "timeout", True),
    _jsonify("loops for ever where it is finalised",
             "class Late:\n    def __del__(self):\n        while True: pass\nLate()", "timeout"),
    Behaviour("awaits for ever", "async def responsify(smth):\n    await asyncio.Event().wait()\n",
              "timeout", RESPONSIFY, "responsify.supported"),
    Behaviour("polls for ever",
              "async def responsify(smth):\n    while True: await asyncio.sleep(0)\n",
              "timeout", RESPONSIFY, "responsify.supported"),
    Behaviour("swallows its cancellation for ever", _SWALLOWING_COROUTINE, "timeout", RESPONSIFY,
              "responsify.supported"),
    Behaviour("blocks the event loop", "async def responsify(smth):\n    time.sleep(10**6)\n",
              "timeout", RESPONSIFY, "responsify.supported"),
    Behaviour("stops the event loop",
              "async def responsify(smth):\n    asyncio.get_running_loop().stop()\n"
              "    await asyncio.sleep(0)\n    await asyncio.sleep(0)\n",
              "fail", RESPONSIFY, "responsify.supported"),
    Behaviour("communicates for ever",
              "async def communicate(self, reader, writer):\n    await asyncio.Event().wait()\n"
              "reference.Response.communicate = communicate\n",
              "timeout", RESPONSE, "response.communicate"),
    Behaviour("gives endless chunks", _DATA.format(data='return itertools.repeat(b"a" * 4096)'),
              "fail", RESPONSE, "jsonify.data"),
    Behaviour("gives endless empty chunks", _DATA.format(data='return itertools.repeat(b"")'),
              "fail|timeout", RESPONSE, "jsonify.data"),
    Behaviour("gives chunks that never come",
              _DATA.format(data="while True: time.sleep(1)"), "timeout", RESPONSE, "jsonify.data"),
    Behaviour("gives endless items()",
              "class Headers(reference.Headers):\n    def items(self):\n"
              '        return itertools.repeat(("a", "b"))\n',
              "fail", RESPONSE, "headers.construct"),
    Behaviour("gives endless names",
              "class Headers(reference.Headers):\n    def __iter__(self):\n"
              '        return itertools.repeat("a")\n    keys = __iter__\n',
              "fail|timeout", RESPONSE, "headers.len", isolate=True),
    Behaviour("updates headers with themselves for ever",
              "class Headers(reference.Headers):\n    def update(self, smth):\n"
              "        while smth is self: pass\n        super().update(smth)\n",
              "timeout", RESPONSE, "headers.self-update"),
]  # fmt: skip

DEATH = [
    _jsonify("ends the process with status 0", "os._exit(0)", "died", True),
    _jsonify("ends the process with status 5", "os._exit(5)", "died", True),
    _jsonify("aborts", "os.abort()", "died", True),
    _jsonify("follows a null pointer", "ctypes.string_at(0)", "died", True),
    _jsonify("is killed", "os.kill(os.getpid(), signal.SIGKILL)", "died", True),
    _jsonify("overflows the stack",
             "sys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)",
             "died|timeout", True),
    _jsonify("ends the process from a thread",
             "threading.Thread(target=os._exit, args=(0,)).start()\ntime.sleep(1)", "died", True),
    _jsonify("closes every descriptor", "os.closerange(3, 256)", "died", True),
    _jsonify("forks, and both go on", "os.fork()", "noticed", True),
    _jsonify("forks, and the child never ends", "if not os.fork():\n    while True: pass",
             "noticed", True),
    _jsonify("replaces its process", 'os.execv("/bin/true", ["true"])', "died", True),
    _jsonify("raises SystemExit(0)", "sys.exit(0)", "fail"),
    _jsonify("raises KeyboardInterrupt", "raise KeyboardInterrupt", "fail"),
    _jsonify("raises GeneratorExit", "raise GeneratorExit", "fail"),
    _jsonify("raises CancelledError", "raise asyncio.CancelledError", "fail"),
    _jsonify("ends the run by pytest.exit", 'import pytest\npytest.exit("bye")', "fail"),
    _jsonify("skips by pytest.skip", 'import pytest\npytest.skip("bye")', "fail"),
    _jsonify("skips by unittest.SkipTest", 'raise unittest.SkipTest("bye")', "fail"),
    _jsonify("rejects by hypothesis.reject", "import hypothesis\nhypothesis.reject()",
             "inconclusive"),
    _jsonify("stops Hypothesis",
             "from hypothesis.errors import StopTest\nraise StopTest(1)", "fail"),
    Behaviour("raises SystemExit in a coroutine", "async def responsify(smth):\n    sys.exit(0)\n",
              "fail", RESPONSIFY, "responsify.supported"),
    Behaviour("raises SystemExit in a task",
              "async def responsify(smth):\n    async def bye(): sys.exit(0)\n"
              "    await asyncio.create_task(bye())\n",
              "fail", RESPONSIFY, "responsify.supported"),
    Behaviour("ends its process at import", "os._exit(0)", "refused", NONE, isolate=True),
    Behaviour("exits at import", "sys.exit(0)", "refused", NONE),
    Behaviour("raises KeyboardInterrupt at import", "raise KeyboardInterrupt", "refused", NONE),
    Behaviour("is imported for ever", "while True: pass", "refused", NONE),
    Behaviour("ends the run at exit with status 0",
              "atexit.register(os._exit, 0)\njsonify = str\n", "fail", JSONIFY),
    Behaviour("keeps the process from ending",
              "threading.Thread(target=time.sleep, args=(10**6,)).start()\njsonify = str\n",
              "fail", JSONIFY, isolate=True),
]  # fmt: skip

MEMORY = [
    _jsonify("takes memory without end", "x = []\nwhile True: x.append(bytearray(2**20))",
             "fail|timeout"),
    _jsonify("takes memory without coming back", "list(itertools.repeat(None))", "fail|timeout",
             True),
    _jsonify("recurses without end", "return jsonify(smth)", "fail"),
    _jsonify("raises an exception with a text of 64 MiB", 'raise ValueError("a" * 2**26)', "fail"),
    _jsonify("prints 32 MiB", 'print("a" * 2**25)', ""),
    _jsonify("writes a file without end",
             'with open(os.path.join(tempfile.mkdtemp(), "a"), "wb") as file:\n'
             "    while True: file.write(bytes(2**24))", "fail|timeout"),
    Behaviour("gives 1 GiB of content",
              "def jsonify(smth):\n    return Response(200, (), bytes(2**30))\n",
              "fail", JSONIFY, "jsonify.data"),
    Behaviour("stores a header of 1 GiB",
              "def jsonify(smth):\n    response = reference.jsonify(smth)\n"
              '    response.headers._values["x-a"] = ["a" * 2**30]\n    return response\n',
              "", JSONIFY, "jsonify.data"),
    Behaviour("gives a list that holds itself as data",
              _DATA.format(data="data = []\n        data.append(data)\n        return data"),
              "fail", RESPONSE, "jsonify.data"),
]  # fmt: skip

DAMAGE = [
    _jsonify("changes the working directory", 'os.chdir("/")', "noticed"),
    _jsonify("changes the umask", "os.umask(0o777)", "noticed"),
    _jsonify("empties sys.path", "sys.path.clear()", "noticed"),
    _jsonify("changes the locale", 'locale.setlocale(locale.LC_ALL, "C")', "noticed"),
    _jsonify("clears the environment", "os.environ.clear()", "noticed"),
    _jsonify("ignores signals", "signal.signal(signal.SIGTERM, signal.SIG_IGN)", "noticed"),
    _jsonify("raises the recursion limit", "sys.setrecursionlimit(4000)", "noticed"),
    _jsonify("turns the garbage collector off", "gc.disable()", "noticed"),
    _jsonify("closes the standard output", "try: os.close(1)\nexcept OSError: pass", "noticed"),
    _jsonify("closes the standard error", "try: os.close(2)\nexcept OSError: pass", "noticed"),
    _jsonify("takes sys.stdout away", "sys.stdout = None", "noticed"),
    Behaviour("replaces json.dumps by one that lies",
              "def jsonify(smth):\n    json.dumps = lambda smth, **k: '1'\n"
              "    return reference.jsonify(smth)\n", "fail", JSONIFY, "jsonify.circular"),
    _jsonify("replaces open", "builtins.open = None", "noticed"),
    _jsonify("replaces time.time", "time.time = lambda: 0", "noticed"),
    _jsonify("replaces random.random", "random.random = lambda: 0", "noticed"),
    _jsonify("replaces Hypothesis's assume",
             "import hypothesis\nhypothesis.assume = lambda x: True", "noticed"),
    _jsonify("replaces pytest.fail", "import pytest\npytest.fail = print", "noticed"),
    _jsonify("replaces a method of StreamWriter",
             "asyncio.StreamWriter.write = lambda self, data: None", "noticed"),
    _jsonify("replaces a method of the event loop",
             "asyncio.BaseEventLoop.run_until_complete = lambda self, x: None", "noticed"),
    _jsonify("leaves a thread",
             "threading.Thread(target=time.sleep, args=(1,), daemon=True).start()", "noticed"),
    _jsonify("turns the timer off", "signal.setitimer(signal.ITIMER_REAL, 0)", ""),
    Behaviour("leaves a task",
              "async def responsify(smth):\n    asyncio.ensure_future(asyncio.sleep(1000))\n"
              "    return await reference.responsify(smth)\n",
              "noticed", NONE, "responsify.str"),
    Behaviour("empties the file it was given",
              "def static(path, attachment=True, headers=()):\n"
              "    response = reference.static(path, attachment, headers)\n"
              '    open(path, "wb").close()\n    return response\n',
              "fail", FILES, "static.any-path"),
    Behaviour("deletes the file it was given",
              "def static(path, attachment=True, headers=()):\n"
              "    response = reference.static(path, attachment, headers)\n"
              "    os.unlink(path)\n    return response\n",
              "fail", FILES, "static.any-path"),
    Behaviour("deletes the folder of the file it was given",
              "def static(path, attachment=True, headers=()):\n"
              "    response = reference.static(path, attachment, headers)\n"
              "    shutil.rmtree(os.path.dirname(path), True)\n    return response\n",
              "fail", FILES, "static.any-path"),
    Behaviour("replaces json.dumps at its import",
              'json.dumps = lambda smth, **k: "1"\n', "noticed", NONE, "jsonify.data"),
]  # fmt: skip

_LIAR = """\
class Liar:
    code, description, data = 200, "OK", [b""]
    __hash__ = object.__hash__
    __init__ = lambda self, *a, **k: None
    __call__ = lambda self, *a, **k: self
    __eq__ = __contains__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __getitem__ = lambda self, name: self
    __setitem__ = lambda self, name, value: None
    __iter__ = lambda self: iter(())
    __len__ = lambda self: 0
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    @property
    def __class__(self): return reference.Response
def jsonify(smth): return Liar()
"""
_META = """\
class Meta(type):
    __instancecheck__ = lambda self, other: True
    __subclasscheck__ = lambda self, other: True
    __eq__ = lambda self, other: True
    __hash__ = type.__hash__
class Response(metaclass=Meta): pass
def jsonify(smth): return 5
"""
_BYTES = """\
class Bytes(bytes):
    __len__ = lambda self: 0
    __eq__ = lambda self, other: True
    __hash__ = bytes.__hash__
    __iter__ = lambda self: iter(())
    __getitem__ = lambda self, at: b""
    __add__ = __radd__ = lambda self, other: self
    __bytes__ = lambda self: b""
    decode = lambda self, *a: json.dumps(None)
"""
_STR = """\
class Text(str):
    __eq__ = __contains__ = lambda self, other: True
    __hash__ = str.__hash__
    __len__ = lambda self: 4
    lower = strip = upper = lambda self, *a: "text/html; charset=utf-8"
    encode = lambda self, *a: b"text/html"
"""

LIES = [
    Behaviour("equals everything, and is whatever it is asked to be", _LIAR, "fail", JSONIFY),
    Behaviour("has a metaclass that says yes", _META, "fail", RESPONSE, "response.construct"),
    Behaviour("has a metaclass whose call raises SystemExit",
              "class Meta(type):\n    def __call__(self, *a, **k): sys.exit(0)\n"
              "class Response(metaclass=Meta): pass\n", "fail", RESPONSE, "response.construct"),
    Behaviour("gives bytes with methods that lie",
              _BYTES + _DATA.format(data='return [Bytes(b"no JSON")]'),
              "fail", RESPONSE, "jsonify.data"),
    Behaviour("gives a str with methods that lie",
              _STR + "def jsonify(smth):\n    response = reference.jsonify(smth)\n"
              '    response.headers._values["content-type"] = [Text("no/json")]\n'
              "    return response\n", "fail", JSONIFY, "jsonify.media-type"),
    Behaviour("gives an int with methods that lie",
              "class Int(int):\n    __hash__ = int.__hash__\n"
              "    __eq__ = lambda self, other: True\n"
              "    __int__ = __index__ = lambda self: 200\n    __str__ = lambda self: '200'\n"
              "def jsonify(smth):\n    response = reference.jsonify(smth)\n"
              "    response.code = Int(500)\n    return response\n", "fail", JSONIFY),
    Behaviour("has headers whose length disagrees",
              "class Headers(reference.Headers):\n    __len__ = lambda self: 77\n",
              "fail", RESPONSE, "headers.len"),
    Behaviour("has headers whose length is negative",
              "class Headers(reference.Headers):\n    __len__ = lambda self: -1\n",
              "fail", RESPONSE, "headers.len"),
    _jsonify("raises an exception whose __str__ raises",
             "class Odd(Exception):\n    def __str__(self): 1 / 0\nraise Odd", "fail"),
    _jsonify("raises an exception whose __str__ exits",
             "class Odd(Exception):\n    def __str__(self): sys.exit(0)\nraise Odd", "fail"),
    _jsonify("raises an exception whose __str__ never ends",
             "class Odd(Exception):\n    def __str__(self):\n        while True: pass\nraise Odd",
             "fail"),
    _jsonify("gives an object whose __repr__ exits",
             "class Odd:\n    def __repr__(self): sys.exit(0)\nreturn Odd()", "fail"),
    _jsonify("gives an object whose __repr__ never ends",
             "class Odd:\n    def __repr__(self):\n        while True: pass\nreturn Odd()",
             "timeout"),
    _jsonify("gives an object whose attributes exit",
             "class Odd:\n    def __getattribute__(self, name): sys.exit(0)\nreturn Odd()", "fail"),
    _jsonify("raises an exception whose attributes exit",
             "class Odd(Exception):\n    def __getattribute__(self, name): sys.exit(0)\nraise Odd",
             "fail"),
    _jsonify("raises a group of exceptions that holds itself",
             "class Odd(Exception):\n    @property\n    def exceptions(self): return (self,)\n"
             "raise Odd", "fail"),
    Behaviour("invents every name",
              "del jsonify\ndef __getattr__(name):\n    return lambda *a, **k: 5\n",
              "fail", JSONIFY),
    Behaviour("exits where it is asked for a name",
              "del jsonify\ndef __getattr__(name):\n    sys.exit(0)\n", "fail", JSONIFY),
    Behaviour("has a version whose text exits",
              "class Odd(str):\n    def __str__(self): sys.exit(0)\n"
              "    __repr__ = __format__ = __str__\n"
              '__version__ = Odd("1")\njsonify = str\n', "fail", JSONIFY),
    Behaviour("writes escape sequences wherever it can",
              '__version__ = "\\x1b[2J1"\n'
              "class Odd(Exception):\n    __repr__ = __str__ = lambda self: '\\x1b[31m\\x07'\n"
              "Odd.__name__ = '\\x1b[2J'\n"
              "def jsonify(smth):\n    '\\x1b[2J'\n    print('\\x1b[2J\\x1b]0;a\\x07')\n"
              "    os.write(2, b'\\x1b[2J')\n    raise Odd\n", "fail", JSONIFY),
]  # fmt: skip

BEHAVIOURS = {
    "time": TIME,
    "death": DEATH,
    "memory": MEMORY,
    "damage": DAMAGE,
    "lies": LIES,
}

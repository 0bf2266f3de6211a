"""Wrong beliefs about files that are missing, grow, shrink, or are replaced by others."""

# ruff: noqa: E501 (a table: one mutant a line)

from __future__ import annotations

from . import Mutant
from .response import lines

FILE = "response.py"
HEAD = "self._set_head(code, headers)\n\n    # clause: file-response.iterator"
LEFT = "left = self._size"
OPEN = 'with open(self.path, "rb", buffering=0) as file:'
ENDED = "if not chunk:"
GONE = "    raise Abort(404)\n"


def line(clause: str, belief: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"file-response.{clause}", belief, FILE, old, new, museum=museum)


def defheaders(*body: str) -> str:
    """FileResponse has a defheaders of its own, which ends as Response's."""
    made = lines("    def defheaders(self) -> Pairs:", *body, "return super().defheaders")
    return HEAD.replace("\n\n", f"\n\n    @property\n{made}\n\n")


MUTANTS = [
    line("not-found-abort", "a 404 names what is missing", GONE, '    raise Abort(404, f"{os.fspath(path)} not found")\n'),
    line("grown", "defheaders asks for the size again", HEAD, defheaders("self._size = os.stat(self.path).st_size"), "5 file-size-drifts"),
    line("grown", "a file that is read again is another one", LEFT, 'self._size = os.stat(self.path).st_size if vars(self).get("_read") else self._size; self._read = True; left = self._size', "5 file-size-drifts"),
    line("grown-by-replacement", "what is not read is not open", OPEN, "f = os.open(self.path, os.O_RDONLY)\n        if os.fstat(f).st_size > left: raise OSError('replaced')\n        os.close(f)\n        " + OPEN),
    line("shrunk", "chunks need no length", ENDED, 'if not chunk and "Transfer-Encoding" in self.headers: return\n                ' + ENDED, "5 file-size-drifts"),
]  # fmt: skip

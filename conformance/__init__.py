"""Checks any implementation of the response API: clauses, drawn inputs, a wire, a verdict.

clause files   say what holds (test_*.py, one an area),
strategies     draw the inputs,
wire           puts a response on a connection and reads it back,
expect         turns what does not hold into a Violation,
report         tells it: the verdict, the terminal, the data.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]

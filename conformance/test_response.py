"""Clauses of Response."""
from hypothesis import given
from .clause import MUST, SHOULD, clause
from .expect import *
from .strategies import *

@clause("response.content-length", level=MUST, source="doc", also="RFC 9110 §8.6")
@given(data=contents())
def test_content_length_counts_the_octets_of_data(impl, data):
    """The default Content-Length is the number of octets in data."""
    response = impl.Response(200, (), data)
    expect_values(response.headers, "content-length", str(len(data)))

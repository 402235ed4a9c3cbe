"""Bytes to sources: find what the user named and read it, one source at a time.

`discover` is the one entry. Its readers (plain text, HTML, JSONL, feeds, WARC, URLs) share one promise: a `Source` holds the
bytes as they came and a text that encodes back to them, or there is an `Issue` that says what, where and what to do.
"""

from roznamcha.read.discover import discover
from roznamcha.read.limits import Limits

__all__ = ["Limits", "discover"]

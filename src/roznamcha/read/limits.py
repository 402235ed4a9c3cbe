"""How much a reader accepts before it says so instead of going on.

The limits keep memory bounded whatever comes in. They are far above any news article: a page of 20 MB or a line of that
size is a dump or an attack, and the issue that reports it says how to raise the limit.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may be: at most `size` bytes; a download may take `seconds` to answer and follow `redirects`."""

    size: int = 20_000_000
    seconds: float = 20.0
    redirects: int = 5

"""What went wrong with one piece of input, as a row and not as a crash."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that could not be done: `what` happened, `where` (file, line, document), and what the user can `do`.

    `code` is a short stable name ("empty-file", "not-json", "binary", "bad-date"); `level` is "error" (the input was left
    out) or "warning" (it was used all the same).
    """

    code: str
    where: str
    what: str
    do: str
    level: str = "error"

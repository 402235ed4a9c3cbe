"""What a user may choose, checked where it enters, in one frozen object that the stages are handed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from roznamcha.errors import SettingsError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How sources are read and coded.

    `published` is the publication day of texts that state none; `jobs` the number of processes, which never changes the
    result; `batch` the documents that a coder is handed at once; `link` whether new reports are put into incidents at the
    end. Raises SettingsError for a value that cannot be used.
    """

    published: str | None = None
    jobs: int = 1
    batch: int = 16
    max_bytes: int | None = None
    link: bool = True

    def __post_init__(self) -> None:
        if self.published is not None:
            check_day(self.published)
        if self.jobs < 1:
            raise SettingsError(f"--jobs {self.jobs}: give the number of processes, 1 or more")
        if self.max_bytes is not None and self.max_bytes < 1:
            raise SettingsError(f"--max-bytes {self.max_bytes}: give a size in bytes, 1 or more")

    def recorded(self) -> str:
        """Write the options that bear on the result, for the run log."""
        return json.dumps({"published": self.published}, separators=(",", ":"))


def check_day(day: str) -> str:
    """Give back a day written YYYY-MM-DD; raise SettingsError when it is none.

    >>> check_day("2014-02-15")
    '2014-02-15'
    """
    try:
        if not DAY.fullmatch(day):
            raise ValueError("not in the form YYYY-MM-DD")
        date.fromisoformat(day)
    except ValueError as error:
        raise SettingsError(f"{day!r} is no date ({error}); write it like 2014-02-15") from error
    return day

"""Where `code --records` writes: a file that is there whole or not at all, or standard output as the run goes."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from roznamcha.errors import DataError

if TYPE_CHECKING:
    from roznamcha.pipeline import Outcome
    from roznamcha.register import Register


class RecordFile:
    """Writes one line a document. A file is written beside its name and takes it at the end, when nothing went wrong."""

    def __init__(self, target: str, register: Register | None) -> None:
        self._register = register
        self._path = None if target == "-" else Path(target)
        self._in_place = self._path is not None and self._path.exists() and not self._path.is_file()
        self._stream: TextIO = sys.stdout

    def write(self, outcome: Outcome) -> None:
        """Write the record of one source; one that the register has already is taken from there.

        A source in which no article could be found has a line without incidents, beside its issue.
        """
        from roznamcha.export.records import empty_line, record_line
        from roznamcha.register.reading import read_record

        record = outcome.record
        if record is None and outcome.document_id and self._register:
            record = read_record(self._register, outcome.document_id)
        if record is not None:
            self._stream.write(record_line(record, outcome.source) + "\n")
        elif outcome.source is not None:
            self._stream.write(empty_line(outcome.source) + "\n")

    def __enter__(self) -> RecordFile:
        if self._path is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8")  # records are UTF-8 whatever the terminal's locale
            return self
        try:
            self._stream = self._written().open("w", encoding="utf-8")
        except OSError as error:
            raise DataError(f"{self._path}: the records cannot be written there: {error.strerror}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._path is None:
            self._stream.flush()
            return
        self._stream.close()
        if self._in_place:
            return
        if kind is None:
            self._written().replace(self._path)
        else:
            self._written().unlink()

    def _written(self) -> Path:
        assert self._path is not None
        return self._path if self._in_place else self._path.with_name(f".{self._path.name}.part")

"""One run's dealings with the register: what is known already, what is saved, and the line in the run log."""

from __future__ import annotations

from collections.abc import Sequence

from roznamcha.issues import Issue
from roznamcha.model import Record, Source
from roznamcha.register.ids import asked_id
from roznamcha.register.reading import read_issues
from roznamcha.register.runs import InputDigest, begin_run, finish_run, unfinished_run
from roznamcha.register.store import Register
from roznamcha.register.writing import Coding, Saved, is_coded, note_place, save_issues, save_record


class Ledger:
    """Keep the results of one run. The run's line is written with its first result, so that an idle run leaves none."""

    def __init__(self, register: Register, version: str, *, published: str | None, options: str = "{}") -> None:
        self.register = register
        self._version = version
        self._published = published
        self._options = options
        self._inputs = InputDigest()
        self._run: int | None = None

    def known(self, source: Source) -> str | None:
        """Give the id of the document that this source already became by this version, or None."""
        asked = asked_id(source, self._published)
        self._inputs.add(asked)
        known = is_coded(self.register, asked, self._version)
        if known:
            note_place(self.register, source)
        return known

    def issues(self, document_id: str) -> tuple[Issue, ...]:
        """Give the issues that a known document came with; they are no less true the second time."""
        return tuple(read_issues(self.register, document_id))

    def save(self, source: Source, record: Record, issues: Sequence[Issue]) -> Saved:
        """Save one document whole."""
        coding = Coding(asked_id(source, self._published), self._version, self._open())
        saved = save_record(self.register, source, record, issues, coding)
        if saved == "kept" and is_coded(self.register, coding.asked, coding.coder):
            note_place(self.register, source)
        return saved

    def save_issues(self, issues: Sequence[Issue]) -> None:
        """Save what went wrong where no document came of it."""
        save_issues(self.register, issues)

    def incidents(self) -> int:
        """Count the incidents that this run's documents tell of; reports that no one has linked count one each."""
        query = (
            "SELECT count(DISTINCT coalesce(incident, r.id)) FROM documents d JOIN reports r ON r.document = d.id"
            " LEFT JOIN incident_reports ON report = r.id WHERE d.run = ?"
        )
        return int(self.register.db.execute(query, (self._run,)).fetchone()[0])

    def finish(self) -> None:
        """Close the run's line, that of a run which was cut off and is now complete included."""
        if self._run is None and unfinished_run(self.register, self._version, self._options) is None:
            return
        finish_run(self.register, self._open(), self._inputs.hexdigest())

    def _open(self) -> int:
        if self._run is None:
            self._run = begin_run(self.register, self._version, self._options)
        return self._run

"""read → clean → code → resolve → link → register: where the stages are joined, and nowhere else.

The stages are plain functions; this module hands the result of one to the next, keeps what went wrong beside what went
right, and commits each document whole. Resolving happens inside `coder`, which turns words into values. How many processes
run the middle part is the mapper's affair (`scale.pool`), and never changes a byte of the result.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from roznamcha.clean import clean
from roznamcha.coder import code_documents
from roznamcha.errors import DataError
from roznamcha.issues import Issue
from roznamcha.model import Document, Record, Source
from roznamcha.resolve.actors.registry import decision_file, open_registry
from roznamcha.resolve.gazetteer.index import index_file, open_gazetteer
from roznamcha.settings import CodeOptions
from roznamcha.version import __version__

if TYPE_CHECKING:
    from roznamcha.register import Register
    from roznamcha.register.ledger import Ledger

BATCH_CHARACTERS = 1_000_000
"""A batch is closed early when its texts are this long together, which bounds memory whatever the size of the documents."""
UNSAVEABLE = (ArithmeticError, ValueError, TypeError, sqlite3.DataError, sqlite3.IntegrityError)
"""Raised on saving a record that a stage made wrongly; what is wrong with the file or the disk ends the run."""
NO_MEANS = "no-means"
"""The issue of a document that the next run tries again, and that is therefore not kept."""
SQLITE_HEADER = 100
"""Bytes at the head of any SQLite file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one piece of input: a record, or none and the issues that say why.

    `state` is "coded", "kept" (the register has it already, as `document_id`) or "failed". A document on which a later stage
    failed is coded all the same: as a record that says nothing, with the issue beside it.
    """

    state: Literal["coded", "kept", "failed"]
    source: Source | None = None
    record: Record | None = None
    issues: tuple[Issue, ...] = ()
    document_id: str | None = None


Item = Source | Outcome
"""A piece of input on its way: still to be coded, or settled before it comes to that."""


class Mapper(Protocol):
    """Runs a stage over batches and yields the results in the order of the batches (`scale.pool.Pool` is one)."""

    def __call__(
        self, stage: Callable[[Sequence[Item]], list[Outcome]], batches: Iterable[Sequence[Item]], lost: Callable[[Item], Outcome]
    ) -> Iterator[list[Outcome]]:
        """Give `lost(item)` for an item that takes its process down."""
        ...


def code_sources(
    found: Iterable[Source | Issue], options: CodeOptions, *, ledger: Ledger | None = None, mapper: Mapper | None = None
) -> Iterator[Outcome]:
    """Carry everything that `read.discover` finds through the stages, and yield what came of each, in order.

    With a ledger each outcome is in the register before it is yielded. Raises DataError at once when what it codes by (the
    gazetteer, the decisions about actors) cannot be used, which would be an issue with every document.
    """
    _check_tables()
    stage = partial(code_batch, published=options.published)
    batches = _batches((_settle(item, ledger) for item in found), options.batch)
    results = mapper(stage, batches, _lost) if mapper else map(stage, batches)
    for outcomes in results:
        for outcome in outcomes:
            yield _keep(outcome, ledger) if ledger else outcome
    if ledger:
        if options.link:
            link(ledger.register)
        ledger.finish()


def code_batch(batch: Sequence[Item], published: str | None = None) -> list[Outcome]:
    """Clean and code a batch. What fails becomes an outcome with an issue; the rest of the batch goes on."""
    cleaned = [item if isinstance(item, Outcome) else _clean(item, published) for item in batch]
    coded = iter(_code([item[1] for item in cleaned if not isinstance(item, Outcome)]))
    return [item if isinstance(item, Outcome) else _join(item, next(coded)) for item in cleaned]


def code(text: str, *, published: str | None = None, title: str | None = None) -> Record:
    """Code one text and give what it says; raise DataError when there is no article in it.

    `published` is the day against which "on Thursday" is read; without it such a date stays unknown.
    """
    data = text.encode("utf-8", "surrogatepass")
    stated = (("title", title),) if title else ()
    source = Source(hashlib.sha256(data).hexdigest(), "text", "text", "text", data, text, stated=stated, errors="surrogatepass")
    (outcome,) = code_batch((source,), CodeOptions(published=published).published)
    faults = [issue.what for issue in outcome.issues if issue.level == "error"]
    if outcome.record is None or faults:
        raise DataError("; ".join(faults))
    return outcome.record


def open_ledger(register: Register, options: CodeOptions) -> Ledger:
    """Begin a run's dealings with a register."""
    from roznamcha.register.ledger import Ledger

    return Ledger(register, coder_version(), published=options.published, options=options.recorded())


def link(register: Register) -> None:
    """Put the register's reports into incidents: those that are new, and those that a run which was cut off left over."""
    from roznamcha.placing import link_register  # what it needs takes longer to load than a text takes to code

    link_register(register)


def coder_version() -> str:
    """Name the version of everything that decides what a document says; another version codes a register's documents anew.

    It is the package's, the weights', and digests of the gazetteer's index and of the user's decisions about actors. Raises
    DataError when one of the two cannot be used.
    """
    _check_tables()
    weights = files("roznamcha.data") / "weights" / "meta.json"
    parts = [__version__, str(json.loads(weights.read_text())["version"]) if weights.is_file() else ""]
    # SQLite writes its own version into the header, which says nothing about the places.
    parts.append(_digest_of("gazetteer", index_file(), SQLITE_HEADER))
    parts.append(_digest_of("actors", decision_file()))
    return "+".join(part for part in parts if part)


def _check_tables() -> None:
    """Raise DataError when the gazetteer's index or the decisions about actors cannot be used."""
    open_registry()
    try:
        open_gazetteer().unit("PK")
    except sqlite3.Error as error:
        raise DataError(f"{index_file()}: is no index of places ({error}); do: roznamcha gazetteer build") from error


def _digest_of(label: str, path: Path, skip: int = 0) -> str:
    """Name a file by its content from byte `skip` on; a file that is not there or holds nothing has no name."""
    if not path.is_file() or path.stat().st_size <= skip:
        return ""
    with path.open("rb") as stream:
        stream.seek(skip)
        return f"{label}.{hashlib.file_digest(stream, 'sha256').hexdigest()[:12]}"


def _settle(item: Source | Issue, ledger: Ledger | None) -> Item:
    if isinstance(item, Issue):
        return Outcome("failed" if item.level == "error" else "kept", issues=(item,))
    known = ledger.known(item) if ledger else None
    return Outcome("kept", item, issues=ledger.issues(known), document_id=known) if ledger and known else item


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    batch: list[Item] = []
    length = 0
    for item in items:
        batch.append(item)
        length += len(item.text) if isinstance(item, Source) else 0
        if len(batch) >= size or length >= BATCH_CHARACTERS:
            yield tuple(batch)
            batch, length = [], 0
    if batch:
        yield tuple(batch)


Cleaned = tuple[Source, Document, tuple[Issue, ...]]


def _clean(source: Source, published: str | None) -> Cleaned | Outcome:
    try:
        document, issues = clean(source, published=published)
    except Exception as error:  # one page that breaks a parser must not end a run over thousands
        return Outcome("failed", source, issues=(_bug("clean", source.uri, error),))
    return Outcome("failed", source, issues=issues) if document is None else (source, document, issues)


def _code(documents: list[Document]) -> list[Record | Issue]:
    try:
        return list(code_documents(documents))
    except Exception as error:  # as above; one by one, the others of the batch are coded all the same
        if len(documents) == 1:
            return [_bug("code", documents[0].name, error)]
        return [result for document in documents for result in _code([document])]


def _join(cleaned: Cleaned, coded: Record | Issue) -> Outcome:
    source, document, issues = cleaned
    if isinstance(coded, Issue):
        failed = Outcome("failed", source, issues=(*issues, coded))
        return failed if coded.code == NO_MEANS else replace(failed, state="coded", record=Record(document, (), ()))
    return Outcome("coded", source, coded, issues)


def _keep(outcome: Outcome, ledger: Ledger) -> Outcome:
    """See that the register has what came of one piece of input; what a known document came with is there already."""
    if outcome.document_id is not None:
        return outcome
    if outcome.source is None or outcome.record is None:
        ledger.save_issues(outcome.issues)
        return outcome
    source, document = outcome.source, outcome.record.document
    for record in (outcome.record, Record(document, (), ())):
        try:
            return _save(outcome, source, record, ledger)
        except UNSAVEABLE as error:  # a value that no register can hold must not end the run, nor cost the document
            outcome = Outcome("failed", source, issues=(*outcome.issues, _bug("save", source.uri, error)))
    ledger.save_issues(outcome.issues)
    return outcome


def _save(outcome: Outcome, source: Source, record: Record, ledger: Ledger) -> Outcome:
    saved = ledger.save(source, record, outcome.issues)
    if saved == "kept":
        return Outcome("kept", source, issues=outcome.issues, document_id=record.document.id)
    return replace(outcome, state="coded", record=record)


def _lost(item: Item) -> Outcome:
    if isinstance(item, Outcome):
        return item
    issue = Issue("crashed", item.uri, "the process that read it died", "look at it alone; it may be damaged, or too large")
    return Outcome("failed", item, issues=(issue,))


def _bug(stage: str, where: str, error: Exception) -> Issue:
    """Say which stage failed on what: by a mistake of ours, which another try repeats, or for want of memory or files."""
    said = f"{type(error).__name__}: {error}"[:250]
    if isinstance(error, MemoryError | OSError):
        return Issue(NO_MEANS, where, f"the machine could not carry it through the stage `{stage}`: {said}", "run it again")
    what = f"the stage `{stage}` failed on it: {said}"
    return Issue("stage-failed", where, what, "please report it with the text; the other documents are not touched")

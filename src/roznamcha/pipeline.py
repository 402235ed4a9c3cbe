"""read → clean → code → resolve → link → register: where the stages are joined, and nowhere else.

The stages are plain functions; this module hands the result of one to the next, keeps what went wrong beside what went
right, and commits each document whole. Resolving happens inside `coder`, which turns words into values. How many processes
run the middle part is the mapper's affair (`scale.pool`), and never changes a byte of the result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Protocol

from roznamcha.clean import clean
from roznamcha.coder import code_documents
from roznamcha.errors import DataError
from roznamcha.issues import Issue
from roznamcha.model import Document, Record, Source
from roznamcha.settings import CodeOptions
from roznamcha.version import __version__

if TYPE_CHECKING:
    from roznamcha.register import Register
    from roznamcha.register.ledger import Ledger

BATCH_CHARACTERS = 1_000_000
"""A batch is closed early when its texts are this long together, which bounds memory whatever the size of the documents."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one piece of input: a record, or none and the issues that say why.

    `state` is "coded", "kept" (the register has it already, as `document_id`) or "failed".
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

    With a ledger each outcome is in the register before it is yielded.
    """
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
    if outcome.record is None:
        raise DataError("; ".join(issue.what for issue in outcome.issues))
    return outcome.record


def open_ledger(register: Register, options: CodeOptions) -> Ledger:
    """Begin a run's dealings with a register."""
    from roznamcha.register.ledger import Ledger

    return Ledger(register, coder_version(), published=options.published, options=options.recorded())


def link(register: Register) -> None:
    """Put the register's reports into incidents: those that are new, and those that a run which was cut off left over."""
    from roznamcha.derive import link_register  # what it needs takes longer to load than a text takes to code

    link_register(register)


def coder_version() -> str:
    """Name the version of everything that decides what a document says; another version codes a register's documents anew."""
    weights = files("roznamcha.data") / "weights" / "meta.json"
    return f"{__version__}+{json.loads(weights.read_text())['version']}" if weights.is_file() else __version__


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
    source, _, issues = cleaned
    if isinstance(coded, Issue):
        return Outcome("failed", source, issues=(*issues, coded))
    return Outcome("coded", source, coded, issues)


def _keep(outcome: Outcome, ledger: Ledger) -> Outcome:
    if outcome.source is None or outcome.record is None:
        ledger.save_issues(outcome.issues)
        return outcome
    saved = ledger.save(outcome.source, outcome.record, outcome.issues)
    if saved == "kept":
        return Outcome("kept", outcome.source, issues=outcome.issues, document_id=outcome.record.document.id)
    return outcome


def _lost(item: Item) -> Outcome:
    if isinstance(item, Outcome):
        return item
    issue = Issue("crashed", item.uri, "the process that read it died", "look at it alone; it may be damaged, or too large")
    return Outcome("failed", item, issues=(issue,))


def _bug(stage: str, where: str, error: Exception) -> Issue:
    what = f"the stage `{stage}` failed on it: {type(error).__name__}: {error}"
    return Issue("stage-failed", where, what[:300], "please report it with the text; the other documents are not touched")

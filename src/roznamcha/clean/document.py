"""Make the clean document of one source: extract, repair, judge the paragraphs, drop the furniture, read the facts.

    1 extract   HTML: find the article and its map to the source; plain text is its own article
    2 repair    undo the damage of transport, with a plan
    3 judge     say what each paragraph is; furniture is cut out and recorded as dropped
    4 facts     title, publisher, author, publication date and language, each with its evidence

For plain text the plan includes the cuts, so that source text and plan give the document's text again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from roznamcha.clean.blocks import Judged, author_of, classify, to_blocks
from roznamcha.clean.language import language_of
from roznamcha.clean.layout import paragraphs
from roznamcha.clean.offsets import Draft, Edit, edit
from roznamcha.clean.published import read_date_line, read_published
from roznamcha.clean.repair import repair
from roznamcha.issues import Issue
from roznamcha.model import Document, Dropped, Meta, Repair, Source

LONGEST_LINE = 1_000_000
LONGEST_TEXT = 2_000_000
"""Characters. No news article comes near; what does would hold up the run for minutes and say nothing."""

Cleaned = tuple[Document | None, tuple[Issue, ...]]


def clean(source: Source, *, published: str | None = None) -> Cleaned:
    """Make the document of a source, with the issues met on the way; no document when nothing of it can be used.

    `published` is the publication date to use where neither the container nor the text states one.
    """
    draft = Draft.of(source.text)
    too_long = _too_long(draft.text, source.uri)
    if too_long:
        return None, (too_long,)
    draft, plan = repair(draft)
    judged = classify(paragraphs(draft.text), _stated(source, "title"))
    draft, judged, dropped, cuts = _drop(draft, judged)
    if not judged:
        return None, (Issue("no-article", source.uri, "nothing is left without page furniture", "check what was saved"),)
    date, bad_dates = _published(source, draft, judged, published)
    document = Document(
        id=document_id(source),
        source=source.digest,
        name=source.name,
        text=draft.text,
        offsets=draft.offsets,
        blocks=to_blocks(judged),
        title=_title(source, draft, judged),
        publisher=_from_container(source, "publisher"),
        author=_from_container(source, "author") or _byline(draft, judged),
        published=date,
        language=_language(source, draft.text),
        url=_stated(source, "url"),
        dropped=dropped,
        repairs=plan + cuts,
    )
    return document, (*_control_issue(source, plan), *bad_dates)


def document_id(source: Source) -> str:
    """Name a document by its source's bytes and name: the same input gives the same id, wherever it is read."""
    return hashlib.sha256(f"{source.digest}\n{source.name}".encode("utf-8", "replace")).hexdigest()[:20]


def _too_long(text: str, where: str) -> Issue | None:
    if len(text) > LONGEST_TEXT:
        return Issue("too-long", where, f"its text has {len(text):,} characters, over {LONGEST_TEXT:,}", "split it into articles")
    if len(text) > LONGEST_LINE and (line := max(map(len, text.split("\n")))) > LONGEST_LINE:
        return Issue("long-line", where, f"one line has {line:,} characters, over {LONGEST_LINE:,}", "break it into paragraphs")
    return None


def _drop(draft: Draft, judged: Sequence[Judged]) -> tuple[Draft, tuple[Judged, ...], tuple[Dropped, ...], tuple[Repair, ...]]:
    """Cut the furniture out of the draft with the white space after it, and shift what stays."""
    edits: list[Edit] = []
    kept: list[Judged] = []
    dropped: list[Dropped] = []
    gone = 0
    for at, one in enumerate(judged):
        paragraph = one.paragraph
        if one.kind != "furniture":
            moved = replace(paragraph, start=paragraph.start - gone, end=paragraph.end - gone)
            kept.append(replace(one, paragraph=moved))
            continue
        end = judged[at + 1].paragraph.start if at + 1 < len(judged) else len(draft.text)
        reason = one.reason or "furniture"
        edits.append(Edit(paragraph.start, end, "", f"drop: {reason}"))
        dropped.append(Dropped(*draft.offsets.to_source(paragraph.start, paragraph.end), paragraph.text, reason))
        gone += end - paragraph.start
    after, cuts = edit(draft, edits)
    return after, tuple(kept), tuple(dropped), cuts


def _stated(source: Source, key: str) -> str | None:
    return next((value for known, value in source.stated if known == key and value.strip()), None)


def _from_container(source: Source, key: str) -> Meta | None:
    value = _stated(source, key)
    return Meta(value, f"container {key}") if value else None


def _span(draft: Draft, one: Judged) -> tuple[int, int]:
    return draft.offsets.to_source(one.paragraph.start, one.paragraph.end)


def _title(source: Source, draft: Draft, judged: Sequence[Judged]) -> Meta | None:
    printed = next((one for one in judged if one.kind == "title"), None)
    stated = _stated(source, "title")
    if stated:
        return Meta(stated, "container title", _span(draft, printed) if printed else None)
    return Meta(printed.paragraph.text, "first line", _span(draft, printed)) if printed else None


def _byline(draft: Draft, judged: Sequence[Judged]) -> Meta | None:
    for one in judged:
        if one.kind == "credit" and (author := author_of(one.paragraph.text)):
            return Meta(author, "byline", _span(draft, one))
    return None


def _published(
    source: Source, draft: Draft, judged: Sequence[Judged], given: str | None
) -> tuple[Meta | None, tuple[Issue, ...]]:
    """Take the first date that can be read: the container's, a line of the text's, the one the user gives."""
    issues = []
    if stated := _stated(source, "published"):
        if value := read_published(stated):
            return Meta(value, "container published"), ()
        issues.append(_bad_date(source.uri, stated))
    found = next(_date_lines(draft, judged), None)
    if found is None and given:
        value = read_published(given)
        found = Meta(value, "--published") if value else None
        issues += [] if value else [_bad_date(source.uri, given)]
    return found, tuple(issues)


def _date_lines(draft: Draft, judged: Sequence[Judged]) -> Iterator[Meta]:
    """Read the lines that hold a date and nothing else; a first publication comes before an update."""
    read = [(read_date_line(one.paragraph.text), one) for one in judged if one.kind == "dateline"]
    for update in (False, True):
        for found, one in read:
            if found and found[1] is update:
                yield Meta(found[0], "date line", _span(draft, one))


def _bad_date(where: str, stated: str) -> Issue:
    return Issue("bad-date", where, f"the publication date {stated[:60]!r} is not a day", "write it as YYYY-MM-DD", "warning")


def _language(source: Source, text: str) -> Meta | None:
    stated = _from_container(source, "language")
    code = language_of(text)
    return stated or (Meta(code, "py3langid") if code else None)


def _control_issue(source: Source, plan: Sequence[Repair]) -> Iterator[Issue]:
    count = sum(len(step.old) for step in plan if step.action == "control character" and step.old.strip("\ufeff"))
    if count:
        what = f"it holds {count} NULs or other control characters; they are taken out"
        yield Issue("control-characters", source.uri, what, "check how it was saved", "warning")

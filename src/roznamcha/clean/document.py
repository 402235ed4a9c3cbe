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
from dataclasses import dataclass, field, replace

from roznamcha.clean.article import Article, find_article
from roznamcha.clean.blocks import Judged, author_of, classify, outlet_of, to_blocks
from roznamcha.clean.language import language_of
from roznamcha.clean.layout import Paragraph, paragraphs
from roznamcha.clean.metadata import Facts, read_facts
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
    extracted = _extract(source)
    if isinstance(extracted, Issue):
        return None, (extracted,)
    draft, plan = repair(extracted.draft)
    parts = _paragraphs(draft, extracted.article)
    draft, judged, dropped, cuts = _drop(draft, classify(parts, _stated(source, "title") or _value(extracted.facts.title)))
    if not judged:
        return None, (Issue("no-article", source.uri, "nothing is left without page furniture", "check what was saved"),)
    date, issues = _published(_Read(source, draft, judged, extracted.facts), published)
    document = _document(_Read(source, draft, judged, extracted.facts), date)
    outside = extracted.article.dropped if extracted.article else ()
    everything = tuple(sorted((*outside, *dropped), key=lambda gone: gone.source_start))
    return replace(document, dropped=everything, repairs=plan + cuts), (*_control_issue(source, plan), *issues)


@dataclass(frozen=True, slots=True)
class _Extracted:
    """What step 1 gives: the draft, and for HTML the article and the facts its page states."""

    draft: Draft
    article: Article | None = None
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class _Read:
    """All that the facts of a document are read from."""

    source: Source
    draft: Draft
    judged: tuple[Judged, ...]
    facts: Facts


def _extract(source: Source) -> _Extracted | Issue:
    if source.media != "html":
        return _too_long(source.text, source.uri) or _Extracted(Draft.of(source.text))
    article = find_article(source.text)
    if isinstance(article, str):
        return Issue("bad-html", source.uri, article, "save the article as text, or the page without its scripts")
    if not article.draft.text:
        return Issue("no-article", source.uri, "the page holds no article", "check what was saved")
    too_long = _too_long(article.draft.text, source.uri)
    return too_long or _Extracted(article.draft, article, read_facts(source.text, article.page))


def _paragraphs(draft: Draft, article: Article | None) -> tuple[Paragraph, ...]:
    if article is None:
        return paragraphs(draft.text)
    lines = paragraphs(draft.text, wrapped=False)
    return tuple(replace(line, hint=article.hint_at(draft.offsets.to_source(line.start, line.end)[0])) for line in lines)


def _document(read: _Read, published: Meta | None) -> Document:
    source, draft, facts = read.source, read.draft, read.facts
    return Document(
        id=document_id(source),
        source=source.digest,
        name=source.name,
        text=draft.text,
        offsets=draft.offsets,
        blocks=to_blocks(read.judged),
        title=_title(read),
        publisher=_from_container(source, "publisher") or facts.publisher or _outlet(read),
        author=_from_container(source, "author") or facts.author or _byline(read),
        published=published,
        language=_language(read),
        url=_stated(source, "url") or facts.url,
    )


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


def _value(meta: Meta | None) -> str | None:
    return meta.value if meta else None


def _title(read: _Read) -> Meta | None:
    """Take the stated title, with the place where the text prints it; else the headline that the text opens with."""
    printed = next((one for one in read.judged if one.kind == "title"), None)
    stated = _from_container(read.source, "title") or read.facts.title
    if stated is None:
        return Meta(printed.paragraph.text, "first line", _span(read.draft, printed)) if printed else None
    if stated.source_span is None and printed is not None:
        return replace(stated, source_span=_span(read.draft, printed))
    return stated


def _byline(read: _Read) -> Meta | None:
    for one in read.judged:
        if one.kind == "credit" and (author := author_of(one.paragraph.text)):
            return Meta(author, "byline", _span(read.draft, one))
    return None


def _outlet(read: _Read) -> Meta | None:
    line = outlet_of(read.judged)
    return Meta(line.paragraph.text, "line under the headline", _span(read.draft, line)) if line else None


def _published(read: _Read, given: str | None) -> tuple[Meta | None, tuple[Issue, ...]]:
    """Take the first date that can be read: the container's, the page's, a line of the text's, the one the user gives."""
    where = read.source.uri
    bad = []
    if stated := _stated(read.source, "published"):
        if value := read_published(stated):
            return Meta(value, "container published"), ()
        bad.append(stated)
    found = read.facts.published or next(_date_lines(read), None)
    if found is None:
        bad += read.facts.bad_dates[:1]
        if given and (value := read_published(given)):
            found = Meta(value, "--published")
        elif given:
            bad.append(given)
    return found, tuple(_bad_date(where, date) for date in bad[:1])


def _date_lines(read: _Read) -> Iterator[Meta]:
    """Read the lines that hold a date and nothing else; a first publication comes before an update."""
    lines = [(read_date_line(one.paragraph.text), one) for one in read.judged if one.kind == "dateline"]
    for update in (False, True):
        for found, one in lines:
            if found and found[1] is update:
                yield Meta(found[0], "date line", _span(read.draft, one))


def _bad_date(where: str, stated: str) -> Issue:
    return Issue("bad-date", where, f"the publication date {stated[:60]!r} is not a day", "write it as YYYY-MM-DD", "warning")


def _language(read: _Read) -> Meta | None:
    """Name the language: what the container states, what the words say, what the page says it is."""
    stated = _from_container(read.source, "language")
    code = None if stated else language_of(read.draft.text)
    return stated or (Meta(code, "py3langid") if code else read.facts.language)


def _control_issue(source: Source, plan: Sequence[Repair]) -> Iterator[Issue]:
    count = sum(len(step.old) for step in plan if step.action == "control character" and step.old.strip("\ufeff"))
    if count:
        what = f"it holds NULs or other control characters ({count:,}); they are taken out"
        yield Issue("control-characters", source.uri, what, "check how it was saved", "warning")

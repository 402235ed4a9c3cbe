"""Repair what transport did to a text, and keep the plan.

Each rule is one pass that finds its damage by a pattern and says how it is undone; a rule that finds nothing changes
nothing, so that a clean text comes back as it was, to the letter. The plan (`Repair`s) replays: the source text and the
plan give the clean text (`offsets.apply_repairs`).

Left alone on purpose: curly quotes, ligatures, soft hyphens, zero-width and no-break spaces, and C1 control characters,
because a quote must stand in the register as it was printed. Mojibake is undone by ftfy, word by word, where its
heuristics call the word bad.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

from roznamcha.clean.offsets import Draft, Edit, edit
from roznamcha.model import Repair

_INLINE = "a abbr b big center cite code em font i img ins mark s small span strike strong sub sup tt u"
_BLOCK = (
    "article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section "
    "table td th tr ul"
)
_TAG = re.compile(rf"</?(?:({_BLOCK.replace(' ', '|')})|{_INLINE.replace(' ', '|')})(?:\s[^<>]{{0,300}})?\s?/?>", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|[lr][sd]quo|hellip|pound|euro|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE
)
_ESCAPED_QUOTE = re.compile(r"""\\+(["'])""")
_LINE_END = re.compile(r"\r\n?")
_BROKEN = re.compile(r"[\ud800-\udfff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]+")
_PAGE_BREAK = re.compile(r"\x0c")
_NOT_ASCII_WORD = re.compile(r"[^\s\x00-\x7f]*[^\x00-\x7f][^ \n\t]{0,200}")
_MOJIBAKE = TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False)

Rule = Callable[[str], Iterator[Edit]]


def repair(draft: Draft) -> tuple[Draft, tuple[Repair, ...]]:
    """Run every rule over the draft and return it with the plan of what was done.

    >>> repair(Draft.of('said \\\\"yes\\\\" &amp; left'))[0].text
    'said "yes" & left'
    """
    plan: list[Repair] = []
    for rule in RULES:
        draft, done = edit(draft, tuple(rule(draft.text)))
        plan += done
    return draft, tuple(plan)


def line_ends(text: str) -> Iterator[Edit]:
    """Write every line end as one newline."""
    return _replace(text, _LINE_END, "\n", "line end")


def broken_characters(text: str) -> Iterator[Edit]:
    """Show bytes that stood for no character as U+FFFD, one for a run."""
    return _replace(text, _BROKEN, "\ufffd", "undecodable bytes") if not text.isascii() else iter(())


def control_characters(text: str) -> Iterator[Edit]:
    """Take out NULs and other control characters that no one prints."""
    return _replace(text, _CONTROL, "", "control character")


def page_breaks(text: str) -> Iterator[Edit]:
    """Let a form feed be the line break it stands for."""
    return _replace(text, _PAGE_BREAK, "\n", "page break")


def escaped_quotes(text: str) -> Iterator[Edit]:
    r"""Take the backslashes off escaped quotes: `\"` is how a program wrote what the paper printed as `"`."""
    if "\\" in text:
        for match in _ESCAPED_QUOTE.finditer(text):
            yield Edit(match.start(), match.end(), match[1], "escaped quote")


def entities(text: str) -> Iterator[Edit]:
    """Write common character references as the characters they name."""
    if "&" in text:
        for match in _ENTITY.finditer(text):
            yield Edit(match.start(), match.end(), html.unescape(match[0]), "character reference")


def stray_tags(text: str) -> Iterator[Edit]:
    """Take out HTML tags left in plain text; one that ends a paragraph in mid-line leaves a line break."""
    if "<" not in text:
        return
    run: list[re.Match[str]] = []
    for match in _TAG.finditer(text):
        if run and run[-1].end() != match.start():
            yield _without_tags(text, run)
            run = []
        run.append(match)
    if run:
        yield _without_tags(text, run)


def _without_tags(text: str, run: list[re.Match[str]]) -> Edit:
    start, end = run[0].start(), run[-1].end()
    inside = text[start - 1 : start] not in ("", "\n") and text[end : end + 1] not in ("", "\n")
    return Edit(start, end, "\n" if inside and any(tag[1] for tag in run) else "", "stray tag")


def mojibake(text: str) -> Iterator[Edit]:
    """Undo wrong decodings (`â€œ` for a curly quote) where ftfy calls the word bad.

    Undoing always shortens, since one character had become several; what stays as long is a lone control character,
    and those are left as printed.
    """
    if text.isascii() or not is_bad(text):
        return
    for match in _NOT_ASCII_WORD.finditer(text):
        word = match[0]
        if is_bad(word) and len(fixed := fix_encoding(word, _MOJIBAKE)) < len(word):
            yield _smallest(match.start(), word, fixed)


def _smallest(start: int, old: str, new: str) -> Edit:
    """Trim what the two have in common, so that the edit covers the damage only."""
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - head) if old[-1 - i] != new[-1 - i]), shortest - head)
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail], "mojibake")


def _replace(text: str, pattern: re.Pattern[str], new: str, action: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield Edit(match.start(), match.end(), new, action)


RULES: tuple[Rule, ...] = (
    line_ends,
    broken_characters,
    control_characters,
    page_breaks,
    escaped_quotes,
    entities,
    stray_tags,
    mojibake,
)
"""In this order: bytes before characters, characters before marks. (`&lt;p&gt;` becomes a tag and is then taken out.)"""

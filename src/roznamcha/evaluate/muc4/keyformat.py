"""The official file form of MUC-4 keys and responses, written and read.

    0.  MESSAGE: ID                     TST1-MUC3-0001
    1.  MESSAGE: TEMPLATE               1
    ...
    12. PHYS TGT: ID                    "PRESIDENTIAL FARM" / "FARM"
    13. PHYS TGT: TYPE                  GOVERNMENT OFFICE OR RESIDENCE: "PRESIDENTIAL FARM" / "FARM"

Each fill stands on a line of its own; a slash parts alternatives, a question mark opens an optional fill, a hyphen fills an
empty slot, and a message about nothing relevant has one template of asterisks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roznamcha.evaluate.muc4.templates import HEADINGS, SLOTS, STRING_SLOTS, Alternative, Fill, Messages, Template

SLOT_NAMES = tuple(HEADINGS)
WHOLE_SLOTS = frozenset({"incident_date", "incident_location"})
"""Slots whose value may hold colons and hyphens of its own."""

VALUE_COLUMN = 36
LINE = re.compile(r"\s?(\d+)\.\s+(.*)")
PIECE = re.compile(r'"((?:\\.|[^"\\])*)"|([/:])|([^"/:]+)')


def write_messages(messages: Messages) -> str:
    """Write messages in the official form, in the order of their ids."""
    parts = [_write_message(docid, messages[docid]) for docid in sorted(messages)]
    return "\n\n\n".join(part for message in parts for part in message) + "\n"


def _write_message(docid: str, templates: list[Template]) -> Iterator[str]:
    if not templates:
        yield "\n".join(_line(slot, docid if slot == "message_id" else "*") for slot in SLOT_NAMES)
    for number, template in enumerate(templates, 1):
        heading = f"{template.number or number}{' (OPTIONAL)' if template.optional else ''}"
        lines = [_line("message_id", docid), _line("message_template", heading)]
        for slot in SLOTS:
            first, *rest = [_write_fill(slot, fill) for fill in template.fills(slot)] or ["-"]
            lines += [_line(slot, first), *(" " * VALUE_COLUMN + more for more in rest)]
        yield "\n".join(lines)


def _line(slot: str, value: str) -> str:
    number = f"{SLOT_NAMES.index(slot)}."
    return f"{number:<4}{HEADINGS[slot]}".ljust(VALUE_COLUMN) + value


def _write_fill(slot: str, fill: Fill) -> str:
    mark = "? " if fill.optional else ""
    return mark + " / ".join(_write_alternative(slot, one) for one in fill.alternatives)


def _write_alternative(slot: str, one: Alternative) -> str:
    value = _quote(one.value) if slot in STRING_SLOTS else one.value
    return f"{value}: {' / '.join(_quote(ref) for ref in one.refs)}" if one.refs else value


def _quote(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def read_messages(text: str) -> Messages:
    """Read messages written in the official form; lines that open with a semicolon are remarks."""
    messages: Messages = {}
    for docid, number, optional, slots in _blocks(text):
        templates = messages.setdefault(docid, [])
        if slots.get("incident_type"):
            templates.append(Template(docid, slots, number, optional))
    return messages


def _blocks(text: str) -> Iterator[tuple[str, int | None, bool, dict[str, tuple[Fill, ...]]]]:
    docid, heading, slot = "", "", ""
    fills: dict[str, tuple[Fill, ...]] = {}
    for line in text.splitlines():
        if line.startswith(";") or not line.strip():
            continue
        name, value = _split_line(line)
        if name == "message_id":
            if docid:
                yield docid, *_read_heading(heading), fills
            docid, heading, fills = value.split()[0], "", {}
        elif name == "message_template":
            heading = value
        slot = name or slot
        if slot in SLOTS and value not in ("-", "*", ""):
            fills[slot] = (*fills.get(slot, ()), _read_fill(slot, value))
    if docid:
        yield docid, *_read_heading(heading), fills


def _split_line(line: str) -> tuple[str | None, str]:
    found = LINE.match(line)
    if found and int(found[1]) < len(SLOT_NAMES):
        slot = SLOT_NAMES[int(found[1])]
        if found[2].upper().startswith(HEADINGS[slot]):
            return slot, found[2][len(HEADINGS[slot]) :].strip()
    return None, line.strip()


def _read_heading(heading: str) -> tuple[int | None, bool]:
    number = re.match(r"\d+", heading)
    return (int(number[0]) if number else None), "OPTIONAL" in heading.upper()


def _read_fill(slot: str, value: str) -> Fill:
    optional = value.startswith("?")
    value = value.removeprefix("?").strip()
    if slot in WHOLE_SLOTS:
        return Fill(tuple(Alternative(part.strip()) for part in re.split(r"\s+/\s+", value)), optional)
    return Fill(tuple(_read_alternatives(value)), optional)


def _read_alternatives(value: str) -> Iterable[Alternative]:
    """Read `A / B: "x" / "y"`.

    What a colon follows is an alternative, and the string after the colon what it is about; alternatives named before it share
    that string, and strings named after it belong to all alternatives.
    """
    found: dict[str, list[str]] = {}
    pieces = [_read_piece(*groups) for groups in PIECE.findall(value)]
    tokens = [piece for piece in pieces if piece[1]]
    referring = False
    for number, (kind, words) in enumerate(tokens):
        following = tokens[number + 1 : number + 2] == [("mark", ":")]
        if kind == "mark":
            referring = referring or words == ":"
        elif tokens[number - 1 : number] == [("mark", ":")]:
            latest = next(reversed(found))
            for name, refs in found.items():
                if not refs or name == latest:
                    refs.append(words)
        elif referring and kind == "string" and not following:
            for refs in found.values():
                refs += [words] if words not in refs else []
        else:
            found[words] = []
    return [Alternative(one, tuple(refs)) for one, refs in found.items()]


def _read_piece(string: str, mark: str, word: str) -> tuple[str, str]:
    if mark:
        return "mark", mark
    return ("word", word.strip()) if word else ("string", re.sub(r"\\(.)", r"\1", string))

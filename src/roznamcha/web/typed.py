"""What a reviewer types, read into the value of a field: short forms that need no mouse.

| field | form | example |
|---|---|---|
| kind, status, scope | the word or its beginning | `Suicide`, `thwarted` |
| background | yes or no | `no` |
| date | EDTF | `2014-02-13`, `XXXX-10-19`, `2014-02-10/2014-02-12` |
| place | names, smallest first | `Razzakabad; Karachi` |
| counts | low-high, `+` when open, parts in brackets | `13`, `12-15`, `51+`, `13 (12 state, 1 civilians)` |
| actor | name, role, kind | `police commandos; target; State forces` |
| person, weapon, source | name, and fate or type or kind | `Rashid Khan; killed` |
| claim | status | `claimed`, `none`, `denied` |

Where a name is left out, the selected words are the name. What cannot be read is refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from roznamcha.model import Actor, Claimed, Count, DateValue, Document, Person, Span, Speaker, Value, Weapon
from roznamcha.model import codebook as book
from roznamcha.resolve.edtf import parse_edtf


class UnreadableError(ValueError):
    """What was typed is no value of the field; the message says what would be."""


def read_typed(field: str, typed: str, chosen: Span | None, document: Document) -> Value:
    """Read what was typed for a field; `chosen` are the selected words. Raises UnreadableError."""
    if field not in book.FIELDS:
        raise UnreadableError(f"there is no field {field!r}")
    pieces = [piece.strip() for piece in typed.split(";")] if typed.strip() else []
    if field == "place":
        return _place(pieces, chosen, document)
    return _READERS[field](pieces, chosen)


def _one_of(word: str, choices: Sequence[str], what: str) -> str:
    folded = word.casefold()
    exact = [choice for choice in choices if choice.casefold() == folded]
    found = exact or [choice for choice in choices if folded and choice.casefold().startswith(folded)]
    if len(found) != 1:
        raise UnreadableError(f"{word!r} is no {what}; choose one of {', '.join(choices)}")
    return found[0]


def _closed(choices: Sequence[str], what: str) -> Callable[[list[str], Span | None], Value]:
    return lambda pieces, chosen: _one_of(pieces[0] if pieces else "", choices, what)


def _background(pieces: list[str], chosen: Span | None) -> Value:
    return _one_of(pieces[0] if pieces else "", ("yes", "no"), "answer") == "yes"


def _date(pieces: list[str], chosen: Span | None) -> Value:
    if not pieces:
        raise UnreadableError("a date is written as EDTF: 2014-02-13, XXXX-10-19, 2014-02-10/2014-02-12")
    try:
        first, last = parse_edtf(pieces[0])
    except ValueError as error:
        raise UnreadableError(str(error)) from error
    return DateValue(pieces[0], str(first) if first else None, str(last) if last else None, anchor="person")


_COUNT = re.compile(r"(?P<low>\d+)\s*(?:(?P<open>\+)|[-–]\s*(?P<high>\d+))?\s*(?:\((?P<parts>[^)]*)\))?")


def _count(pieces: list[str], chosen: Span | None) -> Value:
    match = _COUNT.fullmatch(pieces[0]) if pieces else None
    if match is None:
        raise UnreadableError("a count is written 13, 12-15, 51+, or 13 (12 state, 1 civilians)")
    low = int(match["low"])
    high = None if match["open"] else int(match["high"] or low)
    if high is not None and high < low:
        raise UnreadableError(f"{high} is less than {low}")
    return Count(low, high, _parts(match["parts"], low))


def _parts(text: str | None, low: int) -> tuple[tuple[str, int], ...]:
    parts = []
    for number, group in re.findall(r"(\d+)\s+(\w+)", text or ""):
        parts.append((_one_of(group, book.GROUPS, "group"), int(number)))
    if parts and sum(number for _, number in parts) != low:
        raise UnreadableError(f"the parts must add up to {low}")
    return tuple(parts)


def _name(pieces: list[str], chosen: Span | None, kinds: int) -> tuple[str, list[str]]:
    """Part the name from the words behind it; without a name the selected words are it."""
    if len(pieces) > kinds:
        return pieces[0], pieces[1:]
    if chosen is None:
        raise UnreadableError("select the words that name it, or type the name first")
    return chosen.text, pieces


def _actor(pieces: list[str], chosen: Span | None) -> Value:
    name, rest = _name(pieces, chosen, 2)
    if len(rest) != 2:
        raise UnreadableError("an actor is written name; role; kind")
    return Actor(name, _one_of(rest[0], book.ROLES, "role"), _one_of(rest[1], book.KINDS, "kind"))


def _person(pieces: list[str], chosen: Span | None) -> Value:
    name, rest = _name(pieces, chosen, 1)
    return Person(name, _one_of(rest[0] if rest else "", book.FATES, "fate"))


def _weapon(pieces: list[str], chosen: Span | None) -> Value:
    name, rest = _name(pieces, chosen, 1)
    return Weapon(name, _one_of(rest[0] if rest else "", book.WEAPON_TYPES, "weapon type"))


def _source(pieces: list[str], chosen: Span | None) -> Value:
    name, rest = _name(pieces, chosen, 1)
    return Speaker(name, _one_of(rest[0] if rest else "", book.SOURCE_KINDS, "kind of source"))


def _claim(pieces: list[str], chosen: Span | None) -> Value:
    status = _one_of(pieces[0] if pieces else "", book.CLAIM_STATUSES, "status of a claim")
    return Claimed(status, chosen if status != "none" else None)


def _place(pieces: list[str], chosen: Span | None, document: Document) -> Value:
    from roznamcha.resolve.places import resolve_place_value

    names = pieces or ([chosen.text] if chosen else [])
    if not names:
        raise UnreadableError("a place is written by its names, smallest first: Razzakabad; Karachi")
    return resolve_place_value(names)


_READERS: dict[str, Callable[[list[str], Span | None], Value]] = {
    "sub_event_type": _closed(book.SUB_EVENT_TYPES, "kind of incident"),
    "status": _closed(book.STATUSES, "status"),
    "scope": _closed(book.SCOPES, "scope"),
    "background": _background,
    "date": _date,
    **dict.fromkeys(book.COUNTS, _count),
    "actor": _actor,
    "person": _person,
    "weapon": _weapon,
    "source": _source,
    "claim": _claim,
}

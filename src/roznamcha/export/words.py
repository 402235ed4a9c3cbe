"""The one sentence that tells an incident in an export, with allegations marked and the act quoted.

ACLED's `notes`, GTD's `summary` and the descriptions of FollowTheMoney and GeoJSON are all this text (law 7: stance and
speaker travel with the value into every export).
"""

from __future__ import annotations

from roznamcha.export.entry import Entry, Sides, actor_of, on_top, sides, text_of, toll, when
from roznamcha.export.names import Masker
from roznamcha.model.incident import Cell, Toll
from roznamcha.model.values import Claimed

_STANCE = {"suspected": "suspected: ", "claimed": "claims responsibility: ", "denied": "accused, denies it: "}


def describe(entry: Entry, masker: Masker) -> str:
    """Tell the incident in a few plain sentences: when, where, who, to whom, how many, and the words of the first report."""
    head = f"{_day(entry)}, {text_of(entry, 'sub_event_type')}{_place(entry, masker)}{_status(entry)}."
    told = [head, _who(sides(entry), masker), _count("killed", toll(entry, "killed")), _count("injured", toll(entry, "injured"))]
    return " ".join(piece for piece in [*told, _claim(entry, masker), _quote(entry, masker)] if piece)


def range_words(counted: Toll) -> str:
    """Write a toll in words.

    >>> range_words(Toll(8, 13, 14)), range_words(Toll(51, 51, None)), range_words(Toll(2, 2, 2))
    ('13 (8 to 14)', 'at least 51', '2')
    """
    if counted.high is None:
        return f"at least {counted.best}" if counted.low == counted.best else f"{counted.best} (at least {counted.low})"
    if counted.low == counted.best == counted.high:
        return str(counted.best)
    return f"{counted.best} ({counted.low} to {counted.high})"


def allegation(cell: Cell, masker: Masker) -> str:
    """Name an actor with its stance before it and its speaker behind it, where it is not told as fact."""
    actor = actor_of(cell)
    speaker = f" (according to {masker.text(cell.speaker)})" if cell.speaker and cell.stance != "stated" else ""
    return f"{_STANCE.get(cell.stance, '')}{masker.actor(actor.name, actor.kind)}{speaker}"


def _day(entry: Entry) -> str:
    days = when(entry)
    if days is None:
        return "Day unknown"
    first = f"{days.first.day} {days.first:%B %Y}"
    return f"On {first}" if not days.days else f"Between {first} and {days.last.day} {days.last:%B %Y}"


def _place(entry: Entry, masker: Masker) -> str:
    names = masker.places(entry)
    return f" at {', '.join(names)}" if names else " at an unknown place"


def _status(entry: Entry) -> str:
    return ", thwarted" if text_of(entry, "status") == "thwarted" else ""


def _who(both: Sides, masker: Masker) -> str:
    by = "; ".join(allegation(cell, masker) for cell in both.attackers)
    to = "; ".join(allegation(cell, masker) for cell in both.attacked)
    return " ".join(piece for piece in (f"By: {by}." if by else "", f"Against: {to}." if to else "") if piece)


def _count(word: str, counted: Toll | None) -> str:
    if not counted:
        return ""
    more = on_top(counted)
    return f"{word.capitalize()}: {range_words(counted)}{f', and {more} of the attackers' if more else ''}."


def _claim(entry: Entry, masker: Masker) -> str:
    value = entry.incident.value_of("claim")
    if not isinstance(value, Claimed):
        return ""
    by = f" by {masker.text(value.by.text)}" if value.by else ""
    return "Nobody claimed it." if value.status == "none" else f"Responsibility {value.status}{by}."


def _quote(entry: Entry, masker: Masker) -> str:
    if not entry.reports:
        return ""
    document = entry.documents[0]
    publisher = document.publisher.value if document.publisher else None
    source = ", ".join(filter(None, (publisher, document.published_day)))
    words = masker.text(" ".join(entry.reports[0].anchor.text.split()))
    return f'Told as: "{words}"' + (f" ({source})." if source else ".")

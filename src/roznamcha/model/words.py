"""Values in short words, for tables on a terminal and on pages."""

from __future__ import annotations

from roznamcha.model.values import Actor, Claimed, Count, DateValue, Person, PlaceValue, Speaker, Value, Weapon

UNKNOWN = "unknown"
ALLEGED = {"suspected": "suspected", "claimed": "by its own claim", "denied": "denied"}
"""How a stance other than "stated" is shown beside a value: an allegation is never shown without it."""


def say(value: Value | None) -> str:
    """Write a value in short words.

    >>> say(Count(51, None)), say(Count(12, 15)), say(DateValue(None)), say(None)
    ('51 or more', '12 to 15', 'unknown', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case DateValue():
            return value.edtf or UNKNOWN
        case PlaceValue():
            return ", ".join(value.names) + (f" ({value.country})" if value.country else "")
        case Count():
            return _say_count(value)
        case Actor():
            return f"{value.name} ({value.role}, {value.kind})"
        case Person():
            return f"{value.name} ({value.fate})"
        case Weapon():
            return f"{value.name} ({value.type})"
        case Claimed():
            return _say_claimed(value)
        case Speaker():
            return f"{value.name} ({value.kind})"


def say_range(low: int | None, high: int | None, best: int | None = None) -> str:
    """Write a range in the space of a table's cell, with the best figure first where it is told apart.

    >>> say_range(13, 13), say_range(20, None), say_range(36, 57), say_range(8, 14, 13), say_range(None, None)
    ('13', '20+', '36–57', '13 (8–14)', '')
    """
    if low is None:
        return ""
    if low == high:
        return f"{low:,}"
    between = f"{low:,}+" if high is None else f"{low:,}–{high:,}"
    return between if best in (None, low) else f"{best:,} ({between})"


def say_stance(stance: str) -> str:
    """Write a stance where it must be shown, and nothing for what is told as fact."""
    return ALLEGED.get(stance, "")


def _say_claimed(value: Claimed) -> str:
    if value.status == "none":
        return "nobody claims it"
    return value.status + (f" by {value.by.text}" if value.by else "")


def _say_count(value: Count) -> str:
    if value.high is None:
        return f"{value.low} or more"
    total = str(value.low) if value.low == value.high else f"{value.low} to {value.high}"
    parts = ", ".join(f"{number} {group}" for group, number in value.by if number)
    return f"{total} ({parts})" if parts and value.low else total

"""What a time expression means before anything is known of the document: the step between the grammar and the resolver.

A meaning says only what the words say: "last September" is a month in a direction, "three days later" a shift from something
told before. Which day that is, is for `resolve` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from roznamcha.resolve.dates.points import Point


@dataclass(frozen=True, slots=True)
class Detail:
    """What narrows or colours an expression: TIMEX3's mod, the part of the day ("NI"), the clock time ("T22:00")."""

    mod: str | None = None
    part: str | None = None
    clock: str | None = None
    since: str | None = None
    """"earlier" or "later" before a unit that is still running: "earlier this month"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar unit by name; the year may be missing, or told by its direction ("June last year", "last September")."""

    point: Point
    year_shift: int | None = None
    year_anchor: str = "now"
    direction: int | None = None
    anchor: str = "now"
    detail: Detail = Detail()


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of the week, with its direction ("last Friday") or its week ("Friday last week")."""

    weekday: int
    direction: int | None = None
    week_shift: int | None = None
    anchor: str = "now"
    detail: Detail = Detail()
    shift: int = 0
    """Days to go from it: "the day before last Tuesday" is -1."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A number of units from an anchor: "yesterday", "two weeks ago", "the next day"; `count` None is "a few"."""

    unit: str
    count: float | None
    anchor: str = "now"
    detail: Detail = Detail()
    exact: bool = False
    """Whether a number of units was told ("a year ago"), and not the unit itself ("last year")."""


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time: "three days", "the past two years" (`side` -1), "the next few months" (`side` 1)."""

    unit: str
    count: float | None
    side: int | None = None
    detail: Detail = Detail()
    month: Point | None = None
    nth: int = 0
    """For "the second week of May": the month, and which of its weeks (-1 the last)."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something that recurs: "every Monday", "daily"."""

    value: str
    detail: Detail = Detail()


@dataclass(frozen=True, slots=True)
class Vague:
    """A reference to past, present or future at large."""

    value: str
    detail: Detail = Detail()


@dataclass(frozen=True, slots=True)
class Hour:
    """A clock time or part of a day whose day is told elsewhere."""

    detail: Detail
    shift: int = 0
    anchor: str = "text"


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday: the candidate rules of the table that carry its name, and the year where it is told."""

    names: str
    year: int | None = None
    direction: int | None = None
    detail: Detail = Detail()
    calendar: str | None = None
    """Where `names` is no name but the month and day itself ("01-10", "09-00" the month): the calendar that it is of."""
    unit: str = "day"
    """The day itself, or the week or weekend that it lies in or next to."""


Meaning = Named | Weekly | Relative | Length | Repeat | Vague | Hour | Feast


@dataclass(frozen=True, slots=True)
class Piece:
    """A meaning and the lexemes `first:last` that carry it."""

    first: int
    last: int
    meaning: Meaning
    rule: str

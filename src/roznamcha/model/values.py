"""What a claim can say: one small frozen type per field, and the mentions that the resolvers return.

`low`/`high` is the codebook's range: `high` is None when the count is open ("at least 20" is 20 to None). Dates are
EDTF (ISO 8601-2) with the interval they span. A value knows nothing of where it was read; that is the claim's part.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from roznamcha.model.span import Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression found in a text and what it means.

    `type` and `value` are TIMEX3 (DATE, TIME, DURATION, SET); `edtf` is None when the expression stays unresolved;
    `earliest` and `latest` are ISO days; `anchor` names what it was resolved against: "published", "text:START:END"
    for another expression of the text, "absolute", or None; `part` is a part of the day ("night", "morning"); `mod` is
    TIMEX3's (START, MID, END, APPROX, …); `granule` is the calendar unit that the words name, as EDTF, where `edtf` is
    narrower ("earlier this month": 2014-02); `parts` are the ends of a range, each an expression of its own.
    """

    span: Span
    type: str
    value: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    anchor: str | None = None
    part: str | None = None
    mod: str | None = None
    granule: str | None = None
    parts: tuple[TimeExpression, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number found in a text: its range, and what kind of number it is.

    `kind`: "count", "money", "age", "year", "ordinal", "percent", "measure", "fraction", "label" ("Sector 8"), "none" (a word
    that denies: "no one"). `unit` is the currency or the measure where there is one; `noun` the head noun counted, where one
    follows; `of` the whole that the number is a part of ("one of the two bombs"); `parts` the numbers that were added up.
    """

    span: Span
    low: float
    high: float | None
    kind: str = "count"
    unit: str | None = None
    noun: Span | None = None
    of: float | None = None
    parts: tuple[NumberMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the gazetteer knows it: one candidate for a name.

    `id` is the GeoNames id where there is one ("geonames:1174872"), else the supplement's own; `chain` the names from the
    place outwards; `radius_km` how far the act may lie from the point; `where_prec` UCDP's 1 to 7, `geo_precision`
    ACLED's 1 to 3, `specificity` GTD's 1 to 5; `score` orders the candidates of one name.
    """

    id: str
    name: str
    chain: tuple[str, ...]
    country: str | None
    lat: float
    lon: float
    feature: str
    radius_km: float = 0.0
    where_prec: int = 1
    geo_precision: int = 1
    specificity: int = 1
    score: float = 0.0
    adm1: str | None = None
    adm2: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name found in a text, the place it is taken for (None: unknown) and the candidates that lost.

    `kind` is "name", or "demonym" for a word that tells a country without naming a place ("Pakistani").
    """

    span: Span
    place: Place | None
    candidates: tuple[Place, ...] = ()
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class DateValue:
    """When it happened: EDTF, or None with the words kept when nothing resolves them; the interval; the anchor used."""

    edtf: str | None
    earliest: str | None = None
    latest: str | None = None
    part: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """Where it happened: the names as printed, smallest first, the country, and the point they were resolved to."""

    names: tuple[str, ...]
    country: str | None = None
    place: Place | None = None
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A side of the incident: the fullest name or noun phrase, its role and kind; `actor_id` once it is resolved."""

    name: str
    role: str
    kind: str
    actor_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A named person who suffered or was taken, and the fate."""

    name: str
    fate: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many: the range and, as low bounds that sum to `low`, the part of each group.

    >>> Count(13, 13, (("state", 13),)).low
    13
    """

    low: int
    high: int | None
    by: tuple[tuple[str, int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Weapon:
    """What was used: the words and the GTD weapon type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of responsibility: `claimed` or `denied` with the words that name who, or `none` (the text says nobody did)."""

    status: str
    by: Span | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who tells it, and what kind of teller that is."""

    name: str
    kind: str


Value = str | bool | DateValue | PlaceValue | Actor | Person | Count | Weapon | Claimed | Speaker

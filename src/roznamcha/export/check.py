"""The check of one cell against its column: type, blank, domain."""

from __future__ import annotations

import re
from datetime import date

from roznamcha.export.layout import Column
from roznamcha.model.codebook import SUB_EVENT_TYPES

_CLOCK = re.compile(r"([ T]\d\d:\d\d:\d\d(\.\d+)?)?", re.ASCII)


def check(column: Column, value: str) -> str:
    """Name the rule that a cell breaks, or give an empty string.

    >>> where_prec = Column("where_prec", "int", False, "1:7", "")
    >>> check(where_prec, "9"), check(where_prec, "2")
    ('must lie in 1 to 7', '')
    """
    if value == "":
        return "" if column.blank else "must not be blank"
    return _CHECKS[column.type](column, value)


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, written YYYY-MM-DD.

    >>> is_day("2014-02-13"), is_day("20140213"), is_day("2014-02-30")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_int(column: Column, value: str) -> str:
    return _in_range(column, float(value)) if re.fullmatch(r"-?\d+(\.0+)?", value, re.ASCII) else "must be a whole number"


def _check_float(column: Column, value: str) -> str:
    try:
        return _in_range(column, float(value))
    except ValueError:
        return "must be a number"


def _in_range(column: Column, value: float) -> str:
    low, _, high = column.domain.partition(":")
    inside = abs(value) < float("inf") and (not low or value >= float(low)) and (not high or value <= float(high))
    if inside:
        return ""
    return f"must lie in {low} to {high}" if high else f"must be {low} or more" if low else "must be a number"


def _check_flag(column: Column, value: str) -> str:
    return "" if value in ("0", "1", "0.0", "1.0", "-9", "-9.0") else "must be 0 or 1"


def _check_text(column: Column, value: str) -> str:
    return "" if not column.domain or re.search(column.domain, value) else f"must have the form {column.domain}"


def _check_choice(column: Column, value: str) -> str:
    choices = SUB_EVENT_TYPES if column.domain == "@sub_event_types" else tuple(column.domain.split("|"))
    if value in choices or value.removesuffix(".0") in choices:
        return ""
    return f"must be one of {', '.join(choices[:6])}{' …' if len(choices) > 6 else ''}"


def _check_date(column: Column, value: str) -> str:
    return "" if is_day(value) else "must be a day, YYYY-MM-DD"


def _check_datetime(column: Column, value: str) -> str:
    good = is_day(value[:10]) and _CLOCK.fullmatch(value[10:])
    return "" if good else "must be a day with time, YYYY-MM-DD 00:00:00.000"


_CHECKS = {
    "int": _check_int,
    "float": _check_float,
    "flag": _check_flag,
    "text": _check_text,
    "choice": _check_choice,
    "date": _check_date,
    "datetime": _check_datetime,
}

"""The rules between columns, layout by layout.

Each function takes one row whose cells are good and yields (column, rule in words, level). They restate the publishers'
codebooks: UCDP GED 25.1, ACLED's current codebook, GTD 2019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from roznamcha.export import acled, gtd
from roznamcha.export.countries import countries
from roznamcha.export.ged import priogrid
from roznamcha.model.codebook import COUNTS, EVENT_TYPE_OF, KINDS

Found = tuple[str, str, str]
Row = dict[str, str]
GED_SPANS = {1: (0, 0), 2: (1, 6), 3: (1, 6), 4: (1, 31), 5: (7, 366)}
"""Shortest and longest span in days for each of UCDP's date_prec, a little wider than what the real rows show."""

SAME_POINT = 0.001
"""Degrees by which two spellings of one point may differ."""


def _whole(cell: str) -> int:
    return int(cell.partition(".")[0])


def ged(row: Row) -> Iterator[Found]:
    """Check a GED row: sums, order, days, the grid cell, the sides."""
    best, high, low = (_whole(row[name]) for name in ("best", "high", "low"))
    parts = sum(_whole(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
    if parts != best:
        yield "best", f"must be the sum of the four parts, {parts}", "error"
    if not low <= best:
        yield "low", "should not be above best", "warning"
    if not best <= high:
        yield "high", "should not be below best", "warning"
    yield from _ged_days(row)
    if _whole(row["priogrid_gid"]) != priogrid(float(row["latitude"]), float(row["longitude"])):
        yield "priogrid_gid", "is not the grid cell of the point", "error"
    point = row["geom_wkt"].removeprefix("POINT (").removesuffix(")").split()
    if abs(float(point[0]) - float(row["longitude"])) > SAME_POINT or abs(float(point[1]) - float(row["latitude"])) > SAME_POINT:
        yield "geom_wkt", "must be the point of longitude and latitude", "error"
    if row["type_of_violence"] == "3" and row["side_b"] != "Civilians":
        yield "side_b", "must be Civilians in one-sided violence", "error"
    if row["type_of_violence"] == "1" and not row["side_a"].startswith("Government of "):
        yield "side_a", "must be a government in state-based violence", "error"
    if row["where_prec"] == "6" and (row["adm_1"] or row["adm_2"]):
        yield "adm_1", "must be blank where only the country is known", "warning"


def _ged_days(row: Row) -> Iterator[Found]:
    first, last = datetime.fromisoformat(row["date_start"]), datetime.fromisoformat(row["date_end"])
    if last < first:
        yield "date_end", "must not lie before date_start", "error"
    if _whole(row["year"]) != first.year:
        yield "year", "must be the year of date_start", "error"
    shortest, longest = GED_SPANS[_whole(row["date_prec"])]
    if not shortest <= (last - first).days <= longest:
        yield "date_prec", f"a span of {(last - first).days} days has another precision", "warning"


def acled_row(row: Row) -> Iterator[Found]:
    """Check an ACLED row: types against each other, interaction, year, civilians as actor2."""
    sub_type = row["sub_event_type"]
    if EVENT_TYPE_OF[sub_type] != row["event_type"]:
        yield "event_type", f"{sub_type} belongs to {EVENT_TYPE_OF[sub_type]}", "error"
    if acled.disorder_type(sub_type) != row["disorder_type"]:
        yield "disorder_type", f"{sub_type} is {acled.disorder_type(sub_type)}", "error"
    first, second = _kind(row["inter1"]), _kind(row["inter2"])
    allowed = (acled.interaction(first, second), _interaction_number(first, second))
    if row["interaction"].replace("External forces", "External/Other forces").removesuffix(".0") not in allowed:
        yield "interaction", f"must be {allowed[0]}", "error"
    if row["year"] != row["event_date"][:4]:
        yield "year", "must be the year of event_date", "error"
    if bool(row["actor2"]) != bool(second):
        yield "inter2", "must stand exactly where actor2 stands", "error"
    if row["event_type"] == "Violence against civilians" and second != "Civilians":
        yield "actor2", "should be the civilians attacked", "warning"


def _kind(cell: str) -> str:
    """Read a kind that is written in words or, as older exports do, by its number; 0 is nobody."""
    code = cell.removesuffix(".0")
    return ("", *KINDS)[int(code)] if code.isdigit() else cell.replace("External forces", "External/Other forces")


def _interaction_number(first: str, second: str) -> str:
    codes = sorted(acled.INTER[kind] for kind in (first, second) if kind)
    return "".join(map(str, codes)) if second else f"{codes[0]}0"


def gtd_row(row: Row) -> Iterator[Found]:
    """Check a GTD row: id against date, words against codes, attackers among the casualties."""
    if row["eventid"][:4] != row["iyear"]:
        yield "eventid", "should begin with the year", "warning"
    yield from _gtd_day(row)
    for column, table in GTD_WORDS.items():
        yield from _code_words(row, column, table)
    for whole, some in (("nkill", "nkillter"), ("nwound", "nwoundte")):
        if row[whole] and row[some] and _whole(row[some]) > _whole(row[whole]):
            yield some, f"must not be more than {whole}", "error"


def _gtd_day(row: Row) -> Iterator[Found]:
    year, month, day = (_whole(row[name]) for name in ("iyear", "imonth", "iday"))
    if day and not month:
        yield "iday", "a day needs its month", "error"
    elif day:
        try:
            date(year, month, day)
        except ValueError:
            yield "iday", f"the month {month} of {year} has no day {day}", "error"


def _code_words(row: Row, column: str, table: Mapping[int, str]) -> Iterator[Found]:
    """Check that a code and its words stand together and agree, for the codes and words that the table knows."""
    code, words = row[column], row[f"{column}_txt"]
    if bool(code) != bool(words):
        yield f"{column}_txt", "must stand exactly where its code stands", "error"
        return
    number = _whole(code) if code else 0
    if number and table.get(number, words) != words:
        yield f"{column}_txt", f"code {code} is {table[number]}", "error"
    elif number and number not in table and words in table.values():
        yield column, f"{words} has another code", "error"


GTD_WORDS: dict[str, Mapping[int, str]] = {
    "country": {int(land.gtd_code): land.gtd_name for land in countries().values() if land.gtd_code},
    "region": {int(land.gtd_region): land.gtd_region_name for land in countries().values() if land.gtd_region},
    **{f"attacktype{number}": dict(gtd.ATTACK_TYPES.values()) for number in (1, 2, 3)},
    **{f"targtype{number}": gtd.TARGET_NAMES for number in (1, 2, 3)},
    **{f"weaptype{number}": dict(gtd.WEAPON_TYPES.values()) for number in (1, 2, 3, 4)},
}
"""The words of each GTD code, column by column; codes that are not here (historical states) are not judged."""


def flat_row(row: Row) -> Iterator[Found]:
    """Check a row of our plain table: days and counts in order."""
    if row["date_start"] > row["date_end"] > "":
        yield "date_end", "must not lie before date_start", "error"
    for field in COUNTS:
        low, best, high = (row[f"{field}_{part}"] for part in ("low", "best", "high"))
        if (low and best and _whole(low) > _whole(best)) or (best and high and _whole(best) > _whole(high)):
            yield f"{field}_best", "must lie between low and high", "error"


ROW_RULES: dict[str, Callable[[Row], Iterator[Found]]] = {"ged": ged, "acled": acled_row, "gtd": gtd_row, "csv": flat_row}

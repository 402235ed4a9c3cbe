"""The three models of eventreport on coded tables: most conservative, most informative, most representative.

The R package gives one row an event and leaves open where a value came from. Here the same cells come out, each with the rows
that carry it. Values are as the package sees them: a number, a text, an empty text (which it counts as a value), or None for
what is missing (which it counts too, in a mode). `read_rows` shows how a table's blanks are read; whoever wants blanks left
out altogether consolidates reports by the rules of the same name, where blank is missing.

Source: van Baalen and Höglund (2026), "Trials and Triangulations", International Studies Quarterly 70(1); functions calc_mode,
calc_min_precision, calc_max_precision, calc_mode_numeric, calc_mode_binary, calc_mode_date and aggregateData of version 0.1.2.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from roznamcha.errors import SettingsError

Field = str | float | None
Row = Mapping[str, Field]

MODELS: Final = ("most-conservative", "most-informative", "most-representative")
ACTORS: Final = range(1, 7)
TIE_BREAKS: Final = ("source_classification", "certain")
INDETERMINATE: Final = "Indeterminate"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value and the numbers of the rows that carry it; a sum or a middle day rests on all the rows named."""

    value: Field
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one event: its values, the precision of each where there is one, and the two tie breaks."""

    values: tuple[Field, ...]
    precisions: tuple[Field, ...] = ()
    ties: tuple[tuple[Field, ...], ...] = ()

    def only(self, keep: Sequence[int]) -> Column:
        """Keep some rows."""
        return Column(tuple(self.values[row] for row in keep), (), tuple(tuple(tie[row] for row in keep) for tie in self.ties))


def aggregate(rows: Sequence[Row], model: str) -> dict[str, Chosen]:
    """Aggregate the rows of one event by a model; raise SettingsError for a model that is not known.

    >>> rows = [{"deaths_best": 5.0}, {"deaths_best": 1.0}, {"deaths_best": 5.0}]
    >>> [aggregate(rows, model)["deaths_best"].value for model in MODELS]
    [1.0, 5.0, 5.0]
    """
    if model not in MODELS:
        raise SettingsError(f"there is no model {model!r}; choose one of {', '.join(MODELS)}")
    ties = tuple(tuple(row.get(name, 1.0) for row in rows) for name in TIE_BREAKS)
    cells: dict[str, Chosen] = {}
    for method, columns in _models()[model].items():
        for name, precision in columns:
            if name in rows[0]:
                precisions = tuple(row.get(precision) for row in rows) if precision else ()
                cells[name] = METHODS[method](Column(tuple(row[name] for row in rows), precisions, ties))
    return cells | _certain(cells) | _roles(cells)


def mode(column: Column) -> Chosen:
    """Take the commonest value, the missing one included; ties go to the row with the higher first, then second tie break.

    >>> mode(Column(("a", "a", "b", "b"), ties=((1, 1, 1, 1), (1, 1, 2, 1)))).value
    'b'
    >>> mode(Column(("a", "b", "", "")))
    Chosen(value='', rows=(2, 3))
    """
    counts = Counter(column.values)
    modes = [value for value, count in counts.items() if count == max(counts.values())]
    for tie in column.ties:
        if len(modes) > 1:
            modes = _break_tie(column.values, modes, tie)
    if len(modes) == 1:
        return _carried(column, modes[0])
    return Chosen(None if all(isinstance(value, float | None) for value in column.values) else INDETERMINATE)


def _break_tie(values: tuple[Field, ...], modes: list[Field], tie: tuple[Field, ...]) -> list[Field]:
    rows = [row for row, value in enumerate(values) if value in modes]
    weights = [weight for row in rows if isinstance(weight := tie[row], float | int)]
    if len(weights) < len(rows):
        return []
    return list(dict.fromkeys(values[row] for row in rows if tie[row] == max(weights)))


def least_precise(column: Column) -> Chosen:
    """Take the mode of the least precise rows, those without a precision among them."""
    known = [precision for precision in column.precisions if isinstance(precision, float)]
    if not known:
        return Chosen(None)
    rows = [row for row, precision in enumerate(column.precisions) if precision is None or precision == min(known)]
    blank = Column(
        tuple(None if column.precisions[row] is None else column.values[row] for row in rows),
        (),
        tuple(tuple(None if column.precisions[row] is None else tie[row] for row in rows) for tie in column.ties),
    )
    return _renumber(mode(blank), rows)


def most_precise(column: Column) -> Chosen:
    """Take the mode of the most precise rows that are not missing."""
    known = [precision for precision in column.precisions if isinstance(precision, float)]
    if not known:
        return Chosen(None)
    rows = [row for row, value in enumerate(column.values) if column.precisions[row] == max(known) and value is not None]
    return _renumber(mode(column.only(rows)), rows) if rows else Chosen(None)


def low_mode(column: Column) -> Chosen:
    """Take the commonest number, the lowest of equals."""
    counts = Counter(value for value in column.values if isinstance(value, float))
    if not counts:
        return Chosen(None)
    return _carried(column, min(value for value, count in counts.items() if count == max(counts.values())))


def yes_mode(column: Column) -> Chosen:
    """Take the commoner of 0 and 1, 1 of equals; missing when any row is neither."""
    if any(value not in (0.0, 1.0) for value in column.values):
        return Chosen(None)
    yes = sum(value == 1.0 for value in column.values)
    return _carried(column, 1.0 if 2 * yes >= len(column.values) else 0.0)


def date_mode(column: Column) -> Chosen:
    """Take the commonest day; of equals the day in their middle, which none of them need tell.

    >>> date_mode(Column(("2024-01-01", "2024-01-03"))).value
    '2024-01-02'
    """
    counts = Counter(value for value in column.values if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value))
    if not counts:
        return Chosen(None)
    modes = [value for value, count in counts.items() if count == max(counts.values())]
    middle = sum(date.fromisoformat(value).toordinal() for value in modes) // len(modes)
    rows = tuple(row for row, value in enumerate(column.values) if value in modes)
    return Chosen(date.fromordinal(middle).isoformat(), rows)


def smallest(column: Column) -> Chosen:
    """Take the smallest value that is told."""
    told = [value for value in column.values if value is not None]
    return _carried(column, min(told, key=_order)) if told else Chosen(None)


def largest(column: Column) -> Chosen:
    """Take the largest value that is told."""
    told = [value for value in column.values if value is not None]
    return _carried(column, max(told, key=_order)) if told else Chosen(None)


def total(column: Column) -> Chosen:
    """Add up the numbers that are told."""
    told = [(row, value) for row, value in enumerate(column.values) if isinstance(value, float)]
    return Chosen(sum(value for _, value in told), tuple(row for row, value in told if value))


def join(column: Column) -> Chosen:
    """Join the different values with semicolons, without "Unknown" and blanks; a list within a value is taken apart first.

    A missing value is joined as "NA", and alone it is missing: so the package has it.
    """
    texts = dict.fromkeys("NA" if value is None else str(value) for value in column.values)
    parts = dict.fromkeys(part for text in texts for part in re.split(r";\s*", text))
    kept = [part for part in parts if part.strip() and part != "Unknown"]
    joined = "; ".join(kept)
    return Chosen(None if joined == "NA" else joined, tuple(range(len(column.values))))


METHODS: Final[dict[str, Callable[[Column], Chosen]]] = {
    "mode": mode,
    "least precise": least_precise,
    "most precise": most_precise,
    "low mode": low_mode,
    "yes mode": yes_mode,
    "date mode": date_mode,
    "min": smallest,
    "max": largest,
    "sum": total,
    "join": join,
}


def read_rows(table: Iterable[Mapping[str, str]]) -> list[dict[str, Field]]:
    """Read MAVERICK's text table with the package's types.

    Its blanks are missing numbers, and missing texts of an actor that has no precision, that is, of no actor; other blank texts
    (a city, an actor's party) are empty ones.
    """
    return [{name: _read(name, text, row) for name, text in row.items()} for row in table]


_NUMBERS: Final = re.compile(
    r"certain\d?|latitude|longitude|geo_precision|(?:deaths|injuries)_\w+|displacement|damage|number_of_sources|sampling|"
    r"source_classification|actor\d_(?:precision|initiator|perpetrator|intervener|bystander|victim)"
)


def _read(name: str, text: str, row: Mapping[str, str]) -> Field:
    if _NUMBERS.fullmatch(name):
        return float(text) if text else None
    actor = re.match(r"actor\d", name)
    if not text and actor and not row.get(f"{actor.group()}_precision"):
        return None
    return text


@cache
def _models() -> dict[str, dict[str, list[tuple[str, str]]]]:
    table = tomllib.loads((files("roznamcha.data") / "consolidate" / "eventreport.toml").read_text("utf-8"))
    return {
        model: {method: [pair for entry in entries for pair in _spell_out(entry)] for method, entries in methods.items()}
        for model, methods in table.items()
    }


def _spell_out(entry: str | list[str]) -> list[tuple[str, str]]:
    name, precision = (entry, "") if isinstance(entry, str) else entry
    if "{n}" not in name:
        return [(name, precision)]
    return [(name.replace("{n}", str(n)), precision.replace("{n}", str(n))) for n in ACTORS]


def _certain(cells: Mapping[str, Chosen]) -> dict[str, Chosen]:
    parts = [cells[f"certain{n}"] for n in ACTORS if f"certain{n}" in cells]
    values = [part.value for part in parts if isinstance(part.value, float)]
    return {"certain": Chosen(sum(values), parts[0].rows)} if parts and len(values) == len(parts) else {}


def _roles(cells: Mapping[str, Chosen]) -> dict[str, Chosen]:
    """Turn the sums of roles into one role an actor: who began it (one actor at most), who took part, who stood by."""
    sums = {
        name: cell for name, cell in cells.items() if re.fullmatch(r"actor\d_(initiator|perpetrator|intervener|bystander)", name)
    }
    began = [_number(sums, f"actor{n}_initiator") for n in ACTORS]
    roles: dict[str, Chosen] = {}
    for n in ACTORS:
        names = {role: f"actor{n}_{role}" for role in ("initiator", "perpetrator", "intervener", "bystander")}
        if not all(name in sums for name in names.values()):
            continue
        if cells[f"actor{n}"].value is None:
            roles |= {name: Chosen(None) for name in names.values()}
            continue
        most = max(began)
        initiator = _number(sums, names["initiator"]) == most > 0 and began.count(most) == 1
        perpetrator = _number(sums, names["perpetrator"]) > 0 and _number(sums, names["bystander"]) < 1
        intervener = _number(sums, names["intervener"]) > 0 and not initiator
        bystander = _number(sums, names["bystander"]) > 0 and not (initiator or perpetrator or intervener)
        for role, holds in zip(names, (initiator, perpetrator, intervener, bystander), strict=True):
            roles[names[role]] = Chosen(float(holds), sums[names[role]].rows)
    return roles


def _number(cells: Mapping[str, Chosen], name: str) -> float:
    value = cells[name].value if name in cells else 0.0
    return value if isinstance(value, float) else 0.0


def _carried(column: Column, value: Field) -> Chosen:
    return Chosen(value, tuple(row for row, other in enumerate(column.values) if other == value))


def _renumber(chosen: Chosen, rows: Sequence[int]) -> Chosen:
    return Chosen(chosen.value, tuple(rows[row] for row in chosen.rows))


def _order(value: Field) -> tuple[bool, float, str]:
    return (isinstance(value, str), value if isinstance(value, float) else 0.0, value if isinstance(value, str) else "")

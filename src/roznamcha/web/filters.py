"""The filter that lives in the URL: one reading of the query string for table, map, timeline, figures and exports.

Every page that shows a selection of incidents reads the same names, so that a link to a filtered table, its map and its plot
differ in the path alone. Unknown names are ignored; a value that cannot be read selects nothing rather than everything, and
the page names it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from roznamcha.register import Register

FACETS = {
    "kind": "sub_event_type",
    "type": "event_type",
    "country": "country",
    "adm1": "adm1",
    "state": "state",
    "scope": "scope",
    "status": "status",
}
"""Names in the URL and the columns of the incident lines that they select by equality."""

SORTS = {
    "date": "earliest IS NULL, earliest",
    "-date": "earliest IS NULL, earliest DESC",
    "killed": "killed_best IS NULL, killed_best",
    "-killed": "killed_best IS NULL, killed_best DESC",
    "-injured": "injured_best IS NULL, injured_best DESC",
    "confidence": "confidence IS NULL, confidence",
    "-reports": "n_reports DESC",
    "place": "place IS NULL, place",
}
_WORDS = (
    "(row IN (SELECT rowid FROM incident_words WHERE incident_words MATCH ?) OR id IN (SELECT m.incident FROM words w"
    " JOIN documents d ON d.row = w.rowid JOIN reports r ON r.document = d.id JOIN incident_reports m ON m.report = r.id"
    " WHERE words MATCH ?))"
)
"""An incident is found by the words of its own line and by those of every document that tells of it."""
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_SHARE = re.compile(r"0|1|[01]?\.[0-9]+|[01]\.")
_WRITTEN = {
    "from": "2014, 2014-02 or 2014-02-13",
    "to": "2014, 2014-02 or 2014-02-13",
    "min_killed": "a whole number such as 10",
    "min_confidence": "a number from 0 to 1 such as 0.8",
    "max_confidence": "a number from 0 to 1 such as 0.8",
    "dated": "yes or no",
    "located": "yes or no",
}
"""How the values that can be misspelt are written."""
_CONTAINED = {"actor": "perpetrators", "target": "targets", "publisher": "publishers", "weapon": "weapons"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A selection of incidents: SQL condition and values, the query string it was read from, and what in it has no meaning."""

    where: str
    values: tuple[object, ...]
    given: tuple[tuple[str, str], ...]
    sort: str = "-date"
    unreadable: tuple[str, ...] = ()

    @property
    def order(self) -> str:
        """Give the SQL order of the chosen sort, equal rows by id."""
        return f"{SORTS[self.sort]}, id"

    def url(self, **changes: str | None) -> str:
        """Write the query string with some names changed (None takes one away), sorted: equal filters have equal URLs."""
        wanted = {**dict(self.given), **{name: value for name, value in changes.items() if value is not None}}
        for name, value in changes.items():
            if value is None:
                wanted.pop(name, None)
        return urlencode(sorted(wanted.items()))

    def chosen(self, name: str) -> str:
        """Give the value of a name in the URL, or an empty string."""
        return dict(self.given).get(name, "")


def read_filter(query: Mapping[str, str]) -> Filter:
    """Read a filter from the query string.

    >>> chosen = read_filter({"kind": "Suicide bomb", "from": "2014", "page": "2"})
    >>> chosen.where, chosen.values
    ('sub_event_type = ? AND latest >= ?', ('Suicide bomb', '2014-01-01'))
    """
    conditions: list[tuple[str, tuple[object, ...]]] = []
    given = {name: value.strip() for name, value in query.items() if value.strip() and name != "page"}
    unreadable = [(name, value) for name, value in given.items() if not _readable(name, value)]
    for name, value in given.items():
        conditions += [("0", ())] if (name, value) in unreadable else _condition(name, value)
    sort = given.get("sort", "-date")
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    values = tuple(value for _, some in conditions for value in some)
    words = tuple(f"{name}={value[:40]}: it is written {_WRITTEN[name]}" for name, value in unreadable)
    return Filter(where, values, tuple(sorted(given.items())), sort if sort in SORTS else "-date", words)


def _readable(name: str, value: str) -> bool:
    if name in ("from", "to"):
        return _is_day(value)
    if name in ("min_confidence", "max_confidence"):
        return _SHARE.fullmatch(value) is not None and float(value) <= 1
    if name == "min_killed":
        return _WHOLE.fullmatch(value) is not None
    return name not in ("dated", "located") or value in ("yes", "no")


def _is_day(value: str) -> bool:
    try:
        return _DAY.fullmatch(value) is not None and date.fromisoformat(value + "-01-01"[len(value) - 4 :]) is not None
    except ValueError:
        return False


def _condition(name: str, value: str) -> Iterable[tuple[str, tuple[object, ...]]]:
    if name in FACETS:
        yield f"{FACETS[name]} = ?", (value,)
    elif name in _CONTAINED:
        yield f"{_CONTAINED[name]} LIKE ? ESCAPE '!'", (f"%{_escaped(value)}%",)
    elif name in ("from", "to"):
        yield _day_condition(name, value)
    elif name == "q":
        yield _WORDS, (match_words(value), match_words(value))
    elif name == "place":
        yield "place LIKE ? ESCAPE '!'", (f"%{_escaped(value)}%",)
    elif name == "min_killed":
        yield "killed_best >= ?", (int(value),)
    elif name == "min_confidence":
        yield "confidence >= ?", (float(value),)
    elif name == "max_confidence":
        yield "confidence <= ?", (float(value),)
    elif name == "dated":
        yield f"earliest IS {'NOT ' if value == 'yes' else ''}NULL", ()
    elif name == "located":
        yield f"latitude IS {'NOT ' if value == 'yes' else ''}NULL", ()


def _day_condition(name: str, value: str) -> tuple[str, tuple[object, ...]]:
    if name == "from":
        return "latest >= ?", ((value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10],)
    return "earliest <= ?", ((value + "-12-31")[:10] if len(value) == 4 else (value + "-31")[:10],)


def _escaped(value: str) -> str:
    return re.sub(r"([!%_])", r"!\1", value)


def match_words(value: str) -> str:
    """Write a reader's words as an FTS5 query in which nothing is syntax: every word must be there.

    >>> match_words('blast "NEAR( market')
    '"blast" "NEAR" "market"'
    """
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", value)) or '""'


def facets(
    register: Register, chosen: Filter, names: Sequence[str], *, most: int = 12
) -> tuple[int, dict[str, list[tuple[str, int]]], dict[str, int]]:
    """Count the incidents of a filter, and the values of facets among those that the rest of it selects, most frequent first.

    At most `most` values of a facet are given; how many there are comes last.
    One walk through the index counts all facets that the filter leaves open; each chosen one, whose other values must stay
    countable, takes a walk of its own.
    """
    total, shared = _tallies(register, chosen, names)
    found, lengths = {}, {}
    for name in names:
        others = read_filter({key: value for key, value in chosen.given if key != name})
        tally = _tallies(register, others, [name])[1][name] if chosen.chosen(name) else shared[name]
        found[name] = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:most]
        lengths[name] = len(tally)
    return total, found, lengths


def _tallies(register: Register, chosen: Filter, names: Sequence[str]) -> tuple[int, dict[str, dict[str, int]]]:
    columns = [FACETS[name] for name in names]
    groups = ", ".join(str(n + 1) for n in range(len(columns)))
    query = f"SELECT {', '.join(columns)}, count(*) FROM incidents {_walk(chosen)} WHERE {chosen.where} GROUP BY {groups}"
    tallies: dict[str, dict[str, int]] = {name: {} for name in names}
    total = 0
    for *values, number in counted(register, query, chosen.values):
        total += number
        for name, value in zip(names, values, strict=True):
            if value is not None:
                tallies[name][str(value)] = tallies[name].get(str(value), 0) + number
    return total, tallies


def _walk(chosen: Filter) -> str:
    """Say how to walk 100,000 lines: SQLite, which knows no counts, would open each wide row by way of an index."""
    given = {name for name, _ in chosen.given}
    if given & {*_CONTAINED, "place"}:
        return "NOT INDEXED"
    return "" if given & {*FACETS, "q"} else "INDEXED BY incidents_facets"


def count(register: Register, chosen: Filter) -> int:
    """Count the incidents that a filter selects."""
    ((total,),) = counted(register, f"SELECT count(*) FROM incidents WHERE {chosen.where}", chosen.values)
    return int(total)


_COUNTED: OrderedDict[tuple[object, ...], list[tuple[Any, ...]]] = OrderedDict()
_MOST_COUNTED = 500


def counted(register: Register, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
    """Run a counting query, or take its answer from memory while nobody has written to the register's files.

    Counting every facet of 100,000 incidents takes longer than drawing the page, and readers ask for the same few.
    """
    key = (*_files_stamp(register), query, values)
    if key not in _COUNTED:
        _COUNTED[key] = register.db.execute(query, values).fetchall()
    _COUNTED.move_to_end(key)
    while len(_COUNTED) > _MOST_COUNTED:
        _COUNTED.popitem(last=False)
    return _COUNTED[key]


def _files_stamp(register: Register) -> tuple[object, ...]:
    if register.path is None:
        return (id(register), register.db.total_changes)
    files = (register.path, register.path.with_name(register.path.name + "-wal"))
    return (str(register.path), *((stat.st_mtime_ns, stat.st_size) for path in files if path.exists() for stat in [path.stat()]))

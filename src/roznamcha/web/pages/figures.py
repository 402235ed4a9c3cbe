"""The figures page: deaths and injuries per month, the span from low to high and the spread between rules as bands.

Reported totals stand beside the register's own.

The sums are those of the register's own incidents; what the register does not hold is not in them. Incidents without a month
are counted apart and named, never spread over the rest. The spread between rules is derived only when it is asked for
(`rules=yes`), because every incident with several reports is then consolidated once by each rule.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from roznamcha.derive import derive_by_rules
from roznamcha.link.consolidate import RULES
from roznamcha.model.incident import Incident, Toll
from roznamcha.register import Register
from roznamcha.web.filters import Filter, counted, read_filter
from roznamcha.web.render import Page

GROUPS = {
    "none": "'all'",
    "kind": "coalesce(sub_event_type, 'unknown')",
    "type": "coalesce(event_type, 'unknown')",
    "country": "coalesce(country, 'unknown')",
    "province": "coalesce(adm1, 'unknown')",
    "perpetrator": "coalesce(nullif(perpetrator_kinds, ''), 'unknown')",
}
MEASURES = ("killed", "injured", "incidents")
MOST_SERIES = 6
MOST_DERIVED = 500
"""How many incidents with several reports are derived anew by every rule for one plot."""
NOT_FILTERS = ("by", "measure", "rules")
FIGURES = """
SELECT f.what, f.low, f.high, f.period, f.source, f.text, d.id, d.title, d.name, d.publisher, substr(d.published, 1, 10)
FROM figures f JOIN documents d ON d.id = f.document
WHERE f.what IN ('killed', 'injured', 'attacks') AND {where} ORDER BY f.high IS NULL, f.low DESC, f.id
"""
TELLING = """f.document IN (SELECT r.document FROM reports r JOIN incident_reports m ON m.report = r.id
WHERE m.incident IN (SELECT id FROM incidents WHERE {where}))"""
"""A filter of incidents selects the totals that stand in the documents that tell of them."""
MOST_REPORTED = 100
MOST_CITED = 2000


def figures(register: Register, request: Request) -> Page:
    """Sum the selection by month and group, and list the totals that sources report."""
    chosen = read_filter({key: value for key, value in request.query_params.items() if key not in NOT_FILTERS})
    by = request.query_params.get("by", "none")
    by = by if by in GROUPS else "none"
    measure = request.query_params.get("measure", "killed")
    measure = measure if measure in MEASURES else "killed"
    rows = _sums(register, chosen, by, measure)
    rules = "not asked for"
    if request.query_params.get("rules") == "yes" and measure != "incidents":
        rules = _add_rules(register, chosen, by, measure, rows)
    series = [_with_spread(row) for row in _largest(rows)]
    (undated,) = counted(
        register,
        f"SELECT count(*) FROM incidents WHERE ({chosen.where}) AND month IS NULL AND state <> 'rejected'",
        chosen.values,
    )
    data = {"by": by, "measure": measure, "series": series, "rules": rules, "undated": undated[0]}
    reported, reported_total = _reported(register, chosen)
    citations, cited_total = _citations(register, chosen)
    data |= {"reported": reported, "reported_total": reported_total, "citations": citations, "citations_total": cited_total}
    data["unreadable"] = chosen.unreadable
    extra = {"chosen": chosen, "groups": tuple(GROUPS), "measures": MEASURES}
    extra |= {"rule_names": tuple(RULES), "most_derived": MOST_DERIVED}
    return Page("figures.html", "Figures", data, extra)


def _sums(register: Register, chosen: Filter, by: str, measure: str) -> list[dict[str, Any]]:
    if measure == "incidents":
        low = best = high = "count(*)"
    else:
        low, best = f"sum(coalesce({measure}_low, 0))", f"sum(coalesce({measure}_best, 0))"
        high = f"sum(coalesce({measure}_high, {measure}_best, 0))"
    query = (
        # "+month": sorted by the index of months, the wide rows would be opened one by one.
        f"SELECT +month, {GROUPS[by]} AS part, {low}, {best}, {high}, count(*) FROM incidents"
        f" WHERE ({chosen.where}) AND +month IS NOT NULL AND state <> 'rejected' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    names = ("month", "group", "low", "best", "high", "incidents")
    return [dict(zip(names, row, strict=True)) for row in counted(register, query, chosen.values)]


def _add_rules(register: Register, chosen: Filter, by: str, measure: str, rows: list[dict[str, Any]]) -> str:
    """Add to each row what the incidents of one rule's best figures sum to, for every rule; say whether it was done.

    An incident with one report is the same by every rule; only the others are derived.
    """
    query = (
        f"SELECT id, month, {GROUPS[by]}, coalesce({measure}_best, 0) FROM incidents WHERE ({chosen.where})"
        f" AND +month IS NOT NULL AND state <> 'rejected' AND n_reports > 1 ORDER BY id LIMIT {MOST_DERIVED + 1}"
    )
    told = register.db.execute(query, chosen.values).fetchall()
    if len(told) > MOST_DERIVED:
        return "too many incidents"
    cells = {(row["month"], row["group"]): row for row in rows}
    for row in rows:
        row["by_rule"] = dict.fromkeys(RULES, row["best"])
    derived = derive_by_rules(register, (name for name, *_ in told))
    for (_, month, group, best), incidents in zip(told, derived, strict=True):
        for rule, incident in incidents.items():
            cells[month, group]["by_rule"][rule] += _best(incident, measure) - best
    return "drawn"


def _best(incident: Incident, measure: str) -> int:
    toll = incident.value_of(measure)
    return toll.best if isinstance(toll, Toll) else 0


def _with_spread(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with the least and the most that any rule makes of it, None where the rules were not asked."""
    sums = row.pop("by_rule", {}).values()
    return row | {"rules_low": min(sums, default=None), "rules_high": max(sums, default=None)}


def _largest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the groups with the largest sums and put the rest together, so that a plot stays readable."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["group"]] = sums.get(row["group"], 0) + row["best"]
    shown = set(sorted(sums, key=lambda group: (-sums[group], group))[:MOST_SERIES])
    if len(sums) <= MOST_SERIES + 1:
        return rows
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        group = row["group"] if row["group"] in shown else "others"
        line = merged.setdefault(
            (row["month"], group), {"month": row["month"], "group": group, "low": 0, "best": 0, "high": 0, "incidents": 0}
        )
        for name in ("low", "best", "high", "incidents"):
            line[name] += row[name]
        for rule, total in row.get("by_rule", {}).items():
            sums = line.setdefault("by_rule", dict.fromkeys(RULES, 0))
            sums[rule] += total
    return list(merged.values())


def _citations(register: Register, chosen: Filter) -> tuple[list[str], int]:
    """Cite the documents behind the selection (title, publisher, day, address) and count all of them."""
    source = (
        " FROM documents d JOIN reports r ON r.document = d.id JOIN incident_reports m ON m.report = r.id"
        f" WHERE EXISTS (SELECT 1 FROM incidents WHERE incidents.id = m.incident AND ({chosen.where}))"
    )
    query = "SELECT DISTINCT d.title, d.publisher, substr(d.published, 1, 10), d.url, d.name" + source
    rows = register.db.execute(f"{query} ORDER BY d.published, d.name", chosen.values).fetchall()
    return [", ".join(filter(None, (row[0] or row[4], *row[1:4]))) for row in rows[:MOST_CITED]], len(rows)


def _reported(register: Register, chosen: Filter) -> tuple[list[dict[str, Any]], int]:
    """List the totals that the documents of the selection report, beside the selection's own sums, and count all of them."""
    names = ("what", "low", "high", "period", "source", "quote", "document", "title", "name", "publisher", "published")
    where, values = ("1", ()) if chosen.where == "1" else (TELLING.format(where=chosen.where), chosen.values)
    rows = register.db.execute(FIGURES.format(where=where), values).fetchall()
    lines = [dict(zip(names, row, strict=True)) for row in rows[:MOST_REPORTED]]
    for line in lines:
        line["own"] = _own_sum(register, chosen, line["what"], line["period"])
    return lines, len(rows)


def _own_sum(register: Register, chosen: Filter, what: str, period: str | None) -> dict[str, Any] | None:
    """Sum the selected incidents over the period of a reported total; None when the period is not told."""
    if not period or "X" in period:
        return None
    from roznamcha.resolve.edtf import parse_edtf

    try:
        first, last = parse_edtf(period)
    except ValueError:
        return None
    column = "count(*)" if what == "attacks" else f"coalesce(sum({what}_best), 0)"
    bounds = [(f"{name} ?", str(day)) for name, day in (("earliest >=", first), ("latest <=", last)) if day]
    where = " AND ".join((f"({chosen.where})", "state <> 'rejected'", *(condition for condition, _ in bounds)))
    values = (*chosen.values, *(day for _, day in bounds))
    total, incidents = register.db.execute(f"SELECT {column}, count(*) FROM incidents WHERE {where}", values).fetchone()
    return {"total": total, "incidents": incidents}

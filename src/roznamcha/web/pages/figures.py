"""The figures page: deaths and injuries per month, with the span from low to high as a band, and reported totals beside them.

The sums are those of the register's own incidents; what the register does not hold is not in them. Incidents without a month
are counted apart and named, never spread over the rest.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.web.filters import Filter, counted, read_filter
from roznamcha.web.render import Page

GROUPS = {
    "none": "'all'",
    "type": "coalesce(event_type, 'unknown')",
    "country": "coalesce(country, 'unknown')",
    "province": "coalesce(adm1, 'unknown')",
    "perpetrator": "coalesce(nullif(perpetrator_kinds, ''), 'unknown')",
}
MEASURES = ("killed", "injured", "incidents")
MOST_SERIES = 6
FIGURES = """
SELECT f.what, f.low, f.high, f.period, f.source, f.text, d.id, d.title, d.name, d.publisher, substr(d.published, 1, 10)
FROM figures f JOIN documents d ON d.id = f.document
WHERE f.what IN ('killed', 'injured', 'attacks') ORDER BY f.high IS NULL, f.low DESC, f.id LIMIT 100
"""


def figures(register: Register, request: Request) -> Page:
    """Sum the selection by month and group, and list the totals that sources report."""
    chosen = read_filter({key: value for key, value in request.query_params.items() if key not in ("by", "measure")})
    by = request.query_params.get("by", "none")
    by = by if by in GROUPS else "none"
    measure = request.query_params.get("measure", "killed")
    measure = measure if measure in MEASURES else "killed"
    series = _series(register, chosen, by, measure)
    (undated,) = counted(register, f"SELECT count(*) FROM incidents WHERE ({chosen.where}) AND month IS NULL", chosen.values)
    data = {"by": by, "measure": measure, "series": series, "undated": undated[0]}
    data |= {"reported": _reported(register), "citations": _citations(register, chosen)}
    return Page("figures.html", "Figures", data, {"chosen": chosen, "groups": tuple(GROUPS), "measures": MEASURES})


def _series(register: Register, chosen: Filter, by: str, measure: str) -> list[dict[str, Any]]:
    if measure == "incidents":
        low = best = high = "count(*)"
    else:
        low, best = f"sum(coalesce({measure}_low, 0))", f"sum(coalesce({measure}_best, 0))"
        high = f"sum(coalesce({measure}_high, {measure}_best, 0))"
    query = (
        f"SELECT month, {GROUPS[by]} AS part, {low}, {best}, {high}, count(*) FROM incidents"
        f" WHERE ({chosen.where}) AND +month IS NOT NULL AND state <> 'rejected' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    names = ("month", "group", "low", "best", "high", "incidents")
    rows = [dict(zip(names, row, strict=True)) for row in counted(register, query, chosen.values)]
    return _largest(rows)


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
    return list(merged.values())


def _citations(register: Register, chosen: Filter) -> list[str]:
    """Cite the documents behind the selection: title, publisher, day, address."""
    rows = register.db.execute(
        "SELECT DISTINCT d.title, d.publisher, substr(d.published, 1, 10), d.url, d.name FROM documents d"
        " JOIN reports r ON r.document = d.id JOIN incident_reports m ON m.report = r.id"
        f" WHERE EXISTS (SELECT 1 FROM incidents WHERE incidents.id = m.incident AND ({chosen.where}))"
        " ORDER BY d.published, d.name LIMIT 2000",
        chosen.values,
    )
    return [", ".join(filter(None, (row[0] or row[4], *row[1:4]))) for row in rows]


def _reported(register: Register) -> list[dict[str, Any]]:
    names = ("what", "low", "high", "period", "source", "quote", "document", "title", "name", "publisher", "published")
    lines = [dict(zip(names, row, strict=True)) for row in register.db.execute(FIGURES)]
    for line in lines:
        line["own"] = _own_sum(register, line["what"], line["period"])
    return lines


def _own_sum(register: Register, what: str, period: str | None) -> dict[str, Any] | None:
    """Sum the register's own incidents over the period of a reported total; None when the period is not told."""
    if not period or "X" in period:
        return None
    from roznamcha.resolve.edtf import parse_edtf

    try:
        first, last = parse_edtf(period)
    except ValueError:
        return None
    column = "count(*)" if what == "attacks" else f"coalesce(sum({what}_best), 0)"
    where = "state <> 'rejected' AND (?1 IS NULL OR earliest >= ?1) AND (?2 IS NULL OR latest <= ?2)"
    bounds = tuple(str(day) if day else None for day in (first, last))
    total, incidents = register.db.execute(f"SELECT {column}, count(*) FROM incidents WHERE {where}", bounds).fetchone()
    return {"total": total, "incidents": incidents}

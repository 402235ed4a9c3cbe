"""The register page: incidents as a table with facets, search and sort, all of it in the URL."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.web.filters import FACETS, SORTS, Filter, facets, read_filter
from roznamcha.web.paging import Paging, read_paging
from roznamcha.web.render import Page

PAGE_SIZE = 50
SHOWN_FACETS = ("type", "kind", "country", "adm1", "state", "status", "scope")
COLUMNS = (
    "id, sub_event_type, event_type, status, scope, background, date, earliest, latest, place, country, adm1, latitude,"
    " longitude, where_prec, perpetrators, targets, killed_low, killed_best, killed_high, injured_low, injured_best,"
    " injured_high, weapons, claimed_by, publishers, anchor, n_reports, n_voices, confidence, state"
)


def incidents(register: Register, request: Request) -> Page:
    """List the incidents that the URL selects, a page at a time, with the counts of every facet."""
    chosen = read_filter(request.query_params)
    total, counts, lengths = facets(register, chosen, SHOWN_FACETS)
    paging = read_paging(request, total, PAGE_SIZE)
    rows = _rows(register, chosen, paging)
    widest = max((row["killed_high"] or row["killed_best"] or 0 for row in rows), default=0)
    data = {**paging.facts(), "unreadable": chosen.unreadable, "incidents": rows, "facets": counts, "facet_totals": lengths}
    extra = {"chosen": chosen, "widest": widest, "facet_names": tuple(FACETS), "sorts": tuple(SORTS)}
    return Page("incidents.html", "Incidents", data, extra)


def _rows(register: Register, chosen: Filter, paging: Paging) -> list[dict[str, Any]]:
    cursor = register.db.execute(
        f"SELECT {COLUMNS} FROM incidents WHERE {chosen.where} ORDER BY {chosen.order} LIMIT ? OFFSET ?",
        (*chosen.values, paging.size, paging.offset),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]

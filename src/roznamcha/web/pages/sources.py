"""The sources page: documents by publisher, originals and copies, and how often what was read from them had to be corrected."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.register.decisions import decisions_in_force
from roznamcha.register.review import CLAIM_KINDS
from roznamcha.web.paging import read_paging
from roznamcha.web.render import Page

BY_PUBLISHER = """
SELECT coalesce(d.publisher, '') AS publisher,
       count(DISTINCT d.id) AS documents,
       count(DISTINCT r.id) AS reports,
       count(DISTINCT m.incident) AS incidents,
       min(substr(d.published, 1, 10)) AS first, max(substr(d.published, 1, 10)) AS last
FROM documents d LEFT JOIN reports r ON r.document = d.id LEFT JOIN incident_reports m ON m.report = r.id
GROUP BY 1 ORDER BY documents DESC, 1
"""
COPIES = """
SELECT coalesce(d.publisher, ''), count(DISTINCT d.id) FROM documents d
JOIN reports r ON r.document = d.id JOIN incident_reports m ON m.report = r.id
WHERE m.voice <> d.id GROUP BY 1
"""
CLAIMS = """
SELECT coalesce(d.publisher, ''), count(*) FROM claims c
JOIN reports r ON r.id = c.report JOIN documents d ON d.id = r.document GROUP BY 1
"""
DECIDED = """
SELECT c.id, c.report, coalesce(d.publisher, '') FROM claims c
JOIN reports r ON r.id = c.report JOIN documents d ON d.id = r.document
WHERE c.id IN (SELECT target FROM decisions) OR c.report IN (SELECT target FROM decisions)
"""
CHANGING = ("correct", "reject", "unknown")
PAGE_SIZE = 200


def sources(register: Register, request: Request) -> Page:
    """List the publishers with their documents, copies and corrected claims."""
    cursor = register.db.execute(BY_PUBLISHER)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    tables = {name: dict(register.db.execute(query).fetchall()) for name, query in (("copies", COPIES), ("claims", CLAIMS))}
    tables["corrected"] = _corrected(register)
    for row in rows:
        row |= {name: counts.get(row["publisher"], 0) for name, counts in tables.items()}
        row["corrected_share"] = row["corrected"] / row["claims"] if row["claims"] else None
    return Page("sources.html", "Sources", {"publishers": rows})


def _corrected(register: Register) -> Counter[str]:
    """Count by publisher the claims that do not stand as read; a word about the claim goes before one about its report."""
    last = {decision.target: decision.kind for decision in decisions_in_force(register) if decision.kind in CLAIM_KINDS}
    rows = register.db.execute(DECIDED).fetchall()
    return Counter(publisher for claim, report, publisher in rows if last.get(claim, last.get(report)) in CHANGING)


def publisher_documents(register: Register, request: Request) -> Page:
    """List the documents of one publisher, or all of them, newest first, a page at a time."""
    publisher = request.query_params.get("publisher")
    where = "?1 IS NULL OR coalesce(d.publisher, '') = ?1"
    (total,) = register.db.execute(f"SELECT count(*) FROM documents d WHERE {where}", (publisher,)).fetchone()
    paging = read_paging(request, total, PAGE_SIZE)
    cursor = register.db.execute(
        "SELECT d.id, d.title, d.name, d.publisher, substr(d.published, 1, 10) AS published, d.language, count(r.id) AS reports"
        f" FROM documents d LEFT JOIN reports r ON r.document = d.id WHERE {where}"
        " GROUP BY d.id ORDER BY d.published IS NULL, d.published DESC, d.name, d.id LIMIT ?2 OFFSET ?3",
        (publisher, paging.size, paging.offset),
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    named = "whose publisher is not stated" if publisher == "" else f"of {publisher}" if publisher else ""
    link = "?" + urlencode({"publisher": publisher, "page": ""} if publisher is not None else {"page": ""})
    return Page("documents.html", f"Documents {named}".strip(), {**paging.facts(), "documents": rows}, {"link": link})

"""The sources page: documents by publisher, originals and copies, and how often what was read from them had to be corrected."""

from __future__ import annotations

from starlette.requests import Request

from roznamcha.register import Register
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
SELECT coalesce(d.publisher, ''), count(DISTINCT c.id) FROM decisions x
JOIN claims c ON c.id = x.target JOIN reports r ON r.id = c.report JOIN documents d ON d.id = r.document
WHERE x.kind IN ('correct', 'reject', 'unknown')
  AND x.id NOT IN (SELECT target FROM decisions WHERE kind = 'undo') GROUP BY 1
"""


def sources(register: Register, request: Request) -> Page:
    """List the publishers with their documents, copies and corrected claims."""
    cursor = register.db.execute(BY_PUBLISHER)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    tables = {
        name: dict(register.db.execute(query).fetchall())
        for name, query in (("copies", COPIES), ("claims", CLAIMS), ("corrected", DECIDED))
    }
    for row in rows:
        row |= {name: counts.get(row["publisher"], 0) for name, counts in tables.items()}
        row["corrected_share"] = row["corrected"] / row["claims"] if row["claims"] else None
    return Page("sources.html", "Sources", {"publishers": rows})


def publisher_documents(register: Register, request: Request) -> Page:
    """List the documents of one publisher, or all of them, newest first."""
    publisher = request.query_params.get("publisher")
    cursor = register.db.execute(
        "SELECT d.id, d.title, d.name, d.publisher, substr(d.published, 1, 10) AS published, d.language, count(r.id) AS reports"
        " FROM documents d LEFT JOIN reports r ON r.document = d.id WHERE ?1 IS NULL OR coalesce(d.publisher, '') = ?1"
        " GROUP BY d.id ORDER BY d.published IS NULL, d.published DESC, d.name LIMIT 1000",
        (publisher,),
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return Page("documents.html", f"Documents of {publisher}" if publisher else "Documents", {"documents": rows})

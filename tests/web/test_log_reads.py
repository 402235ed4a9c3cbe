"""A request about one incident or document reads the decisions about it, not the whole log."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request

from roznamcha.derive import derive_incident, preview_merge, refresh_reports
from roznamcha.reasons import explain_links
from roznamcha.register import Register, open_register
from roznamcha.register.decisions import decide, decide_all, last_of
from roznamcha.web.pages.document import document


def names_of(register: Register, table: str) -> list[str]:
    return [row[0] for row in register.db.execute(f"SELECT id FROM {table} ORDER BY id")]


def test_single_requests_find_decisions_by_their_targets(register_file: Path) -> None:
    with open_register(register_file) as register:
        incidents, documents, reports = (names_of(register, table) for table in ("incidents", "documents", "reports"))
        decide_all(register, "confirm", reports, user="amna")
        decide(register, "confirm", "a claim of another register", user="amna")
        asked: list[str] = []
        register.db.set_trace_callback(asked.append)
        _, told = derive_incident(register, incidents[0])
        explain_links(register, reports[:2])
        preview_merge(register, incidents)
        refresh_reports(register, reports)
        document(register, Request({"type": "http", "path_params": {"id": documents[0]}, "query_string": b"", "headers": []}))
        last_of(register, "amna")
        register.db.set_trace_callback(None)
        read = [query for query in asked if "FROM decisions" in query]
        assert read
        assert all("WHERE" in query for query in read)
        assert {judged.state for item in told for judged in item.judged} == {"confirmed"}

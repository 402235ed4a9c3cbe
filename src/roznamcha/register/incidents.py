"""Incidents in the register: which reports belong together, and the line of each for lists, facets and maps.

Both are derived from claims, decisions and a rule and are replaced as a whole or incident by incident; the cells of one
incident are never stored, they are consolidated afresh from its reports whenever somebody looks. What stays is the
membership (`incident_reports`), which linking writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roznamcha.model.codebook import EVENT_TYPE_OF
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import Actor, Claimed, Count, DateValue, PlaceValue, Weapon
from roznamcha.register.store import Register

_SHOWN_STANCE = {"suspected": "suspected: ", "claimed": "claims responsibility: ", "denied": "accused, denies it: "}
_LINE_FIELDS = ("sub_event_type", "date", "place", "killed", "injured")


@dataclass(frozen=True, slots=True)
class Standing:
    """What an incident's line needs beside its cells: where the reports come from and what reviewers did."""

    anchor: str
    publishers: tuple[str, ...] = ()
    state: str = "unreviewed"
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One report of an incident: whose document it is in, and with whose voice that speaks."""

    report: str
    incident: str
    voice: str
    document: str


_NAMED = {
    "row": "CROSS JOIN reports r ON r.row = n.value JOIN incident_reports m ON m.report = r.id",
    "report": "CROSS JOIN incident_reports m ON m.report = n.value JOIN reports r ON r.id = m.report",
    "incident": "CROSS JOIN incident_reports m ON m.incident = n.value JOIN reports r ON r.id = m.report",
}


def write_incident(db: sqlite3.Connection, incident: Incident, standing: Standing) -> None:
    """Write the line of one incident in place of an older one; call it inside `Register.transaction`."""
    line = incident_line(incident, standing)
    columns = ", ".join(f'"{name}"' for name in line)
    db.execute("DELETE FROM incidents WHERE id = ?", (incident.id,))
    db.execute(f"INSERT INTO incidents ({columns}) VALUES ({', '.join('?' * len(line))})", list(line.values()))


def write_members(db: sqlite3.Connection, incident_id: str, voices: Mapping[str, str]) -> None:
    """Write which reports (id → voice) an incident has; a report that was another's moves."""
    db.execute("DELETE FROM incident_reports WHERE incident = ?", (incident_id,))
    db.executemany(
        "INSERT OR REPLACE INTO incident_reports (report, incident, voice) VALUES (?, ?, ?)",
        [(report, incident_id, voice) for report, voice in sorted(voices.items())],
    )


def forget_incidents(db: sqlite3.Connection, incident_ids: Iterable[str]) -> None:
    """Take incidents that no longer exist out of the lists; their reports stay, and their ids lead to them."""
    for incident_id in incident_ids:
        db.execute(
            "INSERT OR REPLACE INTO former_incidents SELECT incident, min(report) FROM incident_reports WHERE incident = ?1"
            " AND NOT EXISTS (SELECT 1 FROM reports WHERE id = ?1) GROUP BY incident",
            (incident_id,),
        )
        db.execute("DELETE FROM incidents WHERE id = ?", (incident_id,))
        db.execute("DELETE FROM incident_reports WHERE incident = ?", (incident_id,))


def members(register: Register) -> dict[str, dict[str, str]]:
    """Read the membership: incident id → report id → voice, in rising order."""
    found: dict[str, dict[str, str]] = {}
    for incident, report, voice in register.db.execute(
        "SELECT incident, report, voice FROM incident_reports ORDER BY incident, report"
    ):
        found.setdefault(incident, {})[report] = voice
    return found


def linked_by(register: Register, what: str, values: Sequence[str | int]) -> list[Member]:
    """Read the linked reports with these rows, with these ids ("report"), or of these incidents, by `what`, in a fixed order."""
    query = f"SELECT m.report, m.incident, m.voice, r.document FROM json_each(?) n {_NAMED[what]} ORDER BY m.report"
    return [Member(*row) for row in register.db.execute(query, (json.dumps(values),))]


def speak_for(db: sqlite3.Connection, voices: Mapping[str, str]) -> None:
    """Let voices speak as others, old → new, and drop the lines of their incidents, which are derived anew."""
    for old, new in voices.items():
        db.execute("DELETE FROM incidents WHERE id IN (SELECT incident FROM incident_reports WHERE voice = ?)", (old,))
        db.execute("UPDATE incident_reports SET voice = ? WHERE voice = ?", (new, old))


def count_incidents(register: Register) -> int:
    """Count the incidents."""
    return int(register.db.execute("SELECT count(DISTINCT incident) FROM incident_reports").fetchone()[0])


def members_of(register: Register, wanted: str) -> dict[str, str]:
    """Read the reports, with their voices, of the incident that an id leads to; empty when there is no such incident."""
    homes = homes_of(register, wanted)
    query = "SELECT report, voice FROM incident_reports WHERE incident = ? ORDER BY report"
    return dict(register.db.execute(query, homes).fetchall()) if len(homes) == 1 else {}


def homes_of(register: Register, wanted: str) -> list[str]:
    """List the incidents that an id, or the beginning of one, may mean: one, none, or several of which none is meant.

    An incident's id is that of the first of its reports, so that it changes when a report is added that comes before. All its
    reports' ids lead to it, and with them every id that it had. A beginning means an incident's own id where one fits.
    """
    if not wanted:
        return []
    beginning = (wanted, wanted + "\U0010ffff")
    for query, values in (
        ("SELECT incident FROM incident_reports WHERE report = ?", (wanted,)),
        ("SELECT incident FROM incident_reports JOIN former_incidents USING (report) WHERE id = ?", (wanted,)),
        ("SELECT DISTINCT incident FROM incident_reports WHERE incident BETWEEN ? AND ?", beginning),
        ("SELECT DISTINCT incident FROM incident_reports WHERE report BETWEEN ? AND ?", beginning),
    ):
        if found := [row[0] for row in register.db.execute(query, values)]:
            return sorted(found)
    return []


def unlinked_reports(register: Register) -> list[str]:
    """List the reports that belong to no incident yet, in rising order."""
    query = "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM incident_reports) ORDER BY id"
    return [row[0] for row in register.db.execute(query)]


def without_line(register: Register) -> list[str]:
    """List the incidents whose line is still to be written: one of their reports was read anew, or linking was cut off."""
    query = "SELECT DISTINCT incident FROM incident_reports WHERE incident NOT IN (SELECT id FROM incidents) ORDER BY incident"
    return [row[0] for row in register.db.execute(query)]


def incident_line(incident: Incident, standing: Standing) -> dict[str, str | int | float | None]:
    """Make the line of one incident, by the columns of the table."""
    return _derived(incident) | {
        "publishers": "; ".join(standing.publishers),
        "anchor": standing.anchor,
        "state": standing.state,
        "changed": standing.changed,
    }


def _derived(incident: Incident) -> dict[str, str | int | float | None]:
    sub_type = incident.value_of("sub_event_type")
    listed = [cell for name in _LINE_FIELDS for cell in incident.cells_of(name)]
    return {
        "id": incident.id,
        "rule": incident.rule,
        "sub_event_type": sub_type if isinstance(sub_type, str) else None,
        "event_type": EVENT_TYPE_OF.get(sub_type) if isinstance(sub_type, str) else None,
        "status": _text(incident, "status"),
        "scope": _text(incident, "scope"),
        "background": int(incident.value_of("background") is True),
        **_date(incident),
        **_place(incident),
        **_parties(incident),
        **_tolls(incident),
        "n_reports": len(incident.report_ids),
        "n_voices": incident.voices,
        "confidence": min((cell.confidence for cell in listed), default=None),
    }


def _text(incident: Incident, field: str) -> str | None:
    value = incident.value_of(field)
    return value if isinstance(value, str) else None


def _date(incident: Incident) -> dict[str, str | int | float | None]:
    value = incident.value_of("date")
    date = value if isinstance(value, DateValue) else DateValue(None)
    return {"date": date.edtf, "earliest": date.earliest, "latest": date.latest}


def _place(incident: Incident) -> dict[str, str | int | float | None]:
    value = incident.value_of("place")
    if not isinstance(value, PlaceValue):
        return {}
    point = value.place
    return {
        "place": "; ".join(value.names),
        "country": value.country or (point.country if point else None),
        "adm1": point.adm1 if point else None,
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "radius_km": point.radius_km if point else None,
        "where_prec": point.where_prec if point else None,
    }


def _parties(incident: Incident) -> dict[str, str | int | float | None]:
    actors = [(cell, cell.value) for cell in incident.cells_of("actor") if isinstance(cell.value, Actor)]
    first = [(cell, actor) for cell, actor in actors if actor.role in ("perpetrator", "participant")]
    claim = incident.value_of("claim")
    weapons = [cell.value.type for cell in incident.cells_of("weapon") if isinstance(cell.value, Weapon)]
    return {
        "perpetrators": "; ".join(_named(cell, actor) for cell, actor in first),
        "perpetrator_kinds": "; ".join(dict.fromkeys(actor.kind for _, actor in first)),
        "targets": "; ".join(actor.name for _, actor in actors if actor.role == "target"),
        "weapons": "; ".join(dict.fromkeys(weapons)),
        "claimed_by": claim.by.text if isinstance(claim, Claimed) and claim.by and claim.status == "claimed" else None,
    }


def _named(cell: Cell, actor: Actor) -> str:
    return _SHOWN_STANCE.get(cell.stance, "") + actor.name


def _tolls(incident: Incident) -> dict[str, str | int | float | None]:
    line: dict[str, str | int | float | None] = {}
    for field in ("killed", "injured"):
        value = incident.value_of(field)
        toll = Toll(value.low, value.low, value.high) if isinstance(value, Count) else value
        for part in ("low", "best", "high"):
            line[f"{field}_{part}"] = getattr(toll, part) if isinstance(toll, Toll) else None
    return line


def list_lines(
    register: Register, where: str = "1", values: Sequence[object] = (), *, limit: int = -1
) -> list[dict[str, object]]:
    """Read incident lines as dictionaries, by earliest day with the undated last, for whoever needs many at once."""
    cursor = register.db.execute(
        f"SELECT * FROM incidents WHERE {where} ORDER BY earliest IS NULL, earliest, id LIMIT ?", (*values, limit)
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]

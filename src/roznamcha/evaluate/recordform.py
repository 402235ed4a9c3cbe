"""Coded records in the form of the codebook's section 11: reading them, and what one incident says, field by field.

Gold and predicted records are plain JSON objects here and not the model's types: the scorer must read what any coder wrote,
and a missing key means that the text is silent. A quote may be a string or an object with offsets beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.model.codebook import EVENT_TYPE_OF

Json = dict[str, Any]
Range = tuple[int, int | None]

SLOTS = (
    "type",
    "date",
    "place",
    "perpetrator",
    "perpetrator_kind",
    "target",
    "target_kind",
    "killed",
    "killed_by",
    "injured",
    "injured_by",
    "abducted",
    "arrested",
    "people",
    "weapon",
    "claim",
    "source",
)
"""The fields whose values make up the slots figure; the others are shown and not counted, since they repeat these."""

SHOWN = (
    "type",
    "type_group",
    "date",
    "place",
    "place_names",
    "country",
    "perpetrator",
    "perpetrator_kind",
    "target",
    "target_kind",
    "killed",
    "killed_by",
    "injured",
    "injured_by",
    "abducted",
    "arrested",
    "people",
    "weapon",
    "claim",
    "source",
    "stance",
    "scope",
    "status",
    "background",
    "figures",
)
"""The fields in the order in which they are shown."""


def read_by_id(path: Path) -> dict[str, Json]:
    """Read a file of one JSON object a line, by id, with quotes as plain strings.

    Raises DataError, with the line, when a line is no JSON object or has no id.
    """
    return {found["id"]: strip_offsets(found) for found in read_lines(path, "id")}


def strip_offsets(value: Any) -> Any:
    """Turn every `{"quote", "start", "end"}` that stands where the codebook has a string into that string.

    >>> strip_offsets({"anchor": {"quote": "a blast", "start": 3, "end": 10}, "killed": None})
    {'anchor': 'a blast', 'killed': None}
    """
    if isinstance(value, dict):
        if "quote" in value and value.keys() <= {"quote", "start", "end"}:
            return value["quote"]
        return {key: strip_offsets(part) for key, part in value.items()}
    if isinstance(value, list):
        return [strip_offsets(part) for part in value]
    return value


def find_quotes(value: Any) -> Iterator[str]:
    """List every quoted string inside incidents: quotes, anchors, place names and claimants."""
    if isinstance(value, list):
        for part in value:
            yield from find_quotes(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and key in ("quote", "anchor", "by"):
                yield part
            elif isinstance(part, list) and key in ("quotes", "names"):
                yield from (item for item in part if isinstance(item, str))
            else:
                yield from find_quotes(part)


def group_of(incident: Json) -> str | None:
    """Give ACLED's event type of the incident's sub-event type."""
    return EVENT_TYPE_OF.get(incident.get("sub_event_type") or "")


def date_of(incident: Json) -> str | None:
    """Give the incident's date as EDTF."""
    edtf: str | None = (incident.get("date") or {}).get("edtf")
    return edtf


def names_of(incident: Json) -> list[str]:
    """List the incident's place names, the most specific first."""
    return (incident.get("place") or {}).get("names") or []


def range_of(incident: Json, count: str) -> Range | None:
    """Give one count's low and high, None when the record is silent."""
    total = (incident.get(count) or {}).get("total")
    return None if total is None else (total[0], total[1])


def actors_of(incident: Json, *roles: str) -> list[Json]:
    """List the actors in one of `roles`; all of them when no role is named."""
    return [actor for actor in incident.get("actors") or [] if not roles or actor.get("role") in roles]


def list_slots(incident: Json) -> dict[str, list[Any]]:
    """List the comparable values of an incident, by field; a field with nothing to say is left out."""
    place = incident.get("place") or {}
    found: dict[str, list[Any]] = {
        "type": [incident.get("sub_event_type")],
        "type_group": [group_of(incident)],
        "status": [incident.get("status")],
        "scope": [incident.get("scope")],
        "background": [bool(incident.get("background"))],
        "date": [date_of(incident)] if date_of(incident) else [],
        "place": names_of(incident)[:1],
        "place_names": names_of(incident),
        "country": [place["country"]] if place.get("country") else [],
        "stance": [actor.get("stance") for actor in actors_of(incident, "perpetrator")],
        "people": [(person["quote"], person.get("fate")) for person in incident.get("people") or []],
        "weapon": sorted({weapon.get("type") for weapon in incident.get("weapons") or []} - {None}),
        "claim": [incident["claim"].get("status")] if incident.get("claim") else [],
        "source": [source["quote"] for source in incident.get("sources") or []],
    }
    for field in ("perpetrator", "target"):
        actors = actors_of(incident, field, "participant")
        found[field] = [actor["quote"] for actor in actors]
        found[field + "_kind"] = [actor.get("kind") for actor in actors]
    found |= _list_counts(incident)
    return {field: values for field, values in found.items() if values}


def _list_counts(incident: Json) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for count in ("killed", "injured", "abducted", "arrested"):
        total = range_of(incident, count)
        if total is not None:
            found[count] = [total]
            parts = incident[count].get("by") or {}
            found[count + "_by"] = [tuple(sorted((group, number) for group, number in parts.items() if number))]
    return found

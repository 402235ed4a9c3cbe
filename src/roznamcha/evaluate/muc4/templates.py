"""The form of a MUC-4 template: 23 scored slots, each with fills, each fill with the alternatives that the key allows.

A response uses the same types with one alternative a fill. A set or number fill of a target, an instrument or an organisation
refers to the string it belongs to (`refs`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

HEADINGS: Final[dict[str, str]] = {
    "message_id": "MESSAGE: ID",
    "message_template": "MESSAGE: TEMPLATE",
    "incident_date": "INCIDENT: DATE",
    "incident_location": "INCIDENT: LOCATION",
    "incident_type": "INCIDENT: TYPE",
    "incident_stage": "INCIDENT: STAGE OF EXECUTION",
    "instrument_id": "INCIDENT: INSTRUMENT ID",
    "instrument_type": "INCIDENT: INSTRUMENT TYPE",
    "perp_category": "PERP: INCIDENT CATEGORY",
    "perp_individual": "PERP: INDIVIDUAL ID",
    "perp_organization": "PERP: ORGANIZATION ID",
    "perp_org_confidence": "PERP: ORGANIZATION CONFIDENCE",
    "phys_tgt_id": "PHYS TGT: ID",
    "phys_tgt_type": "PHYS TGT: TYPE",
    "phys_tgt_number": "PHYS TGT: NUMBER",
    "phys_tgt_foreign_nation": "PHYS TGT: FOREIGN NATION",
    "phys_tgt_effect": "PHYS TGT: EFFECT OF INCIDENT",
    "phys_tgt_total_number": "PHYS TGT: TOTAL NUMBER",
    "hum_tgt_name": "HUM TGT: NAME",
    "hum_tgt_description": "HUM TGT: DESCRIPTION",
    "hum_tgt_type": "HUM TGT: TYPE",
    "hum_tgt_number": "HUM TGT: NUMBER",
    "hum_tgt_foreign_nation": "HUM TGT: FOREIGN NATION",
    "hum_tgt_effect": "HUM TGT: EFFECT OF INCIDENT",
    "hum_tgt_total_number": "HUM TGT: TOTAL NUMBER",
}
"""The official heading of each slot, in the official order, the two message slots first."""

SLOTS: Final = tuple(HEADINGS)[2:]
STRING_SLOTS: Final = frozenset(
    {"instrument_id", "perp_individual", "perp_organization", "phys_tgt_id", "hum_tgt_name", "hum_tgt_description"}
)
"""Slots filled with words of the text."""

NUMBER_SLOTS: Final = frozenset({"phys_tgt_number", "phys_tgt_total_number", "hum_tgt_number", "hum_tgt_total_number"})
REFERRING_SLOTS: Final = frozenset(
    {
        "instrument_type",
        "perp_org_confidence",
        "phys_tgt_type",
        "phys_tgt_number",
        "phys_tgt_foreign_nation",
        "phys_tgt_effect",
        "hum_tgt_type",
        "hum_tgt_number",
        "hum_tgt_foreign_nation",
        "hum_tgt_effect",
    }
)
"""Slots whose fills say which string they are about."""

INCIDENT_TYPES: Final = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to fill a slot, and the strings of other slots that it is about."""

    value: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill of a slot: the alternatives that the key allows; an optional one may be left out unpunished."""

    alternatives: tuple[Alternative, ...]
    optional: bool = False

    @classmethod
    def of(cls, value: str, *refs: str) -> Fill:
        """Make the fill of a response.

        >>> Fill.of("BOMB", "CAR BOMB").alternatives
        (Alternative(value='BOMB', refs=('CAR BOMB',)),)
        """
        return cls((Alternative(value, refs),))


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of one message."""

    docid: str
    slots: dict[str, tuple[Fill, ...]] = field(default_factory=dict)
    number: int | None = None
    optional: bool = False

    def fills(self, slot: str) -> tuple[Fill, ...]:
        """List the fills of a slot; none when it is empty."""
        return self.slots.get(slot, ())

    def values(self, slot: str) -> list[str]:
        """List the first alternative of every fill of a slot."""
        return [fill.alternatives[0].value for fill in self.fills(slot)]


Messages = dict[str, list[Template]]
"""The templates of every message, by its id; a message about nothing relevant has an empty list."""


def read_parsed(records: Iterable[dict[str, Any]]) -> Messages:
    """Turn messages as the set's `parsed` files hold them into templates."""
    return {record["docid"]: [_read_template(record["docid"], one) for one in record["templates"]] for record in records}


def _read_template(docid: str, one: dict[str, Any]) -> Template:
    slots = {slot: tuple(_read_fill(fill) for fill in fills) for slot, fills in one["slots"].items() if fills}
    return Template(docid, slots, one.get("number"), bool(one.get("optional")))


def _read_fill(fill: dict[str, Any]) -> Fill:
    alternatives = tuple(Alternative(one["v"], tuple(one.get("ref") or ())) for one in fill["alts"])
    return Fill(alternatives, bool(fill.get("optional")))

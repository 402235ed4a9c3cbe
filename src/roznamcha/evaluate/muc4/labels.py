"""What the MUC-4 network says, block by block: the one list that its training, export and run time share.

A trigger is a word that may tell an act; it is classed by the type of its template or as none. The reader then looks at the
triggers of one template and tags the words of its slots; attributes are closed values of a tagged mention, incident blocks
closed values of the template. Values with few examples in the key are left out: they are never right often enough to pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roznamcha.coder.heads import slices

TYPES: Final = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE")
TRIGGER_CLASSES: Final = ("none", *TYPES)
TAGS: Final = (
    "perp_individual",
    "perp_organization",
    "phys_tgt_id",
    "hum_tgt_name",
    "hum_tgt_description",
    "instrument_id",
    "place",
)
"""Slots filled with words, and the smallest place; each has its own outside/begin/inside."""

ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "hum_tgt_type": (
        "CIVILIAN",
        "POLITICAL FIGURE",
        "GOVERNMENT OFFICIAL",
        "LAW ENFORCEMENT",
        "LEGAL OR JUDICIAL",
        "ACTIVE MILITARY",
        "SECURITY GUARD",
        "FORMER GOVERNMENT OFFICIAL",
        "DIPLOMAT",
        "FORMER ACTIVE MILITARY",
    ),
    "hum_tgt_effect": ("", "DEATH", "INJURY", "NO INJURY OR DEATH", "NO INJURY", "REGAINED FREEDOM"),
    "hum_tgt_number": ("1", "PLURAL", "stated"),
    "phys_tgt_type": (
        "COMMERCIAL",
        "OTHER",
        "TRANSPORT VEHICLE",
        "ENERGY",
        "GOVERNMENT OFFICE OR RESIDENCE",
        "ORGANIZATION OFFICE",
        "COMMUNICATIONS",
        "FINANCIAL",
        "CIVILIAN RESIDENCE",
        "DIPLOMAT OFFICE OR RESIDENCE",
        "TRANSPORTATION ROUTE",
        "POLITICAL FIGURE OFFICE OR RESIDENCE",
        "LAW ENFORCEMENT FACILITY",
    ),
    "phys_tgt_effect": ("", "SOME DAMAGE", "DESTROYED", "NO DAMAGE", "PROPERTY TAKEN FROM TARGET"),
    "phys_tgt_number": ("1", "PLURAL", "stated"),
    "instrument_type": (
        "BOMB",
        "GUN",
        "DYNAMITE",
        "EXPLOSIVE",
        "MACHINE GUN",
        "VEHICLE BOMB",
        "MORTAR",
        "RIFLE",
        "GRENADE",
        "AERIAL BOMB",
        "ROCKET",
        "CUTTING DEVICE",
        "MOLOTOV COCKTAIL",
        "MINE",
        "TORTURE",
        "",
    ),
    "perp_org_confidence": (
        "REPORTED AS FACT",
        "SUSPECTED OR ACCUSED",
        "SUSPECTED OR ACCUSED BY AUTHORITIES",
        "CLAIMED OR ADMITTED",
        "POSSIBLE",
    ),
}
ATTRIBUTES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "hum_tgt_name": ("hum_tgt_type", "hum_tgt_effect", "hum_tgt_number"),
    "hum_tgt_description": ("hum_tgt_type", "hum_tgt_effect", "hum_tgt_number"),
    "phys_tgt_id": ("phys_tgt_type", "phys_tgt_effect", "phys_tgt_number"),
    "instrument_id": ("instrument_type",),
    "perp_organization": ("perp_org_confidence",),
}
"""The attributes that a mention of a tag has."""

INCIDENT: Final[Mapping[str, tuple[str, ...]]] = {
    "valid": ("no", "yes"),
    "incident_type": TYPES,
    "incident_stage": ("ACCOMPLISHED", "ATTEMPTED", "THREATENED"),
    "perp_category": ("", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE"),
    "bare_instrument": ("", "GUN", "MACHINE GUN", "BOMB", "EXPLOSIVE", "DYNAMITE"),
    "bare_effect": ("", "NO INJURY OR DEATH", "NO INJURY", "DEATH", "INJURY"),
    "date": ("until", "today", "yesterday", "two days ago", "other"),
    "country": (
        "EL SALVADOR",
        "COLOMBIA",
        "PERU",
        "GUATEMALA",
        "CHILE",
        "HONDURAS",
        "ARGENTINA",
        "BOLIVIA",
        "ECUADOR",
        "other",
    ),
}
"""`bare_instrument` and `bare_effect` are fills about nothing the text names; `date` how the day relates to the dateline's."""
ATTRIBUTE_AT: Final = slices(ATTRIBUTES)
INCIDENT_AT: Final = slices(INCIDENT)
"""The columns of each block when the blocks stand side by side."""

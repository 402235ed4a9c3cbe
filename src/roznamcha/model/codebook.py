"""The closed lists of the codebook: every value that a coded field may take.

The lists join ACLED's sub-event and actor types, GTD's weapon types and UCDP's way of counting. They stand here, in
the model, since the coder, the register, the pages, the exports and the scorers must agree on them to the letter.
"""

from __future__ import annotations

from typing import Final

EVENT_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
"""ACLED's six event types and, in ACLED's own order of seriousness, their 25 sub-event types."""

SUB_EVENT_TYPES: Final = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)
EVENT_TYPE_OF: Final = {sub: event for event, subs in EVENT_TYPES.items() for sub in subs}

STATUSES: Final = ("occurred", "thwarted")
SCOPES: Final = ("political", "criminal", "unclear")
ROLES: Final = ("perpetrator", "target", "participant")
KINDS: Final = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
    "Property",
)
STANCES: Final = ("stated", "suspected", "claimed", "denied")
FATES: Final = ("killed", "injured", "abducted", "arrested", "released", "unharmed")
COUNTS: Final = ("killed", "injured", "abducted", "arrested")
GROUPS: Final = ("state", "militants", "civilians", "unknown")
"""Whom a count's parts (`by`) belong to."""
WEAPON_TYPES: Final = (
    "Firearms",
    "Explosives",
    "Incendiary",
    "Melee",
    "Chemical",
    "Vehicle",
    "Sabotage equipment",
    "Other",
    "Unknown",
)
CLAIM_STATUSES: Final = ("claimed", "none", "denied")
SOURCE_KINDS: Final = ("media", "official", "armed group", "witness", "organisation", "other")
FIGURE_WHATS: Final = ("killed", "injured", "arrested", "abducted", "attacks", "money", "people", "distance", "other")
FIELDS: Final = (
    "sub_event_type",
    "status",
    "scope",
    "background",
    "date",
    "place",
    "actor",
    "person",
    *COUNTS,
    "weapon",
    "claim",
    "source",
)
"""The fields that a `Claim` may fill, in the order in which they are shown."""

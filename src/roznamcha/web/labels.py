"""Words for readers in place of the codebook's keys: names of fields, countries and what was done."""

from __future__ import annotations

from roznamcha.export.countries import country_of
from roznamcha.model.incident import DerivedValue, Toll
from roznamcha.model.values import PlaceValue
from roznamcha.model.words import say, say_range

FIELD_LABELS = {
    "sub_event_type": "Kind of event",
    "event_type": "Event type",
    "status": "Status",
    "scope": "Scope",
    "background": "Told as background",
    "date": "Date",
    "place": "Place",
    "actor": "Actor",
    "person": "Person",
    "killed": "Killed",
    "injured": "Injured",
    "abducted": "Abducted",
    "arrested": "Arrested",
    "weapon": "Weapon",
    "claim": "Claim of responsibility",
    "source": "Source",
    "anchor": "Words of the event",
    "country": "Country",
    "adm1": "Province",
    "published": "Published",
}
SHOWN_FIRST = ("killed", "injured", "date", "place", "actor", "sub_event_type")
"""What an incident's page tells before the other fields: what a reviewer has to settle first."""


def label(field: str) -> str:
    """Name a field for readers; a key without a name is shown with spaces.

    >>> label("sub_event_type"), label("where_prec")
    ('Kind of event', 'Where prec')
    """
    return FIELD_LABELS.get(field) or field.replace("_", " ").capitalize()


def country(code: str | None) -> str:
    """Name a country by its two-letter code; a code that is not known stands for itself.

    >>> country("PK"), country("XK9"), country(None)
    ('Pakistan', 'XK9', '')
    """
    found = country_of(code)
    return found.name if found else code or ""


def short_place(names: str) -> str:
    """Write the smallest two of a place's names as lists show them; a name that is there in other letters stands once.

    >>> short_place("Karachi; KARACHI; Sindh")
    'Karachi, Sindh'
    """
    found: dict[str, str] = {}
    for name in names.split("; "):
        found.setdefault(name.casefold(), name)
    return ", ".join(list(found.values())[:2])


def say_value(value: DerivedValue | None) -> str:
    """Write a value as pages show it: ranges short, countries by their names.

    >>> say_value(Toll(8, 13, 14)), say_value(PlaceValue(("Quetta",), "PK"))
    ('13 (8–14)', 'Quetta, Pakistan')
    """
    if isinstance(value, Toll):
        return say_range(value.low, value.high, value.best)
    if isinstance(value, PlaceValue):
        names = [*value.names, country(value.country)]
        return ", ".join(dict.fromkeys(filter(None, names)))
    return say(value)

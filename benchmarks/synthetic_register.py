"""Fill a register with made-up incident lines, to see how the pages do at a size that no example reaches.

python benchmarks/synthetic_register.py out/big.register 100000
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta

from roznamcha.model import Place, PlaceValue
from roznamcha.model.codebook import KINDS, SUB_EVENT_TYPES, WEAPON_TYPES
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import Actor, DateValue, Weapon
from roznamcha.register import open_register
from roznamcha.register.incidents import Standing, write_incident

TOWNS = (
    ("Karachi", "Sindh", 24.86, 67.01),
    ("Quetta", "Balochistan", 30.18, 66.99),
    ("Peshawar", "Khyber Pakhtunkhwa", 34.01, 71.58),
)
STATES = ("unreviewed",) * 7 + ("confirmed", "corrected", "rejected")


def make_incident(number: int, chance: random.Random) -> tuple[Incident, Standing]:
    """Make one incident with a few open and a few missing values."""
    town, province, lat, lon = chance.choice(TOWNS)
    day = str(date(2005, 1, 1) + timedelta(days=chance.randrange(6500)))
    point = Place(
        "made", town, (town, province), "PK", lat + chance.gauss(0, 0.4), lon + chance.gauss(0, 0.4), "P", 5.0, adm1=province
    )
    killed = chance.randrange(40)
    values: list[tuple[str, object]] = [
        ("sub_event_type", chance.choice(SUB_EVENT_TYPES)),
        ("status", "occurred"),
        ("scope", "political"),
        ("date", DateValue(day, day, day) if chance.random() < 0.9 else DateValue(None)),
        ("place", PlaceValue((town,), "PK", point if chance.random() < 0.9 else None)),
        ("actor", Actor(f"group {chance.randrange(60)}", "perpetrator", chance.choice(KINDS[:4]))),
        ("actor", Actor("passers-by", "target", "Civilians")),
        ("killed", Toll(max(0, killed - 3), killed, killed + 2 if chance.random() < 0.8 else None)),
        ("weapon", Weapon("bomb", chance.choice(WEAPON_TYPES))),
    ]
    cells = tuple(Cell(field, value, (f"r{number}",), "ucdp", confidence=chance.random()) for field, value in values)  # type: ignore[arg-type]
    words = f"killed {killed} people in {town} in attack number {number}"
    return Incident(f"made{number:07}", (f"r{number}",), cells, "ucdp", 1), Standing(words, ("City Wire",), chance.choice(STATES))


def main(path: str, size: int) -> None:
    """Write `size` incidents in transactions of a thousand."""
    chance = random.Random(7)
    with open_register(path) as register:
        for start in range(0, size, 1000):
            with register.transaction() as db:
                for number in range(start, min(start + 1000, size)):
                    write_incident(db, *make_incident(number, chance))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

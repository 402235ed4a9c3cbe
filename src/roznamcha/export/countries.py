"""Codes of countries in every layout: ISO, Gleditsch-Ward, ACLED's and GTD's regions, from one table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """One country with its code and name in each layout; a code is empty where the publisher gives none."""

    iso2: str
    iso3: str
    iso_number: str
    name: str
    ucdp_name: str
    gw_number: str
    ucdp_region: str
    acled_region: str
    gtd_code: str
    gtd_name: str
    gtd_region: str
    gtd_region_name: str


@cache
def countries() -> dict[str, Country]:
    """Read the whole table, by two-letter code."""
    with (files("roznamcha.data") / "codes" / "countries.tsv").open(encoding="utf-8") as lines:
        return {row["iso2"]: Country(**row) for row in csv.DictReader(lines, delimiter="\t")}


def country_of(iso2: str | None) -> Country | None:
    """Find a country by its two-letter code.

    >>> pakistan = country_of("PK")
    >>> pakistan.gw_number, pakistan.gtd_code, pakistan.acled_region
    ('770', '153', 'South Asia')
    """
    return countries().get(iso2 or "")

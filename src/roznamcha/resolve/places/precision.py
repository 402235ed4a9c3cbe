"""From a place's feature to the precision codes that the field's data sets use.

The crosswalk joins UCDP's `where_prec` (1 exact place … 7 sea or air), ACLED's `geo_precision` (1 town … 3 larger region)
and GTD's `specificity` (1 the place … 5 unknown): a town is 1/1/1, near a town 2/2/1, a district 3/3/3, a province 4/3/4,
a larger or line-like area 5/3/4, a country 6/3/5 (ACLED codes no such event), a sea 7/3/3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Precision:
    """The three codes of one level, and the radius to assume where the gazetteer holds none."""

    where_prec: int
    geo_precision: int
    specificity: int
    radius_km: float


EXACT = Precision(1, 1, 1, 0.0)
NEAR = Precision(2, 2, 1, 25.0)
DISTRICT = Precision(3, 3, 3, 30.0)
PROVINCE = Precision(4, 3, 4, 120.0)
AREA = Precision(5, 3, 4, 60.0)
COUNTRY = Precision(6, 3, 5, 400.0)
SEA = Precision(7, 3, 3, 300.0)
_BY_FEATURE = {
    "PCLI": COUNTRY,
    "CONT": COUNTRY,
    "ADM1": PROVINCE,
    "ADM2": DISTRICT,
    "ADM3": NEAR,
    "ADM4": NEAR,
    "SEA": SEA,
    "OCN": SEA,
    "GULF": SEA,
    "STRT": SEA,
}


def precision_of(feature: str) -> Precision:
    """Give the precision of a place of this GeoNames feature code.

    >>> precision_of("PPL").where_prec, precision_of("ADM2").where_prec, precision_of("SEA").where_prec
    (1, 3, 7)
    """
    if feature in _BY_FEATURE:
        return _BY_FEATURE[feature]
    if feature.startswith("PPL") or feature in (
        "AIRP",
        "AIRB",
        "BLDG",
        "CMP",
        "DAM",
        "HTL",
        "INSM",
        "MIL",
        "MSQE",
        "PRN",
        "SCH",
        "SQR",
        "UNIV",
        "BDG",
    ):
        return EXACT
    return AREA


def city_radius(population: int) -> float:
    """Estimate how far a town of this population reaches, in km: about 2 for 10,000 people and 25 for 15 million.

    >>> round(city_radius(10_000)), round(city_radius(15_000_000))
    (1, 25)
    """
    return max(0.5, math.sqrt(population / 7500) * 0.56)

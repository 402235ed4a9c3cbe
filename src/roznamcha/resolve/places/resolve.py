"""From the names that a report gives for one place, smallest first, to a point, its precision and the losing candidates.

The smallest name that the gazetteer knows AND that lies in the wider ones wins; where no candidate of a name lies in
what the text names as its container, the name counts as unknown and the container is the place, with the coarser
precision. A name that is only known by sound must be so confirmed. Nothing is guessed: names that lead nowhere give None.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from roznamcha.model import Place, PlaceValue
from roznamcha.resolve.gazetteer.index import Entry, Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import Printed, country_code, fold, take_apart
from roznamcha.resolve.places.near import beside, offset_before
from roznamcha.resolve.places.precision import EXACT, NEAR, Precision, city_radius, precision_of
from roznamcha.resolve.places.rank import Array, Group, contains, rank

_POSSESSIVE = re.compile(r"['’]s\s+(?=[A-Z])")
_PARTS = re.compile(r",\s*|\s+(?:of|in|near|at)\s+(?:the\s+)?(?=[A-Z‘'’])|\s*/\s*|\s+-\s+")
AROUND = 0.8
"""How much all names of the context together weigh against one name of the place itself."""
LOSERS = 5
"""Losing candidates that are kept."""


@dataclass(frozen=True, slots=True)
class Look:
    """One printed name looked up: its group of candidates and whether a side word ("eastern") was taken off."""

    printed: str
    group: Group
    part: bool


def look_up(gazetteer: Gazetteer, names: Sequence[str], *, day: str | None = None, by_sound: bool = True) -> list[Look | None]:
    """Look printed names up, from the whole form to the barest core, then by sound; None where nothing is found.

    "Quetta Town" asks for both "Quetta Town" and "Quetta"; a form without its side word ("Ghouta" for "eastern Ghouta") is asked
    only when the fuller ones are unknown.
    """
    apart = {name: take_apart(name) for name in names}
    found = gazetteer.find(fold(core) for printed in apart.values() for core, _ in printed.cores)
    looks: dict[str, Look | None] = {}
    for name, printed in apart.items():
        group, part = _candidates(printed, found, day), False
        if not group:
            group, part = _candidates(printed, found, day, part=True), True
        key = fold(printed.cores[-1][0])
        if not group and by_sound and len(key) >= SHORTEST_BY_SOUND:
            alike = gazetteer.find_by_sound(key)
            group, part = [entry for entry in alike if _valid(entry, day)], printed.cores[-1][1]
        looks[name] = Look(name, Group(fold(name), tuple(group), printed.level), part) if group else None
    return [looks[name] for name in names]


SHORTEST_BY_SOUND = 5


def _candidates(printed: Printed, found: dict[str, list[Entry]], day: str | None, *, part: bool = False) -> list[Entry]:
    """Collect the places under the forms of a name; those under a form without its type words are marked as bare."""
    entries: dict[str, Entry] = {}
    for number, (core, side_off) in enumerate(printed.cores):
        if side_off == part:
            for entry in found.get(fold(core), ()):
                if _valid(entry, day):
                    entries.setdefault(entry.key, replace(entry, bare=True) if number else entry)
    return list(entries.values())


def _valid(entry: Entry, day: str | None) -> bool:
    return day is None or ((not entry.since or entry.since <= day) and (not entry.until or day <= entry.until))


def names_that_ended(names: Sequence[str], day: str, *, gazetteer: Gazetteer | None = None) -> list[Entry]:
    """List the places that a name stands for on other days while on `day` it stands for none ("FATA" in 2020)."""
    gazetteer = gazetteer or open_gazetteer()
    parts = _unfold(names, gazetteer)
    always, then = (look_up(gazetteer, parts, day=when, by_sound=False) for when in (None, day))
    return [entry for look, now in zip(always, then, strict=True) if look and not now for entry in look.group.entries]


def _unfold(names: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """Split names that hold several into these, smallest first, keeping the order.

    "Nothal area of Naseerabad District", "Paris, Texas", "South Waziristan's Wana town"; not "Cox's Bazar", which is known whole.
    """
    parts: list[str] = []
    for name in names:
        parts.extend(part for part in _pieces(name, gazetteer) if part not in parts)
    return parts


def _pieces(name: str, gazetteer: Gazetteer) -> list[str]:
    pieces = [piece for piece in _PARTS.split(name) if piece]
    cores = take_apart(name).cores
    if cores[-1][0] == pieces[-1]:
        pieces = [name]
    if not _POSSESSIVE.search(name) or gazetteer.known(fold(core) for core, _ in cores):
        return pieces
    return [inner for piece in pieces for inner in reversed(_POSSESSIVE.split(piece))]


def resolve_place(
    names: Sequence[str],
    *,
    country: str | None = None,
    context: Sequence[str] = (),
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Place | None:
    """Resolve the names of one place, smallest first as printed, to the smallest place that is sure; None when none is.

    `country` is a cue (the publisher's, the document's), `context` other place names of the document, `day` the day of the
    act, which rules out names that were not valid then. Use `resolve_place_value` for the losing candidates too.

    >>> resolve_place(["Badini intersection area", "Quetta"]).name
    'Quetta'
    """
    return resolve_place_value(names, country=country, context=context, day=day, gazetteer=gazetteer).place


def resolve_place_value(
    names: Sequence[str],
    *,
    country: str | None = None,
    context: Sequence[str] = (),
    day: str | None = None,
    before: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
) -> PlaceValue:
    """Resolve the names of one place like `resolve_place`, and keep the country and the candidates that lost.

    `before` are the words that the text has before a name ("45 km north of "): they put the act beside the place that wins.

    >>> value = resolve_place_value(["Orangi Town", "Karachi"])
    >>> value.country, value.place.where_prec
    ('PK', 1)
    """
    gazetteer = gazetteer or open_gazetteer()
    country = country_code(country)
    parts = _unfold(names, gazetteer)
    looks = look_up(gazetteer, parts, day=day)
    around = [look for look in look_up(gazetteer, [name for name in context if name not in parts], by_sound=False) if look]
    known = [(number, look) for number, look in enumerate(looks) if look]
    groups = [
        replace(look.group, inside=tuple(range(at + 1, len(known))), weight=0.5 + 0.5 * (number + 1) / len(parts))
        for at, (number, look) in enumerate(known)
    ] + [replace(look.group, weight=min(0.4, AROUND / len(around))) for look in around]
    chances = rank(groups, country=country)
    voters = slice(len(known)) if known else slice(None)
    code = _country(groups[voters], chances[voters], country)
    for at, (number, look) in enumerate(known):
        best = int(chances[at].argmax())
        entry = look.group.entries[best]
        if _confirmed(entry, at, known, chances, code):
            smaller = parts[:number]
            place = place_of(gazetteer, entry, float(chances[at][best]), fit(entry, look, smaller))
            place = _put(names, before or {}, look, place)
            return PlaceValue(tuple(names), place.country or code, place, losers(gazetteer, look.group, chances[at], best))
    if code is None and day:
        countries = {entry.country for entry in names_that_ended(names, day, gazetteer=gazetteer)}
        code = countries.pop() if len(countries) == 1 else None
    return PlaceValue(tuple(names), code or None)


def _put(names: Sequence[str], before: Mapping[str, str], look: Look, place: Place) -> Place:
    """Put the place beside itself where its name, or the words before it, tell a way from it ("45 km north of Quetta")."""
    for name in names:
        at = name.find(look.printed)
        if at < 0:
            continue
        words = before.get(name, "")
        starts = (0, at) if _POSSESSIVE.search(name, 0, at + 1) else (at,)
        for start in starts:
            if offset := offset_before(words + name, len(words) + start):
                return beside(place, offset)
    return place


HAMLET = 0.3
"""What a hamlet weighs in the vote, and the given country, so that a name which only far hamlets bear stays at home."""
TOWN = 20_000
"""People from which a town is known abroad under a rare name too ("Kobani")."""
WEAK = 0.2
"""What a rare name or one known by sound weighs against a plain one."""
_WEIGHT_OF = {"PCLI": 5.0, "ADM1": 2.0, "ADM2": 2.0, "PPLC": 2.0, "PPLX": 1.0}


def _country(groups: Sequence[Group], chances: list[Array], cue: str | None) -> str | None:
    """Let the names vote on the country, the wide and well-known ones louder than hamlets and names known by sound.

    The context has had its say in the chances; it votes only where no name of the place itself is known.
    """
    votes: dict[str, float] = defaultdict(float)
    if cue:
        votes[cue] += _vote_for_home(groups, chances)
    for group, chance in zip(groups, chances, strict=True):
        for entry, likely in zip(group.entries, chance, strict=True):
            if entry.country:
                size = _WEIGHT_OF.get(entry.feature) or HAMLET + math.sqrt(min(entry.population, 1_000_000)) / 1000
                votes[entry.country] += group.weight * float(likely) * size * (WEAK if entry.grade >= 2 else 1.0)
    if not votes:
        return cue
    return min(votes, key=lambda code: (-votes[code], code != cue, code))


def _vote_for_home(groups: Sequence[Group], chances: list[Array]) -> float:
    """Weigh the given country: like a hamlet of the name, but not against a region or a range, which has its name for itself."""
    likeliest = [group.entries[int(chance.argmax())] for group, chance in zip(groups, chances, strict=True)]
    if not all(entry.feature.startswith(("PPL", "ADM", "PCL")) for entry in likeliest):
        return 0.0
    is_rare = any(entry.grade >= 2 and entry.population >= TOWN for entry in likeliest)
    return HAMLET * (WEAK if is_rare else 1.0)


def _confirmed(entry: Entry, at: int, known: list[tuple[int, Look]], chances: list[Array], code: str | None) -> bool:
    """Tell whether a candidate agrees with the containers that the text names; by sound it needs one that holds it."""
    outer = [look.group.entries[int(chances[other].argmax())] for other, (_, look) in enumerate(known) if other > at]
    if any(big.feature == "ADM1" and not contains(big, entry) and contains(entry, big) for big in outer):
        return True
    holding = [contains(big, entry) or big.key == entry.key for big in outer]
    if entry.grade == 3 and not any(holding):
        return False
    return (not outer or any(holding)) and (not entry.country or entry.country == code)


def fit(entry: Entry, look: Look, smaller: Sequence[str]) -> Precision:
    """The precision of what was found, given the smaller names that lead nowhere and the side words taken off."""
    precision = precision_of(entry.feature)
    if precision.where_prec == 1 and entry.feature != "PPLX":
        reach = city_radius(entry.population)
        if look.part or (look.group.level == "area" and not smaller):
            return NEAR
        return replace(EXACT, radius_km=reach)
    return precision


def place_of(gazetteer: Gazetteer, entry: Entry, score: float, precision: Precision) -> Place:
    """Make the public place of an index entry: its chain outwards and its precision codes."""
    upper = gazetteer.unit(entry.country, entry.adm1) if entry.adm1 and entry.feature not in ("ADM1", "PCLI") else None
    district = gazetteer.unit(entry.country, entry.adm1, entry.adm2) if entry.adm2 and entry.feature != "ADM2" else None
    nation = gazetteer.unit(entry.country) if entry.country and entry.feature != "PCLI" else None
    return Place(
        id=entry.key,
        name=entry.name,
        chain=tuple(name for name in (entry.name, district, upper, nation) if name),
        country=entry.country or None,
        lat=entry.lat,
        lon=entry.lon,
        feature=entry.feature,
        radius_km=round(entry.radius or precision.radius_km, 1),
        where_prec=precision.where_prec,
        geo_precision=precision.geo_precision,
        specificity=precision.specificity,
        score=round(score, 4),
        adm1=entry.name if entry.feature == "ADM1" else upper,
        adm2=entry.name if entry.feature == "ADM2" else district,
    )


def losers(gazetteer: Gazetteer, group: Group, chances: Array, best: int) -> tuple[Place, ...]:
    """List the candidates that lost, the likeliest first."""
    order = sorted((n for n in range(len(group.entries)) if n != best), key=lambda n: (-chances[n], group.entries[n].key))
    return tuple(
        place_of(gazetteer, group.entries[n], float(chances[n]), precision_of(group.entries[n].feature)) for n in order[:LOSERS]
    )


def country_of(
    names: Sequence[str], *, context: Sequence[str] = (), country: str | None = None, gazetteer: Gazetteer | None = None
) -> str | None:
    """Tell the country (ISO 3166, two letters) of the names of one place.

    `context` are other place names of the document, `country` a cue such as `countries.document_country` gives; where the names
    lead nowhere the answer is the cue.

    >>> country_of(["Dhanora tehsil", "Gadchiroli District"])
    'IN'
    """
    return resolve_place_value(names, country=country, context=context, gazetteer=gazetteer).country

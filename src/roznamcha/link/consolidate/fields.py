"""The fields that are no counts: one value settled by voices, or a list gathered from all reports.

One value (kind, status, scope, background, date, place, claim): under every rule what is known (a day, a place on the map) goes
before what is not. Then as a rule the value that most voices carry; between equals the more precise (a day before a month, a day
before "about" that day, a town before a district), then the surer. "latest" and "gtd" take the value printed last,
"most-informative" and "most-conservative" the most and the least precise day and place. Lists (actors, persons, weapons,
sources): the union, in which names that mean the same are put together and the fullest is shown. A stance is "stated" only when
at least as many voices tell it as fact as call it a suspicion.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from roznamcha.link.consolidate.told import Said, Told, report_ids, said, voices
from roznamcha.model.incident import Beaten, Cell
from roznamcha.model.values import Actor, Claimed, DateValue, Person, PlaceValue, Speaker, Value, Weapon

LISTS = ("actor", "person", "weapon", "source")
_FILLERS = frozenset(("the", "a", "an", "of", "and", "in", "at", "by", "to", "some", "unidentified", "suspected", "alleged"))


def settle_field(field: str, told: Sequence[Told], rule: str) -> list[Cell]:
    """Settle one field that is no count; an empty list when no report fills it."""
    claims = said(told, field)
    if not claims:
        return []
    if field in LISTS:
        return [_cell(field, _fullest(group), group, rule, _heard(group, claims)) for group in _gather(claims)]
    groups = _group(claims, _KEYS.get(field, _plain))
    order = _ORDERS.get(rule, _BY_VOICES)
    best = max(groups, key=lambda group: [measure.of(group) for measure in order])
    losers = [group for group in groups if group is not best]
    lost = tuple(replace(_beaten(group, best, order), claims=tuple(one.claim for one in group)) for group in losers)
    return [_cell(field, _fullest(best), best, rule, _reason(best, groups, rule), lost)]


def _cell(field: str, value: Value, group: Sequence[Said], rule: str, reason: str, lost: tuple[Beaten, ...] = ()) -> Cell:
    originals = [one for one in group if not one.told.copy] or list(group)
    return Cell(
        field=field,
        value=value,
        reports=report_ids(originals),
        rule=rule,
        reason=reason,
        beaten=lost,
        stance=_stance(originals),
        speaker=next((one.claim.speaker.text for one in originals if one.claim.speaker and field != "source"), None),
        confidence=_surest(originals),
        claims=tuple(one.claim for one in originals),
    )


def _group(claims: Sequence[Said], key: Callable[[Value], Hashable]) -> list[list[Said]]:
    groups: dict[Hashable, list[Said]] = {}
    for one in claims:
        groups.setdefault(key(one.claim.value), []).append(one)
    return [groups[name] for name in sorted(groups, key=repr)]


def _gather(claims: Sequence[Said]) -> list[list[Said]]:
    """Put list values together that mean the same: equal closed parts and names of which one holds the other's words."""
    gathered: list[list[Said]] = []
    for one in claims:
        home = next((group for group in gathered if _same(group[0].claim.value, one.claim.value)), None)
        if home is None:
            gathered.append([one])
        else:
            home.append(one)
    return gathered


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Actor) and isinstance(other, Actor):
        known = one.actor_id is not None and one.actor_id == other.actor_id
        return _side(one) == _side(other) and (known or (one.kind == other.kind and _share(one.name, other.name)))
    if isinstance(one, Person) and isinstance(other, Person):
        return one.fate == other.fate and _share(one.name, other.name)
    if isinstance(one, Weapon) and isinstance(other, Weapon):
        return one.type == other.type
    if isinstance(one, Speaker) and isinstance(other, Speaker):
        return one.kind == other.kind and _words(one.name) == _words(other.name)
    return one == other


def _side(actor: Actor) -> str:
    return "perpetrator" if actor.role == "participant" and actor.kind != "State forces" else actor.role


def _words(name: str) -> frozenset[str]:
    found = frozenset(re.findall(r"\w+", name.lower()))
    return found - _FILLERS or found


def _share(one: str, other: str) -> bool:
    left, right = _words(one), _words(other)
    return left <= right or right <= left or len(left & right) * 3 >= 2 * max(len(left), len(right))


def _fullest(group: Sequence[Said]) -> Value:
    """Show the value that most reports carry word for word; between equals the longer and then the first in the alphabet."""
    counts = Counter(repr(one.claim.value) for one in group)
    return max(
        (one.claim.value for one in group),
        key=lambda value: (_precision(value), counts[repr(value)], len(repr(value)), repr(value)),
    )


def _stance(group: Sequence[Said]) -> str:
    by_stance: dict[str, set[str]] = {}
    for one in group:
        by_stance.setdefault(one.claim.stance, set()).add(one.told.voice)
    order = ("stated", "claimed", "suspected", "denied")
    return max(by_stance, key=lambda stance: (len(by_stance[stance]), -order.index(stance)))


def _surest(group: Sequence[Said]) -> float:
    return max(one.claim.confidence for one in group)


def _carried(group: Sequence[Said]) -> int:
    return len(voices(group))


def _printed(group: Sequence[Said]) -> str:
    return max(one.told.printed for one in group)


def _precise(group: Sequence[Said]) -> float:
    return _precision(group[0].claim.value)


def _cautious(group: Sequence[Said]) -> float:
    return -_precise(group)


def _known(group: Sequence[Said]) -> int:
    """Rank what is known before what is not, whoever says it and by whatever rule.

    A day that one report resolves goes before the bare weekday of three, and a place on the map before a name alone; a claim
    of responsibility often comes late: once one is told, earlier "nobody has claimed it" is out of date.
    """
    value = group[0].claim.value
    if isinstance(value, Claimed):
        return {"claimed": 2, "denied": 1}.get(value.status, 0)
    if isinstance(value, DateValue):
        return 2 if value.earliest and value.latest else int(value.edtf is not None)
    return int(not isinstance(value, PlaceValue) or value.place is not None)


def _precision(value: Value) -> float:
    """Say how closely a value tells when or where; other values are all alike."""
    if isinstance(value, DateValue):
        return _date_precision(value)
    if isinstance(value, PlaceValue):
        return 8 - value.place.where_prec if value.place else 0
    return 0


def _date_precision(value: DateValue) -> float:
    """Rank a date by the days that it spans, and what is about or uncertain ("~", "?") below what is exact.

    >>> exact, about = (DateValue(edtf, "2014-02-15", "2014-02-15") for edtf in ("2014-02-15", "2014-02-15~"))
    >>> _date_precision(exact) > _date_precision(about) > _date_precision(DateValue("2014-02", "2014-02-01", "2014-02-28"))
    True
    """
    if value.edtf is None or not (value.earliest and value.latest):
        return -math.inf
    return (not any(mark in value.edtf for mark in "~?%")) - 2 * (_day_number(value.latest) - _day_number(value.earliest))


def _day_number(day: str) -> int:
    """Number days in their order, by months of 31: near enough to tell spans apart, and any year will do."""
    year, month, number = day.rsplit("-", 2)
    return 372 * int(year) + 31 * int(month) + int(number)


@dataclass(frozen=True, slots=True)
class _Measure:
    """One thing by which values are compared: the greater goes first. `status` and `reason` are what a beaten value is told."""

    of: Callable[[Sequence[Said]], float | str]
    status: str
    reason: Callable[[Sequence[Said]], str]


_UNKNOWN: dict[str, str] = {
    "date": "no day that can be told, and another report tells one",
    "place": "not found on the map, and another report's place is",
    "claim": "out of date since somebody claimed or denied it",
}
_KNOWN = _Measure(_known, "less precise", lambda group: _UNKNOWN[group[0].claim.field])
_LAST = _Measure(_printed, "superseded", lambda group: f"last printed {_printed(group) or 'on no known day'}")
_VOICES = _Measure(_carried, "outvoted", lambda group: f"told by {_carried(group)} of the voices")
_PRECISE = _Measure(_precise, "less precise", lambda group: "less precise")
_CAUTIOUS = _Measure(_cautious, "outside the rule", lambda group: "more precise than the most cautious report")
_SURE = _Measure(_surest, "outside the rule", lambda group: f"as many voices, but read less surely ({_surest(group):.0%})")
_BY_VOICES = (_KNOWN, _VOICES, _PRECISE, _SURE)
_ORDERS: dict[str, tuple[_Measure, ...]] = {
    "latest": (_KNOWN, _LAST, _VOICES, _PRECISE, _SURE),
    "gtd": (_KNOWN, _LAST, _VOICES, _PRECISE, _SURE),
    "most-informative": (_KNOWN, _PRECISE, _VOICES, _SURE),
    "most-conservative": (_KNOWN, _CAUTIOUS, _VOICES, _SURE),
}
"""What each rule compares values by, the first difference deciding; rules that are not named go by voices."""


def _date_key(value: Value) -> Hashable:
    return value.edtf if isinstance(value, DateValue) else None


def _place_key(value: Value) -> Hashable:
    if not isinstance(value, PlaceValue):
        return None
    return value.place.id if value.place else tuple(sorted(_words(value.names[0]))) if value.names else None


def _claim_key(value: Value) -> Hashable:
    return (value.status, tuple(sorted(_words(value.by.text))) if value.by else ()) if isinstance(value, Claimed) else None


def _plain(value: Value) -> Hashable:
    return value if isinstance(value, str | bool) else repr(value)


_KEYS: dict[str, Callable[[Value], Hashable]] = {"date": _date_key, "place": _place_key, "claim": _claim_key}


def _heard(group: Sequence[Said], claims: Sequence[Said]) -> str:
    return f"told by {len(voices(group))} of {len(voices(claims))} voices"


def _reason(best: Sequence[Said], groups: Sequence[Sequence[Said]], rule: str) -> str:
    known = "known, where others are not" if any(_known(group) < _known(best) for group in groups) else ""
    last = f"printed last, {_printed(best)}" if rule in ("latest", "gtd") and _printed(best) else ""
    return "; ".join(filter(None, (known, last, _heard(best, [one for group in groups for one in group]))))


def _beaten(group: Sequence[Said], best: Sequence[Said], order: Sequence[_Measure]) -> Beaten:
    """Say why a value lost: by the first measure in which the one that was taken is ahead of it."""
    value = _fullest(group)
    if all(one.told.copy for one in group):
        return Beaten(value, report_ids(group), "copy", "only a copy gives it")
    lost = next((measure for measure in order if measure.of(group) != measure.of(best)), None)
    if lost is None:
        return Beaten(value, report_ids(group), "outside the rule", "equal in everything; the first in the alphabet was taken")
    return Beaten(value, report_ids(group), lost.status, lost.reason(group))

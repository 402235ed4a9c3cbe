"""From the words for an actor to the organisation of the registry they name, with the reason.

The longest known name inside the words wins ("two suspected Tehreek e Taliban Pakistan (TTP) militants"), abbreviations only
in capitals. Names that several organisations share ("SLA") are settled by the country and the day, and left alone when
those do not settle them. Words that name no group ("unidentified gunmen") give a generic id, or the country's own police
and army for "the police" and "troops". Spelling is forgiven last, and only for long names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from roznamcha.resolve.actors.registry import DATA, KnownActor, Registry, open_registry

LIKE_ENOUGH = 90.0
SHORTEST_GUESS = 9
"""Keys shorter than this are never matched by likeness."""


class ActorMatch(NamedTuple):
    """What an actor's words were taken for: id, canonical name, ACLED kind, score (0 to 1) and the reason in words."""

    id: str
    name: str
    kind: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a registry by key: long names folded, abbreviations as printed."""

    long: Mapping[str, tuple[KnownActor, ...]]
    short: Mapping[str, tuple[KnownActor, ...]]


_SMALL = frozenset("the of for and in al ul e i de ut ud wal wa as el ur".split())
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Fold an organisation's name: plain small letters without marks, small words and spaces; "ll" as "l", "ee" as "i".

    >>> key_of("Tehreek-e-Taliban Pakistan") == key_of("Tehrik-i-Taliban Pakistan")
    True
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=\w)[’'‘](?=s\b)|[’'‘]", "", name)).lower()
    words = [word for word in _WORD.findall(plain) if word not in _SMALL]
    joined = "".join(words).encode("ascii", "ignore").decode()
    return re.sub(r"(.)\1", r"\1", joined.replace("ee", "i").replace("oo", "u").replace("ou", "u"))


def _is_short(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return len(name) <= 8 and " " not in name and len(letters) > 1 and 2 * sum(map(str.isupper, letters)) >= len(letters)


@lru_cache(maxsize=4)
def _names(registry: Registry) -> _Names:
    long: dict[str, list[KnownActor]] = {}
    short: dict[str, list[KnownActor]] = {}
    for actor in registry:
        for name in actor.names:
            if _is_short(name):
                short.setdefault(name.replace("-", "").replace(" ", ""), []).append(actor)
                continue
            held = long.setdefault(key_of(name), [])
            if actor not in held:
                held.append(actor)
    return _Names({key: tuple(found) for key, found in long.items()}, {key: tuple(found) for key, found in short.items()})


@cache
def _generic() -> Mapping[str, tuple[str, str]]:
    lines = (DATA / "generic-words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {words: (kind, name) for words, kind, name in (line.split("\t") for line in lines)}


@cache
def _tail_words() -> frozenset[str]:
    return frozenset((DATA / "tail-words.txt").read_text(encoding="utf-8").split())


def resolve_actor(
    name: str,
    *,
    country: str | None = None,
    day: str | None = None,
    aliases: Mapping[str, str] | None = None,
    registry: Registry | None = None,
) -> ActorMatch | None:
    """Tell which organisation the words for an actor name, or None when they name none that is known.

    `country` (ISO 3166) is the incident's, `day` its ISO day; `aliases` are names that the text gives itself, from alias to name
    (see `learn_aliases`). Forces of another state count as External/Other forces.

    >>> resolve_actor("two suspected Tehreek e Taliban Pakistan (TTP) militants", country="PK").id
    'pk-ttp'
    >>> resolve_actor("unidentified gunmen").id
    'unidentified:gunmen'
    """
    registry = registry or open_registry()
    found = _named(name, country, day, registry)
    if found is None and aliases:
        longer = next((full for alias, full in aliases.items() if re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", name)), None)
        found = _named(longer, country, day, registry) if longer else None
    if found is None:
        return _unnamed(name, country, registry)
    actor, score, reason = found
    return ActorMatch(actor.id, actor.name, _kind_in(actor, country, name), score, reason)


def at_home_in(words: str, registry: Registry) -> str | None:
    """Tell the one country that the organisation in these words is at home in; None for none, for several, for the unknown.

    Only full names and unshared abbreviations count, never likeness.
    """
    names = _names(registry)
    found = _by_long_name(_WORD.findall(words), names, None, None) or _by_short_name(words, names, None, None)
    return found[0].countries[0] if found and len(found[0].countries) == 1 else None


_PARTY_PEOPLE = re.compile(
    r"(?<!\w)(?:activist|worker|supporter|leader|president|secretary|politician|councillor|candidate|spokes\w+|MPA|MNA|MLA)s?(?!\w)"
)


def _kind_in(actor: KnownActor, country: str | None, name: str) -> str:
    """The kind of those named: a party's people are civilians, a state's forces abroad external, by the codebook."""
    if actor.kind == "Political militia" and _PARTY_PEOPLE.search(name):
        return "Civilians"
    foreign = actor.kind == "State forces" and country is not None and country not in actor.countries
    return "External/Other forces" if foreign else actor.kind


_Found = tuple[KnownActor, float, str]


def _named(name: str, country: str | None, day: str | None, registry: Registry) -> _Found | None:
    names = _names(registry)
    words = _WORD.findall(name)
    return (
        _by_long_name(words, names, country, day)
        or _by_short_name(name, names, country, day)
        or _by_likeness(words, names, country, day)
    )


def _by_long_name(words: Sequence[str], names: _Names, country: str | None, day: str | None) -> _Found | None:
    """Look for the longest stretch of words that is a known name; of equally long ones the first."""
    for length in range(min(len(words), 12), 0, -1):
        for first in range(len(words) - length + 1):
            stretch = words[first : first + length]
            if length > 1 and (stretch[0].lower() in _SMALL or stretch[-1].lower() in _SMALL):
                continue
            actors = names.long.get(key_of(" ".join(stretch)), ())
            if actors and (length > 1 or _stands_alone(stretch[0], actors)):
                chosen = _settled(actors, country, day)
                if chosen and (length > 1 or _at_home(chosen, country)):
                    return chosen, 1.0, f"named {' '.join(stretch)!r}"
    return None


def _stands_alone(word: str, actors: Sequence[KnownActor]) -> bool:
    """A single word names a group as the list prints it ("colectivos"), else only with a capital and some length."""
    return any(word in actor.names for actor in actors) or (word[0].isupper() and len(word) > 3 and not word.isupper())


def _at_home(actor: KnownActor, country: str | None) -> bool:
    """Tell whether a short name may mean this actor in a country: abroad, only forces of states and world-wide movements."""
    return (
        country is None
        or not actor.countries
        or country in actor.countries
        or actor.kind == "State forces"
        or actor.id.startswith("xx-")
    )


def _by_short_name(name: str, names: _Names, country: str | None, day: str | None) -> _Found | None:
    for match in re.finditer(r"[A-Z][A-Za-z0-9]*(?:[- ]?[A-Z0-9]+)*", name):
        code = match[0].replace("-", "").replace(" ", "")
        for form in dict.fromkeys((code, match[0].split(" ")[0].split("-")[0])):
            actors = names.short.get(form, ())
            chosen = _settled(actors, country, day) if actors else None
            if chosen and _at_home(chosen, country):
                return chosen, 0.9, f"abbreviation {match[0]!r}"
    return None


def _by_likeness(words: Sequence[str], names: _Names, country: str | None, day: str | None) -> _Found | None:
    kept = [word for word in words if word.lower() not in _tail_words() and not word.isdigit()]
    if not kept or not any(word[0].isupper() for word in kept):
        return None
    key = key_of(" ".join(kept))
    if len(key) < SHORTEST_GUESS:
        return None
    best = process.extractOne(key, names.long.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    if best is None or len(best[0]) < SHORTEST_GUESS:
        return None
    chosen = _settled(names.long[best[0]], country, day)
    return (chosen, round(best[1] / 100 * 0.9, 3), f"like {chosen.name!r}") if chosen else None


def _settled(actors: Sequence[KnownActor], country: str | None, day: str | None) -> KnownActor | None:
    """Choose the one actor that existed on the day and fits the country; None when several do, or none existed then."""
    alive = [actor for actor in actors if actor.lived_on(day)]
    at_home = [actor for actor in alive if country and country in actor.countries] or alive
    return at_home[0] if len(at_home) == 1 else None


def namesakes(name: str, actor: str, registry: Registry) -> tuple[KnownActor, ...]:
    """List the other organisations that bear a name, folded as texts print it; an abbreviation only as it stands."""
    names = _names(registry)
    held = names.short.get(name.replace("-", "").replace(" ", ""), ()) if _is_short(name) else names.long.get(key_of(name), ())
    return tuple(other for other in held if other.id != actor)


_OWN_FORCES = {"police": ("police",), "army": ("army", "forces"), "forces": ()}


def _unnamed(name: str, country: str | None, registry: Registry) -> ActorMatch | None:
    """Give the generic id of words that name no group, the country's own forces where they are meant."""
    words = [word.lower() for word in _WORD.findall(name)]
    for length in (3, 2, 1):
        for first in range(len(words) - length, -1, -1):
            stretch = " ".join(words[first : first + length])
            if stretch in _generic():
                return _generic_match(stretch, country, registry)
    return None


def _generic_match(stretch: str, country: str | None, registry: Registry) -> ActorMatch:
    kind, group = _generic()[stretch]
    if kind == "State forces":
        own = next(
            (actor for suffix in _OWN_FORCES[group] if country and (actor := registry.get(f"{country.lower()}-{suffix}"))), None
        )
        if own:
            return ActorMatch(own.id, own.name, kind, 0.6, f"{stretch!r} in {country}")
        return ActorMatch(f"state:{group}", stretch, kind, 0.5, f"{stretch!r} names no body")
    return ActorMatch(f"unidentified:{group}", stretch, kind, 0.5, f"{stretch!r} names no group")

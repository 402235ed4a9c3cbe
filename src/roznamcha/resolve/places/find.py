"""Find the place names of a text: runs of capitalised words that the gazetteer knows, longest first.

A name is left out where the words around it say that it names something else: a person ("Mr Lahore", "Paris Hilton"), a
paper, a firm or an office ("Washington Post"). Type words beside a name ("Swat District", "the town of Sarmin") belong to
it. Demonyms ("Pakistani") are found too, marked by the kind "demonym": they tell a country without naming a place.

A text in one case throughout is read as print would write it (`casing`). Left out: names in other scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from roznamcha.model import PlaceMention, Span
from roznamcha.resolve.gazetteer.index import Entry, Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import LEVEL_OF, country_code, fold
from roznamcha.resolve.places.casing import recased
from roznamcha.resolve.places.geometry import distance_km
from roznamcha.resolve.places.judge import Word, facts_of, not_places, score_of, surnames_of
from roznamcha.resolve.places.near import beside, offset_before
from roznamcha.resolve.places.rank import Array, Group, contains, rank
from roznamcha.resolve.places.resolve import Look, fit, look_up, losers, place_of

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_](?:[\w]|-(?=\w)|[’'‘](?=\w)(?!s\b))*", re.UNICODE)
"""A possessive's "s" is a word of its own: "Quetta's Hazara Town" holds two names."""
_LINKS = frozenset(
    (
        "of",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "al",
        "and",
        "i",
        "e",
        "y",
        "du",
        "des",
        "le",
        "les",
        "the",
        "on",
        "upon",
        "ul",
        "ez",
        "az",
        "da",
        "do",
        "dos",
    )
)
LONGEST = 5
"""Most words that a place name may have."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words `first:last` that the gazetteer knows under `key`."""

    first: int
    last: int
    key: str
    known: str


def find_places(
    text: str, *, country: str | None = None, day: str | None = None, gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """Find the place names of a text and what each is taken for, with the candidates that lost, in order of the text.

    `country` is a cue such as the publisher's country, two letters; without it, names in doubt are read by the country that
    the whole text tells (`resolve.countries`). `day` rules out names that were not valid on it. Mentions of one name share one
    reading.
    Raises SettingsError for a country that is none.

    >>> [(m.span.text, m.place.country) for m in find_places("A blast in Quetta killed two policemen.")]
    [('Quetta', 'PK')]
    """
    gazetteer = gazetteer or open_gazetteer()
    mentions = _found_in(recased(text, gazetteer), country, day, gazetteer)
    return tuple(replace(mention, span=Span.of(text, mention.span.start, mention.span.end)) for mention in mentions)


def _found_in(text: str, country: str | None, day: str | None, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    words = words_of(text)
    found = _places_among(gazetteer, text, words, matches_of(gazetteer, text, words))
    spans = [_span_of(text, words, one) for one in found]
    read = partial(read_spans, text, spans, day=day, gazetteer=gazetteer)
    mentions = tuple(_kept(text, found, read(country=country)))
    told = _told_by_all(text, mentions) if country is None else None
    return tuple(_kept(text, found, read(country=told))) if told else mentions


def _told_by_all(text: str, mentions: Sequence[PlaceMention]) -> str | None:
    """Tell the country that the whole text speaks of, asked only where a name is in doubt: "Hangu" beside "Frontier Corps"."""
    if all(mention.place is None or mention.place.score >= NO_DOUBT for mention in mentions):
        return None
    from roznamcha.resolve.countries import document_country  # it finds places itself

    return document_country(text, mentions=mentions)[0]


NO_DOUBT = 0.9
"""A name read with this probability is not read again by the country of the whole text."""


def _places_among(gazetteer: Gazetteer, text: str, words: Sequence[Word], found: Sequence[Found]) -> list[Found]:
    """Keep what is a place where it stands.

    A name that surely is one elsewhere in the text, or that lies in the place named right behind it ("Paris, Texas"), needs less
    to be one here.
    """
    surnames = surnames_of(words, text)
    scored = [(one, _score(text, words, one, surnames)) for one in found]
    sure = {one.key for one, score in scored if score > SURE}
    held = {
        one
        for (one, score), (other, behind) in pairwise(scored)
        if DOUBT < score <= 0 < behind and _held_by(gazetteer, text, words, one, other)
    }
    return [one for one, score in scored if score > (DOUBT if one.key in sure or one in held else 0.0)]


def _held_by(gazetteer: Gazetteer, text: str, words: Sequence[Word], one: Found, other: Found) -> bool:
    """Tell whether a place of the one name lies in a unit of the other, which a comma puts right behind it."""
    gap = text[words[one.last - 1].end : words[other.first].start]
    if one.last != other.first or gap != ", " or other.known not in ("country", "unit", "district"):
        return False
    found = gazetteer.find((one.key, other.key))
    units = [entry for entry in found.get(other.key, ()) if entry.feature in ("PCLI", "ADM1", "ADM2")]
    return any(contains(unit, entry) for unit in units for entry in found.get(one.key, ()) if entry.grade < 2)


SURE, DOUBT = 1.0, -1.0
"""A name that scores over SURE somewhere is taken from DOUBT on everywhere else in the text."""


def _score(text: str, words: Sequence[Word], one: Found, surnames: frozenset[str]) -> float:
    if one.key in not_places():
        return -9.0
    return 9.0 if one.known == "demonym" else score_of(facts_of(text, words, one.first, one.last, surnames, one.known))


def _span_of(text: str, words: Sequence[Word], one: Found) -> tuple[int, int]:
    """The offsets of a name: without an opening "The", with a type word in capitals that follows ("Swabi Tehsil")."""
    first = one.first + (words[one.first].text == "The" and one.last - one.first > 1)
    last = one.last
    if last < len(words) and words[last].capital and text[words[last - 1].end : words[last].start] == " ":
        last += words[last].text.lower() in LEVEL_OF
    return words[first].start, words[last - 1].end


def _kept(text: str, found: Sequence[Found], mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Mark demonyms, put places beside the name where the text does, and drop parts of towns that nothing near confirms."""
    others = [mention.place for mention in mentions if mention.place and mention.place.feature != "PPLX"]
    for one, mention in zip(found, mentions, strict=True):
        place = mention.place
        if one.known == "demonym":
            yield replace(mention, kind="demonym")
        elif (
            place
            and place.feature == "PPLX"
            and not any(distance_km(place.lat, place.lon, far.lat, far.lon) < PART_KM for far in others)
        ):
            continue
        else:
            yield _beside(text, mention)


PART_KM = 60.0


def _beside(text: str, mention: PlaceMention) -> PlaceMention:
    offset = offset_before(text, mention.span.start)
    if offset is None or mention.place is None:
        return mention
    return replace(mention, span=Span.of(text, offset.start, mention.span.end), place=beside(mention.place, offset))


def words_of(text: str) -> list[Word]:
    """Cut a text into words, hyphens and apostrophes inside kept; "al-Bab" counts as opened by a capital."""
    return [Word(m.start(), m.end(), m[0], m[0][0].isupper() or _ARTICLED.match(m[0]) is not None) for m in _WORD.finditer(text)]


_ARTICLED = re.compile(r"\w{1,4}[-’'][A-Z]")


def matches_of(gazetteer: Gazetteer, text: str, words: Sequence[Word]) -> list[Found]:
    """Match runs of capitalised words against the index, the longest first, before anything is judged."""
    spans = [(first, last, fold(text[words[first].start : words[last - 1].end])) for first, last in _stretches(text, words)]
    return [Found(*held) for held in gazetteer.longest_known(spans)]


def _stretches(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """List the stretches that may be a name, by start, the longest first: capitals at both ends, plain spaces inside."""
    for first, word in enumerate(words):
        if not word.capital:
            continue
        lasts = []
        for last in range(first, min(first + LONGEST, len(words))):
            gap = text[words[last - 1].end : words[last].start]
            owned = words[last].text == "s" and gap in ("'", "’")
            if last > first and not owned and gap not in (" ", "-", "\u00a0", "\n", ". "):
                break
            if words[last].capital or (owned and last - first > 1):
                lasts.append(last + 1)
            elif not owned and words[last].text not in _LINKS:
                break
        yield from ((first, last) for last in reversed(lasts))


def read_spans(
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    country: str | None = None,
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[PlaceMention, ...]:
    """Resolve names whose offsets are given, in order of the text; a name that leads nowhere keeps the place None.

    Mentions of one name share one reading; names that the text puts behind another ("Paris, Texas") count as its container.
    """
    gazetteer = gazetteer or open_gazetteer()
    ordered, places, looks = groups_of(text, spans, gazetteer, day=day)
    chances = _sounded_out(ordered, rank(ordered, country=country_code(country)))
    mentions = []
    read: dict[tuple[int, bool], PlaceMention] = {}
    for span, look, number in zip(spans, looks, places, strict=True):
        words = Span.of(text, *span)
        if look is None or not chances[number].any():
            mentions.append(PlaceMention(words, None))
            continue
        known = (number, look.part)
        if known not in read:
            read[known] = _mention(gazetteer, words, look, ordered[number], chances[number])
        mentions.append(replace(read[known], span=words))
    return tuple(mentions)


def groups_of(
    text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer, *, day: str | None = None
) -> tuple[list[Group], list[int], list[Look | None]]:
    """Look the names at `spans` up: the distinct names with their containers, and for each span its name's number, or -1."""
    found = look_up(gazetteer, [_called(text, *span) for span in spans], day=day)
    looks = [_hinted(text, span, look) for span, look in zip(spans, found, strict=True)]
    groups: dict[tuple[str, str | None], Group] = {}
    for look in looks:
        if look:
            groups.setdefault((look.group.key, look.group.level), look.group)
    numbers = {key: number for number, key in enumerate(groups)}
    places = [numbers[look.group.key, look.group.level] if look else -1 for look in looks]
    inside = _containers(text, spans, places)
    ordered = [replace(group, inside=tuple(sorted(inside.get(number, ())))) for number, group in enumerate(groups.values())]
    return ordered, places, looks


_KIND_BEFORE = re.compile(r"(\w+)\s+of\s+(?:the\s+)?$")
_KIND_BEHIND = re.compile(r"\s+([\w-]+)")


def _called(text: str, start: int, end: int) -> str:
    """Give the name at an offset with "agency" behind it: Khyber Agency and Khyber District are two units."""
    behind = _KIND_BEHIND.match(text, end, end + 20)
    return text[start : behind.end()] if behind and behind[1] == "agency" else text[start:end]


def _hinted(text: str, span: tuple[int, int], look: Look | None) -> Look | None:
    """Add the level that a type word beside the name tells ("the town of Sarmin", "Idlib province") where it has none."""
    if look is None or look.group.level:
        return look
    before = _KIND_BEFORE.search(text[max(0, span[0] - 25) : span[0]])
    behind = _KIND_BEHIND.match(text, span[1], span[1] + 20)
    told = (LEVEL_OF.get(match[1].lower()) for match in (behind, before) if match)
    level = next((level for level in told if level in ("adm1", "adm2", "adm3", "city", "part")), None)
    return replace(look, group=replace(look.group, level=level)) if level else look


def _sounded_out(groups: Sequence[Group], chances: list[Array]) -> list[Array]:
    """Take back names known only by sound that no other place of the text confirms: none in their country within reach."""
    best = [group.entries[int(chance.argmax())] for group, chance in zip(groups, chances, strict=True)]
    sure = [entry for entry in best if entry.grade < 3]
    return [
        chance * 0 if entry.grade == 3 and not any(_confirms(other, entry) for other in sure) else chance
        for entry, chance in zip(best, chances, strict=True)
    ]


SOUND_KM = 150.0


def _confirms(other: Entry, entry: Entry) -> bool:
    return other.country == entry.country and (
        contains(other, entry) or distance_km(other.lat, other.lon, entry.lat, entry.lon) < SOUND_KM
    )


def _mention(gazetteer: Gazetteer, words: Span, look: Look, group: Group, chance: Array) -> PlaceMention:
    best = int(chance.argmax())
    entry = group.entries[best]
    place = place_of(gazetteer, entry, float(chance[best]), fit(entry, look, ()))
    return PlaceMention(words, place, losers(gazetteer, group, chance, best))


_OWNED = re.compile(r"['’]s\s+")
_BETWEEN = re.compile(
    r"\s*(?:,|,?\s+in(?:\s+the)?|\(|of)\s*|\s+(?:area|city|town|village|tehsil|district)\s*(?:,|of|in)\s*", re.IGNORECASE
)


def _containers(text: str, spans: Sequence[tuple[int, int]], places: Sequence[int]) -> dict[int, set[int]]:
    """Name the groups that the text puts around another: "Paris, Texas", "Orangi Town in Karachi", "Quetta's Hazara Town"."""
    inside: dict[int, set[int]] = {}
    for (left, small), (right, big) in pairwise(zip(spans, places, strict=True)):
        gap = text[left[1] : right[0]]
        if small >= 0 <= big and small != big:
            if _BETWEEN.fullmatch(gap):
                inside.setdefault(small, set()).add(big)
            elif _OWNED.fullmatch(gap):
                inside.setdefault(big, set()).add(small)
    return inside

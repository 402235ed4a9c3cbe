"""Marks places, sources, claims of responsibility, people and weapons in a sentence, by patterns.

Each function takes the text and one sentence and gives mentions of one label. They know nothing of incidents; `rules` decides
which sentence belongs to which incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from roznamcha.coder.clauses import Harm, subject_before, trim
from roznamcha.coder.drafts import Mention
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.lexicon import patterns, words
from roznamcha.model import PlaceMention, Span

_CAPITAL: Final = r"(?:(?:(?:al|el|as|ad|ar|an|ash|at|az|ez|ath)-)?[A-Z][\w'’-]*\.?|\d+(?=\s(?:of|number|\w*ward)))"
_LINKED: Final = rf"{_CAPITAL}(?:[\s-](?:(?:e|ul|al|el|de|la|del)\s)?(?:{_CAPITAL}|No\.?|\d{{1,3}}(?!\w)))*"
_MONTH: Final = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon"
    r"|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?!\w)"
)
_NO_PLACE: Final = re.compile(
    r"(?:the )?(?:Police|Army|Security|Forces?|SFs?|Government|Taliban|Maoists?|Militants|Communist"
    r"|Central|Frontier|Border|Improvised|According|The|He|They|An?)(?:$|\s(?:Reserve|Corps|Party"
    r"|Force|officials?|sources?))"
)
_ORGANISATION: Final = re.compile(
    r"(?<!\w)(?:Party|Limited|Company|Assembly|Army|Front|Tigers|Corporation|Nigam|Union|Newspaper"
    r"|Committee|Movement|Conference|League|Council"
    r"|Ministry|Department|Forces?|Taliban|Islam|Observatory|Coalition|Agency(?= said)|Group|Congress"
    r"|Corps|Rifles|Battalion|Court|Hospital|University)(?!\w)"
)
_LOOSE: Final = frozenset(("of", "from", "on", "under", "between", "into", "towards", "along", "attacked", "stormed"))
"""Words before a name that do not show by themselves that it is a place."""
_LEADS_TO_PLACE: Final = re.compile(
    r"(?<!\w)(?:in|at|near|of|on|around|outside|inside|and|to|into|through)\s(?:the\s)?$|,\s$", re.I
)
_OF_A_PLACE: Final = re.compile(
    r"(?<!\w)(?:town|village|city|province|district|neighbou?rhoods?|suburb|area|region|outskirts|north|south|east|west|state|port|capital)"
    r"\s(?:of\s)?(?:the\s)?$",
    re.I,
)
_MEDIA: Final = re.compile(
    r"(?<!\w)(?:reports?|reported|adds?|reporting|added)\s(?:by\s|in\s"
    r"|that\s)?((?:[Tt]he\s)?[A-Z][\w'’-]*(?:\s(?:of\s)?[A-Z][\w'’-]*){0,3}|\w+(?:\.\w+)*\.(?:com|org"
    r"|net|in|co|info))"
)
_SPEAKERS: Final = re.compile(
    r"(?<!\w)(?:police(?!m)|sources?|officials?|officers?|spokes\w+|superintendent|inspector"
    r"|commissioner|minister|secretary|director|general|colonel|major|brigadier"
    r"|witnesses|eyewitnesses|residents|locals|villagers|reports?|army|military|authorities|government"
    r"|observatory|monitor|group|activists?|correspondent|reporter"
    r"|statement|chief|commander|president|governor|mayor|doctor|doctors|administration|agency"
    r"|ministry|dsp|ssp|dpo|sp|ig|igp|dig|sho|leader|family|relatives|prosecutor\w*|media|television"
    r"|tv)(?!\w)",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(?<!\w)(?:said|told|claimed|confirmed|added|stated|announced|reported|informed|says|disclosed|revealed)(?!\w)"
)
_SAID_BY: Final = re.compile(
    rf"(?<!\w)(?:said|told|according to|as per|quoting|citing|cited)\s((?:an?\s|the\s"
    rf"|some\s)?(?:[\w.'’()-]+\s){{0,7}}?(?:sources?|officials?|officer|[Pp]olice(?!\s(?:officer|official|source|spokes))|spokes(?:man"
    rf"|person|woman)|witnesses|residents|reports?|agency|{_LINKED}))(?=[\s,.;]|$)(?!\s(?:officers?|officials?|sources?|spokes\w+))"
)
_CLAIMED: Final = re.compile(
    r"(?:claim(?:ed|s|ing)?|accept(?:ed|s)|tak(?:en|es|ing)|took|owned|assumed) (?:the )?(?:credit"
    r"|responsibility)(?: (?:for|of) (?:the|this|both) (?:\w+ )?(?:attacks?|blasts?|bombings?"
    r"|incidents?|killings?|assault|explosions?))?|claimed (?:it as|the (?:attack|blast|bombing"
    r"|killing)|the \w+ attack)|responsibility (?:for|of) [^.;]{0,50}?(?:was|were|has been) (?:claimed"
    r"|accepted)",
    re.IGNORECASE,
)
_NONE_CLAIMED: Final = re.compile(
    r"no (?:one|(?:[\w-]+ ){0,2}(?:group|organi[sz]ation|outfit|party|movement)"
    r"|individual or group)[^.;]{0,60}(?:claimed|accepted|taken) (?:the )?(?:responsibility"
    r"|credit)(?: (?:for|of) the \w+)?|nobody[^.;]{0,30}claimed|no claims? of responsibility",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"den(?:ied|ies|ying) (?:any )?(?:involvement|responsibility|carrying|having|the (?:attack|accusation|allegation)s?)",
    re.IGNORECASE,
)
_IDENTIFIED: Final = re.compile(r"(?:identified (?:only )?as|named as|named|namely|identified to be)\s+(?!after)", re.IGNORECASE)
_PERSON: Final = r"(?:[A-Z][\w'’-]*\.?)(?:\s(?:[A-Z][\w'’.-]*|ul|ur|bin|al|de|alias))*"
_AGED: Final = re.compile(rf"({_PERSON})\s?(?:\(\d\d\)|,?\s\d\d(?=[,\s]))")


def find_place_mentions(text: str, sentence: Span, known: Sequence[PlaceMention] = ()) -> list[Mention]:
    """Mark the places of a sentence in the order of the text: names after a preposition of place, with their type words.

    `known` are the gazetteer's names in the sentence. A name that neither has a type word ("area", "District") nor is among
    them is left out after a preposition
    that also introduces other things ("of the Senate", "from Reuters"). Known names after such words are marked too.
    """
    marked = [Mention(span, "place", score=0.6) for span in _placed_names(text, sentence, known)]
    for mention in known:
        before = text[max(sentence.start, mention.span.start - 14) : mention.span.start]
        inside = sentence.start <= mention.span.start < sentence.end and not _is_country(mention.span.text, known)
        if inside and _LEADS_TO_PLACE.search(before) and not any(m.span.overlaps(mention.span) for m in marked):
            marked.append(Mention(mention.span, "place", score=0.5))
    return sorted(marked, key=lambda m: m.span.start)


def _placed_names(text: str, sentence: Span, known: Sequence[PlaceMention]) -> Iterator[Span]:
    for match in _place_pattern().finditer(text, sentence.start, sentence.end):
        start, end = match.span("name")
        while text[end - 1] == ".":
            end -= 1
        name = text[start:end]
        if _names_no_place(name, known) or re.match(r"\s(?:said|told|reports|police said)", text[end : sentence.end]):
            continue
        typed = _place_words().search(name) or _OF_A_PLACE.search(text[max(0, start - 24) : start])
        if match["before"].lower() not in _LOOSE or typed or any(m.span.start < end and start < m.span.end for m in known):
            yield Span.of(text, start, end)


def _names_no_place(name: str, known: Sequence[PlaceMention]) -> bool:
    if _MONTH.match(name) or _NO_PLACE.match(name) or _ORGANISATION.search(name) or len(name) < 3 or name in ("The", "An"):
        return True
    sort = sort_of(name)
    told = sort is not None and sort.kind != "Property" and sort.by != "any"
    return (told and not _place_words().search(name)) or _is_country(name, known)


def _is_country(name: str, known: Sequence[PlaceMention]) -> bool:
    return any(m.span.text == name and m.place is not None and m.place.feature in ("PCLI", "demonym") for m in known) or bool(
        re.fullmatch(
            r"[A-Z][a-z]+(?:ian|ish|ese|ani|aqi|anese)|Kurdish|Afghan|Syrias?|Saudi|Mexican|American"
            r"|Turkish(?: border)?|[A-Z][a-z]+(?:ian|ish|ese|ani|aqi) (?:town|city|province|border|capital"
            r"|village)",
            name,
        )
    )


@cache
def _place_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_kinds()})(?!\w)", re.IGNORECASE)


@cache
def _kinds() -> str:
    return "|".join(sorted((re.escape(word) for word in words("place_words.txt")), key=len, reverse=True))


@cache
def _place_pattern() -> re.Pattern[str]:
    kinds = _kinds()
    name = rf"(?:the\s)?(?P<name>{_LINKED}(?:\s(?:{kinds})(?!\w))*(?:\s\({_LINKED}\))?)"
    return re.compile(
        rf"(?<!\w)(?P<before>[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]round|[Oo]f|[Uu]nder|[Oo]n"
        rf"|between|from|into|towards|along|across|attacked|stormed)\s{name}",
        0,
    )


def find_denials(text: str, sentence: Span) -> Iterator[Mention]:
    """Mark words that deny harm ("no casualty was reported"), once for each count that they deny."""
    for pattern, columns in patterns("denials.tsv"):
        if match := pattern.search(text, sentence.start, sentence.end):
            for count in columns[0].split():
                yield Mention(Span.of(text, *match.span()), count, score=0.8)


def place_rank(name: str, features: Mapping[str, str]) -> int:
    """Give the size of a place from 0 (a street, a village) to 5 (a country) by its type word, else by its gazetteer feature."""
    for pattern, columns in patterns("place_ranks.tsv"):
        if pattern.search(name):
            return int(columns[0])
    return _RANKS.get(features[name], 1) if name in features else 0


_RANKS: Final = {"ADM1": 4, "ADM2": 3, "PCLI": 5, "PPLC": 2, "PPLA": 2}


def find_sources(text: str, sentence: Span) -> Iterator[Mention]:
    """Mark who tells it: papers that are known or stand after "reports", speakers before or after "said", authorities after
    "according to"."""
    known = [Span.of(text, *match.span()) for match in _known_media().finditer(text, sentence.start, sentence.end)]
    yield from (Mention(span, "source", "media", score=0.9) for span in known)
    for match in _MEDIA.finditer(text, sentence.start, sentence.end):
        span = Span.of(text, *match.span(1))
        if not any(span.overlaps(other) for other in known) and not sort_of(span.text):
            yield Mention(span, "source", score=0.6)
    for match in _SAID_BY.finditer(text, sentence.start, sentence.end):
        if (named := trim(text, *match.span(1))) and _is_speaker(named.text):
            yield Mention(named, "source", score=0.6)
    for match in _SAID.finditer(text, sentence.start, sentence.end):
        subject = subject_before(text, sentence, match.start())
        if subject and (speaker := _speaker(text, subject)):
            yield Mention(speaker, "source", score=0.6)


@cache
def _known_media() -> re.Pattern[str]:
    names = "|".join(sorted((re.escape(name) for name in words("media.txt")), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<=reports )|(?<=reported )|(?<=adds )|(?<=told )|(?<=to )|(?<=^))(?:The "
        rf"|the )?(?:{names})(?!\w)|(?<!\w)(?:{names}) (?=reports|reported|adds|said|quoted)"
        rf"|\((?:{names})\)$",
        re.M,
    )


def _speaker(text: str, span: Span) -> Span | None:
    """Cut a subject to the words that name who speaks; None when it names nobody who could."""
    words_in = re.split(r",\s|\s[-–—]\s", span.text)
    start = span.start
    for part in words_in:
        if _is_speaker(part):
            return Span.of(text, start, start + len(part)) if len(part) > 1 else None
        start = text.find(part, start) + len(part)
        while start < span.end and text[start] in ", -–—":
            start += 1
    return None


def _is_speaker(words_in: str) -> bool:
    if len(words_in.split()) > 12 or re.match(
        r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|which|who|that|[a-z]+ed|in|on|at|by|to|from)(?!\w)", words_in
    ):
        return False
    return bool(_SPEAKERS.search(words_in)) or bool(
        re.fullmatch(r"[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,3}", words_in) and not _MONTH.match(words_in)
    )


def find_claims(text: str, sentence: Span) -> Iterator[Mention]:
    """Mark claims of responsibility with their status, and the claimant before or after."""
    none = _NONE_CLAIMED.search(text, sentence.start, sentence.end)
    if none:
        yield Mention(Span.of(text, *none.span()), "claim", "none", score=0.9)
        return
    for pattern, status in ((_DENIED, "denied"), (_CLAIMED, "claimed")):
        match = pattern.search(text, sentence.start, sentence.end)
        if match:
            yield Mention(Span.of(text, *match.span()), "claim", status, score=0.8)
            by = _claimant(text, sentence, match)
            if by:
                yield Mention(by, "claimant", score=0.7)
            return


def _claimant(text: str, sentence: Span, match: re.Match[str]) -> Span | None:
    after = re.match(r"\s(?:for|of)?[^.;]{0,60}?by\s", text[match.end() : sentence.end])
    if after and re.search(r"(?:was|were|been) (?:claimed|accepted)", match.group()):
        tail = text[match.end() + after.end() : sentence.end]
        return trim(text, match.end() + after.end(), match.end() + after.end() + len(re.split(r"[,.;]", tail)[0]))
    subject = subject_before(text, sentence, match.start())
    if subject is None:
        return None
    named = subject.text.split(",")[0]
    return Span.of(text, subject.start, subject.start + len(named)) if len(named) > 1 else None


def find_people(text: str, sentence: Span, harms: tuple[Harm, ...]) -> Iterator[Mention]:
    """Mark named persons with their fate: names in what was harmed, names after "identified as", names with an age."""
    for harm in harms:
        for match in re.finditer(_PERSON, harm.sufferers.text):
            name = match.group()
            if _is_person(name, harm.sufferers.text[: match.start()]):
                start = harm.sufferers.start + match.start()
                yield Mention(Span.of(text, start, start + len(name)), "person", harm.count, score=0.5)
    for match in _IDENTIFIED.finditer(text, sentence.start, sentence.end):
        tail = re.match(
            rf"(?:(?:{_PERSON})(?:\s?\([^)]*\)|,?\s\d\d(?!\d))?(?:,\s(?:and\s)?|\sand\s|\s)?)+", text[match.end() : sentence.end]
        )
        fate = _fate(text, sentence, match.start(), harms)
        for found in re.finditer(_PERSON, tail.group() if tail and fate else ""):
            if sort_of(found.group()) is None and not _MONTH.match(found.group()):
                start = match.end() + found.start()
                yield Mention(Span.of(text, start, start + len(found.group())), "person", fate, score=0.6)


def _fate(text: str, sentence: Span, before: int, harms: tuple[Harm, ...]) -> str | None:
    """Tell the fate of those whom "identified as" names: by who is named ("the deceased"), else by the harm told next."""
    words_before = text[sentence.start : before].lower()
    for fate, pattern in _FATES:
        if pattern.search(words_before[-60:]):
            return fate
    later = [harm for harm in harms if harm.phrase.end > before] or list(harms)
    return later[0].count if later else None


_FATES: Final = (
    ("killed", re.compile(r"(?<!\w)(?:deceased|slain|dead|victims?|killed|martyred|bodies)(?!\w)")),
    ("injured", re.compile(r"(?<!\w)(?:injured|wounded)(?!\w)")),
    ("abducted", re.compile(r"(?<!\w)(?:abducted|kidnapped|hostages?)(?!\w)")),
    ("arrested", re.compile(r"(?<!\w)(?:arrested|arrestees?|detained|nabbed)(?!\w)")),
)
_TITLE: Final = re.compile(
    r"(?:Constable|Inspector|Sub|Assistant|Maulana|Mufti|Maulvi|Haji|Malik|Mullah|Commander|Captain"
    r"|Major|Colonel|Subedar|Havildar|Naik|trader|businessman|leader|activist|worker|journalist"
    r"|student|teacher|driver|villager|civilian|cadre|militant|Policeman|named|as|son|brother|wife)\s$",
    re.IGNORECASE,
)


def _is_person(name: str, before: str) -> bool:
    if (
        sort_of(name) is not None
        or len(name) < 3
        or _ORGANISATION.search(name)
        or name.split()[0] in words("starters.txt")
        or _MONTH.match(name)
    ):
        return False
    return bool(_TITLE.search(before)) or (len(name.split()) >= 2 and bool(re.search(r"(?:,\s|^|\sand\s|as\s)$", before)))


def find_weapons(text: str, sentence: Span) -> Iterator[Mention]:
    """Mark weapons and the verbs that show them, the first of each type."""
    seen: set[str] = set()
    for pattern, columns in patterns("weapons.tsv"):
        match = pattern.search(text, sentence.start, sentence.end)
        if match and columns[0] not in seen:
            seen.add(columns[0])
            yield Mention(Span.of(text, *match.span()), "weapon", columns[0], score=0.7)

"""Names made comparable: the folded key, the key by sound, and the words that tell what kind of place a name is.

One place is printed in many ways ("Waziristan", "Wazeeristan"; "Deir al-Zour", "Deir ez-Zor"; "Miran Shah", "Miranshah").
`fold` takes away what never tells two places apart: case, marks, spaces, hyphens and the Arabic article. `sound` goes on
to the consonants and is only the second look-up, since it also joins names that differ. Words such as "District" or
"town of" are no part of the name but say what to expect; they stand in `place-types.tsv`.

Left out: scripts other than Latin. Standard library only, since the build of the wheel imports this module.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from roznamcha.errors import SettingsError

DATA = Path(__file__).parents[2] / "data" / "gazetteer"

_ARTICLE = re.compile(
    r"\b(?:al|el|ar|as|ash|ad|adh|an|at|az|ez|es|ed|er|en|il|ul|ur|us|ud|uz|e|i|ye)[-‐’'`](?=\w)", re.IGNORECASE
)
_LOOSE_ARTICLE = re.compile(r"(?<=\s)(?:al|el|ul|ur|ez|az|ash|e|i)\s(?=\w)|^(?:al|el|the)\s(?=\w)", re.IGNORECASE)
_SAINT = re.compile(r"\b(st|ste|mt|ft|gen)\.?\s(?=\w)", re.IGNORECASE)
_WHOLE = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "gen": "general"}
_SPECIAL = str.maketrans(
    {
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "ı": "i",
    }
)
_NOT_KEY = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Fold a printed name to its key: plain small letters without spaces, marks or the Arabic article.

    >>> fold("Miran Shah") == fold("Mīrānshāh") == "miranshah"
    True
    >>> fold("Deir ez-Zor") == fold("Deir al-Zor") == "deirzor"
    True
    """
    if name.isalpha() and name.isascii():
        return name.lower()
    bare = _ARTICLE.sub("", name)
    bare = _LOOSE_ARTICLE.sub("", bare) or bare
    bare = _SAINT.sub(lambda match: _WHOLE[match[1].lower()] + " ", bare)
    plain = unicodedata.normalize("NFKD", bare.translate(_SPECIAL)).lower().replace("&", "and")
    return _NOT_KEY.sub("", plain)


@cache
def country_codes() -> frozenset[str]:
    """List the two-letter codes of the countries (ISO 3166) that the index knows."""
    lines = (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split("\t").index("country")
    return frozenset(line.split("\t")[column] for line in lines[1:])


def country_code(code: str | None) -> str | None:
    """Give back a country's two letters as capitals, None as None; raise SettingsError for what is no country.

    >>> country_code("pk")
    'PK'
    """
    if code is None:
        return None
    if code.upper() not in country_codes():
        raise SettingsError(f"{code!r} is no country; write the two letters of ISO 3166, like PK")
    return code.upper()


_DIGRAPHS = tuple(
    pair.split(">")
    for pair in (
        "sch>s tch>c ch>c sh>s kh>k gh>g ph>f th>t dh>d bh>b jh>j zh>j rh>r dj>j ck>k ou>u oo>u ee>i ea>i ie>i ei>i "
        "ai>a ay>a au>o aw>o ow>o x>ks q>k c>k w>v z>s y>i"
    ).split()
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=4096)
def sound(key: str) -> str:
    """Give the key by sound of a folded name: its consonants, aspirates and twins joined, with the vowel it opens with.

    >>> sound(fold("Wazeeristan")) == sound(fold("Waziristan"))
    True
    >>> sound(fold("Miranshah")) == sound(fold("Meeran Shah"))
    True
    """
    spoken = key
    for printed, heard in _DIGRAPHS:
        spoken = spoken.replace(printed, heard)
    spoken = _DOUBLE.sub(r"\1", spoken)
    opening = "a" if _VOWELS.match(spoken) else ""
    return opening + _DOUBLE.sub(r"\1", _VOWELS.sub("", spoken).replace("h", ""))


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A word beside a name that tells the kind of place: its level and where it may stand ("before", "after", "both")."""

    words: str
    level: str
    side: str


def _read_type_words() -> tuple[TypeWord, ...]:
    lines = (DATA / "place-types.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(TypeWord(*line.split("\t")[:3]) for line in lines if line and not line.startswith("#"))


TYPE_WORDS = _read_type_words()
LEVEL_OF = {word.words: word.level for word in TYPE_WORDS}


def _pattern(side: str, before: str, after: str) -> re.Pattern[str]:
    words = sorted((word.words for word in TYPE_WORDS if word.side in (side, "both")), key=len, reverse=True)
    return re.compile(
        before + "(" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in words) + ")" + after, re.IGNORECASE
    )


_AFTER = _pattern("after", r"[\s-]+", r"s?$")
_BEFORE = _pattern("before", r"^(?:the\s+)?", r"\s+(?:of\s+)?(?=[\w‘’'`])")
_BRACKETS = re.compile(r"\s*\([^)]*\)?\s*")
_POINTS = "north|south|east|west|north-?east|north-?west|south-?east|south-?west"
_SIDES = f"(?:{_POINTS})(?:ern)?|central|rural|greater|upper|lower|downtown|outer|inner|mid"
_SIDE = re.compile(
    rf"^(?:the\s+)?(?:{_SIDES})\s+(?:of\s+)?(?=\w)|[\s-]+(?:east|west|north|south|northern|southern|eastern|western)?\s*(?:countryside|outskirts|suburbs?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed place name taken apart.

    `cores` are the forms to look up, from the whole name to the barest core, each with a mark that a side word was taken
    off ("eastern Ghouta": the act lies within the place, not at its heart). `level` is what the type words tell, or None:
    "country", "adm1", "adm2", "adm3", "city", "part" (of a town), "area".
    """

    cores: tuple[tuple[str, bool], ...]
    level: str | None


@lru_cache(maxsize=2048)
def take_apart(name: str) -> Printed:
    """Take a printed place name apart into the forms to look up and the level that its type words tell.

    >>> take_apart("Dera Bugti District")
    Printed(cores=(('Dera Bugti District', False), ('Dera Bugti', False)), level='adm2')
    >>> take_apart("rural Idlib").cores
    (('rural Idlib', False), ('Idlib', True))
    """
    core = " ".join(_BRACKETS.sub(" ", name).split()).strip(" ,.;:'\"")
    cores, level, part = [(core, False)], None, False
    for _ in range(4):
        found = _AFTER.search(core) or _BEFORE.search(core)
        if found:
            level = level or LEVEL_OF.get(" ".join(re.split(r"[\s-]+", found[1].lower())))
        elif found := _SIDE.search(core):
            part = True
        rest = (core[: found.start()] + " " + core[found.end() :]).strip() if found else ""
        if not rest:
            break
        core = rest
        cores.append((core, part))
    return Printed(tuple(cores), level)

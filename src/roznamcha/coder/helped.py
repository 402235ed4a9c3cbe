"""What rules know better than the network: applied to its drafts, since the network saw few such texts while it learnt.

A group's base is not where its act happened; the words of a party are made whole (`parties`); what a claim of responsibility
says and who makes it is read from its words; news without a date has that of the date line; an accident is no incident, nor is
a word that tells nothing ("The").
Places, claims, and counts told in the anchor's own sentence that the network left open are taken from the draft that the rules
make of the same words; the only act of a text has its harm from other sentences too, or from who was taken to hospital.

Where the network reads a text and finds no incident at all, what the rules find stands if it harms somebody: news of a kind that
no training text is of is read so. What this reaches is told in docs/training.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roznamcha.coder.clauses import tells_harm
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.grouping import told_words
from roznamcha.coder.mentions import find_claims
from roznamcha.coder.parties import bare, ended, whole_parties
from roznamcha.coder.patients import find_patients
from roznamcha.coder.reading import Text
from roznamcha.coder.rules import RuleFinder
from roznamcha.coder.tallies import HITS, SPARED
from roznamcha.coder.victims import only_victims
from roznamcha.model import Span

_BASE: Final = re.compile(
    r"(?<!\w)(?:which|who)\s(?:is|are|was|were)\s[^.;,]{0,60}(?<!\w)in\s(?:the\s)?$"
    r"|(?<!\w)(?:based|head-?quartered|(?:miles|kilometers|kilometres|km)\saway)\sin\s(?:the\s)?$",
    re.IGNORECASE,
)
"""What stands before the place of a group, of which the sentence says more: "which is headquartered in"."""
_ACCIDENT: Final = re.compile(
    r"(?<!\w)(?:overturn|collid|collision|derail|capsiz|skidd|plung|veered|crash-land|sank|ran aground)\w*(?!\w)", re.IGNORECASE
)
_TO_HIMSELF: Final = re.compile(
    r"(?<!\w)(?:self[- ]?immolat\w*|(?:sets?|setting|lit|doused)\s(?:him|her|them)sel(?:f|ves)(?!\w))", re.IGNORECASE
)
_HIS_CLOTHES: Final = re.compile(
    r"(?<!\w)(?:sets?|setting|lit|lighting)\s(?:his|her|their)\s(?:own\s)?"
    r"(?:jacket|coat|shirt|robes?|clothes|clothing|uniform|hair)\s(?:on\sfire|alight|ablaze)",
    re.IGNORECASE,
)
_MISHAP: Final = re.compile(
    r"(?<!\w)(?:drown(?:ed|ing|s)?(?!\s(?:by|an?|the|his|her|their|two|three|\d))"
    r"|(?:natural\s)?gas[\s-](?:(?:cylinder|tank|pipe(?:line)?|main)\s)?(?:explosions?|blasts?|leaks?))(?!\w)",
    re.IGNORECASE,
)
"""What nobody does to anybody, even where its words name what harmed."""
_HALF_WORD: Final = re.compile(
    r"(?:(?<=-)|(?<=\b[aAeEuU]l)-|(?<=\b[aA][rsdntz])-)[^\W_a-z][^\W_]+",
)
"""The rest of a name that a hyphen cuts ("Urum al-Joz"), behind what was read of it."""
_LENGTH: Final = r"\d[\d.,]*\s?(?:kms?|kilomet(?:er|re)s?|miles?)"
_DISTANCE: Final = rf"{_LENGTH}(?:\s\([^()]*\))?"
_TAIL: Final = re.compile(
    rf"\s(?:{_DISTANCE}|(?:(?:of|in|near|at|and|from|to|the)\s)*(?:of|in|near|at|and|from|to|the))$", re.IGNORECASE
)
_NO_SCENE: Final = re.compile(rf"[\W\d_]*|{_DISTANCE}", re.IGNORECASE)
_CAPITAL: Final = re.compile(r"[^\W\d_a-z]|\d")
_WAY: Final = re.compile(rf"(?<![\w.]){_LENGTH}\s$", re.IGNORECASE)
_TOWARDS: Final = re.compile(
    r"(?:(?:north|south)(?:[ -]?(?:east|west))?(?:ern)?|east|west|away|off|from|outside)(?!\w)", re.IGNORECASE
)
_BY_DATE_LINE: Final = 0.7
"""How often the date line is an incident's date, in hand-coded news where no other date is told (181 of 215)."""
_HARM: Final = ("killed", "injured")
_ENDED: Final = ("place", "weapon", "source", "person", "claim", "claimant")
"""Labels whose words lead on to nothing at their end ("a bomb on"); parties have rules of their own."""
_TAKEN: Final = (("place",), ("claim", "claimant"), _HARM)
"""Labels that are taken from the rules together, where the network found none of them."""
_HARMFUL: Final = frozenset({"Attack", "Armed clash", "Suicide bomb", "Remote explosive/landmine/IED", "Grenade"})
"""Kinds of event that the rules may find alone, where they tell killed or injured."""


def helped(drafts: Sequence[Draft], text: Text) -> tuple[Draft, ...]:
    """Mend the drafts of one text by what the rules know."""
    told = [draft for draft in drafts if told_words(draft.anchor.text)]
    if not told:
        return tuple(draft for draft in _ruled(text) if _is_violent(draft))
    acts = [draft for draft in told if not _attacks_nobody(draft)]
    mended = tuple(replace(draft, mentions=tuple(_mended(draft, text))) for draft in acts)
    if _lacks(mended, text):
        ruled = _ruled(text)
        mended = tuple(_filled(draft, ruled, text, is_alone=len(mended) == 1) for draft in mended)
    return mended if len(mended) != 1 else (_with_patients(mended[0], text),)


def _attacks_nobody(draft: Draft) -> bool:
    """Tell by its words what somebody does to himself alone, and a mishap or an accident of traffic that nobody caused."""
    words = draft.anchor.text
    armed = [m for m in draft.labelled("perpetrator", "weapon") if not _MISHAP.search(m.span.text)]
    is_accident = bool(_ACCIDENT.search(words) or _MISHAP.search(words)) and not armed
    burns_clothes = bool(_HIS_CLOTHES.search(words)) and not draft.labelled("target", *_HARM)
    return is_accident or burns_clothes or bool(_TO_HIMSELF.search(words))


def _ruled(text: Text) -> tuple[Draft, ...]:
    (found,) = RuleFinder().find([text])
    return found


def _is_violent(draft: Draft) -> bool:
    """Tell an act by its kind, its victims and somebody or something that harmed them: a road accident has neither."""
    harmed, harming = draft.labelled(*_HARM), draft.labelled("perpetrator", "weapon")
    return draft.sub_event_type in _HARMFUL and bool(harmed) and bool(harming)


def _mended(draft: Draft, text: Text) -> list[Mention]:
    ends = (ended(mention, text) if mention.label in _ENDED else mention for mention in draft.mentions)
    kept = (mention for mention in ends if mention.label != "place" or _may_be_scene(mention.span, text))
    changes = {"claimant": bare, "claim": _as_said, "place": _as_name}
    changes |= dict.fromkeys(_HARM, _with_hits)
    mended = [changes[mention.label](mention, text) if mention.label in changes else mention for mention in kept]
    return [
        *only_victims(_only_named(whole_parties(mended, text)), text),
        *_unnamed_claimant(draft, text),
        *_date_line(draft, text),
    ]


def _said(mention: Mention, text: Text) -> list[Mention]:
    """Give what the rules read of a claim in the words that the network found: the claim and who makes it."""
    sentence = text.sentence_of(mention.span)
    said = list(find_claims(text.text, sentence)) if sentence else []
    return said if any(one.label == "claim" and one.span.overlaps(mention.span) for one in said) else []


def _as_said(mention: Mention, text: Text) -> Mention:
    """Take the status of a claim of responsibility from its words, where they tell one."""
    return next((replace(mention, kind=said.kind) for said in _said(mention, text) if said.label == "claim"), mention)


def _unnamed_claimant(draft: Draft, text: Text) -> list[Mention]:
    """Name who makes a claim of which the network found the words only."""
    if draft.labelled("claimant"):
        return []
    return [said for mention in draft.labelled("claim")[:1] for said in _said(mention, text) if said.label == "claimant"]


def _date_line(draft: Draft, text: Text) -> list[Mention]:
    """Give the date line at the head of the text as the date of news of which no other is told."""
    if draft.background or draft.labelled("date") or text.date_line is None:
        return []
    return [Mention(text.date_line.span, "date", score=_BY_DATE_LINE)]


def _may_be_scene(span: Span, text: Text) -> bool:
    """Tell whether something may happen where the words say: not in a number or a distance, nor where a party has its seat."""
    return not _NO_SCENE.fullmatch(span.text) and not _is_base(span, text)


def _is_base(span: Span, text: Text) -> bool:
    sentence = text.sentence_of(span)
    return sentence is not None and bool(_BASE.search(text.text[sentence.start : span.start]))


def _with_hits(mention: Mention, text: Text) -> Mention:
    """Give the words of a count with what their last number counts, where that is no people ("hit three times")."""
    hits = HITS.match(text.text, mention.span.end)
    return replace(mention, span=Span.of(text.text, mention.span.start, hits.end())) if hits else mention


def _as_name(mention: Mention, text: Text) -> Mention:
    """Give the words of a place as a whole: a name is not left half read ("Hong"), nor does it end in "of the"."""
    whole = [p.span.end for p in text.places_in(mention.span) if p.span.start == mention.span.start and p.kind != "demonym"]
    half = _HALF_WORD.match(text.text, mention.span.end)
    end = max(mention.span.end, *whole, half.end() if half else 0)
    tail = _TAIL.search(text.text[mention.span.start : end])
    end -= len(tail[0]) if tail else 0
    return _with_way(replace(mention, span=Span.of(text.text, mention.span.start, end)), text)


def _only_named(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out the words of a place that name nothing ("southern", "city") where others do, and those within another's."""
    named = [m for m in mentions if m.label == "place" and _CAPITAL.search(m.span.text)]
    whole = [m for m in named if not any(m.span != other.span and m.span.lies_in(other.span) for other in named)]
    return [m for m in mentions if m.label != "place" or not named or m in whole]


def _with_way(mention: Mention, text: Text) -> Mention:
    """Widen "north of Quetta" to the way that stands before it ("45 km north of Quetta")."""
    way = _WAY.search(text.text, max(0, mention.span.start - 30), mention.span.start)
    if way is None or not _TOWARDS.match(mention.span.text):
        return mention
    return replace(mention, span=Span.of(text.text, way.start(), mention.span.end))


def _lacks(drafts: Sequence[Draft], text: Text) -> bool:
    if any(not draft.labelled("place") or not draft.labelled(*_HARM) for draft in drafts):
        return True
    told = any(draft.labelled("claim") for draft in drafts)
    return not told and any(True for sentence in text.sentences for _ in find_claims(text.text, sentence))


def _filled(draft: Draft, ruled: Sequence[Draft], text: Text, *, is_alone: bool) -> Draft:
    """Take from the rules' draft of the same words what the network left open; counts only from the anchor's own sentence.

    The only act of a text, if it is news of one that harms, has the counts of the first sentence in which the rules read any.
    """
    twin = next((other for other in ruled if other.anchor.overlaps(draft.anchor)), None)
    if is_alone and _is_news_of_harm(draft) and not draft.labelled(*_HARM):
        draft = replace(draft, mentions=(*draft.mentions, *_first_told(draft, ruled, text)))
    if twin is None:
        return draft
    sentence = text.sentence_of(draft.anchor)
    taken = [m for labels in _TAKEN if not draft.labelled(*labels) for m in twin.labelled(*labels)]
    taken = [m for m in taken if m.label not in _HARM or (sentence is not None and m.span.overlaps(sentence))]
    return replace(draft, mentions=(*draft.mentions, *taken))


def _has_no_other_day(draft: Draft, days: Sequence[Mention]) -> bool:
    return all(any(one.span.overlaps(day.span) for day in days) for one in draft.labelled("date"))


def _harms_nobody(draft: Draft) -> bool:
    return all(SPARED.match(mention.span.text) for mention in draft.labelled(*_HARM))


def _is_news_of_harm(draft: Draft) -> bool:
    return draft.sub_event_type in _HARMFUL and not draft.background


def _with_patients(draft: Draft, text: Text) -> Draft:
    """Count who was taken to hospital, where the only act of a text harms nobody else, and both of two of whom it has one."""
    if not _is_news_of_harm(draft) or any(not SPARED.match(m.span.text) for m in draft.labelled("killed")):
        return draft
    patients = list(find_patients(text))
    told = patients if _harms_nobody(draft) else [span for span in patients if span.text.lower().startswith("both")]
    return replace(draft, mentions=(*draft.mentions, *(Mention(span, "injured") for span in told[:1])))


def _first_told(draft: Draft, ruled: Sequence[Draft], text: Text) -> list[Mention]:
    """List the counts of the first sentence in which any draft of the rules has some, those of another day left out."""
    days = draft.labelled("date")
    same = (other for other in ruled if not other.background and _has_no_other_day(other, days))
    harms = (m for other in same for m in other.labelled(*_HARM) if tells_harm(m.span.text))
    told = sorted(harms, key=lambda m: m.span.start)
    first = text.sentence_of(told[0].span) if told else None
    return [m for m in told if first is not None and m.span.overlaps(first)]

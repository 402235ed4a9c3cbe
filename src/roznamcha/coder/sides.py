"""Who did it, to whom: the actors' phrases of an incident's sentences, by where they stand to the words that tell the act.

A phrase before an active trigger or after "by" acts; a phrase that was harmed, or stands after "at", "on", "targeting", is
the target. Where nobody is told to have begun an encounter, the armed sides are both participants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from roznamcha.coder.clauses import Harm, object_after, subject_before
from roznamcha.coder.drafts import Mention
from roznamcha.coder.mentions import find_claims
from roznamcha.coder.phrases import Phrase, find_phrases
from roznamcha.coder.triggers import Trigger
from roznamcha.model import Span

_FIGHTING: Final = (
    "Rebel group",
    "Political militia",
    "State forces",
    "External/Other forces",
    "Identity militia",
    "Rioters",
    "Protesters",
)
_MUTUAL: Final = re.compile(
    r"(?<!\w)(?:encounters?|exchange|exchanged|gun ?battle|gun ?fight|clash(?:es|ed)?|fire ?fight|shoot ?out|cross)", re.I
)
_PASSIVE: Final = re.compile(r"(?<!\w)(?:was|were|been|being|is|are)\s", re.I)
_WRECKS: Final = re.compile(
    r"(?<!\w)(?:blew up|blown up|set (?:ablaze|afire|on fire|fire to)|setting (?:ablaze|fire to)"
    r"|torch(?:ed|ing)|burnt|burned|destroyed|damaged|damaging|ransacked|vandali[sz]ed|looted"
    r"|hijacked)(?!\w)",
    re.I,
)
_WRECKED: Final = re.compile(
    r"(?<!\w)(?:was|were)\s(?:\w+ly\s|also\s)?(?:blown up|set ablaze|set afire|set on fire|torched"
    r"|burnt|burned|destroyed|damaged|ransacked|looted|targeted|attacked|hit)(?!\w)",
    re.I,
)
_AIMS: Final = re.compile(
    r"(?<!\w)(?:target(?:ed|ing)?|attack(?:ed|ing)|ambush(?:ed|ing)|aimed at|storm(?:ed|ing)"
    r"|fired (?:\w+ ){0,2}(?:at|on|upon)|fire (?:at|on|upon))(?!\w)(?! kill)",
    re.I,
)
_BY: Final = re.compile(r"(?<!\w)(?:by|with)\s", re.I)
_NOT_ACTORS: Final = re.compile(
    r"(?<!\w)(?:sources?|spokes\w+|police said|official said)(?!\w)|^(?:others?|another|the (?:deceased|injured|victims?))$", re.I
)


@dataclass(slots=True)
class Group:
    """The sentences of one incident while it is being gathered; `telling` are those that tell an act."""

    sentences: list[Span] = field(default_factory=list)
    telling: list[Span] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    day: str | None = None
    places: set[str] = field(default_factory=set)
    tolls: set[tuple[str, int]] = field(default_factory=set)

    def add(self, other: Group) -> None:
        """Take in what another sentence tells of the same incident."""
        self.sentences.extend(other.sentences)
        self.telling.extend(other.telling)
        self.triggers.extend(other.triggers)
        self.harms.extend(other.harms)
        self.day = self.day or other.day
        self.places |= other.places
        self.tolls |= other.tolls


def _claimant(text: str, group: Group) -> Span | None:
    """Give who says that they did it; who only denies it did, as far as the text tells, nothing."""
    for sentence in group.sentences:
        found = list(find_claims(text, sentence))
        if any(mention.label == "claim" and mention.kind == "claimed" for mention in found):
            return next((mention.span for mention in found if mention.label == "claimant"), None)
    return None


def find_sides(text: str, group: Group, main: Span) -> Iterator[Mention]:
    """Mark perpetrators, targets and participants of one incident."""
    acting = _fullest(_acting(text, group))
    claimant = _claimant(text, group)
    if claimant and not any(p.sort.by == "name" for p in acting):
        yield Mention(claimant, "perpetrator", stance="claimed", score=0.6)
        acting = []
    suffering = [p for p in _suffering(text, group, main) if not any(p.span.overlaps(a.span) for a in acting)]
    mutual = any(_MUTUAL.search(t.span.text) for t in group.triggers if t.span.overlaps(main))
    armed = [p for p in acting + suffering if p.sort.by in ("head", "name") and p.sort.kind in _FIGHTING[:5]]
    if (
        mutual
        and len({p.sort.kind for p in armed}) >= 2
        and not any(_attacks(t) for t in group.triggers if t.span.overlaps(main))
    ):
        yield from (Mention(p.span, "participant", score=0.5) for p in _fullest(iter(armed), each=True))
        return
    for phrase in acting[:1]:
        yield Mention(phrase.span, "perpetrator", stance=_stance(text, phrase.span), score=0.6)
    for phrase in suffering[:2]:
        yield Mention(phrase.span, "target", score=0.5)
    if not acting and claimant is None:
        yield from _somewhere(text, group, suffering)


def _fullest(phrases: Iterator[Phrase], *, each: bool = False) -> list[Phrase]:
    """Order phrases by how much they name: a group's name before "the militants"; with `each` the best of each kind."""
    found = sorted(
        phrases, key=lambda p: (p.sort.by == "any", p.span.text.lower().startswith(("the ", "their ", "these ")), p.span.start)
    )
    if not each:
        return found
    return list({p.sort.kind: p for p in reversed(found)}.values())


def _attacks(trigger: Trigger) -> bool:
    return bool(re.search(r"ambush|attack|opened|fired|storm|raid|hurl|lob|trigger", trigger.span.text, re.I))


def _stance(text: str, span: Span) -> str:
    before = text[max(0, span.start - 25) : span.end]
    return (
        "suspected"
        if re.search(r"(?<!\w)(?:suspected|alleged|allegedly|believed|suspectedly|reportedly)(?!\w)", before, re.I)
        else "stated"
    )


def _acting(text: str, group: Group) -> Iterator[Phrase]:
    """List who acts: before active triggers, as agents, before verbs of harm; those of a named kind only."""
    for trigger in sorted(group.triggers, key=lambda t: -t.strength):
        sentence = next((s for s in group.telling if trigger.span.overlaps(s)), None)
        if sentence is None or trigger.strength < 2:
            continue
        subject = (
            None
            if _PASSIVE.search(text[max(0, trigger.span.start - 12) : trigger.span.end])
            else subject_before(text, sentence, trigger.span.start)
        )
        if subject and text[subject.end : trigger.span.start].strip() in ("", "have", "has", "had", "then", "also"):
            yield from _last(find_fighters(text, subject.start, subject.end))
        yield from list(find_fighters(text, trigger.span.start, trigger.span.end))[:1]
        by = _BY.search(text, trigger.span.end, min(sentence.end, trigger.span.end + 40))
        agent = object_after(text, sentence, by.end() - 1) if by else None
        if agent:
            yield from list(find_fighters(text, agent.start, agent.end))[:1]
    for harm in group.harms:
        if harm.actor:
            yield from _last(find_fighters(text, harm.actor.start, harm.actor.end))


def find_fighters(text: str, start: int, end: int) -> Iterator[Phrase]:
    """Find the phrases that name somebody who fights: troops, militants, gunmen, unidentified men."""
    for phrase in find_phrases(text, start, end):
        sort = phrase.sort
        unnamed = sort.by == "any" and re.search(r"unidentified|unknown|suspected|armed|masked", phrase.span.text)
        if (sort.kind in _FIGHTING or unnamed) and not _NOT_ACTORS.search(phrase.span.text):
            yield phrase


def _last(phrases: Iterator[Phrase]) -> list[Phrase]:
    return list(phrases)[-1:]


def _suffering(text: str, group: Group, main: Span) -> Iterator[Phrase]:
    """List who or what was harmed or aimed at, the main sentence's first."""
    for harm in sorted(group.harms, key=lambda h: not h.phrase.overlaps(main)):
        found = find_phrases(text, harm.sufferers.start, harm.sufferers.end)
        yield from [p for p in found if not _NOT_ACTORS.search(p.span.text)][:1]
    for sentence in group.telling:
        for pattern in (_AIMS, _WRECKS):
            for match in pattern.finditer(text, sentence.start, sentence.end):
                if goal := object_after(text, sentence, match.end()):
                    yield from list(find_phrases(text, goal.start, goal.end, things=True))[:1]
        for match in _WRECKED.finditer(text, sentence.start, sentence.end):
            if goal := subject_before(text, sentence, match.start()):
                yield from list(find_phrases(text, goal.start, goal.end, things=True))[:1]


def _somewhere(text: str, group: Group, suffering: list[Phrase]) -> Iterator[Mention]:
    """Where nobody is told to act, take the armed group that the sentences name and that is not the victim."""
    for sentence in group.telling:
        for phrase in find_fighters(text, sentence.start, sentence.end):
            if phrase.sort.kind in ("Rebel group", "Political militia") and not any(
                phrase.span.overlaps(p.span) for p in suffering
            ):
                yield Mention(phrase.span, "perpetrator", stance=_stance(text, phrase.span), score=0.3)
                return

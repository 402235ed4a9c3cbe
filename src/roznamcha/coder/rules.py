"""The first finder: triggers, clauses and patterns; no training, no weights.

Sentence by sentence: words that tell an act open an incident; sentences that follow join it unless they name another day,
open with "In another incident", or tell another kind of act. Mentions are then taken from the incident's sentences. It
exists so that the pipeline works without weights and so that a trained finder has something to beat; both speak `Draft`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from roznamcha.coder.assemble import actor_kind
from roznamcha.coder.clauses import Harm, find_harms, object_after, subject_before
from roznamcha.coder.counts import read_count
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.lexicon import patterns, words
from roznamcha.coder.mentions import (
    find_claims,
    find_denials,
    find_people,
    find_place_mentions,
    find_sources,
    find_weapons,
    place_rank,
)
from roznamcha.coder.reading import Text
from roznamcha.coder.sides import Group, find_fighters, find_sides
from roznamcha.coder.triggers import Trigger, find_triggers, reason_against
from roznamcha.model import Origin, Span, TimeExpression

ORIGIN: Final = Origin("rule", "coder.rules", "1")
_TAKES_PLACE: Final = re.compile(
    r"(?:took place|occurred|happened|was carried out|was reported)\s(?:\w+\s){0,3}(?:in|at|near|on|when|outside)", re.I
)
_FIRE: Final = re.compile(
    r"(?<!\w)(?:blaze|inferno|(?:house|apartment|forest|bush|wild|building|factory|hotel"
    r"|kitchen) ?fires?|fire (?:broke out|service|crews?|department|brigade)|firefighters?"
    r"|self-immolation)(?!\w)",
    re.I,
)
_ATTACKS: Final = re.compile(
    r"(?<!\w)(?:attack(?:s|ed|ers?)?|militants?|gunm[ae]n|terroris\w+|rebels?|bomb(?:s|ed|ing|er)?"
    r"|explosive|shot|shooting|insurgents?|air ?strikes?|arson|assassinat\w+|kidnapp\w+|maoists?"
    r"|clashes)(?!\w)",
    re.I,
)
_SINCE: Final = re.compile(r"(?<!\w)since\s", re.I)
_ADDS: Final = re.compile(
    r"(?<!\w)(?:also|another|others?|more|later|succumb\w*|tolls?|died|fourth|fifth|remaining|besides|on the spot)(?!\w)",
    re.I,
)
"""What shows that a later sentence counts further people and does not tell the first ones again."""
_MOST_PLACES: Final = 8
_LONGEST_TOLD: Final = 80
"""Sentences that one incident may take; what follows without a new day or opener is not read."""
_WAR: Final = 5000
"""No single incident of the gold sets killed this many."""
_SEPARATE: Final = re.compile(
    r"(?<!\w)(?:separate|different) (?:\w+ ){0,3}(?:incidents|attacks|encounters|blasts|clashes|places|parts|acts)", re.I
)
"""A sentence that sums up several incidents tells none of them."""
_NO_DAY: Final = re.compile(
    r"^(?:now|currently|recently|today|the past|the future|later|earlier|soon|at the time|then|so far"
    r"|once)$|^\\D{0,10}\\d\\d?[:.]\\d\\d",
    re.I,
)


class RuleFinder:
    """Marks the words of incidents by rules."""

    def find(self, texts: Sequence[Text]) -> list[tuple[Draft, ...]]:
        """Give the drafts of each text, in the order of the texts."""
        return [find_drafts(text) for text in texts]


def find_drafts(text: Text) -> tuple[Draft, ...]:
    """Find the incidents that a text tells: in its body, or in its title where the body tells none."""
    if _tells_accident(text):
        return ()
    groups = _group(text, text.body) or _group(text, text.title)
    drafts: list[Draft] = []
    for group in groups:
        if _is_placed(text, group):
            drafts.append(_draft(text, group, drafts))
    return tuple(drafts)


def _tells_accident(text: Text) -> bool:
    """Tell a text about an accident or a disaster: its head says so, and tells of no attack."""
    head = (*text.title, *text.body[:2])
    accident = any(
        reason_against(text.text, s) == "accident or disaster" or _FIRE.search(text.text, s.start, s.end) for s in head
    )
    return accident and not any(_ATTACKS.search(text.text, s.start, s.end) for s in head)


def _is_placed(text: Text, group: Group) -> bool:
    """Tell whether an incident has a day, a place or somebody who fights; general remarks have none."""
    return bool(group.day) or any(
        find_place_mentions(text.text, s, text.places_in(s)) or list(find_fighters(text.text, s.start, s.end))
        for s in group.telling
    )


def _group(text: Text, sentences: Sequence[Span]) -> list[Group]:
    """Gather sentences into incidents: one that tells an act opens one or joins the last, others follow the last."""
    groups: list[Group] = []
    for sentence in sentences:
        triggers, harms = list(find_triggers(text.text, sentence)), list(find_harms(text.text, sentence))
        if groups and len(groups[-1].sentences) > _LONGEST_TOLD:
            continue
        if not _tells(text.text, sentence, triggers, harms):
            if groups:
                groups[-1].sentences.append(sentence)
            continue
        told = Group([sentence], [sentence], triggers, harms, _day(sentence, text), _place_names(text, sentence), _tolls(harms))
        if not groups or _opens(text, sentence, groups[-1], told):
            groups.append(told)
        else:
            groups[-1].add(told)
    return groups


def _tells(text: str, sentence: Span, triggers: Sequence[Trigger], harms: Sequence[Harm]) -> bool:
    """Tell whether a sentence tells an act that happened."""
    strongest = max((t.strength for t in triggers), default=0)
    reason = reason_against(text, sentence)
    if (
        sentence.text.rstrip("\"”’'")[-1:] == "?"
        or _SEPARATE.search(text, sentence.start, sentence.end)
        or any(_is_statistic(harm) for harm in harms)
    ):
        return False
    if reason in ("accident or disaster", "remembrance"):
        return False
    return strongest == 3 or (reason is None and (strongest == 2 or bool(harms))) or bool(harms and any(h.actor for h in harms))


def _opens(text: Text, sentence: Span, group: Group, told: Group) -> bool:
    """Tell whether a sentence that tells an act (`told`) opens another incident than the one gathered last.

    It does when it says so, when it names another day, and when it counts other people at another place.
    """
    head = text.text[sentence.start : sentence.end]
    if any(pattern.match(head) for pattern, _ in patterns("openers.tsv")):
        return True
    if told.day is not None and group.day is not None and told.day != group.day and any(t.strength >= 2 for t in told.triggers):
        return True
    if not told.harms or not any(t.strength == 3 for t in told.triggers):
        return False
    elsewhere = bool(told.places and group.places) and not any(a in b or b in a for a in told.places for b in group.places)
    return elsewhere and told.tolls.isdisjoint(group.tolls)


def _is_statistic(harm: Harm) -> bool:
    """Tell the toll of a war from that of an incident."""
    count = read_count(harm.sufferers.text, (Span.of(harm.sufferers.text, 0, len(harm.sufferers.text)),))
    return count is not None and count.low >= _WAR


def _place_names(text: Text, sentence: Span) -> set[str]:
    return {m.span.text.lower() for m in find_place_mentions(text.text, sentence, text.places_in(sentence))}


def _tolls(harms: Sequence[Harm]) -> set[tuple[str, int]]:
    counts = ((h.count, read_count(h.sufferers.text, (Span(0, len(h.sufferers.text), h.sufferers.text),))) for h in harms)
    return {(name, count.low) for name, count in counts if count}


def _day(sentence: Span, text: Text) -> str | None:
    """Give the day that a sentence names, resolved or as its words ("thursday")."""
    for time in _dates(sentence, text):
        if time.edtf is None or len(time.edtf) >= 7:
            return time.edtf or re.sub(r"\W*(?:night|morning|evening|afternoon)\W*", "", time.span.text.lower())
    return None


def _dates(sentence: Span, text: Text) -> list[TimeExpression]:
    """List the dates of a sentence that may be an incident's: not the date line, no "since", no bare year."""
    line = text.date_line.span if text.date_line else None
    held = [t for t in text.times_in(sentence) if t.type in ("DATE", "TIME") and not (line and t.span.overlaps(line))]
    kept = [
        t for t in held if not _NO_DAY.search(t.span.text) and not _SINCE.search(text.text[max(0, t.span.start - 8) : t.span.end])
    ]
    kept = [t for t in kept if not (t.edtf and len(t.edtf) == 4)]
    resolved = [t for t in kept if t.edtf]
    return resolved or [t for t in kept if re.search(r"day|night|morning|evening", t.span.text, re.I)]


def _draft(text: Text, group: Group, before: Sequence[Draft]) -> Draft:
    main = group.telling[0]
    mentions = tuple(_unique(_mentions(text, group, main, before)))
    kind = _type(group, main, mentions)
    status = "thwarted" if kind == "Disrupted weapons use" else "occurred"
    return Draft(_anchor(text.text, group, main), kind, ORIGIN, status, "political", False, mentions)


def _unique(mentions: Iterator[Mention]) -> Iterator[Mention]:
    seen: set[tuple[str, str | None, str]] = set()
    taken: list[tuple[str, Span]] = []
    for mention in mentions:
        key = (mention.label, mention.kind if mention.label != "place" else None, mention.span.text.lower())
        inside = mention.label in ("source", "perpetrator", "target", "person") and any(
            label == mention.label and span.overlaps(mention.span) for label, span in taken
        )
        if key not in seen and not inside:
            seen.add(key)
            taken.append((mention.label, mention.span))
            yield mention


def _anchor(text: str, group: Group, main: Span) -> Span:
    trigger = max((t for t in group.triggers if t.span.overlaps(main)), key=lambda t: (t.strength, -t.span.start), default=None)
    harm = next((h for h in group.harms if h.phrase.overlaps(main)), None)
    if trigger is None:
        return harm.phrase if harm else main
    start, end = trigger.span.start, trigger.span.end
    subject = subject_before(text, main, start)
    if subject:
        start = min(start, subject.start)
    follows = object_after(text, main, end)
    if follows and len(follows.text) < 80:
        end = follows.end
    if harm and harm.phrase.end <= start and start - harm.phrase.end < 25:
        start = harm.phrase.start
    while end - start > 220:
        start = text.index(" ", start) + 1
    return Span.of(text, start, end)


def _type(group: Group, main: Span, mentions: Sequence[Mention]) -> str:
    """Choose the type: the most serious of the strongest triggers of the main sentence, then as the codebook's section 10
    says."""
    own = [t for t in group.triggers if t.span.overlaps(main)] or group.triggers
    strongest = max((t.strength for t in own), default=0)
    if not strongest:
        return "Attack"
    chosen = min((t for t in own if t.strength == strongest), key=lambda t: t.rank).type
    types = {t.type for t in own if t.strength >= 2}
    words = " ".join(t.span.text.lower() for t in own)
    guns = bool(re.search(r"fire|firing|shot|shoot|gun", words))
    targets = {m.kind or actor_kind(m.span.text, m.label) for m in mentions if m.label in ("target", "participant")}
    killed = any(h.count == "killed" for h in group.harms)
    if (
        chosen in ("Attack", "Remote explosive/landmine/IED", "Grenade")
        and guns
        and "State forces" in targets
        and "Civilians" not in targets
    ):
        return "Armed clash"
    if chosen in ("Abduction/forced disappearance", "Arrests") and killed:
        return "Attack"
    if chosen == "Attack" and killed and targets == {"Rebel group"}:
        return "Armed clash"
    if "petrol bomb" in words or (chosen == "Looting/property destruction" and "Attack" in types):
        return "Attack" if group.harms else "Looting/property destruction"
    if chosen == "Looting/property destruction" and "Abduction/forced disappearance" in types:
        return "Abduction/forced disappearance"
    if chosen == "Armed clash" and targets == {"Civilians"} and not re.search(r"encounter|clash|battle|exchange", words):
        return "Attack"
    return chosen


def _mentions(text: Text, group: Group, main: Span, before: Sequence[Draft]) -> Iterator[Mention]:
    yield from _date(text, group, before)
    yield from _places(text, group, before)
    yield from find_sides(text.text, group, main)
    counted: dict[str, Span] = {}
    for harm in group.harms:
        sentence = next(s for s in group.telling if harm.phrase.overlaps(s))
        first = counted.setdefault(harm.count, sentence)
        if sentence == first or _ADDS.search(text.text, sentence.start, sentence.end):
            yield Mention(harm.phrase if len(harm.phrase.text) < 250 else harm.sufferers, harm.count, score=0.7)
    denied = (m for sentence in group.sentences for m in find_denials(text.text, sentence))
    yield from (m for m in denied if m.label not in counted)
    for sentence in group.sentences:
        harms = tuple(h for h in group.harms if h.phrase.overlaps(sentence))
        yield from find_people(text.text, sentence, harms)
        yield from find_claims(text.text, sentence)
        yield from find_sources(text.text, sentence)
    yield from find_weapons(text.text, main)


def _date(text: Text, group: Group, before: Sequence[Draft]) -> Iterator[Mention]:
    """Mark the first date of the sentences that tell the act; else the date of the incident told first, else the date line."""
    for sentence in group.telling:
        for time in _dates(sentence, text):
            yield Mention(time.span, "date", score=0.8)
            return
    for mention in (m for draft in before[:1] for m in draft.labelled("date")):
        yield replace(mention, score=0.4)
        return
    if text.date_line and not before:
        yield Mention(Span.of(text.text, text.date_line.span.start, text.date_line.span.end), "date", score=0.5)


def _places(text: Text, group: Group, before: Sequence[Draft]) -> Iterator[Mention]:
    """Mark the places of the telling sentences, the smallest first; else those of the incident before, else the date line's."""
    located = [s for s in group.sentences if _TAKES_PLACE.search(text.text, s.start, s.end)]
    found = [
        m for sentence in group.telling + located for m in find_place_mentions(text.text, sentence, text.places_in(sentence))
    ][:_MOST_PLACES]
    features = {m.span.text: m.place.feature for s in group.sentences for m in text.places_in(s) if m.place}
    if found:
        yield from sorted(found, key=lambda m: place_rank(m.span.text, features))
        return
    if before:
        yield from (replace(m, score=0.3) for m in before[-1].labelled("place"))
        return
    head = [m for m in text.places if m.place and m.place.feature not in ("PCLI", "demonym")]
    yield from (Mention(m.span, "place", score=0.4) for m in head[:1] if m.span.text not in words("starters.txt"))

"""The first finder: triggers, clauses and patterns; no training, no weights.

Sentence by sentence: words that tell an act open an incident; sentences that follow join it unless they name another day, open with
"In another incident", or tell another kind of act. Mentions are then taken from the incident's sentences. It exists so that the
pipeline works without weights and so that a trained finder has something to beat; both speak `Draft`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from roznamcha.coder.clauses import Harm, find_harms, object_after, subject_before
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.lexicon import patterns
from roznamcha.coder.mentions import find_claims, find_people, find_place_mentions, find_sources, find_weapons
from roznamcha.coder.reading import Text
from roznamcha.coder.triggers import Trigger, find_triggers, reason_against
from roznamcha.model import Origin, Span, TimeExpression

ORIGIN: Final = Origin("rule", "coder.rules", "1")
_ACTIVE: Final = re.compile(
    r"(?<!\w)(?:opened? fire|fired|hurled|lobbed|threw|tossed|attacked|ambushed|stormed|raided|set|torched|burnt|blew up|destroyed|triggered|detonated|exploded|planted|shot|gunned down|killed|abducted|kidnapped|beat|assaulted|looted|vandali[sz]ed|targeted|barged|arrested|detained|apprehended|nabbed|executed|beheaded|stabbed|bombed|struck|shelled|pelted|launched|seized|captured|defused)(?!\w)"
)
_AT: Final = re.compile(r"(?<!\w)(?:at|on|upon|targeting|against)\s", re.IGNORECASE)
_BY: Final = re.compile(r"(?<!\w)(?:by|with)\s", re.IGNORECASE)


@dataclass(slots=True)
class Group:
    """The sentences of one incident while it is being gathered."""

    sentences: list[Span] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    day: str | None = None


class RuleFinder:
    """Marks the words of incidents by rules."""

    def find(self, texts: Sequence[Text]) -> list[tuple[Draft, ...]]:
        """Give the drafts of each text, in the order of the texts."""
        return [find_drafts(text) for text in texts]


def find_drafts(text: Text) -> tuple[Draft, ...]:
    """Find the incidents that a text tells: in its body, or in its title where the body tells none."""
    groups = _group(text.text, text.body, text.times) or _group(text.text, text.title, text.times)
    return tuple(_draft(text.text, group, text.times) for group in groups)


def _group(text: str, sentences: Sequence[Span], times: Sequence[TimeExpression]) -> list[Group]:
    groups: list[Group] = []
    open_group: Group | None = None
    for sentence in sentences:
        triggers = find_triggers(text, sentence)
        harms = tuple(find_harms(text, sentence))
        day = _day(sentence, times)
        reason = reason_against(text, sentence)
        tells = (
            any(t.strength == 3 for t in triggers)
            or (any(t.strength == 2 for t in triggers) and not reason)
            or (bool(harms) and not reason)
        )
        if reason in ("accident or disaster", "remembrance"):
            tells = False
        if reason == "trial" and not any(t.strength == 3 for t in triggers):
            tells = False
        if tells and (open_group is None or _opens(text, sentence, open_group, triggers, day)):
            open_group = Group(day=day)
            groups.append(open_group)
        if open_group is not None:
            open_group.sentences.append(sentence)
            if tells:
                open_group.triggers.extend(triggers)
                open_group.harms.extend(harms)
                open_group.day = open_group.day or day
    return groups


def _opens(text: str, sentence: Span, group: Group, triggers: Sequence[Trigger], day: str | None) -> bool:
    """Tell whether a sentence that tells an act opens another incident than the one before."""
    head = text[sentence.start : sentence.end]
    if any(pattern.match(head) for pattern, _ in patterns("openers.tsv")):
        return True
    return day is not None and group.day is not None and day != group.day and any(t.strength >= 2 for t in triggers)


def _day(sentence: Span, times: Sequence[TimeExpression]) -> str | None:
    return next(
        (t.edtf for t in times if t.span.overlaps(sentence) and t.edtf and t.type in ("DATE", "TIME") and len(t.edtf) >= 7), None
    )


def _draft(text: str, group: Group, times: Sequence[TimeExpression]) -> Draft:
    main = next(
        (s for s in group.sentences if any(t.span.overlaps(s) and t.strength >= 2 for t in group.triggers)), group.sentences[0]
    )
    mentions = tuple(_unique(_mentions(text, group, main, times)))
    kind = _type(group, mentions)
    return Draft(
        _anchor(text, group, main),
        kind,
        ORIGIN,
        "thwarted" if kind == "Disrupted weapons use" else "occurred",
        "political",
        False,
        mentions,
    )


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


def _type(group: Group, mentions: Sequence[Mention]) -> str:
    """Choose the type: the most serious of the strongest triggers, then as the codebook's section 10 says."""
    strongest = max((t.strength for t in group.triggers), default=0)
    if not strongest:
        return "Attack"
    first = [t for t in group.triggers if t.strength == strongest]
    chosen = min(first, key=lambda t: t.rank).type
    targets = {sort.kind for m in mentions if m.label == "target" and (sort := sort_of(m.span.text))}
    killed = any(h.count == "killed" for h in group.harms)
    if (
        chosen == "Attack"
        and "State forces" in targets
        and any(t.type == "Attack" and re.search("fire|fir|attack", t.span.text) for t in group.triggers)
    ):
        return "Armed clash"
    if chosen in ("Abduction/forced disappearance", "Arrests") and killed:
        return "Attack"
    return chosen


def _mentions(text: str, group: Group, main: Span, times: Sequence[TimeExpression]) -> Iterator[Mention]:
    yield from _date(group, main, times)
    yield from _places(text, group, main)
    yield from _sides(text, group, main)
    for harm in group.harms:
        yield Mention(harm.phrase if len(harm.phrase.text) < 250 else harm.sufferers, harm.count, score=0.7)
    for sentence in group.sentences:
        harms = tuple(h for h in group.harms if h.phrase.overlaps(sentence))
        yield from find_people(text, sentence, harms)
        yield from find_claims(text, sentence)
        yield from find_sources(text, sentence)
    yield from find_weapons(text, main)


def _date(group: Group, main: Span, times: Sequence[TimeExpression]) -> Iterator[Mention]:
    for sentence in [main, *group.sentences]:
        for time in times:
            if time.span.overlaps(sentence) and time.type in ("DATE", "TIME") and not (time.edtf and len(time.edtf) == 4):
                yield Mention(time.span, "date", score=0.8)
                return


def _places(text: str, group: Group, main: Span) -> Iterator[Mention]:
    found = list(find_place_mentions(text, main))
    for sentence in group.sentences:
        if not found:
            found = list(find_place_mentions(text, sentence))
    yield from found


def _sides(text: str, group: Group, main: Span) -> Iterator[Mention]:
    for harm in group.harms:
        sort = sort_of(harm.sufferers.text)
        if (
            harm.actor
            and (acts := sort_of(harm.actor.text))
            and acts.kind not in ("Property",)
            and (acts.by != "any" or acts.kind != "Civilians")
        ):
            yield Mention(harm.actor, "perpetrator", score=0.6)
        if sort is None or sort.kind not in ("Rebel group", "Political militia"):
            yield Mention(harm.sufferers, "target", score=0.5)
    for trigger in group.triggers:
        sentence = next((s for s in group.sentences if trigger.span.overlaps(s)), main)
        active = _ACTIVE.search(text, trigger.span.start, trigger.span.end)
        if active:
            subject = subject_before(text, sentence, trigger.span.start)
            sort = sort_of(subject.text) if subject else None
            if subject and sort and sort.kind not in ("Property", "Civilians"):
                yield Mention(subject, "perpetrator", score=0.6)
        by = _BY.search(text, trigger.span.end, min(sentence.end, trigger.span.end + 40))
        if (
            by
            and (agent := object_after(text, sentence, by.end() - 1))
            and (sort := sort_of(agent.text))
            and sort.kind not in ("Property", "Civilians")
        ):
            yield Mention(agent, "perpetrator", score=0.5)
        at = _AT.search(text, trigger.span.end - 3, min(sentence.end, trigger.span.end + 25))
        if at and (goal := object_after(text, sentence, at.end() - 1)) and sort_of(goal.text):
            yield Mention(goal, "target", score=0.4)
        elif active and (goal := object_after(text, sentence, trigger.span.end)) and (sort := sort_of(goal.text)):
            yield Mention(goal, "target", score=0.4)

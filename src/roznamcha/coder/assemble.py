"""Draft → report: turns the words that a finder marked into the codebook's values, each a claim with its evidence.

The finder says which words fill which slot of which incident; here they are read: number phrases into ranges with their
groups, date words into EDTF, names into a place with its country, closed values by lexicon where the finder left them open.
One function a field, none of which knows whether rules or the encoder found the words. What cannot be read stays out;
nothing is taken from outside the text but the publication date, and that only to resolve "on Thursday".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from roznamcha.coder.counts import Owners, read_count
from roznamcha.coder.dates import read_date
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.kinds import GROUP_OF_KIND, sort_of
from roznamcha.coder.lexicon import patterns
from roznamcha.coder.places import read_place
from roznamcha.coder.reading import Text
from roznamcha.model import Actor, Claim, Claimed, Person, Report, Span, Speaker, Value, Weapon
from roznamcha.model.codebook import COUNTS, GROUPS

_NEAR: Final = 40
"""Characters before an actor's name in which a word of doubt is about this actor."""


def assemble(drafts: Sequence[Draft], text: Text) -> tuple[Report, ...]:
    """Read the drafts of one text into reports, in their order."""
    return tuple(Report(text.id, draft.anchor, tuple(_claims(draft, text, drafts))) for draft in drafts)


def _claims(draft: Draft, text: Text, drafts: Sequence[Draft]) -> Iterator[Claim]:
    closed: tuple[tuple[str, str | bool], ...] = (
        ("sub_event_type", draft.sub_event_type),
        ("status", draft.status),
        ("scope", draft.scope),
        ("background", draft.background),
    )
    scores = dict(draft.scores)
    for field, told in closed:
        yield Claim(field, told, (draft.anchor,), draft.origin, scores.get(field, 1.0), _speaker(draft, text, draft.anchor))
    if date := draft.labelled("date"):
        yield _claim("date", read_date(text.text, [m.span for m in date], text.times, text.date_line), date, draft, text)
    yield from _place(draft, text, drafts)
    yield from _actors(draft, text)
    for person in _distinct(draft.labelled("person")):
        yield _claim("person", Person(person.span.text, person.kind or "killed"), (person,), draft, text)
    yield from _counts(draft, text)
    for weapon in _distinct(draft.labelled("weapon")):
        yield _claim("weapon", Weapon(weapon.span.text, weapon.kind or weapon_type(weapon.span.text)), (weapon,), draft, text)
    if claims := draft.labelled("claim"):
        by = next((m.span for m in draft.labelled("claimant")), None)
        yield _claim("claim", Claimed(claims[0].kind or "claimed", by), claims[:1], draft, text)
    for source in _distinct(draft.labelled("source")):
        yield _claim("source", Speaker(source.span.text, source.kind or source_kind(source.span.text)), (source,), draft, text)


def _distinct(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Leave out mentions that say again, in the same words, what one before them says."""
    seen: set[tuple[str, str | None, str]] = set()
    for mention in mentions:
        key = (mention.label, mention.kind, " ".join(mention.span.text.lower().split()))
        if key not in seen:
            seen.add(key)
            yield mention


def _place(draft: Draft, text: Text, drafts: Sequence[Draft]) -> Iterator[Claim]:
    mentions = draft.labelled("place")
    others = [m.span.text for other in drafts if other is not draft for m in other.labelled("place")]
    read = read_place([m.span.text for m in mentions], text.places, others)
    if read:
        value, evidence = read
        spans = (*(m.span for m in mentions), *(span for span in evidence if not mentions))
        yield _claim("place", value, mentions or tuple(Mention(span, "place") for span in spans), draft, text)


def _claim(field: str, value: Value, mentions: tuple[Mention, ...], draft: Draft, text: Text, stance: str = "stated") -> Claim:
    spans = tuple(dict.fromkeys(m.span for m in mentions))
    score = min(m.score for m in mentions)
    return Claim(field, value, spans, draft.origin, score, _speaker(draft, text, spans[0]), stance)


def _speaker(draft: Draft, text: Text, span: Span) -> Span | None:
    """Give the source that the sentence of `span` is attributed to, where the draft names one there."""
    sentence = text.sentence_of(span)
    sources = [m.span for m in draft.labelled("source") if sentence and m.span.overlaps(sentence)]
    return sources[-1] if sources else None


def _actors(draft: Draft, text: Text) -> Iterator[Claim]:
    claimants = [m.span.text.lower() for m in draft.labelled("claimant")]
    for mention in _distinct(draft.labelled("perpetrator", "target", "participant")):
        kind = mention.kind or actor_kind(mention.span.text, mention.label)
        stance = mention.stance or _stance(text, mention, claimants)
        yield _claim("actor", Actor(mention.span.text, mention.label, kind), (mention,), draft, text, stance)


def _stance(text: Text, mention: Mention, claimants: Sequence[str]) -> str:
    """Tell the stance of a perpetrator by the words around the name, where the finder left it open."""
    if mention.label != "perpetrator":
        return "stated"
    if mention.span.text.lower() in claimants:
        return "claimed"
    sentence = text.sentence_of(mention.span)
    around = text.text[max(sentence.start if sentence else 0, mention.span.start - _NEAR) : mention.span.end]
    return next((columns[0] for pattern, columns in patterns("stances.tsv") if pattern.search(around)), "stated")


def actor_kind(phrase: str, role: str) -> str:
    """Tell an actor's kind by its words, and where they tell nothing by its role: gunmen who act, civilians who suffer.

    >>> actor_kind("four persons", "target"), actor_kind("four persons", "perpetrator")
    ('Civilians', 'Political militia')
    """
    sort = sort_of(phrase)
    if sort is None or sort.by == "any":
        return "Civilians" if role == "target" else "Political militia"
    return sort.kind


def _counts(draft: Draft, text: Text) -> Iterator[Claim]:
    told: str | None = None
    for label in COUNTS:
        mentions = draft.labelled(label)
        hints = {m.span: m.kind for m in mentions if m.kind in GROUPS and m.kind != "unknown"}
        count = read_count(text.text, tuple(m.span for m in mentions), _owners(draft, told), hints, label)
        if count is not None:
            yield _claim(label, count, mentions, draft, text)
            groups = [group for group, _ in count.by]
            told = groups[0] if label == "killed" and len(groups) == 1 and groups != ["unknown"] else None


def _owners(draft: Draft, told: str | None) -> Owners:
    """Say whom people belong to of whom a phrase tells nothing: those who were attacked; `told` is the group of the killed."""
    kinds = {m.kind or actor_kind(m.span.text, m.label) for m in draft.labelled("target", "participant")}
    groups = {GROUP_OF_KIND[kind] for kind in kinds if kind in GROUP_OF_KIND}
    (bare,) = groups if len(groups) == 1 else ("civilians",) if not groups else ("unknown",)
    people = "civilians" if groups <= {"civilians"} else "unknown"
    return Owners(bare, people, told or bare)


def weapon_type(words: str) -> str:
    """Tell the GTD type of a weapon by its words; "Unknown" where they tell nothing."""
    return next((columns[0] for pattern, columns in patterns("weapons.tsv") if pattern.search(words)), "Unknown")


def source_kind(words: str) -> str:
    """Tell what kind of teller a source is by its words; "other" where they tell nothing."""
    return next((columns[0] for pattern, columns in patterns("sources.tsv") if pattern.search(words)), "other")

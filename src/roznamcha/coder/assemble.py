"""Draft → report: turns the words that a finder marked into the codebook's values, each a claim with its evidence.

The finder says which words fill which slot of which incident; here they are read: number phrases into ranges with their
groups, date words into EDTF, names into a place with its country, closed values by lexicon where the finder left them open.
One function a field, none of which knows whether rules or the encoder found the words. What cannot be read stays out;
nothing is taken from outside the text but the publication date, and that only to resolve "on Thursday".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from roznamcha.coder.captivity import captivity
from roznamcha.coder.counts import Owners, read_count
from roznamcha.coder.dates import read_date
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.kinds import GROUP_OF_KIND, sort_of
from roznamcha.coder.lexicon import patterns
from roznamcha.coder.places import read_place
from roznamcha.coder.reading import Text
from roznamcha.model import Actor, Claim, Claimed, Count, DateValue, Person, PlaceValue, Report, Span, Speaker, Value, Weapon
from roznamcha.model.codebook import COUNTS, GROUPS
from roznamcha.resolve.actors import resolve_actor

_NEIGHBOURS: Final = 10
"""Incidents before and after one in a text whose places help to place it."""
_NAMELESS: Final = ("unidentified:", "state:")
"""How the ids begin of words that name no organisation ("gunmen"): two incidents that share one share nothing."""
_NO_ORGANISATION: Final = ("Civilians", "Property")
"""A party's worker is not the party."""
_NEAR: Final = 40
"""Characters before an actor's name in which a word of doubt is about this actor."""


def assemble(drafts: Sequence[Draft], text: Text) -> tuple[Report, ...]:
    """Read the drafts of one text into reports, in their order."""
    reports = []
    for k, draft in enumerate(drafts):
        near = drafts[max(0, k - _NEIGHBOURS) : k + _NEIGHBOURS + 1]
        reports.append(Report(text.id, draft.anchor, tuple(_claims(draft, text, near))))
    return tuple(reports)


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
    date = _date(draft, text, drafts)
    place = _place(draft, text, drafts, date.value if date else None)
    yield from (claim for claim in (date, place) if claim)
    actors = list(_actors(draft, text, place.value if place else None, date.value if date else None))
    yield from actors
    for person in _distinct(draft.labelled("person")):
        yield _claim("person", Person(person.span.text, person.kind or "killed"), (person,), draft, text)
    yield from _counts(draft, text, [claim.value for claim in actors if isinstance(claim.value, Actor)])
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


def _date(draft: Draft, text: Text, drafts: Sequence[Draft]) -> Claim | None:
    mentions = draft.labelled("date")
    if not mentions:
        return None
    value = read_date(text.text, [m.span for m in mentions], text.times, text.date_line, text.told_on)
    if held := captivity(draft, drafts, text, value):
        value, told = held
        mentions = (*mentions, *(Mention(span, "date", score=mentions[0].score) for span in told))
    return _claim("date", value, mentions, draft, text)


def _place(draft: Draft, text: Text, drafts: Sequence[Draft], date: Value | None) -> Claim | None:
    mentions = draft.labelled("place")
    others = [m.span for other in drafts if other is not draft for m in other.labelled("place")]
    day = date.earliest if isinstance(date, DateValue) else None
    spans = [m.span for m in mentions]
    read = read_place(text.printed, spans, others, text.about, likeliest=text.likeliest_country, day=day)
    if read is None:
        return None
    value, evidence = read
    if not value.names and evidence:
        mentions = tuple(Mention(span, "place") for span in evidence)
    return _claim("place", value, mentions, draft, text)


def _claim(field: str, value: Value, mentions: tuple[Mention, ...], draft: Draft, text: Text, stance: str = "stated") -> Claim:
    spans = tuple(dict.fromkeys(m.span for m in mentions))
    score = min(m.score for m in mentions)
    return Claim(field, value, spans, draft.origin, score, _speaker(draft, text, spans[0]), stance)


def _speaker(draft: Draft, text: Text, span: Span) -> Span | None:
    """Give the source that the sentence of `span` is attributed to, where the draft names one there."""
    sentence = text.sentence_of(span)
    sources = [m.span for m in draft.labelled("source") if sentence and m.span.overlaps(sentence)]
    return sources[-1] if sources else None


def _actors(draft: Draft, text: Text, place: Value | None, date: Value | None) -> Iterator[Claim]:
    country = place.country if isinstance(place, PlaceValue) else None
    day = date.earliest if isinstance(date, DateValue) else None
    claims = draft.labelled("claim")
    said = {_bare(m.span.text): claims[0].kind or "claimed" for m in draft.labelled("claimant") if claims}
    for mention in _distinct(draft.labelled("perpetrator", "target", "participant")):
        match = resolve_actor(mention.span.text, country=country, day=day, aliases=text.aliases)
        named = match if match and not match.id.startswith(_NAMELESS) else None
        kind = mention.kind or actor_kind(mention.span.text, mention.label, named.kind if named else None)
        actor_id = named.id if named and kind not in _NO_ORGANISATION else None
        stance = _stance(text, mention, said)
        actor = Actor(mention.span.text, mention.label, kind, actor_id)
        yield _claim("actor", actor, (mention,), draft, text, stance)


def _stance(text: Text, mention: Mention, said: Mapping[str, str]) -> str:
    """Tell a perpetrator's stance by their denial, else as the finder says, else by their claim or the words around the name."""
    if mention.label != "perpetrator":
        return "stated"
    told = said.get(_bare(mention.span.text))
    known = "denied" if told == "denied" else mention.stance or ("claimed" if told == "claimed" else None)
    if known is not None:
        return known
    sentence = text.sentence_of(mention.span)
    around = text.text[max(sentence.start if sentence else 0, mention.span.start - _NEAR) : mention.span.end]
    return next((columns[0] for pattern, columns in patterns("stances.tsv") if pattern.search(around)), "stated")


def _bare(name: str) -> str:
    return name.lower().removeprefix("the ")


def actor_kind(phrase: str, role: str, known: str | None = None) -> str:
    """Tell an actor's kind by its words, else as its organisation is `known`, else by its role: gunmen act, civilians suffer.

    >>> actor_kind("four persons", "target"), actor_kind("four persons", "perpetrator")
    ('Civilians', 'Political militia')
    """
    sort = sort_of(phrase)
    if sort is not None and sort.by in ("head", "name"):
        return sort.kind
    if known is not None:
        return known
    if sort is not None and sort.by == "body":
        return sort.kind
    return "Civilians" if role == "target" else "Political militia"


def _counts(draft: Draft, text: Text, actors: Sequence[Actor]) -> Iterator[Claim]:
    told: str | None = None
    dead: Count | None = None
    for label in COUNTS:
        mentions = draft.labelled(label)
        hints = {m.span: m.kind for m in mentions if m.kind in GROUPS and m.kind != "unknown"}
        hit = dead if label == "injured" else None
        count = read_count(text.text, tuple(m.span for m in mentions), _owners(actors, told), hints, label, hit)
        if count is not None:
            yield _claim(label, count, mentions, draft, text)
            groups = [group for group, _ in count.by]
            told = groups[0] if label == "killed" and len(groups) == 1 and groups != ["unknown"] else None
            dead = count if label == "killed" else dead


def _owners(actors: Sequence[Actor], told: str | None) -> Owners:
    """Say whom people belong to of whom a phrase tells nothing: those who were attacked; `told` is the group of the killed."""
    kinds = {actor.kind for actor in actors if actor.role in ("target", "participant")}
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

"""The same figures for parts of a set: by length of text, event type, perpetrator, background, and on texts without incidents.

State against non-state perpetrators is asked because coders trained on news of rebels have been found to read the violence of
states less well. A pair belongs where its gold incident belongs; a false incident belongs where it places itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from roznamcha.evaluate.alignment import DocumentScore, Pair
from roznamcha.evaluate.compare import Tally
from roznamcha.evaluate.recordform import SLOTS, Json, actors_of

LENGTHS = ((60, "up to 60 words"), (150, "61 to 150"), (400, "151 to 400"), (1_000_000_000, "over 400"))


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one part of a set."""

    name: str
    incidents: Tally
    record: Tally
    slots: Tally

    def as_json(self) -> dict[str, object]:
        """Give the figures as plain objects."""
        return {"incidents": self.incidents.as_json(), "record": self.record.as_json(), "slots": self.slots.as_json()}


@dataclass(frozen=True, slots=True)
class HardNegatives:
    """Documents that tell no incident, and how many incidents were read into them."""

    documents: int
    false_incidents: int

    @property
    def per_document(self) -> float | None:
        """False incidents per document; None when every document tells an incident."""
        return round(self.false_incidents / self.documents, 4) if self.documents else None


def slots_of(pair: Pair) -> Tally:
    """Sum the slot values of one pair."""
    return sum_tallies(tally for field, tally in pair.fields.items() if field in SLOTS)


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies."""
    return sum(tallies, Tally())


def break_down(documents: Sequence[DocumentScore]) -> dict[str, tuple[Part, ...]]:
    """Give the figures by length of text, event type, perpetrator and background, largest part first within each."""
    return {
        "length": _by(documents, lambda document, pair: _length(document.text)),
        "type": _by(documents, lambda document, pair: pair.told.get("sub_event_type") or "unknown"),
        "perpetrator": _by(documents, lambda document, pair: perpetrator_side(pair.told)),
        "background": _by(documents, lambda document, pair: "background" if pair.told.get("background") else "foreground"),
        "incidents told": _by(documents, lambda document, pair: _how_many(document)),
    }


def count_hard_negatives(documents: Sequence[DocumentScore]) -> HardNegatives:
    """Count the incidents read into documents that tell none."""
    empty = [document for document in documents if not any(pair.gold for pair in document.pairs)]
    return HardNegatives(len(empty), sum(len(document.pairs) for document in empty))


def perpetrator_side(incident: Json) -> str:
    """Name the side that did it: state, non-state, both, or nobody told. Arrests by a force count as the state's.

    >>> perpetrator_side({"actors": [{"quote": "police", "role": "perpetrator", "kind": "State forces"}]})
    'state'
    """
    kinds = {actor.get("kind") for actor in actors_of(incident, "perpetrator")}
    if not kinds:
        return "both sides take part" if actors_of(incident, "participant") else "no perpetrator told"
    state = kinds & {"State forces", "External/Other forces"}
    if state and kinds - state:
        return "state and non-state"
    return "state" if state else "non-state"


def _by(documents: Sequence[DocumentScore], name_of: Callable[[DocumentScore, Pair], str]) -> tuple[Part, ...]:
    parts: defaultdict[str, list[Pair]] = defaultdict(list)
    for document in documents:
        for pair in document.pairs:
            parts[name_of(document, pair)].append(pair)
    ordered = sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_sum_part(name, pairs) for name, pairs in ordered)


def _sum_part(name: str, pairs: Sequence[Pair]) -> Part:
    return Part(
        name,
        sum_tallies(pair.found for pair in pairs),
        sum_tallies(pair.record for pair in pairs),
        sum_tallies(slots_of(pair) for pair in pairs),
    )


def _length(text: str) -> str:
    words = len(text.split())
    return next(name for most, name in LENGTHS if words <= most)


def _how_many(document: DocumentScore) -> str:
    told = sum(pair.gold is not None for pair in document.pairs)
    return str(told) if told < 4 else "4 and more"

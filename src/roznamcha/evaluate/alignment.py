"""One document scored: predicted incidents set against gold incidents one to one, then every field of every incident.

The pairs are those whose summed similarity is greatest (Hungarian method); a pair below `MIN_SIMILARITY` is no pair. An
incident without a pair is not forgiven: its gold values are misses, its predicted values are false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roznamcha.evaluate.assignment import assign
from roznamcha.evaluate.compare import Tally, count_matches, is_same_phrase, tally_lists, words_of
from roznamcha.evaluate.recordform import Json, actors_of, date_of, find_quotes, group_of, list_slots, names_of, range_of

MIN_SIMILARITY = 0.25
PHRASE_FIELDS = frozenset({"place", "place_names", "perpetrator", "target", "source"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold incident and the predicted incident taken for it; one of them is None when it stands alone."""

    gold: Json | None
    predicted: Json | None
    right: bool
    fields: dict[str, Tally]

    @property
    def told(self) -> Json:
        """The incident that decides which part of a breakdown the pair belongs to: the gold one where there is one."""
        return self.gold if self.gold is not None else self.predicted or {}

    @property
    def record(self) -> Tally:
        """The pair's part of the record figure: right, or false and missed on the sides that exist."""
        return Tally(
            int(self.right), int(self.predicted is not None and not self.right), int(self.gold is not None and not self.right)
        )

    @property
    def found(self) -> Tally:
        """The pair's part of the incidents figure: paired, or false or missed."""
        paired = self.gold is not None and self.predicted is not None
        return Tally(int(paired), int(self.gold is None), int(self.predicted is None))


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document adds to the figures."""

    id: str
    text: str
    pairs: tuple[Pair, ...]
    figures: Tally
    quotes: int
    quotes_held: int

    @property
    def all_right(self) -> bool:
        """Whether every incident is right and none is false or missed."""
        return all(pair.right for pair in self.pairs)


def score_document(name: str, text: str, gold: Json, predicted: Json) -> DocumentScore:
    """Score one document's predicted record against its gold record."""
    quotes = list(find_quotes(predicted.get("incidents") or []))
    pairs = align_incidents(gold.get("incidents") or [], predicted.get("incidents") or [])
    figures = tally_lists(gold.get("figures") or [], predicted.get("figures") or [], _is_same_figure)
    return DocumentScore(name, text, tuple(pairs), figures, len(quotes), sum(quote in text for quote in quotes))


def align_incidents(gold: list[Json], predicted: list[Json]) -> list[Pair]:
    """Pair the incidents of one document one to one; list the pairs, then gold ones alone, then predicted ones alone."""
    chosen = assign(gold, predicted, measure_similarity, MIN_SIMILARITY)
    alone = [k for k in range(len(predicted)) if k not in chosen.values()]
    return (
        [_compare(gold[row], predicted[column]) for row, column in chosen.items()]
        + [_compare(incident, None) for row, incident in enumerate(gold) if row not in chosen]
        + [_compare(None, predicted[column]) for column in alone]
    )


def measure_similarity(gold: Json, predicted: Json) -> float:
    """Say how alike two incidents are, from 0 to 1: anchors 0.35, type 0.15, counts, date, place and actors the rest."""
    shared = 0.0
    left, right = Counter(words_of(gold.get("anchor"))), Counter(words_of(predicted.get("anchor")))
    if left and right:
        shared += 0.35 * 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))
    if gold.get("sub_event_type") == predicted.get("sub_event_type"):
        shared += 0.15
    elif group_of(gold) == group_of(predicted):
        shared += 0.08
    shared += 0.12 * (range_of(gold, "killed") == range_of(predicted, "killed"))
    shared += 0.08 * (range_of(gold, "injured") == range_of(predicted, "injured"))
    shared += 0.08 * (date_of(gold) == date_of(predicted))
    shared += 0.12 * bool(count_matches(names_of(gold), names_of(predicted), is_same_phrase))
    return shared + 0.10 * bool(count_matches(_actor_quotes(gold), _actor_quotes(predicted), is_same_phrase))


def is_right(gold: Json, predicted: Json) -> bool:
    """Tell whether event type, date, place, killed and injured are all right."""
    return (
        group_of(gold) == group_of(predicted)
        and date_of(gold) == date_of(predicted)
        and _is_right_place(names_of(gold), names_of(predicted))
        and range_of(gold, "killed") == range_of(predicted, "killed")
        and range_of(gold, "injured") == range_of(predicted, "injured")
    )


def _is_right_place(gold: list[str], predicted: list[str]) -> bool:
    if not gold:
        return not predicted
    return bool(count_matches(gold[:1], predicted, is_same_phrase))


def _actor_quotes(incident: Json) -> list[str]:
    return [actor["quote"] for actor in actors_of(incident)]


def _compare(gold: Json | None, predicted: Json | None) -> Pair:
    left, right = list_slots(gold) if gold else {}, list_slots(predicted) if predicted else {}
    names = list(left) + [field for field in right if field not in left]
    fields = {field: tally_lists(left.get(field, []), right.get(field, []), _same_value(field)) for field in names}
    return Pair(gold, predicted, bool(gold and predicted and is_right(gold, predicted)), fields)


def _same_value(field: str) -> Callable[[Any, Any], bool]:
    if field in PHRASE_FIELDS:
        return is_same_phrase
    return _is_same_person if field == "people" else _is_equal


def _is_equal(left: Any, right: Any) -> bool:
    return bool(left == right)


def _is_same_person(left: tuple[str, str], right: tuple[str, str]) -> bool:
    return left[1] == right[1] and is_same_phrase(left[0], right[0])


def _is_same_figure(left: Json, right: Json) -> bool:
    return bool(left["what"] == right["what"] and list(left["value"]) == list(right["value"]))

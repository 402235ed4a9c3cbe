"""How far a probability of the network is to be believed: a temperature and a threshold for each head, a level for each field.

A temperature is fitted so that the probabilities of held-back training texts come true as often as they say (Guo et al.
2017, "On calibration of modern neural networks"). Below its threshold a value is left unknown. What is left is levelled: a
claim is right only when its incident is one, and when its words were read rightly too, so that the confidence that a claim
bears is fitted to how often such claims come true (Platt 1999), from its own chance and its incident's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures and thresholds by head; heads that are not named have temperature 1 and threshold one half.

    Heads: `tag.LABEL` (`tag.incident` finds anchors), `mention.ATTRIBUTE`, `incident.FIELD` (see `coder.heads`). The threshold
    `doubtful.LABEL` is asked where a label found no words though the incident most likely has some, `doubtful.count` says when
    the head of a count is sure of that; `doubtful.incident` and `doubtful.valid` are asked of an anchor and an incident where a
    text that must tell one gave none. Below `skim.lower` and `skim.upper` a long text is not read (`coder.encoder`).
    """

    temperatures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, tuple[float, float, float]] = field(default_factory=lambda: MappingProxyType({}))
    """By label of a mention or name of a closed value: what is added, and the weights of its log-odds and its incident's."""

    def temperature(self, head: str) -> float:
        """Give what a head's scores are divided by."""
        return self.temperatures.get(head, 1.0)

    def threshold(self, head: str) -> float:
        """Give the probability below which a head's value is left unknown."""
        return self.thresholds.get(head, 0.5)

    def level(self, name: str, chance: float, valid: float) -> float:
        """Give how often a claim comes true that has this chance, of an incident that has the chance `valid` to be one.

        >>> Calibration(levels={"place": (-1.0, 0.5, 0.5)}).level("place", 0.9, 0.9)
        0.768
        >>> Calibration().level("place", 0.9, 0.5)
        0.9
        """
        if name not in self.levels:
            return chance
        add, own, incident = self.levels[name]
        return round(1 / (1 + math.exp(-(add + own * log_odds(chance) + incident * log_odds(valid)))), 4)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Calibration:
        """Read what `to_record` gave."""
        levels = {name: (add, own, incident) for name, (add, own, incident) in record.get("levels", {}).items()}
        return cls(dict(record["temperatures"]), dict(record["thresholds"]), levels)

    def to_record(self) -> dict[str, dict[str, Any]]:
        """Give plain numbers for the weights' metadata."""
        levels = {name: list(level) for name, level in self.levels.items()}
        return {"temperatures": dict(self.temperatures), "thresholds": dict(self.thresholds), "levels": levels}


def log_odds(chance: float) -> float:
    """Give the log-odds of a chance, which is taken to be no surer than one in 400 either way.

    >>> log_odds(0.5), round(log_odds(1.0), 2)
    (0.0, 5.99)
    """
    kept = min(max(chance, 0.0025), 0.9975)
    return math.log(kept / (1 - kept))

"""How far a probability of the network is to be believed: one temperature and one threshold for each head.

A temperature is fitted so that the probabilities of held-back training texts come true as often as they say (Guo et al.
2017, "On calibration of modern neural networks"). Below its threshold a value is left unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures and thresholds by head; heads that are not named have temperature 1 and threshold one half.

    Heads: `tag.LABEL` (`tag.incident` finds anchors), `mention.ATTRIBUTE`, `incident.FIELD` (see `coder.heads`). The threshold
    `doubtful.LABEL` is asked where a label found no words though the incident most likely has some, `doubtful.count` says when
    the head of a count is sure of that.
    """

    temperatures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def temperature(self, head: str) -> float:
        """Give what a head's scores are divided by."""
        return self.temperatures.get(head, 1.0)

    def threshold(self, head: str) -> float:
        """Give the probability below which a head's value is left unknown."""
        return self.thresholds.get(head, 0.5)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Calibration:
        """Read what `to_record` gave."""
        return cls(dict(record["temperatures"]), dict(record["thresholds"]))

    def to_record(self) -> dict[str, dict[str, float]]:
        """Give plain numbers for the weights' metadata."""
        return {"temperatures": dict(self.temperatures), "thresholds": dict(self.thresholds)}

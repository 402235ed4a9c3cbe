"""The pair score: what each feature's finding is worth, added up from the prior.

Scores are natural log odds, as in Fellegi and Sunter (1969): 0 is even, 2.3 ten to one. Each level of each feature has one
weight in `data/linking/weights.json`; the weights were fitted together, so that features which say the same thing twice share
its worth. A level without a weight counts nothing. The table is data: a user may read it, change it, or fit it again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.link.facts import Facts
from roznamcha.link.features import FEATURES, Feature, Finding, Pair
from roznamcha.link.profile import Corpus


@dataclass(frozen=True)
class Weights:
    """The table of weights.

    `prior` is the score of a pair before any evidence; `threshold` the mean score from which two clusters become one; `unmet`
    the score of a pair that was never compared.
    """

    prior: float
    threshold: float
    unmet: float
    levels: Mapping[str, Mapping[str, float]]

    def of(self, feature: str, level: str) -> float:
        """Give the weight of a level of a feature, 0 when the table does not hold it."""
        return self.levels.get(feature, {}).get(level, 0.0)

    @cached_property
    def steps(self) -> tuple[tuple[Feature, Mapping[str, float]], ...]:
        """Each feature that the table knows, with the weights of its levels."""
        return tuple((feature, self.levels[name]) for name, feature in FEATURES.items() if name in self.levels)


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the waterfall: the feature, what it found, what that is worth, and what the feature looks at."""

    feature: str
    finding: Finding
    weight: float

    @property
    def about(self) -> str:
        """The feature's own words about itself."""
        return (FEATURES[self.feature].__doc__ or "").strip()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole reckoning of one pair: `total` is the prior and every part's weight."""

    first: str
    second: str
    prior: float
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """The score of the pair in log odds."""
        return self.prior + math.fsum(part.weight for part in self.parts)

    @property
    def probability(self) -> float:
        """The score as a probability."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.total))))


def compare(first: Facts, second: Facts, corpus: Corpus, weights: Weights) -> Comparison:
    """Compare two reports by every feature and keep the reasons."""
    pair = Pair(corpus.profile(first), corpus.profile(second), corpus)
    findings = ((name, feature(pair)) for name, feature in FEATURES.items())
    parts = tuple(Part(name, finding, weights.of(name, finding.level)) for name, finding in findings)
    return Comparison(first.id, second.id, weights.prior, parts)


def score(first: Facts, second: Facts, corpus: Corpus, weights: Weights) -> float:
    """Give only the score of a pair: the same number as `compare(…).total`."""
    pair = Pair(corpus.profile(first), corpus.profile(second), corpus)
    return weights.prior + math.fsum([levels.get(feature(pair).level, 0.0) for feature, levels in weights.steps])


def read_weights(path: Path) -> Weights:
    """Read a table of weights; raise DataError when it is none."""
    try:
        return _weights(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is no table of linking weights ({error}); see docs/linking.md for its form") from error


@cache
def default_weights() -> Weights:
    """Read the weights that come with the package."""
    return _weights(json.loads((files("roznamcha.data") / "linking" / "weights.json").read_text("utf-8")))


def _weights(table: Mapping[str, Any]) -> Weights:
    levels = {name: {level: float(weight) for level, weight in row.items()} for name, row in table["levels"].items()}
    return Weights(float(table["prior"]), float(table["threshold"]), float(table["unmet"]), levels)

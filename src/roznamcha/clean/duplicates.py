"""Tell that two documents print the same report: the same words, or an agency's text that an outlet trimmed and reheaded.

A signature holds a digest of the words, which finds exact copies, and a MinHash over runs of four words, which estimates
how many runs two texts share (Broder 1997). Syndicated copies differ by headline, dateline, captions and a shortened end:
so of a `Document` only the body counts, and `containment` asks how much of the shorter text stands in the longer.
rensa does the hashing; its algorithm's version, the seed and the shingle travel with the signature, and signatures of
different making are never compared. It says nothing of two reports that tell the same act in other words (that is `link`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rensa import RMinHash  # type: ignore[import-untyped]

from roznamcha.model import Document

PERMUTATIONS: Final = 128
SHINGLE: Final = 4
SEED: Final = 20140215
MAKING: Final = f"rensa {RMinHash.ALGORITHM_VERSION}, {PERMUTATIONS} permutations, {SHINGLE} words, seed {SEED}"
_ROWS = 4
"""Rows of a band: two texts that share half of their runs meet in a band with probability 0.87, a fifth with 0.05."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it: a digest of its words, its MinHash, and how many runs of words it has."""

    exact: str
    hashes: tuple[int, ...]
    runs: int
    making: str = MAKING


def signature(text: str | Document) -> Signature:
    """Sign a text, or the body of a document (its title, dateline, captions and repeats left out).

    >>> signature("Gunmen fled.").exact == signature("GUNMEN  fled").exact
    True
    """
    words = _WORD.findall((_body(text) if isinstance(text, Document) else text).lower())
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(runs))
    exact = hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()
    return Signature(exact, tuple(minhash.digest()), len(runs))


def _body(document: Document) -> str:
    return "\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind in ("body", "heading"))


def similarity(a: Signature, b: Signature) -> float:
    """Estimate the share of runs of words that two texts have in common (Jaccard, standard error at most 0.045).

    Raises ValueError when the signatures were made in different ways.

    >>> round(similarity(signature("one two three four five"), signature("one two three four five")), 2)
    1.0
    """
    if a.making != b.making:
        raise ValueError(f"signatures of different making cannot be compared: {a.making!r} and {b.making!r}")
    if a.exact == b.exact:
        return 1.0
    return sum(x == y for x, y in zip(a.hashes, b.hashes, strict=True)) / PERMUTATIONS


def containment(a: Signature, b: Signature) -> float:
    """Estimate how much of the shorter text stands in the longer: near 1 for a copy that was cut, whatever its length."""
    shared = similarity(a, b)
    both = shared * (a.runs + b.runs) / (1 + shared)
    return min(1.0, both / min(a.runs, b.runs))


def candidate_pairs(signatures: Mapping[str, Signature]) -> Iterator[tuple[str, str]]:
    """Yield, in order and once each, the pairs of names worth comparing: those that share a band of their MinHash."""
    bands: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for name in sorted(signatures):
        for at in range(0, PERMUTATIONS, _ROWS):
            bands.setdefault((at, signatures[name].hashes[at : at + _ROWS]), []).append(name)
    yield from sorted(set(_pairs(bands.values())))


def _pairs(groups: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    return ((first, second) for group in groups for at, first in enumerate(group) for second in group[at + 1 :])

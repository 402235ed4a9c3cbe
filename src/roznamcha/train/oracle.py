"""Measures the assembler alone: gold words in, records out, so that what is lost is lost in reading values.

The drafts of `train.gold` stand for a perfect finder. Scored against the same gold, every field that falls short of 1.0 shows
what the assembler reads wrongly, and the whole is the ceiling of any finder in front of it. With `bare` the closed values
that a finder may leave open (kinds, stances, types) are taken away, which measures the lexicons behind them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from roznamcha.coder.assemble import assemble
from roznamcha.coder.drafts import Draft
from roznamcha.coder.reading import Text
from roznamcha.export.records import write_record
from roznamcha.model import Block, Document, Meta, OffsetMap, Record, Segment
from roznamcha.train.gold import GoldDocument, read_gold

_GUESSED: Final = ("person", "claim")
"""Labels whose `kind` no lexicon stands behind: a person's fate and a claim's status are always the finder's."""


def as_document(gold: GoldDocument) -> Document:
    """Make a document of a gold text, all of it body."""
    whole = (Segment(0, len(gold.text), 0, len(gold.text)),)
    published = Meta(gold.published, "gold") if gold.published else None
    block = (Block(0, len(gold.text), "body"),)
    return Document(gold.id, "", gold.id, gold.text, OffsetMap(whole), block, published=published)


def oracle_record(gold: GoldDocument, *, bare: bool = False) -> Record:
    """Assemble the gold drafts of one document; figures are taken over as they are."""
    document = as_document(gold)
    text = Text(document)
    drafts = [_without_kinds(draft) if bare else draft for draft in gold.drafts]
    return Record(document, assemble(drafts, text), gold.figures)


def oracle_lines(texts: Path, gold: Path, *, bare: bool = False) -> Iterator[dict[str, Any]]:
    """Give the oracle's records of a set in the codebook's form."""
    for document in read_gold(texts, gold):
        yield write_record(oracle_record(document, bare=bare))


def _without_kinds(draft: Draft) -> Draft:
    kept = (m if m.label in _GUESSED else replace(m, kind=None, stance=None) for m in draft.mentions)
    return replace(draft, mentions=tuple(kept))


def main() -> None:
    """Write the oracle's records of a set: `python -m roznamcha.train.oracle TEXTS GOLD [--bare]`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--bare", action="store_true", help="take away kinds and stances, so that the lexicons must tell them")
    options = parser.parse_args()
    for line in oracle_lines(options.texts, options.gold, bare=options.bare):
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()

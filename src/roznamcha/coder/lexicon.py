"""Reads the lexicons of `data/lexicon`, once, into frozen tables.

A lexicon is a text file: one entry a line, `#` opens a comment line, a TAB parts the columns. The tables say what words
mean; what is done with them stands in the modules that use them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the lines of the lexicon `name` ("kinds.tsv") as tuples of columns.

    >>> rows("abbreviations.tsv")[0]
    ('mr', 'never')
    """
    lines = (files("roznamcha") / "data" / "lexicon" / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Give the first column of the lexicon `name` as a set."""
    return frozenset(row[0] for row in rows(name))


@cache
def alternatives(name: str) -> str:
    """Give the first column of the lexicon `name` as one pattern of alternatives."""
    return "|".join(row[0] for row in rows(name))


@cache
def table(name: str) -> dict[str, str]:
    """Give the first two columns of the lexicon `name` as a dictionary."""
    return {row[0]: row[1] for row in rows(name)}


@cache
def patterns(name: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Give the first column of the lexicon `name` as compiled patterns (whole words, any case), each with its other columns."""
    return tuple((re.compile(rf"(?<!\w)(?:{row[0]})(?!\w)", re.IGNORECASE), row[1:]) for row in rows(name))

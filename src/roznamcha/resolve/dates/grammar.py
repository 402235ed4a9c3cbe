"""The grammar of time: rules read from `data/time/rules.tsv`, compiled to expressions over the symbols of the lexemes.

A rule is a sequence of classes, literal words, groups and options; a macro is a part that several rules share. Each rule is
compiled to one regular expression; where two lexemes begin is looked up which rules can match at all, so that a text is walked
once and most places cost nothing. The longest match wins; of two as long, the rule that stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.lexicon import ALPHABET, BLANK, load_table

Node = tuple[Any, ...]
"""("sym", label, classes) · ("seq", nodes…) · ("alt", nodes…) · ("opt", node)"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern and the builder that gives its matches a meaning."""

    name: str
    builder: str
    regex: re.Pattern[str]
    tree: Node


@dataclass(frozen=True, slots=True)
class Hit:
    """A match of a rule: the lexemes `first:last`, and the lexeme and class behind each label."""

    rule: str
    builder: str
    first: int
    last: int
    labels: dict[str, tuple[int, str]]
    lexemes: Sequence[Lexeme]

    def get(self, label: str) -> str | None:
        """Give the value of the lexeme with that label, or None when the label matched nothing."""
        found = self.labels.get(label)
        return None if found is None else self.lexemes[found[0]].classes[found[1]]

    def number(self, label: str) -> int | None:
        """Give the value of that label as a whole number."""
        value = self.get(label)
        return None if value is None else int(float(value))

    def at(self, label: str) -> int | None:
        """Give the index of the lexeme with that label."""
        found = self.labels.get(label)
        return None if found is None else found[0]


LabelledRule = tuple[Rule, tuple[tuple[str, tuple[str, ...]], ...]]
"""A rule and, for each group of its expression, the label and the classes."""
_ITEM: Final = re.compile(r"\(|\)\??|\|(?=\s)|[^\s()]+")


def _parse(pattern: str, macros: dict[str, str]) -> Node:
    """Parse a pattern into a tree; macros are put in as groups."""
    while "$" in pattern:
        pattern = re.sub(r"\$([A-Z0-9]+)(\??)", lambda match: f"( {macros['$' + match[1]]} ){match[2]}", pattern)
    items = _ITEM.findall(pattern)
    node, rest = _parse_alternatives(items)
    if rest:
        raise ValueError(f"unbalanced pattern: {pattern}")
    return node


def _parse_alternatives(items: list[str]) -> tuple[Node, list[str]]:
    branches: list[list[Node]] = [[]]
    while items:
        item, items = items[0], items[1:]
        if item == "(":
            inner, items = _parse_alternatives(items)
            closing, items = items[0], items[1:]
            branches[-1].append(("opt", inner) if closing == ")?" else inner)
        elif item in (")", ")?"):
            return _join(branches), [item, *items]
        elif item == "|":
            branches.append([])
        else:
            branches[-1].append(_parse_atom(item))
    return _join(branches), []


def _join(branches: list[list[Node]]) -> Node:
    sequences = [("seq", *nodes) for nodes in branches]
    return sequences[0] if len(sequences) == 1 else ("alt", *sequences)


def _parse_atom(item: str) -> Node:
    optional = item.endswith("?")
    label, colon, names = item.rstrip("?").rpartition(":")
    classes = tuple(name.rstrip("'") for name in names.split("|"))
    node: Node = ("sym", label if colon else "", classes)
    return ("opt", node) if optional else node


def _to_regex(node: Node, labels: list[tuple[str, tuple[str, ...]]]) -> str:
    kind = node[0]
    if kind == "sym":
        labels.append((node[1], node[2]))
        return f"(?P<l{len(labels) - 1}>[{_symbols(node[2])}])"
    if kind == "seq":
        return "".join(_to_regex(part, labels) for part in node[1:])
    if kind == "alt":
        return "(?:" + "|".join(_to_regex(part, labels) for part in node[1:]) + ")"
    return f"(?:{_to_regex(node[1], labels)})?"


def _symbols(classes: tuple[str, ...]) -> str:
    members = "".join(ALPHABET.members(name) for name in classes)
    if not members:
        raise ValueError(f"no word belongs to {classes}")
    return members


@cache
def load_rules() -> tuple[LabelledRule, ...]:
    """Read and compile the rules, each with the labels and classes of its groups."""
    macros: dict[str, str] = {}
    rules = []
    for row in load_table("rules.tsv"):
        if row[0].startswith("$"):
            macros[row[0]] = row[1]
            continue
        labels: list[tuple[str, tuple[str, ...]]] = []
        tree = _parse(row[1], macros)
        regex = re.compile(_to_regex(tree, labels))
        rules.append((Rule(row[0], row[2], regex, tree), tuple(labels)))
    return tuple(rules)


def _steps(nodes: tuple[Node, ...], symbol: str) -> Iterator[tuple[Node, ...]]:
    """Yield what can follow once `symbol` has been read at the head of a sequence of nodes."""
    if not nodes:
        return
    head, rest = nodes[0], nodes[1:]
    if head[0] == "sym":
        if symbol in _symbol_set(head[2]):
            yield rest
    elif head[0] == "seq":
        yield from _steps((*head[1:], *rest), symbol)
    elif head[0] == "alt":
        for branch in head[1:]:
            yield from _steps((branch, *rest), symbol)
    else:
        yield from _steps((head[1], *rest), symbol)
        yield from _steps(rest, symbol)


@cache
def _symbol_set(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_symbols(classes))


def _can_end(nodes: tuple[Node, ...]) -> bool:
    for node in nodes:
        if node[0] == "sym":
            return False
        if node[0] == "seq" and not _can_end(node[1:]):
            return False
        if node[0] == "alt" and not any(_can_end((branch,)) for branch in node[1:]):
            return False
    return True


@cache
def _rules_from(first: str) -> tuple[tuple[LabelledRule, tuple[tuple[Node, ...], ...]], ...]:
    """List the rules that can begin with a symbol, each with what may follow it."""
    found = []
    for labelled in load_rules():
        rests = tuple(_steps((labelled[0].tree,), first))
        if rests:
            found.append((labelled, rests))
    return tuple(found)


@cache
def rules_for(first: str, second: str) -> tuple[LabelledRule, ...]:
    """List the rules that can match where the symbols `first`, `second` follow each other."""
    return tuple(
        labelled
        for labelled, rests in _rules_from(first)
        if any(_can_end(rest) or any(True for _ in _steps(rest, second)) for rest in rests)
    )


def find_hits(lexemes: Sequence[Lexeme], symbols: str, at: int) -> list[Hit]:
    """Match all rules that can begin at lexeme `at`, the longest first."""
    second = symbols[at + 1] if at + 1 < len(symbols) else BLANK
    hits = []
    for rule, labels in rules_for(symbols[at], second):
        match = rule.regex.match(symbols, at)
        if match:
            hits.append(Hit(rule.name, rule.builder, at, match.end(), _label(match, labels, lexemes), lexemes))
    hits.sort(key=lambda hit: -hit.last)
    return hits


def _label(
    match: re.Match[str], labels: tuple[tuple[str, tuple[str, ...]], ...], lexemes: Sequence[Lexeme]
) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for index, (label, classes) in enumerate(labels, start=1):
        place = match.start(index)
        if place < 0:
            continue
        held = lexemes[place].classes
        name = next((name for name in classes if name in held), None)
        if name is not None:
            found.setdefault(label or name, (place, name))
    return found

"""Police actions (IndiaPoliceEvents, Halterman and others 2021): which sentences and documents tell of them.

Under the profile `register` the coder's incidents decide: an incident done by state forces is a killing when it counts the
dead, an arrest by its type or its count, force by its type. The set also asks for what the codebook does not hold as an
incident: arrests in total or recalled, inaction (FAIL), any doing of the police at all (ANY). There the figures show how far
apart the two questions are, not how well the coder reads. The profile `police` answers the set's own question by layers of its
own over the coder's encoder. Texts are repaired with ftfy first, as the set's README asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import ftfy

from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.bootstrap import f1_interval
from roznamcha.evaluate.breakdown import sum_tallies
from roznamcha.evaluate.compare import Tally
from roznamcha.evaluate.recordform import Json, actors_of, group_of
from roznamcha.evaluate.tables import Table

ACTIONS = ("KILL", "ARREST", "ANY", "FAIL", "FORCE")
FORCE_TYPES = frozenset({"Excessive force against protesters", "Protest with intervention", "Attack", "Armed clash"})
CUSTODY = "Arrests"
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
Teller = Callable[[Sequence[str]], list[frozenset[str]]]
"""Names the actions that each of some texts tells of."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a document of the set and the actions it was marked with."""

    text: str
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class PoliceScores:
    """The figures of sentences and of documents: for each action the tallies of every passage."""

    parts: tuple[tuple[str, dict[str, list[Tally]]], ...]

    def as_json(self) -> dict[str, Any]:
        """Give each part's figures by action, with the 95 % interval of F1."""
        return {
            part: {
                action: {**sum_tallies(tallies).as_json(), "interval": f1_interval(tallies)}
                for action, tallies in by_action.items()
            }
            for part, by_action in self.parts
        }

    def tables(self) -> tuple[Table, ...]:
        """Show one table for sentences and one for documents."""
        columns = ("action", "P", "R", "F1", "95 % interval", "n")
        return tuple(
            Table(part, columns, tuple(_row(action, tallies) for action, tallies in by_action.items()))
            for part, by_action in self.parts
        )


def evaluate_police(data: Path, split: str = "dev", *, profile: str = "register") -> PoliceScores:
    """Read the sentences and the documents of one split in `data` and compare the actions told.

    `profile` is "register" (the coder's incidents decide) or "police" (the benchmark's own layers; a document tells what one of
    its sentences tells). Raises DataError when a file of the split is missing or a line has not the set's six columns,
    SettingsError for another profile.
    """
    tell = find_teller(profile)
    parts = (("sentences", read_passages(data / f"sents.{split}.tsv")), ("documents", read_passages(data / f"docs.{split}.tsv")))
    return PoliceScores(tuple((name, score_passages(passages, tell)) for name, passages in parts))


def find_teller(profile: str) -> Teller:
    """Give the function that names the actions of texts under a profile."""
    if profile == "register":
        return tell_by_register
    if profile == "police":
        return tell_by_profile
    raise SettingsError(f"there is no profile {profile!r}; choose register or police")


def tell_by_register(texts: Sequence[str]) -> list[frozenset[str]]:
    """Code every text by itself and read the actions off its incidents."""
    from roznamcha.evaluate.coding import code_lines

    records = code_lines({"id": str(number), "text": text} for number, text in enumerate(texts))
    return [police_actions(records.get(str(number), {}).get("incidents") or []) for number in range(len(texts))]


def tell_by_profile(texts: Sequence[str]) -> list[frozenset[str]]:
    """Name the actions that the sentences of each text tell of.

    The sentences of a text are read together; neighbouring texts of one sentence are read as one report.
    """
    from roznamcha.evaluate.policenet import load_net
    from roznamcha.evaluate.vectors import PieceEncoder

    net, encode = load_net(), PieceEncoder()
    told: list[frozenset[str]] = []
    for is_whole, texts_alike in groupby(map(SENTENCE_END.split, texts), lambda sentences: len(sentences) > 1):
        if is_whole:
            told += [frozenset().union(*net.tell(sentences, encode)) for sentences in texts_alike]
        else:
            told += net.tell([sentence for (sentence,) in texts_alike], encode)
    return told


def read_passages(path: Path) -> list[Passage]:
    """Read one file of the set: text and five marks, by tabs, without a header."""
    if not path.is_file():
        raise DataError(f"{path} is missing; --data takes the folder that holds docs.dev.tsv and sents.dev.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_read_passage(line, f"{path} line {number}") for number, line in enumerate(lines, 1) if line]


def _read_passage(line: str, where: str) -> Passage:
    text, *marks = line.split("\t")
    if len(marks) != len(ACTIONS):
        raise DataError(f"{where} has {len(marks) + 1} columns and not six")
    told = frozenset(action for action, mark in zip(ACTIONS, marks, strict=True) if mark == "1")
    return Passage(ftfy.fix_text(text, uncurl_quotes=False, fix_latin_ligatures=False), told)


def score_passages(passages: Sequence[Passage], tell: Teller) -> dict[str, list[Tally]]:
    """Tally each action over the passages."""
    told = tell([passage.text for passage in passages])
    return {
        action: [_tally(action in passage.actions, action in found) for passage, found in zip(passages, told, strict=True)]
        for action in ACTIONS
    }


def police_actions(incidents: Iterable[Json]) -> frozenset[str]:
    """Read the actions of the police off coded incidents.

    >>> sorted(police_actions([{"sub_event_type": "Arrests", "arrested": {"total": [4, 4]}}]))
    ['ANY', 'ARREST']
    """
    found: set[str] = set()
    for incident in incidents:
        found |= set(_actions_of(incident))
    return frozenset(found | {"ANY"} if found else found)


def _actions_of(incident: Json) -> Iterable[str]:
    if incident.get("sub_event_type") == CUSTODY or _counts(incident, "arrested"):
        yield "ARREST"
    if not any(actor.get("kind") == "State forces" for actor in actors_of(incident, "perpetrator", "participant")):
        return
    yield "ANY"
    if _counts(incident, "killed"):
        yield "KILL"
    if incident.get("sub_event_type") in FORCE_TYPES or group_of(incident) == "Explosions/Remote violence":
        yield "FORCE"


def _counts(incident: Json, count: str) -> bool:
    total = (incident.get(count) or {}).get("total")
    return bool(total) and total != [0, 0]


def _tally(gold: bool, found: bool) -> Tally:
    return Tally(int(gold and found), int(found and not gold), int(gold and not found))


def _row(action: str, tallies: list[Tally]) -> tuple[str | float | int, ...]:
    whole, (low, high) = sum_tallies(tallies), f1_interval(tallies)
    return action, whole.precision, whole.recall, whole.f1, f"{low:.3f} to {high:.3f}", whole.gold

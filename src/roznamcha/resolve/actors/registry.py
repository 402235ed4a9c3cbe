"""The registry of actors: organisations with their names, kinds, parents and dates, and the decisions that change it.

The shipped lists (`data/actors/*.tsv`) are the start. What the user adds, renames, merges or splits is a line of a decision
file (JSON lines, appended, never rewritten); the registry of today is the lists plus the lines, replayed in order, so
every change can be read and taken back. Mentions in texts are never rewritten: a merge only says that two ids are one.
Only organisations belong here, never private persons.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from roznamcha.errors import DataError
from roznamcha.model.codebook import KINDS

DATA = Path(__file__).parents[2] / "data" / "actors"
LISTS = ("south-asia", "middle-east", "africa", "americas", "world")
OWN = "actors.jsonl"
"""The decision file where none is named: in the folder in which the command runs."""
OPERATIONS = ("add", "alias", "merge", "split", "undo")


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An organisation of the registry. Dates are EDTF; `parent` is the id of the body it belongs to or split from."""

    id: str
    name: str
    kind: str
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, the canonical one first."""
        return (self.name, *self.aliases)

    def lived_on(self, day: str | None) -> bool:
        """Tell whether the organisation existed on a day (ISO); an unknown bound or day rules nothing out."""
        if day is None:
            return True
        return (not self.since or self.since <= day[: len(self.since)]) and (
            not self.until or day[: len(self.until)] <= self.until
        )


@dataclass(frozen=True, slots=True)
class ActorDecision:
    """One line of the decision file: what is done to which actor, by whom, when and why.

    "add" makes an actor (`name`, `kind`, `countries`, `parent`, `since`, `until`); "alias" gives it another `name`; "merge" says
    that it is the same as `other`, whose id stays; "split" takes the name `name` from it to a new actor `other`, its faction;
    "undo" takes an earlier decision out of force, the one that stands as number `undoes` in the file (the first is 1).
    """

    operation: str
    actor: str
    name: str = ""
    other: str = ""
    kind: str = ""
    countries: tuple[str, ...] = field(default=())
    parent: str = ""
    since: str = ""
    until: str = ""
    by: str = ""
    when: str = ""
    why: str = ""
    undoes: int = 0


class Registry:
    """The actors by id, with the merges that were decided. Changed only by `apply`."""

    def __init__(self, actors: Iterable[KnownActor]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._merged: dict[str, str] = {}

    def __iter__(self) -> Iterator[KnownActor]:
        return iter(self._actors[key] for key in sorted(self._actors))

    def __len__(self) -> int:
        return len(self._actors)

    def get(self, actor: str) -> KnownActor | None:
        """Give the actor of this id, or the one it was merged into."""
        while actor in self._merged:
            actor = self._merged[actor]
        return self._actors.get(actor)

    def apply(self, decision: ActorDecision) -> None:
        """Carry out one decision; raise DataError when it names an unknown actor, kind or operation."""
        if decision.operation == "add":
            self._add(decision)
            return
        actor = self.get(decision.actor)
        if actor is None:
            raise DataError(f"there is no actor {decision.actor!r}; `roznamcha actors list` shows the ids")
        match decision.operation:
            case "alias":
                self._actors[actor.id] = replace(actor, aliases=_joined(actor.aliases, (decision.name,)))
            case "merge":
                self._merge(actor, decision)
            case "split":
                self._split(actor, decision)
            case _:
                raise DataError(f"unknown operation {decision.operation!r}; one of {', '.join(OPERATIONS)}")

    def _add(self, decision: ActorDecision) -> None:
        if self.get(decision.actor):
            raise DataError(f"there is an actor {decision.actor!r} already")
        if decision.kind not in KINDS:
            raise DataError(f"unknown kind {decision.kind!r}; one of {', '.join(KINDS)}")
        if not decision.name:
            raise DataError("an actor needs a name")
        self._actors[decision.actor] = KnownActor(
            decision.actor,
            decision.name,
            decision.kind,
            tuple(decision.countries),
            (),
            decision.parent or None,
            decision.since or None,
            decision.until or None,
        )

    def _merge(self, actor: KnownActor, decision: ActorDecision) -> None:
        kept = self.get(decision.other)
        if kept is None or kept.id == actor.id:
            raise DataError(f"{decision.actor!r} cannot be merged into {decision.other!r}")
        self._actors[kept.id] = replace(
            kept, aliases=_joined(kept.aliases, actor.names), countries=_joined(kept.countries, actor.countries)
        )
        self._merged[actor.id] = kept.id
        del self._actors[actor.id]

    def _split(self, actor: KnownActor, decision: ActorDecision) -> None:
        if not decision.other or self.get(decision.other):
            raise DataError(f"a split needs the id of a new actor, and {decision.other!r} is none")
        rest = tuple(name for name in actor.aliases if name != decision.name)
        self._actors[actor.id] = replace(actor, aliases=rest)
        self._actors[decision.other] = KnownActor(
            decision.other,
            decision.name,
            decision.kind or actor.kind,
            actor.countries,
            (),
            actor.id,
            decision.since or None,
            decision.until or None,
        )


def _joined(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))


def _shipped() -> Iterator[KnownActor]:
    for name in LISTS:
        with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                countries, aliases = (
                    tuple(part for part in row[column].split("|") if part) for column in ("countries", "aliases")
                )
                yield KnownActor(
                    row["id"],
                    row["name"],
                    row["kind"],
                    countries,
                    aliases,
                    row["parent"] or None,
                    row["since"] or None,
                    row["until"] or None,
                )


def read_decisions(path: Path) -> Iterator[ActorDecision]:
    """Read a decision file, oldest line first; raise DataError with the line that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataError(f"{path}: the decisions about actors cannot be read ({fault})") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                held = json.loads(line)
                yield ActorDecision(**{**held, "countries": tuple(held.get("countries", ()))})
            except (ValueError, TypeError) as fault:
                raise DataError(f"{path}, line {number}: not a decision about an actor ({fault})") from None


def append_decision(path: Path, decision: ActorDecision) -> None:
    """Append one decision to the file once it is known to apply, so that a file never holds a line that cannot be replayed."""
    from roznamcha.resolve.actors.checks import check  # it reads the registry

    before = list(read_decisions(path)) if path.exists() else []
    check(decision, _replayed(before))
    _replayed([*before, decision])
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {key: value for key, value in asdict(decision).items() if value}
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def _fresh() -> Registry:
    return Registry(_shipped())


def decision_file(path: Path | None = None) -> Path:
    """Give the file of decisions about actors: `path`, else the one that ROZNAMCHA_ACTORS names, else `actors.jsonl` here.

    This is the one rule, for the commands that write decisions and for the coder that reads by them. The file need not exist.
    """
    return path or Path(os.environ.get("ROZNAMCHA_ACTORS") or OWN)


def in_force(decisions: Sequence[ActorDecision]) -> dict[int, ActorDecision]:
    """Give the decisions that were not undone by their numbers, oldest first; an undo can itself be undone.

    Raises DataError for an undo of what does not stand before it.
    """
    undone: set[int] = set()
    for number in range(len(decisions), 0, -1):
        decision = decisions[number - 1]
        if decision.operation == "undo" and number not in undone:
            if not 0 < decision.undoes < number:
                raise DataError(f"there is no decision {decision.undoes} to undo; there are {number - 1}")
            undone.add(decision.undoes)
    return {number: decision for number, decision in enumerate(decisions, 1) if number not in undone}


def _replayed(decisions: Sequence[ActorDecision]) -> Registry:
    registry = _fresh()
    for decision in in_force(decisions).values():
        if decision.operation != "undo":
            registry.apply(decision)
    return registry


@lru_cache(maxsize=4)
def _opened(path: Path | None, state: tuple[int, ...]) -> Registry:
    return _replayed(list(read_decisions(path))) if path else _fresh()


def open_registry(path: Path | None = None) -> Registry:
    """Open the shipped registry with the decisions of `path`, else of the file that `decision_file` finds.

    A file that does not exist yet holds no decisions. Raises DataError when a line of it cannot be carried out.
    """
    chosen = decision_file(path)
    try:
        found = chosen.stat()
    except OSError:
        return _opened(None, ())  # no decision has been made yet
    return _opened(chosen, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns))

"""Is a decision about an actor one that can be made? Asked once, before it is written.

A decision file is replayed as it stands; what these checks refuse never gets into it. They guard against slips: a parent that
is no actor, dates that end before they begin, a country that is none, persons in the place of an organisation.
"""

from __future__ import annotations

import re
from datetime import date

from roznamcha.errors import DataError
from roznamcha.resolve.actors.registry import ActorDecision, KnownActor, Registry
from roznamcha.resolve.gazetteer.names import country_codes

NO_ORGANISATION = ("Civilians", "Property")
"""Kinds of the codebook that are no organisation; a private person is never an actor of the registry."""
_TIME = re.compile(r"\d{4}(-\d{2}){0,2}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(decision: ActorDecision, registry: Registry) -> None:
    """Raise DataError with the reason when a new decision cannot be; that actors and kinds exist is `Registry.apply`'s to say."""
    if decision.operation in ("add", "split"):
        _check_new(decision.actor if decision.operation == "add" else decision.other, decision, registry)
    if decision.operation == "alias" and not decision.name.strip():
        raise DataError("the other name is empty")
    if decision.operation == "split" and (actor := registry.get(decision.actor)):
        _check_split(decision.name, actor)


def _check_new(new: str, decision: ActorDecision, registry: Registry) -> None:
    if not _ID.fullmatch(new):
        raise DataError(f"{new!r} is no id; write small letters, digits and hyphens, like pk-newgroup")
    if decision.kind in NO_ORGANISATION:
        raise DataError(f"an actor is an organisation, never private persons: {decision.kind!r} is no kind of one")
    if decision.parent and not registry.get(decision.parent):
        raise DataError(f"there is no actor {decision.parent!r} to be the parent; `roznamcha actors list` shows the ids")
    for code in decision.countries:
        if code not in country_codes():
            raise DataError(f"{code!r} is no country; write the two letters of ISO 3166, like PK")
    _check_times(decision.since, decision.until)


def _check_times(since: str, until: str) -> None:
    for time in filter(None, (since, until)):
        try:
            if not _TIME.fullmatch(time):
                raise ValueError
            date.fromisoformat(time + "-01" * (2 - time.count("-")))
        except ValueError:
            raise DataError(f"{time!r} is no day, month or year; write it like 2014-02-15, 2014-02 or 2014") from None
    shared = min(len(since), len(until))
    if since[:shared] > until[:shared]:
        raise DataError(f"it cannot begin in {since} and end before that, in {until}")


def _check_split(name: str, actor: KnownActor) -> None:
    if name not in actor.aliases:
        what = "the name that stays with it" if name == actor.name else "none of its names"
        others = "; ".join(actor.aliases) or "it has no other; give it one by `roznamcha actors alias`"
        raise DataError(f"{name!r} is {what}, so it cannot be taken from {actor.id}; its other names: {others}")

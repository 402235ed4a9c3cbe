"""Actors: the organisations that the words of a text name, from a registry the user owns.

`resolve_actor` reads one phrase, `learn_aliases` a text's own abbreviations, `open_registry` the shipped lists with the
user's decisions.
"""

from roznamcha.resolve.actors.aliases import LearnedAlias, learn_aliases
from roznamcha.resolve.actors.registry import ActorDecision, KnownActor, Registry, append_decision, decision_file, open_registry
from roznamcha.resolve.actors.resolve import ActorMatch, resolve_actor

__all__ = [
    "ActorDecision",
    "ActorMatch",
    "KnownActor",
    "LearnedAlias",
    "Registry",
    "append_decision",
    "decision_file",
    "learn_aliases",
    "open_registry",
    "resolve_actor",
]

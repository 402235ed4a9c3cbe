"""The seam between finding and reading: what a finder (rules or the encoder) hands to the assembler.

A finder marks the words of each incident and labels them; the assembler (`coder.assemble`) turns words into values: ranges,
EDTF dates, countries, groups. The finder can so be replaced field by field without touching how values are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from roznamcha.model import Origin, Span

MENTION_LABELS = (
    "date",
    "place",
    "perpetrator",
    "target",
    "participant",
    "person",
    "killed",
    "injured",
    "abducted",
    "arrested",
    "weapon",
    "claim",
    "claimant",
    "source",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that fill one slot of one incident.

    `label` is one of `MENTION_LABELS`; `kind` the slot's closed value where the finder knows it: an actor's kind, a person's
    fate, a weapon's or source's type, a claim's status, for counts the group ("state", "militants", …); `stance` one of
    `codebook.STANCES`; `score` a probability.
    """

    span: Span
    label: str
    kind: str | None = None
    stance: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """One incident as found: the anchor, the closed values, and the mentions that belong to it."""

    anchor: Span
    sub_event_type: str
    origin: Origin
    status: str = "occurred"
    scope: str = "political"
    background: bool = False
    mentions: tuple[Mention, ...] = ()
    scores: tuple[tuple[str, float], ...] = field(default=())
    """Probabilities of the closed values, by field name ("sub_event_type", "status", …)."""

    def labelled(self, *labels: str) -> tuple[Mention, ...]:
        """List the mentions that carry one of `labels`, in their order."""
        return tuple(mention for mention in self.mentions if mention.label in labels)

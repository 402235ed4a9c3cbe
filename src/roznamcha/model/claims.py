"""What a document says: claims, the reports they make up, the figures beside them, and the record of one document.

A claim without evidence cannot be built (law 2). Stance and speaker travel on the claim, so that no page and no export
can show the value and lose them (law 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from roznamcha.model.document import Document
from roznamcha.model.span import Span
from roznamcha.model.values import Value


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a claim: "rule", "model" or "person", its name and version."""

    kind: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one field of the codebook, with the words it was read from.

    `field` is one of `codebook.FIELDS`; `spans` are stretches of the document's text, at least one; `confidence` lies in
    0 to 1; `speaker` marks who says it where the text attributes it; `stance` is one of `codebook.STANCES`.
    Raises ValueError when there is no evidence.
    """

    field: str
    value: Value
    spans: tuple[Span, ...]
    origin: Origin
    confidence: float = 1.0
    speaker: Span | None = None
    stance: str = "stated"

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"a claim of {self.field} needs evidence, and none was given")


@dataclass(frozen=True, slots=True)
class Report:
    """What ONE document says about ONE incident. `anchor` marks the words that tell the act itself."""

    document_id: str
    anchor: Span
    claims: tuple[Claim, ...]

    def claims_of(self, field: str) -> tuple[Claim, ...]:
        """List the claims of one field, in their order."""
        return tuple(claim for claim in self.claims if claim.field == field)

    def value_of(self, field: str) -> Value | None:
        """Give the value of the first claim of `field`, or None when the report is silent."""
        return next((claim.value for claim in self.claims if claim.field == field), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that belongs to no single incident, by section 9 of the codebook."""

    quote: Span
    what: str
    low: int
    high: int | None
    origin: Origin
    period: str | None = None
    source: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that one document says: its reports and its figures."""

    document: Document
    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]

"""The frozen dataclasses that all stages exchange.

Every stage takes and returns these types and never edits what it was given. They hold no I/O and import nothing else
of the package (a test enforces it). Offsets are half-open and count code points. The words are those of the codebook:
a `Document` is read into `Report`s, a report is a set of `Claim`s, a claim is one value of one field with its evidence.
"""

from roznamcha.model.claims import Claim, Figure, Origin, Record, Report
from roznamcha.model.document import Block, Document, Dropped, Meta, OffsetMap, Repair, Segment, Source
from roznamcha.model.incident import Beaten, Cell, DerivedValue, Incident, Toll
from roznamcha.model.span import Span
from roznamcha.model.values import (
    Actor,
    Claimed,
    Count,
    DateValue,
    NumberMention,
    Person,
    Place,
    PlaceMention,
    PlaceValue,
    Speaker,
    TimeExpression,
    Value,
    Weapon,
)

__all__ = [
    "Actor",
    "Beaten",
    "Block",
    "Cell",
    "Claim",
    "Claimed",
    "Count",
    "DateValue",
    "DerivedValue",
    "Document",
    "Dropped",
    "Figure",
    "Incident",
    "Meta",
    "NumberMention",
    "OffsetMap",
    "Origin",
    "Person",
    "Place",
    "PlaceMention",
    "PlaceValue",
    "Record",
    "Repair",
    "Report",
    "Segment",
    "Source",
    "Span",
    "Speaker",
    "TimeExpression",
    "Toll",
    "Value",
    "Weapon",
]

"""People who were abducted and later killed: the date runs from the one day to the other where both are told."""

from __future__ import annotations

import pytest

from roznamcha.coder.assemble import assemble
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.reading import Text
from roznamcha.model import Block, DateValue, Document, OffsetMap, Origin, Report, Segment, Span

ORIGIN = Origin("model", "encoder", "1")
KILLED = "The rebels killed a teacher in Sibi District on May 27."


def read(text: str, *mentions: tuple[str, str], kind: str = "Attack", others: tuple[Draft, ...] = ()) -> Report:
    """Assemble one draft, marked "killed a teacher" and "on May 27" unless told otherwise, beside `others`."""
    whole = OffsetMap((Segment(0, len(text), 0, len(text)),))
    document = Document("doc", "source", "doc", text, whole, (Block(0, len(text), "body"),))
    marked = mentions or (("killed a teacher", "killed"), ("on May 27", "date"))
    spans = tuple(Mention(Span.of(text, at := text.index(words), at + len(words)), label) for words, label in marked)
    draft = Draft(Span.of(text, 0, 10), kind, ORIGIN, mentions=spans)
    return assemble([draft, *others], Text(document))[0]


def day(report: Report) -> str | None:
    value = report.value_of("date")
    return value.edtf if isinstance(value, DateValue) else None


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("He was abducted from his school on May 24.", "XXXX-05-24/XXXX-05-27"),
        ("They had picked up the man at his house on May 24, his wife said.", "XXXX-05-24/XXXX-05-27"),
        ("On May 24 armed men took him away.", "XXXX-05-24/XXXX-05-27"),
        ("He went missing three days ago.", "XXXX-05-27"),
        ("Four others, abducted on May 24, were found on May 26.", "XXXX-05-24/XXXX-05-27"),
    ],
)
def test_the_day_of_the_abduction_may_stand_in_another_sentence(told: str, days: str) -> None:
    assert day(read(f"{KILLED} {told}")) == days


@pytest.mark.parametrize(
    "told",
    [
        "He was abducted and killed on May 25, others say.",
        "A driver was arrested on May 24.",
        "Officials confirmed that he had been abducted in the spring.",
        "He was abducted on March 2.",
        "He was abducted on May 29, the sheet says.",
    ],
)
def test_another_day_is_none_of_the_abduction(told: str) -> None:
    assert day(read(f"{KILLED} {told}")) == "XXXX-05-27"


def test_both_days_are_quoted() -> None:
    report = read(f"{KILLED} He was abducted on May 24.")
    (claim,) = report.claims_of("date")
    assert [span.text for span in claim.spans] == ["on May 27", "May 24"]


def test_the_day_of_the_killing_is_found_where_only_the_abduction_was_marked() -> None:
    text = f"{KILLED} He was abducted on May 24."
    assert day(read(text, ("killed a teacher", "killed"), ("on May 24", "date"))) == "XXXX-05-24/XXXX-05-27"


def test_a_day_on_which_the_killing_was_only_told_ends_no_captivity() -> None:
    text = "The rebels claimed on June 8 that they had killed a teacher. He was abducted on May 24."
    assert day(read(text, ("killed a teacher", "killed"), ("on May 24", "date"))) == "XXXX-05-24"


def test_who_is_not_known_to_be_dead_has_the_day_of_the_abduction() -> None:
    text = f"{KILLED} He was abducted on May 24."
    assert day(read(text, kind="Abduction/forced disappearance")) == "XXXX-05-27"


def test_the_abduction_of_another_incident_is_not_taken() -> None:
    text = f"{KILLED} A clerk was abducted on May 24."
    at = text.index("A clerk")
    other = Draft(
        Span.of(text, at, len(text)),
        "Abduction/forced disappearance",
        ORIGIN,
        mentions=(Mention(Span.of(text, at, at + 7), "abducted"),),
    )
    assert day(read(text, others=(other,))) == "XXXX-05-27"

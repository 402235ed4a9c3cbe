"""People who were abducted and later killed: the date runs from the one day to the other where both are told."""

from __future__ import annotations

import pytest

from factories import make_document
from roznamcha.coder.assemble import assemble
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.reading import Text
from roznamcha.model import DateValue, Origin, Report, Span

ORIGIN = Origin("model", "encoder", "1")
KILLED = "The rebels killed a teacher in Sibi District on May 27."


def read(text: str, *mentions: tuple[str, str], kind: str = "Attack", others: tuple[Draft, ...] = ()) -> Report:
    """Assemble one draft, marked "killed a teacher" and "on May 27" unless told otherwise, beside `others`."""
    marked = mentions or (("killed a teacher", "killed"), ("on May 27", "date"))
    spans = tuple(Mention(Span.of(text, at := text.index(words), at + len(words)), label) for words, label in marked)
    draft = Draft(Span.of(text, 0, 10), kind, ORIGIN, mentions=spans)
    return assemble([draft, *others], Text(make_document(text)))[0]


def day(report: Report) -> str | None:
    value = report.value_of("date")
    return value.edtf if isinstance(value, DateValue) else None


def quoted(report: Report) -> list[str]:
    (claim,) = report.claims_of("date")
    return [span.text for span in claim.spans]


@pytest.mark.parametrize(
    "told",
    [
        "He was abducted from his school on May 24.",
        "They had picked up the man at his house on May 24, where he lived, and she was left behind.",
        "On May 24 armed men took him away.",
        "Armed men took away the victim on May 24, and he was not seen again.",
        "He went missing on May 24.",
    ],
)
def test_the_day_of_the_abduction_may_stand_in_another_sentence(told: str) -> None:
    assert day(read(f"{KILLED} {told}")) == "XXXX-05-24/XXXX-05-27"


@pytest.mark.parametrize(
    "told",
    [
        "He was abducted and killed on May 25, others say.",
        "A driver was arrested on May 24, he said.",
        "Officials confirmed that he had been abducted in the spring.",
        "He was abducted on March 2.",
        "He was abducted on May 29, the sheet says.",
        "The army said that he took away weapons on May 25.",
        "She picked up her phone on May 26.",
        "He picked up a sandwich on May 18.",
        "The rebels had kidnapped a German tourist on May 10; she is still held.",
        "His brother was abducted on May 24.",
        "Two other teachers were abducted on May 20, and they escaped.",
        "No one was abducted on May 25, he said.",
        "On May 20, police said, the rebels denied that they had kidnapped her.",
        "The police on May 26 said that he had been abducted a week before.",
        "His family reported on May 26 that he was abducted.",
    ],
)
def test_another_day_is_none_of_the_abduction(told: str) -> None:
    assert day(read(f"{KILLED} {told}")) == "XXXX-05-27"


@pytest.mark.parametrize(
    ("marked", "words"), [("on May 27", ["on May 27", "May 24"]), ("on May 24", ["on May 24", "May 24", "May 27"])]
)
def test_every_day_is_quoted(marked: str, words: list[str]) -> None:
    report = read(f"{KILLED} He was abducted on May 24.", ("killed a teacher", "killed"), (marked, "date"))
    assert (day(report), quoted(report)) == ("XXXX-05-24/XXXX-05-27", words)


def test_the_day_found_is_never_exchanged_for_another_killing() -> None:
    text = "Gunmen killed two people on May 20. On May 22 another man was killed. He was abducted on May 21."
    assert (
        day(read(text, ("killed two people", "killed"), ("another man was killed", "killed"), ("on May 20", "date")))
        == "XXXX-05-20"
    )


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The rebels claimed on June 8 that they had killed a teacher. He was abducted on May 24.", "on May 24"),
        ("The rebels killed a teacher, officials said on May 27. He was abducted on May 24.", "on May 27"),
    ],
)
def test_a_day_on_which_the_killing_was_only_told_ends_no_captivity(text: str, marked: str) -> None:
    found = day(read(text, ("killed a teacher", "killed"), (marked, "date")))
    assert found is not None
    assert "/" not in found


def test_a_captivity_may_last_over_the_turn_of_the_year() -> None:
    text = "The rebels killed a teacher on January 2, 2015. He was abducted on December 28, 2014."
    assert day(read(text, ("killed a teacher", "killed"), ("on January 2, 2015", "date"))) == "2014-12-28/2015-01-02"


def test_a_year_that_no_calendar_has_is_left_alone() -> None:
    text = "The rebels killed a teacher on 0000-02-20. He was abducted on 0000-02-14."
    assert "/" not in str(day(read(text, ("killed a teacher", "killed"), ("0000-02-20", "date"))))


def test_who_is_not_known_to_be_dead_has_the_day_of_the_abduction() -> None:
    text = f"{KILLED} He was abducted on May 24."
    assert day(read(text, kind="Abduction/forced disappearance")) == "XXXX-05-27"


def test_the_abduction_of_another_incident_is_not_taken() -> None:
    text = f"{KILLED} He was abducted on May 24."
    at = text.index("He was")
    mentions = (Mention(Span.of(text, at, at + 6), "abducted"),)
    other = Draft(Span.of(text, at, len(text)), "Abduction/forced disappearance", ORIGIN, mentions=mentions)
    assert day(read(text, others=(other,))) == "XXXX-05-27"

"""Where the place of a reported total is looked for."""

from __future__ import annotations

import pytest

from roznamcha.cli.linked import sentence_of
from roznamcha.model import Span

TEXT = (
    "A bomb in Quetta killed three people. More than 1,200 people have been killed in Karachi since 2010, the commission said."
    " Lahore was calm.\nIn Peshawar traders closed their shops."
)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("More than 1,200 people", {"Karachi"}),
        ("traders", {"Peshawar"}),
        ("three people. More than 1,200 people", {"Quetta", "Karachi"}),
    ],
)
def test_places_are_looked_for_in_the_sentence_of_the_figure_alone(words: str, places: set[str]) -> None:
    start = TEXT.index(words)
    sentence = sentence_of(TEXT, Span.of(TEXT, start, start + len(words)))
    assert {place for place in ("Quetta", "Karachi", "Lahore", "Peshawar") if place in sentence} == places
